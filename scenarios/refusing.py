"""Rosters under which no week can be planned: what of them is not chosen again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.rule import Strictness
from rotation.check import check
from rotation.rules.another_roster import AnotherRoster
from rotation.rules.whole_courses import WholeCourses
from scheduling.shortage import OF_THE_ROSTER
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community
    from community.text import Text
    from rotation.instance import RotationInstance
    from rotation.solution import Roster
    from scheduling.shortage import Shortage
    from scheduling.week.planning import WeekResult


def refusal(
    community: Community, roster: Roster, week: WeekResult, term: str, number: int
) -> AnotherRoster:
    """Return the rule that refuses a roster whose week has failed.

    A proof refuses all rosters that are alike in what it depends on; without one, just this roster
    of the term is refused.
    """
    proved = week.status is Status.INFEASIBLE
    schools = concerned(community, roster, term, week.shortages) if proved else set()
    return AnotherRoster(
        id=f"another_roster_{number}", refused=roster, term=term, schools=frozenset(schools)
    )


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
    """Return the schools whose placements the shortages of a week depend on; empty for all.

    These are the schools that lack somebody, and all at which the people work who teach there: what
    they do elsewhere takes their time.
    """
    found = [s for s in found if s.kind in OF_THE_ROSTER]
    postings = roster.postings(community, term)
    lacking: set[str] = set()
    for shortage in found:
        if shortage.kind == "staff":
            lacking.update(lane.partition("/")[0] for lane in shortage.point.split("+"))
        elif shortage.kind == "teacher_slots":
            lacking.update(postings[shortage.point].sites)
        else:
            group = shortage.point.rpartition("/")[2]
            lacking.add(community.class_by_id[group].school)
    there = [p for p in postings.values() if lacking.intersection(p.sites)]
    homes = {community.teacher_by_id[p.teacher].school for p in there}
    return lacking.union(homes, *(p.sites for p in there))
