"""How far a search is, on standard error: bars on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskID, TextColumn
from rich.text import Text as RichText

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

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

EVERY = 15.0  # seconds between two lines


@contextmanager
def progress(seconds: float, lang: Lang) -> Iterator[Listener]:
    """Show on standard error how far a search is, fed by the listener that this yields.

    On a terminal, a bar for each phase: the bar is the time of the budget; beside it stand the best
    objective and the bound, or how many places are left at which a hard rule is broken. In a file
    or a pipe, the same of the phase that runs, in a line now and then.
    """
    console = Console(stderr=True)
    shown = Bars(console, seconds, lang) if console.is_terminal else Lines(lang)
    try:
        yield shown
    finally:
        shown.close()


class Shown(ABC):
    """A listener that knows the best of each phase; called from the threads of the solver."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._best: dict[str, Event] = {}

    def __call__(self, event: Event) -> None:
        """Show one event; what it leaves out is as it was."""
        known = self._best.get(event.phase, event)
        if event.objective is None:
            event = replace(event, objective=known.objective, hard=known.hard)
        if event.bound is None:
            event = replace(event, bound=known.bound)
        self._best[event.phase] = event
        self.show(event)

    @abstractmethod
    def show(self, event: Event) -> None:
        """Show what is known of the phase that runs."""

    @abstractmethod
    def close(self) -> None:
        """Show no more."""


class Lines(Shown):
    """Writes a line every so many seconds, whether or not anything was heard in the meantime."""

    def __init__(self, lang: Lang) -> None:
        super().__init__(lang)
        self._now: Event | None = None
        self._began = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def show(self, event: Event) -> None:
        """Keep it for the next line."""
        self._now = event

    def close(self) -> None:
        """Write no more."""
        self._over.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._over.wait(EVERY):
            with suppress(OSError):  # nobody reads it
                click.echo(self._line(), err=True)

    def _line(self) -> str:
        now, seconds = self._now, time.monotonic() - self._began
        phase = _name(now.phase if now else "prepare", self._lang)
        shown = figures(now, self._lang) if now else ""
        since = Text(f"{seconds:.0f}秒", f"{seconds:.0f} s").to(self._lang)
        return f"{since}  {phase}  {shown}".rstrip()


class _Clock(ProgressColumn):
    """Seconds since the phase began."""

    def render(self, task: Task) -> RichText:
        return RichText(f"{task.elapsed or 0.0:.0f} s")


class Bars(Shown):
    """Draws a bar for each phase, which appears as the phase begins."""

    def __init__(self, console: Console, seconds: float, lang: Lang) -> None:
        super().__init__(lang)
        columns = (
            TextColumn("{task.description:<10}"),
            BarColumn(bar_width=24),
            _Clock(),
            TextColumn("{task.fields[figures]}"),
        )
        self._bars = Progress(*columns, console=console, refresh_per_second=4)
        self._seconds = seconds
        self._tasks: dict[str, TaskID] = {}
        self._began: dict[str, float] = {}
        self._running = ""

    def show(self, event: Event) -> None:
        """Draw the bar of the phase."""
        self._bars.start()  # not before: bad input is told without an empty bar
        if event.phase != self._running:
            self._switch(event.phase)
        self._bars.update(
            self._tasks[event.phase],
            completed=min(self._seconds, time.monotonic() - self._began[event.phase]),
            figures=figures(event, self._lang),
        )

    def close(self) -> None:
        """Leave the bars as they are."""
        if self._bars.live.is_started:
            self._bars.stop()

    def _switch(self, phase: str) -> None:
        if self._running:
            self._bars.stop_task(self._tasks[self._running])
        if phase not in self._tasks:
            name = _name(phase, self._lang)
            self._tasks[phase] = self._bars.add_task(name, total=self._seconds, figures="")
            self._began[phase] = time.monotonic()
        self._running = phase


def _name(phase: str, lang: Lang) -> str:
    return PHASES.get(phase, Text(phase, phase)).to(lang)


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
