"""People who can stand in for each other where the lessons of a week have been proved unstaffable.

Such a proof holds for everybody who could teach the lessons, wherever they are. Colleagues about
whom no row says anything by name are as good as each other, and without one of them it only gets
harder: so it holds for all rosters with no more people of any kind, and no further visits.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.rule import Strictness
from rotation.posts import Post
from rotation.rules.more_staff import Kind, MoreStaff
from rotation.staffing_flow import can_teach
from scheduling.rules.even_loads import EvenLoads
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.own_class import OwnClass
from scheduling.week.compile import compile_frame
from scheduling.week.frame import Frame
from scheduling.week.on_duty import on_duty

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable

    from community.models import Community, Teacher
    from rotation.solution import Roster
    from rotation.staffing_flow import Lane
    from scheduling.rules.base import Rule


def more_staff(
    community: Community, roster: Roster, term: str, lanes: Collection[str], number: int
) -> MoreStaff | None:
    """Return the rule that refuses all rosters that a proof about some lanes holds for.

    None where it would say too much: where somebody who is away would have had to have lessons.

    Parameters
    ----------
    lanes
        School and subject of each, as shortages name them: ``C/music``.
    """
    frame = Frame.of(community, roster, term)
    meant = [lane for lane in frame.lanes if f"{lane.school}/{lane.subject}" in lanes]
    able = {t.id: _schools(t, meant) for t in community.teachers}
    people = [t for t in community.teachers if able[t.id]]
    if _is_bound(frame, people):
        return None
    kinds: dict[Hashable, set[Post]] = defaultdict(set)
    there: dict[Hashable, int] = defaultdict(int)
    visits: set[Post] = set()
    for teacher in people:
        sites, mine = frame.people.sites(teacher.id), able[teacher.id]
        for school in sorted(mine):
            key = school, *_signature(community, teacher)
            kinds[key].add(Post(teacher.id, school, school != teacher.school))
            there[key] += sites[:1] == (school,)
            if school != teacher.school:
                visits.add(Post(teacher.id, school))
    return MoreStaff(
        id=f"more_staff_{number}",
        refused=roster,
        term=term,
        kinds=tuple(Kind(frozenset(posts), there[key]) for key, posts in kinds.items()),
        visits=frozenset(visits),
    )


def _schools(teacher: Teacher, lanes: Collection[Lane]) -> set[str]:
    return {lane.school for lane in lanes if can_teach(teacher, lane)}


def _is_bound(frame: Frame, people: Collection[Teacher]) -> bool:
    """Return whether the week asks some people for lessons, or binds them by who else is there."""
    community = frame.community
    elsewhere = any(
        t.class_teacher_of and community.class_by_id[t.class_teacher_of].school != t.school
        for t in people
    )
    hard = (r for r in compile_frame(frame).rules if r.strictness is Strictness.HARD)
    return elsewhere or bool(on_duty(frame)) or any(map(_asks_for_lessons, hard))


def _asks_for_lessons(rule: Rule) -> bool:
    if isinstance(rule, LimitWorkload):
        return rule.minimum > 0
    return isinstance(rule, (EvenLoads, OwnClass))


def _signature(community: Community, teacher: Teacher) -> tuple[Hashable, ...]:
    """Return what a week knows of somebody; whoever is named in a row is told apart."""
    rows = (
        *community.unavailable,
        *community.teaching,
        *community.time_requests,
        *community.load_requests,
        *community.fixed,
        *community.grouped,
    )
    named = teacher.class_teacher_of or any(
        getattr(row, "teacher", None) == teacher.id for row in rows
    )
    return (
        teacher.id if named else "",
        teacher.school,
        teacher.stage,
        teacher.subjects,
        teacher.max_periods,
        teacher.min_periods,
        teacher.is_group_head,
    )
