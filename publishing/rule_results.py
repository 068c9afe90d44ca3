"""What ``check --rules`` prints: every rule, and every parameter that a planner can set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.adjusting import FIELDS, offered, value_of
from community.text import Text
from publishing.console import print_lines

if TYPE_CHECKING:
    from community.families import Parameter
    from community.policy import PolicyRule
    from community.text import Lang
    from scenarios.overview import Overview

HOW = (
    Text(
        "要改数字，在“政策调整”表或 policy.toml 写规则、参数和值：",
        "To change a number, write rule, parameter and value among the overrides:",
    ),
    Text(
        "规则写名称或编号，参数写中文或括号中的词；停用、刚性、原则上、弹性可单独写在参数处。",
        "a rule by its id or title, a parameter by the word that stands first in its line.",
    ),
)
EVERY = Text("每条规则都有：", "Every rule has:")
GROUPS = (
    ("grouping_rules", Text("分组规则（onebell group）", "Rules on forming communities")),
    ("rotation_rules", Text("轮岗规则", "Rules on the roster")),
    ("week_rules", Text("课表规则", "Rules on the week")),
    ("waiting", Text("暂不编排的校历规则", "Calendar rules, not planned yet")),
    ("off", Text("停用的规则", "Rules that are switched off")),
)


def rules_data(found: Overview, lang: Lang) -> dict[str, Any]:
    """Return all rules by id, with their parameters, for programs."""
    return {
        rule.id: {
            "title": rule.title.to(lang),
            "enabled": rule.enabled,
            "strictness": rule.strictness,
            "weight": rule.weight,
            "window": rule.window,
            "params": rule.params,
            "parameters": {
                p.key: {
                    "name": p.name(lang),
                    "value": value_of(rule, p),
                    "takes": p.takes.to(lang),
                    "help": p.help.to(lang),
                }
                for p in _own(rule)
            },
        }
        for group, _title in GROUPS
        for rule in getattr(found, group)
    }


def show_rules(found: Overview, lang: Lang) -> None:
    """Print the rules with the names and ids by which a planner changes them."""
    lines = [text.to(lang) for text in (*HOW, EVERY)]
    lines += [_line(p, "", lang) for p in FIELDS.values()]
    for group, title in GROUPS:
        rules: tuple[PolicyRule, ...] = getattr(found, group)
        lines += ["", title.to(lang)] if rules else []
        for rule in rules:
            lines.append(_head(rule, lang))
            lines += [_line(p, _now(rule, p, lang), lang) for p in _own(rule)]
    print_lines(lines)


def _own(rule: PolicyRule) -> list[Parameter]:
    """Return the parameters of a rule's family, without the fields that every rule has."""
    return [p for p in offered(rule) if FIELDS.get(p.key) is not p]


def _head(rule: PolicyRule, lang: Lang) -> str:
    """Return the name and id of a rule, how binding it is, and over which time it counts."""
    weight, window = FIELDS["weight"], FIELDS["window"]
    said = [FIELDS["strictness"].shown(rule.strictness, lang)]
    said.append(f"{weight.name(lang)} {rule.weight}")
    said += [window.shown(rule.window, lang)] if rule.window else []
    title, between = rule.title.to(lang), ("、" if lang == "zh" else ", ")
    return f"  {title} ({rule.id}) {between.join(said)}"


def _now(rule: PolicyRule, parameter: Parameter, lang: Lang) -> str:
    """Return the value of a parameter in words, with its unit."""
    value = value_of(rule, parameter)
    shown = parameter.shown(value, lang)
    if value is None or not parameter.is_number or shown.endswith("%"):
        return shown
    unit = parameter.unit.to(lang)
    return f"{shown}{unit}" if lang == "zh" else f"{shown} {unit}".strip()


def _line(parameter: Parameter, now: str, lang: Lang) -> str:
    """Return the names of a parameter, its value, its meaning and what it takes."""
    (zh, en), takes = parameter.help, parameter.takes
    if lang == "zh":
        now = "未设；" if now == "–" else now and f"现为{now}；"
        return f"    {parameter.word} ({parameter.key})：{now}{zh}；可填{takes.zh}"
    return f"    {parameter.key}: {now + '; ' if now else ''}{en}; takes {takes.en}"
