"""Files for other programs, read back by parsers of others and compared lesson by lesson."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import zipfile
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from published_calendar import BARE as PLAN
from published_calendar import COMMUNITY as DATED
from published_calendar import END
from published_calendar import SAMPLE as COMMUNITY
from published_plan import with_fields

from community.errors import InputError
from community.models import Unavailable, WeekPattern
from publishing.export import export
from publishing.view import PlanView
from scenarios.plan import NO_WEEK
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from pathlib import Path

    from publishing.exchange.losses import Loss
    from scenarios.plan import Plan
    from scheduling.timetable import ClassLesson

LESSONS = PLAN.week.lessons
CALLED = {s.id: s.name for s in COMMUNITY.schools}
NUMBER = {order: number for number, order in enumerate((2, 3, 5, 6, 8, 9, 10), 1)}  # of periods
DAYS = {x.date: x for x in DATED.calendar}


def counts(lost: tuple[Loss, ...], where: str) -> dict[str, int]:
    return {loss.what.zh: loss.count for loss in lost if loss.where.zh == where}


# --- iCalendar -----------------------------------------------------------------------------------


def events(path: Path) -> dict[str, dict[str, str]]:
    """Return the events of a calendar by id, parsed by hand: unfolded lines, names, values."""
    text = path.read_bytes().decode().replace("\r\n ", "")
    found, event = {}, None
    for line in text.split("\r\n"):
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            assert event is not None
            found[event["UID"]] = event
            event = None
        elif event is not None:
            name, _, value = line.partition(":")
            assert name not in event
            event[name] = value
    return found


def dates_of(lesson: ClassLesson) -> set[dt.date]:
    """Return when a lesson is held, counted by hand: week 1 of the term begins on 2025-09-01."""
    found = set()
    for n in range((END - dt.date(2025, 9, 1)).days + 1):
        date = dt.date(2025, 9, 1) + dt.timedelta(n)
        week, weekday = n // 7 + 1, date.isoweekday()
        if date in DAYS:
            week, weekday = DAYS[date].week or 0, DAYS[date].weekday or 0
        elif weekday > 5:
            continue
        parity = WeekPattern.ODD if week % 2 else WeekPattern.EVEN
        if weekday == lesson.weekday and lesson.weeks in (WeekPattern.ALL, parity):
            found.add(date)
    return found


def ical(tmp_path: Path, plan: Plan = PLAN) -> Path:
    export("ical", DATED, plan, tmp_path / "ical")
    return tmp_path / "ical"


@pytest.fixture(scope="module")
def calendars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the plan's calendars; tests write over copies of it."""
    return ical(tmp_path_factory.mktemp("calendars"))


def test_a_calendar_tells_every_lesson_on_its_dates(calendars: Path) -> None:
    out, view = calendars, PlanView(PLAN, DATED)
    for group in DATED.classes:
        expected = Counter(
            (f"{date:%Y%m%d}T{start // 60:02d}{start % 60:02d}00", view.subject_name(x.subject))
            for x in view.by_class[group.id]
            for start in [view.clock(x)[0]]
            for date in dates_of(x)
        )
        found = events(out / f"classes/{group.id}.ics").values()
        zone = "DTSTART;TZID=Asia/Shanghai"
        assert Counter((e[zone], e["SUMMARY"].split(" ")[0]) for e in found) == expected
    odd = next(x for x in LESSONS if x.weeks is WeekPattern.ODD)  # on a Friday
    assert dt.date(2025, 9, 28) not in dates_of(odd)  # taught as week 6, an even one
    live = next(x for x in LESSONS if x.assistant)
    assistant = events(out / f"teachers/{live.assistant}.ics").values()
    assert any("助教" in e["DESCRIPTION"] for e in assistant)
    room = events(out / f"rooms/{live.room}.ics").values()
    assert len(room) == len(dates_of(live))
    assert (
        "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai"
        in (out / "index.csv").parent.joinpath("rooms", f"{live.room}.ics").read_bytes().decode()
    )


