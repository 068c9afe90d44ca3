"""Rows of a plan that speak of what its community no longer has.

A lesson stays without a teacher or a room that is gone, any other row is left out. Gone is who is
not known by name either: an id that was mistyped stands beside a name that is known. A workbook
says with which ids it was sent out: one of them that is gone gives way to a name that is known.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from community.header import columns_at
from community.tables.cells import CellError, is_empty, shown_cell
from community.tables.kinds import Ref, Refs, listed
from community.tables.references import LABELS
from community.text import Text
from publishing.plan_tables import ASSIGNMENTS, LOCKS, TIMETABLE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from community.models import Community
    from community.sheets import Sheet
    from community.tables.base import Table
    from community.tables.cells import Cell
    from community.tables.references import References

Gone = dict[tuple[str, str], int]  # rows by the table and the name of what is no longer there
_OF_LESSONS = ("teacher_id", "room_id", "series", "assistant_id")
_STANDS = {TIMETABLE.key: _OF_LESSONS, LOCKS.key: _OF_LESSONS, "events": ("subject_id",)}
_UNNAMED = ("rooms", "sync")  # whose names say nothing, or which have none


def leave_out(
    table: Table,
    sheet: Sheet,
    community: Community,
    refs: References,
    gone: Gone,
    sent: Collection[str] = (),
) -> None:
    """Take out of the rows of a sheet what is no longer there, and count it in ``gone``.

    ``sent`` are ids that nobody typed.
    """
    at, kept = columns_at(table, sheet), []
    for number, cells in sheet.rows:
        row = _Row(table, at, cells, refs)
        row.give_way(sent)
        lost = row.lost()
        told = {*lost.values(), *row.lost_in_lists()}
        for of, name in told if table.key != ASSIGNMENTS.key else ():
            gone[of, name] = gone.get((of, name), 0) + 1
        if all(key in _STANDS.get(table.key, ()) for key in lost) and row.shorten():
            row.open(lost, community)
            kept.append((number, cells))
    sheet.rows = kept


class _Row:
    """A row of a plan's table, before it is understood."""

    def __init__(
        self, table: Table, at: Mapping[str, int], cells: list[Cell], refs: References
    ) -> None:
        self.table, self.at, self.cells, self.refs = table, at, cells, refs

    def says(self, key: str) -> str:
        """Return what stands in a column, "" for nothing and where there is none."""
        cell = self.cells[self.at[key]] if key in self.at else None
        return "" if is_empty(cell) else shown_cell(cell).strip()

    def lost(self) -> dict[str, tuple[str, str]]:
        """Return the columns that name what is gone, with its table and what it was called.

        Where a sheet has no column for the names, ids alone say it.
        """
        found = {}
        for column in self.table.columns:
            kind, word = column.kind, self.says(column.key)
            if not isinstance(kind, Ref) or not word or self._knows(kind.table, word):
                continue
            name, shown = self._named(column.key), {*self._beside([column.key])} & {*self.at}
            known = name and self._knows(kind.table, name)
            if kind.table in _UNNAMED or not shown or (name and not known):
                found[column.key] = kind.table, name or word
        return found

    def lost_in_lists(self) -> set[tuple[str, str]]:
        """Return who is gone of those that lists name, each with their table."""
        found = set()
        for column in self.table.columns:
            kind = column.kind
            if not isinstance(kind, Refs):
                continue
            words, names = listed(self.says(column.key)), listed(self._named(column.key))
            for word, name in zip_longest(words, names, fillvalue=""):
                known = any(self._knows(kind.table, w) for w in (word, name) if w)
                if word and not known:
                    found.add((kind.table, name or word))
        return found

    def give_way(self, sent: Collection[str]) -> None:
        """Empty ids that nobody typed and that are gone, where somebody wrote a known name."""
        for column in self.table.columns:
            kind, word = column.kind, self.says(column.key)
            if isinstance(kind, Ref) and word in sent and not self._knows(kind.table, word):
                name = self._named(column.key)
                if name and self._knows(kind.table, name):
                    self._empty([column.key])

    def _named(self, key: str) -> str:
        """Return the name beside a column of ids, with its school where it needs one."""
        name = next(filter(None, map(self.says, self._beside([key]))), "")
        own = self.table.by_key[key].kind
        where = isinstance(own, Ref) and own.table in ("classes", "rooms")
        return self.says("school") + name if where and name else name

    def _knows(self, table: str, word: str) -> bool:
        try:
            self.refs.find(table, word)
        except CellError:
            return False
        return True

    def shorten(self) -> bool:
        """Take who is gone out of lists; return whether anybody is left where somebody was.

        The names beside are in the same order, but for those that somebody wrote since.
        """
        were = are = 0
        for column in self.table.columns:
            kind = column.kind
            if not isinstance(kind, Refs):
                continue
            words = listed(self.says(column.key))
            left = [w for w in words if self._knows(kind.table, w)]
            were, are = were + len(words), are + len(left)
            if len(left) < len(words):
                self._put(column.key, left)
                for key in self._beside([column.key]):
                    pairs = zip_longest(listed(self.says(key)), words, fillvalue="")
                    known = (n for n, w in pairs if w in ("", *left) or self._knows(kind.table, n))
                    self._put(key, [*filter(None, known)])
        return not were or are > 0

    def _put(self, key: str, words: Sequence[str]) -> None:
        if key in self.at:
            self.cells[self.at[key]] = "、".join(words) or None

    def open(self, lost: Collection[str], community: Community) -> None:
        """Empty what is gone; what was held in common and is no more has the school's own staff."""
        who = community.teacher_by_id.get(self.says("teacher_id"))
        school = community.class_by_id.get(self.says("class_id"))
        lost = [*lost]
        if "series" in lost:
            lost += ["assistant_id"]
            lost += [] if who and school and who.school == school.school else ["teacher_id"]
        if {"teacher_id", "assistant_id"} & {*lost}:
            lost += ["scope"]
        self._empty([*lost, *self._beside(lost)])

    def _beside(self, ids: Collection[str]) -> list[str]:
        """Return the columns that show the names of columns of ids."""
        return [c.key for c in self.table.columns if c.names in ids]

    def _empty(self, keys: Collection[str]) -> None:
        for key in keys:
            if key in self.at:
                self.cells[self.at[key]] = None


def gone_said(gone: Gone) -> Text:
    """Return what a plan speaks of that is no longer there, and what became of its rows."""
    labels = LABELS | {"sync": Text("合班或同步课堂", "series")}
    zh = "、".join(f"{labels[of].zh}{name}（{n}行）" for (of, name), n in gone.items())
    en = ", ".join(f"{labels[of].en} {name} ({n} rows)" for (of, name), n in gone.items())
    return Text(
        f"注意：数据里已经没有、方案里还写着的：{zh}。课留着、另找教师和教室；名单里去掉他们；没有了的班级、学科的课和其余各行不再算。",
        f"Note: the plan speaks of what the data no longer has: {en}. Lessons stay, for others to "
        "teach and elsewhere; lists go on without them; lessons of classes and subjects that are "
        "gone, and other rows, are left out.",
    )
