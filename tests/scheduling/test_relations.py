"""Relations between lessons: audited on a week by hand, planned where they can and cannot be kept.

The week is of two classes, C31 and C41: slots 1 to 4 of Monday to Friday, all of which join.

    C31  Mon zh zh math music   Tue zh zh math music   Wed zh math math   Thu zh math   Fri -
    C41  Mon math zh zh music   Tue zh zh music math   Wed zh math math   Thu zh math   Fri -
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support import tiny_community, tiny_teacher
from weeks import TERM, first_timetable, refused

from community.integrity import problems
from community.models import LessonRelation, Unavailable
from community.policy import Policy
from community.relations import Relation, most_spaced
from community.requests import Teaching
from community.rule import Strictness
from rotation.solution import Roster
from scheduling.instance import Time
from scheduling.planning import plan_week
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.audit import audit_week
from scheduling.week.compile import compile_week
from scheduling.week.doubles import most_blocks, most_doubles
from solving.outcome import Budget

if TYPE_CHECKING:
    from community.models import Community
    from community.records import Record
    from community.rule import Violation

SOFT = Strictness.SOFT
REST = (("zh", "math", "math"), ("zh", "math"))
WEEK = {
    "C31": (("zh", "zh", "math", "music"), ("zh", "zh", "math", "music"), *REST),
    "C41": (("math", "zh", "zh", "music"), ("zh", "zh", "music", "math"), *REST),
}
TEACHERS = {
    "C31": {"zh": "C1", "math": "C2", "music": "C5"},
    "C41": {"zh": "C3", "math": "C4", "music": "C6"},
}
BOTH, OLD = ("C31", "C41"), ("C31",)


def relation(relation: str, *subjects: str, **more: object) -> LessonRelation:
    return LessonRelation(relation=Relation(relation), subjects=subjects, **more)


def core_school(*rows: Record, music: int = 2) -> Community:
    """The core school of the tiny community, with a second teacher of music, and these rows."""
    base = tiny_community()
    staff = [t for t in base.teachers if t.school == "C"]
    staff += [tiny_teacher("C6", "C", "music")][: music - 1]
    return base.model_copy(
        update={
            "policy": Policy(profile="national_base"),
            "schools": base.schools[:1],
            "classes": base.classes[:2],
            "teachers": tuple(staff),
            "rooms": (),
            "travel": (),
            "relations": tuple(r for r in rows if isinstance(r, LessonRelation)),
            "unavailable": tuple(r for r in rows if isinstance(r, Unavailable)),
            "teaching": tuple(r for r in rows if isinstance(r, Teaching)),
        }
    )


def audited(*rows: Record) -> list[Violation]:
    lessons = [
        ClassLesson("C", group, d, slot, subject, TEACHERS[group][subject])
        for group, days in WEEK.items()
        for d, day in enumerate(days, 1)
        for slot, subject in enumerate(day, 1)
    ]
    return audit_week(core_school(*rows), Roster(), WeekTimetable(TERM, tuple(sorted(lessons))))


AUDITS = [
    # Of C31 and C41, both subjects on Monday and on Tuesday.
    (relation("other_days", "zh", "music"), "relation_1.C", 4),
    # Of C31, two subjects too many on Monday and Tuesday, one on Wednesday and Thursday.
    (relation("other_days", "zh", "math", "music", classes=OLD), "relation_1.C", 6),
    # Music of C31 on Monday and Tuesday: two lessons in one pair of days.
    (relation("days_apart", "music", number=2, classes=OLD), "relation_1.C", 1),
    (relation("days_apart", "music", number=1), "relation_1.C", 0),
    # Mathematics of C31 has 1, 1, 2, 1, 0 lessons: 2, 3, 3, 1 in two days in a row.
    (relation("days_apart", "math", number=2, classes=OLD), "relation_1.C", 5),
    # The fewer lessons are music's. C31: after mathematics both; C41: after Chinese both.
    (relation("following", "math", "music"), "relation_1.C.music", 2),
    (relation("following", "music", "zh", grade=3), "relation_1.C.music", 2),
    # The second mathematics of C31's Wednesday is after the first, not after Chinese.
    (relation("following", "zh", "math", classes=OLD), "relation_1.C.math", 1),
    # C41's music on Tuesday stands between Chinese and mathematics, on Monday at the end.
    (relation("adjoining", "music", "math", classes=("C41",)), "relation_1.C.music", 1),
    (relation("adjoining", "music", "zh", classes=("C41",)), "relation_1.C.music", 0),
    # C31 goes on after mathematics on Monday, Tuesday and once on Wednesday.
    (relation("last", "math", school="C", grade=3), "relation_1.C", 3),
    (relation("last", "music", classes=OLD), "relation_1.C", 0),
    # C31's second Chinese lessons on Monday and Tuesday; C41's two on Monday, one on Tuesday.
    (relation("first", "zh"), "relation_1.C", 5),
    # Music is in slot 4 of Monday in both; on Tuesday in slots 4 and 3, each of one class alone.
    (relation("same_time", "music", classes=BOTH), "relation_1.C", 2),
    # Mathematics of C31 and Chinese of C41, 5 and 6 lessons: both run on Monday in slot 3 alone.
    (relation("same_time", "math", "zh", classes=BOTH), "relation_1.C", 9),
]


@pytest.mark.parametrize(
    ("row", "rule", "deviation"),
    AUDITS,
    ids=[f"{row.relation}-{n}" for n, (row, _, _) in enumerate(AUDITS)],
)
def test_what_a_relation_asks_for_is_counted(
    row: LessonRelation, rule: str, deviation: int
) -> None:
    found = audited(row)
    asked = [v for v in found if v.rule == rule]
    assert sum(v.deviation for v in asked) == deviation
    assert [v for v in found if v.is_hard] == asked


def test_a_wish_costs_its_weight_and_says_what_is_wrong() -> None:
    row = relation("following", "math", "music", classes=("C41",), strictness=SOFT, weight=7)
    (found,) = audited(row)
    assert (found.is_hard, found.deviation, found.cost) == (False, 2, 14)
    assert found.sentence.zh == (
        "中心小学四年级(1)班音乐在中心小学周一第4节（11:00）、中心小学周二第3节（10:10）上课，"
        "之前没有紧接着中心小学四年级(1)班数学。"
    )
    assert "中心小学 Mon 11:00, 中心小学 Tue 10:10" in found.sentence.en


def test_relations_are_planned() -> None:
    """Every kind at once, each one kept, in all lessons of the week."""
    rows = (
        relation("same_time", "music", classes=BOTH),
        relation("days_apart", "music", number=3),
        relation("last", "music"),
        relation("adjoining", "math", "music", grade=3),
        relation("following", "zh", "music", grade=4),
        relation("first", "math", classes=("C41",)),
    )
    community = core_school(*rows)
    found = first_timetable(community)
    at = {c: [x for x in found.lessons if x.class_id == c] for c in BOTH}
    music = {c: [(x.weekday, x.slot) for x in at[c] if x.subject == "music"] for c in BOTH}
    assert music["C31"] == music["C41"]
    days = [d for d, _ in music["C31"]]
    assert max(days) - min(days) >= 3
    slots = {(x.class_id, x.weekday, x.slot): x.subject for x in found.lessons}
    for day, slot in music["C31"]:
        assert not [x for x in found.lessons if x.weekday == day and x.slot > slot]
        assert slots["C31", day, slot - 1] == "math"
        assert slots["C41", day, slot - 1] == "zh"
    first = {d: min(x.slot for x in at["C41"] if x.weekday == d) for d in range(1, 6)}
    assert all(x.slot == first[x.weekday] for x in at["C41"] if x.subject == "math")
    assert not any(v.is_hard for v in audit_week(community, Roster(), found))


def test_wishes_that_contradict_each_other_cost_what_they_must() -> None:
    """Music last and first: each of its two lessons is alone on its day, or costs 1 at least.

    Four days of 4 slots hold 16 lessons and the week has 13: with a lesson of music alone on a
    day, 12 others would have to fit three days, and a second one cannot be alone. So it costs 1.
    """
    rows = [relation(r, "music", grade=3, strictness=SOFT, weight=1) for r in ("last", "first")]
    community = core_school(*rows, *(Unavailable(class_id="C31", weekday=d) for d in (5,)))
    result = plan_week(community, Roster(), TERM, Budget(20.0, 1, 1))
    assert result.timetable is not None
    asked = [v for v in result.violations if v.rule.startswith("relation_")]
    assert sum(v.cost for v in asked) == 1


def _closed(*days: int) -> list[Unavailable]:
    return [Unavailable(class_id="C31", weekday=d) for d in days]


COUNTED = [
    # Two lessons of music, three days apart, on Monday to Wednesday.
    ((relation("days_apart", "music", number=3), *_closed(4, 5)), "一周最多排得下1次"),
    # Six lessons of Chinese, two a day, take three days, two of music two more.
    ((relation("other_days", "zh", "music"), *_closed(5)), "至少需要5天，但一周只有4天"),
    # Two lessons of music and five of mathematics at the end of five days.
    ((relation("last", "math"), relation("last", "music")), "每周共7次，但一周只有5天"),
    # Six lessons of Chinese at once; C31 has the four slots of Monday.
    ((relation("same_time", "zh", classes=BOTH), *_closed(2, 3, 4, 5)), "只有4节"),
    # Five lessons of mathematics in front of Chinese: two pairs of slots a day, on two days.
    ((relation("following", "math", "zh"), *_closed(1, 2, 3)), "最多排得下4次"),
]


@pytest.mark.parametrize(("rows", "told"), COUNTED, ids=range(len(COUNTED)))
def test_what_cannot_be_is_counted(rows: tuple[Record, ...], told: str) -> None:
    found = refused(core_school(*rows))
    assert any(told in s.sentence.zh for s in found.shortages), found.shortages


def test_lessons_at_once_have_two_teachers() -> None:
    row = relation("same_time", "music", classes=BOTH)
    found = refused(core_school(row, music=1))
    assert [(s.kind, s.point, s.lack) for s in found.shortages] == [("staff", "C/music", 1)]
    # C5 is asked for in both classes, though there is somebody else.
    both = [Teaching(class_id=c, subject="music", teacher="C5") for c in BOTH]
    asked = core_school(row, *both)
    refused(asked)
    (told,) = problems(asked)
    assert "固定给了同一位教师" in told.expected.zh


def test_what_is_not_counted_is_proved() -> None:
    """Music is last and mathematics comes after it."""
    rows = (relation("last", "music"), relation("following", "music", "math"))
    found = refused(core_school(*rows))
    (told,) = found.shortages
    assert "音乐之后紧接数学" in told.sentence.zh
    assert "音乐是当天最后的课" in told.sentence.zh


def test_how_many_blocks_slots_hold() -> None:
    """Slots in runs of 5, 2 and 4."""
    ends = (5, 7, 11)
    times = [Time(str(n), joins_next=n not in ends) for n in range(1, 12)]
    assert [most_blocks(times, n) for n in (1, 2, 3, 4, 5)] == [11, 5, 2, 2, 1]
    assert most_blocks(times, 2) == most_doubles(times)


def test_days_in_a_row() -> None:
    assert [most_spaced((1, 2, 3, 4, 5), apart) for apart in (1, 2, 3, 5)] == [5, 3, 2, 1]
    assert most_spaced((1, 2, 4, 5), 2) == 2
    assert most_spaced((), 2) == 0


def test_without_rows_an_instance_is_as_it_was() -> None:
    plain = compile_week(core_school(), Roster(), TERM)
    asked = compile_week(core_school(relation("days_apart", "music", number=2)), Roster(), TERM)
    assert asked.rules[: len(plain.rules)] == plain.rules
    windows = [g.name for g in asked.time_groups if g not in plain.time_groups]
    assert windows == ["周一至周二", "周二至周三", "周三至周四", "周四至周五"]
    assert replace(asked, rules=plain.rules, time_groups=plain.time_groups) == plain
