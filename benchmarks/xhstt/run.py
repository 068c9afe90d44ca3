"""One search, in the process that ``benchmarks.xhstt`` starts for it: timetable and record."""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from benchmarks.xhstt.records import Spec, store
from scheduling.search import solve
from scheduling.xhstt import Archive, evaluate, memory, read, write
from scheduling.xhstt.solving import solved_group
from solving.outcome import Budget

if TYPE_CHECKING:
    from scheduling.instance import Instance
    from scheduling.search import SearchResult
    from solving.outcome import Listener, Progress

INTERRUPTED = 130


def main(text: str, out: Path) -> int:
    spec = Spec.of(text)
    record = spec.begun()  # the sources as they are when they are loaded
    began = monotonic()
    archive = read(spec.path)
    instance = archive.instances[0]
    record |= {
        "times": len(instance.times),
        "events": len(instance.events),
        "resources": len(instance.resources),
        "read_s": round(monotonic() - began, 2),
        "expected_gb": round(memory.needed(memory.items(instance), spec.workers) / 1e9, 3),
    }
    curve = Curve()
    result = _solved(instance, spec, curve)
    if result.report.interrupted:  # not the run that was asked for
        return INTERRUPTED
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    record |= {**_figures(result), "memory_gb": round(peak * unit / 1e9, 3)}
    if result.solution is not None:
        group = solved_group(instance, result, Budget(spec.seconds, spec.workers, spec.seed))
        path = out / f"{spec.label}.xml"
        write(Archive((instance,), (group,), archive.id, archive.metadata), path)
        (row,) = evaluate(read(path))  # what counts is what others find in the file
        record |= {"hard": row.hard, "soft": row.soft}
    store(out / spec.file_name, {**record, "curve": curve.points})
    return 0


def _solved(instance: Instance, spec: Spec, listener: Listener) -> SearchResult:
    """Run the real search, with its settings when any part of it is switched off."""
    budget = Budget(spec.seconds, spec.workers, spec.seed)
    if not spec.settings:
        return solve(instance, budget, listener=listener)
    from scheduling.settings import Settings

    return solve(instance, budget, listener=listener, settings=Settings(**spec.settings))


def _figures(result: SearchResult) -> dict[str, Any]:
    report = result.report
    return {
        "status": report.status.value,
        "hard": None,
        "soft": None,
        "bound": report.bound,
        "gap": report.gap,
        "first_s": report.parameters.get("first_seconds"),
        "best_s": report.parameters.get("best_seconds"),
        "search_s": round(report.seconds, 2),
        "parameters": report.parameters,
    }


class Curve:
    """Hears the progress of a search and keeps every change.

    A point is seconds, phase, objective, bound, and hard cost where the search tells it.
    """

    def __init__(self) -> None:
        self.points: list[tuple[Any, ...]] = []

    def __call__(self, event: Progress) -> None:
        """Keep an event that says something new; called from the threads of the search."""
        said = (event.phase, event.objective, event.bound, getattr(event, "hard", None))
        if not self.points or self.points[-1][1:] != said:
            self.points.append((round(event.seconds, 3), *said))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
