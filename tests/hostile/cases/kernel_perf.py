"""Opens a counter of events of the grader."""

# row: 52
# aim: claim


@attempt
def counter():
    attributes = (ctypes.c_uint32 * 32)(1, 128)
    syscall("perf_event_open", attributes, TARGETS["grader"], -1, -1, 0)
    claim("perf")
