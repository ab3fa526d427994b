"""A submission runs in a process of its own: what fails there costs only itself."""

import contextlib
import subprocess
import sys

import numpy as np
import psutil
import pytest

from autograder import wire
from autograder.functions import CallFailed, Functions, PrivateFunction
from autograder.loading import Cell
from autograder.process import Limits, Stopped, WorkerProcess

QUICK = Limits(statement=0.5, call=0.5)


@contextlib.contextmanager
def worker(*sources, limits=None):
    """Load cells of the problem ``p``."""
    cells = [("p.ipynb", Cell(source, f"cell {i}")) for i, source in enumerate(sources, start=1)]
    with WorkerProcess({"p": cells}, limits) as process:
        yield process


def call(process, name, *args, **kwargs):
    return process.call("p", name, args, kwargs)


def where(failure):
    return str(failure.place), failure.place.source


TOOLS = """
import os
import sys
import numpy as np
import matplotlib.pyplot as plt
from somewhere.deep import thing
import autograder.compare
import warnings


def good(x):
    return x + 1


def raises(x):
    text = "no"
    raise ValueError(f"{text} {x}")


def leaves():
    sys.exit(3)


def deep(n):
    return deep(n + 1)


def asks():
    return input("number? ")


def plots():
    plt.plot([1, 2])


def uses():
    return thing(1)


def prints():
    print("one")
    print("two", file=sys.stderr)
    return 2


def talks():
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            print("junk", file=stream, flush=True)
    os.write(1, b"junk" * 10_000)
    os.system("echo junk")
    return 3


def reads():
    return sys.__stdin__.read() if sys.__stdin__ else os.read(0, 10).decode()


def writes_into(x, k=None):
    x[0] = 7.0
    if k is not None:
        k["a"].append(1)


def returns_view(x):
    return x[1:], 1


def returns_copy(x):
    return x.copy()


def warns():
    warnings.warn("careful")
    return 1


def gives(kind):
    return {"set": {1}, "generator": (n for n in "ab"), "lambda": lambda: 1}[kind]


def applies(f, x):
    return [f(x), f(x + 1)]


def applies_quietly(f):
    try:
        return f(1)
    except ValueError as error:
        return str(error)


kept = []


def keeps(f):
    kept.append(f)
    return f(1)


def uses_kept():
    return kept[0](1)


class Evil(Exception):
    def __str__(self):
        raise RuntimeError("again")


def evil():
    raise Evil()


def imported():
    return sorted(m for m in sys.modules if m.split(".")[0] in ("autograder", "hypothesis"))
"""


@pytest.fixture(scope="module")
def tools():
    with worker(TOOLS) as process:
        loaded = process.load()["p"]
        assert loaded.failures == []
        yield process


def test_a_call_returns_a_value(tools):
    answer = call(tools, "good", np.array([1.0, 2.0]))
    assert answer.value.tolist() == [2.0, 3.0]
    assert (answer.failure, answer.missing, answer.changed) == (None, False, ())
    assert (answer.shares, answer.warnings, answer.printed) == (False, (), "")


def test_an_error_is_data_with_the_line_of_the_student(tools):
    failure = call(tools, "raises", 3).failure
    assert failure.types == ("ValueError", "Exception", "BaseException")
    assert failure.text == "no 3"
    line = TOOLS.splitlines().index('    raise ValueError(f"{text} {x}")') + 1
    assert where(failure) == (
        f"p.ipynb, cell 1, line {line}",
        'raise ValueError(f"{text} {x}")',
    )


def test_an_error_inside_numpy_names_the_line_that_called_it(tools):
    failure = call(tools, "good", "text").failure
    assert failure.type == "TypeError"
    assert failure.place.source == "return x + 1"


def test_wrong_arguments_are_an_error_without_a_line(tools):
    failure = call(tools, "good").failure
    assert failure.type == "TypeError"
    assert failure.place is None


def test_an_error_whose_text_raises_is_still_data(tools):
    failure = call(tools, "evil").failure
    assert (failure.type, failure.text) == ("Evil", "(its text cannot be printed)")


def test_an_exit_is_an_error_and_the_process_goes_on(tools):
    assert call(tools, "leaves").failure.type == "SystemExit"
    assert call(tools, "good", 1).value == 2


def test_a_recursion_without_end_is_an_error(tools):
    failure = call(tools, "deep", 0).failure
    assert failure.type == "RecursionError"
    assert failure.place.source == "return deep(n + 1)"


