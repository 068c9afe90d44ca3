"""Workbooks: A4 pages, safe names and text, and nothing lost on the way to an audit."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from published_plan import sample, with_fields

from community.errors import InputError
from publishing.plan_book import HIDDEN
from publishing.plan_folder import read_plan
from publishing.school_reading import read_part
from publishing.sheets import SheetNames, put
from publishing.view import PlanView
from publishing.workbook import community_book, export_workbooks, school_book
from publishing.workbook_reading import read_plan_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from community.models import Community

COMMUNITY, PLAN = sample(2, 4)
NASTY = '=HYPERLINK("http://x","y")'


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return export_workbooks(PLAN, COMMUNITY, tmp_path_factory.mktemp("books"))


def problems(path: Path, community: Community = COMMUNITY) -> list[tuple[object, ...]]:
    with pytest.raises(InputError) as caught:
        read_plan(community, path)
    return [(p.place, p.row, p.column, p.value) for p in caught.value.problems]


def changed(source: Path, target: Path, sheet: str, cell: str, value: object) -> Path:
    book = load_workbook(source, rich_text=True)
    book[sheet][cell] = value
    book.save(target)
    return target


def test_one_book_for_the_community_and_one_for_each_school(books: list[Path]) -> None:
    assert [p.name for p in books] == [
        "青溪教育共同体-课表.xlsx",
        "城关中心小学-课表.xlsx",
        "东山小学-课表.xlsx",
        "青龙湾小学-课表.xlsx",
    ]


def test_the_communitys_workbook_loses_nothing(books: list[Path]) -> None:
    assert read_plan(COMMUNITY, books[0]) == PLAN
    english = community_book(PlanView(PLAN, COMMUNITY), "en")
    path = books[0].with_name("english.xlsx")
    english.save(path)
    assert read_plan_workbook(COMMUNITY, path) == PLAN


def test_a_schools_workbook_holds_its_part(books: list[Path]) -> None:
    part = read_part(COMMUNITY, PLAN, books[2])
    assert part.lessons == part.base == tuple(x for x in PLAN.week.lessons if x.school == "S1")
    assert problems(books[2])[0][3] == "东山小学"  # one school is not a plan


def test_every_printed_sheet_is_one_a4_page(books: list[Path]) -> None:
    timetables = load_workbook(books[1]).worksheets[1:-2]
    lists = ("本校教师进出", "本校轮岗名单")  # run over as many pages as they need
    for sheet in (s for s in timetables if s.title not in lists):
        assert sheet.page_setup.paperSize == 9  # A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        assert sheet.page_setup.orientation in ("landscape", "portrait")
        assert sheet.print_options.horizontalCentered
        assert sheet.print_area
        assert sheet.page_margins.left < 0.5  # inches


def test_a_large_school_has_an_overview_and_one_for_each_grade() -> None:
    community, plan = sample(1, 14)
    book = school_book(PlanView(plan, community), community.schools[0], "zh")
    overviews = [s for s in book if s.title.endswith("总课表")]
    assert [s.title for s in overviews][:3] == ["总课表", "一年级总课表", "二年级总课表"]
    assert [s.page_setup.orientation for s in overviews] == ["landscape"] + ["portrait"] * 6
    assert str(overviews[0]["B4"].value) == "语"  # short names where there is little room
    assert str(overviews[1]["C3"].value).startswith("语文\n")


def test_twelve_classes_side_by_side_can_be_read() -> None:
    """35 lessons of two lines each leave 20 points a row: about 8 for subjects, 7 for names."""
    community, plan = sample(1, 12)
    view = PlanView(plan, community)
    book = school_book(view, community.schools[0], "zh")
    sheet = book["总课表"]
    letters = [get_column_letter(n) for n in range(1, sheet.max_column + 1)]
    wide = sum(6 * sheet.column_dimensions[c].width + 4 for c in letters)
    high = sum(sheet.row_dimensions[r].height or 15 for r in range(1, sheet.max_row + 1))
    scale = min(550 / wide, 792 / high)  # points inside the margins of an upright A4 page
    assert 11 * scale > 8 and 9 * scale > 6.6
    cells = [str(sheet.cell(r, 3).value) for r in range(3, 38) if sheet.cell(r, 3).value]
    assert {c.split("\n")[0] for c in cells} <= {*view.subject_brief.values()}  # each on one line
    assert "体育 体育与健康" in str(sheet.cell(sheet.max_row, 1).value)


def test_lists_repeat_their_header_over_pages(books: list[Path]) -> None:
    book = load_workbook(books[0])
    for name in ("同步课堂对照表", "轮岗公示表", "走教行程表", "课时统计"):
        assert book[name].print_title_rows == "$3:$3"
        assert (book[name].page_setup.fitToWidth, book[name].page_setup.fitToHeight) == (1, 0)


def test_a_class_sheet_looks_like_a_timetable(books: list[Path]) -> None:
    sheet = load_workbook(books[1])["三年级(1)班"]
    assert sheet["A1"].value == "三年级(1)班 课程表"
    assert "城关中心小学" in sheet["A2"].value
    assert [c.value for c in sheet[3]] == ["时间", *(f"星期{d}" for d in "一二三四五")]
    texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value]
    assert "早读  07:55–08:15" in texts
    assert "第1节\n08:20–09:00" in texts
    live = next(t for t in texts if t.startswith("音乐 ◎"))
    assert "→ 东山小学 三年级(1)班" in live  # the classes that follow
    assert "同步课堂教室" in live
    both = next(t for t in texts if t.startswith("单·信息科技"))
    assert "双·书法" in both


def test_a_teacher_away_has_a_row_for_the_other_schools_bells(books: list[Path]) -> None:
    visitor = next(p.teacher for p in PLAN.roster.placements if p.kind.value == "itinerant")
    name = COMMUNITY.teacher_by_id[visitor].name
    texts = [
        str(c.value)
        for row in load_workbook(books[1])[name].iter_rows(max_col=3)
        for c in row
        if c.value
    ]
    # S1 rings ten minutes later: its fifth lesson runs 14:10-14:50, the core's 14:00-14:40
    assert "外校\n14:10–14:50" in texts
    assert any("东山小学" in t and "连堂" in t for t in texts)


def test_an_edited_data_sheet_is_what_counts(books: list[Path], tmp_path: Path) -> None:
    book = load_workbook(books[0], rich_text=True)
    sheet = book["数据-课表"]
    at = {c.value: c.column for c in sheet[2]}
    row = next(r for r in range(3, 400) if sheet.cell(r, at["节次序号"]).value == 9)
    old = sheet.cell(row, at["班级编号"]).value, sheet.cell(row, at["星期"]).value
    sheet.cell(row, at["节次序号"]).value = 10
    for column in ("节次", "开始", "结束"):
        sheet.cell(row, at[column]).value = None
    book.save(tmp_path / "edited.xlsx")
    edited = read_plan(COMMUNITY, tmp_path / "edited.xlsx")
    gone, new = PLAN.week.diff(edited.week)
    assert (len(gone), len(new)) == (1, 1)
    assert (gone[0].slot, new[0].slot, new[0].class_id) == (9, 10, old[0])


def test_a_name_or_a_period_edited_alone_counts(books: list[Path], tmp_path: Path) -> None:
    book = load_workbook(books[0], rich_text=True)
    sheet = book["数据-课表"]
    at = {c.value: c.column for c in sheet[2]}
    row = next(r for r in range(3, 400) if sheet.cell(r, at["节次序号"]).value == 9)
    sheet.cell(row, at["节次"]).value = "第7节"
    book.save(tmp_path / "edited.xlsx")
    gone, new = PLAN.week.diff(read_plan(COMMUNITY, tmp_path / "edited.xlsx").week)
    assert [(x.slot, y.slot) for x, y in zip(gone, new, strict=True)] == [(9, 10)]


def test_a_change_only_in_a_printed_sheet_is_refused(books: list[Path], tmp_path: Path) -> None:
    path = changed(books[1], tmp_path / "x.xlsx", "三年级(1)班", "B5", "体育")
    with pytest.raises(InputError) as caught:
        read_part(COMMUNITY, PLAN, path)
    assert [(p.place, p.row) for p in caught.value.problems] == [("三年级(1)班", 5)]


def test_bad_cells_of_the_data_sheet_are_named(books: list[Path], tmp_path: Path) -> None:
    path = changed(books[0], tmp_path / "a.xlsx", "数据-课表", "L3", "T999")
    assert ("数据-课表", 3, "教师编号", "T999") in problems(path)
    path = changed(books[0], tmp_path / "b.xlsx", "数据-课表", "F4", "=1+1")
    assert ("数据-课表", 4, "节次序号", "=1+1") in problems(path)
    path = changed(books[0], tmp_path / "c.xlsx", HIDDEN, "A1", "{}")
    assert problems(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "no.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert problems(tmp_path / "no.xlsx")
    Workbook().save(tmp_path / "empty.xlsx")
    assert problems(tmp_path / "empty.xlsx")
    book = load_workbook_without(tmp_path)
    assert ("数据-课表", None, None, "") in problems(book)


def load_workbook_without(folder: Path) -> Path:
    book = community_book(PlanView(PLAN, COMMUNITY), "zh")
    del book["数据-课表"]
    book.save(folder / "without.xlsx")
    return folder / "without.xlsx"


def renamed() -> Community:
    """The same community with names that attack spreadsheets, pages and file systems."""
    names = [NASTY, "+1", "-2", "@a", "../../etc/passwd", "a/b:c*?[x]", "</script><b>", "\x07bell"]
    teachers = tuple(
        t.model_copy(update={"name": names[i % len(names)]})
        for i, t in enumerate(COMMUNITY.teachers)
    )
    schools = tuple(
        s.model_copy(update={"name": n})
        for s, n in zip(COMMUNITY.schools, (NASTY, "../x/y", "..."), strict=True)
    )
    rooms = tuple(r.model_copy(update={"name": "x" * 50}) for r in COMMUNITY.rooms)
    return with_fields(COMMUNITY, teachers=teachers, schools=schools, rooms=rooms, name="&[File]=1")


def test_hostile_names_stay_text_and_stay_inside(tmp_path: Path) -> None:
    community = renamed()
    paths = export_workbooks(PLAN, community, tmp_path / "out")
    assert all(p.parent == tmp_path / "out" for p in paths)
    assert len({p.name for p in paths}) == 4
    for path in paths:
        book = load_workbook(path)
        formulas = [
            c.coordinate for s in book for row in s.iter_rows() for c in row if c.data_type == "f"
        ]
        assert not formulas
        assert all(len(s.title) <= 31 and not set(s.title) & set("\\/?*[]:") for s in book)
    assert read_plan(community, paths[0]) == PLAN


def test_sheet_names_are_legal_and_unique() -> None:
    names = SheetNames()
    taken = [names.take(n) for n in ("a/b", "A-B", "history", "'x'", "", "三" * 40, "三" * 41)]
    assert taken[:4] == ["a-b", "A-B (2)", "history (2)", "x"]
    assert all(0 < len(n) <= 31 for n in taken)
    assert len({n.lower() for n in taken}) == len(taken)


def test_text_that_looks_like_a_formula_or_an_error_is_text() -> None:
    sheet = Workbook().active
    assert sheet is not None
    for row, text in enumerate(("=1", "+1", "-1", "@x", "#N/A"), 1):
        cell = put(sheet, row, 1, text)
        assert (cell.value, cell.data_type) == (text, "s")


def test_the_hidden_sheet_says_what_the_workbook_is() -> None:
    book = school_book(PlanView(PLAN, COMMUNITY), COMMUNITY.schools[1], "zh")
    assert book[HIDDEN].sheet_state == "hidden"
    text = "".join(str(row[0]) for row in book[HIDDEN].iter_rows(values_only=True))
    assert json.loads(text)["part"] == "S1"


def rewritten(source: Path, target: Path, part: str, change: Callable[[str], str]) -> Path:
    """A copy of a workbook with one of its parts changed; of a sheet, by its title."""
    with zipfile.ZipFile(source) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    names = load_workbook(source, read_only=True).sheetnames
    if part in names:
        part = f"xl/worksheets/sheet{names.index(part) + 1}.xml"
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return target


def half(text: str) -> str:
    return text[: len(text) // 2]


def hidden(**changes: object) -> Callable[[Path, Path], Path]:
    """Return the edit of what the hidden sheet says."""

    def change(source: Path, target: Path) -> Path:
        book = load_workbook(source)
        cells = [row[0] for row in book[HIDDEN].iter_rows(max_col=1)]
        told = json.loads("".join(str(c.value) for c in cells)) | changes
        for cell in cells:
            cell.value = None
        cells[0].value = json.dumps(told)
        book.save(target)
        return target

    return change


def in_part(part: str, change: Callable[[str], str]) -> Callable[[Path, Path], Path]:
    return lambda source, target: rewritten(source, target, part, change)


FAR_ROW = '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row></sheetData>'
DAMAGES = {
    "a printed sheet cut off": (in_part("城关中心小学", half), "城关中心小学", "完好"),
    "a data sheet cut off": (in_part("数据-课表", half), "数据-课表", "完好"),
    "the hidden sheet cut off": (in_part(HIDDEN, half), HIDDEN, "完好"),
    "styles cut off": (in_part("xl/styles.xml", half), "a.xlsx", "完好"),
    "relations cut off": (in_part("xl/_rels/workbook.xml.rels", half), "a.xlsx", "完好"),
    "a row beyond the end": (
        in_part("城关中心小学", lambda text: text.replace("</sheetData>", FAR_ROW)),
        *("城关中心小学", "20000行"),
    ),
    "a list as the part": (hidden(part=[1]), HIDDEN, "重新导出"),
    "no part": (hidden(part=None), HIDDEN, "重新导出"),
    "a word for a row": (hidden(printed={"城关中心小学": {"x": 1}}), HIDDEN, "重新导出"),
    "text for a fingerprint": (hidden(printed={"城关中心小学": {"1": "x"}}), HIDDEN, "重新导出"),
    "a list of sheets": (hidden(printed=[1]), HIDDEN, "重新导出"),
    "endless seconds": (
        hidden(phases=[{"phase": "week", "status": "OPTIMAL", "seconds": float("inf")}]),
        *("a.xlsx", "phases"),
    ),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_damage_inside_is_one_line(books: list[Path], tmp_path: Path, case: str) -> None:
    spoil, place, said = DAMAGES[case]
    with pytest.raises(InputError) as caught:
        read_plan(COMMUNITY, spoil(books[0], tmp_path / "a.xlsx"))
    (problem,) = caught.value.problems
    assert problem.place == place and said in problem.to("zh")


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e300", "-1"])
def test_a_number_that_is_none_is_named_with_its_cell(
    books: list[Path], tmp_path: Path, number: str
) -> None:
    """The first lesson's slot, in H3; as a spreadsheet writes numbers."""
    cell = re.compile('<c r="H3"[^>]*>.*?</c>')
    spoil = in_part("数据-课表", lambda t: cell.sub(f'<c r="H3"><v>{number}</v></c>', t, count=1))
    found = problems(spoil(books[0], tmp_path / "a.xlsx"))
    assert [(place, row) for place, row, _column, _value in found] == [("数据-课表", 3)]
