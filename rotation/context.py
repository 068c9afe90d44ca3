"""The CP-SAT model of a rotation problem under construction, as its rules see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rotation.solution import Roster
from solving.builder import Builder, Scope, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from community.rule import Header
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.solution import MentorPair
    from rotation.staffing_flow import LaneSet
    from solving.solver import Outcome

Literal = Any


@dataclass
class Context:
    """What rules build with: a literal for each candidate and pair, ways to say limits and prices.

    Parameters
    ----------
    instance, builder
        The problem and the model under construction.
    cover_sets
        State subject cover for these sets of lanes only (see ``rotation.hall``); None: as a flow.
    """

    instance: Setting
    builder: Builder
    cover_sets: set[LaneSet] | None = None
    chosen: list[Literal] = field(init=False)
    by_teacher: dict[str, list[tuple[Move, Literal]]] = field(init=False)
    by_member: dict[str, list[tuple[Move, Literal]]] = field(init=False)
    paired: dict[MentorPair, Literal] = field(init=False)
    divided: dict[int, Literal] = field(init=False, default_factory=dict)  # terms, at a price
    names: dict[int, object] = field(init=False, default_factory=dict)  # see ``new_int``
    _away: dict[tuple[str, int], Literal] = field(init=False, default_factory=dict)
    _sums: dict[tuple[int, ...], Literal] = field(init=False, default_factory=dict)
    _any: dict[tuple[int, ...], Literal] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        model, candidates = self.builder.model, self.instance.candidates
        self.chosen = [model.new_bool_var(self.instance.key(m.placement)) for m in candidates]
        self.by_teacher, self.by_member = defaultdict(list), defaultdict(list)
        for move, literal in zip(candidates, self.chosen, strict=True):
            self.by_teacher[move.teacher.id].append((move, literal))
            self.by_member[move.member].append((move, literal))
        self.paired = {pair: model.new_bool_var("") for pair in self.instance.mentor_pairs}

    def scope(self, rule: Header) -> Scope:
        """Return the scope through which a rule states its limits."""
        return self.builder.scope(rule)

    def picks(
        self, select: Callable[[Move], bool], members: Iterable[str] | None = None
    ) -> list[Literal]:
        """Return the literals of the candidates that a predicate selects.

        ``members`` names the member schools that they count for, where the caller knows them: in a
        county that saves most of the looking.
        """
        if members is None:
            pairs = zip(self.instance.candidates, self.chosen, strict=True)
            return [x for move, x in pairs if select(move)]
        return [x for m in sorted(members) for move, x in self.by_member.get(m, ()) if select(move)]

    def away(self, teacher: str, block: int) -> Literal:
        """Return the literal that a teacher is away from home in a block; 0 when never."""
        if (teacher, block) not in self._away:
            choices = self.by_teacher.get(teacher, ())
            leaving = [x for m, x in choices if m.leaves and m.covers(block)]
            self._away[teacher, block] = self._sum_of(leaving)
        return self._away[teacher, block]

    def _sum_of(self, literals: list[Literal]) -> Literal:
        """Return a literal that is the sum of others, one for all blocks with the same ones."""
        if len(literals) < 2:
            return sum(literals)
        key = tuple(x.index for x in literals)
        if key not in self._sums:
            self._sums[key] = self.new_bool()
            self.define(sum(literals) == self._sums[key])
        return self._sums[key]

    def any_of(self, literals: list[Literal]) -> Literal:
        """Return a literal that holds only if one of others does, one for each group of them."""
        if len(literals) == 1:
            return literals[0]
        key = tuple(x.index for x in literals)
        if key not in self._any:
            self._any[key] = self.new_bool()
            self.define(self._any[key] <= sum(literals))
        return self._any[key]

    @cached_property
    def teaching_at(self) -> dict[str, dict[str, list[tuple[Move, Literal]]]]:
        """The candidates that teach at each host, by host and teacher."""
        found: dict[str, dict[str, list[tuple[Move, Literal]]]] = defaultdict(dict)
        for move, literal in zip(self.instance.candidates, self.chosen, strict=True):
            if move.teaches:
                found[move.host.id].setdefault(move.teacher.id, []).append((move, literal))
        return found

    def new_int(self, lower: int, upper: int, name: object = None) -> Any:
        """Return a new auxiliary variable; one with a name is told apart from all others."""
        variable = self.builder.model.new_int_var(lower, upper, "")
        if name is not None:
            self.names[variable.index] = name
        return variable

    def new_bool(self) -> Literal:
        """Return a new auxiliary literal."""
        return self.builder.model.new_bool_var("")

    def define(self, constraint: Any) -> None:
        """Post a constraint that says what an auxiliary variable means; it is never relaxed."""
        self.builder.model.add(constraint)

    def exclude(self, literals: Sequence[Literal]) -> None:
        """Post that at most one holds, as part of what a placement means; it is never relaxed."""
        if len(literals) > 1:
            self.builder.model.add_at_most_one(literals)

    def charge_candidate(self, rule: Header, index: int, amount: int) -> None:
        """Forbid a candidate, or charge a rule's cost for a deviation that comes with it."""
        scope, literal = self.scope(rule), self.chosen[index]
        point = self.instance.key(self.instance.candidates[index].placement)
        if scope.enforced:
            scope.require(literal == 0)
        else:
            self._charge(rule, point, rule.cost_function(amount) * literal)

    def charge_pair(self, rule: Header, first: Literal, second: Literal, amount: int) -> None:
        """Forbid two candidates together, or charge for a deviation that comes with the pair."""
        scope = self.scope(rule)
        if scope.enforced:
            scope.require(first + second <= 1)
            return
        both = self.new_bool()
        self.define(both >= first + second - 1)
        self._charge(rule, "pair", rule.cost_function(amount) * both)

    def _charge(self, rule: Header, point: str, cost: Any) -> None:
        if rule.weight:
            self.builder.terms.append(Term(rule.id, point, rule.strictness, rule.weight * cost))

    def roster(self, outcome: Outcome) -> Roster:
        """Return the roster of a solve that found one."""
        pairs = zip(self.instance.candidates, self.chosen, strict=True)
        return Roster(
            tuple(sorted(m.placement for m, x in pairs if outcome.holds(x))),
            tuple(sorted(pair for pair, x in self.paired.items() if outcome.holds(x))),
        )
