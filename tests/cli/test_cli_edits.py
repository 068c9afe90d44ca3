"""Lessons locked and given free, exchanged and moved: in all files of a plan, or in none."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from cli_support import QUICK, onebell

from community.reading import read_community
from publishing.plan_folder import read_plan

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.plan import Plan

DAYS = "一二三四五"


@pytest.fixture
def own(tmp_path: Path, planned: tuple[Path, Path]) -> tuple[Path, Path]:
    """The community, and a copy of its plan to change."""
    shutil.copytree(planned[1], tmp_path / "plan")
    return planned[0], tmp_path / "plan"


def plan_of(own: tuple[Path, Path]) -> Plan:
    return read_plan(read_community(own[0]), own[1])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def said(lesson: object) -> str:
    return f"{lesson.class_id} 周{DAYS[lesson.weekday - 1]} 第{lesson.slot}节"


def test_a_locked_lesson_is_in_the_table_and_stays(own: tuple[Path, Path]) -> None:
    lesson = plan_of(own).week.lessons[0]
    before = (own[1] / "timetable.csv").read_bytes()
    result = onebell("pin", *own, said(lesson), "周三", "教师 C5", "--json")
    assert result.exit_code == 0, result.output
    assert len(json.loads(result.stdout)["locked"]) == 3
    assert (own[1] / "timetable.csv").read_bytes() == before
    assert {row["锁定范围"] for row in rows(own[1] / "locks.csv")} >= {"一节课", "星期", "教师"}
    locks = plan_of(own).locks
    assert lesson in {lock.lesson for lock in locks}
    out = own[1].parent / "plan2"
    result = onebell("plan", own[0], "--from", own[1], "-o", out, *QUICK)
    assert result.exit_code == 0, result.output
    assert "没有动：" in result.stdout
    again = read_plan(read_community(own[0]), out)
    assert again.locks == locks
    assert {lock.lesson for lock in locks} <= {*again.week.lessons}


def test_locks_are_listed_and_given_free(own: tuple[Path, Path]) -> None:
    lesson = plan_of(own).week.lessons[0]
    assert "没有锁定的课" in onebell("pin", *own).stdout
    onebell("pin", *own, lesson.class_id, "周三")
    told = onebell("pin", *own).stdout
    assert "周三：" in told and "三年级(1)班：13节" in told
    assert onebell("pin", *own, said(lesson), "--undo").exit_code == 0
    kept = plan_of(own).locks
    assert lesson not in {lock.lesson for lock in kept if lock.scope != "day"}
    assert onebell("pin", *own, "周三", "--undo").exit_code == 0
    left = plan_of(own).locks
    assert {lock.scope.value for lock in left} == {"lesson"}  # the class is not whole any more
    result = onebell("pin", *own, "周三 第9节", "M41", "--undo")
    assert result.exit_code == 2 and "没有锁定的课" in result.stderr
    assert onebell("pin", *own, lesson.class_id, "--undo").exit_code == 0
    assert not (own[1] / "locks.csv").exists()


def test_the_audit_tells_of_a_locked_lesson_that_was_moved(own: tuple[Path, Path]) -> None:
    lesson = plan_of(own).week.lessons[0]
    onebell("pin", *own, said(lesson))
    free = _free(plan_of(own), lesson.class_id)
    result = onebell("swap", *own, said(lesson), free)
    assert result.exit_code == 1 and "没有写出" in result.stdout and "锁定的课动了" in result.stdout
    assert lesson in plan_of(own).week.lessons
    assert onebell("swap", *own, said(lesson), free, "--force").exit_code == 1
    assert lesson not in plan_of(own).week.lessons
    result = onebell("audit", *own)
    assert result.exit_code == 1 and "锁定的课动了" in result.stdout


def _free(plan: Plan, class_id: str) -> str:
    """Return a time at which a class has no lesson."""
    taken = {(x.weekday, x.slot) for x in plan.week.lessons if x.class_id == class_id}
    day, slot = next((d, s) for d in range(1, 6) for s in range(4, 0, -1) if (d, s) not in taken)
    return f"周{DAYS[day - 1]} 第{slot}节"


def test_two_lessons_change_places_in_all_tables(own: tuple[Path, Path]) -> None:
    """Two lessons of a class and a teacher: only the subjects' places change, if at all."""
    plan = plan_of(own)
    first = next(x for x in plan.week.lessons if x.subject == "zh")
    mates = [x for x in plan.week.lessons if x.class_id == first.class_id and x.subject != "zh"]
    codes = []
    for other in mates:
        result = onebell(
            "swap", *own, said(first), said(other), "--json", "-o", own[1].parent / "x"
        )
        codes.append(result.exit_code)
        data = json.loads(result.stdout)
        assert len(data["moves"]) == 2
        assert result.exit_code == (1 if any(v["strictness"] == "hard" for v in data["new"]) else 0)
        assert (data["plan"] is None) == (result.exit_code == 1)
    assert plan_of(own) == plan  # written elsewhere, or not at all
    if 0 in codes:
        other = mates[codes.index(0)]
        assert onebell("swap", *own, said(first), said(other)).exit_code == 0
        now = {
            (x.weekday, x.slot): x.subject
            for x in plan_of(own).week.lessons
            if x.class_id == first.class_id
        }
        assert now[first.weekday, first.slot] == other.subject
        assert now[other.weekday, other.slot] == "zh"
        assert onebell("audit", *own).exit_code == 0


