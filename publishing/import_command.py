"""The command that makes a community from files of other programs."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import click

from community.text import Text
from publishing.commands import GROUP, OUTPUT, PATH, misuse, prints

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang


def _codec(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Return the name of an encoding; refuse what is none."""
    if value is None:
        return None
    try:
        "".encode(value)
        return codecs.lookup(value).name
    except (LookupError, ValueError):
        told = Text(
            f"“{value}”不是编码，如“utf-8”“gbk”", f"{value} is no encoding; such as utf-8, gbk"
        )
        raise click.BadParameter(told.to(ctx.meta["lang"])) from None


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option(
    "--encoding",
    callback=_codec,
    help="文件的编码，默认自动识别 / Encoding of the files, such as cp1252; recognised by default.",
)
@click.option(
    "--into",
    "community",
    type=PATH,
    help="已有的数据：只把文件里的课表读成它的方案 / "
    "A community that is there: read the timetable alone, as a plan of it.",
)
@click.option(
    "--term", help="课表的学期，默认第一个 / Term of the timetable; the first if left out."
)
@GROUP
@OUTPUT
@prints
def import_command(
    files: tuple[Path, ...],
    encoding: str | None,
    community: Path | None,
    term: str | None,
    group: str | None,
    output: Path,
    as_json: bool,
    lang: Lang,
) -> None:
    """由别的程序的文件建立共同体数据 / Make a community from files of other programs.

    \b
    OneRoster  压缩包或 CSV / a zip, or its CSV files
    Untis      GPU001.TXT 至 GPU007.TXT / to GPU007.TXT
    aSc        XML
    FET        .fet
    文件夹      每校一个文件或文件夹 / a folder with a file or folder for each school

    文件里没有的留空，列出要补填的；带不过来的逐项列出条数。

    What the files do not say stays empty and is listed, and so is what could not be taken over.

    用 --into 时，-o 是方案文件夹，可用 onebell audit 核查，用 onebell plan --from 接着排。

    With --into, -o is a plan to audit, and to go on from with onebell plan --from.
    """  # noqa: D301
    from publishing.exchange_results import show_imported, show_timetable
    from publishing.importing import import_files, import_timetable
    from publishing.sources import community_at

    if community is None:
        if term or group:
            raise misuse(
                "“--term”和“--group”只同“--into”一起用", "--term and --group go with --into only"
            )
        show_imported(import_files(files, output, lang, encoding), as_json=as_json, lang=lang)
        return
    data = community_at(community, group)
    plan = import_timetable(files, data, output, lang, term=term, encoding=encoding)
    show_timetable(plan, as_json=as_json, lang=lang)
