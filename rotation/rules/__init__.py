"""One file for each family of rotation rules, found by name: adding a rule is adding a file."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from rotation.rules.base import Rule, RuleParameterError

if TYPE_CHECKING:
    from community.policy import Policy
    from rotation.solution import Roster


@cache
def families() -> dict[str, type[Rule]]:
    """Return the rule class of every family, by the family's name, which is its file's name."""
    found: dict[str, type[Rule]] = {}
    for item in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{item.name}")
        for _name, member in inspect.getmembers(module, inspect.isclass):
            if member.__module__ == module.__name__ and issubclass(member, Rule):
                family = getattr(member, "family", None)
                if family == item.name:
                    found[family] = member
    return found


def rules_of(policy: Policy, base: Roster | None = None, price_per_move: int = 0) -> list[Rule]:
    """Return all rules in force: those that always hold, then the policy's, in its order.

    Rules of families that speak of lessons or dates are not for this room and are left out.

    Raises
    ------
    RuleParameterError
        With one line for each rule of the policy that has a bad parameter.
    """
    known = families()
    standing = [r for cls in known.values() for r in cls.standing(base, price_per_move)]
    ours = [r for r in policy.rules if r.enabled and r.family in known]
    made: list[Rule] = []
    errors: list[str] = []
    for rule in ours:
        try:
            made.append(known[rule.family].from_policy(rule))
        except RuleParameterError as error:
            errors.append(str(error))
    if errors:
        raise RuleParameterError("\n".join(errors))
    return standing + made
