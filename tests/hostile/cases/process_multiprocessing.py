"""Starts workers of its own by multiprocessing."""

# row: 41
# aim: process

import multiprocessing


@attempt
def forked():
    multiprocessing.get_context("fork").Process(target=daemon).start()
