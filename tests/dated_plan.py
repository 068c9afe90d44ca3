"""A pair of 松阳 with a calendar that was made by hand, so that tests of it wait for no search."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from support import tiny_community

from community.models import WeekPattern
from community.profile import resolve
from community.writing import write_folder
from publishing.plan_folder import write_plan
from rotation.solution import Roster
from scenarios.changes.base import replaced
from scenarios.plan import Plan
from scheduling.term.events import ONLINE, DatedEvent, TermCalendar
from scheduling.timetable import ClassLesson, WeekTimetable

if TYPE_CHECKING:
    from pathlib import Path

COMMUNITY = replaced(tiny_community(), policy=resolve("songyang"))
NINE = 9 * 60


def meeting(number: int, month: int, day: int, subject: str = "zh") -> DatedEvent:
    """Return a research meeting of an hour: Chinese meets at the core, mathematics at M."""
    named, host = {"zh": ("语文教研", "C"), "math": ("数学教研", "M")}[subject]
    activity = f"research_offline:M:{subject}:0901:{host}"
    return DatedEvent(
        date=dt.date(2025, month, day),
        start=NINE,
        end=NINE + 60,
        id=f"{activity}:{number}",
        name=f"{named}（东山小学）",
        rule="research_offline",
        activity=activity,
        host=host,
        subject=subject,
        people=("C3", "M3") if subject == "zh" else ("C4", "M4"),
    )


def online(number: int, month: int, day: int) -> DatedEvent:
    """Return a meeting online."""
    return DatedEvent(
        date=dt.date(2025, month, day),
        start=15 * 60,
        end=16 * 60,
        id=f"research_online:M:zh:0901:{number}",
        name="语文教研（网络）（东山小学）",
        rule="research_online",
        activity="research_online:M:zh:0901",
        mode=ONLINE,
        subject="zh",
        people=("C3", "M3"),
    )


EVENTS = (
    meeting(1, 9, 17),
    meeting(1, 9, 24, "math"),
    online(1, 10, 15),
    meeting(2, 10, 22),
    online(2, 11, 12),
)
LESSONS = (
    ClassLesson("C", "C31", 1, 1, "zh", "C1", WeekPattern.ALL),
    ClassLesson("M", "M31", 1, 1, "zh", "M1", WeekPattern.ALL),
)
PLAN = Plan(
    COMMUNITY.id,
    Roster(()),
    WeekTimetable("2025-1", LESSONS),
    calendar=TermCalendar("2025-1", tuple(sorted(EVENTS))),
)


def dated(folder: Path) -> tuple[Path, Path]:
    """Write the community and the plan; return their folders."""
    write_folder(COMMUNITY, folder / "community")
    write_plan(PLAN, COMMUNITY, folder / "plan")
    return folder / "community", folder / "plan"
