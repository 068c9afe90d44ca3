"""A community from files of other programs: as far as these go, for a planner to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.models import Community
from community.tables import TABLES
from community.tables.settings import SETTINGS
from community.text import Text
from community.writing import write_folder, write_workbook
from publishing.exchange.building import community_of
from publishing.exchange.losses import Loss, Losses
from publishing.exchange.sources import read
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
            if table.required(column):
                empty = sum(getattr(record, column.key) in (None, "", ()) for record in records)
                gaps.add(where, Text(column.title, column.key.replace("_", " ")), empty)
    return (*gaps.found(), *found)
