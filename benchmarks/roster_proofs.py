"""Do proofs hold? ``python -m benchmarks.roster_proofs --communities N --seeds S --seconds T``.

For sample communities of all profiles in turn: rosters from several seeds, from a roster by hand
(``--from``), the planted one, and what a plain local search makes of each by changing placements at
random, among all that can be audited. No bound may lie above the cost of any of them that keeps the
hard rules, and the model has to charge each rule with what the checker charges. Prints one line for
each community, then what is wrong; exits with 1 if anything is.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from community.generate import new_community
from community.profile import profile_names
from community.rule import Cost, Strictness
from rotation.check import check
from rotation.courses import Courses
from rotation.instance import compile_rotation
from rotation.model import build_model
from rotation.search import solve
from rotation.solution import MentorPair, Placement, Roster
from rotation.view import RosterView
from scenarios.rotating import draft_problem
from solving import solver
from solving.builder import Builder
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.generate import Generated
    from rotation.context import Context
    from rotation.instance import RotationInstance

PROFILES = [p for p in profile_names() if p != "national_base"]
TRIES = 150  # changes by the local search, for each roster that it begins with
COMPARED = 3  # rosters that model and checker are compared on, beside those that were found
EXACT = Budget(30.0, 1, 1)


@dataclass
class Proofs:
    """What was proved of one community, and the audited rosters that it has to hold for."""

    given: Generated
    tries: int = TRIES
    wrong: list[str] = field(default_factory=list)
    bounds: dict[str, float] = field(default_factory=dict)
    audited: dict[str, tuple[int, Roster]] = field(default_factory=dict)
    proved: int = 0
    changed: list[Roster] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.given.community.id)
        self.instance = compile_rotation(self.given.community)
        self.wide = replace(self.instance, anywhere=True)

    def run(self, seeds: int, budget: Budget) -> list[str]:
        """Return what is wrong: a bound above an audited roster, or model and checker at odds."""
        self._audit("planted", planted(self.given))
        for seed in range(1, seeds + 1):
            found = solve(self.instance, replace(budget, seed=seed))
            self._proved(f"seed {seed}", found.report.bound, found.report.status)
            if found.roster is not None:
                self._audit(f"seed {seed}", found.roster)
        for name, (_cost, roster) in list(self.audited.items()):
            self._improve(name, roster)
        self._go_on(budget)
        for name, bound in self.bounds.items():
            for other, (cost, _roster) in self.audited.items():
                if bound > cost + 0.5:
                    self.wrong.append(f"{name} proves {bound:g}, {other} costs {cost}")
        compared = self.dice.sample(self.changed, min(COMPARED, len(self.changed)))
        for roster in [*(roster for _cost, roster in self.audited.values()), *compared]:
            self.wrong += disagreements(self.wide, roster)
        return self.wrong

    def _proved(self, name: str, bound: float | None, status: Status) -> None:
        self.proved += status is Status.OPTIMAL
        if status is Status.INFEASIBLE:
            bound = float("inf")
        if bound is not None:
            self.bounds[name] = bound

    def _audit(self, name: str, roster: Roster) -> None:
        cost = Cost.of(check(self.instance, roster))
        if not cost.hard:
            self.audited[name] = cost.soft, roster

    def _go_on(self, budget: Budget) -> None:
        """Begin with the dearest roster as if it were made by hand; its statuses have prices."""
        if not self.audited:
            return
        draft = max(self.audited.values(), key=lambda pair: pair[0])[1]
        problem = draft_problem(self.given.community, draft)
        found = solve(problem, budget, start=draft)
        if found.roster is None:
            self.wrong.append("nothing is found from a roster that keeps the hard rules")
            return
        self._audit("from", found.roster)
        for name, (_cost, roster) in self.audited.items():
            cost = Cost.of(check(problem, roster))
            if found.report.bound is not None and found.report.bound > cost.soft + 0.5:
                self.wrong.append(f"--from proves {found.report.bound:g}, {name} costs {cost.soft}")

    def _improve(self, name: str, roster: Roster) -> None:
        """Change a roster at random and keep what is not dearer: a search without any model."""
        best = Cost.of(check(self.instance, roster))
        for _ in range(self.tries):
            other = self._neighbour(roster)
            cost = Cost.of(check(self.instance, other))
            if (cost.hard, cost.soft) <= (best.hard, best.soft):
                roster, best = other, cost
            elif cost.hard or self.dice.random() < 0.1:
                self.changed.append(other)
        self._audit(f"{name}, changed", roster)

    def _neighbour(self, roster: Roster) -> Roster:
        """Return a roster with one placement less, more, or other than it was."""
        placements = list(roster.placements)
        if placements and self.dice.random() < 0.8:
            gone = placements.pop(self.dice.randrange(len(placements)))
            likes = [m.placement for m in self.wide.candidates if m.host.id == gone.host]
        else:
            likes = [m.placement for m in self.wide.candidates]
        if likes and self.dice.random() < 0.8:
            new = self.dice.choice(likes)
            moves = [self.wide.move(p) for p in placements if p.teacher == new.teacher]
            mine = self.wide.move(new)
            placements = [
                p
                for p in placements
                if not any(
                    p is m.placement and m.overlaps(mine) and (m.leaves or mine.leaves)
                    for m in moves
                )
                and (p.teacher, p.host) != (new.teacher, new.host)
            ]
            placements.append(new)
        return Roster(tuple(sorted(placements)), roster.pairs)


def planted(given: Generated) -> Roster:
    """Return the roster that a sample community was drawn around."""
    return Roster(
        tuple(sorted(Placement(*p) for p in given.planted_placements)),
        tuple(sorted(MentorPair(*p) for p in given.planted_pairs)),
    )


def disagreements(instance: RotationInstance, roster: Roster) -> list[str]:
    """Return the rules that the model charges with something else than the checker does.

    The model has the roster fixed, hard rules are charged in it (in units of its own, so that only
    being broken is compared), and whole courses are stated as far as the roster breaks them.
    Rosters with placements that are not offered are left out.
    """
    keys = {instance.key(p) for p in roster.placements}
    if not keys <= {instance.key(m.placement) for m in instance.candidates}:
        return []
    context = build_model(instance, Builder(relaxed=True))
    violations, expected = check(instance, roster), Counter[str]()
    short = any(v.family == "home_school_protection" and v.is_hard for v in violations)
    for violation in violations:  # where periods are lacking, nothing is said of whole courses
        if not (short and violation.family == "whole_courses"):
            expected[violation.rule] += violation.cost
    if expected["whole_courses"]:
        state_courses(context, roster)
    context.builder.minimize(hard_weight=1)
    for move, literal in zip(instance.candidates, context.chosen, strict=True):
        context.define(literal == (instance.key(move.placement) in keys))
    for pair, literal in context.paired.items():
        context.define(literal == (pair in roster.pairs))
    outcome = solver.solve(context.builder.model, EXACT)
    if outcome.status is not Status.OPTIMAL:
        return [f"the model does not have an audited roster: {outcome.status}"]
    found: Counter[str] = Counter()
    for term in context.builder.terms:
        found[term.rule] += term.cost if isinstance(term.cost, int) else outcome.value(term.cost)
    hard = {r.id for r in instance.rules if r.strictness is Strictness.HARD}
    return [
        f"{rule}: the checker charges {expected[rule]}, the model {found[rule]}"
        for rule in sorted(expected | found)
        if expected[rule] != found[rule] and not (rule in hard and expected[rule] and found[rule])
    ]


def state_courses(context: Context, roster: Roster) -> None:
    """State what courses lack under a roster: the packing of schools first, then cuts."""
    courses = Courses(context.instance, monotonic() + EXACT.seconds)
    view = RosterView(context.instance, roster)
    for _ in range(2):
        for cut in courses.lacking(view):
            cut.state(context)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communities", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="seed of the first community")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--profiles", nargs="*", default=PROFILES)
    chosen = parser.parse_args()
    budget, wrong = Budget(chosen.seconds, chosen.workers), 0
    for number in range(chosen.communities):
        profile = chosen.profiles[number % len(chosen.profiles)]
        seed = chosen.first + number // len(chosen.profiles)
        began = monotonic()
        proofs = Proofs(new_community(profile, None, "small", seed))
        found = proofs.run(chosen.seeds, budget)
        costs = {name: cost for name, (cost, _roster) in proofs.audited.items()}
        print(
            f"{profile} {seed}: {proofs.proved} of {chosen.seeds} proved, bounds {proofs.bounds}, "
            f"audited {costs}, {monotonic() - began:.0f} s",
            *(f"  WRONG: {line}" for line in found),
            sep="\n",
            flush=True,
        )
        wrong += len(found)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
