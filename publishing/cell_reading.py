"""Reads single cells of the tables of a plan: known ids, whole numbers, words of a list."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from community.text import Text
from publishing.i18n import enum_spellings, enum_text, weekday_spellings
from publishing.tables import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from community.errors import Problem
    from community.models import Community
    from publishing.tables import SourceRow

    E = TypeVar("E", bound=StrEnum)

_WEEKDAY = {name: day for day in range(1, 8) for name in weekday_spellings(day)}

_NUMBER_HINT = Text("只填数字", "write digits only")
NAME_HINT = Text(
    "编号列才算数：要改安排请改编号列，名称列可以清空",
    "the ID column counts: to change the plan change the ID; the name may be left empty",
)


@dataclass
class CellReader:
    """Turns cells into values of one community; what cannot be used goes to ``problems``."""

    community: Community
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        c = self.community
        self.names: dict[str, dict[str, str]] = {
            "school": {s.id: s.name for s in c.schools},
            "class": {g.id: g.name for g in c.classes},
            "subject": {s.id: s.name for s in c.subjects},
            "teacher": {t.id: t.name for t in c.teachers},
            "room": {r.id: r.name for r in c.rooms},
            "term": {t.id: t.name for t in c.terms},
        }
        self.by_name: dict[tuple[str, str], list[str]] = {}
        for what, names in self.names.items():
            for identity, name in names.items():
                self.by_name.setdefault((what, plain(name)), []).append(identity)

    def known(
        self, row: SourceRow, key: str, what: str, name_key: str, *, empty: bool = False
    ) -> str:
        """Return an id that the community knows, or "" (a problem unless ``empty`` is allowed)."""
        value, names = row[key], self.names[what]
        if value in names:
            if name_key:
                self.same_name(row, name_key, value, names)
            return value
        if not value and not row[name_key] and empty:
            return ""
        zh, en = _WHAT[what]
        expected = Text(f"应为本共同体已有的{zh}编号", f"expected the ID of a known {en}")
        looked_for = value or row[name_key]
        ids = self.by_name.get((what, plain(looked_for)), []) if looked_for else []
        self.problems.append(row.problem(key, expected, _ids_hint(looked_for, ids)))
        return ""

    def same_name(self, row: SourceRow, key: str, identity: str, names: Mapping[str, str]) -> None:
        """Refuse a name that was changed while the id beside it was not."""
        if row[key] and plain(row[key]) != plain(names[identity]):
            name = names[identity]
            expected = Text(
                f"编号 {identity} 对应“{name}”，与此名称不符",
                f'the ID {identity} stands for "{name}", not for this name',
            )
            self.problems.append(row.problem(key, expected, NAME_HINT))

    def weekday(self, row: SourceRow) -> int:
        """Return a weekday 1-7, or 0 with a problem."""
        day = _WEEKDAY.get(plain(row["weekday"]))
        if day is None:
            expected = Text("应为周一至周日或 1–7", "expected Mon to Sun or 1-7")
            self.problems.append(row.problem("weekday", expected))
        return day or 0

    def weekdays(self, row: SourceRow, key: str) -> tuple[int, ...]:
        """Return the weekdays of a list like 周二、周四, in order; an empty cell has none."""
        parts = [p for p in re.split(r"[、,，;；/\s]+", row[key]) if p]
        days = [_WEEKDAY.get(plain(p), 0) for p in parts]
        if not all(days) or len(set(days)) < len(days):
            expected = Text(
                "应为周一至周日，用顿号隔开，如“周二、周四”",
                'expected weekdays from Mon to Sun with commas between, like "Tue, Thu"',
            )
            self.problems.append(row.problem(key, expected))
            return ()
        return tuple(sorted(days))

    def number(
        self, row: SourceRow, key: str, low: int, high: int, default: int | None = None
    ) -> int:
        """Return a whole number, or ``low`` with a problem; an empty cell is the default."""
        if not row[key] and default is not None:
            return default
        number = integer(row[key])
        if number is None or not low <= number <= high:
            expected = Text(
                f"应为 {low} 至 {high} 的整数", f"expected a whole number from {low} to {high}"
            )
            self.problems.append(row.problem(key, expected, _NUMBER_HINT))
            return low
        return number

    def enum(self, row: SourceRow, key: str, kind: type[E], default: E | None = None) -> E | None:
        """Return a member of an enumeration by its word, or None with a problem."""
        if not row[key] and default is not None:
            return default
        for member in kind:
            if plain(row[key]) in {plain(s) for s in enum_spellings(member)}:
                return member
        zh = "、".join(enum_text(m).zh for m in kind)
        en = ", ".join(enum_text(m).en for m in kind)
        self.problems.append(row.problem(key, Text(f"应为：{zh}", f"expected one of: {en}")))
        return None


_WHAT = {
    "school": Text("学校", "school"),
    "class": Text("班级", "class"),
    "subject": Text("学科", "subject"),
    "teacher": Text("教师", "teacher"),
    "room": Text("教室", "room"),
    "term": Text("学期", "term"),
    "series": Text("同步课堂", "synchronous series"),
}


def _ids_hint(name: str, ids: list[str]) -> Text | None:
    if not ids:
        return None
    known = ", ".join(ids[:5])
    return Text(f"“{name}”的编号是 {known}，请填编号", f'"{name}" has the ID {known}: write the ID')


def plain(text: str) -> str:
    """Return a text without differences of width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", printable(text)).split()).lower()


def integer(text: str) -> int | None:
    """Return a whole number, also one that a spreadsheet wrote as 3.0; None when it is none."""
    digits = plain(text).removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 15 else None
