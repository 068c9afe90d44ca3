"""The independent checker of rosters, ours or not. Never imports the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.rule import Cost, Violation
from rotation.view import RosterView

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from rotation.solution import Roster


def check(instance: RotationInstance, roster: Roster) -> list[Violation]:
    """Return every broken point of every rule: hard ones first, then by cost, rule and point."""
    view = RosterView(instance, roster)
    found = [v for rule in instance.rules for v in rule.check(view)]
    return sorted(found, key=lambda v: (not v.is_hard, -v.cost, v.rule, v.point))


def cost(instance: RotationInstance, roster: Roster) -> Cost:
    """Return the total cost of a roster, recomputed from nothing but the roster."""
    return Cost.of(check(instance, roster))
