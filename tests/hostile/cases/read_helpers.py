"""Reads files through helpers of the standard library."""

# row: 13
# aim: leak

import fileinput
import linecache
import tokenize


@attempt
def lines():
    return "".join(linecache.getlines(TARGETS["solution"]))


@attempt
def tokens():
    with tokenize.open(TARGETS["solution"]) as file:
        return file.read()


@attempt
def inputs():
    return "".join(fileinput.input([TARGETS["secret"]]))


@attempt
def url():
    import urllib.request

    return urllib.request.urlopen("file://" + TARGETS["secret"]).read()


@attempt
def sendfile():
    import shutil

    shutil.copyfile(TARGETS["secret"], TARGETS["writable"] + "/copy")
