"""The CP-SAT model of a rotation problem: the loop over the rules that state themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotation.context import Context
from solving.builder import Builder

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from rotation.staffing_flow import LaneSet


def build_model(
    instance: RotationInstance,
    builder: Builder | None = None,
    cover_sets: set[LaneSet] | None = None,
) -> Context:
    """Return the model of an instance; rules named in ``builder.skip`` are left out."""
    context = Context(instance, builder or Builder(), cover_sets)
    for rule in instance.rules:
        if rule.id not in context.builder.skip:
            rule.build(context)
    return context
