"""Short stays beside the week: at the host on their dates, with every lesson at home covered.

M1 has zh in M31: the first lesson of each day, and the third on Tuesdays. M3, of zh as well, is
free in all of them but the third on Tuesdays; M2, of maths in M31, is free in all.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from test_term_held import SERIES, live_week
from test_term_planted import TRIES, drawn, planted
from tiny_term import FIRST, TERM, broken, planned, term_rule, tiny_frame

from community.models import CalendarDay, DayKind, PlacementKind
from community.text import Text
from rotation.solution import Placement, Roster
from scheduling.rules.stay_close import StayClose
from scheduling.term.activity import Activity, Option
from scheduling.term.check import CalendarCheck
from scheduling.term.compile import compile_term
from scheduling.term.covering import covers
from scheduling.term.dates import Span
from scheduling.term.draft import time_id
from scheduling.term.events import Cover, DatedEvent, TermCalendar
from scheduling.term.past import Past
from scheduling.term.planning import plan_rest
from scheduling.term.replan import staying_close
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from scheduling.term.frame import TermFrame

AT_C, AT_M = PlacementKind.WORK_SHADOWING, PlacementKind.SECONDMENT
POST = PlacementKind.LEADERSHIP
SECOND = [FIRST + dt.timedelta(days=7 + i) for i in range(5)]  # Monday to Friday of week 2


def stay(teacher: str, host: str, week: int = 2, weeks: int = 2, kind: PlacementKind = AT_C):
    return Placement(teacher, kind, host, TERM, 0, week=week, weeks=weeks)


def staying(*stays: Placement, rules=(), **more) -> TermFrame:
    return tiny_frame(*rules, roster=Roster(tuple(sorted(stays))), **more)


def calendar_of(frame: TermFrame) -> TermCalendar:
    found = planned(frame)
    assert found.calendar is not None, found.reasons
    assert not broken(frame, found.calendar)
    return found.calendar


def test_the_same_colleague_has_a_course_for_the_weeks_of_a_stay():
    """Of 12 lessons in two weeks M3 has all but two: those in the third lesson on Tuesdays."""
    calendar = calendar_of(staying(stay("M1", "C")))
    assert not calendar.events
    assert Counter(c.teacher for c in calendar.covers) == {"M3": 10, "M2": 2}
    assert {(c.absent, c.class_id, c.subject) for c in calendar.covers} == {("M1", "M31", "zh")}
    weeks = {(c.date - FIRST).days // 7 + 1 for c in calendar.covers}
    assert weeks == {2, 3}


def test_a_stay_is_at_the_host_on_its_days_alone():
    frame = staying(stay("M1", "C"), stay("M2", "C", kind=POST))
    before, within = frame.days[4], frame.days[5]
    slot = 8 * 60 + 40, 9 * 60 + 20
    assert (frame.site("M1", before), frame.site("M1", within)) == ("M", "C")
    assert not frame.standing_on("M1", within)
    assert len(frame.standing_on("M1", before)) == 1
    assert "M1" in frame.idle("C", within, *slot)
    assert "M1" not in frame.idle("C", before, *slot)
    assert "M1" not in frame.idle("M", within, *slot)
    assert "M2" not in frame.idle("C", within, *slot)  # whoever has a post there teaches nothing


@pytest.mark.parametrize(("exchange", "status"), [(False, Status.INFEASIBLE), (True, None)])
def test_an_exchange_in_the_same_weeks_covers_itself(exchange: bool, status: Status | None):
    """Without M1, M2 and M3 only M4 is there, who teaches M41 in the first lesson, M1's.

    With C1 in exchange there are two: 3 lessons on a day, 5 on Tuesdays, at most two at a time.
    """
    away = [stay(who, "C") for who in ("M1", "M2", "M3")]
    frame = staying(*away, *([stay("C1", "M", kind=AT_M)] if exchange else []))
    found = planned(frame)
    if status is Status.INFEASIBLE:
        assert found.report.status is status
        assert found.calendar is None
        told = next(r for r in found.reasons if "08:40" in r.zh and "教师M1" in r.zh)
        assert "三年级(1)班周一08:40的语文课没有人上" in told.zh
        assert "2025-09-08等2天" in told.zh and "对换" in told.zh and "整学期" in told.zh
        assert "M31" not in told.zh
    else:
        calendar = calendar_of(frame)
        assert Counter(c.absent for c in calendar.covers)["C1"] == 12
        assert {c.teacher for c in calendar.covers if c.school == "M"} == {"C1", "M4"}


def test_a_made_up_day_belongs_to_its_week():
    """Wednesday of week 2 is a holiday; it is made up on Saturday of week 3, as week 2."""
    saturday = FIRST + dt.timedelta(days=19)
    days = (
        CalendarDay(date=SECOND[2], kind=DayKind.HOLIDAY),
        CalendarDay(date=saturday, kind=DayKind.MAKE_UP, week=2, weekday=3),
    )
    frame = staying(stay("M1", "C", weeks=1), calendar=days)
    assert frame.stays.rows[0].dates == (*SECOND[:2], *SECOND[3:], saturday)
    dates = Counter(c.date for c in calendar_of(frame).covers)
    assert dates == {SECOND[0]: 1, SECOND[1]: 2, SECOND[3]: 1, SECOND[4]: 1, saturday: 1}


def test_whoever_is_at_the_host_meets_there():
    """A meeting a month at C: M1 misses no lesson for it on a day of the stay."""
    meets = term_rule(
        "q", "research_meeting_quota", "month", min=1, subjects=("zh",), mode="offline"
    )
    frame = staying(stay("M1", "C", week=1, weeks=4), rules=(meets,))
    calendar = calendar_of(frame)
    assert any("M1" in e.people for e in calendar.events)
    assert {c.event for c in calendar.covers if c.absent == "M1"} == {"stay:M1:C:1"}


def test_a_visit_waits_for_a_day_on_which_somebody_is_left():
    """Two of four at M are idle in a lesson; in weeks 2 and 3 one of them has M1's.

    So one can be away on 10 days, two on the other 10: 30 visits, and none of M1's in the stay.
    """
    rule = term_rule("visits", "observation_quota", "month", days_per_month=7)
    frame = staying(stay("M1", "C", kind=POST), rules=(rule,))
    calendar = calendar_of(frame)
    away = Counter(e.date for e in calendar.events for who in e.people if who != "M1")
    assert all(n <= 1 for date, n in away.items() if frame.day_of[date].week in (2, 3))


def test_every_illegal_edit_is_named():
    frame = staying(stay("M1", "C"))
    calendar = calendar_of(frame)
    first = calendar.covers[0]

    def told(*covers: Cover) -> str:
        rest = calendar.covers[1:]
        return "".join(broken(frame, replace(calendar, covers=tuple(sorted([*covers, *rest])))))

    assert "没有人上：教师M1到中心小学顶岗（第2–3周）" in told()
    assert "没有人上" in told(replace(first, absent="M2"))
    assert "不在东山小学" in told(replace(first, teacher="M1"))
    assert "不在东山小学" in told(replace(first, teacher="C2"))
    assert "自己有课" in told(replace(first, teacher="M4"))
    wrong = told(replace(first, date=FIRST))
    assert "没有人上" in wrong and "这时并不离校" in wrong


def test_a_leader_on_a_short_stay_who_is_to_cover_is_named():
    """M2 has a post at the core in the same weeks and gives no lessons there."""
    frame = staying(stay("M1", "C"), stay("M2", "C", kind=POST))
    calendar = calendar_of(frame)
    first = next(c for c in calendar.covers if c.absent == "M1")
    others = [c for c in calendar.covers if c != first]
    edited = tuple(sorted([replace(first, teacher="M2"), *others]))
    assert "不在东山小学" in "".join(broken(frame, replace(calendar, covers=edited)))


def test_the_rest_of_a_term_keeps_who_covered():
    frame = staying(stay("M1", "C"))
    calendar = calendar_of(frame)
    own = DatedEvent(SECOND[0], 8 * 60 + 40, 9 * 60 + 20, "own:1", "外出", people=("M3",))
    calendar = replace(calendar, events=(own,))  # on a day that is over, for M1's cover
    rest = replace(frame, past=Past(calendar, (), SECOND[3]))
    found = plan_rest(rest, Budget(20, workers=1, seed=1))
    assert found.calendar is not None
    assert found.calendar.covers == calendar.covers


def test_nobody_is_told_anew_without_need():
    """A colleague dearer than others was to have M1's lesson; on that day M2 is to go as well."""
    frame = staying(stay("M1", "C"))
    calendar = calendar_of(frame)
    first = calendar.covers[0]
    own = replace(first, teacher="M2" if first.teacher == "M3" else "M3")
    decided = tuple(sorted([own, *calendar.covers[1:]]))
    start = 9 * 60 + 30  # of the second lesson, in which M2 has maths of M31
    away = DatedEvent(SECOND[0], start, start + 40, "own:1", "外出", people=("M2",))
    found, lacking = covers(frame, (away,), decided)
    assert not lacking
    assert {*decided} < {*found}


