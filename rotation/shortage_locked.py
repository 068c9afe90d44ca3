"""Placements that are locked, and the rules that they break whatever else is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.codes import PlacementStatus
from community.text import Text
from rotation.check import check
from rotation.conflict import Finding
from rotation.rules.asked_placement import AskedPlacement
from rotation.rules.kept_placements import KeptPlacements
from rotation.shortage_demand import hard_of
from rotation.solution import Roster
from rotation.trials import FIXED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.rule import Violation
    from rotation.instance import RotationInstance
    from rotation.rules.base import Rule
    from rotation.trials import Trials


def locked_against(instance: RotationInstance, trials: Trials) -> Iterator[Finding]:
    """Find rules that the locked placements break by themselves.

    What a roster of nothing else breaks is only named when a solve proves that no further
    placement mends it, and that the rule alone could be kept.
    """
    keeping = [r for r in hard_of(instance, KeptPlacements) if r.status is PlacementStatus.LOCKED]
    locked = [
        p
        for p in instance.pins.values()
        if p.status is PlacementStatus.LOCKED and not instance.unknown(p)
    ]
    if not keeping or not locked:
        return
    rules = {r.id: r for r in instance.rules}
    alone = trials.impossible(keeping)  # they cannot even be kept without any other rule
    for violation in check(instance, Roster(tuple(sorted(locked)))):
        rule = rules[violation.rule]
        if not violation.is_hard or rule in keeping or alone is not (rule.family in FIXED):
            continue
        named = [] if alone else [rule]
        if trials.impossible([*keeping, *named]) and not trials.impossible(named):
            names = tuple(r.id for r in (*keeping, *named))
            yield Finding(names, _text(rule, violation), {"off": violation.deviation})


def _text(rule: Rule, violation: Violation) -> Text:
    if isinstance(rule, AskedPlacement):
        return Text(
            "这一安排已锁定，或从方案之前就在执行。",
            "This placement is locked, or goes on from before the plan.",
        )
    zh, en = violation.sentence
    return Text(f"已锁定（或正在执行）的安排：{zh}", f"Placements that are locked or go on: {en}")
