"""Duties that a school changed in its workbook: read, merged three ways, audited, mended.

S1 of the sample has morning reading on Mondays; she has the first two classes of it at once, and
the first class after school on Tuesdays.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cli_support import onebell
from openpyxl import load_workbook

sys.path.append(str(Path(__file__).parents[1] / "publishing"))
from test_duties_published import CLASSES, COMMUNITY, PLAN, SERVICE, SHE, STAFF

from community.writing import write_folder
from publishing.plan_folder import read_plan, write_plan

PAGE, LIST, DATA = CLASSES[0].name, "值班表", "数据-值班"
OTHER = STAFF[1]
HERS = next(x for x in PLAN.duties if x.slot == SERVICE)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The folders of the community and of its plan, and the workbook of S1; tests edit copies."""
    base = tmp_path_factory.mktemp("own")
    write_folder(COMMUNITY, base / "community")
    write_plan(PLAN, COMMUNITY, base / "plan")
    folders = base / "community", base / "plan"
    out = onebell("export", *folders, "--to", "workbook", "-o", base / "out", "--json")
    return *folders, Path(json.loads(out.stdout)["written"][2])


def cell_of(sheet, row, column):
    """Return the cell of a row and a column, both named by what stands at their beginning."""
    (across,) = (c.column for c in sheet[3] if c.value == column)
    (down,) = (r[0].row for r in sheet.iter_rows(min_row=4) if str(r[0].value).startswith(row))
    return sheet.cell(down, across)


def in_list(sheet, slot, column, group=PAGE):
    (across,) = (c.column for c in sheet[3] if c.value == column)
    (down,) = (
        r[0].row
        for r in sheet.iter_rows(min_row=4)
        if str(r[0].value).startswith(slot) and r[1].value == group
    )
    return sheet.cell(down, across)


def in_data(sheet, **cells):
    """Change cells, named by their headings, in the row of her duty after school."""
    at = {c.value: c.column for c in sheet[2]}
    for row in range(3, sheet.max_row + 1):
        if sheet.cell(row, at["时段"]).value == "课后服务":
            for header, value in cells.items():
                sheet.cell(row, at[header]).value = value


def edited(book, target, change):
    made = load_workbook(book, rich_text=True)
    change(made)
    made.save(target)
    return target


def on_page(text):
    return lambda book: setattr(cell_of(book[PAGE], "课后服务", "星期二"), "value", text)


@pytest.mark.parametrize(
    "change",
    [
        on_page(OTHER.name),
        lambda book: setattr(in_list(book[LIST], "课后服务", "周二"), "value", OTHER.name),
        lambda book: in_data(book[DATA], 教师=OTHER.name),
    ],
)
def test_a_duty_changed_on_a_page_or_in_the_data_is_merged_and_told(tmp_path, own, change):
    *folders, book = own
    sent = edited(book, tmp_path / "sent.xlsx", change)
    result = onebell("merge", *folders, sent, "-o", tmp_path / "plan2")
    assert "改动1处" in result.stdout
    assert f"东山小学 {PAGE} 周二课后服务值班：{SHE.name} → {OTHER.name}" in result.stdout
    merged = read_plan(COMMUNITY, tmp_path / "plan2")
    taken = replace(HERS, teacher=OTHER.id)
    assert {*merged.duties} == {*PLAN.duties} - {HERS} | {taken}
    assert merged.week == PLAN.week


def test_an_unedited_workbook_changes_no_duty(tmp_path, own):
    onebell("merge", *own, "-o", tmp_path / "plan2")
    assert read_plan(COMMUNITY, tmp_path / "plan2").duties == PLAN.duties


def test_a_duty_taken_out_is_audited(tmp_path, own):
    *folders, book = own
    sent = edited(book, tmp_path / "sent.xlsx", on_page(None))
    result = onebell("merge", *folders, sent, "-o", tmp_path / "plan2")
    assert result.exit_code == 1
    assert f"课后服务值班：{SHE.name} → 无" in result.stdout
    assert f"东山小学周二课后服务，{PAGE}：没有人值班" in result.stdout


def test_both_sides_changed_a_duty(tmp_path, own):
    community, _, book = own
    folders = community, tmp_path / "plan"
    third = STAFF[2]
    write_plan(
        replace(
            PLAN,
            duties=tuple(replace(x, teacher=third.id) if x == HERS else x for x in PLAN.duties),
        ),
        COMMUNITY,
        folders[1],
    )
    sent = edited(book, tmp_path / "sent.xlsx", on_page(OTHER.name))
    result = onebell("merge", *folders, sent, "-o", tmp_path / "plan2")
    told = f"发出时{SHE.name}；方案里{third.name}；送回的{OTHER.name}"
    assert result.exit_code == 1 and told in result.stdout
    theirs = onebell("merge", *folders, sent, "-o", tmp_path / "plan3", "--prefer", "workbook")
    assert "以送回的为准" in theirs.stdout
    held = {n: read_plan(COMMUNITY, tmp_path / n).duties for n in ("plan2", "plan3")}
    assert replace(HERS, teacher=third.id) in held["plan2"]
    assert replace(HERS, teacher=OTHER.id) in held["plan3"]


@pytest.mark.parametrize(("text", "told"), [("某某某", "应为值班教师的姓名"), ("早读", "姓名")])
def test_a_name_that_nobody_has_is_refused_with_its_place(tmp_path, own, text, told):
    *folders, book = own
    sent = edited(book, tmp_path / "sent.xlsx", on_page(text))
    result = onebell("merge", *folders, sent, "-o", tmp_path / "plan2")
    assert result.exit_code == 2 and told in result.stderr
    assert all(word in result.stderr for word in (PAGE, "星期二", text))
    assert not (tmp_path / "plan2").exists()


def test_a_duty_changed_in_two_ways_is_refused(tmp_path, own):
    *folders, book = own

    def both(made):
        on_page(OTHER.name)(made)
        in_data(made[DATA], 教师=STAFF[2].name)

    sent = edited(book, tmp_path / "sent.xlsx", both)
    result = onebell("merge", *folders, sent, "-o", tmp_path / "plan2")
    assert result.exit_code == 2 and "应只改一处" in result.stderr
