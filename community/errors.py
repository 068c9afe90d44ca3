"""Bad input, told to the planner: what was found, where, what was expected, what to try."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.text import Lang

_LONGEST_NOTE = 300
_LONGEST = 60  # characters of an offending value that are shown
_FEW = 3  # values that are told one by one
_MOST_RUNS = 12  # of rows, in one line
_LINE = 1_000  # of a clause; names that it repeats may be any


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with the input.

    Attributes
    ----------
    place
        File or sheet, as the planner sees its name; empty for words of the command line, which are
        the ``value``.
    expected
        A clause in each language that says what should stand there ("应为…", "expected …"),
        without a full stop.
    row, column
        Row as a spreadsheet counts it (the header is row 1) and the header of the column; None
        when the problem is one of the whole place.
    value
        What was found, as text; empty when nothing was found.
    hint
        What to try, as a clause without a full stop.
    """

    expected: Text
    place: str = ""
    row: int | None = None
    column: str | None = None
    value: str = ""
    hint: Text | None = None

    def to(self, lang: Lang, alike: Sequence[Problem] = ()) -> str:
        """Return the problem as a line in one language, with others of other rows and values."""
        every = alike or [self]
        rows = _rows([p.row for p in every if p.row is not None], lang)
        found, expected = _values([p.value for p in every], lang), self.expected.to(lang)
        where = self.place if self.place.isprintable() else shown(self.place, _LINE)
        column = shown(self.column or "")
        hint = shown(self.hint.to(lang), _LINE) if self.hint else ""
        expected = shown(expected, _LINE)
        if lang == "zh":
            at = "，".join(filter(None, (where, rows, f"“{column}”列" if column else "")))
            at += "：" if at else ""
            return f"{at}{found}{expected}。" + (f"{hint}。" if hint else "")
        at = ", ".join(filter(None, (where, rows, f'column "{column}"' if column else "")))
        at += ": " if at else ""
        return f"{at}{found}{expected}." + (f" {hint}." if hint else "")

    def __str__(self) -> str:
        return self.to("zh")


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was understood in a way worth telling, or left aside; it is not wrong.

    ``text`` is a clause in each language, without a full stop.
    """

    place: str
    text: Text

    def to(self, lang: Lang) -> str:
        """Return the note as one line in one language."""
        place, text = shown(self.place, _LINE), shown(self.text.to(lang), _LONGEST_NOTE)
        return f"{place}：{text}。" if lang == "zh" else f"{place}: {text}."


def note_lines(notes: Iterable[Note], lang: Lang) -> list[str]:
    """Return one line for each note; places of which the same is to be told share it."""
    places: dict[Text, list[str]] = {}
    for note in notes:
        places.setdefault(note.text, []).append(note.place)
    between = "、" if lang == "zh" else ", "
    return [Note(between.join(dict.fromkeys(of)), text).to(lang) for text, of in places.items()]


class InputError(Exception):
    """The input cannot be used; ``problems`` holds everything that was found, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = list(problems)
        super().__init__(self.problems)

    def lines(self, lang: Lang = "zh") -> list[str]:
        """Return one line for each problem; rows of a table that have the same one share it.

        With more than a few values, a line shows the first ones.
        """
        kinds: dict[Problem, dict[str, list[Problem]]] = {}
        for problem in self.problems:
            kind = replace(problem, row=None, value="")
            kinds.setdefault(kind, {}).setdefault(problem.value, []).append(problem)
        found: list[list[Problem]] = []
        for values in kinds.values():
            many = len(values) > _FEW
            found += [[p for same in values.values() for p in same]] if many else values.values()
        return [alike[0].to(lang, alike) for alike in found]

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _rows(rows: Sequence[int], lang: Lang) -> str:
    """Return the words for some rows: runs of them, and how many there are if some are left out."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1][1:] = [row]
        else:
            runs.append([row])
    some = ["–".join(map(str, run)) for run in runs[:_MOST_RUNS]]
    left, count = len(runs) > _MOST_RUNS, len(set(rows))
    if not runs:
        return ""
    if lang == "zh":
        return f"第{'、'.join(some)}行" + (f"等{count}行" if left else "")
    return f"row{'s' * (count > 1)} {', '.join(some)}" + (f" … ({count} in all)" if left else "")


def _values(values: Sequence[str], lang: Lang) -> str:
    """Return the words for what was found, with a colon; the first few where there are many."""
    every = [shown(value) for value in dict.fromkeys(values)]
    some, left = [value for value in every[:_FEW] if value], len(every) > _FEW
    if not some:
        return ""
    if lang == "zh":
        return "、".join(f"“{v}”" for v in some) + (f"等{len(every)}个" if left else "") + "："
    return ", ".join(f'"{v}"' for v in some) + (f" … ({len(every)} in all)" if left else "") + ": "


def shown(value: str, longest: int = _LONGEST) -> str:
    """Return a text fit for one line: control characters as spaces, cut when very long."""
    start = value[: 4 * longest]  # a cell may hold thousands of characters
    flat = " ".join(_flat(start).split())
    whole = len(flat) <= longest and len(start) == len(value)
    return flat if whole else flat[: longest - 1] + "…"


def maybe(value: object, words: Iterable[str]) -> Text | None:
    """Return the question whether the nearest of some words was meant; None: none is near.

    Where none is alike, one that holds the value, or is held by it, is near.
    """
    word, known = str(value).strip(), list(words)
    held = [k for k in known if len(word) > 1 and (word in k or (len(k) > 1 and k in word))]
    alike = 0.6 if len(word) > 3 else 0.5
    near = difflib.get_close_matches(word, known, 1, alike) or sorted(held, key=len)[:1]
    return Text(f"是不是“{near[0]}”", f'Maybe you meant "{near[0]}"') if near else None


def _flat(text: str) -> str:
    """Return a text in one line; names of sheets and columns may hold line ends, too."""
    return "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
