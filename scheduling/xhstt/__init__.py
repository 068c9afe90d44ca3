"""The public XHSTT format: reading, writing and evaluating archives of school timetables."""

from scheduling.xhstt.archive import (
    Archive,
    ArchivedSolution,
    Evaluation,
    Report,
    ReportLine,
    SolutionGroup,
    evaluate,
    report,
)
from scheduling.xhstt.reader import read
from scheduling.xhstt.writer import write

__all__ = [
    "Archive",
    "ArchivedSolution",
    "Evaluation",
    "Report",
    "ReportLine",
    "SolutionGroup",
    "evaluate",
    "read",
    "report",
    "write",
]
