"""Policy profiles: shipped rules of each plan on the national base, and the planner's overrides."""

from __future__ import annotations

import difflib
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from community.errors import InputError, Problem
from community.families import accepts, families
from community.policy import Policy, PolicyRule
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

BASE = "national_base"
# Rules that are switched off: the base of the national base, never a profile of its own.
OPTIONS = "options"
# Names of the catalogue's sketches, accepted wherever a profile is named.
ALIASES = {
    "zhejiang_2021": "songyang",
    "libo_group": "libo",
    "fengjie_bundle": "fengjie",
    "shouguang_district": "shouguang",
    "mountain_county_3yr": "mountain_county",
}
PLACE = "policy.toml"
_MANY = 20  # names that a message lists at most
# Fields of a rule that an override may name besides the parameters of its family.
FIELDS = {
    "enabled": "bool",
    "strictness": "hard|in_principle|soft",
    "weight": "int",
    "cost_function": "Linear|Quadratic|Step",
    "window": "calendar_year|school_year|semester|month|week",
    "scope": "text",
}


def profile_names() -> list[str]:
    """Return the names of the shipped profiles of plans, in alphabetical order."""
    shipped = (f.name for f in files("community").joinpath("profiles").iterdir())
    names = sorted(n.removesuffix(".toml") for n in shipped if n.endswith(".toml"))
    return [n for n in names if n not in (BASE, OPTIONS)]


def profile_id(name: str) -> str:
    """Return the shipped name of a profile that may be named by an alias.

    Raises
    ------
    InputError
        When there is no such profile.
    """
    found = ALIASES.get(name, name)
    if found not in (*profile_names(), BASE):
        raise InputError([_unknown("profile", name, profile_names(), also=ALIASES)])
    return found


def profile_title(name: str) -> Text:
    """Return the title of a profile in both languages."""
    table = _table(profile_id(name))
    return Text(table["title_zh"], table["title_en"])


def profile_structure(name: str) -> dict[str, Any]:
    """Return what a profile says of the shape of a community: ``n_min``, ``n_max`` members, ..."""
    return dict(_table(profile_id(name)).get("structure", {}))


def profile_rules(name: str) -> tuple[PolicyRule, ...]:
    """Return the rules of a profile: those of its base, replaced by its own of the same id.

    The optional rules stand behind those of the national base.
    """
    return tuple(_rules(profile_id(name)).values())


def optional_rules() -> tuple[PolicyRule, ...]:
    """Return the rules that every profile has switched off, for a planner to switch on."""
    return tuple(_rules(OPTIONS).values())


def _rules(name: str) -> dict[str, PolicyRule]:
    table = _table(name)
    own = {rule.id: rule for rule in map(PolicyRule.model_validate, table.get("rule", []))}
    if "base" not in table:
        return own
    under = _rules(table["base"])
    if table["base"] == OPTIONS:
        return own | {rule_id: rule for rule_id, rule in under.items() if rule_id not in own}
    return under | own


def resolve(profile: str, overrides: dict[str, dict[str, Any]] | None = None) -> Policy:
    """Return the policy of a profile with the planner's own numbers.

    Parameters
    ----------
    profile
        Name of a shipped profile, or one of its aliases.
    overrides
        ``rule id -> {field or parameter: value}``. A field is one of ``FIELDS``; anything else is
        a parameter of the rule's family.

    Raises
    ------
    InputError
        With one problem for each unknown profile, rule or parameter and each value of a wrong type.
    """
    profile = profile_id(profile)
    rules = {r.id: r for r in profile_rules(profile)}
    problems: list[Problem] = []
    for rule_id, changes in (overrides or {}).items():
        if rule_id not in rules:
            problems.append(_unknown(f"rules.{rule_id}", rule_id, list(rules)))
        elif not isinstance(changes, dict):
            problems.append(_problem(f"rules.{rule_id}", changes, "section"))
        else:
            rules[rule_id] = _changed(rules[rule_id], changes, problems)
    if problems:
        raise InputError(problems)
    return Policy(profile=profile, overrides=overrides or {}, rules=tuple(rules.values()))


