"""From a community to a checked plan: the roster, then the week, then every rule once more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from scenarios.audit import accepted, audited, rotation_of
from scenarios.calendars import with_calendar_before
from scenarios.class_teachers import with_heads
from scenarios.handing_out import troubles_of, with_duties, without_duties
from scenarios.locked_roster import staying, with_status_of
from scenarios.locks import frozen
from scenarios.plan import Plan, PlanResult, locks_for
from scenarios.rosters import Rosters
from scenarios.rotating import why_none
from scenarios.shortage import GRACE, frozen_shortages, week_shortages
from scenarios.term_locks import not_meant
from scenarios.verdicts import DISAGREED, EVERY_ROSTER, UNDER_THIS_ROSTER, locks_kept, under_locks
from scheduling.local import prepare
from scheduling.planning import plan_week
from scheduling.week import PRICE_PER_MOVE
from solving.confirm import is_contradicted
from solving.interrupt import ends_at, interruptible
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from community.models import Community
    from rotation.solution import Roster
    from scenarios.locks import Lock
    from scheduling.planning import WeekResult
    from scheduling.timetable import WeekTimetable
    from scheduling.week.freezing import Frozen
    from scheduling.week.nearest import Nearest, Trouble
    from solving.interrupt import Interrupt
    from solving.outcome import Budget, Listener, Report

LEAST_SECONDS = 1.0  # that another attempt is worth
ATTEMPTS = 4  # rosters without a timetable that are let go without a proof


def make_plan(
    community: Community,
    budget: Budget,
    *,
    term: str | None = None,
    terms: Collection[str] = (),
    base: Plan | None = None,
    price_per_lesson: int = PRICE_PER_MOVE,
    listener: Listener | None = None,
) -> PlanResult:
    """Plan a community: a roster over all terms, and the timetable of one term under it.

    Parameters
    ----------
    community
        A community that has passed its checks.
    budget
        Seconds, workers and seed for everything together.
    term
        Id of the term of the timetable; by default the first one, or that of ``base``.
    terms
        Ids of the terms whose timetables will be planned under the roster; by default this one.
    base
        A plan to stay close to: each placement and each lesson that differs has its price, and
        what it has locked stays as it is.
    price_per_lesson
        Price of a lesson that differs from ``base``, against the soft weights of the rules.
    listener
        Hears progress.

    Raises
    ------
    InputError
        When the community has no such term, a rule of its policy has a bad parameter, or it is a
        county of several communities.
    BrokenPlanError
        When the checker refuses what the search found.
    """
    _refuse_county(community)
    prepare.begin()  # while the roster is being planned
    first = _term(community, term, base)
    locks = locks_for(base, first) if base else ()
    planner = _Planner(
        *(community, budget, first, base, price_per_lesson, listener, locks),
        whole=terms or (first,),
    )
    with interruptible() as interrupt:
        result = planner.run(interrupt)
    told = not_meant(community, base, first) if base else ()
    return replace(result, notes=(*result.notes, *told))


def plan_under(
    community: Community,
    plan: Plan,
    term: str,
    budget: Budget,
    *,
    price_per_lesson: int = PRICE_PER_MOVE,
    locks: Sequence[Lock] | None = None,
    listener: Listener | None = None,
) -> PlanResult:
    """Plan the timetable of a term under the roster of a plan, close to the plan's timetable.

    INFEASIBLE is not said here: that nothing fits this roster is no proof about others. ``locks``
    are what is locked in the term; by default what the plan has locked, if it is the plan's term.
    """
    locks = locks_for(plan, term) if locks is None else tuple(locks)
    planner = _Planner(community, budget, term, plan, price_per_lesson, listener, locks)
    if "rotation" in plan.reports:
        planner.reports["rotation"] = plan.reports["rotation"]
    with interruptible() as interrupt:
        week = planner.week(plan.roster)
        if week is not None and week.timetable is not None:
            return planner.checked(plan.roster, week.timetable, interrupt)
        reasons: tuple[Text, ...] = ()
        if week is not None and week.status is Status.INFEASIBLE:
            reasons = (*(s.sentence for s in week.shortages), UNDER_THIS_ROSTER)
        planner.keep(plan.roster, week)
        return planner.none(Status.UNKNOWN, reasons, interrupt)


def _refuse_county(community: Community) -> None:
    if not community.is_county:
        return
    names = "、".join(community.core_of_group), ", ".join(community.core_of_group)
    expected = Text(
        "课表按一个共同体编排，这是有多个共同体的县域",
        "expected one community: a timetable is planned for one, and this is a county",
    )
    hint = Text(
        f"只排轮岗名单请用 onebell rotate；排课表请加 --group 共同体（{names[0]}）",
        f"plan the roster with onebell rotate, or one community with --group ({names[1]})",
    )
    problem = Problem(value=community.name, expected=expected, hint=hint)
    raise InputError([problem])


def _term(community: Community, term: str | None, base: Plan | None) -> str:
    if term is None:
        return base.week.term if base and base.has_week else community.terms[0].id
    if term not in community.term_by_id:
        zh, en = "、".join(community.term_by_id), ", ".join(community.term_by_id)
        expected = Text(f"应为本共同体的学期：{zh}", f"expected one of the terms {en}")
        raise InputError([Problem(value=term, expected=expected)])
    return term


@dataclass
class _Planner:
    community: Community
    budget: Budget
    term: str
    base: Plan | None
    price_per_lesson: int
    listener: Listener | None
    locks: tuple[Lock, ...]
    reports: dict[str, Report] = field(default_factory=dict)
    search: Budget = field(init=False)
    frozen: list[Frozen] = field(init=False)
    tried: tuple[Roster, Nearest | None] | None = None  # without a timetable, and the nearest one
    whole: Collection[str] = ()  # terms whose courses one teacher each has to take whole

    def __post_init__(self) -> None:
        self.search = without_duties(self.community, self.budget.for_search())
        self.frozen = frozen(self.community, self.locks)

    def run(self, interrupt: Interrupt) -> PlanResult:
        """Try rosters until the week of one can be planned, or none is left.

        A roster is cut off once its week has failed. When each was proved to have no week, no other
        roster is a proof as well.
        """
        base = self.base.roster if self.base else None
        problem, end = rotation_of(self.community, base), self.budget.until + GRACE
        if base and self.locks:
            problem = staying(self.community, base, self.locks, self.term)
        if reasons := week_shortages(self.community, [self.term], self.search):
            return self.none(Status.INFEASIBLE, reasons, interrupt)
        if reasons := frozen_shortages(self.community, self.term, self.search, self.frozen):
            reasons = (*reasons, under_locks(self.frozen))
            return self.none(Status.INFEASIBLE, reasons, interrupt)
        rosters = Rosters(
            *(problem, self.term, self.whole, self.search, end, base, self.listener, self.reports)
        )
        proved, unproved = True, 0
        while unproved < ATTEMPTS:
            roster = rosters.next()
            if roster is None or interrupt.pressed:
                return self._exhausted(rosters, proved, interrupt)
            week = self.week(roster)
            if week is not None and week.timetable is not None:
                return self.checked(roster, week.timetable, interrupt)
            self.keep(roster, week)
            if week is None:
                break
            rosters.refuse(roster, week)
            if interrupt.pressed or self.search.left < LEAST_SECONDS:
                break
            fails = week.status is Status.INFEASIBLE
            proved, unproved = proved and fails, unproved + (not fails)
        return self.none(Status.UNKNOWN, rosters.reasons, interrupt)

    def _exhausted(self, rosters: Rosters, proved: bool, interrupt: Interrupt) -> PlanResult:
        """Return how it ends when there is no other roster, or Ctrl-C came."""
        if not (rosters.last or rosters.refused or interrupt.pressed):
            status, reasons = why_none(rosters.problem, rosters.status, self.budget)
            return self.none(status, reasons, interrupt)
        if rosters.status is Status.INFEASIBLE and proved and not interrupt.pressed:
            reasons = (*rosters.reasons, *(EVERY_ROSTER,) * bool(rosters.refused))
            return self.none(Status.INFEASIBLE, reasons, interrupt)
        return self.none(Status.UNKNOWN, rosters.reasons, interrupt, rosters.last)

    def keep(self, roster: Roster, week: WeekResult | None) -> None:
        """Remember a roster without a timetable: the first, or the one with the nearest."""
        nearest = week.nearest if week else None
        if self.tried and nearest:
            known = self.tried[1]
            if known is None or nearest.hard < known.hard:
                self.tried = (roster, nearest)
        elif not self.tried:
            self.tried = (roster, nearest)

    def week(self, roster: Roster) -> WeekResult | None:
        """Return the week, None when there was no time for it."""
        found: WeekResult | None = None
        with ends_at(self.budget.until + GRACE):
            found = plan_week(
                self.community,
                roster,
                self.term,
                self.search.within(self.search.left),
                listener=self.listener,
                base=self.base.week if self.base and self.base.has_week else None,
                price_per_move=self.price_per_lesson,
                frozen=self.frozen,
            )
            self.reports.update(found.reports)
        return found

    def checked(self, roster: Roster, timetable: WeekTimetable, interrupt: Interrupt) -> PlanResult:
        """Return the plan with its duties, checked; without them it is none."""
        alone = replace(self._alone(roster), week=timetable, reports=dict(self.reports))
        alone = with_heads(self.community, alone)
        base = self.base.duties if self.base else ()
        firm = self.price_per_lesson > PRICE_PER_MOVE  # as of a timetable that people know
        bare, lacking = with_duties(
            self.community, alone, self.budget, base, firm=firm, listener=self.listener
        )
        self.reports = dict(bare.reports)
        if lacking:
            return self._short_of_duties(bare, lacking, interrupt)
        found, told = with_calendar_before(self.community, self.base, bare)
        plan = accepted(self.community, found)
        optimal = all(r.status is Status.OPTIMAL for r in self.reports.values())
        status = Status.OPTIMAL if optimal else Status.FEASIBLE
        notes = (*self._notes(), *((locks_kept(self.frozen),) if self.frozen else ()), *told)
        return PlanResult(plan, status, (), bare.reports, interrupt.pressed, notes)

    def _short_of_duties(
        self, bare: Plan, reasons: tuple[Text, ...], interrupt: Interrupt
    ) -> PlanResult:
        """Return that the duties beside this timetable cannot all be had: no proof of others."""
        near, self.tried = audited(self.community, bare), None
        result = self.none(Status.UNKNOWN, reasons, interrupt, bare.roster)
        troubles = troubles_of(near)
        return replace(result, ran_out="duties", nearest=near, troubles=troubles)

    def none(
        self,
        status: Status,
        reasons: tuple[Text, ...],
        interrupt: Interrupt,
        roster: Roster | None = None,
    ) -> PlanResult:
        """Return that there is no plan: why, and what there is instead where nothing is proved."""
        if self.frozen and reasons and self.reports:  # what was counted before holds without locks
            reasons = (*reasons, under_locks(self.frozen))
        reports, alone, near = dict(self.reports), None, None
        nearest: Nearest | None = None
        troubles: tuple[Trouble, ...] = ()
        if self.tried and status is not Status.INFEASIBLE:
            roster, nearest = self.tried
        if roster is not None:
            told = {phase: reports[phase] for phase in ("rotation",) if phase in reports}
            alone = accepted(self.community, replace(self._alone(roster), reports=told))
        if alone is not None and nearest is not None:
            timetable = nearest.timetable(self.community, self.term)
            found = (*nearest.violations, *alone.violations)
            near = replace(alone, week=timetable, reports=reports, violations=found)
            troubles = nearest.troubles(self.budget.left - GRACE)
        return PlanResult(
            None,
            status,
            reasons,
            reports,
            interrupt.pressed,
            self._notes(),
            roster=alone,
            ran_out="time" if self.search.left < LEAST_SECONDS else "attempts",
            nearest=near,
            troubles=troubles,
        )

    def _alone(self, roster: Roster) -> Plan:
        """Return the plan that a roster is, with the locks that last."""
        if self.base and self.locks:
            roster = with_status_of(roster, self.base.roster)
        locks = tuple(lock for lock in self.locks if lock.lasting)
        return Plan(self.community.id, roster, locks=locks)

    def _notes(self) -> tuple[Text, ...]:
        return (DISAGREED,) * any(is_contradicted(r) for r in self.reports.values())
