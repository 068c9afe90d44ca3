"""A number of a policy rule changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Self

from community.errors import shown
from community.names import plain
from community.profile import resolve
from community.text import Text
from rotation.rules import families
from rotation.rules.base import RuleParameterError
from scenarios.changes.base import Change, nearest, replaced, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community
    from community.policy import PolicyRule


class QuotaChanged(Change):
    """Another number in a rule of the policy; ``parameter`` empty means the rule's quota."""

    command: ClassVar[str] = "quota"
    usage: ClassVar[str] = "quota RULE [PARAMETER] N"
    QUOTAS: ClassVar[tuple[str, ...]] = ("min", "share", "min_lessons", "max", "max_absent_share")

    rule: str
    value: float | int
    parameter: str = ""

    @classmethod
    def parse(cls, arguments: Sequence[str], words: str) -> Self:
        """Read a rule id, perhaps a parameter, and a number (3, 0.1 or 10%)."""
        if not 2 <= len(arguments) <= 3:
            raise wrong(words, Text(f"应写作 {cls.usage}", f"expected {cls.usage}"))
        number = plain(arguments[-1])
        value = _number(number)
        if value is None:
            expected = Text(
                f"“{shown(number)}”应为0到{_MOST}的数",
                f'"{shown(number)}": expected a number from 0 to {_MOST}',
            )
            raise wrong(words, expected)
        parameter = arguments[1] if len(arguments) == 3 else ""
        return cls(rule=arguments[0], parameter=parameter, value=value, words=words)

    def apply(self, community: Community) -> Community:
        """Write the number among the policy's overrides, as the planner would."""
        policy = community.policy
        rule, parameter = self._rule(community)
        if isinstance(rule.params.get(parameter), int) and isinstance(self.value, float):
            raise wrong(
                self.words,
                Text(f"{parameter} 应为整数", f"{parameter} takes a whole number"),
            )
        own = policy.overrides.get(rule.id, {}) | {parameter: self.value}
        changed = resolve(policy.profile, policy.overrides | {rule.id: own})
        self._refuse_unfit(next(r for r in changed.rules if r.id == rule.id))
        return replaced(community, policy=changed)

    def _refuse_unfit(self, rule: PolicyRule) -> None:
        """Refuse a number that the rule's family does not take."""
        family = families().get(rule.family)
        if family is None:
            return  # a rule on the week
        try:
            family.from_policy(rule)
        except RuleParameterError as error:
            number = f"{self.value:g}"
            expected = Text(
                f"规则 {rule.id} 不接受 {number}", f"rule {rule.id} does not take {number}"
            )
            hint = Text(f"比例写作0.4或40%（{error}）", f"Write a share as 0.4 or 40% ({error})")
            raise wrong(self.words, expected, hint) from None

    def sentence(self, community: Community) -> Text:
        """Name the rule, and its number before and after."""
        rule, parameter = self._rule(community)
        old = rule.params.get(parameter)
        before = "–" if old is None else f"{old:g}"
        return Text(
            f"规则“{rule.title_zh}”（{rule.id}）的 {parameter}：{before} → {self.value:g}。",
            f"{parameter} of rule {rule.title_en} ({rule.id}): {before} -> {self.value:g}.",
        )

    def _rule(self, community: Community) -> tuple[PolicyRule, str]:
        rules = {r.id: r for r in community.policy.rules}
        rule = rules.get(self.rule)
        if rule is None:
            raise wrong(
                self.words,
                Text(f"政策中没有规则 {self.rule}", f"the policy has no rule {self.rule}"),
                nearest(self.rule, rules) or _LIST,
            )
        known = numbers(rule)
        parameter = self.parameter or next((q for q in self.QUOTAS if q in known), "")
        if parameter in known:
            return rule, parameter
        shown = "、".join(known) or "–"
        raise wrong(
            self.words,
            Text(
                f"规则 {rule.id} 可改的数有：{shown}", f"rule {rule.id} has these numbers: {shown}"
            ),
        )


_MOST = 9_999_999
_LIST = Text("规则编号见 onebell check --rules", "onebell check --rules lists the rules")


def numbers(rule: PolicyRule) -> dict[str, int | float]:
    """Return the parameters of a rule that are numbers, by name: what this change can set."""
    found = {k: v for k, v in rule.params.items() if isinstance(v, int | float)}
    return {name: value for name, value in found.items() if not isinstance(value, bool)}


def _number(text: str) -> int | float | None:
    """Return the number that 3, 0.1 or 10% means; None for anything else."""
    digits = text.removesuffix("%")
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,4})?", digits):
        return None
    if text.endswith("%"):
        return float(digits) / 100
    return float(digits) if "." in digits else int(digits)
