"""What workers receive while submissions of the example class are graded, down to the byte."""

from pathlib import Path

import pytest

from autograder import process, wire
from autograder.course import find_assignment
from autograder.engine import exercises_of, run
from autograder.leaks import fragments
from autograder.loading import read_submission
from autograder.plan import Plan
from autograder.seeds import Seed
from autograder.sources import Mistaken
from autograder.targets import FromPath

ROOT = Path(__file__).parent.parent
SEED = "a secret that no worker may hear of"
NAMES = ["chen.zip", "nora"]


@pytest.fixture(scope="module")
def received():
    """Grade, and return the frames that workers of submissions got, and the cells handed in."""
    frames = []
    asked = []
    send = wire.send

    def recording_send(stream, payload):
        if not asked:
            frames.append(payload)
        send(stream, payload)

    def of_staff(function):
        """Mark a function during which only the staff's own worker is asked."""

        def marked(*arguments):
            asked.append(True)
            try:
                return function(*arguments)
            finally:
                asked.pop()

        return marked

    plan = Plan(find_assignment(ROOT), Seed(SEED), reference=True, shrink=False)
    paths = [ROOT / "examples" / "class" / name for name in NAMES]
    exercises = exercises_of(plan)
    cells = {
        cell.source
        for path in paths
        for problem in read_submission(path, exercises).cells().values()
        for _, cell in problem
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process.wire, "send", recording_send)
        patch.setattr(process, "answer_call", of_staff(process.answer_call))
        for name in ("call", "call_many"):
            patch.setattr(Mistaken, name, of_staff(getattr(Mistaken, name)))
        run(plan, [FromPath(path.stem, path) for path in paths], lambda report: None)
    return frames, cells


def test_the_only_code_is_the_students_own(received):
    frames, cells = received
    loads = [request for request in map(decoded, frames) if request["do"] == "load"]
    assert len(loads) > 4 * len(NAMES)
    for request in loads:
        assert {source for source, _ in request["cells"]} <= cells


def test_no_other_message_holds_a_line_of_a_solution_or_a_mistake_or_the_seed(received):
    frames, _ = received
    others = [frame for frame in frames if decoded(frame)["do"] != "load"]
    assert len(others) > 1000
    everything = b"\n".join(others)
    texts = [text for _, text in fragments(find_assignment(ROOT).solutions)]
    lines = {line for text in texts for line in text.split("\n") if len(line) > 20}
    assert len(lines) > 1000
    assert [line for line in lines if line.encode() in everything] == []
    assert SEED.encode() not in everything


def decoded(frame):
    request = wire.loads(frame)
    return request if "do" in request else {"do": "reply"}
