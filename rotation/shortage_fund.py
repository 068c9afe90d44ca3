"""Funds that are too small for the fewest placements that other rules ask for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from community.text import Text
from rotation.conflict import Finding
from rotation.rules.budget_and_allowance import BudgetAndAllowance
from rotation.shortage_demand import hard_of
from rotation.shortage_quota import joined, wanted
from rotation.shortage_supply import most

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from rotation.axis import Span
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.shortage_demand import Demand


class Bill(NamedTuple):
    """What demands, with those behind them, cost at least."""

    demands: Sequence[Demand]
    placements: int
    yuan: int


def above_fund(instance: RotationInstance, groups: Sequence[Sequence[Demand]]) -> Iterator[Finding]:
    """Find funds that cannot pay even for the cheapest placements that meet other rules."""
    for rule in hard_of(instance, BudgetAndAllowance):
        fund = rule.fund or 0
        found: dict[Hashable, list[tuple[Span, Bill]]] = defaultdict(list)
        for span in instance.spans(rule.window):
            bills = [_bill(instance, rule, span, demands) for demands in groups]
            dear = [bill for bill in bills if bill and bill.yuan > fund]
            if dear:  # the dearest says most; the others say the same with less
                demands, count, yuan = bill = max(dear, key=lambda b: b.yuan)
                names = tuple(r.id for r in demands[0].rules)
                places = tuple(d.place.id for d in demands)
                found[names, places, count, yuan].append((span, bill))
        for bills_of in found.values():
            yield _too_dear(instance, rule, fund, bills_of)


def _too_dear(
    instance: RotationInstance,
    rule: BudgetAndAllowance,
    fund: int,
    found: Sequence[tuple[Span, Bill]],
) -> Finding:
    demands, count, yuan = found[0][1]
    when = joined(instance, [span for span, _bill in found])
    asked = wanted(demands, joined(instance, [bill.demands[0].span for _span, bill in found]))
    text = Text(
        f"{asked.zh}，最省的{count}项安排在{when.zh}也要{yuan}元，而“{rule.title.zh}”只有{fund}元。",
        f"{asked.en}; at the cheapest that costs {yuan} yuan in {when.en} "
        f"({count} in all), and "
        f"“{rule.title.en}” has {fund}.",
    )
    names = (*(r.id for r in demands[0].rules), rule.id)
    return Finding(names, text, {"placements": count, "cost": yuan, "fund": fund})


def _bill(
    instance: RotationInstance, rule: BudgetAndAllowance, span: Span, demands: Sequence[Demand]
) -> Bill | None:
    """Return what demands of one group, and those behind them, cost in a window at least.

    None when they reach beyond the window, or people of several communities could meet them.
    """
    origins = [d.origin for d in demands if d.origin]
    every = [*demands, *origins]
    homes = {m.home.group for d in every for m in d.moves}
    inside = all(span.first <= d.span.first and d.span.end <= span.end for d in every)
    if len(homes) != 1 or not inside:
        return None
    cheapest = [_cheapest(instance, rule, span, d) for d in every]
    return Bill(demands, sum(d.least for d in every), sum(cheapest))


def _cheapest(
    instance: RotationInstance, rule: BudgetAndAllowance, span: Span, demand: Demand
) -> int:
    """Return what the cheapest placements that meet a demand cost in a window."""
    by_teacher: dict[str, list[Move]] = defaultdict(list)
    for move in demand.moves:
        by_teacher[move.teacher.id].append(move)
    prices: list[int] = []
    for moves in by_teacher.values():
        prices += [min(rule.cny(instance, m, span) for m in moves)] * most(moves)
    return sum(sorted(prices)[: demand.least])
