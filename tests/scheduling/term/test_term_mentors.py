"""F24: lessons of a mentor and of the mentee, one after the other.

M1 has zh in the first lesson (and the third on Tuesdays) at M, C1 the same at C: to see one of the
other, both miss what they teach themselves at that time. M3 and C3 have zh in the second lesson.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from tiny_term import TERM, broken, planned, term_rule, tiny_frame

from rotation.solution import MentorPair, Roster
from solving.outcome import Status

CADENCE = "mentor_cadence"
PAIR = Roster(pairs=(MentorPair("C1", "M1", TERM, 2),))


def test_the_mentor_shows_first() -> None:
    """Each way one lesson at least is missed: M1's of 8:40 for that of C1 at 8:30, and back."""
    frame = tiny_frame(term_rule("pairs", CADENCE, "month", demo=1, report=1), roster=PAIR)
    found = planned(frame)
    assert found.report.status is Status.OPTIMAL
    assert found.report.objective == 2
    calendar = found.calendar
    assert calendar is not None
    assert not broken(frame, calendar)
    demo, report = calendar.events
    assert (demo.host, demo.subject, demo.classes) == ("C", "zh", ("C31",))
    assert (report.host, report.subject, report.classes) == ("M", "zh", ("M31",))
    assert {(c.absent, c.event) for c in calendar.covers} == {("M1", demo.id), ("C1", report.id)}


def test_a_wrong_order_and_a_lesson_left_out_are_named() -> None:
    """Dates of the two exchanged where the lessons are at the same minutes; then one is gone."""
    frame = tiny_frame(term_rule("pairs", CADENCE, "month", demo=1, report=1), roster=PAIR)
    calendar = planned(frame).calendar
    assert calendar is not None
    demo, report = calendar.events
    turned = sorted([replace(demo, date=report.date), replace(report, date=demo.date)])
    if demo.date != report.date:
        found = broken(frame, replace(calendar, events=tuple(turned)))
        assert any("应先示范后汇报" in x for x in found)
    found = broken(frame, replace(calendar, events=(demo,)))
    assert any("应有1次，日程里只有0次" in x and "汇报课" in x for x in found)


def test_a_lesson_that_is_not_the_mentor_s_own_leaves_a_class_alone() -> None:
    """The event names another class: the mentor's own one has nobody."""
    frame = tiny_frame(term_rule("pairs", CADENCE, "month", demo=1), roster=PAIR)
    calendar = planned(frame).calendar
    assert calendar is not None
    (demo,) = calendar.events
    other = replace(calendar, events=(replace(demo, classes=("C41",)),))
    assert any("没有人上" in x for x in broken(frame, other))


def test_more_lessons_than_days_are_impossible() -> None:
    """One a day at most: 20 days of lessons in September."""
    frame = tiny_frame(term_rule("pairs", CADENCE, "month", demo=21), roster=PAIR)
    found = planned(frame)
    assert found.report.status is Status.INFEASIBLE
    assert "要21次，只有20天" in found.reasons[0].zh


def test_who_has_shown_everything_by_then_leaves_no_day_for_the_mentee() -> None:
    """20 demonstrations fill all days; a report after the last one has none left."""
    frame = tiny_frame(term_rule("pairs", CADENCE, "month", demo=20, report=1), roster=PAIR)
    assert planned(frame).report.status is Status.INFEASIBLE
    either = term_rule("pairs", CADENCE, "month", demo=20, report=1, demo_first=False)
    assert planned(tiny_frame(either, roster=PAIR)).calendar is not None


def test_as_a_wish_it_is_held_where_it_is_worth_the_cover() -> None:
    """21 are wished and 20 days are there: at weight 10 each is worth the lesson that M1 misses."""
    rule = term_rule("pairs", CADENCE, "month", hard=False, weight=10, demo=21)
    found = planned(tiny_frame(rule, roster=PAIR))
    assert found.calendar is not None
    assert len(found.calendar.events) == 20


def test_pairs_of_other_terms_show_nothing() -> None:
    later = Roster(pairs=(MentorPair("C1", "M1", "2025-2", 1),))
    calendar = planned(tiny_frame(term_rule("p", CADENCE, demo=1), roster=later)).calendar
    assert calendar is not None
    assert calendar.events == ()


@pytest.mark.parametrize("seed", range(8))
def test_planted_cadences_are_found(seed: int) -> None:
    """Planted: the demonstrations on the first days of a month, the reports on days after them.

    Mentors differ, so nobody has two of them on a day; of each school two are away at most.
    """
    draw = random.Random(seed)
    demo, report = draw.randint(1, 6), draw.randint(1, 6)
    pairs = [("C1", "M1"), ("C4", "M4")][: draw.randint(1, 2)]
    roster = Roster(pairs=tuple(MentorPair(a, b, TERM, 1) for a, b in pairs))
    frame = tiny_frame(term_rule("p", CADENCE, "month", demo=demo, report=report), roster=roster)
    found = planned(frame)
    assert found.report.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert found.calendar is not None
    assert not broken(frame, found.calendar)
    assert len(found.calendar.events) == len(pairs) * (demo + report)
    assert all(e.date < dt.date(2025, 10, 1) for e in found.calendar.events)
