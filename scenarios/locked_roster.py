"""The roster beside locked lessons: who holds them is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.codes import PlacementStatus
from community.sync import common_series
from community.text import Text
from rotation.rules.locked_lessons import LockedLessons
from scenarios.audit import rotation_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community
    from rotation.instance import RotationInstance
    from rotation.solution import Placement, Roster
    from scenarios.locks import Lock

_HOME = Text("有锁定课的教师不外派", "who has locked lessons is not sent away")


def staying(
    community: Community, roster: Roster, locks: Sequence[Lock], term: str
) -> RotationInstance:
    """Return the rotation problem near to a roster, in which nobody leaves locked lessons.

    Whoever has them away stays there in their term, whoever has them at home stays at home.
    """
    hosts = {s.id: s.host_class for s in common_series(community)}
    schools = {g.id: g.school for g in community.classes}
    posts = {
        (who, schools[group])
        for lock in locks
        for group, who in (
            (hosts.get(lock.lesson.series, lock.lesson.class_id), lock.lesson.teacher),
            (lock.lesson.class_id, lock.lesson.assistant),
        )
        if who
    }
    plain = rotation_of(community, roster)
    first = plain.axis.start_of(plain.term_index[term])

    def firm(p: Placement) -> Placement:
        needed = (
            (p.teacher, p.host) in posts and not plain.unknown(p) and plain.move(p).covers(first)
        )
        return replace(p, status=PlacementStatus.LOCKED) if needed else p

    held = replace(roster, placements=tuple(map(firm, roster.placements)))
    home = frozenset(who for who, at in posts if community.teacher_by_id[who].school == at)
    rule = LockedLessons(id=LockedLessons.family, title=_HOME, term=term, teachers=home)
    problem = rotation_of(community, held)
    return replace(problem, rules=(*problem.rules, rule))


def with_status_of(roster: Roster, before: Roster) -> Roster:
    """Return a roster with the statuses that its placements had before."""
    status = {replace(p, status=PlacementStatus.PROPOSED): p.status for p in before.placements}
    placements = (
        replace(p, status=status.get(replace(p, status=PlacementStatus.PROPOSED), p.status))
        for p in roster.placements
    )
    return replace(roster, placements=tuple(placements))
