"""A timetable that is not finished: where it is kept, what is printed, and what refuses it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from published_plan import sample

from community.errors import InputError
from community.text import Text
from publishing import export as exporting
from publishing.audit_results import show_audit
from publishing.console import LONGEST
from publishing.plan_folder import NEAREST, read_plan, write_best, write_plan
from publishing.progress import figures
from publishing.results import plan_data, show_plan
from scenarios.audit import audited
from scenarios.plan import NO_WEEK, PlanResult
from scheduling.timetable import WeekTimetable
from scheduling.week.nearest import Trouble
from solving.outcome import Progress, Status

if TYPE_CHECKING:
    from pathlib import Path

COMMUNITY, PLAN = sample(2, 6)
FEWER = WeekTimetable(PLAN.week.term, PLAN.week.lessons[1:])
NEAR = audited(COMMUNITY, replace(PLAN, week=FEWER))
ROSTER = replace(PLAN, week=NO_WEEK, violations=())
TROUBLE = Trouble(
    "assign_time",
    "一小三(1)班",
    "王老师",
    Text("", ""),
    Text("数学有1节没有排上时间。", "Maths has no time."),
)
RESULT = PlanResult(
    None, Status.UNKNOWN, roster=ROSTER, nearest=NEAR, troubles=(TROUBLE,) * (LONGEST + 2)
)


def _kind(folder: Path) -> str:
    return str(json.loads((folder / "plan.json").read_text(encoding="utf-8"))["kind"])


def test_it_lies_in_a_folder_of_its_own_beside_the_roster(tmp_path: Path) -> None:
    write_best(RESULT, COMMUNITY, tmp_path / "plan")
    assert _kind(tmp_path / "plan") == "roster"
    assert _kind(tmp_path / "plan" / NEAREST) == "unfinished"
    assert read_plan(COMMUNITY, tmp_path / "plan" / NEAREST).week == FEWER
    # The next plan takes its place: nothing unfinished stays beside it.
    write_best(PlanResult(PLAN, Status.FEASIBLE), COMMUNITY, tmp_path / "plan")
    assert _kind(tmp_path / "plan") == "plan"
    assert not (tmp_path / "plan" / NEAREST).exists()


def test_a_plan_that_stands_there_is_kept(tmp_path: Path) -> None:
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    assert write_best(RESULT, COMMUNITY, tmp_path / "plan").roster is None
    assert _kind(tmp_path / "plan") == "plan"
    assert _kind(tmp_path / "plan" / NEAREST) == "unfinished"


def test_it_is_printed_as_no_plan_with_what_is_in_the_way(tmp_path: Path, capsys) -> None:
    show_plan(RESULT, COMMUNITY, tmp_path, as_json=False, lang="zh")
    shown = capsys.readouterr().out
    hard = sum(v.cost for v in NEAR.hard_violations)
    assert f"课表没有排完，还差{hard}处" in shown
    assert "数学有1节没有排上时间" in shown
    assert "另有2条" in shown
    assert str(tmp_path / NEAREST) in shown.replace("\n", "")
    data = plan_data(RESULT, tmp_path, "en")
    assert (data["kind"], data["lessons"]) == ("roster", 0)
    assert data["nearest"]["hard_cost"] == hard
    assert data["nearest"]["troubles"][0] == {
        "rule": "assign_time",
        "class": "一小三(1)班",
        "teacher": "王老师",
        "time": "",
        "sentence": "Maths has no time.",
    }
    assert plan_data(PlanResult(PLAN, Status.FEASIBLE), tmp_path, "zh")["nearest"] is None


def test_the_audit_says_that_it_is_not_finished(capsys) -> None:
    show_audit(NEAR, COMMUNITY, as_json=False, lang="zh")
    assert capsys.readouterr().out.startswith("课表没有排完：还有")


@pytest.mark.parametrize("kind", ["workbook", "web", "csv"])
def test_it_cannot_be_exported_until_somebody_has_finished_it(tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError) as caught:
        exporting.export(kind, COMMUNITY, NEAR, tmp_path / "out")
    assert "没有排完" in caught.value.problems[0].to("zh")
    assert not (tmp_path / "out").exists()


def test_what_was_finished_by_hand_is_exported(tmp_path: Path, monkeypatch) -> None:
    # Its costs.csv still says what was broken; another audit finds nothing.
    monkeypatch.setattr(exporting, "audited", lambda _community, _plan: PLAN)
    assert exporting.export("csv", COMMUNITY, replace(NEAR, week=PLAN.week), tmp_path / "out")


@pytest.mark.parametrize(
    ("event", "zh", "en"),
    [
        (Progress("anneal", 1.0, 7_588, 0.0, 7), "还差 7 处  代价 588", "7 left  cost 588"),
        (Progress("full", 1.0, 588, 36.0, 0), "目标值 588  下界 36", "objective 588  bound 36"),
        (Progress("staffing", 1.0, 12, None), "目标值 12  下界 –", "objective 12  bound –"),
        (Progress("prepare", 1.0), "", ""),
    ],
)
def test_the_screen_counts_what_is_left(event: Progress, zh: str, en: str) -> None:
    assert (figures(event, "zh"), figures(event, "en")) == (zh, en)
