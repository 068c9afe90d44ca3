"""The CP-SAT model of a grouping problem: the loop over the rules that state themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotation.grouping.context import Context
from solving.builder import Builder

if TYPE_CHECKING:
    from rotation.grouping.instance import GroupingInstance


def build_model(instance: GroupingInstance, builder: Builder | None = None) -> Context:
    """Return the model of an instance; rules named in ``builder.skip`` are left out."""
    context = Context(instance, builder or Builder())
    for rule in instance.rules:
        if rule.id not in context.builder.skip:
            rule.build(context)
    return context
