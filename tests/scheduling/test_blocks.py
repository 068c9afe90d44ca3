"""Blocks of 2 to 4 periods: required or wished, of one class's own lessons and of joint ones.

The week of ``test_relations``: C31 and C41, slots 1 to 4 of five days, all of which join.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from test_relations import OLD, SOFT, audited, core_school, relation
from weeks import TERM, first_timetable, refused

from community.integrity import problems
from community.models import JointLesson, Unavailable
from community.requests import Teaching
from rotation.solution import Roster
from scheduling.planning import plan_week
from scheduling.timetable import WeekTimetable
from scheduling.week.audit import audit_week
from solving.outcome import Budget

ALL = ("C31", "C41")
EVEN = [(d, s) for d in range(1, 6) for s in (2, 4)]


def test_blocks_are_planned() -> None:
    """Mathematics of C31: three at a stretch and two single ones; Chinese of C41: four and two."""
    rows = (
        relation("block", "math", classes=OLD, number=3),
        relation("block", "zh", classes=("C41",), number=4),
        relation("days_apart", "zh", classes=("C41",), number=2),
    )
    community = core_school(*rows)
    assert problems(community) == []
    found = first_timetable(community)
    lengths = Counter((x.class_id, x.subject, x.periods) for x in found.lessons if x.periods > 1)
    assert lengths == {("C31", "math", 3): 1, ("C41", "zh", 4): 1}
    assert Counter(x.periods for x in found.lessons if x.class_id == "C41") == {1: 9, 4: 1}
    assert not any(v.is_hard for v in audit_week(community, Roster(), found))


def test_blocks_are_audited() -> None:
    """By hand, five single lessons of mathematics: the three at a stretch are not there."""
    found = [v for v in audited(relation("block", "math", classes=OLD, number=3)) if v.is_hard]
    # Five lessons where three are wanted (three periods, and two single ones): 2; no block: 1.
    assert [(v.rule, v.deviation) for v in found] == [("split_5_1_3", 2), ("doubles_5_1_3", 1)]
    assert "有0次连排3节的课（应为1次）" in found[1].sentence.zh


def test_blocks_that_no_day_holds_are_counted() -> None:
    """Slot 2 is closed on every day: no four, and no three slots in a row are left of four."""
    shut = [Unavailable(class_id="C31", weekday=d, slot=2) for d in range(1, 6)]
    row = relation("block", "math", classes=OLD, number=3)
    refused(core_school(row, *shut))
    # With a teacher who is never there in slot 3, nobody can hold it.
    away = [Unavailable(teacher=t, weekday=d, slot=3) for t in ("C2", "C4") for d in range(1, 6)]
    row = relation("block", "math", classes=OLD, number=2)
    first_timetable(core_school(row, *away))
    longer = row.model_copy(update={"number": 3})
    found = refused(core_school(longer, *away))
    assert "次连堂" in found.shortages[0].sentence.zh


def test_blocks_are_said_once() -> None:
    rows = (relation("block", "math", number=2), relation("block", "math", classes=OLD, number=3))
    told = problems(core_school(*rows))
    assert ["写了两次" in p.expected.zh for p in told] == [True, True]


def _joint(*rows, periods: int = 2, **more):
    """Mathematics of both classes together, so often a week."""
    joint = JointLesson(id="H1", subject="math", classes=ALL, periods=periods)
    return core_school(*rows).model_copy(update={"joint": (joint,)} | more)


def _lengths(week: WeekTimetable, subject: str = "math") -> Counter[tuple[str, str, int]]:
    return Counter((x.class_id, x.series, x.periods) for x in week.lessons if x.subject == subject)


def test_joint_lessons_are_in_blocks() -> None:
    """Two of five periods together: a block of them, and one of the three that each class has."""
    community = _joint(relation("block", "math", number=2))
    assert problems(community) == []
    found = first_timetable(community)
    each = [((c, "H1", 2), (c, "", 2), (c, "", 1)) for c in ALL]
    assert _lengths(found) == Counter(kind for kinds in each for kind in kinds)
    together = {(x.weekday, x.slot) for x in found.lessons if x.series}
    assert len(together) == 1
    assert not any(v.is_hard for v in audit_week(community, Roster(), found))
    # One class begins a period later: the two lessons overlap, but they are not together.
    moved = [
        replace(x, slot=x.slot + 1) if x.series and x.class_id == "C41" else x
        for x in found.lessons
    ]
    told = audit_week(community, Roster(), WeekTimetable(TERM, tuple(moved)))
    assert any(v.rule == "joint_doubles" for v in told)


def test_a_block_is_wished_for() -> None:
    """Five single lessons by hand: the block of three that is wished for is not there."""
    row = relation("block", "math", classes=OLD, number=3, strictness=SOFT, weight=7)
    (told,) = audited(row)
    assert (told.is_hard, told.cost, told.rule) == (False, 7, "relation_1.C.1")
    assert "有0次连排3节的课（应为1次）" in told.sentence.zh


def _costs(*rows) -> tuple[int, Counter[int]]:
    result = plan_week(core_school(*rows), Roster(), TERM, Budget(30.0, 1, 1))
    assert result.timetable is not None
    cost = sum(v.cost for v in result.violations if v.rule.startswith("relation_"))
    lessons = [x for x in result.timetable.lessons if x.class_id == "C31"]
    return cost, Counter(x.periods for x in lessons if x.subject == "math")


def test_a_wish_is_granted_or_costs_its_weight() -> None:
    wish = relation("block", "math", classes=OLD, number=2, strictness=SOFT, weight=3)
    assert _costs(wish) == (0, {2: 2, 1: 1})
    once = wish.model_copy(update={"times": 1})
    assert _costs(once) == (0, {2: 1, 1: 3})
    # Whoever can teach it is away in slots 2 and 4: no two periods join for them.
    away = [Unavailable(teacher=t, weekday=d, slot=s) for t in ("C2", "C4") for d, s in EVEN]
    assert _costs(wish, *away) == (6, {1: 5})


def test_blocks_of_each_teacher_of_a_course() -> None:
    """Six periods of Chinese, four of C1 and two of C3: a block of three of the first alone."""
    shared = [
        Teaching(class_id="C31", subject="zh", teacher=who, periods=n)
        for who, n in (("C1", 4), ("C3", 2))
    ]
    community = core_school(relation("block", "zh", classes=OLD, number=3), *shared)
    assert problems(community) == []
    found = first_timetable(community)
    zh = (x for x in found.lessons if (x.class_id, x.subject) == ("C31", "zh"))
    assert Counter((x.teacher, x.periods) for x in zh) == {("C1", 3): 1, ("C1", 1): 1, ("C3", 1): 2}
    assert not any(v.is_hard for v in audit_week(community, Roster(), found))


WRONG = [
    # Five periods hold two blocks of two; two of five together leave one, and one of three.
    ({}, {"number": 2, "times": 3}, "每周次数", "最多排2次"),
    ({"periods": 1}, {"number": 4, "times": 1}, "", ""),
    ({"periods": 2}, {"number": 4}, "天数或节数", "最多排0次"),
    ({"periods": 4}, {"number": 2, "times": 1}, "每周次数", "合班的课已连2次"),
    ({"periods": 2}, {"number": 2, "classes": OLD}, "班级", "各班的连堂应写得一样"),
]


@pytest.mark.parametrize(("joint", "row", "column", "told"), WRONG, ids=range(len(WRONG)))
def test_blocks_that_do_not_fit_are_told(joint, row, column: str, told: str) -> None:
    asked = relation("block", "math", **row)
    community = _joint(asked, **joint) if joint else core_school(asked)
    found = problems(community)
    assert [(p.column, told in p.expected.zh) for p in found] == ([(column, True)] if told else [])


def test_other_relations_have_no_number_of_times() -> None:
    (told,) = problems(core_school(relation("last", "music", times=2)))
    assert told.expected.zh == "只有“连堂”写每周次数"
