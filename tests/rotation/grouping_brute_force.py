"""Every grouping of a small county, told by the checker alone."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from rotation.grouping.check import Worth, worth
from rotation.grouping.solution import Group, Grouping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.grouping.instance import GroupingInstance


def best(instance: GroupingInstance) -> Worth | None:
    """Return the worth of the best grouping that keeps every hard rule; None without one."""
    found = (worth(instance, grouping) for grouping in groupings(instance))
    return min((w for w in found if not w.rules.hard), default=None, key=_order)


def _order(found: Worth) -> tuple[int, int, int, int]:
    return found.rules.soft, found.outside, found.minutes, found.places


def groupings(instance: GroupingInstance) -> Iterator[Grouping]:
    """Yield all groupings: each set of cores, and for each other school a core or none."""
    ids = [s.id for s in instance.schools]
    for number in range(1, len(ids)):
        for cores in combinations(ids, number):
            others = [s for s in ids if s not in cores]
            for choice in product((*cores, None), repeat=len(others)):
                of = dict(zip((*others, *cores), (*choice, *cores), strict=True))
                yield Grouping(tuple(_groups(instance, cores, of)))


def _groups(
    instance: GroupingInstance, cores: tuple[str, ...], of: dict[str, str | None]
) -> Iterator[Group]:
    """Yield the communities; of two that would have a given name the first has it."""
    free = dict(instance.given)
    for core in cores:
        schools = {s for s, own in of.items() if own == core}
        named = [name for name, given in free.items() if schools & {*given}]
        free.pop(named[0] if named else "", None)
        points = tuple(p for s in schools for p in instance.points.get(s, ()))
        members = tuple(sorted(schools - {core}))
        yield Group(named[0] if named else core, (core,), members, points)