def test_a_visit_that_stays_ends_when_it_did():
    """Both times begin at half past eight; only the shorter one is where the visit was."""
    span, hours = Span(Text("", ""), FIRST, SECOND[4]), ((510, 720), (510, 600))
    options = tuple(Option(SECOND[4], *some) for some in hours)
    visit = Activity("visit", "own", Text("", ""), 1, span, options, people=("M1",), host="C")
    event = DatedEvent(SECOND[4], *hours[1], "visit:1", "听课", activity="visit", host="C")
    past = Past(TermCalendar(TERM, (event,)), (), SECOND[3])
    frame = replace(staying(), past=past)
    close = staying_close(frame, compile_term(frame, (), (visit,)), (visit,)).rules[-1]
    assert isinstance(close, StayClose)
    assert [kept.time for kept in close.base] == [time_id(visit, options[1])]


def test_lessons_that_nobody_can_have_in_the_rest_of_a_term_are_told():
    away = [stay(who, "C") for who in ("M1", "M2", "M3")]
    frame = staying(*away)
    past = Past(TermCalendar(TERM), (), SECOND[3])
    found = plan_rest(replace(frame, past=past), Budget(20, workers=1, seed=1))
    assert found.report.status is Status.INFEASIBLE
    assert found.calendar is not None
    assert found.reasons
    assert not any("09-08" in r.zh or "09-09" in r.zh or "09-10" in r.zh for r in found.reasons)


@pytest.mark.parametrize("seed", range(10))
def test_planted_stays_are_never_called_impossible(seed: int):
    """Some of both schools are away for some weeks; where a calendar is known, one is found."""
    rng = random.Random(seed)
    stays = []
    for home, host in rng.choices((("M", "C"), ("C", "M")), k=rng.randint(1, 4)):
        who = f"{home}{rng.randint(1, 4)}"
        if who not in {s.teacher for s in stays}:
            kind = rng.choice((AT_C, AT_M, POST))
            stays.append(stay(who, host, rng.randint(1, 4), 1, kind))
    frame = staying(*stays, rules=drawn(rng), week=live_week(), sync=SERIES)
    check = CalendarCheck(frame)
    if any(planted(check, rng) for _ in range(TRIES)):
        found = planned(frame)
        assert found.report.status is not Status.INFEASIBLE, found.reasons
        assert found.calendar is not None
        assert not broken(frame, found.calendar)
