"""The planner's own numbers: which rule and parameter each of them means, and what comes of it.

Rules and parameters are named by their Chinese words or by ids and keys. A rule can also be
switched off (停用) or told how binding it is (刚性, 原则上, 弹性) by that word alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from community.errors import Problem, maybe
from community.families import Parameter, families, given, parameters
from community.families.fields import RuleFields
from community.policy import PolicyRule
from community.tables.base import spelled
from community.tables.cells import CellError, shown_cell
from community.text import Text
from community.titles import RuleNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from community.sheets import Override

FIELDS = {key: Parameter(key, found) for key, found in RuleFields.model_fields.items()}
STATES: dict[str, tuple[str, Any]] = {
    "停用": ("enabled", False),
    "启用": ("enabled", True),
    "刚性": ("strictness", "hard"),
    "原则上": ("strictness", "in_principle"),
    "弹性": ("strictness", "soft"),
}
"""Words that say which field of a rule is set, and to what."""
_MANY = 200  # problems after which nothing is suggested any more


def offered(rule: PolicyRule) -> list[Parameter]:
    """Return the parameters that mean something to a rule; then the fields that every rule has."""
    known = parameters(rule.family)
    own = [known[key] for key in families()[rule.family].used(rule.params)]
    taken = {p.key for p in own}
    return [*own, *(f for key, f in FIELDS.items() if key not in taken)]


def value_of(rule: PolicyRule, parameter: Parameter) -> Any:
    """Return the plain value that a parameter or a field of a rule has, be it a default."""
    if parameter.key in parameters(rule.family):
        return given(rule, parameter.key)
    return getattr(rule, parameter.key)


@dataclass
class Adjusting:
    """The rules of a profile, titles with places, while a planner's numbers are put into them."""

    rules: dict[str, PolicyRule]
    subjects: Mapping[str, str] | None = None  # names by id, where they are known
    overrides: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _places: dict[tuple[str, str], Override] = field(default_factory=dict)
    _told: set[Problem] = field(default_factory=set)

    def take(self, overrides: Iterable[Override]) -> None:
        """Understand the planner's numbers, and change the rules."""
        for override in overrides:
            self._take(override)
        for rule_id, changes in self.overrides.items():
            self._change(rule_id, changes)

    def _take(self, o: Override) -> None:
        found = self._names.find(o.rule)
        if len(found) != 1:
            self._note(o, 0, o.rule, *self._no_rule(o.rule, found))
            return
        rule = self.rules[found[0]]
        parameter, value = self._parameter(o, rule)
        if parameter is None:
            return
        try:
            plain = parameter.read(value, self.subjects)
        except CellError as wrong:
            self._note(o, 2, _text(value), wrong.expected, wrong.hint)
            return
        if (rule.id, parameter.key) in self._places:
            self._note(o, 1, o.parameter, Text("应只写一次", "expected this parameter once"))
        self._places[rule.id, parameter.key] = o
        self.overrides.setdefault(rule.id, {})[parameter.key] = plain

    def _parameter(self, o: Override, rule: PolicyRule) -> tuple[Parameter | None, Any]:
        """Return what a row sets, and the value as written; None after noting what is wrong."""
        if state := STATES.get(o.parameter or str(o.value)):
            return self._state(o, *state)
        words = {w: p for p in offered(rule) for w in map(spelled, p.spellings)}
        found = words.get(spelled(o.parameter))
        if found is None:
            written = o.parameter or _text(o.value) or o.rule
            self._note(o, 1, written, *_no_parameter(o, offered(rule)))
        elif o.value is None:
            self._note(o, 2, "", found.expected)
            found = None
        return found, o.value

    def _state(self, o: Override, key: str, meant: Any) -> tuple[Parameter | None, Any]:
        """Return the field that a word like 停用 sets, where it stands alone or with a yes."""
        try:
            said = FIELDS["enabled"].read(o.value) if o.parameter and o.value is not None else True
        except CellError:
            return FIELDS[key], o.value  # 刚性: 弹性
        if said or key == "enabled":
            return FIELDS[key], meant if said else not meant
        self._note(o, 2, _text(o.value), Text("应为是", "expected true"))
        return None, None

    @cached_property
    def _names(self) -> RuleNames:
        return RuleNames.of(self.rules.values())

    def _no_rule(self, word: str, found: list[str]) -> tuple[Text, Text | None]:
        """Return what is expected in the place of a word that names no rule, or several."""
        if found:
            return (
                Text("应只指一条规则，请写编号", "expected one rule, write its id"),
                Text(f"是不是{'、'.join(found)}", f"maybe {' or '.join(found)}"),
            )
        expected = Text(
            "应为政策方案中规则的名称或编号，见 onebell check --rules",
            "expected the id of a rule of the profile, see onebell check --rules",
        )
        return expected, self._names.near(word) if len(self.problems) < _MANY else None

    def _change(self, rule_id: str, changes: dict[str, Any]) -> None:
        """Put the numbers of a planner into a rule, and note what does not go together."""
        rule = self.rules[rule_id]
        known = parameters(rule.family)
        fields = {key: value for key, value in changes.items() if key not in known}
        params = rule.params | {key: v for key, v in changes.items() if key in known}
        rule = PolicyRule.model_validate(rule.model_dump() | fields | {"params": params})
        self.rules[rule_id] = rule
        if not rule.enabled:
            return
        found = families()[rule.family].model_validate(params)
        for fault in found.faults(rule.strictness, rule.window):
            o = (
                self._places.get((rule_id, fault.parameter))
                or self._places[rule_id, next(reversed(changes))]
            )
            self._note(o, 2, _text(o.value), fault.expected)

    def _note(
        self, o: Override, part: int, value: str, expected: Text, hint: Text | None = None
    ) -> None:
        """Note a problem of a rule's name (0), of a parameter (1) or of a value (2), once."""
        problem = Problem(
            place=o.place,
            row=o.rows[part],
            column=o.columns[part],
            value=value,
            expected=expected,
            hint=hint,
        )
        if problem not in self._told:
            self._told.add(problem)
            self.problems.append(problem)


def _no_parameter(o: Override, listed: list[Parameter]) -> tuple[Text, Text | None]:
    """Return what a row lacks that names no parameter, or an unknown one."""
    if not o.parameter and o.value is None:
        return (
            Text(
                "只写了规则，不起作用，应写参数和值",
                "expected a parameter and a value, a rule alone changes nothing",
            ),
            Text(
                "不要这条规则时，参数写“停用”",
                "To switch the rule off, write enabled and false",
            ),
        )
    return (
        Text(
            f"应为这条规则的参数：{'、'.join(p.word for p in listed)}",
            f"expected one of: {', '.join(p.key for p in listed)}",
        ),
        maybe(o.parameter, [w for p in listed for w in p.spellings]),
    )


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return str(value) if isinstance(value, dict) else shown_cell(value)
