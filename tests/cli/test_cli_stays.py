"""Short stays through the commands: planned, on dates with covers and lessons of guests, audited.

M1 is at the core in weeks 5 and 6, C4 at M in the same ones. National Day takes away Wednesday to
Friday of week 5 and Monday to Wednesday of week 6; Sunday the 28th of September and Saturday the
11th of October are taught as Thursday of week 5 and Wednesday of week 6.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from cli_support import edit, onebell
from support import tiny_community, tiny_teacher

from community.models import CalendarDay, DayKind, PlacementKind, PlacementStatus, PlannedPlacement
from community.profile import resolve
from community.reading import read_community
from community.writing import write_folder
from publishing.plan_folder import read_plan
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    from pathlib import Path

ENOUGH = ("--effort", "12")
FIRST = dt.date(2025, 10, 1)
SUNDAY, SATURDAY = dt.date(2025, 9, 28), dt.date(2025, 10, 11)
DATES = {
    *(dt.date(2025, 9, 29), dt.date(2025, 9, 30), SUNDAY),
    *(dt.date(2025, 10, 9), dt.date(2025, 10, 10), SATURDAY),
}
# What the plan asks of three schools, and over years, is more than two tiny ones have. Guests who
# are exchanged in the same weeks have each other's lessons, and nothing is left to give.
LEFT_OUT = (
    "equal_exchange",
    *("core_out", "core_out_backbone", "long_track", "subject_need", "eligible_exchange"),
    *("structure", "observation", "exchange_share", "exchange_backbone_share"),
)
STAYS = (
    ("M1", PlacementKind.WORK_SHADOWING, "C"),
    ("C4", PlacementKind.SECONDMENT, "M"),
)


@pytest.fixture(scope="module")
def stayed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """The folders of the community and of a plan with a calendar, and what was told of it."""
    base = tmp_path_factory.mktemp("stays")
    holidays = (
        CalendarDay(date=FIRST + dt.timedelta(days=i), kind=DayKind.HOLIDAY) for i in range(8)
    )
    made_up = (
        CalendarDay(date=SUNDAY, kind=DayKind.MAKE_UP, week=5, weekday=4),
        CalendarDay(date=SATURDAY, kind=DayKind.MAKE_UP, week=6, weekday=3),
    )
    status = PlacementStatus.LOCKED
    stays = (
        PlannedPlacement(
            teacher=who, kind=kind, host=host, start="2025-1", week=5, weeks=2, status=status
        )
        for who, kind, host in STAYS
    )
    community = replaced(
        tiny_community(),
        policy=resolve(
            "fengjie",
            {id: {"enabled": False} for id in LEFT_OUT}
            | {"home_protection": {"max_absent_share": 0.4}},
        ),
        teachers=(*tiny_community().teachers, tiny_teacher("M5", "M", "music")),
        calendar=(*holidays, *made_up),
        placements=tuple(stays),
    )
    folder, plan, out = base / "community", base / "alone", base / "plan"
    write_folder(community, folder)
    result = onebell("plan", folder, "-o", plan, *ENOUGH)
    assert result.exit_code == 0, result.output
    result = onebell("term", folder, plan, "-o", out, *ENOUGH, "--json")
    assert result.exit_code == 0, result.output
    return folder, out, json.loads(result.stdout)


def test_every_lesson_at_home_is_covered_on_the_days_of_the_stay(stayed):
    folder, out, told = stayed
    community = read_community(folder)
    plan = read_plan(community, out)
    calendar = plan.calendar
    own = [x for x in plan.week.lessons if x.teacher == "M1"]
    weekdays = (1, 2, 4, 4, 5, 3)  # of the days of the stay, those made up as they are taught
    periods = sum(x.periods for day in weekdays for x in own if x.weekday == day)
    covered = [c.date for c in calendar.covers if c.event == "stay:M1:C:5"]
    assert len(covered) == periods > 0
    assert {*covered} <= DATES
    assert bool({SUNDAY, SATURDAY} & {*covered})
    assert {x.date for x in calendar.guests if x.guest == "M1"} <= DATES
    assert told["guests"] == len(calendar.guests) > 0
    assert onebell("audit", folder, out).exit_code == 0


def test_a_cover_or_a_guest_lesson_that_somebody_spoils_is_named(stayed, tmp_path):
    folder, out, _ = stayed
    copy = shutil.copytree(out, tmp_path / "plan")
    edit(copy, "covers", lambda rows: rows.pop(1))
    result = onebell("audit", folder, copy)
    assert result.exit_code == 1
    assert "的课没有人上" in result.stdout and "（第5–6周）" in result.stdout
    copy = shutil.copytree(out, tmp_path / "other")
    day = f"{SUNDAY - dt.timedelta(days=2)}"
    edit(copy, "guests", lambda rows: rows[1].__setitem__(0, day))
    result = onebell("audit", folder, copy)
    assert result.exit_code == 1
    assert "这天不在该校支教或顶岗" in result.stdout
    copy = shutil.copytree(out, tmp_path / "bad")
    edit(copy, "guests", lambda rows: rows[1].__setitem__(rows[0].index("来校教师编号"), "nobody"))
    result = onebell("audit", folder, copy)
    assert result.exit_code == 2
    assert "guests.csv" in result.stderr and "nobody" in result.stderr


def test_the_rest_of_the_term_keeps_what_is_over(stayed, tmp_path):
    folder, out, _ = stayed
    again = tmp_path / "plan"
    result = onebell("term", folder, out, "--from", "2025-10-09", "-o", again, *ENOUGH)
    assert result.exit_code == 0, result.output
    community = read_community(folder)
    before, after = (read_plan(community, x).calendar for x in (out, again))
    assert (after.covers, after.guests) == (before.covers, before.guests)
    assert onebell("audit", folder, again).exit_code == 0


def test_a_swap_covers_anew_what_is_missed_now(stayed, tmp_path):
    """The class of M1's first covered lesson has it at another time, if any is free."""
    folder, out, _ = stayed
    plan = read_plan(read_community(folder), out)
    own = next(x for x in plan.week.lessons if x.teacher == "M1" and x.weekday == 1)
    name = read_community(folder).class_by_id[own.class_id].name
    taken = {(x.weekday, x.slot) for x in plan.week.lessons if x.class_id == own.class_id}
    free = next((d, s) for d in (2, 3, 4, 5) for s in (1, 2, 3, 4) if (d, s) not in taken)
    at = [f"周{'一二三四五'[d - 1]} 第{n}节" for d, n in ((own.weekday, own.slot), free)]
    result = onebell(
        *("swap", folder, out, f"东山小学{name} {at[0]}", at[1]),
        *("-o", tmp_path / "plan", "--force"),
    )
    assert result.exit_code in (0, 1), result.output
    found = read_plan(read_community(folder), tmp_path / "plan").calendar
    where = {(c.date.isoweekday(), c.slot) for c in found.covers if c.absent == "M1"}
    assert free in where
    assert (own.weekday, own.slot) not in where
