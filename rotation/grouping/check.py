"""The independent checker of groupings, ours or not. Never imports the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from community.rule import Cost, Violation

if TYPE_CHECKING:
    from rotation.grouping.instance import GroupingInstance
    from rotation.grouping.solution import Grouping


class Worth(NamedTuple):
    """What a grouping is worth, the first first: less is better in each.

    Attributes
    ----------
    rules
        Cost of the rules that it gives up: hard ones, then the others.
    outside
        Schools in no community.
    minutes
        Of all members to their cores and back; those of weak schools count twice.
    places
        By which the schools' wishes are missed (``Setting.places_lost``).
    """

    rules: Cost
    outside: int
    minutes: int
    places: int


def check(instance: GroupingInstance, grouping: Grouping) -> list[Violation]:
    """Return every broken point of every rule: hard ones first, then by cost, rule and point."""
    found = [v for rule in instance.rules for v in rule.check(instance, grouping)]
    return sorted(found, key=lambda v: (not v.is_hard, -v.cost, v.rule, v.point))


def worth(instance: GroupingInstance, grouping: Grouping) -> Worth:
    """Return what a grouping is worth, recomputed from nothing but the grouping."""
    pairs = grouping.core_of.items()
    return Worth(
        rules=Cost.of(check(instance, grouping)),
        outside=sum(s.id not in grouping.group_of for s in instance.schools),
        minutes=sum(instance.burden(member, core) for member, core in pairs),
        places=sum(instance.places_lost(member, core) for member, core in pairs),
    )
