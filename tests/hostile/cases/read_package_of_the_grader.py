"""Imports the grader's package, Hypothesis and pytest into the worker."""

# row: 13
# aim: claim


@attempt
def package():
    import autograder.engine

    if hasattr(autograder.engine, "run") and type(autograder.engine).__name__ == "module":
        claim("autograder")


@attempt
def by_path():
    import importlib.machinery

    for root in sys.path:
        path = os.path.join(root, "autograder", "engine.py")
        if os.path.exists(path) and open(path).read():
            claim(path)


@attempt
def others():
    for name in ("hypothesis", "pytest"):
        sys.meta_path[:] = [f for f in sys.meta_path if "Placeholder" not in type(f).__name__]
        __import__(name)
        claim(name)
