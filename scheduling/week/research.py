"""Research groups (F22): who meets in the slots that they have in common, and when."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

from community.families import given
from community.models import SchoolRole
from scheduling.week.grid import day_group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community
    from community.policy import PolicyRule
    from scheduling.instance import Group


def research_times(community: Community, groups: Iterable[Group]) -> dict[str, tuple[str, ...]]:
    """Return the times that hard rules keep free for the research group of each teacher."""
    found: dict[str, tuple[str, ...]] = {}
    members = {g.id: g.members for g in groups}
    for rule in community.policy.of("recurring_common_slot"):
        weekday, half = rule.params.get("weekday"), rule.params.get("half_day")
        if rule.strictness == "hard" and weekday and half:
            times = members.get(day_group(int(weekday), None, str(half)), ())
            for people in research_groups(community, rule).values():
                found |= {t: (*found.get(t, ()), *times) for t in people}
    return found


def research_groups(
    community: Community, rule: PolicyRule
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return whom a rule about common slots means, by community and first subject."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for teacher in community.teachers:
        school = community.school_by_id[teacher.school]
        meant = not given(rule, "heads") or (
            teacher.is_group_head and school.role is SchoolRole.MEMBER
        )
        if meant:
            found[school.group, teacher.subjects[0]].append(teacher.id)
    order = product(community.groups, research_subjects(community, rule))
    return {key: tuple(found[key]) for key in order if key in found}


def research_subjects(community: Community, rule: PolicyRule) -> list[str]:
    """Return the subjects that a rule about common slots names, or all."""
    named = rule.params.get("subjects", rule.params.get("subject"))
    if isinstance(named, str):
        return [named]
    return list(named or (s.id for s in community.subjects))
