"""What staffing knows of times: each necessary condition, once kept and once broken.

The tiny community has 4 slots a day at each school and 5 days; zh has 6 lessons a week, two a day
at most, math 5 and music 2.
"""

from __future__ import annotations

from typing import Any

from support import tiny_teacher
from test_staffing import _staff, _teachers
from tiny_week import LINK, ROSTER, TERM, TRAVEL, policy_rule, week_community

from community.models import Community, CurriculumRow, Unavailable
from scheduling.staffing.fitting import Fitting
from scheduling.week import compile_week
from scheduling.week.frame import Frame
from solving.outcome import Status


def _fitting(community: Community) -> Fitting:
    instance = compile_week(community, ROSTER, TERM)
    return Fitting(instance, Frame.of(community, ROSTER, TERM))


def _away(teacher: str, *days: int, slots: tuple[int | None, ...] = (None,)) -> list[Unavailable]:
    return [Unavailable(teacher=teacher, weekday=d, slot=s) for d in days for s in slots]


def _rows(**periods: tuple[int, int]) -> tuple[CurriculumRow, ...]:
    """Rows of grade 3 at C, as (periods, doubles), beside the common ones."""
    own = tuple(
        CurriculumRow(school="C", grade=3, subject=s, periods=n, doubles=d)
        for s, (n, d) in periods.items()
    )
    return (*week_community().curriculum, *own)


def _zh_teachers_are(community: Community, *names: str) -> None:
    found = _teachers(_staff(community))
    assert {found["C31/zh"], found["C41/zh"]} == set(names)


def test_a_course_goes_to_who_has_days_enough_for_it() -> None:
    # On two days C1 holds 2 x 2 lessons of the 6; C3 takes both classes, 12 of 14 periods. On three
    # days it is 3 x 2 = 6.
    _zh_teachers_are(week_community(unavailable=tuple(_away("C1", 1, 2, 3))), "C3")
    assert "C1" in _fitting(week_community(unavailable=tuple(_away("C1", 1, 2)))).takers["C31/zh"]


def test_a_course_that_nobody_can_hold_is_told_by_count() -> None:
    away = tuple(_away("C1", 1, 2, 3) + _away("C3", 1, 2, 3))
    staffing = _staff(week_community(unavailable=away))
    assert staffing.report.status is Status.INFEASIBLE
    assert [(s.point, s.lack) for s in staffing.shortages] == [("C/zh", 2), ("C/zh", 2)]
    zh = staffing.shortages[0].sentence.zh
    assert "三年级(1)班语文没有教师能上完" in zh
    assert "教师C1一周最多4次课，需要6次课" in zh


def test_double_lessons_need_two_free_slots_in_a_row() -> None:
    # zh has 6 periods, one of them a double lesson. C1 misses every second and fourth slot: none.
    rows = _rows(zh=(6, 1))
    away = tuple(_away("C1", 1, 2, 3, 4, 5, slots=(2, 4)))
    fitting = _fitting(week_community(curriculum=rows, unavailable=away))
    held = fitting.held("C1", fitting.frame.course_by_id["C31/zh"])
    assert (held.most, held.needed, held.what) == (0, 1, "doubles")
    assert fitting.takers["C31/zh"] == ("C3",)
    assert fitting.takers["C41/zh"] == ("C1", "C3")  # 10 single slots for 6 lessons


def test_a_host_teaches_when_the_receivers_hear() -> None:
    # Slots of C and M overlap by 30 minutes; asked for 31, no slot is left for the series.
    assert _fitting(week_community(TRAVEL, LINK)).takers["C31/music"] == ("C5",)
    far = policy_rule("sync_link", "sync_lesson_link", min_overlap_minutes=31, max_receivers=3)
    assert _fitting(week_community(TRAVEL, far)).takers["C31/music"] == ()


