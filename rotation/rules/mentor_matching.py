"""F23 mentor pairs: who guides whom, as a matching in which mentors have several places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from community.rule import Strictness, Violation, violations
from community.text import Text
from rotation.mentor_words import (
    MENTEES,
    UNTIMELY,
    absent_text,
    crowded_text,
    lacking_text,
    unpaired_text,
)
from rotation.mentoring import Demand, Matches, Params, by_target
from rotation.pairs import Bond, bonds, offered, pair_key, pair_text
from rotation.rules.base import Deviation, Rule
from rotation.solution import MentorPair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel

    from community.models import Term
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class MentorMatching(Rule):
    """Enough mentees have a mentor, no mentor has too many, and low results go first.

    Where not everyone has to be paired, a teacher with low results who has no mentor costs the
    rule's weight in each window, softly whatever the rule's strictness.
    """

    family: ClassVar[str] = "mentor_matching"
    Params: ClassVar[type[BaseModel]] = Params

    only: frozenset[MentorPair] | None = None  # pairs to choose from, where others are ruled out

    @property
    def wish(self) -> MentorMatching:
        """The soft rule that says: low results first."""
        return replace(self, strictness=Strictness.SOFT)

    def matches(self, instance: Setting) -> Matches:
        """Return the people of an instance as the rule sees them."""
        return Matches(instance, self.id, self.params)

    def mentor_pairs(self, instance: Setting) -> Iterator[MentorPair]:
        """Yield the pairs that can be of use: of all mentees, or only of those with low results."""
        for pair in self._possible(instance):
            if self.only is None or pair in self.only:
                yield pair

    def _possible(self, instance: Setting) -> Iterator[MentorPair]:
        p, matches = self.params, self.matches(instance)
        if p.of_arrivals:
            for move in instance.candidates if p.everyone else ():
                yield from matches.partners(move)
            return
        for index, length in matches.tracks():
            term = instance.community.terms[index]
            for mentee in matches.mentees(term.school_year):
                if p.least or p.everyone or mentee.low_result:
                    for mentor in matches.guides(mentee, term.school_year):
                        yield MentorPair(mentor.id, mentee.id, term.id, length)

    def counts(self, instance: Setting, bond: Bond) -> bool:
        """Return whether a pair is one of the rule's by its people."""
        year = instance.school_year(bond.first)
        return self.matches(instance).fits(bond.mentor, bond.mentee, year)

    def in_time(self, instance: Setting, bond: Bond) -> bool:
        """Return whether the rule has pairs that begin and end then, whoever arrives."""
        if self.params.of_arrivals:
            return False
        when = (instance.term_index[bond.pair.start], bond.pair.terms)
        return when in self.matches(instance).tracks()

    def demands(self, instance: Setting) -> list[Demand]:
        """Return how many are to be guided."""
        make = self.matches(instance).demands
        key = (self.id, "demands")
        return instance.remembered(key, lambda: list(make(instance.spans(self.window))))

    def unhelped(self, instance: Setting) -> list[Demand]:
        """Return the low results that go first."""
        make = self.matches(instance).unhelped
        key = (self.id, "unhelped")
        return instance.remembered(key, lambda: list(make(instance.spans(self.window))))

    def check(self, view: RosterView) -> list[Violation]:
        """Return the violations of the rule, and of its wish: there any rule's pair will do."""
        every = bonds(view.instance, view.pairs)
        unhelped = self._lacking(view.instance, self.unhelped(view.instance), every)
        return super().check(view) + violations(self.wish, unhelped)

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count the mentees of schools and mentors; look at when pairs begin and end."""
        instance, every = view.instance, bonds(view.instance, view.pairs)
        mine = [bond for bond in every if self.counts(instance, bond)]
        yield from self._lacking(instance, self.demands(instance), mine)
        yield from self._crowded(instance, every)
        arrived = _arrivals(instance, view.moves)
        loose = [bond for bond in mine if not _in_time(instance, bond)]
        for bond in loose:
            if bond.pair not in arrived:
                what, why = pair_text(instance, bond.pair), UNTIMELY[self.params.of_arrivals]
                text = Text(f"{what.zh}，{why.zh}。", f"{what.en}, {why.en}.")
                yield self._off(pair_key(bond.pair), 1, text)
        if self.params.of_arrivals:
            yield from self._absent(view, loose)
            yield from self._unpaired(view) if self.params.everyone else ()

    def _lacking(
        self, instance: Setting, demands: list[Demand], pairs: list[Bond]
    ) -> Iterator[Deviation]:
        spans = instance.spans(self.window)
        found = by_target(instance, spans, [(bond, None) for bond in pairs]) if demands else {}
        for demand in demands:
            count = len(found.get(demand.target, ()))
            if count < demand.least:
                text = lacking_text(instance, demand, count, MENTEES[self.params.mentees])
                yield self._off(demand.point, demand.least - count, text)

    def _off(self, point: str, amount: int, text: Text) -> Deviation:
        """Return a deviation whose sentence names the rule first."""
        zh, en = f"“{self.title.zh}”：{text.zh}", f"“{self.title.en}”: {text.en}"
        return Deviation(point, amount, Text(zh, en))

    def _crowded(self, instance: Setting, every: list[Bond]) -> Iterator[Deviation]:
        most, matches = self.params.most, self.matches(instance)
        for term, mentor, pairs in _by_mentor(instance, [(b, None) for b in every] if most else ()):
            guides = matches.may_guide(pairs[0][0].mentor, term.school_year)
            if most and len(pairs) > most and guides:
                text = crowded_text(instance, term, [bond for bond, _ in pairs], most)
                yield self._off(f"{mentor}/{term.id}", len(pairs) - most, text)

    def _absent(self, view: RosterView, loose: list[Bond]) -> Iterator[Deviation]:
        instance = view.instance
        for term, mentor, pairs in _by_mentor(instance, [(b, None) for b in loose]):
            moves = view.by_teacher.get(mentor, ())
            away = [move for move in moves if _is_away(instance, move, term)]
            if away:
                text = absent_text(instance, term, [bond for bond, _ in pairs], away[0])
                yield self._off(f"{mentor}/{term.id}.away", len(pairs), text)

    def _unpaired(self, view: RosterView) -> Iterator[Deviation]:
        instance = view.instance
        for move in view.moves:
            partners = self.matches(instance).partners(move)
            if partners and not set(partners) & set(view.pairs):
                text = unpaired_text(instance, move, partners)
                yield self._off(instance.key(move.placement), 1, text)

    def build(self, context: Context) -> None:
        """State demands, the places of mentors and times over the literals of the pairs."""
        instance = context.instance
        own = instance.remembered((self.id, "own"), lambda: set(self.mentor_pairs(instance)))
        every = [(bond, context.paired[bond.pair]) for bond in offered(instance)]
        mine = [(b, x) for b, x in every if b.pair in own or self.counts(instance, b)]
        timely = set() if self.params.of_arrivals else own
        loose = [(b, x) for b, x in mine if b.pair not in timely and not _in_time(instance, b)]
        self._build_demands(context, self, self.demands(instance), mine)
        self._build_demands(context, self.wish, self.unhelped(instance), every)
        self._build_places(context, every)
        self._build_times(context, loose)
        if self.params.of_arrivals:
            self._build_presence(context, loose)
            if self.params.everyone:
                self._build_arrivals(context)

    def _build_demands(
        self, context: Context, rule: Rule, demands: list[Demand], pairs: list[tuple[Bond, Any]]
    ) -> None:
        instance, scope = context.instance, context.scope(rule)
        found = by_target(instance, instance.spans(self.window), pairs) if demands else {}
        for demand in demands:
            people = found.get(demand.target, {}).values()
            count = sum(_any_of(context, choices) for choices in people)
            scope.charge(demand.point, scope.below(count, demand.least, demand.least), demand.least)

    def _build_places(self, context: Context, every: list[tuple[Bond, Any]]) -> None:
        instance, scope, most = context.instance, context.scope(self), self.params.most
        matches = self.matches(instance)
        for term, mentor, pairs in _by_mentor(instance, every if most else ()):
            if most and matches.may_guide(pairs[0][0].mentor, term.school_year):
                upper = len(pairs) - most
                excess = scope.above(sum(x for _, x in pairs), most, upper)
                scope.charge(f"{mentor}/{term.id}", excess, upper)

    def _build_times(self, context: Context, loose: list[tuple[Bond, Any]]) -> None:
        """Let pairs that only arrivals ask for come with a placement."""
        scope = context.scope(self)
        arrived = _arrivals(context.instance, context.instance.candidates)
        for bond, literal in loose:
            there = sum(context.chosen[index] for index in arrived.get(bond.pair, ()))
            scope.charge(pair_key(bond.pair), scope.below(there - literal, 0, 1), 1)

    def _build_presence(self, context: Context, loose: list[tuple[Bond, Any]]) -> None:
        """Leave a mentor who is away no place for those who arrive."""
        instance, scope = context.instance, context.scope(self)
        for term, mentor, pairs in _by_mentor(instance, loose):
            choices = context.by_teacher.get(mentor, ())
            away = [x for move, x in choices if _is_away(instance, move, term)]
            if away:
                places = len(pairs)
                if scope.enforced and self.params.most:  # the places are limited anyway
                    places = min(places, self.params.most)
                taken = sum(x for _, x in pairs) + places * sum(away)
                excess = scope.above(taken, places, len(pairs))
                scope.charge(f"{mentor}/{term.id}.away", excess, len(pairs))

    def _build_arrivals(self, context: Context) -> None:
        """Let everybody who arrives have a partner."""
        instance, scope = context.instance, context.scope(self)
        matches = self.matches(instance)
        for move, literal in zip(instance.candidates, context.chosen, strict=True):
            partners = matches.partners(move)
            if partners:
                lack = scope.below(sum(context.paired[p] for p in partners) - literal, 0, 1)
                scope.charge(instance.key(move.placement), lack, 1)


def _matchings(instance: Setting) -> list[MentorMatching]:
    return instance.remembered(
        "matchings", lambda: [r for r in instance.asked if isinstance(r, MentorMatching)]
    )


def _in_time(instance: Setting, bond: Bond) -> bool:
    """Return whether any rule has such a pair at such a time, whoever arrives."""
    return any(r.in_time(instance, bond) and r.counts(instance, bond) for r in _matchings(instance))


def _arrivals(instance: Setting, moves: Iterable[Move]) -> dict[MentorPair, list[int]]:
    """Return the positions of the moves that bring each pair."""
    rules = [rule for rule in _matchings(instance) if rule.params.of_arrivals]
    found: dict[MentorPair, list[int]] = defaultdict(list)
    for index, move in enumerate(moves if rules else ()):
        for pair in {p for r in rules for p in r.matches(instance).partners(move)}:
            found[pair].append(index)
    return found


def _by_mentor(
    instance: Setting, pairs: Iterable[tuple[Bond, T]]
) -> Iterator[tuple[Term, str, list[tuple[Bond, T]]]]:
    """Yield the pairs of each mentor in each term."""
    every = list(pairs)
    for index, term in enumerate(instance.community.terms):
        block = instance.axis.start_of(index)
        found: dict[str, list[tuple[Bond, T]]] = defaultdict(list)
        for bond, what in every:
            if bond.covers(block):
                found[bond.mentor.id].append((bond, what))
        for mentor, mine in found.items():
            yield term, mentor, mine


def _is_away(instance: Setting, move: Move, term: Term) -> bool:
    """Return whether a placement keeps a teacher from home for a whole term."""
    block = instance.axis.start_of(instance.term_index[term.id])
    return move.leaves and not move.is_short and move.covers(block)


def _any_of(context: Context, choices: list[tuple[Bond, Any]]) -> Any:
    """Return whether a mentee has any of these mentors, as an expression that is at most 1."""
    literals = [x for _, x in choices]
    if max(bond.first for bond, _ in choices) < min(bond.end for bond, _ in choices):
        return sum(literals)  # there is one mentor at a time
    found = context.new_bool()
    context.define(found <= sum(literals))
    return found
