"""Makes files in memory, which no limit on the address space counts."""

# row: 44
# aim: claim


@attempt
def memory_file():
    descriptor = os.memfd_create("x")
    os.ftruncate(descriptor, 3 * 2**30)
    claim("memfd")
