"""Kinds of column: how a cell is understood, and how a value is written, side by side.

``parse`` takes a cell that is not empty and raises ``CellError``; ``format`` is its inverse. With
``lang="zh"`` words are written in Chinese (workbooks), with ``"en"`` as codes (CSV files).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.names import ClassNameError, parse_class_name, plain
from community.tables.cells import Cell, CellError, as_text, as_word, decimal, shown_cell
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.tables.references import References
    from community.text import Lang

_ID = re.compile(r"[^\s./:@\\;,、'\"=+*?\[\]<>|-][^\s/:@\\;,、'\"*?\[\]<>|]{0,39}")
_LISTED = re.compile(r"[、,;\n]")


class Kind(ABC):
    """What the cells of a column hold."""

    is_text: ClassVar[bool] = True  # whether a spreadsheet keeps it as text

    @abstractmethod
    def parse(self, cell: Cell, refs: References) -> Any:
        """Return the value of a cell; raise ``CellError`` when it is not of this kind."""

    def format(self, value: Any, lang: Lang) -> str | int | float:
        """Return what is written for a value that is not None."""
        return str(value)


class FreeText(Kind):
    """Any text."""

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the text without space at its ends."""
        return as_text(cell)


class Verbatim(Kind):
    """Text of ours, taken as it stands."""

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the text."""
        return shown_cell(cell)


class Id(Kind):
    """The id of a row: letters (of any script), digits, ``_``, ``-`` and ``.``."""

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the id in narrow signs."""
        word = as_word(cell)
        if not _ID.fullmatch(word):
            raise CellError(
                Text(
                    "应为编号：字母、数字或汉字，可含 - _ .，不超过40个字符",
                    "expected an id: letters, digits, - _ . and at most 40 characters",
                )
            )
        return word


class Whole(Kind):
    """A whole number. Its bounds are the record's."""

    is_text: ClassVar[bool] = False
    expected: ClassVar[Text] = Text("应为整数", "expected a whole number")

    def parse(self, cell: Cell, refs: References) -> int:
        """Accept full-width digits, and 12.0 as spreadsheets store 12."""
        if isinstance(cell, bool):
            raise CellError(self.expected)
        if isinstance(cell, int):
            return cell
        if isinstance(cell, float) and cell.is_integer():
            return int(cell)
        word = as_word(cell)
        if not re.fullmatch(r"[+-]?[0-9]{1,12}(\.0{1,3})?", word):
            raise CellError(self.expected)
        return int(word.split(".")[0])

    def format(self, value: Any, lang: Lang) -> int:
        """Return the number."""
        return int(value)


class Grade(Whole):
    """A grade: 3, 三, 三年级, 初一."""

    def parse(self, cell: Cell, refs: References) -> int:
        """Return the grade as a number."""
        if isinstance(cell, str):
            word = plain(cell).removesuffix("年级")
            if len(word) == 1 and word in "一二三四五六七八九":
                return "零一二三四五六七八九".index(word)
            if word in ("初一", "初二", "初三"):
                return 7 + ("初一", "初二", "初三").index(word)
            return super().parse(word, refs)
        return super().parse(cell, refs)


class SchoolYear(Whole):
    """The calendar year in which a school year begins: 2025, 2025-2026, 2025学年."""

    def parse(self, cell: Cell, refs: References) -> int:
        """Return the first year."""
        if isinstance(cell, str):
            word = plain(cell).removesuffix("度").removesuffix("学年")
            both = re.fullmatch(r"([0-9]{4})[-–—~/至]([0-9]{4})", word)
            if both:
                if int(both[2]) != int(both[1]) + 1:
                    raise CellError(
                        Text("应为相连的两年，如2025-2026", "expected a school year: 2025-2026")
                    )
                word = both[1]
            return super().parse(word, refs)
        return super().parse(cell, refs)


