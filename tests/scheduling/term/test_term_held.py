"""What is held so often: live lessons, research meetings, activities, and milestones over them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from tiny_term import TERM, WEEK, broken, planned, term_rule, tiny_frame, tiny_week

from community.codes import DayKind
from community.models import PlacementKind, SyncSeries
from community.policy import PolicyRule, Window
from community.records import CalendarDay
from community.text import Text
from rotation.solution import Placement, Roster
from scheduling.term.check import check_calendar
from scheduling.term.families import families_of
from scheduling.term.families.held import HeldFamily
from scheduling.timetable import ClassLesson, WeekTimetable
from solving.outcome import Status

if TYPE_CHECKING:
    from scheduling.term.activity import Activity
    from scheduling.term.events import TermCalendar
    from scheduling.term.frame import TermFrame

SERIES = (
    SyncSeries(id="s1", subject="zh", host_class="C31", receiving_classes=("M31",)),
    SyncSeries(id="s2", subject="zh", host_class="C41", receiving_classes=("M41",)),
    SyncSeries(id="s3", subject="math", host_class="C31", receiving_classes=("M31",)),
)


def activities(frame: TermFrame) -> list[Activity]:
    """What the rules of a frame want held."""
    return [a for f in families_of(frame) for a in f.activities()]


def calendar_of(frame: TermFrame) -> TermCalendar:
    """The calendar, which keeps everything that is required."""
    found = planned(frame)
    assert found.report.status is Status.OPTIMAL, found.reasons
    assert found.calendar is not None
    assert not broken(frame, found.calendar)
    return found.calendar


def live_week() -> WeekTimetable:
    """Chinese of both pairs on Monday, maths on Tuesday, live: the host's first such lesson."""
    live = {
        ("C31", 1, "zh"): "s1",
        ("M31", 1, "zh"): "s1",
        ("C41", 1, "zh"): "s2",
        ("M41", 1, "zh"): "s2",
        ("C31", 2, "math"): "s3",
        ("M31", 2, "math"): "s3",
    }
    rows: list[ClassLesson] = []
    for row in tiny_week().lessons:
        series = live.get((row.class_id, row.weekday, row.subject), "")
        guest = row.school == "M" and bool(series)
        rows.append(replace(row, series=series, assistant=row.teacher if guest else ""))
    return WeekTimetable(TERM, tuple(rows))


def test_live_lessons_of_a_pair_are_on_their_days_in_two_subjects() -> None:
    """Five lessons for three series: two of each Chinese series would leave one for maths.

    With a series of each subject first: s1 2, s3 2, s2 1.
    """
    rule = term_rule("live", "sync_lesson_quota", min_lessons=5, min_subjects=2)
    frame = tiny_frame(rule, week=live_week(), sync=SERIES)
    assert {a.id.split(":")[1]: a.times for a in activities(frame)} == {"s1": 2, "s2": 1, "s3": 2}
    calendar = calendar_of(frame)
    assert calendar.covers == ()
    weekdays = {"s1": 1, "s2": 1, "s3": 2}
    for event in calendar.events:
        assert event.date.isoweekday() == weekdays[event.activity.split(":")[1]]
    chinese = tuple(e for e in calendar.events if e.subject == "zh")
    sentences = broken(frame, replace(calendar, events=chinese))
    assert any("应有2门学科，日程里只有1门" in s for s in sentences)


def test_more_live_lessons_than_the_week_has_are_counted() -> None:
    """Three series have four dates each in four weeks."""
    rule = term_rule("live", "sync_lesson_quota", min_lessons=13)
    found = planned(tiny_frame(rule, week=live_week(), sync=SERIES))
    assert found.report.status is Status.INFEASIBLE
    assert found.reasons


def milestone(*shares: float, **params: object) -> PolicyRule:
    """Shares of live lessons by the 12th and the 26th of September."""
    due = ("09-12", "09-26")[: len(shares)]
    more = {"due": due, "shares": shares, "counts": ("sync_lesson_quota",), **params}
    return term_rule("due", "milestone_deadline", "calendar_year", **more)  # type: ignore[arg-type]


