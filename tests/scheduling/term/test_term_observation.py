"""F10: visits to the core, what is seen there, and who is left at home.

At M, two of four teachers are idle in each lesson: two can be away on a day, no more. The core has
zh in three periods on Tuesdays, in two on other days; maths in two. September has 20 days.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from tiny_term import broken, planned, term_rule, tiny_frame

from scheduling.term.families import families_of
from solving.outcome import Status

OBSERVATION = "observation_quota"


def test_everybody_comes_once_a_month_and_sees_lessons_of_the_subject() -> None:
    """Each of four misses a lesson on any day but Tuesday, when the teachers of zh miss two."""
    frame = tiny_frame(term_rule("visits", OBSERVATION, "month", days_per_month=1))
    found = planned(frame)
    assert found.report.status is Status.OPTIMAL
    assert found.report.objective == 4
    calendar = found.calendar
    assert calendar is not None
    assert not broken(frame, calendar)
    assert sorted(e.people for e in calendar.events) == [("M1",), ("M2",), ("M3",), ("M4",)]
    assert {c.absent for c in calendar.covers} == {"M1", "M2", "M3", "M4"}
    subjects = {"M1": "zh", "M2": "math", "M3": "zh", "M4": "math"}
    assert {x.observer for x in calendar.observed} == set(subjects)
    assert all(x.subject == subjects[x.observer] for x in calendar.observed)


@pytest.mark.parametrize(("days", "status"), [(10, Status.FEASIBLE), (11, Status.INFEASIBLE)])
def test_two_a_day_can_be_away(days: int, status: Status) -> None:
    """Four people 10 days each are 40, two on each of 20 days; 11 days each are 44."""
    frame = tiny_frame(term_rule("visits", OBSERVATION, "month", days_per_month=days))
    found = planned(frame)
    assert found.report.status in (status, Status.OPTIMAL if days == 10 else status)
    if found.calendar is not None:
        assert set(Counter(e.date for e in found.calendar.events).values()) == {2}
        assert not broken(frame, found.calendar)


def test_a_wish_for_too_many_days_costs_what_lacks() -> None:
    """As a wish, 44 visits where 40 can be cost 4 times the weight of 50; covers cost less."""
    rule = term_rule("visits", OBSERVATION, "month", hard=False, weight=50, days_per_month=11)
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert len(calendar.events) == 40


def test_a_cap_on_those_away_is_kept() -> None:
    """A quarter of four is one: 4 people 5 days each fill the 20 days."""
    rule = term_rule("visits", OBSERVATION, "month", days_per_month=5, max_absent_share=0.25)
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert set(Counter(e.date for e in calendar.events).values()) == {1}
    first = calendar.events[0]
    other = next(e for e in calendar.events if e.people != first.people)
    moved = replace(other, date=first.date, start=first.start, end=first.end)
    events = tuple(sorted(moved if e is other else e for e in calendar.events))
    assert any("同时有2人外出听课" in x for x in broken(frame, replace(calendar, events=events)))


def test_who_has_come_least_comes_first() -> None:
    """Half of four are two; M1 has been there. Three lessons of zh there are on Tuesdays alone."""
    rule = term_rule("visits", OBSERVATION, share=0.5, lessons_per_person=3, in_turn=True)
    frame = tiny_frame(rule, done={"visits:M1": 1})
    calendar = planned(frame).calendar
    assert calendar is not None
    assert sorted(e.people for e in calendar.events) == [("M2",), ("M3",)]
    assert [e.date.isoweekday() for e in calendar.events if e.people == ("M3",)] == [2]
    assert all(n >= 3 for n in Counter(x.observer for x in calendar.observed).values())
    assert not broken(frame, calendar)


def test_lessons_have_room_for_so_many() -> None:
    """With one observer a lesson two cannot see three of the four lessons of zh on a Tuesday."""
    rule = term_rule("visits", OBSERVATION, lessons_per_person=3, per_lesson=1)
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert not broken(frame, calendar)
    one, other = (next(e for e in calendar.events if e.people == (who,)) for who in ("M1", "M3"))
    assert one.date != other.date


def test_many_lessons_take_several_visits() -> None:
    """Seven lessons of zh are three visits (3, 3 and 1 on Tuesdays; 3 each are wanted)."""
    rule = term_rule("visits", OBSERVATION, share=0.25, lessons_per_person=7, in_turn=True)
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert [e.people for e in calendar.events] == [("M1",)] * 3
    assert {e.date.isoweekday() for e in calendar.events} == {2}
    assert not broken(frame, calendar)


def test_a_batch_goes_together() -> None:
    """Batches of two: both on the same date, and none alone."""
    rule = term_rule("visits", OBSERVATION, hard=False, weight=10, batch=2, in_turn=True)
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert sorted(len(e.people) for e in calendar.events) == [2, 2]
    assert not broken(frame, calendar)


def test_what_another_rule_asks_for_is_not_asked_twice() -> None:
    """Who comes every month has come in the semester."""
    hard = term_rule("visits", OBSERVATION, "month", days_per_month=1)
    wish = term_rule("turns", OBSERVATION, hard=False, in_turn=True)
    calendar = planned(tiny_frame(wish, hard)).calendar
    assert calendar is not None
    assert {e.rule for e in calendar.events} == {"visits"}
    assert len(calendar.events) == 4


def test_edits_of_what_is_seen_are_named() -> None:
    """A lesson that is not held, two at once, and too few of them."""
    frame = tiny_frame(term_rule("visits", OBSERVATION, share=0.25, lessons_per_person=3))
    calendar = planned(frame).calendar
    assert calendar is not None
    row, *rest = calendar.observed
    gone = replace(calendar, observed=tuple(rest))
    assert any("应听3节课，只有2节" in x for x in broken(frame, gone))
    wrong = replace(calendar, observed=(replace(row, slot=4), *rest))
    assert any("这时没有这节课" in x for x in broken(frame, wrong))
    twice = replace(calendar, observed=(row, *calendar.observed))
    assert any("同时听两节" in x for x in broken(frame, twice))


def test_visits_that_are_counted_in_lessons_say_how_many() -> None:
    """Three lessons in as few visits as the core's days allow, told with each name."""
    frame = tiny_frame(term_rule("o", "observation_quota", lessons_per_person=3, share=0.2))
    (family,) = families_of(frame)
    (need,) = family.needs([*family.activities()])
    assert need.about is not None
    assert f"（每次听课{-(-3 // need.least)}节）" in need.about.zh


