"""Bad input, told to the planner: what was found, where, what was expected, what to try."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.text import Lang

_LONGEST_NOTE = 300
_LONGEST = 60  # characters of an offending value that are shown
_LINE = 1_000  # of a clause; names that it repeats may be any


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with the input.

    Attributes
    ----------
    place
        File or sheet, as the planner sees its name.
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

    place: str
    expected: Text
    row: int | None = None
    column: str | None = None
    value: str = ""
    hint: Text | None = None

    def to(self, lang: Lang) -> str:
        """Return the problem as one line in one language."""
        found, expected = shown(self.value), shown(self.expected.to(lang), _LINE)
        where = self.place if self.place.isprintable() else shown(self.place, _LINE)
        column = shown(self.column or "")
        hint = shown(self.hint.to(lang), _LINE) if self.hint else ""
        if lang == "zh":
            where += f"，第{self.row}行" if self.row is not None else ""
            where += f"，“{column}”列" if column else ""
            found = f"“{found}”：" if found else ""
            return f"{where}：{found}{expected}。" + (f"{hint}。" if hint else "")
        where += f", row {self.row}" if self.row is not None else ""
        where += f', column "{column}"' if column else ""
        found = f'"{found}": ' if found else ""
        return f"{where}: {found}{expected}." + (f" {hint}." if hint else "")

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
        place, text = shown(self.place), shown(self.text.to(lang), _LONGEST_NOTE)
        return f"{place}：{text}。" if lang == "zh" else f"{place}: {text}."


class InputError(Exception):
    """The input cannot be used; ``problems`` holds everything that was found, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = list(problems)
        super().__init__(self.problems)

    def lines(self, lang: Lang = "zh") -> list[str]:
        """Return one line for each problem."""
        return [p.to(lang) for p in self.problems]

    def __str__(self) -> str:
        return "\n".join(self.lines())


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
