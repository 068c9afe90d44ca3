"""What every change has: its words, its check against a community, and its sentence."""

from __future__ import annotations

import difflib
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from community.errors import InputError, Problem
from community.known import references
from community.models import Community, Teacher
from community.tables.cells import CellError
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Change(BaseModel):
    """One change; ``words`` is what the planner wrote, for messages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: ClassVar[Text]  # the word that begins it, in either language
    arguments: ClassVar[Text]

    words: str = ""

    @classmethod
    @abstractmethod
    def parse(cls, arguments: Sequence[str], words: str) -> Self:
        """Return the change that the words after the command name; raise `InputError`."""

    @classmethod
    def usage(cls) -> Text:
        """Return how it is written."""
        word, more = cls.command, cls.arguments
        return Text(f"{word.zh} {more.zh}", f"{word.en} {more.en}")

    @classmethod
    def misused(cls, words: str) -> InputError:
        """Return the error for a change that is not written so."""
        usage = cls.usage()
        return wrong(words, Text(f"应写作 {usage.zh}", f"expected {usage.en}"))

    @abstractmethod
    def apply(self, community: Community) -> Community:
        """Return the changed community; raise `InputError` when it names what is not there."""

    @abstractmethod
    def sentence(self, community: Community) -> Text:
        """Return the change in words, for the community before it."""


def replaced(community: Community, **fields: Any) -> Community:
    """Return a copy with some fields replaced; lookups are made anew.

    (``model_copy`` would keep the old lookups.)
    """
    kept = {name: getattr(community, name) for name in type(community).model_fields}
    return Community(**(kept | fields))


def wrong(words: str, expected: Text, hint: Text | None = None) -> InputError:
    """Return the error for a change that cannot be made."""
    return InputError([Problem(value=words, expected=expected, hint=hint)])


def meant(community: Community, table: str, text: str, words: str) -> str:
    """Return the id of the row that a text names by id or name; raise `InputError`."""
    try:
        return references(community).find(table, text)
    except CellError as error:
        expected = Text(f"“{text}”{error.expected.zh}", f'"{text}": {error.expected.en}')
        raise wrong(words, expected, error.hint) from None


def named_teacher(community: Community, text: str, words: str) -> Teacher:
    """Return the teacher of an id, or of a name that only one has; raise `InputError`."""
    if text in community.teacher_by_id:
        return community.teacher_by_id[text]
    called = community.called
    named = [t for t in community.teachers if text in (t.name, called[t.id])]
    if len(named) == 1:
        return named[0]
    if named:
        ids = "、".join(f"{t.id} {called[t.id]}" for t in named)
        expected = Text(f"同名教师有{len(named)}位：{ids}", f"{len(named)} teachers bear it: {ids}")
        raise wrong(words, expected, Text("请写编号", "Write the id"))
    known = nearest(text, [*community.teacher_by_id, *called.values()])
    raise wrong(words, Text(f"没有教师 {text}", f"there is no teacher {text}"), known)


def nearest(value: str, known: Iterable[str]) -> Text | None:
    """Return "maybe T017" for an id that is close to a known one."""
    close = difflib.get_close_matches(value, list(known), n=3, cutoff=0.5)
    if not close:
        return None
    return Text(f"也许是 {'、'.join(close)}", f"Maybe {' or '.join(close)}")
