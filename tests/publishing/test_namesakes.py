"""Two people of one name are told apart in everything that people read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from published_plan import sample, with_fields

from community.namesakes import told_apart
from community.records import Teacher
from community.text import Text
from publishing.comparison import Names
from publishing.export import export
from publishing.plan_book import HIDDEN
from publishing.plan_folder import read_plan, write_plan
from scenarios.audit import audited
from scenarios.class_teachers import Handover, sentence

OTHERWISE = re.compile(r"(?:teacher_by_id\[.*?\]|teacher|mentee|mentor)\.name\b")
SAMPLE, PLAN = sample(1, 6)
PLACED = [p.teacher for p in PLAN.roster.placements]
ZH = [t for t in SAMPLE.teachers if t.subjects[0] == "zh" and t.school == "S0"]
TWINS = {PLACED[0], *(t.id for t in ZH[:2])}
COMMUNITY = with_fields(
    SAMPLE,
    teachers=tuple(
        t.model_copy(update={"name": "欧阳芳"}) if t.id in TWINS else t for t in SAMPLE.teachers
    ),
)


def people(*rows: tuple[str, str, str, str]) -> list[str]:
    teachers = [
        Teacher(
            id=i,
            name=name,
            school=school,
            subjects=(subject,),
            stage="primary",
            birth_year=1980,
            joined_year=2010,
        )
        for i, name, school, subject in rows
    ]
    subjects, schools = {"zh": "语文", "math": "数学"}, {"A": "东山小学", "B": "西山小学"}
    return [*told_apart(teachers, subjects, schools).values()]


def test_what_tells_namesakes_apart() -> None:
    one, other = ("T1", "王芳", "A", "zh"), ("T2", "王芳", "A", "math")
    assert people(one, ("T3", "陈丙", "A", "zh")) == ["王芳", "陈丙"]
    assert people(one, other) == ["王芳（语文）", "王芳（数学）"]
    assert people(one, ("T2", "王 芳", "B", "zh")) == ["王芳（东山小学）", "王 芳（西山小学）"]
    assert people(one, other, ("T3", "王芳", "B", "zh")) == [
        *("王芳（东山小学语文）", "王芳（数学）", "王芳（西山小学）")
    ]
    assert people(one, ("T2", "王芳", "A", "zh")) == ["王芳（1）", "王芳（2）"]
    assert people(("A1", "王芳", "A", "zh"), ("B1", "王芳", "A", "zh")) == [
        *("王芳（A1）", "王芳（B1）")
    ]
    foreign = people(("T1", "Li Wei", "A", "zh"), ("T2", "Li Wei", "B", "zh"))
    assert foreign == ["Li Wei (东山小学)", "Li Wei (西山小学)"]


def test_nobody_is_called_like_somebody_else() -> None:
    found = people(
        *(("T1", "王芳", "A", "zh"), ("T2", "王芳", "A", "math")),
        *(("T3", "王芳（语文）", "A", "zh"), ("T4", "王芳 (数学)", "A", "zh")),
    )
    assert len({*found}) == 4


@pytest.mark.parametrize("kind", ["workbook", "web", "csv", "ical"])
def test_every_print_tells_them_apart(tmp_path: Path, kind: str) -> None:
    soft = tuple(v for v in audited(COMMUNITY, PLAN).violations if not v.is_hard)
    checked = replace(PLAN, violations=soft)
    shown = "\n".join(map(text_of, export(kind, COMMUNITY, checked, tmp_path).written))
    assert {*re.findall("欧阳芳（.*?）", shown)} == {COMMUNITY.called[t] for t in TWINS}
    assert not re.findall("欧阳芳(?!（).*", shown)


def text_of(path: Path) -> str:
    if path.suffix == ".ics":
        return path.read_bytes().decode().replace("\r\n ", "")
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    book = load_workbook(path)
    cells = (c for s in book if s.title != HIDDEN for row in s.values for c in row)
    return "\n".join([*book.sheetnames, *map(str, cells)])


def test_sentences_tell_them_apart() -> None:
    checked = audited(COMMUNITY, PLAN)
    said = [text for v in checked.violations for text in (v.sentence.zh, v.sentence.en)]
    who = PLACED[0]
    handover = sentence(COMMUNITY, Handover("S0-11", PLAN.roster.placements[0], ZH[0].id, 3))
    said += [*handover, Names(COMMUNITY, COMMUNITY).teacher(who)]
    assert any("欧阳芳" in text for text in said)
    assert not [text for text in said if re.search("欧阳芳(?!（)", text)]
    assert isinstance(handover, Text)


def test_nothing_that_is_said_names_people_in_another_way() -> None:
    root = Path(__file__).parents[2]
    for room in ("rotation", "scheduling", "scenarios", "publishing"):
        for path in (root / room).rglob("*.py"):
            if "exchange" not in path.parts:  # other programs have ids
                assert not OTHERWISE.findall(path.read_text(encoding="utf-8")), path


def test_a_plan_says_whom_it_means_and_is_read_back(tmp_path: Path) -> None:
    write_plan(PLAN, COMMUNITY, tmp_path)
    assert read_plan(COMMUNITY, tmp_path).week == PLAN.week
    table = tmp_path / "timetable.csv"
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    first, second = (COMMUNITY.called[t.id] for t in ZH[:2])
    at = next(i for i, line in enumerate(lines) if first in line)
    cells = lines[at].split(",")
    cells[cells.index(first) - 1] = ""  # the id: the name alone counts
    for name, right in ((second, ZH[1].id), (ZH[1].id, ZH[1].id)):
        lines[at] = ",".join(name if c in (first, second, ZH[1].id) else c for c in cells)
        table.write_text("\n".join(lines), encoding="utf-8-sig")
        moved = [*{*read_plan(COMMUNITY, tmp_path).week.lessons} - {*PLAN.week.lessons}]
        assert [x.teacher for x in moved] == [right]
        cells = lines[at].split(",")
    lines[at] = ",".join("欧阳芳" if c == ZH[1].id else c for c in cells)
    table.write_text("\n".join(lines), encoding="utf-8-sig")
    with pytest.raises(Exception, match="同名") as caught:
        read_plan(COMMUNITY, tmp_path)
    assert ZH[0].id in json.dumps(str(caught.value))
