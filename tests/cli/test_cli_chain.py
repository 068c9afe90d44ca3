"""The chain of commands on a tiny community: new, check, plan, audit, whatif, export."""

from __future__ import annotations

import json
import shutil

import pytest
from cli_support import QUICK, edit, onebell, process, put, script, tiny_folder
from openpyxl import load_workbook

from community.reading import read_community


def parsed(result) -> dict:
    return json.loads(result.stdout)


def test_profiles():
    plain = onebell("profiles", "--plain")
    assert plain.exit_code == 0
    rows = [line.split("\t") for line in plain.stdout.splitlines()]
    names = [name for name, _title in rows]
    assert names == sorted(names)
    assert {"fengjie", "libo", "mountain_county", "shouguang", "songyang"} <= set(names)
    assert {p["name"] for p in json.loads(onebell("profiles", "--json").stdout)} == {
        name for name, _title in rows
    }
    assert "songyang" in onebell("profiles").stdout


def test_new_writes_a_folder_and_a_workbook_that_are_the_same_community(tmp_path):
    folder = tmp_path / "demo"
    result = onebell("new", folder, "--profile", "songyang", "--seed", 3, "--workbook", "--json")
    assert result.exit_code == 0
    assert parsed(result)["written"] == [str(folder), f"{folder}.xlsx"]
    assert read_community(folder) == read_community(tmp_path / "demo.xlsx")
    checked = onebell("check", folder, "--json")
    assert checked.exit_code == 0
    assert parsed(checked)["shortages"] == []
    assert parsed(checked)["numbers"]["schools"] == 2


def test_template_is_an_empty_workbook_to_fill_in(tmp_path):
    result = onebell("template", tmp_path / "template.xlsx")
    assert result.exit_code == 0
    made = (tmp_path / "template.xlsx").read_bytes()
    assert len(made) > 5_000
    again = onebell("template", tmp_path / "template.xlsx")
    assert again.exit_code == 2 and "不会覆盖" in again.stderr
    assert (tmp_path / "template.xlsx").read_bytes() == made
    assert onebell("template", tmp_path / "sheet.csv").exit_code == 0
    assert (tmp_path / "sheet.csv.xlsx").exists() and not (tmp_path / "sheet.csv").exists()


def test_check_counts_what_is_there(planned):
    result = onebell("check", planned[0], "--json", "--lang", "en")
    assert result.exit_code == 0
    numbers = parsed(result)["numbers"]
    # 4 classes with 13 periods a week
    assert (numbers["classes"], numbers["teachers"], numbers["periods a week"]) == (4, 9, 52)
    assert len(parsed(result)["not_planned"]) == numbers["calendar rules, not planned yet"]


def test_check_lists_the_rules_by_the_ids_that_changes_name(planned):
    shown = onebell("check", planned[0], "--rules", "--lang", "en")
    assert shown.exit_code == 0
    assert "home_protection" in shown.stdout and "max_absent_share" in shown.stdout
    assert "home_protection" not in onebell("check", planned[0], "--lang", "en").stdout
    rules = parsed(onebell("check", planned[0], "--json"))["rules"]
    assert "max_absent_share" in rules["home_protection"]["params"]


def test_check_names_a_shortage_with_its_numbers(tmp_path):
    folder = tiny_folder(tmp_path / "community")
    rows = {"3": "16"}  # zh 16 + math 5 + music 2 are 23 periods for 20 slots

    def more(table):
        for row in table[1:]:
            if row[:2] == ["3", "zh"]:
                row[2] = rows["3"]

    edit(folder, "curriculum", more)
    result = onebell("check", folder, "--lang", "en")
    assert result.exit_code == 1
    assert "23 periods for 20 slots" in result.stdout
    planned = onebell("plan", folder, "-o", tmp_path / "plan", "--lang", "en", *QUICK)
    assert planned.exit_code == 1
    assert "23 periods for 20 slots" in planned.stdout
    assert not (tmp_path / "plan").exists()


def test_plan_and_audit(planned):
    community, plan = planned
    for name in ("plan.json", "roster.csv", "timetable.csv", "costs.csv"):
        assert (plan / name).is_file()
    result = onebell("audit", community, plan, "--json")
    assert result.exit_code == 0
    assert parsed(result)["hard_violations"] == 0
    shown = onebell("audit", community, plan)
    assert "刚性规则全部满足" in shown.stdout


