"""Where new communities are: invented names of counties, towns and villages."""

from __future__ import annotations

from dataclasses import dataclass

from community.codes import Stage
from community.generate.draft import data
from community.generate.shapes import SHAPES

MOST_COMMUNITIES = 20
_KINDS = {Stage.PRIMARY: "小学", Stage.NINE_YEAR: "学校", Stage.JUNIOR: "中学"}
_DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Place:
    """Names of one community. ``prefix`` begins all ids of a community in a county."""

    county: str
    core: str
    townships: tuple[str, ...]
    villages: tuple[str, ...] = ()
    prefix: str = ""
    group: str = ""


def place_of(profile: str) -> Place:
    """Return the names of the one community of a file."""
    names = data("names")["places"][profile]
    villages = tuple(names.get("villages", ()))
    return Place(names["county"], names["core"], tuple(names["townships"]), villages)


def place_in_county(profile: str, index: int) -> Place:
    """Return the names of one of several communities, counted from 0."""
    first, names = place_of(profile), data("names")["county"]
    prefix, group = "ABCDEFGHIJKLMNOPQRST"[index], f"第{numeral(index + 1)}共同体"
    if index == 0:
        return Place(first.county, first.core, first.townships, first.villages, prefix, group)
    kind = _KINDS[SHAPES[profile].stage]
    return Place(
        county=first.county,
        core=f"{first.county}{names['cores'][index - 1]}{kind}",
        townships=_share(names["townships"], index, first.townships),
        villages=_share(names["villages"], index, first.villages),
        prefix=prefix,
        group=group,
    )


def numeral(number: int) -> str:
    """Return a number from 1 to 20 in Chinese."""
    if number <= 10:
        return _DIGITS[number - 1]
    return "二十" if number == 20 else f"十{_DIGITS[number - 11]}"


def _share(parts: list[str], index: int, taken: tuple[str, ...]) -> tuple[str, ...]:
    """Return a community's own part of the names; those ``taken`` are left out."""
    firsts, lasts = parts
    many, each = len(firsts), len(lasts)
    numbers = range(each * (index - 1), each * index)
    names = (firsts[i % many] + lasts[(i + i // many) % each] for i in numbers)
    return tuple(name for name in names if name not in taken)
