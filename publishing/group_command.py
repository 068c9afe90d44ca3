"""The command that says which schools of a county form a community."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import NO, PATH, bars, exit_code, misuse, spends

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from solving.outcome import Budget


@click.command()
@click.argument("county", type=PATH)
@click.option("-o", "--output", type=PATH, help="分好组的县：文件夹或.xlsx / The county, grouped.")
@click.option(
    "--check", "given", type=PATH, help="只核查这份分组，不另分 / Check this grouping, form none."
)
@spends
@click.pass_context
def group(
    ctx: click.Context,
    county: Path,
    output: Path | None,
    given: Path | None,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """全县哪些学校结成一个共同体 / Which schools of a county form a community.

    “学校”表的类型写待定，所属共同体留空；已写定的照办。先求规则代价最小，再求未加入的学校最少、
    到核心校的路程最短（薄弱学校加倍计），最后照志愿。

    Open roles and empty communities are decided, what is given stays. First comes what rules cost,
    then schools outside, then minutes to the cores (of weak schools twice), then wishes.
    """
    from community.reading import read_community
    from publishing.group_results import show_checked, show_grouped
    from scenarios.grouping import check_grouping, form_communities, with_communities
    from scenarios.sample import refuse_taken, write_community

    data = read_community(county, ungrouped=True)
    if given is not None and output is None:
        found = check_grouping(data, read_community(given, ungrouped=True))
        show_checked(found, as_json=as_json, lang=lang)
        ctx.exit(NO if found.worth.rules.hard else 0)
    if output is None or given is not None:
        raise misuse("“-o”和“--check”应写一个，也只写一个", "write one of -o and --check")
    refuse_taken(output)
    with bars(budget, lang, as_json) as listener:
        result = form_communities(data, budget, listener=listener)
    made = None
    if result.best:
        made = with_communities(data, result.best.grouping)
        write_community(made, output, lang)
    show_grouped(result, made, output, as_json=as_json, lang=lang)
    ctx.exit(exit_code(result.result.status, result.result.interrupted))
