"""Rosters on disk: nothing is lost on the way, and what is wrong is named with its place."""

from __future__ import annotations

import csv
import json

import pytest
from openpyxl import Workbook, load_workbook
from published_roster import COMMUNITY, LATE, PLAN, ROSTER, SHORT, WEEK_PLAN

from community.errors import InputError
from publishing.plan_folder import FILES, read_plan, write_plan
from publishing.workbook import export_workbooks
from rotation.solution import Placement, PlacementStatus
from scenarios.plan import Plan

HEADER = ["教师编号", "方式", "接收学校编号", "起始学期编号", "学期数", "起始周", "周数"]
HEADER += ["此前学期数", "到校日", "状态"]


def by_hand(path, *rows, header=HEADER):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def problems(path) -> list[tuple[object, ...]]:
    """Return (row, column, value) of what reading refuses."""
    with pytest.raises(InputError) as caught:
        read_plan(COMMUNITY, path)
    return [(p.row, p.column, p.value) for p in caught.value.problems]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_roster_comes_back_with_weeks_days_and_pairs(tmp_path, lang):
    write_plan(PLAN, COMMUNITY, tmp_path / "plan", lang)
    found = read_plan(COMMUNITY, tmp_path / "plan")
    assert found == PLAN
    assert not found.has_week
    written = {p.name for p in (tmp_path / "plan").iterdir()}
    none = {"timetable.csv", "locks.csv", "assignments.csv", "duties.csv"}
    none |= {"events.csv", "covers.csv", "guests.csv", "observed.csv"}
    assert written == set(FILES) - none
    head = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert (head["kind"], head["term"], head["placements"]) == ("roster", "", 5)


def test_a_roster_beside_a_week_comes_back_too(tmp_path):
    both = Plan(COMMUNITY.id, ROSTER, WEEK_PLAN.week, WEEK_PLAN.reports)
    write_plan(both, COMMUNITY, tmp_path / "plan")
    assert read_plan(COMMUNITY, tmp_path / "plan") == both


def test_a_roster_takes_the_place_of_a_plan_with_a_week(tmp_path):
    write_plan(Plan(COMMUNITY.id, ROSTER, WEEK_PLAN.week), COMMUNITY, tmp_path / "plan")
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    assert read_plan(COMMUNITY, tmp_path / "plan") == PLAN
    assert not (tmp_path / "plan" / "timetable.csv").exists()


def test_plans_of_before_have_no_pairs_and_no_kind(tmp_path):
    old = Plan(COMMUNITY.id, WEEK_PLAN.roster, WEEK_PLAN.week)
    write_plan(old, COMMUNITY, tmp_path / "plan")
    (tmp_path / "plan" / "mentors.csv").unlink()
    head = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    del head["kind"]
    (tmp_path / "plan" / "plan.json").write_text(json.dumps(head), encoding="utf-8")
    assert read_plan(COMMUNITY, tmp_path / "plan") == old


def test_the_workbooks_of_a_roster(tmp_path):
    paths = export_workbooks(PLAN, COMMUNITY, tmp_path)
    assert [p.name for p in paths][:2] == ["青溪教育共同体-轮岗.xlsx", "城关中心小学-轮岗.xlsx"]
    assert read_plan(COMMUNITY, paths[0]) == PLAN
    book = load_workbook(paths[1])
    assert book.sheetnames == ["目录", "本校教师进出", "本校轮岗名单", "_onebell"]
    assert {s.page_setup.paperSize for s in book.worksheets[:-1]} == {9}  # A4
    lists = ("轮岗公示表", "各校进出表", "交流经历与服务年限", "公平表", "师徒结对表")
    assert {*lists, "交流经费表"} <= set(load_workbook(paths[0]).sheetnames)


def test_a_csv_made_by_hand_is_a_roster(tmp_path):
    path = by_hand(
        *(tmp_path / "名单.csv", [SHORT, "支教", "S1", "2025-1", "", "5", "4", "", "", "锁定"]),
        ["T006", "itinerant", "S1", "2025-1", "2", "", "", "", "2,周四", "拟定"],
    )
    found = read_plan(COMMUNITY, path)
    assert not found.has_week
    one, two = found.roster.placements
    assert (one.terms, one.week, one.weeks, one.status) == (0, 5, 4, PlacementStatus.LOCKED)
    assert (two.days, two.status) == ((2, 4), PlacementStatus.PROPOSED)


def test_the_new_columns_may_be_missing(tmp_path):
    header = ["teacher_id", "kind", "host_id", "start_term_id", "terms"]
    path = by_hand(tmp_path / "a.csv", [LATE, "支教", "S2", "2026-2", "2"], header=header)
    expected = next(p for p in ROSTER.placements if p.teacher == LATE)
    assert read_plan(COMMUNITY, path).roster.placements == (expected,)


