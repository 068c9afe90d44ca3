"""Lessons of groups of pupils: parts of a class (分组), or of several classes of a grade (走班).

The groups of one parallel are taught at the same times, each by its own teacher in its own room.
Groups of the same name, in parallels that divide a class alike, are the same pupils.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field

from community.codes import RoomKind  # noqa: TC001 (pydantic reads it at run time)
from community.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class GroupLesson(Record):
    """What one group of a parallel has: a subject, a teacher (open where empty), a room.

    ``room`` is a room by name, ``kind`` one of a kind; neither: as the subject's lessons have it.
    """

    parallel: str
    classes: Annotated[tuple[str, ...], Field(min_length=1)]
    name: str
    subject: str
    teacher: str | None = None
    periods: Annotated[int, Field(ge=1, le=20)] = 1  # a week
    room: str | None = None
    kind: RoomKind | None = None
    pupils: Annotated[int, Field(ge=1, le=500)] | None = None


class Parallel(NamedTuple):
    """The groups of pupils that are taught at the same times, in the order of the rows."""

    id: str
    rows: tuple[GroupLesson, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes whose pupils these are."""
        return self.rows[0].classes

    @property
    def periods(self) -> int:
        """Periods a week."""
        return self.rows[0].periods

    @property
    def names(self) -> frozenset[str]:
        """The names of the groups."""
        return frozenset(row.name for row in self.rows)


def parallels_of(rows: Iterable[GroupLesson]) -> tuple[Parallel, ...]:
    """Return the parallels of some rows, in their order."""
    found: dict[str, list[GroupLesson]] = defaultdict(list)
    for row in rows:
        found[row.parallel].append(row)
    return tuple(Parallel(id, tuple(rows)) for id, rows in found.items())


class Divided(NamedTuple):
    """Parallels that divide a class into the same groups."""

    parallels: tuple[Parallel, ...]

    @property
    def periods(self) -> dict[str, Counter[str]]:
        """Periods a week of each subject that each group has."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for parallel in self.parallels:
            for row in parallel.rows:
                found[row.name][row.subject] += row.periods
        return found

    @property
    def most(self) -> Counter[str]:
        """Periods of each subject of a group that has it: these the class has divided."""
        found: Counter[str] = Counter()
        for periods in self.periods.values():
            found |= periods
        return found


def divisions(parallels: Iterable[Parallel]) -> dict[str, list[Divided]]:
    """Return how each class is divided: parallels with groups of the same names together."""
    found: dict[str, dict[frozenset[str], list[Parallel]]] = defaultdict(lambda: defaultdict(list))
    for parallel in parallels:
        for group in parallel.classes:
            found[group][parallel.names].append(parallel)
    return {
        group: [Divided(tuple(some)) for some in alike.values()] for group, alike in found.items()
    }


def divided_periods(divided: Mapping[str, Iterable[Divided]]) -> Counter[tuple[str, str]]:
    """Return the periods of each class and subject that pupils have in groups."""
    found: Counter[tuple[str, str]] = Counter()
    for group, some in divided.items():
        for one in some:
            found.update({(group, subject): n for subject, n in one.most.items()})
    return found


def standing(divided: Iterable[Divided]) -> dict[str, str]:
    """Return the subject for which each parallel of a class stands in the class's week.

    It is that of one group, the same in parallels that divide the class alike: so each subject has
    as many lessons as a pupil has.
    """
    found: dict[str, str] = {}
    for one in divided:
        name = one.parallels[0].rows[0].name
        for parallel in one.parallels:
            found[parallel.id] = next(row.subject for row in parallel.rows if row.name == name)
    return found
