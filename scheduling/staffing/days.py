"""The days of a teacher: lessons at several sites fit into days, with the ways between."""

from __future__ import annotations

from heapq import nlargest
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduling.staffing.attendance import Attendance


class Days:
    """The week of one teacher in a model of staffing.

    Lessons of odd and of even weeks may share a slot, so they count half: a period is ``unit``.

    Parameters
    ----------
    loads
        What the teacher gets at each site, in units.
    """

    def __init__(
        self,
        model: cp_model.CpModel,
        attendance: Attendance,
        teacher: str,
        loads: dict[str, Any],
        unit: int,
    ) -> None:
        self.model, self.attendance, self.teacher, self.unit = model, attendance, teacher, unit
        self.loads = loads
        self.there: dict[tuple[str, int], Any] = {}  # whether the day has lessons at the site
        self.periods: dict[tuple[str, int], Any] = {}

    def most(self, day: int, *sites: str, all_of: bool = False) -> int:
        """Return how many periods the teacher can have on a day at these sites, any or all."""
        return self.attendance.most(self.teacher, day, frozenset(sites), all_of=all_of)

    @property
    def whole_week(self) -> int:
        """The periods that the teacher can have in a week, the sites of each day at will."""
        sites, a_day = list(self.loads), self.attendance.sites_a_day(self.teacher)
        together = list(combinations(sites, min(len(sites), a_day)))
        days = (max(self.most(d, *some) for some in together) for d in self.attendance.days)
        return sum(nlargest(self.attendance.days_a_week(self.teacher), days))

    def limit(self) -> None:
        """Let the loads fit into the days; with one site, that is a sum."""
        if len(self.loads) < 2:
            self.model.add(sum(self.loads.values()) <= self.unit * self.whole_week)
            return
        for day in self.attendance.days:
            self._limit_day(day)
        for site, load in self.loads.items():
            self.model.add(
                load <= self.unit * sum(p for (s, _), p in self.periods.items() if s == site)
            )
        self._limit_sites()
        self._limit_days()

    def _limit_day(self, day: int) -> None:
        most = {s: n for s in self.loads if (n := self.most(day, s))}
        for site, number in most.items():
            there = self.there[site, day] = self.model.new_bool_var("")
            periods = self.periods[site, day] = self.model.new_int_var(0, number, "")
            self.model.add(periods <= number * there)
        for pair in combinations(most, 2):
            both = self.most(day, *pair, all_of=True)
            present = [self.there[site, day] for site in pair]
            if not both:
                self.model.add_at_most_one(present)
            elif both < sum(most[site] for site in pair):
                total = sum(self.periods[site, day] for site in pair)
                self.model.add(total <= both).only_enforce_if(present)
        if len(most) > 2:
            total = sum(self.periods[site, day] for site in most)
            self.model.add(total <= self.most(day, *most))
            today = sum(self.there[site, day] for site in most)
            self.model.add(today <= self.attendance.sites_a_day(self.teacher))

    def _limit_sites(self) -> None:
        """Let a week have only so many sites."""
        a_week = self.attendance.sites_a_week(self.teacher)
        if len(self.loads) <= a_week:
            return
        ever = {site: self.model.new_bool_var("") for site in self.loads}
        for (site, _), there in self.there.items():
            self.model.add_implication(there, ever[site])
        self.model.add(sum(ever.values()) <= a_week)

    def _limit_days(self) -> None:
        """Let a week have lessons only on so many days."""
        most, days = self.attendance.days_a_week(self.teacher), self.attendance.days
        if len(days) <= most:
            return
        busy = {day: self.model.new_bool_var("") for day in days}
        for (_, day), there in self.there.items():
            self.model.add_implication(there, busy[day])
        self.model.add(sum(busy.values()) <= most)

    def hold(self, site: str, lessons: dict[int, int], needed: int, taken: Any) -> None:
        """Let a course that is taken have days enough, with so many lessons on each at the most."""
        if self.there and sum(lessons.values()):
            days = sum(
                n * self.there[site, d] for d, n in lessons.items() if (site, d) in self.there
            )
            self.model.add(days >= needed).only_enforce_if(taken)
