"""教师课时要求: how the lessons of a teacher, or of a class, lie in the day and in the week."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from community.loads import asked
from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.week.grid import DAYS, day_group
from scheduling.week.loads import limit_load
from scheduling.week.requests.times import header
from scheduling.wording import NO_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from community.records import ClassGroup, Teacher
    from community.requests import LoadRequest
    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame


class Asked(NamedTuple):
    """One limit of one request, and those for whom it is the nearest that speaks of it."""

    frame: Frame
    request: LoadRequest
    limit: str
    value: int
    people: tuple[str, ...]  # teachers, or classes

    def header(self, number: int) -> dict[str, Any]:
        """Return id, title, strictness and weight of a rule."""
        zh, en = TITLES[self.limit]
        title = Text(zh.format(self.value), en.format(self.value))
        return header(self.request, f"load_request_{number}.{self.limit}", title)

    @property
    def site(self) -> str | None:
        """The school at which alone a teacher's lessons are meant; None: all schools."""
        return self.request.school if self.request.teacher else None

    @property
    def days(self) -> tuple[str, ...]:
        """Groups of times of each day, of all schools together or of the one that is meant."""
        return self._known(day_group(d, self.site) for d in DAYS)

    @property
    def half_days(self) -> tuple[str, ...]:
        """Groups of times of each half-day, likewise."""
        return self._known(day_group(d, self.site, half) for d in DAYS for half in ("am", "pm"))

    @property
    def afternoons(self) -> tuple[str, ...]:
        """Groups of times of each afternoon, likewise."""
        return self._known(day_group(d, self.site, "pm") for d in DAYS)

    def at(self, school: str) -> list[Teacher | ClassGroup]:
        """Return those who have lessons at a school, nobody where another one is meant."""
        if self.site not in (None, school):
            return []
        here: dict[str, Teacher | ClassGroup] = {t.id: t for t in self.frame.people.at[school]}
        here |= {g.id: g for g in self.frame.community.classes if g.school == school}
        return [here[p] for p in self.people if p in here]

    def _known(self, groups: Iterator[str]) -> tuple[str, ...]:
        known = {g.id for g in self.frame.time_groups}
        return tuple(g for g in groups if g in known)


def load_rules(frame: Frame) -> Iterator[Rule]:
    """Yield a rule for each limit of each request."""
    requests, classes = frame.community.load_requests, frame.community.classes
    every: tuple[Teacher | ClassGroup, ...] = (*frame.community.teachers, *classes)
    for limit, make in LIMITS.items():
        meant: dict[int, list[str]] = defaultdict(list)
        for person in every:
            number = asked(requests, limit, person)
            if number is not None:
                meant[number].append(person.id)
        for number, row in enumerate(requests):
            if row.teacher and row.school and getattr(row, limit) is not None:
                meant[number] = [row.teacher]
        for number, people in sorted(meant.items()):
            request = requests[number]
            value = getattr(request, limit)
            yield from make(Asked(frame, request, limit, value, tuple(people)), number + 1)


def _per_day(asked: Asked, number: int) -> Iterator[Rule]:
    least = asked.value if asked.limit == "min_per_day" else 0
    most = NO_LIMIT if asked.limit == "min_per_day" else asked.value
    yield LimitBusyTimes(
        **asked.header(number),
        time_groups=asked.days,
        minimum=least,
        maximum=most,
        applies_to=AppliesTo(resources=asked.people),
    )


def _days(asked: Asked, number: int) -> Iterator[Rule]:
    yield ClusterBusyTimes(
        **asked.header(number),
        time_groups=asked.days,
        maximum=asked.value,
        applies_to=AppliesTo(resources=asked.people),
    )


def _half_days(asked: Asked, number: int) -> Iterator[Rule]:
    halves = asked.half_days if asked.limit == "free_half_days" else asked.afternoons
    yield ClusterBusyTimes(
        **asked.header(number),
        time_groups=halves,
        maximum=max(0, len(halves) - asked.value),
        applies_to=AppliesTo(resources=asked.people),
    )


def _gaps(asked: Asked, number: int) -> Iterator[Rule]:
    """Bound the gaps at each school: those of the week together, or those of each day."""
    for school in asked.frame.community.schools:
        for place, days, people in asked.frame.gap_days(school.id, asked.at(school.id)):
            parts = [days] if asked.limit == "max_gaps" else [(day,) for day in days]
            for part in parts:
                common = asked.header(number)
                suffix = place if asked.limit == "max_gaps" else part[0]
                yield LimitIdleTimes(
                    **common | {"id": f"{common['id']}.{suffix}"},
                    time_groups=part,
                    maximum=asked.value,
                    applies_to=AppliesTo(resources=people),
                )


def _run(asked: Asked, number: int) -> Iterator[Rule]:
    yield LimitConsecutive(
        **asked.header(number),
        maximum=asked.value,
        rest_minutes=asked.request.rest_minutes,
        applies_to=AppliesTo(resources=asked.people),
    )


def _load(asked: Asked, number: int) -> Iterator[Rule]:
    limits = {"least" if asked.limit == "min_load" else "most": asked.value}
    yield limit_load(asked.frame, asked.header(number), asked.people, **limits)


LIMITS: dict[str, Callable[[Asked, int], Iterator[Rule]]] = {
    "min_per_day": _per_day,
    "max_per_day": _per_day,
    "max_days": _days,
    "max_gaps_per_day": _gaps,
    "max_gaps": _gaps,
    "max_run": _run,
    "free_half_days": _half_days,
    "min_load": _load,
    "max_load": _load,
    "free_afternoons": _half_days,
}
"""Makers of rules by the limit of a request."""

TITLES = {
    "min_per_day": ("有课的日子每天至少{}节", "at least {} lessons on a day with lessons"),
    "max_per_day": ("每天至多{}节", "at most {} lessons a day"),
    "max_days": ("每周至多{}天有课", "lessons on at most {} days a week"),
    "max_gaps_per_day": ("每天至多{}节空堂", "at most {} gaps a day"),
    "max_gaps": ("每周至多{}节空堂", "at most {} gaps a week"),
    "max_run": ("至多连上{}节", "at most {} lessons in a row"),
    "free_half_days": ("每周至少{}个半天没有课", "at least {} half-days without lessons"),
    "min_load": ("每周至少{}课时", "a load of at least {} lessons a week"),
    "max_load": ("每周至多{}课时", "a load of at most {} lessons a week"),
    "free_afternoons": ("每周至少{}个下午没有课", "at least {} afternoons without lessons"),
}
