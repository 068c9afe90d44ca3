"""A community without some of its rows, and without everything that speaks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.tables import TABLES
from community.tables.kinds import Ref, Refs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from community.models import Community
    from community.records import Record
    from community.tables.base import Table

# A row stands without what these columns name; any other is about what it names.
STANDS = {("teachers", "class_teacher_of"), ("schools", "parent"), ("fixed", "teacher")}
STANDS |= {("schools", "wishes"), ("classes", "room"), ("grouped", "teacher"), ("grouped", "room")}

TOGETHER = {("joint", "classes")}  # what two at least have in common


def without(community: Community, gone: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """Return the tables of a community without rows, by table, and what they take with them.

    Parameters
    ----------
    gone
        Ids of the rows to leave out, by table: the classes and staff of a school go with it.
    """
    left_out = {table.key: set(gone.get(table.key, ())) for table in TABLES}
    tables = {table.key: getattr(community, table.key) for table in TABLES}
    again = True
    while again:
        again = False
        for table in TABLES:
            kept = []
            for row in tables[table.key]:
                cut = _cut(table, row, left_out)
                if cut is not None:
                    kept.append(cut)
                    continue
                again = True
                left_out[table.key] |= {row.id} if hasattr(row, "id") else set()
            tables[table.key] = tuple(kept)
    return tables


def _cut(table: Table, row: Record, gone: Mapping[str, Collection[str]]) -> Record | None:
    """Return a row without what is gone; None when it is gone itself, or was about that."""
    if hasattr(row, "id") and row.id in gone.get(table.key, ()):
        return None
    changed: dict[str, Any] = {}
    for column in table.columns:
        kind, value = column.kind, getattr(row, column.key, None)
        if not value or not isinstance(kind, Ref | Refs):
            continue
        names = (value,) if isinstance(kind, Ref) else value
        left = tuple(name for name in names if name not in gone.get(kind.table, ()))
        if left == names:
            continue
        least = 2 if (table.key, column.key) in TOGETHER else 1
        if len(left) < least and (table.key, column.key) not in STANDS:
            return None
        changed[column.key] = left if isinstance(kind, Refs) else None
    return row.model_copy(update=changed) if changed else row
