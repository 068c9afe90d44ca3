"""Fair shares: among rosters of the same cost, one whose burdens are spread most evenly.

Lexicographic max-min: the largest burden of anybody who is sent is made as small as it can be, then
the number of people who bear it, then the next largest, and so on. Each level is a solve of its own
over the model of the whole problem, with the cost as a bound and the levels above it fixed. Burdens
are in minutes x days, history and plan together (``rotation.burden``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rotation.burden import burden, burdens_before
from rotation.check import cost as cost_of
from rotation.model import build_model
from rotation.turns import most_placements, schools_of
from rotation.view import RosterView
from solving import clock, solver
from solving.hints import completed, hint, hint_all
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rotation.context import Context
    from rotation.courses import Cut
    from rotation.instance import RotationInstance
    from rotation.packing import Packing
    from rotation.rules.base import Rule
    from rotation.solution import Roster
    from rotation.staffing_flow import LaneSet
    from solving.outcome import Budget

LEAST_SECONDS = 0.05  # of a solve that is worth starting


@dataclass(frozen=True, slots=True)
class Levelled:
    """A roster with its burdens levelled out.

    ``levels`` are the largest burdens that are proved to be the least possible, one for each level,
    in descending order; ``proved`` says whether all levels are.
    """

    roster: Roster
    levels: tuple[int, ...]
    proved: bool


def level(
    instance: RotationInstance,
    roster: Roster,
    cost: int,
    budget: Budget,
    cover_sets: set[LaneSet] | None = None,
    cuts: Sequence[Packing | Cut] = (),
) -> Levelled:
    """Return a roster of no higher cost whose burdens are spread more evenly, or the same one.

    Parameters
    ----------
    instance, roster, cost
        The problem, a roster that keeps its hard rules, and its soft cost.
    budget
        For all levels together.
    cover_sets, cuts
        As in ``rotation.search``: what is known to be needed so that lessons can be taught. A
        roster that leaves other lessons uncovered is not returned; levelling ends there.

    Returns
    -------
    Levelled
        The roster as it was, with nothing left to prove, when no rule gives burdens a weight.
    """
    rule = levelling_rule(instance)
    if rule is None:
        return Levelled(roster, (), True)
    ladder = _Ladder(instance, rule, roster, cost, budget, clock.now() + budget.seconds)
    ladder.prepare(cover_sets, cuts)
    return ladder.climb()


def levelling_rule(instance: RotationInstance) -> Rule | None:
    """Return the rule of fairness that asks for levelled burdens, if any."""
    rules = [r for r in instance.rules if r.family == "rotation_fairness"]
    return next((r for r in rules if r.params.burden_weight > 0), None)


def burdens(instance: RotationInstance, rule: Rule, roster: Roster) -> list[int]:
    """Return the burdens of those whom a roster sends, history included, in descending order.

    They are of the staff that the rule speaks of: its ``side`` and ``pool``.
    """
    people, before = _people(instance, rule), burdens_before(instance)
    found: dict[str, int] = {}
    for move in RosterView(instance, roster).moves:
        who = move.teacher.id
        if who in people:
            found[who] = found.get(who, before.get(who, 0)) + burden(move)
    return sorted(found.values(), reverse=True)


def _people(instance: RotationInstance, rule: Rule) -> set[str]:
    schools, year = schools_of(instance, rule.params.side), instance.school_year(0)
    staff = [t for s in schools for t in instance.staff[s.id]]
    return {t.id for t in staff if rule.params.pool.includes(t, year)}


@dataclass
class _Ladder:
    """The levels from the largest burden down; ``above`` marks those who are on a level already."""

    instance: RotationInstance
    rule: Rule
    best: Roster
    cost: int
    budget: Budget
    deadline: float
    context: Context = field(init=False)
    loads: dict[str, Any] = field(init=False, default_factory=dict)
    above: dict[str, list[Any]] = field(init=False, default_factory=dict)
    before: dict[str, int] = field(init=False)
    top: int = field(init=False, default=0)
    fixed: int = field(init=False, default=0)  # people on the levels so far
    levels: list[int] = field(init=False, default_factory=list)

    def prepare(self, cover_sets: set[LaneSet] | None, cuts: Sequence[Packing | Cut]) -> None:
        """Build the model, bound its cost, and say what each teacher bears."""
        self.context = build_model(self.instance, cover_sets=cover_sets)
        for cut in cuts:
            cut.state(self.context)
        terms = self.context.builder.terms
        if terms:
            self.context.define(sum(t.cost for t in terms) <= self.cost)
        self.before, people = burdens_before(self.instance), _people(self.instance, self.rule)
        for teacher, choices in self.context.by_teacher.items():
            if teacher in people:
                past, load = self.before.get(teacher, 0), sum(burden(m) * x for m, x in choices)
                if past:
                    sent = self.context.new_bool()
                    for _move, literal in choices:
                        self.context.define(sent >= literal)
                    load += past * sent
                times = most_placements(m for m, _x in choices)
                most = past + times * max(burden(m) for m, _x in choices)
                self.loads[teacher], self.top = load, max(self.top, most)
                self.above[teacher] = []

    def climb(self) -> Levelled:
        """Prove one level after another, as long as there is time."""
        while True:
            burdens = self._burdens(self.best)[self.fixed :]
            height = max(burdens, default=0)
            if height == 0:
                return Levelled(self.best, tuple(self.levels), True)
            if not self._fewest(height):
                return Levelled(self.best, tuple(self.levels), False)

    def _fewest(self, height: int) -> bool:
        """Find how few people bear a burden while nobody below the levels bears more.

        When nobody has to, the roster of the solve has a lower level in its place. Returns whether
        the number is proved.
        """
        there = {teacher: self.context.new_bool() for teacher in self.loads}
        for teacher, load in self.loads.items():
            self._below(teacher, height, there[teacher])
            higher = self.top * sum(self.above[teacher])
            self.context.define(load <= height - 1 + there[teacher] + higher)
        found = self._solve(sum(there.values()))
        if found is None:
            return False
        self.context.define(sum(there.values()) <= found)
        if found:
            self.levels.append(height)
            self.fixed += found
            for teacher, literal in there.items():
                self.above[teacher].append(literal)
        return True

    def _below(self, teacher: str, height: int, there: Any) -> None:
        """Say of single placements what the sum of all says as well, but tightly."""
        past = self.before.get(teacher, 0)
        for move, literal in self.context.by_teacher[teacher]:
            if past + burden(move) >= height:
                more = [there] if past + burden(move) == height else []
                self.context.define(literal <= sum(more + self.above[teacher]))

    def _solve(self, objective: Any) -> int | None:
        """Return the least value of an objective; None when it is not proved or not to be had.

        A better roster is kept in either case.
        """
        self.context.builder.model.minimize(objective)
        self._hint()
        left = self.deadline - clock.now()
        if left < LEAST_SECONDS:
            return None
        model = self.context.builder.model
        outcome = solver.solve(
            model,
            replace(self.budget, seconds=left),
            phase="fair shares",
            parameters=_parameters(self.budget.workers),
        )
        if not outcome.status.has_solution:
            return None
        roster = self.context.roster(outcome)
        if not self._is_good(roster):
            return None
        if self._burdens(roster) < self._burdens(self.best):
            self.best = roster
        proved = outcome.status is Status.OPTIMAL and not outcome.report.interrupted
        return outcome.value(objective) if proved else None

    def _hint(self) -> None:
        """Start from the best roster, with its cost: nothing but a complete hint finds that again.

        The best roster keeps all levels so far, so that it can be completed.
        """
        model, known = self.context.builder.model, self.instance.key
        there = {known(p) for p in self.best.placements}
        moves = zip(self.instance.candidates, self.context.chosen, strict=True)
        values = [(x, known(m.placement) in there) for m, x in moves]
        values += [(x, pair in self.best.pairs) for pair, x in self.context.paired.items()]
        every = completed(model, values, self.budget.within(self.deadline - clock.now()))
        if every is None:
            hint(model, values)
        else:
            hint_all(model, every)

    def _burdens(self, roster: Roster) -> list[int]:
        return burdens(self.instance, self.rule, roster)

    def _is_good(self, roster: Roster) -> bool:
        """Return whether the checker finds every hard rule kept, and no higher cost.

        The cover sets may say less than the rule of subject cover, which the checker looks at.
        """
        found = cost_of(self.instance, roster)
        return not found.hard and found.soft <= self.cost


def _parameters(workers: int) -> dict[str, Any]:
    """Return what CP-SAT needs here: with its own strategies these proofs take five times as long.

    One worker proves over the linear relaxation; the others improve rosters by local search.
    """
    return {"linearization_level": 2} if workers == 1 else {"subsolvers": ["max_lp"]}
