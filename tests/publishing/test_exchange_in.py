"""Files of other programs read: what they carry comes back, what they lack stays empty."""

from __future__ import annotations

import csv
import re
import shutil
from collections import defaultdict
from dataclasses import replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest
from published_plan import sample, with_fields

from community.errors import InputError
from community.models import SlotKind, WeekPattern
from community.reading import read_community
from community.records import Unavailable
from community.requests import JointLesson
from community.writing import write_folder
from publishing.export import export
from publishing.importing import import_files, import_timetable
from publishing.plan_folder import read_plan
from publishing.view import periods_a_week

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from community.models import Community
    from publishing.importing import Imported
    from scenarios.plan import Plan

COMMUNITY, PLAN = sample(1, 4)
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The sample's plan in the format of another program, written once."""
    folder = tmp_path_factory.mktemp("exported")

    @cache
    def made(kind: str) -> Path:
        export(kind, COMMUNITY, PLAN, folder / kind)
        return folder / kind

    return made


def table(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def some(rows: Rows, *columns: str) -> list[tuple[str, ...]]:
    return sorted(tuple(row[column] for column in columns) for row in rows)


def brought(path: Path, files: Path, *, name: str = "in") -> tuple[Path, Imported]:
    return path / name, import_files([files], path / name)


@pytest.mark.parametrize("kind", ["oneroster", "untis", "asc"])
def test_what_a_format_carries_comes_back(
    tmp_path: Path, exported: Callable[[str], Path], kind: str
) -> None:
    out, imported = brought(tmp_path, exported(kind))
    write_folder(COMMUNITY, tmp_path / "own")
    own = tmp_path / "own"
    for name, columns in {
        "schools": "id name stage",
        "classes": "id school name",
        "subjects": "id name",
        "teachers": "id name class_teacher_of",
    }.items():
        assert some(table(out, name), *columns.split()) == some(table(own, name), *columns.split())
    homes = {row["id"]: row["school"] for row in table(out, "teachers")}
    visitors = {t.id for t in COMMUNITY.teachers if not homes[t.id]}
    assert visitors == ({"T001", "T005"} if kind == "asc" else set())
    assert all(homes[t.id] == t.school for t in COMMUNITY.teachers if t.id not in visitors)
    subjects = {row["id"]: row["subjects"] for row in table(out, "teachers")}
    assert subjects == {t.id: ";".join(t.subjects) for t in COMMUNITY.teachers}
    assert dict(imported.rows)[("教师", "teachers")] == len(COMMUNITY.teachers)  # type: ignore[index]


@pytest.mark.parametrize("kind", ["oneroster", "untis", "asc"])
def test_the_curriculum_is_what_the_classes_are_taught(
    tmp_path: Path, exported: Callable[[str], Path], kind: str
) -> None:
    out, _ = brought(tmp_path, exported(kind))
    taught: dict[tuple[str, str], float] = defaultdict(float)
    doubles: dict[tuple[str, str], int] = defaultdict(int)
    for x in PLAN.week.lessons:
        taught[x.class_id, x.subject] += periods_a_week(x)
        doubles[x.class_id, x.subject] += x.periods == 2
    rows = table(out, "curriculum")
    for group in COMMUNITY.classes:
        for subject in COMMUNITY.subjects:
            mine = [
                row
                for row in rows
                if (row["grade"], row["subject"]) == (str(group.grade), subject.id)
                and row["school"] in ("", group.school)
            ]
            periods = taught[group.id, subject.id]
            assert [float(row["periods"]) for row in mine] == ([periods] if periods else [])
            if kind != "oneroster":
                assert all(int(row["doubles"]) == doubles[group.id, subject.id] for row in mine)


def test_bells_and_terms_come_where_a_format_has_them(
    tmp_path: Path, exported: Callable[[str], Path]
) -> None:
    out, _ = brought(tmp_path, exported("asc"))
    bells = {(row["grid"], row["name"]): (row["start"], row["end"]) for row in table(out, "slots")}
    early = [s for s in COMMUNITY.slots if s.grid == "early" and s.kind is SlotKind.LESSON]
    assert bells["S0", "第1节"] == ("08:20", "09:00")
    assert len([key for key in bells if key[0] == "S0"]) == len(early)
    out, _ = brought(tmp_path, exported("oneroster"), name="roster")
    write_folder(COMMUNITY, tmp_path / "own")
    assert table(out, "terms") == table(tmp_path / "own", "terms")


def test_what_is_missing_stays_empty_and_is_named(
    tmp_path: Path, exported: Callable[[str], Path]
) -> None:
    out, imported = brought(tmp_path, exported("untis"))
    gaps = {(g.where.zh, g.what.zh): g.count for g in imported.gaps}
    assert gaps["教师", "出生年份"] == len(COMMUNITY.teachers)
    assert gaps["学校", "类型"] == 2
    assert gaps["作息", "开始"] == 14
    assert ("学期", "整张表") in gaps and ("社区", "政策方案") in gaps
    teacher = table(out, "teachers")[0]
    assert {teacher[c] for c in ("birth_year", "is_backbone", "max_periods")} == {""}
    lost = {(x.where.zh, x.what.zh): x.count for x in imported.lost}
    assert lost["课表", "课在哪天第几节"] == len(PLAN.week.lessons)


def _joint_plan() -> tuple[Community, Plan]:
    """The sample whose first two classes have a lesson of music in common, and two are away."""
    first, second = (next(x for x in PLAN.week.lessons if (x.class_id, x.subject) == (c, "music"))
                     for c in ("S0-11", "S0-21"))  # fmt: skip
    joint = replace(first, series="H1")
    lessons = (*(x for x in PLAN.week.lessons if x not in (first, second)), joint,
               replace(joint, class_id="S0-21"))  # fmt: skip
    community = with_fields(
        COMMUNITY,
        joint=(JointLesson(id="H1", subject="music", classes=("S0-11", "S0-21")),),
        unavailable=(
            Unavailable(teacher="T007", weekday=3, slot=2),
            Unavailable(class_id="S1-11", weekday=5, slot=10),
            Unavailable(teacher="T001", weekday=2, slot=3, school="S1"),
        ),
    )
    return community, replace(PLAN, week=replace(PLAN.week, lessons=tuple(sorted(lessons))))


def test_what_classes_have_together_comes_back_from_oneroster(tmp_path: Path) -> None:
    community, plan = _joint_plan()
    sent = export("oneroster", community, plan, tmp_path / "oneroster")
    assert ("合班", "行") not in {(x.where.zh, x.what.zh) for x in sent.lost}
    out, _ = brought(tmp_path, tmp_path / "oneroster")
    assert some(table(out, "joint"), "subject", "classes", "periods") == [
        ("music", "S0-11;S0-21", "1")
    ]
    classes = tmp_path / "oneroster" / "classes.csv"
    text, many = re.subn(r'"[^"]*=1"', '"nobody,nothing=x"', classes.read_text(encoding="utf-8"))
    assert many == 2
    classes.write_text(text, encoding="utf-8", newline="")
    out, imported = brought(tmp_path, tmp_path / "oneroster", name="spoilt")
    lost = {x.what.zh: x.count for x in imported.lost}
    assert lost["看不懂的合班"] >= 1
    assert not table(out, "joint")


@pytest.mark.parametrize("kind", ["untis", "asc"])
def test_who_teaches_and_what_classes_have_together_comes_in(tmp_path: Path, kind: str) -> None:
    community, plan = _joint_plan()
    export(kind, community, plan, tmp_path / kind)
    out, _ = brought(tmp_path, tmp_path / kind)
    joint = some(table(out, "joint"), "subject", "classes", "periods")
    assert joint == [("music", "S0-11;S0-21", "1")]
    taught: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for x in plan.week.lessons:
        taught[x.class_id, x.subject][x.teacher] += periods_a_week(x)
    shared = {course: mine for course, mine in taught.items() if len(mine) > 1}
    expected = [
        (*course, who, str(int(periods)) if course in shared else "", "fixed")
        for course, mine in taught.items()
        for who, periods in mine.items()
    ]
    rows = some(table(out, "teaching"), "class_id", "subject", "teacher", "periods", "binding")
    assert [row[:4] for row in rows] == sorted(row[:4] for row in expected)
    visits = some(table(out, "placements"), "teacher", "kind", "host", "status")
    away = some(table(out, "unavailable"), "teacher", "class_id", "school", "weekday", "slot")
    if kind == "untis":  # which knows homes and times
        assert visits == [(t, "itinerant", "S1", "locked") for t in ("T001", "T005")]
        assert away == [
            ("", "S1-11", "", "5", "7"),  # the seventh period, and the only slots there are
            ("T001", "", "S1", "2", "2"),
            ("T007", "", "", "3", "1"),
        ]
    read = import_timetable([tmp_path / kind], community, tmp_path / "plan")
    assert read_plan(community, tmp_path / "plan").week == plan.week
    assert read.lost == ()


def test_a_second_teacher_of_the_subject_comes_in_beside_the_first(tmp_path: Path) -> None:
    lesson = '{0},4,4,4,"301","{1}","zh",""\n'
    others = '2,1,1,1,"302","MA","zh",""\n3,2,2,2,"302","LI","pe",""\n'
    text = lesson.format(1, "LIN") + lesson.format(1, "MA") + others
    (tmp_path / "GPU002.TXT").write_text(text + '4,2,2,2,"302","MA","pe",""\n', encoding="utf-8")
    out, imported = brought(tmp_path, tmp_path)
    assert some(table(out, "teaching"), "class_id", "subject", "teacher", "together") == [
        ("301", "zh", "LIN", ""),
        ("301", "zh", "MA", "yes"),
        ("302", "pe", "LI", ""),
        ("302", "pe", "MA", ""),  # after the other one: a lesson of its own
        ("302", "zh", "MA", ""),
    ]
    assert not [x for x in imported.lost if x.where.zh == "任课"]


ASKED = {
    "GPU002.TXT": '1,4,4,4,"301","LIN","zh","R1~R2"\n2,2,2,2,"301","MA","pe",""\n'
    '2,2,2,2,"302","MA","pe",""\n3,3,3,3,"302","LIN","zh",""\n4,1,1,1,"302","MA","zh",""\n'
    '5,2,2,2,"301","LIN","art",""\n5,2,2,2,"302","MA","art",""\n',
    "GPU016.TXT": '"L","LIN",1,1,-3\n"K","301",5,3,-3\n"F","pe",2,1,-3\n"F","zh",2,3,-2\n'
    '"L","MA",1,2,2\n"R","R1",4,4,-3\n"L","???",1,1,-3\n',
}


def test_what_untis_asks_comes_in_as_rows(tmp_path: Path) -> None:
    for name, text in ASKED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    out, imported = brought(tmp_path, tmp_path)
    school = tmp_path.name
    assert some(table(out, "teaching"), "class_id", "subject", "teacher", "periods") == [
        ("301", "art", "LIN", ""),
        ("301", "pe", "MA", ""),
        ("301", "zh", "LIN", ""),
        ("302", "art", "MA", ""),
        ("302", "pe", "MA", ""),
        ("302", "zh", "LIN", "3"),
        ("302", "zh", "MA", "1"),
    ]
    assert some(table(out, "joint"), "subject", "classes", "periods") == [("pe", "301;302", "2")]
    assert some(table(out, "room_requests"), "subject", "class_id", "rooms", "strictness") == [
        ("zh", "301", "R1;R2", "soft")
    ]
    assert some(table(out, "unavailable"), "teacher", "class_id", "room", "weekday", "slot") == [
        ("", "", "R1", "4", "4"),
        ("", "301", "", "5", "3"),
        ("LIN", "", "", "1", "1"),
    ]
    assert some(table(out, "time_requests"), "subject", "weekdays", "slots", "strictness") == [
        ("pe", "2", "1", "hard"),
        ("zh", "2", "3", "soft"),
    ]
    assert {row["school"] for row in table(out, "time_requests")} == {school}
    lost = {(x.where.zh, x.what.zh): x.count for x in imported.lost}
    assert lost[("Untis 课程", "同时上的课")] == 1  # art in 301 and in 302
    assert lost[("Untis 时间要求", "其余程度的要求")] == 1
    assert lost[("Untis 时间要求", "行")] == 1


def test_a_planner_who_fills_the_gaps_has_a_community(
    tmp_path: Path, exported: Callable[[str], Path]
) -> None:
    out, _ = brought(tmp_path, exported("asc"))
    own = tmp_path / "own"
    write_folder(COMMUNITY, own)
    for name, columns in {
        "schools": ["role"],
        "rooms": ["kind"],
        "teachers": ["school", "birth_year", "joined_year"],
    }.items():
        source = {row["id"]: row for row in table(own, name)}
        rows = table(out, name)
        for row in rows:
            row.update({column: source[row["id"]][column] for column in columns})
        with (out / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    visits = "T001,itinerant,S1,2025-1,1,locked\nT005,itinerant,S1,2025-1,1,locked\n"
    (out / "placements.csv").write_text(f"teacher,kind,host,start,terms,status\n{visits}")
    for name in ("terms.csv", "travel.csv"):
        shutil.copy(own / name, out / name)
    (out / "policy.toml").write_text(
        '[community]\nid = "x"\nname = "x"\nschool_year = 2025\n[policy]\nprofile = "songyang"\n',
        encoding="utf-8",
    )
    read = read_community(out)
    assert {c.id for c in read.classes} == {c.id for c in COMMUNITY.classes}
    assert read.teacher_by_id["T001"].school == "S0"


def test_a_workbook_is_written_too(tmp_path: Path, exported: Callable[[str], Path]) -> None:
    imported = import_files([exported("oneroster")], tmp_path / "in.xlsx")
    assert imported.written.stat().st_size > 10_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("kind", ["oneroster", "untis", "asc"])
def test_every_usual_encoding_is_understood(
    tmp_path: Path, exported: Callable[[str], Path], kind: str, encoding: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(exported(kind), copy)
    for path in copy.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        if kind == "asc":
            said = "GB2312" if encoding == "gb18030" else encoding.removesuffix("-sig")
            text = text.replace("encoding='utf-8'", f"encoding='{said}'")
        path.write_bytes(text.encode(encoding))
    out, _ = brought(tmp_path, copy)
    plain, _ = brought(tmp_path, exported(kind), name="plain")
    for path in plain.iterdir():
        assert (out / path.name).read_bytes() == path.read_bytes(), path.name


OWN_ASC = """<?xml version="1.0" encoding="no-such-code"?>
<timetable ascttversion="2021" options="groupstype1" displayname="aSc Timetables 2012 XML">
<periods><period period="0" name="0" starttime="7:30" endtime="8:10"/>
<period period="1" name="1" starttime="8:20" endtime="9:00"/></periods>
<weeksdefs><weeksdef id="*w" weeks="1"/><weeksdef id="A" weeks="10"/></weeksdefs>
<subjects><subject id="*1" name="语文" short="语"/>
<subject id="*2" name="英语" short="英"/></subjects>
<teachers><teacher id="*1" lastname="林" firstname="晓禾" short="林" gender="F" color="#FF0000"/>
<teacher id="*2" name="高山" email="a@b.cn"/></teachers>
<classes><class id="*1" name="3.1" teacherid="*1"/><class id="*2" name="(2)班" grade="3"/>
<class id="*3" name="蓝天班"/></classes>
<groups><group id="G1" classid="*1" name="全班" entireclass="1"/>
<group id="G2" classid="*1" name="一组" entireclass="0"/></groups>
<students><student id="*1" name="小禾"/></students>
<lessons><lesson id="L1" classids="*1" subjectid="*1" teacherids="*1,*9" groupids="G1"
periodspercard="1" periodsperweek="5" weeksdefid="*w"/>
<lesson id="L2" classids="*1" subjectid="*2" teacherids="*2" groupids="G2" periodsperweek="2"/>
<lesson id="L3" classids="*2,*3" subjectid="*1" teacherids="*2" periodspercard="2"
periodsperweek="6" weeksdefid="A"/></lessons>
<cards><card lessonid="L1" period="0" days="10000" weeks="1"/>
<card lessonid="L2" period="1" days="10000" weeks="1"/></cards>
</timetable>"""


def test_a_file_of_asc_itself_is_understood_as_far_as_it_goes(tmp_path: Path) -> None:
    (tmp_path / "东山小学.xml").write_text(OWN_ASC, encoding="gbk")
    out, imported = brought(tmp_path, tmp_path / "东山小学.xml")
    assert some(table(out, "schools"), "id", "name") == [("东山小学", "东山小学")]
    names = [row["name"] for row in table(out, "classes")]
    assert names == ["三年级(1)班", "三年级(2)班", "蓝天班"]  # the last one for `check` to name
    assert some(table(out, "teachers"), "id", "name", "subjects") == [
        ("T001", "林晓禾", "K001"),
        ("T002", "高山", "K001"),
    ]
    assert some(table(out, "slots"), "order", "start") == [("1", "07:30"), ("2", "08:20")]
    lost = {(x.where.zh, x.what.zh): x.count for x in imported.lost}
    assert lost == {
        ("aSc “student”", "行"): 1,
        ("aSc “teacher”", "“gender”"): 1,
        ("aSc “teacher”", "“color”"): 1,
        ("aSc “teacher”", "“email”"): 1,
        ("aSc “teacher”", "指向没有的编号"): 2,  # *9: once for the lesson, once for its card
        ("aSc 课程", "分组的课"): 1,
        ("aSc 课表", "没有班级或日子的课"): 1,
        ("学科", "原编号"): 2,
        ("班级", "原编号"): 3,
        ("教师", "原编号"): 2,
        (
            "课程计划",
            "同年级各班不同的周课时",
        ): 2,  # 5 in one class, 3 in the other (6 in odd weeks)
        ("课程计划", "认不出年级的班级的课"): 1,
        ("课表", "课在哪天第几节"): 1,
    }


def test_blocks_come_in_with_their_length_and_number(tmp_path: Path) -> None:
    lessons = (  # classes, subject, periods of a lesson, periods a week
        ("1", "1", 3, 6),
        ("1", "1", 1, 1),
        ("2", "1", 3, 3),
        ("2", "1", 2, 4),  # of two lengths
        ("1,2", "2", 2, 4),
        ("2", "2", 1, 1),
    )
    rows = "".join(
        f"<lesson id='L{n}' classids='{c}' subjectid='S{s}' teacherids='T' "
        f"periodspercard='{length}' periodsperweek='{held}'/>"
        for n, (c, s, length, held) in enumerate(lessons)
    )
    (tmp_path / "a.xml").write_text(
        "<timetable><subjects><subject id='S1' name='劳动'/><subject id='S2' name='体育'/>"
        "</subjects><teachers><teacher id='T' name='林晓禾'/></teachers>"
        "<classes><class id='1' name='3.1'/>"
        f"<class id='2' name='3.2'/></classes><lessons>{rows}</lessons></timetable>",
        encoding="utf-8",
    )
    out, imported = brought(tmp_path, tmp_path / "a.xml")
    assert some(table(out, "relations"), "relation", "subjects", "classes", "number", "times") == [
        ("block", "S1", "1", "3", "2"),
        ("block", "S2", "1;2", "2", "2"),
    ]
    assert some(table(out, "joint"), "subject", "classes", "periods") == [("S2", "1;2", "4")]
    lost = {(x.where.zh, x.what.zh): x.count for x in imported.lost}
    assert lost[("连堂", "三节以上的连堂")] == 1
    assert ("合班", "合班课的连堂") not in lost


def test_the_timetable_of_untis_alone_makes_classes_and_people(tmp_path: Path) -> None:
    (tmp_path / "GPU001.TXT").write_text(
        '1;"301";"LIN";"zh";"R1";1;1;;\r\n1;"301";"LIN";"zh";"R1";1;2;;\r\n'
        '2;"301";"Mül";"en";"";5;7;;\r\n',
        encoding="cp1252",
    )
    imported = import_files([tmp_path / "GPU001.TXT"], tmp_path / "in", encoding="cp1252")
    out = imported.written
    assert some(table(out, "teachers"), "id", "subjects") == [("LIN", "zh"), ("Mül", "en")]
    assert some(table(out, "classes"), "id", "name") == [("301", "三年级(1)班")]
    assert some(table(out, "curriculum"), "subject", "periods") == [("en", "1"), ("zh", "2")]
    assert len(table(out, "slots")) == 7


def test_a_timetable_of_fet_comes_back_but_for_odd_and_even_weeks(
    tmp_path: Path, exported: Callable[[str], Path]
) -> None:
    import_timetable([exported("fet")], COMMUNITY, tmp_path / "plan")
    weekly = tuple(x for x in PLAN.week.lessons if x.weeks is WeekPattern.ALL)
    assert read_plan(COMMUNITY, tmp_path / "plan").week.lessons == weekly


@pytest.mark.parametrize("kind", ["untis", "asc"])
def test_a_timetable_comes_back_as_a_plan_lesson_by_lesson(
    tmp_path: Path, exported: Callable[[str], Path], kind: str
) -> None:
    read = import_timetable([exported(kind)], COMMUNITY, tmp_path / "plan")
    assert read_plan(COMMUNITY, tmp_path / "plan").week == PLAN.week
    assert read.lessons == len(PLAN.week.lessons)
    assert read.lost == ()


def test_lessons_that_the_community_does_not_know_are_counted(tmp_path: Path) -> None:
    (tmp_path / "S0").mkdir()
    (tmp_path / "S0/GPU001.TXT").write_text(
        '1,"S0-11","T007","zh","",1,1\n'  # as in the community
        '2,"一年级(1)班","王秀兰","音乐","高楼",1,2\n'  # all by their names, but the room
        '3,"九年级(9)班","T007","zh","",1,3\n'
        '4,"S0-11","T007","天文","",1,4\n'
        '5,"S0-11","某人","zh","",1,5\n'
        '6,"S0-11","T007","zh","",6,6\n'
        '7,"S0-11","T007","zh","",5,7\n7,"S0-11","T006","zh","",5,7\n',
        encoding="utf-8",
    )
    (tmp_path / "S0/GPU007.TXT").write_text('"S0","城关中心小学"\n', encoding="utf-8")
    read = import_timetable([tmp_path / "S0"], COMMUNITY, tmp_path / "plan", term="2025-2")
    week = read_plan(COMMUNITY, tmp_path / "plan").week
    assert week.term == "2025-2"
    assert [(x.weekday, x.slot, x.subject, x.teacher) for x in week.lessons] == [
        (1, 2, "zh", "T007"),
        (1, 3, "music", "T001"),
        (5, 10, "zh", "T007"),
    ]
    assert {x.what.zh: x.count for x in read.lost} == {
        "认不出的教室": 1,
        "认不出班级的课": 1,
        "认不出学科的课": 1,
        "认不出教师的课": 1,
        "本校没有的节次": 1,
        "第二位教师": 1,
    }
    with pytest.raises(InputError):
        import_timetable([tmp_path / "S0"], COMMUNITY, tmp_path / "x", term="2030-1")


SCRAPS = (b"", b"0", b"-1", b"9" * 30, b'"', b",", b";", b"\n", b"\xff", b"\x00", b"<", b"*", b"=1")


@pytest.mark.parametrize("kind", ["oneroster", "untis", "asc"])
def test_damaged_files_are_understood_or_refused(
    tmp_path: Path, exported: Callable[[str], Path], kind: str
) -> None:
    chance = Random(kind)
    whole = sorted(p for p in exported(kind).rglob("*.*") if p.is_file())
    for number in range(40):
        shutil.copytree(exported(kind), tmp_path / str(number))
        path = chance.choice(whole)
        data = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(data) + 1)
            data[at : at + chance.randint(0, 8)] = chance.choice(SCRAPS)
        (tmp_path / str(number) / path.relative_to(exported(kind))).write_bytes(data)
        try:
            import_files([tmp_path / str(number)], tmp_path / f"{number}.out")
        except InputError as error:
            assert error.problems[0].place
            assert not (tmp_path / f"{number}.out").exists()
