"""A workbook as bytes, whatever the clock of the machine says.

A zip cannot say a time before 1980, where clocks stand whose battery is empty, nor one after 2107.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from openpyxl import Workbook


def workbook_bytes(book: Workbook) -> bytes:
    """Return the file that a workbook is."""
    content = io.BytesIO()
    ExcelWriter(book, _Timeless(content, "w", zipfile.ZIP_DEFLATED)).save()
    return content.getvalue()


class _Timeless(zipfile.ZipFile):
    """A zip whose parts bear the first time that there is."""

    def writestr(self, name: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add a part."""
        super().writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)

    def write(self, path: Any, name: Any = None, *_: Any, **__: Any) -> None:
        """Add a part from a file."""
        self.writestr(name or path, Path(path).read_bytes())
