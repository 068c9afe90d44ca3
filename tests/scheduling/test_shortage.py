"""What counting proves impossible, on the tiny community: 4 slots a day, 26 periods a school."""

from __future__ import annotations

from typing import Any

from support import tiny_community, tiny_slots, tiny_teacher
from tiny_week import LINK

from community.models import (
    Community,
    CurriculumRow,
    PlacementKind,
    Room,
    RoomKind,
    Slot,
    SlotKind,
    Subject,
    SyncSeries,
    Unavailable,
)
from community.policy import Policy, PolicyRule
from rotation.solution import Placement, Roster
from scheduling.shortage import Shortage, absences, shortages

TERM = "2025-1"
MUSIC_IN_M = Roster((Placement("C5", PlacementKind.ITINERANT, "M", TERM, 1),))


def _with(**changes: Any) -> Community:
    return tiny_community().model_copy(update=changes)


def _policy(*rules: PolicyRule) -> Policy:
    return Policy(profile="national_base", rules=rules)


def _kinds(community: Community, roster: Roster = MUSIC_IN_M) -> dict[str, Shortage]:
    return {s.kind: s for s in shortages(community, roster, TERM)}


def test_nothing_lacks() -> None:
    assert _kinds(tiny_community()) == {}


def test_subject_without_teachers() -> None:
    # Music at M: 2 classes x 2 periods, nobody to teach it.
    found = _kinds(tiny_community(), Roster())["staff"]
    assert found.lack == 4
    assert found.sentence.zh == "东山小学音乐每周缺4节：0名教师共可上0节，需要4节。"
    assert found.point == "M/music"


def test_subject_with_too_few_periods() -> None:
    # Two zh teachers of C with 5 periods each for 2 x 6.
    teachers = tuple(
        t.model_copy(update={"max_periods": 5}) if t.school == "C" and "zh" in t.subjects else t
        for t in tiny_community().teachers
    )
    found = _kinds(_with(teachers=teachers))["staff"]
    assert found.lack == 2
    assert "2名教师共可上10节，需要12节" in found.sentence.zh
    assert "2 teachers with 10 periods for 12" in found.sentence.en


def test_shared_teachers_are_a_hall_violator() -> None:
    # One teacher for zh and math at C, 22 periods with 14: neither subject alone exceeds 14.
    teachers = (
        tiny_teacher("X", "C", "zh", "math", max_periods=14),
        *(t for t in tiny_community().teachers if t.id not in ("C1", "C2", "C3", "C4")),
    )
    found = _kinds(_with(teachers=teachers))["staff"]
    assert found.lack == 8
    assert "1名教师共可上14节，需要22节" in found.sentence.zh


def test_class_with_more_periods_than_slots() -> None:
    # zh 6 -> 14: 14 + 5 + 2 = 21 for 20 slots.
    rows = tuple(
        r.model_copy(update={"periods": 14}) if r.subject == "zh" and r.grade == 3 else r
        for r in tiny_community().curriculum
    )
    found = [s for s in shortages(_with(curriculum=rows), MUSIC_IN_M, TERM)]
    (first, *_) = [s for s in found if s.kind == "class_slots"]
    assert first.lack == 1
    assert "21节课" in first.sentence.zh
    assert "20节正课" in first.sentence.zh
    # 14 lessons do not fit five days of two either.
    assert any(s.kind == "days" and s.lack == 4 for s in found)


def test_lone_teacher_without_free_slots() -> None:
    # Only C5 teaches music: 4 periods, free in one slot a week.
    taken = [Unavailable(teacher="C5", weekday=d) for d in (1, 2, 3, 4)]
    taken += [Unavailable(teacher="C5", weekday=5, slot=n) for n in (1, 2, 3)]
    found = _kinds(_with(unavailable=tuple(taken), sync=()), Roster())["teacher_slots"]
    assert found.point == "C5"
    assert found.lack == 3


def test_rooms_overbooked() -> None:
    # Music moves to 11 a week in each of 2 classes: 22 for a room of 20 slots.
    rows = tuple(
        CurriculumRow(grade=g, subject=s, periods=n)
        for g in (3, 4)
        for s, n in (("zh", 2), ("math", 2), ("music", 11))
    )
    base = tiny_community()
    found = _kinds(
        _with(
            curriculum=rows,
            subjects=(
                *base.subjects[:2],
                Subject(id="music", name="音乐", room=RoomKind.MUSIC, max_per_day=3),
            ),
            rooms=(*base.rooms, Room(id="CM", school="C", name="琴房", kind=RoomKind.MUSIC)),
            teachers=(*base.teachers, *(tiny_teacher(f"m{i}", "C", "music") for i in range(2))),
        )
    )["rooms"]
    assert found.lack == 2


