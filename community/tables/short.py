"""Short and other names: 语 for 语文, 石桥小学 for 石桥镇中心小学, 信息技术 for 信息科技."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from string import ascii_letters
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MANY = 1000  # words in which no short name is looked for


def short_for(table: str, text: str, words: Sequence[tuple[str, str]]) -> list[str]:
    """Return the ids of the rows that a short or other name can mean.

    Parameters
    ----------
    table
        ``schools``, ``subjects`` or ``terms``: only these have short names.
    words
        (id, word) for each name and id of the table, without blanks.

    The nearest way of shortening that any row fits decides: who writes 石桥 means 石桥镇中心小学,
    not 石头桥小学. Where it fits several rows, all of them are returned.
    """
    if table not in _WAYS or len(text) < _LEAST[table] or len(words) > _MANY:
        return []
    if table == "subjects":
        text = text.removesuffix("课") or text
    for way in _WAYS[table]:
        found = [*dict.fromkeys(id for id, word in words if way(text, word))]
        if found:
            return found
    return []


class Person(NamedTuple):
    """Somebody with ids and names of the home school and of the subjects, the main one first."""

    id: str
    school: tuple[str, str]
    subjects: Sequence[tuple[str, str]]


def meant_by(mark: str, people: Sequence[Person]) -> list[str]:
    """Return the ids of those, of some namesakes, whom a mark behind the name can mean.

    Marks are those of ``community.namesakes``, and what people write besides: a short name of the
    school, any subject, the id. The surest mark that fits anybody counts.
    """
    homes = [person.school for person in people]
    schools = short_for("schools", mark, homes) or short_for("schools", mark[:-1], homes)
    mains = short_for("subjects", mark, [p.subjects[0] for p in people if p.subjects])
    every = short_for("subjects", mark, [s for p in people for s in p.subjects])
    fits: tuple[Callable[[Person], bool], ...] = (
        lambda p: mark in (p.id, p.id.lstrip(ascii_letters)),
        lambda p: any(mark == p.school[1] + name for _, name in p.subjects),
        lambda p: bool(p.subjects) and p.subjects[0][0] in mains,
        lambda p: p.school[0] in schools,
        lambda p: any(subject in every for subject, _ in p.subjects),
    )
    found = ([p.id for p in people if fit(p)] for fit in fits)
    return next(filter(None, found), [])


def _inside(text: str, word: str) -> bool:
    return text in word


def _begins(text: str, word: str) -> bool:
    return word.startswith(text)


def _in_order(text: str, word: str) -> bool:
    """Return whether a word has the signs of a text in the same order."""
    signs = iter(word)
    return all(sign in signs for sign in text)


def _in_order_to_last(text: str, word: str) -> bool:
    """Return whether the kind of school is the same, too: 石桥小学 is no 教学点."""
    return word.endswith(text[-2:]) and _in_order(text, word)


def _in_order_from_first(text: str, word: str) -> bool:
    return text[0] == word[0] and _in_order(text, word)


def _same_subject(text: str, word: str) -> bool:
    groups = _subjects()
    return text in groups and groups[text] == groups.get(word)


def usual_name(name: str) -> str:
    """Return the name that stands for all usual names of a subject, or the name itself."""
    return _subjects().get(name, name)


def is_subject(name: str) -> bool:
    """Return whether a text is a usual name of a subject."""
    return name in _subjects()


@cache
def _subjects() -> dict[str, str]:
    """Return one name for each name that a subject has had."""
    data = files("community").joinpath("data/subject_names.toml").read_text(encoding="utf-8")
    return {name: names[0] for names in tomllib.loads(data)["names"] for name in names}


_WAYS: dict[str, tuple[Callable[[str, str], bool], ...]] = {
    "schools": (_inside, _in_order_to_last, _in_order),
    "subjects": (_same_subject, _begins, _in_order_from_first),
    "terms": (_inside,),
}
_LEAST = {"schools": 2, "subjects": 1, "terms": 2}
