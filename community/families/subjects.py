"""Subjects in parameters: their names for ids, and norms of periods by stage and subject."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from community.errors import maybe
from community.names import plain
from community.tables.cells import CellError
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

_STAGES = {"primary": "小学", "junior": "初中", "senior": "高中"}
_REST = {"other": "other", "其他": "other"}
_STAGE = re.compile(r"\s*(小学|初中|高中|primary|junior|senior)\s*[:：]?")
_NORM = re.compile(r"([^\s0-9、,，:：=]+)\s*[:：=]?\s*([0-9]{1,3})(?:节|课时)?")


@cache
def usual_subjects() -> dict[str, str]:
    """Return the names of the subjects that schools usually have, by id."""
    text = files("community").joinpath("data/subjects.toml").read_text(encoding="utf-8")
    return {id: str(table["name"]) for id, table in tomllib.loads(text).items()}


def subject_id(word: str, known: Mapping[str, str] | None) -> str:
    """Return the id of a subject that an id or a name says.

    ``known`` are the names of a community's subjects by id; None: any word may be an id.
    """
    names = usual_subjects() if known is None else known
    meant = _squeezed(word)
    found = [id for id, name in names.items() if meant in (id, _squeezed(name))]
    if len(found) == 1:
        return found[0]
    if known is None:
        return word
    raise CellError(
        Text("应为已有学科的编号或名称", "expected the id or name of a known subject"),
        maybe(word, [*names, *names.values()]),
    )


def _squeezed(text: str) -> str:
    return "".join(plain(text).split())


def norms(value: Any, known: Mapping[str, str] | None) -> Any:
    """Return norms by stage and subject id, from a table or a text; what is neither stays.

    A text is written 小学：语文14、其他18；初中：语文12、其他16.
    """
    table = _told_norms(value) if isinstance(value, str) else value
    if not isinstance(table, dict) or not all(isinstance(v, dict) for v in table.values()):
        return value
    stages = {word: code for code, word in _STAGES.items()}
    return {
        stages.get(stage, stage): {
            _REST.get(word) or subject_id(word, known): number for word, number in found.items()
        }
        for stage, found in table.items()
    }


def _told_norms(text: str) -> dict[str, dict[str, int]] | None:
    """Return what a text says by stage and subject; None when some of it says nothing."""
    found: dict[str, dict[str, int]] = {}
    for part in filter(str.strip, re.split("[;；\n]", text)):
        head = _STAGE.match(part)
        rest = part[head.end() :] if head else part
        if head is None or head[1] in found or re.search(r"[^、,，\s]", _NORM.sub("", rest)):
            return None
        found[head[1]] = {word: int(number) for word, number in _NORM.findall(rest)}
    return found


def norms_text(value: Mapping[str, Mapping[str, int]], names: Mapping[str, str]) -> str:
    """Return norms in words, as ``norms`` reads them."""
    words = {**names, "other": "其他"}
    return "；".join(
        f"{_STAGES[stage]}：" + "、".join(f"{words.get(id, id)}{n}" for id, n in table.items())
        for stage, table in value.items()
    )