def _series(**more: Any) -> SyncSeries:
    fields = {"id": "s", "subject": "music", "host_class": "C31", "receiving_classes": ("M31",)}
    return SyncSeries.model_validate(fields | more)


def test_series_is_possible() -> None:
    assert _kinds(_with(sync=(_series(),))) == {}


def test_series_without_a_live_room() -> None:
    rooms = tiny_community().rooms[:1]
    found = _kinds(_with(sync=(_series(),), rooms=rooms, policy=_policy(LINK)))
    assert set(found) == {"live_room"}
    assert "三年级(1)班" in found["live_room"].sentence.zh
    # Without the rule nobody asks for the room.
    assert _kinds(_with(sync=(_series(),), rooms=rooms)) == {}


def test_series_with_more_periods_than_the_subject() -> None:
    found = _kinds(_with(sync=(_series(periods=3),)))
    assert found["series_periods"].lack == 1


def test_series_between_bells_that_never_meet() -> None:
    late = tuple(
        s.model_copy(update={"start": s.start + 300, "end": s.end + 300}) if s.grid == "gm" else s
        for s in tiny_community().slots
    )
    (found,) = shortages(_with(sync=(_series(),), slots=late), MUSIC_IN_M, TERM)
    # Lessons of C end at 11:40 at the latest, those of M begin at 13:40: two hours, and 30 minutes
    # are to be shared.
    assert found.sentence.zh == (
        "中心小学三年级(1)班主讲的音乐同步课堂每周1节：中心小学三年级(1)班与东山小学三年级(1)班的作息"
        "只有0节能同时上30分钟。最接近的是中心小学周一11:00–11:40与东山小学周一13:40–14:20，相隔120分钟。"
        "请把其中一校的上课时间移动150分钟。"
    )


def test_bells_that_nearly_meet_name_the_nearest_lessons() -> None:
    # M begins 25 minutes after C: lessons of 40 minutes share 15, and breaks of 10 let the next
    # lesson of C begin 25 minutes before that of M, too.
    slots = tiny_slots("gc", 8 * 60 + 30) + tiny_slots("gm", 8 * 60 + 55)
    (found,) = shortages(_with(sync=(_series(),), slots=slots), MUSIC_IN_M, TERM)
    assert (found.kind, found.lack) == ("overlap", 1)
    assert found.sentence.zh.endswith(
        "最接近的是中心小学周一8:30–9:10与东山小学周一8:55–9:35，同时15分钟，差15分钟。"
        "请把其中一校的上课时间移动15分钟，或把规则的“重合分钟数”改为15。"
    )


def test_receivers_whose_bells_never_meet_at_once() -> None:
    # Each member meets every lesson of the core for half an hour, M on Mondays, N on Tuesdays.
    base = tiny_community()
    grids = {"gc": (8 * 60 + 30, (1, 2)), "gm": (8 * 60 + 40, (1,)), "gn": (8 * 60 + 40, (2,))}
    slots = tuple(
        slot.model_copy(update={"weekdays": days})
        for grid, (start, days) in grids.items()
        for slot in tiny_slots(grid, start)
    )
    member = base.schools[1].model_copy(update={"id": "N", "name": "西山小学", "grid": "gn"})
    third = base.classes[2].model_copy(update={"id": "N31", "school": "N"})
    series = _series(receiving_classes=("M31", "N31"))
    found = shortages(
        _with(
            sync=(series,),
            slots=slots,
            schools=(*base.schools, member),
            classes=(*base.classes, third),
        ),
        MUSIC_IN_M,
        TERM,
    )
    (said,) = [s.sentence.zh for s in found if s.kind == "overlap"]
    assert said.endswith("每周1节：只有0节能与所有接收班同时上30分钟；请分成两组同步课堂。")


def test_bells_need_not_meet_where_the_rule_is_a_wish() -> None:
    late = tuple(
        s.model_copy(update={"start": s.start + 300, "end": s.end + 300}) if s.grid == "gm" else s
        for s in tiny_community().slots
    )
    wish = LINK.model_copy(update={"strictness": "soft"})
    assert _kinds(_with(sync=(_series(),), slots=late, policy=_policy(wish))) == {}


def _music(doubles: int, **more: int) -> tuple[CurriculumRow, ...]:
    return tuple(
        r.model_copy(update={"doubles": doubles, **more}) if r.subject == "music" else r
        for r in tiny_community().curriculum
    )