def test_one_teacher_of_a_class_has_times_in_common_with_it() -> None:
    # X is free on three days, 12 slots, of which a first lesson at 9:00 leaves 9. X alone can teach
    # zh (6) and math (5) of one class: 11 fit in 12, not in 9.
    late = policy_rule("late", "timetable_feasibility", earliest_primary="9:00")
    everybody = tuple(t for t in week_community().teachers if t.school == "M" or t.id == "C5")
    only = tiny_teacher("X", "C", "zh", "math", max_periods=20)
    others = tuple(tiny_teacher(f"Y{i}", "C", "zh", "math", max_periods=6) for i in range(3))
    changes: dict[str, Any] = {
        "teachers": (*everybody, only, *others),
        "unavailable": tuple(_away("X", 1, 2)),
    }
    # Of the four courses of C the three others take one each, so X has one: never two of a class.
    found = _teachers(_staff(week_community(TRAVEL, LINK, late, **changes)))
    assert {"X"} != {found["C31/zh"], found["C31/math"]}
    # With two others, X has two courses of 22 - 12 or 22 - 11 periods: one in each class.
    changes["teachers"] = changes["teachers"][:-1]
    found = _teachers(_staff(week_community(TRAVEL, LINK, late, **changes)))
    assert [sum(found[f"{c}/{s}"] == "X" for s in ("zh", "math")) for c in ("C31", "C41")] == [1, 1]


def test_a_hard_daily_load_bounds_the_week() -> None:
    # Two lessons a day make 10 a week: 6 of zh for C1, 6 for C3; C1 alone would have 12 of 14.
    two = policy_rule("load", "timetable_quality", aspect="daily_load", max=2)
    _zh_teachers_are(week_community(TRAVEL, LINK, two), "C1", "C3")
    alone = tuple(t for t in week_community().teachers if t.id != "C3")
    staffing = _staff(week_community(TRAVEL, LINK, two, teachers=alone))
    assert staffing.report.status is Status.INFEASIBLE
    free = tuple(t for t in week_community().teachers if t.id != "C3")
    _zh_teachers_are(week_community(TRAVEL, LINK, teachers=free), "C1")


def test_a_day_at_two_sites_has_the_way_in_it() -> None:
    # Slots at C and M overlap: 4 a day in all. With the way of 25 + 10 minutes between them, a day
    # at both has 3: C 8:30-9:10, then M 10:20 and 11:10.
    attendance = _fitting(week_community()).attendance
    both = frozenset({"C", "M"})
    assert attendance.most("C5", 1, both, all_of=False) == 4
    assert attendance.most("C5", 1, both, all_of=True) == 3
    one = policy_rule("travel", "itinerant_teaching", buffer_minutes=10, max_sites_per_day=1)
    assert _fitting(week_community(one)).attendance.most("C5", 1, both, all_of=True) == 0


FULL = {"zh": (10, 0), "math": (5, 0), "music": (5, 0)}  # 20 periods for the 20 slots of C31


def _full(*away: Unavailable) -> Community:
    subjects = tuple(
        s.model_copy(update={"max_per_day": 1}) if s.id == "math" else s
        for s in week_community().subjects
    )
    teachers = tuple(t.model_copy(update={"max_periods": 20}) for t in week_community().teachers)
    changes: dict[str, Any] = {"subjects": subjects, "teachers": teachers, "unavailable": away}
    return week_community(curriculum=_rows(**FULL), sync=(), **changes)


def test_a_full_class_has_a_teacher_at_every_slot() -> None:
    first = [u for t in ("C1", "C3", "C4", "C5") for u in _away(t, 1, slots=(1,))]
    assert _teachers(_staff(_full(*first)))["C31/math"] == "C2"  # nobody else is there on Monday
    staffing = _staff(_full(*first, *_away("C2", 1, slots=(1,))))
    assert staffing.report.status is Status.INFEASIBLE
    assert {s.point for s in staffing.shortages} == {"C31"}
    assert "三年级(1)班周一8:30–9:10要上1节课" in staffing.shortages[0].sentence.zh


def test_a_class_has_a_week_with_its_teachers() -> None:
    # On Monday C1 and C5 miss the first two slots. Mathematics is held once a day, so that C1 may
    # not have the zh of C31, though each slot and the day as a whole can be filled.
    early = [*_away("C1", 1, slots=(1, 2)), *_away("C5", 1, slots=(1, 2))]
    assert _teachers(_staff(_full(*early)))["C31/zh"] == "C3"
    none = _staff(_full(*early, *_away("C3", 1, slots=(1, 2))))
    assert none.report.status is Status.INFEASIBLE
