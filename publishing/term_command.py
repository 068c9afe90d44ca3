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
@click.option(
    "--from",
    "since",
    metavar="DATE",
    help="从这天起重排：已举行的算数，未举行的尽量不动 / Plan the rest, from this date on.",
)
@GROUP
@solves
@click.pass_context
def term(
    ctx: click.Context,
    community: Path,
    plan: Path,
    since: str | None,
    group: str | None,
    output: Path,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """把政策要求的活动排上日期 / Put what the policy asks for in the term on dates.

    教研、会议、观摩、同步课堂各排在哪天，外出教师的课由谁代。

    登记过活动以后用 --from 重排余下的日子；再也完不成的，说明是哪一项、自哪天起（退出码 1）。

    With --from, what can no longer be met is told, and since when (exit code 1).
    """
    from publishing.calendar_results import show_calendar
    from publishing.plan_folder import write_plan
    from publishing.record_log import log_to_write
    from publishing.row_reading import RowReader
    from publishing.sources import date_at, opened
    from publishing.target import ready
    from scenarios.audit import audited
    from scenarios.calendars import with_calendar
    from solving.interrupt import interruptible

    data, base = opened(community, group, plan)
    assert base is not None
    ready(output)
    log_to_write(RowReader(data), base.records, output)
    first = date_at(data, base, since) if since else None
    with bars(budget, lang, as_json) as listener, interruptible() as interrupt:
        result = with_calendar(data, base, budget, listener, first)
    if result.plan is not None:
        write_plan(audited(data, result.plan), data, output, lang)
    show_calendar(result, data, base, output, as_json=as_json, lang=lang)
    ctx.exit(exit_code(result.report.status, interrupt.pressed))