def test_lessons_of_two_classes_change_places(own: tuple[Path, Path]) -> None:
    plan = plan_of(own)
    one, other = (next(x for x in plan.week.lessons if x.class_id == c) for c in ("C31", "C41"))
    onebell("swap", *own, said(one), said(other), "--force")
    now = plan_of(own).week.lessons
    at = {(x.class_id, x.subject, x.weekday, x.slot) for x in now}
    assert ("C31", one.subject, other.weekday, other.slot) in at
    assert ("C41", other.subject, one.weekday, one.slot) in at
    assert len(now) == len(plan.week.lessons)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("C31 周三", "周四 第1节"), "应为班级、星期、节次"),
        (("X9 周三 第1节", "周四 第1节"), "X9"),
        (("C31 周六 第1节", "周四 第1节"), "那天没有课"),
        (("{first}", "{alike}"), "对调以后没有变化"),
        (("{first}", "{first}"), "已在那里"),
        (("{first}", "C41 {free}"), "没有"),
        (("{first}", "周三 第9节"), "第1节"),
    ],
)
def test_what_cannot_be_exchanged_is_told(
    own: tuple[Path, Path], words: tuple[str, str], told: str
) -> None:
    plan = plan_of(own)
    first = next(x for x in plan.week.lessons if x.class_id == "C31")
    course = first.class_id, first.subject, first.teacher
    alike = [x for x in plan.week.lessons if (x.class_id, x.subject, x.teacher) == course]
    fill = {"first": said(first), "free": _free(plan, "C41"), "alike": said(alike[-1])}
    result = onebell("swap", *own, *(w.format(**fill) for w in words))
    assert result.exit_code == 2 and told in result.stderr and not result.stdout


def test_a_plan_that_contradicts_itself_is_not_written_over(own: tuple[Path, Path]) -> None:
    path = own[1] / "assignments.csv"
    text = path.read_text("utf-8-sig").replace("C5,教师C5", "C4,教师C4")
    path.write_text(text, "utf-8")
    result = onebell("pin", *own, "周三")
    assert result.exit_code == 2 and "assignments.csv" in result.stderr
    assert path.read_text("utf-8") == text and not (own[1] / "locks.csv").exists()


def test_locks_travel_in_the_workbook(own: tuple[Path, Path]) -> None:
    onebell("pin", *own, "教师 C5", "周一")
    out = own[1].parent / "books"
    written = onebell("export", *own, "--to", "workbook", "-o", out, "--json")
    book = json.loads(written.stdout)["written"][0]
    assert (
        read_plan(read_community(own[0]), own[1].parent / "books" / book).locks
        == plan_of(own).locks
    )


def test_bad_rows_of_locks_are_told_with_their_places(own: tuple[Path, Path]) -> None:
    onebell("pin", *own, "教师 C5")
    path = own[1] / "locks.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    lines[1] = lines[1].replace("C5,教师C5", ",")
    lines[2] = lines[2].replace("教师,", "谁,", 1)
    path.write_text("\n".join(lines), "utf-8")
    result = onebell("audit", *own)
    assert result.exit_code == 2
    assert "locks.csv，第2行" in result.stderr and "locks.csv，第3行" in result.stderr


def test_a_freeze_needs_a_timetable_to_go_on_from(own: tuple[Path, Path]) -> None:
    for more in ((), ("--from", own[1] / "roster.csv")):
        result = onebell("plan", own[0], *more, "--freeze", "周三", "-o", own[1].parent / "x")
        assert result.exit_code == 2 and result.stderr.startswith("“周三”：冻结的是方案中的课")


def test_a_what_if_keeps_what_is_frozen_and_locked(own: tuple[Path, Path]) -> None:
    onebell("pin", *own, "M31")
    out = own[1].parent / "x"
    words = ("--change", "quota home_protection max_absent_share 0.5", "--freeze", "C")
    result = onebell("whatif", *own, *words, "-o", out, *QUICK)
    if result.exit_code == 2:
        pytest.fail(result.stderr)
    assert "锁定：东山小学三年级(1)班" in result.stdout and "冻结：中心小学" in result.stdout
