"""Problems as lines: what is the same in many rows is told once."""

from __future__ import annotations

from community.errors import InputError, Problem
from community.text import Text

MUST = Text("这一格必须填写", "expected a value")
TIME = Text("应为时刻", "expected a time")


def empty(row, column="类型"):
    return Problem(place="教室", row=row, column=column, expected=MUST)


def test_rows_with_the_same_problem_share_a_line():
    found = InputError([empty(2), empty(2, "名称"), empty(3), empty(4), empty(7)])
    assert found.lines() == [
        "教室，第2–4、7行，“类型”列：这一格必须填写。",
        "教室，第2行，“名称”列：这一格必须填写。",
    ]
    assert found.lines("en")[0] == '教室, rows 2–4, 7, column "类型": expected a value.'


def test_of_many_runs_of_rows_the_first_are_told_and_how_many_there_are():
    (line,) = InputError(empty(row) for row in range(2, 40, 2)).lines()
    # The even rows from 2 to 38: 19, twelve of which are told.
    assert line.startswith("教室，第2、4、6、8、10、12、14、16、18、20、22、24行等19行，")


def test_a_few_values_are_told_one_by_one_and_many_in_one_line():
    def wrong(*values):
        rows = enumerate(values, 2)
        return InputError(
            Problem(place="作息", row=row, column="开始", expected=TIME, value=value)
            for row, value in rows
        ).lines()

    assert wrong("八点", "九点", "八点") == [
        "作息，第2、4行，“开始”列：“八点”：应为时刻。",
        "作息，第3行，“开始”列：“九点”：应为时刻。",
    ]
    assert wrong("八点", "九点", "十点", "晚上") == [
        "作息，第2–5行，“开始”列：“八点”、“九点”、“十点”等4个：应为时刻。"
    ]


def test_what_is_wrong_with_a_whole_sheet_has_no_row():
    problem = Problem(place="学期", expected=Text("应至少有一行", "expected at least one row"))
    assert InputError([problem]).lines() == ["学期：应至少有一行。"]
    assert InputError([problem]).lines("en") == ["学期: expected at least one row."]
