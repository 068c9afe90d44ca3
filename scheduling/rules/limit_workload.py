"""LimitWorkload: the total workload of a resource (XHSTT), with what counts beside its lessons."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from community.text import Text
from scheduling.demands import PREPARED, WORKLOAD, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.rules.parts import Parts
    from scheduling.setting import Event, ResourceSlot
    from scheduling.solution import Schedule


NO_LIMIT = 1_000_000
TOLERANCE = 0.001  # workloads are prorated by duration; thirds must not round up


class Beside(NamedTuple):
    """What a resource has beside its lessons, in the workloads' unit.

    ``always`` counts whatever it is given, ``part`` for each part (preparation) after the first.
    """

    resource: str
    always: int = 0
    part: int = 0


@dataclass(frozen=True, kw_only=True)
class LimitWorkload(Rule):
    """A resource's workload lies between ``minimum`` and ``maximum``, in the workloads' unit.

    A lesson carries the share of its event's workload that it has of its duration. A slot without
    a workload has its event's, and an event without one its duration. ``unit`` is what one ordinary
    period counts (2 where lessons of odd or even weeks count half); sentences speak of periods.
    The deviation counts steps of ``step``, rounded up.
    """

    family: ClassVar[str] = "LimitWorkload"
    points_are: ClassVar[str] = "resources"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    minimum: int = 0
    maximum: int
    unit: int = 1
    step: int = 1
    weighted: bool = False  # whether lessons differ in what they count, for sentences
    besides: tuple[Beside, ...] = ()
    parts: Parts | None = None

    def asks_who(self, event: Event, slot: ResourceSlot) -> bool:
        """Return whether the slot brings work."""
        return slot.load(event) > 0

    @cached_property
    def beside(self) -> dict[str, Beside]:
        """What each resource has beside its lessons."""
        return {beside.resource: beside for beside in self.besides}

    def always(self, resource: str) -> int:
        """Return what a resource has whatever it is given."""
        return self.beside[resource].always if resource in self.beside else 0

    def _for_parts(self, resource: str) -> int:
        return self.beside[resource].part if self.parts and resource in self.beside else 0

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Compare the total workload, rounding the deviation up."""
        held = self.parts.held(schedule) if self.parts else {}
        for resource in self.applies_to.all_resources(schedule.instance):
            lessons, always = schedule.workload[resource], self.always(resource)
            more = self._for_parts(resource) * max(0, len(held.get(resource, ())) - 1)
            load = lessons + always + more
            off = max(self.minimum - load, load - self.maximum) - TOLERANCE
            if off > 0:
                text = self._sentence(schedule, resource, (lessons, always, more))
                yield Deviation(resource, math.ceil(off / self.step), text)

    def _sentence(self, schedule: Schedule, resource: str, of: tuple[float, ...]) -> Text:
        """Return what the workload is made of: lessons, other work, further preparations."""
        name = label(schedule.instance.resource_by_id[resource])
        least, most = self.minimum / self.unit, self.maximum / self.unit
        wanted = Text(*(between(least, most),) * 2)
        if self.maximum >= NO_LIMIT:
            wanted = Text(f"至少{least:g}", f"at least {least:g}")
        total, *parts = (f"{round(n / self.unit, 2):g}" for n in (sum(of), *of))
        words = (Text("授课", "lessons"), Text("班主任", "class"), Text("多备课", "preparations"))
        told = [(w, n) for w, n in zip(words, parts, strict=True) if n != "0"]
        zh = f"（{'、'.join(w.zh + n for w, n in told)}）" if len(told) > 1 else ""
        en = f" ({', '.join(f'{w.en} {n}' for w, n in told)})" if len(told) > 1 else ""
        what = Text("折算课时", "weighted load") if self.weighted else Text("工作量", "workload")
        return Text(
            f"{name}的{what.zh}为{total}{zh}（应为{wanted.zh}）。",
            f"{name} has a {what.en} of {total}{en} (wanted {wanted.en}).",
        )

    def build(self, context: Context) -> None:
        """Add up the workloads of fixed slots and of chosen ones."""
        scope, instance = context.scope(self), context.instance
        for resource in self.applies_to.all_resources(instance):
            fixed = sum(slot.load(event) for event, slot in instance.events_of[resource])
            fixed += self.always(resource)
            openings = context.openings.get(resource, ())
            open_ones = [(o.slot.load(o.event), o.literal) for o in openings]
            load = fixed + sum(amount * literal for amount, literal in open_ones)
            most = fixed + sum(amount for amount, _ in open_ones)
            if part := self._for_parts(resource):
                preparations, number = self._preparations(context, resource)
                load, most = load + part * preparations, most + part * number
            scope.charge(
                resource, *scope.between(load, self.minimum, self.maximum, most, self.step)
            )

    def _preparations(self, context: Context, resource: str) -> tuple[Any, int]:
        """Return the parts of a resource after the first, and how many they are at most."""
        assert self.parts is not None
        given = len(self.parts.given(context.instance, resource))
        has = self.parts.chosen(context, resource)
        if given or not has:
            return max(0, given - 1) + sum(has), max(0, given - 1) + len(has)
        return sum(has) - context.any_of(has), len(has) - 1

    def demand(self, found: Demands) -> None:
        """Bound the workload of each resource; with preparations, over all its open places."""
        instance, usual = found.instance, None
        resources = self.applies_to.all_resources(instance)
        counted = [r for r in resources if self._for_parts(r)]
        places = self.parts.places(found, counted) if self.parts else {}
        for resource in resources:
            always = self.always(resource)
            limits = {"low": self.minimum - always, "high": self.maximum - always}
            if resource in counted:
                self._with_parts(found, resource, limits, places[resource])
            elif always:
                demand = found.add(self, WORKLOAD, step=self.step, **limits)
                found.of_resource[resource].append(demand)
            else:
                usual = usual or found.add(self, WORKLOAD, step=self.step, **limits)
                found.of_resource[resource].append(usual)

    def _with_parts(
        self,
        found: Demands,
        resource: str,
        limits: dict[str, int],
        may: list[tuple[str, int, int]],
    ) -> None:
        assert self.parts is not None
        given, part = len(self.parts.given(found.instance, resource)), self._for_parts(resource)
        settled = part * max(0, given - 1)
        limits = {key: limit - settled for key, limit in limits.items()}
        if not may:
            demand = found.add(self, WORKLOAD, step=self.step, **limits)
            found.of_resource[resource].append(demand)
            return
        index, free = found.instance.resource_index[resource], int(not given)
        groups = [(free, number, part) for _, _, number in may]
        demand = found.add(self, PREPARED, place=index, step=self.step, groups=groups, **limits)
        found.units.append((demand, [(event, place) for event, place, _ in may]))
