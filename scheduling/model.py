"""The CP-SAT model of an instance: variables, and the loop over the rules that state themselves.

Nothing here knows a rule family. A rule first narrows the domains (when it is enforced as a
whole), then states what is left to state through the ``Context``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.rule import Strictness
from scheduling.context import Context
from scheduling.domains import Domains

if TYPE_CHECKING:
    from scheduling.instance import Instance
    from solving.builder import Builder

__all__ = ["Context", "build", "narrowed"]


def narrowed(instance: Instance, builder: Builder) -> Domains:
    """Return the domains that the enforced rules of an instance leave.

    What a model charges for stays possible in it, and a guarded model must be able to name the
    rule: it keeps the whole domains.
    """
    domains = Domains(instance)
    for rule in instance.rules if not builder.guarded else ():
        if builder.enforces(rule):
            rule.narrow(domains)
    return domains


def _single(instance: Instance, builder: Builder, domains: Domains) -> frozenset[str]:
    """Return the events that have no two equal lessons.

    Where clashes are charged, such lessons are possible and dear: left out for a small model.
    """
    if not builder.relaxed:
        return frozenset(domains.exclusive)
    strict = Domains(instance)
    for rule in instance.rules:
        if rule.strictness is Strictness.HARD:
            rule.narrow(strict)
    return frozenset(strict.exclusive)


def build(
    instance: Instance,
    builder: Builder,
    *,
    times: bool = True,
    resources: bool = False,
    roles: frozenset[str] | None = None,
    domains: Domains | None = None,
) -> Context:
    """Build the model of an instance; see ``Context`` for the parameters.

    ``domains`` may be narrower than the rules alone give (part of a timetable is fixed, for
    example). A rule whose variables the model lacks is left to the phase that has them.
    """
    domains = domains or narrowed(instance, builder)
    single = _single(instance, builder, domains)
    context = Context(instance, builder, domains, single, times, resources, roles)
    if times:
        _ = context.placements  # events without any rule need variables too
    for rule in instance.rules:
        if (
            rule.id not in builder.skip
            and rule.needs <= context.available
            and rule.applies(instance)
        ):
            rule.build(context)
    return context
