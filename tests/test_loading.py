"""A submission is read as data, and each cell that counts is kept where it stood."""

import json
import zipfile

import pytest

from autograder import loading
from autograder.loading import UnreadableSubmission, read_submission

EXERCISES = {"first": ["add", "scale"], "second": ["shift"]}


def code(source, **metadata):
    return {"cell_type": "code", "source": source, "metadata": metadata}


def notebook(*cells):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)})


def sources(cells):
    return [cell.source for cell in cells]


def test_code_cells_of_a_notebook_keep_their_numbers():
    text = notebook(
        {"cell_type": "markdown", "source": "# Title", "metadata": {}},
        code(["x = 1\n", "y = 2"]),
        code("z = 3"),
    )
    cells = loading.notebook_cells(text)
    assert sources(cells) == ["x = 1\ny = 2", "z = 3"]
    assert [cell.label for cell in cells] == ["cell 2", "cell 3"]


@pytest.mark.parametrize(
    "line",
    ["%matplotlib inline", "  %time f()", "!pip install x", "?f", "f?", "f?? ", "files = !ls"],
)
def test_lines_that_are_not_python_are_blanked(line):
    (cell,) = loading.notebook_cells(notebook(code(f"a = 1\n{line}\nb = 2")))
    assert cell.source == "a = 1\n\nb = 2"


@pytest.mark.parametrize(
    "line", ["a = 7 % 2", "a != 2", "s = 'what?'  # why?", "s = '100 %'", "x = [5\n    % 3]"]
)
def test_lines_that_look_like_magics_but_are_python_stay(line):
    (cell,) = loading.notebook_cells(notebook(code(line)))
    assert cell.source == line


def test_a_question_in_a_comment_or_docstring_stays():
    text = 'def f():\n    """Is it so?"""\n    return 1  # or 2?'
    assert loading.without_magics(text) == text


def test_a_line_of_a_docstring_that_ends_in_a_question_stays():
    text = 'def f():\n    """One.\n\n    Is it so?\n    """\n    return 1'
    assert loading.without_magics(text) == text


@pytest.mark.parametrize("sign", ["\x0c", "\x85", "\u2028", "\x1c"])
def test_only_the_ends_of_lines_end_lines(sign):
    text = f"s = 'a{sign}b'"
    assert loading.without_magics(text) == text
    assert sources(loading.script_cells(text)) == [text]


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%javascript", "%%writefile f.py"])
def test_a_cell_in_another_language_is_dropped(magic):
    (cell,) = loading.notebook_cells(notebook(code(f"{magic}\nrm -r x")))
    assert cell.source == ""


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 1", "%%capture out"])
def test_a_cell_magic_around_python_keeps_the_python(magic):
    (cell,) = loading.notebook_cells(notebook(code(f"{magic}\nx = 1")))
    assert cell.source == "\nx = 1"


def test_plots_and_locked_checks_are_dropped_and_answers_kept():
    text = notebook(
        code("plot()", tags=["plot"]),
        code("check()", nbgrader={"grade": True, "solution": False, "locked": True}),
        code("given", nbgrader={"grade": False, "solution": False, "locked": True}),
        code("answer", nbgrader={"grade": False, "solution": True}),
        code("graded_answer", nbgrader={"grade": True, "solution": True}),
        code("other", tags=["mine"]),
    )
    kept = sources(loading.notebook_cells(text))
    assert kept == ["given", "answer", "graded_answer", "other"]


def test_a_cell_that_was_copied_counts_twice_in_order():
    text = notebook(code("def add(): return 1"), code("def add(): return 2"))
    assert sources(loading.notebook_cells(text)) == ["def add(): return 1", "def add(): return 2"]


def test_metadata_may_be_missing_or_empty():
    cells = [{"cell_type": "code", "source": "a"}]
    cells.append({"cell_type": "code", "source": "b", "metadata": None})
    assert sources(loading.notebook_cells(notebook(*cells))) == ["a", "b"]


def test_a_notebook_of_format_three_is_read():
    old = {
        "nbformat": 3,
        "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\n", "%pylab\n"]}]}],
    }
    assert [s.strip() for s in sources(loading.notebook_cells(json.dumps(old)))] == ["x = 1"]


