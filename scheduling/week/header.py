"""What a policy rule hands on to the rules of the week that are made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.families.week import TimetableQualityParams

if TYPE_CHECKING:
    from community.policy import PolicyRule


def header_of(rule: PolicyRule, suffix: str = "") -> dict[str, Any]:
    """Return what a policy rule hands on to the rule made from it."""
    return {
        "id": f"{rule.id}.{suffix}" if suffix else rule.id,
        "title": rule.title,
        "strictness": rule.strictness,
        "weight": rule.weight,
        "cost_function": rule.cost_function,
        "source": rule.source,
    }


def most_of(rule: PolicyRule) -> int:
    """Return the number of a rule, or that of its aspect."""
    return TimetableQualityParams.model_validate(rule.params).most
