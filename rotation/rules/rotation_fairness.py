"""F07 fairness: volunteers first, nobody again a short time after, everybody once a round."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from community.families.turns import RotationFairnessParams
from community.text import Text
from rotation.rules.base import Deviation, Rule
from rotation.turns import most_placements, rounds, served_in_rounds, serving_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from community.models import PlacementKind
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.turns import Round
    from rotation.view import RosterView

NAMED = 5  # people whom a sentence names at most
UNBOUND = 1_000  # services that nobody reaches: the level where nobody is waited for


class Peers(NamedTuple):
    """Teachers who could go in each other's place: one school, kind, standing, and round."""

    home: str
    kind: PlacementKind
    is_backbone: bool
    is_middle_leader: bool
    served: int  # services before the plan, where people go round by round

    @property
    def point(self) -> str:
        """The stable name of the group."""
        standing = "backbone" if self.is_backbone else "ordinary"
        standing += "+leader" if self.is_middle_leader else ""
        return f"{self.home}/{self.kind}/{standing}" + (f"/{self.served}" if self.served else "")


@dataclass(frozen=True, kw_only=True)
class RotationFairness(Rule):
    """Charges one for each placement that leaves home and is unfair.

    - It sends a non-volunteer where peers have volunteered. (To charge it only while a volunteer
      stays at home was tried: no bound came near it at the size of a district.)
    - It begins less than ``recent_years`` after an earlier placement of the teacher ended
      (history).
    - It is a further placement of the teacher in the plan (when ``recent_years`` is above 0).

    With ``round_robin``, further: nobody begins a service n+1 before everybody in the round has
    begun n. The deviation of a start is the number of services that the last one is behind n.
    """

    family: ClassVar[str] = "rotation_fairness"
    Params: ClassVar[type[BaseModel]] = RotationFairnessParams

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield unfair peers, recent placements and repeated ones, and turns taken too early."""
        if self.params.volunteers_first:
            yield from self._passed_over(view)
        if self.params.recent_years:
            yield from self._too_soon(view)
        if self.params.round_robin:
            for turns in rounds(view.instance, self):
                yield from self._out_of_turn(view, turns)

    def _passed_over(self, view: RosterView) -> Iterator[Deviation]:
        instance = view.instance
        served = served_in_rounds(instance)
        sent: dict[Peers, list[Move]] = defaultdict(list)
        for move in view.moves:
            if move.leaves and not move.teacher.volunteer:
                sent[_peers(served, move)].append(move)
        volunteers = _volunteers(instance)
        for peers, moves in sent.items():
            if peers in volunteers:
                known = instance.community.called
                go = "、".join(dict.fromkeys(instance.called(m.teacher) for m in moves))
                named = "、".join(known[t] for t in volunteers[peers])
                text = Text(
                    f"未报名而派出{len(moves)}人次（{go}），同校同类有自愿报名的{named}。",
                    f"{len(moves)} placements of people who did not volunteer ({go}), "
                    f"where others of their kind did ({named}).",
                )
                yield Deviation(peers.point, len(moves), text)

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

    def _out_of_turn(self, view: RosterView, turns: Round) -> Iterator[Deviation]:
        """Go through the starts of a school's people, and look who was behind at that time."""
        starts: dict[str, list[int]] = {
            t: sorted(m.first for m in view.by_teacher.get(t, ()) if self._serves(m))
            for t in turns.served
        }
        for block in range(view.instance.horizon):
            begun = {t: n + sum(f <= block for f in starts[t]) for t, n in turns.served.items()}
            behind = {t: begun[t] for t in turns.awaited(block)}
            for teacher in turns.served:
                least = begun[teacher] - 1
                late = {t: n for t, n in behind.items() if n < least}
                if late and block in starts[teacher]:
                    when = view.instance.blocks[block].id
                    text = self._turn_text(view.instance, teacher, block, (least + 1, late))
                    yield Deviation(f"{teacher}/{when}", least - min(late.values()), text)

    def _turn_text(
        self,
        instance: Setting,
        teacher: str,
        block: int,
        found: tuple[int, dict[str, int]],
    ) -> Text:
        known, (number, late) = instance.community.teacher_by_id, found
        who, when = instance.who(known[teacher]), instance.blocks[block].name
        names = [
            instance.called(known[t]) for t in sorted(late, key=lambda t: (late[t], t))[:NAMED]
        ]
        more = len(late) > NAMED
        fewest, title = min(late.values()), self.title
        return Text(
            f"“{title.zh}”：{when.zh}{who.zh}开始第{number}次，而{'、'.join(names)}"
            f"{'等' if more else ''}{len(late)}人不足{number - 1}次（最少{fewest}次）。",
            f"“{title.en}”, {when.en}: {who.en} begins service {number} while {len(late)} have "
            f"fewer than {number - 1} ({fewest} at least): {', '.join(names)}"
            f"{', ...' if more else '.'}",
        )

    def build(self, context: Context) -> None:
        """Charge the same four things."""
        if self.params.volunteers_first:
            self._build_passed_over(context)
        if self.params.recent_years:
            self._build_too_soon(context)
        if self.params.round_robin:
            for turns in rounds(context.instance, self):
                self._build_rounds(context, turns)

    def _build_too_soon(self, context: Context) -> None:
        scope, instance = context.scope(self), context.instance
        for index, move in enumerate(instance.candidates):
            if move.leaves and self._recent(instance, move):
                context.charge_candidate(self, index, 1)
        for teacher, choices in context.by_teacher.items():
            leaving = [x for m, x in choices if m.leaves]
            upper = most_placements([m for m, _x in choices if m.leaves]) - 1
            scope.charge(f"{teacher}/again", scope.above(sum(leaving), 1, upper), upper)

    def _build_passed_over(self, context: Context) -> None:
        scope, instance = context.scope(self), context.instance
        served = served_in_rounds(instance)
        sent: dict[Peers, list[int]] = defaultdict(list)
        for index, move in enumerate(instance.candidates):
            if move.leaves and not move.teacher.volunteer:
                sent[_peers(served, move)].append(index)
        for peers in _volunteers(instance):
            if peers in sent:
                literals = [context.chosen[i] for i in sent[peers]]
                upper = most_placements([instance.candidates[i] for i in sent[peers]])
                scope.charge(peers.point, sum(literals), upper)

    def _build_rounds(self, context: Context, turns: Round) -> None:
        """Let a level be at most everybody's services in each block, and bind each start to it."""
        scope, instance = context.scope(self), context.instance
        starts = {
            t: [(m, x) for m, x in context.by_teacher.get(t, ()) if self._serves(m)]
            for t in turns.served
        }
        for block in range(instance.horizon):
            begun = {t: [(m, x) for m, x in starts[t] if m.first <= block] for t in turns.served}
            level, least = _level(context, turns, block, begun)
            for teacher, served in turns.served.items():
                upper = served + most_placements([m for m, _x in begun[teacher]]) - 1 - least
                now = [(m, x) for m, x in begun[teacher] if m.first == block]
                if now and upper > 0:
                    begins = _any_of(context, now)
                    before = served + sum(x for _m, x in begun[teacher]) - begins
                    loose = served + most_placements(
                        [m for m, _x in begun[teacher] if m.first < block]
                    )
                    ahead = before - level - (loose - least) * (1 - begins)
                    off = scope.above(ahead, 0, upper)
                    scope.charge(f"{teacher}/{instance.blocks[block].id}", off, upper)

    def _serves(self, move: Move) -> bool:
        """Return whether a placement is a service that the plan begins."""
        return move.placement.kind in serving_kinds(self) and not move.is_ongoing

    def _recent(self, instance: Setting, move: Move) -> bool:
        now = instance.ordinal(move.first)
        past = instance.years_served.get(move.teacher.id, [])
        return any(start <= now < end + 2 * self.params.recent_years for start, end in past)


