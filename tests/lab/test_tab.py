"""The tab's parts on the machine's own Python, without a browser."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from compare import CLASS, differences, natively

from autograder import seeds
from autograder.course import CourseError
from autograder.kits.bundle import pack
from autograder.lab import integers
from autograder.lab.integers import narrow, take_wide, too_narrow, widen
from autograder.lab.plotting import Recorder
from autograder.lab.precompile import precompile
from autograder.lab.wheels import numpy_wheel

ROOT = Path(__file__).parents[2]
ASSIGNMENT = str(ROOT / "assignments" / "homework3")
#: The desk changes the interpreter that it runs in, so that it gets one of its own.
DESK = """
import json, sys
from pathlib import Path
from autograder.lab.desk import Desk
folder, cache, stops = sys.argv[1:4]
told = []
desk = Desk(folder, cache, lambda text: told.append(json.loads(text)))
answer = json.loads(desk.check(sys.stdin.read(), None, stops))
print(json.dumps([answer, told]))
"""
SUBMISSION = """
import numpy as np
import hypothesis
def relu(z):
    return np.maximum(z, 0)
"""


def at_the_desk(files, tmp_path, stops=()):
    done = subprocess.run(
        [sys.executable, "-c", DESK, ASSIGNMENT, str(tmp_path), json.dumps(list(stops))],
        input=json.dumps(files),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_desk_says_what_the_command_says(tmp_path):
    files = {path.name: path.read_text() for path in (CLASS / "kofi").iterdir()}
    answer, told = at_the_desk(files, tmp_path)
    assert differences(answer["report"], natively(CLASS / "kofi")) == []
    begun = sum(message["kind"] == "begin" for message in told)
    assert begun > 1000
    assert sum(message["kind"] == "checked" for message in told) == 345


def test_what_hung_before_is_not_asked_again(tmp_path):
    files = {"neural_network.py": SUBMISSION}
    answer, told = at_the_desk(files, tmp_path)
    load = next(m for m in told if m["kind"] == "begin" and m["at"] is not None)
    answer, told = at_the_desk(files, tmp_path, [[load["key"], True, [0, 0, 2]]])
    (problem,) = answer["report"]["problems"]
    assert "line 2: Hang" in problem["notes"][0]


@pytest.mark.parametrize("order", ["C", "F"])
def test_whole_numbers_cross_as_the_default_integer_of_either_side(order):
    array = np.asarray(np.arange(6).reshape(2, 3), np.int64, order=order)
    array.flags.writeable = False
    made = narrow({"x": [array, np.int64(3), 2.5, "text"]})["x"]
    assert made[0].dtype == np.int32
    assert made[0].flags.f_contiguous == array.flags.f_contiguous
    assert not made[0].flags.writeable
    assert type(made[1]) is np.int32
    assert made[2:] == [2.5, "text"]
    back = widen(made)
    assert back[0].dtype == np.int64
    assert np.array_equal(back[0], array)


def test_numbers_that_do_not_fit_stay_as_they_are():
    large = np.array([2**40])
    assert narrow(large) is large
    floats = np.array([1.0])
    assert narrow(floats) is floats


def test_strided_arrays_stay_strided():
    strided = np.arange(12, dtype=np.int64).reshape(2, 6)[:, ::2]
    made = narrow(strided)
    assert made.dtype == np.int32
    assert not made.flags.c_contiguous
    assert np.array_equal(made, strided)


def test_functions_get_default_integers_and_give_what_they_give(monkeypatch):
    for name in integers._OF_DEFAULT:
        monkeypatch.setattr(np, name, getattr(np, name))  # what is there is put back
    given = []
    monkeypatch.setattr(np, "bincount", lambda x, minlength=0: given.append(x))
    take_wide()
    ids = np.array([2, 0, 2])
    np.bincount(ids)
    np.bincount(x=ids.astype(np.uint32))
    np.bincount([np.int64(1)], minlength=3)
    np.bincount(ids.astype(np.uint8))
    assert [np.asarray(x).dtype for x in given] == ["int32", "int32", "int32", "uint8"]
    values = np.array([1.0, 2.0, 3.0])
    assert np.array_equal(np.take(values, ids), [3.0, 1.0, 3.0])
    assert np.array_equal(np.repeat(values, repeats=ids), [1.0, 1.0, 3.0, 3.0])
    assert np.searchsorted(-values, -2.5, sorter=np.array([2, 1, 0])) == 1
    np.put(values, ids, 0.0)
    assert np.array_equal(values, [0.0, 2.0, 0.0])


def test_what_needs_more_bits_is_told_from_other_errors():
    refused = "Cannot cast array data from dtype('{}') to dtype('{}') according to the rule 'safe'"
    assert too_narrow(refused.format("int64", "int32"))
    assert too_narrow("Python int too large to convert to C long")
    assert not too_narrow(refused.format("float64", "int32"))
    assert not too_narrow(refused.format("uint64", "int64"))


def test_calls_of_matplotlib_are_recorded_as_data():
    recorder = Recorder()
    with recorder.installed():
        import matplotlib.pyplot as plt
        from matplotlib.lines import Line2D

        figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
        left.plot(np.arange(3), [1.0, np.nan, 3.0], "o-", label="a")
        right.legend(handles=[Line2D([], [], color="red", label="b")])
        figure.colorbar(right.contourf([[1.0, 2.0]]), ax=right)
        plt.title("the last axes")
    (recorded,) = recorder.figures()
    json.dumps(recorded)
    assert recorded["columns"] == 2
    assert recorded["axes"][0][0] == {
        "name": "plot",
        "args": [[0, 1, 2], [1.0, None, 3.0], "o-"],
        "kwargs": {"label": "a"},
    }
    (handle,) = recorded["axes"][1][0]["kwargs"]["handles"]
    assert handle == {"kind": "line", "style": {"color": "red", "label": "b"}}
    assert recorded["axes"][1][-1]["name"] == "set_title"


def test_bytecode_replaces_sources_but_for_those_that_are_kept(tmp_path):
    sources = {
        "a/kept.py": b"x = 1\n",
        "a/gone.py": b"y = 2\n",
        "bad.py": b"print 1",
        "t.txt": b"t",
    }
    data = precompile(pack(sources), "/lab", ("a/kept",))
    assert data == precompile(pack(sources), "/lab", ("a/kept",))
    archive = tmp_path / "a.zip"
    archive.write_bytes(data)
    names = zipfile.ZipFile(archive).namelist()
    assert [n for n in names if "gone" in n] == ["a/gone.pyc"]
    assert "a/kept.py" in names
    assert any(n.startswith("a/__pycache__/kept.") for n in names)
    assert {"bad.py", "t.txt"} < set(names)


def test_the_id_of_the_public_seed_is_the_hash_that_others_get(monkeypatch):
    known = seeds.Seed().id
    monkeypatch.setattr(seeds.Seed, "public", False)
    assert seeds.Seed().id == known


def test_a_wheel_is_found_in_archives_and_held_to_its_hash(tmp_path):
    wheel = b"a wheel"
    entry = {"file_name": "numpy.whl", "sha256": hashlib.sha256(wheel).hexdigest()}
    lock = tmp_path / "lock.json"
    lock.write_text(json.dumps({"info": {"version": "1"}, "packages": {"numpy": entry}}))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "outer.zip").write_bytes(pack({"deep/numpy.whl": wheel}))
    assert numpy_wheel(str(folder), lock) == wheel
    (folder / "outer.zip").write_bytes(pack({"deep/numpy.whl": b"another"}))
    with pytest.raises(CourseError, match="lists"):
        numpy_wheel(str(folder), lock)
    with pytest.raises(CourseError, match="is no package==version"):
        numpy_wheel(str(tmp_path / "nowhere"), lock)
