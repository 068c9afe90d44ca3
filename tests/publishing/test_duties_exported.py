"""Duties in calendars and in the files of other programs, read back by hand.

As in ``test_duties_published``: morning reading on Mondays at S1, where she has two classes at
once, and the first class after school on Tuesdays. S1 rings ten minutes later than S0.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from published_calendar import dated
from test_duties_published import CLASSES, COMMUNITY, PLAN, SERVICE, SHE, STAFF
from test_exchange_out import counts, dates_of, events
from test_web_page import embedded

from publishing.duty_lists import duty_table
from publishing.export import Exported, export
from publishing.grids import class_grid
from publishing.view import PlanView
from publishing.web import page
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    from pathlib import Path

START = "DTSTART;TZID=Asia/Shanghai"
END = "DTEND;TZID=Asia/Shanghai"
DATED = dated(COMMUNITY)
MONDAY, TUESDAY = (
    next(x for x in PLAN.week.lessons if x.weekday == day and x.weeks == "all") for day in (1, 2)
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Exported]:
    """The folder of the plan's calendars, and what was told of them; tests write over copies."""
    out = tmp_path_factory.mktemp("calendars") / "ical"
    return out, export("ical", DATED, PLAN, out)


@pytest.fixture
def calendars(exported: tuple[Path, Exported]) -> Path:
    return exported[0]


def on_duty(path: Path) -> dict[str, dict[str, str]]:
    return {uid: e for uid, e in events(path).items() if e["SUMMARY"].endswith("值班")}


def dates(found: dict[str, dict[str, str]], summary: str) -> set[dt.date]:
    starts = (e[START] for e in found.values() if e["SUMMARY"] == summary)
    return {dt.datetime.strptime(s[:8], "%Y%m%d").date() for s in starts}


def test_a_teachers_calendar_tells_her_duties_by_date_and_clock(calendars: Path) -> None:
    found = on_duty(calendars / f"teachers/{SHE.id}.ics")
    # Both classes of a Monday are one event; a Tuesday with exams and the holidays have none.
    assert dates(found, "早读 值班") == dates_of(MONDAY)
    assert dates(found, "课后服务 值班") == dates_of(TUESDAY)
    assert dt.date(2025, 11, 4) not in dates_of(TUESDAY)
    assert len(found) == len(dates_of(MONDAY)) + len(dates_of(TUESDAY))
    clocks = {(e["SUMMARY"], e[START][9:13], e[END][9:13]) for e in found.values()}
    assert clocks == {("早读 值班", "0805", "0825"), ("课后服务 值班", "1640", "1740")}
    lines = {e["SUMMARY"]: e["DESCRIPTION"] for e in found.values()}
    assert lines["早读 值班"] == "\\n".join(c.name for c in CLASSES[:2])


def test_classes_and_schools_are_told_who_is_there(calendars: Path) -> None:
    out = calendars
    of_class = on_duty(out / f"classes/{CLASSES[0].id}.ics").values()
    assert {e["DESCRIPTION"] for e in of_class} == {SHE.name}
    school = on_duty(out / "schools/S1.ics")
    assert dates(school, "早读 值班") == dates_of(MONDAY)
    reading = next(e for e in school.values() if e["SUMMARY"] == "早读 值班")
    assert f"{SHE.name} {CLASSES[0].name}、{CLASSES[1].name}" in reading["DESCRIPTION"]
    assert not (out / "schools/S0.ics").exists()
    assert "schools/S1.ics,学校," in (out / "index.csv").read_text("utf-8-sig")


def test_a_duty_that_changes_hands_keeps_its_id_where_it_stays(
    tmp_path: Path, calendars: Path
) -> None:
    out, other = shutil.copytree(calendars, tmp_path / "ical"), STAFF[1]
    before = {name: on_duty(out / name) for name in (f"teachers/{SHE.id}.ics", "schools/S1.ics")}
    duties = tuple(replace(x, teacher=other.id) if x.slot == SERVICE else x for x in PLAN.duties)
    export("ical", DATED, replace(PLAN, duties=duties), out)
    hers = on_duty(out / f"teachers/{SHE.id}.ics")
    gone = [e for e in hers.values() if e["STATUS"] == "CANCELLED"]
    assert {*hers} == {*before[f"teachers/{SHE.id}.ics"]}
    assert {e["SUMMARY"] for e in gone} == {"课后服务 值班"}
    assert len(gone) == len(dates_of(TUESDAY))
    school = on_duty(out / "schools/S1.ics")
    assert {*school} == {*before["schools/S1.ics"]}
    changed = [e for e in school.values() if e["SEQUENCE"] == "1"]
    assert len(changed) == len(dates_of(TUESDAY))
    assert all(other.name in e["DESCRIPTION"] for e in changed)


@pytest.mark.parametrize("kind", ["oneroster", "untis", "asc"])
def test_formats_without_a_place_for_duties_count_them(
    tmp_path: Path, kind: str, exported: tuple[Path, Exported]
) -> None:
    lost = export(kind, DATED, PLAN, tmp_path / "out").lost
    assert counts(lost, "值班表") == {"值班": len(PLAN.duties)}
    assert counts(lost, "值班要求") == {"行": 2}
    assert not counts(exported[1].lost, "值班表")


def test_the_web_page_holds_duties_by_class_teacher_and_school() -> None:
    data = embedded(page(PLAN, COMMUNITY))
    at = {c.id: i for i, c in enumerate(COMMUNITY.classes)}
    people = [t["name"] for t in data["teachers"]]
    shown = [(cls, day, order, people[who]) for cls, day, order, who in data["duties"]]
    named = {t.id: t.name for t in COMMUNITY.teachers}
    assert shown == [(at[x.class_id], x.weekday, x.slot, named[x.teacher]) for x in PLAN.duties]
    assert [t["duties"] for t in data["teachers"] if t["name"] == SHE.name] == [
        "值班 2 次、1.33 小时"
    ]
    assert data["lists"]["duty_counts"]["rows"][0][3] == 2
    bare = embedded(page(replace(PLAN, duties=()), COMMUNITY))
    assert bare["duties"] == [] and "duty_counts" not in bare["lists"]


def test_a_duty_has_the_bells_of_its_weekday() -> None:
    """On Tuesdays service is half an hour earlier: 16:10 to 17:10."""
    grid = COMMUNITY.school_by_id["S1"].grid
    slots = []
    for s in COMMUNITY.slots:
        if (s.grid, s.order) != (grid, SERVICE):
            slots.append(s)
            continue
        slots.append(s.model_copy(update={"weekdays": (1, 3, 4, 5)}))
        earlier = {"weekdays": (2,), "start": s.start - 30, "end": s.end - 30}
        slots.append(s.model_copy(update=earlier))
    view = PlanView(PLAN, replaced(COMMUNITY, slots=tuple(slots)))
    texts = [row[1] for row in duty_table(view, "zh").rows]
    assert texts[-1] == "课后服务\n16:10–17:10"
    grid_rows = {r.name: r for r in class_grid(view, CLASSES[0], "zh").rows}
    assert [e.head for e in grid_rows["课后服务"].cells[2]] == [SHE.name]