def test_a_missing_function_is_missing(tools):
    assert call(tools, "nothing").missing
    assert call(tools, "kept").missing


def test_input_is_refused(tools):
    failure = call(tools, "asks").failure
    assert failure.type == "EOFError"
    assert "cannot be answered when graded" in failure.text
    assert call(tools, "reads").value == ""


@pytest.mark.parametrize(("name", "root"), [("plots", "matplotlib"), ("uses", "somewhere")])
def test_a_module_that_is_not_there_raises_only_when_it_is_used(tools, name, root):
    failure = call(tools, name).failure
    assert failure.type == "NotAvailable"
    assert failure.text.endswith(f"{root} is not available when graded")


def test_prints_are_kept(tools):
    answer = call(tools, "prints")
    assert (answer.value, answer.printed) == (2, "one\ntwo\n")
    assert call(tools, "good", 1).printed == ""


def test_what_is_written_to_the_standard_output_does_not_reach_the_protocol(tools):
    for _ in range(3):
        assert call(tools, "talks").value == 3


def test_changed_arguments_are_reported(tools):
    assert call(tools, "writes_into", np.zeros(2)).changed == (0,)
    assert call(tools, "writes_into", np.zeros(2), k={"a": []}).changed == (0, "k")
    assert call(tools, "writes_into", np.full(2, 7.0)).changed == ()


def test_a_read_only_argument_arrives_read_only(tools):
    array = np.zeros(2)
    array.flags.writeable = False
    failure = call(tools, "writes_into", array).failure
    assert failure.type == "ValueError"
    assert "read-only" in failure.text


def test_shared_memory_is_reported(tools):
    assert call(tools, "returns_view", np.zeros(3)).shares
    assert not call(tools, "returns_copy", np.zeros(3)).shares


def test_warnings_are_reported(tools):
    assert call(tools, "warns").warnings == ("UserWarning: careful",)


@pytest.mark.parametrize(
    ("kind", "described"),
    [("set", "a set"), ("generator", "a generator"), ("lambda", "a function")],
)
def test_a_value_that_is_not_data_is_described(tools, kind, described):
    value = call(tools, "gives", kind).value
    assert isinstance(value, wire.Opaque)
    assert value.described == described


def test_a_function_is_answered_by_the_grader(tools):
    asked = []

    def double(x):
        asked.append(x)
        return 2 * x

    answer = call(tools, "applies", double, np.array([1.0]))
    assert [value.tolist() for value in answer.value] == [[2.0], [4.0]]
    assert [value.tolist() for value in asked] == [[1.0], [2.0]]


def test_of_an_error_of_the_graders_function_the_student_learns_the_type(tools):
    def fails(x):
        raise KeyError("what it is called")

    told = call(tools, "applies_quietly", fails).value
    assert told == "the function that was passed raised KeyError"


def test_a_function_that_is_kept_is_refused_outside_its_call(tools):
    asked = []
    assert call(tools, "keeps", lambda x: asked.append(x)).value is None
    failure = call(tools, "uses_kept").failure
    assert failure.type == "RuntimeError"
    assert failure.text == "this function can be called only while it is being passed"
    assert asked == [1]


def test_the_process_holds_no_part_of_the_grader(tools):
    modules = call(tools, "imported").value
    kept = ("autograder.compare", "autograder.wire.")
    assert {m for m in modules if not m.startswith(kept)} <= {
        "autograder",
        "autograder.wire",
        "autograder.worker",
    }


def test_functions_calls_log_and_raise(tools):
    functions = Functions(tools, "p")
    given = np.zeros(2)
    functions.writes_into(given)
    assert functions.last.changed == (0,)
    assert functions.last.called() == "writes_into(np.array([0.0, 0.0]))"
    assert functions.last.returned() == "None"
    with pytest.raises(CallFailed, match="no 1") as caught:
        functions.raises(1)
    assert caught.value.types[0] == "ValueError"
    assert functions.last.returned() == "raised ValueError: no 1"
    with pytest.raises(CallFailed, match="there is no function nothing"):
        functions.nothing()
    assert [made.name for made in functions.calls] == ["writes_into", "raises", "nothing"]
    functions.begin_example()
    assert functions.calls == []


def test_a_private_function_goes_to_a_worker_of_its_own(tools):
    functions = Functions(tools, "p")
    assert functions.keeps(PrivateFunction(lambda x: 10 * x, "secret", None)) == 10
    assert functions.last.called() == "keeps(secret)"


