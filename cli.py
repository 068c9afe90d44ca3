"""The command line: parse, call one function, print.

Exit codes: 0 done, 1 the answer is no, 2 bad input, 3 no answer in time, 130 interrupted.
Everything heavy is imported inside the commands, so that help is quick and audits know no solver.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import click

from publishing.alone_command import alone
from publishing.commands import (
    FREEZE,
    FROM,
    GROUP,
    NO,
    NO_TIME,
    OUTPUT,
    PATH,
    Onebell,
    bars,
    exit_code,
    misuse,
    prints,
    solves,
)
from publishing.editing_commands import pin, swap
from publishing.fet_commands import fet
from publishing.group_command import group
from publishing.import_command import import_command
from publishing.merge_command import merge
from publishing.record_command import record
from publishing.report_command import report
from publishing.score_command import score
from publishing.starting_commands import STARTING
from publishing.term_command import term
from publishing.why_command import why
from publishing.xhstt_commands import xhstt

if TYPE_CHECKING:
    from pathlib import Path

    from community.errors import Problem
    from community.text import Lang
    from solving.outcome import Budget


def _version() -> str:
    try:
        return version("onebell")
    except PackageNotFoundError:
        return "0 (not installed)"


@click.group(cls=Onebell, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), prog_name="onebell")
def main() -> None:
    """Plan communities of schools: who goes where, who teaches what, and when.

    城乡教育共同体：轮岗名单、任课与一张课表。

    退出码 / Exit codes: 0 完成 done, 1 答案是否 the answer is no, 2 输入有误 bad input,
    3 限时内未得出答案 no answer in time, 130 中断 interrupted (最好的方案已保存 best plan saved).
    """


@main.command()
@click.argument("community", type=PATH)
@click.option("--rules", is_flag=True, help="列出规则与参数 / List rules and parameters.")
@prints
@click.pass_context
def check(ctx: click.Context, community: Path, rules: bool, as_json: bool, lang: Lang) -> None:
    """检查数据，指出必然排不出的缺口 / Check a community and name proved shortages."""
    from community.errors import InputError, note_lines
    from community.reading import read
    from publishing import results
    from scenarios.overview import overview

    understood = read(community)
    if understood.community is None:
        raise InputError(understood.problems)
    for line in note_lines(understood.notes, lang):
        click.echo(line, err=True)
    found = overview(understood.community)
    results.show_overview(found, rules=rules, as_json=as_json, lang=lang)
    ctx.exit(NO if found.shortages else 0)


@main.command()
@click.argument("community", type=PATH)
@click.option("--term", help="学期编号，默认第一个 / Term id; the first term when left out.")
@click.option("--all-terms", is_flag=True, help="排所有学期 / Every term, a folder for each.")
@click.option("--calendar", is_flag=True, help="连行事历一起排 / The calendar of the term, too.")
@GROUP
@FROM
@FREEZE
@solves
@click.pass_context
def plan(
    ctx: click.Context,
    community: Path,
    term: str | None,
    all_terms: bool,
    calendar: bool,
    group: str | None,
    source: Path | None,
    freeze: tuple[str, ...],
    output: Path,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """排出轮岗名单与一张课表 / Plan the roster and the one timetable.

    \b
    冻结 / Freeze: --freeze 城关小学  --freeze 周三  --freeze "一1班 周三 第2节"
    """  # noqa: D301
    from publishing.calendar_results import show_dated
    from publishing.plan_folder import write_best
    from publishing.roster_results import show_draft
    from publishing.sources import freezing, opened
    from publishing.target import ready
    from scenarios.dating import make_dated
    from scenarios.planning import make_plan
    from scenarios.rotating import drafted

    if all_terms and term:
        raise misuse("“--term”和“--all-terms”只写一个", "--term and --all-terms: write one of them")
    data, base = opened(community, group, source, has_changed=True)
    base = freezing(data, base, freeze)
    if all_terms:
        from publishing.terms import plan_terms

        more = {"calendar": calendar, "as_json": as_json}
        ctx.exit(plan_terms(data, base, output, budget, **more, lang=lang))
    ready(output)
    show_draft(drafted(data, base), data, as_json=as_json, lang=lang)
    dated = None
    with bars(budget, lang, as_json) as listener:
        if calendar:
            result, dated = make_dated(data, budget, term=term, base=base, listener=listener)
        else:
            result = make_plan(data, budget, term=term, base=base, listener=listener)
    result = write_best(result, data, output, lang)
    show_dated(result, dated, data, output, as_json=as_json, lang=lang)
    undated = dated is not None and dated.plan is None
    ctx.exit(exit_code(result.status, result.interrupted) or (NO_TIME if undated else 0))


@main.command()
@click.argument("community", type=PATH)
@GROUP
@FROM
@solves
@click.pass_context
def rotate(
    ctx: click.Context,
    community: Path,
    group: str | None,
    source: Path | None,
    output: Path,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """只排轮岗名单，可接着手工名单排 / Plan the roster alone, over all terms."""
    from publishing.plan_folder import write_plan
    from publishing.roster_results import show_draft, show_roster
    from publishing.sources import opened
    from publishing.target import ready
    from scenarios.rotating import drafted, make_roster

    data, base = opened(community, group, source, has_changed=True)
    ready(output)
    draft = drafted(data, base)
    show_draft(draft, data, as_json=as_json, lang=lang)
    roster = draft.roster if draft else None
    with bars(budget, lang, as_json) as listener:
        result = make_roster(data, budget, draft=roster, listener=listener)
    if result.plan:
        write_plan(result.plan, data, output, lang)
    show_roster(result, data, output, draft, as_json=as_json, lang=lang)
    ctx.exit(exit_code(result.status, result.interrupted))


@main.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@GROUP
@prints
@click.pass_context
def audit(
    ctx: click.Context, community: Path, plan: Path, group: str | None, as_json: bool, lang: Lang
) -> None:
    """逐条核查方案 / List broken hard rules and the cost of soft ones, rule by rule."""
    from publishing.audit_results import show_audit
    from publishing.plan_folder import read_plan
    from publishing.sources import community_at
    from scenarios.audit import audited

    data = community_at(community, group)
    doubts: list[Problem] = []
    given = read_plan(data, plan, doubts)
    found = audited(data, given)
    before = given.violations if given.reports or given.violations else None
    show_audit(found, data, before=before, contradictions=doubts, as_json=as_json, lang=lang)
    ctx.exit(NO if found.hard_violations or doubts else 0)


@main.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@click.option(
    "--change",
    "changes",
    multiple=True,
    required=True,
    help="一项变化，可多次 / One change, may be repeated.",
)
@GROUP
@FREEZE
@solves
@click.pass_context
def whatif(
    ctx: click.Context,
    community: Path,
    plan: Path,
    changes: tuple[str, ...],
    group: str | None,
    freeze: tuple[str, ...],
    output: Path,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """数据有变时，尽量少动地重排 / Plan again after changes, moving as little as possible.

    \b
    变化:
      教师离开 姓名或编号                       "教师离开 张老师"
      教师请假 姓名或编号 [原因]                "教师请假 张老师 病假"
      增加班级 学校 班级或年级 [班号] [人数]    "增加班级 S2 三年级(3)班 42"
      撤销班级 编号，或学校加班级名称           "撤销班级 中心小学三年级(2)班"
      教室停用 编号，或学校加教室名称           "教室停用 中心小学音乐教室1"
      改规则 规则 [参数] 数                     "改规则 core_out 4"

    \b
    Changes:
      teacher-leaves ID                              "teacher-leaves T017"
      teacher-away ID [REASON]                       "teacher-away T017"
      class-added SCHOOL CLASS|GRADE [NUMBER] [PUPILS]   "class-added S2 3.3"
      class-closed CLASS                             "class-closed S2-302"
      room-closed ROOM                               "room-closed S2-music1"
      quota RULE [PARAMETER] N                       "quota core_out 4"

    OUTPUT/community 是变化后的数据 / holds the changed community: audit the new plan with
    onebell audit OUTPUT/community OUTPUT
    """  # noqa: D301
    from publishing.sources import community_at, freezing, plan_at
    from publishing.target import ready
    from publishing.whatif_folder import write_whatif
    from publishing.whatif_results import show_whatif
    from scenarios.changes.registry import parse_changes
    from scenarios.whatif import what_if

    wanted = parse_changes(changes)
    data = community_at(community, group)
    base = plan_at(data, plan)
    base = freezing(data, base, freeze) or base
    ready(output)
    with bars(budget, lang, as_json) as listener:
        result = what_if(data, base, wanted, budget, listener)
    write_whatif(result, output, lang)
    show_whatif(result, data, output, as_json=as_json, lang=lang)
    ctx.exit(exit_code(result.planned.status, result.planned.interrupted))


@main.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@click.option(
    "--to",
    "kind",
    type=click.Choice(["workbook", "web", "csv", "ical", "oneroster", "untis", "asc", "fet"]),
    required=True,
    help="格式 / Format.",
)
@GROUP
@OUTPUT
@prints
def export(
    community: Path,
    plan: Path,
    kind: str,
    group: str | None,
    output: Path,
    as_json: bool,
    lang: Lang,
) -> None:
    """导出给人看，或给别的程序用 / Export for readers, or for other programs.

    \b
    workbook 工作簿  web 网页  csv 表格
    ical 日历订阅 calendars   oneroster OneRoster 1.2   untis Untis GPU   asc aSc Timetables
    fet FET

    别的程序的格式带不出的内容，逐项列出条数 / What a format cannot carry is listed with counts.
    """  # noqa: D301
    from publishing import export as exporting
    from publishing.exchange_results import show_exported
    from publishing.sources import community_at, plan_at

    data = community_at(community, group)
    exported = exporting.export(kind, data, plan_at(data, plan), output, lang)
    show_exported(exported, as_json=as_json, lang=lang)


PLANNING = (group, term, record, report, score, merge, pin, swap, alone, why)
for command in (*STARTING, import_command, *PLANNING, xhstt, fet):
    main.add_command(command)

if __name__ == "__main__":
    main()
