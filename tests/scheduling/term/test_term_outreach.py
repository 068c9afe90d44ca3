"""F20: lessons given at another school, in the place of a lesson there.

At M both classes have zh and maths in the first two lessons (8:40 and 9:30), when at C (8:30, 9:20)
two of five teachers are in class in each. The way takes 25 minutes there and 30 back: a guest of
the core who teaches in the first lesson, until 9:10, cannot be at M by 9:30 either. C5 alone has no
lesson before the third; music is the weak subject of M, which M does not have.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tiny_term import ROSTERS, broken, planned, term_rule, tiny_frame

from scheduling.term.families import families_of
from solving.outcome import Status

OUTREACH = "outreach_lesson_quota"


def test_a_guest_of_the_core_gives_a_lesson_of_the_week() -> None:
    """C1 (zh, a backbone teacher) teaches C31 at 8:30: one lesson is covered."""
    frame = tiny_frame(term_rule("guests", OUTREACH, min=1, per="member"))
    found = planned(frame)
    assert found.report.status is Status.OPTIMAL
    assert found.report.objective == 1
    calendar = found.calendar
    assert calendar is not None
    assert not broken(frame, calendar)
    (event,) = calendar.events
    assert (event.host, event.subject, event.people) == ("M", "zh", ("C1",))
    assert event.classes[0] in ("M31", "M41")
    assert len(calendar.covers) == 1
    assert "应有1次，日程里只有0次" in broken(frame, replace(calendar, events=(), covers=()))[0]


def test_an_hour_without_that_lesson_is_named() -> None:
    """Ten minutes later there is no lesson of the subject."""
    frame = tiny_frame(term_rule("guests", OUTREACH, min=1, per="member"))
    calendar = planned(frame).calendar
    assert calendar is not None
    (event,) = calendar.events
    later = replace(event, start=event.start + 10, end=event.end + 10)
    assert any("不合规定的时段" in x for x in broken(frame, replace(calendar, events=(later,))))


def test_subjects_take_turns_over_all_schools_that_are_counted_together() -> None:
    """Two schools have a lesson each, of two subjects: not both of the same."""
    rule = term_rule("x", OUTREACH, min=2, per="community", subjects=("zh", "math"), host="in_turn")
    frame = tiny_frame(rule)
    found = {(a.host, a.subject) for f in families_of(frame) for a in f.activities()}
    assert found == {("C", "zh"), ("M", "math")}


def test_named_subjects_have_one_lesson_each_at_one_school_too() -> None:
    """Two lessons at M, the only member: one of each subject."""
    rule = term_rule("x", OUTREACH, min=2, per="community", subjects=("zh", "math"))
    frame = tiny_frame(rule)
    found = [a for f in families_of(frame) for a in f.activities()]
    assert [(a.host, a.subject, a.times) for a in found] == [("M", "zh", 1), ("M", "math", 1)]
    assert len({a.id for a in found}) == 2


def test_each_member_and_the_core_give_lessons_to_each_other() -> None:
    """Of two, one is at the core, by somebody of M; the other one at M, by somebody of the core."""
    frame = tiny_frame(term_rule("x", OUTREACH, min=2, per="member", host="in_turn"))
    calendar = planned(frame).calendar
    assert calendar is not None
    assert not broken(frame, calendar)
    assert {(e.host, e.people[0][0]) for e in calendar.events} == {("C", "M"), ("M", "C")}


def test_only_weak_schools_are_served_where_the_rule_says_so() -> None:
    """M is weak in the tiny community; where it is not, nobody comes."""
    rule = term_rule("x", OUTREACH, per="member", only="weak")
    frame = tiny_frame(rule)
    schools = frame.community.schools
    for weak, hosts in ((True, ["M"]), (False, [])):
        found = tuple(s.model_copy(update={"is_weak": weak and s.id == "M"}) for s in schools)
        frame = tiny_frame(rule, schools=found)
        assert [a.host for f in families_of(frame) for a in f.activities()] == hosts


def test_formats_take_turns_week_by_week() -> None:
    """Four weeks, three formats: the first comes again in the fourth week."""
    formats = ("展示课", "研讨课", "送教课")
    codes = ("show_lesson", "研讨课", "outreach_lesson")
    rule = term_rule("shown", OUTREACH, "week", min=1, per="community", formats=codes)
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert not broken(frame, calendar)
    names = [next(f for f in formats if f in e.name) for e in calendar.events]
    assert names == ["展示课", "研讨课", "送教课", "展示课"]


def test_hosts_take_turns() -> None:
    """Two a term in turn: one at the core by somebody of the member, one at the member."""
    rule = term_rule("shown", OUTREACH, min=2, per="community", host="in_turn")
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert not broken(frame, calendar)
    assert sorted((e.host, e.people[0][0]) for e in calendar.events) == [("C", "M"), ("M", "C")]


def test_a_weak_subject_that_is_not_taught_there_cannot_be_given() -> None:
    """M has no music in its week; whoever travels there every week has what is needed."""
    rule = {"min": 1, "per": "member", "target": "weak_subject", "or_itinerant": True}
    found = planned(tiny_frame(term_rule("weak", OUTREACH, **rule)))
    assert found.report.status is Status.INFEASIBLE
    assert "只有0天" in found.reasons[0].zh
    visited = planned(tiny_frame(term_rule("weak", OUTREACH, **rule), roster=ROSTERS["itinerant"]))
    assert visited.calendar is not None
    assert visited.calendar.events == ()


def test_as_a_wish_it_is_worth_its_covers() -> None:
    """At weight 10 three are held, each at the price of a lesson covered."""
    rule = term_rule("guests", OUTREACH, hard=False, weight=10, min=3, per="member")
    found = planned(tiny_frame(rule))
    assert found.report.objective == 3


@pytest.mark.parametrize("seed", range(8))
def test_planted_guests_are_never_called_impossible(seed: int) -> None:
    """Every day M has zh and maths, and C1 to C4 can be covered: up to one a day is there."""
    draw = random.Random(seed)
    window = draw.choice(["week", "month", "semester"])
    times = draw.randint(1, {"week": 3, "month": 8, "semester": 8}[window])
    weekday = draw.choice([None, None, draw.randint(1, 5)]) if times == 1 else None
    host = draw.choice(["member", "in_turn"])
    given = {"min": times, "per": "community", "host": host, "weekday": weekday}
    frame = tiny_frame(term_rule("guests", OUTREACH, window, **given))
    found = planned(frame)
    assert found.report.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert found.calendar is not None
    assert not broken(frame, found.calendar)
    assert len(found.calendar.events) == times * {"week": 4, "month": 1, "semester": 1}[window]