def test_plan_prints_json(tmp_path, planned):
    result = onebell("plan", planned[0], "-o", tmp_path / "p", "--json", *QUICK)
    assert result.exit_code == 0
    data = parsed(result)
    assert data["status"] in ("OPTIMAL", "FEASIBLE")
    assert set(data["phases"]) == {"rotation", "staffing", "week"}
    assert data["plan"] == str(tmp_path / "p")


def test_no_time_is_exit_3_and_nothing_is_written(tmp_path):
    folder = tmp_path / "demo"
    onebell("new", folder, "--profile", "libo")
    result = onebell("plan", folder, "-o", tmp_path / "p", "--time-limit", 0.1, "--lang", "en")
    assert result.exit_code == 3
    assert "no answer within the time" in result.stdout
    assert not (tmp_path / "p").exists()


def test_a_lesson_moved_by_hand_is_named(tmp_path, planned):
    community, plan = planned
    edited = tmp_path / "edited"
    shutil.copytree(plan, edited)
    moved: list[str] = []

    def clash(rows):
        # Put the second lesson of a class on the time of its first one.
        head = rows[0]
        day, slot, group = (head.index(h) for h in ("星期", "节次序号", "班级编号"))
        first = rows[1]
        second = next(r for r in rows[2:] if r[group] == first[group])
        for column, name in enumerate(head):
            if name in ("星期", "节次序号", "节次", "开始", "结束"):
                second[column] = first[column]
        moved.append(first[group])
        assert day >= 0
        assert slot >= 0

    edit(edited, "timetable", clash)
    result = onebell("audit", community, edited, "--json", "--lang", "en")
    assert result.exit_code == 1
    hard = [v for v in parsed(result)["violations"] if v["strictness"] == "hard"]
    assert any(v["family"] == "AvoidClashes" for v in hard)
    shown = onebell("audit", community, edited)
    assert shown.exit_code == 1
    assert "违反刚性规则" in shown.stdout


def test_the_exported_workbook_is_audited_like_the_plan(tmp_path, planned):
    community, plan = planned
    out = tmp_path / "books"
    written = parsed(onebell("export", *planned, "--to", "workbook", "-o", out, "--json"))
    whole = written["written"][0]  # the community's own workbook comes first
    one = parsed(onebell("audit", community, plan, "--json"))
    assert parsed(onebell("audit", community, whole, "--json")) == one


def test_audit_imports_no_solver(planned):
    program = (
        "import sys, cli\n"
        "try:\n"
        f"    cli.main(['audit', {str(planned[0])!r}, {str(planned[1])!r}])\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        "loaded = sorted(m for m in sys.modules if m.split('.')[0] == 'ortools')\n"
        "assert not loaded, loaded\n"
    )
    done = script(program)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("change", ["teacher-leaves M3", "class-added M 三年级(2)班"])
def test_whatif_writes_a_plan_with_its_community(tmp_path, planned, change):
    out = tmp_path / "plan2"
    result = onebell("whatif", *planned, "--change", change, "-o", out, *QUICK)
    assert result.exit_code == 0, result.output
    assert onebell("audit", out / "community", out).exit_code == 0


def test_whatif_says_what_moved_and_for_whom(tmp_path, planned):
    words = ("whatif", *planned, "--change", "teacher-leaves M3", "-o", tmp_path / "p")
    result = onebell(*words, "--json", *QUICK)
    assert result.exit_code == 0
    data = parsed(result)
    assert data["moved"]["share"] < 0.5
    assert len(data["moved"]["lessons"]) == sum(
        data["moved"][k] for k in ("moved", "handed_over", "added", "dropped")
    )
    assert "M3" in data["changes"][0]
    assert data["cost_before"]
    shown = onebell(*words, *QUICK)
    assert shown.exit_code == 0
    assert "教师M3" in shown.stdout


def test_whatif_that_is_impossible_exits_with_1(tmp_path, planned):
    words = ("whatif", *planned, "--change", "teacher-leaves C5", "-o", tmp_path / "p")
    result = onebell(*words, *QUICK)
    assert result.exit_code == 1
    assert "音乐" in result.stdout
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("kind", ["workbook", "web", "csv"])
def test_export(tmp_path, planned, kind):
    result = onebell("export", *planned, "--to", kind, "-o", tmp_path / "out", "--json")
    assert result.exit_code == 0, result.output
    written = parsed(result)["written"]
    assert written
    assert all((tmp_path / "out").as_posix() in path for path in written)


