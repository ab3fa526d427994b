"""A submission is read as data, and each cell that counts is kept where it stood."""

import json
import os
import time
import zipfile

import pytest

from autograder import cells, intake, loading
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
    found = cells.notebook_cells(text)
    assert sources(found) == ["x = 1\ny = 2", "z = 3"]
    assert [cell.label for cell in found] == ["cell 2", "cell 3"]


@pytest.mark.parametrize(
    "line",
    ["%matplotlib inline", "  %time f()", "!pip install x", "?f", "f?", "f?? ", "files = !ls"],
)
def test_lines_that_are_not_python_are_blanked(line):
    (cell,) = cells.notebook_cells(notebook(code(f"a = 1\n{line}\nb = 2")))
    assert cell.source == "a = 1\n\nb = 2"


@pytest.mark.parametrize(
    "line", ["a = 7 % 2", "a != 2", "s = 'what?'  # why?", "s = '100 %'", "x = [5\n    % 3]"]
)
def test_lines_that_look_like_magics_but_are_python_stay(line):
    (cell,) = cells.notebook_cells(notebook(code(line)))
    assert cell.source == line


def test_a_question_in_a_comment_or_docstring_stays():
    text = 'def f():\n    """Is it so?"""\n    return 1  # or 2?'
    assert cells.without_magics(text) == text


def test_a_line_of_a_docstring_that_ends_in_a_question_stays():
    text = 'def f():\n    """One.\n\n    Is it so?\n    """\n    return 1'
    assert cells.without_magics(text) == text


@pytest.mark.parametrize("sign", ["\x0c", "\x85", "\u2028", "\x1c"])
def test_only_the_ends_of_lines_end_lines(sign):
    text = f"s = 'a{sign}b'"
    assert cells.without_magics(text) == text
    assert sources(cells.script_cells(text)) == [text]


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%javascript", "%%writefile f.py"])
def test_a_cell_in_another_language_is_dropped(magic):
    (cell,) = cells.notebook_cells(notebook(code(f"{magic}\nrm -r x")))
    assert cell.source == ""


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 1", "%%capture out"])
def test_a_cell_magic_around_python_keeps_the_python(magic):
    (cell,) = cells.notebook_cells(notebook(code(f"{magic}\nx = 1")))
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
    kept = sources(cells.notebook_cells(text))
    assert kept == ["given", "answer", "graded_answer", "other"]


def test_a_cell_that_was_copied_counts_twice_in_order():
    text = notebook(code("def add(): return 1"), code("def add(): return 2"))
    assert sources(cells.notebook_cells(text)) == ["def add(): return 1", "def add(): return 2"]


def test_metadata_may_be_missing_or_empty():
    given = [{"cell_type": "code", "source": "a"}]
    given.append({"cell_type": "code", "source": "b", "metadata": None})
    assert sources(cells.notebook_cells(notebook(*given))) == ["a", "b"]


def test_a_notebook_of_format_three_is_read():
    old = {
        "nbformat": 3,
        "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\n", "%pylab\n"]}]}],
    }
    assert [s.strip() for s in sources(cells.notebook_cells(json.dumps(old)))] == ["x = 1"]


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
    found = cells.script_cells(text)
    assert [(cell.source, cell.first_line, cell.label) for cell in found] == [
        ("import numpy as np", 1, "line 1"),
        ("# %%\nx = 1", 4, "line 4"),
        ("#%% a title\ny = 2", 8, "line 8"),
    ]


def test_a_script_without_marks_is_one_cell():
    assert sources(cells.script_cells("x = 1\n\ny = 2\n")) == ["x = 1\n\ny = 2"]
    assert cells.script_cells("") == []


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


HANDED_OUT = 'def shift(x):\n    """Shift."""\n    raise NotImplementedError\n'


def test_work_beside_the_stub_that_was_handed_out_is_found(tmp_path):
    write(tmp_path, second__py=HANDED_OUT, hw_final__ipynb=notebook(code(ADD), code(SHIFT)))
    assert names(read_submission(tmp_path, EXERCISES)) == {
        "first": ["hw_final.ipynb"],
        "second": ["second.py", "hw_final.ipynb"],
    }


