"""The rest of a term in which one subject has no day left: another subject meets for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from test_term_held import calendar_of
from tiny_term import WEEK, broken, term_rule, tiny_frame, tiny_week

from community.policy import PolicyRule
from scheduling.term.past import Past
from scheduling.term.planning import plan_rest
from scheduling.term.records import EventRecord, State
from solving.outcome import Budget, Status

# Nobody has lessons on Mondays and Thursdays: Chinese may meet on Mondays, maths on Thursdays.
FREE = {c: " ".join("...." if i in (0, 3) else d for i, d in enumerate(days.split()))
        for c, days in WEEK.items()}  # fmt: skip
SLOTS = tuple(
    PolicyRule(
        id=f"slot_{subject}",
        family="recurring_common_slot",
        title_zh="共同教研",
        title_en="slot",
        params={"subject": subject, "weekday": weekday, "half_day": "am"},
    )
    for subject, weekday in (("zh", 1), ("math", 4))
)
BUDGET = Budget(30, workers=1, seed=1)


def test_what_one_subject_cannot_hold_any_more_another_holds() -> None:
    """Two meetings, one of each subject. On Tuesday of the last week Chinese has no Monday left."""
    rule = term_rule("q", "research_meeting_quota", min=2)
    frame = tiny_frame(rule, *SLOTS, week=tiny_week(FREE))
    calendar = calendar_of(frame)
    zh = next(e for e in calendar.events if e.subject == "zh")
    off = EventRecord(zh.id, zh.name, State.CANCELLED, zh.date)
    past = Past(calendar, (off,), dt.date(2025, 9, 23))
    found = plan_rest(replace(frame, past=past), BUDGET)
    assert found.report.status is not Status.INFEASIBLE, found.reasons
    assert found.calendar is not None
    events = [e for e in found.calendar.events if e.id != zh.id]
    assert [e.subject for e in events] == ["math", "math"]
    after = replace(frame, past=Past(found.calendar, (off,)))
    assert not broken(after, replace(found.calendar, events=tuple(events)))
    # One meeting alone is one too few, and is said to be.
    less = replace(found.calendar, events=tuple(events[:1]))
    assert any("应有2次，日程里只有1次" in s for s in broken(after, less))


def test_what_no_subject_can_hold_is_lost() -> None:
    """On Friday of the last week neither has a day left, and Chinese has not been held."""
    rule = term_rule("q", "research_meeting_quota", min=2)
    frame = tiny_frame(rule, *SLOTS, week=tiny_week(FREE))
    calendar = calendar_of(frame)
    zh = next(e for e in calendar.events if e.subject == "zh")
    off = EventRecord(zh.id, zh.name, State.CANCELLED, zh.date)
    found = plan_rest(replace(frame, past=Past(calendar, (off,), dt.date(2025, 9, 26))), BUDGET)
    assert found.report.status is Status.INFEASIBLE
    assert ["应有2次，已举行1次" in r.zh for r in found.reasons] == [True]
