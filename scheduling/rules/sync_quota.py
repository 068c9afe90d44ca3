"""SyncQuota: so many synchronous lessons, in so many subjects, for each core-member pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import RECEIVED, Demands
from scheduling.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, slots=True)
class Reception:
    """What one member school receives: (event, subject) of its receiving classes."""

    member: str
    name: str
    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class SyncQuota(Rule):
    """Weekly synchronous lessons times teaching weeks reach a number, in enough subjects.

    A broadcast to two classes of one member counts once for each of its lessons that the host
    gives: events of the same series carry the same subject and are listed once by the compiler.
    The deviation of a pair is lessons lacking in the window plus subjects lacking.
    Source: F16 of the catalogue.
    """

    family: ClassVar[str] = "SyncQuota"
    receptions: tuple[Reception, ...] = ()
    weeks: int = 1
    min_lessons: int = 0
    min_subjects: int = 0

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count placed lessons and their subjects."""
        for pair in self.receptions:
            weekly = 0
            subjects = set()
            for event, subject in pair.events:
                placed = [x for x in schedule.by_event[event] if schedule.start(x) is not None]
                weekly += sum(x.duration for x in placed)
                if placed:
                    subjects.add(subject)
            lessons = weekly * self.weeks
            off = max(0, self.min_lessons - lessons)
            off += max(0, self.min_subjects - len(subjects))
            if off:
                zh = f"核心校与{pair.name}的同步课堂：每周{weekly}节×{self.weeks}周＝{lessons}节、"
                zh += f"{len(subjects)}门学科；"
                zh += f"要求不少于{self.min_lessons}节、{self.min_subjects}门。"
                en = f"Synchronous lessons with {pair.name}: {weekly} a week x {self.weeks} weeks"
                en += f" = {lessons} in {len(subjects)} subjects; at least {self.min_lessons} in "
                en += f"{self.min_subjects} are required."
                yield Deviation(pair.member, off, Text(zh, en))

    def build(self, context: Context) -> None:
        """Count the start literals; lessons that must be placed make this a constant."""
        scope, model = context.scope(self), context.builder.model
        for pair in self.receptions:
            lessons: Any = 0
            by_subject: dict[str, list[Any]] = {}
            for event, subject in pair.events:
                starts = context.starts(event)
                lessons += sum(s.duration * s.literal for s in starts)
                by_subject.setdefault(subject, []).extend(s.literal for s in starts)
            there = []
            for literals in by_subject.values():
                taught = model.new_bool_var("")
                model.add(sum(literals) >= taught)
                there.append(taught)
            off = scope.below(lessons * self.weeks, self.min_lessons, self.min_lessons)
            off += scope.below(sum(there), self.min_subjects, self.min_subjects)
            scope.charge(pair.member, off, self.min_lessons + self.min_subjects)

    def demand(self, found: Demands) -> None:
        """Count the lessons and the subjects that each member lacks."""
        for pair in self.receptions:
            subjects = list(dict.fromkeys(subject for _, subject in pair.events))
            members = [(event, subjects.index(subject)) for event, subject in pair.events]
            least = {"low": self.min_lessons, "groups": [(0, self.min_subjects, 0)]}
            found.units.append((found.add(self, RECEIVED, high=self.weeks, **least), members))
