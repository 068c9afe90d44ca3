"""What ``check --rules`` prints: all that a planner can set, with its value and its bounds."""

from __future__ import annotations

import re

import pytest

from community.families import families, parameters
from community.profile import BASE, not_planned, profile_names, resolve
from publishing.rule_results import rules_data, show_rules
from scenarios.overview import Overview


def _overview(profile: str, **overrides: dict[str, object]) -> Overview:
    """Return what a community of a profile is told about its rules."""
    policy = resolve(profile, overrides)
    waiting = not_planned(policy)
    return Overview(
        *("", 1, 1, 1, 1, 1, 1, 0),
        grouping_rules=(),
        rotation_rules=tuple(r for r in policy.rules if r.enabled and r not in waiting),
        week_rules=(),
        waiting=tuple(waiting),
        off=tuple(r for r in policy.rules if not r.enabled),
        shortages=(),
    )


@pytest.mark.parametrize("name", [BASE, *profile_names()])
def test_every_parameter_is_listed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    show_rules(_overview(name), "zh")
    blocks = re.split(r"\n  (?=\S)", capsys.readouterr().out)[1:]
    rules = resolve(name).rules
    assert len(blocks) == len(rules)
    told = {re.search(r" \((\w+)\) ", block)[1]: block for block in blocks}  # type: ignore[index]
    for rule in rules:
        assert told[rule.id].startswith(rule.title_zh)
        for key in families()[rule.family].used(rule.params):
            assert f"    {parameters(rule.family)[key].word} ({key})：" in told[rule.id]


def test_a_line_tells_value_meaning_and_bounds(capsys: pytest.CaptureFixture[str]) -> None:
    found = _overview("libo", core_out={"min": 6, "弹性": True}, spread={"停用": True})
    show_rules(found, "zh")
    shown = capsys.readouterr().out
    assert (
        "  每学年向每所薄弱分校派出至少6名中层教干或骨干教师 (core_out) 弹性、权重 1、学年\n"
        in shown
    )
    assert "    最少人数 (min)：现为6名；每个统计周期至少派出多少人；可填0到10000的整数\n" in shown
    assert "    最多人数 (max)：未设；" in shown
    assert "    约束程度 (strictness)：" in shown
    assert "(spread)" in shown.split("停用的规则\n")[1]
    show_rules(found, "en")
    shown = capsys.readouterr().out
    assert not re.search("[一-鿿：；，]", shown)
    assert "    min: 6 teachers; at least so many in each window; takes a whole number" in shown


def test_programs_are_told_the_same() -> None:
    rule = rules_data(_overview("libo"), "zh")["home_protection"]
    assert rule["params"]["max_absent_share"] == 0.3
    assert rule["parameters"]["max_absent_share"] == {
        "name": "离校比例上限",
        "value": 0.3,
        "takes": "0%到100%的比例，写作30%或0.3",
        "help": "同一时间离校的教师至多占本校教师多少",
    }
