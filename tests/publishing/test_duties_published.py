"""Duties in what is published: the plan folder, workbooks, pages and lists, and all of it back.

At S1 all classes have somebody for morning reading (8:05-8:25) on Mondays; one teacher has the
first two classes, at once. She also has the first class after school (16:40-17:40) on Tuesdays.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from published_plan import sample, with_fields

from community.duties import Duty
from community.errors import InputError
from publishing.duty_lists import duty_counts, duty_lists, duty_table
from publishing.grids import class_grid, teacher_grid
from publishing.plan_folder import read_plan, write_plan
from publishing.view import PlanView
from publishing.whatif_results import show_whatif
from publishing.workbook import community_book, school_book
from scenarios.audit import audit
from scenarios.compare import compare
from scenarios.plan import PlanResult
from scenarios.whatif import WhatIfResult
from scheduling.timetable import ClassDuty
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

READING, SERVICE = 1, 11
BARE, WEEK = sample(2, 4)
CLASSES = [c for c in BARE.classes if c.school == "S1"]
THERE = {x.teacher for x in WEEK.week.lessons if x.school == "S1" and x.weekday == 1}
STAFF = [t for t in BARE.teachers if t.school == "S1" and t.id in THERE]
SHE = STAFF[0]
HELD = [(CLASSES[0], 1, READING, SHE), (CLASSES[1], 1, READING, SHE), (CLASSES[0], 2, SERVICE, SHE)]
HELD += [(c, 1, READING, t) for c, t in zip(CLASSES[2:], STAFF[1:], strict=False)]
COMMUNITY = with_fields(
    BARE,
    duties=(
        Duty(slots=("早读",), weekdays=(1,), school="S1", classes_at_once=2),
        Duty(slots=("课后服务",), weekdays=(2,), classes=(CLASSES[0].id,)),
    ),
)
PLAN = replace(
    WEEK, duties=tuple(sorted(ClassDuty("S1", c.id, d, slot, t.id) for c, d, slot, t in HELD))
)
VIEW = PlanView(PLAN, COMMUNITY)


def edit(path: Path, change: Callable[[dict[str, str]], object]) -> None:
    """Change the cells of the first row of a CSV file, by heading."""
    header, *rows = csv.reader(path.read_text("utf-8-sig").splitlines())
    cells = dict(zip(header, rows[0], strict=True))
    change(cells)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, [cells[h] for h in header], *rows[1:]])


def test_a_plan_folder_keeps_duties(tmp_path: Path) -> None:
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    back = read_plan(COMMUNITY, tmp_path / "plan")
    assert back.duties == PLAN.duties
    assert not [v for v in audit(COMMUNITY, back) if v.family == "Duties"]
    write_plan(WEEK, BARE, tmp_path / "plan")  # nobody asks for any
    assert not (tmp_path / "plan" / "duties.csv").exists()
    assert read_plan(BARE, tmp_path / "plan").duties == ()


def test_an_audit_tells_what_an_edit_of_duties_breaks(tmp_path: Path) -> None:
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    other = next(t for t in COMMUNITY.teachers if t.school == "S2")
    edit(tmp_path / "plan" / "duties.csv", lambda r: r.update(教师编号=other.id, 教师=""))
    back = read_plan(COMMUNITY, tmp_path / "plan")
    (told,) = [v for v in audit(COMMUNITY, back) if v.family == "Duties"]
    assert told.is_hard
    assert f"但{other.name}当天" in told.sentence.zh


@pytest.mark.parametrize(
    ("changes", "column", "expected"),
    [
        ({"教师": "某人"}, "教师", "对应"),
        ({"节次序号": "2", "时段": "", "开始": ""}, "节次序号", "正课以外"),
        ({"时段": "课后服务"}, "时段", "节次序号一栏是"),
        ({"教师编号": "", "教师": ""}, "教师", "必须填写"),
    ],
)
def test_a_bad_cell_of_duties_is_named(
    tmp_path: Path, changes: dict[str, str], column: str, expected: str
) -> None:
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    edit(tmp_path / "plan" / "duties.csv", lambda r: r.update(changes))
    with pytest.raises(InputError) as caught:
        read_plan(COMMUNITY, tmp_path / "plan")
    (problem,) = caught.value.problems
    assert (problem.place, problem.row, problem.column) == ("duties.csv", 2, column)
    assert expected in problem.expected.zh


def test_the_communitys_workbook_keeps_duties(tmp_path: Path) -> None:
    book = community_book(VIEW, "zh")
    assert {"值班表", "值班统计", "数据-值班"} <= {*book.sheetnames}
    book.save(tmp_path / "plan.xlsx")
    assert read_plan(COMMUNITY, tmp_path / "plan.xlsx").duties == PLAN.duties


def test_pages_tell_who_is_on_duty(tmp_path: Path) -> None:
    reading = next(r for r in class_grid(VIEW, CLASSES[0], "zh").rows if r.name == "早读")
    assert [e.head for e in reading.cells[1]] == [SHE.name]
    assert not reading.cells[2]
    school = COMMUNITY.school_by_id["S1"]
    page = teacher_grid(VIEW, SHE, school, "zh")
    rows = {r.name: r for r in page.rows}
    assert [e.head for e in rows["早读"].cells[1]] == [c.name for c in CLASSES[:2]]
    # Twenty minutes and an hour.
    assert page.note.endswith("值班 2 次、1.33 小时")
    assert class_grid(PlanView(WEEK, BARE), CLASSES[0], "zh").rows[0].cells == {}
    book = school_book(VIEW, school, "zh")
    assert {"值班表", "值班统计"} <= {*book.sheetnames}
    book.save(tmp_path / "school.xlsx")
    sheet = load_workbook(tmp_path / "school.xlsx")[CLASSES[0].name]
    assert sheet["A4"].value.startswith("早读")
    assert (sheet["B4"].value, sheet["C4"].value) == (SHE.name, None)


def test_a_what_if_tells_whose_duties_have_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    duties = tuple(replace(x, teacher=STAFF[1].id) if x.weekday == 2 else x for x in PLAN.duties)
    after = replace(PLAN, duties=duties)
    planned = PlanResult(after, Status.FEASIBLE)
    result = WhatIfResult(COMMUNITY, (), planned, compare(PLAN, after))
    show_whatif(result, COMMUNITY, tmp_path, as_json=False, lang="zh")
    told = capsys.readouterr().out
    assert f"原有{len(PLAN.duties)}个班次的值班：变动 1。" in told
    group = f"东山小学 {CLASSES[0].name}"
    assert f"{group} 周二课后服务值班：{SHE.name} → {STAFF[1].name}" in told


def test_lists_tell_turns_and_hours() -> None:
    of_school = duty_table(VIEW, "zh", "S1")  # which need not say the school in each row
    assert of_school.headings("zh") == ["时段", "班级", "周一", "周二"]
    table = duty_table(VIEW, "zh")
    assert table.headings("zh") == ["学校", "时段", "班级", "周一", "周二"]
    assert len(table.rows) == len(CLASSES) + 1
    assert table.rows[0][2:] == (CLASSES[0].name, SHE.name, "")
    row = next(r for r in duty_counts(VIEW, "zh").rows if r[1] == SHE.name)
    assert row[3:5] == (2, 1.33)
    assert row[6] == "早读 1、课后服务 1"
    assert duty_lists(PlanView(WEEK, BARE), "zh") == []
    assert duty_lists(VIEW, "zh", "S2") == []
