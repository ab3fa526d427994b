"""Who may import whom, and that the engine knows no homework."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "autograder"
MODULES = sorted(ENGINE.rglob("*.py"))
CHECKS = sorted(ROOT.glob("assignments/*/checks/*.py"))
WIRE = sorted(ENGINE.glob("wire/*.py"))
COMPARE = sorted(ENGINE.glob("compare/*.py"))
WORKER = sorted(ENGINE.glob("worker/*.py"))
HOMEWORK = re.compile("softmax|lstm|relu|skipgram|embedding|homework3", re.IGNORECASE)


def relative(path):
    return path.relative_to(ROOT).as_posix()


def imports(path, package="autograder"):
    """Return the modules of ``package`` that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            if node.module == package:
                found |= {f"{package}.{alias.name}" for alias in node.names}
            else:
                found.add(node.module)
    return {name for name in found if name.split(".")[0] == package}


def test_there_are_files_to_look_at():
    assert len(MODULES) > 10
    assert all([CHECKS, WIRE, COMPARE, WORKER])


@pytest.mark.parametrize(
    "name",
    [
        *("report", "literals", "strategies", "checks", "files", "text", "answers"),
        *("exit_codes", "mutation"),
    ],
)
def test_the_lowest_modules_import_nothing_of_the_project(name):
    assert imports(ENGINE / f"{name}.py") == set()


@pytest.mark.parametrize("path", [*WIRE, *COMPARE], ids=relative)
def test_the_wire_format_and_the_comparisons_import_only_themselves(path):
    own = f"autograder.{path.parent.name}."
    assert all(name.startswith(own) for name in imports(path))


def test_the_mutator_imports_nothing_that_grades():
    assert imports(ENGINE / "mutants.py") == {"autograder.mutation"}
    assert imports(ENGINE / "equivalents.py") == {"autograder.course"}


def test_what_measures_errors_knows_no_solutions():
    wanted = {"checks", "compare", "engine", "plan", "report", "targets"}
    assert imports(ENGINE / "margins.py") == {f"autograder.{name}" for name in wanted}


@pytest.mark.parametrize("path", WORKER, ids=relative)
def test_the_worker_imports_only_the_wire_format(path):
    others = {name for name in imports(path) if not name.startswith("autograder.worker.")}
    assert others <= {"autograder.wire"}


@pytest.mark.parametrize("path", [*WIRE, *WORKER, ENGINE / "__init__.py"], ids=relative)
def test_what_runs_beside_a_submission_needs_only_numpy(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    roots = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots.add(node.module.split(".")[0])
    assert roots - set(sys.stdlib_module_names) <= {"numpy", "autograder"}


@pytest.mark.parametrize("path", CHECKS, ids=relative)
def test_checks_import_only_what_is_made_for_them(path):
    assert imports(path) <= {f"autograder.{name}" for name in ("checks", "compare", "strategies")}
    assert "solutions" not in {name.split(".")[0] for name in imports(path, "solutions")}


@pytest.mark.parametrize("path", sorted(ENGINE.glob("render/*.py")), ids=relative)
def test_renderers_import_only_the_report_and_what_makes_text_harmless(path):
    assert {
        name
        for name in imports(path)
        if name.split(".")[1]
        not in ("render", "report", "summary", "analysis", "similarity", "text")
    } == set()


@pytest.mark.parametrize("path", sorted(ENGINE.glob("formats/*.py")), ids=relative)
def test_formats_import_only_the_report_and_what_makes_text_of_it(path):
    allowed = ("formats", "render", "report", "submitted", "text")
    assert {name for name in imports(path) if name.split(".")[1] not in allowed} == set()


@pytest.mark.parametrize("name", ["absent", "integers", "overflow", "plotting", "precompile"])
def test_what_a_tab_lacks_is_made_up_of_nothing_of_the_project(name):
    assert imports(ENGINE / "lab" / f"{name}.py") == set()


def test_the_tab_needs_what_a_worker_needs():
    assert imports(ENGINE / "lab" / "inside.py") == {"autograder.wire", "autograder.worker"}
    assert imports(ENGINE / "lab" / "isolation.py") == {"autograder.worker"}
    wanted = {"wire", "process", "targets", "lab.inside", "lab.integers", "lab.overflow"}
    assert imports(ENGINE / "lab" / "tab.py") == {f"autograder.{name}" for name in wanted}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_the_engine_knows_no_homework(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [f"{n}: {line}" for n, line in enumerate(lines, start=1) if HOMEWORK.search(line)]
    assert found == []


@pytest.mark.parametrize("path", sorted(ENGINE.glob("kits/*.py")), ids=relative)
def test_kits_are_made_without_grading(path):
    allowed = {"course", "files", "kits", "leaks", "loading", "platforms", "seeds", "__version__"}
    assert {name for name in imports(path) if name.split(".")[1] not in allowed} == set()


@pytest.mark.parametrize("path", sorted(ENGINE.glob("platforms/*.py")), ids=relative)
def test_what_runs_on_a_platform_grades_by_the_commands(path):
    allowed = {"archive", "cli", "files", "intake", "platforms", "report", "seeds", "submitted"}
    assert {name for name in imports(path) if name.split(".")[1] not in allowed} == set()
