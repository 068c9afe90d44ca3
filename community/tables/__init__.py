"""The tables of a community: one description for CSV files, workbooks, the template and reading."""

from __future__ import annotations

from community.tables.bells import SLOTS
from community.tables.done import DONE
from community.tables.duties import DUTIES
from community.tables.fixed import FIXED, UNAVAILABLE
from community.tables.grouped import GROUPED
from community.tables.load_requests import LOADS
from community.tables.people import HISTORY, PLACEMENTS, TEACHERS
from community.tables.relations import RELATIONS
from community.tables.requests import JOINT, TEACHING, TIMES
from community.tables.rooms import ROOM_REQUESTS
from community.tables.sites import CLASSES, ROOMS, SCHOOLS, TRAVEL
from community.tables.teaching import CURRICULUM, SUBJECTS, SYNC
from community.tables.year import CALENDAR, TERMS

REQUESTS = (TEACHING, JOINT, GROUPED, FIXED, TIMES, LOADS, RELATIONS, ROOM_REQUESTS, DUTIES)
TABLES = (
    SCHOOLS,
    SLOTS,
    ROOMS,
    CLASSES,
    SUBJECTS,
    CURRICULUM,
    TEACHERS,
    UNAVAILABLE,
    HISTORY,
    TERMS,
    CALENDAR,
    TRAVEL,
    SYNC,
    PLACEMENTS,
    *REQUESTS,
    DONE,
)
BY_KEY = {table.key: table for table in TABLES}
