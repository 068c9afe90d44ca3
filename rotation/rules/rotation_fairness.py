"""F07 fairness: volunteers first, and nobody again who went a short time ago."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from pydantic import BaseModel, Field

from community.rule import Strictness
from community.text import Text
from rotation.rules.base import STRICT, Deviation, Rule, RuleParameterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import PlacementKind
    from rotation.instance import RotationInstance
    from rotation.model import Context
    from rotation.move import Move
    from rotation.view import RosterView


class Params(BaseModel):
    """``recent_years``: school years after a placement in which another one is unfair (0: none)."""

    model_config = STRICT

    volunteers_first: bool = True
    recent_years: int = Field(default=0, ge=0, le=30)


class Peers(NamedTuple):
    """Teachers who could go in each other's place: one school, one kind, one standing."""

    home: str
    kind: PlacementKind
    is_backbone: bool
    is_middle_leader: bool

    @classmethod
    def of(cls, move: Move) -> Peers:
        """Return the peers of a placement's teacher."""
        t = move.teacher
        return cls(t.school, move.placement.kind, t.is_backbone, t.is_middle_leader)


@dataclass(frozen=True, kw_only=True)
class RotationFairness(Rule):
    """Charges one for each placement that leaves home and is unfair.

    - It sends a non-volunteer although a volunteer among the peers stays at home during the whole
      plan.
    - It begins less than ``recent_years`` after an earlier placement of the teacher ended
      (history).
    - It is a further placement of the teacher in the plan (when ``recent_years`` is above 0).
    """

    family: ClassVar[str] = "rotation_fairness"
    Params: ClassVar[type[BaseModel]] = Params

    def validate(self) -> None:
        """Refuse to be hard: turn-taking is a matter of degree."""
        if self.strictness is Strictness.HARD:
            raise RuleParameterError(
                f"rule {self.id} (rotation_fairness): strictness hard; use soft or in_principle"
            )

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield unfair peers, recent placements and repeated ones."""
        if self.params.volunteers_first:
            yield from self._passed_over(view)
        if self.params.recent_years:
            yield from self._too_soon(view)

    def _passed_over(self, view: RosterView) -> Iterator[Deviation]:
        instance = view.instance
        sent: dict[Peers, list[Move]] = defaultdict(list)
        for move in view.moves:
            if move.leaves and not move.teacher.volunteer:
                sent[Peers.of(move)].append(move)
        away = {m.teacher.id for m in view.moves if m.leaves}
        volunteers = _volunteers(instance)
        for peers, moves in sent.items():
            staying = [t for t in volunteers.get(peers, ()) if t not in away]
            if staying:
                known = instance.community.teacher_by_id
                go = "、".join(m.teacher.name for m in moves)
                stay = "、".join(known[t].name for t in staying)
                text = Text(
                    f"自愿报名的{stay}未派出，却派出了未报名的{go}。",
                    f"{go} did not volunteer and are sent, while the volunteers {stay} stay.",
                )
                yield Deviation(_peers_id(peers), len(moves), text)

    def _too_soon(self, view: RosterView) -> Iterator[Deviation]:
        instance = view.instance
        for teacher, moves in view.by_teacher.items():
            leaving = [m for m in moves if m.leaves]
            for move in leaving:
                if self._recent(instance, move):
                    what = instance.what(move)
                    text = Text(
                        f"{what.zh}：{self.params.recent_years}年内已交流过。",
                        f"{what.en}: already placed in the last {self.params.recent_years} years.",
                    )
                    yield Deviation(instance.key(move.placement), 1, text)
            if len(leaving) > 1:
                who = instance.who(leaving[0].teacher)
                text = Text(
                    f"{who.zh}在本方案中交流{len(leaving)}次。",
                    f"{who.en} is placed {len(leaving)} times in this plan.",
                )
                yield Deviation(f"{teacher}/again", len(leaving) - 1, text)

    def build(self, context: Context) -> None:
        """Charge the same three things."""
        if self.params.volunteers_first:
            self._build_passed_over(context)
        if not self.params.recent_years:
            return
        scope, instance = context.scope(self), context.instance
        for index, move in enumerate(instance.candidates):
            if move.leaves and self._recent(instance, move):
                context.charge_candidate(self, index, 1)
        for teacher, choices in context.by_teacher.items():
            leaving = [x for m, x in choices if m.leaves]
            if _can_repeat([m for m, _x in choices if m.leaves]):
                upper = len(leaving) - 1
                scope.charge(f"{teacher}/again", scope.above(sum(leaving), 1, upper), upper)

    def _build_passed_over(self, context: Context) -> None:
        scope, instance = context.scope(self), context.instance
        sent: dict[Peers, list[int]] = defaultdict(list)
        for index, move in enumerate(instance.candidates):
            if move.leaves and not move.teacher.volunteer:
                sent[Peers.of(move)].append(index)
        for peers, volunteers in _volunteers(instance).items():
            if peers not in sent:
                continue
            literals = [context.chosen[i] for i in sent[peers]]
            upper = len({instance.candidates[i].teacher.id for i in sent[peers]})
            upper *= instance.horizon + 1
            stays = context.new_bool()
            for teacher in volunteers:
                choices = context.by_teacher[teacher]
                # Nobody may say that no volunteer stays while this one has no placement.
                context.define(sum(x for m, x in choices if m.leaves) + stays >= 1)
            passed_over = context.new_int(0, upper)
            context.define(passed_over >= sum(literals) - upper * (1 - stays))
            scope.charge(_peers_id(peers), passed_over, upper)

    def _recent(self, instance: RotationInstance, move: Move) -> bool:
        now = instance.ordinal(move.first)
        past = instance.years_served.get(move.teacher.id, [])
        return any(start <= now < end + 2 * self.params.recent_years for start, end in past)


def _volunteers(instance: RotationInstance) -> dict[Peers, list[str]]:
    """Return the volunteers who could be sent, by the peers they belong to."""
    found: dict[Peers, dict[str, None]] = defaultdict(dict)
    for move in instance.candidates:
        if move.leaves and move.teacher.volunteer:
            found[Peers.of(move)][move.teacher.id] = None
    return {peers: list(teachers) for peers, teachers in found.items()}


def _can_repeat(moves: list[Move]) -> bool:
    """Return whether two placements of a teacher can follow each other in the plan."""
    return bool(moves) and min(m.end for m in moves) <= max(m.first for m in moves)


def _peers_id(peers: Peers) -> str:
    standing = "backbone" if peers.is_backbone else "ordinary"
    return f"{peers.home}/{peers.kind}/{standing}{'+leader' if peers.is_middle_leader else ''}"
