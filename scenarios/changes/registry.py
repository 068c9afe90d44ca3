"""From a planner's words to changes, and from changes to another community.

Every file of this folder that holds a `Change` is found here: a new change is one more file.
"""

from __future__ import annotations

import pkgutil
import shlex
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import scenarios.changes
from community import integrity
from community.errors import InputError, Problem
from community.text import Text
from scenarios.changes.base import Change, nearest, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    before, sentences = community, list[Text]()
    problems: list[Problem] = []
    for one in changes:
        try:
            changed = one.apply(community)
        except InputError as error:
            problems += error.problems
            continue
        sentences.append(one.sentence(community))
        community = changed
    problems = problems or _unsound(before, community, "；".join(c.words for c in changes))
    if problems:
        raise InputError(problems)
    return community, sentences


def _unsound(before: Community, after: Community, words: str) -> list[Problem]:
    """Return what does not fit between the tables any more: a plan of them could not be read."""

    def told(community: Community) -> dict[Text, None]:
        rows = (replace(p, row=None) for p in integrity.problems(community))
        return dict.fromkeys(Text(p.to("zh"), p.to("en")) for p in rows)

    found, hint = told(after), Text("请先改数据里的这一处", "Change that in the data first")
    known = told(before) if found else {}
    after_it = (
        Text(f"这样变化以后，{text.zh.rstrip('。')}", f"after it, {text.en.rstrip('.')}")
        for text in found
        if text not in known
    )
    return [Problem(value=words, expected=e, hint=hint) for e in after_it]
