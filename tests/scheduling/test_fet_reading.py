"""Reading FET files: times, people, rooms and lessons; what is lost; bad files."""

from __future__ import annotations

import re

import pytest
from fet_files import constraint, names, reading, stored, text, timetable

from community.errors import InputError
from community.rule import Strictness
from scheduling.check import check
from scheduling.fet import for_days, for_lessons, for_loads, for_rooms, for_sets, for_tags, read

ROOMS = {"Activity_Id": (1, 2), "Max_Number_of_Different_Rooms": 2}


def test_days_times_hours_are_times(tmp_path):
    found = reading(tmp_path, constraint("BreakTimes", Break_Time="周一 2"))
    times = found.instance.times
    assert [t.name for t in times] == ["周一 1", "周一 3", "周二 1", "周二 2", "周二 3"]
    # Nothing runs on over the break, nor over the end of a day.
    assert [t.joins_next for t in times] == [False, False, True, True, False]
    assert found.carried["BreakTimes"] == 1


def test_students_are_their_smallest_parts(tmp_path):
    found = reading(tmp_path)
    people = found.school.people
    assert people.students("一年级") == ("S:乙班", "S:甲一组", "S:甲二组")
    assert people.students("甲班") == ("S:甲一组", "S:甲二组")
    # The halves of 甲班 may have lessons at once, 甲班 not beside one of them.
    apart = timetable(found, "3@1.1", "4@1.1")
    assert not [v for v in check(found.instance, apart) if v.family == "AvoidClashes"]
    clash = timetable(found, "1@1.1", "3@1.1")
    names_ = [v.point for v in check(found.instance, clash) if v.family == "AvoidClashes"]
    assert names_ == ["S:甲一组"]


def test_parts_that_attend_the_same_are_one_resource(tmp_path):
    written = text().replace("<Students>甲一组</Students>", "<Students>甲班</Students>")
    written = written.replace("<Students>甲二组</Students>", "<Students>甲班</Students>")
    found = read(stored(tmp_path, written))
    students = [r for r in found.instance.resources if r.type == "Students"]
    assert [r.name for r in students] == ["甲班", "乙班"]


def test_lessons_are_whole_and_inactive_ones_are_left_out(tmp_path):
    first = "<Id>1</Id><Activity_Group_Id>1</Activity_Group_Id><Active>"
    assert first in text()
    found = read(stored(tmp_path, text().replace(f"{first}true", f"{first}false")))
    assert [(e.id, e.duration) for e in found.instance.events] == [
        *((str(n), 1) for n in range(2, 6)),
        ("6", 2),
    ]
    assert found.school.activities.by_id["2"].component == 2
    late = timetable(found, "6@1.3")  # the second hour would be on the next day
    assert "Structure" in {v.family for v in check(found.instance, late)}


def test_rooms_are_asked_for_by_constraints_only(tmp_path):
    wanted = constraint("SubjectPreferredRooms", Subject="语文", Preferred_Room=("东1", "西1"))
    home = constraint("StudentsSetHomeRoom", Students="乙班", Room="东2")
    one = constraint("ActivityPreferredRoom", Activity_Id=3, Room="东2")
    found = reading(tmp_path, "", wanted + home + one)
    slots = {e.id: [s for s in e.slots if s.role] for e in found.instance.events}
    assert [s.resource for s in slots["1"]] == [None]  # one of two
    assert [s.resource for s in slots["3"]] == ["R:东2"]  # no choice
    assert slots["4"] == []
    # 乙班 alone attends lesson 5, but the subject goes before the home room.
    assert [s.resource for s in slots["5"]] == [None]
    places = timetable(found, "1@1.1=东2", "5@1.1=西1")
    wrong = [v.point for v in check(found.instance, places) if v.family == "PreferResources"]
    assert wrong == ["1"]


def test_a_home_room_counts_where_nothing_else_is_said(tmp_path):
    home = constraint("StudentsSetHomeRoom", Students="乙班", Room="东1")
    found = reading(tmp_path, "", home)
    with_room = {e.id for e in found.instance.events if any(s.role for s in e.slots)}
    assert with_room == {"5"}  # 6 is of 甲班 too


def test_a_room_too_small_for_the_pupils_is_none(tmp_path):
    wanted = constraint("SubjectPreferredRooms", Subject="语文", Preferred_Room=("东1", "东2"))
    found = reading(tmp_path, "", wanted)  # 东2 holds 20, 30 pupils come
    slot = [s for e in found.instance.events if e.id == "1" for s in e.slots if s.role]
    assert [s.resource for s in slot] == ["R:东1"]


