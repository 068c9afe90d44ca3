"""A planned calendar of many rules, as the tables of a plan folder, to be edited row by row.

The tiny community of ``tiny_term`` with a second member N of one class: N1 teaches it two lessons a
day, four on Fridays, N2 is idle. There is a way from N to the core, none to M.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from typing import TYPE_CHECKING

from support import tiny_community, tiny_slots, tiny_teacher
from test_term_held import SERIES, live_week
from tiny_term import TERM, planned, term_community, term_rule

from community.done import Done
from community.models import (
    CalendarDay,
    ClassGroup,
    DayKind,
    School,
    SchoolRole,
    SyncSeries,
    Travel,
)
from publishing.calendar_rows import read_covers, read_events, read_observed
from publishing.calendar_tables import COVERS, EVENTS, OBSERVED
from publishing.plan_folder import write_plan
from publishing.plan_reading import PlanReader
from publishing.row_reading import read_table
from rotation.solution import MentorPair, Roster
from scenarios.calendars import frame_of
from scenarios.plan import Plan
from scheduling.term.check import CalendarCheck
from scheduling.timetable import ClassLesson, WeekTimetable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.errors import Problem
    from community.models import Community
    from community.sheets import Sheet
    from scheduling.term.frame import TermFrame

Row = dict[str, str]
Tables = dict[str, list[Row]]
Edit = tuple[Tables, tuple[str, ...]]  # edited tables, and words of which one must be told
MOST = 12  # edits of a kind that a test tries, spread over the rows
HOLIDAY = dt.date(2025, 10, 1)
TWO = ("zh", "math")
NAMES = {t.key: t for t in (EVENTS, COVERS, OBSERVED)}
READ = {"events": read_events, "covers": read_covers, "observed": read_observed}
BESIDE = (
    *("举办学校", "学科", "参加教师", "参加班级", "学校", "班级"),
    *("外出教师", "代课教师", "教师", "听课教师"),
)
RULES = (
    term_rule("live", "sync_lesson_quota", "calendar_year", min_lessons=6),
    term_rule(
        "due",
        "milestone_deadline",
        "calendar_year",
        due=("06-30", "09-26", "12-31"),
        shares=(0.2, 0.5, 1.0),
        counts=("sync_lesson_quota",),
    ),
    term_rule("visits", "observation_quota", "month", days_per_month=1, max_absent_share=0.5),
    term_rule("pairs", "mentor_cadence", "month", demo=1, report=1),
    term_rule(
        "meet",
        "research_meeting_quota",
        per="pair",
        subjects=("zh",),
        min=2,
        max=2,
        gap_weeks=2,
        host="core",
    ),
    term_rule("net", "research_meeting_quota", mode="online", subjects=("math",)),
    term_rule("lead", "leadership_meeting_quota", "month", host="core", half_day="morning"),
    term_rule(
        "charity",
        "activity_calendar",
        activities=("charity",),
        min=2,
        gap_weeks=3,
        host="core",
    ),
    term_rule("guest", "outreach_lesson_quota", per="member"),
    term_rule("trip", "student_exchange", max_lost=4, seats=40),
    term_rule("test", "joint_assessment"),
    term_rule("room", "shared_resource_booking", resources=("library",), min=2),
    term_rule("plan", "phase_precedence", "semester", phases=("plan", "run")),
    term_rule("file", "evidence_log", items=("text",)),
)


def community() -> Community:
    """The tiny community with N, a holiday, and one live lesson done before the term."""
    tiny = tiny_community()
    school = School(
        id="N", name="西沟小学", role=SchoolRole.MEMBER, stage=tiny.schools[0].stage, grid="gn"
    )
    return term_community(
        *RULES,
        weeks=8,
        sync=(
            *SERIES,
            SyncSeries(id="s4", subject="math", host_class="C41", receiving_classes=("N31",)),
        ),
        schools=(*tiny.schools, school),
        slots=(*tiny.slots, *tiny_slots("gn", 8 * 60 + 30)),
        classes=(
            *tiny.classes,
            ClassGroup(id="N31", school="N", grade=3, number=1, name="三年级(1)班", pupils=12),
        ),
        teachers=(
            *tiny.teachers,
            tiny_teacher("N1", "N", "zh", "math", class_teacher_of="N31"),
            tiny_teacher("N2", "N", "math", "zh", "music"),
        ),
        travel=(
            *tiny.travel,
            Travel(origin="C", destination="N", minutes=40, km=20),
            Travel(origin="N", destination="C", minutes=40, km=20),
        ),
        calendar=(CalendarDay(date=HOLIDAY, kind=DayKind.HOLIDAY),),
        done=(Done(rule="live", times=1, as_of=dt.date(2025, 7, 1)),),
    )


def week() -> WeekTimetable:
    """The week of ``live_week``, with the lessons of N: maths on Thursdays live from C41."""
    rows = [
        ClassLesson("N", "N31", weekday, slot, subject, "N1")
        for weekday, subjects in enumerate((TWO, TWO, TWO, TWO[::-1], TWO * 2), 1)
        for slot, subject in enumerate(subjects, 1)
    ]
    live = {("C41", 4, "math"): "", ("N31", 4, "math"): "N1"}
    found = []
    for row in (*live_week().lessons, *rows):
        helper = live.get((row.class_id, row.weekday, row.subject))
        found.append(row if helper is None else replace(row, series="s4", assistant=helper))
    return WeekTimetable(TERM, tuple(sorted(found)))


@cache
def plan() -> Plan:
    """The plan of ``community``, with a calendar that keeps everything."""
    roster = Roster(pairs=(MentorPair("C1", "M1", TERM, 2),))
    bare = Plan("tiny", roster, week())
    found = planned(frame_of(community(), bare))
    assert found.calendar is not None, found.reasons
    return replace(bare, calendar=found.calendar)


@cache
def frame() -> TermFrame:
    """What the calendar works from."""
    return frame_of(community(), plan())


@cache
def _folder() -> Path:
    folder = Path(mkdtemp()) / "plan"
    write_plan(plan(), community(), folder)
    return folder


def tables() -> Tables:
    """The rows of the tables of the calendar as they are written, by name."""
    found = {}
    for name in NAMES:
        with (_folder() / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            found[name] = list(csv.DictReader(file))
    return found


def told(rows: Tables) -> list[str]:
    """What is refused of edited tables, or else the broken hard rules that the audit names."""
    reader, calendar, before = PlanReader(community()), plan().calendar, tables()
    for name, read in READ.items():
        if rows[name] != before[name]:  # what is not edited reads as it was written
            sheet = _sheet(name, rows[name], reader.problems)
            calendar = replace(calendar, **{name: read(reader, sheet)})
    if reader.problems:
        return [f"{p.value} {p.expected.zh}" for p in reader.problems]
    return [v.sentence.zh for v in _check().violations(calendar) if v.is_hard]


def _sheet(name: str, rows: list[Row], problems: list[Problem]) -> Sheet | None:
    with NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(tables()[name][0]))
        writer.writeheader()
        writer.writerows(rows)
        file.flush()
        return read_table(NAMES[name], Path(file.name), problems)


@cache
def _check() -> CalendarCheck:
    return CalendarCheck(frame())


def changed(table: str, number: int, **cells: str) -> Tables:
    """The tables with some cells of a row changed; the names beside changed ids are left empty."""
    rows = tables()
    beside = {key.removesuffix("编号"): "" for key in cells if key in rows[table][number]}
    for key, value in {**{k: v for k, v in beside.items() if k in BESIDE}, **cells}.items():
        assert key in rows[table][number], key
        rows[table][number][key] = value
    return rows


def unnamed(edits: Iterable[Edit]) -> list[tuple[list[Row], tuple[str, ...], list[str]]]:
    """The edits that are not named: the rows, the words that were expected, and what was told."""
    every, before, missed = list(edits), tables(), []
    assert every
    for edited, words in every[:: -(-len(every) // MOST)]:
        found = told(edited)
        if not any(word in line for line in found for word in words):
            rows = [row for name in before for row in edited[name] if row not in before[name]]
            missed.append((rows, words, found))
    return missed
