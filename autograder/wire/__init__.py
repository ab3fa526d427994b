"""The data that crosses between grader and worker: numbers, text, arrays and nothing else.

A frame is a length, a JSON header, and the raw bytes of the arrays in the order in which the header
names them. Decoding never runs code. A frame holds one value, and a value may be a list of many
calls, so that calls can share a frame. What does not fit into a frame crosses as a description of
what it was. This package imports nothing of the project.

Both ends are capped. Of the frames tried, one full of tiny strided arrays and one large one costs
most to decode: 0.8 seconds and 200 MB on a machine of 2026.
"""

from autograder.wire.decode import Frame, loads
from autograder.wire.encode import Template, dumps
from autograder.wire.forms import MAX_FRAME, MAX_HEADER, Callables, Handle, Opaque, WireError
from autograder.wire.frames import Batch, receive, send
from autograder.wire.memory import arrays_in, share_memory

__all__ = ["MAX_FRAME", "MAX_HEADER", "Batch", "Callables", "Frame", "Handle", "Opaque"]
__all__ += ["Template", "WireError", "arrays_in", "dumps", "loads", "receive", "send"]
__all__ += ["share_memory"]
