"""What has to be filed of an event: photos, records, texts (F34)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from community.families import given
from community.text import Text
from scheduling.term.dates import month_day
from scheduling.term.events import DUE
from scheduling.term.naming import called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.policy import PolicyRule
    from scheduling.term.events import DatedEvent
    from scheduling.term.frame import TermFrame

DAYS = 7  # after the event, where the plan names no date


class Evidence(NamedTuple):
    """One item to be filed of an event, and the last day for it.

    ``item`` is the plan's word or code, ``name`` what people call it; ``rule`` asks for it.
    ``per_person`` is how many each of those who take part hands in; 0: one of all.
    """

    rule: str
    item: str
    name: Text
    due: dt.date
    per_person: int = 0


def evidence_of(frame: TermFrame, event: DatedEvent) -> tuple[Evidence, ...]:
    """Return what has to be filed of an event; of what is due itself that alone."""
    rules = {r.id: r for r in frame.community.policy.rules}
    if event.mode == DUE:
        item = (*event.activity.split(":"), "")[1]
        return (Evidence(event.rule, item, Text(event.name, event.name), event.date),)
    asked = rules.get(event.rule)
    if asked is None:
        return ()
    logs = frame.community.policy.of("evidence_log")
    return tuple(
        e for rule in logs if asked.family in (given(rule, "of") or ()) for e in _of(rule, event)
    )


def _of(rule: PolicyRule, event: DatedEvent) -> Iterator[Evidence]:
    due = event.date + dt.timedelta(days=DAYS)
    if (text := given(rule, "due")) and (date := month_day(event.date.year, text)) >= event.date:
        due = date
    for item in given(rule, "items") or ("evidence",):
        pieces = given(rule, "min_per_person") or 0
        yield Evidence(rule.id, item, called(item, rule.title), due, pieces)
