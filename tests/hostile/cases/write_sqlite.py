"""Writes a database: the gradebook, were it there."""

# row: 18
# aim: write

import sqlite3


@attempt
def database():
    with sqlite3.connect(TARGETS["writable"] + "/gradebook.db") as connection:
        connection.execute("create table grade (extra_credit)")
