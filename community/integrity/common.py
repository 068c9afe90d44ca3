"""Uniqueness of keys, and references to rows that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.draft import Finding
from community.names import canonical
from community.sheets import row_named
from community.tables import TABLES
from community.tables.kinds import Ref, Refs
from community.tables.references import LABELS
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft

UNIQUE = {
    "schools": (("id",),),
    "slots": (("grid", "order"),),
    "rooms": (("id",),),
    "classes": (("id",), ("school", "name")),
    "subjects": (("id",),),
    "curriculum": (("school", "grade", "subject"),),
    "teachers": (("id",),),
    "terms": (("id",), ("school_year", "semester")),
    "calendar": (("date",),),
    "travel": (("origin", "destination"),),
    "sync": (("id",),),
    "placements": (("teacher", "kind", "host", "week", "start"),),
    "joint": (("id",),),
    "teaching": (("class_id", "subject", "binding", "teacher"),),
}
_HINTS: dict[tuple[str, ...], Text] = {
    ("school", "name"): Text(
        "表格软件会把3.10变成3.1，请写成“三年级(10)班”",
        'A spreadsheet turns 3.10 into 3.1: write "三年级(10)班"',
    ),
    ("grid", "order"): Text(
        "两个学段的时段接着编号，如小学1至12、初中13至24；或删去序号一列",
        "Number the slots of two stages on, such as 1-12 and 13-24, or leave the column out",
    ),
}


def unique(draft: Draft) -> Iterator[Finding]:
    """Yield rows whose key another row has already."""
    for table, keys in UNIQUE.items():
        for key in keys:
            first: dict[tuple[Any, ...], int] = {}
            for row in draft.tables.get(table, ()):
                if any(k not in row.values for k in key):
                    continue
                found = tuple(row.values[k] for k in key)
                before = first.setdefault(found, row.number)
                if before != row.number:
                    yield Finding(
                        table,
                        row.number,
                        key[-1],
                        "，".join(map(shown, found)),
                        Text(
                            f"应不重复，{row_named(before).zh}已经有了",
                            f"expected no repetition, {row_named(before).en} has it already",
                        ),
                        _HINTS.get(key),
                    )


def namesakes(draft: Draft) -> Iterator[Finding]:
    """Yield ids that two of classes, teachers and rooms have: lessons know them by these alone."""
    known: dict[str, str] = {}
    for table in ("classes", "teachers", "rooms"):
        rows = list(draft.rows(table, "id"))
        for row in rows:
            other = known.get(row.values["id"])
            if other is not None:
                label = LABELS[other]
                yield Finding(
                    table,
                    row.number,
                    "id",
                    row.values["id"],
                    Text(f"应与{label.zh}的编号不同", f"expected another id than a {label.en}'s"),
                    Text("例如在前面加一个字母", "Put a letter before it, say"),
                )
        known |= {row.values["id"]: table for row in rows}


def references(draft: Draft) -> Iterator[Finding]:
    """Yield references to rows that are not there (a reader has already told its own)."""
    ids = {t.key: {r.values.get("id") for r in draft.tables.get(t.key, ())} for t in TABLES}
    ids["grids"] = {row.values.get("grid") for row in draft.tables.get("slots", ())}
    for table in TABLES:
        for column in table.columns:
            kind = column.kind
            if not isinstance(kind, Ref | Refs) or not draft.complete(
                "slots" if kind.table == "grids" else kind.table
            ):
                continue
            for row in draft.rows(table.key, column.key):
                value = row.values[column.key]
                for id in (value,) if isinstance(kind, Ref) else value:
                    if id not in ids[kind.table]:
                        label = LABELS[kind.table]
                        yield Finding(
                            table.key,
                            row.number,
                            column.key,
                            id,
                            Text(f"应为已有的{label.zh}编号", f"expected a known {label.en} id"),
                        )


def shown(value: Any) -> str:
    """Return a value of a draft as text."""
    if isinstance(value, tuple):
        return canonical(*value)
    return "" if value is None else str(value)
