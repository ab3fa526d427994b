"""Runs a submission: loads the cells, answers calls, and knows no answer.

It speaks `wire` frames with the grader. What this package imports is in the reach of a submission:
the wire format, with it NumPy, and the standard library. `autograder.zygote` starts it.
"""

from autograder.worker.isolation import isolate
from autograder.worker.serving import Worker

__all__ = ["Worker", "isolate"]
