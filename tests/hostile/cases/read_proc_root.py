"""Reaches the solution through /proc: the root of this process and of the grader."""

# row: 38
# aim: leak


@attempt
def own_root():
    return open("/proc/self/root" + TARGETS["solution"]).read()


@attempt
def root_of_the_grader():
    return open(f"/proc/{TARGETS['grader']}/root{TARGETS['secret']}").read()


@attempt
def root_of_the_parent():
    return open(f"/proc/{os.getppid()}/root{TARGETS['secret']}").read()


@attempt
def root_of_process_1():
    return open(f"/proc/1/root{TARGETS['secret']}").read()
