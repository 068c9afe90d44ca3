"""What every rotation rule has: typed parameters, a check, a constraint and a sentence.

One file for each family. ``deviations`` is plain Python on a finished roster; ``build`` states the
same requirement to CP-SAT. They are written independently and test each other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from community.rule import CostFunction, Source, Strictness, Violation, violations
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import PlacementKind, Teacher
    from community.policy import PolicyRule, Window
    from rotation.axis import Stay
    from rotation.context import Context
    from rotation.move import Direction, Move
    from rotation.setting import Setting
    from rotation.solution import MentorPair, Roster
    from rotation.view import RosterView

STRICT = ConfigDict(frozen=True, extra="forbid")
UNTITLED = Text("", "")


class RuleParameterError(ValueError):
    """A rule of the policy has a parameter that its family does not understand."""


class NoParams(BaseModel):
    """Parameters of a family that has none."""

    model_config = STRICT


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far one point of application is off, and the sentence that says so."""

    point: str
    amount: int
    sentence: Text


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """One requirement on rosters. ``params`` is an instance of the family's ``Params``."""

    family: ClassVar[str]
    Params: ClassVar[type[BaseModel]] = NoParams

    id: str
    title: Text = UNTITLED
    strictness: Strictness = Strictness.HARD
    weight: int = 1
    cost_function: CostFunction = CostFunction.LINEAR
    window: Window | None = None
    source: Source = field(default_factory=Source)
    params: Any = field(default_factory=NoParams)

    def __post_init__(self) -> None:
        self.validate()

    @classmethod
    def from_policy(cls, rule: PolicyRule) -> Rule:
        """Return the rule object of a policy's rule instance.

        Raises
        ------
        RuleParameterError
            When a parameter is missing, unknown or out of range.
        """
        try:
            params = cls.Params.model_validate(rule.params)
        except ValidationError as error:
            raise RuleParameterError(_explain(rule, error)) from None
        return cls(
            id=rule.id,
            title=Text(rule.title_zh, rule.title_en),
            strictness=rule.strictness,
            weight=rule.weight,
            cost_function=rule.cost_function,
            window=rule.window,
            source=Source(rule.rows, rule.quote),
            params=params,
        )

    @classmethod
    def standing(cls, base: Roster | None, price_per_move: int) -> list[Rule]:
        """Return the rules of this family that hold without a policy (the physical world).

        ``base`` is the roster to stay close to, if any.
        """
        return []

    def validate(self) -> None:  # noqa: B027 - most families have nothing to add
        """Raise RuleParameterError where parameters that are good alone do not go together."""

    def applies(self, instance: Setting) -> bool:
        """Return whether the rule has anything to say about an instance."""
        return True

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return the directions and kinds of placement that the rule asks for."""
        return set()

    def wants(self, instance: Setting, move: Move) -> bool:
        """Return whether the rule counts a placement of one of its routes towards what it asks."""
        return (move.direction, move.placement.kind) in self.routes()

    def takes(self, instance: Setting, kind: PlacementKind, stay: Stay) -> bool | None:
        """Return whether the rule's track takes such a placement; None when it says nothing."""
        return None

    def stay(self, kind: PlacementKind) -> int:
        """Return the stay, in terms, that the rule asks of a kind even if the plan ends earlier."""
        return 0

    def short_stays(self, kind: PlacementKind) -> set[int]:
        """Return the lengths in weeks that the rule asks of stays inside a semester."""
        return set()

    def patterns(self) -> tuple[tuple[int, ...], ...]:
        """Return the weekday patterns that the rule allows itinerant teachers."""
        return ()

    def mentor_pairs(self, instance: Setting) -> Iterator[MentorPair]:
        """Yield the pairs of mentor and mentee that the rule asks to choose from."""
        return iter(())

    def relief(self, teacher: Teacher) -> int:
        """Return the periods a week that duties at home take off a teacher's maximum."""
        return 0

    def refusal(
        self, instance: Setting, teacher: Teacher, kind: PlacementKind, ordinal: int
    ) -> Text | None:
        """Return why a teacher may not be sent anywhere with a kind in a semester, or None.

        ``ordinal`` is the semester's place in the sequence of all: 2 x school year + semester - 1.
        """
        return None

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return by how much a placement breaks the rule all by itself, and why; None if not.

        A hard rule's fault keeps the placement out of the candidates.
        """
        return None

    @abstractmethod
    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield the points of application that are off (amount > 0)."""

    @abstractmethod
    def build(self, context: Context) -> None:
        """State the rule to the model through ``context.scope(self)``."""

    def check(self, view: RosterView) -> list[Violation]:
        """Return a violation for each point that is off. Plain Python, no solver."""
        return violations(self, self.deviations(view))


@dataclass(frozen=True, kw_only=True)
class PlacementRule(Rule):
    """A rule that judges every placement by itself: a family only has to write ``fault``.

    What goes on from before the plan was judged when it began.
    """

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield one deviation for each placement with a fault."""
        for move in view.moves:
            found = None if move.is_ongoing else self.fault(view.instance, move)
            if found:
                yield Deviation(view.instance.key(move.placement), *found)

    def build(self, context: Context) -> None:
        """Charge, or forbid, each candidate with a fault."""
        for index, move in enumerate(context.instance.candidates):
            found = None if move.is_ongoing else self.fault(context.instance, move)
            if found:
                context.charge_candidate(self, index, found[0])


def _explain(rule: PolicyRule, error: ValidationError) -> str:
    lines = []
    for item in error.errors():
        name = ".".join(str(part) for part in item["loc"]) or "params"
        lines.append(f"{name} = {item['input']!r}: {item['msg']}")
    return f"rule {rule.id} ({rule.family}): " + "; ".join(lines)
