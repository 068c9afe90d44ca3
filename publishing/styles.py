"""The looks of cells: named styles, so that a school can change all of a kind at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

if TYPE_CHECKING:
    from openpyxl import Workbook

FONT = "Microsoft YaHei"
INK, FAINT, LINK = "1F2A30", "5B686F", "0B5C6B"
HEADER, BREAK, SYNC, CLOSED = "DCE9E7", "F4F5F3", "FFF0CC", "ECECEC"

_LINE = Side(style="thin", color="9AA7AD")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center")


def _style(
    name: str,
    size: int,
    *,
    bold: bool = False,
    color: str = INK,
    fill: str = "",
    align: Alignment = _CENTRE,
    boxed: bool = True,
    underline: bool = False,
) -> NamedStyle:
    return NamedStyle(
        name=f"onebell {name}",
        font=Font(
            name=FONT, size=size, bold=bold, color=color, underline="single" if underline else None
        ),
        fill=PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        alignment=align,
        border=_BOX if boxed else Border(),
    )


def add_styles(book: Workbook) -> None:
    """Give a new workbook every style that ``style`` names."""
    for made in (
        _style("title", 22, bold=True, boxed=False),
        _style("heading", 16, bold=True, boxed=False),
        _style("section", 12, bold=True, color=LINK, align=_LEFT, boxed=False),
        _style("left", 10, color=FAINT, align=_LEFT, boxed=False),
        _style("right", 10, color=FAINT, align=_RIGHT, boxed=False),
        _style("small", 9, color=FAINT, align=_LEFT, boxed=False),
        _style("legend", 9, color=FAINT, align=_LEFT, boxed=False, fill=SYNC),
        _style("header", 12, bold=True, fill=HEADER),
        _style("list header", 10, bold=True, fill=HEADER),
        _style("break", 9, color=FAINT, fill=BREAK),
        _style("lesson", 13),
        _style("sync", 13, fill=SYNC),
        _style("closed", 13, fill=CLOSED),
        _style("list", 10),
        _style("list left", 10, align=_LEFT),
        _style("dense", 11),
        _style("dense sync", 11, fill=SYNC),
        _style("plain", 10, align=_LEFT, boxed=False),
        _style("link", 11, color=LINK, align=_LEFT, boxed=False, underline=True),
    ):
        book.add_named_style(made)


def style(name: str) -> str:
    """Return the name by which a cell takes a style."""
    return f"onebell {name}"
