"""A number of a policy rule changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Self

from community.adjusting import FIELDS, offered, value_of
from community.errors import InputError, maybe, shown
from community.names import plain
from community.profile import resolve, rule_names
from community.tables.base import spelled
from community.text import Text
from scenarios.changes.base import Change, replaced, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.families import Parameter
    from community.models import Community
    from community.policy import PolicyRule


class QuotaChanged(Change):
    """Another number in a rule of the policy; ``parameter`` empty means the rule's quota."""

    command: ClassVar[Text] = Text("改规则", "quota")
    arguments: ClassVar[Text] = Text("规则 [参数] 数", "RULE [PARAMETER] N")
    QUOTAS: ClassVar[tuple[str, ...]] = ("min", "share", "min_lessons", "max", "max_absent_share")

    rule: str
    value: float | int
    parameter: str = ""

    @classmethod
    def parse(cls, arguments: Sequence[str], words: str) -> Self:
        """Read a rule, perhaps a parameter, and a number (3, 0.1 or 10%)."""
        if not 2 <= len(arguments) <= 3:
            raise cls.misused(words)
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
        own = policy.overrides.get(rule.id, {}) | {parameter.key: self.value}
        try:
            changed = resolve(policy.profile, policy.overrides | {rule.id: own})
        except InputError as error:
            told = error.problems[0]
            expected = Text(
                f"“{self.value:g}”{told.expected.zh}", f"{self.value:g}: {told.expected.en}"
            )
            raise wrong(self.words, expected, told.hint) from None
        return replaced(community, policy=changed)

    def sentence(self, community: Community) -> Text:
        """Name the rule, and its number before and after."""
        rule, parameter = self._rule(community)
        title, old = rule.title, value_of(rule, parameter)
        before, after = (parameter.shown(value, "zh") for value in (old, self.value))
        return Text(
            f"规则“{title.zh}”的{parameter.word}：{before} → {after}。",
            f"{parameter.key} of rule {title.en} ({rule.id}): {before} -> {after}.",
        )

    def _rule(self, community: Community) -> tuple[PolicyRule, Parameter]:
        """Return the rule and the parameter that are named, by ids or by words."""
        rules, names = {r.id: r for r in community.policy.rules}, rule_names(community.policy)
        found = names.find(self.rule)
        if len(found) != 1:
            raise wrong(
                self.words,
                Text(f"政策中没有规则 {self.rule}", f"the policy has no rule {self.rule}"),
                names.near(self.rule) or _LIST,
            )
        rule = rules[found[0]]
        known = {p.key: p for p in offered(rule) if p.is_number and p.key not in FIELDS}
        usual = next((key for key in self.QUOTAS if rule.params.get(key) is not None), "")
        word = spelled(self.parameter or usual)
        for parameter in known.values():
            if word in map(spelled, parameter.spellings):
                return rule, parameter
        zh, en = "、".join(p.word for p in known.values()), ", ".join(known)
        raise wrong(
            self.words,
            Text(
                f"这条规则可改的数有：{zh or '–'}", f"rule {rule.id} has these numbers: {en or '–'}"
            ),
            maybe(self.parameter, [w for p in known.values() for w in p.spellings]),
        )


_MOST = 9_999_999
_LIST = Text("规则见 onebell check --rules", "onebell check --rules lists the rules")


def _number(text: str) -> int | float | None:
    """Return the number that 3, 0.1 or 10% means; None for anything else."""
    digits = text.removesuffix("%")
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,4})?", digits):
        return None
    if text.endswith("%"):
        return float(digits) / 100
    return float(digits) if "." in digits else int(digits)
