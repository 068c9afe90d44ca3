"""Duties of people who are away on a date: covered by name, as their lessons are.

On weekdays each class of M has somebody for morning reading, at 8:00, and at noon, at 12:00: M1 has
both classes at once in the morning, M2 has M31 and M3 M41 at noon. M4 has no duty.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support import tiny_community
from test_term_held import SERIES, live_week
from test_term_planted import TRIES, drawn
from test_term_planted import planted as planted_calendar
from test_term_stays import SECOND, stay
from tiny_term import FIRST, broken, planned, tiny_frame

from community.models import Slot, SlotKind
from community.text import Text
from rotation.solution import Placement, Roster
from scheduling.term.check import CalendarCheck
from scheduling.term.dates import Span
from scheduling.term.events import Cover, DatedEvent, TermCalendar
from scheduling.term.replan import covered
from scheduling.term.sessions import Sessions
from scheduling.timetable import ClassDuty
from solving.outcome import Status

if TYPE_CHECKING:
    from scheduling.term.frame import TermFrame

READING, LUNCH = 8, 9  # orders of the slots
SLOTS = (
    Slot(grid="gm", order=READING, name="早读", kind=SlotKind.MORNING_READING, start=480, end=500),
    Slot(grid="gm", order=LUNCH, name="午管", kind=SlotKind.LUNCH, start=720, end=760),
)
HELD = (("M31", READING, "M1"), ("M41", READING, "M1"), ("M31", LUNCH, "M2"))
DUTIES = tuple(
    ClassDuty("M", group, day, slot, who)
    for day in range(1, 6)
    for group, slot, who in (*HELD, ("M41", LUNCH, "M3"))
)


def on_duty(*stays: Placement, rules=(), duties=DUTIES, **more) -> TermFrame:
    slots = (*tiny_community().slots, *SLOTS)
    frame = tiny_frame(*rules, roster=Roster(tuple(sorted(stays))), slots=slots, **more)
    return replace(frame, duties=duties)


def trip(*people: str, classes: tuple[str, ...] = (), end: int = 1080) -> DatedEvent:
    """Return an event at M on the first Monday, all day, for people or classes."""
    return DatedEvent(FIRST, 480, end, "own:1", "外出", host="M", people=people, classes=classes)


def test_both_classes_of_a_duty_have_the_same_colleague_for_the_weeks_of_a_stay():
    """On 10 days M1's reading in both classes: M2, M3 and M4 are free, M4 alone on no duty."""
    frame = on_duty(stay("M1", "C"))
    found = planned(frame)
    assert found.calendar is not None and not broken(frame, found.calendar)
    reading = [c for c in found.calendar.covers if c.slot == READING]
    assert Counter(c.class_id for c in reading) == {"M31": 10, "M41": 10}
    assert {(c.absent, c.subject, c.event) for c in reading} == {("M1", "", "stay:M1:C:2")}
    assert len({c.teacher for c in reading}) == 1
    assert not [c for c in found.calendar.covers if c.slot == LUNCH]
    at = 480, 500
    assert "M1" not in frame.idle("M", frame.days[0], *at)
    assert {"M2", "M3", "M4"} == {*frame.idle("M", frame.days[0], *at)}


def test_duties_during_an_event_are_covered_and_their_class_may_be_away_itself():
    """M1 and M2 are away all day: reading of both classes, M31 at noon, three lessons."""
    frame = on_duty()
    calendar, lacking = covered(frame, [trip("M1", "M2")])
    assert not lacking and not broken(frame, calendar)
    duties = {(c.class_id, c.slot, c.absent) for c in calendar.covers if not c.subject}
    assert duties == {("M31", READING, "M1"), ("M41", READING, "M1"), ("M31", LUNCH, "M2")}
    noon = next(c for c in calendar.covers if c.slot == LUNCH)
    assert noon.teacher == "M4"  # M3 has M41 then
    calendar, _ = covered(frame, [trip("M1", "M2", classes=("M31",))])
    duties = {(c.class_id, c.slot, c.absent) for c in calendar.covers if not c.subject}
    assert duties == {("M41", READING, "M1")}
    assert not broken(frame, calendar)


