"""How another roster differs from the plan's: what it costs more, and which placements move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from rotation.rules.few_placements import FewPlacements
from rotation.rules.stay_close import StayClose
from rotation.search import solve

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from community.rule import Violation
    from rotation.instance import RotationInstance
    from rotation.solution import Placement, Roster
    from solving.outcome import Budget, Listener

MANY = 5  # new charges that are told
LEAST = 2  # changes that any other roster has: one goes, another comes


@dataclass(frozen=True, slots=True)
class Charge:
    """What one rule costs in the plan's roster, and in the other one."""

    rule: str
    title: Text
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A placement that is new in the other roster, or gone."""

    placement: Placement
    what: Text
    is_new: bool


def tidied(
    asked: RotationInstance,
    plan: Roster,
    other: Roster,
    budget: Budget,
    listener: Listener | None = None,
) -> Roster:
    """Return a roster of no greater cost that differs from the plan's as little as possible.

    The cost is that of the given problem, from whose candidates it is chosen. Every price is
    multiplied, so that all changes together are cheaper than one unit of cost.
    """
    changes = sum(len(side) for side in plan.diff(other))
    if changes <= LEAST or budget.seconds < 1:
        return other
    known = asked.base.placements if asked.base else ()
    factor = 1 + changes + len(known)
    rules = [
        r if r.strictness is Strictness.HARD else replace(r, weight=factor * r.weight)
        for r in asked.rules
    ]
    close = StayClose(id=StayClose.family, strictness=Strictness.SOFT)
    priced = replace(asked, anywhere=True).offering(asked.candidates).under((*rules, close))
    found = solve(priced, budget, listener=listener, start=other)
    return found.roster or other


def shifts_between(
    instance: RotationInstance, plan: Roster, other: Roster, near: Collection[str]
) -> tuple[Shift, ...]:
    """Return the placements that differ, those at some schools first."""
    gone, new = plan.diff(other)
    shifts = [
        Shift(p, instance.what(instance.move(p)), is_new)
        for group, is_new in ((new, True), (gone, False))
        for p in group
        if not instance.unknown(p)
    ]
    return tuple(sorted(shifts, key=lambda s: (s.placement.host not in near, not s.is_new)))


def soft(violations: Sequence[Violation]) -> int:
    """Return the soft cost of violations."""
    return sum(v.cost for v in violations if not v.is_hard)


def charges_between(
    instance: RotationInstance, before: Sequence[Violation], after: Sequence[Violation]
) -> tuple[Charge, ...]:
    """Return the rules whose cost differs, those that charge more first."""
    found = []
    for rule in instance.rules:
        ends = [
            sum(v.cost for v in end if v.rule == rule.id and not v.is_hard)
            for end in (before, after)
        ]
        if ends[0] != ends[1]:
            title = Text(rule.title.zh or rule.id, rule.title.en or rule.id)
            found.append(Charge(rule.id, title, ends[0], ends[1]))
    return tuple(sorted(found, key=lambda c: (c.before - c.after, c.rule)))


def new_charges(
    charges: Sequence[Charge], before: Sequence[Violation], after: Sequence[Violation]
) -> list[Text]:
    """Return what the rules that charge more charge for, and did not before, the dearest first."""
    known = {(v.rule, v.point) for v in before}
    dearer = {c.rule for c in charges if c.after > c.before} - {FewPlacements.family}
    new = [v for v in after if v.rule in dearer and (v.rule, v.point) not in known]
    dearest = sorted(new, key=lambda v: -v.cost)[:MANY]
    return [
        Text(f"· {v.sentence.zh}（{v.cost}）", f"- {v.sentence.en} ({v.cost})") for v in dearest
    ]
