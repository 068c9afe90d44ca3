"""How loads are counted: lessons by their weight, other work, preparations beyond the first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from community.text import Text

if TYPE_CHECKING:
    from scheduling.context import Context
    from scheduling.rules.parts import Parts
    from scheduling.solution import Schedule

TOLERANCE = 0.001  # workloads are prorated by duration; thirds must not round up
_WORDS = (Text("授课", "lessons"), Text("班主任", "class"), Text("多备课", "preparations"))


class Beside(NamedTuple):
    """What a resource has beside its lessons, in the workloads' unit.

    ``always`` counts whatever it is given, ``part`` for each part (preparation) after the first.
    """

    resource: str
    always: int = 0
    part: int = 0


class Load(NamedTuple):
    """A load in the workloads' unit: of lessons, of other work, of preparations."""

    lessons: float
    always: int = 0
    parts: int = 0

    @property
    def total(self) -> float:
        """All of it."""
        return self.lessons + self.always + self.parts


@dataclass(frozen=True)
class Counting:
    """What loads are made of.

    ``unit`` is what one ordinary period counts (2 where lessons of odd or even weeks count half);
    deviations count steps of ``step``. ``weighted`` says whether lessons differ in what they count.
    """

    unit: int = 1
    step: int = 1
    weighted: bool = False
    besides: tuple[Beside, ...] = ()
    parts: Parts | None = None

    @cached_property
    def _beside(self) -> dict[str, Beside]:
        return {beside.resource: beside for beside in self.besides}

    @property
    def word(self) -> Text:
        """What a load is called."""
        return Text("折算课时", "weighted load") if self.weighted else Text("工作量", "workload")

    def always(self, resource: str) -> int:
        """Return what a resource has whatever it is given."""
        return self._beside[resource].always if resource in self._beside else 0

    def part(self, resource: str) -> int:
        """Return what each part of a resource after the first counts."""
        return self._beside[resource].part if self.parts and resource in self._beside else 0

    def of(self, schedule: Schedule) -> dict[str, Load]:
        """Return the load of every resource."""
        held = self.parts.held(schedule) if self.parts else {}
        return {
            who: Load(
                schedule.workload[who],
                self.always(who),
                self.part(who) * max(0, len(held.get(who, ())) - 1),
            )
            for who in (resource.id for resource in schedule.instance.resources)
        }

    def told(self, load: Load) -> Text:
        """Return a load in periods, with what it is made of."""
        total, *parts = (f"{round(n / self.unit, 2):g}" for n in (load.total, *load))
        told = [(w, n) for w, n in zip(_WORDS, parts, strict=True) if n != "0"]
        zh = f"（{'、'.join(w.zh + n for w, n in told)}）" if len(told) > 1 else ""
        en = f" ({', '.join(f'{w.en} {n}' for w, n in told)})" if len(told) > 1 else ""
        return Text(total + zh, total + en)

    def stated(self, context: Context, resource: str) -> tuple[Any, int]:
        """Return the load of a resource in a model, and how high it can be."""
        instance = context.instance
        fixed = sum(slot.load(event) for event, slot in instance.events_of[resource])
        fixed += self.always(resource)
        open_ones = [(o.slot.load(o.event), o.literal) for o in context.openings.get(resource, ())]
        load = fixed + sum(amount * literal for amount, literal in open_ones)
        most = fixed + sum(amount for amount, _ in open_ones)
        if self.parts is None or not self.part(resource):
            return load, most
        given = len(self.parts.given(instance, resource))
        has = self.parts.chosen(context, resource)
        more, number = sum(has), len(has)
        if has and not given:
            more, number = more - context.any_of(has), number - 1
        part = self.part(resource)
        return load + part * (max(0, given - 1) + more), most + part * (max(0, given - 1) + number)


PLAIN = Counting()  # lessons and nothing else
