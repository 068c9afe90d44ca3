"""The command ``onebell term``: what the policy asks for in a term, on dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import GROUP, PATH, bars, exit_code, solves

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from solving.outcome import Budget


@click.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@GROUP
@solves
@click.pass_context
def term(
    ctx: click.Context,
    community: Path,
    plan: Path,
    group: str | None,
    output: Path,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """把政策要求的活动排上日期 / Put what the policy asks for in the term on dates.

    教研、会议、观摩、同步课堂各排在哪天，外出教师的课由谁代。
    """
    from publishing.calendar_results import show_calendar
    from publishing.plan_folder import write_plan
    from publishing.sources import opened
    from publishing.target import ready
    from scenarios.audit import audited
    from scenarios.calendars import with_calendar
    from solving.interrupt import interruptible

    data, base = opened(community, group, plan)
    assert base is not None
    ready(output)
    with bars(budget, lang, as_json) as listener, interruptible() as interrupt:
        result = with_calendar(data, base, budget, listener)
    if result.plan is not None:
        write_plan(audited(data, result.plan), data, output, lang)
    show_calendar(result, data, output, as_json=as_json, lang=lang)
    ctx.exit(exit_code(result.report.status, interrupt.pressed))