def test_with_mutual_the_teachers_of_the_core_see_lessons_at_the_members():
    """Five of the core are at M and four of M at the core, a day each; M has no music.

    Whoever is edited to the school of the own people, or sees a lesson of the wrong one, is named.
    """
    frame = tiny_frame(term_rule("visits", OBSERVATION, "month", mutual=True))
    calendar = planned(frame).calendar
    assert calendar is not None
    assert not broken(frame, calendar)
    came = Counter((e.people[0][0], e.host) for e in calendar.events)
    assert came == {("C", "M"): 5, ("M", "C"): 4}
    assert {(x.observer[0], x.school) for x in calendar.observed} == {("C", "M"), ("M", "C")}
    assert {x.observer for x in calendar.observed} >= {"C1", "C2", "C3", "C4"}
    first = next(e for e in calendar.events if e.host == "M")
    others = [e for e in calendar.events if e != first]
    edited = tuple(sorted([*others, replace(first, host="C")]))
    assert broken(frame, replace(calendar, events=edited))
    seen = next(x for x in calendar.observed if x.school == "M")
    wrong = next(x for x in calendar.observed if x.school == "C")
    rest = [x for x in calendar.observed if x != seen]
    stray = replace(wrong, date=seen.date, observer=seen.observer, event=seen.event)
    told = broken(frame, replace(calendar, observed=tuple(sorted([*rest, stray]))))
    assert any("在东山小学听" in text for text in told)
