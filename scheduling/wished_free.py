"""When rooms and people had better have no lesson, where who has which lesson is still open.

Of several lessons at a time for which a pool of candidates stands (``scheduling.pooling``), those
beyond the members whom nobody wishes free cost what the cheapest wish costs, and so on.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from community.rule import Strictness
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduling.instance import Instance

Prices = Counter[tuple[str, int]]  # of a lesson, by resource and position of the time


class Layer(NamedTuple):
    """What each lesson costs more where all are busy but those ``gone``, at the times given."""

    price: int
    dearest: int  # the price up to which it leads
    gone: list[tuple[str, int]]


def prices_of(instance: Instance) -> Prices:
    """Return what it costs that somebody has a lesson when wished free."""
    found = Prices()
    for rule in instance.rules:
        if isinstance(rule, AvoidUnavailableTimes) and rule.strictness is not Strictness.HARD:
            times = instance.positions(rule.time_groups, rule.times)
            for resource in rule.applies_to.all_resources(instance):
                found.update({(resource, t): rule.weight for t in sorted(times) if rule.weight})
    return found


def layers(prices: Mapping[tuple[str, int], int]) -> Iterator[Layer]:
    """Yield the steps of the prices, the cheapest first; what is dearer is gone in each of them."""
    below = 0
    for price in sorted({*prices.values()}):
        yield Layer(price - below, price, [x for x, p in prices.items() if p >= price])
        below = price
