"""The column 职务 of a list of teachers fills what it says for sure; the rest is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messy_books import STYLES

from community.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from community.reading import Reading

HEADER = 10  # the first free column of the village's list; its own 班主任 is the seventh


def _read(tmp_path: Path, offices: dict[int, str], **cells: str | None) -> Reading:
    """Read the village's workbook with offices by row, and some other cells of its teachers."""
    book = STYLES["village"]()
    sheet = book["老师"]
    sheet.cell(1, HEADER).value = "职务"
    for row, office in offices.items():
        sheet.cell(row, HEADER).value = office
    for name, value in cells.items():
        sheet[name] = value
    book.save(tmp_path / "village.xlsx")
    return read(tmp_path / "village.xlsx")


def test_offices_fill_the_columns_that_hold_them(tmp_path: Path) -> None:
    offices = {
        2: "校长",
        3: "教导主任兼班主任",  # whose class stands in another column
        4: "语文教研组长、副校长",
        8: "班主任",  # of no class
        9: "教务处副主任，体育组长",
        10: "年级组长，语文教研组副组长",
        11: "教师",
        12: "班主任（一年级）",  # as the other column says
    }
    found = _read(tmp_path, offices)
    assert found.community is not None
    teachers = found.community.teachers
    assert [t.name for t in teachers if t.is_middle_leader] == ["李建华", "黄学军"]
    assert [t.name for t in teachers if t.is_group_head] == ["张玉珍", "黄学军"]
    assert found.readers["teachers"].read_as[-3:] == [
        (3, "职务", "教导主任兼班主任", ("中层干部", "is_middle_leader")),
        (4, "职务", "语文教研组长、副校长", ("教研组长", "is_group_head")),
        (
            9,
            "职务",
            "教务处副主任，体育组长",
            ("中层干部、教研组长", "is_middle_leader, is_group_head"),
        ),
    ]
    (said,) = [note.text.zh for note in found.notes if "职务" in note.text.zh]
    assert said.startswith(
        "“职务”一列中没有读取：校长、副校长、班主任、年级组长、语文教研组副组长；"
    )


def test_a_class_teacher_by_office(tmp_path: Path) -> None:
    found = _read(tmp_path, {7: "三（2）班班主任"}, G7=None)
    assert found.community is not None
    (yang,) = [t for t in found.community.teachers if t.name == "杨志明"]
    group = found.community.class_by_id[yang.class_teacher_of or ""]
    assert (group.school, group.grade, group.number) == (yang.school, 3, 2)


def test_a_class_teacher_of_two_classes_is_told_with_the_cell(tmp_path: Path) -> None:
    found = _read(tmp_path, {7: "三（1）班班主任"})  # the other column says 三(2)班
    (line,) = [str(p) for p in found.problems]
    assert line.startswith("老师，第7行，“职务”列：“三（1）班班主任”：应与班主任班级一致")


def test_a_column_of_its_own_counts_before_an_office(tmp_path: Path) -> None:
    found = _read(tmp_path, {3: "总务主任"}, K1="中层干部", K3="否")
    assert found.community is not None
    assert not any(t.is_middle_leader for t in found.community.teachers)
    assert any("没有读取：总务主任" in note.text.zh for note in found.notes)
