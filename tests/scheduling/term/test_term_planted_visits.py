"""Visits that fit a planted calendar are never called impossible, and come out covered."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from tiny_term import broken, planned, term_rule, tiny_frame

from solving.outcome import Status

# At M two of four can be away on a day. A planted calendar gives each of four a number of days in
# which two at most are away: n <= 10 of 20 days; with a cap of one (a quarter), n <= 5.


@pytest.mark.parametrize("seed", range(8))
def test_planted_visits_are_found(seed: int) -> None:
    draw = random.Random(seed)
    share = draw.choice([None, 0.25, 0.5])
    days = draw.randint(1, 5 if share == 0.25 else 10)
    per_lesson = draw.randint(2, 4)  # two of a subject fit into one lesson
    given = {"days_per_month": days, "per_lesson": per_lesson}
    given |= {} if share is None else {"max_absent_share": share}
    frame = tiny_frame(term_rule("visits", "observation_quota", "month", **given))
    found = planned(frame)
    assert found.report.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert found.calendar is not None
    assert not broken(frame, found.calendar)
    away = Counter(e.date for e in found.calendar.events)
    assert max(away.values()) <= (1 if share == 0.25 else 2)


@pytest.mark.parametrize("seed", range(6))
def test_visits_for_lessons_are_found(seed: int) -> None:
    """Some of four see some lessons each; zh on four Tuesdays, three a visit, so 12 at most."""
    draw = random.Random(100 + seed)
    share, lessons = draw.choice([0.25, 0.5, 0.75, 1.0]), draw.randint(1, 8)
    batch = draw.choice([None, 2])
    rule = term_rule(
        "visits",
        "observation_quota",
        share=share,
        lessons_per_person=lessons,
        in_turn=True,
        batch=batch,
    )
    frame = tiny_frame(rule)
    found = planned(frame)
    assert found.calendar is not None
    assert not broken(frame, found.calendar)
    seen = Counter(x.observer for x in found.calendar.observed)
    assert len(seen) == 4 * share
    assert min(seen.values()) >= lessons
