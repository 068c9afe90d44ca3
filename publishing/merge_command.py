"""The command that puts back into a plan what schools have changed in their workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import GROUP, NO, PATH, bars, exit_code, solves

if TYPE_CHECKING:
    from pathlib import Path

    from community.errors import Problem
    from community.models import Community
    from community.text import Lang
    from scenarios.merging import Part
    from scenarios.plan import Plan
    from solving.outcome import Budget


@click.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@click.argument("workbooks", type=PATH, nargs=-1, required=True)
@click.option("--base", type=PATH, help="发出时的方案 / The plan as it was sent out.")
@click.option(
    "--prefer",
    type=click.Choice(["plan", "workbook"]),
    default="plan",
    show_default=True,
    help="两边都改时以谁为准 / Which counts where both have changed a lesson.",
)
@click.option("--repair", is_flag=True, help="尽量少动地修补 / Mend with the fewest moves.")
@GROUP
@solves
@click.pass_context
def merge(
    ctx: click.Context,
    community: Path,
    plan: Path,
    workbooks: tuple[Path, ...],
    base: Path | None,
    prefer: str,
    repair: bool,
    group: str | None,
    output: Path,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """把学校改过的工作簿并入方案 / Merge what schools changed in their workbooks into a plan.

    学校没有改的课不动；两边都改、改得不同的，逐条列出。先说改了什么、破坏了什么。

    A lesson that the school did not change stays as it is in the plan; one that both changed, and
    not alike, is told with both values. What changed and what it broke is told first.
    """
    from publishing.merge_results import show_merge
    from publishing.plan_folder import write_plan
    from publishing.sources import community_at, plan_at, weekly
    from publishing.target import ready
    from scenarios import merging

    data = community_at(community, group)
    ours = weekly(plan, plan_at(data, plan))
    sent = weekly(base, plan_at(data, base)) if base else None
    parts = _parts(data, ours, workbooks, sent)
    ready(output)
    theirs_win = prefer == "workbook"
    with bars(budget, lang, as_json or not repair) as listener:
        result = merging.merge(
            *(data, ours, parts),
            theirs_win=theirs_win,
            budget=budget if repair else None,
            listener=listener,
        )
    write_plan(result.plan, data, output, lang)
    show_merge(result, data, output, theirs_win=theirs_win, as_json=as_json, lang=lang)
    planned = result.planned
    if planned and (planned.plan is None or planned.interrupted):
        ctx.exit(exit_code(planned.status, planned.interrupted))
    ctx.exit(NO if result.plan.hard_violations or result.conflicts else 0)


def _parts(data: Community, plan: Plan, paths: tuple[Path, ...], base: Plan | None) -> list[Part]:
    """Return what each file holds; raise ``InputError`` with the problems of all of them."""
    from dataclasses import replace

    from community.errors import InputError
    from publishing.school_reading import read_part

    found: list[Part] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(read_part(data, plan, path, base))
        except InputError as wrong:
            problems += [
                p if p.place == path.name else replace(p, place=f"{path.name} {p.place}")
                for p in wrong.problems
            ]
    if problems:
        raise InputError(problems)
    return found
