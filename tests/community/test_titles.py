"""Titles of rules carry the rule's own numbers, in every profile and in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from community.families import parameters
from community.policy import EACH, PolicyRule, Window
from community.profile import BASE, _rules, optional_rules, profile_names, profile_rules, resolve
from community.profile import rule_names as names_of
from community.titles import _PLACE, RuleNames, titled

if TYPE_CHECKING:
    from community.families import Parameter

PROFILES = [BASE, *profile_names()]
RULES = list({(r.id, r.title): r for name in PROFILES for r in _rules(name).values()}.values())
TITLES = [f"{r.id}: {r.title_en[:40]}" for r in RULES]
# Words with a number that is none of the rule's: they stand in titles as they are.
FIXED = re.compile(
    "一周|周一|一天|一日|第一节|一对一|统一|一校带一校|十一校|三校|一所|两所|一个校区|轮流一次|新一轮"
    r"|有一次|同一|一建|一个共同体|双向|双方|1\+1|1\+2|1\+3|三级|半天|2小时|9月|一期|小学10个|初中4个|各学科"
    "|one school|two schools|one community|one town|two rural|three bundled|eleven schools"
    "|one core|one member|one campus|one file"
    "|ten primary|four junior|two hours|one alliance|one helper|half-day|a day|both ways|both sides"
    "|three tiers|goes once|one pool|one sort|1 and",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"[0-9一二两三四五六七八九十半]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|half|third|tenth|once|twice)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("rule", RULES, ids=TITLES)
def test_no_number_stands_in_a_title_as_it_is(rule: PolicyRule) -> None:
    for title in rule.title:
        rest = FIXED.sub("", _PLACE.sub("", title))
        assert not NUMBER.search(rest), title


@pytest.mark.parametrize("rule", RULES, ids=TITLES)
def test_a_changed_number_shows_in_both_titles_or_in_none(rule: PolicyRule) -> None:
    before = titled(rule).title
    for key, parameter in parameters(rule.family).items():
        if not (parameter.is_number or key in ("due", "shares") or key.startswith("earliest")):
            continue
        for value in _others(parameter, rule.params.get(key)):
            changed = rule.model_copy(update={"params": rule.params | {key: value}})
            zh, en = (a != b for a, b in zip(titled(changed).title, before, strict=True))
            assert zh == en == (key in _places(rule)), (key, titled(changed).title)
            names = RuleNames.of([rule])
            assert all(names.find(title) == [rule.id] for title in titled(changed).title)


def _others(parameter: Parameter, value: Any) -> list[Any]:
    """Return other values of a number; what a title never tells apart is left out."""
    tries: list[Any] = [7, 0.07, "07:07", ["07-07"], [0.07]]
    found = []
    for other in tries:
        try:
            found.append(parameter.read(other))
        except Exception:
            continue
    return [v for v in found if v != value]


def _places(rule: PolicyRule) -> set[str]:
    """Return the parameters that a title has places for, the same in both languages."""
    zh, en = (
        {key for first, last, _ in _PLACE.findall(title) for key in (first, last) if key}
        for title in rule.title
    )
    assert zh == en, rule.title
    return zh


@pytest.mark.parametrize("rule", RULES, ids=TITLES)
def test_a_window_shows_in_a_title_that_names_it(rule: PolicyRule) -> None:
    if "window" in _places(rule):
        assert rule.window
        for window in Window:
            zh, en = titled(rule.model_copy(update={"window": window})).title
            assert EACH[window].zh in zh
            assert EACH[window].en.lower() in en.lower()


@pytest.mark.parametrize("rule", RULES, ids=TITLES)
def test_a_title_is_whole(rule: PolicyRule) -> None:
    for title in titled(rule).title:
        assert title and not re.search(r"[{}|–]|\s\s|None", title)


def test_titles_of_adjusted_rules() -> None:
    changes = {
        "core_out": {"min": 6, "window": "semester"},
        "home_protection": {"max_absent_share": 0.4, "subject_cover": False},
        "term_exchange": {"min_terms": 3, "max_terms": 3},
        "budget": {"min_cny": 450_000},
        "consecutive": {"max": 1},
        "sync_link": {"assistant": False},
        "first_lesson": {"earliest_primary": "08:30"},
    }
    told = {r.id: r.title for r in resolve("libo", changes).rules}
    assert told["core_out"].zh == "每学期向每所薄弱分校派出至少6名中层教干或骨干教师"
    assert told["core_out"].en.startswith("At least 6 middle leaders or backbone teachers")
    assert told["home_protection"].zh == "同时离校不超过40%"
    assert told["home_protection"].en == "At most 40% of its staff are away"
    assert told["term_exchange"] == ("交流周期1.5年", "The exchange lasts 1.5 years")
    assert told["budget"].zh == "每集团每学年不低于45万元"
    assert told["consecutive"].en == "At most 1 lesson in a row"
    assert told["sync_link"].zh == "同步课堂：时钟重合不少于30分钟，主讲与接收教室均有设备"
    assert told["first_lesson"].zh.startswith("小学不早于08:30")
    (phases,) = (
        r for r in resolve("tongnan", {"phases": {"lengths": [1, 2, 3]}}).rules if r.id == "phases"
    )
    assert phases.title_zh.endswith("依次1、2、3个月")
    assert phases.title_en.endswith("of 1, 2, 3 months")


@pytest.mark.parametrize("name", PROFILES)
def test_a_title_names_its_rule_whatever_the_number(name: str) -> None:
    names = names_of(resolve(name))
    for rule in profile_rules(name):
        same = [r.id for r in profile_rules(name) if r.title_zh == rule.title_zh]
        assert names.find(rule.title_zh) == same == [rule.id]
        assert names.find(rule.title_zh.replace("，", ",").replace("：", " ")) == [rule.id]


def test_numbers_of_titles_are_no_wildcards() -> None:
    names = names_of(resolve("rural_jiaolianti"))
    assert names.find("互派2年") == ["term_exchange"]
    assert names.find("互派三年") == ["term_exchange"]
    assert names.find("互派中层与骨干") == []


def test_optional_rules_have_titles() -> None:
    assert not any("{" in title for rule in optional_rules() for title in rule.title)
