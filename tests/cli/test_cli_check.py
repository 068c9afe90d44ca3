"""What ``check`` remarks on, though a plan is possible."""

from __future__ import annotations

import pytest
from cli_support import edit, onebell, put, tiny_folder


def add(table: str, *cells: str):
    return lambda folder: edit(folder, table, lambda rows: rows.append(list(cells)))


def an_empty_school(folder):
    edit(folder, "schools", lambda rows: rows.append(["E", "空校", *rows[2][2:]]))
    for way in (("E", "C"), ("C", "E"), ("E", "M"), ("M", "E")):
        add("travel", *way, "20", "")(folder)


def a_visit(there: str, back: str):
    """C5 teaches at M as well; the first lesson of C ends at 9:10, the last of M begins at 11:10.

    That is 120 minutes. The first of M ends at 9:20, the last of C begins at 11:00: 100 minutes.
    """

    def change(folder):
        add("placements", "C5", "itinerant", "M", "2025-1", "1", "", "", "locked")(folder)
        put("travel", 1, "minutes", there)(folder)
        put("travel", 2, "minutes", back)(folder)

    return change


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        # M1 leads the only class of M with a class teacher; C1 one of two classes of C.
        (put("teachers", 1, "class_teacher_of", ""), "没有人是中心小学三年级(1)班的班主任"),
        (add("calendar", "2052-10-01", "holiday", "", "", "国庆"), "2052-10-01离各学期都很远"),
        (an_empty_school, "“班级”表里没有空校的班"),
        (a_visit("121", "101"), "路上要121分钟，而两校同一天的两节课最多隔120分钟"),
    ],
)
def test_it_is_remarked_on(tmp_path, spoil, told):
    folder = tiny_folder(tmp_path / "community")
    assert "请留意" not in onebell("check", folder).stdout
    spoil(folder)
    result = onebell("check", folder)
    assert told in result.stdout, result.output


def test_a_way_for_which_the_lessons_of_a_day_leave_time_is_not(tmp_path):
    folder = tiny_folder(tmp_path / "community")
    a_visit("120", "400")(folder)
    assert "请留意" not in onebell("check", folder).stdout


def test_vacations_between_terms_are_not(tmp_path):
    folder = tiny_folder(tmp_path / "community")
    add("calendar", "2026-02-16", "holiday", "", "", "春节")(folder)
    assert "请留意" not in onebell("check", folder).stdout
