"""What schools ask for themselves, as rules: one file for each table of the community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.week.beside import beside_rules
from scheduling.week.requests.fixed import fixed_rules
from scheduling.week.requests.joint import joint_rules
from scheduling.week.requests.loads import load_rules
from scheduling.week.requests.relations import relation_rules
from scheduling.week.requests.rooms import room_rules
from scheduling.week.requests.teaching import teaching_rules
from scheduling.week.requests.times import time_rules
from scheduling.week.requests.unavailable import unavailable_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame


def request_rules(frame: Frame) -> Iterator[Rule]:
    """Yield the rules of all requests, in the order of the tables and their rows."""
    yield from teaching_rules(frame)
    yield from beside_rules(frame)
    yield from joint_rules(frame)
    yield from fixed_rules(frame)
    yield from time_rules(frame)
    yield from load_rules(frame)
    yield from relation_rules(frame)
    yield from room_rules(frame)
    yield from unavailable_rules(frame)
