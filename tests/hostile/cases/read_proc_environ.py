"""Reads the environment of the grader, of its parent and of every process."""

# row: 38
# aim: leak

import glob


@attempt
def grader():
    return open(f"/proc/{TARGETS['grader']}/environ", "rb").read()


@attempt
def parent():
    return open(f"/proc/{os.getppid()}/environ", "rb").read()


@attempt
def own_variables():
    return os.environ.get(TARGETS["environment_secret"])


@attempt
def own_start():
    data = open("/proc/self/environ", "rb").read()
    return data if TARGETS["environment_secret"].encode() in data else None
