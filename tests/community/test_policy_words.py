"""A policy in the planner's words: each parameter is declared once, and named in Chinese."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest
from io_support import full_community, only_problem, problems_of

from community import toml
from community.adjusting import FIELDS, STATES, offered, value_of
from community.errors import InputError
from community.families import Parameter, families, parameters
from community.profile import BASE, profile_names, profile_rules, resolve
from community.reading import read_community
from community.rule import Strictness
from community.settings import OVERRIDE_EXAMPLES
from community.tables.base import spelled
from community.tables.cells import CellError
from community.tables.kinds import Choice
from community.template import write_template
from community.writing import _told, write_folder, write_workbook

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


@pytest.mark.parametrize(
    ("family", "key", "written", "plain"),
    [
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


# --- the sheet 政策调整 and policy.toml


def _put(book: Path, *rows: tuple[Any, ...]) -> None:
    """Write rows over those of the sheet."""
    made = openpyxl.load_workbook(book)
    sheet = made["政策调整"]
    sheet.delete_rows(4, 99)
    for row in rows:
        sheet.append(row)
    made.save(book)


def test_the_sheet_is_written_and_read_in_chinese(tmp_path: Path, book: Path) -> None:
    rows = list(openpyxl.load_workbook(book)["政策调整"].iter_rows(min_row=4, values_only=True))
    assert ("核心校每学年交流符合条件教师的100%", "交流方式", "支教、走教") in rows
    assert ("一天不超过5节课", "启用", "否") in rows
    assert not any(re.search("[a-z]{3}", str(cell)) for row in rows for cell in row[:2])
    write_folder(read_community(book), tmp_path / "again")
    assert read_community(tmp_path / "again") == full_community()


def test_a_title_is_known_whatever_its_number(book: Path) -> None:
    _put(
        book, ("派出学校保住各学科开课，同时离校不超过99%", "离校比例上限", 0.4), ("spread", "停用")
    )
    policy = read_community(book).policy
    assert policy.overrides == {
        "home_protection": {"max_absent_share": 0.4},
        "spread": {"enabled": False},
    }


def test_a_clause_that_one_title_has_names_its_rule(book: Path) -> None:
    _put(
        book,
        ("同时离校不超过35%", "离校比例上限", 0.4),
        ("同校同学科教师课时均衡", "启用"),
        ("课时均衡", "停用"),  # no clause of a title
    )
    problem = only_problem(book)
    assert (problem.row, problem.column, problem.value) == (6, "规则", "课时均衡")
    _put(book, ("同时离校不超过35%", "离校比例上限", 0.4), ("同校同学科教师课时均衡", "启用"))
    assert read_community(book).policy.overrides == {
        "home_protection": {"max_absent_share": 0.4},
        "even_loads": {"enabled": True},
    }


def test_subjects_are_named_and_known(book: Path) -> None:
    _put(
        book,
        ("学科教师短缺由驻教、走教补足", "学科", "语文、数学"),
        ("按学段学科的周课时标准安排工作量", "周课时标准", "小学：语文13、其他17"),
    )
    assert read_community(book).policy.overrides == {
        "qy_shortage": {"subjects": ["zh", "math"]},
        "workload_norm": {"norms": {"primary": {"zh": 13, "other": 17}}},
    }
    _put(book, ("qy_shortage", "学科", "语文、数雪"), ("workload_norm", "norms", "小学：语汶13"))
    first, second = problems_of(book)
    assert (first.row, first.column, second.row) == (4, "值", 5)
    assert "是不是“数学”" in str(first) and "是不是“语文”" in str(second)


def test_a_title_that_two_rules_may_have_is_written_as_an_id(tmp_path: Path) -> None:
    """An attachment of one to three semesters could be either rule of that form."""
    policy = resolve("zibo_alliance", {"pl_leader_term": {"max_terms": 3, "enabled": True}})
    community = full_community().model_copy(update={"policy": policy})
    write_workbook(community, tmp_path / "b.xlsx")
    assert read_community(tmp_path / "b.xlsx") == community
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["政策调整"]
    assert [cell.value for cell in sheet[4]] == ["pl_leader_term", "最长学期数", 3]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (("同学科在一周内分布均匀", "停用"), "规则", "同一学科在一周内分布均匀"),
        (("", "停用", "是"), "规则", "规则的名称或编号"),
        (("spread", None, None), "参数", "只写了规则"),
        (("spread", "权众", 3), "参数", "权重"),
        (("spread", "", 3), "参数", "启用"),
        (("spread", "最多节数", 3), "参数", "应为这条规则的参数"),
        (("spread", "权重", None), "值", "0到1000000的整数"),
        (("spread", "权重", "三五"), "值", "0到1000000的整数"),
        (("spread", "约束程度", "刚姓"), "值", "刚性"),
        (("spread", "权重", "=1+2"), "值", "公式"),
        (("exchange_share", "交流方式", "支教、走交"), "值", "是不是“走教”"),
        (("=A1", "权重", 2), "规则", "公式"),
        (("term_exchange", "最短学期数", 9), "值", "最长学期数"),
    ],
    ids=str,
)
def test_errors_name_the_right_column(
    book: Path, row: tuple[Any, ...], column: str, said: str
) -> None:
    _put(book, row)
    problem = only_problem(book)
    assert (problem.place, problem.row, problem.column) == ("政策调整", 4, column)
    assert said in str(problem)


def test_every_bad_row_is_told(book: Path) -> None:
    _put(book, ("nothing", "停用"), ("nothing", "启用"), ("spread", "x", 1))
    assert [p.row for p in problems_of(book)] == [4, 5, 6]


def test_errors_name_the_columns_as_they_are_written(tmp_path: Path) -> None:
    write_workbook(full_community(), tmp_path / "en.xlsx", "en")
    made = openpyxl.load_workbook(tmp_path / "en.xlsx")
    made["overrides"].delete_rows(4, 99)
    made["overrides"].append(["spread", "weigth", 3])
    made.save(tmp_path / "en.xlsx")
    problem = only_problem(tmp_path / "en.xlsx")
    assert (problem.place, problem.column) == ("overrides", "parameter")
    assert 'Maybe you meant "weight"' in problem.to("en")


def test_policy_toml_in_chinese(folder: Path) -> None:
    text = (folder / "policy.toml").read_text("utf-8")
    head = text[: text.index("[rules.")]
    rules = '[rules."一天不超过5节课"]\n"最多节数" = 6\n"弹性" = true\n[rules]\nspread = "停用"\n'
    (folder / "policy.toml").write_text(head + rules, "utf-8")
    assert read_community(folder).policy.overrides == {
        "daily_load": {"max": 6, "strictness": Strictness.SOFT},
        "spread": {"enabled": False},
    }
    bad = rules.replace('"最多节数" = 6', '"最多节" = 6').replace(
        "[rules]", "[rules.morning]\n[rules]"
    )
    (folder / "policy.toml").write_text(head + bad, "utf-8")
    first, second = problems_of(folder)
    assert (first.row, first.column) == (10, "rules.一天不超过5节课.最多节")
    assert "最多节数" in str(first)
    assert (second.row, second.column) == (12, "rules.morning")
    assert "只写了规则" in str(second)


# --- what the workbook offers


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("policy") / "libo.xlsx"
    write_template(path, profile="libo_group")
    return openpyxl.load_workbook(path)


def test_the_workbook_lists_every_parameter(template: Any) -> None:
    assert template["社区"]["B5"].value == "libo"
    rows = list(template["政策参数"].iter_rows(min_row=2, values_only=True))
    expected = [
        (rule.title_zh, p.word, p.shown(value_of(rule, p), "zh"), p.takes.zh, p.help.zh)
        for rule in profile_rules("libo")
        for p in offered(rule)
    ]
    assert [row[:5] for row in rows] == expected
    assert ("派出学校保住各学科开课，同时离校不超过30%", "离校比例上限", "30%") in [
        r[:3] for r in rows
    ]


def test_cells_of_the_sheet_offer_rules_and_their_parameters(template: Any) -> None:
    rules, own = template["政策调整"].data_validations.dataValidation
    assert str(rules.sqref) == "A4:A5000"
    first, last = rules.formula1.removeprefix("_lists!").replace("$", "").split(":")
    words = [cell.value for (cell,) in template["_lists"][first:last]]
    assert words == [rule.title_zh for rule in profile_rules("libo")]
    assert not any(set(word) & set("*?~") for word in words)  # COUNTIF would take them as signs
    assert str(own.sqref) == "B4:B5000"
    assert own.formula1.startswith(
        "OFFSET('政策参数'!$B$1,MATCH($A4,'政策参数'!$A:$A,0)-1,0,COUNTIF("
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_of_the_sheet_can_be_followed(lang: str) -> None:
    rule, parameter, value = OVERRIDE_EXAMPLES[lang]
    profile = "national_base" if lang == "zh" else "libo"
    changed = resolve(profile, {rule: {parameter: toml.parse_value(value)}})
    assert changed.overrides


@pytest.mark.parametrize("example", [*OVERRIDE_EXAMPLES.values()])
def test_the_example_rows_of_any_template_are_no_data(book: Path, example: tuple[str, ...]) -> None:
    made = openpyxl.load_workbook(book)
    for position, text in enumerate(example, 1):
        made["政策调整"].cell(3, position).value = "例：" * (position == 1) + text
    made.save(book)
    assert read_community(book) == full_community()
    made["政策调整"]["C3"].value = "7"
    made.save(book)
    assert "示例" in str(only_problem(book))


def test_the_examples_of_the_handbook() -> None:
    text = (Path(__file__).parents[2] / "docs" / "planners.md").read_text("utf-8")
    table = text.split("| 规则 | 参数 | 值 |\n|---|---|---|\n")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    changes = {rule: {parameter: value or None} for rule, parameter, value in rows}
    assert resolve("libo", changes).overrides == {
        "home_protection": {"max_absent_share": 0.4},
        "core_out": {"min": 6},
        "fill_gaps": {"kinds": ["secondment", "itinerant"]},
        "class_teacher": {"strictness": "soft"},
        "spread": {"weight": 10},
        "daily_load": {"enabled": False},
    }
    head, line = re.findall(r"`(\[rules\..*?\])` 下写 `(.*?)`", text)[0]
    written = tomllib.loads(f"{head}\n{line}")["rules"]
    assert resolve("libo", written).overrides == {"consecutive": {"max": 4}}
