"""Finding a row of another table by its id or, where only one row has it, by its name."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from community.names import ClassNameError, canonical, parse_class_name, plain
from community.tables.cells import CellError
from community.text import Text

LABELS = {
    "schools": Text("学校", "school"),
    "grids": Text("作息表", "bell grid"),
    "classes": Text("班级", "class"),
    "subjects": Text("学科", "subject"),
    "teachers": Text("教师", "teacher"),
    "terms": Text("学期", "term"),
    "rooms": Text("教室", "room"),
    "sync": Text("同步课堂", "synchronous series"),
}
_BY_NAME = ("schools", "subjects", "terms")  # people share names, so teachers go by id only
_COMPARED = 300_000  # words that may be held against each other to find what was meant: a second


@dataclass
class References:
    """The ids and names that the tables of one community declare, also in rows with errors.

    A row that is wrong elsewhere still declares its id: one mistake gives one error.
    """

    names: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    classes: dict[tuple[str, int, int], str] = field(default_factory=dict)
    unknown_tables: set[str] = field(default_factory=set)  # whose ids could not be read at all
    compared: int = 0  # words; a table full of mistakes gets hints for the first of them

    def declare(self, table: str, id: str, name: str = "") -> None:
        """Make a row known by its id and, when it has one, its name."""
        self.names[table][id] = _squeezed(name)

    def declare_class(self, id: str, school: str, grade: int, number: int) -> None:
        """Make a class known by its place in its school as well."""
        self.classes.setdefault((school, grade, number), id)

    def find(self, table: str, text: str) -> str:
        """Return the id of the row that a text names; ``CellError`` when none or several."""
        known = self.names[table]
        if text in known or table in self.unknown_tables:
            return text
        if table == "classes":
            return self._class(text)
        found = self._named(table, text)
        if table not in _BY_NAME:
            raise self._unknown(table, text, found)
        if len(found) > 1:
            ids = "、".join(found), ", ".join(found)
            raise CellError(
                Text("应写编号，有几处同名", "expected an id, several share this name"),
                Text(f"可能是{ids[0]}", f"It could be {ids[1]}"),
            )
        if not found:
            raise self._unknown(table, text)
        return found[0]

    def _named(self, table: str, text: str) -> list[str]:
        word = _squeezed(text)
        return [id for id, name in self.names[table].items() if name and name == word]

    def _unknown(self, table: str, text: str, same_name: list[str] | None = None) -> CellError:
        label, known = LABELS[table], self.names[table]
        words = [*known, *(n for n in known.values() if n and table in _BY_NAME)]
        near = same_name or self._nearest(text, words)
        hint = Text(f"是不是{'或'.join(near)}", f"Maybe {' or '.join(near)}") if near else None
        how = Text("编号或名称", "id or name") if table in _BY_NAME else Text("编号", "id")
        return CellError(
            Text(
                f"没有这个{label.zh}，应为已有的{how.zh}", f"expected a known {label.en} {how.en}"
            ),
            hint,
        )

    def _nearest(self, text: str, words: list[str]) -> list[str]:
        self.compared += len(words)
        return difflib.get_close_matches(text, words, 3, 0.5) if self.compared < _COMPARED else []

    def _class(self, text: str) -> str:
        """Return the class that a text names: by school and name, or by name where it is unique."""
        schools, rest = self._school_before(text)
        try:
            place = parse_class_name(rest)
        except ClassNameError as unclear:
            if unclear.candidates:
                raise CellError(unclear.expected, unclear.hint) from unclear
            raise self._unknown("classes", text) from unclear
        found = {
            school: id
            for (school, *named), id in self.classes.items()
            if tuple(named) == place and (not schools or school in schools)
        }
        if len(found) == 1:
            return next(iter(found.values()))
        name = canonical(*place)
        if found:
            where = [f"{self.names['schools'].get(s) or s}（{id}）" for s, id in found.items()]
            raise CellError(
                Text(
                    "应写学校加班级名称，几所学校都有", "expected school and class, several have it"
                ),
                Text(f"{name}见于{'、'.join(where)}", f"{name} is found in {', '.join(where)}"),
            )
        raise CellError(
            Text(f"没有这个班级（{name}），应为已有的班级", f"expected a known class, not {name}"),
            Text("请写班级编号，或学校加班级名称", "Give the id, or school and class name"),
        )

    def _school_before(self, text: str) -> tuple[list[str], str]:
        """Return the schools that a text begins with (by id or name), and what follows."""
        best, schools, rest = 0, list[str](), text
        for id, name in self.names["schools"].items():
            for key, end in ((id, r"(?![0-9A-Za-z])"), (name, "")):
                head = _beginning(key, end).match(text) if key else None
                if head and head.end() > best:
                    best, schools = head.end(), []
                    rest = text[head.end() :].lstrip(" ·-/:,的")
                if head and head.end() == best and id not in schools:
                    schools.append(id)
        return schools, rest


@lru_cache(maxsize=2_000)
def _beginning(key: str, end: str) -> re.Pattern[str]:
    """Return the pattern of a text that begins with a school, however it is spaced."""
    return re.compile(r"\s*".join(map(re.escape, key)) + end)


def _squeezed(name: str) -> str:
    return "".join(plain(name).split())
