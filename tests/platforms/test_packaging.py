"""What is published: wheel, sdist, extras, and the set-up of a grader, in clean environments."""

import email
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from container import ROOT, Container, needed

from autograder.cli import main
from autograder.course import find_assignment
from autograder.kits.wheel import make_wheel
from autograder.leaks import fragments, kit_texts, leaks

pytestmark = pytest.mark.packaging

VERSIONS = ("3.11", "3.12", "3.13")
EXTRAS = ("nbgrader", "cluster", "report", "watch", "plots", "postgresql", "all")
MOST_MEGABYTES = 140  # of a student's environment; NumPy is most of it
FOREIGN = ("PYTHON", "VIRTUAL_ENV")


def environment():
    return {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN)}


def run(*command, **options):
    done = subprocess.run(
        list(map(str, command)), env=environment(), capture_output=True, text=True, **options
    )
    return done.returncode, done.stdout + done.stderr


def interpreter(version):
    """Return a Python of this version, from the path or from pyenv."""
    found = shutil.which(f"python{version}")
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    choices = [*([found] if found else []), *sorted(versions.glob(f"{version}.*/bin/python"))]
    for python in choices:
        if run(python, "-c", "import ensurepip")[0] == 0:
            return python
    return pytest.skip(f"There is no Python {version} here: NOT TESTED with it.")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The wheel and the sdist, as they would be published."""
    out = tmp_path_factory.mktemp("dist")
    code, said = run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT)
    assert code == 0, said
    (wheel,) = out.glob("*.whl")
    (sdist,) = out.glob("*.tar.gz")
    return {"wheel": wheel, "sdist": sdist}


@pytest.fixture(scope="module")
def environments(built, tmp_path_factory):
    """Return a function that makes an environment with the wheel or the sdist, once for each."""
    made = {}

    def make(version, what):
        if (version, what) not in made:
            folder = tmp_path_factory.mktemp(f"{what}-{version}")
            assert run(interpreter(version), "-m", "venv", folder)[0] == 0
            code, said = run(folder / "bin" / "python", "-m", "pip", "install", built[what])
            assert code == 0, said
            made[version, what] = folder
        return made[version, what]

    return make


def contents(built):
    with zipfile.ZipFile(built["wheel"]) as archive:
        wheel = {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(built["sdist"]) as archive:
        files = [member for member in archive.getmembers() if member.isfile()]
        sdist = {m.name.partition("/")[2]: archive.extractfile(m).read() for m in files}
    return wheel, sdist


def test_license_types_and_citation_are_published(built):
    wheel, sdist = contents(built)
    assert "autograder/py.typed" in wheel
    assert [name for name in wheel if name.endswith(".dist-info/licenses/LICENSE")]
    assert {"LICENSE", "CITATION.cff", "CHANGELOG.md", "autograder/py.typed"} <= set(sdist)
    (metadata,) = [data for name, data in wheel.items() if name.endswith("METADATA")]
    fields = email.message_from_bytes(metadata)
    assert fields["License-Expression"] == "MIT"
    assert fields.get_all("License-File") == ["LICENSE"]


def test_nothing_secret_is_published(built):
    wheel, sdist = contents(built)
    assert not [name for name in [*wheel, *sdist] if name.startswith("solutions")]
    secret = list(fragments(find_assignment(ROOT).solutions))
    assert list(leaks(secret, kit_texts({**wheel, **sdist}))) == []


def test_the_wheel_of_a_kit_is_the_published_one(built, environments):
    """That which is made from an installation has the same files and the same metadata."""
    code = "import sys; from autograder.kits.wheel import make_wheel\n"
    code += "name, data = make_wheel(); open(sys.argv[1] + '/' + name, 'wb').write(data)"
    folder = environments("3.13", "wheel")
    made = folder / "made"
    made.mkdir()
    done, said = run(folder / "bin" / "python", "-I", "-c", code, made)
    assert done == 0, said
    (copy,) = made.glob("*.whl")
    assert copy.name == built["wheel"].name == make_wheel()[0]
    with zipfile.ZipFile(copy) as ours, zipfile.ZipFile(built["wheel"]) as published:
        assert set(ours.namelist()) == set(published.namelist())
        for name in published.namelist():
            if not name.endswith("RECORD"):
                assert ours.read(name) == published.read(name), name


@pytest.mark.parametrize("what", ["wheel", "sdist"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_student_can_install_it_and_check(environments, tmp_path, version, what):
    folder = environments(version, what)
    kit = tmp_path / "homework"
    assert main(["kit", "student", "--out", str(kit), "--course", str(ROOT)]) == 0
    code, said = run(folder / "bin" / "autograder", "check", cwd=kit)
    assert code == 1, said
    assert "Score  0 of" in said
    assert run(folder / "bin" / "python", "-m", "pip", "check")[0] == 0


def test_a_students_installation_is_small(built, tmp_path):
    """The numbers of the README and of docs/students.md: of an environment, pip included."""
    assert run(interpreter("3.11"), "-m", "venv", tmp_path)[0] == 0
    python = tmp_path / "bin" / "python"
    assert run(python, "-m", "pip", "install", built["wheel"])[0] == 0
    _, said = run(python, "-m", "pip", "list", "--format", "json")
    names = {package["name"] for package in json.loads(said)} - {"pip", "setuptools"}
    files = [path.lstat() for path in tmp_path.rglob("*") if path.is_file()]
    megabytes = sum(file.st_blocks * 512 for file in files) / 2**20
    print(f"{len(names)} packages, {megabytes:.0f} MB: {sorted(names)}")
    assert len(names) == 12
    assert megabytes < MOST_MEGABYTES


@pytest.mark.parametrize("version", VERSIONS)
def test_every_extra_can_be_installed(built, tmp_path, version):
    python = interpreter(version)
    assert run(python, "-m", "venv", tmp_path / "venv")[0] == 0
    pip = [tmp_path / "venv" / "bin" / "python", "-m", "pip", "install", "--dry-run", "--quiet"]
    for extra in EXTRAS:
        report = tmp_path / f"{extra}.json"
        constraints = ["--constraint", ROOT / "constraints.txt"]
        code, said = run(*pip, *constraints, "--report", report, f"{built['wheel']}[{extra}]")
        assert code == 0, f"{extra}: {said}"
        assert len(json.loads(report.read_text())["install"]) > 12, extra


@needed
def test_the_grader_of_gradescope_is_set_up_and_grades(tmp_path):
    container = Container(tmp_path)
    kit = tmp_path / "kit"
    assert main(["kit", "gradescope", "--out", str(kit), "--course", str(ROOT)]) == 0
    source = container.lay(kit, "/autograder/source")
    shutil.copy2(source / "run_autograder", source.parent)
    passed = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_", "HTTP", "http"))}
    done = container.run("bash", "/autograder/source/setup.sh", timeout=900, **passed)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "homework3: 100 points. The grader is set up." in done.stdout
    container.lay(ROOT / "examples" / "class" / "amara", "/autograder/submission")
    done = container.run("/autograder/run_autograder")
    results = json.loads((source.parent / "results" / "results.json").read_text())
    assert sum(test["score"] for test in results["tests"]) == 100, done.stdout + done.stderr


def test_the_reference_of_all_modules_is_made(tmp_path):
    command = ["-m", "pdoc", "--docformat", "numpy", "--no-show-source"]
    code, said = run(sys.executable, *command, "--output-directory", tmp_path, "autograder")
    assert code == 0, said
    assert "Warn" not in said
    assert (tmp_path / "autograder" / "strategies.html").exists()
