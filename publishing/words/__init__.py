"""The words of everything that is published, in both languages, in one place."""

from __future__ import annotations

from publishing.words.calendars import CALENDARS
from publishing.words.duties import DUTIES
from publishing.words.families import FAMILIES
from publishing.words.pages import PAGES
from publishing.words.reports import REPORTS
from publishing.words.rosters import ROSTERS
from publishing.words.solving import SOLVING
from publishing.words.tables import TABLES
from publishing.words.web import WEB

__all__ = ["FAMILIES", "PRINTED", "WORDS"]

PRINTED = {**TABLES, **ROSTERS, **PAGES, **DUTIES, **CALENDARS, **REPORTS, **WEB}
WORDS = {**PRINTED, **SOLVING}