def not_planned(policy: Policy) -> list[PolicyRule]:
    """Return the enabled rules that this version carries as data but does not plan."""
    known = families()
    return [r for r in policy.rules if r.enabled and not known[r.family].planned]


def _changed(rule: PolicyRule, changes: dict[str, Any], problems: list[Problem]) -> PolicyRule:
    """Return a rule with a planner's changes; what cannot be used goes to ``problems``.

    A parameter of the family comes before a field of the same name.
    """
    params, fields = dict(rule.params), {}
    known = families()[rule.family].params
    before = len(problems)
    for name, value in changes.items():
        column = f"rules.{rule.id}.{name}"
        kind = known.get(name) or FIELDS.get(name)
        if kind is None:
            problems.append(_unknown(column, name, [*FIELDS, *known]))
        elif not accepts(kind, value):
            problems.append(_problem(column, value, kind))
        elif name in known:
            params[name] = value
        else:
            fields[name] = value
    if len(problems) > before:
        return rule
    try:
        return PolicyRule.model_validate(rule.model_dump() | fields | {"params": params})
    except ValidationError as error:
        for item in error.errors():
            column = f"rules.{rule.id}." + ".".join(str(part) for part in item["loc"])
            why = item["msg"]
            said = Text(f"应为可用的值（{why}）", f"expected a usable value ({why})")
            problems.append(
                Problem(place=PLACE, column=column, value=str(item["input"]), expected=said)
            )
        return rule


@cache
def _table(name: str) -> dict[str, Any]:
    text = files("community").joinpath(f"profiles/{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _unknown(column: str, value: str, known: list[str], also: Iterable[str] = ()) -> Problem:
    """Return the problem of a name that is none of the known ones, with the nearest of them.

    Names in ``also`` are suggested, but not listed.
    """
    shown = known if len(known) <= _MANY else [*known[:_MANY], "…"]
    listed = "、".join(shown), ", ".join(shown)
    return Problem(
        place=PLACE,
        column=column,
        value=str(value),
        expected=Text(f"应为以下之一：{listed[0]}", f"expected one of: {listed[1]}"),
        hint=_nearest(value, [*known, *also]),
    )


def _nearest(value: Any, words: list[str]) -> Text | None:
    """Return the question whether the nearest of some words was meant, or None."""
    near = difflib.get_close_matches(str(value), words, n=1)
    return Text(f"是否想写“{near[0]}”", f'maybe you meant "{near[0]}"') if near else None


_KINDS = {
    "int": Text("不小于0的整数", "a whole number of 0 or more"),
    "float": Text("不小于0的数", "a number of 0 or more"),
    "bool": Text("true 或 false", "true or false"),
    "text": Text("一段文字", "a text"),
    "section": Text("一段参数", "a section of parameters"),
    "clock": Text("08:20 这样的时刻", "a time of day like 08:20"),
    "table": Text(
        "按学段和学科的整数，如 {primary = {zh = 16}}",
        "whole numbers by stage and subject, like {primary = {zh = 16}}",
    ),
    "ints": Text("整数的列表", "a list of whole numbers"),
    "floats": Text("数的列表", "a list of numbers"),
    "texts": Text("文字的列表", "a list of texts"),
}


def _problem(column: str, value: Any, kind: str) -> Problem:
    """Return the problem of a value that has not the type of its parameter."""
    words = kind.strip("[]").split("|")
    listed = Text("、".join(words), ", ".join(words))
    said = _KINDS.get(kind)
    if said is None and kind.startswith("["):
        said = Text(f"由这些词组成的列表：{listed.zh}", f"a list of these words: {listed.en}")
    elif said is None:
        said = Text(f"以下之一：{listed.zh}", f"one of: {listed.en}")
    return Problem(
        place=PLACE,
        column=column,
        value=str(value),
        expected=Text(f"应为{said.zh}", f"expected {said.en}"),
        hint=_nearest(value, words) if "|" in kind else None,
    )
