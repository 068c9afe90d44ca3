"""XHSTT without the public archives: a file with everything in it, and files that are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tiny_xhstt import event, lessons, school

from community.errors import InputError
from community.rule import CostFunction, Strictness
from community.text import Text
from scheduling.instance import Event, ResourceSlot
from scheduling.rules.base import AppliesTo, Rule
from scheduling.rules.order_events import OrderEvents
from scheduling.rules.registry import XHSTT, families
from scheduling.rules.spread_events import Spread
from scheduling.xhstt import Archive, ArchivedSolution, SolutionGroup, evaluate, read, write
from scheduling.xhstt.constraints import POINTS

if TYPE_CHECKING:
    from pathlib import Path

SMALL = """<HighSchoolTimetableArchive Id="small">
  <Instances>
    <Instance Id="school">
      <MetaData><Name>A school</Name></MetaData>
      <Times>
        <TimeGroups><Day Id="Mo"><Name>Monday</Name></Day></TimeGroups>
        <Time Id="Mo1"><Name>Mo1</Name><Day Reference="Mo"/></Time>
        <Time Id="Mo2"><Name>Mo2</Name><Day Reference="Mo"/></Time>
      </Times>
      <Resources>
        <ResourceTypes><ResourceType Id="Teacher"><Name>T</Name></ResourceType></ResourceTypes>
        <ResourceGroups/>
        <Resource Id="A"><Name>Ann</Name><ResourceType Reference="Teacher"/></Resource>
        <Resource Id="B"><Name>Bo</Name><ResourceType Reference="Teacher"/></Resource>
      </Resources>
      <Events>
        <EventGroups><EventGroup Id="All"><Name>all</Name></EventGroup></EventGroups>
        <Event Id="E1">
          <Name>E1</Name>
          <Duration>2</Duration>
          <Resources>
            <Resource Reference="A"><Role>first</Role></Resource>
            <Resource><Role>second</Role><ResourceType Reference="Teacher"/></Resource>
          </Resources>
          <EventGroups><EventGroup Reference="All"/></EventGroups>
        </Event>
      </Events>
      <Constraints>
        <AssignTimeConstraint Id="times">
          <Name>times</Name>
          <Required>true</Required>
          <Weight>1</Weight>
          <CostFunction>Linear</CostFunction>
          <AppliesTo><EventGroups><EventGroup Reference="All"/></EventGroups></AppliesTo>
        </AssignTimeConstraint>
      </Constraints>
    </Instance>
  </Instances>
  <SolutionGroups>
    <SolutionGroup Id="ours">
      <MetaData><Contributor>us</Contributor></MetaData>
      <Solution Reference="school">
        <Events>
          <Event Reference="E1">
            <Duration>1</Duration>
            <Time Reference="Mo1"/>
            <Resources><Resource Reference="B"><Role>second</Role></Resource></Resources>
          </Event>
        </Events>
      </Solution>
    </SolutionGroup>
  </SolutionGroups>
</HighSchoolTimetableArchive>
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "school.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_small_file(tmp_path: Path) -> None:
    archive = read(_file(tmp_path, SMALL))
    assert archive.id == "small"
    assert archive.instances[0].time_group("Mo").members == ("Mo1", "Mo2")
    # One of two periods has a time.
    assert [(e.group, e.hard, e.soft) for e in evaluate(archive)] == [("ours", 1, 0)]


PLACED = '<Duration>1</Duration>\n            <Time Reference="Mo1"/>'
TEACHER = "<Role>second</Role><ResourceType"
ASSIGNED = "<Role>second</Role></Resource></Resources>"