def test_percent_cells_of_a_script():
    text = "\n".join(
        [
            "import numpy as np",
            "# %% [markdown]",
            "# Text",
            "# %%",
            "x = 1",
            '# %% tags=["plot", "wide"]',
            "plot()",
            "#%% a title",
            "y = 2",
        ]
    )
    cells = loading.script_cells(text)
    assert [(cell.source, cell.first_line, cell.label) for cell in cells] == [
        ("import numpy as np", 1, "line 1"),
        ("# %%\nx = 1", 4, "line 4"),
        ("#%% a title\ny = 2", 8, "line 8"),
    ]


def test_a_script_without_marks_is_one_cell():
    assert sources(loading.script_cells("x = 1\n\ny = 2\n")) == ["x = 1\n\ny = 2"]
    assert loading.script_cells("") == []


ADD = "def add(a, b):\n    return a + b\n"
SHIFT = "def shift(a):\n    return a\n"


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.write_text(text, encoding="utf-8")
    return folder


def names(submission):
    return {p: [file.name for file in files] for p, files in submission.problems.items()}


def test_problems_are_found_by_file_name(tmp_path):
    write(tmp_path, first__py=SHIFT, second__py=ADD)
    assert names(read_submission(tmp_path, EXERCISES)) == {
        "first": ["first.py"],
        "second": ["second.py"],
    }


def test_problems_are_found_by_the_functions_defined(tmp_path):
    write(tmp_path, hw_final__py=ADD, other__ipynb=notebook(code(SHIFT)), notes__py="x = 1")
    assert names(read_submission(tmp_path, EXERCISES)) == {
        "first": ["hw_final.py"],
        "second": ["other.ipynb"],
    }


def test_one_notebook_may_hold_all_problems(tmp_path):
    path = write(tmp_path, everything__ipynb=notebook(code(ADD), code(SHIFT))) / "everything.ipynb"
    submission = read_submission(path, EXERCISES)
    assert names(submission) == {"first": ["everything.ipynb"], "second": ["everything.ipynb"]}
    assert [cell.source.strip() for _, cell in submission.cells()["second"]] == [
        ADD.strip(),
        SHIFT.strip(),
    ]
    assert submission.name == "everything"


def test_a_notebook_beside_a_script_has_the_last_word(tmp_path):
    write(tmp_path, first__ipynb=notebook(code("b")), first__py="a")
    cells = read_submission(tmp_path, EXERCISES).cells()["first"]
    assert [(name, cell.source) for name, cell in cells] == [
        ("first.py", "a"),
        ("first.ipynb", "b"),
    ]


def test_definitions_are_found_without_parsing(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(
        "def add(a, b:\n  x\nshift = 3\n  def inner(): 1\nclass C: 0\nz: int = 2\nw == 1"
    )
    assert loading.exercises_by_file([path], ["add", "shift", "inner"]) == [{"add", "shift"}]


def test_folders_that_are_not_the_homework_are_passed_over(tmp_path):
    for folder in ("checks", ".ipynb_checkpoints", "__pycache__", "part"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "first.py").write_text(ADD)
    (tmp_path / "readme.txt").write_text("x")
    submission = read_submission(tmp_path, EXERCISES, name="anna")
    assert [file.name for file in submission.files] == ["part/first.py"]
    assert submission.name == "anna"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secret.py").write_text(ADD)
    folder = tmp_path / "handed_in"
    write_to = folder / "first.py"
    folder.mkdir()
    write_to.write_text(ADD)
    (folder / "second.py").symlink_to(tmp_path / "secret.py")
    assert [file.name for file in read_submission(folder, EXERCISES).files] == ["first.py"]


def test_a_zip_is_read_like_a_folder(tmp_path):
    path = tmp_path / "anna.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hw/first.py", ADD)
        archive.writestr("__MACOSX/hw/._first.py", "junk")
        archive.writestr("hw/data/x.py", "junk")
    submission = read_submission(path, EXERCISES)
    assert names(submission) == {"first": ["hw/first.py"]}
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_starts_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "first.py"
    path.write_bytes(b"\xef\xbb\xbf" + ADD.encode())
    assert read_submission(path, EXERCISES).files[0].cells[0].source == ADD.strip()


