"""Commands that change a plan by hand: two lessons exchanged, lessons locked or given free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import GROUP, NO, PATH, prints

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang

INTO = click.option(
    "-o", "--output", type=PATH, help="写到何处，默认写回原方案 / By default the plan itself."
)


@click.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@click.argument("what", nargs=-1)
@click.option("--undo", is_flag=True, help="解除锁定 / Give free what was locked.")
@GROUP
@INTO
@prints
def pin(
    community: Path,
    plan: Path,
    what: tuple[str, ...],
    undo: bool,
    group: str | None,
    output: Path | None,
    as_json: bool,
    lang: Lang,
) -> None:
    """锁定方案中的课，以后不动 / Lock lessons of a plan, which stay from then on.

    \b
    WHAT: 学校、班级、教师、星期几或一节课 / a school, class, teacher, weekday or lesson:
      城关小学   三年级(2)班   张老师   周三   "一1班 周三 第2节"

    不写 WHAT 就列出已锁定的 / Without WHAT, what is locked is listed.
    """  # noqa: D301
    from dataclasses import replace

    from publishing.editing_results import show_locks
    from publishing.plan_folder import write_plan
    from publishing.sources import community_at, to_edit
    from publishing.target import ready
    from scenarios.locking import pinned, unpinned

    data = community_at(community, group)
    found = to_edit(data, plan)
    target = output or plan
    if what:
        ready(target)
        locks = (unpinned if undo else pinned)(data, found, what)
        found = replace(found, locks=locks)
        write_plan(found, data, target, lang)
    show_locks(found, data, target if what else None, as_json=as_json, lang=lang)


@click.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@click.argument("one", metavar="LESSON")
@click.argument("other", metavar="LESSON|TIME")
@click.option(
    "--force", is_flag=True, help="违反刚性规则也写出 / Write even what breaks hard rules."
)
@GROUP
@INTO
@prints
@click.pass_context
def swap(
    ctx: click.Context,
    community: Path,
    plan: Path,
    one: str,
    other: str,
    force: bool,
    group: str | None,
    output: Path | None,
    as_json: bool,
    lang: Lang,
) -> None:
    """对调两节课，或把一节课移到空位 / Exchange two lessons, or move one to a free place.

    \b
    LESSON 是班级、星期、节次 / is class, weekday and slot: "一1班 周三 第2节"
    TIME 是本班的空位 / is a free place of the class: "周四 第3节"

    先核查：新违反刚性规则的，说明哪里不行，不写出（退出码 1）。

    What would newly break a hard rule is told and not written (exit code 1).
    """  # noqa: D301
    from publishing.editing_results import show_swap
    from publishing.plan_folder import write_plan
    from publishing.sources import community_at, to_edit
    from publishing.target import ready
    from scenarios.swapping import swap as exchanged

    data = community_at(community, group)
    target = output or plan
    result = exchanged(data, to_edit(data, plan), one, other)
    written = force or not result.broken
    if written:
        ready(target)
        write_plan(result.after, data, target, lang)
    show_swap(result, data, target if written else None, as_json=as_json, lang=lang)
    ctx.exit(NO if result.broken else 0)
