"""Kinds of column: how a cell is understood, and how a value is written, side by side.

``parse`` takes a cell that is not empty and raises ``CellError``; ``format`` is its inverse. With
``lang="zh"`` words are written in Chinese (workbooks), with ``"en"`` as codes (CSV files).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.names import ClassNameError, joined, one_grade, parse_class_name
from community.numerals import amount
from community.tables.cells import (
    LONGEST_LIST,
    Cell,
    CellError,
    as_text,
    as_word,
    decimal,
    shown_cell,
)
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from community.tables.references import References
    from community.text import Lang

DASHES = ("/", "\\", "-", "—", "——", "无", "暂无")
ID = re.compile(r"[^\s./:@\\;,、'\"=+*?\[\]<>|-][^\s/:@\\;,、'\"*?\[\]<>|]{0,39}")
_LISTED = re.compile(r"[、,;\n┋]")
_LOOSELY = re.compile(r"[\s/\\+&和及兼|]+")  # where what stands between is no one thing


@dataclass(frozen=True)
class Several:
    """The values of a cell that stands for as many rows: 10月1日-10月7日, 3-6年级."""

    values: tuple[Any, ...]


class Kind(ABC):
    """What the cells of a column hold."""

    is_text: ClassVar[bool] = True  # whether a spreadsheet keeps it as text
    is_last: ClassVar[bool] = False  # whether it is read after the other cells of a row

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


class PersonName(FreeText):
    """The name of a person, without the space that makes two characters as wide as three."""

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the name."""
        return joined(as_text(cell))


class Reason(FreeText):
    """A reason, or a word that says that there is none."""

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the reason; nothing for 无, 否 or a dash."""
        text = as_text(cell)
        return "" if text in (*DASHES, "否", "没有", "不") else text


class Id(Kind):
    """The id of a row: letters (of any script), digits, ``_``, ``-`` and ``.``."""

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the id in narrow signs."""
        word = as_word(cell)
        if not ID.fullmatch(word):
            raise CellError(
                Text(
                    "应为编号：字母、数字或汉字，可含 - _ .，不超过40个字符",
                    "expected an id: letters, digits, - _ . and at most 40 characters",
                )
            )
        return word


@dataclass(frozen=True)
class Number(Kind):
    """A number in digits or numerals, perhaps with one of its units behind it.

    ``larger`` units count for several of them.
    """

    units: tuple[str, ...] = ()
    is_text: ClassVar[bool] = False
    larger: ClassVar[dict[str, int]] = {}
    expected: ClassVar[Text] = Text("应为数字", "expected a number")

    def parse(self, cell: Cell, refs: References) -> float:
        """Accept full-width digits and numerals; refuse infinities and what is no number."""
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            if not abs(cell) < 10**12:  # nor is it one where it is no number at all
                raise CellError(self.expected)
            return float(cell)
        word = "" if isinstance(cell, bool) else as_word(cell)
        found = self._amount(word)
        if found is None:
            raise CellError(self.expected, self._one_of(word))
        return float(found)

    def format(self, value: Any, lang: Lang) -> int | float:
        """Return a whole number without its decimal point."""
        return int(value) if float(value).is_integer() else float(value)

    def _amount(self, word: str) -> Decimal | None:
        return amount(word, dict.fromkeys(self.units, 1) | self.larger)

    def _one_of(self, word: str) -> Text | None:
        """Return what to write where a cell holds two numbers: 15-20, 三四节."""
        several = re.fullmatch("([一二三四五六七八九])([一二三四五六七八九])(.*)", word)
        ends = re.split("[-–—~至到]+", word)
        two = [f"{several[n]}{several[3]}" for n in (1, 2)] if several else ends
        found = [self._amount(end) for end in two]
        if len(found) != 2 or None in found:
            return None
        one, other = (decimal(float(n)) for n in found if n is not None)
        return Text(f"请只写一个数，{one}或{other}", f"Write one number, {one} or {other}")


