"""Damage to the content of one file, by what the file is. All of it follows from ``rng``."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from benchmarks.hostile.words import (
    BYTES,
    EVERYTHING,
    MANY,
    MOST_BYTES,
    NUMBERS,
    PARAMETERS,
    SETTINGS,
    VALUES,
)

if TYPE_CHECKING:
    from random import Random


def torn(data: bytes, rng: Random) -> bytes:
    """Damage bytes, whatever they are."""
    a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    b = min(b, a + rng.choice((1, 4, 64, 1024)))
    way = rng.randrange(8)
    if way == 0:
        return data[:a]
    if way == 1:
        return data[:a] + data[b:]
    if way == 2:
        return data[:a] + times(data[a:b], rng) + data[b:]
    if way == 3:
        return data[:a] + rng.choice(BYTES) + data[a:]
    if way == 4:
        return data[:a] + rng.randbytes(b - a) + data[b:]
    if way == 5:
        return data[b:] + data[:b]
    if way == 6 and data:
        spoilt = bytearray(data)
        for _ in range(rng.choice((1, 1, 5, 50))):
            spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
        return bytes(spoilt)
    encoding = rng.choice(("utf-16", "utf-32", "gb18030", "latin-1", "utf-7"))
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def reworded(data: bytes, rng: Random) -> bytes:
    """Replace a word or number of a text, or repeat, drop and move its lines."""
    text = data.decode("utf-8-sig", "replace")
    lines = text.split("\n")
    at, way = rng.randrange(len(lines)), rng.randrange(6)
    if way == 0:
        lines[at : at + 1] = repeated([lines[at]], rng)
    elif way == 1:
        del lines[at]
    elif way == 2:
        other = rng.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    else:
        pattern, words = (r"-?[0-9]+(?:\.[0-9]+)?", NUMBERS) if way < 5 else (r"\w+", EVERYTHING)
        found = list(re.finditer(pattern, text))
        if found:
            hit = rng.choice(found)
            return encoded(text[: hit.start()] + rng.choice(words) + text[hit.end() :])
    return encoded("\n".join(lines))


def recelled(data: bytes, rng: Random) -> bytes:
    """Damage a table: cells, rows and columns."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline="")))
    except csv.Error:
        return reworded(data, rng)
    if not rows or not rows[0]:
        return reworded(data, rng)
    row, column = rng.randrange(len(rows)), rng.randrange(len(rows[0]))
    other, way = rng.randrange(len(rows)), rng.randrange(9)
    if way < 4 and column < len(rows[row]):
        theirs = rows[other][column] if column < len(rows[other]) else ""
        rows[row][column] = rng.choice((*EVERYTHING, *[theirs] * 20, *rows[other] * 3))
    elif way == 4:
        rows[row:row] = repeated([rows[other]], rng)
    elif way == 5:  # many rows, each with an id of its own
        rows[row:row] = [
            [f"{c}{n}" if c else c for c in rows[other]] for n in range(rng.choice(MANY))
        ]
    elif way == 6:
        for line in rows:
            del line[column : column + 1]
    elif way == 7:
        for line in rows:
            line[column:column] = repeated(line[column : column + 1], rng)[:200]
    elif way == 8:
        del rows[row]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return encoded(out.getvalue())


def renumbered(data: bytes, rng: Random) -> bytes:
    """Change a few numbers of a table to others that may stand there, or to its neighbours'."""
    rows = [line.split(",") for line in data.decode("utf-8-sig", "replace").split("\n")]
    for _ in range(rng.choice((1, 2, 5))):
        row = rng.choice(rows[1:] or rows)
        column = rng.randrange(len(row))
        others = [r[column] for r in rows[1:] if column < len(r)]
        number = row[column].strip("\r").replace(".", "").isdecimal()
        plausible = ("0", "1", "2", "3", "5", "10", "20", "40", "") if number else ("",)
        row[column] = rng.choice((*plausible, *others) or ("",))
    return encoded("\n".join(",".join(row) for row in rows))