# Loading


def test_a_statement_that_raises_is_noted_and_skipped():
    with worker("x = 1\ny = 1 / 0\nz = 3", "def f():\n    return x + z") as process:
        (failure,) = process.load()["p"].failures
        assert str(failure) == "ZeroDivisionError: division by zero"
        assert where(failure) == ("p.ipynb, cell 1, line 2", "y = 1 / 0")
        assert call(process, "f").value == 4


def test_an_exit_at_the_top_level_is_noted_and_skipped():
    with worker("import sys\nsys.exit()\ndef f(): return 1") as process:
        assert [f.type for f in process.load()["p"].failures] == ["SystemExit"]
        assert call(process, "f").value == 1


def test_statements_that_hang_or_crash_are_noted_and_skipped():
    sources = ["import os\nx = 1\nwhile True:\n    pass\n", "os._exit(0)\ndef f():\n    return x"]
    with worker(*sources, limits=QUICK) as process:
        hang, crash = process.load()["p"].failures
        assert str(hang) == "Hang: this statement did not finish within 0.5 s"
        assert where(hang) == ("p.ipynb, cell 1, line 3", "while True:")
        assert str(crash) == "Crash: this statement ended the process"
        assert where(crash) == ("p.ipynb, cell 2, line 1", "os._exit(0)")
        assert call(process, "f").value == 1


def test_a_file_of_nothing_but_crashes_is_given_up():
    source = "import os\n" + "os._exit(0)\n" * 12
    with worker(source) as process, pytest.raises(Stopped, match="too many statements"):
        process.load()


def test_a_call_that_hangs_or_ends_the_process_stops_and_the_next_one_works():
    source = (
        "import os\ndef hang():\n    while True: pass\ndef end(): os._exit(0)\ndef f(): return 1"
    )
    with worker(source, limits=QUICK) as process:
        with pytest.raises(Stopped, match=r"^hang did not finish within 0\.5 s$"):
            call(process, "hang")
        assert call(process, "f").value == 1
        with pytest.raises(Stopped, match=r"^end ended the process"):
            call(process, "end")
        assert call(process, "f").value == 1
    assert not issubclass(Stopped, Exception)


def test_the_time_of_a_submission_is_limited():
    limits = Limits(call=0.3, total=1.0)
    with worker("def hang():\n    while True: pass", limits=limits) as process:
        texts = []
        for _ in range(12):
            with pytest.raises(Stopped) as caught:
                call(process, "hang")
            texts.append(caught.value.text)
        assert texts[-1] == "the submission's 1 s are used up"


def test_time_that_ends_while_the_process_starts_is_the_submissions():
    limits = Limits(call=0.3, total=0.01)
    with worker("def hang():\n    while True: pass", limits=limits) as process:
        for _ in range(2):
            with pytest.raises(Stopped):
                call(process, "hang")


def test_calls_of_a_passed_function_are_limited():
    source = "def many(f):\n    while True: f(1)\ndef f(): return 1"
    with worker(source, limits=Limits(handle_calls=50)) as process:
        with pytest.raises(Stopped, match=r"^many "):
            call(process, "many", lambda x: x)
        assert call(process, "f").value == 1


def test_a_syntax_error_costs_only_its_function():
    source = (
        "def f():\n    return 1\n\ndef g(:\n    return 2\n\n@staticmethod\ndef h():\n    return 3\n"
    )
    with worker(source, "def i(): return 4") as process:
        (failure,) = process.load()["p"].failures
        assert failure.type == "SyntaxError"
        assert where(failure) == ("p.ipynb, cell 1, line 4", "def g(:")
        assert [call(process, name).value for name in "fhi"] == [1, 3, 4]
        assert call(process, "g").missing


def test_lines_of_a_script_are_counted_from_its_first_line():
    sources = {7: "# %%\nx = 1 / 0", 20: "y = (", 31: "if y:\nx = 2"}
    cells = [("p.py", Cell(source, f"line {n}", n)) for n, source in sources.items()]
    with WorkerProcess({"p": cells}) as process:
        zero, syntax, block = process.load()["p"].failures
        assert where(zero) == ("p.py, line 8", "x = 1 / 0")
        assert where(syntax) == ("p.py, line 20", "y = (")
        assert where(block) == ("p.py, line 32", "x = 2")
        assert "after 'if' statement on line 31" in block.text


STUB = "def f():\n    '''Do it.'''\n    raise NotImplementedError\n"


