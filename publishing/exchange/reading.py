"""Files of other programs as text, rows and elements, within bounds; errors name their place."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from community.errors import InputError, Problem
from community.names import plain
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

MAX_BYTES = 20 * 2**20
MAX_ROWS = 100_000
MAX_ELEMENTS = 300_000
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CHINESE = {"gb2312", "gbk", "cp936", "hz"}  # often declared where more signs are used
_USUAL = ("utf", "gb", "big5", "windows", "cp", "iso8859", "latin", "koi8", "mac", "usascii")
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udfff]")


def refuse(place: str, expected: Text, *, row: int | None = None, value: str = "") -> InputError:
    """Return the error of a file that cannot be used."""
    return InputError([Problem(place=place, row=row, value=value, expected=expected)])


def decoded(data: bytes, place: str, encoding: str | None = None) -> str:
    """Return a file's text: in the encoding that is asked for, marked or declared, else guessed.

    Raises
    ------
    InputError
        When the file is no text in it.
    """
    if len(data) > MAX_BYTES:
        most = MAX_BYTES // 2**20
        raise refuse(place, Text(f"应不超过{most} MB", f"expected at most {most} MB"))
    declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8).lstrip())
    said = declared[1].decode("ascii") if declared else ""
    if encoding:
        guesses = [encoding]
    elif data.startswith(codecs.BOM_UTF8):
        guesses = ["utf-8"]
    elif data.startswith(_UTF16):
        guesses = ["utf-16"]
    else:
        guesses = [*_known(said), "utf-8", "gb18030"]
    for guess in guesses:
        try:
            text = data.decode(guess).removeprefix("\ufeff")
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    names = guesses[0] if encoding else Text("UTF-8或GB18030", "UTF-8 or GB18030")
    zh, en = (names, names) if isinstance(names, str) else names
    raise refuse(place, Text(f"应为{zh}编码的文字", f"expected text in {en}"))


def _known(encoding: str) -> list[str]:
    """Return the codec that a declared name stands for, none where no file is written in it."""
    word = encoding.lower().replace("-", "").replace("_", "")
    if word in _CHINESE:
        return ["gb18030"]
    try:
        return [codecs.lookup(encoding).name] if word.startswith(_USUAL) else []
    except LookupError:
        return []


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file, counted as a spreadsheet does."""

    place: str
    number: int
    cells: list[str]

    def wrong(self, value: str, expected: Text) -> InputError:
        """Return the error of a cell in this row."""
        return refuse(self.place, expected, row=self.number, value=value)


def lines(text: str, place: str) -> list[Line]:
    """Return the rows of a text whose cells are divided by commas, semicolons or tabs."""
    first = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True
    )
    found: list[Line] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if len(found) == MAX_ROWS:
                most = Text(f"应不超过{MAX_ROWS}行", f"expected at most {MAX_ROWS} rows")
                raise refuse(place, most, row=number)
            if any(cell.strip() for cell in cells):
                found.append(Line(place, number, [tidy(cell) for cell in cells]))
    except csv.Error:
        paired = Text("应为引号成对的一行", "expected a row with quotes in pairs")
        raise refuse(place, paired, row=number + 1) from None
    return found


def tidy(text: str) -> str:
    """Return a text on one line, without signs that nobody sees."""
    return " ".join(_NOT_SHOWN.sub(" ", text).split())


def number(text: str, most: float) -> float | None:
    """Return a number from 0 to a bound, None where the text is none; a comma may be its point."""
    word = plain(text).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{0,9})?", word):
        return None
    return float(word) if float(word) <= most else None


def whole(text: str, most: int) -> int | None:
    """Return a whole number from 0 to a bound, None where the text is none."""
    found = number(text, most)
    return int(found) if found is not None and found.is_integer() else None


def clock(text: str) -> int | None:
    """Return a time of day (8:30) in minutes since midnight, None where the text is none."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(:00)?", plain(text))
    minutes = int(found[1]) * 60 + int(found[2]) if found else -1
    return minutes if found and int(found[2]) < 60 and minutes <= 24 * 60 else None


def element(text: str, place: str) -> Element:
    """Return the root of an XML file; entities and sizes that no school has are refused."""
    if text.count("<") > MAX_ELEMENTS:
        most = Text(f"应不超过{MAX_ELEMENTS}个元素", f"expected at most {MAX_ELEMENTS} elements")
        raise refuse(place, most)
    try:
        root: Element = fromstring(text)
    except DefusedXmlException:
        raise refuse(place, Text("应没有XML实体声明", "expected no XML entities")) from None
    except (SyntaxError, ValueError) as error:
        row = getattr(error, "position", (None,))[0]
        raise refuse(place, Text("应为完好的XML", "expected well-formed XML"), row=row) from None
    return root


def attributes(found: Element) -> Mapping[str, str]:
    """Return an element's attributes by name, without the space around their values."""
    return {name: tidy(value) for name, value in found.attrib.items()}
