"""Duties: handed out beside a week by hand, and audited where somebody has edited them.

School C has the classes C31 (class teacher C1, Chinese) and C41 (C3, Chinese); C2 and C4 teach them
mathematics, C5 music, both of them. Morning reading is at 8:00-8:20, after-school service at
15:00-17:00, Monday to Friday; all lessons lie between.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from support import tiny_community
from tiny_week import TERM

from community.duties import Circle, Duty
from community.models import PlacementKind, Slot, SlotKind, Unavailable
from community.rule import Cost, Strictness
from rotation.solution import Placement, Roster
from scheduling.duties.check import check_duties
from scheduling.duties.handing_out import hand_out
from scheduling.duties.lacking import nobody
from scheduling.duties.setting import DutySetting
from scheduling.timetable import ClassDuty, ClassLesson, WeekTimetable
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from scheduling.duties.handing_out import HandedOut

READING, SERVICE = 8, 9  # orders of the slots
WEEK = WeekTimetable(
    TERM,
    tuple(
        sorted(
            ClassLesson("C", group, day, slot, subject, who)
            for day in range(1, 6)
            for group, slot, subject, who in (
                ("C31", 1, "zh", "C1"),
                ("C31", 2, "math", "C2"),
                ("C31", 3, "music", "C5"),
                ("C41", 1, "math", "C4"),
                ("C41", 2, "zh", "C3"),
                ("C41", 4, "music", "C5"),
            )
        )
    ),
)


def _slots(grid: str) -> tuple[Slot, ...]:
    reading = {"order": READING, "name": "早读", "kind": SlotKind.MORNING_READING}
    service = {"order": SERVICE, "name": "延时课", "kind": SlotKind.AFTER_SCHOOL}
    return (
        Slot.model_validate({"grid": grid, "start": 480, "end": 500, **reading}),
        Slot.model_validate({"grid": grid, "start": 900, "end": 1020, **service}),
    )


def _community(*duties: Duty, **more: Any) -> Community:
    """School C with its slots and these duties."""
    base = tiny_community()
    own = {
        "schools": base.schools[:1],
        "classes": base.classes[:2],
        "teachers": tuple(t for t in base.teachers if t.school == "C"),
    }
    return base.model_copy(
        update={"slots": (*base.slots, *_slots("gc")), "duties": duties, **own, **more}
    )


def _setting(community: Community, roster: Roster = Roster(), week: WeekTimetable = WEEK):  # noqa: B008
    return DutySetting.of(community, roster, week, community.class_teacher)


def _given(
    *duties: Duty, base: tuple[ClassDuty, ...] = (), firm: bool = False, **more: Any
) -> HandedOut:
    """Hand the duties out; whatever is complete breaks no hard rule of the check."""
    setting = _setting(_community(*duties, **more))
    found = hand_out(setting, Budget(30.0, 1, 1), base=base, firm=firm)
    if found.report.status.has_solution:
        assert not any(v.is_hard for v in check_duties(setting, found.duties))
    return found


def _each(found: HandedOut) -> dict[str, int]:
    return dict(Counter(x.teacher for x in found.duties))


ZH = Duty(slots=("早读",), weekdays=(1, 3, 5), subjects=("zh",))
EVERY_DAY = Duty(slots=("课后服务",))


def test_the_teacher_of_a_subject_in_the_class_has_its_reading():
    found = _given(ZH)
    assert found.report.status is Status.OPTIMAL
    assert found.duties == tuple(
        sorted(
            ClassDuty("C", group, day, READING, who)
            for group, who in (("C31", "C1"), ("C41", "C3"))
            for day in (1, 3, 5)
        )
    )


def test_a_kind_of_slot_is_shared_out_evenly_and_own_classes_come_first():
    # 2 classes on 5 days are 10 posts for 5 people: 2 each. C31 takes C1 and C2, C41 takes C3 and
    # C4 twice each, so that C5, who teaches both, has one of either: nobody has a strange class.
    found = _given(EVERY_DAY)
    assert found.report.status is Status.OPTIMAL
    assert _each(found) == {"C1": 2, "C2": 2, "C3": 2, "C4": 2, "C5": 2}
    own = {"C31": {"C1", "C2", "C5"}, "C41": {"C3", "C4", "C5"}}
    assert all(x.teacher in own[x.class_id] for x in found.duties)


def test_kinds_are_shared_out_apart():
    # The two teachers of Chinese have all 10 morning readings, and 2 services like everybody.
    reading = Duty(slots=("早读",), subjects=("zh",))
    found = _given(reading, EVERY_DAY)
    assert _each(found) == {"C1": 7, "C2": 2, "C3": 7, "C4": 2, "C5": 2}


def test_several_classes_at_once_are_one_duty():
    # 5 turns for 5 people, each with both classes: 1 each.
    found = _given(EVERY_DAY.model_copy(update={"classes_at_once": 2, "max_per_week": 1}))
    assert _each(found) == {"C1": 2, "C2": 2, "C3": 2, "C4": 2, "C5": 2}
    assert len({(x.teacher, x.weekday) for x in found.duties}) == 5


def test_a_wish_costs_its_weight_for_each_time():
    # 10 posts, each of 5 people wished to have 1 at most: 2 each are 5 too many at 7 a time.
    wish = {"max_per_week": 1, "strictness": Strictness.SOFT, "weight": 7}
    setting = _setting(_community(EVERY_DAY.model_copy(update=wish)))
    found = hand_out(setting, Budget(30.0, 1, 1))
    assert Cost.of(check_duties(setting, found.duties)) == Cost(0, 35)


def test_a_limit_that_is_too_small_is_counted():
    # 10 posts for 5 people at most once: 5 are filled, 5 are not.
    found = _given(EVERY_DAY.model_copy(update={"max_per_week": 1}))
    assert found.report.status is Status.INFEASIBLE
    assert len(found.duties) == 5
    (reason,) = found.reasons
    assert "10个班次" in reason.zh
    assert "还差5个" in reason.zh
    assert reason.en.startswith("Row 1 of the duties: 10 posts")


def test_too_few_people_in_one_turn_are_counted():
    # On Monday only C5 is there for two classes.
    away = [Unavailable(teacher=f"C{n}", weekday=1) for n in (1, 2, 3, 4)]
    found = _given(EVERY_DAY, unavailable=tuple(away))
    (reason,) = found.reasons
    assert "周一延时课，三年级(1)班、四年级(1)班：2个班要有人，可以值班的只有教师C5" in reason.zh
    assert "还差1个班" in reason.zh
    assert "其余来不了：教师C1、教师C2、教师C3、教师C4当天不能排。" in reason.zh
    assert "“不可排课”表" in reason.zh


def test_those_who_are_all_away_are_named_with_where_they_are():
    """Of four who could look after reading, two are at M for good and two for the day."""
    kinds = {
        **dict.fromkeys(("C1", "C2"), PlacementKind.SECONDMENT),
        **dict.fromkeys(("C3", "C4"), PlacementKind.ITINERANT),
    }
    sent = tuple(Placement(who, kind, "M", TERM, 1) for who, kind in kinds.items())
    lessons = [x for x in WEEK.lessons if x.teacher not in kinds]
    lessons += [
        ClassLesson("M", group, 1, 2, "zh", t) for group, t in (("M31", "C3"), ("M41", "C4"))
    ]
    reading = {"slots": ("早读",), "weekdays": (1,), "classes": ("C31",)}
    duty = Duty(**reading, who=Circle.ANYONE, subjects=("zh", "math"))
    setting = _setting(_both(duty), Roster(sent), WeekTimetable(TERM, tuple(lessons)))
    (reason,) = hand_out(setting, Budget(30.0, 1, 1)).reasons
    named = "教师C3、教师C4当天在东山小学；教师C1、教师C2本学期在东山小学。"
    assert f"可以值班的4位教师都来不了：{named}" in reason.zh
    assert "none of the 4 who may have it can: " in reason.en


def test_a_post_that_nobody_can_have_says_why():
    away = Unavailable(teacher="C1", weekday=3, slot=READING)
    (reason,) = _given(ZH, unavailable=(away,)).reasons
    assert "中心小学周三早读，三年级(1)班" in reason.zh
    assert "教师C1这时不能排" in reason.zh


def test_what_nobody_can_ever_have_is_known_before_there_is_a_week():
    heads = Duty(slots=("课后服务",), weekdays=(1,), who=Circle.CLASS_TEACHER)
    community = _community(heads)
    assert nobody(DutySetting.anywhere(community)) == ()
    leaderless = tuple(
        t.model_copy(update={"class_teacher_of": None}) if t.id == "C1" else t
        for t in community.teachers
    )
    (reason,) = nobody(DutySetting.anywhere(_community(heads, teachers=leaderless)))
    assert "三年级(1)班：该校没有“值班要求”表第1行所要的教师" in reason.zh


def test_a_class_that_is_closed_needs_nobody():
    closed = Unavailable(class_id="C41", weekday=5)
    assert len(_given(EVERY_DAY, unavailable=(closed,)).duties) == 9


def test_duties_stay_near_to_those_of_before():
    # 9 of 10 can stay when C5 is away on Friday; the greatest number stays 2 as well.
    before = _given(EVERY_DAY).duties
    friday = next(x.weekday for x in before if x.teacher == "C5")
    away = Unavailable(teacher="C5", weekday=friday)
    after = _given(EVERY_DAY, base=before, unavailable=(away,)).duties
    held = sum(x.teacher == "C5" and x.weekday == friday for x in before)
    assert len({*before} - {*after}) <= 2 * held
    assert max(Counter(x.teacher for x in after).values()) == 2


def test_duties_that_people_know_are_not_improved_on_the_way():
    # C1 has all of one class, C3 of the other: 5 each, where 2 are the fair share of 5 people.
    held = {"C31": "C1", "C41": "C3"}
    known = tuple(
        ClassDuty("C", g, d, SERVICE, who) for g, who in held.items() for d in range(1, 6)
    )
    assert _given(EVERY_DAY, base=known, firm=True).duties == known
    away = Unavailable(teacher="C1", weekday=5)
    after = _given(EVERY_DAY, base=known, firm=True, unavailable=(away,)).duties
    assert len({*known} - {*after}) == 1
    assert max(_each(_given(EVERY_DAY, base=known)).values()) == 2


# --- several schools: C rings as above, M ten minutes later


def _both(*duties: Duty) -> Community:
    base = tiny_community()
    slots = (*base.slots, *_slots("gc"), *_slots("gm"))
    return base.model_copy(update={"slots": slots, "duties": duties})


def test_whoever_is_sent_away_has_no_duty_at_home():
    away = Placement("C2", PlacementKind.SECONDMENT, "M", TERM, 1)
    setting = _setting(_both(EVERY_DAY), Roster((away,)))
    can = {
        t for post, people in setting.candidates.items() if post.turn.school == "C" for t in people
    }
    assert can == {"C1", "C3", "C4", "C5"}
    # C2 has lessons at C in this week by hand, so C2 is not at M on any day.
    there = {t for p, people in setting.candidates.items() if p.turn.school == "M" for t in people}
    assert "C2" not in there


def test_itinerant_teachers_have_duties_where_they_teach_that_day():
    # C5 teaches at M on Tuesday until 9:20 (8:40-9:20) and at C from 9:50 on (9:20 + 30 minutes).
    visit = Placement("C5", PlacementKind.ITINERANT, "M", TERM, 1)
    lessons = [x for x in WEEK.lessons if x.teacher != "C5" or x.weekday != 2]
    lessons.append(ClassLesson("M", "M31", 2, 1, "music", "C5"))
    setting = _setting(_both(EVERY_DAY, ZH), Roster((visit,)), WeekTimetable(TERM, tuple(lessons)))
    days = {
        school: {
            p.turn.weekday
            for p, who in setting.candidates.items()
            if p.turn.school == school and p.turn.slot == SERVICE and "C5" in who
        }
        for school in ("C", "M")
    }
    assert days == {"C": {1, 3, 4, 5}, "M": {2}}


# --- audits of what was edited by hand


def _audit(*changes: tuple[int, str], duty: Duty = EVERY_DAY, **more: Any) -> list[Violation]:
    """Audit services where C1 has all of C31 and C3 all of C41, but on some days of C31."""
    setting = _setting(_community(duty, **more))
    held = [ClassDuty("C", "C31", d, SERVICE, dict(changes).get(d, "C1")) for d in range(1, 6)]
    held += [ClassDuty("C", "C41", d, SERVICE, "C3") for d in range(1, 6)]
    return check_duties(setting, [x for x in held if x.teacher])


AUDITS = [
    (_audit(), {}),
    (_audit((1, "")), {"duty_posts": 1}),
    (_audit((1, "C3")), {"duty_presence": 1}),  # two classes at once
    (_audit(unavailable=(Unavailable(teacher="C1", weekday=2),)), {"duty_presence": 1}),
    (_audit(duty=EVERY_DAY.model_copy(update={"max_per_week": 3})), {"duty_1": 4}),  # 2 x (5 - 3)
    (_audit(duty=EVERY_DAY.model_copy(update={"max_class_teacher": 1})), {"duty_1": 8}),
    (_audit((4, "C2"), duty=EVERY_DAY.model_copy(update={"subjects": ("zh",)})), {"duty_1": 1}),
    (_audit((4, "C4"), duty=EVERY_DAY.model_copy(update={"who": Circle.OF_CLASS})), {"duty_1": 1}),
    (_audit(duty=EVERY_DAY.model_copy(update={"weekdays": (1,)})), {"duty_posts": 8}),  # not asked
]


@pytest.mark.parametrize(("found", "expected"), AUDITS)
def test_an_audit_tells_what_is_wrong(found, expected):
    told = Counter({v.rule: 0 for v in found})
    for v in found:
        told[v.rule] += v.deviation
        assert v.is_hard
        assert v.sentence.zh
    assert told == expected


def test_a_duty_during_a_lesson_is_told():
    setting = _setting(_community(EVERY_DAY))
    first = setting.community.lesson_slots(setting.community.school_by_id["C"], 1)[0]
    late = first.model_copy(update={"start": 900, "end": 940})
    slots = tuple(late if (s.grid, s.order) == ("gc", 1) else s for s in setting.community.slots)
    setting = _setting(_community(EVERY_DAY, slots=slots))
    held = replace(_given(EVERY_DAY).duties[0], weekday=1, class_id="C31", teacher="C1")
    told = [v for v in check_duties(setting, [held]) if v.rule == "duty_presence"]
    assert [v.sentence.zh for v in told] == [
        "中心小学周一延时课由教师C1值班，但教师C1这时在上课（15:00–15:40）。"
    ]
