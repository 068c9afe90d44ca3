"""Lessons that are held at the same time have teachers of their own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from community.rule import Strictness
from scheduling.rules.link_events import LinkEvents
from scheduling.week.courses import TEACHES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduling.context import Context
    from scheduling.rules.base import Rule


def part_linked(context: Context, rules: Iterable[Rule]) -> None:
    """Give nobody two of the events that a hard rule holds at the same time."""
    for rule in rules:
        if not isinstance(rule, LinkEvents) or rule.strictness is not Strictness.HARD:
            continue
        for group in rule.applies_to.event_groups:
            taken: dict[str, list[Any]] = defaultdict(list)
            for event in context.instance.event_group(group).members:
                for teacher, literal in (context.choice(event, TEACHES) or {}).items():
                    taken[teacher].append(literal)
            for literals in taken.values():
                context.builder.model.add_at_most_one(literals)
