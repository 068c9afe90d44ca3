"""What schools send back: edited as people edit, understood, or refused with its place."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from published_plan import sample

from community.errors import InputError
from publishing.plan_book import HIDDEN
from publishing.plan_folder import write_plan
from publishing.school_reading import read_part
from publishing.workbook import export_workbooks
from scenarios.compare import MoveKind
from scenarios.merging import merged
from scenarios.plan import Plan
from scheduling.timetable import ClassLesson, WeekTimetable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

COMMUNITY, PLAN = sample(2, 4)
DATA, PAGE = "数据-课表", "一年级(1)班"
DAYS = ["", *(f"周{day}" for day in "一二三四五")]
Row = dict[str, object]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The workbooks of the community and of S0, S1, S2."""
    return export_workbooks(PLAN, COMMUNITY, tmp_path_factory.mktemp("books"))


def of(school: str) -> list[ClassLesson]:
    return [x for x in PLAN.week.lessons if x.school == school]


def lesson(**wanted: object) -> ClassLesson:
    """The first lesson of S1 that is like that."""
    return next(x for x in of("S1") if all(getattr(x, k) == v for k, v in wanted.items()))


def edited(source: Path, target: Path, change: Callable[[Workbook], None]) -> Path:
    book = load_workbook(source, rich_text=True)
    change(book)
    book.save(target)
    return target


def data(
    source: Path, target: Path, which: ClassLesson, sheet: str = DATA, **cells: object
) -> Path:
    """Change cells, named by their headers, in the row of a lesson."""

    def change(book: Workbook) -> None:
        at = {c.value: c.column for c in book[sheet][2]}
        names = ("班级编号", "星期", "节次序号", "学科编号")
        wanted = [which.class_id, DAYS[which.weekday], which.slot, which.subject]
        for row in range(3, book[sheet].max_row + 1):
            if [book[sheet].cell(row, at[name]).value for name in names] == wanted:
                for header, value in cells.items():
                    book[sheet].cell(row, at[header]).value = value
                return
        raise AssertionError("the lesson has no row")

    return edited(source, target, change)


def only_change(path: Path, plan: Plan = PLAN) -> tuple[ClassLesson, ClassLesson]:
    """Return the one lesson that the workbook of S1 changes, before and after."""
    part = read_part(COMMUNITY, plan, path)
    assert part.school == "S1" and part.knows_base
    ours = [x for x in plan.week.lessons if part.holds(x)]
    found = merged(part.base, ours, part.lessons)
    (move,) = found.taken
    assert move.before and move.after and not found.conflicts
    return move.before, move.after


def problems(path: Path, plan: Plan = PLAN) -> list[tuple[object, ...]]:
    with pytest.raises(InputError) as caught:
        read_part(COMMUNITY, plan, path)
    return [(p.place, p.row, p.column, p.value) for p in caught.value.problems]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unedited_workbook_changes_nothing(tmp_path: Path, lang: str) -> None:
    for path in export_workbooks(PLAN, COMMUNITY, tmp_path, lang)[1:]:  # type: ignore[arg-type]
        part = read_part(COMMUNITY, PLAN, path)
        assert part.knows_base and part.base == part.lessons == tuple(of(part.school))


ZH = lesson(subject="zh", class_id="S1-11")
FREE = next(t for t in COMMUNITY.teachers if t.school == "S1" and t.id != ZH.teacher)


@pytest.mark.parametrize(
    ("cells", "after"),
    [
        ({"节次": "第7节"}, {"slot": 10}),  # slots are 2, 3, 5, 6, 8, 9, 10
        ({"节次序号": 10}, {"slot": 10}),
        ({"开始": "15:50"}, {"slot": 10}),  # S1 rings ten minutes later than 15:40
        ({"星期": "周六"}, None),
        ({"节次": "第9节"}, None),
        ({"教师": "没有这位"}, None),
        ({"教师": FREE.name}, {"teacher": FREE.id}),
        ({"教师编号": FREE.id}, {"teacher": FREE.id}),
        ({"教师编号": None, "教师": None}, {"teacher": ""}),
        ({"节次": "第6节", "教师": FREE.name}, {"slot": 9, "teacher": FREE.id}),
        ({"教室": "同步课堂教室"}, {"room": "S1-LIVE"}),  # every school has a room of that name
        ({"教室": "天文台"}, None),
        ({"教室编号": "S1-LIVE"}, {"room": "S1-LIVE"}),
    ],
)
def test_the_cell_that_was_changed_counts(
    books: list[Path], tmp_path: Path, cells: Row, after: Row | None
) -> None:
    path = data(books[2], tmp_path / "x.xlsx", ZH, **cells)
    if after is None:
        ((place, _row, column, value),) = problems(path)
        assert place == DATA and value
        assert column in cells  # and not the hidden one beside it
    else:
        assert only_change(path) == (ZH, replace(ZH, **after))


