"""A school with bells for each stage: planned, audited and priced by the clock."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from nine_year import PRIMARY, TERM, nine_year
from support import tiny_slots, tiny_teacher
from test_local_costs import MOVES, priced
from tiny_week import LINK, week_community
from two_sites import TIMES, agree, lesson_event, timetable, two_sites
from weeks import broken, first_timetable, refused

from community.models import CurriculumRow, RoomKind, Stage, Unavailable
from community.policy import Policy
from community.requests import FixedLesson, LoadRequest, TimeRequest
from community.rule import Cost
from rotation.solution import Roster
from scheduling.instance import Group
from scheduling.local.changes import begin, undo
from scheduling.local.compiling import tables_of
from scheduling.local.costs import keep, price_move
from scheduling.local.first import NO_LIMIT, first_state
from scheduling.local.state import totals
from scheduling.local.tables import flat_of
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week import compile_week
from scheduling.week.frame import Frame

if TYPE_CHECKING:
    from community.models import Community

NOBODY = Roster()


def _week(*lessons: tuple[str, int, int, str, str]) -> WeekTimetable:
    return WeekTimetable(TERM, tuple(sorted(ClassLesson("N", *x) for x in lessons)))


def _of(who: str, week: WeekTimetable) -> set[tuple[str, int, int]]:
    return {(x.class_id, x.weekday, x.slot) for x in week.lessons if x.teacher == who}


def test_a_teacher_of_both_stages_is_never_in_two_places_by_the_clock() -> None:
    # T has a lesson in each class on each of the two days: the first of the junior and the second
    # of the primary class (slots 11 and 3), the only two that do not overlap.
    week = first_timetable(nine_year())
    assert broken(nine_year(), week) == []
    assert _of("T", week) == {(c, d, s) for c, s in (("N71", 11), ("N31", 3)) for d in (1, 2)}


def test_what_would_fit_by_numbers_of_lessons_is_impossible_by_the_clock() -> None:
    # Chinese of the junior class in its second lesson (8:55-9:40) overlaps both primary lessons,
    # though T's lesson in the first one (till 9:00) is another lesson of the day.
    late = FixedLesson(weekday=1, slot="第二节", classes=("N71",), subject="zh")
    refused(nine_year(fixed=(late,)))
    early = late.model_copy(update={"slot": "第一节"})
    community = nine_year(fixed=(early,))
    assert broken(community, first_timetable(community)) == []


def test_the_audit_names_lessons_that_overlap_by_the_clock() -> None:
    week = _week(
        *(("N31", 1, 1, "zh", "T"), ("N71", 1, 12, "zh", "T"), ("N31", 1, 3, "math", "P1")),
        *(("N71", 1, 11, "math", "J1"), ("N31", 2, 1, "math", "P1"), ("N71", 2, 11, "zh", "T")),
        *(("N31", 2, 3, "zh", "T"), ("N71", 2, 12, "math", "J1")),
    )
    (clash,) = broken(nine_year(), week)
    assert clash.rule == "no_clash"
    for word in ("教师T", "三年级(1)班语文", "七年级(1)班语文", "第二节（8:55）"):
        assert word in clash.sentence.zh


def test_a_class_has_no_lesson_by_the_bells_of_the_other_stage() -> None:
    week = first_timetable(nine_year())
    moved = [
        ClassLesson("N", "N71", 1, 1, x.subject, x.teacher)
        if (x.class_id, x.weekday, x.slot) == ("N71", 1, 12)
        else x
        for x in week.lessons
    ]
    found = broken(nine_year(), WeekTimetable(TERM, tuple(moved)))
    assert any("本校另一学段的节次" in v.sentence.zh for v in found)


def test_a_room_of_the_school_is_shared_by_the_clock() -> None:
    # Both classes have mathematics in the one computer room, one lesson a day: there is room for
    # the first of the junior and the second of the primary class; T2 has Chinese beside T.
    subjects = tuple(
        s.model_copy(update={"room": RoomKind.COMPUTER}) if s.id == "math" else s
        for s in nine_year().subjects
    )
    community = nine_year(subjects=subjects)
    spare = tiny_teacher("T2", "N", "zh")
    community = community.model_copy(update={"teachers": (*community.teachers, spare)})
    week = first_timetable(community)
    assert broken(community, week) == []
    for day in (1, 2):
        there = sorted(x.slot for x in week.lessons if (x.weekday, x.room) == (day, "LAB"))
        assert there == [3, 11]


def test_rooms_that_are_open_at_times_that_overlap_are_both_used() -> None:
    # On Monday LAB is closed from 9:10 on, LAB2 till 8:45, on Tuesday both are. So mathematics is
    # on Monday, and T has Chinese in the first junior and the second primary lesson: mathematics
    # is at 8:20-9:00 in LAB and at 8:55-9:40 in LAB2, five minutes at the same time.
    base = nine_year()
    lab, teachers = base.rooms[0], base.teachers
    community = nine_year(
        subjects=tuple(
            s.model_copy(update={"room": RoomKind.COMPUTER}) if s.id == "math" else s
            for s in base.subjects
        ),
        rooms=(lab, lab.model_copy(update={"id": "LAB2", "name": "机房二"})),
        curriculum=tuple(
            CurriculumRow(grade=grade, subject=subject, periods=periods)
            for grade in (3, 7)
            for subject, periods in (("zh", 2), ("math", 1), ("music", 1))
        ),
        teachers=(
            teachers[0],
            *(t.model_copy(update={"subjects": ("math", "music")}) for t in teachers[1:]),
        ),
        unavailable=(
            Unavailable(room="LAB", weekday=1, slot=3),
            Unavailable(room="LAB2", weekday=1, slot=11),
            *(Unavailable(room=room, weekday=2) for room in ("LAB", "LAB2")),
        ),
    )
    week = first_timetable(community)
    assert broken(community, week) == []
    assert {(x.slot, x.room) for x in week.lessons if x.room} == {(1, "LAB"), (12, "LAB2")}


def test_slot_names_mean_the_bells_of_whom_they_are_about() -> None:
    # 第二节 is 9:10-9:50 for the primary, 8:55-9:40 for the junior class; of T both are meant.
    rows = tuple(
        TimeRequest(liking="never", weekdays=(1,), slots=("第二节",), **who)
        for who in ({"class_id": "N31"}, {"class_id": "N71"}, {"teacher": "T"})
    )
    away = Unavailable(teacher="J1", weekday=2, slot=3)  # 9:10-9:50: within the second lesson
    frame = Frame.of(nine_year(time_requests=rows, unavailable=(away,)), NOBODY, TERM)
    assert frame.closed == {"N31": ("N:1.3",), "N71": ("N:1.12",)}
    assert [t.id for t in frame.usable(PRIMARY)] == ["N:1.1", "N:2.1", "N:2.3"]
    assert frame.unavailable["J1"] == ("N:2.3", "N:2.12")
    instance = compile_week(frame.community, NOBODY, TERM)
    (rule,) = (r for r in instance.rules if r.id == "time_request_3")
    assert set(rule.times) == {"N:1.3", "N:1.12"}


def test_halves_of_a_day_and_doubles_go_by_the_own_bells() -> None:
    instance = compile_week(nine_year(), NOBODY, TERM)
    # A break of ten minutes joins; the last lesson of one stage and the first of the other do not.
    joins = {t.id: t.joins_next for t in instance.times if t.weekday == 1}
    assert joins == {"N:1.1": True, "N:1.3": False, "N:1.11": True, "N:1.12": False}
    assert instance.time_group("N:day1.junior").members == ("N:1.11", "N:1.12")
    assert {e.bells for e in instance.events if e.class_id == "N71"} == {"junior"}


def _long_days(**changes: object) -> Community:
    """Five lessons a day on five days: primary from 8:20 on, junior lessons from 8:00 on."""
    stages = (
        (tiny_slots("both", 500, 40, 5), 0, "primary"),
        (tiny_slots("both", 480, 45, 5), 10, "junior"),
    )
    slots = tuple(
        s.model_validate(s.model_dump() | {"order": s.order + more, "stage": stage})
        for some, more, stage in stages
        for s in some
    )
    return nine_year(slots=slots, **changes)


def test_gaps_of_a_teacher_of_both_stages_are_counted_by_the_clock() -> None:
    # P1 8:20-9:00, J2 8:55-9:40 (overlaps P1, P2), P3 10:00-10:40, J5 11:40-12:25 (overlaps P5).
    # T has the junior 2, the primary 3, the junior 5: of the primary lessons, by which gaps of T
    # are counted, 1 and 2 and 3 and 5 are taken, 4 is the one gap.
    rows = (LoadRequest(teacher="T", max_gaps=0),)
    instance = compile_week(_long_days(load_requests=rows), NOBODY, TERM)
    (rule,) = (r for r in instance.rules if isinstance(r, LimitIdleTimes) and "max_gaps" in r.id)
    assert rule.applies_to.resources == ("T",)
    busy = [instance.time_index[t] for t in ("N:1.12", "N:1.3", "N:1.15")]
    assert instance.taken(busy) >= {instance.time_index[f"N:1.{n}"] for n in (1, 2, 3, 5)}
    assert instance.time_index["N:1.4"] not in instance.taken(busy)


def test_the_model_counts_gaps_by_the_clock_as_the_checker_does() -> None:
    # One school with two bells: N rings 8:00-8:40, 8:50-9:30, 9:40-10:20, S from 8:15 to 10:35.
    times = tuple(replace(t, site="N", bells=t.site or "") for t in TIMES)
    day = tuple(t.id for t in times if t.bells == "N" and t.weekday == 1)
    gaps = LimitIdleTimes(id="gaps", time_groups=("N",), applies_to=AppliesTo(resources=("T",)))
    events = tuple(
        replace(lesson_event(e, "N", 1, "T"), bells=bells) for e, bells in (("a", "N"), ("b", "S"))
    )
    base = two_sites(*events, rules=(gaps,))
    instance = replace(base, times=times, time_groups=(*base.time_groups, Group("N", "N", day)))
    # S 2 is at 9:05-9:45, S 3 at 9:55-10:35: the first takes N 2 and N 3, the other N 3 alone.
    assert agree(instance, timetable(a="N:1.1", b="S:1.2")) == Cost()
    assert agree(instance, timetable(a="N:1.1", b="S:1.3")) == Cost(1, 0)


def test_a_synchronous_lesson_meets_the_bells_of_the_receiving_class() -> None:
    # The core school rings at 8:30, 9:20, 10:10 and 11:00 for 40 minutes. Of the other one the
    # primary class has lessons at 8:40, 9:30 and so on, 30 minutes in common, the junior at 8:30.
    primary, junior = tiny_slots("gm", 520), tiny_slots("gm", 510, 45, 4)
    later = {s.order: s.start for s in junior}
    slots = (
        *tiny_slots("gc", 510),
        *(s.model_copy(update={"stage": Stage.PRIMARY}) for s in primary),
        *(
            s.model_copy(update={"stage": Stage.JUNIOR, "order": n + 10, "start": later[n]})
            for n, s in ((s.order, s) for s in junior)
        ),
    )
    base = week_community()
    core, other = base.schools
    classes = (
        *base.classes[:3],
        base.classes[3].model_copy(update={"grade": 7, "name": "七年级(1)班"}),
    )
    community = week_community(
        LINK,
        slots=slots,
        schools=(core, other.model_copy(update={"stage": Stage.NINE_YEAR})),
        classes=classes,
        curriculum=(
            *base.curriculum,
            *(r.model_copy(update={"grade": 7}) for r in base.curriculum if r.grade == 3),
        ),
        teachers=(
            *(
                t.model_copy(update={"stage": Stage.NINE_YEAR}) if t.school == "M" else t
                for t in base.teachers
            ),
            tiny_teacher("M5", "M", "music", stage=Stage.NINE_YEAR),
        ),
    )
    week = first_timetable(community)
    assert broken(community, week) == []
    ends = {x.class_id: x for x in week.lessons if x.series}
    assert set(ends) == {"C31", "M31"}
    assert (ends["M31"].weekday, ends["M31"].slot) == (ends["C31"].weekday, ends["C31"].slot)
    assert {x.slot for x in week.lessons if x.class_id == "M41"} <= {11, 12, 13, 14}


def test_lessons_in_a_row_go_on_from_one_stage_to_the_other() -> None:
    # J1 ends 8:45, P2 begins 9:10, ends 9:50; J4 begins 10:45: 25 minutes join, 55 are a rest.
    instance = compile_week(_long_days(), NOBODY, TERM)
    rule = LimitConsecutive(id="row", maximum=1)
    windows = {
        tuple(instance.times[t].id for t in w)
        for w in rule.windows(instance)
        if instance.times[w[0]].weekday == 1
    }
    assert ("N:1.11", "N:1.2") in windows
    assert ("N:1.2", "N:1.14") not in windows
    assert ("N:1.1", "N:1.12") not in windows  # they overlap


@pytest.mark.parametrize("seed", range(6))
def test_moves_are_priced_as_the_checker_prices_them(seed: int) -> None:
    rows = (LoadRequest(max_gaps=0), LoadRequest(max_run=2), LoadRequest(max_per_day=2))
    community = _long_days(load_requests=rows, policy=Policy(profile="national_base"))
    curriculum = tuple(r.model_copy(update={"periods": 5}) for r in community.curriculum)
    instance = compile_week(community.model_copy(update={"curriculum": curriculum}), NOBODY, TERM)
    tables = tables_of(instance)
    flat = flat_of(tables)
    state = first_state(tables, flat, [-1] * len(instance.events), seed)
    rng, kept = random.Random(seed), 0
    for turn in range(60):
        before = totals(state)
        begin(state)
        if MOVES[turn % len(MOVES)](flat, state):
            change = price_move(flat, state, NO_LIMIT)
            expected = priced(instance, tables, state)
            assert (before[0] + change[0], before[1] + change[1]) == expected, turn
            if rng.random() < 0.7:
                keep(state, change)
                kept += 1
                continue
        undo(flat, state)
    assert kept