def test_milestones_hold_of_what_was_done_before_and_what_is_planned() -> None:
    """Ten a year, half by 09-12, all by 09-26; 2 were held before: 3 by 09-12, 8 in all."""
    rule = term_rule("live", "sync_lesson_quota", "calendar_year", min_lessons=10)
    due = milestone(0.1, 0.5, 1.0, due=("06-30", "09-12", "09-26"))
    frame = tiny_frame(rule, due, week=live_week(), sync=SERIES, done={"live:M": 2})
    calendar = calendar_of(frame)
    assert len(calendar.events) == 8
    assert sum(e.date <= dt.date(2025, 9, 12) for e in calendar.events) >= 3
    late = [e for e in calendar.events if e.date > dt.date(2025, 9, 12)]
    sentences = broken(frame, replace(calendar, events=tuple(late)))
    assert any("到2025年9月12日应有3次，日程里只有0次" in s for s in sentences)


def test_a_milestone_that_no_week_can_keep_is_impossible() -> None:
    """By 09-02 there is a Monday and a Tuesday: one lesson of each series, three."""
    rule = term_rule("live", "sync_lesson_quota", "calendar_year", min_lessons=8)
    for share, status in ((0.375, Status.OPTIMAL), (0.5, Status.INFEASIBLE)):
        due = milestone(0.0, share, 1.0, due=("06-30", "09-02", "09-26"))
        frame = tiny_frame(rule, due, week=live_week(), sync=SERIES, done={"live:M": 0})
        assert planned(frame).report.status is status


def test_research_meets_when_the_policy_keeps_the_teachers_free() -> None:
    """All four teachers of Chinese, on Monday mornings: half of the term's Mondays are odd."""
    rule = term_rule("q", "research_meeting_quota", subjects=("math",), min=2, weeks="odd")
    slot = PolicyRule(
        id="slot",
        family="recurring_common_slot",
        title_zh="共同教研",
        title_en="slot",
        params={"subject": "math", "weekday": 3, "half_day": "am"},
    )
    week = {c: " ".join(d if i != 2 else "...." for i, d in enumerate(days.split()))
            for c, days in WEEK.items()}  # fmt: skip
    frame = tiny_frame(rule, slot, week=tiny_week(week))
    calendar = calendar_of(frame)
    assert [f"{e.date:%m-%d}" for e in calendar.events] == ["09-03", "09-17"]
    assert all(set(e.people) == {"C2", "C4", "M2", "M4"} for e in calendar.events)


def test_a_free_half_day_that_no_rule_names_is_found_in_the_week() -> None:
    """Nobody has lessons on Thursday mornings in this week."""
    rule = term_rule("q", "research_meeting_quota", subjects=("zh",), min=1)
    slot = PolicyRule(
        id="slot", family="recurring_common_slot", title_zh="共同教研", title_en="slot"
    )
    week = {c: " ".join(d if i != 3 else "...." for i, d in enumerate(days.split()))
            for c, days in WEEK.items()}  # fmt: skip
    frame = tiny_frame(rule, slot, week=tiny_week(week))
    assert {o.date.isoweekday() for a in activities(frame) for o in a.options} == {4}


def test_too_many_meetings_and_too_few_people_are_named() -> None:
    """Two or three a semester: a fourth one is one too many."""
    rule = term_rule("q", "research_meeting_quota", subjects=("zh",), min=2, max=3, host="core")
    frame = tiny_frame(rule)
    calendar = calendar_of(frame)
    one, _ = calendar.events
    days = (dt.date(2025, 9, 3), dt.date(2025, 9, 4))
    more = [replace(one, date=d, start=725, end=815, id=f"x{d.day}") for d in days]
    assert len(calendar.events) == 2
    sentences = broken(frame, replace(calendar, events=(*calendar.events, *more)))
    assert any("至多3次，日程里有4次" in s for s in sentences)
    less = (replace(one, people=one.people[:1]), calendar.events[1])
    sentences = broken(frame, replace(calendar, events=less))
    assert any(f"应有{len(one.people)}位教师参加，日程里只有1位" in s for s in sentences)


def test_whoever_is_sent_meets_with_the_colleagues_of_the_host() -> None:
    """C5 teaches music at M in turn; nobody else does, so the heads of M's groups come."""
    roster = Roster((Placement("C5", PlacementKind.ITINERANT, "M", TERM, 1),))
    rule = term_rule("q", "research_meeting_quota", per="teacher")
    (found,) = activities(tiny_frame(rule, roster=roster))
    assert (found.host, found.subject, found.people[-1]) == ("M", "music", "C5")
    assert set(found.people) == {"M1", "M2", "C5"}


def test_schools_meet_in_subjects_that_more_than_one_of_them_has() -> None:
    """Music is the weak subject of M, but nobody there teaches it: Chinese comes first."""
    frame = tiny_frame(term_rule("q", "research_meeting_quota", per="community"))
    assert [a.subject for a in activities(frame)] == ["zh"]


