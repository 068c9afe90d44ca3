"""Class names in the spellings that schools use, and the ones that are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.names import ClassNameError, canonical, parse_class_name

SPELLINGS = [
    ("三年级(2)班", 3, 2),
    ("三(2)班", 3, 2),
    ("三（2）班", 3, 2),
    ("三年级（２）班", 3, 2),
    ("３.２", 3, 2),
    ("3.2", 3, 2),
    ("3．2", 3, 2),
    ("302", 3, 2),
    ("３０２", 3, 2),
    ("0302", 3, 2),
    ("三年级２班", 3, 2),
    ("三年级 2 班", 3, 2),
    ("三 (2) 班", 3, 2),
    ("三年二班", 3, 2),
    ("三年级(二)班", 3, 2),
    ("三二班", 3, 2),
    ("三2班", 3, 2),
    ("3-2", 3, 2),
    ("3－2", 3, 2),
    ("3年2班", 3, 2),
    ("3(2)", 3, 2),
    ("3 2", 3, 2),
    ("Grade 3 Class 2", 3, 2),
    ("三年级(12)班", 3, 12),
    ("三年级十二班", 3, 12),
    ("三年级(十二)班", 3, 12),
    ("312", 3, 12),  # grade 31 does not exist
    ("112", 1, 12),  # grade 11 does not exist
    ("1.12", 1, 12),
    ("3.10", 3, 10),
    ("七年级(3)班", 7, 3),
    ("初一(3)班", 7, 3),
    ("初三年级12班", 9, 12),
    ("九.10", 9, 10),
    ("一年级(60)班", 1, 60),
    ("高一(3)班", 10, 3),
    ("高二5班", 11, 5),
    ("高三年级（12）班", 12, 12),
    ("十年级(1)班", 10, 1),
    ("11.2", 11, 2),
]

REFUSED = [
    ("三十二班", ("三年级(2)班", "三年级(12)班")),  # 三(十二), or 32 as 302 is 3/2
    ("二十一班", ("二年级(1)班", "二年级(11)班")),
    ("三年级一二班", ("三年级(1)班", "三年级(2)班", "三年级(12)班")),  # 12, or 1 and 2 together
    ("三年级1、2班", ()),
    ("三、四年级(1)班", ()),
    ("32", ()),  # class 32 of no grade
    ("12班", ()),
    ("十二班", ()),
    ("3班", ()),
    ("三年级", ()),
    ("2023级(3)班", ()),
    ("1012", ()),
    ("1112", ()),
    ("十三年级(1)班", ()),
    ("高四(3)班", ()),
    ("3.0", ()),
    ("3.61", ()),
    ("3.2.1", ()),
    ("三年级(2)班(3)", ()),
    ("语文", ()),
    ("٣.٢", ()),
    ("", ()),
    ("9" * 5000, ()),
]


@pytest.mark.parametrize(("text", "grade", "number"), SPELLINGS)
def test_usual_spellings(text: str, grade: int, number: int) -> None:
    assert parse_class_name(text) == (grade, number)


@pytest.mark.parametrize(("text", "could_be"), REFUSED, ids=lambda v: str(v)[:20])
def test_refused(text: str, could_be: tuple[str, ...]) -> None:
    with pytest.raises(ClassNameError) as refused:
        parse_class_name(text)
    assert refused.value.candidates == could_be
    assert all(name in refused.value.expected.zh for name in could_be)
    assert refused.value.hint.zh


@given(st.integers(1, 9), st.integers(1, 60))
def test_every_class_reads_back(grade: int, number: int) -> None:
    name = canonical(grade, number)
    short = name.replace("年级", "")
    for text in (name, short, f"{grade}.{number}", f"{grade}{number:02d}", f"{grade}年{number}班"):
        assert parse_class_name(text) == (grade, number)


@given(st.text(max_size=12) | st.text("一二三十0123.()年级班初- ", max_size=9))
def test_any_text_is_one_class_or_refused(text: str) -> None:
    try:
        grade, number = parse_class_name(text)
    except ClassNameError:
        return
    assert 1 <= grade <= 12 and 1 <= number <= 60
