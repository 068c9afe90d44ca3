"""Cost over time, one picture for each instance, all on one page."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from benchmarks.xhstt.records import arm, replace_with

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.xhstt.records import Best, Published

    Record = dict[str, Any]

HARD_WEIGHT = 1_000  # of the objective that a search reports
ACROSS = 4
HARD, SOFT = "tab:red", "tab:blue"
LINES = ("-", "--", ":", "-.")  # one for each kind of run


def store(found: Sequence[Record], best: Published, out: Path) -> str:
    """Draw ``curves.png`` and return a sentence that says so, or why not."""
    runs: dict[str, list[Record]] = defaultdict(list)
    for record in found:
        if points(record):
            runs[record["instance"]].append(record)
    if not runs:
        return "no curves: no run has found anything yet"
    try:
        import matplotlib
    except ImportError:
        return "no curves: they need matplotlib (the extra onebell[bench])"
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    down = -(-len(runs) // ACROSS)
    size = (4.2 * ACROSS, 3 * down)
    figure, axes = plt.subplots(down, ACROSS, figsize=size, squeeze=False)
    for axis in axes.flat[len(runs) :]:
        axis.axis("off")
    styles = dict(zip(sorted({arm(r) for r in found}), LINES * len(found), strict=False))
    for axis, (name, records) in zip(axes.flat, sorted(runs.items()), strict=False):
        _draw(axis, name, records, best.get(name), styles)
    key = "; ".join(f"{line} {name}" for name, line in styles.items())
    figure.suptitle(f"Cost over seconds: hard (red), soft (blue), best published (dotted). {key}")
    figure.tight_layout(rect=(0, 0, 1, 0.98))
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=110)
    plt.close(figure)
    replace_with(out / "curves.png", picture.getvalue())
    return f"curves: {out / 'curves.png'}"


def _draw(
    axis: Any, name: str, records: list[Record], best: Best | None, styles: dict[str, str]
) -> None:
    highest, longest = 10, 1.0
    for record in records:
        seconds, hard, soft = zip(*points(record), strict=True)
        style = {"drawstyle": "steps-post", "linestyle": styles[arm(record)], "linewidth": 1}
        for values, colour in ((hard, HARD), (soft, SOFT)):
            axis.plot(seconds, values, color=colour, **style)
            axis.plot(seconds[-1:], values[-1:], "o", color=colour, markersize=3)
        highest = max(highest, *hard, *soft)
        longest = max(longest, record["seconds"])
    if best is not None:
        for value, colour in zip(best.cost, (HARD, SOFT), strict=True):
            axis.axhline(value, color=colour, linestyle=(0, (1, 3)), linewidth=1.5)
    axis.set_title(name, fontsize=9)
    axis.set_xscale("symlog", linthresh=1)
    axis.set_yscale("symlog", linthresh=1)
    axis.set_xlim(0, 1.1 * longest)
    axis.set_ylim(-0.3, 2 * highest)
    axis.tick_params(labelsize=7)


def points(record: Record) -> list[tuple[float, int, int]]:
    """Return seconds, hard and soft cost at each change, and at the end.

    The search reports 1,000 x hard + soft in one number, and hard on its own where it can; without
    that, a soft cost of 1,000 or more cannot be told from a hard one.
    """
    found: list[tuple[float, int, int]] = []
    for seconds, _phase, objective, _bound, hard in record.get("curve", ()):
        if objective is not None:
            known = int(objective // HARD_WEIGHT) if hard is None else hard
            found.append((seconds, known, int(objective - HARD_WEIGHT * known)))
    if record.get("hard") is not None:
        found.append((record["search_s"], record["hard"], record["soft"]))
    ends = (0, len(found) - 1)
    return [p for i, p in enumerate(found) if i in ends or p[1:] != found[i - 1][1:]]
