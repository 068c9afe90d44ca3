"""Requests of schools: each audited on a week by hand, and planned where it can and cannot be kept.

The week is of one class, C31: slots 1 to 4 of Monday to Friday, all before noon.

    Mon  zh zh math music   Tue  zh zh math music   Wed  zh math math   Thu  zh math   Fri  -
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from support import tiny_community, tiny_teacher
from tiny_week import policy_rule
from weeks import TERM, first_timetable, refused

from community.models import PlacementKind, Room, RoomKind, Unavailable
from community.policy import Policy
from community.requests import (
    Binding,
    FixedLesson,
    JointLesson,
    Liking,
    LoadRequest,
    Teaching,
    TimeRequest,
)
from community.rule import Strictness
from community.sync import taught_periods
from publishing.summary import rule_title
from rotation.solution import Placement, Roster
from scheduling.planning import plan_week
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.audit import audit_week
from scheduling.week.closing import concerns
from solving.outcome import Budget

if TYPE_CHECKING:
    from community.models import Community
    from community.records import Record
    from community.rule import Violation

DAYS = (("zh", "zh", "math", "music"), ("zh", "zh", "math", "music"), ("zh", "math", "math"))
DAYS = (*DAYS, ("zh", "math"))
TEACHERS = {"zh": "C1", "math": "C2", "music": "C5"}
SOFT = Strictness.SOFT
ONLY, NEVER = Liking.ONLY, Liking.NEVER
TABLES = {
    Teaching: "teaching",
    TimeRequest: "time_requests",
    LoadRequest: "load_requests",
    Unavailable: "unavailable",
    FixedLesson: "fixed",
}


def _community(*rows: Record, compact: bool = False) -> Community:
    """One class of the tiny community, a second teacher of Chinese, and these requests."""
    base = tiny_community()
    rule = policy_rule("class_days", "timetable_quality", aspect="class_days")
    asked: dict[str, Any] = {}
    for row in rows:
        table = TABLES[type(row)]
        asked[table] = (*asked.get(table, ()), row)
    staff = tuple(t for t in base.teachers if t.id in TEACHERS.values())
    return base.model_copy(
        update={
            "policy": Policy(profile="national_base", rules=(rule,) if compact else ()),
            "schools": base.schools[:1],
            "classes": base.classes[:1],
            "teachers": (*staff, tiny_teacher("C3", "C", "zh")),
            "rooms": (),
            "travel": (),
            **asked,
        }
    )


def _audit(*rows: Record, compact: bool = False, **moved: int) -> list[Violation]:
    """Audit the week, with some lessons (``d3_3=4``, day and slot) at other slots."""
    lessons = [
        ClassLesson("C", "C31", d, moved.get(f"d{d}_{slot}", slot), subject, TEACHERS[subject])
        for d, day in enumerate(DAYS, 1)
        for slot, subject in enumerate(day, 1)
    ]
    week = WeekTimetable(TERM, tuple(sorted(lessons)))
    return audit_week(_community(*rows, compact=compact), Roster(), week)


AUDITS = [
    # Chinese is in slot 1 on four days, in slot 2 on two.
    (TimeRequest(subject="zh", liking=NEVER, slots=("1",)), "time_request_1.C", 4),
    (TimeRequest(subject="zh", liking=NEVER, weekdays=(1,)), "time_request_1.C", 2),
    (TimeRequest(subject="zh", liking=ONLY, slots=("第1节",)), "time_request_1.C", 2),
    (TimeRequest(subject="music", liking=ONLY, slots=("pm",)), "time_request_1.C", 2),
    (TimeRequest(class_id="C31", liking=NEVER, weekdays=(3,)), "closed_C31", 3),
    (TimeRequest(grade=3, subject="math", liking=NEVER, slots=("3",)), "time_request_1.C", 3),
    # C2 has mathematics on Wednesday in slots 2 and 3, on Monday and Tuesday in 3, Thursday in 2.
    (TimeRequest(teacher="C2", liking=NEVER, weekdays=(3,)), "time_request_1", 2),
    (TimeRequest(teacher="C2", liking=ONLY, slots=("2",)), "time_request_1", 3),
    # C1 has 2, 2, 1 and 1 lessons on the four days, C2 has 1, 1, 2 and 1.
    (LoadRequest(max_per_day=1), "load_request_1.max_per_day", 3),
    (LoadRequest(teacher="C1", min_per_day=2), "load_request_1.min_per_day", 2),
    (LoadRequest(teacher="C1", max_days=3), "load_request_1.max_days", 1),
    (LoadRequest(teacher="C1", max_run=1), "load_request_1.max_run", 2),
    # Between lessons are 10 minutes: a rest, or none.
    (LoadRequest(teacher="C1", max_run=1, rest_minutes=10), "load_request_1.max_run", 0),
    (LoadRequest(teacher="C1", max_run=1, rest_minutes=11), "load_request_1.max_run", 2),
    # The class has 4, 4, 3 and 2 lessons on four days.
    (LoadRequest(class_id="C31", max_per_day=3), "load_request_1.max_per_day", 2),
    (LoadRequest(grade=3, min_per_day=3), "load_request_1.min_per_day", 1),
    (LoadRequest(grade=4, min_per_day=3), "load_request_1.min_per_day", 0),
    (LoadRequest(class_id="C31", max_days=3), "load_request_1.max_days", 1),
    # All lessons are before noon, and there are no afternoons: 5 half-days, 4 of them busy.
    (LoadRequest(teacher="C1", free_half_days=3), "load_request_1.free_half_days", 2),
    # The six lessons of Chinese are C1's.
    (Teaching(class_id="C31", subject="zh", teacher="C3"), "teaching_1", 6),
    # Two lessons on Tuesday from slot 3 on.
    (Unavailable(class_id="C31", weekday=2, slot=3), "closed_C31", 1),
]


@pytest.mark.parametrize(
    ("row", "rule", "deviation"), AUDITS, ids=[f"{r}-{i}" for i, (_, r, _) in enumerate(AUDITS)]
)
def test_what_a_request_asks_for_is_counted(row: Record, rule: str, deviation: int) -> None:
    found = [v for v in _audit(row) if v.rule == rule]
    assert sum(v.deviation for v in found) == deviation
    assert all(v.is_hard for v in found)


def test_a_wish_costs_its_weight_and_has_the_words_of_the_planner() -> None:
    wish = TimeRequest(
        subject="zh", liking=NEVER, slots=("1",), strictness=SOFT, weight=7, note="语文不排早课"
    )
    (found,) = _audit(wish)
    assert (found.is_hard, found.deviation, found.cost) == (False, 4, 28)


@pytest.mark.parametrize(
    ("row", "deviation"),
    [  # C1 has lessons of C on four days, 2, 2, 1 and 1, and one at M on the fifth
        (LoadRequest(teacher="C1", max_days=4), 1),
        (LoadRequest(teacher="C1", school="C", max_days=4), 0),
        (LoadRequest(teacher="C1", school="C", max_days=3), 1),
        (LoadRequest(teacher="C1", min_per_day=2), 3),
        (LoadRequest(teacher="C1", school="C", min_per_day=2), 2),
        (LoadRequest(teacher="C1", school="M", min_per_day=2), 1),
    ],
)
def test_a_teacher_and_a_school_mean_the_lessons_there(row: LoadRequest, deviation: int) -> None:
    everywhere = LoadRequest(max_days=5, min_per_day=0)  # is nobody's limit
    base = tiny_community()
    community = _community(everywhere, row).model_copy(
        update={
            "schools": base.schools,
            "classes": tuple(c for c in base.classes if c.id in ("C31", "M31")),
            "travel": base.travel,
        }
    )
    lessons = [
        ClassLesson("C", "C31", d, slot, subject, TEACHERS[subject])
        for d, day in enumerate(DAYS, 1)
        for slot, subject in enumerate(day, 1)
    ]
    lessons.append(ClassLesson("M", "M31", 5, 1, "zh", "C1"))
    visit = Placement("C1", PlacementKind.ITINERANT, "M", TERM, 1)
    found = audit_week(community, Roster((visit,)), WeekTimetable(TERM, tuple(sorted(lessons))))
    asked = [v for v in found if v.rule.startswith("load_request_2")]
    assert sum(v.deviation for v in asked) == deviation


def test_gaps_are_counted_by_day_and_by_week() -> None:
    # Monday and Tuesday: zh in slots 1 and 3, math in 2, a gap of one for C1 on each day.
    moved = {"d1_2": 3, "d1_3": 2, "d2_2": 3, "d2_3": 2}
    week = _audit(LoadRequest(teacher="C1", max_gaps=1), **moved)
    assert [(v.rule, v.deviation) for v in week] == [("load_request_1.max_gaps.C", 1)]
    day = _audit(LoadRequest(teacher="C1", max_gaps_per_day=0), **moved)
    assert [v.rule for v in day] == [
        "load_request_1.max_gaps_per_day.C:day1",
        "load_request_1.max_gaps_per_day.C:day2",
    ]


def test_a_class_of_several_grades_is_meant_by_each() -> None:
    """C31 has grades 3 and 4: a request of grade 4 is about it, one of grade 5 is not."""
    community = _community(TimeRequest(grade=4, subject="zh", liking=NEVER, slots=("1",)))
    (group,) = community.classes
    several = group.model_copy(update={"other_grades": (4,)})
    assert concerns(community.time_requests[0], several)
    assert not concerns(community.time_requests[0], group)


def test_the_nearest_request_counts_limit_by_limit() -> None:
    rows = (
        LoadRequest(max_per_day=1, max_days=4),
        LoadRequest(school="C", max_per_day=2),
        LoadRequest(teacher="C1", max_days=3),
    )
    # Everybody at C may have 2 lessons a day; C1, and nobody else, at most 3 days.
    assert [(v.rule, v.point) for v in _audit(*rows)] == [("load_request_3.max_days", "C1")]


def test_a_closed_slot_is_no_gap_of_a_class() -> None:
    # Without slot 3, Tuesday's four lessons do not fit; Wednesday's third is where slot 4 is.
    closed = Unavailable(class_id="C31", weekday=3, slot=3)
    assert [v.rule for v in _audit(closed, compact=True, d3_3=4) if v.is_hard] == []
    assert [v.rule for v in _audit(compact=True, d3_3=4) if v.is_hard] == ["class_days.C"]


def test_a_wish_for_last_years_teacher_costs() -> None:
    row = Teaching(class_id="C31", subject="zh", teacher="C3", binding=Binding.LAST_YEAR, weight=2)
    (found,) = _audit(row)
    assert (found.is_hard, found.deviation, found.cost) == (False, 6, 12)


def test_requests_are_planned() -> None:
    """Chinese with C3, before slot 3; mathematics on four days; nothing on Friday; C5 not first."""
    rows = (
        Teaching(class_id="C31", subject="zh", teacher="C3"),
        TimeRequest(subject="zh", liking=ONLY, slots=("1", "2")),
        TimeRequest(class_id="C31", liking=NEVER, weekdays=(5,)),
        TimeRequest(teacher="C5", liking=NEVER, slots=("1",)),
        LoadRequest(teacher="C2", max_days=3),
    )
    community = _community(*rows)
    found = first_timetable(community)
    zh = [x for x in found.lessons if x.subject == "zh"]
    assert {(x.teacher, x.slot <= 2) for x in zh} == {("C3", True)}
    assert all(x.weekday < 5 for x in found.lessons)
    assert len({x.weekday for x in found.lessons if x.teacher == "C2"}) <= 3
    assert not any(v.is_hard for v in audit_week(community, Roster(), found))


IMPOSSIBLE = [
    # Six lessons of Chinese, at most two a day, on two days.
    (TimeRequest(subject="zh", liking=NEVER, weekdays=(1, 2, 3)),),
    # 13 lessons in 12 slots of three days.
    (TimeRequest(class_id="C31", liking=ONLY, weekdays=(1, 2, 3)),),
    # C2's five lessons of mathematics, one a day, on four days.
    (
        LoadRequest(teacher="C2", max_per_day=1, max_days=4),
        Teaching(class_id="C31", subject="math", teacher="C2"),
    ),
    # A class that is closed on two days has 12 slots.
    (Unavailable(class_id="C31", weekday=1), Unavailable(class_id="C31", weekday=2)),
]


@pytest.mark.parametrize("rows", IMPOSSIBLE, ids=["days", "class", "load", "closed"])
def test_what_cannot_be_kept_is_proved(rows: tuple[Record, ...]) -> None:
    assert refused(_community(*rows)).shortages


def test_events_and_fixed_lessons_are_where_they_are_fixed() -> None:
    """A class meeting on Monday in slot 4, held by C1; mathematics on Friday in slot 1."""
    fixed = (
        FixedLesson(name="班会", school="C", weekday=1, slot="第四节", class_teacher=True),
        FixedLesson(subject="math", classes=("C31",), weekday=5, slot="1"),
    )
    rows = (LoadRequest(teacher="C1", max_gaps=0), Unavailable(teacher="C2", weekday=2))
    community = _community(*fixed, *rows, compact=True)
    found = first_timetable(community)
    assert len(found.lessons) == 14
    at = {(x.weekday, x.slot): (x.subject, x.teacher) for x in found.lessons}
    assert at[1, 4] == ("班会", "C1")
    assert at[5, 1] == ("math", "C2")
    assert not any(v.is_hard for v in audit_week(community, Roster(), found))


def test_an_event_cannot_be_moved_or_left_out() -> None:
    event = FixedLesson(name="班会", weekday=5, slot="4")
    community = _community(event)
    week = [ClassLesson("C", "C31", 5, 3, "班会", "")]
    found = audit_week(community, Roster(), WeekTimetable(TERM, tuple(week)))
    (told,) = [v for v in found if v.family == "TimetableRow"]
    assert "固定的时间：中心小学周五第4节" in told.sentence.zh
    without = audit_week(community, Roster(), WeekTimetable(TERM, ()))
    assert not any("班会" in v.sentence.zh for v in without)


MEETING = FixedLesson(
    name="班会", weekday=5, slot="4", class_teacher=True, strictness=SOFT, weight=7
)


def test_an_event_that_is_wished_may_be_at_another_time_at_a_price() -> None:
    def told(*rows: ClassLesson) -> list[Violation]:
        found = audit_week(_community(MEETING), Roster(), WeekTimetable(TERM, rows))
        return [v for v in found if "班会" in v.sentence.zh]

    wanted, other = (ClassLesson("C", "C31", 5, slot, "班会", "C1") for slot in (4, 3))
    assert not told(wanted)
    (moved,) = told(other)
    assert (moved.cost, moved.is_hard, moved.title.zh) == (7, False, "班会")
    assert "周五第3节" in moved.sentence.zh
    assert [v.family for v in told() if v.is_hard] == ["AssignTime"]  # it has to be somewhere
    assert any(v.is_hard for v in told(wanted, other))


def test_a_class_meeting_goes_where_its_teacher_is_free() -> None:
    """C1, who holds it, is away on Friday, and teaches Chinese: six lessons of the class."""
    community = _community(MEETING, Unavailable(teacher="C1", weekday=5))
    found = first_timetable(community)
    (held,) = [x for x in found.lessons if x.subject == "班会"]
    assert (held.teacher, held.weekday < 5) == ("C1", True)
    at = [(x.weekday, x.slot) for x in found.lessons if x.class_id == "C31"]
    assert len(set(at)) == len(at) == 14
    assert not any(v.is_hard for v in audit_week(community, Roster(), found))
    there = plan_week(_community(MEETING), Roster(), TERM, Budget(100.0, 1, 1)).timetable
    assert there is not None
    assert [(x.weekday, x.slot) for x in there.lessons if x.subject == "班会"] == [(5, 4)]


def test_classes_have_an_event_together_that_is_wished() -> None:
    """One row for all of the school, whose second class is closed at the time that is wished."""
    rally = FixedLesson(name="升旗", school="C", weekday=1, slot="1", strictness=SOFT)
    closed = Unavailable(class_id="C41", weekday=1, slot=1)
    classes = tiny_community().classes[:2]
    community = _community(rally, closed).model_copy(update={"classes": classes})
    found = first_timetable(community)
    held = [x for x in found.lessons if x.subject == "升旗"]
    assert [x.class_id for x in held] == ["C31", "C41"]
    assert len({(x.weekday, x.slot) for x in held}) == 1
    audited = audit_week(community, Roster(), found)
    assert not any(v.is_hard for v in audited)
    assert [v.cost for v in audited if v.rule.startswith("fixed_wish_1")] == [5]
    apart = [replace(x, slot=x.slot % 4 + 1) if x == held[0] else x for x in found.lessons]
    again = audit_week(community, Roster(), WeekTimetable(TERM, tuple(sorted(apart))))
    assert any("几个班一起上的" in v.sentence.zh for v in again if v.is_hard)


FIXED_IMPOSSIBLE = [
    # C2 teaches nobody on Fridays.
    (
        FixedLesson(subject="math", weekday=5, slot="1"),
        Unavailable(teacher="C2", weekday=5),
    ),
    # Two subjects in one slot.
    (
        FixedLesson(subject="math", weekday=5, slot="1"),
        FixedLesson(subject="zh", weekday=5, slot="1"),
    ),
    # Eight meetings and 13 lessons in 20 slots.
    tuple(
        FixedLesson(name="班会", weekday=day, slot=str(slot))
        for day in (1, 2, 3, 4)
        for slot in (1, 2)
    ),
]


@pytest.mark.parametrize("rows", FIXED_IMPOSSIBLE, ids=["teacher", "two", "full"])
def test_what_is_fixed_against_the_rest_is_proved(rows: tuple[Record, ...]) -> None:
    assert refused(_community(*rows)).shortages


WISHES: list[tuple[Record, int]] = [
    # Mathematics is on Monday in slot 3, on no Friday; Chinese is in slot 3 on no day.
    (FixedLesson(subject="math", weekday=1, slot="3", strictness=SOFT, weight=7), 0),
    (FixedLesson(subject="math", weekday=5, slot="1", strictness=SOFT, weight=7), 1),
    # C31 has a lesson on Tuesday in slots 3 and 4, C2 on Wednesday in two slots.
    (Unavailable(class_id="C31", weekday=2, slot=4, strictness=SOFT, weight=7), 1),
    (Unavailable(teacher="C2", weekday=3, strictness=SOFT, weight=7, reason="进修"), 2),
    (Unavailable(teacher="C2", weekday=5, strictness=SOFT, weight=7), 0),
]


@pytest.mark.parametrize(("row", "off"), WISHES, ids=[str(i) for i in range(len(WISHES))])
def test_a_wish_that_is_not_kept_is_told_with_its_price(row: Record, off: int) -> None:
    found = [v for v in _audit(row) if "_wish_1" in v.rule]
    assert sum(v.cost for v in found) == 7 * off
    assert not any(v.is_hard for v in found)
    assert not [v for v in _audit(row) if v.rule.startswith(("unavailable_C", "closed", "fixed_C"))]
    reasons = {v.title.zh for v in found}
    assert reasons <= {getattr(row, "reason", "") or "最好不排课的时间", "固定课"}


def _with_rooms(*rooms: str, wishes: tuple[Unavailable, ...]) -> Community:
    """Music is in one of some rooms."""
    base, music = _community(*wishes), {"room": RoomKind.MUSIC}
    subjects = tuple(s.model_copy(update=music if s.id == "music" else {}) for s in base.subjects)
    made = (Room(id=r, school="C", name=f"音乐教室{r[1:]}", kind=RoomKind.MUSIC) for r in rooms)
    return base.model_copy(update={"subjects": subjects, "rooms": tuple(made)})


def test_a_room_may_be_wished_free() -> None:
    """Music is in R1 on Monday and on Tuesday, both in slot 4."""
    wish = Unavailable(room="R1", weekday=1, strictness=SOFT, weight=7)
    community = _with_rooms("R1", wishes=(wish,))
    lessons = tuple(ClassLesson("C", "C31", d, 4, "music", "C5", room="R1") for d in (1, 2))
    found = audit_week(community, Roster(), WeekTimetable(TERM, lessons))
    (told,) = [v for v in found if v.rule == "unavailable_wish_1"]
    assert (told.cost, told.is_hard) == (7, False)
    assert "音乐教室1在中心小学周一第4节" in told.sentence.zh


def test_times_are_sought_at_which_a_room_is_there_that_nobody_wishes_free() -> None:
    """Both are wished free on three days, one on the two others as well: the other one is left."""
    days = [("R1", d) for d in (1, 2, 3, 4, 5)] + [("R2", d) for d in (1, 2, 3)]
    wishes = (Unavailable(room=r, weekday=d, strictness=SOFT, weight=7) for r, d in days)
    community = _with_rooms("R1", "R2", wishes=tuple(wishes))
    found = plan_week(community, Roster(), TERM, Budget(100.0, 1, 1)).timetable
    assert found is not None
    music = {(x.room, x.weekday) for x in found.lessons if x.subject == "music"}
    assert music == {("R2", 4), ("R2", 5)}
    assert not audit_week(community, Roster(), found)


def test_wishes_against_each_other_are_planned() -> None:
    """The first two rows of ``FIXED_IMPOSSIBLE`` as wishes: one of each at least is not kept."""
    for rows in FIXED_IMPOSSIBLE[:2]:
        wished = [r.model_copy(update={"strictness": SOFT, "weight": 3}) for r in rows]
        community = _community(*wished)
        found = first_timetable(community)
        told = [v for v in audit_week(community, Roster(), found) if "_wish_" in v.rule]
        assert sum(v.cost for v in told) >= 3
        assert not any(v.is_hard for v in audit_week(community, Roster(), found))


SHARED = (
    Teaching(class_id="C31", subject="zh", teacher="C1", periods=4),
    Teaching(class_id="C31", subject="zh", teacher="C3", periods=2),
)


def test_teachers_share_a_course_out() -> None:
    """C1 has four lessons of Chinese and C3 two, of which the class has at most two a day."""
    community = _community(*SHARED, LoadRequest(teacher="C3", max_days=1))
    found = first_timetable(community)
    zh = [x for x in found.lessons if x.subject == "zh"]
    assert Counter(x.teacher for x in zh) == {"C1": 4, "C3": 2}
    assert max(Counter(x.weekday for x in zh).values()) == 2
    assert not any(v.is_hard for v in audit_week(community, Roster(), found))


def test_a_shared_course_has_its_maximum_a_day_as_a_whole() -> None:
    # Six lessons, at most two a day: C1 and C3 cannot both do without Wednesday to Friday.
    rows = [Unavailable(teacher=t, weekday=d) for t in ("C1", "C3") for d in (3, 4, 5)]
    refused(_community(*SHARED, *rows))


def test_shares_are_audited() -> None:
    """By hand, C1 has all six lessons: two more than C1's part has, and none of C3's two."""
    found = Counter((v.rule, v.point, v.deviation) for v in _audit(*SHARED))
    assert found["Structure", "C31/zh/C1", 1] == 2
    assert found["assign_time", "C31/zh/C3", 2] == 1


JOINT = JointLesson(id="H1", subject="music", classes=("C31", "C41"), periods=2)


def test_classes_have_lessons_together() -> None:
    """Both classes of C have music together, twice a week: one teacher, two periods of load."""
    base = tiny_community()
    community = base.model_copy(
        update={
            "policy": Policy(profile="national_base"),
            "schools": base.schools[:1],
            "classes": base.classes[:2],
            "teachers": tuple(t for t in base.teachers if t.school == "C"),
            "rooms": (),
            "travel": (),
            "joint": (JOINT,),
            "load_requests": (LoadRequest(teacher="C5", max_days=2),),
        }
    )
    assert taught_periods(community)["C31", "music"] == 2
    assert ("C41", "music") not in taught_periods(community)
    found = first_timetable(community)
    music = [x for x in found.lessons if x.subject == "music"]
    at = {c: {(x.weekday, x.slot) for x in music if x.class_id == c} for c in ("C31", "C41")}
    assert len(at["C31"]) == 2
    assert at["C31"] == at["C41"]
    assert {(x.teacher, x.series, x.assistant, x.room) for x in music} == {("C5", "H1", "", "")}
    assert not any(v.is_hard for v in audit_week(community, Roster(), found))
    apart = [replace(x, slot=x.slot % 4 + 1) if x.class_id == "C41" else x for x in music]
    told = audit_week(community, Roster(), WeekTimetable(TERM, tuple(apart)))
    assert any(v.rule == "joint" for v in told)


def test_a_row_is_told_by_what_it_asks_for() -> None:
    """C1 has one lesson on two days; what it has to have is said without a limit that is none."""
    (told,) = _audit(LoadRequest(teacher="C1", min_per_day=2, strictness=SOFT, weight=7))
    assert told.cost == 14
    assert rule_title(told, {}, "zh") == "有课的日子每天至少2节"
    assert told.sentence.zh.endswith("（应至少2节）。")
    noted = LoadRequest(teacher="C1", max_days=3, note="要照顾孩子", weight=7)
    (told,) = (v for v in _audit(noted) if v.rule.startswith("load_request"))
    assert rule_title(told, {}, "zh") == "要照顾孩子"
    assert "（应至多3个）" in told.sentence.zh
    assert told.cost == 1  # a weight is that of a wish


def test_afternoons_are_kept_free() -> None:
    """Slot 4 is after noon: C5 has music then on Monday and Tuesday, one of 5 may be taken."""
    asked = _community(LoadRequest(teacher="C5", free_afternoons=4))
    late = {"start": 14 * 60, "end": 14 * 60 + 40}
    slots = (s.model_copy(update=late) if s.order == 4 else s for s in asked.slots)
    lessons = (ClassLesson("C", "C31", d, 4, "music", "C5") for d in (1, 2))
    community = asked.model_copy(update={"slots": tuple(slots)})
    told = audit_week(community, Roster(), WeekTimetable(TERM, tuple(lessons)))
    (found,) = (v for v in told if v.rule.startswith("load_request"))
    assert (found.deviation, found.title.zh) == (1, "每周至少4个下午没有课")
