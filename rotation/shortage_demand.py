"""How many placements the hard rules ask for at least, place by place and window by window."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from community.codes import Direction
from community.rule import Strictness
from community.standing import Category
from community.text import Text
from rotation.axis import Span
from rotation.places import Place
from rotation.rules.asked_placement import AskedPlacement
from rotation.rules.coverage_requirement import CoverageRequirement
from rotation.rules.reciprocal_exchange import ReciprocalExchange
from rotation.rules.rotation_quota import RotationQuota

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from community.codes import PlacementKind
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.rules.base import Rule

OUT, BACK = Direction.CORE_TO_MEMBER, Direction.MEMBER_TO_CORE
R = TypeVar("R", bound="Rule")


@dataclass(frozen=True)
class Demand:
    """At least so many placements at one place in one window.

    ``rules``: the one that asks, and behind it the exchange that turns the number of ``origin``
    into this one. ``moves`` are the candidates that count; ``what`` says whom, in words.
    """

    rules: tuple[Rule, ...]
    place: Place
    span: Span
    least: int
    routes: frozenset[tuple[Direction, PlacementKind]]
    counts: Callable[[Move], bool]
    moves: tuple[Move, ...]
    what: Text
    subject: str = ""
    origin: Demand | None = None


class Demands:
    """The minimums of an instance, in groups in which a placement counts for one of them only.

    Those of a group share their rules, their window and their subject.
    """

    def __init__(self, instance: RotationInstance) -> None:
        self._instance = instance
        self._by_member: dict[str, list[Move]] = defaultdict(list)
        for move in offered(instance):
            self._by_member[move.member].append(move)

    def groups(self) -> list[list[Demand]]:
        """Return all minimums: those that rules state, then those that follow by an exchange."""
        stated = [*self._asked(), *self._quotas(), *self._coverages()]
        found: dict[tuple[object, ...], list[Demand]] = defaultdict(list)
        for one in stated + list(self._answered(stated)):
            found[tuple(r.id for r in one.rules), one.span.first, one.span.end, one.subject].append(
                one
            )
        return list(found.values())

    def _moves(self, place: Place, counts: Callable[[Move], bool]) -> tuple[Move, ...]:
        members = sorted(place.members)
        return tuple(m for member in members for m in self._by_member[member] if counts(m))

    def _asked(self) -> Iterator[Demand]:
        """Yield what a question asks for."""
        for rule in hard_of(self._instance, AskedPlacement):
            if rule.params.wanted:
                moves = tuple(m for m in offered(self._instance) if rule.speaks_of(m))
                whole = Span(Text("", ""), 0, self._instance.horizon)
                place = Place("asked", rule.title, frozenset(m.member for m in moves))
                routes = frozenset((m.direction, m.placement.kind) for m in moves)
                count = rule.speaks_of
                nothing = Text("", "")
                yield Demand((rule,), place, whole, 1, routes, count, moves, nothing)

    def _quotas(self) -> Iterator[Demand]:
        for rule in hard_of(self._instance, RotationQuota):
            routes = frozenset((d, k) for d in rule.directions for k in rule.params.kinds)
            for point in rule.points(self._instance):
                least = rule.least(self._instance, point)
                if least > 0:
                    counts = partial(rule.counts, self._instance, point)
                    yield Demand(
                        *((rule,), point.place, point.span, least, routes, counts),
                        self._moves(point.place, counts),
                        rule.params.category.text,
                    )

    def _coverages(self) -> Iterator[Demand]:
        instance = self._instance
        for rule in hard_of(instance, CoverageRequirement):
            routes = frozenset(rule.routes())
            for point in rule.points(instance):
                school = instance.community.school_by_id[point.school or point.member].name
                place = Place(
                    point.member, Text(school, school), frozenset([point.member]), point.member
                )
                subject = instance.subject_name(point.subject) if point.subject else ""
                span = Span(instance.blocks[point.block].name, point.block, point.block + 1)
                counts = partial(rule.covers, instance, point)
                yield Demand(
                    *((rule,), place, span, rule.params.min, routes, counts),
                    *(self._moves(place, counts), rule.params.category.text, subject),
                )

    def _answered(self, stated: Iterable[Demand]) -> Iterator[Demand]:
        """Yield what equal exchanges ask of the other side, the greatest for each window."""
        for exchange in hard_of(self._instance, ReciprocalExchange):
            found: dict[tuple[object, ...], Demand] = {}
            for one in stated:
                for span in self._instance.spans(exchange.window):
                    if span.first <= one.span.first and one.span.end <= span.end:
                        answer = self._answer(exchange, span, one)
                        key = (one.rules, one.place.id, span.first)
                        if answer and (key not in found or answer.least > found[key].least):
                            found[key] = answer
            yield from found.values()

    def _answer(self, exchange: ReciprocalExchange, span: Span, one: Demand) -> Demand | None:
        sides = {OUT: set(exchange.params.out_kinds), BACK: set(exchange.params.in_kinds)}
        way = next((d for d in sides if all(r[0] is d and r[1] in sides[d] for r in one.routes)), 0)
        units = self._units(exchange, one.place)
        if way == 0 or not units:
            return None
        least = one.least - int(exchange.params.tolerance) * units
        if least <= 0:
            return None
        other = BACK if way is OUT else OUT
        routes = frozenset((other, kind) for kind in sides[other])

        def counts(move: Move) -> bool:
            fits = (move.direction, move.placement.kind) in routes
            return fits and move.member in one.place.members and move.meets(span.first, span.end)

        return Demand(
            *((*one.rules, exchange), one.place, span, least, routes, counts),
            *(self._moves(one.place, counts), Category.ANY.text, "", one),
        )

    def _units(self, exchange: ReciprocalExchange, place: Place) -> int:
        """Return how many balances make up that of a place; 0 when they do not."""
        if exchange.params.per == "member":
            return len(place.members)
        groups = {self._instance.group_of(m) for m in place.members}
        whole = {m for g in groups for m in self._instance.members_of(g)}
        return len(groups) if whole == place.members else 0


def offered(instance: RotationInstance) -> Iterator[Move]:
    """Yield the placements to choose from, without those that a question leaves out."""
    asked = hard_of(instance, AskedPlacement)
    return (m for m in instance.candidates if not any(a.forbids(m) for a in asked))


def hard_of(instance: RotationInstance, family: type[R]) -> list[R]:
    """Return the hard rules of a family."""
    return [r for r in instance.rules if isinstance(r, family) and r.strictness is Strictness.HARD]
