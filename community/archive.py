"""Is a file an Excel workbook that is safe to open? Decided before anything parses it.

Workbooks come by chat from anywhere. A workbook is a zip of XML files: its size, the number and
size of its parts and their compression are bounded, and no part may declare XML entities.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from typing import TYPE_CHECKING

from community.errors import Problem
from community.text import Text

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE_BYTES = 20 * 2**20
MAX_OLD_BYTES = 8 * 2**20  # of .xls; a district of 200 classes has one or two
MAX_PARTS = 1000
MAX_SHEETS = 100
MAX_TOTAL_BYTES = 100 * 2**20
MAX_XML_BYTES = 32 * 2**20  # a district of 200 classes has one or two
MAX_RATIO = 200  # the sheets of real workbooks shrink to a tenth, some to a fiftieth
_SMALL = 2**20  # a part this small may shrink as much as it likes
_CHUNK = 2**20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx protected by a password
_DECLARATIONS = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le")
) + tuple(word.encode("utf-16-be") for word in ("<!DOCTYPE", "<!ENTITY"))
_LONG_FORMULA = re.compile(rb't="shared"[^>]*>[^<]{1000}')  # taken apart anew in each cell
_TAIL = 1100
# What takes long to read, and how much of it a workbook may have. Elements of sheets are rows,
# cells and what is in them; those of all other parts styles, names and relations.
_SHEETS, _OTHERS = b"<sheets", b"<others"
_MOST = {
    _SHEETS: (2_000_000, Text("行和单元格等内容", "rows, cells and the like")),
    _OTHERS: (200_000, Text("样式、名称等内容", "styles, names and the like")),
    b"mergeCell ": (10_000, Text("合并的单元格", "merged cells")),
    b"dataValidation ": (10_000, Text("数据验证", "data validations")),
    b"<conditionalFormatting": (10_000, Text("条件格式", "conditional formats")),
    b't="shared"': (20_000, Text("填充的公式", "formulas that are filled down")),
}

_TOO_LARGE = Text(
    "请另存为新的工作簿，删去多余的工作表、图片和空行",
    "Save it as a new workbook without other sheets, pictures and blank rows",
)
_COPY = Text(
    "请新建工作簿，把数据按“数值”粘贴过去", "Paste the data, as values, into a new workbook"
)
_SAVE_AS = Text("请另存为“Excel 工作簿（.xlsx）”", "Save it as an Excel workbook (.xlsx)")
# What reading a zip raises whose parts are damaged, encrypted, exotically compressed or nowhere.
DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError)


def refusal(path: Path, *, max_sheets: int = MAX_SHEETS) -> Problem | None:
    """Return why a file may not be opened as a workbook, or None when it may.

    Raises
    ------
    OSError
        When the file cannot be read at all.
    """
    found = _refusal(path, max_sheets)
    if found is None:
        return None
    value, expected, hint = found
    return Problem(place=path.name, value=value, expected=expected, hint=hint)


def old_refusal(path: Path) -> Problem | None:
    """Return why a file of the old format may not be opened as a workbook, or None."""
    size = path.stat().st_size
    if size <= MAX_OLD_BYTES:
        return None
    value, expected, _hint = _large("旧格式的文件", "a file of the old format", size, MAX_OLD_BYTES)
    return Problem(place=path.name, value=value, expected=expected, hint=_SAVE_AS)


def damaged(path: Path) -> Problem:
    """Return the problem of a workbook that cannot be read."""
    return Problem(
        place=path.name,
        expected=Text(
            "应为完好的工作簿，没有密码", "expected an undamaged workbook, without password"
        ),
        hint=_SAVE_AS,
    )


def _refusal(path: Path, max_sheets: int) -> tuple[str, Text, Text] | None:
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        return _large("文件", "a file", size, MAX_FILE_BYTES)
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD_OFFICE:
        return (
            "",
            Text(
                "应为.xlsx工作簿，这是旧的.xls格式或有密码的文件",
                "expected an .xlsx workbook, this is the old .xls format or has a password",
            ),
            _SAVE_AS,
        )
    not_a_zip = Text(
        "应为.xlsx工作簿，这个文件不是", "expected an .xlsx workbook, this file is none"
    )
    if not zipfile.is_zipfile(path):
        return "", not_a_zip, _SAVE_AS
    try:
        with zipfile.ZipFile(path) as archive:
            return _parts(archive, max_sheets) or _contents(archive)
    except (*DAMAGED, ValueError):
        damaged = Text("应为完好的.xlsx工作簿", "expected an undamaged .xlsx workbook")
        return "", damaged, _SAVE_AS


def _parts(archive: zipfile.ZipFile, max_sheets: int) -> tuple[str, Text, Text] | None:
    """Check what the zip says of itself, without unpacking."""
    parts = archive.infolist()
    sheets = sum(p.filename.startswith("xl/worksheets/") for p in parts)
    if len(parts) > MAX_PARTS or sheets > max_sheets:
        return (
            str(len(parts)),
            Text(
                f"应不超过{max_sheets}个工作表、{MAX_PARTS}个部件",
                f"expected at most {max_sheets} sheets and {MAX_PARTS} parts",
            ),
            _TOO_LARGE,
        )
    total = sum(p.file_size for p in parts)
    if total > MAX_TOTAL_BYTES:
        return _large("解压后", "an unpacked workbook", total, MAX_TOTAL_BYTES)
    for part in parts:
        if part.file_size > max(_SMALL, MAX_RATIO * part.compress_size):
            return (
                part.filename,
                Text(
                    f"应不压缩到{MAX_RATIO}分之一以下（像是压缩炸弹）",
                    f"expected a compression below {MAX_RATIO} to 1 (this looks like a zip bomb)",
                ),
                _TOO_LARGE,
            )
    names = {p.filename for p in parts}
    if "[Content_Types].xml" not in names:
        return (
            "",
            Text(
                "应为.xlsx工作簿，这是别的压缩文件", "expected an .xlsx workbook, not another zip"
            ),
            _SAVE_AS,
        )
    return None


def _contents(archive: zipfile.ZipFile) -> tuple[str, Text, Text] | None:
    """Unpack every XML part in pieces: sizes must be true, and entities are refused."""
    size, found = 0, Counter[bytes]()
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels", ".vml")):
            continue
        in_sheets = part.filename.startswith(("xl/worksheets/sheet", "xl/sharedStrings"))
        with archive.open(part) as stream:
            tail = b""
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > MAX_XML_BYTES:
                    return _large("表格内容", "sheet content", size, MAX_XML_BYTES)
                found.update({word: chunk.count(word) for word in _MOST})
                found[_SHEETS if in_sheets else _OTHERS] += chunk.count(b"<") - chunk.count(b"</")
                for word, (most, what) in _MOST.items():
                    if found[word] > most:
                        expected = Text(
                            f"{what.zh}应不超过{most}处", f"expected at most {most} {what.en}"
                        )
                        return part.filename, expected, _COPY
                window = tail + chunk
                if any(word in window for word in _DECLARATIONS):
                    return (
                        part.filename,
                        Text("应没有XML实体声明", "expected no XML entity declarations"),
                        _SAVE_AS,
                    )
                if _LONG_FORMULA.search(window):
                    expected = Text("应没有这样长的公式", "expected no formula as long as this")
                    return part.filename, expected, _COPY
                tail = window[-_TAIL:]
    return None


def _large(zh: str, en: str, size: int, most: int) -> tuple[str, Text, Text]:
    most //= 2**20
    return (
        f"{size / 2**20:.0f} MB",
        Text(f"{zh}应不超过{most} MB", f"expected {en} of at most {most} MB"),
        _TOO_LARGE,
    )
