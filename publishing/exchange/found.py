"""What files of other programs say of schools, before it becomes a community's tables.

Things are kept under keys of the reader's choice; in the values of a thing another thing stands by
its key. What the files do not say is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from community.models import WeekPattern
from publishing.exchange.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


@dataclass(slots=True)
class Thing:
    """A school, subject, class, room or person: the id it would like, its name, and the rest."""

    wish: str
    name: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Course:
    """What a class is taught, how many periods a week (``doubles`` in pairs), and by whom.

    ``periods`` and ``doubles`` are None where nobody says. ``blocks`` are the lengths of lessons of
    three periods and more.
    """

    group: Hashable
    subject: Hashable
    teachers: tuple[Hashable, ...]
    periods: float | None
    doubles: int | None = None
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A lesson of a class with its place in the week; periods of a day count from 1.

    What is asked of its time too is ``asked``.
    """

    group: Hashable
    subject: Hashable
    teachers: tuple[Hashable, ...]
    weekday: int
    period: int
    length: int = 1
    weeks: WeekPattern = WeekPattern.ALL
    room: Hashable | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Lessons that classes have together with one teacher: periods a week, ``length`` at a time."""

    groups: tuple[Hashable, ...]
    subject: Hashable
    periods: float
    length: int = 1


@dataclass(frozen=True, slots=True)
class Bell:
    """A period of a school's day; times are minutes since midnight, None where nobody says.

    ``weekdays`` are those that have it; empty where it is every day of the school's week.
    """

    school: Hashable
    number: int
    name: str
    start: int | None = None
    end: int | None = None
    weekdays: tuple[int, ...] = ()


class Period(NamedTuple):
    """A period by the number that a school's file gives it."""

    school: Hashable
    number: int


@dataclass(slots=True)
class Found:
    """Everything that was found, and what was lost of it.

    ``asked`` are rows of the tables of requests, in which things stand by their keys (several in a
    tuple) and slots as ``Period``.
    """

    id: str = ""
    name: str = ""
    things: dict[str, dict[Hashable, Thing]] = field(default_factory=dict)
    terms: list[dict[str, Any]] = field(default_factory=list)
    bells: list[Bell] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    together: list[Together] = field(default_factory=list)
    asked: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lessons: list[Placed] = field(default_factory=list)
    losses: Losses = field(default_factory=Losses)

    def of(self, table: str) -> dict[Hashable, Thing]:
        """Return the things of a table."""
        return self.things.setdefault(table, {})

    def days(self) -> dict[Hashable, list[Bell]]:
        """Return the periods of each school's day in order: the n-th is the n-th slot there."""
        by_school: dict[Hashable, dict[int, Bell]] = {}
        for bell in self.bells:
            by_school.setdefault(bell.school, {}).setdefault(bell.number, bell)
        return {school: [bells[n] for n in sorted(bells)] for school, bells in by_school.items()}

    def ask(self, table: str, **values: Any) -> None:
        """Add a row to a table of requests."""
        self.asked.setdefault(table, []).append(values)

    def add(self, table: str, key: Hashable, wish: str, name: str, **values: Any) -> Thing:
        """Return the thing under a key, made when it is new; values that say something stay."""
        thing = self.of(table).setdefault(key, Thing(wish, name))
        for column, value in values.items():
            if value not in (None, ""):
                thing.values.setdefault(column, value)
        return thing


def courses_of(lessons: Iterable[Placed]) -> list[Course]:
    """Return the courses that a timetable holds, where nothing but the timetable is known."""
    periods: dict[tuple[Hashable, Hashable, tuple[Hashable, ...]], list[float]] = {}
    for x in lessons:
        held = x.length * (1.0 if x.weeks is WeekPattern.ALL else 0.5)
        found = periods.setdefault((x.group, x.subject, x.teachers), [0.0, 0])
        found[0] += held
        found[1] += x.length == 2
    return [Course(*key, held, int(doubles)) for key, (held, doubles) in periods.items()]