def test_help_is_quick_and_names_every_command():
    done = process("--help", timeout=30)
    assert done.returncode == 0
    plans = ("profiles", "new", "check", "plan", "rotate", "audit", "whatif", "export", "merge")
    for name in (*plans, "import", "xhstt", "fet"):
        assert name in done.stdout
    light = process("-c", timeout=30)  # an unknown option: still no heavy import
    assert light.returncode == 2


def test_help_loads_nothing_heavy():
    program = (
        "import sys, cli\n"
        "try:\n"
        "    cli.main(['--help'])\n"
        "except SystemExit:\n"
        "    pass\n"
        "heavy = {'ortools', 'openpyxl', 'networkx', 'rich', 'pydantic'}\n"
        "assert not heavy & {m.split('.')[0] for m in sys.modules}\n"
    )
    done = script(program)
    assert done.returncode == 0, done.stderr


def test_version():
    result = onebell("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("onebell")


@pytest.mark.parametrize(
    ("table", "gone", "said"),
    [
        ("teachers", "M3", "教师教师M3"),
        ("classes", "M41", "班级东山小学四年级(1)班"),
    ],
)
def test_a_plan_goes_on_where_the_data_no_longer_has_somebody(tmp_path, planned, table, gone, said):
    """The row is deleted, as the manual has it; what the plan says of it is told, and made new."""
    changed = tmp_path / "community"
    shutil.copytree(planned[0], changed)
    edit(changed, table, lambda rows: rows.remove(next(r for r in rows if r[0] == gone)))
    if table == "classes":  # whose class teacher M2 was
        put("teachers", 7, "class_teacher_of", "")(changed)
    out = tmp_path / "plan2"
    result = onebell("plan", changed, "--from", planned[1], "-o", out, *QUICK)
    assert result.exit_code == 0, result.output
    assert f"数据里已经没有、方案里还写着的：{said}（" in result.stderr
    assert onebell("audit", changed, out).exit_code == 0
    assert onebell("audit", changed, planned[1]).exit_code == 2  # nothing is made up for


def test_an_id_that_was_mistyped_is_no_teacher_who_left(tmp_path, planned):
    """The name beside it is known: so it is a mistake, and nothing is left out."""
    plan = tmp_path / "plan"
    shutil.copytree(planned[1], plan)
    put("timetable", 1, "教师编号", "C99")(plan)
    result = onebell("plan", planned[0], "--from", plan, "-o", tmp_path / "plan2", *QUICK)
    assert result.exit_code == 2 and "“C99”：没有这个教师" in result.stderr


def test_a_workbook_goes_on_like_its_plan_where_the_data_no_longer_has_somebody(tmp_path, planned):
    """Here ids are hidden: a name that was written over that of who is gone counts."""
    changed, out = tmp_path / "community", tmp_path / "plan2"
    shutil.copytree(planned[0], changed)
    edit(changed, "teachers", lambda rows: rows.remove(next(r for r in rows if r[0] == "M3")))
    exported = onebell("export", *planned, "--to", "workbook", "-o", tmp_path / "books", "--json")
    whole = parsed(exported)["written"][0]
    book = load_workbook(whole, rich_text=True)
    sheet = book["数据-课表"]
    at = {str(cell.value): cell.column for cell in sheet[2]}
    rows = [r for r in range(3, sheet.max_row + 1) if sheet.cell(r, at["教师"]).value == "教师M3"]
    sheet.cell(rows[0], at["教师"]).value = "教师M1"
    book.save(tmp_path / "edited.xlsx")
    result = onebell("plan", changed, "--from", tmp_path / "edited.xlsx", "-o", out, *QUICK)
    assert result.exit_code == 0, result.output
    # one of the rows says somebody who is there
    assert f"方案里还写着的：教师教师M3（{len(rows) - 1}行）" in result.stderr
    assert onebell("audit", changed, out).exit_code == 0
    assert onebell("audit", changed, tmp_path / "edited.xlsx").exit_code == 2
