"""A plan with locks in a folder, for tests that edit it and read it again."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from published_plan import sample

from community.errors import InputError
from publishing.plan_folder import read_plan
from scenarios.locks import Lock, LockScope

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from community.models import Community

COMMUNITY, PLAN = sample(2, 6)
LOCKS = [Lock(x, scope) for x, scope in zip(PLAN.week.lessons, LockScope, strict=False)][:-1]
LIVE = next(x for x in PLAN.week.lessons if x.assistant)
PLAN = replace(PLAN, locks=tuple(sorted([*LOCKS, Lock(LIVE, LockScope.ASSISTANT)])))


def edit(path: Path, change: Callable[[list[list[str]]], object], encoding: str = "utf-8") -> None:
    """Change the rows of a CSV file as a person with a spreadsheet would."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)


def problems(folder: Path, community: Community = COMMUNITY) -> list[tuple[object, ...]]:
    """Return (file, row, column, value) of what reading refuses."""
    with pytest.raises(InputError) as caught:
        read_plan(community, folder)
    return [(p.place, p.row, p.column, p.value) for p in caught.value.problems]
