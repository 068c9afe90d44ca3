"""The plan folder: a JSON file and CSV tables, stable, diffable, written whole or not at all.

``plan.json`` says how the plan was found; ``roster.csv``, ``mentors.csv`` and ``timetable.csv`` are
the plan, with the lessons that stay as they are in ``locks.csv`` and the
duties in ``duties.csv``, if there are any; ``events.csv``, ``covers.csv`` and, where lessons
are seen by visitors or given by guests, ``observed.csv`` and ``guests.csv`` are the calendar of the
term, ``records.csv`` the log of what
became of its events, which is only ever added to;
``assignments.csv`` says who teaches what and has to agree with the timetable; ``costs.csv`` is what
the check found. A plan that is a roster only has no ``timetable.csv`` and no ``assignments.csv``. A
timetable that is not finished is no plan: it lies in a folder of its own in the plan folder,
``nearest``.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from community.csv_files import read_text
from community.errors import InputError, Problem
from community.files import alone_in, keep, left_away, replacing_folder
from community.text import Text
from publishing.assignments import contradictions
from publishing.calendar_rows import (
    cover_rows,
    event_rows,
    guest_rows,
    observed_rows,
    read_calendar,
)
from publishing.calendar_tables import CALENDAR, COVERS, EVENTS, GUESTS, OBSERVED
from publishing.duty_rows import duty_rows, read_duties
from publishing.plan_head import FORMAT, head_bytes, read_head
from publishing.plan_reading import PlanReader
from publishing.plan_rows import (
    assignment_rows,
    cost_rows,
    lock_rows,
    mentor_rows,
    roster_rows,
    table_bytes,
    timetable_rows,
)
from publishing.plan_tables import ASSIGNMENTS, COSTS, DUTIES, LOCKS, MENTORS, ROSTER, TIMETABLE
from publishing.record_log import log_to_write, read_records, record_bytes
from publishing.record_tables import RECORDS
from publishing.row_reading import RowReader, read_table
from publishing.view import PlanView
from publishing.workbook_reading import read_plan_workbook
from rotation.solution import Roster
from scenarios.plan import NO_WEEK, Plan
from scheduling.term.events import NO_CALENDAR
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from collections.abc import Callable

    from community.models import Community
    from community.text import Lang
    from publishing.gone_rows import Gone
    from publishing.row_reading import PlanRow
    from rotation.solution import MentorPair
    from scenarios.locks import Lock
    from scenarios.plan import PlanResult
    from scheduling.timetable import ClassDuty

HEAD = "plan.json"
MAX_HEAD_BYTES = 2**20  # it has a few thousand
TABLES = (ROSTER, MENTORS, TIMETABLE, LOCKS, ASSIGNMENTS, DUTIES, *CALENDAR, COSTS)
NEAREST = "nearest"  # the folder of what was found instead of a plan
FILES = (HEAD, *(t.file for t in TABLES))


def write_plan(
    plan: Plan,
    community: Community,
    path: Path,
    lang: Lang = "zh",
    more: Callable[[Path], object] | None = None,
) -> None:
    """Write a plan folder: all of it, or nothing; ``more`` may write into it as well.

    Files of a plan that stands there already are replaced; other files beside them are kept.

    Raises
    ------
    InputError
        When the path is a file, or a folder with something else in it than a plan, or with a log
        of events that the plan's does not go on from.
    """
    target = Path(path)
    refuse_foreign(target)
    view = PlanView(plan, community)
    files = {HEAD: head_bytes(plan, community)} | plan_tables(view, lang)
    files["costs.csv"] = table_bytes(COSTS, cost_rows(view, lang), lang)
    alone = alone_in(target) if target.is_dir() else nullcontext()
    with alone, replacing_folder(target) as fresh:
        if log := log_to_write(RowReader(community), plan.records, target):
            files[RECORDS.file] = record_bytes(log, lang)
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        if more:
            more(fresh)
        for entry in target.iterdir() if target.exists() else ():
            outdated = entry.name == NEAREST and is_plan_folder(entry)
            if not outdated and entry.name not in FILES and not (fresh / entry.name).exists():
                keep(entry, fresh / entry.name)


def write_best(
    result: PlanResult, community: Community, path: Path, lang: Lang = "zh"
) -> PlanResult:
    """Write the plan of a result, or its roster where no plan stands; return what was written.

    The nearest timetable goes into a folder inside.
    """
    if result.roster and is_plan_folder(path):  # what stands there may be more than a roster
        result = replace(result, roster=None)
    if result.best:
        write_plan(result.best, community, path, lang)
    if result.nearest:
        write_plan(result.nearest, community, path / NEAREST, lang)
    return result


def plan_tables(view: PlanView, lang: Lang) -> dict[str, bytes]:
    """Return the CSV files that are the plan, and the assignments derived from them, by name."""
    files = {
        "roster.csv": table_bytes(ROSTER, roster_rows(view), lang),
        "mentors.csv": table_bytes(MENTORS, mentor_rows(view), lang),
    }
    if view.plan.has_week:
        files["timetable.csv"] = table_bytes(TIMETABLE, timetable_rows(view), lang)
        files["assignments.csv"] = table_bytes(ASSIGNMENTS, assignment_rows(view), lang)
    if view.plan.locks:
        files["locks.csv"] = table_bytes(LOCKS, lock_rows(view), lang)
    if view.plan.has_week and (view.plan.duties or view.community.duties):
        files[DUTIES.file] = table_bytes(DUTIES, duty_rows(view), lang)
    if view.plan.has_calendar:
        files[EVENTS.file] = table_bytes(EVENTS, event_rows(view), lang)
        files[COVERS.file] = table_bytes(COVERS, cover_rows(view), lang)
    if view.plan.calendar.observed:
        files[OBSERVED.file] = table_bytes(OBSERVED, observed_rows(view), lang)
    if view.plan.calendar.guests:
        files[GUESTS.file] = table_bytes(GUESTS, guest_rows(view), lang)
    return files


def refuse_foreign(target: Path) -> None:
    """Refuse a path that a plan must not replace.

    Raises
    ------
    InputError
        When it is a file, a link, or a folder that is not empty and holds no plan.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        expected = Text("应为文件夹的路径", "expected the path of a folder")
        raise InputError([Problem(place=str(target), expected=expected, hint=_OTHER_PATH)])
    if target.is_dir() and any(target.iterdir()) and not is_plan_folder(target):
        expected = Text("此文件夹非空且不是方案", "this folder is not empty and holds no plan")
        raise InputError([Problem(place=str(target), expected=expected, hint=_OTHER_PATH)])