def test_a_stub_is_known():
    with worker(
        STUB, "def g():\n    raise NotImplementedError('later')", "def h(): ...", "def i(): return"
    ) as process:
        functions = process.load()["p"].functions
        assert functions == {"f": True, "g": True, "h": True, "i": False}
        assert call(process, "f").failure.type == "NotImplementedError"


@pytest.mark.parametrize(
    ("sources", "value"),
    [
        (["def f(): return 1", "def f(): return 2"], 2),
        ([STUB, "def f(): return 1"], 1),
        (["def f(): return 1", STUB], 1),
        (["def f(): return 1", STUB, "def f(): return 3", STUB], 3),
        ([STUB, "f = lambda: 4"], 4),
    ],
)
def test_the_last_definition_that_is_not_the_stub_counts(sources, value):
    with worker(*sources) as process:
        assert process.load()["p"].functions == {"f": False}
        assert call(process, "f").value == value


def test_future_imports_hold_for_later_cells():
    source = "from __future__ import annotations\n"
    with worker(source, "def f(x: Unknown):\n    return x") as process:
        assert process.load()["p"].failures == []
        assert call(process, "f", 1).value == 1


def test_problems_have_namespaces_of_their_own():
    cells = {name: [("a.py", Cell(f"x = '{name}'\ndef f(): return x", "line 1"))] for name in "pq"}
    with WorkerProcess(cells) as process:
        assert [process.call(name, "f", (), {}).value for name in "pq"] == ["p", "q"]


def test_the_environment_of_the_grader_does_not_cross(monkeypatch):
    monkeypatch.setenv("SOME_SECRET", "42")
    source = "import os\ndef f(): return 'SOME_SECRET' in os.environ, os.getcwd()"
    with worker(source) as process:
        found, folder = call(process, "f").value
    assert not found
    assert folder != "."
    assert len(folder) <= 3


FORGER = """
import os
import sys

def forge(data):
    for fd in range(3, 20):
        try:
            os.write(fd, bytes(data))
        except OSError:
            pass
    return 1

def reply(message):
    frame = sys._getframe()
    while "self" not in frame.f_locals:
        frame = frame.f_back
    frame.f_locals["self"]._send(message)
    return 1

def f(): return 1
"""


def frame(header):
    payload = len(header).to_bytes(4, "little") + header
    return len(payload).to_bytes(4, "little") + payload


@pytest.fixture(scope="module")
def forger():
    with worker(FORGER) as process:
        yield process


@pytest.mark.parametrize(
    "data",
    [
        b"\xff" * 8,
        b"\x02\0\0\0{}",
        frame(b"{}"),
        frame(b"[1]"),
        frame(b"7"),
        frame(b'{"h":1e400}'),
        frame(b'{"d":[["id","0"],["answer",[]]]}'),
    ],
    ids=repr,
)
def test_bytes_that_are_no_answer_stop_the_call(forger, data):
    with pytest.raises(Stopped, match="forge broke the protocol"):
        call(forger, "forge", list(data))
    assert call(forger, "f").value == 1


@pytest.mark.parametrize(
    "header",
    [b'{"SECRET":1}', b'{"f":"SECRET"}', b'{"s":"SECRET"}', b'{"a":[0,["SECRET"],1,1]}'],
)
def test_a_stop_repeats_nothing_that_the_submission_chose(forger, header):
    with pytest.raises(Stopped) as caught:
        call(forger, "forge", list(frame(header)))
    assert "SECRET" not in caught.value.text


FAILED = {"types": ["E"], "text": "", "cell": 0, "line": 1}


@pytest.mark.parametrize(
    "message",
    [
        {"answer": None},
        {"answer": []},
        {"answer": [5]},
        {"answer": [{"error": 3}]},
        {"answer": [{"error": {**FAILED, "cell": float("inf")}}]},
        {"answer": [{"error": {**FAILED, "line": "x"}}]},
        {"answer": [{"changed": 3}]},
        {"apply": 99, "args": (), "kwargs": {}},
        {"apply": float("inf"), "args": (), "kwargs": {}},
        {"nothing": 1},
    ],
    ids=repr,
)
def test_a_forged_message_stops_the_call(forger, message):
    with pytest.raises(Stopped, match="reply broke the protocol"):
        call(forger, "reply", message)
    assert call(forger, "f").value == 1


def test_a_forged_message_stops_the_loading_of_its_statement_only():
    with worker(FORGER + "forge([255] * 8)\ndef g(): return 2", limits=QUICK) as process:
        assert len(process.load()["p"].failures) == 1
        assert call(process, "g").value == 2