def test_the_hash_tells_contents_apart(tmp_path):
    path = write(tmp_path, first__py=ADD) / "first.py"
    before = read_submission(path, EXERCISES).sha256
    assert read_submission(path, EXERCISES).sha256 == before
    path.write_text(SHIFT)
    assert read_submission(path, EXERCISES).sha256 != before


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("first.txt", b"x", "is not a .py, .ipynb or .zip file"),
        ("first.zip", b"not a zip", "could not be read as a zip"),
        ("first.zip", b"", "could not be read as a zip"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path, name, data, text):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableSubmission, match=text) as caught:
        read_submission(path, EXERCISES)
    assert str(caught.value).endswith(".")


def test_nothing_handed_in_is_refused(tmp_path):
    with pytest.raises(UnreadableSubmission, match="does not exist"):
        read_submission(tmp_path / "gone.py", EXERCISES)
    with pytest.raises(UnreadableSubmission, match=r"holds no \.py and no \.ipynb file"):
        read_submission(tmp_path, EXERCISES)


def test_what_is_too_large_is_refused(tmp_path, monkeypatch):
    write(tmp_path, first__py=ADD, second__py=SHIFT)
    with zipfile.ZipFile(tmp_path / "both.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first.py", "#" * 10_000)
    monkeypatch.setattr(loading, "MAX_FILES", 1)
    with pytest.raises(UnreadableSubmission, match="holds 2 files, more than 1"):
        read_submission(tmp_path, EXERCISES)
    monkeypatch.setattr(loading, "MAX_FILE_BYTES", 10)
    with pytest.raises(UnreadableSubmission, match="more than 10"):
        read_submission(tmp_path / "first.py", EXERCISES)
    with pytest.raises(UnreadableSubmission, match="is too large"):
        read_submission(tmp_path / "both.zip", EXERCISES)
    monkeypatch.setattr(loading, "MAX_TOTAL_BYTES", 100)
    with pytest.raises(UnreadableSubmission, match="too large once unpacked"):
        read_submission(tmp_path / "both.zip", EXERCISES)


def test_a_zip_that_asks_for_a_password_is_refused(tmp_path):
    path = tmp_path / "anna.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("first.py", ADD)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableSubmission, match="could not be read as a zip"):
        read_submission(path, EXERCISES)


def test_a_damaged_zip_is_refused(tmp_path):
    path = tmp_path / "anna.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first.py", ADD * 50)
    data = bytearray(path.read_bytes())
    data[38:48] = b"\xff" * 10
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableSubmission, match="could not be read as a zip"):
        read_submission(path, EXERCISES)


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("first.py", b"x = '\xff'", "is not UTF-8 text"),
        ("first.ipynb", b"", "could not be read as a notebook"),
        ("first.ipynb", b"{}", "could not be read as a notebook"),
        ("first.ipynb", b"[]", "could not be read as a notebook"),
        ("first.ipynb", b"7", "could not be read as a notebook"),
        ("first.ipynb", b'{"cells": [3]}', "could not be read as a notebook"),
        ("first.ipynb", b'{"cells": {"a": 1}}', "could not be read as a notebook"),
        ("first.ipynb", b'{"worksheets": []}', "could not be read as a notebook"),
        ("first.ipynb", b'{"cells": [{"cell_type": "code", "source": 3}]}', "could not be read"),
        ("first.ipynb", b"[" * 100_000, "could not be read as a notebook"),
    ],
)
def test_a_file_that_cannot_be_read_is_noted_and_kept(tmp_path, name, data, text):
    write(tmp_path, second__py=SHIFT)
    (tmp_path / name).write_bytes(data)
    submission = read_submission(tmp_path, EXERCISES)
    broken = submission.problems["first"][0]
    assert broken.cells == ()
    assert broken.trouble.startswith(name)
    assert text in broken.trouble
    assert broken.trouble.endswith(".")
    assert submission.problems["second"][0].trouble is None
