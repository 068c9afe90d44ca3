"""Policy profiles: shipped rules of each plan on the national base, and the planner's overrides."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from community.adjusting import Adjusting
from community.errors import InputError, Problem, maybe
from community.families import families
from community.policy import Policy, PolicyRule
from community.sheets import Override
from community.text import Text
from community.titles import RuleNames, titled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

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
        known = profile_names()
        expected = Text(
            f"应为以下政策方案之一：{'、'.join(known)}",
            f"expected one of the profiles {', '.join(known)}",
        )
        hint = maybe(name, [*known, *ALIASES])
        problem = Problem(place=PLACE, column="profile", value=name, expected=expected, hint=hint)
        raise InputError([problem])
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
    return tuple(map(titled, _rules(profile_id(name)).values()))


def optional_rules() -> tuple[PolicyRule, ...]:
    """Return the rules that every profile has switched off, for a planner to switch on."""
    return tuple(map(titled, _rules(OPTIONS).values()))


def rule_names(policy: Policy) -> RuleNames:
    """Return the names of a policy's rules, for what planners write."""
    return replace(
        RuleNames.of(_rules(policy.profile).values()), titles={r.id: r.title for r in policy.rules}
    )


def profile_plan(name: str) -> str:
    """Return the plan of the catalogue that a profile holds; empty for one that holds several."""
    plan: str = _table(profile_id(name)).get("plan", "")
    return plan


def _rules(name: str) -> dict[str, PolicyRule]:
    """Return the rules of a profile; their titles hold places for numbers."""
    table = _table(name)
    own = {rule.id: rule for part in (*table.get("joins", ()), name) for rule in _own(part)}
    if "base" not in table:
        return own
    under = _rules(table["base"])
    if table["base"] == OPTIONS:
        return own | {rule_id: rule for rule_id, rule in under.items() if rule_id not in own}
    off = {id: under[id].model_copy(update={"enabled": False}) for id in table.get("off", ())}
    return under | off | own


def _own(name: str) -> list[PolicyRule]:
    """Return the rules of a profile's file: optional ones that it switches on, then its own."""
    table = _table(name)
    options = {r["id"]: r for r in _table(OPTIONS)["rule"]}
    on = [options[id] | {"enabled": True} for id in table.get("on", ())]
    return [*map(PolicyRule.model_validate, [*on, *table.get("rule", ())])]


def resolve(profile: str, overrides: dict[str, dict[str, Any]] | None = None) -> Policy:
    """Return the policy of a profile with the planner's own numbers.

    Parameters
    ----------
    profile
        Name of a shipped profile, or one of its aliases.
    overrides
        ``rule -> {field or parameter: value}``, by ids and keys or by the words for them.

    Raises
    ------
    InputError
        With one problem for each unknown profile, rule or parameter and each value of a wrong type.
    """
    return adjusted(profile, stated(overrides or {}))


def adjusted(
    profile: str, overrides: Iterable[Override], subjects: Mapping[str, str] | None = None
) -> Policy:
    """Return the policy of a profile with the planner's own numbers, as they were found.

    ``subjects`` are the names of the community's subjects by id, where they are known.

    Raises
    ------
    InputError
        As ``resolve`` does, each problem at its own place.
    """
    profile = profile_id(profile)
    adjusting = Adjusting(_rules(profile), subjects)
    adjusting.take(overrides)
    if adjusting.problems:
        raise InputError(adjusting.problems)
    rules = tuple(map(titled, adjusting.rules.values()))
    return Policy(profile=profile, overrides=adjusting.overrides, rules=rules)


def stated(
    overrides: dict[str, Any], lines: Callable[..., int | None] = lambda *_: None
) -> Iterator[Override]:
    """Yield overrides that stand in ``policy.toml``, or could; ``lines`` tells the line of each."""
    for rule, values in overrides.items():
        table = f"rules.{rule}"
        given = values if isinstance(values, dict) else {"": values}
        for key, value in (given or {"": None}).items():
            column = f"{table}.{key}" if key else table
            head, row = lines(table), lines(table, key) if key else lines(table)
            yield Override(rule, key, value, PLACE, (head, row, row), (table, column, column))


def not_planned(policy: Policy) -> list[PolicyRule]:
    """Return the enabled rules that this version carries as data but does not plan."""
    known = families()
    return [r for r in policy.rules if r.enabled and not known[r.family].plans(r.params)]


@cache
def _table(name: str) -> dict[str, Any]:
    text = files("community").joinpath(f"profiles/{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
