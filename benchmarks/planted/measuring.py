"""Whether communities with a planted plan are planned."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.planted.asking import planted
from community.integrity import problems
from scenarios.audit import audit
from scenarios.planning import make_plan
from solving import clock
from solving.interrupt import interruptible
from solving.outcome import Budget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community
    from scenarios.plan import PlanResult
    from solving.outcome import Listener, Progress


@contextmanager
def ended_by_the_first_timetable() -> Iterator[Listener]:
    """A listener that stops the search at its first timetable without broken hard rules.

    With it a test may allow for a slow machine without waiting on a quick one.
    """
    with interruptible() as interrupt:

        def hear(progress: Progress) -> None:
            if progress.hard == 0:
                interrupt.press()

        yield hear


def measured(profile: str, seed: int, effort: float) -> dict[str, Any]:
    """Return how planning one of them ended: "planned", or else what became of it.

    The search has so many units of work; it ends with its first timetable.
    """
    draw = planted(profile, seed)
    row: dict[str, Any] = {"profile": profile, "seed": seed}
    if refused := [str(p) for p in problems(draw.community)] or draw.broken():
        return row | {"ended": "not planted", "said": refused[:5]}
    began, cpu = time.monotonic(), time.process_time()
    with clock.counting_work(), ended_by_the_first_timetable() as listener:
        result = make_plan(draw.community, Budget(effort, 1, 1, effort), listener=listener)
        row["work"] = round(clock.now(), 1)
    row |= {"seconds": round(time.monotonic() - began), "cpu": round(time.process_time() - cpu)}
    return row | _ending(draw.community, result)


def _ending(community: Community, result: PlanResult) -> dict[str, Any]:
    if result.plan is None:
        ended = f"{result.status.name} ({result.ran_out})"
        said = [*result.reasons, *(t.sentence for t in result.troubles)]
        return {"ended": ended, "said": [text.zh for text in said[:8]]}
    broken = [v.sentence.zh for v in audit(community, result.plan) if v.is_hard]
    return {"ended": "audited badly" if broken else "planned", "said": broken[:8]}
