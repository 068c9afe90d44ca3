"""What a rule is: the vocabulary that policy, models and checkers share.

A rule is one requirement of one policy or of the physical world. Its strictness is data, never an
"infinite" weight, so that a broken rule can be named and an impossible one explained.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable


UNTITLED = Text("", "")
_INNER = str.maketrans("“”", "‘’")


class Strictness(StrEnum):
    """How binding a rule is (marks H, P and S of the catalogue)."""

    HARD = "hard"
    IN_PRINCIPLE = "in_principle"
    SOFT = "soft"


class CostFunction(StrEnum):
    """Turns the total deviation at one point of application into a cost (XHSTT)."""

    LINEAR = "Linear"
    QUADRATIC = "Quadratic"
    STEP = "Step"

    def __call__(self, deviation: int) -> int:
        """Return the cost of a whole-number deviation >= 0."""
        if self is CostFunction.QUADRATIC:
            return deviation * deviation
        if self is CostFunction.STEP:
            return int(deviation > 0)
        return deviation


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: catalogue rows (``B16``) and the words of the plan.

    People are told the words; the rows go to ``plan.json``. Rules of the physical world (nobody is
    in two places at once) have neither.
    """

    rows: tuple[str, ...] = ()
    quote: str = ""

    def __str__(self) -> str:
        """Return the words in quotation marks; what they quote themselves is in single ones."""
        return f"“{self.quote.translate(_INNER)}”" if self.quote else ""


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken point of one rule, in words that a planner understands.

    ``deviation`` is in the rule's own unit (periods, people, minutes); ``cost`` is what the rule
    charges for it: weight x cost function(deviation). For a hard rule the cost belongs to the hard
    total, for the others to the soft total.
    """

    rule: str
    family: str
    strictness: Strictness
    point: str
    deviation: int
    cost: int
    sentence: Text
    source: str = ""
    parts: tuple[str, ...] = ()
    title: Text = UNTITLED  # of the rule

    @property
    def things(self) -> tuple[str, ...]:
        """What the point names: a resource, event or group; then its day or site, if any."""
        return self.parts or (self.point,)

    @property
    def is_hard(self) -> bool:
        """Whether this violation alone makes a plan unacceptable."""
        return self.strictness is Strictness.HARD


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far one point of application is off, and the sentence that says so."""

    point: str
    amount: int
    sentence: Text
    parts: tuple[str, ...] = ()  # where a point is a resource and its day or site: both


@dataclass(frozen=True, kw_only=True)
class Header:
    """What every rule says of itself, in whichever room it stands."""

    family: ClassVar[str]

    id: str
    title: Text = UNTITLED
    strictness: Strictness = Strictness.HARD
    weight: int = 1
    cost_function: CostFunction = CostFunction.LINEAR
    source: Source = field(default_factory=Source)

    @property
    def name(self) -> Text:
        """The title, or the id of a rule that has none."""
        return self.title if self.title.zh else Text(self.id, self.id)


class Charged(Protocol):
    """What charges for deviations: a rule of a room, or one of a policy."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def family(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> Text: ...  # noqa: D102
    @property
    def strictness(self) -> Strictness: ...  # noqa: D102
    @property
    def weight(self) -> int: ...  # noqa: D102
    @property
    def cost_function(self) -> CostFunction: ...  # noqa: D102
    @property
    def source(self) -> Source: ...  # noqa: D102


def violations(rule: Charged, deviations: Iterable[Deviation]) -> list[Violation]:
    """Return a violation for each point that is off, charged as the rule says."""
    return [
        Violation(
            rule=rule.id,
            family=rule.family,
            strictness=rule.strictness,
            point=d.point,
            deviation=d.amount,
            cost=rule.weight * rule.cost_function(d.amount),
            sentence=d.sentence,
            source=str(rule.source),
            parts=d.parts,
            title=rule.title,
        )
        for d in deviations
    ]


@dataclass(frozen=True, slots=True)
class Cost:
    """Total cost of a plan: hard and soft apart, as in XHSTT. ``in_principle`` counts as soft."""

    hard: int = 0
    soft: int = 0

    @staticmethod
    def of(violations: list[Violation]) -> Cost:
        """Return the sum over violations."""
        hard = sum(v.cost for v in violations if v.is_hard)
        return Cost(hard, sum(v.cost for v in violations) - hard)

    def __str__(self) -> str:
        return f"{self.hard}/{self.soft}"
