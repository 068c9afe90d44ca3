"""The ledger of service: who has worked elsewhere for how long, and what that gives a right to.

History counts with the plan. Never imports the solver.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from community.text import Text
from rotation.axis import TERM_HALF_MONTHS
from rotation.rules.service_credit import YEAR_HALF_MONTHS, ServiceCredit
from rotation.view import RosterView

if TYPE_CHECKING:
    from community.models import PlacementKind
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.solution import Roster

EARLIER = Text("本方案之前", "before the plan")


@dataclass(frozen=True, slots=True)
class Credit:
    """What one rule of the policy credits one teacher with.

    Attributes
    ----------
    rule
        Id of the rule.
    kinds
        The kinds of placement that count.
    before, planned
        Semesters served before the plan, and in its terms; half a month is 0.05 of one.
    years
        Both together in years, times the rule's ratio.
    threshold
        Years that the rule asks for; None: it has no threshold.
    reached, when
        Whether the years reach the threshold, and the term at whose end they do.
    priority
        Whether who has reached it comes first at equal conditions; without a threshold, whoever
        has served at all.
    """

    rule: str
    teacher: str
    kinds: tuple[PlacementKind, ...]
    before: int
    planned: float
    years: float
    threshold: float | None
    reached: bool
    when: Text | None
    priority: bool


def ledger(instance: RotationInstance, roster: Roster) -> list[Credit]:
    """Return the service of everybody who has any, for each credit rule of the policy, in order.

    What lies behind the plan's last term does not count yet. A semester counts once, however many
    schools an itinerant teacher visits in it.
    """
    view = RosterView(instance, roster)
    rules = [ServiceCredit.from_policy(r) for r in instance.community.policy.of("service_credit")]
    return [
        credit
        for rule in rules
        if isinstance(rule, ServiceCredit)
        for teacher in instance.community.teacher_by_id
        if (credit := _credit(view, rule, teacher))
    ]


def _credit(view: RosterView, rule: ServiceCredit, teacher: str) -> Credit | None:
    instance, p = view.instance, rule.params
    before = rule.before_plan(instance).get(teacher, 0)
    by_term: Counter[int] = Counter()
    for move in view.by_teacher.get(teacher, ()):
        if rule.counts(instance, move.placement.kind, move.host.id):
            by_term.update(_by_term(instance, move))
    planned = sum(min(TERM_HALF_MONTHS, n) for n in by_term.values())
    if not before and not planned:
        return None
    when = _when(view, rule, before, by_term)
    half_months = TERM_HALF_MONTHS * before + planned
    years = Fraction(half_months, YEAR_HALF_MONTHS) * Fraction(str(p.credit_ratio))
    return Credit(
        rule=rule.id,
        teacher=teacher,
        kinds=p.kinds,
        before=before,
        planned=planned / TERM_HALF_MONTHS,
        years=float(years),
        threshold=p.years,
        reached=when is not None,
        when=when,
        priority=p.priority and (p.years is None or when is not None),
    )


def _by_term(instance: Setting, move: Move) -> dict[int, int]:
    """Return the half months of a placement in each term of the plan."""
    if move.is_short:
        return {instance.term_index[move.placement.start]: move.half_months}
    blocks = range(max(move.first, 0), min(move.end, instance.horizon))
    return {instance.blocks[block].term: TERM_HALF_MONTHS for block in blocks}


def _when(view: RosterView, rule: ServiceCredit, before: int, by_term: Counter[int]) -> Text | None:
    """Return the term at whose end the threshold is reached; None: it is not."""
    if rule.threshold is None:
        return None
    total = TERM_HALF_MONTHS * before
    if total >= rule.threshold:
        return EARLIER
    for index, term in enumerate(view.instance.community.terms):
        total += min(TERM_HALF_MONTHS, by_term[index])
        if total >= rule.threshold:
            return Text(term.name, term.name)
    return None
