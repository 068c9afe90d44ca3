"""A plan: the roster, the one timetable, and how they were found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community.rule import Violation
    from rotation.solution import Roster
    from scheduling.timetable import WeekTimetable
    from solving.outcome import Report


@dataclass(frozen=True)
class Plan:
    """What is published and audited. ``reports`` are by phase (rotation, staffing, week)."""

    community: str
    roster: Roster
    week: WeekTimetable
    reports: dict[str, Report] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()

    @property
    def hard_violations(self) -> list[Violation]:
        """Broken hard rules; empty for a plan that may be published."""
        return [v for v in self.violations if v.is_hard]
