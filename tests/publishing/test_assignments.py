"""The table of assignments is read: it agrees with the timetable, or the audit says where not."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from published_plan import sample

from community.errors import InputError, Problem
from publishing.audit_results import show_audit
from publishing.plan_folder import read_plan, write_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMMUNITY, PLAN = sample(1, 4)
Rows = list[dict[str, str]]


def doubts(folder: Path, change: Callable[[Rows], object] | None = None) -> list[Problem]:
    """Return where the assignments of a plan say otherwise, after somebody has changed them."""
    write_plan(PLAN, COMMUNITY, folder)
    path = folder / "assignments.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    header = list(rows[0])
    if change:
        change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(rows)
    found: list[Problem] = []
    assert read_plan(COMMUNITY, folder, found) == PLAN  # the timetable counts
    return found


def other_than(teacher: str) -> str:
    return next(t.id for t in COMMUNITY.teachers if t.id != teacher)


def test_what_was_written_contradicts_nothing(tmp_path: Path) -> None:
    assert doubts(tmp_path / "plan") == []
    (tmp_path / "plan" / "assignments.csv").unlink()
    found: list[Problem] = []
    assert read_plan(COMMUNITY, tmp_path / "plan", found) == PLAN
    assert found == []


@pytest.mark.parametrize("by_name", [False, True])
def test_another_teacher_is_told_with_place_and_lessons(tmp_path: Path, by_name: bool) -> None:
    new: list[str] = []
    old: list[str] = []

    def change(rows: Rows) -> None:
        old.append(rows[0]["教师"])
        new.append(other_than(rows[0]["教师编号"]))
        rows[0]["教师编号"] = "" if by_name else new[0]
        rows[0]["教师"] = COMMUNITY.teacher_by_id[new[0]].name if by_name else ""

    (problem,) = doubts(tmp_path / "plan", change)
    column = "教师" if by_name else "教师编号"  # what the row says
    assert (problem.place, problem.row, problem.column) == ("assignments.csv", 2, column)
    assert problem.value == (COMMUNITY.teacher_by_id[new[0]].name if by_name else new[0])
    assert old[0] in problem.to("zh") and "timetable.csv" in problem.to("zh")
    assert "周" in problem.to("zh") and "第" in problem.to("zh")  # the lessons to change


def test_periods_and_rows_too_many_or_too_few_are_told(tmp_path: Path) -> None:
    def periods(rows: Rows) -> None:
        rows[1]["节数"] = "9"

    (problem,) = doubts(tmp_path / "periods", periods)
    assert (problem.row, problem.column, problem.value) == (3, "节数", "9")
    twice = doubts(tmp_path / "twice", lambda rows: rows.append(dict(rows[0])))
    assert [p.column for p in twice] == ["教师"]
    (lacking,) = doubts(tmp_path / "lacking", lambda rows: rows.pop(0))
    assert lacking.row is None and "缺少一行" in lacking.to("zh")

    def elsewhere(rows: Rows) -> None:  # a course that the class has not
        rows[0]["学科编号"], rows[0]["学科"] = "script", ""

    assert {p.column for p in doubts(tmp_path / "no", elsewhere)} == {"学科编号", None}


def test_a_cell_that_cannot_be_understood_is_refused_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        doubts(tmp_path / "plan", lambda rows: rows[0].update({"教师编号": "T999"}))
    (problem,) = caught.value.problems
    assert (problem.place, problem.row, problem.column) == ("assignments.csv", 2, "教师编号")


def test_the_audit_tells_contradictions_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = doubts(tmp_path / "plan", lambda rows: rows.pop(0))
    show_audit(PLAN, COMMUNITY, contradictions=found, as_json=False, lang="zh")
    lines = capsys.readouterr().out.splitlines()
    assert "互相矛盾1处" in lines[0] and "assignments.csv" in lines[1]


def test_the_audit_puts_what_is_new_first_and_leaves_nothing_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    gone, *kept = PLAN.violations
    before = [gone, *kept[1:]]
    show_audit(
        *(type(PLAN)(PLAN.community, PLAN.roster, PLAN.week, {}, tuple(kept)), COMMUNITY),
        before=before,
        as_json=False,
        lang="zh",
    )
    out = capsys.readouterr().out
    said = [v.sentence.zh for v in (kept[0], gone, *kept[1:])]
    assert sorted(said, key=out.index) == said  # new, no more, and as it was
    assert "新出现的1处" in out and "不再有的1处" in out


def test_a_long_audit_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    many = tuple(PLAN.violations[1:2]) * 60
    show_audit(
        *(type(PLAN)(PLAN.community, PLAN.roster, PLAN.week, {}, many), COMMUNITY),
        as_json=False,
        lang="zh",
    )
    assert capsys.readouterr().out.count(many[0].sentence.zh) == 60


def test_whatever_stands_in_a_timetable_can_be_written(tmp_path: Path) -> None:
    """A row that was filled down thousands of times is for the audit to tell."""
    first, *rest = PLAN.week.lessons
    week = replace(PLAN.week, lessons=(*[first] * 4_000, *rest))
    write_plan(replace(PLAN, week=week), COMMUNITY, tmp_path)
    assert len(read_plan(COMMUNITY, tmp_path).week.lessons) == len(week.lessons)
