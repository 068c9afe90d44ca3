"""The command ``onebell report``: how a plan stands to every rule of its policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import GROUP, OUTPUT, PATH, prints

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang


@click.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@click.option(
    "--as-of",
    metavar="DATE",
    help="报告的日期，默认今天 / The day of the report, by default today.",
)
@GROUP
@OUTPUT
@prints
def report(
    community: Path,
    plan: Path,
    as_of: str | None,
    group: str | None,
    output: Path,
    as_json: bool,
    lang: Lang,
) -> None:
    """写出合规报告：网页与工作簿 / Write the compliance report: a page and a workbook.

    政策的每条规则：原文、应有几次、已举行、待举行、缺材料、下次日期；轮岗与课表的规则是否做到。
    """
    import datetime as dt

    from publishing.compliance_page import write_report
    from publishing.compliance_results import show_report
    from publishing.sources import community_at, date_at, plan_at
    from scenarios.compliance import compliance

    data = community_at(community, group)
    found = plan_at(data, plan)
    day = date_at(data, found, as_of) if as_of else dt.date.today()
    standing = compliance(data, found, day)
    written = write_report(standing, found, data, day, output, lang)
    show_report(standing, written, as_json=as_json, lang=lang)
