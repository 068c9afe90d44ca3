"""Filling the slots that wait for the times: rooms and assistants."""

from __future__ import annotations

from dataclasses import replace

from tiny_xhstt import event, lessons, school

from community.rule import Strictness
from scheduling.check import cost
from scheduling.instance import Event, Instance, Resource, ResourceSlot, Time
from scheduling.rooms import fill
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.prefer_resources import PreferResources
from scheduling.solution import Solution
from solving.outcome import Budget

QUICK = Budget(seconds=5, workers=1, seed=1)
ALL = AppliesTo(event_groups=("All",))
ROOMS = (Resource("P", "Room", "琴房甲"), Resource("Q", "Room", "琴房乙"))
CLASH = AvoidClashes(id="clash", applies_to=AppliesTo(resources=("A", "B", "C")))
ROOM_CLASH = AvoidClashes(id="room clash", applies_to=AppliesTo(resources=("P", "Q")))
ASSIGN = AssignResource(id="room", role="room", applies_to=ALL)


def _needing(id: str, duration: int = 1, *people: str, **more: object) -> Event:
    """An event that needs a room."""
    base = event(id, duration, *people, **more)
    return replace(base, slots=(*base.slots, ResourceSlot(role="room", type="Room")))


def _instance(*events: Event, rules: tuple[object, ...] = ()) -> Instance:
    tiny = school(*events, rules=(ASSIGN, CLASH, ROOM_CLASH, *rules))  # type: ignore[arg-type]
    return replace(tiny, resources=(*tiny.resources[:3], *ROOMS))


def _rooms(solution: Solution) -> dict[tuple[str, str | None], str]:
    return {(x.event, x.time): dict(x.resources)["room"] for x in solution.lessons if x.resources}


def test_lessons_at_the_same_time_get_different_rooms() -> None:
    tiny = _instance(_needing("E1"), _needing("E2"), _needing("E3"))
    filling = fill(tiny, lessons("E1@Mo1", "E2@Mo1", "E3@Mo2"), QUICK)
    rooms = _rooms(filling.solution)
    assert filling.lacks == ()
    assert rooms["E1", "Mo1"] != rooms["E2", "Mo1"]
    assert cost(tiny, filling.solution).hard == 0


def test_an_event_keeps_its_room() -> None:
    # E1 has three lessons; E2 is beside the first one, E3 beside the last: one room does for E1.
    tiny = _instance(_needing("E1", 3), _needing("E2"), _needing("E3"))
    times = lessons("E1@Mo1", "E1@Mo2", "E1@Tu1", "E2@Mo1", "E3@Tu1")
    rooms = _rooms(fill(tiny, times, QUICK).solution)
    assert len({room for (name, _), room in rooms.items() if name == "E1"}) == 1


def test_who_lacks_a_room_is_named() -> None:
    tiny = _instance(_needing("E1"), _needing("E2"), _needing("E3"))
    filling = fill(tiny, lessons("E1@Mo1", "E2@Mo1", "E3@Mo1"), QUICK)
    assert len(filling.lacks) == 1
    lack = filling.lacks[0]
    assert (lack.role, lack.time) == ("room", "Mo1")
    assert str(lack.sentence) == f"课{lack.event}在Mo1没有可用的教室：琴房甲、琴房乙那时都有课。"
    assert cost(tiny, filling.solution).hard == 1


def test_a_room_that_is_wished_free_is_taken_last() -> None:
    """Three lessons of one event, which would rather stay in one room: not in P on Monday."""
    where = AppliesTo(resources=("P",))
    wish = AvoidUnavailableTimes(
        id="wish", strictness=Strictness.SOFT, weight=1, times=("Mo1", "Mo2"), applies_to=where
    )
    tiny = _instance(_needing("E1", 3), _needing("E2"), rules=(wish,))
    times = lessons("E1@Mo1", "E1@Mo2", "E1@Tu1", "E2@Tu1")
    before = lessons("E1@Mo1=P", "E1@Mo2=P", "E1@Tu1=P")
    rooms = _rooms(fill(tiny, times, QUICK, before).solution)
    assert [rooms["E1", day] for day in ("Mo1", "Mo2")] == ["Q", "Q"]
    full = _instance(_needing("E1", 3), _needing("E2"), rules=(wish,))
    filling = fill(full, lessons("E1@Mo1", "E1@Mo2", "E1@Tu1", "E2@Mo1"), QUICK)
    assert filling.lacks == ()  # one of them is in P all the same
    assert cost(full, filling.solution).soft == 1


