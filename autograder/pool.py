"""Grade on several processors of one machine: a process for each, with a `Grader` in it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import forkserver
from multiprocessing.queues import SimpleQueue

from autograder.grader import Grader
from autograder.plan import Plan
from autograder.provenance import blank_report, failed
from autograder.report import Report
from autograder.targets import Target

__all__ = ["grade_in_processes", "open_grader", "prepare"]

_AHEAD = 2  # submissions that wait for each process, so that none of them has to
_DIED = "the grading process died while it was graded, twice"

# A fork of this process would inherit locks that its threads hold.
_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT = multiprocessing.get_context("forkserver" if _FORKS else "spawn")

_grader: Grader


def prepare() -> None:
    """Begin to import what the processes need, in the one that they are forked from."""
    if _FORKS:
        _CONTEXT.set_forkserver_preload([Grader.__module__])
        forkserver.ensure_running()


def grade_in_processes(
    plan: Plan, targets: Iterable[Target], jobs: int, *, allow_weak: bool = False
) -> Iterator[Report]:
    """Yield the report of each target, in the order in which they are done.

    A process that dies takes with it what is being graded. That is graded again, each by itself,
    and gets a report of status ``error`` if the process dies again.
    """
    plan = replace(plan, launcher=None)
    rest = iter(targets)
    lost: list[Target] | None = None
    while lost is None or lost:
        lost = []
        for target, report in _round(plan, rest, jobs, allow_weak):
            if report is None:
                lost.append(target)
            else:
                yield report
        for target in lost:
            for _, report in _round(plan, iter([target]), 1, allow_weak):
                yield report or failed(blank_report(plan), target.name, _DIED)


def _round(
    plan: Plan, targets: Iterator[Target], jobs: int, allow_weak: bool
) -> Iterator[tuple[Target, Report | None]]:
    """Grade until there are no more targets or a process dies; None for what is lost by that."""
    pending: dict[Future[Report], Target] = {}
    broken = False
    processors = _CONTEXT.SimpleQueue()
    for processor in _processors(jobs):
        processors.put(processor)
    with ProcessPoolExecutor(
        jobs, mp_context=_CONTEXT, initializer=_open, initargs=(plan, allow_weak, processors)
    ) as pool:
        while True:
            while not broken and len(pending) < _AHEAD * jobs:
                target = next(targets, None)
                if target is None:
                    break
                try:
                    pending[pool.submit(_grade, target)] = target
                except BrokenProcessPool:
                    broken = True
                    yield target, None
            if not pending:
                return
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                report = None
                with contextlib.suppress(BrokenProcessPool):
                    report = future.result()
                broken = broken or report is None
                yield pending.pop(future), report


def _processors(jobs: int) -> list[int]:
    """Return a processor for each process where there are no others; else none.

    A grader and its worker take turns, but the kernel would move them apart, and leave a processor
    idle until it notices.
    """
    usable = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return usable if len(usable) == jobs else []


def _open(plan: Plan, allow_weak: bool, processors: SimpleQueue[int]) -> None:
    global _grader
    if not processors.empty():
        os.sched_setaffinity(0, {processors.get()})
    _grader = open_grader(plan, allow_weak=allow_weak)


def open_grader(plan: Plan, *, allow_weak: bool) -> Grader:
    """Return a grader for a process of a pool, which ends when its parent was killed.

    The pool's queue, which this process holds too, stays open then.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait_for_end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait_for_end, daemon=True).start()
    return Grader(plan, allow_weak=allow_weak)


def _grade(target: Target) -> Report:
    return _grader.grade(target)
