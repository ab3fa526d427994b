"""Grade on a Dask cluster: each worker gets the course once, then submissions, as data.

A worker that dies is replaced and given the course by the scheduler, which also repeats what it was
doing. The cluster sees the solutions and the seed, so it must be trusted; Dask encrypts its
connections if it is configured to.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import distributed

from autograder import __version__
from autograder.course import Assignment, CourseError
from autograder.files import files_below
from autograder.grader import Grader
from autograder.plan import Plan
from autograder.provenance import blank_report, failed
from autograder.report import Report
from autograder.seeds import Seed
from autograder.targets import Target

__all__ = ["grade_on_cluster"]

_PLUGIN = "propgrade"
_AHEAD = 4  # submissions that wait for each thread of the cluster
_CONNECT_SECONDS = 10


def grade_on_cluster(
    plan: Plan, targets: Iterable[Target], address: str, *, allow_weak: bool = False
) -> Iterator[Report]:
    """Yield the report of each target, in the order in which they are done.

    Raises
    ------
    CourseError
        If there is no scheduler at the address, or no worker.
    """
    try:
        client = distributed.Client(address, timeout=_CONNECT_SECONDS)
    except OSError as error:
        raise CourseError(f"There is no Dask scheduler at {address} ({error}).") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise CourseError(f"The scheduler at {address} has no worker. Start one: dask worker.")
        client.register_plugin(_Course(plan, allow_weak))
        try:
            yield from _grade_all(client, plan, iter(targets), _AHEAD * threads)
        finally:
            client.unregister_worker_plugin(_PLUGIN)


def _grade_all(client: Any, plan: Plan, targets: Iterator[Target], width: int) -> Iterator[Report]:
    done = distributed.as_completed()
    names: dict[str, str] = {}  # of what is under way

    def submit() -> bool:
        for target in targets:
            future = client.submit(_grade, target, pure=False)
            names[future.key] = target.name
            done.add(future)
            return True
        return False

    for _ in range(width):
        if not submit():
            break
    for future in done:
        name = names.pop(future.key)
        try:
            report: Report = future.result()
        except distributed.scheduler.KilledWorker:
            report = failed(blank_report(plan), name, "every process that graded it died")
        future.release()
        yield report
        submit()


def _grade(target: Target) -> Report:
    plugin: _Course = distributed.get_worker().plugins[_PLUGIN]
    return plugin.grader.grade(target)


class _Course(distributed.WorkerPlugin):  # type: ignore[misc]
    """The course on a worker: files in a private folder, and a grading session."""

    name = _PLUGIN

    def __init__(self, plan: Plan, allow_weak: bool) -> None:
        assert plan.assignment.solutions is not None
        self._version = __version__
        self._assignment = plan.assignment.name
        self._seed = plan.seed.text
        self._allow_weak = allow_weak
        self._carry_forward = plan.carry_forward
        checks = plan.assignment.checks
        files = _below(checks, f"assignments/{self._assignment}/checks")
        files |= _below(plan.assignment.solutions, f"solutions/{self._assignment}")
        self._files = _packed(files | _newest(plan))
        self.grader: Grader

    def setup(self, worker: Any) -> None:
        if self._version != __version__:
            raise CourseError(f"The worker has propgrade {__version__}, not {self._version}.")
        self._folder = tempfile.TemporaryDirectory(prefix="propgrade-")  # readable by us only
        root = Path(self._folder.name)
        with zipfile.ZipFile(io.BytesIO(self._files)) as packed:
            packed.extractall(root)
        assignment = Assignment(
            root / "assignments" / self._assignment, root / "solutions" / self._assignment
        )
        plan = Plan(
            assignment,
            Seed(self._seed),
            reference=True,
            carry_forward=self._carry_forward,
            cache=root / "cache",
        )
        self.grader = Grader(plan, allow_weak=self._allow_weak)

    def teardown(self, worker: Any) -> None:
        with contextlib.suppress(AttributeError):
            self.grader.close()
            self._folder.cleanup()


def _below(folder: Path, prefix: str) -> dict[str, Path]:
    return {f"{prefix}/{name}": path for name, path in files_below(folder).items()}


def _newest(plan: Plan) -> dict[str, Path]:
    """Return the stored examples and answers of each problem that were written last."""
    if plan.cache is None:
        return {}
    newest: dict[str, Path] = {}
    for problem in plan.assignment.problems:
        for path in sorted(plan.cache.glob(f"test_{problem}-*"), key=lambda p: p.stat().st_mtime):
            newest[path.name.rpartition("-")[0]] = path
    return {f"cache/{path.name}": path for path in newest.values()}


def _packed(files: dict[str, Path]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, path in sorted(files.items()):
            packed.write(path, name)
    return stream.getvalue()
