"""Constraints of FET files by what timetables they allow: one that keeps each, one that does not.

Two days of three hours; who attends what stands in ``fet_files``. The pairs are made by hand, from
what FET's own help says of the kind.
"""

from __future__ import annotations

import pytest
from fet_files import constraint, reading, timetable

from scheduling.check import check

T = {"Teacher_Name": "安老师"}  # lessons 1, 2 and 5
S = {"Students": "甲一组"}  # lessons 1, 2, 3 and 6, a double
BOTH = {"First_Activity_Id": 1, "Second_Activity_Id": 2}
ALL = {"Activity_Id": (1, 2, 5)}
SLOTS = {"Selected_Time_Slot": ("周一 1", "周一 2")}
HALVES = {"days": ("一上", "一下", "二上", "二下"), "head": "<Mode>Mornings_Afternoons</Mode>"}

# kind, fields, kept by, broken by
TIMES = (
    ("TeacherNotAvailableTimes", {"Teacher": "安老师", "Not_Available_Time": "周一 1"},
     "1@1.2", "1@1.1"),
    ("StudentsSetNotAvailableTimes", {"Students": "甲班", "Not_Available_Time": "周一 1"},
     "5@1.1", "3@1.1"),
    ("TeacherMaxHoursDaily", {**T, "Maximum_Hours_Daily": 1}, "1@1.1 2@2.1", "1@1.1 2@1.2"),
    ("TeachersMaxHoursDaily", {"Maximum_Hours_Daily": 1}, "1@1.1 3@1.1", "1@1.1 2@1.2"),
    ("StudentsMinHoursDaily", {"Minimum_Hours_Daily": 2, "Allow_Empty_Days": "true"},
     "6@1.1", "1@1.1"),
    ("StudentsSetMinHoursDaily", {**S, "Minimum_Hours_Daily": 1, "Allow_Empty_Days": "false"},
     "1@1.1 2@2.1", "1@1.1 2@1.2"),
    ("TeacherMaxDaysPerWeek", {**T, "Max_Days_Per_Week": 1}, "1@1.1 2@1.2", "1@1.1 2@2.2"),
    ("TeacherMinDaysPerWeek", {**T, "Minimum_Days_Per_Week": 2}, "1@1.1 2@2.2", "1@1.1 2@1.2"),
    ("TeacherMaxGapsPerWeek", {**T, "Max_Gaps": 0}, "1@1.2 2@1.3", "1@1.1 2@1.3"),
    ("StudentsMaxGapsPerDay", {"Max_Gaps": 0}, "1@1.2 2@1.3", "1@1.1 2@1.3"),
    ("TeachersMaxHoursContinuously", {"Maximum_Hours_Continuously": 2},
     "1@1.1 2@1.2 5@2.1", "1@1.1 2@1.2 5@1.3"),
    ("TeacherMaxSpanPerDay", {**T, "Max_Span": 2}, "1@1.2 2@1.3", "1@1.1 2@1.3"),
    ("TeacherMinRestingHours", {**T, "Minimum_Resting_Hours": 1, "Circular": "false"},
     "1@1.3 2@2.2", "1@1.3 2@2.1"),
    ("TeacherIntervalMaxDaysPerWeek",
     {**T, "Interval_Start_Hour": 3, "Interval_End_Hour": "", "Max_Days_Per_Week": 1},
     "1@1.3 2@2.2", "1@1.3 2@2.3"),
    ("StudentsEarlyMaxBeginningsAtSecondHour", {"Max_Beginnings_At_Second_Hour": 1},
     "1@1.2 2@2.1", "1@1.2 2@2.2"),
    ("TeachersActivityTagMaxHoursDaily", {"Activity_Tag_Name": "动", "Maximum_Hours_Daily": 2},
     "3@2.1 6@1.1", "3@1.3 6@1.1"),
    ("ActivityPreferredStartingTime",
     {"Activity_Id": 1, "Preferred_Day": "周二", "Preferred_Hour": "3"}, "1@2.3", "1@2.2"),
    ("ActivityPreferredDay", {"Activity_Id": 1, "Preferred_Day": "周二"}, "1@2.3", "1@1.3"),
    ("ActivitiesPreferredStartingTimes",
     {"Students_Name": "甲班", "Subject_Name": "数学", "Preferred_Starting_Time": "周一 1"},
     "3@1.1 4@1.1 5@2.2", "4@1.2"),
    ("SubactivitiesPreferredStartingTimes",
     {"Component_Number": 2, "Subject_Name": "语文", "Preferred_Starting_Time": "周一 1"},
     "2@1.1 1@1.2", "2@1.2"),
    ("ActivitiesPreferredTimeSlots",
     {"Activity_Tag_Name": "动", "Preferred_Time_Slot": ("周一 1", "周一 2", "周二 1")},
     "6@1.1 3@2.1", "6@1.2"),
    ("ActivityEndsStudentsDay", {"Activity_Id": 3}, "1@1.1 3@1.2 4@1.3", "3@1.1 1@1.2"),
    ("MinDaysBetweenActivities", {"Activity_Id": (1, 2), "MinDays": 1},
     "1@1.1 2@2.1", "1@1.1 2@1.2"),
    ("MaxDaysBetweenActivities", {"Activity_Id": (1, 2), "MaxDays": 0},
     "1@1.1 2@1.3", "1@1.1 2@2.1"),
    ("MinGapsBetweenActivities", {"Activity_Id": (1, 2), "MinGaps": 1},
     "2@1.1 1@1.3", "2@1.1 1@1.2"),
    ("StudentsMinGapsBetweenOrderedPairOfActivityTags",
     {"First_Activity_Tag": "动", "Second_Activity_Tag": "动", "MinGaps": 1},
     "3@1.1 4@1.2", "3@1.1 6@1.2"),
    ("ActivitiesSameStartingTime", {"Activity_Id": (3, 4)}, "3@1.1 4@1.1", "3@1.1 4@1.2"),
    ("ActivitiesSameStartingTime", {"Activity_Id": (5, 6)}, "5@1.1 6@1.1", "5@1.2 6@1.1"),
    ("ActivitiesSameStartingHour", {"Activity_Id": (1, 2)}, "1@1.2 2@2.2", "1@1.2 2@2.1"),
    ("ActivitiesSameStartingDay", {"Activity_Id": (1, 2)}, "1@1.2 2@1.1", "1@1.2 2@2.2"),
    ("ActivitiesNotOverlapping", {"Activity_Id": (3, 4)}, "3@1.1 4@1.2", "3@1.1 4@1.1"),
    ("ActivitiesOccupyMaxTimeSlotsFromSelection",
     {**ALL, **SLOTS, "Max_Number_of_Occupied_Time_Slots": 1}, "1@1.1 2@1.3", "1@1.1 2@1.2"),
    ("ActivitiesOccupyMinTimeSlotsFromSelection",
     {**ALL, **SLOTS, "Min_Number_of_Occupied_Time_Slots": 2}, "1@1.1 2@1.2", "1@1.1 2@1.3"),
    ("ActivitiesMaxSimultaneousInSelectedTimeSlots",
     {"Activity_Id": (3, 4, 5), **SLOTS, "Max_Number_of_Simultaneous_Activities": 2},
     "3@1.1 4@1.1 5@1.2", "3@1.1 4@1.1 5@1.1"),
    ("ActivitiesMinSimultaneousInSelectedTimeSlots",
     {"Activity_Id": (3, 4, 5), **SLOTS, "Min_Number_of_Simultaneous_Activities": 2,
      "Allow_Empty_Slots": "true"}, "3@1.1 4@1.1 5@1.3", "3@1.1 4@1.3"),
    ("MaxTotalActivitiesFromSetInSelectedTimeSlots",
     {"Activity_Id": (3, 4, 5), **SLOTS, "Max_Total_Number_of_Activities": 2},
     "3@1.1 4@1.1 5@1.3", "3@1.1 4@1.1 5@1.2"),
    ("ActivityTagsNotOverlapping", {"Activity_Tag": ("动", "静")}, "3@1.1 4@1.1", "3@1.1 5@1.1"),
    ("TeacherMaxTwoActivityTagsPerDayFromN1N2N3", T, "1@1.1 2@1.2 5@2.1", "1@1.1 2@1.2 5@1.3"),
    ("TwoActivitiesGrouped", BOTH, "1@1.2 2@1.1", "1@1.1 2@1.3"),
    ("TwoActivitiesGrouped", BOTH, "1@1.2 2@1.3", "1@1.3 2@2.1"),
    ("ThreeActivitiesGrouped", {**BOTH, "Third_Activity_Id": 5},
     "1@1.2 2@1.1 5@1.3", "1@1.1 2@1.2 5@2.1"),
    ("TwoActivitiesConsecutive", BOTH, "1@1.1 2@1.2", "1@1.2 2@1.1"),
    ("TwoActivitiesConsecutive", BOTH, "1@1.2 2@1.3", "1@1.3 2@2.1"),
    ("TwoActivitiesOrdered", BOTH, "1@1.3 2@2.1", "1@2.1 2@1.3"),
    ("TwoActivitiesOrderedIfSameDay", BOTH, "1@2.1 2@1.3", "1@1.3 2@1.1"),
)  # fmt: skip
IN_HALVES = (
    ("TeachersMaxAfternoonsPerWeek", {"Max_Afternoons_Per_Week": 1},
     "1@1.1 2@2.1 5@3.1", "1@2.1 2@4.1"),
    ("TeachersMaxZeroGapsPerAfternoon", {}, "1@1.1 2@1.3", "1@2.1 2@2.3"),
    ("TeacherMaxHoursDailyRealDays", {**T, "Maximum_Hours_Daily": 1}, "1@1.1 2@3.1", "1@1.1 2@2.1"),
    ("StudentsMinHoursDaily", {"Minimum_Hours_Daily": 1, "Allow_Empty_Days": "false"},
     "1@1.1 2@3.1 5@1.2 6@4.1", "1@1.1 2@2.1"),
    ("TeachersMinRestingHoursBetweenMorningAndAfternoon", {"Minimum_Resting_Hours": 1},
     "1@1.3 2@2.2", "1@1.3 2@2.1"),
    ("StudentsMaxThreeConsecutiveDays",
     {"Allow_Afternoon_Morning_Afternoon_Morning_Exception": "true"},
     "1@1.1 2@2.1 3@3.1", "1@1.1 2@2.1 3@3.1 6@4.1"),
    ("MinDaysBetweenActivities", {"Activity_Id": (1, 2), "MinDays": 1},
     "1@1.1 2@3.1", "1@1.1 2@2.1"),
)  # fmt: skip
BUILDINGS = {"Teacher": "安老师", "Min_Gaps_Between_Building_Changes": 1}
MOVES = {"Max_Building_Changes_Per_Day": 0}
SPACE = (
    ("RoomNotAvailableTimes", {"Room": "西1", "Not_Available_Time": "周一 1"},
     "1@1.1=东1", "1@1.1=西1"),
    ("SubjectPreferredRoom", {"Subject": "数学", "Room": "东1"}, "3@1.1", "3@1.1 4@1.1"),
    ("TeacherMinGapsBetweenBuildingChanges", BUILDINGS,
     "1@1.1=东1 2@1.3=西1", "1@1.1=东1 2@1.2=西1"),
    ("TeachersMaxBuildingChangesPerDay", MOVES, "1@1.1=东1 2@2.2=西1", "1@1.1=东1 2@1.3=西1"),
    ("ActivitiesSameRoomIfConsecutive", {"Activity_Id": (1, 2)},
     "1@1.1=东1 2@1.3=西1", "1@1.1=东1 2@1.2=西1"),
    ("ActivitiesOccupyMaxDifferentRooms",
     {"Activity_Id": (1, 2), "Max_Number_of_Different_Rooms": 1},
     "1@1.1=东1 2@2.1=东1", "1@1.1=东1 2@2.2=西1"),
)  # fmt: skip


