"""A plan of two weeks: what rules mean by a day is one of its days, and it has two Mondays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from two_sites import STARTS, TIMES, agree, lesson_event, timetable, two_sites

from scheduling.local.compiling import tables_of
from scheduling.local.layout import state_of
from scheduling.local.state import totals
from scheduling.local.tables import flat_of
from scheduling.neighbourhoods import Terrain
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.fixed_days import FixedDays, Visit
from scheduling.rules.limit_sites import LimitSites
from scheduling.rules.sync_link import Broadcast, SyncLink
from scheduling.rules.travel_time import TravelTime

STAFF = AppliesTo(resource_groups=("Staff",))
FIRST = tuple(replace(t, date=t.weekday) for t in TIMES)
SECOND = tuple(replace(t, id=f"{t.id}'", date=7 + (t.weekday or 0)) for t in TIMES)


@pytest.mark.parametrize(
    ("rule", "same", "apart"),
    [
        # T is in the north from 8:00 to 8:40 and in the south from 8:15 on, on the same Monday or
        # on two: in two places at once, with 20 minutes to go, at two sites on a day.
        (AvoidClashes(id="r", applies_to=STAFF), 1, 0),
        (TravelTime(id="r", applies_to=STAFF), 1, 0),
        (LimitSites(id="r", max_per_day=1, applies_to=STAFF), 1, 0),
        # A broadcast is heard when it is held.
        (SyncLink(id="r", broadcasts=(Broadcast("a", ("b",)),), min_overlap_minutes=20), 0, 1),
        # Mondays are Mondays.
        (FixedDays(id="r", visits=(Visit("T", "S", (1,)),)), 0, 0),
        (FixedDays(id="r", visits=(Visit("T", "S", (2,)),)), 1, 1),
    ],
    ids=lambda x: getattr(x, "family", None),
)
def test_two_mondays_are_two_days(rule, same, apart):
    events = (lesson_event("a", "N", 1, "T"), lesson_event("b", "S", 1, "T"))
    instance = replace(two_sites(*events, rules=(rule,)), times=(*FIRST, *SECOND))
    for solution, off in (
        (timetable(a="N:1.1", b="S:1.1"), same),
        (timetable(a="N:1.1'", b="S:1.1'"), same),
        (timetable(a="N:1.1", b="S:1.1'"), apart),
    ):
        assert agree(instance, solution).hard == off
        tables = tables_of(instance)
        state = state_of(instance, tables, flat_of(tables), solution, 1)
        assert totals(state) == (off, 0)


def test_parts_of_a_plan_are_its_days():
    instance = replace(two_sites(lesson_event("a", "N", 1)), times=(*FIRST, *SECOND))
    days = Terrain(instance).days
    assert len(days) == 4
    assert {len(day) for day in days} == {3 * len(STARTS)}
