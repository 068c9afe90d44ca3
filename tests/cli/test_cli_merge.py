"""A school's workbook, edited, goes back into the plan: merged, audited, mended."""

from __future__ import annotations

import json
import shutil
from collections import Counter

import pytest
from cli_support import QUICK, onebell
from openpyxl import load_workbook

from community.reading import read_community
from publishing.plan_folder import read_plan

SHEET = "数据-课表"


@pytest.fixture(scope="module")
def book(tmp_path_factory, planned):
    """The workbook of the core school; tests edit copies of it."""
    out = tmp_path_factory.mktemp("sent")
    written = onebell("export", *planned, "--to", "workbook", "-o", out, "--json")
    return json.loads(written.stdout)["written"][1]


def change(path, target, *edits):
    """Change cells, named by their headers, in the rows of a workbook; None takes a row out."""
    made = load_workbook(path, rich_text=True)
    sheet = made[SHEET]
    at = {c.value: c.column for c in sheet[2]}
    for row, cells in edits:
        for header, value in (cells or {}).items():
            sheet.cell(row, at[header]).value = value
        if cells is None:
            sheet.delete_rows(row)
    made.save(target)
    return target


def rows(path):
    sheet = load_workbook(path)[SHEET]
    header, *found = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    return [dict(zip(header, row, strict=True)) for row in found]


def test_what_was_not_edited_leaves_the_plan_as_it_is(tmp_path, planned, book):
    out = tmp_path / "plan2"
    result = onebell("merge", *planned, book, "-o", out)
    assert result.exit_code == 0, result.output
    assert "改动0处" in result.stdout
    data = read_community(planned[0])
    assert read_plan(data, out).week == read_plan(data, planned[1]).week


def test_an_edit_is_merged_audited_and_told_first(tmp_path, planned, book):
    """Two lessons of a class are put on one time: the class cannot have both."""
    first, second, *_ = rows(book)
    assert first["班级编号"] == second["班级编号"]
    same = {"星期": first["星期"], "节次": first["节次"]}
    sent = change(book, tmp_path / "sent.xlsx", (4, same))
    out = tmp_path / "plan2"
    result = onebell("merge", *planned, sent, "-o", out)
    assert result.exit_code == 1, result.output
    lines = result.stdout.splitlines()
    assert "改动1处" in lines[0] and "[改时间]" in lines[1]
    assert "违反刚性规则" in lines[2] and "新出现" in lines[3]
    audited = json.loads(onebell("audit", planned[0], out, "--json").stdout)
    merged = json.loads(onebell("merge", *planned, sent, "-o", out, "--json").stdout)
    assert merged["hard_violations"] == audited["hard_violations"] > 0
    assert [p["school"] for p in merged["parts"]] == ["C"] and merged["repair"] is None
    assert len(merged["parts"][0]["changes"]) == 1
    refused = onebell("export", planned[0], out, "--to", "csv", "-o", tmp_path / "lists")
    assert refused.exit_code == 2  # every lesson has a time: what is wrong is the rule
    assert "应为刚性规则全部满足的方案" in refused.stderr and "没有排完" not in refused.stderr


def test_repair_mends_with_few_further_moves(tmp_path, planned, book):
    first, _second, *_ = rows(book)
    same = {"星期": first["星期"], "节次": first["节次"]}
    sent = change(book, tmp_path / "sent.xlsx", (4, same))
    out = tmp_path / "plan2"
    result = onebell("merge", *planned, sent, "-o", out, "--repair", "--json", *QUICK)
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert data["hard_violations"] == 0
    assert 1 <= len(data["moves"]) <= 3  # one lesson back, or an exchange with another
    assert onebell("audit", planned[0], out).exit_code == 0


def test_conflicts_are_told_with_all_values_and_lose_nothing(tmp_path, planned, book):
    """The plan has moved the lesson elsewhere since it was sent out."""
    row = rows(book)[0]
    free = sorted({r["节次"] for r in rows(book)} - {row["节次"]})
    ours = change(book, tmp_path / "ours.xlsx", (3, {"节次": free[0]}))
    moved = tmp_path / "moved"
    onebell("merge", *planned, ours, "-o", moved)
    sent = change(book, tmp_path / "sent.xlsx", (3, {"节次": free[1]}))
    words = ("merge", planned[0], moved, sent, "-o", tmp_path / "plan2")
    result = onebell(*words)
    assert result.exit_code == 1
    told = next(x for x in result.stdout.splitlines() if "发出时" in x)
    assert all(slot in told for slot in (row["节次"], free[0], free[1]))
    data = read_community(planned[0])
    assert read_plan(data, tmp_path / "plan2").week == read_plan(data, moved).week
    result = onebell(*words, "--prefer", "workbook", "--json")
    assert len(json.loads(result.stdout)["parts"][0]["conflicts"]) == 1
    assert read_plan(data, tmp_path / "plan2").week != read_plan(data, moved).week


