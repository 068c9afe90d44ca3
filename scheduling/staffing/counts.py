"""A first staffing by counting: how many courses of each size a teacher takes in each lane.

The courses of a lane (one subject of one stage at one school) with the same load and the same
teachers are alike for everything that workloads ask, so small models decide on numbers only, one
for each knot of lanes that share teachers; the courses are handed out by them afterwards. The
numbers relax the full model: when they are infeasible, so is every staffing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from rotation.staffing_flow import components
from scheduling.staffing.knot import Kind, Kinds, Knot, Taken
from solving import clock
from solving.outcome import Report, Status

if TYPE_CHECKING:
    from rotation.staffing_flow import Lane
    from solving.outcome import Budget

TIED_SHARE = 0.5  # of the time, for the numbers of people who tie schools together
# For one knot, however little time is left: at first, and until it has any numbers. Its best ones
# take all the time there is, where grades have a price; some take a few hundredths of a second.
QUICK_SECONDS, LEAST_SECONDS = 0.05, 0.5


class Counts(Kinds):
    """The numbers of all knots, and the handing out of courses by them."""

    def solve(self, budget: Budget) -> tuple[Report, dict[str, str]]:
        """Return a report on all knots, and the teacher of each course when there is an answer.

        People with several sites tie the schools together. Once their numbers are known, the
        schools fall apart into small models that are solved again, each for itself.
        """
        began = clock.now()
        report, taken = self._solve(budget.within(TIED_SHARE * budget.seconds), frozenset(), {})
        travelling = frozenset(self.frame.people.travelling)
        if report.status is Status.FEASIBLE and travelling:
            left = max(0.0, budget.seconds - (clock.now() - began))
            again, better = self._solve(budget.within(left), travelling, taken)
            if again.status.has_solution:
                taken, report = better, replace(report, objective=None)
        report = replace(report, seconds=clock.now() - began)
        return report, self._hand_out(Counter(taken)) if taken else {}

    def conflict(self, budget: Budget) -> tuple[Lane, ...]:
        """Return lanes whose courses their teachers cannot take, none of which can be left out.

        Empty when none was proved within the budget.
        """
        for kinds in self._knots(frozenset()):
            lanes = list(dict.fromkeys(kind.lane for kind in kinds))
            if not self._fails(lanes, budget):
                continue
            for lane in list(lanes):
                rest = [x for x in lanes if x != lane]
                if rest and self._fails(rest, budget):
                    lanes = rest
            return tuple(lanes)
        return ()

    def _fails(self, lanes: list[Lane], budget: Budget) -> bool:
        kinds = [kind for kind in self.courses if kind.lane in lanes]
        report, _ = Knot(self, kinds, {}).solve(budget.within(LEAST_SECONDS))
        return report.status is Status.INFEASIBLE

    def _solve(self, budget: Budget, fixed: frozenset[str], taken: Taken) -> tuple[Report, Taken]:
        """Solve all knots, with the numbers of some teachers fixed."""
        began = clock.now()
        found: Taken = {}
        total = Report(Status.OPTIMAL, 0.0, 0.0)
        knots = self._knots(fixed)
        for index, kinds in enumerate(knots):
            left = budget.seconds - (clock.now() - began)
            knot = Knot(self, kinds, {key: n for key, n in taken.items() if key[0] in fixed})
            share = max(QUICK_SECONDS, left / (len(knots) - index))
            report, numbers = knot.solve(replace(budget, seconds=share))
            if report.status is Status.UNKNOWN:  # better late than without a start
                report, numbers = knot.solve(replace(budget, seconds=LEAST_SECONDS))
            if not report.status.has_solution:
                return report, {}
            found.update(numbers)
            optimal = report.status is total.status is Status.OPTIMAL
            total = Report(
                Status.OPTIMAL if optimal else Status.FEASIBLE,
                (total.objective or 0.0) + (report.objective or 0.0),
                (total.bound or 0.0) + (report.bound or 0.0),
                parameters=report.parameters,
            )
        return total, found

    def _knots(self, fixed: frozenset[str]) -> list[list[Kind]]:
        """Return the kinds in groups that no teacher connects but fixed ones, small ones first."""
        lanes: dict[str, list[Lane]] = defaultdict(list)
        for kind in self.courses:
            for teacher in kind.takers:
                if teacher not in fixed:
                    lanes[teacher].append(kind.lane)
        groups = components(self.frame.lanes, {frozenset(found) for found in lanes.values()})
        knots = [[kind for kind in self.courses if kind.lane in group] for group in groups]
        return sorted(knots, key=len)

    def _hand_out(self, left: Counter[tuple[str, Kind]]) -> dict[str, str]:
        """Hand out courses: former teachers, class teachers, then those who know the class."""
        given: dict[str, str] = {}
        knows: dict[str, set[str]] = defaultdict(set)

        def give(course: str, teacher: str) -> bool:
            kind = self.kind_of.get(course)
            if kind is None or course in given or left[teacher, kind] <= 0:
                return False
            left[teacher, kind] -= 1
            given[course] = teacher
            knows[teacher].add(self.frame.course_by_id[course].group.id)
            return True

        for course_id, (teacher, _) in self.before.items():
            give(course_id, teacher)
        for wish in self.wishes:
            if not any(given.get(c) == wish.teacher for c in wish.courses):
                any(give(c, wish.teacher) for c in wish.courses)
        for kind in sorted(self.courses, key=lambda kind: -kind.size):
            for course in self.courses[kind]:
                if course.id not in given:
                    takers = [t for t in kind.takers if left[t, kind] > 0]
                    give(course.id, min(takers, key=lambda t: course.group.id not in knows[t]))
        return given