def test_an_event_is_not_on_a_day_on_which_nobody_has_a_duty():
    """Noon on Mondays takes all four: nobody of M is free at 11:55, after the lessons."""
    busy = [ClassDuty("M", g, 1, LUNCH, who) for g, who in (("M31", "M4"), ("M41", "M1"))]
    span = Span(Text("", ""), FIRST, FIRST + dt.timedelta(days=4))

    def days(*duties: ClassDuty) -> list[int]:
        found = Sessions(on_duty(duties=duties)).of(span, ("M2",), halves=("after_lessons",))
        return [o.date.isoweekday() for o in found]

    assert days(*DUTIES, *busy) == [2, 3, 4, 5]
    assert days() == [1, 2, 3, 4, 5]


def test_a_duty_that_nobody_could_have_in_the_weeks_of_a_stay_is_told():
    """M1 to M3 are away: M4 is there for M1's reading, and not for two classes at noon."""
    found = planned(on_duty(*(stay(who, "C") for who in ("M1", "M2", "M3"))))
    assert found.report.status is Status.INFEASIBLE
    assert any("12:00没有人值班" in r.zh and "的课" not in r.zh for r in found.reasons)


EDITS = {
    "没有人值班：教师M1到中心小学顶岗（第2–3周）": lambda c: (),
    "有2人代，应只有一人": lambda c: (c, replace(c, teacher="M3")),
    "不在东山小学": lambda c: (replace(c, teacher="M1"),),
    "这时自己有课或值班": lambda c: (replace(c, teacher="M2"),),
    "学科写的不是这节课的": lambda c: (replace(c, subject="zh"),),
}


@pytest.mark.parametrize("said", EDITS)
def test_every_illegal_edit_is_named(said: str):
    """M2 has M31 at noon itself; here it is M1 who has M41, so that it is covered."""
    duties = tuple(replace(d, teacher="M1") if d.class_id == "M41" else d for d in DUTIES)
    frame = on_duty(stay("M1", "C"), duties=duties)
    found = planned(frame)
    assert found.calendar is not None
    one = next(c for c in found.calendar.covers if c.slot == LUNCH)
    rest = [c for c in found.calendar.covers if c != one]
    edited = replace(found.calendar, covers=tuple(sorted([*rest, *EDITS[said](one)])))
    assert said in "".join(broken(frame, edited))


def test_whoever_is_to_have_two_duties_at_once_or_one_without_need_is_named():
    frame = on_duty()
    away = TermCalendar(frame.term.id, (trip("M2", "M3"),))
    calendar, _ = covered(frame, away.events)
    both = [replace(c, teacher="M4") if c.slot == LUNCH else c for c in calendar.covers]
    told = "".join(broken(frame, replace(calendar, covers=tuple(sorted(both)))))
    assert "这时已代另一节课" in told
    extra = Cover(SECOND[0], "M", "M31", LUNCH, "", "M2", "M4", "")
    told = "".join(broken(frame, replace(calendar, covers=(*calendar.covers, extra))))
    assert "任课教师这时并不离校" in told
    assert dt.date.isoformat(SECOND[0]) in told


@pytest.mark.parametrize("seed", range(6))
def test_planted_calendars_beside_duties_are_never_called_impossible(seed: int):
    """Anybody at M has duties, one is away for a week; where a calendar is known, one is found."""
    rng = random.Random(seed)
    anybody = ("M1", "M2", "M3", "M4")
    some = rng.sample(DUTIES, 12)
    duties = tuple(replace(duty, teacher=rng.choice(anybody)) for duty in some)
    away = stay(f"M{rng.randint(1, 4)}", "C", rng.randint(1, 4), 1)
    frame = on_duty(away, rules=drawn(rng), duties=duties, week=live_week(), sync=SERIES)
    check = CalendarCheck(frame)
    if any(planted_calendar(check, rng) for _ in range(TRIES)):
        found = planned(frame)
        assert found.report.status is not Status.INFEASIBLE, found.reasons
        assert found.calendar is not None
        assert not broken(frame, found.calendar)
