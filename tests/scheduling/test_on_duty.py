"""People with a duty of theirs alone whose other school is a way away: the week leaves the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import tiny_community
from weeks import TERM, first_timetable, refused

from community.duties import Circle, Duty
from community.models import PlacementKind, Slot, SlotKind
from community.policy import Policy, PolicyRule
from community.requests import FixedLesson, Liking, TimeRequest
from community.rule import Strictness
from rotation.solution import Placement, Roster
from scheduling.duties.handing_out import hand_out
from scheduling.duties.setting import DutySetting
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.audit import audit_week
from scheduling.week.frame import Frame
from scheduling.week.on_duty import on_duty
from scheduling.week.people import People
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.models import Community

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
    week = first_timetable(community, VISIT)
    setting = DutySetting.of(community, VISIT, week, community.class_teacher)
    assert hand_out(setting, Budget(10.0, 1, 1)).report.status is Status.OPTIMAL


def _apart(duty: Duty, *rules: PolicyRule) -> Community:
    """C5 teaches at C from Monday to Wednesday only, at M on Thursday and Friday only."""
    base = _community(duty)
    only = [
        TimeRequest(subject="music", school=school, liking=Liking.ONLY, weekdays=days)
        for school, days in (("C", (1, 2, 3)), ("M", (4, 5)))
    ]
    policy = base.policy.model_copy(update={"rules": rules})
    return base.model_copy(update={"time_requests": tuple(only), "fixed": (), "policy": policy})


ON_THURSDAY = READING.model_copy(update={"weekdays": (4,)})
MUSIC = ON_THURSDAY.model_copy(update={"who": Circle.OF_CLASS, "subjects": ("music",)})


@pytest.mark.parametrize("duty", [ON_THURSDAY, MUSIC], ids=["class teacher", "only teacher"])
def test_who_alone_may_have_a_duty_comes_for_it(duty: Duty) -> None:
    """All lessons of Thursday are at M: C5 is at C before, and then has 25 minutes for the way."""
    community = _apart(duty)
    assert on_duty(Frame.of(community, VISIT, TERM)) == {"C5": ("M:4.1",)}
    week = first_timetable(community, VISIT)
    setting = DutySetting.of(community, VISIT, week, community.class_teacher)
    handed = hand_out(setting, Budget(10.0, 1, 1))
    assert [x.teacher for x in handed.duties] == ["C5"]
    wish = duty.model_copy(update={"strictness": Strictness.SOFT})
    eased = DutySetting.of(_apart(wish), VISIT, week, community.class_teacher)
    (other,) = hand_out(eased, Budget(10.0, 1, 1)).duties
    assert other.teacher != "C5"  # nobody travels for a duty that others may have


def test_a_duty_at_one_school_and_lessons_at_the_other_are_refused_by_name() -> None:
    """With one school a day, the two lessons of M31 need Thursday, the day of the duty at C."""
    rule = PolicyRule(
        id="walk",
        family="itinerant_teaching",
        title_zh="走教",
        title_en="itinerant",
        params={"max_sites_per_day": 1},
    )
    found = refused(_apart(ON_THURSDAY, rule), VISIT)
    assert "C5" in found.shortages[0].sentence.zh
    assert "值班" in found.shortages[0].sentence.zh
    free = _apart(ON_THURSDAY.model_copy(update={"weekdays": (1,)}), rule)
    first_timetable(free, VISIT)


def test_a_lesson_on_the_way_to_a_duty_is_told() -> None:
    week = WeekTimetable(TERM, (ClassLesson("M", "M31", 1, 1, "music", "C5"),))
    found = {v.rule: v.sentence.zh for v in audit_week(_community(READING), VISIT, week)}
    assert "C5在东山小学周一第1节（8:40）不能上课" in found["on_duty_C5"]
    assert "on_duty_C5" not in {v.rule for v in audit_week(_community(), VISIT, week)}
