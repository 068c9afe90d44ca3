"""The commands that start a community: profiles, samples, the empty template, a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import BAD_INPUT, PATH, SEED, misuse, prints

if TYPE_CHECKING:
    from pathlib import Path

    from community.generate import Size
    from community.text import Lang


@click.command()
@click.option("--plain", is_flag=True, help="每行：名称<TAB>标题 / name<TAB>title, one a line.")
@prints
def profiles(plain: bool, as_json: bool, lang: Lang) -> None:
    """列出随附的政策方案 / List the policy profiles."""
    from community.profile import profile_names, profile_title
    from publishing import results

    titles = {name: profile_title(name).to(lang) for name in profile_names()}
    results.show_profiles(titles, plain=plain, as_json=as_json, lang=lang)


@click.command()
@click.argument("folder", type=PATH)
@click.option("--profile", required=True, help="政策方案 / Policy profile (onebell profiles).")
@click.option("--members", type=click.IntRange(1, 60), help="成员校数 / Number of member schools.")
@click.option(
    "--size",
    type=click.Choice(["small", "medium", "large", "district"]),
    default="small",
    show_default=True,
    help="规模 / Size of the schools.",
)
@click.option(
    "--terms",
    type=click.IntRange(1, 6),
    default=4,
    show_default=True,
    help="学期数 / Number of semesters.",
)
@click.option(
    "--communities",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    help="共同体数，2个以上为一个县 / Number of communities; 2 or more make a county.",
)
@click.option(
    "--ungrouped",
    is_flag=True,
    help="共同体待定，留给 onebell group / Communities of the county are yet to be formed.",
)
@click.option("--workbook", is_flag=True, help="另存 FOLDER.xlsx / Write FOLDER.xlsx as well.")
@SEED
@prints
def new(
    folder: Path,
    profile: str,
    members: int | None,
    size: Size,
    terms: int,
    communities: int,
    ungrouped: bool,
    workbook: bool,
    seed: int,
    as_json: bool,
    lang: Lang,
) -> None:
    """新建真实可排的样例共同体或县 / Make a realistic, feasible sample community or county."""
    from publishing import results
    from scenarios.sample import new_sample, write_sample

    if ungrouped and communities < 2:
        raise misuse(
            "“--ungrouped”要“--communities”至少写2", "--ungrouped needs --communities of at least 2"
        )
    more = {"terms": terms, "communities": communities}
    made = new_sample(profile, members, size, seed, **more, ungrouped=ungrouped)
    written = write_sample(folder, made, workbook=workbook)
    results.show_written(written, as_json=as_json, lang=lang)


@click.command()
@click.argument("workbook", type=PATH)
@click.option("--profile", help="列出哪个政策方案的规则 / The profile whose rules it lists.")
@prints
def template(workbook: Path, profile: str | None, as_json: bool, lang: Lang) -> None:
    """写出空白填报模板 / Write the empty template workbook to fill in."""
    from community.template import write_template
    from publishing import results
    from scenarios.sample import known_profile, refuse_taken

    if workbook.suffix.lower() != ".xlsx":
        workbook = workbook.with_name(f"{workbook.name}.xlsx")
    refuse_taken(workbook)
    known_profile(profile)
    write_template(workbook, profile=profile)
    results.show_written([workbook], as_json=as_json, lang=lang)


@click.command()
@click.argument("community", type=PATH)
@prints
@click.pass_context
def read(ctx: click.Context, community: Path, as_json: bool, lang: Lang) -> None:
    """预览读懂了什么，不写任何文件 / Preview what is understood of a file; writes nothing."""
    from community.reading import read as read_files
    from publishing.reading_results import show_reading

    found = read_files(community)
    show_reading(community, found, as_json=as_json, lang=lang)
    ctx.exit(BAD_INPUT if found.problems else 0)


STARTING = (profiles, new, template, read)
