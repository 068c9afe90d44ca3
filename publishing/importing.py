"""A community from files of other programs: as far as these go, for a planner to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.models import Community
from community.settings import SETTINGS
from community.tables import TABLES
from community.text import Text
from community.writing import write_folder, write_workbook
from publishing.exchange.building import community_of
from publishing.exchange.losses import Loss, Losses
from publishing.exchange.placing import plan_of
from publishing.exchange.sources import read
from publishing.plan_folder import write_plan
from scenarios.audit import audited
from scenarios.sample import refuse_taken

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from community.text import Lang


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written, how many rows of it by table, what was lost, and what is to be filled in.

    A gap is the number of rows that lack a cell, or 0 of a whole table that has no row.
    """

    written: Path
    rows: tuple[tuple[Text, int], ...]
    lost: tuple[Loss, ...]
    gaps: tuple[Loss, ...]


def import_files(
    paths: Iterable[Path], out: Path, lang: Lang = "zh", encoding: str | None = None
) -> Imported:
    """Write the community that files of other programs hold: a folder, or a workbook by its ending.

    Raises
    ------
    InputError
        When a file cannot be understood, or something stands at ``out`` already; nothing is
        written then.
    """
    refuse_taken(out)
    found = read(paths, encoding)
    community = community_of(found)
    if out.suffix.lower() == ".xlsx":
        write_workbook(community, out, lang, gaps=True)
    else:
        write_folder(community, out, gaps=True)
    rows = tuple(
        (Text(table.title, table.key), count)
        for table in TABLES
        if (count := len(getattr(community, table.key)))
    )
    return Imported(out, rows, found.losses.found(), tuple(_gaps(community)))


@dataclass(frozen=True, slots=True)
class Timetable:
    """A timetable that became a plan: its lessons, what was lost, and what the plan breaks."""

    written: Path
    lessons: int
    lost: tuple[Loss, ...]
    broken: int


def import_timetable(
    paths: Iterable[Path],
    community: Community,
    out: Path,
    lang: Lang = "zh",
    *,
    term: str | None = None,
    encoding: str | None = None,
) -> Timetable:
    """Write the timetable that files of other programs hold as a plan of a community.

    Raises
    ------
    InputError
        When a file cannot be understood or holds no lesson that the community knows, the term is
        none of its terms, or something stands at ``out`` already; nothing is written then.
    """
    refuse_taken(out)
    terms = community.term_by_id
    if term is not None and term not in terms:
        zh, en = "、".join(terms), ", ".join(terms)
        expected = Text(f"应为本共同体的学期：{zh}", f"expected one of the terms {en}")
        raise InputError([Problem(value=term, expected=expected)])
    found = read(paths, encoding)
    plan = plan_of(found, community, term or community.terms[0].id)
    lessons, lost = len(plan.week.lessons), found.losses.found()
    if not lessons:
        expected = Text(
            "应有本共同体认得的课；这些文件里一节也没有",
            "expected lessons that the community knows, there is none in these files",
        )
        raise InputError([Problem(place=str(out), expected=expected)])
    plan = audited(community, plan)
    write_plan(plan, community, out, lang)
    return Timetable(out, lessons, lost, len(plan.hard_violations))


NEEDED = {("schools", "role")}  # by all but the grouping of a county, which can be told none


def _gaps(community: Community) -> Iterable[Loss]:
    """Return what a community needs and this one does not say."""
    gaps = Losses()
    where = Text(SETTINGS.title, SETTINGS.key)
    for key, value in (("school_year", community.school_year), ("profile", "")):
        column = SETTINGS.by_key[key]
        gaps.add(where, Text(column.title, key.replace("_", " ")), 0 if value else 1)
    found = []
    for table in TABLES:
        where, records = Text(table.title, table.key), getattr(community, table.key)
        if not records and Community.model_fields[table.key].is_required():
            found.append(Loss(where, Text("整张表", "the whole table"), 0))
        for column in table.columns:
            if table.required(column) or (table.key, column.key) in NEEDED:
                empty = sum(getattr(record, column.key) in (None, "", ()) for record in records)
                gaps.add(where, Text(column.title, column.key.replace("_", " ")), empty)
    return (*gaps.found(), *found)
