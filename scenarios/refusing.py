"""Rosters under which no week can be planned: what of them is not chosen again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.sync import sync_limits, sync_series
from rotation.check import check
from rotation.rules.another_roster import AnotherRoster
from rotation.rules.locked_lessons import LockedLessons
from rotation.rules.one_more_teacher import OneMoreTeacher
from rotation.rules.whole_courses import WholeCourses
from rotation.staffing_flow import can_teach
from scenarios.alike import more_staff
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community
    from community.text import Text
    from rotation.instance import RotationInstance
    from rotation.rules.base import Rule
    from rotation.solution import Roster
    from scheduling.planning import WeekResult
    from scheduling.shortage import Shortage


def refusal(
    problem: RotationInstance, roster: Roster, week: WeekResult, term: str, number: int
) -> Rule:
    """Return the rule that refuses a roster whose week has failed.

    A proof refuses all rosters that have no more for what it depends on (``scenarios.alike``), or
    are alike in it; without one, just this roster of the term is refused.
    """
    community, proved = problem.community, week.status is Status.INFEASIBLE
    locked = any(isinstance(rule, LockedLessons) for rule in problem.rules)
    lanes = lanes_of(community, week.shortages) if proved and not locked else ()
    for some in lanes:
        if rule := more_staff(community, roster, term, some, number):
            return rule
    people = concerned(community, week.shortages) if proved else frozenset[str]()
    return AnotherRoster(id=f"another_roster_{number}", refused=roster, term=term, teachers=people)


def lanes_of(community: Community, found: Iterable[Shortage]) -> list[list[str]]:
    """Return the lanes (school and subject) of each shortage that is a proof about their staff.

    Those with the fewest come first.
    """
    kinds = staff_kinds(community)
    points = [s.point.split("+") for s in found if s.kind in kinds and s.point]
    return sorted(points, key=len)


def staff_kinds(community: Community) -> tuple[str, ...]:
    """Return the kinds of shortages that are proofs about those who teach the lessons alone.

    Where assistants are beside, a conflict of rules may be one about them.
    """
    assisted = sync_limits(community).assistant and bool(sync_series(community))
    return ("staff",) if assisted else ("staff", "rules")


def one_more(community: Community, week: WeekResult, term: str, number: int) -> list[Rule]:
    """Return the rules that ask for somebody beside each person who alone has too many lessons."""
    found: list[Rule] = []
    for shortage in week.shortages:
        places = {
            (t.id, lane.school)
            for lane in shortage.alone
            for t in community.teachers
            if t.id != shortage.point and can_teach(t, lane)
        }
        if shortage.alone:
            id = f"one_more_teacher_{number}_{shortage.point}"
            found.append(OneMoreTeacher(id=id, term=term, places=frozenset(places)))
    return found


def divided(problem: RotationInstance, roster: Roster) -> dict[str, Text]:
    """Return what is said of each term with courses that no teacher can take whole."""
    found = check(problem, roster)
    return {v.point: v.sentence for v in found if v.family == WholeCourses.family}


def with_whole_courses(problem: RotationInstance) -> RotationInstance:
    """Return the problem with whole courses as a hard rule: the week cannot do without."""
    rules = [
        replace(r, strictness=Strictness.HARD) if isinstance(r, WholeCourses) else r
        for r in problem.rules
    ]
    return problem.under(rules)


def concerned(community: Community, found: Iterable[Shortage]) -> frozenset[str]:
    """Return the teachers on whose placements the proof of a week depends; empty for everybody.

    A shortage of lanes depends on those who teach their subjects, wherever they are: with all of
    them where they are now, the same people can teach the same lessons at the same times. Each
    shortage is a proof by itself, so the one that speaks of the fewest is enough.
    """
    kinds, proofs = staff_kinds(community), list[set[str]]()
    for shortage in found:
        if shortage.kind in kinds and shortage.point:
            subjects = {lane.rpartition("/")[2] for lane in shortage.point.split("+")}
        elif shortage.kind == "teacher_slots":
            subjects = set(community.teacher_by_id[shortage.point].subjects)
        else:
            continue
        proofs.append({t.id for t in community.teachers if subjects.intersection(t.subjects)})
    return frozenset(min(proofs, key=len) if proofs else ())
