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


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        # M1 leads the only class of M with a class teacher; C1 one of two classes of C.
        (put("teachers", 1, "class_teacher_of", ""), "没有人是中心小学三年级(1)班的班主任"),
        (add("calendar", "2052-10-01", "holiday", "", "", "国庆"), "2052-10-01离各学期都很远"),
        (an_empty_school, "“班级”表里没有空校的班"),
    ],
)
def test_it_is_remarked_on(tmp_path, spoil, told):
    folder = tiny_folder(tmp_path / "community")
    assert "请留意" not in onebell("check", folder).stdout
    spoil(folder)
    result = onebell("check", folder)
    assert told in result.stdout, result.output


def test_vacations_between_terms_are_not(tmp_path):
    folder = tiny_folder(tmp_path / "community")
    add("calendar", "2026-02-16", "holiday", "", "", "春节")(folder)
    assert "请留意" not in onebell("check", folder).stdout
