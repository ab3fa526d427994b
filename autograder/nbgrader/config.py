"""What a course's ``nbgrader_config.py`` calls: source from solutions, grading by the engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.course import assignments_of
from autograder.release import set_stubs

__all__ = ["configure"]


def configure(config: Any, file: str | Path, *, course_id: str) -> None:
    """Set what nbgrader must know of the course in the folder of its ``nbgrader_config.py``.

    Parameters
    ----------
    config : traitlets.config.Config
        What ``get_config()`` returns there. Later lines of that file can change what is set here.
    file : str or Path
        Its ``__file__``.
    course_id : str
        The name of the course in the exchange.
    """
    root = Path(file).resolve().parent
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = course_id
    set_stubs(config)
    config.GenerateAssignment.pre_convert_hook = "autograder.nbgrader.source.refresh"
    config.GenerateAssignment.preprocessors = [
        "autograder.nbgrader.source.OnlyWhatIsReleased",
        *_preprocessors("IncludeHeaderFooter", "InstantiateTests", "LockCells", "ClearSolutions"),
        *_preprocessors("ClearOutput", "CheckCellMetadata", "ComputeChecksums", "SaveCells"),
        *_preprocessors("ClearHiddenTests", "ClearMarkScheme", "ComputeChecksums"),
        *_preprocessors("CheckCellMetadata"),
    ]
    config.Autograde.exporter_class = "autograder.nbgrader.reading.TolerantExporter"
    config.Autograde.sanitize_preprocessors = [
        *_preprocessors("ClearOutput"),
        "autograder.nbgrader.repair.RepairCells",
        *_preprocessors("DeduplicateIds", "OverwriteKernelspec", "OverwriteCells"),
        *_preprocessors("CheckCellMetadata"),
    ]
    config.Autograde.autograde_preprocessors = [
        "autograder.nbgrader.autograde.GradeChecks",
        *_preprocessors("IgnorePattern"),
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        *_preprocessors("LimitOutput", "SaveAutoGrades", "AssignLatePenalties"),
        *_preprocessors("CheckCellMetadata"),
    ]
    # nbgrader would replace a script that was handed in by the stub of the same name.
    config.Autograde.exclude_overwriting = {
        found.name: [f"{problem}.py" for problem in found.problems]
        for found in assignments_of(root)
    }


def _preprocessors(*names: str) -> list[str]:
    return [f"nbgrader.preprocessors.{name}" for name in names]