def test_a_stub_is_not_filled_from_the_file_of_another_problem(tmp_path):
    write(tmp_path, second__py=HANDED_OUT, first__py=ADD + SHIFT, other__py=HANDED_OUT)
    assert names(read_submission(tmp_path, EXERCISES))["second"] == ["second.py"]


def test_a_file_that_is_written_in_part_is_enough(tmp_path):
    write(tmp_path, second__py=HANDED_OUT + SHIFT, hw_final__py=SHIFT)
    assert names(read_submission(tmp_path, EXERCISES))["second"] == ["second.py"]


def test_a_notebook_beside_a_script_has_the_last_word(tmp_path):
    write(tmp_path, first__ipynb=notebook(code("b")), first__py="a")
    cells = read_submission(tmp_path, EXERCISES).cells()["first"]
    assert [(name, cell.source) for name, cell in cells] == [
        ("first.py", "a"),
        ("first.ipynb", "b"),
    ]


def test_a_copy_in_a_folder_does_not_replace_what_lies_above_it(tmp_path):
    for folder in ("backup", "zz/old"):
        (tmp_path / folder).mkdir(parents=True)
        write(tmp_path / folder, first__ipynb=notebook(code("old")), hw__py=SHIFT)
    write(tmp_path, first__py="new", hw__py=SHIFT)
    found = names(read_submission(tmp_path, EXERCISES))
    assert found["first"] == ["zz/old/first.ipynb", "backup/first.ipynb", "first.py"]
    assert found["second"] == ["hw.py"]


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
        ("first.txt", b"x", r"is not a \.py, .*\.zip, .* or \.tar\.xz file"),
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
    monkeypatch.setattr(intake, "MAX_FILES", 1)
    with pytest.raises(UnreadableSubmission, match=r"holds more than 1 \.py and \.ipynb files"):
        read_submission(tmp_path, EXERCISES)
    monkeypatch.setattr(intake, "MAX_FILE_BYTES", 10)
    with pytest.raises(UnreadableSubmission, match="more than 10 bytes"):
        read_submission(tmp_path / "first.py", EXERCISES)


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("first.py", b"x = '\xff'", "is not UTF-8 text"),
        ("first.ipynb", b"", "could not be read as a notebook"),
        ("first.ipynb", b"{}", "could not be read as a notebook"),
        ("first.ipynb", b"[]", "could not be read as a notebook"),
        ("first.ipynb", b"7", "could not be read as a notebook"),
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


@pytest.mark.parametrize(
    ("notebook", "text"),
    [
        ({"cells": {"a": 1}}, "has no list of cells"),
        ({"worksheets": [{"cells": []}, 3]}, "has no list of cells"),
        ({"worksheets": {}}, "has no list of cells"),
        ({"cells": [{"cell_type": "code", "source": ["a", 3]}]}, "is not text"),
        ({"cells": [{"cell_type": "code", "source": {"a": 1}}]}, "is not text"),
        ({"cells": [code("")] * 2001}, "more than 2000 code cells"),
        ({"cells": [code("x" * 200_000)] * 2}, "more than 300000 characters of code"),
    ],
)
def test_a_notebook_that_is_none_is_a_value_error(notebook, text):
    with pytest.raises(ValueError, match=text):
        cells.notebook_cells(json.dumps(notebook))


@pytest.mark.parametrize("odd", [3, None, [], "text", {}, {"cell_type": ["code"]}, [["cell_type"]]])
def test_what_is_no_cell_is_passed_over(odd):
    text = json.dumps({"cells": [odd, code("x = 1"), odd]})
    assert sources(cells.notebook_cells(text)) == ["x = 1"]


