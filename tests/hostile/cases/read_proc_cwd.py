"""Lists the working folder of the grader, and its command line."""

# row: 38
# aim: claim


@attempt
def folder():
    if os.listdir(f"/proc/{TARGETS['grader']}/cwd"):
        claim("cwd")


@attempt
def command_line():
    if open(f"/proc/{TARGETS['grader']}/cmdline").read():
        claim("cmdline")


@attempt
def status():
    if "Name" in open(f"/proc/{TARGETS['grader']}/status").read():
        claim("status")
