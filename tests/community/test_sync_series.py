"""Series of the planner's table, and those that the quota asks for on top of it."""

from __future__ import annotations

from typing import Any

import pytest
from nine_year import nine_year
from support import tiny_community, tiny_slots

from community.models import ClassGroup, Community, School, SchoolRole, Stage, SyncSeries
from community.policy import Policy, PolicyRule, Window
from community.sync import overlapping_slots, sync_series, taught_periods
from community.weeks import teaching_weeks, term_weeks

GIVEN = SyncSeries(id="s1", subject="music", host_class="C31", receiving_classes=("M31",))


def _community(
    *, sync: tuple[SyncSeries, ...] = (), quota: dict[str, Any] | None, **more: Any
) -> Community:
    rules = ()
    if quota:
        rule = PolicyRule(
            id="quota",
            family="sync_lesson_quota",
            title_zh="同步课堂",
            title_en="synchronous lessons",
            window=Window.SCHOOL_YEAR,
            params=quota,
        )
        rules = (rule,)
    policy = Policy(profile="national_base", rules=rules)
    return tiny_community().model_copy(update={"policy": policy, "sync": sync, **more})


def test_without_a_quota_the_table_is_all() -> None:
    assert sync_series(_community(quota=None)) == ()
    assert sync_series(_community(quota=None, sync=(GIVEN,))) == (GIVEN,)


def test_a_quota_derives_what_the_table_lacks() -> None:
    # Two subjects: music, which M lacks, and one more. 21 + 18 weeks make 39 lessons of each.
    found = sync_series(_community(quota={"min_subjects": 2, "min_lessons": 20}))
    assert found[0].subject == "music"
    assert len({s.subject for s in found}) == 2
    assert all(s.host_class.startswith("C") for s in found)
    assert all(s.receiving_classes[0].startswith("M") for s in found)
    assert found == sync_series(_community(quota={"min_subjects": 2, "min_lessons": 20}))


def test_the_table_counts_towards_the_quota() -> None:
    found = sync_series(_community(quota={"min_subjects": 1, "min_lessons": 20}, sync=(GIVEN,)))
    assert found == (GIVEN,)


def test_more_lessons_than_one_series_gives() -> None:
    # One weekly lesson is 39 a year at most, so 60 need a second series of the same subject.
    found = sync_series(_community(quota={"min_subjects": 1, "min_lessons": 60}))
    assert len(found) == 2


def test_no_live_room_no_series() -> None:
    rooms = tiny_community().rooms[:1]
    found = _community(quota={"min_subjects": 1, "min_lessons": 1}, rooms=rooms)
    assert len(sync_series(found)) == 1  # no rule asks for the rooms
    link = PolicyRule(id="link", family="sync_lesson_link", title_zh="同步", title_en="link")
    policy = found.policy.model_copy(update={"rules": (*found.policy.rules, link)})
    assert sync_series(found.model_copy(update={"policy": policy})) == ()


def test_a_live_room_without_seats_enough_is_none() -> None:
    # The classes of M have 30 pupils.
    for seats, count in ((29, 0), (30, 1)):
        rooms = tuple(
            r.model_copy(update={"seats": seats + 40 * (r.id == "CL")})
            for r in tiny_community().rooms
        )
        found = _community(quota={"min_subjects": 1, "min_lessons": 1}, rooms=rooms)
        assert len(sync_series(found)) == count


def test_a_derived_series_leaves_the_doubles_alone() -> None:
    # Both periods of music are a double: the series has to be of another subject.
    rows = tuple(
        r.model_copy(update={"doubles": 1}) if r.subject == "music" else r
        for r in tiny_community().curriculum
    )
    quota = {"min_lessons": 1, "min_subjects": 1}
    (series,) = sync_series(_community(quota=quota, curriculum=rows))
    assert series.subject != "music"


def test_an_unreachable_number_of_subjects_ends_the_search() -> None:
    found = sync_series(_community(quota={"min_subjects": 9, "min_lessons": 20}))
    assert sorted(s.subject for s in found) == ["math", "music", "zh"]


def test_taught_periods_see_the_derived_series() -> None:
    community = _community(quota={"min_subjects": 1, "min_lessons": 20})
    (series,) = sync_series(community)
    (receiver,) = series.receiving_classes
    assert community.demand[receiver, "music"] == 2
    assert taught_periods(community)[receiver, "music"] == 1
    assert taught_periods(community)[series.host_class, "music"] == 2


@pytest.mark.parametrize(("minutes", "pairs"), [(30, 20), (31, 0)])
def test_overlap_of_two_grids(minutes: int, pairs: int) -> None:
    # Both have 40-minute lessons 50 minutes apart; M is 10 minutes later: 30 minutes in common
    # with the lesson of the same number, none with the next. 4 lessons x 5 days.
    community = tiny_community()
    host, receiver = (community.class_by_id[id] for id in ("C31", "M31"))
    assert overlapping_slots(community, host, receiver, minutes) == pairs


def test_teaching_weeks_of_windows() -> None:
    # 2025-09-01 (a Monday) to 2026-01-23 (a Friday): 21 weeks. 2026-02-24 (a Tuesday, so a week
    # of four days) to 2026-06-30 (a Tuesday, so a last week of two days): 18 weeks.
    community = tiny_community()
    assert [term_weeks(community, t) for t in community.terms] == [21, 18]
    assert teaching_weeks(community, Window.SCHOOL_YEAR) == 39
    assert teaching_weeks(community, Window.SEMESTER) == 18
    assert teaching_weeks(community, Window.WEEK) == 1


@pytest.mark.parametrize(("first", "found"), [(480, 0), (500, 1)])
def test_a_derived_series_is_by_the_bells_of_the_classes(first: int, found: int) -> None:
    # The core's third class has lessons at 8:20-9:00 and 9:10-9:50, its seventh 45 minutes from
    # 8:00 and 8:55. 40 minutes from 8:00 have 20 in common with the former: only the latter meet.
    member = School(id="M", name="东山小学", role=SchoolRole.MEMBER, stage=Stage.PRIMARY, grid="gm")
    group = ClassGroup(id="M31", school="M", grade=3, number=1, name="三年级(1)班", pupils=30)
    community = nine_year()
    quota = PolicyRule(
        id="quota",
        family="sync_lesson_quota",
        title_zh="同步课堂",
        title_en="synchronous lessons",
        window=Window.SCHOOL_YEAR,
        params={"min_subjects": 1, "min_lessons": 1},
    )
    fields = {
        "policy": Policy(profile="national_base", rules=(quota,)),
        "schools": (*community.schools, member),
        "slots": (*community.slots, *tiny_slots("gm", first, lessons=1)),
        "classes": (*community.classes, group),
    }
    assert len(sync_series(nine_year(**fields))) == found
