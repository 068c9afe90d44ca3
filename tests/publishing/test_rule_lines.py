"""What the tables of rules on the screen and in the workbook have a line for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import tiny_community

from community.profile import not_planned, resolve
from community.rule import Strictness, Violation
from community.text import Text
from publishing.results import show_overview
from publishing.summary import rule_lines
from publishing.view import PlanView
from rotation.solution import Roster
from scenarios.overview import Overview
from scenarios.plan import Plan

if TYPE_CHECKING:
    import pytest

KEPT, OTHER = Text("跟班：由去年的教师接着教", "kept"), Text("希望任教", "wished")


def _point(rule: str, title: Text, cost: int) -> Violation:
    sentence = Text("一句话。", "a sentence.")
    return Violation(rule, "PreferResources", Strictness.SOFT, rule, 1, cost, sentence, title=title)


def test_rows_of_a_school_that_ask_for_the_same_are_one_line() -> None:
    """Each row of 任课 is a rule of its own: with last year's list there are hundreds."""
    points = (_point("teaching_1", KEPT, 5), _point("teaching_2", OTHER, 4))
    points += (_point("teaching_3", KEPT, 10),)
    view = PlanView(Plan("tiny", Roster(), violations=points), tiny_community())
    told = [(line.title, line.count, line.cost) for line in rule_lines(view, "zh")]
    assert told == [(KEPT.zh, 2, 15), (OTHER.zh, 1, 4)]


def test_a_check_names_the_rules_that_are_not_planned(capsys: pytest.CaptureFixture[str]) -> None:
    waiting = tuple(not_planned(resolve("libo", {})))
    assert waiting
    found = Overview(*("", 1, 1, 1, 1, 1, 1, 0), (), (), (), waiting, (), ())
    show_overview(found, rules=False, as_json=False, lang="zh")
    (line,) = [x for x in capsys.readouterr().out.splitlines() if x.startswith("暂不编排：")]
    assert all(rule.title.zh in line for rule in waiting)
