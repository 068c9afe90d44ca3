"""Workbooks as they come in, each in the style of other hands; they all say ``messy_data``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messy_bureau import bureau
from messy_exported import exported, renamed
from messy_phone import phone
from messy_village import village

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

STYLES: dict[str, Callable[[], Workbook]] = {
    f.__name__: f for f in (bureau, village, exported, phone, renamed)
}