def test_hosts_take_turns_and_months_have_one_each() -> None:
    rule = term_rule("m", "leadership_meeting_quota", "month", min=1)
    calendar = calendar_of(tiny_frame(rule, weeks=9))
    assert [(e.date.month, e.host) for e in calendar.events] == [(9, "C"), (10, "M")]


def test_hosts_take_turns_whatever_the_subjects() -> None:
    """Two meetings of a semester in two subjects: the second one is at the member."""
    rule = term_rule("q", "research_meeting_quota", min=2, host="in_turn")
    frame = tiny_frame(rule, weeks=8)
    assert {(a.subject, a.host) for a in activities(frame)} == {("zh", "C"), ("math", "M")}
    first, second = calendar_of(frame).events
    assert first.date < dt.date(2025, 9, 28) <= second.date  # the two halves of eight weeks


def test_a_school_to_which_nobody_can_come_leaves_its_turn_to_others() -> None:
    """To X there is no way, so both meetings are at the core."""
    (family,) = families_of(tiny_frame(term_rule("q", "research_meeting_quota", min=2)))
    assert isinstance(family, HeldFamily)
    found = family.meetings("q", Text("教研", "research"), ("C1", "M1"), ("X", "C"))
    assert [(a.host, a.times) for a in found] == [("C", 2)]


def test_weeks_lie_between_two_at_different_schools_too() -> None:
    """Meetings at the core and at M in turn, four weeks apart; the audit names two that are not."""
    rule = term_rule(
        "m", "leadership_meeting_quota", min=2, per="community", host="in_turn", gap_weeks=4
    )
    frame = tiny_frame(rule, weeks=8)
    calendar = calendar_of(frame)
    first, second = calendar.events
    assert {first.host, second.host} == {"C", "M"}
    assert second.date - first.date >= dt.timedelta(weeks=4)
    near = replace(second, date=first.date + dt.timedelta(days=1))
    sentences = broken(frame, replace(calendar, events=(first, near)))
    assert any("两次之间至少隔4周" in s for s in sentences)


def test_weeks_lie_between_two_of_a_kind() -> None:
    """In eight weeks three with three weeks between fit, four do not."""
    for times, status in ((3, Status.OPTIMAL), (4, Status.INFEASIBLE)):
        rule = term_rule(
            "a", "activity_calendar", activities=("charity",), min=times, gap_weeks=3, host="core"
        )
        found = planned(tiny_frame(rule, weeks=8))
        assert found.report.status is status


def test_the_first_week_is_left_alone_where_there_is_time_enough() -> None:
    """Of eight weeks any other will do; a meeting at the start of four weeks has to be in one."""
    rule = term_rule("m", "leadership_meeting_quota", "semester")
    frame = tiny_frame(rule, weeks=8)
    calendar = calendar_of(frame)
    (event,) = calendar.events
    assert event.date >= dt.date(2025, 9, 8)
    early = replace(event, date=dt.date(2025, 9, 2))
    found = check_calendar(frame, replace(calendar, events=(early,)))
    (one,) = (v for v in found if v.rule == "unhurried")
    assert "排在开学第一周" in one.sentence.zh
    short = tiny_frame(rule, weeks=4)
    found = check_calendar(short, replace(calendar_of(short), events=(early,)))
    assert not [v for v in found if v.rule == "unhurried"]


def test_every_odd_week_that_has_the_weekday() -> None:
    """Four weeks, 1 and 3 are odd; where the third one has no Monday, one meeting is left."""
    rule = term_rule("q", "research_meeting_quota", "week", min=1, weeks="odd", weekday=1)
    assert len(activities(tiny_frame(rule))) == 2
    holiday = CalendarDay(date=dt.date(2025, 9, 15), kind=DayKind.HOLIDAY)
    (found,) = activities(tiny_frame(rule, calendar=(holiday,)))
    assert {f"{o.date:%m-%d}" for o in found.options} == {"09-01"}


def test_the_end_of_a_year_is_in_its_last_term() -> None:
    """The term is the first of its year: what is wanted at the start is here, all of it."""
    for when, number in (("start", 1), ("end", 0), (None, 1)):
        rule = term_rule("i", "evaluation_score", "school_year", inspections=1, when=when)
        meeting = term_rule("m", "leadership_meeting_quota", "school_year", when=when)
        found = activities(tiny_frame(rule, meeting))
        assert [a.rule for a in found] == ["i", "m"] * number


