"""Locking lessons of a plan, and giving them free again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from scenarios.locks import unlocked
from scenarios.meant import Meant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community
    from scenarios.locks import Lock
    from scenarios.plan import Plan

_LOCKED = Text("锁定的课", "locked lesson")


def pinned(community: Community, plan: Plan, texts: Iterable[str]) -> tuple[Lock, ...]:
    """Return the locks of a plan and of what texts name in its timetable.

    Raises
    ------
    InputError
        With a problem for each text that names no lesson of the plan.
    """
    found = Meant(community, plan.week.lessons).locks(texts)
    return tuple(sorted({*plan.locks, *found}))


def unpinned(community: Community, plan: Plan, texts: Iterable[str]) -> tuple[Lock, ...]:
    """Return the locks of a plan without what texts name among its locked lessons.

    Raises
    ------
    InputError
        With a problem for each text that names no locked lesson.
    """
    lessons = dict.fromkeys(lock.lesson for lock in plan.locks)
    return unlocked(plan.locks, Meant(community, lessons, _LOCKED).locks(texts))