def test_events_keep_their_ids_and_tell_what_has_changed(tmp_path: Path, calendars: Path) -> None:
    out = shutil.copytree(calendars, tmp_path / "ical")
    single = [x for x in LESSONS if x.class_id == "S0-11" and x.subject == "zh"]
    moved, other = single[0], next(x for x in LESSONS if x.class_id == "S0-21")
    feed, elsewhere = out / "classes/S0-11.ics", out / "classes/S0-21.ics"
    before, untouched = events(feed), elsewhere.read_bytes()
    taken = {(x.weekday, x.slot) for x in LESSONS if x.class_id == "S0-11"}
    day, free = next((d, s) for d in range(1, 6) for s in NUMBER if (d, s) not in taken)
    week = {x: x for x in LESSONS} | {moved: replace(moved, weekday=day, slot=free)}
    week[single[1]] = replace(single[1], teacher=other.teacher)
    ical(tmp_path, replace(PLAN, week=WeekTimetable("2025-1", tuple(week.values()))))
    after = events(feed)
    assert set(before) < set(after)
    assert {e["SEQUENCE"] for e in before.values()} == {"0"}
    cancelled = [u for u, e in after.items() if e["STATUS"] == "CANCELLED"]
    assert len(cancelled) == len(dates_of(moved))
    assert all(after[u]["SEQUENCE"] == "1" for u in cancelled)
    changed = [u for u in before if after[u]["SEQUENCE"] == "1" and u not in cancelled]
    assert len(changed) == len(dates_of(single[1]))
    assert len(after) == len(before) + len(dates_of(week[moved]))
    assert elsewhere.read_bytes() == untouched
    gone = next(x.teacher for x in LESSONS if x.teacher != "T001")
    rest = tuple(x for x in LESSONS if x.teacher != gone)
    ical(tmp_path, replace(PLAN, week=WeekTimetable("2025-1", rest)))
    feed = events(out / f"teachers/{gone}.ics")
    assert feed and all(e["STATUS"] == "CANCELLED" for e in feed.values())


def test_a_file_of_somebody_else_is_no_calendar_to_go_on_from(tmp_path: Path) -> None:
    path = tmp_path / "ical/classes/S0-11.ics"
    path.parent.mkdir(parents=True)
    for content in (b"", b"my notes", b"BEGIN:VCALENDAR\r\nPRODID:other\r\nEND:VCALENDAR\r\n"):
        path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            ical(tmp_path)
        assert caught.value.problems[0].place == str(path)
        assert path.read_bytes() == content
        assert [p.name for p in (tmp_path / "ical").rglob("*") if p.is_file()] == ["S0-11.ics"]


def test_lessons_without_a_date_are_counted(tmp_path: Path) -> None:
    week = tuple(replace(x, weekday=7) if x == LESSONS[0] else x for x in LESSONS)
    slots = tuple(s.model_copy(update={"weekdays": (1, 2, 3, 4, 5, 7)}) for s in DATED.slots)
    plan = replace(PLAN, week=WeekTimetable("2025-1", week))
    lost = export("ical", with_fields(DATED, slots=slots), plan, tmp_path / "ical").lost
    assert counts(lost, "课表") == {"学期里没有上课日期的课": 1}


# --- Untis and aSc: a lesson as (class, subject, teachers, weekday, period, weeks, room) ---------

ROWS = sorted(
    (
        *(x.class_id, x.subject, {x.teacher, x.assistant} - {""}),
        *(x.weekday, NUMBER[x.slot] + more, x.weeks.value, x.room),
    )
    for x in LESSONS
    for more in range(x.periods)
)
WEEKS = {"": "all", "单周": "odd", "双周": "even"}


def gpu(path: Path) -> list[list[str]]:
    return [[cell.strip('"') for cell in line.split(",")] for line in path.read_text().splitlines()]


def test_untis_files_hold_the_timetable(tmp_path: Path) -> None:
    exported = export("untis", COMMUNITY, PLAN, tmp_path)
    found: dict[tuple[str, ...], set[str]] = {}
    for school in ("S0", "S1"):
        folder = tmp_path / CALLED[school]
        lessons = gpu(folder / "GPU002.TXT")
        weeks = {row[0]: WEEKS[row[11]] for row in lessons}
        for row in gpu(folder / "GPU001.TXT"):
            number, group, teacher, subject, room, day, period = row[:7]
            key = (group, subject, day, period, weeks[number], room)
            found.setdefault(key, set()).add(teacher)
        held = Counter((row[1], row[3]) for row in gpu(folder / "GPU001.TXT") if row[2] != "")
        told = Counter[tuple[str, str]]()
        for row in lessons:
            told[row[4], row[6]] += int(row[1])
        assert told == held
        names = {row[0]: row[1] for row in gpu(folder / "GPU003.TXT")}
        assert names == {c.id: c.name for c in COMMUNITY.classes if c.school == school}
    rows = [(g, s, who, int(d), int(p), w, room) for (g, s, d, p, w, room), who in found.items()]
    assert sorted(rows) == ROWS
    doubles = [row for row in gpu(tmp_path / CALLED["S1"] / "GPU002.TXT") if row[27]]
    assert [(row[4], row[6], row[27]) for row in doubles] == [("S1-41", "art", "1")]
    assert counts(exported.lost, "课表") == {"同步课堂的联系": 2, "助教的身份": 1}


