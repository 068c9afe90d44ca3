"""Numbers as people write them: 12, １２, 十二, 两节, 一刻钟, 一个半小时, 二〇二五.

What could be two numbers (三四节) or is short for another (一百二) is none.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"万": 10_000, "千": 1_000, "百": 100, "十": 10}
_SIGNS = "".join([*DIGITS, *_SCALES])
_NUMERAL = re.compile(rf"(?<![0-9.])[{_SIGNS}]{{1,20}}(?![0-9])")
_NUMBER = r"[0-9]{1,12}(?:\.[0-9]{0,400})?"


def numeral(word: str) -> int | None:
    """Return the number that a Chinese numeral says: 两, 十五, 二〇二五; None for anything else."""
    if not word or any(sign not in _SIGNS for sign in word):
        return None
    digits = [DIGITS[sign] for sign in word if sign in DIGITS]
    if len(digits) == len(word):
        one = len(word) == 1 or 0 in digits or re.fullmatch("一九..", word)
        return int("".join(map(str, digits))) if one else None
    whole = part = last = 0
    for sign in word:
        if sign in DIGITS:
            last = DIGITS[sign]
        elif sign == "万":
            whole, part, last = (part + last) * _SCALES[sign], 0, 0
        else:
            part, last = part + (last or 1) * _SCALES[sign], 0
    value = whole + part + last
    full = re.sub("(?<![一二三四五六七八九])十", "一十", word)
    return value if spoken(value) == full.replace("两", "二").replace("〇", "零") else None


def spoken(number: int) -> str:
    """Return a whole number below a hundred million in full: 一十二, 一百零二, 二万五千."""
    for name, scale in _SCALES.items():
        if number >= scale:
            head, rest = divmod(number, scale)
            gap = "零" if 0 < rest < scale // 10 else ""
            return f"{spoken(head)}{name}{gap}{spoken(rest) if rest else ''}"
    return "零一二三四五六七八九"[number]


def in_digits(text: str) -> str:
    """Return a text in narrow signs with its Chinese numbers in digits: 九月十二日 is 9月12日."""

    def digits(found: re.Match[str]) -> str:
        value = numeral(found[0])
        width = 1 if {*found[0]} & {*_SCALES} else len(found[0])  # 八点零五 is 8点05
        return found[0] if value is None else f"{value:0{width}d}"

    return _NUMERAL.sub(digits, unicodedata.normalize("NFKC", text).strip())


def amount(text: str, units: Mapping[str, int]) -> Decimal | None:
    """Return how many a text says: 12, 十二节, 第6周, 1小时20分, 两个半小时; None where none.

    ``units`` may stand behind a number, each with how many it counts for.
    """
    word = re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", in_digits(text))
    unit = "|".join(map(re.escape, sorted(units, key=len, reverse=True))) or "(?!)"
    word = re.sub("(?<=[0-9])点(?=[0-9])(?![0-9]{2})", ".", word)  # 一点五
    half = f"(?!{unit})半"  # 两个半天 are two half-days
    word = re.sub(rf"(?<=[0-9])(个|{unit}){half}", r".5\1", word)
    word = re.sub(f"(?<![0-9.]){half}", "0.5", word)
    sign, word = (-1, word[1:]) if word[:1] == "-" else (1, word.removeprefix("+"))
    if not re.fullmatch(rf"(?:第?{_NUMBER}个?(?:{unit}))*(?:{_NUMBER}个?)?", word):
        return None
    found = re.findall(rf"({_NUMBER})个?({unit}|)", word)
    counts = [units.get(name, 1) for _number, name in found]
    if not found or any(a <= b for a, b in pairwise(counts)):
        return None
    pairs = zip(found, counts, strict=True)
    return sign * sum((Decimal(n) * count for (n, _name), count in pairs), Decimal())
