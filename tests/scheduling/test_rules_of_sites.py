"""Travel, sites a day, synchronous lessons, common free time: by hand, and model against check."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from two_sites import TIMES, agree, lesson_event, price, timetable, two_sites

from community.rule import Cost, CostFunction, Strictness
from scheduling.check import check
from scheduling.rules.base import AppliesTo, Rule
from scheduling.rules.common_free_time import CommonFreeTime
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_sites import LimitSites
from scheduling.rules.stay_close import Kept, StayClose
from scheduling.rules.sync_link import Broadcast, SyncLink
from scheduling.rules.sync_quota import Reception, SyncQuota
from scheduling.rules.travel_time import TravelTime

STAFF = AppliesTo(resource_groups=("Staff",))
A, B = lesson_event("a", "N", 1, "T"), lesson_event("b", "S", 1, "T")


def test_travel_time_is_enough_at_the_very_minute() -> None:
    # North ends 8:40, South begins 9:05: 25 minutes for 20 + 5.
    rule = TravelTime(id="travel", buffer_minutes=5, applies_to=STAFF)
    assert agree(two_sites(A, B, rules=(rule,)), timetable(a="N:1.1", b="S:1.2")) == Cost()


def test_travel_time_a_minute_short_is_named() -> None:
    rule = TravelTime(id="travel", buffer_minutes=6, applies_to=STAFF)
    instance, moved = two_sites(A, B, rules=(rule,)), timetable(a="N:1.1", b="S:1.2")
    assert agree(instance, moved) == Cost(1, 0)
    (violation,) = check(instance, moved)
    assert violation.rule == "travel"
    for word in ("唐老师", "北校", "南校", "8:40", "9:05", "间隔25分钟", "路程20分钟", "余量6分钟"):
        assert word in violation.sentence.zh
    assert "20 travel + 6 buffer" in violation.sentence.en


def test_travel_time_differs_by_direction() -> None:
    # South ends 8:55; North begins 9:40: 45 minutes for 40 back. From N 2 (9:30) to S 3: 25 for 20.
    rule = TravelTime(id="travel", applies_to=STAFF)
    instance = two_sites(A, B, rules=(rule,))
    assert agree(instance, timetable(a="N:1.3", b="S:1.1")) == Cost()
    assert agree(instance, timetable(a="N:1.3", b="S:1.2")) == Cost(1, 0)  # they overlap
    assert agree(instance, timetable(a="N:1.2", b="S:1.3")) == Cost()
    assert agree(instance, timetable(a="N:1.3", b="S:2.1")) == Cost()  # another day


def test_travel_time_without_a_way_is_impossible() -> None:
    rule = TravelTime(id="travel", applies_to=STAFF)
    instance = replace(two_sites(A, B, rules=(rule,)), travel_minutes={("N", "S"): 20})
    assert agree(instance, timetable(a="N:1.3", b="S:1.1")) == Cost(1, 0)
    assert "没有" in check(instance, timetable(a="N:1.3", b="S:1.1"))[0].sentence.zh


def test_travel_time_looks_at_weeks() -> None:
    some, others = replace(A, alternates=True), replace(B, alternates=True)
    rule = TravelTime(id="travel", applies_to=STAFF)
    apart, together = ("N:1.3~odd", "S:1.2~even"), ("N:1.3~odd", "S:1.2~odd")
    both = two_sites(some, others, rules=(rule,))
    assert agree(both, timetable(a=apart[0], b=apart[1])) == Cost()
    assert agree(both, timetable(a=together[0], b=together[1])) == Cost(1, 0)
    one = two_sites(some, B, rules=(rule,))
    assert agree(one, timetable(a="N:1.3~odd", b="S:1.2")) == Cost(1, 0)


def test_limit_sites_in_blocks_of_days() -> None:
    day = LimitSites(id="sites", max_per_day=1, max_per_week=2, applies_to=STAFF)
    assert agree(two_sites(A, B, rules=(day,)), timetable(a="N:1.1", b="S:2.1")) == Cost()


def test_limit_sites_too_many_on_a_day() -> None:
    day = LimitSites(id="sites", max_per_day=1, applies_to=STAFF)
    instance, both = two_sites(A, B, rules=(day,)), timetable(a="N:1.1", b="S:1.3")
    assert agree(instance, both) == Cost(1, 0)
    assert "北校、南校" in check(instance, both)[0].sentence.zh


def test_limit_sites_too_many_in_a_week() -> None:
    week = LimitSites(id="sites", max_per_week=1, applies_to=STAFF)
    assert agree(two_sites(A, B, rules=(week,)), timetable(a="N:1.1", b="S:2.1")) == Cost(1, 0)


LINK = SyncLink(id="sync", broadcasts=(Broadcast("a", ("b",)),), min_overlap_minutes=25)
HOST, RECEIVER = lesson_event("a", "N", 2), lesson_event("b", "S", 2)


def test_sync_link_by_the_clock() -> None:
    # N 1 (8:00-8:40) and S 1 (8:15-8:55) share 25 minutes.
    instance = two_sites(HOST, RECEIVER, rules=(LINK,))
    assert agree(instance, timetable(a="N:1.1 N:2.3", b="S:1.1 S:2.3")) == Cost()


def test_sync_link_one_lesson_moved_is_named() -> None:
    instance = two_sites(HOST, RECEIVER, rules=(LINK,))
    moved = timetable(a="N:1.1 N:2.3", b="S:1.1 S:2.2")
    assert agree(instance, moved) == Cost(1, 0)
    (violation,) = check(instance, moved)
    assert violation.point == "b"
    assert "周二9:40–10:20" in violation.sentence.zh
    assert "周二9:05–9:45" in violation.sentence.zh


def test_sync_link_matches_one_to_one() -> None:
    # With 10 minutes, N 2 (8:50-9:30) meets S 2 (9:05) by 25 and not S 1 (8:55) by 5; N 1 only S 1.
    # With 5 minutes, N 2 meets both: S 1 and S 2 are both matched by N 1 and N 2, S 1 alone is not.
    loose = replace(LINK, min_overlap_minutes=5)
    instance = two_sites(HOST, RECEIVER, rules=(loose,))
    assert agree(instance, timetable(a="N:1.1 N:1.2", b="S:1.1 S:1.2")) == Cost()
    assert agree(instance, timetable(a="N:1.2 N:2.1", b="S:1.1 S:1.2")) == Cost(1, 0)


def test_sync_link_too_many_receivers() -> None:
    rule = replace(LINK, max_receivers=0)
    instance = two_sites(HOST, RECEIVER, rules=(rule,))
    assert agree(instance, timetable(a="N:1.1 N:2.3", b="S:1.1 S:2.3")) == Cost(1, 0)


QUOTA = SyncQuota(
    id="quota",
    receptions=(Reception("S", "南校", (("b", "music"),)),),
    weeks=18,
    min_lessons=36,
    min_subjects=1,
)


def test_sync_quota_is_reached() -> None:
    # 2 lessons a week x 18 weeks = 36.
    assert agree(two_sites(RECEIVER, rules=(QUOTA,)), timetable(b="S:1.1 S:2.2")) == Cost()


def test_sync_quota_lacks_lessons_and_subjects() -> None:
    # 36 of 40 lessons, 1 subject of 2: 4 + 1. With one lesson not placed: 18 of 36.
    more = replace(QUOTA, min_lessons=40, min_subjects=2)
    instance = two_sites(RECEIVER, rules=(more,))
    assert agree(instance, timetable(b="S:1.1 S:2.2")) == Cost(5, 0)
    assert agree(two_sites(RECEIVER, rules=(QUOTA,)), timetable(b="S:1.1 -")) == Cost(18, 0)


COMMON = CommonFreeTime(id="common", options=("day1",), applies_to=STAFF)
OTHER = lesson_event("c", "N", 1, "U")


def test_common_free_time_with_lessons_in_it() -> None:
    instance = two_sites(A, B, OTHER, rules=(COMMON,))
    busy = timetable(a="N:1.1", b="S:2.1", c="N:1.2")
    assert agree(instance, busy) == Cost(2, 0)
    assert "唐老师、于老师" in check(instance, busy)[0].sentence.zh


def test_common_free_time_may_be_chosen() -> None:
    chosen = replace(COMMON, options=("day1", "day2"))
    instance = two_sites(A, B, OTHER, rules=(chosen,))
    assert agree(instance, timetable(a="N:1.1", b="S:2.1", c="N:1.2")) == Cost(1, 0)
    assert agree(instance, timetable(a="N:1.1", b="S:1.1", c="N:1.2")) == Cost()


def test_stay_close_counts_moved_lessons() -> None:
    base = (Kept("a", 1, "N:1.1"), Kept("a", 1, "N:1.2"), Kept("gone", 1, "N:1.3"))
    rule = StayClose(id="stay", strictness=Strictness.SOFT, weight=7, base=base)
    instance = two_sites(lesson_event("a", "N", 2), rules=(rule,))
    assert agree(instance, timetable(a="N:1.1 N:1.2")) == Cost()
    assert agree(instance, timetable(a="N:1.2 N:2.1")) == Cost(0, 7)


def test_stay_close_where_the_old_time_is_gone() -> None:
    rule = StayClose(id="stay", strictness=Strictness.SOFT, weight=7, base=(Kept("a", 1, "N:5.9"),))
    assert agree(two_sites(A, rules=(rule,)), timetable(a="N:1.1")) == Cost(0, 7)


def test_limit_consecutive() -> None:
    # Three in a row where two are allowed: the windows 1-2-3 of day 1.
    rule = LimitConsecutive(id="row", maximum=2, applies_to=STAFF)
    instance = two_sites(lesson_event("a", "N", 3, "T"), rules=(rule,))
    assert agree(instance, timetable(a="N:1.1 N:1.2 N:1.3")) == Cost(1, 0)


def test_limit_consecutive_is_interrupted() -> None:
    rule = LimitConsecutive(id="row", maximum=2, applies_to=STAFF)
    instance = two_sites(lesson_event("a", "N", 3, "T"), rules=(rule,))
    assert agree(instance, timetable(a="N:1.1 N:1.2 N:2.1")) == Cost()


def test_limit_consecutive_over_a_long_break() -> None:
    # 50 minutes after the second lesson: a rest, unless only 60 are one. The day ends in any case.
    pauses = {"N:1.1": (True, 10), "N:1.2": (False, 50), "N:1.3": (False, None)}
    times = (
        replace(t, joins_next=joins, pause=minutes)
        for t in TIMES
        for joins, minutes in [pauses.get(t.id, (t.joins_next, None))]
    )
    instance = replace(two_sites(lesson_event("a", "N", 3, "T")), times=tuple(times))
    rule = LimitConsecutive(id="row", maximum=2, applies_to=STAFF)
    for rest, cost in ((None, Cost()), (50, Cost()), (60, Cost(1, 0)), (9999, Cost(1, 0))):
        ruled = replace(instance, rules=(replace(rule, rest_minutes=rest),))
        assert agree(ruled, timetable(a="N:1.1 N:1.2 N:1.3")) == cost
        assert agree(ruled, timetable(a="N:1.2 N:1.3 N:2.1")) == Cost()


def _rules(rng: random.Random) -> tuple[Rule, ...]:
    def common(id: str) -> dict[str, object]:
        return {
            "id": id,
            "strictness": rng.choice((Strictness.HARD, Strictness.SOFT)),
            "weight": rng.randint(1, 3),
            "cost_function": rng.choice(tuple(CostFunction)),
        }

    options = rng.choice((("day1",), ("day1", "day2")))
    base = tuple(Kept(e, 1, rng.choice(TIMES).id) for e in "abc")
    link = {"min_overlap_minutes": rng.choice((5, 25, 30)), "broadcasts": LINK.broadcasts}
    per_day, per_week = rng.choice((None, 1)), rng.choice((None, 1))
    return (
        TravelTime(**common("travel"), buffer_minutes=rng.choice((0, 5, 20)), applies_to=STAFF),
        LimitSites(**common("sites"), max_per_day=per_day, max_per_week=per_week, applies_to=STAFF),
        SyncLink(**common("sync"), **link),
        CommonFreeTime(**common("common"), options=options, applies_to=STAFF),
        StayClose(**common("stay"), base=base),
        LimitConsecutive(**common("row"), maximum=rng.randint(1, 2), applies_to=STAFF),
    )


@pytest.mark.parametrize("seed", range(25))
def test_model_charges_what_the_check_charges(seed: int) -> None:
    rng = random.Random(seed)
    alternates = rng.random() < 0.5
    events = (
        lesson_event("a", "N", 2, rng.choice("TU")),
        lesson_event("b", "S", 2, rng.choice("TU")),
        lesson_event("c", rng.choice("NS"), 3, "T", alternates=alternates),
    )
    places = {
        e.id: " ".join(rng.sample([t.id for t in TIMES if t.site == e.site], e.duration))
        for e in events
    }
    if alternates:
        places["c"] = " ".join(f"{t}~{rng.choice(('odd', 'even'))}" for t in places["c"].split())
    for rule in _rules(rng):
        instance = two_sites(*events, rules=(rule,))
        assert agree(instance, timetable(**places)) == price(instance, timetable(**places))
