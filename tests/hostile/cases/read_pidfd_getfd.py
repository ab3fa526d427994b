"""Takes an open file out of the grader by pidfd_getfd."""

# row: own
# aim: leak


@attempt
def taken():
    pidfd = syscall("pidfd_open", TARGETS["grader"], 0)
    return os.pread(syscall("pidfd_getfd", pidfd, TARGETS["grader_fd"], 0), 100, 0)
