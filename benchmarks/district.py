"""A district of many schools with a planted timetable, to measure the engine at full size.

Every class gets a random week; a teacher takes a class's subject only if free at all its planted
times. So a timetable exists, whatever the seed.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from community.rule import Strictness
from scheduling.instance import Event, Group, Instance, Resource, ResourceSlot, Time
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.rules.travel_time import TravelTime
from scheduling.solution import Lesson, Solution

PERIODS, DAYS = 7, 5
MORNING = 4  # periods before lunch
# Subject: weekly periods, double lessons, needs a special room.
CURRICULUM = {
    "zh": (6, 1, False),
    "math": (5, 0, False),
    "en": (4, 0, False),
    "pe": (3, 0, False),
    "science": (3, 1, True),
    "morals": (2, 0, False),
    "music": (2, 0, True),
    "art": (2, 1, True),
    "labour": (1, 0, False),
    "it": (1, 0, True),
    "local": (1, 0, False),
}


@dataclass
class District:
    """The problem under construction, with the planted times of every event."""

    schools: int = 11
    classes: int = 180
    itinerant: float = 0.04
    max_load: int = 16
    seed: int = 1
    events: list[Event] = field(default_factory=list)
    teachers: dict[str, set[int]] = field(default_factory=dict)
    homes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    planted: list[Lesson] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.times = [
            Time(
                f"S{s}:{d}.{p}",
                site=f"S{s}",
                weekday=d,
                start=_minute(s, p),
                end=_minute(s, p) + 40,
                joins_next=p not in (MORNING, PERIODS),
            )
            for s in range(self.schools)
            for d in range(1, DAYS + 1)
            for p in range(1, PERIODS + 1)
        ]
        self.index = {t.id: i for i, t in enumerate(self.times)}

    def make(self) -> tuple[Instance, Solution]:
        """Return the instance and its planted timetable."""
        rooms: list[Resource] = []
        for school in range(self.schools):
            groups = len(range(school, self.classes, self.schools))
            self._school(school, groups)
            rooms += self._rooms(school)
        classes = [
            Resource(f"C{s}.{c}", "Class", site=f"S{s}")
            for s in range(self.schools)
            for c in range(len(range(s, self.classes, self.schools)))
        ]
        staff = [Resource(t, "Teacher") for t in self.teachers]
        instance = Instance(
            "district",
            tuple(self.times),
            time_groups=tuple(self._days()),
            resources=(*classes, *staff, *rooms),
            event_groups=tuple(Group(e.id, members=(e.id,)) for e in self.events),
            events=tuple(self.events),
            travel_minutes={
                (f"S{a}", f"S{b}"): 20 + (7 * a + 3 * b) % 15
                for a in range(self.schools)
                for b in range(self.schools)
                if a != b
            },
        )
        object.__setattr__(instance, "rules", tuple(self._rules(instance)))
        return instance, Solution(tuple(self.planted))

    def _days(self) -> list[Group]:
        return [
            Group(
                f"{s}.{d}",
                members=tuple(f"S{s}:{d}.{p}" for p in range(1, PERIODS + 1)),
                kind="Day",
            )
            for s in range(self.schools)
            for d in range(1, DAYS + 1)
        ]

    def _school(self, school: int, classes: int) -> None:
        for number in range(classes):
            week = self._week()
            for subject, starts in week.items():
                self._course(school, number, subject, starts)

    def _week(self) -> dict[str, list[tuple[int, int, int]]]:
        """Return (weekday, period, duration) of the lessons of a class, by subject."""
        while True:
            free = {d: set(range(1, PERIODS + 1)) for d in range(1, DAYS + 1)}
            found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
            if all(self._place(s, free, found) for s in CURRICULUM):
                return found

    def _place(
        self,
        subject: str,
        free: dict[int, set[int]],
        found: dict[str, list[tuple[int, int, int]]],
    ) -> bool:
        periods, doubles, _ = CURRICULUM[subject]
        days: Counter[int] = Counter()
        for duration in [2] * doubles + [1] * (periods - 2 * doubles):
            most = math.ceil(periods / DAYS)
            options = [
                (d, p)
                for d in free
                for p in free[d]
                if days[d] < most
                and (duration == 1 or (p + 1 in free[d] and p not in (MORNING, PERIODS)))
            ]
            if not options:
                return False
            day, period = self.random.choice(options)
            free[day] -= set(range(period, period + duration))
            days[day] += 1
            found[subject].append((day, period, duration))
        return True

    def _course(
        self, school: int, number: int, subject: str, starts: list[tuple[int, int, int]]
    ) -> None:
        positions = [self.index[f"S{school}:{d}.{p}"] + k for d, p, n in starts for k in range(n)]
        event = f"C{school}.{number}/{subject}"
        slots = [
            ResourceSlot("class", "Class", f"C{school}.{number}"),
            ResourceSlot("teacher", "Teacher", self._teacher(school, subject, positions)),
        ]
        if CURRICULUM[subject][2]:
            slots.append(ResourceSlot("room", f"Room.{school}.{subject}"))
        self.events.append(
            Event(event, CURRICULUM[subject][0], slots=tuple(slots), site=f"S{school}")
        )
        self.planted += [Lesson(event, n, f"S{school}:{d}.{p}") for d, p, n in starts]

    def _teacher(self, school: int, subject: str, positions: list[int]) -> str:
        """Return a teacher who is free then; now and then one of the school before."""
        wanted = [school]
        if self.random.random() < self.itinerant and school:
            wanted.insert(0, school - 1)
        for home in wanted:
            prefix = f"T{home}.{subject}."
            known = [t for t in self.teachers if t.startswith(prefix)]
            known.sort(key=lambda t: -len(self.teachers[t]))  # fill the busiest first
            for teacher in known:
                load = len(self.teachers[teacher]) + len(positions)
                if load <= self.max_load and self._is_free(teacher, positions):
                    self.teachers[teacher] |= set(positions)
                    return teacher
        teacher = f"T{school}.{subject}.{len(self.teachers)}"
        self.teachers[teacher] = set(positions)
        return teacher

    def _is_free(self, teacher: str, positions: list[int]) -> bool:
        """Look for a gap of 60 minutes towards lessons at another school."""
        for p in positions:
            for q in self.teachers[teacher]:
                a, b = self.times[p], self.times[q]
                gap = 0 if a.site == b.site else 60
                if a.weekday == b.weekday and a.start < b.end + gap and b.start < a.end + gap:
                    return False
        return True

    def _rooms(self, school: int) -> list[Resource]:
        """Return just as many rooms as the planted timetable needs."""
        found = []
        for subject, (_, _, special) in CURRICULUM.items():
            if special:
                at = Counter(
                    self.index[x.time or ""] + k
                    for x in self.planted
                    if x.event.startswith(f"C{school}.") and x.event.endswith(f"/{subject}")
                    for k in range(x.duration)
                )
                kind = f"Room.{school}.{subject}"
                most = max(at.values())
                found += [Resource(f"R{school}.{subject}.{i}", kind) for i in range(most)]
        return found

    def _rules(self, instance: Instance) -> list[object]:
        by_subject: dict[str, list[str]] = defaultdict(list)
        for event in self.events:
            by_subject[event.id.split("/")[1]].append(event.id)
        days = [g.id for g in instance.time_groups]
        every = AppliesTo(events=tuple(e.id for e in self.events))
        staff = AppliesTo(resources=tuple(self.teachers))
        rules: list[object] = [
            AssignTime(id="assign", applies_to=every),
            AssignResource(id="rooms", role="room", applies_to=every),
            AvoidClashes(
                id="clash", applies_to=AppliesTo(resources=tuple(r.id for r in instance.resources))
            ),
            TravelTime(id="travel", buffer_minutes=5, applies_to=staff),
            LimitIdleTimes(
                id="idle", strictness=Strictness.SOFT, time_groups=tuple(days), applies_to=staff
            ),
        ]
        morning = tuple(t.id for t in self.times if int(t.id.split(".")[1]) <= MORNING)
        for subject in ("zh", "math"):
            rules.append(
                PreferTimes(
                    id=f"morning {subject}",
                    strictness=Strictness.SOFT,
                    times=morning,
                    applies_to=AppliesTo(events=tuple(by_subject[subject])),
                )
            )
        return [*rules, *self._shape(by_subject, days), *self._meetings()]

    def _shape(self, by_subject: dict[str, list[str]], days: list[str]) -> list[object]:
        """Return the rules about splitting and spreading the lessons of each subject."""
        rules: list[object] = []
        for subject, (periods, doubles, _) in CURRICULUM.items():
            events = AppliesTo(events=tuple(by_subject[subject]))
            lessons = periods - doubles
            rules += [
                SplitEvents(
                    id=f"split {subject}",
                    maximum_duration=2 if doubles else 1,
                    minimum_amount=lessons,
                    maximum_amount=lessons,
                    applies_to=events,
                ),
                SpreadEvents(
                    id=f"spread {subject}",
                    spreads=tuple(Spread(d, 0, math.ceil(periods / DAYS)) for d in days),
                    applies_to=AppliesTo(event_groups=tuple(by_subject[subject])),
                ),
            ]
            if doubles:
                rules.append(
                    DistributeSplitEvents(
                        id=f"double {subject}",
                        duration=2,
                        minimum=doubles,
                        maximum=doubles,
                        applies_to=events,
                    )
                )
        return rules

    def _meetings(self) -> list[object]:
        """Every fourth teacher can't come at one of the times free in the planted timetable."""
        found: list[object] = []
        for teacher in list(self.teachers)[::4]:
            home = teacher.split(".")[0].replace("T", "S")
            free = [
                t.id
                for i, t in enumerate(self.times)
                if t.site == home and i not in self.teachers[teacher]
            ]
            found.append(
                AvoidUnavailableTimes(
                    id=f"away {teacher}",
                    times=tuple(self.random.sample(free, 3)),
                    applies_to=AppliesTo(resources=(teacher,)),
                )
            )
        return found


def _minute(school: int, period: int) -> int:
    """Grids differ by up to 20 minutes; 10 minutes of break, 100 of lunch."""
    return 480 + 5 * (school % 5) + 50 * (period - 1) + (90 if period > MORNING else 0)
