"""The log of a plan folder, ``records.csv``: it is only ever added to.

Each entry is written whole and is on the disk before anybody is told so. What a crash cut short was
never told of; the next entry takes its place.
"""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING

from community.csv_files import csv_bytes, csv_sheet, decoded, read_bytes
from community.errors import InputError, Problem
from community.files import alone_in, append
from community.header_row import take_header
from community.text import Text
from publishing.plan_tables import MAX_ROWS
from publishing.record_tables import RECORDS, RecordRow
from scheduling.term.records import EventRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from community.sheets import Sheet
    from community.text import Lang
    from publishing.row_reading import RowReader

_BOM = codecs.BOM_UTF8


def read_records(reader: RowReader, folder: Path) -> tuple[EventRecord, ...]:
    """Return the log of a plan folder, in order; problems go to the reader."""
    path = folder / RECORDS.file
    if not path.exists():
        return ()
    data = read_bytes(path, reader.problems)
    text = None if data is None else decoded(path.name, _whole(data), reader.problems)
    if not text:
        return ()
    sheet = csv_sheet(path.name, text, reader.problems, MAX_ROWS)
    return records_of(reader, sheet)


def records_of(reader: RowReader, sheet: Sheet) -> tuple[EventRecord, ...]:
    """Return the log that a sheet is; problems go to the reader."""
    take_header(RECORDS, sheet)
    return read_log(reader, sheet)


def read_log(reader: RowReader, sheet: Sheet | None) -> tuple[EventRecord, ...]:
    """Return the log that a sheet is whose header was found; problems go to the reader."""
    return tuple(_record(row.record) for row in reader.rows(RECORDS, sheet))


def _record(r: RecordRow) -> EventRecord:
    return EventRecord(
        *(r.event_id, r.event, r.state, r.date, r.start, r.end),
        *(r.evidence, r.rule, r.activity, r.who, r.note, r.recorded),
    )


def add_records(folder: Path, records: Sequence[EventRecord], lang: Lang) -> None:
    """Add entries to the log of a plan folder.

    Raises
    ------
    InputError
        When what stands there is no such log.
    """
    path = folder / RECORDS.file
    with alone_in(folder):
        known, encoding = _known(path)
        lines = record_bytes(records, lang)
        if known.endswith("\n"):
            lines = lines.split(b"\n", 1)[1].decode().encode(encoding)
        elif known:
            lines = b"\n" + lines.split(b"\n", 1)[1].decode().encode(encoding)
        append(path, lines)


def log_to_write(
    reader: RowReader, records: Sequence[EventRecord], target: Path
) -> Sequence[EventRecord]:
    """Return the log that a plan brings to a folder; none where the log there knows it all.

    Raises
    ------
    InputError
        When the two logs say different things: neither may be lost.
    """
    there = read_records(reader, target) if target.is_dir() else ()
    reader.finish()
    if there[: len(records)] == tuple(records):
        return ()
    if tuple(records[: len(there)]) != there:
        expected = Text(
            "这个文件夹里登记了方案所没有的活动，应换一个路径",
            "this folder's log holds what the plan's does not: choose another path",
        )
        raise InputError([Problem(place=str(target / RECORDS.file), expected=expected)])
    return records


def record_bytes(records: Iterable[EventRecord], lang: Lang) -> bytes:
    """Return a log as a CSV file."""
    return csv_bytes(RECORDS.headers(lang), (RECORDS.cells(record_row(r), lang) for r in records))


def record_row(r: EventRecord) -> RecordRow:
    """Return an entry of the log as a row of its table."""
    return RecordRow(
        event_id=r.event,
        event=r.name,
        date=r.date,
        start=r.start,
        end=r.end,
        state=r.state,
        evidence=r.evidence,
        rule=r.rule,
        activity=r.activity,
        who=r.who,
        note=r.note,
        recorded=r.recorded,
    )


def _known(path: Path) -> tuple[str, str]:
    """Return the text of a log that is there, and how it is encoded.

    A last line that was cut short is taken away first.

    Raises
    ------
    InputError
        When it is no such log.
    """
    if not path.exists():
        return "", "utf-8"
    problems: list[Problem] = []
    data = read_bytes(path, problems)
    whole = b"" if data is None else _whole(data)
    text = decoded(path.name, whole, problems)
    if data is None or text is None:
        raise InputError(problems)
    if len(whole) < len(data):
        with path.open("r+b") as file:
            file.truncate(len(whole))
    if not text:
        path.unlink()
        return "", "utf-8"
    header = next(csv.reader(text.splitlines()), [])
    if [RECORDS.called(h) for h in header] != [c.key for c in RECORDS.columns]:
        columns = RECORDS.headers("zh"), RECORDS.headers("en")
        expected = Text(
            f"应为活动登记，各列依次为{'、'.join(columns[0])}",
            f"expected the log of events, its columns {', '.join(columns[1])}",
        )
        raise InputError([Problem(place=path.name, row=1, expected=expected)])
    return text, "utf-8" if whole.removeprefix(_BOM) == text.encode() else "gb18030"


def _whole(data: bytes) -> bytes:
    """Return a log without a last line that was cut short."""
    kept, line, last = data.rpartition(b"\n")
    try:
        cells = next(csv.reader([last.decode(errors="replace")], strict=True), [])
    except csv.Error:
        cells = []
    return data if not last or len(cells) >= len(RECORDS.columns) else kept + line
