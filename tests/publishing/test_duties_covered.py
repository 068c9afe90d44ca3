"""A duty that somebody else has on a date, in what people read: folder, lists, page, feeds.

As in ``test_duties_published``: she has the first two classes of S1 at once for morning reading on
Mondays. On one she is at an event, and a colleague has both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from test_duties_exported import DATED, START, on_duty
from test_duties_exported import MONDAY as ON_MONDAY
from test_duties_published import CLASSES, COMMUNITY, PLAN, READING, SHE, STAFF
from test_exchange_out import dates_of, events
from test_web_page import embedded

from publishing.calendar_lists import calendar_lists
from publishing.export import export
from publishing.plan_folder import read_plan, write_plan
from publishing.view import PlanView
from publishing.web import page
from scheduling.term.events import Cover, DatedEvent, TermCalendar

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.plan import Plan

MONDAY = min(dates_of(ON_MONDAY))
HE = STAFF[-1]
AWAY = DatedEvent(MONDAY, 480, 720, "own:1", "外出培训", host="S0", people=(SHE.id,))
COVERS = tuple(
    sorted(Cover(MONDAY, "S1", c.id, READING, "", SHE.id, HE.id, AWAY.id) for c in CLASSES[:2])
)
COVERED = replace(PLAN, calendar=TermCalendar(PLAN.week.term, (AWAY,), COVERS))
BOTH = "、".join(c.name for c in CLASSES[:2])


def calendars(folder: Path, plan: Plan) -> Path:
    export("ical", DATED, plan, folder / "ical")
    return folder / "ical"


def test_a_plan_folder_keeps_who_has_duties(tmp_path: Path) -> None:
    write_plan(COVERED, COMMUNITY, tmp_path / "plan")
    assert read_plan(COMMUNITY, tmp_path / "plan").calendar.covers == COVERS


def test_lists_and_page_say_that_it_is_a_duty() -> None:
    rows = {n.key: n.rows for n in calendar_lists(PlanView(COVERED, COMMUNITY), "zh")}
    told = [(row[4][:2], *row[5:]) for row in rows["term_covers"]]
    assert told == [("早读", c.name, "值班", SHE.name, HE.name, AWAY.name) for c in CLASSES[:2]]
    data = embedded(page(COVERED, COMMUNITY))["calendar"]
    covers = [dict(zip(data["cover_fields"], row, strict=True)) for row in data["covers"]]
    assert [(x["slot"], x["subject"], x["start"]) for x in covers] == [("早读", -2, 485)] * 2


def test_the_feeds_of_all_concerned_tell_it(tmp_path: Path) -> None:
    out = calendars(tmp_path, COVERED)
    date = f"{MONDAY:%Y%m%d}"
    hers = {e[START][:8]: e for e in on_duty(out / f"teachers/{SHE.id}.ics").values()}
    assert hers[date]["STATUS"] == "CANCELLED"
    assert "代值班" in hers[date]["DESCRIPTION"]
    assert {e["STATUS"] for day, e in hers.items() if day != date} == {"CONFIRMED"}
    his = events(out / f"teachers/{HE.id}.ics").values()
    (one,) = [e for e in his if e["SUMMARY"].startswith("代值班")]
    assert one["SUMMARY"] == f"代值班 {BOTH} 早读"
    assert one[START] == f"{date}T080500"
    for group in CLASSES[:2]:
        found = on_duty(out / f"classes/{group.id}.ics").values()
        told = [e for e in found if "代值班" in e["DESCRIPTION"]]
        assert [(e[START][:8], e["STATUS"]) for e in told] == [(date, "CONFIRMED")]
    school = events(out / "schools/S1.ics").values()
    assert sum(e["SUMMARY"].startswith("代值班") for e in school) == 1


def test_classes_on_a_trip_need_nobody_on_duty(tmp_path: Path) -> None:
    """The first class is away with its event; the second has the colleague."""
    trip = replace(AWAY, classes=(CLASSES[0].id,), subject="")
    plan = replace(COVERED, calendar=TermCalendar(PLAN.week.term, (trip,), COVERS[1:]))
    out = calendars(tmp_path, plan)
    date = f"{MONDAY:%Y%m%d}"

    def state(feed: str) -> str:
        found = on_duty(out / f"{feed}.ics").values()
        return next(e["STATUS"] for e in found if e[START][:8] == date)

    assert state(f"classes/{CLASSES[0].id}") == "CANCELLED"
    assert state(f"classes/{CLASSES[1].id}") == "CONFIRMED"
    assert state(f"teachers/{SHE.id}") == "CANCELLED"
