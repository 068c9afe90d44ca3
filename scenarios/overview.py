"""What a community holds before any planning: its size, its rules, and proved shortages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.profile import not_planned
from community.sync import sync_series
from rotation.grouping.rules import FAMILY as GROUPING
from rotation.rules import families as rotation_families
from scenarios.attention import worth_knowing
from scenarios.audit import rotation_of
from scenarios.shortage import CHECKING, EXPLAINING, roster_shortages, week_shortages
from solving.outcome import Budget

if TYPE_CHECKING:
    from community.models import Community
    from community.policy import PolicyRule
    from community.text import Text


@dataclass(frozen=True, slots=True)
class Overview:
    """A community in numbers, or a county of several ``communities``.

    ``periods`` are the lessons a week of all classes (half ones from odd and even weeks). The rules
    of the policy are told by the room that plans them; ``waiting`` are carried as data only,
    ``off`` are switched off. ``notes`` are what a planner should know besides.
    """

    name: str
    communities: int
    schools: int
    classes: int
    teachers: int
    periods: float
    terms: int
    sync_series: int
    grouping_rules: tuple[PolicyRule, ...]
    rotation_rules: tuple[PolicyRule, ...]
    week_rules: tuple[PolicyRule, ...]
    waiting: tuple[PolicyRule, ...]
    off: tuple[PolicyRule, ...]
    shortages: tuple[Text, ...]
    notes: tuple[Text, ...] = ()


def overview(community: Community) -> Overview:
    """Return the numbers of a community that has passed its checks, and its proved shortages."""
    waiting = not_planned(community.policy)
    planned = [r for r in community.policy.rules if r.enabled and r not in waiting]
    roster_families = rotation_families()
    return Overview(
        name=community.name,
        communities=len(community.groups),
        schools=len(community.schools),
        classes=len(community.classes),
        teachers=len(community.teachers),
        periods=sum(community.demand.values()),
        terms=len(community.terms),
        sync_series=len(sync_series(community)),
        grouping_rules=tuple(r for r in planned if r.family == GROUPING),
        rotation_rules=tuple(r for r in planned if r.family in roster_families),
        week_rules=tuple(r for r in planned if r.family not in {*roster_families, GROUPING}),
        waiting=tuple(waiting),
        off=tuple(r for r in community.policy.rules if not r.enabled),
        shortages=(
            *week_shortages(community, community.term_by_id, Budget(CHECKING)),
            *roster_shortages(rotation_of(community), Budget(EXPLAINING)),
        ),
        notes=worth_knowing(community),
    )
