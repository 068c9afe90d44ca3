"""What a bureau or a school reads is in their words: no ids, no codes, nothing of the solver."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from published_plan import sample, with_fields
from published_roster import COMMUNITY as ROTATION
from published_roster import PLAN as ROSTER

from community.families import families as policy_families
from community.profile import profile_names, profile_rules
from community.rule import Source
from publishing.export import export
from publishing.plan_folder import read_plan, write_plan
from publishing.words import FAMILIES, PRINTED
from rotation import rules as rotation
from scenarios.audit import audited
from scheduling.rules import registry as scheduling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from community.models import Community
    from community.policy import PolicyRule
    from scenarios.plan import Plan

SOLVER = re.compile("种子|线程|下界|差距|目标值|求解|用时")
LATIN = re.compile("[A-Za-z]+")  # the sample names nothing in Latin letters


def named(rule: PolicyRule) -> PolicyRule:
    return rule.model_copy(update={"title_zh": "某条规则"})


def checked(community: Community, plan: Plan) -> Plan:
    """The plan with what an audit says of it; hard rules aside, so that it may be exported."""
    soft = tuple(v for v in audited(community, plan).violations if not v.is_hard)
    return replace(plan, violations=soft)


SAMPLE, SAMPLE_PLAN = sample(1, 6)
POLICY = ROTATION.policy.model_copy(update={"rules": tuple(map(named, ROTATION.policy.rules))})
ROSTER_ONLY = with_fields(ROTATION, policy=POLICY)
PLANS = [
    pytest.param(SAMPLE, checked(SAMPLE, SAMPLE_PLAN), id="week"),
    pytest.param(ROSTER_ONLY, checked(ROSTER_ONLY, ROSTER), id="roster"),
]


def shown(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every text of a workbook that is seen, with its place."""
    for sheet in load_workbook(path):
        if sheet.sheet_state != "visible":
            continue
        yield sheet.title, sheet.title
        for part in (sheet.oddFooter.left.text, sheet.oddFooter.center.text):
            yield f"{sheet.title} footer", part or ""
        for row in sheet.iter_rows():
            for cell in row:
                letter = get_column_letter(cell.column)
                if not sheet.column_dimensions[letter].hidden and cell.value is not None:
                    yield f"{sheet.title}!{cell.coordinate}", str(cell.value)


def texts(data: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in data, with its place."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts(value, f"{place}.{key}")
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from texts(value, f"{place}.{i}")


def strange(found: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    plain = ((at, re.sub(r"\{\w+\}", "", text)) for at, text in found)  # without blanks to fill
    return [(at, text) for at, text in plain if LATIN.search(text) or SOLVER.search(text)]


@pytest.mark.parametrize(("community", "plan"), PLANS)
def test_workbooks_speak_in_words(community: Community, plan: Plan, tmp_path: Path) -> None:
    assert plan.violations
    for path in export("workbook", community, plan, tmp_path).written:
        assert strange(shown(path)) == []


@pytest.mark.parametrize(("community", "plan"), PLANS)
def test_the_page_speaks_in_words(community: Community, plan: Plan, tmp_path: Path) -> None:
    html = export("web", community, plan, tmp_path).written[0].read_text(encoding="utf-8")
    data = json.loads(re.findall(r'id="data">(.*?)</script>', html, re.S)[0])
    assert data.pop("fields") and data.pop("lang")
    assert strange(texts(data)) == []
    body = re.sub(r"<(style|script)\b.*?</\1>", "", html, flags=re.S)
    assert strange(iter([("page", re.sub("<[^>]*>", "", body).strip())])) == []


@pytest.mark.parametrize(("community", "plan"), PLANS)
def test_lists_as_csv_speak_in_words(community: Community, plan: Plan, tmp_path: Path) -> None:
    for path in export("csv", community, plan, tmp_path).written:
        if not LATIN.match(path.name):  # the plan's own tables are for programs
            assert strange(iter([(path.name, path.read_text(encoding="utf-8-sig"))])) == []


def test_the_words_themselves() -> None:
    assert strange((key, text.zh) for key, text in PRINTED.items()) == []


def test_a_rule_that_no_policy_names_has_a_title() -> None:
    known = {*rotation.families(), *scheduling.families(), "Structure", "TimetableRow"}
    assert known - {*policy_families()} <= {*FAMILIES}


def test_plan_json_has_what_the_prints_leave_out(tmp_path: Path) -> None:
    write_plan(SAMPLE_PLAN, SAMPLE, tmp_path)
    head = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert head["phases"][0]["parameters"] == {"seed": 1, "workers": 2}
    costs = {c["rule"]: c["rows"] for c in head["cost_by_rule"]}
    assert costs == {"core_out": ["B16"], "idle": []}


def test_a_source_is_cited_in_simplified_words() -> None:
    assert str(Source(("B16",), "选派骨干教师")) == "“选派骨干教师”"
    assert str(Source(("B16",))) == ""
    for name in profile_names():
        for rule in profile_rules(name):
            re.sub("[—×·]", "", rule.quote).encode("gb2312")  # simplified signs
            assert not re.search("[一-鿿][,;:()#]", rule.quote)


def test_a_name_edited_in_the_data_of_the_roster_counts(tmp_path: Path) -> None:
    path = export("workbook", SAMPLE, PLANS[0].values[1], tmp_path).written[0]
    book = load_workbook(path, rich_text=True)
    sheet = book["数据-轮岗"]
    at = {c.value: c.column for c in sheet[2]}
    assert sheet.column_dimensions[get_column_letter(at["教师编号"])].hidden
    before = SAMPLE_PLAN.roster.placements
    home = SAMPLE.teacher_by_id[before[0].teacher].school
    other = [t for t in SAMPLE.teachers if t.school == home][-1]
    assert other.id not in {p.teacher for p in before}
    sheet.cell(3, at["教师"]).value = other.name
    book.save(path)
    found = read_plan(SAMPLE, path).roster.placements
    assert {*found} - {*before} == {replace(before[0], teacher=other.id)}
