"""F35 service credit: time at other schools counts up to a threshold; who lacks it goes first.

The ledger of everybody's service is in ``rotation.credit``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from community.families.support import ServiceCreditParams
from community.text import Text
from rotation.axis import TERM_HALF_MONTHS
from rotation.places import is_of
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from community.codes import PlacementKind
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView

YEAR_HALF_MONTHS = 2 * TERM_HALF_MONTHS


class Peers(NamedTuple):
    """Teachers who could go in each other's place: one home school, one kind of placement."""

    home: str
    kind: PlacementKind

    @classmethod
    def of(cls, move: Move) -> Peers:
        """Return the peers of a placement's teacher."""
        return cls(move.home.id, move.placement.kind)


@dataclass(frozen=True, kw_only=True)
class ServiceCredit(Rule):
    """Charges one for each placement of somebody who has the threshold when it begins.

    Only while somebody of the same home school who lacks the threshold and could be sent with the
    same kind stays at home during the whole plan. History counts, and so do earlier placements of
    the plan, itinerant ones left aside. What goes on from before the plan is not charged.
    """

    family: ClassVar[str] = "service_credit"
    Params: ClassVar[type[BaseModel]] = ServiceCreditParams

    def applies(self, instance: Setting) -> bool:
        """Return whether the rule speaks of turns; without that it only feeds the ledger."""
        return bool(self.params.need_first)

    @cached_property
    def threshold(self) -> int | None:
        """The threshold in half months of service, rounded up; None: there is none."""
        p: Any = self.params
        if p.years is None:
            return None
        service = Fraction(str(p.years)) / Fraction(str(p.credit_ratio))
        return math.ceil(YEAR_HALF_MONTHS * service)

    def counts(self, instance: Setting, kind: PlacementKind, host: str) -> bool:
        """Return whether service of a kind at a host counts."""
        if kind not in self.params.kinds:
            return False
        known = instance.community.school_by_id.get(host)
        return self.params.only == "any" or (
            known is not None and is_of(instance, known, self.params.only)
        )

    def before_plan(self, instance: Setting) -> dict[str, int]:
        """Return the semesters that each teacher has served before the plan; none are left out."""
        return instance.remembered((self.id, "before_plan"), lambda: self._before(instance))

    def _before(self, instance: Setting) -> dict[str, int]:
        begin = instance.ordinal(0)
        served: dict[str, set[int]] = defaultdict(set)
        for past in instance.community.history:
            if self.counts(instance, past.kind, past.host):
                start = 2 * past.start_year + past.semester - 1
                served[past.teacher].update(range(start, min(start + past.terms, begin)))
        return {teacher: len(semesters) for teacher, semesters in served.items() if semesters}

    def _serves(self, instance: Setting, move: Move) -> bool:
        """Return whether a placement leaves home and counts."""
        return move.leaves and self.counts(instance, move.placement.kind, move.host.id)

    def _lacks(self, instance: Setting, teacher: str) -> int:
        """Return the half months that a teacher lacks when the plan begins, 0 or less for none."""
        before = self.before_plan(instance).get(teacher, 0)
        return (self.threshold or 0) - TERM_HALF_MONTHS * before

    def _in_need(self, instance: Setting) -> dict[Peers, list[str]]:
        """Return who lacks the threshold and could be sent, by the peers they belong to."""
        return instance.remembered((self.id, "in_need"), lambda: self._find_in_need(instance))

    def _find_in_need(self, instance: Setting) -> dict[Peers, list[str]]:
        found: dict[Peers, dict[str, None]] = defaultdict(dict)
        for move in instance.candidates:
            if self._serves(instance, move) and self._lacks(instance, move.teacher.id) > 0:
                found[Peers.of(move)][move.teacher.id] = None
        return {peers: list(teachers) for peers, teachers in found.items()}

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Look for those in need who stay while others go again."""
        instance = view.instance
        again: dict[Peers, list[Move]] = defaultdict(list)
        for teacher, moves in view.by_teacher.items():
            serving = [m for m in moves if self._serves(instance, m)]
            for move in serving:
                earlier = sum(served(instance, m, move.first) for m in serving if m is not move)
                if not move.is_ongoing and earlier >= self._lacks(instance, teacher):
                    again[Peers.of(move)].append(move)
        away = {m.teacher.id for m in view.moves if m.leaves}
        in_need = self._in_need(instance)
        for peers, moves in again.items():
            staying = [t for t in in_need.get(peers, ()) if t not in away]
            if staying:
                yield Deviation(_point(peers), len(moves), self._text(view, moves, staying))

    def _text(self, view: RosterView, moves: list[Move], staying: list[str]) -> Text:
        known, years = view.instance.community.called, f"{self.params.years:g}"
        go = "、".join(dict.fromkeys(known[m.teacher.id] for m in moves))
        stay = "、".join(known[t] for t in staying[:8])
        return Text(
            f"{go}任教已满{years}年仍被派出，而未满{years}年的{stay}留在本校。",
            f"{go} have served {years} years and are sent, while {stay}, who have not, stay.",
        )

    def build(self, context: Context) -> None:
        """Charge the literals of those who have the threshold, unless nobody in need stays."""
        scope, instance = context.scope(self), context.instance
        again: dict[Peers, list[Any]] = defaultdict(list)
        in_need = self._in_need(instance)
        for choices in context.by_teacher.values():
            serving = [(m, x) for m, x in choices if self._serves(instance, m)]
            for peers, flag in self._flags(context, serving, set(in_need)):
                again[peers].append(flag)
        for peers, flags in again.items():
            stays = context.new_bool()
            for teacher in in_need[peers]:
                leaving = [x for m, x in context.by_teacher[teacher] if m.leaves]
                context.define(sum(leaving) + stays >= 1)
            upper = len(flags)
            charged = context.new_int(0, upper)
            context.define(charged >= sum(flags) - upper * (1 - stays))
            scope.charge(_point(peers), charged, upper)

    def _flags(
        self, context: Context, serving: list[tuple[Move, Any]], asked: set[Peers]
    ) -> Iterator[tuple[Peers, Any]]:
        """Yield a literal for each candidate of a teacher that may come after the threshold."""
        instance = context.instance
        has: dict[int, Any] = {}
        for move, literal in serving:
            peers, lacks = Peers.of(move), self._lacks(instance, move.teacher.id)
            if peers not in asked or move.is_ongoing:
                continue
            if lacks <= 0:
                yield peers, literal
            elif lacks <= TERM_HALF_MONTHS * (instance.term_at(move.first) + 1):
                if move.first not in has:
                    has[move.first] = _reaches(context, serving, move.first, lacks)
                if has[move.first] is not None:
                    flag = context.new_bool()
                    context.define(flag >= literal + has[move.first] - 1)
                    yield peers, flag


def _reaches(
    context: Context, serving: list[tuple[Move, Any]], block: int, lacks: int
) -> Any | None:
    """Return a literal that holds when service before a block makes up what lacks; None: never."""
    parts = [(served(context.instance, m, block), x) for m, x in serving]
    most = sum(half_months for half_months, _x in parts)
    if most < lacks:
        return None
    has = context.new_bool()
    total = sum(half_months * x for half_months, x in parts if half_months)
    context.define(total <= lacks - 1 + (most - lacks + 1) * has)
    return has


def served(instance: Setting, move: Move, block: int) -> int:
    """Return the half months of a placement that lie in the plan before a block.

    A semester counts when it is over, a short stay when it is.
    """
    if move.is_short:
        return move.half_months if move.end <= block else 0
    axis, end = instance.axis, min(move.end, block)
    terms = range(instance.term_at(max(move.first, 0)), len(instance.community.terms))
    return TERM_HALF_MONTHS * sum(axis.start_of(term + 1) <= end for term in terms)


def _point(peers: Peers) -> str:
    return f"{peers.home}/{peers.kind}"
