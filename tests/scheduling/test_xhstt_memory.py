"""The memory that an instance needs, counted before its model is built."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tiny_xhstt import event, school

from community.errors import InputError
from community.rule import CostFunction, Strictness
from scheduling.model import build
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.split_events import SplitEvents
from scheduling.xhstt import memory, read
from solving.builder import Builder

BESIDE = Path(__file__).parents[3] / "shared" / "xhstt"
FOLDER = Path(os.environ.get("ONEBELL_XHSTT") or BESIDE) / "archive"
NAMES = ("BR-SA-00", "GR-P3-10")


def test_items_are_starts_and_cells() -> None:
    """A lesson of 2 of 6 times. Whole: 5 starts. Two single ones, at the same time perhaps: 6 x 2.

    A looks at its 6 times for clashes, so that two single lessons cannot be at once: 6 starts.
    """
    assert memory.items(school(event("E", 2))) == 5 + 12
    clash = AvoidClashes(id="clash", applies_to=AppliesTo(resources=("A",)))
    assert memory.items(school(event("E", 2, "A"), rules=(clash,))) == 5 + 6 + 6


def test_what_hard_rules_forbid_is_not_counted() -> None:
    points = AppliesTo(events=("E",))
    whole = SplitEvents(
        id="whole", applies_to=points, minimum_duration=2, maximum_duration=2, maximum_amount=1
    )
    assert memory.items(school(event("E", 2), rules=(whole,))) == 5
    absent = AvoidUnavailableTimes(
        id="absent", applies_to=AppliesTo(resources=("A",)), times=("Mo1", "Mo2")
    )
    # Left are Mo3-Tu1, Tu1-Tu2 and Tu2-Tu3; the rule looks at Mo1 and Mo2, where A cannot be.
    assert memory.items(school(event("E", 2, "A"), rules=(whole, absent))) == 3


def test_choices_for_open_slots_count_where_they_are_more() -> None:
    """One start for four periods, each with any of three teachers: 12 choices, a quarter each."""
    assert memory.items(school(event("E", 4, role="teacher", time="Mo1"))) == 3


@pytest.mark.skipif(
    not all((FOLDER / f"{name}.xml").exists() for name in NAMES),
    reason=f"no XHSTT archives in {FOLDER} (set ONEBELL_XHSTT)",
)
@pytest.mark.parametrize("name", NAMES)
def test_starts_are_those_of_the_model(name: str) -> None:
    """Without the rules about resources there are no cells: starts alone are counted."""
    whole = read(FOLDER / f"{name}.xml").instances[0]
    rules = tuple(r for r in whole.rules if not r.applies_to.all_resources(whole))
    instance = replace(whole, rules=rules)
    starts = build(instance, Builder()).placements.starts
    assert memory.items(instance) == sum(map(len, starts.values()))
    assert memory.items(whole) != memory.items(instance)


def test_too_little_memory_is_told_with_what_to_try() -> None:
    instance = school(event("E", 2))
    # 17 items (see above): 150 MB + 17 x (3 + 2 x 5) kB
    wanted = memory.FIXED + 17 * (memory.SHARED + 2 * memory.OWN)
    memory.require(instance, 2, "school.xml", available=wanted)
    with pytest.raises(InputError) as caught:
        memory.require(instance, 2, "school.xml", available=wanted - 1)
    (problem,) = caught.value.problems
    assert problem.place == "school.xml" and problem.value == "tiny"
    assert "0.2 GB" in problem.to("zh") and "--workers 1" in problem.to("en")
    with pytest.raises(InputError) as caught:
        memory.require(instance, 1, "school.xml", available=0)
    assert "--workers" not in str(caught.value)  # there are no fewer to try


def test_this_machine_has_some_memory() -> None:
    memory.require(school(event("E", 2)), 1, "school.xml")


def test_units_of_squares_are_counted() -> None:
    """Two teachers, each short of up to 5,000 busy days: 10,000 units, ten of them to an item."""
    rule = ClusterBusyTimes(
        id="days",
        time_groups=("Mo", "Tu"),
        minimum=5_000,
        maximum=5_000,
        cost_function=CostFunction.QUADRATIC,
        strictness=Strictness.SOFT,
        applies_to=AppliesTo(resources=("A", "B")),
    )
    instance = school(event("E"))
    plain = memory.items(instance)
    assert memory.items(replace(instance, rules=(rule,))) == plain + 1_000
    linear = replace(rule, cost_function=CostFunction.LINEAR)
    assert memory.items(replace(instance, rules=(linear,))) == plain
