"""What tables of requests have in common: slots by name, how strict a row is, its ids."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.tables.base import Column
from community.tables.cells import as_word
from community.tables.kinds import FreeText, Kind, Whole, listed
from community.tables.times import clock_span
from community.tables.words import REQUIRED
from community.text import Text, clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.tables.cells import Cell
    from community.tables.references import References
    from community.text import Lang

HALVES = {"am": "上午", "pm": "下午"}


class OneSlot(Kind):
    """A slot of a day by its name or order, by stage and name (初中第二节), or the clock."""

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the text as a word; the clock as 08:55-09:40, or 08:55 where it says no end."""
        times = clock_span(cell, refs)
        return "-".join(clock(t) for t in times if t is not None) if times else as_word(cell)


class Slots(Kind):
    """Slots of a day, each as in ``OneSlot``, or a half of the day: 第一节、第二节, 3, 上午."""

    def parse(self, cell: Cell, refs: References) -> tuple[str, ...]:
        """Return them in order, the halves as am and pm."""
        codes = {word: code for code, word in HALVES.items()}
        parts: Sequence[Cell] = listed(as_word(cell)) if isinstance(cell, str) else [cell]
        words = (OneSlot().parse(part, refs) for part in parts)
        return tuple(dict.fromkeys(codes.get(word, word) for word in words))

    def format(self, value: tuple[str, ...], lang: Lang) -> str:
        """Return them with 、 (``;`` in files) between them."""
        words = [HALVES.get(v, v) if lang == "zh" else v for v in value]
        return ("、" if lang == "zh" else ";").join(words)


def strictness(example: str) -> tuple[Column, ...]:
    """Return the columns of every request: whether it is required, its weight, a note."""
    return (
        *wish(example),
        Column("note", "说明", FreeText(), Text("可不填", "may be empty"), "", ("备注", "原因")),
    )


def wish(example: str) -> tuple[Column, Column]:
    """Return whether a row is required, and its weight."""
    return (
        Column(
            "strictness",
            "要求",
            REQUIRED,
            Text("必须或希望，空为必须", "hard or soft; hard when empty"),
            example,
        ),
        Column(
            "weight",
            "权重",
            Whole(),
            Text("希望有多重要，1至1000，空为5", "of a wish, 1 to 1000; 5 when empty"),
        ),
    )


def later(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns that older files lack, and files of those who need none."""
    return tuple(replace(column, optional=True, rare=True) for column in columns)


SUBJECT_ID = Text("代码或名称", "id or name")
CLASS_ID = Text("编号，或学校加班名", "id, or school and class name")
SCHOOL_ID = Text("编号或名称", "id or name")
TEACHER_ID = Text("教师编号，或没有重名的姓名", "teacher id, or a name that only one has")
