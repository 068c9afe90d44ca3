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


def loss_lines(losses: Sequence[Loss], lang: Lang) -> list[str]:
    """Return a line for each place: what is lost there, and how many."""
    places: dict[str, list[str]] = {}
    for loss in losses:
        places.setdefault(loss.where.to(lang), []).append(f"{loss.what.to(lang)} {loss.count}")
    comma, colon = ("、", "：") if lang == "zh" else (", ", ": ")
    return [f"  {place}{colon}{comma.join(whats)}" for place, whats in places.items()]


def loss_data(losses: Sequence[Loss], lang: Lang) -> list[dict[str, Any]]:
    """Return losses as data."""
    return [
        {"where": loss.where.to(lang), "what": loss.what.to(lang), "count": loss.count}
        for loss in losses
    ]