def test_constants_behind_a_broken_function_stay():
    with worker("def g(:\n    return 2\n\nX = 3\n\ndef h():\n    return X\n") as process:
        assert call(process, "h").value == 3


@pytest.mark.skipif(sys.platform == "win32", reason="a process has no new parent there")
def test_a_worker_ends_with_its_grader():
    """A grader that is killed leaves no endless loop behind."""
    code = (
        "from autograder.loading import Cell\n"
        "from autograder.process import WorkerProcess\n"
        "cells = [('p.py', Cell('def loop():\\n    while True: pass', 'line 1'))]\n"
        "worker = WorkerProcess({'p': cells})\n"
        "worker.load()\n"
        "print(flush=True)\n"
        "worker.call('p', 'loop', (), {})\n"
    )
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with grader:
        grader.stdout.readline()
        started = psutil.Process(grader.pid).children(recursive=True)
        assert started
        grader.kill()
    _, alive = psutil.wait_procs(started, timeout=20)
    assert alive == []


def batch(*calls):
    return wire.Batch.of([wire.dumps((name, args, {})) for name, *args in calls])


MANY = """
import os
def f(x):
    x += 1
    print(x)
    return x
def none(): raise KeyError("k")
def hang():
    while True: pass
def end(): os._exit(0)
"""


def test_many_calls_share_a_message():
    with worker(MANY) as process:
        calls = [("f", np.ones(2)), ("none",), ("f", 1), ("lacks",)]
        answers = process.call_many("p", batch(*calls))
        decoded = [process.decoded("p", answer) for answer in answers]
        for (name, *args), got in zip(calls, decoded, strict=True):
            alone = call(process, name, *args)
            assert repr(got) == repr(alone)
        assert decoded[0].changed == (0,)
        assert decoded[0].printed == "[2. 2.]\n"
        assert decoded[1].failure.place.line == 7


@pytest.mark.parametrize("name", ["hang", "end"])
def test_a_batch_that_fails_says_nothing_and_the_next_call_works(name):
    with worker(MANY, limits=QUICK) as process:
        process.load()
        for _ in range(6):
            assert process.call_many("p", batch(("f", 1), (name,))) is None
        assert call(process, "f", 1).value == 2
        with pytest.raises(Stopped, match=f"^{name} "):
            call(process, name)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        [np.zeros(2), [16]],
        [np.zeros(2, np.uint8), [1]],
        [np.zeros(2, np.uint8), [3, -1]],
        [np.zeros(2, np.uint8), [1, 1]],
        [np.zeros(2, np.uint8), 3],
    ],
    ids=repr,
)
def test_a_forged_batch_says_nothing(answer):
    with worker(FORGER) as process:
        forged = batch(("reply", {"answer": answer}))
        answers = process.call_many("p", forged)
        assert answers is None or process.decoded("p", next(iter(answers))) is None
        assert call(process, "f").value == 1


def test_an_answer_of_a_batch_that_is_none_is_no_answer():
    with worker(FORGER) as process:
        for data in (b"", b"\xff" * 9, wire.dumps(3), wire.dumps({"changed": 3})):
            assert process.decoded("p", data) is None


MEDDLES = """
import sys
import warnings


def meddles(how):
    print("before")
    if how == "ignores":
        warnings.simplefilter("ignore")
    elif how == "once":
        warnings.simplefilter("once")
    elif how == "clears":
        warnings.filters.clear()
        warnings.simplefilter("error")
    elif how == "shows":
        warnings.showwarning = print
    elif how == "leaves":
        sys.stdout.write = None
        sys.stdout = None
        warnings.catch_warnings().__enter__()
    return 1


def warns():
    print("here")
    warnings.warn("old")
    return 2
"""


def test_a_call_of_a_batch_sees_nothing_of_what_another_did_to_streams_and_warnings():
    hows = ["nothing", "ignores", "once", "clears", "shows", "leaves"]
    made = [call for how in hows for call in (("meddles", (how,), {}), ("warns", (), {}))]
    with worker(MEDDLES) as process:
        frames = list(process.call_many("p", wire.Batch.of(map(wire.dumps, made))))
        answers = [process.decoded("p", frame) for frame in frames]
    assert [answer.printed for answer in answers] == ["before\n", "here\n"] * len(hows)
    assert [answer.warnings for answer in answers] == [(), ("UserWarning: old",)] * len(hows)
