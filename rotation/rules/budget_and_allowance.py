"""F32 budget: what the placements of a window cost, against the fund of a community."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from community.families.support import BudgetAndAllowanceParams
from community.text import Text
from rotation.axis import HALF_MONTH, WEEKS_A_TERM
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from rotation.axis import Span
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView

WEEKS_A_MONTH = 2 * HALF_MONTH  # a semester of 20 weeks counts for 5 months
UNIT_CNY = 1000  # of the deviation, so that weights stay comparable with those of other rules


@dataclass(frozen=True, kw_only=True)
class BudgetAndAllowance(Rule):
    """The placements of a community's staff cost no more than its fund in each window.

    A placement costs so much a kilometre, there and back, and so much a month. Who has left home
    travels once a week; who is itinerant once for each weekday of the pattern, or once a week when
    the pattern is open. A semester counts for 20 weeks and 5 months. The yuan of each placement in
    each window are rounded half up. The deviation is in thousands of yuan above the fund, begun
    ones counted in full. What goes on from before the plan costs as well; what lies outside the
    plan's terms does not, nor does a way whose kilometres nobody has given.
    """

    family: ClassVar[str] = "budget_and_allowance"
    Params: ClassVar[type[BaseModel]] = BudgetAndAllowanceParams

    @property
    def fund(self) -> int | None:
        """The yuan of each window; None: no number is given."""
        p: Any = self.params
        fund: int | None = p.min_cny if p.fund_cny is None else p.fund_cny
        return fund

    @property
    def has_rates(self) -> bool:
        """Whether placements cost anything."""
        return bool(self.params.cny_per_km or self.params.cny_per_month)

    def applies(self, instance: Setting) -> bool:
        """Return whether there are a fund and rates."""
        return self.fund is not None and self.has_rates

    def cny(self, instance: Setting, move: Move, span: Span) -> int:
        """Return what a placement costs in a span of blocks, in whole yuan."""
        weeks = weeks_in(instance, move, span)
        journeys = weeks * (1 if move.leaves else max(1, len(move.placement.days)))
        ends = move.home.id, move.host.id
        key = (self.id, ends, weeks, journeys)
        return instance.remembered(key, lambda: self._cny(instance, ends, weeks, journeys))

    def _cny(self, instance: Setting, ends: tuple[str, str], weeks: int, journeys: int) -> int:
        km, p = instance.community.travel_km, self.params
        way = _exactly(km.get(ends, 0.0)) + _exactly(km.get(ends[::-1], 0.0))
        stay = _exactly(p.cny_per_month) * Fraction(weeks, WEEKS_A_MONTH)
        return math.floor(_exactly(p.cny_per_km) * way * journeys + stay + Fraction(1, 2))

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Add up the placements of each community and window."""
        instance, fund = view.instance, self.fund or 0
        for span in instance.spans(self.window):
            costs: dict[str, list[int]] = defaultdict(list)
            for move in view.moves:
                yuan = self.cny(instance, move, span)
                if yuan:
                    costs[move.home.group].append(yuan)
            for group, parts in costs.items():
                if sum(parts) > fund:
                    off = -(-(sum(parts) - fund) // UNIT_CNY)
                    text = self._text(group, span, len(parts), sum(parts))
                    yield Deviation(_point(instance, group, span), off, text)

    def build(self, context: Context) -> None:
        """Bound the sum of the yuan of the literals."""
        scope, instance, fund = context.scope(self), context.instance, self.fund or 0
        for span in instance.spans(self.window):
            costs: dict[str, list[tuple[int, Any]]] = defaultdict(list)
            for move, literal in zip(instance.candidates, context.chosen, strict=True):
                yuan = self.cny(instance, move, span)
                if yuan:
                    costs[move.home.group].append((yuan, literal))
            for group, parts in costs.items():
                upper = -(-(sum(yuan for yuan, _x in parts) - fund) // UNIT_CNY)
                if upper <= 0:
                    continue
                thousands = context.new_int(0, upper)
                total = sum(yuan * literal for yuan, literal in parts)
                context.define(total <= fund + UNIT_CNY * thousands)
                scope.charge(_point(instance, group, span), thousands, upper)

    def _text(self, group: str, span: Span, count: int, yuan: int) -> Text:
        fund = self.fund or 0
        return Text(
            f"“{self.title.zh}”：{span.name.zh}{group}{count}项安排共需{yuan}元，"
            f"经费{fund}元，超出{yuan - fund}元。",
            f"“{self.title.en}”, {span.name.en}: {count} placements{f' of {group}' * bool(group)} "
            f"cost {yuan} yuan, {yuan - fund} more than the fund of {fund}.",
        )


def weeks_in(instance: Setting, move: Move, span: Span) -> int:
    """Return the weeks of a placement in a span of terms: 20 for each semester of a whole stay."""
    first, end = max(move.first, span.first, 0), min(move.end, span.end, instance.horizon)
    if move.is_short:
        return move.placement.weeks if first < end else 0
    terms = instance.term_at(end - 1) - instance.term_at(first) + 1 if first < end else 0
    return WEEKS_A_TERM * terms


def _exactly(number: float) -> Fraction:
    return Fraction(str(number))


def _point(instance: Setting, group: str, span: Span) -> str:
    return f"{group or 'all'}/{instance.blocks[span.first].id}"
