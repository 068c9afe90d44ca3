"""The command that answers why a teacher goes somewhere, or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import GROUP, PATH, bars, exit_code, spends

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from solving.outcome import Budget

KINDS = ("secondment", "shadowing", "work_shadowing", "leadership", "itinerant")


@click.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@click.option("--teacher", required=True, help="教师编号 / Id of the teacher.")
@click.option("--school", help="问去（或不去）这所学校 / Ask about this school.")
@click.option("--kind", type=click.Choice(KINDS), help="派遣类别 / Kind of placement.")
@GROUP
@spends
@click.pass_context
def why(
    ctx: click.Context,
    community: Path,
    plan: Path,
    teacher: str,
    school: str | None,
    kind: str | None,
    group: str | None,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """为什么派这位教师，为什么不派别处 / Why a teacher goes somewhere, or does not.

    方案中有这一安排：去掉它重解，说明是哪些规则要求的，或要多付多少代价、改由谁去。
    没有：加上它重解。

    Of a placement that the plan has: the rules that ask for it, or what the best roster without it
    costs more and who goes instead. With --school of one that it has not: what is against it.
    """
    from community.codes import PlacementKind
    from publishing.sources import community_at, plan_at
    from publishing.why_results import show_why
    from scenarios import why as asking

    data = community_at(community, group)
    roster = plan_at(data, plan).roster
    with bars(budget, lang, as_json) as listener:
        answers = asking.why(
            data,
            roster,
            teacher,
            budget,
            school=school,
            kind=PlacementKind(kind) if kind else None,
            listener=listener,
        )
    show_why(answers, as_json=as_json, lang=lang)
    status = "OPTIMAL" if asking.is_settled(answers) else "UNKNOWN"
    ctx.exit(exit_code(status, any(a.interrupted for a in answers)))
