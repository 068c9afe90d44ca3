"""Rules that cannot hold together: what is named is proved, and open slots may still mend a gap."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

from families import BASE
from tiny_xhstt import event, school

from community.text import Text
from scheduling import conflict as module
from scheduling.conflict import conflict, impossible
from scheduling.planning import _Planning
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.prefer_resources import PreferResources
from solving.outcome import Budget

if TYPE_CHECKING:
    import pytest

BUDGET = Budget(10.0, 1, 1)
A = AppliesTo(resources=("A",))


def _gaps(maximum: int = 0) -> LimitIdleTimes:
    return LimitIdleTimes(
        id="gaps",
        title=Text("无空堂", "no gaps"),
        maximum=maximum,
        applies_to=A,
        time_groups=("Mo",),
    )


def _away(*times: str) -> AvoidUnavailableTimes:
    title = Text("不能上课", "not there")
    return AvoidUnavailableTimes(id="away", title=title, times=times, applies_to=A)


def test_the_rules_are_named_with_people_and_no_others() -> None:
    # A has 2 lessons on the 3 times of Monday and is away in between. B has nothing to do with it.
    tuesday = _away("Mo2", "Tu1", "Tu2", "Tu3")
    instance = school(event("E1", 2, "A"), event("E2", 1, "B"), rules=(*BASE, _gaps(), tuesday))
    (found,) = impossible(instance, BUDGET)
    assert found.kind == "rules"
    assert found.sentence.zh == (
        "课E1：以下规则不能同时满足：“无空堂”、“不能上课”（安老师）。请放宽其中一条，或增加课位。"
    )
    assert "“no gaps”, “not there” (安老师)" in found.sentence.en


def test_what_needs_no_rule_is_said_to_fit_no_slots() -> None:
    instance = school(event("E1", 7, "A"), rules=BASE)  # 6 times
    (found,) = impossible(instance, BUDGET)
    assert "不计任何政策规则也排不出" in found.sentence.zh


def test_what_is_possible_has_no_conflict() -> None:
    assert impossible(school(event("E1", 2, "A"), rules=(*BASE, _gaps())), BUDGET) == ()


def test_without_time_for_fewer_rules_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.0)
    tuesday = _away("Mo2", "Tu1", "Tu2", "Tu3")
    instance = school(event("E1", 2, "A"), rules=(*BASE, _gaps(), tuesday))
    assert "限时内未能再缩小" in conflict(instance, BUDGET).sentence.zh


def test_a_gap_that_a_lesson_of_several_teachers_may_fill_is_no_proof() -> None:
    # A alone can hold E1 and E2, which are at Mo1 and Mo3; E3 is A's or B's, and fills the gap.
    only = PreferResources(
        id="A", role="teacher", resources=("A",), applies_to=AppliesTo(events=("E1", "E2"))
    )
    first = replace(event("E1", 1, role="teacher"), time="Mo1")
    last = replace(event("E2", 1, role="teacher"), time="Mo3")
    instance = school(first, last, event("E3", 1, role="teacher"), rules=(*BASE, _gaps(), only))
    frame = SimpleNamespace()
    planning = _Planning(frame, instance, BUDGET, None, None)  # type: ignore[arg-type]
    assert planning._fails_for_every_staffing() == ()
    # Without E3 the gap stays.
    alone = school(first, last, rules=(*BASE, _gaps(), only))
    planning = _Planning(frame, alone, BUDGET, None, None)  # type: ignore[arg-type]
    assert len(planning._fails_for_every_staffing()) == 1
