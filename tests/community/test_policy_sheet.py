"""A policy in the planner's words, where planners write it: the sheet 政策调整, and policy.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from io_support import full_community, only_problem, problems_of

from community import toml
from community.adjusting import offered, value_of
from community.profile import profile_rules, resolve
from community.reading import read_community
from community.rule import Strictness
from community.settings import OVERRIDE_EXAMPLES
from community.template import write_template
from community.writing import write_folder, write_workbook

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
