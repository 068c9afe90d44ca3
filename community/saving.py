"""A workbook as bytes: the same for the same content, whatever the clock of the machine says.

A zip cannot say a time before 1980, where clocks stand whose battery is empty, nor one after 2107.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from openpyxl import Workbook

_FIRST = (1980, 1, 1, 0, 0, 0)  # of the times that a zip can say


def workbook_bytes(book: Workbook) -> bytes:
    """Return the file that a workbook is."""
    book.properties.created = book.properties.modified = dt.datetime(*_FIRST)
    content = io.BytesIO()
    with _Timeless(content, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return content.getvalue()


class _Timeless(zipfile.ZipFile):
    """A zip whose parts bear the first time that there is."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add a part."""
        part = zipfile.ZipInfo(zinfo_or_arcname, _FIRST)
        super().writestr(part, data, zipfile.ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a part from a file."""
        self.writestr(arcname or filename, Path(filename).read_bytes())
