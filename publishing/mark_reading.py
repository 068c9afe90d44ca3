"""The marks of schools, which a planner fills in, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from community.errors import Problem
from community.models import Record
from community.tables.base import Table
from community.tables.kinds import Number, Whole
from community.text import Text
from publishing.plan_tables import column, known
from publishing.row_reading import RowReader, read_table
from publishing.words import WORDS
from scenarios.scores import Mark, scored

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community

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


def read_marks(data: Community, path: Path) -> dict[str, Mark]:
    """Return the marks of a file; raises ``InputError`` with every problem."""
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
