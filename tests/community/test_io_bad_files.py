"""Files and workbooks that cannot be used: one answer each, no traceback, nothing written."""

from __future__ import annotations

import os
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from io_support import full_community, only_problem, problems_of

from community.writing import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _parts(
    book: Path,
    change: Callable[[str, bytes], bytes],
    packed: int = zipfile.ZIP_DEFLATED,
    **extra: bytes,
) -> Path:
    """Write the workbook again with changed parts; ``extra`` are parts in xl/."""
    with zipfile.ZipFile(book) as old:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(book, "w", packed) as new:
        for name, content in (parts | {f"xl/{k}.xml": v for k, v in extra.items()}).items():
            new.writestr(name, content)
    return book


# --- the file itself


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert "文件夹或.xlsx" in str(only_problem(tmp_path / "nothing"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "这个文件不是"),
        (b"id,name\n1,2\n", "这个文件不是"),
        (b"PK\x03\x04 and then nothing", "这个文件不是"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
    ],
    ids=["empty", "csv", "torn", "xls"],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "社区.xlsx"
    path.write_bytes(content)
    problem = only_problem(path)
    assert problem.place == "社区.xlsx" and words in str(problem) and problem.hint


def test_a_file_of_200_mb_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    problem = only_problem(path)
    assert problem.value == "200 MB" and "20 MB" in str(problem)


def test_another_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "别的压缩文件" in str(only_problem(path))


def test_a_zip_bomb_by_ratio(book: Path) -> None:
    """One part of 20 MB of zeros shrinks a thousandfold."""
    assert "压缩炸弹" in str(only_problem(_parts(book, lambda _n, c: c, bomb=bytes(20 * 2**20))))


def test_a_zip_bomb_by_total_size(tmp_path: Path) -> None:
    """Stored, not compressed: three small parts that say they unpack to 50 MB each."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "x" * 100)
        for name in "abc":
            archive.writestr(name, b"x")
    data = bytearray(path.read_bytes())
    position = -1
    while (position := data.find(b"PK\x01\x02", position + 1)) >= 0:
        data[position + 24 : position + 28] = (50 * 2**20).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert "100 MB" in str(only_problem(path))


def test_sheets_that_take_minutes_to_read(book: Path) -> None:
    """33 MB of figures are no bomb by their ratio, nor are 10,001 merged cells by their size."""
    digits = (os.urandom(1000).hex().encode() + b"0" * 31 * 2**10) * 1024
    assert "32 MB" in str(only_problem(_parts(book, lambda _n, c: c, x=digits)))
    merged = b"<worksheet><mergeCells>" + b'<mergeCell ref="A1:B9"/>' * 10_001
    write_workbook(full_community(), book)
    assert "合并" in str(only_problem(_parts(book, lambda _n, c: c, x=merged)))


COSTLY = {
    "fonts": ("xl/styles.xml", "<font/>" * 200_000, "样式"),
    "names": ("xl/workbook.xml", "<definedName/>" * 200_000, "样式"),
    "cells": ("xl/worksheets/sheet2.xml", "<c/>" * 2_000_000, "单元格"),
    "dropdowns": ("xl/worksheets/sheet2.xml", "<dataValidation />" * 10_001, "数据验证"),
    "formulas": ("xl/worksheets/sheet2.xml", '<f t="shared"/>' * 20_001, "公式"),
    "a long formula": ("xl/worksheets/sheet2.xml", f'<f t="shared">{"1+" * 500}1</f>', "公式"),
}


@pytest.mark.parametrize("case", COSTLY)
def test_what_takes_minutes_to_read_is_refused_before(book: Path, case: str) -> None:
    name, more, said = COSTLY[case]

    def add(part: str, content: bytes) -> bytes:
        end = content.rindex(b"</") if part == name else len(content)
        return content[:end] + more.encode() * (part == name) + content[end:]

    problem = only_problem(_parts(book, add, zipfile.ZIP_STORED))
    assert problem.value == name and said in str(problem) and problem.hint


def test_too_many_sheets_and_parts(book: Path) -> None:
    extra = {f"worksheets/sheet{n}": b"<a/>" for n in range(1000, 1100)}
    assert "100个工作表" in str(only_problem(_parts(book, lambda _n, c: c, **extra)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_xml_with_entities(book: Path, encoding: str) -> None:
    bad = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'.encode(encoding)
    spoilt = _parts(book, lambda n, c: bad if n.endswith("sharedStrings.xml") else c, x=bad)
    problem = only_problem(spoilt)
    assert "XML实体" in str(problem)


def test_xml_with_entities_far_inside(book: Path) -> None:
    """A comment may push the declaration anywhere, also across the pieces that are read."""
    for length in (2**20 - 12, 2**20 - 5, 2**20):
        noise = bytes(97 + n % 26 for n in os.urandom(length))
        bad = b"<!--" + noise + b'--><!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'
        assert "XML实体" in str(only_problem(_parts(book, lambda _n, c: c, x=bad)))


def test_a_damaged_workbook(book: Path) -> None:
    def spoil(name: str, content: bytes) -> bytes:
        return content[: len(content) // 2] if name == "xl/workbook.xml" else content

    assert "完好的" in str(only_problem(_parts(book, spoil)))


def test_a_workbook_whose_bytes_are_torn(book: Path) -> None:
    data = bytearray(book.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 400] = os.urandom(400)
    book.write_bytes(bytes(data))
    assert all(p.place == "full.xlsx" for p in problems_of(book))


def test_a_newer_version(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made["_schema"]["B1"] = 99
    made.save(book)
    assert "版本" in str(only_problem(book))
