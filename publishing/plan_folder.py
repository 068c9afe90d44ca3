"""The plan folder: a JSON file and four CSV tables, stable, diffable, written whole or not at all.

``plan.json`` says how the plan was found; ``roster.csv`` and ``timetable.csv`` are the plan;
``assignments.csv`` is derived for reading and never read; ``costs.csv`` is what the check found.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from publishing.plan_head import FORMAT, head_bytes, read_head
from publishing.plan_reading import PlanReader
from publishing.plan_tables import (
    ASSIGNMENTS,
    COSTS,
    ROSTER,
    TIMETABLE,
    assignment_rows,
    cost_rows,
    roster_rows,
    timetable_rows,
)
from publishing.tables import read_csv, read_text, table_bytes
from publishing.view import PlanView
from publishing.workbook_reading import read_plan_workbook
from rotation.solution import Roster
from scenarios.plan import Plan
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from community.models import Community
    from community.text import Lang

HEAD = "plan.json"
FILES = (HEAD, *(f"{t.name}.csv" for t in (ROSTER, TIMETABLE, ASSIGNMENTS, COSTS)))


def write_plan(plan: Plan, community: Community, path: Path, lang: Lang = "zh") -> None:
    """Write a plan folder: all of it, or nothing.

    Files of a plan that stands there already are replaced; other files beside them are kept.

    Raises
    ------
    InputError
        When the path is a file, or a folder with something else in it than a plan.
    """
    target = Path(path)
    refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    view = PlanView(plan, community)
    files = {
        HEAD: head_bytes(plan, community),
        "roster.csv": table_bytes(ROSTER, roster_rows(view, lang), lang),
        "timetable.csv": table_bytes(TIMETABLE, timetable_rows(view, lang), lang),
        "assignments.csv": table_bytes(ASSIGNMENTS, assignment_rows(view), lang),
        "costs.csv": table_bytes(COSTS, cost_rows(plan.violations, lang), lang),
    }
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh.chmod(0o755)
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


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
    text = read_text(path / HEAD, [])
    try:
        head = json.loads(text or "")
    except (ValueError, RecursionError):
        return False
    return isinstance(head, dict) and head.get("format") == FORMAT


def _swap(fresh: Path, target: Path) -> None:
    """Put the new folder in the old one's place; on any failure the old one stays."""
    if not target.exists():
        fresh.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    os.replace(target, old)
    try:
        fresh.rename(target)
    except BaseException:
        os.replace(old, target)
        raise
    for entry in sorted(old.iterdir()):
        if entry.name not in FILES:
            entry.rename(target / entry.name)
    shutil.rmtree(old)


def read_plan(community: Community, path: Path) -> Plan:
    """Read a plan folder or the community's workbook of a plan, also one edited by hand.

    Raises
    ------
    InputError
        With every problem of every file: its row, column, value and what is expected there.
    """
    folder = Path(path)
    if folder.suffix.lower() == ".xlsx" and folder.is_file():
        return read_plan_workbook(community, folder)
    if not folder.is_dir():
        expected = Text("应为方案文件夹或工作簿", "expected a plan folder or a workbook")
        raise InputError([Problem(place=str(folder), expected=expected)])
    reader = PlanReader(community)
    term, reports = read_head(read_text(folder / HEAD, reader.problems), HEAD, reader)
    roster = reader.placements(read_csv(folder / "roster.csv", ROSTER, reader.problems))
    lessons = reader.lessons(read_csv(folder / "timetable.csv", TIMETABLE, reader.problems))
    violations = reader.violations(read_csv(folder / "costs.csv", COSTS, reader.problems))
    if reader.problems:
        raise InputError(reader.problems)
    return Plan(community.id, Roster(roster), WeekTimetable(term, lessons), reports, violations)


_OTHER_PATH = Text("换一个路径，或先清空它", "choose another path, or empty it first")
