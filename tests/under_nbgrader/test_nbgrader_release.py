"""nbgrader's release is what ``autograder release`` makes, and nothing else."""

import shutil


def contents(folder):
    """Return the files below a folder, caches aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_generate_assignment_gives_what_release_gives(generated):
    released = contents(generated.folder / "release/tiny")
    assert released == contents(generated.folder / "assignments/tiny")
    assert {"arithmetic.ipynb", "arithmetic.py", "checks/test_arithmetic.py"} <= set(released)
    for data in released.values():
        assert b"text_of_the_reference" not in data
        assert b"Answer of the staff" not in data


def test_force_leaves_the_checks_written_by_hand_and_takes_up_changes(copy_of):
    course = copy_of("force")
    checks = course.folder / "assignments/tiny/checks/test_arithmetic.py"
    checks.write_text(checks.read_text() + "\n# a line more\n")
    solution = course.folder / "solutions/tiny/arithmetic.py"
    solution.write_text(solution.read_text().replace("# Arithmetic", "# Arithmetic, again"))
    shutil.copy(solution, course.folder / "source/tiny/arithmetic.py")
    course.nbgrader("generate_assignment", "tiny", "--force")
    assert checks.read_text().endswith("# a line more\n")
    released = contents(course.folder / "release/tiny")
    assert released == contents(course.folder / "assignments/tiny")
    assert b"Arithmetic, again" in released["arithmetic.ipynb"]
    assert b"text_of_the_reference" not in released["arithmetic.py"]


def test_nothing_but_the_assignment_is_released(copy_of):
    course = copy_of("foreign")
    shutil.rmtree(course.folder / "release")
    shutil.copy(course.folder / "solutions/tiny/arithmetic.py", course.folder / "source/tiny/s.py")
    done = course.nbgrader("generate_assignment", "tiny", check=False)
    assert done.returncode == 1
    assert "s.py is not part of the assignment, and nbgrader would hand it out" in done.said
    assert not list(course.folder.glob("release/**/*.*"))
