"""When the days of a stage may begin (F13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import Stage

if TYPE_CHECKING:
    from community.policy import Policy


def opening(policy: Policy, stage: Stage) -> int:
    """Return the minute before which a hard rule lets no lesson of a stage begin."""
    rules = policy.of("timetable_feasibility")
    limits = [r.params.get(f"earliest_{stage.value}") for r in rules if r.strictness == "hard"]
    return max((minute_of(limit) for limit in limits if limit is not None), default=0)


def opening_stage(grade: int) -> Stage:
    """Return the stage whose first lesson a grade has: primary, or junior for secondary schools."""
    return Stage.PRIMARY if grade <= 6 else Stage.JUNIOR


def minute_of(text: str) -> int:
    """Return minutes since midnight of ``H:MM``."""
    hours, minutes = str(text).split(":")
    return 60 * int(hours) + int(minutes)