def test_a_room_that_is_wished_for_goes_to_who_has_to_have_one() -> None:
    """E1 needs a room, E2 and E3 would rather have one: nothing is lacking where they have none."""
    needs = replace(ASSIGN, applies_to=AppliesTo(events=("E1",)))
    wishes = replace(
        ASSIGN, id="wish", strictness=Strictness.SOFT, applies_to=AppliesTo(events=("E2", "E3"))
    )
    one = PreferResources(id="one", role="room", resources=("P",), applies_to=ALL)
    tiny = _instance(_needing("E1"), _needing("E2"), _needing("E3"))
    tiny = replace(tiny, rules=(needs, wishes, one, CLASH, ROOM_CLASH))
    filling = fill(tiny, lessons("E2@Mo1", "E1@Mo1", "E3@Mo1"), QUICK)
    assert _rooms(filling.solution) == {("E1", "Mo1"): "P"}
    assert filling.lacks == ()


def test_no_candidate_at_all_is_another_sentence() -> None:
    nobody = PreferResources(id="none", role="room", applies_to=ALL)
    filling = fill(_instance(_needing("E1"), rules=(nobody,)), lessons("E1@Mo1"), QUICK)
    assert "没有合适的人选或教室" in str(filling.lacks[0].sentence)


def test_unavailable_and_taken_rooms_are_avoided() -> None:
    away = AvoidUnavailableTimes(id="away", times=("Mo1",), applies_to=AppliesTo(resources=("P",)))
    tiny = _instance(_needing("E1"), event("Fixed", 1, "Q"), rules=(away,))
    rooms = _rooms(fill(tiny, lessons("E1@Mo2", "Fixed@Mo2"), QUICK).solution)
    assert rooms["E1", "Mo2"] == "P"
    assert len(fill(tiny, lessons("E1@Mo1", "Fixed@Mo1"), QUICK).lacks) == 1


def test_odd_and_even_weeks_share_a_room() -> None:
    tiny = _instance(*(_needing(f"E{n}", alternates=True) for n in (1, 2, 3, 4)))
    held = lessons("E1@Mo1~odd", "E2@Mo1~even", "E3@Mo1~odd", "E4@Mo1~even")
    filling = fill(tiny, held, QUICK)
    assert filling.lacks == ()
    assert cost(tiny, filling.solution).hard == 0


def test_rooms_of_before_are_kept() -> None:
    tiny = _instance(_needing("E1"), _needing("E2"))
    for first, second in (("P", "Q"), ("Q", "P")):
        before = fill(tiny, lessons("E1@Mo1", "E2@Mo1"), QUICK).solution
        before = Solution(
            tuple(
                replace(x, resources=(("room", first if x.event == "E1" else second),))
                for x in before.lessons
            )
        )
        again = fill(tiny, lessons("E1@Mo1", "E2@Mo1"), QUICK, before).solution
        assert _rooms(again) == {("E1", "Mo1"): first, ("E2", "Mo1"): second}


def test_whoever_breaks_a_hard_rule_is_replaced() -> None:
    # A and B each have one lesson on Monday and may have no more; only C can assist.
    limit = LimitBusyTimes(
        id="one a day",
        time_groups=("Mo", "Tu"),
        maximum=1,
        applies_to=AppliesTo(resource_groups=("Staff",)),
    )
    help_ = AssignResource(id="help", role="teacher", applies_to=ALL)
    events = (event("E1", 1, "A"), event("E2", 1, "B"), event("E3", 1, role="teacher"))
    tiny = school(*events, rules=(help_, CLASH, limit))
    filling = fill(tiny, lessons("E1@Mo1", "E2@Mo1", "E3@Mo3"), QUICK)
    assert cost(tiny, filling.solution).hard == 0
    assert dict(filling.solution.lessons[2].resources) == {"teacher": "C"}


def test_an_assistant_is_not_at_another_site_that_day() -> None:
    times = (
        Time("X1", site="X", weekday=1, start=480, end=520),
        Time("X2", site="X", weekday=1, start=600, end=640),
        Time("Y1", site="Y", weekday=1, start=480, end=520),
    )
    # A teaches at Y on the day; B only at X; both are named as candidates.
    both = PreferResources(id="who", role="teacher", resources=("A", "B"), applies_to=ALL)
    events = (
        event("EY", 1, "A", site="Y"),
        event("EX", 1, "B", site="X"),
        event("E", 1, role="teacher", site="X"),
    )
    tiny = replace(school(*events, rules=(CLASH, both)), times=times, time_groups=())
    filling = fill(tiny, lessons("EY@Y1", "EX@X1", "E@X2"), QUICK)
    assert dict(filling.solution.lessons[2].resources) == {"teacher": "B"}
    assert len(fill(tiny, lessons("EY@Y1", "EX@X1", "E@X1"), QUICK).lacks) == 1


def test_nothing_open_nothing_done() -> None:
    tiny = school(event("E1", 1, "A"), rules=())
    times = lessons("E1@Mo1")
    assert fill(tiny, times, QUICK).solution is times