def test_a_virtual_room_is_several_at_once(tmp_path):
    found = reading(tmp_path, "", constraint("ActivityPreferredRoom", Activity_Id=6, Room="合堂"))
    slots = [s for e in found.instance.events if e.id == "6" for s in e.slots if s.role]
    # A choice of 东1 and 东2, and 西1: how many pupils come, the whole of them says.
    assert [(s.role, s.resource) for s in slots] == [("room", None), ("room 2", "R:西1")]
    either = constraint("ActivityPreferredRooms", Activity_Id=5, Preferred_Room=("合堂", "东1"))
    found = reading(tmp_path, "", either)
    assert [loss.kind for loss in found.lost] == ["ActivityPreferredRooms"]


def test_weights_below_100_are_wishes(tmp_path):
    free = {"Teacher_Name": "安老师", "Max_Days_Per_Week": 1}
    kinds = [constraint("TeacherMaxDaysPerWeek", w, **free) for w in (100, 95, 0.4, 0)]
    found = reading(tmp_path, "".join(kinds))
    rules = [r for r in found.instance.rules if r.family == "ClusterBusyTimes"]
    hard, soft = Strictness.HARD, Strictness.SOFT
    assert [(r.strictness, r.weight) for r in rules] == [
        (hard, 1),
        (soft, 95),
        (soft, 1),
        (soft, 0),
    ]
    assert rules[0].name.zh == "教师：每周最多天数"


def test_what_is_not_active_asks_for_nothing(tmp_path):
    free = constraint("TeacherMaxDaysPerWeek", Teacher_Name="安老师", Max_Days_Per_Week=1)
    found = reading(tmp_path, free.replace("<Active>true", "<Active>false"))
    assert found.carried["TeacherMaxDaysPerWeek"] == 1
    assert "ClusterBusyTimes" not in {r.family for r in found.instance.rules}


def test_losses_are_told_with_row_kind_and_reason(tmp_path):
    lost = constraint("ActivitiesOccupyMaxDifferentRooms", **ROOMS)
    found = reading(tmp_path, lost + constraint("TeachersMakeCoffee"))
    assert [(x.kind, x.reason.en) for x in found.lost] == [
        (
            "ActivitiesOccupyMaxDifferentRooms",
            "there is no rule for two rooms or more of some lessons",
        ),
        ("TeachersMakeCoffee", "there is no such kind"),
    ]
    rows = stored(tmp_path, text(lost)).read_text(encoding="utf-8").splitlines()
    assert "MaxDifferentRooms" in rows[found.lost[0].line - 1]
    assert found.count == 4  # with the two basic ones


def test_terms_of_five_days_as_the_first_files_with_terms_have_them(tmp_path):
    """Such a file does not say how long a term is, and its days are whole ones."""
    six = tuple(f"第{n}天" for n in "123456")
    ids = dict(Number_of_Activities=2, Activity_Id=(1, 2), Max_Number_of_Activities_in_A_Term=1)
    most = constraint("ActivitiesMaxInATerm", **ids)
    found = reading(tmp_path, most, days=six, version="5.42.2-mathmake")

    def broken(*written):
        found_in = check(found.instance, timetable(found, *written))
        return {v.family for v in found_in} - {"AssignTime"}

    assert broken("1@1.1", "2@6.1") == set()
    assert broken("1@1.1", "2@5.1") == {"SpreadEvents"}


