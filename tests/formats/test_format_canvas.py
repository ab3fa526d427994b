"""The gradebook for Canvas, imported by the rules of its importer, which stand here as code."""

import csv
import io
import re

import pytest
from reports import KINDS, check, failed, made, report

from autograder.formats import Unfit

COLUMN = "Homework 3 (8812)"
HEADER = f"Student,ID,SIS User ID,SIS Login ID,Section,Homework 2 (77),{COLUMN},Final Score"
BOOK = f"""{HEADER}
,,,,,,Manual Posting,
    Points Possible,,,,,10.00,1.00,(read only)
"Alder, Anna",101,S1,anna,"Hw, 1",9,0.5,
"=cmd|' /C calc'!A1",102,S2,bo@uni.example,Hw 1,8,,
"Carr, Chen",103,S3,chen,Hw 1,,0.25,
"Student, Test",104,,abc123,Hw 1,,,
"""


@pytest.fixture
def book(tmp_path):
    def written(text=BOOK, encoding="utf-8"):
        path = tmp_path / "canvas.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return written


def export(path, *reports, column=COLUMN, more=()):
    return made("canvas", *reports, arguments=["--gradebook", path, "--column", column, *more])


def of(name, *checks, **changes):
    return report(*(checks or [check()]), submission=name, **changes)


def imported(text, before=BOOK):
    """Return the assignment's grades by ID after Canvas has imported ``text``.

    A cell that is empty takes a grade away, so that only what is in the file is changed.
    """
    grades = {row["ID"]: row[COLUMN] for row in csv.DictReader(io.StringIO(before)) if row["ID"]}
    delimiter = max(",;", key=text.splitlines()[0].count)
    header, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    assert "Student" in header[0]
    assert "ID" in header[1]
    section = header.index("Section")
    assert re.fullmatch(r"SIS\s+Login\s+ID", header[section - 1])
    assert header[section + 1 :] == [COLUMN]  # and no other assignment
    for row in rows:
        assert len(row) == len(header)
        if "Points Possible" in row[0] or all(re.fullmatch(r"|Manual Posting", c) for c in row):
            continue
        assert row[1] in grades  # another would be a new student
        grades[row[1]] = row[-1]
    return grades


def test_only_students_with_a_report_change(book):
    made_ = export(book(), of("anna"), of("bo", failed()))
    assert imported(made_.text) == {"101": "1", "102": "0", "103": "0.25", "104": ""}
    assert made_.complete
    assert made_.remarks == [
        "2 scores by the column SIS Login ID.",
        "Without a report, and left out: chen, abc123.",
    ]


def test_head_rows_stay_and_no_name_is_a_formula(book):
    rows = list(csv.reader(io.StringIO(export(book(), of("bo")).text)))
    assert rows[1] == ["", "", "", "", "", "Manual Posting"]
    assert rows[2] == ["    Points Possible", "", "", "", "", "1.00"]
    assert rows[3][:2] == ["'=cmd|' /C calc'!A1", "102"]


@pytest.mark.parametrize(
    ("names", "column"),
    [
        (["anna", "BO@uni.example", "Chen"], "SIS Login ID"),
        (["s1", "S2", "S3"], "SIS User ID"),
        (["101", "102", "103"], "ID"),
        (["annaalder_101_9_hw", "bob_LATE_102_8_hw", "chen_103_7_hw-1"], "ID"),
    ],
)
def test_students_are_found_by_the_column_that_names_most(book, names, column):
    made_ = export(book(), *map(of, names))
    assert imported(made_.text) == {"101": "1", "102": "1", "103": "1", "104": ""}
    assert made_.remarks[0] == f"3 scores by the column {column}."


def test_who_is_in_one_of_both_alone_is_said(book):
    made_ = export(book(), of("anna"), of("zoe"), of("yann"))
    assert not made_.complete
    assert "Not in the gradebook's column SIS Login ID: zoe, yann." in made_.remarks
    assert imported(made_.text)["101"] == "1"


