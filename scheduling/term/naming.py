"""What people call the things that plans name by a code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from community.families.naming import NAMES
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community

_CHINESE = re.compile("[\u4e00-\u9fff]")


def called(code: str, otherwise: Text) -> Text:
    """Return the name of a thing; words of the planner stand for themselves."""
    if _CHINESE.search(code):
        return Text(code, code)
    return NAMES.get(code, otherwise)


def counted(community: Community, keys: Iterable[str]) -> Text | None:
    """Return what keys of activities count by: a school, a subject, a person; None for neither."""
    parts = {part for key in keys for part in key.split(":")[1:]}
    named = {s.id: s.name for s in community.schools}
    named |= {s.id: s.name for s in community.subjects} | community.called
    names = [name for id, name in named.items() if id in parts]
    names += [NAMES[p].zh for p in sorted(parts) if p in NAMES]
    english = [NAMES[p].en for p in sorted(parts) if p in NAMES]
    known = names[: len(names) - len(english)]
    return Text("、".join(names), ", ".join([*known, *english])) if names else None
