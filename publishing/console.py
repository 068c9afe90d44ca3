"""What the commands print: tables, progress bars and JSON. No planning here."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskID, TextColumn
from rich.table import Table
from rich.text import Text as RichText

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.progress import Task

    from community.text import Lang
    from solving.outcome import Listener
    from solving.outcome import Progress as Event

PHASES = {
    "rules": Text("分组规则", "rules"),
    "ways": Text("分组路程", "ways"),
    "rotation": Text("轮岗名单", "roster"),
    "staffing": Text("任课安排", "staffing"),
    "prepare": Text("准备", "preparing"),
    "construct": Text("初排课表", "first week"),
    "repair": Text("补排课表", "repair"),
    "bound": Text("证明下界", "proving bounds"),
    "anneal": Text("退火搜索", "annealing"),
    "insist": Text("补排余课", "last lessons"),
    "full": Text("整体优化", "whole week"),
    "parts": Text("局部优化", "parts"),
    "rooms": Text("教室助教", "rooms"),
    "mend": Text("调换教师", "teachers"),
    "blame": Text("查找冲突", "conflicts"),
    "duties": Text("值班安排", "duties"),
    "solve": Text("求解", "solving"),
}


LONGEST = 40  # lines of one kind on a screen; --json and the plan folder have all


class _Screen(Console):
    def on_broken_pipe(self) -> None:
        """Let the error through: how a command ends is told in one place."""
        raise


def print_json(data: Any) -> None:
    """Print data as JSON on standard output, readable and stable."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def print_lines(lines: Sequence[str]) -> None:
    """Print plain lines; brackets in names are text, not markup."""
    for line in lines:
        print(line)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
    """Print a table; columns whose cells are all numbers stand on the right."""
    table = Table(title=title or None, title_justify="left")
    for i, header in enumerate(headers):
        numbers = bool(rows) and all(isinstance(row[i], int | float) for row in rows)
        table.add_column(header, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(RichText(_cell(cell)) for cell in row))
    _Screen().print(table)


def some(lines: Sequence[str], lang: Lang) -> list[str]:
    """Return the first lines, and how many there are besides."""
    shown = list(lines[:LONGEST])
    if len(lines) > LONGEST:
        rest = len(lines) - LONGEST
        more = Text(f"  ……另有{rest}条（--json 可见全部）", f"  ... {rest} more (--json has all)")
        shown.append(more.to(lang))
    return shown


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


class _Clock(ProgressColumn):
    """Seconds since the phase began."""

    def render(self, task: Task) -> RichText:
        return RichText(f"{task.elapsed or 0.0:.0f} s")


@contextmanager
def progress_bars(seconds: float, lang: Lang) -> Iterator[Listener]:
    """Draw a bar for each phase on standard error, fed by the listener that this yields.

    The bar is the time of the budget; beside it stand the best objective and the bound, or how many
    places are left at which a hard rule is broken.
    """
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=24),
        _Clock(),
        TextColumn("{task.fields[figures]}"),
    )
    bars = Progress(*columns, console=Console(stderr=True), refresh_per_second=4)
    try:
        yield Bars(bars, seconds, lang)
    finally:
        if bars.live.is_started:
            bars.stop()


class Bars:
    """Turns progress events into bars; phases appear as they begin."""

    def __init__(self, bars: Progress, seconds: float, lang: Lang) -> None:
        self._bars, self._seconds, self._lang = bars, seconds, lang
        self._tasks: dict[str, TaskID] = {}
        self._best: dict[str, Event] = {}
        self._began: dict[str, float] = {}
        self._running = ""

    def __call__(self, event: Event) -> None:
        """Draw one event; called from the threads of the solver."""
        self._bars.start()  # not before: bad input is told without an empty bar
        if event.phase != self._running:
            self._switch(event.phase)
        known = self._best.get(event.phase, event)
        if event.objective is None:
            event = replace(event, objective=known.objective, hard=known.hard)
        if event.bound is None:
            event = replace(event, bound=known.bound)
        self._best[event.phase] = event
        self._bars.update(
            self._tasks[event.phase],
            completed=min(self._seconds, time.monotonic() - self._began[event.phase]),
            figures=figures(event, self._lang),
        )

    def _switch(self, phase: str) -> None:
        if self._running:
            self._bars.stop_task(self._tasks[self._running])
        if phase not in self._tasks:
            name = PHASES.get(phase, Text(phase, phase)).to(self._lang)
            self._tasks[phase] = self._bars.add_task(name, total=self._seconds, figures="")
            self._began[phase] = time.monotonic()
        self._running = phase


def figures(event: Event, lang: Lang) -> str:
    """Return what stands beside a bar: what is left of the hard rules, the cost, the bound.

    While something is left, no bound on the cost means anything to people.
    """
    objective, bound, hard = event.objective, event.bound, event.hard
    if objective is None and bound is None:
        return ""
    if hard:
        cost = event.soft or 0
        return Text(f"还差 {hard} 处  代价 {cost:g}", f"{hard} left  cost {cost:g}").to(lang)
    names = ("目标值", "下界") if lang == "zh" else ("objective", "bound")
    shown = [f"{v:g}" if v is not None else "–" for v in (objective, bound)]
    return f"{names[0]} {shown[0]}  {names[1]} {shown[1]}"
