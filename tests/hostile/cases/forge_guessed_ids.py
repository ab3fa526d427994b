"""Sends answers with guessed ids."""

# row: 49
# score: at most 7


def double(x):
    for number in range(20):
        header = '{"d":[["id",%d],["answer",[{"d":[["value",true]]}]]]}' % number
        to_every_descriptor(frame(header.encode()))
