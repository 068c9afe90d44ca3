"""Pupils who visit another school: classes, grades or some of them, with those who go along."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tiny_term import broken, planned, term_community, term_rule, tiny_frame

from community.models import Travel
from scheduling.term.events import DUE
from scheduling.term.families import families_of
from solving.outcome import Status

if TYPE_CHECKING:
    from scheduling.term.activity import Activity
    from scheduling.term.events import TermCalendar
    from scheduling.term.frame import TermFrame


def visits(frame: TermFrame) -> list[Activity]:
    """The visits that are wanted."""
    return [a for f in families_of(frame) for a in f.activities() if a.mode != DUE]


def calendar_of(frame: TermFrame) -> TermCalendar:
    """The calendar, which keeps everything that is required."""
    found = planned(frame)
    assert found.report.status is Status.OPTIMAL, found.reasons
    assert found.calendar is not None
    assert not broken(frame, found.calendar)
    return found.calendar


def exchange(window: str = "semester", **params: Any) -> TermFrame:
    """A frame with one rule of visits."""
    return tiny_frame(term_rule("v", "student_exchange", window, **params))


def test_a_class_goes_with_its_teachers_whose_lessons_there_need_nobody() -> None:
    """30 pupils of M31, 25 for a supervisor: M1 (class teacher) and M2, who teach it.

    Safety: C1 at the core, at M one of its leaders. The class has no lessons meanwhile.
    """
    (visit,) = visits(exchange())
    assert (visit.classes, visit.host) == (("M31",), "C")
    assert visit.people[:2] == ("M1", "M2")
    calendar = calendar_of(exchange())
    assert not [c for c in calendar.covers if c.class_id == "M31"]


def test_classes_take_turns_and_both_schools_with_both_ways() -> None:
    found = visits(exchange(min=2, both_ways=True))
    assert [(a.host, *a.classes) for a in found] == [
        ("C", "M31"),
        ("C", "M41"),
        ("M", "C31"),
        ("M", "C41"),
    ]


def test_a_grade_a_month_goes_to_the_farm_in_turn() -> None:
    """September and October have enough days to count; the farm is at the member."""
    rule = term_rule("v", "student_exchange", "month", what="labour_day", min=1)
    frame = tiny_frame(rule, weeks=9)
    assert [(a.host, *a.classes, *a.takes) for a in visits(frame)] == [
        ("M", "C31", "farm_base@M"),
        ("M", "C41", "farm_base@M"),
    ]


def test_some_pupils_go_in_pairs_and_lessons_go_on() -> None:
    """15 pupils of each side with one supervisor; whoever goes with them is covered."""
    found = visits(exchange(pupils=15, both_ways=True))
    assert [(a.host, a.classes) for a in found] == [("C", ()), ("M", ())]
    assert all("学生15人" in a.note for a in found)
    calendar_of(exchange(pupils=15, both_ways=True))


def test_who_has_no_seat_goes_on_another_date() -> None:
    """A class of 30 with 2 supervisors and 1 for safety takes 33 seats; 20 seats: two parts."""
    assert len(visits(exchange(seats=33))) == 1
    parts = visits(exchange(seats=20))
    assert [(a.classes, a.note.split("；")[0]) for a in parts] == [((), "学生15人")] * 2
    assert len({e.date for e in calendar_of(exchange(seats=20)).events}) == 2


def test_small_pupils_are_not_taken_far() -> None:
    """45 minutes are too far for grade 3, unless the rule names it."""
    far = tuple(Travel(origin=a, destination=b, minutes=45, km=30) for a, b in ("CM", "MC"))
    for grades, expected in ((None, ("M41",)), ((3,), ("M31",))):
        rule = term_rule("v", "student_exchange", grades=grades)
        frame = tiny_frame(rule, travel=far)
        assert visits(frame)[0].classes == expected


def test_a_class_loses_no_more_lessons_than_it_may() -> None:
    """M31 has zh and maths from 8:40 to 10:10 each day, on Tuesday zh until 11:00 as well."""
    frame = exchange(max_lost=2)
    weekdays = {o.date.isoweekday() for o in visits(frame)[0].options}
    assert weekdays == {1, 3, 4, 5}
    assert planned(exchange(max_lost=1)).report.status is Status.INFEASIBLE


def test_what_pupils_do_besides_is_due_at_the_end() -> None:
    frame = exchange(min=0, items=("letter", "card"))
    assert visits(frame) == []
    names = [e.name for e in calendar_of(frame).events]
    assert len(names) == 4
    assert "书信（东山小学学生）" in names


def test_too_few_supervisors_and_a_missing_class_are_named() -> None:
    frame = exchange()
    calendar = calendar_of(frame)
    (event,) = calendar.events
    alone = replace(event, people=event.people[:1])
    sentences = broken(frame, replace(calendar, events=(alone,), covers=()))
    assert any("位教师参加，日程里只有1位" in s for s in sentences)
    nobody = replace(event, classes=())
    assert any("1个班参加" in s for s in broken(frame, replace(calendar, events=(nobody,))))


def test_the_tiny_community_has_the_numbers_that_are_counted_here() -> None:
    groups = term_community().class_by_id
    assert (groups["M31"].pupils, groups["C31"].pupils) == (30, 40)


def test_visits_are_told_by_who_goes_where() -> None:
    frame = tiny_frame(term_rule("x", "student_exchange", both_ways=True, items=("letter",)))
    (family,) = families_of(frame)
    needs = family.needs([*family.activities()])
    assert [n.about and n.about.zh for n in needs] == [
        "东山小学→中心小学",
        "中心小学→东山小学",
        *(None, None),
    ]
