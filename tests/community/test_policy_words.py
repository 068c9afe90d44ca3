"""A policy in the planner's words: each parameter is declared once, and named in Chinese."""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from typing import Any, get_args

import pytest

from community import toml
from community.adjusting import FIELDS, STATES, offered, value_of
from community.errors import InputError
from community.families import Parameter, families, parameters
from community.families.naming import CALLED, CODES
from community.profile import BASE, profile_names, profile_rules, resolve
from community.tables.base import spelled
from community.tables.cells import CellError
from community.tables.kinds import Choice
from community.writing import _told

DECLARED = [(name, p) for name in families() for p in parameters(name).values()]
DECLARED += [("", p) for p in FIELDS.values()]
IDS = [f"{name}.{p.key}" for name, p in DECLARED]


# --- what is declared


@pytest.mark.parametrize(("family", "parameter"), DECLARED, ids=IDS)
def test_a_parameter_has_its_words(family: str, parameter: Parameter) -> None:
    assert re.fullmatch("[一-鿿]+", parameter.word)
    zh, en = parameter.help
    assert re.search("[一-鿿]", zh) and not re.search("[A-Za-z]{2}", zh)
    assert en.isascii() and not en.endswith(".")
    assert parameter.takes.zh and parameter.takes.en.isascii()


@pytest.mark.parametrize(("family", "parameter"), DECLARED, ids=IDS)
def test_the_words_of_a_choice_are_those_of_its_type(family: str, parameter: Parameter) -> None:
    choice = next((p for p in parameter._parts if isinstance(p, Choice)), None)
    codes: set[str] = set()
    for part in parameter._parts:
        if isinstance(part, type) and issubclass(part, Enum):
            codes |= {str(member.value) for member in part}
        elif type(part).__name__ == "_LiteralGenericAlias":
            codes |= {str(code) for code in get_args(part) if code not in ("", None)}
    if choice:
        assert set(choice.words) == codes
    elif not isinstance(parameter.default, dict) and parameter.key != "norms":
        assert not codes


@pytest.mark.parametrize("family", families())
def test_a_word_means_one_parameter(family: str) -> None:
    known = {p.key: p for p in (*FIELDS.values(), *parameters(family).values())}
    words = [w for p in known.values() for w in {*map(spelled, p.spellings)}]
    assert len(set(words)) == len(words)
    assert not set(words) & ({*map(spelled, STATES)} - {"启用"})


@pytest.mark.parametrize("name", [BASE, *profile_names()])
def test_every_number_of_a_profile_comes_back_from_its_words(name: str) -> None:
    for rule in profile_rules(name):
        for parameter in offered(rule):
            value = value_of(rule, parameter)
            if value is None or not toml.is_plain(value):
                continue
            for lang in ("zh", "en"):
                told = _told(parameter, value, lang)
                read = parameter.read(toml.parse_value(told) if isinstance(told, str) else told)
                assert toml.value(read) == toml.value(value), (rule.id, parameter.key, told)


@pytest.mark.parametrize("name", profile_names())
def test_no_profile_shows_a_code_in_chinese(name: str) -> None:
    """What has only codes in its type, such as activities and venues, has names as well."""
    assert len(CODES) == len(CALLED)  # no two codes have the same name
    shown = [p.shown(value_of(r, p), "zh") for r in profile_rules(name) for p in offered(r)]
    assert [text for text in shown if re.search("[A-Za-z]{3,}", text)] == []


@pytest.mark.parametrize(
    ("family", "key", "written", "plain"),
    [
        ("shared_resource_booking", "resources", "场地、图书、围棋", ["venue", "books", "围棋"]),
        ("evaluation_score", "target", "捆绑式评估", "bundled"),
        ("rotation_quota", "min", "６", 6),
        ("rotation_quota", "min", 6.0, 6),
        ("rotation_quota", "min", "6名", 6),
        ("placement_term", "max_terms", "3个学期", 3),
        ("placement_term", "max_terms", "两学期", 2),
        ("rotation_fairness", "recent_years", "十二年", 12),
        ("timetable_quality", "max_grades", "2个年级", 2),
        ("rotation_quota", "share", "三成", 0.3),
        ("rotation_quota", "share", "百分之十五", 0.15),
        ("timetable_quality", "max", " 4 节", 4),
        ("itinerant_teaching", "buffer_minutes", "15分钟", 15),
        ("budget_and_allowance", "fund_cny", "45万元", 450_000),
        ("budget_and_allowance", "cny_per_km", "0.8元", 0.8),
        ("rotation_quota", "share", "15%", 0.15),
        ("rotation_quota", "share", 1, 1),
        ("rotation_quota", "kinds", "支教、走教", ["secondment", "itinerant"]),
        ("rotation_quota", "kinds", "支教", ["secondment"]),
        ("rotation_quota", "kinds", ["支教", "leadership"], ["secondment", "leadership"]),
        ("rotation_quota", "category", "骨干", "backbone"),
        ("rotation_quota", "need_subject", "是", True),
        ("rotation_quota", "need_subject", "no", False),
        ("timetable_feasibility", "earliest_primary", "8:20", "08:20"),
        ("timetable_feasibility", "earliest_primary", "8：20", "08:20"),
        ("timetable_feasibility", "earliest_primary", dt.time(8, 20), "08:20"),
        ("itinerant_teaching", "patterns", "2,4；1-3", ["2,4", "1-3"]),
        ("itinerant_teaching", "patterns", 2, ["2"]),
        ("curriculum_demand", "weekly_periods", "26、26、30", [26, 26, 30]),
        ("skill_need_matching", "subjects", "zh、数学", ["zh", "math"]),
        (
            "teacher_workload",
            "norms",
            "小学：语文14、数学 14，其他18节；初中 英语12",
            {"primary": {"zh": 14, "math": 14, "other": 18}, "junior": {"en": 12}},
        ),
        ("teacher_workload", "norms", {"小学": {"语文": 9}}, {"primary": {"zh": 9}}),
        ("teacher_workload", "norms", "高中：语文9、其他13", {"senior": {"zh": 9, "other": 13}}),
        ("mentor_matching", "ratio", "1：2", "1：2"),
    ],
)
def test_a_value_is_read(family: str, key: str, written: Any, plain: Any) -> None:
    read = parameters(family)[key].read(written)
    assert read == plain and type(read) is type(plain)


