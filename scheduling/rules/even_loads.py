"""EvenLoads: colleagues who are alike have loads that are not far apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.text import Text
from scheduling.demands import UNEVEN, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.rules.counted_load import PLAIN, TOLERANCE, Counting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Event, ResourceSlot
    from scheduling.solution import Schedule


class Colleagues(NamedTuple):
    """Resources that are to have about the same load, and what they are called together."""

    id: str
    name: Text
    resources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EvenLoads(Rule):
    """Among colleagues, the greatest load is at most ``maximum`` above the least, in its unit.

    The deviation of each group counts steps of what is beyond, rounded up.
    """

    family: ClassVar[str] = "EvenLoads"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    groups: tuple[Colleagues, ...]
    maximum: int = 0
    counting: Counting = PLAIN

    def asks_who(self, event: Event, slot: ResourceSlot) -> bool:
        """Return whether the slot brings work."""
        return slot.load(event) > 0

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Compare the greatest and the least load of each group."""
        loads, counting = self.counting.of(schedule), self.counting
        for group in self.groups:
            most = max(group.resources, key=lambda r: loads[r].total)
            least = min(group.resources, key=lambda r: loads[r].total)
            gap = loads[most].total - loads[least].total
            off = gap - self.maximum - TOLERANCE
            if off > 0:
                names = [label(schedule.instance.resource_by_id[r]) for r in (most, least)]
                told = [counting.told(loads[r]) for r in (most, least)]
                far, may = (f"{round(n / counting.unit, 2):g}" for n in (gap, self.maximum))
                what, (high, low), (one, other) = counting.word, names, told
                text = Text(
                    f"{group.name.zh}的{what.zh}相差{far}：{high} {one.zh}，{low} {other.zh}，"
                    f"应不超过{may}。",
                    f"The {what.en} of {group.name.en} differs by {far}: {high} {one.en}, "
                    f"{low} {other.en}; wanted at most {may}.",
                )
                yield Deviation(group.id, math.ceil(off / counting.step), text)

    def build(self, context: Context) -> None:
        """Bound the loads of each group from above and below."""
        scope, model = context.scope(self), context.builder.model
        for group in self.groups:
            loads = [self.counting.stated(context, r) for r in group.resources]
            largest = max(most for _, most in loads)
            high, low = (model.new_int_var(0, largest, "") for _ in range(2))
            for load, _ in loads:
                model.add(high >= load)
                model.add(low <= load)
            over, step = largest - self.maximum, self.counting.step
            off = scope.above(high - low, self.maximum, over, step)
            scope.charge(group.id, off, -(-over // step))

    def demand(self, found: Demands) -> None:
        """Compare the loads over all places that somebody of the group may fill."""
        instance, counting = found.instance, self.counting
        for group in self.groups:
            mine = set(group.resources)
            places = [
                (event.id, place, part)
                for event in instance.events
                for place, slot in enumerate(event.slots)
                if slot.load(event) and self._reaches(found, event, slot, mine)
                for part in self._parts(slot, event.id)
            ]
            people = []
            for resource in group.resources:
                index = instance.resource_index[resource]
                people.append((index, counting.always(resource), counting.part(resource)))
            parts = [(0, part, 0) for _, _, part in places]
            demand = found.add(
                self,
                UNEVEN,
                low=len(people),
                high=self.maximum,
                step=counting.step,
                groups=[*people, *parts],
            )
            found.units.append((demand, [(event, place) for event, place, _ in places]))

    def _parts(self, slot: ResourceSlot, event: str) -> list[int]:
        """Return the parts that a slot belongs to; -1 alone for none."""
        parts = self.counting.parts
        return parts.parts_of.get(event, [-1]) if parts and slot.role == parts.role else [-1]

    @staticmethod
    def _reaches(found: Demands, event: Event, slot: ResourceSlot, mine: set[str]) -> bool:
        if slot.resource is not None:
            return slot.resource in mine
        return not mine.isdisjoint(found.candidates(event, slot.role, slot.type))