def adjusted(data: bytes, rng: Random, rules: dict[str, dict[str, str]]) -> bytes:
    """Give rules of the policy values of the right type, however strange."""
    lines = [data.decode("utf-8-sig", "replace")]
    for rule in rng.sample(sorted(rules), rng.choice((1, 1, 2, 5))):
        names = sorted(rules[rule]) or ["weight"]
        chosen = {name: _typed(rules[rule].get(name, "int"), rng) for name in rng.sample(names, 1)}
        chosen[rng.choice(("enabled", "enabled", "strictness", "window", "cost_function"))] = ""
        words = {"enabled": "true", "strictness": rng.choice(('"hard"', '"soft"'))}
        words |= {"window": rng.choice(('"month"', '"week"', '"school_year"'))}
        words |= {"cost_function": rng.choice(('"Quadratic"', '"Step"'))}
        lines += [f"[rules.{rule}]", *(f"{k} = {v or words[k]}" for k, v in chosen.items())]
    return encoded("\n".join(lines))


def _typed(kind: str, rng: Random) -> str:
    """Return a value of a parameter's type, as TOML."""
    number = rng.choice(("0", "1", "2", "3", "7", "40", "9999999"))
    plain = {
        "int": number,
        "float": rng.choice(("0.0", "0.1", "0.5", "1.0", "1.5", "100.0", number)),
        "bool": rng.choice(("true", "false")),
        "text": rng.choice(('"x"', '""', '"1-3"', '"2,4"')),
        "clock": rng.choice(('"00:00"', '"08:20"', '"23:59"')),
        "table": rng.choice(
            ("{}", f"{{primary = {{zh = {number}}}}}", '{a = "b"}', "{primary = 3}")
        ),
    }
    if kind in plain:
        return plain[kind]
    if f"{kind}s" in plain or kind.removesuffix("s") in plain:
        return f"[{', '.join(plain[kind.removesuffix('s')] for _ in range(rng.randrange(3)))}]"
    words = kind.strip("[]").split("|")
    listed = ", ".join(f'"{w}"' for w in rng.sample(words, rng.randint(1, len(words))))
    return f"[{listed}]" if kind.startswith("[") else f'"{rng.choice(words)}"'


def resettled(data: bytes, rng: Random, rules: dict[str, dict[str, str]]) -> bytes:
    """Write what no policy should have; or deepen its keys and values."""
    if rng.random() < 0.3:
        return reworded(data, rng)
    text, deep = data.decode("utf-8-sig", "replace"), rng.choice(MANY[:6])
    value = rng.choice((*NUMBERS, *VALUES, '"x"', '"hard"', "[" * deep, "{a=" * deep, "[1," * deep))
    name = rng.choice((*PARAMETERS, "a" + ".a" * deep, '""', '"a b"', "x" * deep))
    line = rng.choice(SETTINGS).format(rng.choice(["x", *sorted(rules)]), name, value)
    lines = [line.replace("rules.", f"rules.{n}") for n in range(rng.choice((1, 1, 1, 100, 2_000)))]
    more = "\n".join([line] if len(lines) == 1 else lines)
    return encoded(f"{text}\n{more}\n" if rng.random() < 0.8 else f"{more}\n{text}")


def rejoined(data: bytes, rng: Random) -> bytes:
    """Replace, add or drop something in a JSON document."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return torn(data, rng)
    places: list[tuple[Any, Any]] = []
    todo = [found]
    while todo:
        node = todo.pop()
        keys = node if isinstance(node, dict) else range(len(node))
        places += [(node, k) for k in keys]
        todo += [node[k] for k in keys if isinstance(node[k], dict | list)]
    if not places:
        return torn(data, rng)
    node, key = rng.choice(places)
    deep: Any = []
    for _ in range(rng.choice((1, 50, 900))):
        deep = [deep]
    odd = (
        None,
        True,
        -1,
        0,
        1.5,
        10**30,
        float("inf"),
        float("nan"),
        "",
        [],
        {},
        [1],
        {"a": 1},
        deep,
    )
    if rng.random() < 0.2:
        del node[key]
    else:
        node[key] = rng.choice((*odd, rng.choice(EVERYTHING), rng.choice(places)[0]))
    try:
        return encoded(json.dumps(found))
    except (ValueError, RecursionError):  # now it holds itself
        return torn(data, rng)


def times(data: bytes, rng: Random) -> bytes:
    """Return bytes several times over, within bounds."""
    return data * min(rng.choice(MANY), max(2, MOST_BYTES // max(1, len(data))))


def repeated(lines: list[Any], rng: Random) -> list[Any]:
    """Return lines several times over, within bounds."""
    size = sum(len(str(line)) for line in lines) + 1
    return lines * min(rng.choice(MANY), max(2, MOST_BYTES // size))


def encoded(text: str) -> bytes:
    """Return a text as bytes, what no encoding holds replaced."""
    return text.encode("utf-8", "replace")