class Number(Kind):
    """A number, possibly with a decimal point."""

    is_text = False

    def parse(self, cell: Cell, refs: References) -> float:
        """Accept full-width digits; refuse infinities and what is no number."""
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            if not abs(cell) < 10**12:  # nor is it one where it is no number at all
                raise CellError(Text("应为数字", "expected a number"))
            return float(cell)
        word = "" if isinstance(cell, bool) else as_word(cell)
        if not re.fullmatch(r"[+-]?[0-9]{1,12}(\.[0-9]{0,400})?", word):
            raise CellError(Text("应为数字", "expected a number"))
        return float(word)

    def format(self, value: Any, lang: Lang) -> int | float:
        """Return a whole number without its decimal point."""
        return int(value) if float(value).is_integer() else float(value)


class YesNo(Kind):
    """是 or 否."""

    words: ClassVar[dict[str, bool]] = {
        **dict.fromkeys(("是", "yes", "y", "1", "true", "√", "有"), True),
        **dict.fromkeys(("否", "no", "n", "0", "false", "×", "无"), False),
    }

    def parse(self, cell: Cell, refs: References) -> bool:
        """Accept 是/否, yes/no, 1/0 and the spreadsheet's TRUE/FALSE."""
        word = as_word(cell).lower()
        if word not in self.words:
            raise CellError(Text("应为是或否", "expected yes or no"))
        return self.words[word]

    def format(self, value: Any, lang: Lang) -> str:
        """Return the word."""
        yes, no = ("是", "否") if lang == "zh" else ("yes", "no")
        return yes if value else no


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few codes, each with its Chinese word first and then other words for it.

    The first of the others that is English is the English word, where that is not the code.
    """

    words: dict[str, tuple[str, ...]]

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the code."""
        word = as_word(cell).lower()
        for code, words in self.words.items():
            if word == code or word in words:
                return code
        known = [self.word(code) for code in self.words]
        zh, en = "、".join(w.zh for w in known), ", ".join(w.en for w in known)
        raise CellError(Text(f"应为{zh}之一", f"expected one of {en}"))

    def format(self, value: Any, lang: Lang) -> str:
        """Return the Chinese word or the code."""
        return self.words[str(value)][0] if lang == "zh" else str(value)

    def word(self, code: str) -> Text:
        """Return the word for a code that people read."""
        english = (w for w in self.words[code] if w.isascii())
        return Text(self.words[code][0], next(english, code))


class Spoken(Choice):
    """A choice in a table for readers: words in both languages."""

    def format(self, value: Any, lang: Lang) -> str:
        """Return the word."""
        return self.word(str(value)).to(lang)


@dataclass(frozen=True)
class Ref(Kind):
    """The id of a row of another table, or its name where only one row has it."""

    table: str

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the id."""
        return refs.find(self.table, as_word(cell))


@dataclass(frozen=True)
class Refs(Kind):
    """Several references, separated by 、 , or ;."""

    table: str

    def parse(self, cell: Cell, refs: References) -> tuple[str, ...]:
        """Return the ids in order."""
        found = tuple(refs.find(self.table, part) for part in listed(as_word(cell)))
        if len(set(found)) < len(found):
            raise CellError(Text("应每项只写一次", "expected each of them once"))
        return found

    def format(self, value: Any, lang: Lang) -> str:
        """Return the ids with 、 (``;`` in files) between them."""
        return ("、" if lang == "zh" else ";").join(value)


class ClassName(Kind):
    """The name of a class inside its school, in any usual spelling."""

    def parse(self, cell: Cell, refs: References) -> tuple[int, int]:
        """Return grade and number."""
        try:
            return parse_class_name(as_word(cell))
        except ClassNameError as unclear:
            raise CellError(unclear.expected, unclear.hint) from unclear


def listed(text: str) -> Sequence[str]:
    """Return the parts of a list in a cell."""
    return [part.strip() for part in _LISTED.split(text) if part.strip()]


def written(value: str | float) -> str:
    """Return a written value as text, for files that know only text."""
    return decimal(value) if isinstance(value, float) else str(value)
