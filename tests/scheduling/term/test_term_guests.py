"""What a host gains: guests on short stays give whole courses there, beside all else.

M1 has 6 periods of zh a week in M31, so 2 a day at the host (6 / 5, rounded up); at home grade 3.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from test_term_stays import AT_M, POST, SECOND, calendar_of, stay, staying
from tiny_term import FIRST, broken, term_rule

from scheduling.term.events import DatedEvent, GuestLesson, TermCalendar
from scheduling.term.guests import with_guests
from scheduling.term.past import Past
from scheduling.term.records import EventRecord, State, as_recorded


def courses(calendar: TermCalendar) -> dict[tuple[str, str, str, str], int]:
    """How often each guest gives what, and who sits in."""
    return Counter((x.guest, x.class_id, x.subject, x.teacher) for x in calendar.guests)


def test_a_guest_gives_a_course_of_the_grade_taught_at_home():
    """C31 has zh 6 times a week; C41, too, but in the third lesson on Tuesdays both."""
    calendar = calendar_of(staying(stay("M1", "C")))
    assert courses(calendar) == {("M1", "C31", "zh", "C1"): 12}
    assert {(x.date - FIRST).days // 7 + 1 for x in calendar.guests} == {2, 3}
    assert {x.event for x in calendar.guests} == {"stay:M1:C:2"}


def test_no_more_a_day_than_at_home():
    """C2 has maths of C31 once a day: M31 has it once a day, M41 would make it two."""
    calendar = calendar_of(staying(stay("C2", "M", weeks=1, kind=AT_M)))
    assert courses(calendar) == {("C2", "M31", "math", "M2"): 5}


def test_weak_subjects_come_first():
    """C1 may teach maths as well: M31 has it in the second lesson, M41 in the first.

    zh of M31, of the grade and the first subject of C1, comes behind: a third lesson on Tuesdays.
    """
    frame = staying(stay("C1", "M", weeks=1, kind=AT_M))
    schools = [
        s.model_copy(update={"weak_subjects": ("math",)}) if s.id == "M" else s
        for s in frame.community.schools
    ]
    teachers = [
        t.model_copy(update={"subjects": ("zh", "math")}) if t.id == "C1" else t
        for t in frame.community.teachers
    ]
    changes = {"schools": tuple(schools), "teachers": tuple(teachers)}
    changed = replace(frame, community=frame.community.model_copy(update=changes))
    assert courses(calendar_of(changed)) == {
        ("C1", "M31", "math", "M2"): 5,
        ("C1", "M41", "math", "M4"): 5,
    }


def test_whoever_has_a_post_there_teaches_nothing():
    assert not calendar_of(staying(stay("M1", "C", kind=POST))).guests


def test_an_exchange_covers_first():
    """C1 is away in the same weeks: M1 has all lessons of C31, and nothing beside them.

    C41 would be a second lesson at the same time on Tuesdays. C1 has M1's at M in turn.
    """
    calendar = calendar_of(staying(stay("M1", "C"), stay("C1", "M", kind=AT_M)))
    covered = Counter((c.teacher, c.class_id) for c in calendar.covers)
    assert covered == {("M1", "C31"): 12, ("C1", "M31"): 12}
    assert not calendar.guests


def test_two_guests_do_not_give_the_same_course():
    """M3 teaches zh in M41 at home, so C41 comes first for M3; M1 has C31."""
    calendar = calendar_of(staying(stay("M1", "C"), stay("M3", "C")))
    assert {key[:2] for key in courses(calendar)} == {("M1", "C31"), ("M3", "C41")}


def test_a_lesson_stays_with_its_teacher_where_somebody_is_at_a_meeting():
    """On one day C1 is at a meeting, on another M1, on a third C31, each in the first lesson."""
    frame = staying(stay("M1", "C", weeks=1))
    hours = 8 * 60 + 30, 9 * 60 + 10
    events = (
        DatedEvent(SECOND[0], *hours, "a", "会议", people=("C1",)),
        DatedEvent(SECOND[2], *hours, "b", "会议", host="C", people=("M1",)),
        DatedEvent(SECOND[3], *hours, "c", "参观", host="C", classes=("C31",)),
    )
    calendar = with_guests(frame, TermCalendar(frame.term.id, events))
    assert Counter(x.date for x in calendar.guests) == {SECOND[1]: 2, SECOND[4]: 1}


def test_visitors_see_the_teachers_of_the_school():
    rule = term_rule("visits", "observation_quota", share=0.25, lessons_per_person=2, in_turn=True)
    calendar = calendar_of(staying(stay("M1", "C"), rules=(rule,)))
    seen = {(x.date, x.class_id, x.slot) for x in calendar.observed}
    assert seen
    assert not seen & {(x.date, x.class_id, x.slot) for x in calendar.guests}


def test_every_illegal_edit_is_named():
    frame = staying(stay("M1", "C", weeks=1))
    calendar = calendar_of(frame)
    first = calendar.guests[0]
    assert first == GuestLesson(SECOND[0], "C", "C31", 1, "zh", "C1", "M1", "stay:M1:C:2")

    def told(*rows: GuestLesson, **more) -> str:
        rest = tuple(sorted([*calendar.guests[1:], *rows]))
        return "".join(broken(frame, replace(calendar, guests=rest, **more)))

    assert not told()  # it is for the school to say that the own teacher has a lesson
    assert not told(first)
    for wrong in (
        replace(first, date=FIRST),
        replace(first, date=FIRST.replace(day=6)),
        replace(first, guest="M2"),
        replace(first, event="stay:M1:C:3"),
    ):
        assert "这天不在该校支教或顶岗" in told(wrong)
    for wrong in (
        replace(first, slot=3),
        replace(first, teacher="C3"),
        replace(first, subject="u"),
    ):
        assert "课表这时没有这节课" in told(wrong)
    maths = replace(first, slot=2, subject="math", teacher="C2")
    assert "不教这门课" in told(first, maths)
    second = replace(first, class_id="C41", slot=2, teacher="C3")
    assert not told(first, second)
    tuesday = replace(second, date=SECOND[1])
    assert "多于在本校平均每天的2节" in told(first, tuesday)
    third = replace(tuesday, slot=3)
    assert "这时另有一节课" in told(first, third)
    meeting = DatedEvent(SECOND[0], 8 * 60 + 30, 9 * 60 + 10, "a", "会议", people=("M1",))
    assert "这时代课或参加活动" in told(first, events=(meeting,))
    outing = replace(meeting, people=(), classes=("C31",))
    assert "教师或班级这时不在" in told(first, events=(outing,))


def test_lessons_that_are_over_stay_as_they_were():
    frame = staying(stay("M1", "C"))
    calendar = calendar_of(frame)
    without_one = replace(calendar, guests=calendar.guests[1:])
    rest = replace(frame, past=Past(without_one, (), SECOND[3]))
    assert with_guests(rest, calendar).guests == without_one.guests


def test_the_rest_of_a_stay_goes_on_with_the_courses_that_were_given():
    """The school had M1 give zh of C41, which comes behind C31 and is at the same time once."""
    frame = staying(stay("M1", "C"))
    given = GuestLesson(SECOND[0], "C", "C41", 2, "zh", "C3", "M1", "stay:M1:C:2")
    before = TermCalendar(frame.term.id, guests=(given,))
    rest = replace(frame, past=Past(before, (), SECOND[3]))
    found = with_guests(rest, before)
    assert {x.class_id for x in found.guests} == {"C41"}
    assert [x.date for x in found.guests[:2]] == [SECOND[0], SECOND[3]]


def test_an_event_that_people_moved_to_the_time_of_a_lesson_is_no_fault_of_the_lesson():
    frame = staying(stay("M1", "C", weeks=1))
    calendar = calendar_of(frame)
    hours = 8 * 60 + 30, 9 * 60 + 10
    meeting = DatedEvent(FIRST, *hours, "a", "会议", host="C", people=("C1",))
    calendar = replace(calendar, events=(meeting,))
    moved = EventRecord("a", "会议", State.MOVED, SECOND[0])
    there = replace(frame, past=Past(calendar, (moved,)))
    assert not broken(there, as_recorded(calendar, (moved,)))
    planned_so = replace(calendar, events=(replace(meeting, date=SECOND[0]),))
    assert "教师或班级这时不在" in "".join(broken(frame, planned_so))
