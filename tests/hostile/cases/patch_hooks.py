"""Installs every hook that Python has."""

# row: own
# score: any

import builtins
import faulthandler
import gc
import importlib
import threading

sys.addaudithook(lambda *a: None)
sys.settrace(lambda *a: None)
sys.setprofile(lambda *a: None)
threading.settrace(lambda *a: None)
sys.excepthook = sys.unraisablehook = sys.displayhook = lambda *a: None
sys.meta_path[:] = []
sys.path_hooks[:] = []
builtins.__import__ = lambda *a, **k: np
builtins.__build_class__ = None
gc.callbacks.append(lambda *a: None)
sys.stdout = sys.stderr = sys.__stdout__ = None
