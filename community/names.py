"""Names: any usual spelling in, one canonical form out, and a refusal where it is unclear.

``三年级(2)班``, ``三(2)班``, ``3.2``, ``302``, ``3-2`` and ``三年二班`` are one class;
``一二年级复式班`` is one whose pupils are of two grades. A spelling that could be two classes is
never guessed.
"""

from __future__ import annotations

import re
import unicodedata

from community.numerals import DIGITS, numeral, spoken
from community.text import Text

GRADES = range(1, 13)
_LOWER = range(1, 10)  # of which a class may be named by a single sign
_SENIOR = ("高一", "高二", "高三")
NUMBERS = range(1, 61)
_NUMERAL = "零〇一二两三四五六七八九十"
_HAN = r"[\u3400-\u9fff·]"
_SPELLINGS = Text(
    "请写成“三年级(2)班”“三(2)班”“3.2”或“302”",
    'write it as "三年级(2)班", "3.2" or "302"',
)


class ClassNameError(ValueError):
    """A text that names no class, or that could name several.

    ``candidates`` are the canonical names that it could mean (empty when it means none).
    """

    def __init__(self, text: str, expected: Text, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(f"{text}: {expected.zh}")
        self.expected = expected
        self.hint = _SPELLINGS
        self.candidates = candidates


def canonical(grade: int, number: int, *others: int) -> str:
    """Return the canonical name of a class: 三年级(2)班, 高一(2)班, 一二年级复式(1)班."""
    if grade not in _LOWER:
        return f"{_SENIOR[grade - 10]}({number})班"
    grades = "".join(map(spoken, (grade, *others)))
    return f"{grades}年级{'复式' if others else ''}({number})班"


def grade_name(grade: int) -> Text:
    """Return what a grade is called: 三年级, 高一."""
    if grade not in _LOWER:
        return Text(_SENIOR[grade - 10], f"grade {grade}")
    return Text(f"{spoken(grade)}年级", f"grade {grade}")


def plain(text: str) -> str:
    """Return a text with full-width signs made narrow and the space around it removed."""
    return unicodedata.normalize("NFKC", text).strip()


def slot_word(text: str) -> str:
    """Return the name of a slot in one spelling: 第一节 and 第1节 are the same."""
    name = plain(text)
    found = re.fullmatch(rf"第([{_NUMERAL}]+)节课?", name)
    number = _value(found[1]) if found else None
    return name if number is None else f"第{number}节"


def joined(name: str) -> str:
    """Return a name without the space that fills two characters up to three: 张 三 is 张三."""
    return re.sub(rf"(?<={_HAN})\s+(?={_HAN})", "", name)


def one_grade(text: str) -> int | None:
    """Return the grade of 三, 三年级, 3年级, 小学三年级, 初一, 高一 (10) and the like, or None."""
    name = re.sub(r"\s", "", plain(text))
    upper = re.fullmatch(r"(?:初中|高中|初|高)([一二三123])(?:年级)?", name)
    if upper:
        return (7 if name[0] == "初" else 10) + "一二三123".index(upper[1]) % 3
    found = re.fullmatch(rf"(?:小学)?([0-9]{{1,2}}|[{_NUMERAL}]|十[一二])(?:年级?)?", name)
    return _value(found[1]) if found else None


def several_grades(text: str) -> tuple[int, ...]:
    """Return the grades of 1-2年级, 三至六年级, 一、二年级, 一二年级; none for other texts."""
    name = re.sub(r"\s", "", plain(text))
    ends = re.split(r"[-–—~至到]", name)
    if len(ends) == 2:
        first, last = one_grade(ends[0]), one_grade(ends[1])
        return tuple(range(first, last + 1)) if first and last and first < last else ()
    parts = [p for p in re.split("[、,;和及/]", name) if p]
    if len(parts) == 1 and re.fullmatch("[一二三四五六七八九]{2,}年级", name):
        parts = [*name.removesuffix("年级")]
    found = [one_grade(part) for part in parts]
    grades = tuple(g for g in found if g)
    return grades if len(grades) == len(parts) > 1 and [*grades] == sorted({*grades}) else ()


def parse_class_name(text: str) -> tuple[int, ...]:
    """Return (grade, number, other grades …) of a class name in any usual spelling.

    Raises
    ------
    ClassNameError
        When the text names no class of grades 1-12, or could name more than one.
    """
    name = _one_style(plain(text))
    if "复式" in name:
        return _multigrade(text, name)
    found = sorted(_readings(name))
    if len(found) == 1:
        return found[0]
    if not found:
        raise ClassNameError(text, _not_a_class(name))
    could = tuple(canonical(*reading) for reading in found)
    raise ClassNameError(
        text,
        Text(
            f"应为能认出一个班级的名称，这里可能是{'或'.join(could)}",
            f"expected the name of one class, this could be {' or '.join(could)}",
        ),
        could,
    )


def _multigrade(text: str, name: str) -> tuple[int, ...]:
    """Return a class of several grades: 一二年级复式班, 三四复式, 一、二年级复式(2)班."""
    name = name.replace("复式", "", 1).replace("年级", "")
    numbered = re.fullmatch(r"(.*?)\(([0-9]{1,2})\)", name)
    grades, number = (numbered[1], int(numbered[2])) if numbered else (name, 1)
    digits = re.sub("[、,;和及.]", "", grades)
    found = [DIGITS.get(c, int(c) if c.isdecimal() and c.isascii() else 0) for c in digits]
    distinct = len(found) > 1 and found == sorted({*found})
    if "." in grades and found[-1:] != [found[0] + len(found) - 1]:
        distinct = False  # 1-3 may be three grades or two
    if not distinct or any(g not in GRADES for g in found) or number not in NUMBERS:
        expected = Text(
            "复式班应写明各年级，如“一二年级复式班”",
            "expected the grades of a class of several grades, such as 一二年级复式班",
        )
        raise ClassNameError(text, expected)
    return found[0], number, *found[1:]


def _one_style(name: str) -> str:
    """Return the name without blanks and in one style of brackets, dashes and dots."""
    name = re.sub(r"(?i)grade\s*([0-9])[\s,]*(class)?", r"\1年级", name)
    name = re.sub(r"[\[【〔{]", "(", re.sub(r"[\]】〕}]", ")", name))
    name = re.sub(rf"(?<=[0-9{_NUMERAL}])\s+(?=[0-9{_NUMERAL}])", ".", name)
    name = re.sub(r"\s+", "", name)
    name = re.sub(r"[-‐-―−－·。_/]+", ".", name)
    for junior, grade in (("初一", "七"), ("初二", "八"), ("初三", "九")):
        name = re.sub(f"^{junior}(?:年级|年)?", f"{grade}年级", name)
    for senior, grade in zip(_SENIOR, ("十", "十一", "十二"), strict=True):
        name = re.sub(f"^{senior}(?:年级|年)?", f"{grade}年级", name)
    return name.replace("年级.", "年级").removesuffix("班")


def _readings(name: str) -> set[tuple[int, int]]:
    """Return every (grade, number) that a name in one style can mean."""
    one = rf"([0-9]+|[{_NUMERAL}]+)"
    apart = re.fullmatch(rf"{one}(?:年级?|\.|(?=\())\(?{one}\)?", name)
    if apart:
        return _pairs(_values(apart[1]), _numbers(apart[2]))
    mixed = re.fullmatch(rf"([{_NUMERAL}])([0-9]+)|([0-9])([{_NUMERAL}]+)", name)
    if mixed:
        grade, number = mixed[1] or mixed[3], mixed[2] or mixed[4]
        return _pairs(_values(grade) & {*_LOWER}, _numbers(number))
    if re.fullmatch(
        r"[0-9]{3,4}", name
    ):  # 302, 0302; two digits could be a class without its grade
        splits = ((name[:1], name[1:]), (name[:2], name[2:]))
        return {
            pair
            for grade, number in splits
            if len(number) == 2
            for pair in _pairs({int(grade)} & {*_LOWER}, {int(number)})
        }
    if re.fullmatch(rf"[{_NUMERAL}]{{2,}}", name):
        return _run_together(name)
    return set()


def _run_together(name: str) -> set[tuple[int, int]]:
    """Return what numerals without a separator mean: 三二 is 3/2, but 三十二 is 3/12 or 3/2.

    三十 and 十二 are none: they read as the number of a class whose grade is missing.
    """
    found = _pairs(_values(name[0]) & {*_LOWER}, _numbers(name[1:]))
    if "十" not in name:
        return found
    whole = _value(name) or 0
    found |= _pairs({whole // 10}, {whole % 10})
    return found if len(found) > 1 else set()


def _pairs(grades: set[int], numbers: set[int]) -> set[tuple[int, int]]:
    return {(g, n) for g in grades if g in GRADES for n in numbers if n in NUMBERS}


def _values(word: str) -> set[int]:
    value = _value(word)
    return set() if value is None else {value}


def _numbers(word: str) -> set[int]:
    """Return what the number of a class can be; 一二 is 12, or classes 1 and 2 taught together."""
    value = _value(word)
    found = set() if value is None else {value}
    if re.fullmatch(r"[一二两三四五六七八九]{2}", word):
        found |= {DIGITS[c] for c in word}
    return found


def _value(word: str) -> int | None:
    """Return the number that digits or Chinese numerals write, or None; 三二 is 32 here."""
    if word.isascii() or "十" not in word:
        return int("".join(str(DIGITS.get(c, c)) for c in word)) if len(word) <= 3 else None
    return numeral(word)


def _not_a_class(name: str) -> Text:
    if re.fullmatch(rf"\(?([0-9]{{1,2}}|[{_NUMERAL}]{{1,3}})\)?", name):
        return Text("应为带年级的班级名称", "expected a class name with its grade")
    if re.search(r"[、,;和及&+]", name):
        return Text("应为一个班级，这里写了几个", "expected one class, there are several here")
    if re.match(r"[0-9]{2,4}级", name):
        return Text(
            "应为年级加班号，不用入学年份", "expected grade and number, not a year of entry"
        )
    return Text(
        "应为一年级至高三、班号1–60的班级名称", "expected a class of grades 1-12, numbered 1-60"
    )
