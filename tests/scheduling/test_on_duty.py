"""Class teachers on duty whose other school is a way away: the week leaves them the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import ended_by_the_first_timetable, tiny_community

from community.duties import Circle, Duty
from community.models import PlacementKind, Slot, SlotKind
from community.policy import Policy
from community.requests import FixedLesson, Liking, TimeRequest
from community.rule import Strictness
from rotation.solution import Placement, Roster
from scheduling.duties.handing_out import hand_out
from scheduling.duties.setting import DutySetting
from scheduling.planning import plan_week
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.audit import audit_week
from scheduling.week.frame import Frame
from scheduling.week.on_duty import on_duty
from scheduling.week.people import People
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.models import Community

TERM = "2025-1"
VISIT = Roster((Placement("C5", PlacementKind.ITINERANT, "M", TERM, 1),))
READING = Duty(slots=("早读",), weekdays=(1, 2, 3), classes=("C31",), who=Circle.CLASS_TEACHER)


def _community(*duties: Duty) -> Community:
    """C5, who teaches music at both schools, heads C31, has its reading at C from 8:00 to 8:20.

    C5 is at C from Monday to Wednesday anyhow, in the last lesson (11:00 to 11:40). The four
    lessons of music at M are in the first two slots from Monday to Thursday.
    """
    base = tiny_community()
    heads = {"C5": "C31", "C3": "C41", "M1": "M31", "M2": "M41"}
    return base.model_copy(
        update={
            "policy": Policy(profile="national_base"),
            "teachers": tuple(
                t.model_copy(update={"class_teacher_of": heads.get(t.id)}) for t in base.teachers
            ),
            "slots": (
                *base.slots,
                Slot(
                    grid="gc",
                    order=9,
                    name="早读",
                    kind=SlotKind.MORNING_READING,
                    start=480,
                    end=500,
                ),
            ),
            "duties": duties,
            "fixed": tuple(
                FixedLesson(subject="music", classes=(group,), weekday=day, slot="4")
                for group, day in (("C31", 1), ("C31", 2), ("C41", 3))
            ),
            "time_requests": (
                TimeRequest(
                    subject="music",
                    school="M",
                    liking=Liking.ONLY,
                    weekdays=(1, 2, 3, 4),
                    slots=("1", "2"),
                ),
            ),
        }
    )


def test_the_way_to_a_duty_is_kept_free() -> None:
    """25 minutes to M: nothing there before 8:45, so not in the first lesson, from 8:40 on."""
    frame = Frame.of(_community(READING), VISIT, TERM)
    assert on_duty(frame) == {"C5": ("M:1.1", "M:2.1", "M:3.1")}
    wish = READING.model_copy(update={"strictness": Strictness.SOFT})
    anybody = READING.model_copy(update={"who": Circle.ANYONE})
    for duties in ((), (wish,), (anybody,)):
        assert on_duty(Frame.of(_community(*duties), VISIT, TERM)) == {}
    away = Roster((Placement("C5", PlacementKind.SECONDMENT, "M", TERM, 1),))
    assert on_duty(Frame.of(_community(READING), away, TERM)) == {}
    everywhere = People.everywhere(frame.community)
    assert on_duty(Frame(frame.community, everywhere, TERM)) == {}


def test_a_week_is_found_beside_which_the_duty_can_be_had() -> None:
    """Without regard to the duty a lesson at M is in the first slot of Monday and of Wednesday."""
    community = _community(READING)
    with ended_by_the_first_timetable() as listener:
        found = plan_week(community, VISIT, TERM, Budget(100.0, 1, 1), listener=listener)
    assert found.timetable is not None
    setting = DutySetting.of(community, VISIT, found.timetable, community.class_teacher)
    assert hand_out(setting, Budget(10.0, 1, 1)).report.status is Status.OPTIMAL


def test_a_lesson_on_the_way_to_a_duty_is_told() -> None:
    week = WeekTimetable(TERM, (ClassLesson("M", "M31", 1, 1, "music", "C5"),))
    found = {v.rule: v.sentence.zh for v in audit_week(_community(READING), VISIT, week)}
    assert "C5在东山小学周一第1节（8:40）不能上课" in found["on_duty_C5"]
    assert "on_duty_C5" not in {v.rule for v in audit_week(_community(), VISIT, week)}
