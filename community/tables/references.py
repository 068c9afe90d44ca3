"""Finding a row of another table by its id, or by its name or a short one where only one has it."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from community.codes import Stage
from community.names import ClassNameError, canonical, one_grade, parse_class_name, plain, slot_word
from community.tables.cells import CellError
from community.tables.short import Person, meant_by, short_for
from community.text import Text, clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_BETWEEN = " ·-/:,的()"  # school and class
_LONGEST = 20  # characters of a school's short name
_NEAR = 3  # rows that are named where there is none
_DEAR = 20  # what looking for the nearest name takes, in looks for a short one
MOST_GUESSES = 20_000
_COMPARED = 300_000  # words that may be held against each other to find what was meant: a second
_PARTS = re.compile(
    r"[\s()]+|(?<=[0-9A-Za-z])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[0-9A-Za-z])"
)
_OR_MARKED = Text("，或注明学科、学校，如王芳（语文）", ", or a subject or school behind it")
_HOW = Text("请写学校加班级名称，或班级编号", "Give school and class name, or the id")
_AT_SCHOOLS = ("teachers", "rooms")  # whose names several schools may have
_BY_NAME = ("schools", "subjects", "terms", *_AT_SCHOOLS)


@dataclass
class References:
    """The ids and names that the tables of one community declare, also in rows with errors.

    A row that is wrong elsewhere still declares its id: one mistake gives one error. ``row`` holds
    what has been read of the row that is being read; ``read`` the rows of tables read before.
    """

    names: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    by_name: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    places: dict[tuple[int, ...], list[tuple[str, str]]] = field(  # (school, class) by place
        default_factory=lambda: defaultdict(list)
    )
    unknown_tables: set[str] = field(default_factory=set)  # whose ids could not be read at all
    grades: Counter[tuple[str, int]] = field(default_factory=Counter)  # classes of a school's grade
    read: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    slots: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    slot_names: dict[tuple[str, str], list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    row: dict[str, Any] = field(default_factory=dict)
    guesses: int = MOST_GUESSES  # left: a file of nothing but unknown names must end soon, too
    compared: int = 0  # words; a table full of mistakes gets hints for the first of them

    def declare(self, table: str, id: str, name: str = "") -> None:
        """Make a row known by its id and, when it has one, its name."""
        self.names[table][id] = name = _squeezed(name)
        if name and id not in self.by_name[table, name]:
            self.by_name[table, name].append(id)

    def keep(self, table: str, values: dict[str, Any]) -> None:
        """Make a row that was read known to the rows after it; a class by its place as well."""
        if values.get("id"):
            self.read[table].setdefault(values["id"], values)
        if table == "slots" and values.get("grid"):
            self.slots[values["grid"]].append(values)
            name, start = slot_word(_squeezed(values.get("name") or "")), values.get("start")
            for word in (name, *([] if start is None else [clock(start)])):
                self.slot_names[values["grid"], word].append(values)
        if table == "classes" and all(values.get(k) for k in ("id", "school", "name")):
            at = self.places[values["name"]]
            if all(school != values["school"] for school, _id in at):
                at.append((values["school"], values["id"]))

    def find(self, table: str, text: str) -> str:
        """Return the id of the row that a text names; ``CellError`` when none or several."""
        if text in self.names[table] or table in self.unknown_tables:
            return text
        if table == "classes":
            return self._class(text)
        found = self._named(table, text) if table in _BY_NAME else []
        if len(found) > 1:
            shown = [self._where(table, id) for id in found]
            zh, en = _OR_MARKED if table == "teachers" else ("", "")
            raise CellError(
                Text(f"应写编号{zh}，有几处同名", f"expected an id{en}, several share this name"),
                Text(f"可能是{'、'.join(shown)}", f"It could be {', '.join(shown)}"),
            )
        if not found:
            raise self._unknown(table, text)
        return found[0]

    def label(self, table: str, id: str) -> str:
        """Return how people call a row: its name, a class with its school, namesakes with ids."""
        if len(self.by_name.get((table, self.names[table].get(id, "")), ())) > 1:
            return f"{self.names[table][id]}（{id}）"
        group = self.read[table].get(id) if table == "classes" else None
        if group and group.get("school") and group.get("name"):
            return f"{self.label('schools', group['school'])}{self._class_name(id)}"
        return self.names[table].get(id) or id

    def _class_name(self, id: str) -> str:
        name = self.read["classes"].get(id, {}).get("name")
        return canonical(*name) if name else self.names["classes"].get(id) or id

    def classes_of_grade(self, grade: int) -> int:
        """Return how many classes of a grade the school of this row has."""
        return self.grades[self.row.get("school", ""), grade]

    def grid_of_row(self) -> str:
        """Return the bell grid that this row is about; "" where that is not known."""
        return str(self.read["schools"].get(self._school_of_row(), {}).get("grid") or "")

    def slots_called(self, grid: str, word: str) -> list[dict[str, Any]]:
        """Return the slots of a grid with a name, or that begin at a time: 08:20."""
        return self.slot_names.get((grid, word), [])

    def _school_of_row(self) -> str:
        """Return the school that a row names, or else that of its teacher, class or room."""
        keys = {"teacher": "teachers", "class_id": "classes", "room": "rooms"}
        at = (self.read[t].get(self.row.get(k) or "", {}).get("school") for k, t in keys.items())
        return self.row.get("school") or next(filter(None, at), "")

    def stage_of_row(self) -> Stage | None:
        """Return the stage of the class or teacher that a row names; None where it is open."""
        group = self.read["classes"].get(self.row.get("class_id") or "", {})
        if group.get("name"):
            return Stage.of(group["name"][0])
        stage = self.read["teachers"].get(self.row.get("teacher") or "", {}).get("stage")
        return Stage(stage) if stage else None

    def years_of(self, month: int, day: int) -> list[int]:
        """Return the years that a date without one can be of: in its school year, in the terms."""
        if "school_year" in self.row:
            return [self.row["school_year"] + (month < 8)]
        ends = [t[k] for t in self.read["terms"].values() for k in ("start", "end") if t.get(k)]
        if not ends:
            return []
        first, last = min(ends), max(ends)
        return [
            year
            for year in range(first.year, last.year + 1)
            if (first.year, first.month, first.day)
            <= (year, month, day)
            <= (last.year, last.month, last.day)
        ]

    def _named(self, table: str, text: str) -> list[str]:
        """Return the rows with a name; else with an id and its name; else with a short name."""
        known, name = self.names[table], _squeezed(text)
        if found := self.by_name.get((table, name)):
            here = self._school_of_row() if table == "rooms" else self.row.get("school", 0)
            own = [id for id in found if self._home(table, id) == here]
            return own if len(own) == 1 else found
        parts = [p for p in _PARTS.split(plain(text)) if p]
        for id in parts:
            if id in known and known[id] == "".join(p for p in parts if p != id):
                return [id]
        if table not in _AT_SCHOOLS:
            return self._short(table, name)
        for schools, rest in self._after_school(text):
            namesakes = self.by_name.get((table, _squeezed(rest)), ())
            if found := [id for id in namesakes if self._home(table, id) in schools]:
                return found
        return self._marked(text) if table == "teachers" else []

    def _marked(self, text: str) -> list[str]:
        """Return whom a name with a mark behind it means: 王芳（语文）, 王芳(东山小学)."""
        name, _, mark = plain(text).removesuffix(")").partition("(")
        people = []
        for id in self.by_name.get(("teachers", _squeezed(name)), ()) if mark else ():
            row = self.read["teachers"].get(id, {})
            home, taught = row.get("school") or "", row.get("subjects") or ()
            subjects = [(s, self.names["subjects"].get(s) or s) for s in taught]
            people.append(Person(id, (home, self.names["schools"].get(home) or home), subjects))
        return meant_by(_squeezed(mark), people)

    def _short(self, table: str, name: str) -> list[str]:
        """Return the rows that a short name can mean, as long as not too many were looked for."""
        self.guesses -= 1
        known = self.names[table].items() if self.guesses > 0 else ()
        return short_for(
            table, name, [(i, word) for i, full in known for word in (full, i) if word]
        )

    def _home(self, table: str, id: str) -> str | None:
        """Return the school of a teacher or room."""
        row = self.read[table].get(id, {}) if table in _AT_SCHOOLS else {}
        return row.get("school")

    def _where(self, table: str, id: str) -> str:
        """Return an id, with the school that tells people and rooms of the same name apart."""
        home = self._home(table, id)
        return f"{id}（{self.label('schools', home)}）" if home else id

    def _unknown(self, table: str, text: str) -> CellError:
        label, known = LABELS[table], self.names[table]
        self.guesses -= _DEAR
        words = dict.fromkeys([*known, *(n for n in known.values() if n and table in _BY_NAME)])
        near = self._nearest(text, [*words]) if self.guesses > 0 else []
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
        told = _NEAR if self.compared < _COMPARED else 0
        return difflib.get_close_matches(text, words, told, 0.5) if told else []

    def _class(self, text: str) -> str:
        """Return the class that a text names: by school and name, or by name where it is unique.

        Without a school, a class of the school of this row comes first. 三年级 alone names the only
        class of a grade, also one of several grades.
        """
        schools, places, alone = self._place(text)
        found = [
            (school, id)
            for place in places
            for school, id in self.places.get(place, ())
            if not schools or school in schools
        ]
        if alone and len({school for school, _id in found}) == 1:
            # 三年级 beside 三四年级复式班 is the class of one grade
            pure = {at for place in places if len(place) == 2 for at in self.places[place]}
            found = [at for at in found if at in pure] or found
        own = [id for school, id in found if school == self.row.get("school")]
        if len(own) == 1 and not schools:
            return own[0]
        if len(found) == 1:
            return found[0][1]
        name = alone or canonical(*places[0])
        if found:
            several = len({school for school, _id in found}) > 1
            called = [
                self.label("schools", school) if several else self._class_name(id)
                for school, id in found
            ]
            where = [f"{name}（{id}）" for name, (_, id) in zip(called, found, strict=True)]
            raise CellError(
                Text(
                    "应写学校加班级名称，几所学校都有" if several else "应写班号，这个年级有几个班",
                    "expected school and class, several have it",
                ),
                Text(f"{name}见于{'、'.join(where)}", f"{name} is found in {', '.join(where)}"),
            )
        raise self._no_class(text, name, schools or [self._school_of_row()], places)

    def _no_class(
        self,
        text: str,
        name: str = "",
        schools: Sequence[str] = (),
        places: Sequence[tuple[int, ...]] = (),
    ) -> CellError:
        """Return that there is no such class, and which are nearest: of its school and grade."""
        self.guesses -= _DEAR
        of_grade = (rows for at, rows in self.places.items() if at[:1] in [p[:1] for p in places])
        own = [id for rows in of_grade for school, id in rows if school in schools]
        called = [self.label("classes", id) for id in own[:_NEAR]]
        if not called and self.guesses > 0:
            labels = (self.label("classes", id) for id in self.read["classes"])
            called = self._nearest(text, [*self.names["classes"], *labels])
        what = Text(f"（{name}）", f", not {name}") if name else Text("", "")
        return CellError(
            Text(f"没有这个班级{what.zh}，应为已有的班级", f"expected a known class{what.en}"),
            Text(f"是不是{'或'.join(called)}", f"Maybe {' or '.join(called)}") if called else _HOW,
        )

    def _place(self, text: str) -> tuple[list[str], list[tuple[int, ...]], str]:
        """Return the schools that a text names (none: any), the places, and a grade if alone."""
        unclear: ClassNameError | None = None
        for schools, rest in ([], text), *self._after_school(text):
            grade = one_grade(rest) if rest.endswith("级") else None
            if grade is not None:
                return schools, [p for p in self.places if grade in (p[0], *p[2:])], rest
            try:
                return schools, [parse_class_name(rest)], ""
            except ClassNameError as error:
                unclear = unclear or (error if error.candidates else None)
        if unclear:
            raise CellError(unclear.expected, unclear.hint) from unclear
        raise self._no_class(text)

    def _after_school(self, text: str) -> Iterator[tuple[list[str], str]]:
        """Yield the schools that a text can begin with and what follows: full names come first."""
        schools, rest = self._school_before(text)
        if schools:
            yield schools, rest
            return
        for cut in range(2, min(len(text), _LONGEST) if len(text) < 2 * _LONGEST else 0):
            found = self._short("schools", _squeezed(text[:cut]))
            if found:
                yield found, text[cut:].lstrip(_BETWEEN)

    def _school_before(self, text: str) -> tuple[list[str], str]:
        """Return the schools that a text begins with (by id or name), and what follows."""
        best, schools, rest = 0, list[str](), text
        for id, name in self.names["schools"].items():
            for key, end in ((id, r"(?![0-9A-Za-z])"), (name, "")):
                head = _beginning(key, end).match(text) if key[:1] == text[:1] != "" else None
                if head and head.end() > best:
                    best, schools = head.end(), []
                    rest = text[head.end() :].lstrip(_BETWEEN)
                if head and head.end() == best and id not in schools:
                    schools.append(id)
        return schools, rest


@lru_cache(maxsize=2_000)
def _beginning(key: str, end: str) -> re.Pattern[str]:
    """Return the pattern of a text that begins with a school, however it is spaced."""
    return re.compile(r"\s*".join(map(re.escape, key)) + end)


def _squeezed(name: str) -> str:
    return "".join(plain(name).split())