@pytest.mark.parametrize(
    ("family", "key", "written", "expected"),
    [
        ("rotation_quota", "min", -1, "应为0到10000的整数"),
        ("rotation_quota", "min", 2.5, "应为0到10000的整数"),
        ("rotation_quota", "min", "三五人", "应为0到10000的整数"),
        ("timetable_quality", "max_grades", "2个班", "应为1到9的整数"),
        ("rotation_quota", "share", "几成", "应为大于0%、不超过100%的比例，写作30%或0.3"),
        ("rotation_quota", "min", "6天", "应为0到10000的整数"),
        ("rotation_quota", "min", True, "应为0到10000的整数"),
        ("rotation_quota", "min", "10**20", "应为0到10000的整数"),
        ("rotation_quota", "share", 30, "应为大于0%、不超过100%的比例，写作30%或0.3"),
        ("rotation_quota", "share", 0, "应为大于0%、不超过100%的比例，写作30%或0.3"),
        ("rotation_quota", "kinds", [], "应为支教、跟岗、顶岗、挂职、走教，可写几项"),
        ("rotation_quota", "need_subject", "也许", "应为是或否"),
        ("home_school_protection", "max_absent_share", 1.5, "应为0%到100%的比例，写作30%或0.3"),
        ("service_credit", "years", 0, "应为大于0、不超过50的数"),
        ("timetable_feasibility", "earliest_primary", "8:75", "应为08:20这样的时刻"),
        ("itinerant_teaching", "patterns", "8", "应为星期1到7，如“2,4”或“1-3”，几种之间用分号"),
        ("teacher_workload", "norms", {"primary": 3}, "应为按学段写的各学科课时"),
        ("teacher_workload", "norms", "小学：语文14、数学", "应为按学段写的各学科课时"),
        ("teacher_workload", "norms", "小学：语文140", "应为按学段写的各学科课时"),
        ("teacher_workload", "norms", "小学：语文9；小学：数学9", "应为按学段写的各学科课时"),
        ("mentor_matching", "ratio", "x1:2", "应为1:2这样的比"),
    ],
)
def test_a_value_that_is_none_says_what_is_expected(
    family: str, key: str, written: Any, expected: str
) -> None:
    with pytest.raises(CellError) as refused:
        parameters(family)[key].read(written)
    assert refused.value.expected.zh.startswith(expected)


# --- what planners write


def test_rules_and_parameters_are_named_in_chinese() -> None:
    title = "每年向每所薄弱分校派出至少三名中层教干或骨干教师"
    policy = resolve(
        "libo", {title: {"最少人数": 6, "权重": 2}, "分校等额派人到总校跟岗学习": {"停用": True}}
    )
    assert policy.overrides == {
        "core_out": {"min": 6, "weight": 2},
        "equal_exchange": {"enabled": False},
    }
    rules = {r.id: r for r in policy.rules}
    assert rules["core_out"].params["min"] == 6
    assert not rules["equal_exchange"].enabled


@pytest.mark.parametrize(
    ("parameter", "value", "key", "plain"),
    [
        ("停用", None, "enabled", False),
        ("停用", True, "enabled", False),
        ("停用", "否", "enabled", True),
        ("", "停用", "enabled", False),
        ("启用", "否", "enabled", False),
        ("启用", None, "enabled", True),
        ("刚性", None, "strictness", "hard"),
        ("", "原则上", "strictness", "in_principle"),
        ("弹性", "是", "strictness", "soft"),
        ("刚性", "弹性", "strictness", "soft"),
        ("约束程度", "原则上", "strictness", "in_principle"),
        ("严格程度", "弹性", "strictness", "soft"),
        ("权重", "20", "weight", 20),
        ("统计周期", "学期", "window", "semester"),
    ],
)
def test_a_rule_is_switched_off_and_eased_in_words(
    parameter: str, value: Any, key: str, plain: Any
) -> None:
    assert resolve("libo", {"core_out": {parameter: value}}).overrides["core_out"] == {key: plain}


def test_numbers_that_do_not_go_together_are_told_where_they_stand() -> None:
    with pytest.raises(InputError) as refused:
        resolve("libo", {"term_exchange": {"最短学期数": 5}, "home_protection": {"弹性": None}})
    terms, ease = refused.value.problems
    assert terms.column == "rules.term_exchange.最短学期数"
    assert terms.expected.zh == "最短学期数5应不超过最长学期数4"
    assert ease.column == "rules.home_protection.弹性"
    assert "保住各学科" in ease.expected.zh


def test_a_rule_that_is_off_may_hold_anything() -> None:
    policy = resolve("libo", {"term_exchange": {"min_terms": 5, "enabled": False}})
    assert policy.overrides["term_exchange"]["min_terms"] == 5


def test_a_parameter_written_twice_is_told() -> None:
    with pytest.raises(InputError) as refused:
        resolve("libo", {"core_out": {"min": 5, "最少人数": 6}})
    (problem,) = refused.value.problems
    assert (problem.column, problem.value) == ("rules.core_out.最少人数", "最少人数")
