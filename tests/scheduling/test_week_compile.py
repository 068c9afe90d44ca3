"""From community to instance: times, events, slots, rules, on numbers counted by hand."""

from __future__ import annotations

import pytest
from support import tiny_slots
from tiny_week import LINK, ROSTER, TERM, TRAVEL, policy_rule, week_community

from community.models import CurriculumRow, Room, RoomKind, Slot, SlotKind, Subject
from community.rule import Strictness
from rotation.solution import Roster
from scheduling.rules.common_free_time import CommonFreeTime
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.registry import families
from scheduling.rules.spread_events import SpreadEvents
from scheduling.week import compile_week
from scheduling.week.frame import Frame


def test_times_of_each_school() -> None:
    instance = compile_week(week_community(), ROSTER, TERM)
    # 2 schools x 5 days x 4 lessons; ten-minute breaks join, the end of the day does not.
    assert len(instance.times) == 40
    first = instance.times[instance.time_index["M:1.1"]]
    assert (first.site, first.weekday, first.start, first.end) == ("M", 1, 520, 560)
    assert [t.joins_next for t in instance.times[:4]] == [True, True, True, False]
    assert instance.time_group("M:day2").members == ("M:2.1", "M:2.2", "M:2.3", "M:2.4")
    assert len(instance.time_group("day2").members) == 8


def test_no_double_lesson_over_lunch_or_a_long_break() -> None:
    # Lessons 8:30-11:50; lunch between 3 and 4 is put in by hand, a 30-minute break after 1.
    slots = list(tiny_slots("gc", 510))
    slots[0] = slots[0].model_copy(update={"end": slots[0].end - 20})
    slots[3] = slots[3].model_copy(update={"start": 780, "end": 820})
    slots.append(Slot(grid="gc", order=9, name="午餐", kind=SlotKind.LUNCH, start=700, end=720))
    community = week_community(slots=(*slots, *tiny_slots("gm", 520)))
    instance = compile_week(community, ROSTER, TERM)
    assert [t.joins_next for t in instance.times[:4]] == [False, True, False, False]
    assert instance.time_group("C:day1.pm").members == ("C:1.4",)


def test_a_lunch_on_fridays_breaks_doubles_on_fridays() -> None:
    # C rings at 8:30, 9:20, 10:10 and 11:00; on Fridays lunch is between the second and the third.
    early = Slot(
        grid="gc", order=9, name="午餐", kind=SlotKind.LUNCH, start=600, end=610, weekdays=(5,)
    )
    community = week_community(slots=(*week_community().slots, early))
    instance = compile_week(community, ROSTER, TERM)
    joins = [t.joins_next for t in instance.times if t.site == "C"]
    assert joins == 4 * [True, True, True, False] + [True, False, True, False]
    assert "C:day1.pm" not in {g.id for g in instance.time_groups}
    assert instance.time_group("C:day5.pm").members == ("C:5.3", "C:5.4")


def test_a_row_of_lessons_goes_on_over_lunch_when_the_policy_says_so() -> None:
    # Four lessons a day with lunch (85 minutes) after the second.
    slots = list(tiny_slots("gc", 510))
    slots[2:] = [s.model_copy(update={"start": s.start + 75, "end": s.end + 75}) for s in slots[2:]]
    slots.append(Slot(grid="gc", order=9, name="午餐", kind=SlotKind.LUNCH, start=610, end=670))

    def windows(**params: int) -> set[tuple[int, ...]]:
        row = policy_rule("row", "timetable_quality", aspect="consecutive", max=3, **params)
        community = week_community(row, slots=(*slots, *tiny_slots("gm", 520)))
        instance = compile_week(community, ROSTER, TERM)
        (rule,) = (r for r in instance.rules if isinstance(r, LimitConsecutive))
        return {w for w in rule.windows(instance) if w[0] < 4}

    assert windows() == windows(rest_minutes=85) == set()
    assert windows(rest_minutes=86) == windows(rest_minutes=999) == {(0, 1, 2, 3)}


def test_events_of_a_synchronous_series() -> None:
    instance = compile_week(week_community(), ROSTER, TERM)
    # 4 classes x 3 subjects + the host's and the receiver's part of the series.
    assert len(instance.events) == 14
    host, receiver = (instance.event_by_id[e] for e in ("C31/music@s1", "M31/music@s1"))
    assert [s.role for s in host.slots] == [None, "teacher", "room"]
    assert [s.role for s in receiver.slots] == [None, "room", "assistant"]
    assert receiver.workload == 0
    assert instance.event_by_id["M31/music"].duration == 1  # 2 a week, one of them synchronous
    assert instance.event_group("M31/music").members == ("M31/music", "M31/music@s1")