@pytest.mark.parametrize("name", ["数据-轮岗", "轮岗名单", "roster"])
def test_a_workbook_made_by_hand_is_a_roster(tmp_path, name):
    book = Workbook()
    book.active.title = name
    book.active.append(HEADER)
    book.active.append([SHORT, "支教", "S1", "2025-1", None, 5, 4, None, None, "已批准"])
    book.save(tmp_path / "a.xlsx")
    (found,) = read_plan(COMMUNITY, tmp_path / "a.xlsx").roster.placements
    expected = (SHORT, "2025-1", 0, PlacementStatus.APPROVED, 5, 4)
    assert (found.teacher, found.start, found.terms, found.status, found.week, found.weeks) == (
        expected
    )


def row(**cells: str) -> list[str]:
    """A row that is right but for the cells named by the columns of ``HEADER``."""
    usual = dict(zip(HEADER, [SHORT, "支教", "S1", "2025-1", "1", "", "", "", "", ""], strict=True))
    return list((usual | cells).values())


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"起始学期编号": "2031-1"}, "起始学期编号", "2031-1"),
        ({"教师编号": "X9"}, "教师编号", "X9"),
        ({"接收学校编号": ""}, "接收学校编号", ""),
        ({"状态": "差不多"}, "状态", "差不多"),
        ({"方式": "旅游"}, "方式", "旅游"),
        ({"学期数": "0"}, "学期数", "0"),
        ({"学期数": ""}, "学期数", ""),
        ({"学期数": "13"}, "学期数", "13"),
        ({"学期数": "一二"}, "学期数", "一二"),
        ({"周数": "2"}, "周数", "2"),  # besides a whole term
        ({"起始周": "5"}, "起始周", "5"),  # of a whole term
        ({"学期数": "", "周数": "21"}, "周数", "21"),
        ({"学期数": "", "起始周": "20", "周数": "4"}, "周数", "4"),  # the term has 21 weeks
        ({"学期数": "", "起始周": "0", "周数": "4"}, "起始周", "0"),
        ({"此前学期数": "1"}, "此前学期数", "1"),  # nothing would be left of it
        ({"学期数": "2", "此前学期数": "1", "起始学期编号": "2025-2"}, "起始学期编号", "2025-2"),
        ({"到校日": "周八"}, "到校日", "周八"),
        ({"到校日": "周二、周二"}, "到校日", "周二、周二"),
    ],
)
def test_a_bad_cell_is_named(tmp_path, cells, column, value):
    path = by_hand(tmp_path / "a.csv", row(**cells))
    assert problems(path) == [(2, column, value)]


def test_all_bad_rows_are_told_at_once(tmp_path):
    path = by_hand(tmp_path / "a.csv", row(教师编号="X9"), row(), row(状态="?"), row(状态="锁定"))
    # the last row is the second one again, with another status
    assert problems(path) == [(2, "教师编号", "X9"), (4, "状态", "?"), (5, "教师编号", SHORT)]


def test_a_column_that_is_missing_is_named(tmp_path):
    path = by_hand(tmp_path / "a.csv", header=["教师编号", "方式"])
    assert {p[0] for p in problems(path)} == {1}
    assert len(problems(path)) == 3


def test_bad_pairs_are_named(tmp_path):
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    header = ["指导教师编号", "结对教师编号", "起始学期编号", "学期数"]
    rows = [[SHORT, SHORT, "2025-1", "2"], [SHORT, "X9", "2025-1", "2"]]
    rows.append([SHORT, LATE, "2025-1", "0"])
    by_hand(tmp_path / "plan" / "mentors.csv", *rows, header=header)
    assert problems(tmp_path / "plan") == [
        (2, "结对教师编号", SHORT),
        (3, "结对教师编号", "X9"),
        (4, "学期数", "0"),
    ]


def test_a_roster_that_says_it_has_a_term_is_refused(tmp_path):
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    path = tmp_path / "plan" / "plan.json"
    head = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(head | {"term": "2025-1"}), encoding="utf-8")
    assert problems(tmp_path / "plan") == [(None, "term", "2025-1")]


def test_a_stay_of_the_usual_kind_is_written_without_clutter(tmp_path):
    usual = Placement(LATE, ROSTER.placements[0].kind, "S2", "2026-2", 2)
    write_plan(Plan(COMMUNITY.id, type(ROSTER)((usual,))), COMMUNITY, tmp_path / "plan")
    text = (tmp_path / "plan" / "roster.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert text.endswith(",2,,,,,拟派")
