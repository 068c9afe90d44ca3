"""A community is handed downward: from plan_week on, it seldom comes back to a file it has left."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiny_week import LINK, OWN_CLASS, ROSTER, TERM, TRAVEL, policy_rule, week_community

from community.models import Community
from scheduling.planning import plan_week
from solving.outcome import Budget

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType

ROOT = Path(__file__).resolve().parents[2]
MOST = 8
QUOTA = policy_rule("quota", "sync_lesson_quota", min_lessons=1, min_subjects=1)


def handed(run: Callable[[], object]) -> list[str]:
    """Return the files to whose functions a community is handed, each way of doing so once."""
    files: list[str] = []
    ways: set[tuple[CodeType, CodeType]] = set()

    def watch(frame: FrameType, event: str, _arg: Any) -> None:
        code, path = frame.f_code, Path(frame.f_code.co_filename)
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        given = (frame.f_locals.get(n) for n in names if n != "self")
        if event != "call" or not any(isinstance(x, Community) for x in given):
            return
        way = frame.f_back.f_code if frame.f_back else code, code
        if path.is_relative_to(ROOT) and way not in ways:
            ways.add(way)
            files.append(str(path.relative_to(ROOT)))

    sys.setprofile(watch)
    try:
        run()
    finally:
        sys.setprofile(None)
    return files


def returns(files: list[str]) -> list[str]:
    """Return the files of a way that it comes back to after it has left them."""
    moves = [b for a, b in zip(["", *files], files, strict=False) if a != b]
    return [name for i, name in enumerate(moves) if name in moves[:i]]


def test_returns_are_counted() -> None:
    assert returns(["a", "a", "b", "c", "b", "b", "a"]) == ["b", "a"]


def test_a_community_comes_back_seldom() -> None:
    def community() -> Community:  # a fresh one: it remembers what was asked of it
        return week_community(TRAVEL, LINK, OWN_CLASS, QUOTA)

    budget = Budget(20.0, 1, 1)
    base = plan_week(community(), ROSTER, TERM, budget).timetable
    assert base is not None
    files = handed(lambda: plan_week(community(), ROSTER, TERM, budget, base=base))
    assert {"scheduling/week/frame.py", "scheduling/week/reading.py"} <= set(files)
    assert {"scheduling/week/frame.py", "scheduling/week/reading.py"} <= set(files)
    found = returns([f for f in files if not f.startswith("tests")])
    assert len(found) <= MOST, found
