"""Rule families and the parameters that a policy may give them, each declared once."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from community.families import (
    calendar,
    carried,
    ordering,
    quotas,
    staff,
    structure,
    support,
    turns,
    week,
)
from community.families.base import Fault, Params
from community.families.parameter import Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.policy import PolicyRule

__all__ = ["Fault", "Parameter", "Params", "families", "given", "parameters"]

_SUFFIX = "Params"


@cache
def families() -> dict[str, type[Params]]:
    """Return the parameters of every family by its name, for example ``rotation_quota``."""
    return {
        re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix(_SUFFIX)).lower(): found
        for module in (structure, quotas, turns, staff, support, week, calendar, ordering, carried)
        for name, found in vars(module).items()
        if name.endswith(_SUFFIX) and found is not Params
    }


def given(rule: PolicyRule, key: str) -> Any:
    """Return the plain value of a parameter of a rule, be it the default."""
    return rule.params.get(key, parameters(rule.family)[key].default)


@cache
def parameters(family: str) -> Mapping[str, Parameter]:
    """Return the parameters of a family by their keys."""
    fields = families()[family].model_fields
    return {key: Parameter(key, field) for key, field in fields.items()}
