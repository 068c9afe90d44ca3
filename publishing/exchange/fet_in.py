"""A file of FET read: its lists as one school, and what it asks as rows of the requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from publishing.exchange.fet_asked import take
from publishing.exchange.fet_asking import Asking
from publishing.exchange.fet_school import FetSchool
from publishing.exchange.reading import refuse
from scheduling.fet.data import read_school
from scheduling.xhstt.elements import Findings, parse

if TYPE_CHECKING:
    from pathlib import Path

    from publishing.exchange.found import Found

_DAYS = 7


def read(found: Found, place: str, name: str, path: Path) -> None:
    """Add the school of a file to what was found; its name is the file's, unless it has one.

    Raises
    ------
    InputError
        When the file cannot be read, or its days are no week.
    """
    findings = Findings(place)
    root = parse(path, findings, {}, exact=True)
    if root.tag.lower() != "fet":
        expected = Text("FET文件应以<fet>开头", "a FET file begins with <fet>")
        raise refuse(place, expected, value=str(root.tag))
    school = read_school(root, findings)
    if len(school.grid.days) > _DAYS * (1 + school.grid.halves) or school.grid.days_in_term:
        expected = Text("应为一周的课表，不超过7天", "expected a week of at most 7 days")
        raise refuse(place, expected, value=str(len(school.grid.days)))
    reader = FetSchool(found, place, name, root, school)
    reader.take()
    take(Asking(reader, findings))
    findings.raise_any()
