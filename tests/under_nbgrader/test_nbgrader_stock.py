"""The released notebooks in a kernel: a student's, ``nbgrader validate``, stock autograding."""

import json

import pytest
from courses import DOUBLE, HALF, Course, cell_of

STOCK = "c = get_config()\nc.CourseDirectory.course_id = 'course'\n"
WRONG = "def half(x):\n    import sys\n    print('noise', file=sys.stderr)\n    return x * 2"


@pytest.fixture(scope="module")
def course(copy_of):
    """Return a course without this package's configuration."""
    course: Course = copy_of("stock")
    (course.folder / "nbgrader_config.py").write_text(STOCK)
    return course


def test_stock_autograding_gives_what_needs_no_reference_and_says_so(course):
    course.submit("ada", course.answered(double=DOUBLE, half=WRONG, why_two="Because."))
    course.nbgrader("autograde", "tiny")
    rows = course.grades()
    assert {name: float(row["score"]) for (_, name), row in rows.items()} == {
        "double": 1,
        "half": 0,
        "why_two": 0,
    }
    notebook = course.autograded("ada")
    outputs = cell_of(notebook, "check-double")["outputs"]
    assert [output["output_type"] for output in outputs] == ["display_data", "execute_result"]
    assert outputs[1]["data"]["text/plain"] == ["1.0"]
    html = "".join(outputs[0]["data"]["text/html"])
    assert "checks for 1.5 points, which need the reference solution" in html
    assert "noise" in str(cell_of(notebook, "check-half")["outputs"])
    assert not any(output.get("name") == "stderr" for output in outputs)


def test_validate_tells_a_student_what_is_wrong(course):
    folder = course.folder / "release/tiny"
    good, bad = folder / "good.ipynb", folder / "bad.ipynb"
    good.write_text(json.dumps(course.answered(double=DOUBLE, half=HALF, why_two="Because.")))
    bad.write_text(json.dumps(course.answered(double=DOUBLE, half=WRONG, why_two="Because.")))
    said = course.nbgrader("validate", "good.ipynb", "bad.ipynb", cwd=folder).said
    assert "Success! Your notebook passes all the tests." in said
    assert "VALIDATION FAILED ON 1 CELL(S)!" in said
    assert "half(3.0)" in said
    assert "the result is 6.0, but should be 1.5" in said
