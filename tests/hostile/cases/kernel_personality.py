"""Turns off the randomisation of addresses."""

# row: 52
# aim: claim


@attempt
def fixed_addresses():
    syscall("personality", 0x0040000)
    claim("personality")