def _peers(served: dict[str, int], move: Move) -> Peers:
    """Return the peers of a placement's teacher."""
    t = move.teacher
    kind = move.placement.kind
    return Peers(t.school, kind, t.is_backbone, t.is_middle_leader, served.get(t.id, 0))


def _volunteers(instance: Setting) -> dict[Peers, list[str]]:
    """Return the volunteers who could be sent, by the peers they belong to."""
    served = served_in_rounds(instance)
    found: dict[Peers, dict[str, None]] = defaultdict(dict)
    for move in instance.candidates:
        if move.leaves and move.teacher.volunteer:
            found[_peers(served, move)][move.teacher.id] = None
    return {peers: list(teachers) for peers, teachers in found.items()}


def _any_of(context: Context, choices: list[tuple[Move, Any]]) -> Any:
    """Return a literal, or a sum that is at most 1, that holds when any of the choices does."""
    literals = [x for _m, x in choices]
    if all(m.leaves for m, _x in choices):
        return sum(literals)
    found = context.new_bool()
    for literal in literals:
        context.define(found >= literal)
    return found


def _level(
    context: Context, turns: Round, block: int, begun: dict[str, list[tuple[Move, Any]]]
) -> tuple[Any, int]:
    """Return what everybody who is awaited in a block has served by then, and its lower bound."""
    awaited = turns.awaited(block)
    least = min((turns.served[t] for t in awaited), default=UNBOUND)
    top = min(
        (turns.served[t] + most_placements([m for m, _x in begun[t]]) for t in awaited),
        default=least,
    )
    if top == least:
        return least, least
    level = context.new_int(least, top)
    for teacher in awaited:
        if turns.served[teacher] < top:
            context.define(level <= turns.served[teacher] + sum(x for _m, x in begun[teacher]))
    return level, least
