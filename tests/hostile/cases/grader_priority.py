"""Makes the grader slow: priority, processors, the killer's first choice when memory is short."""

# row: 52
# aim: grader


@attempt
def priority():
    os.setpriority(os.PRIO_PROCESS, TARGETS["grader"], 1)


@attempt
def processors():
    os.sched_setaffinity(TARGETS["grader"], {0})


@attempt
def killed_first():
    open(f"/proc/{TARGETS['grader']}/oom_score_adj", "w").write("1000")


@attempt
def dump():
    open(f"/proc/{TARGETS['grader']}/coredump_filter", "w").write("7f")
