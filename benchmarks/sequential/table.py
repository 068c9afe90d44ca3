"""The runs as tables: all together, and each community."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Record = dict[str, Any]

WAYS = {
    "after": "school after school",
    "agreed": "fixed points first",
    "joint": "joint plan",
}
FIGURES = {
    "sync_met": "synchronous lessons with all partners",
    "shared_placed": "lessons of shared people placed",
    "unplaced": "periods without a place",
    "hard": "other hard rules",
    "gaps": "gaps of teachers",
    "commutes": "commutes",
    "soft": "soft",
    "soft_whole": "soft, whole parts",
}
SHARES = {"sync_met": "sync", "shared_placed": "shared"}  # of which a figure is a share


def tables(records: Sequence[Record]) -> str:
    """Return the sums over each kind of community, then every community."""
    kinds = {"made by `onebell new`": True, "examples": False}
    parts = []
    for title, made in kinds.items():
        chosen = [r for r in records if (r["made_by"] is not None) == made]
        if chosen:
            whole = "communities in which every lesson has a place"
            head = ("way", "communities", whole, *FIGURES.values())
            parts.append(f"### All {title}\n\n" + _table(head, _sums(chosen)))
    head = ("community", "schools", "shared people", "way", *FIGURES.values(), "seconds")
    parts.append("### Each community\n\n" + _table(head, _rows(records)))
    return "\n".join(parts)


def _sums(records: Sequence[Record]) -> Iterator[list[object]]:
    for way, name in WAYS.items():
        found = [r["ways"][way] for r in records]
        whole = sum(not (f["unplaced"] or f["hard"]) for f in found)
        total = {key: sum(f[key] for f in found) for key in found[0] if key not in _NOT_SUMMED}
        yield [name, len(found), whole, *_figures(total)]


_NOT_SUMMED = ("seconds", "status")


def _rows(records: Iterable[Record]) -> Iterator[list[object]]:
    for record in records:
        for way, name in WAYS.items():
            found = record["ways"][way]
            head = ["", "", ""]
            if way == "after":
                head = [f"`{record['community']}`", record["schools"], found["people"]]
            yield [*head, name, *_figures(found), found["seconds"]]


def _figures(found: Record) -> Iterator[str]:
    for key in FIGURES:
        if key not in SHARES:
            yield f"{found[key]:,}"
        elif found[SHARES[key]]:
            whole = found[SHARES[key]]
            yield f"{found[key]:,} of {whole:,} ({100 * found[key] / whole:.0f}%)"
        else:
            yield "–"


def _table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines)