def _off(found, plain, written):
    """Whether the timetable breaks more than it does without the constraint."""
    words = written.split()
    costs = [
        sum(v.cost for v in check(x.instance, timetable(x, *words)) if v.is_hard)
        for x in (found, plain)
    ]
    return costs[0] > costs[1]


def _judge(tmp_path, parts, plain, kept, broken, **more):
    found, bare = reading(tmp_path, *parts, **more), reading(tmp_path, *plain, **more)
    assert not found.lost
    assert not _off(found, bare, kept)
    assert _off(found, bare, broken)


@pytest.mark.parametrize(("kind", "fields", "kept", "broken"), TIMES)
def test_constraints_on_times(tmp_path, kind, fields, kept, broken):
    # Lessons that are not placed lack what a minimum asks for: there the rest is placed nowhere.
    _judge(tmp_path, [constraint(kind, **fields)], [], kept, broken)


@pytest.mark.parametrize(("kind", "fields", "kept", "broken"), IN_HALVES)
def test_constraints_on_half_days(tmp_path, kind, fields, kept, broken):
    _judge(tmp_path, [constraint(kind, **fields)], [], kept, broken, **HALVES)


@pytest.mark.parametrize(("kind", "fields", "kept", "broken"), SPACE)
def test_constraints_on_rooms(tmp_path, kind, fields, kept, broken):
    wanted = constraint("SubjectPreferredRooms", Subject="语文", Preferred_Room=("东1", "西1"))
    _judge(tmp_path, ["", wanted + constraint(kind, **fields)], ["", wanted], kept, broken)


