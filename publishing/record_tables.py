"""The log of what became of the events of a term, and the sheet that a school fills in of it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from community.models import Minutes, Record
from community.names import plain
from community.tables.base import Table
from community.tables.cells import as_text
from community.tables.kinds import Choice, FreeText, Kind, Spoken, Verbatim
from community.tables.times import Clock, Date
from community.text import Text
from publishing.plan_tables import column, shown
from publishing.words import WORDS
from scheduling.term.records import Piece, State

if TYPE_CHECKING:
    from community.tables.cells import Cell
    from community.tables.references import References
    from community.text import Lang

STATES = Spoken(
    {
        State.PLANNED.value: ("未举行", "待举行", "计划中", "planned"),
        State.HELD.value: ("已举行", "举行", "完成", "已完成", "held"),
        State.MOVED.value: ("改期", "延期", "已改期", "moved"),
        State.CANCELLED.value: ("取消", "已取消", "cancelled"),
    }
)
EVIDENCE = Choice(
    {
        "photo": ("照片", "图片", "photo"),
        "record": ("记录", "纪要", "record"),
        "list": ("名单", "签到表", "签到", "list"),
        "text": ("文字", "材料", "text"),
    }
)
_ENDINGS = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "heic", "bmp", "mp4", "mov"), "photo"),
    **dict.fromkeys(("doc", "docx", "pdf", "wps", "md"), "record"),
    **dict.fromkeys(("xls", "xlsx", "et", "csv"), "list"),
}
_SEVERAL = re.compile(r"[；;、\n]+")
_MOST = 1000  # characters of one reference
_NOT_HERE = Text(
    "新的登记请用 onebell record，不在这里加行",
    "Record what became of events with onebell record, not by a row here",
)


class EvidenceList(Kind):
    """Pieces of evidence: 照片:集体备课.jpg；签到表.xlsx. What is not named goes by its ending."""

    def parse(self, cell: Cell, refs: References) -> tuple[Piece, ...]:
        """Return them in order, each once."""
        return evidence_in(as_text(cell))

    def format(self, value: Any, lang: Lang) -> str:
        """Return each with the word for its kind."""
        between, after = ("；", "：") if lang == "zh" else ("; ", ":")
        return between.join(f"{EVIDENCE.word(e.kind).to(lang)}{after}{e.reference}" for e in value)


def evidence_in(text: str, kind: str = "") -> tuple[Piece, ...]:
    """Return the pieces of evidence that a text names, of a kind where one is given."""
    found = []
    for part in _SEVERAL.split(text):
        word, sign, rest = part.replace("：", ":", 1).partition(":")
        named = EVIDENCE.code(plain(word)) if sign and not rest.startswith("//") else None
        reference = " ".join((rest if named else part).split())[:_MOST]
        if reference:
            ending = PurePosixPath(reference).suffix.lower().lstrip(".")
            found.append(Piece(kind or named or _ENDINGS.get(ending, "text"), reference))
    return tuple(dict.fromkeys(found))


class RecordRow(Record):
    """An entry of the log."""

    event_id: str
    event: str
    date: dt.date
    start: Minutes | None = None
    end: Minutes | None = None
    state: State
    evidence: tuple[Piece, ...] = ()
    rule: str = ""
    activity: str = ""
    who: str = ""
    note: str = ""
    recorded: str = ""


class ReturnRow(Record):
    """An event in the sheet of a school; what is empty says nothing of it."""

    event: str
    venue: str = ""
    planned: str = ""
    state: State | None = None
    date: dt.date | None = None
    start: Minutes | None = None
    evidence: tuple[Piece, ...] = ()
    note: str = ""
    event_id: str = ""


RECORDS = Table(
    "records",
    WORDS["data_records"].zh,
    RecordRow,
    Text("每次登记一行，后面的为准", "one row a record, the last one counts"),
    (
        replace(column("event_id", Verbatim()), help=_NOT_HERE),
        column("event", FreeText()),
        column("date", Date()),
        column("start", Clock()),
        column("end", Clock()),
        column("state", STATES),
        column("evidence", EvidenceList()),
        column("rule", Verbatim()),
        column("activity", Verbatim()),
        column("who", FreeText()),
        column("note", FreeText()),
        # The last one, so that a line that was cut short lacks nothing but its end.
        column("recorded", Verbatim()),
    ),
    exact=True,
)
RETURNS = Table(
    "returns",
    WORDS["data_returns"].zh,
    ReturnRow,
    Text("每次活动一行", "one row an event"),
    (
        column("event", FreeText()),
        shown("venue"),
        shown("planned", "planned_for"),
        column("state", STATES),
        column("date", Date(), "return_date"),
        column("start", Clock(), "return_start", optional=True),
        column("evidence", EvidenceList()),
        column("note", FreeText(), optional=True),
        column("event_id", Verbatim(), optional=True),
    ),
    exact=True,
)
