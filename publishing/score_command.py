"""The command ``onebell score``: what each school gets for its marks, by the plan's weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import click
from pydantic import Field

from community.models import Record
from community.tables.base import Table
from community.tables.kinds import Number, Whole
from community.text import Text
from publishing.commands import GROUP, PATH, prints
from publishing.plan_tables import column, known
from publishing.words import WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.scores import Mark

Rank = Annotated[int, Field(ge=1, le=100_000)]


class MarkRow(Record):
    """The mark of a school."""

    school_id: str
    school: str = ""
    mark: Annotated[float, Field(ge=0, le=10_000)]
    rank: Rank | None = None
    rank_before: Rank | None = None


MARKS = Table(
    "marks",
    WORDS["data_marks"].zh,
    MarkRow,
    Text("每所学校一行", "one row a school"),
    (
        *known("schools", "school_id", "school"),
        column("mark", Number()),
        column("rank", Whole(), optional=True),
        column("rank_before", Whole(), optional=True),
    ),
    exact=True,
)


@click.command()
@click.argument("community", type=PATH)
@click.argument("marks", type=PATH)
@GROUP
@prints
def score(community: Path, marks: Path, group: str | None, as_json: bool, lang: Lang) -> None:
    """按政策的权重算各校考核得分 / Reckon the schools' scores by the policy's weights.

    MARKS 是一张 CSV 表：学校、得分、名次、上年名次。
    """
    from publishing.console import print_json, print_lines
    from publishing.sources import opened
    from scenarios.scores import scores

    data, _ = opened(community, group, None)
    found = scores(data, _read(data, marks))
    names = {s.id: s.name for s in data.schools}
    if as_json:
        print_json({s.school: {"score": s.total, "how": s.how.to(lang)} for s in found})
        return
    between = "：" if lang == "zh" else ": "
    print_lines([f"{names[s.school]}{between}{s.total:g}  {s.how.to(lang)}" for s in found])


def _read(data: Community, path: Path) -> dict[str, Mark]:
    """Return the marks of a file; raises ``InputError`` with every problem."""
    from community.errors import Problem
    from publishing.row_reading import RowReader, read_table
    from scenarios.scores import Mark, scored

    reader = RowReader(data)
    found: dict[str, Mark] = {}
    sheet = read_table(MARKS, path, reader.problems)
    for row in reader.rows(MARKS, sheet):
        r = row.record
        if r.school_id in found:
            once = Text("每所学校应只有一行", "expected one row of each school")
            reader.problems.append(row.problem("school_id", once))
        found[r.school_id] = Mark(r.mark, r.rank, r.rank_before)
    for school in scored(data) if sheet and not reader.problems else ():
        if school.id not in found:
            expected = Text(f"应有{school.name}的得分", f"expected the mark of {school.name}")
            reader.problems.append(Problem(place=str(path), value=school.name, expected=expected))
    reader.finish()
    return found
