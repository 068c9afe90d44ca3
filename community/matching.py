"""Which sheet of a workbook is which table: by its name, or by a header that leaves no doubt."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from community.header_row import header_at, matched
from community.names import plain
from community.settings import (
    OVERRIDE_HEADER,
    OVERRIDES_KEY,
    OVERRIDES_TITLE,
    SETTINGS,
)
from community.tables import BY_KEY, TABLES
from community.tables.base import spelled
from community.tables.cells import is_empty, shown_cell
from community.tables.short import is_subject
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from community.sheets import Sheet
    from community.tables.base import Table

TITLES = {
    SETTINGS.key: SETTINGS.title,
    **{t.key: t.title for t in TABLES},
    OVERRIDES_KEY: OVERRIDES_TITLE,
}
_OLD = re.compile(r"旧|备份|副本|作废|样表|去年|上学[期年]|历史|\(\d+\)$")
_ITEMS = 3  # of the settings, by which their sheet is known


def by_name(titles: Iterable[str]) -> dict[str, list[str]]:
    """Return the sheets that are called as a table is, by its key."""
    found = {
        key: [t for t in titles if plain(t).lower() in (title, key)]
        for key, title in TITLES.items()
    }
    return {key: sheets for key, sheets in found.items() if sheets}


def by_header(
    free: list[str], taken: set[str], head: Callable[[str], Sheet]
) -> dict[str, list[str]]:
    """Return the sheets of other names whose header shows which table they are.

    Parameters
    ----------
    free
        Names of the sheets that are called as no table is.
    taken
        Keys of the tables whose sheet is known; another is taken for them only when its name says
        so, too, and not that it is old.
    head
        Returns the first rows of a sheet.
    """
    found: dict[str, list[tuple[bool, str]]] = {}
    for title in free:
        key, named = _table(title, head(title))
        if key and (
            key not in taken or (named and key in BY_KEY and not _OLD.search(plain(title)))
        ):
            found.setdefault(key, []).append((named, title))
    alike = {
        key: [t for named, t in sheets if named == max(sheets)[0]] for key, sheets in found.items()
    }
    new = {key: [t for t in titles if not _OLD.search(plain(t))] for key, titles in alike.items()}
    return {key: new[key] or titles for key, titles in alike.items()}


def near(title: str, free: list[str], likeness: float) -> list[str]:
    """Return the sheet that may be meant for one that is missing."""
    return difflib.get_close_matches(title, free, 1, likeness)


def like(title: str, sheet: Sheet) -> Text | None:
    """Return which table a sheet may be that is taken for none, and what its header lacks."""
    fits = []
    for table in TABLES:
        keys = matched(table, sheet.rows[header_at(table, sheet)][1]) if sheet.rows else set()
        needed = [c for c in table.columns if table.required(c) and c.instead is None]
        lacking = [c for c in needed if c.key not in keys]
        if len(keys) > 1 and lacking and len(lacking) < len(needed):
            fits.append((len(keys) - len(lacking), table.title, lacking))
    if not fits:
        return None
    _fit, name, lacking = max(fits, key=lambda fit: fit[0])
    zh, en = "、".join(c.title for c in lacking), ", ".join(c.key for c in lacking)
    return Text(
        f"没有读取；若是“{name}”表，表头还应有{zh}",
        f"not read; if it is the table {name}, its header lacks {en}",
    )


def _table(title: str, sheet: Sheet) -> tuple[str, bool]:
    """Return the table that a sheet is, if it is clearly one, and whether its name says so, too."""
    words = {spelled(shown_cell(cell)) for _number, row in sheet.rows for cell in row[:2]}
    if len(words & {s for c in SETTINGS.columns for s in c.spellings}) >= _ITEMS:
        return SETTINGS.key, True
    for _number, row in sheet.rows:
        if tuple(spelled(shown_cell(c)) for c in row[:3]) in OVERRIDE_HEADER.values():
            return OVERRIDES_KEY, True
    fits = sorted(((*_fit(table, title, sheet), table.key) for table in TABLES), reverse=True)
    best, second = fits[0], fits[1]
    if best[:2] == second[:2] or best[1] < 2:
        return "", False
    return best[2], best[0]


def _holds_subjects(sheet: Sheet) -> bool:
    """Return whether most rows name a subject, and none twice: ids and names say nothing."""
    rows = [{plain(shown_cell(c)) for c in row} for _number, row in sheet.rows[1:]]
    found = [word for row in rows for word in row if is_subject(word)]
    return len({*found}) == len(found) > 1 and 2 * len(found) >= len(rows)


def _fit(table: Table, title: str, sheet: Sheet) -> tuple[bool, int]:
    """Return whether the name of a sheet is a word for a table, and how well its header fits.

    A header that fits in less than a sheet of that name must is worth nothing.
    """
    if not sheet.rows:
        return False, 0
    row = sheet.rows[header_at(table, sheet)][1]
    keys = matched(table, row)
    needed = {c.key for c in table.columns if table.required(c) and c.instead is None}
    lacking, unknown = len(needed - keys), sum(not is_empty(c) for c in row) - len(keys)
    named = any(word in plain(title) for word in (table.title, *table.aliases))
    if table.key == "subjects" and "name" in keys and _holds_subjects(sheet):
        return named, max(2, len(keys))
    if named:
        fits = len(keys) >= 2 and 2 * lacking <= len(keys)
    else:
        fits = len(keys) >= 3 and 4 * lacking <= len(keys) and unknown <= len(keys)
    return (named, len(keys) - lacking) if fits else (False, 0)