def test_halves_of_days_as_old_files_have_them(tmp_path):
    """Old files of Morocco: nobody teaches mornings and afternoons, "days" are whole ones."""
    four = ("周一上", "周一下", "周二上", "周二下")
    most = constraint("TeachersMaxDaysPerWeek", Max_Days_Per_Week=1)
    found = reading(tmp_path, most, days=four, version="5.27.3-morocco8")
    day = timetable(found, "1@1.1", "2@2.1")
    assert [v.family for v in check(found.instance, day) if v.family.startswith("Limit")] == [
        "LimitBusyTogether"
    ]
    days = timetable(found, "1@1.1", "2@3.1")
    assert "ClusterBusyTimes" in {v.family for v in check(found.instance, days)}
    # In a file of now, a day is a half-day, and each teacher has a behaviour of his own.
    head = "<Mode>Mornings_Afternoons</Mode>"
    kinds = "".join(
        f"<Teacher><Name>{n}</Name><Mornings_Afternoons_Behavior>{b}</Mornings_Afternoons_Behavior>"
        "</Teacher>"
        for n, b in (
            ("安老师", "One day exception"),
            ("白老师", "Unrestricted"),
            ("曹老师", "Exclusive"),
        )
    )
    found = reading(tmp_path, days=four, head=head, teachers=kinds)
    rules = [r for r in found.instance.rules if r.family == "LimitBusyTogether"]
    assert [(r.maximum, r.applies_to.resources) for r in rules] == [
        (0, ("T:曹老师",)),
        (1, ("T:安老师",)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<Teacher>安老师</Teacher>", "<Teacher>谁</Teacher>", "<Teacher>谁"),
        ("<Students>乙班</Students>", "<Students>丙班</Students>", "<Students>丙班"),
        ("<Subject>体育</Subject>", "<Subject>音乐</Subject>", "<Subject>音乐"),
        ("<Duration>2</Duration>", "<Duration>4</Duration>", "<Duration>4"),
        ("<Duration>2</Duration>", "<Duration>-1</Duration>", "<Duration>-1"),
        ("<Id>2</Id>", "<Id>1</Id>", "<Id>1"),
        (names("Day", "周一", "周二"), "", "<Days_List>"),
        (names("Hour", "1", "2"), names("Hour", "1", "1"), "<Name>1"),
        ("<Real_Room>西1</Real_Room>", "<Real_Room>西9</Real_Room>", "西9"),
    ],
)
def test_lists_that_make_no_sense_are_told_with_their_rows(tmp_path, old, new, told):
    assert old in text()
    with pytest.raises(InputError) as caught:
        read(stored(tmp_path, text().replace(old, new)))
    assert any(told in line and "row" in line for line in caught.value.lines("en"))


@pytest.mark.parametrize(
    "bad",
    [
        constraint("TeacherMaxDaysPerWeek", Teacher_Name="谁", Max_Days_Per_Week=1),
        constraint("TeacherMaxDaysPerWeek", Teacher_Name="安老师", Max_Days_Per_Week="x"),
        constraint("TeacherMaxDaysPerWeek", 101, Teacher_Name="安老师", Max_Days_Per_Week=1),
        constraint("TeacherNotAvailableTimes", Teacher="安老师", Not_Available_Time="周八 1"),
        constraint("MinDaysBetweenActivities", Activity_Id=(1, 99), MinDays=1),
        constraint("ActivityPreferredRoom", Activity_Id=1, Room="没有"),
        constraint("TwoActivitiesOrdered", First_Activity_Id=1, Second_Activity_Id=77),
        constraint("BreakTimes", Break_Time="周一 9"),
    ],
)
def test_constraints_that_make_no_sense_are_told_once(tmp_path, bad):
    written = text(bad) if "PreferredRoom" not in bad else text("", bad)
    with pytest.raises(InputError) as caught:
        read(stored(tmp_path, written))
    (line,) = caught.value.lines("en")
    assert "row" in line


@pytest.mark.parametrize(
    "written",
    [
        "",
        "<fet version='6.8.5'>",
        "<other/>",
        "<!DOCTYPE fet [<!ENTITY a 'b'>]><fet>&a;</fet>",
        "<fet/>",
    ],
)
def test_files_that_are_none_are_refused(tmp_path, written):
    with pytest.raises(InputError):
        read(stored(tmp_path, written))


def test_names_are_told_apart_by_white_space(tmp_path):
    found = read(
        stored(
            tmp_path,
            text()
            .replace("<Name>东2</Name>", "<Name>东1 </Name>")
            .replace("<Real_Room>东2</Real_Room>", "<Real_Room>东1 </Real_Room>"),
        )
    )
    assert {"东1", "东1 "} <= set(found.school.rooms.by_name)


def test_every_kind_has_words_in_both_languages():
    tables = (
        for_loads.KINDS,
        for_days.KINDS,
        for_tags.KINDS,
        for_lessons.KINDS,
        for_sets.KINDS,
        for_rooms.KINDS,
    )
    labels = [k.label for t in (*tables, for_rooms.OF_PEOPLE) for k in t.values()]
    labels += [*for_rooms.PREFERRED.values(), *for_rooms.HOMES.values()]
    for label in labels:
        assert label.en and not re.search("[A-Za-z]", label.zh), label
