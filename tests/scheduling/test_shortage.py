"""What counting proves impossible, on the tiny community: 4 slots a day, 26 periods a school."""

from __future__ import annotations

from typing import Any

from support import tiny_community, tiny_teacher

from community.models import (
    Community,
    CurriculumRow,
    PlacementKind,
    Room,
    RoomKind,
    Subject,
    SyncSeries,
    Unavailable,
)
from rotation.solution import Placement, Roster
from scheduling.shortage import Shortage, shortages

TERM = "2025-1"
MUSIC_IN_M = Roster((Placement("C5", PlacementKind.ITINERANT, "M", TERM, 1),))


def _with(**changes: Any) -> Community:
    return tiny_community().model_copy(update=changes)


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
    found = _kinds(_with(sync=(_series(),), rooms=tiny_community().rooms[:1]))
    assert set(found) == {"live_room"}
    assert "三年级(1)班" in found["live_room"].sentence.zh


def test_series_with_more_periods_than_the_subject() -> None:
    found = _kinds(_with(sync=(_series(periods=3),)))
    assert found["series_periods"].lack == 1


def test_series_between_bells_that_never_meet() -> None:
    late = tuple(
        s.model_copy(update={"start": s.start + 300, "end": s.end + 300}) if s.grid == "gm" else s
        for s in tiny_community().slots
    )
    assert "overlap" in _kinds(_with(sync=(_series(),), slots=late))
