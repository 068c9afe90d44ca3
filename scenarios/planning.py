"""From a community to a checked plan: the roster, then the week, then every rule once more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from community.errors import InputError, Problem
from community.rule import Strictness
from community.text import Text
from rotation.check import check
from rotation.rules.another_roster import AnotherRoster
from rotation.rules.whole_courses import WholeCourses
from rotation.search import solve as solve_rotation
from scenarios.audit import accepted, rotation_of
from scenarios.plan import Plan, PlanResult
from scenarios.rotating import why_none
from scenarios.shortage import GRACE, week_shortages
from scheduling.local import prepare
from scheduling.week import PRICE_PER_MOVE
from scheduling.week.planning import plan_week
from solving.interrupt import ends_at, interruptible
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community
    from rotation.instance import RotationInstance
    from rotation.search import RotationResult
    from rotation.solution import Roster
    from scheduling.shortage import Shortage
    from scheduling.timetable import WeekTimetable
    from scheduling.week.planning import WeekResult
    from solving.interrupt import Interrupt
    from solving.outcome import Budget, Listener, Report

ROSTER_SHARES = (0.2, 0.7)  # of the time that is left; a roster is small beside a week
LEAST_SECONDS = 1.0  # that another attempt is worth
ATTEMPTS = 4  # rosters that are tried when the week of one cannot be staffed

UNDIVIDED = Text(
    "一个班的一门课由一位教师担任时，任何派出方案都排不满各校课程（按课时合计并不缺）；"
    "请增加教师、放宽个别教师的课时上限，或减少课时。",
    "With one teacher for each subject of a class, no roster can staff the lessons of all schools "
    "(in periods alone there are enough); add a teacher, raise a maximum of periods, or cut some.",
)

UNDER_THIS_ROSTER = Text(
    "这一学期的课表在这份轮岗名单下已证排不出；换一份名单也许可以，请单独排这一学期。",
    "It is proved that this term has no timetable under this roster; there may be one under "
    "another: plan this term alone.",
)


def make_plan(
    community: Community,
    budget: Budget,
    *,
    term: str | None = None,
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
    base
        A plan to stay close to: each placement and each lesson that differs has its price.
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
    planner = _Planner(
        community, budget, _term(community, term, base), base, price_per_lesson, listener
    )
    with interruptible() as interrupt:
        return planner.run(interrupt)


def plan_under(
    community: Community,
    plan: Plan,
    term: str,
    budget: Budget,
    *,
    listener: Listener | None = None,
) -> PlanResult:
    """Plan the timetable of a term under the roster of a plan, close to the plan's timetable.

    INFEASIBLE is not said here: that nothing fits this roster is no proof about others.
    """
    planner = _Planner(community, budget, term, plan, PRICE_PER_MOVE, listener)
    if "rotation" in plan.reports:
        planner.reports["rotation"] = plan.reports["rotation"]
    with interruptible() as interrupt:
        week = planner.week(plan.roster)
        if week is not None and week.timetable is not None:
            return planner.checked(plan.roster, week.timetable, interrupt)
        reasons: tuple[Text, ...] = ()
        if week is not None and week.status is Status.INFEASIBLE:
            reasons = (*(s.sentence for s in week.shortages), UNDER_THIS_ROSTER)
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
    problem = Problem(place=community.id, value=community.name, expected=expected, hint=hint)
    raise InputError([problem])


def _term(community: Community, term: str | None, base: Plan | None) -> str:
    if term is None:
        return base.week.term if base and base.has_week else community.terms[0].id
    if term not in community.term_by_id:
        known = "、".join(community.term_by_id)
        expected = Text(f"应为本共同体的学期：{known}", f"expected one of the terms {known}")
        raise InputError([Problem(place="--term", value=term, expected=expected)])
    return term


@dataclass
class _Planner:
    community: Community
    budget: Budget
    term: str
    base: Plan | None
    price_per_lesson: int
    listener: Listener | None
    reports: dict[str, Report] = field(default_factory=dict)
    search: Budget = field(init=False)

    def __post_init__(self) -> None:
        self.search = self.budget.for_search()

    def run(self, interrupt: Interrupt) -> PlanResult:
        """Try rosters until the week of one can be planned."""
        problem = rotation_of(self.community, self.base.roster if self.base else None)
        reasons = week_shortages(self.community, [self.term])
        if reasons:
            return self.none(Status.INFEASIBLE, reasons, interrupt)
        for attempt in range(ATTEMPTS):
            roster, status = self._roster(problem)
            if interrupt.pressed or (roster is None and attempt):
                # After a cut, "no roster" is only as strong as the cuts: not a proof.
                return self.none(Status.UNKNOWN, reasons, interrupt, roster)
            if roster is None:
                return self.none(*why_none(problem, status, self.budget), interrupt)
            if reasons := divided(problem, roster):
                problem = with_whole_courses(problem)
                better, status = self._roster(problem)
                if better is None:
                    proved = status is Status.INFEASIBLE and not attempt
                    told = (*reasons, UNDIVIDED) if proved else reasons
                    status = Status.INFEASIBLE if proved else Status.UNKNOWN
                    return self.none(status, told, interrupt, None if proved else roster)
                roster = better
            week = self.week(roster)
            if week is None:
                return self.none(Status.UNKNOWN, reasons, interrupt, roster)
            if week.timetable is not None:
                return self.checked(roster, week.timetable, interrupt)
            reasons = tuple(s.sentence for s in week.shortages)
            if week.status is not Status.INFEASIBLE or interrupt.pressed:
                return self.none(Status.UNKNOWN, reasons, interrupt, roster)
            cut = AnotherRoster(
                id=f"another_roster_{attempt + 1}",
                refused=roster,
                term=self.term,
                schools=frozenset(concerned(self.community, roster, self.term, week.shortages)),
            )
            problem = replace(problem, rules=(*problem.rules, cut))
        return self.none(Status.UNKNOWN, reasons, interrupt)

    def _roster(self, problem: RotationInstance) -> tuple[Roster | None, Status]:
        """Return the best roster; one that is slow to find gets more of the time."""
        found: RotationResult | None = None
        with ends_at(self.budget.until + GRACE):
            for share in ROSTER_SHARES:
                found = solve_rotation(
                    problem,
                    self.search.within(share * self.search.left),
                    listener=self.listener,
                    start=self.base.roster if self.base else None,
                )
                self.reports["rotation"] = found.report
                if found.report.status is not Status.UNKNOWN or found.report.interrupted:
                    break
        return (found.roster, found.report.status) if found else (None, Status.UNKNOWN)

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
            )
            self.reports.update(found.reports)
        return found

    def checked(
        self, roster: Roster, timetable: WeekTimetable, interrupt: Interrupt
    ) -> PlanResult:
        bare = Plan(self.community.id, roster, timetable, dict(self.reports))
        plan = accepted(self.community, bare)
        optimal = all(r.status is Status.OPTIMAL for r in self.reports.values())
        status = Status.OPTIMAL if optimal else Status.FEASIBLE
        return PlanResult(plan, status, (), dict(self.reports), interrupt.pressed)

    def none(
        self,
        status: Status,
        reasons: tuple[Text, ...],
        interrupt: Interrupt,
        roster: Roster | None = None,
    ) -> PlanResult:
        reports = dict(self.reports)
        alone = None
        if roster is not None:
            found = {"rotation": reports["rotation"]}
            alone = accepted(self.community, Plan(self.community.id, roster, reports=found))
        ran_out: Literal["time", "attempts"] = "attempts"
        if self.search.left < LEAST_SECONDS:
            ran_out = "time"
        pressed = interrupt.pressed
        return PlanResult(None, status, reasons, reports, pressed, roster=alone, ran_out=ran_out)


def divided(problem: RotationInstance, roster: Roster) -> tuple[Text, ...]:
    """Return what is said of courses that one teacher cannot take whole under a roster."""
    return tuple(v.sentence for v in check(problem, roster) if v.family == WholeCourses.family)


def with_whole_courses(problem: RotationInstance) -> RotationInstance:
    """Return the problem with whole courses as a hard rule: the week cannot do without."""
    rules = [
        replace(r, strictness=Strictness.HARD) if isinstance(r, WholeCourses) else r
        for r in problem.rules
    ]
    return replace(problem, rules=tuple(rules))


def concerned(
    community: Community, roster: Roster, term: str, found: Iterable[Shortage]
) -> set[str]:
    """Return the schools whose placements a shortage of the week depends on."""
    postings = roster.postings(community, term)
    schools: set[str] = set()
    for shortage in found:
        if shortage.kind == "staff":
            schools.update(lane.partition("/")[0] for lane in shortage.point.split("+"))
        elif shortage.kind == "teacher_slots":
            schools.update(postings[shortage.point].sites)
        elif shortage.kind == "assistant":
            group = shortage.point.rpartition("/")[2]
            schools.add(community.class_by_id[group].school)
    return schools
