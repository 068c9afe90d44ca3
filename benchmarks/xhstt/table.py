"""The table of a benchmark, and how it compares with what has been published."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.xhstt.records import arm, replace_with

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.xhstt.records import Best, Published

    Record = dict[str, Any]

MARGIN, SHARE = 5, 0.25  # "near": within the larger of so many units and such a share
COLUMNS = (
    *("instance", "times", "events", "resources", "best_hard", "best_soft"),
    *("khe14_hard", "khe14_soft", "hard", "soft", "bound", "gap", "first_s", "best_s"),
    *("memory_gb", "expected_gb", "status", "run", "version", "seed"),
)


def store(found: Sequence[Record], best: Published, out: Path) -> str:
    """Write ``table.csv`` and ``table.md``, with the summary; return the latter."""
    rows = [_row(record, best.get(record["instance"])) for record in found]
    text = "\n\n".join([_markdown(COLUMNS, rows), *_summaries(found, best)]) + "\n"
    out.mkdir(parents=True, exist_ok=True)
    csv_text = io.StringIO(newline="")
    csv.writer(csv_text).writerows([COLUMNS, *rows])
    replace_with(out / "table.csv", csv_text.getvalue().encode())
    replace_with(out / "table.md", text.encode())
    return text


def one_line(record: Record, best: Best | None) -> str:
    """Return how one run ended, for whoever waits for the others."""
    if record.get("hard") is None:
        return str(record["status"])
    told = f"{record['hard']}/{record['soft']}, bound {_cell(record['bound'])}"
    told += f", best after {_cell(record['best_s'])} s, {record['memory_gb']} GB"
    return told + (f" (best published {best.cost[0]}/{best.cost[1]})" if best else "")


def _row(record: Record, best: Best | None) -> list[str]:
    khe14 = best.khe14 if best else None
    given = {
        "best_hard": best.cost[0] if best else None,
        "best_soft": best.cost[1] if best else None,
        "khe14_hard": khe14[0] if khe14 else None,
        "khe14_soft": khe14[1] if khe14 else None,
        "run": arm(record),
    }
    return [_cell((record | given).get(column)) for column in COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) and not value.is_integer() else _plain(value)


def _plain(value: Any) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def _markdown(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(headers), "|" + "---|" * len(headers), *map(line, rows)])


class Question(NamedTuple):
    """What is counted: of which instances it can be asked, and whether a run says yes."""

    text: str
    can_be_asked: Callable[[Best], bool]
    holds: Callable[[tuple[int, int], Best], bool]


def _is_near(ours: tuple[int, int], best: Best) -> bool:
    hard, soft = best.cost
    return ours[0] <= hard and ours[1] <= soft + max(MARGIN, SHARE * soft)


QUESTIONS = (
    Question("best published hard cost reached", lambda b: True, lambda c, b: c[0] <= b.cost[0]),
    Question("at or below the best published cost", lambda b: True, lambda c, b: c <= b.cost),
    Question(f"within the larger of {MARGIN} and {SHARE:.0%} of it", lambda b: True, _is_near),
    Question(
        "below KHE14",
        lambda b: b.khe14 is not None,
        lambda c, b: b.khe14 is not None and c < b.khe14,
    ),
    Question(
        "level with KHE14",
        lambda b: b.khe14 is not None,
        lambda c, b: b.khe14 is not None and c == b.khe14,
    ),
)


def _summaries(found: Sequence[Record], best: Published) -> list[str]:
    """Return a summary for each kind of run; of several seeds the best, the median, the worst."""
    arms: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in found:
        arms[arm(record)][record["instance"]].append(record)
    texts = []
    for name, runs in arms.items():
        costs = {instance: sorted(map(_cost, of)) for instance, of in runs.items()}
        rows = [_answers(question, costs, best) for question in QUESTIONS]
        seeds = max(map(len, runs.values()))
        title = f"{name}: {len(runs)} instances, up to {seeds} seeds"
        headers = ("instances", "best seed", "median seed", "worst seed", "of")
        texts.append(f"{title}\n\n{_markdown(headers, rows)}")
    return texts


def _cost(record: Record) -> tuple[float, float]:
    """Return hard and soft cost; no timetable is dearer than any."""
    if record.get("hard") is None:
        return float("inf"), float("inf")
    return record["hard"], record["soft"]


def _answers(question: Question, costs: dict[str, list[Any]], best: Published) -> list[str]:
    asked = [i for i in costs if i in best and question.can_be_asked(best[i])]
    counts = [
        sum(question.holds(costs[i][at(len(costs[i]))], best[i]) for i in asked)
        for at in (lambda n: 0, lambda n: n // 2, lambda n: n - 1)
    ]
    return [question.text, *map(str, counts), str(len(asked))]