def test_half_periods_are_lessons_of_odd_or_even_weeks() -> None:
    rows = (
        CurriculumRow(grade=3, subject="zh", periods=5.5),
        CurriculumRow(grade=3, subject="music", periods=2.5),
        CurriculumRow(grade=4, subject="zh", periods=5),
    )
    instance = compile_week(week_community(curriculum=rows), ROSTER, TERM)
    assert instance.event_by_id["C31/zh~half"].alternates
    assert instance.event_by_id["C31/music~half"].duration == 1
    assert instance.event_by_id["C31/zh"].workload == 10  # workloads count half periods here
    (limit,) = (r for r in instance.rules if r.id == "max_periods_14")
    assert isinstance(limit, LimitWorkload)
    assert limit.maximum == 28


def test_doubles_are_asked_for() -> None:
    rows = (CurriculumRow(grade=3, subject="zh", periods=6, doubles=1),)
    instance = compile_week(week_community(curriculum=rows, sync=()), ROSTER, TERM)
    ids = {r.id for r in instance.rules}
    assert {"split_6_1", "doubles_6_1"} <= ids


def test_teachers_are_the_qualified_ones_posted_at_the_school() -> None:
    instance = compile_week(week_community(), ROSTER, TERM)
    music = {r.id: r for r in instance.rules if isinstance(r, PreferResources)}
    assert music["qualified_M_music_primary"].resources == ("C5",)
    assert music["qualified_C_zh_primary"].resources == ("C1", "C3")
    # An assistant is a local teacher: C5 is not.
    assert music["assistant_M"].resources == ("M1", "M2", "M3", "M4")
    away = compile_week(week_community(), Roster(), TERM)
    lanes = {r.id: r for r in away.rules if isinstance(r, PreferResources)}
    assert lanes["qualified_M_music_primary"].resources == ()


def test_a_special_room_is_booked_where_there_is_one() -> None:
    subjects = tuple(
        s.model_copy(update={"room": RoomKind.MUSIC}) if s.id == "music" else s
        for s in week_community().subjects
    )
    rooms = (*week_community().rooms, Room(id="CM", school="C", name="琴房", kind=RoomKind.MUSIC))
    instance = compile_week(week_community(subjects=subjects, rooms=rooms), ROSTER, TERM)
    assert any(s.role == "room" for s in instance.event_by_id["C41/music"].slots)
    assert all(s.role != "room" for s in instance.event_by_id["M41/music"].slots)


def test_rules_have_unique_ids_and_a_policy_rule_its_source() -> None:
    community = week_community(
        TRAVEL,
        LINK,
        policy_rule("norm", "teacher_workload", norms={"primary": {"zh": 12, "other": 14}}),
        policy_rule("spread", "timetable_quality", hard=False, aspect="spread"),
        policy_rule("idle", "timetable_quality", hard=False, aspect="idle"),
        policy_rule("morning", "timetable_quality", hard=False, aspect="morning"),
        policy_rule("row", "timetable_quality", hard=False, aspect="consecutive", max=3),
        policy_rule("day", "timetable_quality", hard=False, aspect="daily_load", max=5),
        policy_rule("late", "timetable_quality", hard=False, aspect="first_period"),
        policy_rule("quota", "sync_lesson_quota", min_lessons=20, min_subjects=1),
        policy_rule("meet", "recurring_common_slot", subject="zh", weekday=3, half_day="am"),
    )
    instance = compile_week(community, ROSTER, TERM)
    ids = [r.id for r in instance.rules]
    assert len(ids) == len(set(ids))
    for start in ("norm.12", "norm.14", "spread.C.6", "idle.M", "morning.C", "row", "late.M"):
        (rule,) = (r for r in instance.rules if r.id == start)
        assert rule.source.rows == ("X01",)
        assert rule.source.quote == "原文"
    (meet,) = (r for r in instance.rules if isinstance(r, CommonFreeTime))
    assert meet.options == ("day3.am",)
    assert meet.applies_to.resources == ("C1", "C3", "M1", "M3")


