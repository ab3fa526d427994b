"""Imports the reference by every way of importing."""

# row: 13
# aim: leak

import importlib
import importlib.util
import runpy


@attempt
def by_name():
    sys.path[:0] = [os.path.dirname(TARGETS["solution"])]
    sys.modules.pop("tiny", None)
    import tiny

    return open(tiny.__file__).read()


@attempt
def by_file():
    spec = importlib.util.spec_from_file_location("stolen", TARGETS["solution"])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    claim(module.double(4))
    return spec.loader.get_data(TARGETS["solution"])


@attempt
def by_run():
    claim(runpy.run_path(TARGETS["solution"])["double"](2))
