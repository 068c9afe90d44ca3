"""What files ask of the weeks of teachers: one row for each person or school and strictness.

A file speaks of its own school. Who teaches at several has a row for each of them; what is asked of
all at the home school is not asked of the whole week of such a person.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from publishing.exchange.found import Found

    Row = dict[str, Any]

_WIDEST = {  # what limits nobody
    **{"min_per_day": 0, "max_per_day": 20, "max_days": 7, "max_gaps_per_day": 20},
    **{"max_gaps": 60, "max_run": 20},
}


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
    several = {who: at for who, at in schools_of(found, keys).items() if len(at) > 1}
    of_all = [row for row in rows if "teacher" not in row]
    for row in (*of_all, *_at_each(several, of_all), *(r for r in rows if "teacher" in r)):
        said = {name: value for name, value in row.items() if name != "at"}
        if row.get("teacher") in several and "at" in row:
            said["school"] = row["at"]
        merged[tuple(said.get(key) for key in _ALIKE)] |= said
    yield from merged.values()
    asked = {limit for row in of_all for limit in row if limit in _WIDEST}
    if asked:
        free = {limit: widest for limit, widest in _WIDEST.items() if limit in asked}
        yield from ({"teacher": who, **free} for who in several)


def _at_each(several: Mapping[str, Iterable[str]], of_all: Iterable[Row]) -> Iterator[Row]:
    """Yield what is asked of all at a school as rows of those who teach elsewhere, too."""
    for who, schools in several.items():
        for row in of_all:
            if row["school"] in schools:
                yield row | {"teacher": who, "at": row["school"]}


_ALIKE = ("teacher", "school", "strictness", "weight")
