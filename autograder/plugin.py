"""The pytest plugin: the fixtures of checks, and what plain ``pytest`` shows when one fails.

It is loaded in every pytest session of an environment, so it imports little and touches only tests
that carry `autograder.checks.check`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from autograder.checks import check_of, exercises_by_problem

if TYPE_CHECKING:
    from autograder.functions import Functions

__all__ = ["SOURCES", "FromFolder", "Sources"]


class Sources(Protocol):
    """Where the fixtures get their functions from."""

    def submission(self, problem: str) -> Functions: ...

    def reference(self, problem: str) -> Functions | None: ...

    def planted(self, problem: str) -> Functions | None: ...

    def close(self) -> None: ...


SOURCES: pytest.StashKey[Sources] = pytest.StashKey()
_AFTER_SUBMISSION = "graded after submission"


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> Any:
    """Return the student's functions of the problem that the file checks."""
    return _functions(request, lambda sources, problem: sources.submission(problem))


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> Any:
    """Return the reference's functions, where the solutions are."""
    return _functions(request, lambda sources, problem: sources.reference(problem))


@pytest.fixture
def planted(request: pytest.FixtureRequest) -> Any:
    """Return the known wrong versions, where the solutions are."""
    return _functions(request, lambda sources, problem: sources.planted(problem))


def _functions(
    request: pytest.FixtureRequest, choose: Callable[[Sources, str], Functions | None]
) -> Functions:
    stash = request.config.stash
    if SOURCES not in stash:
        stash[SOURCES] = FromFolder()
    sources = stash[SOURCES]
    if isinstance(sources, FromFolder):
        sources.enter(request.path.parent.parent, request.session.items)
    functions = choose(sources, request.path.stem.removeprefix("test_"))
    if functions is None:
        pytest.skip(_AFTER_SUBMISSION)
    return functions


class FromFolder:
    """The submission that lies beside the folder of the checks, for plain ``pytest``."""

    def __init__(self) -> None:
        self._folder: Any = None
        self._worker: Any = None
        self._handed_in: set[str] = set()

    def enter(self, folder: Any, items: Sequence[pytest.Item]) -> None:
        """Load the submission in ``folder``, unless it is loaded."""
        if folder == self._folder:
            return
        self.close()
        from autograder.loading import read_submission
        from autograder.process import WorkerProcess

        self._folder = folder
        found = ((item, check_of(getattr(item, "obj", None))) for item in items)
        handed_in = read_submission(
            folder,
            exercises_by_problem(
                (check_id(item).partition("::")[0], check)
                for item, check in found
                if check is not None
            ),
        )
        self._handed_in = set(handed_in.problems)
        self._worker = WorkerProcess(handed_in.cells())

    def submission(self, problem: str) -> Functions:
        from autograder.functions import Functions

        if problem not in self._handed_in:
            pytest.fail(f"There is no file for {problem}.", pytrace=False)
        return Functions(self._worker, problem)

    def reference(self, problem: str) -> None:
        """There is no reference where the submission lies beside its checks."""

    planted = reference

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each check the settings and the public seed, unless a grader has given its own."""
    for item in items:
        test = getattr(item, "obj", None)
        if test is None or check_of(test) is None or not hasattr(test, "hypothesis"):
            continue
        if SOURCES not in item.config.stash:
            from autograder.corpus import seeded
            from autograder.seeds import Seed

            seeded(test, Seed().of(check_id(item)))


def check_id(item: pytest.Item) -> str:
    """Return the name of a check in reports, corpora and seeds: ``problem::test_name``."""
    return f"{item.path.stem.removeprefix('test_')}::{item.name}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the call that failed, as the command does."""
    report = yield
    functions = getattr(item, "funcargs", {}).get("submission")
    if report.failed and call.when == "call" and functions is not None and functions.calls:
        last = functions.last
        text = f"you were asked   {last.called()}\nyou returned     {last.returned()}"
        report.sections.append(("the call", text))
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the worker."""
    if SOURCES in config.stash:
        config.stash[SOURCES].close()
