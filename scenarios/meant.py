"""What planners freeze in words: a school, a class, a teacher, a weekday, or one lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.errors import InputError
from community.names import plain
from community.tables.cells import CellError
from community.tables.times import OneWeekday
from community.text import Text
from scenarios.locks import Lock, LockScope, said
from scenarios.spots import WEEKDAY, Spots, is_spot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.errors import Problem
    from scenarios.locks import Thing

_TABLES = {
    LockScope.SCHOOL: ("schools", ("学校", "school")),
    LockScope.CLASS: ("classes", ("班级", "class")),
    LockScope.TEACHER: ("teachers", ("教师", "老师", "teacher")),
}


class Meant(Spots):
    """Finds what words mean in a timetable, as locks of its lessons."""

    def locks(self, texts: Iterable[str], *, lasting: bool = True) -> tuple[Lock, ...]:
        """Return the locks of all lessons that texts name, each once.

        Raises
        ------
        InputError
            With a problem for each text that names nothing, several things, or no lesson.
        """
        found: dict[Lock, None] = {}
        problems: list[Problem] = []
        for text in texts:
            try:
                found |= dict.fromkeys(self._locks(plain(text), lasting=lasting))
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)
        return tuple(sorted(found))

    def _locks(self, text: str, *, lasting: bool) -> list[Lock]:
        if is_spot(text):
            return [Lock(self.lesson(text), lasting=lasting)]
        thing = self._thing(text)
        scopes = [thing[0], *([LockScope.ASSISTANT] if thing[0] is LockScope.TEACHER else [])]
        every = (Lock(x, scope, lasting) for x in self.lessons for scope in scopes)
        found = [lock for lock in every if lock.thing == thing]
        if not found:
            name = said(self.community, thing)
            word = self.word
            raise self.wrong(text, Text(f"{name.zh}没有{word.zh}", f"{name.en} has no {word.en}"))
        return found

    def _thing(self, text: str) -> Thing:
        """Return what a text names: as it stands, or after a word that says what it is."""
        if WEEKDAY.fullmatch(text):
            return LockScope.DAY, OneWeekday().parse(text, self.refs)
        found, hints = self._named(text, _TABLES)
        for scope, (_table, words) in _TABLES.items() if not found else ():
            for word in words:
                if text.lower().startswith(word):
                    own, more = self._named(text[len(word) :].strip(" :"), [scope])
                    found, hints = [*found, *own], [*hints, *more]
        if len(found) == 1:
            return found[0]
        if found:
            kinds = [(_TABLES[thing[0]][1], said(self.community, thing)) for thing in found]
            zh = "、".join(f"“{words[0]} {name.zh}”" for words, name in kinds)
            en = ", ".join(f'"{words[-1]} {name.en}"' for words, name in kinds)
            raise self.wrong(text, _SEVERAL, Text(f"请写{zh}", f"Write one of {en}"))
        zh, en = "；".join(h.zh for h in hints), "; ".join(h.en for h in hints)
        raise self.wrong(text, _NOTHING, Text(zh, en) if hints else None)

    def _named(self, text: str, scopes: Iterable[LockScope]) -> tuple[list[Thing], list[Text]]:
        """Return what a text names in some tables, and what it may have meant in the others."""
        found: list[Thing] = []
        hints: list[Text] = []
        for scope in scopes if text else ():
            try:
                found.append((scope, self.refs.find(_TABLES[scope][0], text)))
            except CellError as error:
                hints += [error.hint] if error.hint else []
        return found, hints


_NOTHING = Text(
    "应为学校、班级、教师、星期几，或一节课（如“一1班 周三 第2节”）",
    'expected a school, class, teacher, weekday, or a lesson ("1.1 Wednesday 2")',
)
_SEVERAL = Text("不止一样叫这个", "several things have this name")