def test_lessons_of_one_day_follow_each_other_whatever_the_weight(tmp_path):
    """FET gives up the days between for a price, not that lessons of one day adjoin."""
    apart = constraint(
        "MinDaysBetweenActivities",
        95,
        Consecutive_If_Same_Day="true",
        Activity_Id=(1, 2),
        MinDays=1,
    )
    found, plain = reading(tmp_path, apart), reading(tmp_path)
    assert not _off(found, plain, "1@1.1 2@1.2")
    assert _off(found, plain, "1@1.1 2@1.3")
    soft = [v for v in check(found.instance, timetable(found, "1@1.1", "2@1.2")) if not v.is_hard]
    assert [(v.family, v.cost) for v in soft] == [("SpreadEvents", 95)]


def test_three_lessons_are_never_on_one_day_whatever_the_weight(tmp_path):
    apart = constraint("MinDaysBetweenActivities", 50, Activity_Id=(1, 2, 5), MinDays=1)
    found, plain = reading(tmp_path, apart), reading(tmp_path)
    assert not _off(found, plain, "1@1.1 2@1.2 5@2.1")
    assert _off(found, plain, "1@1.1 2@1.2 5@1.3")


def test_a_wrong_start_is_counted_once_however_long_the_lesson(tmp_path):
    """As FET counts it: half of one conflict for a double lesson at a weight of 50."""
    start = constraint(
        "ActivityPreferredStartingTime", 50, Activity_Id=6, Preferred_Day="周一", Preferred_Hour="1"
    )
    found = reading(tmp_path, start)
    soft = [v for v in check(found.instance, timetable(found, "6@1.2")) if not v.is_hard]
    assert [(v.family, v.cost) for v in soft] == [("PreferTimes", 50)]


def test_nobody_has_gaps_when_not_available(tmp_path):
    gaps = constraint("TeachersMaxGapsPerWeek", Max_Gaps=0)
    away = constraint("TeacherNotAvailableTimes", Teacher="安老师", Not_Available_Time="周一 2")
    found, plain = reading(tmp_path, gaps + away), reading(tmp_path, away)
    assert not _off(found, plain, "1@1.1 2@1.3")


def test_one_day_may_be_an_hour_longer_where_it_says_so(tmp_path):
    spans = constraint(
        "TeacherMaxSpanPerDay", **T, Max_Span=2, Allow_One_Day_Exception_of_Plus_One="true"
    )
    found, plain = reading(tmp_path, spans), reading(tmp_path)
    assert not _off(found, plain, "1@1.1 2@1.3")
    four = "1@1.1 2@1.3 5@2.1"
    assert not _off(found, plain, four)
