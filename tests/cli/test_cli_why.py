"""``onebell why``: exit codes, sentences, JSON, and questions that name nobody."""

from __future__ import annotations

import csv
import json

import pytest
from cli_support import QUICK, onebell

import scenarios.why
from community.text import Text
from rotation.why import Answer, Question, Verdict


@pytest.fixture
def roster(planned):
    with (planned[1] / "roster.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def why(planned, *words):
    return onebell("why", *planned, *words, *QUICK)


def test_a_placement_of_the_plan_is_answered(planned, roster):
    # C1 and C2 are the backbone of C, and one of them covers M.
    sent = next(r for r in roster if r["方式"] == "支教")
    assert sent["教师编号"] in ("C1", "C2")
    result = why(planned, "--teacher", sent["教师编号"], "--json", "--lang", "en")
    assert result.exit_code == 0, result.output
    (answer,) = json.loads(result.stdout)
    assert answer["placement"]["school"] == "M"
    assert answer["verdict"] in ("dearer", "equal")
    assert answer["cost_after"] >= answer["cost_before"]
    assert answer["proved"] or answer["verdict"] == "equal"
    assert [p["school"] for p in answer["new"]] == ["M"]
    shown = why(planned, "--teacher", sent["教师编号"])
    assert shown.exit_code == 0
    assert f"并非必须：中心小学{sent['教师']}到东山小学支教" in shown.stdout
    assert "[新增]" in shown.stdout


def test_the_only_teacher_of_a_subject_is_needed(planned, roster):
    # M lacks music, and C5 alone can teach it.
    assert [r["教师编号"] for r in roster if r["方式"] == "走教"] == ["C5"]
    result = why(planned, "--teacher", "C5", "--kind", "itinerant")
    assert result.exit_code == 0
    assert "必须有" in result.stdout
    assert "音乐" in result.stdout
    assert "每周" in result.stdout


def test_a_way_that_no_rule_asks_for(planned, roster):
    assert all(r["教师编号"] != "M1" for r in roster)
    result = why(planned, "--teacher", "M1", "--school", "C", "--kind", "leadership")
    assert result.exit_code == 0
    assert "没有规则" in result.stdout


def test_names_do_as_well_as_ids(planned):
    by_name = why(planned, "--teacher", "教师C5", "--json")
    assert by_name.exit_code == 0
    assert json.loads(by_name.stdout)[0]["teacher"] == "C5"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--teacher", "C55"), ('"C55": expected a teacher', "C5")),
        (("--teacher", "C1", "--school", "MM"), ('"MM": expected a school', "M")),
        (("--teacher", "C1", "--school", "C"), ('"C": expected another school',)),
    ],
)
def test_unknown_names_are_bad_input(planned, words, expected):
    result = why(planned, *words, "--lang", "en")
    assert result.exit_code == 2
    for word in expected:
        assert word in result.stderr


def test_not_settled_in_time_is_exit_3(planned, monkeypatch):
    unknown = Answer(Question("C1"), None, Verdict.UNKNOWN, (Text("未能判定", "not settled"),))
    monkeypatch.setattr(scenarios.why, "explain_placement", lambda *_arguments: [unknown])
    result = why(planned, "--teacher", "C1", "--lang", "en")
    assert result.exit_code == 3
    assert "not settled" in result.stdout


def test_help_tells_the_default_time():
    assert "60" in onebell("why", "--help").stdout
