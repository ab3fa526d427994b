"""Whatever a submission or a worker sends, it is read or refused, and what was read is sound.

`tests/fuzz/` searches the same for as long as it is let.
"""

import contextlib
import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import cells, wire
from autograder.literals import MAX_TEXT, literal
from autograder.loading import UnreadableSubmission, read_submission
from autograder.text import plain_line

#: The same examples in every run, however slow it is.
EXAMPLES = settings(
    max_examples=300,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)

NOTEBOOKS = sorted((Path(__file__).parents[1] / "assignments/homework3").glob("*.ipynb"))
EXERCISES = {"first": ["add"], "second": ["shift"]}

atoms = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=5)
)
dtypes = st.sampled_from(["<f8", ">c8", "|b1", "<U2", ">U1", "<i4", "<f16", "=u2", "|O", "<U0"])
sides = st.sampled_from([0, 1, 2, 3, 70_000, 2**62, -1, True, 1.0])
array = st.tuples(dtypes, st.lists(sides, max_size=4), st.sampled_from("CFSQ"), st.booleans())
trees = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(lambda items: {"t": items}),
        st.lists(st.tuples(inner, inner), max_size=4).map(lambda pairs: {"d": pairs}),
        array.map(lambda parts: {"a": parts}),
        dtypes.map(lambda dtype: {"s": dtype}),
        st.dictionaries(st.sampled_from("fcohx"), inner, max_size=2),
        st.sampled_from([{"f": "nan"}, {"f": "-inf"}, {"c": [0.5, {"f": "nan"}]}, {"h": 3}]),
    ),
    max_leaves=12,
)


@EXAMPLES
@given(tree=trees, body=st.binary(max_size=60), zeros=st.integers(0, 60))
def test_what_a_header_of_nonsense_decodes_to_crosses_again(tree, body, zeros):
    header = json.dumps(tree).encode("ascii")
    frame = len(header).to_bytes(4, "little") + header + body[zeros:] + bytes(zeros)
    for length in range(len(frame), len(frame) - len(body) - zeros - 1, -1):
        try:
            value = wire.loads(frame[:length])
        except wire.WireError:
            continue
        sent = wire.dumps(value)
        assert wire.dumps(wire.loads(sent)) == sent
        assert len(literal(value)) <= MAX_TEXT


keys = st.sampled_from(
    ["cells", "worksheets", "cell_type", "metadata", "source", "input", "tags", "nbgrader", "grade"]
)
texts = st.sampled_from(["code", "plot", "x = 1\n%m\n", "%%bash", "check(1)", "def f(:", "\ud800"])
notebooks = st.recursive(
    st.one_of(atoms, texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(keys, inner, max_size=5),
        st.lists(inner, max_size=4).map(lambda found: {"cells": found}),
        inner.map(lambda source: {"cell_type": "code", "source": source}),
        st.tuples(inner, texts).map(
            lambda parts: {"cell_type": "code", "metadata": parts[0], "source": parts[1]}
        ),
    ),
    max_leaves=12,
)


def sound_or_refused(text):
    with contextlib.suppress(ValueError):
        for cell in cells.notebook_cells(text):
            assert isinstance(cell.source, str)
            assert cell.label.startswith("cell ")


@EXAMPLES
@given(notebooks)
def test_any_json_is_a_notebook_or_refused(tree):
    sound_or_refused(json.dumps(tree))
    sound_or_refused(json.dumps({"cells": [tree]}))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@settings(EXAMPLES, max_examples=60)
@given(data=st.data())
def test_a_changed_notebook_is_read_or_refused(path, data):
    text = path.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.sampled_from([0, 1, 2, 10, 1000, 10_000]))
        text = text[:at] + data.draw(st.text(max_size=3)) + text[at + gone :]
    sound_or_refused(text)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    tree, steps = notebook, data.draw(st.integers(1, 4))
    for _ in range(steps):
        keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(tree[key], (dict, list)) or data.draw(st.booleans()):
            tree[key] = data.draw(notebooks)
            break
        tree = tree[key]
    sound_or_refused(json.dumps(copy.deepcopy(notebook)))


@settings(EXAMPLES, max_examples=100)
@given(
    name=st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=20),
    data=st.one_of(st.binary(max_size=200), notebooks.map(json.dumps).map(str.encode)),
    ending=st.sampled_from([".py", ".ipynb", ".zip", ".tar", ".tgz", ".txt"]),
)
def test_any_file_is_a_submission_or_refused(tmp_path_factory, name, data, ending):
    folder = tmp_path_factory.mktemp("any")
    path = folder / f"{name}{ending}"
    path.write_bytes(data)
    for submitted in (path, folder):
        try:
            submission = read_submission(submitted, EXERCISES)
        except UnreadableSubmission as refused:
            shown = [str(refused)]
        else:
            assert submission.sha256
            shown = [file.trouble for file in submission.files if file.trouble]
        assert all(plain_line(text, 10_000) == text and text.endswith(".") for text in shown)
