"""A lesson of several classes changes places in all of them, or in none."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cli_support import onebell

sys.path.append(str(Path(__file__).parents[1] / "publishing"))
from published_plan import sample

from community.models import JointLesson
from community.writing import write_folder
from publishing.plan_folder import read_plan, write_plan
from scenarios.changes.base import replaced
from scheduling.timetable import WeekTimetable

BARE, PLAN = sample(2, 4)
NAMES = {2: "第1节", 3: "第2节", 5: "第3节", 6: "第4节", 8: "第5节", 9: "第6节", 10: "第7节"}
COMMUNITY = replaced(
    BARE,
    joint=(JointLesson(id="h1", subject="labour", classes=("S1-11", "S1-21"), periods=1),),
)


def joined():
    """The plan with labour of two classes of S1 together; what was there comes to its place."""
    lessons = [*PLAN.week.lessons]
    one, other = (
        next(x for x in lessons if (x.class_id, x.subject) == (c, "labour"))
        for c in ("S1-11", "S1-21")
    )
    there = [
        x
        for x in lessons
        if (x.class_id, x.weekday, x.slot) == ("S1-11", other.weekday, other.slot)
    ]
    rest = [x for x in lessons if x not in (one, other, *there)]
    time = {"weekday": other.weekday, "slot": other.slot}
    rest += [replace(x, weekday=one.weekday, slot=one.slot) for x in there if x != one]
    rest += [replace(x, **time, teacher=one.teacher, series="h1") for x in (one, other)]
    return replace(PLAN, week=WeekTimetable(PLAN.week.term, tuple(sorted(rest))))


@pytest.fixture
def own(tmp_path):
    write_folder(COMMUNITY, tmp_path / "community")
    write_plan(joined(), COMMUNITY, tmp_path / "plan")
    return tmp_path / "community", tmp_path / "plan"


def said(lesson):
    return f"{lesson.class_id} 周{'一二三四五'[lesson.weekday - 1]} {NAMES[lesson.slot]}"


def at(lessons, group, x):
    return [y for y in lessons if (y.class_id, y.weekday, y.slot) == (group, x.weekday, x.slot)]


@pytest.mark.parametrize(
    ("series", "classes"), [("h1", ("S1-11", "S1-21")), ("live1", ("S0-31", "S1-31", "S2-31"))]
)
@pytest.mark.parametrize("end", [0, 1])
def test_all_ends_change_places(tmp_path, own, series, classes, end):
    before = read_plan(COMMUNITY, own[1]).week.lessons
    group = classes[end]
    first = next(x for x in before if x.series == series and x.class_id == group)
    other = next(
        x
        for x in before
        if x.class_id == group and x.weekday != first.weekday and x.subject == "zh"
    )
    words = ("swap", *own, said(first), said(other), "--force", "--json", "-o", tmp_path / "plan2")
    result = onebell(*words)
    told = json.loads(result.stdout)["moves"]
    after = read_plan(COMMUNITY, tmp_path / "plan2").week.lessons
    ends = [x for x in after if x.series == series]
    assert {(x.class_id, x.weekday, x.slot) for x in ends} == {
        (c, other.weekday, other.slot) for c in classes
    }
    for c in classes:  # what was there is now where the lesson was
        were, are = at(before, c, other), at(after, c, first)
        assert sorted(x.subject for x in are) == sorted(x.subject for x in were)
    moved = {*after} - {*before}
    assert len(told) == len(moved) == len({*before} - {*after})


def test_ends_without_a_slot_at_that_time_are_told(own):
    """The first two lessons of S0 fall into the time before the first of S1 and S2."""
    gone = [
        s
        for s in COMMUNITY.slots
        if not (s.grid == COMMUNITY.school_by_id["S1"].grid and s.order in (2, 3))
    ]
    lessons = [x for x in joined().week.lessons if x.school == "S0" or x.slot not in (2, 3)]
    data = replaced(COMMUNITY, slots=tuple(gone))
    write_folder(data, own[0])
    write_plan(replace(PLAN, week=WeekTimetable(PLAN.week.term, tuple(lessons))), data, own[1])
    live = next(x for x in lessons if x.series == "live1" and x.class_id == "S0-31")
    other = next(x for x in lessons if x.class_id == "S0-31" and x.slot == 2 and x.weekday != 3)
    result = onebell("swap", *own, said(live), said(other))
    assert result.exit_code == 2
    assert "那时没有对得上的课位" in result.stderr
    assert "东山小学三年级(1)班" in result.stderr
