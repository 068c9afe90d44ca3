"""A limit on the coefficient of variation between schools: what it comes to, and as linear rows.

The square of the coefficient is Q / T^2 - 1, where Q is the sum of the squares of what each school
has, times its weight (``community.indicators.weights``), and T is what all have together. So a
limit L is Q <= (1 + L^2) T^2. T hardly ever changes: who moves counts at both ends, but for points
that are left out and norms that differ by stage. Of whole numbers, a square is the largest of the
chords between neighbours, (2k + 1) x - k (k + 1), each of them linear; where T or the limit can be
one of several, a literal for each says which. Nothing is approximated, so model and check agree.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from community.codes import Stage
from community.indicators import SCALE, Assessed, weights
from community.rule import Deviation
from community.standards import ASSESSED, STANDARDS, Indicator
from community.text import Text
from rotation.balance import works_there

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.indicators import Part
    from community.models import Teacher
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Asker, Setting
    from rotation.view import RosterView

POINTS = 100  # of a coefficient of 1


@dataclass(frozen=True)
class Limit:
    """The limit of one indicator in one stage: who counts at home, and the weights of schools."""

    assessed: Assessed
    indicator: Indicator
    stage: Stage
    most: Fraction

    @property
    def parts(self) -> tuple[Part, ...]:
        """The schools that are assessed."""
        return self.assessed.of(self.stage)

    def scaled(self) -> dict[Part, int]:
        """Return the weights of the schools."""
        found = weights([p.pupils for p in self.parts])
        return dict(zip(self.parts, found, strict=True))

    def part(self, teacher: Teacher, school: str) -> Part | None:
        """Return where a teacher counts at a school, if anywhere; one without a degree does not."""
        part = self.assessed.part(teacher, school)
        if part is None or part.stage is not self.stage:
            return None
        return part if self.assessed.counts(self.indicator, teacher, part.stage) else None

    def ends(self, move: Move) -> tuple[Part | None, Part | None]:
        """Return where the teacher of a placement counts before it, and during it."""
        if not works_there(move):
            return None, None
        return self.part(move.teacher, move.home.id), self.part(move.teacher, move.host.id)

    def at_home(self) -> Counter[Part]:
        """Return how many count in each school with everybody at home."""
        found = Counter(dict.fromkeys(self.parts, 0))
        everybody = self.assessed.community.teachers
        found.update(part for t in everybody if (part := self.part(t, t.school)))
        return found

    def bound(self, total: int, points: int) -> int:
        """Return the largest Q that is within the limit and some percent points more."""
        most = self.most + Fraction(points, POINTS)
        return math.floor(SCALE * (1 + most * most) * total * total)

    def points_above(self, square: int, total: int) -> int:
        """Return the percent points above the limit, begun ones in full, for Q and T."""
        if not total:
            return 0
        low, high = -1, 1  # low is too few
        while self.bound(total, high) < square:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.bound(total, middle) < square else (low, middle)
        return high

    def point(self, term: str) -> str:
        """Return what the point of application is called."""
        return f"variation/{self.indicator.value}/{self.stage.value}/{term}"


def limits(rule: Asker, instance: Setting) -> list[Limit]:
    """Return the limits that a rule sets; one school alone does not vary."""
    p = rule.params
    most = {Stage.PRIMARY: p.max_cv_primary, Stage.JUNIOR: p.max_cv_junior}
    if most[Stage.PRIMARY] is None and most[Stage.JUNIOR] is None:
        return []
    assessed = instance.remembered(
        ("staff_balance", "assessed"), lambda: Assessed(instance.community)
    )
    return [
        Limit(assessed, Indicator(indicator), stage, Fraction(str(most[stage])))
        for indicator in p.cv_of
        for stage in ASSESSED
        if most[stage] is not None and len(assessed.of(stage)) > 1
    ]


def variation_deviations(rule: Asker, view: RosterView) -> Iterator[Deviation]:
    """Yield the terms in which schools differ by more than a rule allows."""
    instance = view.instance
    for limit in limits(rule, instance):
        scaled = limit.scaled()
        for index, term in enumerate(instance.community.terms):
            heads = limit.at_home()
            for move in view.active(instance.axis.start_of(index)):
                for part, change in zip(limit.ends(move), (-1, 1), strict=True):
                    if part:
                        heads[part] += change
            square, total = sum(w * heads[p] ** 2 for p, w in scaled.items()), heads.total()
            above = limit.points_above(square, total)
            if above:
                yield Deviation(limit.point(term.id), above, _told(limit, term.name, square, total))


def build_variation(rule: Asker, context: Context) -> None:
    """State the same limits in the model."""
    instance = context.instance
    for limit in limits(rule, instance):
        for index, term in enumerate(instance.community.terms):
            _Heads(limit, context, index).state(rule, limit.point(term.id))


class _Heads:
    """How many count in each school in a term, as expressions with their bounds."""

    def __init__(self, limit: Limit, context: Context, term: int) -> None:
        self.limit, self.context = limit, context
        block = context.instance.axis.start_of(term)
        self.expr: dict[Part, Any] = {**limit.at_home()}
        changing: dict[tuple[Part | None, int], set[str]] = defaultdict(set)  # teachers
        for move, literal in zip(context.instance.candidates, context.chosen, strict=True):
            origin, host = limit.ends(move) if move.covers(block) else (None, None)
            if origin is not host:
                for part, change in ((origin, -1), (host, 1)):
                    changing[part, change].add(move.teacher.id)
                    if part:
                        self.expr[part] += change * literal
        # Who comes from where nobody counts is one more in all; nobody is in two places at once.
        home = limit.at_home()
        self.low = {p: n - len(changing[p, -1]) for p, n in home.items()}
        self.high = {p: n + len(changing[p, 1]) for p, n in home.items()}
        least = home.total() - len(changing[None, 1])
        self.totals = range(max(0, least), home.total() + len(changing[None, -1]) + 1)

    def state(self, rule: Asker, point: str) -> None:
        """Let the variation be within the limit, or charge for what it is above."""
        context, scope = self.context, self.context.scope(rule)
        most = {t: self.limit.points_above(self._highest(t), t) for t in self.totals}
        upper = max(most.values())
        if not upper:
            return
        square = self._square()
        if scope.enforced:
            cases = {(t, 0): self.limit.bound(t, 0) for t in self.totals}
        else:
            cases = {(t, k): self.limit.bound(t, k) for t, m in most.items() for k in range(m + 1)}
        holds: dict[tuple[int, int], Any] = dict.fromkeys(cases, 1)
        if len(cases) > 1:
            holds = {case: context.new_bool() for case in cases}
            context.define(sum(holds.values()) == 1)
            context.define(sum(t * holds[t, k] for t, k in cases) == sum(self.expr.values()))
        within = square <= sum(cases[case] * holds[case] for case in cases)
        if scope.enforced:
            scope.require(within)
            return
        context.define(within)
        scope.charge(point, sum(k * holds[t, k] for t, k in cases), upper)

    def _square(self) -> Any:
        """Return Q: a variable for each school that is no less than the square of what it has."""
        context, found = self.context, 0
        for part, weight in self.limit.scaled().items():
            low, high, heads = self.low[part], self.high[part], self.expr[part]
            if low == high:
                found += weight * low * low
                continue
            square = context.new_int(0, max(low * low, high * high))
            for k in range(low, high):
                context.define(square >= (2 * k + 1) * heads - k * (k + 1))
            found += weight * square
        return found

    def _highest(self, total: int) -> int:
        """Return a bound on Q: no square is above the chord over all that a school can have."""
        scaled = self.limit.scaled()
        left, square = (
            total - sum(self.low.values()),
            sum(w * self.low[p] ** 2 for p, w in scaled.items()),
        )
        for part in sorted(scaled, key=lambda p: -scaled[p] * (self.low[p] + self.high[p])):
            more = min(max(left, 0), self.high[part] - self.low[part])
            square += scaled[part] * (self.low[part] + self.high[part]) * more
            left -= more
        return square


def _told(limit: Limit, term: str, square: int, total: int) -> Text:
    """Return the coefficient and its limit, in a sentence."""
    found = math.sqrt(square / (SCALE * total * total) - 1)
    name = STANDARDS[limit.indicator].name
    stage = _STAGES[limit.stage]
    most = f"{float(limit.most):g}"
    return Text(
        f"{term}{stage.zh}{name.zh}校际差异系数{found:.3f}，应不超过{most}。",
        f"{name.en}, {stage.en}: the coefficient of variation between schools is {found:.3f} in "
        f"{term}; at most {most}.",
    )


_STAGES = {Stage.PRIMARY: Text("小学", "primary"), Stage.JUNIOR: Text("初中", "junior")}