def _apart(*pairs: tuple[int, int]) -> tuple[Slot, ...]:
    """The bells of C with half an hour between these slots, and those of M as they are."""
    late, slots = 0, []
    for slot in tiny_slots("gc", 480):
        late += 30 if (slot.order - 1, slot.order) in pairs else 0
        slots.append(slot.model_copy(update={"start": slot.start + late, "end": slot.end + late}))
    return (*slots, *tiny_slots("gm", 520))


def test_doubles_without_slots_that_join() -> None:
    slots = _apart((1, 2), (2, 3), (3, 4))
    found = _kinds(_with(curriculum=_music(1), slots=slots))
    assert set(found) == {"doubles"}
    assert found["doubles"].lack == 1
    assert "三年级(1)班、四年级(1)班每周要连堂1次（音乐1次），但最多排得下0次" in (
        found["doubles"].sentence.zh
    )
    assert "第1节与第2节（休息40分钟）" in found["doubles"].sentence.zh
    assert _kinds(_with(curriculum=_music(1), slots=_apart((1, 2), (2, 3)))) == {}


def test_breaks_are_named_with_their_weekdays() -> None:
    # Lunch after the first lesson on Mondays and Tuesdays; the other breaks are long every day.
    lunch = Slot(
        grid="gc", order=9, name="午餐", kind=SlotKind.LUNCH, start=522, end=525, weekdays=(1, 2)
    )
    slots = (*_apart((2, 3), (3, 4)), lunch)
    assert "doubles" not in _kinds(_with(curriculum=_music(3, periods=8), slots=slots))
    found = _kinds(_with(curriculum=_music(4, periods=8), slots=slots))["doubles"]
    assert "周一、周二第1节与第2节（隔午休），第2节与第3节（休息40分钟）" in found.sentence.zh
    assert found.lack == 1  # three days have a pair each


def test_no_more_doubles_of_a_subject_a_day_than_lessons() -> None:
    # Ten pairs a week, one lesson of music a day: five doubles at most.
    assert "doubles" not in _kinds(_with(curriculum=_music(5, periods=10)))
    found = _kinds(_with(curriculum=_music(6, periods=12)))
    assert found["doubles"].lack == 1
    assert found["days"].lack == 1


def test_a_synchronous_lesson_takes_the_slot_of_a_double() -> None:
    # Doubles fit slots 2-3 alone, and the bells of M meet C's only there.
    first = [s for s in _apart((1, 2), (3, 4)) if s.grid == "gc"]
    meet = [s.model_copy(update={"grid": "gm"}) for s in first if s.order in (2, 3)]
    late = [s.model_copy(update={"start": s.start + 700, "end": s.end + 700}) for s in meet]
    slots = (*first, *meet, *(s.model_copy(update={"order": s.order + 2}) for s in late))
    curriculum = _music(0) + tuple(
        CurriculumRow(grade=g, subject="math", periods=10, doubles=d, school="C")
        for g, d in ((3, 5), (4, 5))
    )
    common = {"slots": slots, "curriculum": curriculum}
    assert "doubles" not in _kinds(_with(**common))
    found = _kinds(_with(**common, sync=(_series(),)))["doubles"]
    assert (found.point, found.lack) == ("C31", 1)


def test_doubles_and_synchronous_lessons_of_one_course() -> None:
    # Two periods of music are the double; the series would need a third.
    found = _kinds(_with(curriculum=_music(1), sync=(_series(),)))["series_periods"]
    assert found.lack == 1
    assert "每周2节，其中连堂2节，同步课堂共需1节" in found.sentence.zh


def test_days_too_short_for_the_lessons_of_a_subject() -> None:
    # Five lessons of math, at most two a day, but the bells ring on Mondays and Tuesdays only.
    slots = tuple(s.model_copy(update={"weekdays": (1, 2)}) for s in tiny_community().slots)
    found = [s for s in shortages(_with(slots=slots), MUSIC_IN_M, TERM) if s.kind == "days"]
    assert {s.lack for s in found if s.point.endswith("/math")} == {1}


def test_nobody_is_free_whatever_the_roster() -> None:
    # C5 alone teaches music in all schools: 4 periods at each, and three free slots on Fridays.
    taken = [Unavailable(teacher="C5", weekday=d) for d in (1, 2, 3, 4)]
    taken += [Unavailable(teacher="C5", weekday=5, slot=1)]
    found = list(absences(_with(unavailable=tuple(taken)), TERM))
    assert [(s.point, s.lack) for s in found] == [("C/music", 1), ("M/music", 1)]
    helped = (*tiny_community().teachers, tiny_teacher("M9", "M", "music"))
    assert list(absences(_with(unavailable=tuple(taken), teachers=helped), TERM)) == []
