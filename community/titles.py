"""Titles of rules that carry the rule's own numbers, and the rule that a title names.

A title is written with places for numbers: ``{min}`` is the value of a parameter, ``{a..b}`` the
range of two, ``{window}`` the window in words. A form may follow: ``{min_terms..max_terms:years}``
are semesters told in years, ``{min:teacher|teachers}`` is the first of two words where the number
is 1 (or yes), else the second. The other forms are in ``FORMS``.
"""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from community.errors import maybe
from community.families import given, parameters
from community.names import plain
from community.policy import EACH
from community.tables.cells import decimal
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from community.policy import PolicyRule
    from community.text import Lang

_NUMBER = r"(?:[0-9一二两三四五六七八九十半]|half)\w*?"
_ANY_NUMBER = re.compile(r"[0-9]+")
_BETWEEN = re.compile(r"[，；：。,;:]")
_WINDOWS = [*chain(*EACH.values())]
_PLACE = re.compile(r"\{(\w+)(?:\.\.(\w+))?(?::([^{}]+))?\}")


def titled(rule: PolicyRule) -> PolicyRule:
    """Return a rule whose titles hold places, with its numbers in them."""
    zh, en = (_PLACE.sub(_filled(rule, lang), rule.title.to(lang)) for lang in ("zh", "en"))
    return rule.model_copy(update={"title_zh": zh, "title_en": en[:1].upper() + en[1:]})


@dataclass(frozen=True)
class RuleNames:
    """The rules of a policy by their ids and titles.

    ``titles`` are those in force, ``shipped`` those of the profile, ``templates`` have places.
    """

    titles: Mapping[str, Text]
    shipped: Mapping[str, Text]
    templates: Mapping[str, Text]

    @staticmethod
    def of(rules: Iterable[PolicyRule]) -> RuleNames:
        """Return the names of rules whose titles hold places."""
        found = list(rules)
        titles = {r.id: titled(r).title for r in found}
        return RuleNames(titles, titles, {r.id: r.title for r in found})

    def find(self, word: str) -> list[str]:
        """Return the ids of the rules that an id, or a title with whatever numbers, names.

        Where none has that title, a clause of it will do.
        """
        if word in self.titles:
            return [word]
        exact = [id for id, title in self.titles.items() if word in title]
        letters = _letters(word)
        whole = exact or [
            id for id, many in self._patterns.items() if any(p.fullmatch(letters) for p in many)
        ]
        said = _ANY_NUMBER.sub("#", letters)
        return whole or [id for id, clauses in self._clauses.items() if said in clauses]

    def word(self, id: str, lang: Lang) -> str:
        """Return what a rule is called in a sheet: its title where that is read as it alone."""
        title, as_read = self.titles[id].zh, replace(self, titles=self.shipped)
        alone = lang == "zh" and self.find(title) == as_read.find(title) == [id]
        return title if alone else id

    def near(self, word: str) -> Text | None:
        """Return the question whether the nearest id or title was meant."""
        return maybe(word, [*self.titles, *chain(*self.titles.values())])

    @cached_property
    def _clauses(self) -> dict[str, set[str]]:
        """The clauses of the titles of each rule, with a sign for each number."""
        return {
            id: {
                _ANY_NUMBER.sub("#", _letters(clause))
                for title in texts
                for clause in _BETWEEN.split(title)
            }
            for id, texts in self.titles.items()
        }

    @cached_property
    def _patterns(self) -> dict[str, list[re.Pattern[str]]]:
        return {id: [_pattern(t) for t in texts] for id, texts in self.templates.items()}


def _pattern(template: str) -> re.Pattern[str]:
    """Return what the letters of a title are, whatever numbers stand in its places."""
    parts, last = [], 0
    for place in _PLACE.finditer(template):
        first, _, form = place.groups()
        words = form.split("|") if form and "|" in form else []
        known = "|".join(map(_letters, _WINDOWS if first == "window" else words))
        parts += [re.escape(_letters(template[last : place.start()])), known or _NUMBER]
        last = place.end()
    parts.append(re.escape(_letters(template[last:])))
    return re.compile("".join(f"(?:{part})" for part in parts))


def _letters(text: str) -> str:
    """Return a text without blanks and signs."""
    return re.sub(r"[\W_]", "", plain(text)).lower()


def _filled(rule: PolicyRule, lang: Lang) -> Callable[[re.Match[str]], str]:
    """Return what is written in a place of a title."""

    def fill(place: re.Match[str]) -> str:
        first, last, form = place.groups()
        if first == "window":
            return EACH[rule.window].to(lang) if rule.window else ""
        values = [given(rule, key) for key in (first, last) if key]
        if form and "|" in form:
            one, more = form.split("|")
            return one if values[-1] == 1 else more
        if form:
            return FORMS[form](values).to(lang)
        parameter = parameters(rule.family)[first]
        return _range([parameter.shown(value, lang) for value in values], lang)

    return fill


def _range(values: list[str], lang: Lang) -> str:
    """Return one value, or the first and the last."""
    return Text("至", " to ").to(lang).join(dict.fromkeys(values))


def _years(terms: list[int]) -> Text:
    years = [decimal(n / 2) for n in terms]
    zh, en = _range(years, "zh"), _range(years, "en")
    return Text(f"{zh}年", f"{en} {'year' if en == '1' else 'years'}")


def _days(days: list[int]) -> Text:
    """Return school days, in months where they are some: ten are half a month."""
    months = days[0] / 20
    if days[0] == 10:
        return Text("半个月", "half a month")
    if days[0] % 10:
        return Text(f"{days[0]}个教学日", f"{days[0]} school days")
    unit = "month" if months == 1 else "months"
    return Text(f"{decimal(months)}个月", f"{decimal(months)} {unit}")


def _dates(lists: list[list[str]]) -> Text:
    """Return days of the year (``11-30``) in words; what is none stays."""
    zh, en = [], []
    for text in lists[0]:
        found = re.fullmatch(r"(0[1-9]|1[0-2])-([0-3][0-9])", text)
        zh.append(f"{int(found[1])}月{int(found[2])}日" if found else text)
        en.append(f"{int(found[2])} {month_name[int(found[1])]}" if found else text)
    return Text("、".join(zh), ", ".join(en))


def _cny(sums: list[int]) -> Text:
    zh = f"{decimal(sums[0] / 10_000)}万元" if sums[0] >= 10_000 else f"{sums[0]}元"
    return Text(zh, f"{sums[0]:,} yuan")


def _list(lists: list[list[int]]) -> Text:
    """Return numbers one after the other, without a unit."""
    found = [str(n) for n in lists[0]]
    return Text("、".join(found), ", ".join(found))


FORMS: dict[str, Callable[[Any], Text]] = {
    "years": _years,
    "days": _days,
    "date": _dates,
    "cny": _cny,
    "list": _list,
}
