"""StayClose: a price for each lesson that is not where a published timetable has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from community.models import WeekPattern
from community.text import Text
from scheduling.demands import PATTERNS, STAY, Demands
from scheduling.rules.base import Deviation, Rule
from scheduling.wording import event_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scheduling.context import Context
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


_Where = tuple[int, str, WeekPattern]  # duration, time and weeks of a lesson


class Kept(NamedTuple):
    """A lesson of the published timetable."""

    event: str
    duration: int
    time: str
    weeks: WeekPattern = WeekPattern.ALL


@dataclass(frozen=True, kw_only=True)
class StayClose(Rule):
    """Lessons stay where they are; the deviation of an event is the number of lessons moved.

    Lessons of events that no longer exist cost nothing.
    """

    family: ClassVar[str] = "StayClose"
    base: tuple[Kept, ...] = ()

    @cached_property
    def _by_event(self) -> dict[str, Counter[_Where]]:
        found: dict[str, Counter[_Where]] = {}
        for kept in self.base:
            found.setdefault(kept.event, Counter())[kept.duration, kept.time, kept.weeks] += 1
        return found

    def _kept(self, instance: Setting) -> Iterator[tuple[str, Counter[_Where]]]:
        for event, lessons in self._by_event.items():
            if event in instance.event_by_id:
                yield event, lessons

    def of(self, events: Collection[str]) -> StayClose:
        """Return the rule for the lessons of some events alone."""
        return replace(self, base=tuple(kept for kept in self.base if kept.event in events))

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Compare the lessons of each event as a multiset of (duration, time)."""
        instance = schedule.instance
        for event, lessons in self._kept(instance):
            now = Counter((x.duration, x.time or "", x.weeks) for x in schedule.by_event[event])
            moved = (lessons - now).total()
            if moved:
                name = event_name(instance, event)
                zh = f"“{name}”有{moved}节课不在原来的时间。"
                yield Deviation(event, moved, Text(zh, f"“{name}”: {moved} lessons moved."))

    def build(self, context: Context) -> None:
        """Charge a lesson of the base whose start literal is false or is no longer possible."""
        instance, scope = context.instance, context.scope(self)
        for event, lessons in self._kept(instance):
            at: dict[_Where, list[Any]] = {}
            for start in context.starts(event):
                key = (start.duration, instance.times[start.time].id, start.weeks)
                at.setdefault(key, []).append(start.literal)
            moved: Any = 0
            for key, count in lessons.items():
                moved += scope.below(sum(at.get(key, [])), count, count)
            scope.charge(event, moved, lessons.total())

    def demand(self, found: Demands) -> None:
        """Say where and for how long an event had its lessons: time and weeks, length, how many."""
        index = found.instance.time_index
        for event, lessons in self._kept(found.instance):
            held = [
                # A time that is gone is one that no lesson has.
                (index.get(at, len(index)) * len(PATTERNS) + PATTERNS.index(weeks), length, count)
                for (length, at, weeks), count in lessons.items()
            ]
            found.of_event[event].append(found.add(self, STAY, groups=held))