def test_asc_files_hold_the_timetable(tmp_path: Path) -> None:
    exported = export("asc", COMMUNITY, PLAN, tmp_path)
    rows = []
    for school in ("S0", "S1"):
        root = ET.parse(tmp_path / f"{CALLED[school]}.xml").getroot()
        lessons = {e.get("id"): e for e in root.findall("lessons/lesson")}
        known = {e.get("id") for e in root.iter() if e.get("id")}
        for card in root.findall("cards/card"):
            lesson = lessons[card.get("lessonid")].attrib
            teachers = set(filter(None, lesson["teacherids"].split(",")))
            assert {lesson["classids"], lesson["subjectid"], lesson["weeksdefid"]} <= known
            assert teachers <= known
            weeks = {"11": "all", "10": "odd", "01": "even"}[card.get("weeks", "")]
            rows += [
                (
                    *(lesson["classids"], lesson["subjectid"], teachers),
                    *(card.get("days", "").index("1") + 1, int(card.get("period", "")) + more),
                    *(weeks, card.get("classroomids", "")),
                )
                for more in range(int(lesson["periodspercard"]))
            ]
        for table in root:
            assert all(",".join(element.attrib) == table.get("columns") for element in table), (
                table.tag
            )
    assert sorted(rows) == ROWS
    start = ET.parse(tmp_path / f"{CALLED['S1']}.xml").find("periods/period")
    assert start is not None and start.get("starttime") == "8:30"
    assert counts(exported.lost, "作息") == {"不是正课的时段": 8}


@pytest.mark.parametrize(("kind", "ending"), [("untis", ""), ("asc", ".xml"), ("fet", ".fet")])
def test_files_are_named_as_their_schools(tmp_path: Path, kind: str, ending: str) -> None:
    """Schools of one name have their ids besides; a name leads to no other folder."""
    for names, files in (
        (("东山小学", "西沟小学"), {"东山小学", "西沟小学"}),
        (("中心小学", "中心小学"), {"中心小学 S0", "中心小学 S1"}),
        (("../东山", "西/沟"), {"-东山", "西-沟"}),
    ):
        schools = (
            s.model_copy(update={"name": name})
            for s, name in zip(COMMUNITY.schools, names, strict=True)
        )
        community, out = with_fields(COMMUNITY, schools=tuple(schools)), tmp_path / names[0][-4:]
        export(kind, community, PLAN, out)
        assert {path.name for path in out.iterdir()} == {f"{name}{ending}" for name in files}


def test_the_list_of_whose_calendars_they_are_is_told_first(tmp_path: Path) -> None:
    first, *feeds = export("ical", DATED, PLAN, tmp_path).written
    with first.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [tmp_path / row["文件"] for row in rows] == feeds
    assert {COMMUNITY.called[x.teacher] for x in LESSONS} <= {row["名称"] for row in rows}


def test_fet_files_hold_the_timetable(tmp_path: Path) -> None:
    view, rows = PlanView(PLAN, COMMUNITY), []
    away = (Unavailable(teacher="T007", weekday=3, slot=2), Unavailable(room="S0-LIVE", weekday=1))
    community = with_fields(COMMUNITY, unavailable=away)
    exported = export("fet", community, PLAN, tmp_path)
    for school in COMMUNITY.schools:
        root = ET.parse(tmp_path / f"{school.name}.fet").getroot()
        days = [e.text for e in root.iterfind("Days_List/Day/Name")]
        hours = [e.text for e in root.iterfind("Hours_List/Hour/Name")]
        activities = {e.findtext("Id"): e for e in root.iterfind("Activities_List/Activity")}
        known = {e.text for e in root.iterfind("*/*/Name")}
        starts = "Time_Constraints_List/ConstraintActivityPreferredStartingTime"
        rooms = {
            e.findtext("Activity_Id"): e.findtext("Room")
            for e in root.iterfind("Space_Constraints_List/ConstraintActivityPreferredRoom")
        }
        held = [e for e in activities.values() if e.findtext("Active") == "true"]
        assert len(held) == len(root.findall(starts))
        for start in root.iterfind(starts):
            activity = activities[start.findtext("Activity_Id")]
            teachers = {e.text for e in activity.iterfind("Teacher")}
            (group,) = (e.text for e in activity.iterfind("Students"))
            assert {group, *teachers} <= known
            day, hour = (start.findtext(f"Preferred_{tag}") for tag in ("Day", "Hour"))
            room = rooms.get(start.findtext("Activity_Id"), "")
            rows += [
                (
                    *(school.id, group, activity.findtext("Subject"), tuple(sorted(teachers))),
                    *(days.index(day) + 1, hours.index(hour) + 1 + more, room),
                )
                for more in range(int(activity.findtext("Duration") or 0))
            ]
    expected = [
        (
            *(x.school, COMMUNITY.class_by_id[x.class_id].name, view.subject_name(x.subject)),
            tuple(sorted(COMMUNITY.called[who] for who in (x.teacher, x.assistant) if who)),
            *(x.weekday, NUMBER[x.slot] + more, view.room_name(x.room)),
        )
        for x in LESSONS
        if x.weeks is WeekPattern.ALL
        for more in range(x.periods)
    ]
    assert sorted(rows) == sorted(expected)
    root = ET.parse(tmp_path / f"{CALLED['S0']}.fet").getroot()
    found = root.find("Time_Constraints_List/ConstraintTeacherNotAvailableTimes")
    assert found is not None and found.findtext("Teacher") == COMMUNITY.called["T007"]
    cells = [(e.findtext("Day"), e.findtext("Hour")) for e in found.iter("Not_Available_Time")]
    assert cells == [("周三", "第1节")]
    shut = root.find("Space_Constraints_List/ConstraintRoomNotAvailableTimes")
    assert shut is not None and len(shut.findall("Not_Available_Time")) == len(NUMBER)
    weeks = sum(x.weeks is not WeekPattern.ALL for x in LESSONS)
    assert counts(exported.lost, "课表")["单双周"] == weeks


