"""What is frozen: lessons that keep their time and their people, as hard rules of the week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.sync import common_series
from community.text import Text
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.stay_close import Kept, StayClose
from scheduling.timetable import WeekTimetable
from scheduling.week.courses import TEACHES, course_id, series_id
from scheduling.week.grid import time_id
from scheduling.week.reading import to_solution

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.models import Community
    from scheduling.instance import Instance, Time
    from scheduling.rules.base import Rule
    from scheduling.solution import Lesson
    from scheduling.timetable import ClassLesson


@dataclass(frozen=True)
class Frozen:
    """Lessons that stay as they are, and what people call them.

    Their course keeps its teacher, and has its lessons in the rooms that they have. On the
    ``weekday`` their classes get no lesson besides, and the ``teacher`` at no time of the week.
    """

    title: Text
    lessons: tuple[ClassLesson, ...]
    weekday: int | None = None
    teacher: str = ""


def frozen_rules(
    instance: Instance, community: Community, frozen: Sequence[Frozen]
) -> Iterator[Rule]:
    """Yield the rules that hold what is frozen where it is, each with the title of its part.

    Raises
    ------
    InputError
        When a lesson is none of the week's: its course is gone, say.
    """
    hosts = {s.id: s.host_class for s in common_series(community)} if frozen else {}
    for number, part in enumerate(frozen, 1):
        found = _lessons(instance, community, part)
        yield from _Part(f"frozen_{number}", instance, part, found, hosts).rules()


def _lessons(instance: Instance, community: Community, part: Frozen) -> list[Lesson]:
    """Return frozen lessons as those of the instance."""
    found, wrong = to_solution(instance, community, WeekTimetable("", part.lessons), whole=False)
    if wrong:
        raise InputError([_gone(v.sentence, part.title) for v in wrong])
    meant = {(x.class_id, time_id(x.school, x.weekday, x.slot)) for x in part.lessons}
    of_classes = {e.id: e.classes or (e.class_id,) for e in instance.events}
    return [x for x in found.lessons if any((c, x.time) in meant for c in of_classes[x.event])]


@dataclass(frozen=True)
class _Part:
    """One thing that is frozen; ``hosts`` are the host classes of series."""

    id: str
    instance: Instance
    part: Frozen
    lessons: list[Lesson]
    hosts: dict[str, str]

    def rules(self) -> Iterator[Rule]:
        """Yield what keeps times, people and rooms, and what lets nothing else in."""
        yield StayClose(
            id=self.id,
            title=self.part.title,
            base=tuple(Kept(x.event, x.duration, x.time or "", x.weeks) for x in self.lessons),
        )
        for number, ((role, people), events) in enumerate(self._people().items(), 1):
            yield PreferResources(
                id=f"{self.id}.{role}{number}",
                title=self.part.title,
                role=role,
                resources=people,
                applies_to=AppliesTo(events=tuple(events)),
            )
        for number, (times, resources) in enumerate(self._sealed().items(), 1):
            yield AvoidUnavailableTimes(
                id=f"{self.id}.sealed{number}",
                title=self.part.title,
                times=times,
                applies_to=AppliesTo(resources=tuple(resources)),
            )

    def _people(self) -> dict[tuple[str, tuple[str, ...]], list[str]]:
        """Return the events whose open slots go to the same people or rooms, by role and these."""
        held: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for lesson in self.lessons:
            for role, who in lesson.resources:
                held[lesson.event, role][who] = None
        for row in self.part.lessons:  # the teacher of a receiving class stands in the host class
            if row.series in self.hosts and row.teacher:
                event = series_id(course_id(self.hosts[row.series], row.subject), row.series)
                held[event, TEACHES][row.teacher] = None
        found: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
        for (event, role), people in held.items():
            found[role, tuple(people)].append(event)
        return found

    def _sealed(self) -> dict[tuple[str, ...], list[str]]:
        """Return the classes or the teacher that get no lessons besides, by the times of none."""
        times, found = self.instance.times, defaultdict[tuple[str, ...], list[str]](list)
        if self.part.weekday:
            taken: dict[str, set[int]] = defaultdict(set)
            for lesson in self.lessons:
                event = self.instance.event_by_id[lesson.event]
                for group in event.classes or (event.class_id or "",):
                    taken[group] |= self._running(lesson)
            for group, school in dict.fromkeys((x.class_id, x.school) for x in self.part.lessons):
                here = (school, self.part.weekday)
                free = (i for i, t in enumerate(times) if (t.site, t.weekday) == here)
                found[tuple(times[i].id for i in free if i not in taken[group])].append(group)
        if self.part.teacher:
            busy = [times[i] for x in self.lessons for i in sorted(self._running(x))]
            rest = (t.id for t in times if not any(_overlap(t, b) for b in busy))
            found[tuple(rest)].append(self.part.teacher)
        return {rest: who for rest, who in found.items() if rest}

    def _running(self, lesson: Lesson) -> set[int]:
        """Return the positions of the times of a lesson."""
        first = self.instance.time_index[lesson.time or ""]
        return {*range(first, first + lesson.duration)}


def _overlap(one: Time, other: Time) -> bool:
    """Return whether two times of any schools overlap by the clock."""
    a, b = ((t.start or 0, t.end or 0) for t in (one, other))
    return one.weekday == other.weekday and a[0] < b[1] and b[0] < a[1]


def _gone(sentence: Text, title: Text) -> Problem:
    """Return the problem of a frozen lesson that the week does not know."""
    zh, en = sentence.zh.rstrip("。"), sentence.en.rstrip(".")
    expected = Text(f"锁定或冻结的课：{zh}", f"lessons that stay as they are: {en}")
    return Problem(expected=expected, hint=title)