def test_pupils_come_after_lessons_one_thing_at_a_time() -> None:
    """Leaders of both schools answer for it; at M alone, M's."""
    rule = term_rule("a", "activity_calendar", activities=("fellowship", "sports_meet"), min=1)
    frame = tiny_frame(rule)
    one, other = calendar_of(frame).events
    assert {one.name, other.name} == {"联谊互助", "运动会"}
    assert (one.date, one.start) != (other.date, other.start)
    assert all(e.start == 715 and e.note.startswith("学生参加") for e in (one, other))
    assert {p[0] for p in one.people} == {"C", "M"}
    rule = term_rule("a", "activity_calendar", activities=("contest",), per="member", host="member")
    (found,) = activities(tiny_frame(rule))
    assert {p[0] for p in found.people} == {"M"}


def test_a_meeting_online_says_so_in_its_name() -> None:
    rule = term_rule("q", "research_meeting_quota", mode="online", per="pair")
    assert [a.name.zh for a in activities(tiny_frame(rule))] == ["语文网络教研（东山小学）"]


def test_delegates_of_the_members_alone() -> None:
    rule = term_rule("a", "activity_calendar", activities=("training",), who="member_delegates")
    (found,) = activities(tiny_frame(rule))
    assert {p[0] for p in found.people} == {"M"}


def test_start_middle_and_end_of_term() -> None:
    """Quarters of eight weeks (54 days): up to 09-14, from 10-11 on."""
    spans = {}
    for when in ("start", "mid", "end"):
        rule = term_rule("a", "activity_calendar", activities=("charity",), when=when)
        (found,) = activities(tiny_frame(rule, weeks=8))
        spans[when] = (found.options[0].date, found.options[-1].date)
    assert spans["start"][1] <= dt.date(2025, 9, 14) < spans["mid"][0]
    assert spans["mid"][1] < dt.date(2025, 10, 11) <= spans["end"][0]


def test_a_meeting_after_the_lessons_begins_when_the_last_one_has_come() -> None:
    """M ends at 11:50, half an hour from C: at 12:20 nobody misses a lesson; C alone meets 11:55.

    Only M1 and M3, the class teachers of M, stand in the last lesson there.
    """
    week = {**WEEK, "M31": "m..z m..z m..z m..z m..z", "M41": "m..z m..z m..z m..z m..z"}
    rule = term_rule(
        "a",
        "activity_calendar",
        activities=("class_teacher_meeting",),
        who="class_teachers",
        half_day="after_lessons",
    )
    for way in (30, 27):  # 12:17 is no time to begin
        ways = {("C", "M"): way, ("M", "C"): way}
        (found,) = activities(tiny_frame(rule, week=tiny_week(week), travel_minutes=ways))
        assert {(o.start, o.lessons) for o in found.options} == {(12 * 60 + 20, 0)}
    (found,) = activities(tiny_frame(rule))
    assert {(o.start, o.lessons) for o in found.options} == {(11 * 60 + 55, 0)}


def test_an_open_week_is_one_event_that_says_its_days() -> None:
    """Four whole weeks; a holiday on a Monday lets one begin on Tuesday."""
    rule = term_rule("a", "activity_calendar", activities=("open_week",))
    frame = tiny_frame(rule)
    (found,) = activities(frame)
    assert [f"{o.date:%m-%d}" for o in found.options] == ["09-01", "09-08", "09-15", "09-22"]
    (event,) = calendar_of(frame).events
    assert event.people == ()
    assert event.note == f"{event.date.month}月{event.date.day}日至9月{event.date.day + 4}日"


def test_a_wish_without_a_number_is_held_once() -> None:
    rule = term_rule(
        "a", "activity_calendar", activities=("family_day",), hard=False, weight=10
    ).model_copy(update={"window": Window.SEMESTER})
    frame = tiny_frame(rule)
    found = planned(frame)
    assert found.report.objective == 0
    assert found.calendar is not None
    assert len(found.calendar.events) == 1
    empty = replace(found.calendar, events=())
    assert not broken(frame, empty)


def test_inspections_are_at_one_school_after_the_other() -> None:
    """Two a semester, by the leaders of both schools."""
    rule = term_rule("i", "evaluation_score", inspections=2)
    calendar = calendar_of(tiny_frame(rule))
    assert {e.host for e in calendar.events} == {"C", "M"}
    assert {e.name for e in calendar.events} == {"集中检查"}
    assert activities(tiny_frame(term_rule("i", "evaluation_score", bundled=True))) == []
