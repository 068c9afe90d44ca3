"""AdjoinLessons: each lesson of a subject has one of another directly before or after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.codes import ODD_AND_EVEN, WeekPattern
from community.text import Text
from scheduling.demands import ADJOIN, Demands
from scheduling.rules.base import Deviation, Rule, label, when
from scheduling.wording import WEEKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class AdjoinLessons(Rule):
    """The deviation of an event group is the lessons of ``subject`` with no ``other`` beside them.

    The other subject's lesson may be directly before (``before``), directly after (``after``), or
    either; no longer break lies between them than a double lesson may run on over. It is there in
    all weeks of the lesson. Source: FET ("two activities consecutive", "grouped").
    """

    family: ClassVar[str] = "AdjoinLessons"
    points_are: ClassVar[str] = "event_groups"
    subject: str
    other: str
    before: bool = False
    after: bool = False

    def _beside(self, instance: Setting, start: int, duration: int) -> list[int]:
        """Return the times directly before and after a lesson that count."""
        times, end = instance.times, start + duration
        found = []
        if self.before and start and times[start - 1].joins_next:
            found.append(start - 1)
        if self.after and end < len(times) and times[end - 1].joins_next:
            found.append(end)
        return found

    def _events(self, instance: Setting, group: str) -> tuple[list[str], list[str]]:
        """Return the events of the subject, and of the other one."""
        members = instance.event_group(group).members
        subjects = {e: instance.event_by_id[e].subject for e in members}
        mine = [e for e in members if subjects[e] == self.subject]
        return mine, [e for e in members if subjects[e] == self.other]

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Look for a running lesson of the other subject beside each lesson."""
        instance = schedule.instance
        for group in self.applies_to.event_groups:
            mine, others = self._events(instance, group)
            taken = {
                (t, half)
                for event in others
                for lesson in schedule.by_event[event]
                for t in schedule.running(lesson)
                for half in ODD_AND_EVEN
                if lesson.weeks.meets(half)
            }
            alone: list[tuple[Text, list[WeekPattern]]] = []
            for lesson in (x for event in mine for x in schedule.by_event[event]):
                if not (run := schedule.running(lesson)):
                    continue
                beside = self._beside(instance, run[0], len(run))
                held = [half for half in ODD_AND_EVEN if lesson.weeks.meets(half)]
                lacking = [w for w in held if taken.isdisjoint((t, w) for t in beside)]
                if lacking:
                    alone.append((when(instance.times[run[0]]), lacking))
            if alone:
                one, other = (label(instance.event_by_id[e[0]]) for e in (mine, others))
                where = Text("之前或之后", "before or after")
                if not (self.before and self.after):
                    where = Text("之后", "after") if self.after else Text("之前", "before")
                zh = "、".join(f"{at.zh}{_weeks(lacking).zh}" for at, lacking in alone)
                en = ", ".join(f"{at.en}{_weeks(lacking).en}" for at, lacking in alone)
                text = Text(
                    f"{one}在{zh}上课，{where.zh}没有紧接着{other}。",
                    f"{one} at {en}: {other} is not directly {where.en} it.",
                )
                yield Deviation(group, len(alone), text)

    def build(self, context: Context) -> None:
        """Charge each start that has no running lesson of the other subject beside it."""
        scope, instance, model = context.scope(self), context.instance, context.builder.model
        for group in self.applies_to.event_groups:
            mine, others = self._events(instance, group)
            alone: list[Any] = []
            for start in (s for event in mine for s in context.starts(event)):
                times = self._beside(instance, start.time, start.duration)
                near = [x for t in times for e in others for x in context.running(e, t)]
                found = [held for (held,) in context.by_weeks([near])]
                if start.weeks is not WeekPattern.ALL:
                    found = [context.held_in(near, start.weeks)]
                literal = start.literal
                if all(found):
                    literal = model.new_bool_var("")
                    for held in found:
                        model.add(literal + sum(held) >= start.literal)
                alone.append(literal)
            scope.charge(group, sum(alone), len(alone))

    def demand(self, found: Demands) -> None:
        """Say which events are meant (1) and which stand beside (0), and where lessons join."""
        instance = found.instance
        for group in self.applies_to.event_groups:
            mine, others = self._events(instance, group)
            demand = found.add(self, ADJOIN, low=self.before, high=self.after, mask=found.joins)
            found.units.append((demand, [(e, 1) for e in mine] + [(e, 0) for e in others]))


def _weeks(lacking: list[WeekPattern]) -> Text:
    """Return in brackets the weeks that are meant, where they are not all."""
    if len(lacking) > 1:
        return Text("", "")
    weeks = WEEKS[lacking[0]]
    return Text(f"（{weeks.zh}）", f" ({weeks.en})")
