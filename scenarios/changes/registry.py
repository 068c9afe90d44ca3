"""From a planner's words to changes, and from changes to another community.

Every file of this folder that holds a `Change` is found here: a new change is one more file.
"""

from __future__ import annotations

import pkgutil
import shlex
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import scenarios.changes
from community.errors import InputError
from community.text import Text
from scenarios.changes.base import Change, nearest, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.errors import Problem
    from community.models import Community


@cache
def commands() -> dict[str, type[Change]]:
    """Return the kinds of change by the words that a planner may write, in order of the words."""
    for module in pkgutil.iter_modules(scenarios.changes.__path__):
        import_module(f"scenarios.changes.{module.name}")
    kinds = sorted(Change.__subclasses__(), key=lambda c: c.command.en)
    return {word: kind for kind in kinds for word in reversed(kind.command)}


def parse_changes(texts: Iterable[str]) -> tuple[Change, ...]:
    """Return the changes that some texts name.

    Raises
    ------
    InputError
        With one problem for each text that names none.
    """
    found: list[Change] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            found.append(_parse(text))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(found)


def _parse(text: str) -> Change:
    try:
        words = shlex.split(text)
    except ValueError:
        raise wrong(text, Text("引号不成对", "quotes are not closed")) from None
    if not words or words[0] not in commands():
        usages = [kind.usage() for kind in dict.fromkeys(commands().values())]
        zh, en = "；".join(u.zh for u in usages), "; ".join(u.en for u in usages)
        expected = Text(f"没有这种变化，可用：{zh}", f"no such change; there are: {en}")
        raise wrong(text, expected, nearest(words[0] if words else "", commands()))
    return commands()[words[0]].parse(words[1:], text)


def apply_changes(community: Community, changes: Sequence[Change]) -> tuple[Community, list[Text]]:
    """Return the community after all changes, in order, and a sentence for each.

    Raises
    ------
    InputError
        With the problem of every change that cannot be made.
    """
    sentences: list[Text] = []
    problems: list[Problem] = []
    for one in changes:
        try:
            changed = one.apply(community)
        except InputError as error:
            problems += error.problems
            continue
        sentences.append(one.sentence(community))
        community = changed
    if problems:
        raise InputError(problems)
    return community, sentences
