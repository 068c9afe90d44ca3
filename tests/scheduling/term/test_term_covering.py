"""Who covers: first whoever is near to the lesson or the duty, then whoever has covered least."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

from support import tiny_community, tiny_teacher
from test_term_duties import LUNCH, SLOTS, on_duty
from tiny_term import FIRST, ROSTERS, TEACHERS, TERM, WEEK, broken, tiny_frame, tiny_week

from scheduling.term.covering import covers
from scheduling.term.events import DatedEvent, TermCalendar
from scheduling.timetable import ClassDuty


def _out(day: int, *people: str) -> DatedEvent:
    """Return an event of M, all day, so many days after the first Monday."""
    return DatedEvent(
        FIRST + dt.timedelta(days=day), 480, 1080, f"own:{day}", "外出", host="M", people=people
    )


def test_covers_of_one_day_are_shared_out_as_those_of_a_term() -> None:
    """M1 has one lesson in M31 on Monday, three on Tuesday: four, two each for M2 and M5.

    M2 has maths there on Mondays, M5 music on Wednesdays: both teach the class, and are free.
    """
    base = tiny_community()
    frame = tiny_frame(
        week=tiny_week(
            {**WEEK, "M31": "zm.. zzz. zm.u zm.. zm.."},
            {**TEACHERS, "M31": {**TEACHERS["M31"], "music": "M5"}},
        ),
        teachers=(*base.teachers, tiny_teacher("M5", "M", "music")),
    )
    found, lacking = covers(frame, [_out(day, "M1") for day in (0, 1)])
    assert not lacking
    assert Counter(c.teacher for c in found) == {"M2": 2, "M5": 2}


def test_a_duty_goes_to_a_colleague_of_the_same_subject_or_grade_evenly() -> None:
    """M1, of zh, looks after M31 at noon; those who teach M31 are away. M3 has zh, M4 maths.

    Both teach M41, of grade 4: only M3 is a colleague. In grade 3 both would be, one day each.
    """
    duties = tuple(ClassDuty("M", "M31", day, LUNCH, "M1") for day in (1, 2))
    events = [_out(day, "M1", "M2") for day in (0, 1)]
    classes = tiny_community().classes
    same = tuple(c.model_copy(update={"grade": 3}) if c.id == "M41" else c for c in classes)
    for groups, wanted in ((classes, {"M3": 2}), (same, {"M3": 1, "M4": 1})):
        frame = on_duty(duties=duties, classes=groups)
        assert {s.order for s in SLOTS} & {x.slot for x in frame.duties}
        noon = [c for c in covers(frame, events)[0] if c.slot == LUNCH]
        assert Counter(c.teacher for c in noon) == wanted


def test_of_those_who_can_whoever_has_covered_least_does() -> None:
    """C31's music, twice on Wednesdays, is C5's; C1 and C2 teach C31 and are free then.

    Of two lessons on each of four Wednesdays, with C41's between, each covers as many as others.
    """
    frame = tiny_frame()
    found, lacking = covers(frame, [_out(day, "C5") for day in (2, 9, 16, 23)])
    assert not lacking
    per_class = {"C31": {"C1", "C2"}, "C41": {"C3", "C4"}}
    for group, people in per_class.items():
        times = Counter(c.teacher for c in found if c.class_id == group)
        assert {*times} == people
        assert max(times.values()) - min(times.values()) <= 1


def test_whoever_covers_at_two_schools_needs_time_for_the_way() -> None:
    """C5 has music at M until 9:20 on Tuesdays, at C from 11:00 on; the ride takes 30 minutes.

    M3's second lesson, until 10:10, or C3's third, from 10:10 on: either can be, not both.
    """
    frame = tiny_frame(
        week=tiny_week(
            {**WEEK, "C31": "zm.. zm.u .... .... ....", "M31": "zm.. um.. .... .... ...."},
            {**TEACHERS, "M31": {**TEACHERS["M31"], "music": "C5"}},
        ),
        roster=ROSTERS["itinerant"],
    )
    events = (_out(1, "M3"), replace(_out(1, "C3"), id="own:c", host="C"))
    rest = covers(frame, events)[0]
    for some in ({("M3", 2)}, {("C3", 3)}, {("M3", 2), ("C3", 3)}):
        edited = [
            replace(c, teacher="C5" if (c.absent, c.slot) in some else f"{c.school}4")
            if c.slot > 1
            else c
            for c in rest
        ]
        told = broken(frame, TermCalendar(TERM, events, tuple(sorted(edited))))
        assert any("从另一所学校来不及" in s for s in told) is (len(some) > 1), told