def test_heads_of_research_groups_of_members_alone_may_be_meant() -> None:
    """C1 and M1 lead the groups for Chinese of their schools; the core's is not meant."""
    plain = week_community()
    heads = tuple(
        t.model_copy(update={"is_group_head": t.id in ("C1", "M1")}) for t in plain.teachers
    )
    half_day = {"weekday": 3, "half_day": "am"}
    rule = policy_rule("meet", "recurring_common_slot", heads=True, **half_day)
    instance = compile_week(week_community(rule, teachers=heads), ROSTER, TERM)
    (meet,) = (r for r in instance.rules if isinstance(r, CommonFreeTime))
    assert meet.applies_to.resources == ("M1",)
    frame = Frame.of(week_community(rule, teachers=heads), ROSTER, TERM)
    assert [bool(frame.research_times(t)) for t in ("M1", "M3", "C1")] == [True, False, False]


def test_even_spread_between_floor_and_ceiling() -> None:
    community = week_community(policy_rule("spread", "timetable_quality", aspect="spread"))
    rules = {r.id: r for r in compile_week(community, ROSTER, TERM).rules}
    spread = rules["spread.C.6"]
    assert isinstance(spread, SpreadEvents)
    assert {(s.minimum, s.maximum) for s in spread.spreads} == {(1, 2)}
    assert spread.applies_to.event_groups == ("C31/zh", "C41/zh")


def test_gaps_of_classes_are_as_strict_as_the_policy_says() -> None:
    strict = policy_rule("class_days", "timetable_quality", aspect="class_days")
    rules = {r.id: r for r in compile_week(week_community(strict), ROSTER, TERM).rules}
    assert rules["class_days.C"].strictness is Strictness.HARD
    assert rules["class_days.C"].source.rows == ("X01",)
    # The end of the day is a wish.
    assert rules["class_days.C.end0"].strictness is Strictness.IN_PRINCIPLE
    loose = policy_rule("class_days", "timetable_quality", hard=False, aspect="class_days")
    rules = {r.id: r for r in compile_week(week_community(loose), ROSTER, TERM).rules}
    assert {rules[f"class_days.C{end}"].strictness for end in ("", ".end0")} == {Strictness.SOFT}


def test_days_of_classes_begin_with_the_first_slot_of_their_stage() -> None:
    early = policy_rule("first", "timetable_feasibility", earliest_primary="08:40")
    days = policy_rule("class_days", "timetable_quality", aspect="class_days")
    instance = compile_week(week_community(early, days), ROSTER, TERM)
    (rule,) = (r for r in instance.rules if r.id == "class_days.C.end520")
    # C rings at 8:30, 9:20, 10:10, 11:00: nobody asks for the lesson that nobody may have.
    groups = rule.time_groups  # type: ignore[attr-defined]
    assert instance.time_group(groups[0]).members == ("C:1.2", "C:1.3", "C:1.4")


def test_what_the_policy_does_not_ask_for_is_not_asked() -> None:
    bare = compile_week(week_community(TRAVEL, LINK), ROSTER, TERM)
    ids = {r.id.split(".")[0] for r in bare.rules}
    assert not ids & {"class_days", "class_teacher", "spread"}


def test_a_hard_travel_rule_stands_even_without_a_policy() -> None:
    soft = policy_rule("buffer", "itinerant_teaching", hard=False, buffer_minutes=10)
    rules = {r.id: r for r in compile_week(week_community(soft), ROSTER, TERM).rules}
    assert rules["travel_time"].strictness is Strictness.HARD
    assert rules["buffer"].strictness is Strictness.SOFT
    assert rules["sync_link"].strictness is Strictness.HARD


def test_no_lesson_before_the_earliest_time() -> None:
    early = policy_rule("first", "timetable_feasibility", earliest_primary="08:40")
    rules = {r.id: r for r in compile_week(week_community(early), ROSTER, TERM).rules}
    assert "first.M.primary" not in rules  # M begins at 8:40
    assert "C:1.1" not in rules["first.C.primary"].times  # type: ignore[attr-defined]


def test_every_compiled_family_is_a_registered_one() -> None:
    instance = compile_week(week_community(), ROSTER, TERM)
    assert {r.family for r in instance.rules} <= set(families())


def test_an_unknown_term_is_refused() -> None:
    with pytest.raises(KeyError):
        compile_week(week_community(), ROSTER, "1999-1")


def test_a_subject_without_periods_makes_no_event() -> None:
    subjects = (*week_community().subjects, Subject(id="art", name="美术"))
    community = week_community(subjects=subjects)
    assert not any("art" in e.id for e in compile_week(community, ROSTER, TERM).events)
