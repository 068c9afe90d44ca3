"""已完成: how often something that the policy asks for was held before the term."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (pydantic reads it at run time)
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from community.names import plain
from community.records import Record

if TYPE_CHECKING:
    from community.policy import Policy, PolicyRule


class Done(Record):
    """So often by a date: of a rule, or of what it asks for of one school, of one subject.

    Where no school is named, it is so often of each.
    """

    rule: str
    school: str | None = None
    subject: str | None = None
    times: Annotated[int, Field(ge=0, le=9_999)]
    as_of: dt.date
    note: str = ""


def rules_meant(policy: Policy, text: str) -> list[PolicyRule]:
    """Return the rules that a text names: by id or title, or else by a part of the title."""
    wanted = _squeezed(text)
    named = {r.id: [_squeezed(t) for t in (r.id, *r.title)] for r in policy.rules}
    exact = [r for r in policy.rules if wanted in named[r.id]]
    return exact or [r for r in policy.rules if any(wanted in t for t in named[r.id][1:])]


def _squeezed(text: str) -> str:
    return "".join(plain(text).split()).lower()