@dataclass(frozen=True)
class Whole(Number):
    """A whole number. Its bounds are the record's."""

    expected: ClassVar[Text] = Text("应为整数", "expected a whole number")

    def parse(self, cell: Cell, refs: References) -> int:
        """Accept 12.0, too, as spreadsheets store 12."""
        if isinstance(cell, int) and not isinstance(cell, bool):
            return cell
        found = super().parse(cell, refs)
        if not found.is_integer():
            raise CellError(self.expected)
        return int(found)


class Minutes(Whole):
    """Minutes, perhaps written in hours: 一刻钟, 半小时, 1小时20分."""

    larger: ClassVar[dict[str, int]] = {
        **dict.fromkeys(("小时", "钟头", "h"), 60),
        **dict.fromkeys(("刻钟", "刻"), 15),
    }


class Yuan(Number):
    """A sum of money in yuan, perhaps written in ten thousands (25万元)."""

    larger: ClassVar[dict[str, int]] = dict.fromkeys(("万元", "万"), 10_000)


class YesNo(Kind):
    """是 or 否."""

    words: ClassVar[dict[str, bool]] = {
        **dict.fromkeys(("是", "yes", "y", "1", "true", "√", "✓", "✔", "☑", "有", "对"), True),
        **dict.fromkeys(("否", "no", "n", "0", "false", "×", "✗", "无", "不是"), False),
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

    def code(self, text: str) -> str | None:
        """Return the code that a word stands for, None for none."""
        word = re.sub(r"\s", "", text.lower())
        for code, words in self.words.items():
            if word == code or word in ("".join(w.split()) for w in words):
                return code
        return None

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the code."""
        if found := self.code(as_word(cell)):
            return found
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


class Named(Choice):
    """A choice that a cell may name among other words, as 大学本科（函授）; not two of them."""

    def code(self, text: str) -> str | None:
        """Return the code that is written, or the only one that is named."""
        named = [code for code, words in self.words.items() if any(w in text for w in words)]
        return super().code(text) or (named[0] if len(named) == 1 else None)


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
        parts = [p for part in listed(as_word(cell, LONGEST_LIST)) for p in self._parts(part, refs)]
        found = tuple(self._id(part, len(parts) > 1, refs) for part in parts)
        if len(set(found)) < len(found):
            raise CellError(Text("应每项只写一次", "expected each of them once"))
        return found

    def _id(self, part: str, one_of_several: bool, refs: References) -> str:
        try:
            return refs.find(self.table, part)
        except CellError as wrong:
            if not one_of_several:
                raise
            zh, en = wrong.expected
            raise CellError(Text(f"其中“{part}”{zh}", f'"{part}": {en}'), wrong.hint) from wrong

    def _parts(self, text: str, refs: References) -> list[str]:
        """Return what one part of the list names: 语文 劳动 are two where none is called so."""
        loose = [p for p in _LOOSELY.split(text) if p]
        if len(loose) < 2:
            return [text]
        for parts in ([text], loose):
            with suppress(CellError):
                for part in parts:
                    refs.find(self.table, part)
                return parts
        return [text]

    def format(self, value: Any, lang: Lang) -> str:
        """Return the ids with 、 (``;`` in files) between them."""
        return ("、" if lang == "zh" else ";").join(value)


class ClassName(Kind):
    """The name of a class inside its school, in any usual spelling."""

    def parse(self, cell: Cell, refs: References) -> tuple[int, ...]:
        """Return grade and number, and then the other grades of a class of several.

        一年级 alone is its first class where the school has no other of the grade.
        """
        word = as_word(cell)
        grade = one_grade(word) if word.endswith("级") else None
        if grade is not None and refs.classes_of_grade(grade) == 1:
            return grade, 1
        try:
            return parse_class_name(word)
        except ClassNameError as unclear:
            raise CellError(unclear.expected, unclear.hint) from unclear


def listed(text: str) -> Sequence[str]:
    """Return the parts of a list in a cell."""
    return [part.strip() for part in _LISTED.split(text) if part.strip()]


def written(value: str | float) -> str:
    """Return a written value as text, for files that know only text."""
    return decimal(value) if isinstance(value, float) else str(value)
