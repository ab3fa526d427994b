"""The grades for Moodle, imported by the rules of its importer, which stand here as code."""

import csv
import io

import pytest
from reports import check, failed, made, report

from autograder.formats import Unfit

COLUMN = "Assignment: Homework 3 (Real)"
BOOK = f'''"First name","Last name","ID number","Email address","Quiz (Real)","{COLUMN}","Fetched"
Anna,Alder,4711,anna@uni.example,7.00,-,1700000000
"=1+1",Bo,4712,b.bo@uni.example,-,3.00,1700000000
Chen,Carr,,chen@uni.example,9.00,55.50,1700000000
'''


@pytest.fixture
def book(tmp_path):
    def written(text=BOOK):
        path = tmp_path / "moodle.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def export(path, *reports, column=COLUMN, more=()):
    return made("moodle", *reports, arguments=["--gradebook", path, "--column", column, *more])


def of(name, *checks, **changes):
    return report(*(checks or [check()]), submission=name, **changes)


def imported(text, key="Email address", column=COLUMN, before=BOOK):
    """Return the grades after Moodle has imported ``text``, mapped from ``key`` and ``column``.

    One unknown student ends the whole import, and so does a grade that is no number or above the
    greatest. An empty cell takes a grade away.
    """
    grades = {row[key]: row[column] for row in csv.DictReader(io.StringIO(before))}
    for row in csv.DictReader(io.StringIO(text)):
        assert row[key] in grades
        assert 0 <= float(row[column]) <= 100
        grades[row[key]] = row[column]
    return grades


def test_only_students_with_a_report_change(book):
    made_ = export(book(), of("anna"), of("b.bo", failed()), of("zoe"))
    assert imported(made_.text) == {
        "anna@uni.example": "1",
        "b.bo@uni.example": "0",
        "chen@uni.example": "55.50",
    }
    assert made_.text.splitlines()[0] == f"First name,Last name,ID number,Email address,{COLUMN}"
    assert not made_.complete
    assert made_.remarks == [
        "2 scores by the column Email address.",
        "Not in the gradebook's column Email address: zoe.",
        "Without a report, and left out: chen@uni.example.",
    ]
    assert "'=1+1,Bo,4712" in made_.text


@pytest.mark.parametrize(
    ("names", "by"),
    [
        (["anna@uni.example", "B.Bo@UNI.example"], "Email address"),
        (["4711", "4712"], "ID number"),
        (["Anna Alder_123_assignsubmission_file", "=1+1 Bo_9_assignsubmission_file_"], None),
    ],
)
def test_students_are_found_by_address_number_or_full_name(book, names, by):
    made_ = export(book(), *map(of, names))
    assert made_.complete
    assert made_.remarks[0] == f"2 scores by the column {by or 'First name and Last name'}."
    assert imported(made_.text)["b.bo@uni.example"] == "1"


def test_titles_in_another_language_are_named(book):
    german = BOOK.replace("Email address", "E-Mail-Adresse").replace("ID number", "ID-Nummer")
    german = german.replace("First name", "Vorname").replace("Last name", "Nachname")
    with pytest.raises(Unfit, match="Use --match"):
        export(book(german), of("anna"))
    made_ = export(book(german), of("anna"), more=["--match", "E-Mail-Adresse"])
    assert made_.text == f"E-Mail-Adresse,{COLUMN}\nanna@uni.example,1\n"


def test_grades_that_moodle_would_refuse_are_said(book):
    large = of("anna", check(points=150, score=150))
    assert "Moodle refuses grades above 100" in " ".join(export(book(), large).remarks)
    made_ = export(book(), large, more=["--out-of", "100"])
    assert imported(made_.text)["anna@uni.example"] == "100"
    assert "refuses" not in " ".join(made_.remarks)


def test_tabs_are_read_and_written(book):
    made_ = export(book(BOOK.replace('"', "").replace(",", "\t")), of("anna"))
    assert made_.text.splitlines()[-1] == "Anna\tAlder\t4711\tanna@uni.example\t1"
