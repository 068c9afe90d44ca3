"""Damage to XML by its elements, and to workbooks, which are zips of XML, by their parts."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING

from benchmarks.hostile.damage import encoded, reworded, times, torn
from benchmarks.hostile.words import ENCODINGS, EVERYTHING, MANY, MOST_BYTES, NUMBERS

if TYPE_CHECKING:
    from random import Random

_ELEMENT = re.compile(rb"<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?(?:/>|>[^<]*</\1\s*>)")
_START = re.compile(rb"<[A-Za-z_][^<>]*>")
_VALUE = re.compile(rb"(?<==)([\"'])(.*?)\1|(?<=>)([^<>]+)(?=<)", re.DOTALL)
_CELL = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
_ROW = re.compile(rb"<row [^>]*?(?:/>|>.*?</row>)", re.DOTALL)


def retagged(data: bytes, rng: Random) -> bytes:
    """Damage elements: their values, their number, their depth, their names, the encoding."""
    way = rng.randrange(10)
    if way < 3 and (hits := list(_VALUE.finditer(data))):
        hit, word = rng.choice(hits), rng.choice(NUMBERS if way == 0 else EVERYTHING)
        other = rng.choice(hits)[0].strip(b"\"'")
        new = other if rng.random() < 0.4 else encoded(word)
        quote = hit[1] or b""
        return data[: hit.start()] + quote + new + quote + data[hit.end() :]
    if way in (3, 4, 5, 6) and (hits := list(_ELEMENT.finditer(data))):
        hit = rng.choice(hits)
        new = (b"", times(hit[0], rng), rng.choice(hits)[0], nested(hit[0], rng))[way - 3]
        return data[: hit.start()] + new + data[hit.end() :]
    if way == 7 and (hits := list(_START.finditer(data))):
        hit = rng.choice(hits)
        names = re.findall(rb"<([A-Za-z]+)", data)
        old = re.match(rb"<([^\s/>]+)", hit[0])
        if old:
            return data.replace(b"<" + old[1], b"<" + rng.choice(names), rng.choice((1, -1)))
    if way == 8:
        declared = f'<?xml version="1.0" encoding="{rng.choice(ENCODINGS)}"?>'
        body = re.sub(rb"^(\xef\xbb\xbf)?<\?xml.*?\?>", b"", data).decode("utf-8", "replace")
        return encoded(declared) + body.encode(rng.choice(("utf-8", "gbk")), "replace")
    return reworded(data, rng) if way == 9 else torn(data, rng)


def nested(data: bytes, rng: Random) -> bytes:
    """Return bytes deep inside of elements."""
    deep = rng.choice(MANY)
    return b"<a>" * deep + data + b"</a>" * deep


def repacked(data: bytes, rng: Random) -> bytes:
    """Damage a workbook: cells and rows of its sheets, other parts, the zip around them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:
        return torn(data, rng)
    way = rng.randrange(12)
    if way == 0:
        return torn(data, rng)
    if way == 1:
        return reheaded(data, rng)
    sheets = [n for n in parts if n.startswith("xl/worksheets/sheet")]
    name = rng.choice(sheets if sheets and way < 9 else sorted(parts))
    if way == 2:
        del parts[name]
    elif way == 3:
        parts[name] = parts[rng.choice(sorted(parts))]
    elif way == 4:
        parts[rng.choice((f"{name}x", "xl/sharedStrings.xml", "../x", "a" * 300))] = parts.pop(name)
    elif way < 9:
        parts[name] = resheeted(parts[name], rng)
    else:
        parts[name] = retagged(parts[name], rng)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def resheeted(data: bytes, rng: Random) -> bytes:
    """Damage cells and rows of a sheet."""
    cells, rows = list(_CELL.finditer(data)), list(_ROW.finditer(data))
    way = rng.randrange(6)
    if way < 3 and cells:
        hit = rng.choice(cells)
        place = re.search(rb'r="[A-Z]+[0-9]+"', hit[0])
        where = place[0] if place else b'r="A1"'
        if rng.random() < 0.1:
            where = rng.choice((b'r="XFD1048576"', b'r="A4000000000"', b'r="ZZZ1"', b'r=""', b""))
        return data[: hit.start()] + odd_cell(where, rng) + data[hit.end() :]
    if way == 3 and rows:
        hit = rng.choice(rows)
        return data[: hit.start()] + times(hit[0], rng) + data[hit.end() :]
    if way == 4 and rows:
        hit, number = rng.choice(rows), rng.choice((b"0", b"-1", b"1048576", b"4000000000", b"1.5"))
        new = re.sub(rb'r="[A-Z]*[0-9]+"', b'r="' + number + b'"', hit[0], count=1)
        return data[: hit.start()] + new + data[hit.end() :]
    return retagged(data, rng)


def odd_cell(where: bytes, rng: Random) -> bytes:
    """Return a cell of any type with any value."""
    kind = rng.choice((b"n", b"s", b"b", b"e", b"d", b"str", b"inlineStr", b"x"))
    value = encoded(rng.choice(EVERYTHING)).replace(b"&", b"&amp;").replace(b"<", b"&lt;")
    value = value[: MOST_BYTES // 100]
    style = b' s="%d"' % rng.choice((0, 1, 2, 5, 99_999))
    body = b"<v>%s</v>" % value
    if kind == b"inlineStr":
        body = b"<is><t>%s</t></is>" % value
    elif rng.random() < 0.15:
        shared = rng.choice((b"", b' t="shared" si="0"', b' t="array" ref="A1"'))
        body = b"<f%s>%s</f><v>1</v>" % (shared, value)
    return b"<c %s%s t=%s>%s</c>" % (where, style, b'"' + kind + b'"', body)


def reheaded(data: bytes, rng: Random) -> bytes:
    """Damage what a zip says of a part: flags, method, time, sums, sizes."""
    spoilt = bytearray(data)
    for mark, first in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        found = [m.start() for m in re.finditer(re.escape(mark), data)]
        if not found or rng.random() < 0.3:
            continue
        chosen = found if rng.random() < 0.3 else [rng.choice(found)]
        offset, size = rng.choice(((0, 2), (2, 2), (4, 4), (8, 4), (12, 4), (16, 4), (20, 2)))
        value = rng.choice((0, 1, 0xFFFFFFFF, rng.getrandbits(32)))
        for at in chosen:
            place = at + first + offset
            spoilt[place : place + size] = struct.pack("<I", value)[:size]
    return bytes(spoilt)
