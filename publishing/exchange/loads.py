"""What files ask of the weeks of teachers: one row for each person or school and strictness.

A file speaks of its own school. A limit of somebody who teaches at several holds for the whole week
here, so that it is as wide as all of them allow together; that is counted where it is wider.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from publishing.exchange.found import Found

    Row = dict[str, Any]

_LIMITS: dict[str, tuple[int, Callable[[Iterable[int]], int]]] = {
    # what limits nobody, and what several schools ask for together
    "max_days": (7, sum),
    "max_per_day": (20, sum),
    "min_per_day": (0, min),
    "max_gaps": (60, max),  # gaps are counted at each school
    "max_gaps_per_day": (20, max),
    "max_run": (20, max),
}
_WHERE = Text("教师课时要求", "load requests")
_WIDER = Text("在几所学校任课的教师的要求（放宽）", "of teachers of several schools (wider)")


def schools_of(
    found: Found, keys: Mapping[str, Mapping[Hashable, str]]
) -> dict[str, dict[str, None]]:
    """Return the schools at which each teacher has lessons, in the order of the lessons."""
    schools: dict[str, dict[str, None]] = defaultdict(dict)
    for x in found.courses:
        school = found.of("classes")[x.group].values.get("school")
        for who in x.teachers[:1]:
            if school is not None:
                schools[keys["teachers"][who]][keys["schools"][school]] = None
    return schools


def load_rows(
    found: Found, keys: Mapping[str, Mapping[Hashable, str]], rows: Iterable[Row]
) -> Iterator[Row]:
    """Yield the rows; ``at`` in one is the school whose file it comes from."""
    merged: dict[tuple[Any, ...], Row] = defaultdict(dict)
    said: dict[tuple[str | None, str, str], int] = {}  # by teacher (None: all), school and limit
    several = {who: at for who, at in schools_of(found, keys).items() if len(at) > 1}
    for row in rows:
        who, school = row.get("teacher"), row.get("at") or row["school"]
        is_hard = "strictness" not in row
        limits = {limit: value for limit, value in row.items() if limit in _LIMITS}
        if who in several and not is_hard:
            found.losses.add(_WHERE, _WIDER)
            continue
        if is_hard:
            said |= {(who, school, limit): value for limit, value in limits.items()}
        if who not in several:
            key = (who, row.get("school"), row.get("strictness"), row.get("weight"))
            merged[key] |= {name: value for name, value in row.items() if name != "at"}
    yield from merged.values()
    if said:
        yield from _of_several(found, several, said)


def _of_several(
    found: Found,
    several: Mapping[str, Iterable[str]],
    said: Mapping[tuple[str | None, str, str], int],
) -> Iterator[Row]:
    """Yield a row for each teacher of several schools of which something is asked there."""
    for who, schools in several.items():
        row: Row = {"teacher": who}
        for limit, (widest, together) in _LIMITS.items():
            asked = [said.get((who, s, limit), said.get((None, s, limit))) for s in schools]
            values = [value for value in asked if value is not None]
            if values:
                known = len(values) == len(asked)
                value = together(values) if known else widest
                row[limit] = min(value, widest) if widest else value
                exact = known and together is not sum and len({*values}) == 1
                found.losses.add(_WHERE, _WIDER, 0 if exact else 1)
        if len(row) > 1:
            yield row
