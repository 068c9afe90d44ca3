"""The search for another roster: without a placement, or with one that is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rotation.check import check
from rotation.rules.kept_placements import KeptPlacements
from rotation.rules.stay_close import StayClose
from rotation.search import solve
from rotation.solution import Roster
from rotation.view import RosterView
from rotation.why_difference import soft, tidied
from solving import clock
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from rotation.rules.asked_placement import AskedPlacement
    from rotation.search import RotationResult
    from solving.outcome import Listener

NEAR = 0.35  # of the time, for a roster that differs at the schools asked about only
FULL = 0.7  # of the rest, for the best roster
TIDYING = 15.0  # seconds at most, to keep the rest of it as it was
FEW = 3  # schools that may change in the first try


def about(instance: RotationInstance, roster: Roster) -> RotationInstance:
    """Return the problem with all placements of a roster among those that can be chosen."""
    known = replace(instance, base=roster)
    keeping = [r for r in KeptPlacements.standing(roster, 0) if r.applies(known)]
    rules = [r for r in instance.rules if not isinstance(r, (StayClose, KeptPlacements))]
    return replace(known, rules=(*rules, *keeping))


@dataclass(frozen=True, slots=True)
class Other:
    """The best other roster that was found, and what is proved.

    ``status`` is INFEASIBLE when it is proved that there is none. ``bound`` is what every one costs
    at least.
    """

    roster: Roster | None
    status: Status
    bound: float = 0.0
    interrupted: bool = False


@dataclass
class OtherSearch:
    """The search under one rule that forbids placements, or asks for some."""

    known: RotationInstance
    plan: Roster
    rule: AskedPlacement
    budget: Budget
    listener: Listener | None = None

    def __post_init__(self) -> None:
        self._deadline = clock.now() + self.budget.seconds
        rules = (*self.known.rules, self.rule)
        self.wide = replace(self.known, rules=rules, anywhere=True)
        # What is asked for is offered, also where others would not be.
        wanted = self.wide.candidates if self.rule.params.wanted else ()
        extra = [m for m in wanted if self.rule.speaks_of(m)]
        here = RosterView(self.known, self.plan).moves
        self._members = {m.member for m in (*extra, *here) if self.rule.speaks_of(m)}
        placements = dict.fromkeys((*self.plan.placements, *(m.placement for m in extra)))
        base = Roster(tuple(placements), self.plan.pairs)
        moves = {self.known.key(m.placement): m for m in (*extra, *self.known.candidates)}
        self.asked = replace(self.known, rules=rules, base=base).offering(moves.values())

    def within(self, share: float) -> Budget:
        """Return a share of the budget that is left."""
        left = self.budget.within(self._deadline - clock.now())
        return replace(left, seconds=share * left.seconds)

    def run(self) -> Other:
        """Return the best other roster: first one that is close, then the best of all."""
        part = self._near()
        near = self._kept(self._solved(part, NEAR, self.plan)) if part else None
        if near and part and self._cost(near) <= self._cost(self.plan):
            return Other(self._tidied(part, near), Status.FEASIBLE)  # no other is needed
        found = self._solved(self.asked, FULL, near or self.plan)
        report = found.report
        best = report.status is Status.OPTIMAL
        bound = (report.objective if best else report.bound) or 0.0
        other = found.roster
        if near and (other is None or self._cost(near) <= self._cost(other)):
            other = near
        if other is not None:
            problem = part if part and other is near else self.asked
            close = self._tidied(problem, other)
            return Other(close, Status.FEASIBLE, bound, report.interrupted)
        return Other(None, report.status, bound, report.interrupted)

    def _solved(self, problem: RotationInstance, share: float, start: Roster) -> RotationResult:
        return solve(problem, self.within(share), listener=self.listener, start=start)

    def _kept(self, found: RotationResult) -> Roster | None:
        """Return a roster found close by, if it keeps the hard rules of the whole problem too.

        Who could be sent is fewer people there, and turns are taken among those who could be.
        """
        roster = found.roster
        if roster and any(v.is_hard for v in check(self.asked, roster)):
            return None
        return roster

    def _near(self) -> RotationInstance | None:
        """Return the problem in which only the schools asked about may have new placements."""
        if not 0 < len(self._members) <= FEW:
            return None
        base = self.asked.base.placements if self.asked.base else ()
        known = {self.known.key(p) for p in base} | set(self.known.pins)
        moves = [
            m
            for m in self.asked.candidates
            if m.member in self._members or self.known.key(m.placement) in known
        ]
        return replace(self.asked, anywhere=True).offering(moves)

    def _cost(self, roster: Roster) -> int:
        return soft(check(self.known, roster))

    def _tidied(self, problem: RotationInstance, other: Roster) -> Roster:
        """Return a roster of the same cost with fewer changes, if one is found."""
        cost = self._cost(other)
        if cost < self._cost(self.plan):
            return other  # the plan is to be made anew
        budget = self.within(1.0).within(TIDYING)
        closer = tidied(problem, self.plan, other, budget, self.listener)
        broken = any(v.is_hard for v in check(self.asked, closer))
        return other if broken or self._cost(closer) > cost else closer