# What is replaced by what; a part of the line that must be named; a part of what must be said.
BAD = {
    "unknown reference": ('<Time Reference="Mo1"/>', '<Time Reference="Mo9"/>', "Mo9", "Mo9"),
    "reference missing": ('<Time Reference="Mo1"/>', "<Time/>", "<Time/>", "应有Reference"),
    "unknown constraint": ("AssignTimeC", "AssignHolidaysC", "HolidaysC", "没有这种约束"),
    "rule of our own": ("AssignTimeC", "StayCloseC", "<StayCloseC", "没有这种约束"),
    "duplicate id": ('<Time Id="Mo2">', '<Time Id="Mo1">', "<Name>Mo2", "“Mo1”重复"),
    "id missing": ('<Time Id="Mo2">', "<Time>", "<Time><Name>", "应有Id"),
    "negative duration": ("<Duration>2<", "<Duration>-2<", "-2", "1到999999999"),
    "no number": ("<Duration>2<", "<Duration>two<", "two", "1到999999999"),
    "full-width number": ("<Duration>2<", "<Duration>２<", "２", "1到999999999"),
    "absurd duration": ("<Duration>2<", "<Duration>999999999<", 'Id="E1"', "10000"),
    "duration missing": ("<Duration>2</Duration>", "", 'Id="E1"', "缺少<Duration>"),
    "negative weight": ("<Weight>1<", "<Weight>-1<", "-1", "0到999999999"),
    "neither true nor false": ("<Required>true<", "<Required>maybe<", 'Id="times"', "true"),
    "unknown cost function": (">Linear<", ">Cubic<", 'Id="times"', "Cubic"),
    "unknown element": ("<ResourceGroups/>", "<Rooms/>", "<Rooms/>", "<Resource>"),
    "other instance": ('<Solution Reference="school">', '<Solution Reference="x">', '"x"', "实例"),
    "too long": (PLACED, "<Duration>3</Duration>", '<Event Reference="E1"', "不能超过2节"),
    "unknown role": (ASSIGNED, ASSIGNED.replace("second", "x"), ">x<", "没有角色“x”"),
    "given resource": (ASSIGNED, ASSIGNED.replace("second", "first"), 'Reference="B"', "定为A"),
    "role used twice": (TEACHER, TEACHER.replace("second", "first"), 'Id="E1"', "“first”"),
    "open without role": (TEACHER, "<ResourceType", "<Resource><Resource", "<Role>"),
    "no times": ("Times>", "Clocks>", "<Clocks>", "<Times>"),
    "duplicate group": (
        "    </SolutionGroup>\n",
        '    </SolutionGroup>\n    <SolutionGroup Id="ours"/>\n',
        '<SolutionGroup Id="ours"/>',
        "“ours”重复",
    ),
    "not well-formed": ("</Solution>\n", "", "</SolutionGroup>", "不是合格的XML"),
    "other format": ("HighSchoolTimetableArchive", "Other", "<Other Id", "HighSchoolTimetable"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file(case: str, tmp_path: Path) -> None:
    old, new, line, said = BAD[case]
    text = SMALL.replace(old, new)
    assert text != SMALL
    with pytest.raises(InputError) as caught:
        read(_file(tmp_path, text))
    first = caught.value.problems[0]
    assert first.place == "school.xml"
    assert first.row is not None
    assert line in text.splitlines()[first.row - 1], str(caught.value)
    assert said in str(first)


def test_lesson_beyond_the_last_time(tmp_path: Path) -> None:
    text = SMALL.replace("<Duration>1<", "<Duration>2<").replace(
        '<Time Reference="Mo1"/>', '<Time Reference="Mo2"/>'
    )
    with pytest.raises(InputError, match="节数不够"):
        read(_file(tmp_path, text))


def test_all_problems_are_found_at_once(tmp_path: Path) -> None:
    text = SMALL.replace("<Duration>2<", "<Duration>-1<").replace('"Mo"/>', '"Tu"/>')
    with pytest.raises(InputError) as caught:
        read(_file(tmp_path, text))
    rows = [p.row for p in caught.value.problems]
    assert rows == [7, 8, 20]  # two times of an unknown day, and the duration
    assert "expected a whole number from 1 to 999999999" in caught.value.lines("en")[-1]


def test_constraint_applies_to_what_it_can(tmp_path: Path) -> None:
    text = SMALL.replace(
        '<AppliesTo><EventGroups><EventGroup Reference="All"/></EventGroups></AppliesTo>',
        '<AppliesTo><Resources><Resource Reference="A"/></Resources></AppliesTo>',
    )
    with pytest.raises(InputError, match="<AppliesTo>里只能有<EventGroups>"):
        read(_file(tmp_path, text))


BOMB = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<HighSchoolTimetableArchive Id="&b;"><Instances/></HighSchoolTimetableArchive>
"""
OUTSIDE = """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<HighSchoolTimetableArchive Id="x"><Instances>&a;</Instances></HighSchoolTimetableArchive>
"""


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, "", "PK\x03\x04 a zip file", "\x00\x00"])
def test_hostile_file(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(_file(tmp_path, text))
    assert len(caught.value.problems) == 1


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="无法读取"):
        read(tmp_path / "nothing.xml")
    with pytest.raises(InputError, match="无法读取"):
        read(tmp_path)


def _one_of_each() -> tuple[Rule, ...]:
    """A rule of every family with all of its parameters, alternately hard and soft."""
    given = {
        "spreads": (Spread("Mo", 0, 2), Spread("Tu", 1, 1)),
        "time_groups": ("Mo", "First"),
        "times": ("Mo1", "Tu2"),
        "resource_groups": ("Staff",),
        "resources": ("A", "B"),
        "role": "teacher",
        "duration": 2,
        "minimum_duration": 1,
        "maximum_duration": 2,
        "minimum_amount": 1,
        "maximum_amount": 3,
        "minimum": 1,
        "maximum": 4,
    }
    points = {
        "EventGroups": {"event_groups": ("All",)},
        "Events": {"events": ("E1", "E2")},
        "ResourceGroups": {"resource_groups": ("Staff",)},
        "Resources": {"resources": ("R",)},
        "EventPairs": {"event_pairs": (("E1", "E2", None, None), ("E2", "E3", 1, 4))},
    }
    rules = []
    for number, name in enumerate(XHSTT):
        cls = families()[name]
        own = {k: v for k, v in given.items() if k in cls.__dataclass_fields__}
        where: dict[str, object] = {}
        for tag in POINTS[name].tags:
            where |= points[tag]
        rules.append(
            cls(
                id=f"rule {number}",
                title=Text(f"<规则 & {number}>", f"<规则 & {number}>"),
                strictness=(Strictness.HARD, Strictness.SOFT)[number % 2],
                weight=number,
                cost_function=tuple(CostFunction)[number % 3],
                applies_to=AppliesTo(**where),  # type: ignore[arg-type]
                **own,
            )
        )
    return tuple(rules)


def _everything() -> Archive:
    """Every element of the format at least once."""
    slots = (
        ResourceSlot(resource="A"),
        ResourceSlot("room", "Room", None, 3),
        ResourceSlot("teacher", "Teacher", "B"),
        *(ResourceSlot(resource=r) for r in "ABC"),
    )
    events = (
        Event("E1", 2, "语文", slots, workload=5, color="#ff0000", resource_groups=("Staff",)),
        event("E2", 1, "A", role="teacher", time="Tu3"),
        event("E3", 3),
    )
    instance = school(*events, rules=_one_of_each(), metadata={"Name": "小学", "Country": "CN"})
    course = replace(instance.event_groups[0], id="Course", kind="Course", members=("E1",))
    instance = replace(
        instance,
        event_groups=(course, *instance.event_groups),
        events=(replace(events[0], course="Course"), *events[1:]),
    )
    solution = lessons("E1*2@Mo1", "E2@Tu3=C", "E3@-", "E3*2@Tu1")
    groups = (
        SolutionGroup("one", (ArchivedSolution("tiny", solution, "text", "12.5"),), {"Date": "x"}),
        SolutionGroup("none"),
    )
    return Archive((instance,), groups, "archive", {"Name": "an archive"})


def test_everything_is_written_and_read_again(tmp_path: Path) -> None:
    archive, path = _everything(), tmp_path / "a.xml"
    write(archive, path)
    assert read(path) == archive
    again = tmp_path / "b.xml"
    write(read(path), again)
    assert again.read_bytes() == path.read_bytes()


def test_order_events_defaults(tmp_path: Path) -> None:
    """A pair without separations stays without."""
    archive, path = _everything(), tmp_path / "a.xml"
    write(archive, path)
    rule = next(r for r in read(path).instances[0].rules if isinstance(r, OrderEvents))
    assert rule.applies_to.event_pairs == (("E1", "E2", None, None), ("E2", "E3", 1, 4))


def test_nothing_is_written_when_it_cannot_be_said(tmp_path: Path) -> None:
    """Odd and even weeks are not in the format; the file that was there stays."""
    path = tmp_path / "a.xml"
    path.write_text("before", encoding="utf-8")
    odd = school(event("E1", alternates=True))
    with pytest.raises(ValueError, match="odd or even"):
        write(Archive((odd,)), path)
    assert path.read_text(encoding="utf-8") == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.xml"]