@pytest.mark.parametrize("odd", [[], [1], "plot", 7, {"nbgrader": []}, {"nbgrader": "grade"}])
def test_odd_metadata_says_nothing(odd):
    cell = {"cell_type": "code", "source": "x = 1", "metadata": odd}
    assert sources(cells.notebook_cells(json.dumps({"cells": [cell]}))) == ["x = 1"]
    cell["metadata"] = {"tags": odd}
    assert sources(cells.notebook_cells(json.dumps({"cells": [cell]}))) == ["x = 1"]


def test_all_worksheets_of_format_three_are_read():
    sheet = {"cells": [{"cell_type": "code", "input": "x = 1"}]}
    text = json.dumps({"nbformat": 3, "worksheets": [sheet, {"cells": []}, sheet]})
    assert [cell.label for cell in cells.notebook_cells(text)] == ["cell 1", "cell 2"]


def test_a_notebook_of_brackets_is_refused_before_it_is_decoded():
    with pytest.raises(ValueError, match="too large"):
        cells.notebook_cells("[" + "{}," * 1_000_000 + "0]")


def test_marks_without_end_take_no_time():
    begun = time.process_time()
    cells.script_cells("# %% " + "tags=[" * 45_000)
    cells.without_magics("%x\n" + "? " * 140_000 + "x")
    assert time.process_time() - begun < 1


def test_an_encoding_cookie_has_no_effect(tmp_path):
    text = "# -*- coding: raw_unicode_escape -*-\n# \\u000adef add(a, b): return 'ü'\n"
    path = tmp_path / "first.py"
    path.write_text(text, encoding="utf-8")
    (file,) = read_submission(path, EXERCISES).files
    assert file.cells[0].source == text.rstrip("\n")
    assert file.defines() == set()


def test_more_code_than_fits_into_a_message_is_left_out(tmp_path):
    for folder in "abc":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "first.py").write_text("x = 1\n" * 40_000)
    files = read_submission(tmp_path, EXERCISES).problems["first"]
    assert [bool(file.cells) for file in files] == [True, True, False]
    assert files[2].trouble == "c/first.py is left out, as there is too much code before it."


def test_a_submission_that_is_a_link_is_refused(tmp_path):
    write(tmp_path, first__py=ADD)
    (tmp_path / "linked.py").symlink_to(tmp_path / "first.py")
    (tmp_path / "linked").symlink_to(tmp_path)
    for name in ("linked.py", "linked"):
        with pytest.raises(UnreadableSubmission, match=r"is a link\. Hand in the files"):
            read_submission(tmp_path / name, EXERCISES)
    assert loading.exercises_by_file([tmp_path / "linked.py"], ["add"]) == [set()]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "first.py")
    with pytest.raises(UnreadableSubmission, match="not a regular file"):
        read_submission(tmp_path / "first.py", EXERCISES)
    with pytest.raises(UnreadableSubmission, match=r"holds no \.py"):
        read_submission(tmp_path, EXERCISES)


def test_a_folder_that_is_too_deep_or_too_full_is_refused(tmp_path, monkeypatch):
    inner = tmp_path / "deep" / "/".join("a" * 30)
    inner.mkdir(parents=True)
    with pytest.raises(UnreadableSubmission, match="more than 20 folders"):
        read_submission(tmp_path / "deep", EXERCISES)
    (tmp_path / "full").mkdir()
    for number in range(12):
        (tmp_path / "full" / f"{number}.txt").touch()
    monkeypatch.setattr(intake, "MAX_ENTRIES", 10)
    with pytest.raises(UnreadableSubmission, match="more than 10 files"):
        read_submission(tmp_path / "full", EXERCISES)


def test_what_is_in_a_folder_that_is_passed_over_is_not_counted(tmp_path, monkeypatch):
    write(tmp_path, first__py=ADD)
    (tmp_path / "venv").mkdir()
    for number in range(12):
        (tmp_path / "venv" / f"{number}.py").touch()
    monkeypatch.setattr(intake, "MAX_ENTRIES", 10)
    assert [file.name for file in read_submission(tmp_path, EXERCISES).files] == ["first.py"]
