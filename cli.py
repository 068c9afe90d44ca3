"""The command line: parse, call one function, print.

Exit codes: 0 done, 1 the answer is no, 2 bad input, 3 no answer in time, 130 interrupted.
Everything heavy is imported inside the commands, so that help is quick and audits know no solver.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import click

from publishing.commands import NO, OUTPUT, PATH, SEED, Onebell, bars, exit_code, prints, solves

if TYPE_CHECKING:
    from pathlib import Path

    from community.generate import Size
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
    3 限时内无解 no answer in time, 130 中断 interrupted (最好的方案已保存 best plan saved).
    """


@main.command()
@click.option("--plain", is_flag=True, help="每行：名称<TAB>标题 / name<TAB>title, one a line.")
@prints
def profiles(plain: bool, as_json: bool, lang: Lang) -> None:
    """列出随附的政策方案 / List the policy profiles."""
    from community.profile import profile_names, profile_title
    from publishing import results

    titles = {name: profile_title(name).to(lang) for name in profile_names()}
    results.show_profiles(titles, plain=plain, as_json=as_json, lang=lang)


@main.command()
@click.argument("folder", type=PATH)
@click.option("--profile", required=True, help="政策方案 / Policy profile (onebell profiles).")
@click.option("--members", type=click.IntRange(1, 60), help="成员校数 / Number of member schools.")
@click.option(
    "--size",
    type=click.Choice(["small", "medium", "large"]),
    default="small",
    show_default=True,
    help="规模 / Size of the schools.",
)
@click.option("--workbook", is_flag=True, help="另存 FOLDER.xlsx / Write FOLDER.xlsx as well.")
@SEED
@prints
def new(
    folder: Path,
    profile: str,
    members: int | None,
    size: Size,
    workbook: bool,
    seed: int,
    as_json: bool,
    lang: Lang,
) -> None:
    """新建一个真实可排的样例共同体 / Make a realistic, feasible sample community."""
    from publishing import results
    from scenarios.sample import write_sample

    written = write_sample(folder, profile, members, size, seed, workbook=workbook)
    results.show_written(written, as_json=as_json, lang=lang)


@main.command()
@click.argument("workbook", type=PATH)
@prints
def template(workbook: Path, as_json: bool, lang: Lang) -> None:
    """写出空白填报模板 / Write the empty template workbook to fill in."""
    from community.template import write_template
    from publishing import results

    write_template(workbook)
    results.show_written([workbook], as_json=as_json, lang=lang)


@main.command()
@click.argument("community", type=PATH)
@prints
@click.pass_context
def check(ctx: click.Context, community: Path, as_json: bool, lang: Lang) -> None:
    """检查数据，指出必然排不出的缺口 / Check a community and name proved shortages."""
    from community.reading import read_community
    from publishing import results
    from scenarios.overview import overview

    found = overview(read_community(community))
    results.show_overview(found, as_json=as_json, lang=lang)
    ctx.exit(NO if found.shortages else 0)


@main.command()
@click.argument("community", type=PATH)
@click.option("--term", help="学期编号，默认第一个 / Term id; the first term when left out.")
@solves
@click.pass_context
def plan(
    ctx: click.Context,
    community: Path,
    term: str | None,
    output: Path,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """排出轮岗名单与一张课表 / Plan the roster and the one timetable."""
    from community.reading import read_community
    from publishing import results
    from publishing.plan_folder import write_plan
    from publishing.target import ready
    from scenarios.planning import make_plan

    data = read_community(community)
    ready(output)
    with bars(budget, lang, as_json) as listener:
        result = make_plan(data, budget, term=term, listener=listener)
    if result.plan:
        write_plan(result.plan, data, output, lang)
    results.show_plan(result, data, output, as_json=as_json, lang=lang)
    ctx.exit(exit_code(result.status, result.interrupted))


@main.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@prints
@click.pass_context
def audit(ctx: click.Context, community: Path, plan: Path, as_json: bool, lang: Lang) -> None:
    """逐条核查方案 / List broken hard rules and the cost of soft ones, rule by rule."""
    from community.reading import read_community
    from publishing import results
    from publishing.plan_folder import read_plan
    from scenarios.audit import audited as audit_plan

    data = read_community(community)
    audited = audit_plan(data, read_plan(data, plan))
    results.show_audit(audited, data, as_json=as_json, lang=lang)
    ctx.exit(NO if audited.hard_violations else 0)


@main.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@click.option(
    "--change",
    "changes",
    multiple=True,
    required=True,
    help="""一项变化，可多次 / One change, may be repeated: "teacher-leaves T017".""",
)
@solves
@click.pass_context
def whatif(
    ctx: click.Context,
    community: Path,
    plan: Path,
    changes: tuple[str, ...],
    output: Path,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    r"""数据有变时，尽量少动地重排 / Plan again after changes, moving as little as possible.

    \b
    变化 / Changes:
      teacher-leaves ID                        teacher-leaves T017
      class-added SCHOOL CLASS [PUPILS]        class-added S2 三年级(3)班
      class-added SCHOOL GRADE [NUMBER] [PUPILS]
      quota RULE [PARAMETER] N                 quota core_out 4

    OUTPUT/community 是变化后的数据 / holds the changed community: audit the new plan with
    onebell audit OUTPUT/community OUTPUT
    """
    from community.reading import read_community
    from publishing.plan_folder import read_plan
    from publishing.target import ready
    from publishing.whatif_folder import write_whatif
    from publishing.whatif_results import show_whatif
    from scenarios.changes.registry import parse_changes
    from scenarios.whatif import what_if

    wanted = parse_changes(changes)
    data = read_community(community)
    base = read_plan(data, plan)
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
    type=click.Choice(["workbook", "web", "csv"]),
    required=True,
    help="格式 / Format.",
)
@OUTPUT
@prints
def export(
    community: Path, plan: Path, kind: str, output: Path, as_json: bool, lang: Lang
) -> None:
    """导出课表工作簿、网页或 CSV / Export workbooks, the web page or CSV."""
    from community.reading import read_community
    from publishing import export as exporting
    from publishing import results
    from publishing.plan_folder import read_plan

    data = read_community(community)
    written = exporting.export(kind, data, read_plan(data, plan), output, lang)
    results.show_written(written, as_json=as_json, lang=lang)


@main.group()
def xhstt() -> None:
    """公开的中学课表格式 XHSTT / The public format of high-school timetabling."""


@xhstt.command()
@click.argument("file", type=PATH)
@prints
def evaluate(file: Path, as_json: bool, lang: Lang) -> None:
    """每个解一行：组<TAB>硬<TAB>软 / One line a solution: group<TAB>hard<TAB>soft."""
    from publishing import results
    from scheduling import xhstt as archives

    results.show_costs(archives.evaluate(archives.read(file)), as_json=as_json)


@xhstt.command()
@click.argument("file", type=PATH)
@solves
@click.pass_context
def solve(
    ctx: click.Context,
    file: Path,
    output: Path,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """求解文件中的第一个实例并写出 / Solve the first instance of a file and write it."""
    from publishing import results
    from scheduling.xhstt.solving import solve_file

    with bars(budget, lang, as_json) as listener:
        result = solve_file(file, output, budget, listener)
    results.show_search(result, output, as_json=as_json, lang=lang)
    ctx.exit(exit_code(result.report.status, result.report.interrupted))


if __name__ == "__main__":
    main()