# --- OneRoster -----------------------------------------------------------------------------------

HEADERS = {  # of the specification
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,"
    "parentSourcedId,schoolYear",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,"
    "orgSourcedId,subjects,subjectCodes",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,"
    "classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "users": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,"
    "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,"
    "userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,"
    "primaryOrgSourcedId,pronouns",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
    "orgSourcedId,userProfileSourcedId",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,"
    "userSourcedId,role,primary,beginDate,endDate",
}


def test_oneroster_files_hold_who_teaches_what(tmp_path: Path) -> None:
    exported = export("oneroster", COMMUNITY, PLAN, tmp_path / "roster.zip")
    assert exported.written == [tmp_path / "roster.zip"]
    tables: dict[str, list[dict[str, str]]] = {}
    with zipfile.ZipFile(tmp_path / "roster.zip") as archive:
        for name in archive.namelist():
            reader = csv.DictReader(io.StringIO(archive.read(name).decode(), newline=""))
            tables[name.removesuffix(".csv")] = list(reader)
            extra = [f for f in reader.fieldnames or () if not f.startswith("metadata.")]
            assert ",".join(extra) == HEADERS.get(name.removesuffix(".csv"), "propertyName,value")
    manifest = {row["propertyName"]: row["value"] for row in tables.pop("manifest")}
    assert manifest["oneroster.version"] == "1.2"
    assert {k for k, v in manifest.items() if v == "bulk"} == {f"file.{name}" for name in HEADERS}
    ids = {name: [row["sourcedId"] for row in rows] for name, rows in tables.items()}
    assert all(len(set(found)) == len(found) for found in ids.values())
    classes = {row["sourcedId"]: row for row in tables["classes"]}
    for row in tables["enrollments"]:
        assert row["classSourcedId"] in classes and row["userSourcedId"] in ids["users"]
    assert {row["courseSourcedId"] for row in classes.values()} <= set(ids["courses"])
    found: dict[tuple[str, str], set[str]] = {}
    for row in tables["enrollments"]:
        group = classes[row["classSourcedId"]]
        if group["classType"] == "scheduled":
            key = (group["classCode"], group["subjectCodes"])
            found.setdefault(key, set()).add(row["userSourcedId"])
    expected: dict[tuple[str, str], set[str]] = {}
    periods = Counter[tuple[str, str]]()
    for x in LESSONS:
        expected.setdefault((x.class_id, x.subject), set()).update({x.teacher, x.assistant} - {""})
        periods[x.class_id, x.subject] += x.periods * (2 if x.weeks is WeekPattern.ALL else 1)
    assert found == expected
    assert {
        (row["classCode"], row["subjectCodes"]): float(row["metadata.weeklyPeriods"]) * 2
        for row in classes.values()
        if row["classType"] == "scheduled"
    } == periods
    first = tables["users"][0]
    assert (first["familyName"], first["givenName"]) == ("王", "秀兰")
    assert counts(exported.lost, "课表")["上课时间"] == len(LESSONS)


@pytest.mark.parametrize("kind", ["ical", "oneroster", "untis", "asc", "fet"])
def test_a_roster_alone_has_no_lessons_to_export(tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError):
        export(kind, COMMUNITY, replace(PLAN, week=NO_WEEK), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kind", ["ical", "oneroster", "untis", "asc", "fet"])
def test_every_cell_of_the_community_is_carried_or_counted(tmp_path: Path, kind: str) -> None:
    lost = export(kind, COMMUNITY, PLAN, tmp_path / "out").lost
    assert counts(lost, "轮岗名单") == {"轮岗安排": 4}
    assert counts(lost, "政策") == {"规则": 2}
    assert counts(lost, "教师")["出生年份"] == len(COMMUNITY.teachers)
    assert counts(lost, "路程") == {"行": 2}
