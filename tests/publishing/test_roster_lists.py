"""The lists of a roster with short stays, stays that go on, days, pairs, credit and a fund."""

from __future__ import annotations

import pytest
from published_plan import sample
from published_roster import BEFORE, COMMUNITY, CORE, LATE, MEMBER, ONGOING, PLAN, ROAD, SHORT

from publishing.export import export
from publishing.notices import notices, roster_lists
from publishing.roster_lists import mentor_pairs, rotation_notice, school_changes
from publishing.service_lists import budget, fairness, service_record
from publishing.view import PlanView

VIEW = PlanView(PLAN, COMMUNITY)


def by_teacher(rows, column: int) -> dict:
    ids = {name: i for i, name in COMMUNITY.called.items()}
    return {ids[row[column]]: row for row in rows}


def test_the_notice_tells_short_stays_by_the_day():
    row = by_teacher(rotation_notice(VIEW, "zh").rows, 1)[SHORT]
    # Week 5 after the Monday 2025-09-01 begins on 09-29; week 8 ends on Friday 10-24.
    assert row[7:10] == (
        "2025学年第一学期第5周\n2025年9月29日",
        "2025学年第一学期第8周\n2025年10月24日",
        "20个教学日",
    )


def test_the_notice_tells_stays_that_reach_beyond_the_plan():
    rows = by_teacher(rotation_notice(VIEW, "zh").rows, 1)
    assert rows[ONGOING][7:10] == ("2024学年第二学期", "2025学年第一学期", "2个学期（已任1个）")
    assert rows[LATE][7:10] == ("2026学年第二学期", "2027学年第一学期", "2个学期")
    assert rows[ROAD][4] == "走教\n周二、周四"


def test_the_notice_says_what_the_policy_says():
    notice = rotation_notice(VIEW, "zh")
    for words in ("工资关系留在派出学校", "提前 7 天", "班级不随教师调动", "由接收学校发放"):
        assert words in notice.sentence
    rows = by_teacher(notice.rows, 1)
    assert notice.headings("zh")[-1] == "审批"
    told = {t: rows[t][-1] for t in (SHORT, LATE, ROAD)}
    assert told == {SHORT: "已批准", LATE: "待批准", ROAD: "不需审批"}


def test_without_approval_there_is_no_such_column():
    community, plan = sample(2, 6)
    assert "审批" not in rotation_notice(PlanView(plan, community), "zh").headings("zh")


def test_a_schools_changes_follow_the_half_months():
    rows = school_changes(VIEW, "zh", "S1").rows
    staff = sum(t.school == "S1" for t in COMMUNITY.teachers)
    names = {t.id: t.name for t in COMMUNITY.teachers}
    # when, how many of its own, guests, itinerant
    assert [(r[0], r[5] - staff, r[6], r[7]) for r in rows] == [
        ("2025学年第一学期", 0, 0, 1),
        ("2025学年第一学期第5周起", 0, 1, 1),
        ("2025学年第一学期第9周起", 0, 0, 1),
        ("2025学年第二学期", -1, 0, 1),
        ("2026学年第一学期", 0, 0, 0),
    ]
    assert names[SHORT] in rows[1][1] and names[SHORT] in rows[2][4]
    assert names[MEMBER[0]] in rows[3][2] and names[MEMBER[0]] in rows[4][3]


def test_what_went_on_is_marked_and_what_ends_later_never_ends():
    rows = school_changes(VIEW, "zh", "S2").rows
    assert [r[0] for r in rows] == ["2025学年第一学期", "2025学年第二学期", "2026学年第二学期"]
    assert "，续）" in rows[0][1]
    assert rows[2][4] == ""  # its end lies behind the plan


def test_the_record_holds_history_plan_and_credit():
    rows = by_teacher(service_record(VIEW, "zh").rows, 1)
    # semesters before, planned; years, years asked, when, priority
    assert rows[BEFORE][5:] == (2, 0, 1, 1, "本方案之前", "是")
    assert rows[ONGOING][5:] == (1, 1, 1, 1, "2025学年第一学期", "是")
    assert rows[ONGOING][3] == ""  # what goes on is told once
    # four weeks are two half months of ten: 0.2 of a semester
    assert rows[SHORT][5:] == (0, 0.2, 0.1, 1, "未达到", "")
    assert rows[ROAD][7:] == ("", "", "", "")  # itinerant teaching does not count
    assert set(rows) == {BEFORE, ONGOING, SHORT, LATE, ROAD, MEMBER[0]}


def test_the_shares_have_a_row_for_everybody():
    rows = by_teacher(fairness(VIEW, "zh").rows, 2)
    assert set(rows) == {t.id for t in COMMUNITY.teachers}
    # 55 minutes there and back on 20 school days: 18 hours; in the plan once, never before
    assert rows[SHORT][4:9] == (0, 1, 0.2, 0, 18)
    # 20 weeks of 5 days before the plan and again in it: 92 hours each
    assert rows[ONGOING][4:9] == (1, 0, 2, 92, 92)


def test_the_budget_is_counted_by_window_and_school():
    notice = budget(VIEW, "zh")
    assert notice is not None
    assert [r[3:] for r in notice.rows] == [
        # 2025: itinerant 10 months, 2 days in 40 weeks of 25 km: 3000; 4 weeks: 200; two semesters
        # of 5 months and 20 weeks: 1000 each
        (4, 5200, 3000, -2200),
        (3, 4200, "", ""),
        (1, 1000, "", ""),
        (1, 1000, 3000, 2000),
        (1, 1000, "", ""),
    ]


def test_pairs_are_listed_with_the_way_between():
    notice = mentor_pairs(VIEW, "zh")
    assert notice is not None
    ((number, mentor, home, mentee, away, _common, first, last, minutes),) = notice.rows
    names = {t.id: t.name for t in COMMUNITY.teachers}
    assert (number, mentor, mentee) == (1, names[CORE[5]], names[MEMBER[1]])
    assert (home, away, minutes) == ("城关中心小学", "东山小学", 25)
    assert (first, last) == ("2025学年第一学期", "2025学年第二学期")


def test_lists_that_a_policy_has_no_use_for_are_left_out():
    community, plan = sample(2, 6)
    keys = [n.key for n in roster_lists(PlanView(plan, community), "zh")]
    assert keys == ["rotation_notice", "school_changes", "service_record", "fairness", "balance"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_row_has_every_column(lang):
    found = notices(VIEW, lang)
    assert "sync_table" not in [n.key for n in found]  # there is no week
    for notice in (*found, school_changes(VIEW, lang, "S1"), rotation_notice(VIEW, lang, "S1")):
        assert notice.rows
        assert {len(r) for r in notice.rows} == {len(notice.columns)}


def test_export_as_csv_has_the_lists_and_no_week(tmp_path):
    names = [p.name for p in export("csv", COMMUNITY, PLAN, tmp_path / "out").written]
    assert "各校进出表.csv" in names and "交流经费表.csv" in names
    assert "timetable.csv" not in names and "课时统计.csv" not in names
