"""What every rule on communities has: parameters, a check, a constraint and a sentence.

``deviations`` is plain Python on a finished grouping; ``build`` states the same requirement to
CP-SAT. They are written independently and test each other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from community.families.structure import CommunityStructureParams
from community.rule import Deviation, Header, Violation, violations
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rotation.grouping.context import Context
    from rotation.grouping.setting import Setting
    from rotation.grouping.solution import Grouping

__all__ = ["FAMILY", "Deviation", "PairRule", "Rule"]

FAMILY = "community_structure"


@dataclass(frozen=True, kw_only=True)
class Rule(Header, ABC):
    """One requirement. ``asks`` are the parameters of which one makes a policy's rule ask for it.

    Attributes
    ----------
    aspect
        Its name, which is that of its file.
    """

    family: ClassVar[str] = FAMILY
    aspect: ClassVar[str]
    asks: ClassVar[tuple[str, ...]] = ()

    params: CommunityStructureParams = field(default_factory=CommunityStructureParams)

    @classmethod
    def asked_by(cls, params: CommunityStructureParams) -> bool:
        """Return whether the parameters of a policy's rule ask for it."""
        given = (getattr(params, key) for key in cls.asks)
        return any(value is not None and value is not False for value in given)

    @classmethod
    def standing(cls, policy: Sequence[CommunityStructureParams]) -> list[Rule]:
        """Return what holds without being asked for, beside the rules of a policy."""
        return []

    @abstractmethod
    def deviations(self, instance: Setting, grouping: Grouping) -> Iterator[Deviation]:
        """Yield the points of application that are off (amount > 0)."""

    @abstractmethod
    def build(self, context: Context) -> None:
        """State the rule to the model through ``context.scope(self)``."""

    def check(self, instance: Setting, grouping: Grouping) -> list[Violation]:
        """Return a violation for each point that is off. Plain Python, no solver."""
        return violations(self, self.deviations(instance, grouping))

    def said(self, zh: str, en: str) -> Text:
        """Return a sentence that names the rule first."""
        return Text(f"“{self.name.zh}”：{zh}。", f"“{self.name.en}”: {en}.")


@dataclass(frozen=True, kw_only=True)
class PairRule(Rule):
    """A rule that judges each school in the community of a core by itself: see ``fault``."""

    @abstractmethod
    def fault(self, instance: Setting, school: str, core: str) -> tuple[int, Text] | None:
        """Return by how much a school with a core breaks the rule, and why; None if not.

        The core itself is asked about as well, as both.
        """

    def deviations(self, instance: Setting, grouping: Grouping) -> Iterator[Deviation]:
        """Yield one deviation for each school with a fault."""
        for group in grouping.groups:
            for school in group.schools if group.cores else ():
                core = school if school in group.cores else group.cores[0]
                found = self.fault(instance, school, core)
                if found:
                    yield Deviation(school, *found)

    def build(self, context: Context) -> None:
        """Charge, or forbid, each pair with a fault."""
        for school in context.ids:
            for core in context.ids:
                found = self.fault(context.instance, school, core)
                if found:
                    literal = context.joins(school, core)
                    context.forbid_or_charge(self, f"{school}@{core}", literal, found[0])