def is_plan_folder(path: Path) -> bool:
    """Return whether a folder holds a plan of this program, of any version."""
    text = read_text(path / HEAD, [], MAX_HEAD_BYTES)
    try:
        head = json.loads(text or "")
    except (ValueError, RecursionError):
        return False
    return isinstance(head, dict) and head.get("format") == FORMAT


def read_plan(
    community: Community,
    path: Path,
    doubts: list[Problem] | None = None,
    gone: Gone | None = None,
) -> Plan:
    """Read a plan, also one made or edited by hand.

    A plan is a plan folder, the community's workbook, or a roster alone: a CSV file with the
    columns of ``roster.csv``, or a workbook with the sheet of the roster. Where the assignments of
    a folder say otherwise than its timetable, which counts, that goes to ``doubts``. Where ``gone``
    is given, what a folder or a workbook of ours says of people and things that are no longer there
    is no mistake: it is left out, and counted there.

    Raises
    ------
    InputError
        With every problem of every file: its row, column, value and what is expected there.
    """
    source = Path(path)
    if source.suffix.lower() == ".xlsx" and source.is_file():
        return read_plan_workbook(community, source, gone)
    if source.suffix.lower() == ".csv" and source.is_file():
        return _read_roster(community, source)
    if not source.is_dir():
        expected = Text(
            "应为方案文件夹、工作簿或轮岗名单 CSV",
            "expected a plan folder, a workbook or a roster as CSV",
        )
        old = left_away(source)
        hint = Text(
            f"上次写入中断，原来的方案在 {old}，改回原名即可",
            f"Writing was cut short; the old plan is in {old}: give it back its name",
        )
        raise InputError(
            [Problem(place=str(source), expected=expected, hint=hint if old else None)]
        )
    plan, contradicted = _read_folder(community, source, gone)
    if doubts is not None:
        doubts += contradicted
    return plan


def _read_folder(
    community: Community, folder: Path, gone: Gone | None
) -> tuple[Plan, list[Problem]]:
    reader = PlanReader(community, gone=gone)
    found = reader.problems
    head = read_head(read_text(folder / HEAD, found, MAX_HEAD_BYTES), HEAD, reader)
    if any(p.column == "community" for p in found):  # then nothing in it can fit
        reader.finish()
    roster = reader.placements(read_table(ROSTER, folder / ROSTER.file, found))
    pairs: tuple[MentorPair, ...] = ()
    if (folder / "mentors.csv").exists():  # older plans have none
        pairs = reader.pairs(read_table(MENTORS, folder / MENTORS.file, found))
    week = NO_WEEK
    if head.has_week:
        lessons = reader.lessons(read_table(TIMETABLE, folder / TIMETABLE.file, found))
        week = WeekTimetable(head.term, lessons)
    locks: tuple[Lock, ...] = ()
    if (folder / LOCKS.file).exists():
        locks = reader.locks(read_table(LOCKS, folder / LOCKS.file, found))
    duties: tuple[ClassDuty, ...] = ()
    if head.has_week and (folder / DUTIES.file).exists():
        duties = read_duties(reader, read_table(DUTIES, folder / DUTIES.file, found))
    calendar = NO_CALENDAR
    dated = [t for t in CALENDAR if (folder / t.file).exists()]
    if head.has_week and dated:  # with events.csv, or it is told that it lacks
        wanted = [EVENTS, *(t for t in dated if t.key != EVENTS.key)]
        there = {t.key: read_table(t, folder / t.file, found) for t in wanted}
        calendar = read_calendar(reader, head.term, there, Roster(roster))
    records = read_records(reader, folder) if head.has_week else ()
    violations = reader.violations(read_table(COSTS, folder / COSTS.file, found))
    rows: list[PlanRow] | None = None
    if (folder / ASSIGNMENTS.file).exists():
        rows = reader.assignments(read_table(ASSIGNMENTS, folder / ASSIGNMENTS.file, found))
    reader.finish()
    plan = Plan(community.id, Roster(roster, pairs), week, head.reports, violations, locks, duties)
    plan = replace(plan, calendar=calendar, records=records)
    return plan, [] if rows is None or gone else contradictions(rows, PlanView(plan, community))


def _read_roster(community: Community, path: Path) -> Plan:
    """Return the plan that a roster made by hand is, without a timetable."""
    reader = PlanReader(community)
    roster = reader.placements(read_table(ROSTER, path, reader.problems))
    reader.finish()
    return Plan(community.id, Roster(roster))


_OTHER_PATH = Text("换一个路径，或先清空它", "choose another path, or empty it first")
