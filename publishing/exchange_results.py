"""What exchanging files with other programs prints: what came along, and what did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.text import Text
from publishing.console import LONGEST, print_json, print_lines
from publishing.results import show_written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.text import Lang
    from publishing.exchange.losses import Loss
    from publishing.export import Exported
    from publishing.importing import Imported, Timetable


def show_exported(exported: Exported, *, as_json: bool, lang: Lang) -> None:
    """Print the files that were written, and what the format could not carry."""
    if as_json:
        written = [str(path) for path in exported.written]
        print_json({"written": written, "lost": loss_data(exported.lost, lang)})
        return
    show_written(exported.written[:LONGEST], as_json=False, lang=lang)
    more = len(exported.written) - LONGEST
    if more > 0:
        print_lines([Text(f"……另有{more}个文件", f"... and {more} files more").to(lang)])
    if exported.lost:
        head = Text("这种格式带不出的：", "What this format does not carry:")
        print_lines([head.to(lang), *loss_lines(exported.lost, lang)])


def show_imported(imported: Imported, *, as_json: bool, lang: Lang) -> None:
    """Print what was understood, what was lost, and what a planner has to fill in next."""
    if as_json:
        print_json(
            {
                "written": str(imported.written),
                "rows": {where.en: count for where, count in imported.rows},
                "lost": loss_data(imported.lost, lang),
                "to_fill_in": loss_data(imported.gaps, lang),
            }
        )
        return
    comma = "、" if lang == "zh" else ", "
    rows = comma.join(f"{where.to(lang)} {count}" for where, count in imported.rows)
    print_lines([Text(f"读到：{rows}", f"understood: {rows}").to(lang)])
    if imported.lost:
        lost = Text("没有带过来的：", "Not taken over:")
        print_lines([lost.to(lang), *loss_lines(imported.lost, lang)])
    show_written([imported.written], as_json=False, lang=lang)
    out = imported.written
    fill = Text(
        f"还要补填的（再用 onebell check {out} 检查）：",
        f"To fill in, then run onebell check {out}:",
    )
    print_lines([fill.to(lang), *loss_lines(imported.gaps, lang)])


def show_timetable(read: Timetable, *, as_json: bool, lang: Lang) -> None:
    """Print how many lessons became a plan, what was lost, and how much of it is broken."""
    if as_json:
        data = {"written": str(read.written), "lessons": read.lessons}
        more = {"lost": loss_data(read.lost, lang), "hard_violations": read.broken}
        print_json(data | more)
        return
    print_lines([Text(f"读到：{read.lessons}节课", f"lessons understood: {read.lessons}").to(lang)])
    if read.lost:
        lost = Text("没有带过来的：", "Not taken over:")
        print_lines([lost.to(lang), *loss_lines(read.lost, lang)])
    if read.broken:
        broken = Text(
            f"这份课表违反刚性规则{read.broken}处，onebell audit 逐条列出。",
            f"This timetable breaks {read.broken} hard rules; onebell audit lists them.",
        )
        print_lines([broken.to(lang)])
    show_written([read.written], as_json=False, lang=lang)


def loss_lines(losses: Sequence[Loss], lang: Lang) -> list[str]:
    """Return a line for each place: what is lost there, and how many."""
    places: dict[str, list[str]] = {}
    for loss in losses:
        number = f" {loss.count}" if loss.count else ""
        places.setdefault(loss.where.to(lang), []).append(f"{loss.what.to(lang)}{number}")
    comma, colon = ("、", "：") if lang == "zh" else (", ", ": ")
    return [f"  {place}{colon}{comma.join(whats)}" for place, whats in places.items()]


def loss_data(losses: Sequence[Loss], lang: Lang) -> list[dict[str, Any]]:
    """Return losses as data."""
    return [
        {"where": loss.where.to(lang), "what": loss.what.to(lang), "count": loss.count}
        for loss in losses
    ]
