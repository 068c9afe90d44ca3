"""The command ``onebell score``: what each school gets for its marks, by the plan's weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import GROUP, PATH, prints

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang


@click.command()
@click.argument("community", type=PATH)
@click.argument("marks", type=PATH)
@GROUP
@prints
def score(community: Path, marks: Path, group: str | None, as_json: bool, lang: Lang) -> None:
    """按政策的权重算各校考核得分 / Reckon the schools' scores by the policy's weights.

    MARKS 是一张 CSV 表：学校、得分、名次、上年名次。
    """
    from publishing.console import print_json, print_lines
    from publishing.mark_reading import read_marks
    from publishing.sources import opened
    from scenarios.scores import scores

    data, _ = opened(community, group, None)
    found = scores(data, read_marks(data, marks))
    names = {s.id: s.name for s in data.schools}
    if as_json:
        print_json({s.school: {"score": s.total, "how": s.how.to(lang)} for s in found})
        return
    between = "：" if lang == "zh" else ": "
    print_lines([f"{names[s.school]}{between}{s.total:g}  {s.how.to(lang)}" for s in found])