def test_a_roster_has_no_timetable_to_merge_into(tmp_path, planned, book):
    roster = tmp_path / "roster.csv"
    shutil.copyfile(planned[1] / "roster.csv", roster)
    result = onebell("merge", planned[0], roster, book, "-o", tmp_path / "plan2")
    assert result.exit_code == 2 and str(roster) in result.stderr


def test_bad_files_are_all_told_and_nothing_is_written(tmp_path, planned, book):
    unknown = change(book, tmp_path / "unknown.xlsx", (3, {"教师编号": "T99", "教师": None}))
    (tmp_path / "no.xlsx").write_text("no workbook")
    out = tmp_path / "plan2"
    words = ("merge", *planned, unknown, tmp_path / "no.xlsx", tmp_path / "nowhere.xlsx")
    result = onebell(*words, "-o", out)
    assert result.exit_code == 2 and result.stdout == ""
    assert len(result.stderr.splitlines()) == 3
    assert all(said in result.stderr for said in ("T99", "no.xlsx", "nowhere.xlsx"))
    assert not out.exists()


def test_a_locked_lesson_that_a_school_moved_comes_back_by_repair(tmp_path, planned, book):
    plan = tmp_path / "plan"
    shutil.copytree(planned[1], plan)
    days = Counter((r["班级编号"], r["星期"]) for r in rows(book))
    number, row = next(  # of a day with a free lesson
        (i, r) for i, r in enumerate(rows(book), 3) if days[r["班级编号"], r["星期"]] < 4
    )
    day = (row["班级编号"], row["星期"])
    assert onebell("pin", planned[0], plan, f"{' '.join(day)} {row['节次']}").exit_code == 0
    taken = {r["节次"] for r in rows(book) if (r["班级编号"], r["星期"]) == day}
    free = next(f"第{n}节" for n in (4, 3, 2, 1) if f"第{n}节" not in taken)
    sent = change(book, tmp_path / "sent.xlsx", (number, {"节次": free}))
    out = tmp_path / "plan2"
    result = onebell("merge", planned[0], plan, sent, "-o", out)
    assert result.exit_code == 1 and "锁定的课动了" in result.stdout
    result = onebell("merge", planned[0], plan, sent, "-o", out, "--repair", *QUICK)
    assert result.exit_code == 0, result.output
    data = read_community(planned[0])
    assert read_plan(data, out).locks == read_plan(data, plan).locks != ()


def append(path, target, **cells):
    """Write a further row; cells that are not named stay empty."""
    made = load_workbook(path, rich_text=True)
    sheet = made[SHEET]
    row = sheet.max_row + 1
    for cell in sheet[2]:
        sheet.cell(row, cell.column).value = cells.get(cell.value)
    made.save(target)
    return target


def test_a_lesson_that_repair_brings_back_is_told_as_not_kept(tmp_path, planned, book):
    sent = change(book, tmp_path / "sent.xlsx", (3, None))
    out = tmp_path / "plan2"
    result = onebell("merge", *planned, sent, "-o", out)
    assert result.exit_code == 1 and "[取消]" in result.stdout
    result = onebell("merge", *planned, sent, "-o", out, "--repair", "--json", *QUICK)
    data = json.loads(result.stdout)
    assert result.exit_code == 0 and data["hard_violations"] == 0
    assert data["undone"] == 1  # the lesson is held after all, whenever


@pytest.mark.parametrize("name", ["三年级(1)班", "三(1)班", "中心小学三年级(1)班"])
def test_a_row_that_a_school_adds_is_of_its_own_class(tmp_path, planned, book, name):
    """Both schools have a 三年级(1)班, and a data sheet shows classes without their school."""
    row, busy = (
        rows(book)[0],
        {(r["星期"], r["节次"]) for r in rows(book) if r["班级"] == "三年级(1)班"},
    )
    day, slot = next(
        (d, f"第{n}节") for d in ("周一", "周五") for n in (4, 3, 2) if (d, f"第{n}节") not in busy
    )
    more = {"星期": day, "节次": slot, "学科": row["学科"], "教师": row["教师"]}
    sent = append(book, tmp_path / "sent.xlsx", 班级=name, **more)
    result = onebell("merge", *planned, sent, "-o", tmp_path / "plan2", "--json")
    (added,) = json.loads(result.stdout)["parts"][0]["changes"]
    assert added.startswith(f"[新增] 中心小学 三年级(1)班 {row['学科']}：无 → {day} {slot}")


def test_a_row_of_another_school_is_refused_in_words(tmp_path, planned, book):
    more = {"星期": "周五", "节次": "第4节", "学科": "数学", "教师": "教师M2"}
    sent = append(book, tmp_path / "sent.xlsx", 班级="东山小学三年级(1)班", **more)
    result = onebell("merge", *planned, sent, "-o", tmp_path / "plan2")
    assert result.exit_code == 2
    assert (
        "“东山小学三年级(1)班”：应为中心小学的班级" in result.stderr and "M31" not in result.stderr
    )