def test_a_name_cleared_is_no_change(books: list[Path], tmp_path: Path) -> None:
    path = data(books[2], tmp_path / "x.xlsx", ZH, 教师=None, 节次=None, 开始=None)
    assert read_part(COMMUNITY, PLAN, path).lessons == tuple(of("S1"))


def test_cells_that_contradict_each_other_are_refused(books: list[Path], tmp_path: Path) -> None:
    path = data(books[2], tmp_path / "x.xlsx", ZH, 节次="第6节", 开始="15:50")
    assert [p[2] for p in problems(path)] == ["开始"]


def test_rows_taken_out_and_put_in(books: list[Path], tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book[DATA]
        sheet.delete_rows(3)
        sheet.append([c.value for c in sheet[4]])

    part = read_part(COMMUNITY, PLAN, edited(books[2], tmp_path / "x.xlsx", change))
    kinds = sorted(m.kind for m in merged(part.base, part.base, part.lessons).taken)
    assert kinds == [MoveKind.ADDED, MoveKind.DROPPED]


def test_lessons_change_places_on_the_page_of_a_class(books: list[Path], tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        page = book[PAGE]
        page["B5"].value, page["C6"].value = page["C6"].value, page["B5"].value

    path = edited(books[2], tmp_path / "x.xlsx", change)
    part = read_part(COMMUNITY, PLAN, path)
    found = merged(part.base, part.base, part.lessons).taken
    assert sorted(m.before for m in found if m.before) == sorted(
        [lesson(class_id="S1-11", weekday=d, slot=s) for d, s in ((1, 2), (2, 3))]
    )
    assert {(m.after.weekday, m.after.slot) for m in found if m.after} == {(1, 2), (2, 3)}


def test_another_teachers_name_on_the_page_of_a_class(books: list[Path], tmp_path: Path) -> None:
    first = lesson(class_id="S1-11", weekday=1, slot=2)
    old = COMMUNITY.teacher_by_id[first.teacher].name

    def change(book: Workbook) -> None:
        book[PAGE]["B5"].value = str(book[PAGE]["B5"].value).replace(old, f" {FREE.name} ")

    path = edited(books[2], tmp_path / "x.xlsx", change)
    assert only_change(path) == (first, replace(first, teacher=FREE.id))


def test_blanks_and_fonts_on_a_page_are_no_change(books: list[Path], tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book[PAGE]["B5"].value = f" {book[PAGE]['B5'].value}\n"

    part = read_part(COMMUNITY, PLAN, edited(books[2], tmp_path / "x.xlsx", change))
    assert part.lessons == part.base


def test_a_lesson_moves_to_an_empty_cell_or_goes(books: list[Path], tmp_path: Path) -> None:
    free = next(
        (day, slot)
        for day in range(1, 6)
        for slot in (10, 9)
        if not any((x.class_id, x.weekday, x.slot) == ("S1-11", day, slot) for x in of("S1"))
    )
    first = lesson(class_id="S1-11", weekday=1, slot=2)

    def change(book: Workbook, to: bool) -> None:
        page = book[PAGE]
        if to:
            page.cell(3 + free[1], 1 + free[0]).value = page["B5"].value
        page["B5"].value = None

    path = edited(books[2], tmp_path / "x.xlsx", lambda book: change(book, True))
    assert only_change(path) == (first, replace(first, weekday=free[0], slot=free[1]))
    part = read_part(
        *(COMMUNITY, PLAN, edited(books[2], tmp_path / "y.xlsx", lambda b: change(b, False)))
    )
    assert set(part.base) - set(part.lessons) == {first}


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "row"),
    [
        (PAGE, "B5", "体育与健康\n新老师", 5),  # said by no cell of the page before
        (PAGE, "A5", "第一节课", 5),
        (PAGE, "A1", "新课表", 1),
        ("总课表", "B5", "语", 5),
    ],
)
def test_what_is_not_understood_on_a_page_is_refused(
    books: list[Path], tmp_path: Path, sheet: str, cell: str, value: str, row: int
) -> None:
    def change(book: Workbook) -> None:
        book[sheet][cell].value = value

    found = problems(edited(books[2], tmp_path / "x.xlsx", change))
    assert (sheet, row) in [(p[0], p[1]) for p in found]


def test_a_lesson_changed_on_page_and_in_data_is_refused(books: list[Path], tmp_path: Path) -> None:
    first = lesson(class_id="S1-11", weekday=1, slot=2)
    second = lesson(class_id="S1-11", weekday=2, slot=3)

    def change(book: Workbook) -> None:
        page = book[PAGE]
        page["B5"].value, page["C6"].value = page["C6"].value, page["B5"].value

    path = data(books[2], tmp_path / "x.xlsx", first, 星期="周五", 节次="第7节")
    assert (PAGE, None) in [p[:2] for p in problems(edited(path, tmp_path / "y.xlsx", change))]
    same = data(books[2], tmp_path / "z.xlsx", first, 星期="周二", 节次="第2节")
    same = data(
        same, tmp_path / "z.xlsx", second, 星期="周一", 节次="第1节", 教师编号=second.teacher
    )
    part = read_part(COMMUNITY, PLAN, edited(same, tmp_path / "w.xlsx", change))
    assert len(set(part.base) - set(part.lessons)) == 2  # the same change twice is one


def test_the_base_is_what_was_sent_out(books: list[Path], tmp_path: Path) -> None:
    """The plan has changed since; the school's workbook does not undo that."""
    other = lesson(subject="math", class_id="S1-21")
    lessons = [replace(x, room="S1-LIVE") if x == other else x for x in PLAN.week.lessons]
    plan = replace(PLAN, week=WeekTimetable(PLAN.week.term, tuple(sorted(lessons))))
    path = data(books[2], tmp_path / "x.xlsx", ZH, 节次="第7节")
    part = read_part(COMMUNITY, plan, path)
    assert other in part.base
    ours = [x for x in plan.week.lessons if part.holds(x)]
    found = merged(part.base, ours, part.lessons)
    assert replace(other, room="S1-LIVE") in found.lessons
    assert [m.after for m in found.taken] == [replace(ZH, slot=10)]


def test_older_workbooks_do_not_say_what_was_sent_out(books: list[Path], tmp_path: Path) -> None:
    def forget(book: Workbook) -> None:
        text = "".join(str(r[0].value or "") for r in book[HIDDEN].iter_rows())
        book[HIDDEN].delete_rows(1, 99)
        before, _, after = text.partition('"sent": ')
        assert after
        book[HIDDEN]["A1"] = before.rstrip(", ") + "}"

    path = data(books[2], tmp_path / "x.xlsx", ZH, 节次="第7节")
    old = edited(path, tmp_path / "old.xlsx", forget)
    part = read_part(COMMUNITY, PLAN, old)
    assert not part.knows_base and part.base == tuple(of("S1"))
    assert replace(ZH, slot=10) in part.lessons
    assert read_part(COMMUNITY, PLAN, old, PLAN).knows_base


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_table_of_lessons_alone_is_about_its_classes(
    books: list[Path], tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"x.{kind}"
    if kind == "csv":
        write_plan(PLAN, COMMUNITY, tmp_path / "plan")
        with (tmp_path / "plan" / "timetable.csv").open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        kept = [r for r in rows if r[2] == ZH.class_id]
        row = next(
            r for r in kept if (r[4], r[5]) == (f"周{'一二三四五'[ZH.weekday - 1]}", str(ZH.slot))
        )
        row[6] = "第7节"
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([header, *kept])
    else:

        def alone(book: Workbook) -> None:
            for name in set(book.sheetnames) - {DATA}:
                del book[name]
            for row in range(book[DATA].max_row, 2, -1):
                if book[DATA].cell(row, 3).value != ZH.class_id:
                    book[DATA].delete_rows(row)

        edited(data(books[2], tmp_path / "y.xlsx", ZH, 节次="第7节"), path, alone)
    part = read_part(COMMUNITY, PLAN, path)
    assert part.school == "" and not part.knows_base
    ours = [x for x in PLAN.week.lessons if part.holds(x)]
    assert {x.class_id for x in ours} == {ZH.class_id}
    (move,) = merged(part.base, ours, part.lessons).taken
    assert (move.before, move.after) == (ZH, replace(ZH, slot=10))


def test_other_workbooks_are_refused(books: list[Path], tmp_path: Path) -> None:
    assert problems(books[0]) == [(books[0].name, None, None, "")]  # of the whole community
    (tmp_path / "no.xlsx").write_bytes(b"PK nothing")
    assert problems(tmp_path / "no.xlsx")
    later = replace(PLAN, week=WeekTimetable("2025-2", PLAN.week.lessons))
    assert "2025-2" in _told(books[2], later)
    roster = export_workbooks(Plan(PLAN.community, PLAN.roster), COMMUNITY, tmp_path / "r")
    assert "课表" in _told(roster[2], PLAN)
    elsewhere = COMMUNITY.model_copy(update={"id": "elsewhere"})
    with pytest.raises(InputError) as caught:
        read_part(elsewhere, PLAN, books[2])
    assert caught.value.problems[0].column == "community"


def _told(path: Path, plan: Plan) -> str:
    with pytest.raises(InputError) as caught:
        read_part(COMMUNITY, plan, path)
    return str(caught.value)


def test_lessons_of_another_school_are_refused(books: list[Path], tmp_path: Path) -> None:
    path = data(books[2], tmp_path / "x.xlsx", ZH, 班级编号="S2-11", 班级=None, 学校=None)
    assert [(p[0], p[2], p[3]) for p in problems(path)] == [(DATA, "班级编号", "S2-11")]