def test_a_student_who_stands_there_twice_gets_no_grade(book):
    twice = BOOK + '"Other, Anna",105,S5,anna@other.example,Hw 2,,,\n'
    made_ = export(book(twice), of("anna"), of("chen"))
    assert not made_.complete
    assert imported(made_.text, twice) == {
        "101": "0.5",
        "102": "",
        "103": "1",
        "104": "",
        "105": "",
    }
    assert "More than once in the gradebook, and left out: anna." in made_.remarks


def test_two_reports_of_one_student_give_no_grade(book):
    made_ = export(book(), of("anna"), of("ANNA", failed()), of("chen"))
    assert not made_.complete
    assert imported(made_.text)["101"] == "0.5"
    assert "Several reports of one student, and left out: anna, ANNA." in made_.remarks


def test_what_the_grader_failed_on_is_no_zero(book):
    broken = KINDS["grader's fault"]
    broken = of("anna", status="error", problems=[], message=broken.message)
    unread = of("bo", failed(), status="unreadable", message="x")
    doubtful = of("chen", check(), failed(outcome="error", category="grader"))
    made_ = export(book(), broken, unread, doubtful)
    assert not made_.complete
    assert imported(made_.text) == {"101": "0.5", "102": "0", "103": "1", "104": ""}
    assert "Not graded by the grader's fault, and left out: anna." in made_.remarks
    assert "Could not be read, and have 0 points: bo." in made_.remarks
    assert "Checks failed by the grader's fault, and count 0: chen." in made_.remarks


def test_other_points_are_said_and_converted(book):
    made_ = export(book(), of("anna", check(), failed()))
    assert f"Canvas counts 1.00 points for {COLUMN}, the scores 2: --out-of." in made_.remarks
    made_ = export(book(), of("anna", check(), failed()), more=["--out-of", "1"])
    assert imported(made_.text)["101"] == "0.5"
    assert not [remark for remark in made_.remarks if "--out-of" in remark]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_with_semicolons_or_a_mark_stays_so(book, encoding):
    text = BOOK.replace('"Hw, 1"', "Hw 1").replace('"Alder, Anna"', "Anna").replace(",", ";")
    made_ = export(book(text, encoding), of("anna"))
    assert made_.text.startswith("\ufeffStudent;" if encoding == "utf-8-sig" else "Student;")
    assert made_.text.splitlines()[-1] == "Anna;101;S1;anna;Hw 1;1"


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        (BOOK, "Homework 4", "no column Homework 4. Its columns are: Student, ID"),
        (BOOK.replace("Homework 2", "Homework 3"), "Homework 3", "2 columns Homework 3"),
        (BOOK, "Final Score", "Canvas computes Final Score itself"),
        (BOOK.replace("Section", "Group"), COLUMN, "is no gradebook of Canvas"),
        ("", COLUMN, "has no header"),
        ("name\nanna\n", COLUMN, "has no header"),
    ],
)
def test_what_cannot_be_filled_is_refused(book, text, column, said):
    with pytest.raises(Unfit, match=said):
        export(book(text), of("anna"), column=column)


def test_files_that_are_no_text_are_refused(book, tmp_path):
    with pytest.raises(Unfit, match="in UTF-8"):
        export(book("Stüdent,ID", "latin-1"), of("anna"))
    with pytest.raises(Unfit, match="could not be read"):
        export(tmp_path / "nowhere.csv", of("anna"))


def test_reports_that_hold_no_grade_are_refused(book):
    with pytest.raises(Unfit, match="without the reference solutions: anna"):
        export(book(), of("anna", solutions_sha256=None))
    with pytest.raises(Unfit, match="of hw, hw2, but a column holds one"):
        export(book(), of("anna"), of("bo", assignment="hw2"))


def test_the_name_of_a_column_needs_no_number(book):
    assert imported(export(book(), of("anna"), column=" homework 3 ").text)["101"] == "1"
    assert "public seed" in " ".join(export(book(), of("anna", public_seed=True)).remarks)
