"""The command that shows each school what the one plan gives it and costs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import GROUP, NO_TIME, PATH, spends

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from solving.outcome import Budget


@click.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@GROUP
@spends
@click.pass_context
def alone(
    ctx: click.Context,
    community: Path,
    plan: Path,
    group: str | None,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """各校合排比各排各的，得到什么、让出什么 / What the one plan gives each school and costs it.

    名单和任课不变，另让各校一所接一所各排各的：核心校先排，其余按大小，后排的绕着先排的走。

    With the same roster and staffing the schools plan one after another, each for itself: the core
    school first, then by size, around what the earlier ones have fixed.
    """
    from publishing.alone_results import show_gains
    from publishing.sources import community_at, plan_at, weekly
    from scenarios.alone import gains

    data = community_at(community, group)
    found = gains(data, weekly(plan, plan_at(data, plan)), budget)
    show_gains(found, data, as_json=as_json, lang=lang)
    ctx.exit(0 if all(g.settled for g in found) else NO_TIME)
