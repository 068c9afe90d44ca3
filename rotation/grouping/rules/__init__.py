"""One file for each requirement on communities, found by name: adding a rule is adding a file."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from community.families.structure import CommunityStructureParams
from rotation.grouping.rules.base import FAMILY, Rule

if TYPE_CHECKING:
    from community.policy import Policy

__all__ = ["FAMILY", "Rule", "aspects", "rules_of"]


@cache
def aspects() -> dict[str, type[Rule]]:
    """Return the class of each requirement, by its name, which is its file's name."""
    found: dict[str, type[Rule]] = {}
    for item in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{item.name}")
        for _name, member in inspect.getmembers(module, inspect.isclass):
            aspect = getattr(member, "aspect", None)
            if issubclass(member, Rule) and aspect == item.name:
                found[aspect] = member
    return found


def rules_of(policy: Policy) -> list[Rule]:
    """Return all rules in force: those that always hold, then the policy's, in its order.

    A rule of the policy becomes one for each thing that its parameters ask for, with its id.
    """
    rules = policy.of(FAMILY)
    params = [CommunityStructureParams.model_validate(r.params) for r in rules]
    known = aspects().values()
    found = [rule for cls in known for rule in cls.standing(params)]
    for rule, given in zip(rules, params, strict=True):
        found += [
            cls(
                id=rule.id,
                title=rule.title,
                strictness=rule.strictness,
                weight=rule.weight,
                cost_function=rule.cost_function,
                source=rule.source,
                params=given,
            )
            for cls in known
            if cls.asked_by(given)
        ]
    return found
