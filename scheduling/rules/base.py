"""What every timetabling rule has: XHSTT's constraint header, a check and a constraint.

One file for each family. ``check`` is plain Python on a finished timetable; ``build`` states the
same requirement to CP-SAT, ``demand`` to annealing. They are written independently and test each
other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from community.rule import Deviation, Header, Violation, violations
from community.text import Text
from scheduling.setting import AppliesTo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduling.context import Context
    from scheduling.demands import Demands
    from scheduling.domains import Domains
    from scheduling.setting import Event, Group, Resource, ResourceSlot, Setting, Time
    from scheduling.solution import Schedule

__all__ = ["AppliesTo", "Deviation", "Rule", "label", "listed", "when"]


def label(thing: Time | Group | Resource | Event) -> str:
    """Return what people call a time, group, resource or event."""
    return thing.name or thing.id


def when(time: Time | Group) -> Text:
    """Return what people call a time, or a group of times, in each language."""
    return Text(label(time), time.english or label(time))


def listed(names: Iterable[Text]) -> Text:
    """Return names in a row, in each language."""
    every = [*names]
    return Text("、".join(n.zh for n in every), ", ".join(n.en for n in every))


@dataclass(frozen=True, kw_only=True)
class Rule(Header, ABC):
    """One constraint of a timetabling instance."""

    needs: ClassVar[frozenset[str]] = frozenset({"times"})  # which variables ``build`` speaks of
    points_are: ClassVar[str] = "events"  # the field of ``AppliesTo`` that names its points
    only_grows: ClassVar[bool] = False  # by further lessons: without some, nothing gets worse

    applies_to: AppliesTo = field(default_factory=AppliesTo)

    def applies(self, instance: Setting) -> bool:
        """Return whether the rule has anything to say about an instance."""
        return True

    @abstractmethod
    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Yield the points of application that are off (amount > 0)."""

    def narrow(self, domains: Domains) -> None:
        """Take from the domains what the rule forbids; only called when it is enforced as a whole.

        What is taken away needs no constraint, so ``build`` finds nothing left to forbid there.
        """
        return

    def asks_who(self, event: Event, slot: ResourceSlot) -> bool:
        """Return whether it matters to the rule who fills an open slot of an event."""
        return "resources" in self.needs

    @abstractmethod
    def build(self, context: Context) -> None:
        """State the rule to the model through ``context.scope(self)``."""

    @abstractmethod
    def demand(self, found: Demands) -> None:
        """State the rule to annealing."""

    def check(self, schedule: Schedule) -> list[Violation]:
        """Return a violation for each point that is off. Plain Python, no solver."""
        return violations(self, self.deviations(schedule))
