"""The web page of a roster without a timetable: half months, open ends, filters, lists."""

from __future__ import annotations

import json
import re

from published_roster import COMMUNITY, LATE, ONGOING, PLAN, ROAD, SHORT

from publishing.web import page


def data_of(html: str) -> dict:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert match
    return json.loads(match.group(1))


HTML = page(PLAN, COMMUNITY)
DATA = data_of(HTML)
IDS = [t.id for t in COMMUNITY.teachers]
BARS = {IDS[p["teacher"]]: p for p in DATA["placements"]}


def test_time_is_in_half_months():
    # 21 weeks make ten half months, the last with three weeks; 18 weeks make nine
    assert [len(t["weeks"]) for t in DATA["terms"]] == [10, 9, 10, 9]
    assert DATA["terms"][0]["weeks"][:3] == [1, 3, 5]


def test_bars_lie_in_the_plan_and_say_where_they_reach_out():
    def told(who: str) -> tuple:
        return tuple(BARS[who][k] for k in ("first", "end", "since", "onward"))

    assert told(SHORT) == (2, 4, False, False)  # weeks 5 to 8: the third and fourth half month
    assert told(ONGOING) == (0, 10, True, False)
    assert told(LATE) == (29, 38, False, True)
    assert (BARS[ROAD]["days"], BARS[ROAD]["length"]) == ("周二、周四", "2个学期")


def test_there_is_no_week_and_the_page_says_so():
    assert DATA["has_week"] is False
    assert (DATA["lessons"], DATA["sync"]) == ([], None)
    assert "轮岗名单" in HTML[: HTML.index("<style>")]
    assert "2025学年第一学期–2026学年第二学期" in HTML


def test_the_lists_of_the_roster_are_on_the_page():
    assert set(DATA["lists"]) == {
        *("rotation_notice", "school_changes", "service_record", "fairness"),
        *("balance", "mentor_pairs", "budget"),
    }
    notice = DATA["lists"]["rotation_notice"]
    assert len(notice["rows"]) == len(DATA["placements"])  # one row a bar, in the same order
    assert [DATA["teachers"][p["teacher"]]["name"] for p in DATA["placements"]] == [
        r[1] for r in notice["rows"]
    ]
    for found in DATA["lists"].values():
        assert len(found["head"]) == len(found["widths"]) == len(found["texts"])


def test_kinds_do_not_differ_by_colour_alone():
    styles = [re.search(rf"\.k{i} {{([^}}]*)}}", HTML) for i in range(5)]
    looks = [re.sub(r"#[0-9a-f]+", "", s.group(1)) for s in styles if s]
    assert len(set(looks)) == 5  # also without the colours
    assert len({DATA["kinds"][i][0] for i in range(5)}) == 5  # first letters in short bars


def test_both_languages():
    english = data_of(page(PLAN, COMMUNITY, "en"))
    assert english["placements"][0]["when"] == "2024 term 2 – 2025学年第一学期"
    assert page(PLAN, COMMUNITY) == HTML
