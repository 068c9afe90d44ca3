"""The cycles of one thread: how many there are, and at which price of hard rules each begins."""

from __future__ import annotations

import pytest
from random_problems import ALL
from tiny_xhstt import TIMES, event, lessons, school

from community.rule import Strictness
from scheduling.local.search import LocalSearch
from scheduling.local.walker import CHEAPER, DEARER, HARD_PRICES, MENDED, Walker
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_times import PreferTimes
from solving import clock

RULES = (
    AssignTime(id="assign", applies_to=ALL),
    AvoidClashes(id="clash", applies_to=AppliesTo(resources=("A",))),
)
WISH = PreferTimes(id="wish", strictness=Strictness.SOFT, times=TIMES, applies_to=ALL)


@pytest.fixture
def walked():
    """Walks for so much work: the same cycles on any machine."""

    def walk(lessons, work, rules=(*RULES, WISH)):
        """A search for so many lessons of A at six times, and its thread."""
        instance = school(*(event(f"E{n}", 1, "A") for n in range(lessons)), rules=rules)
        search = LocalSearch.made(instance, 1, lambda found: None)
        walker = Walker(search, 0, None, lambda: False)
        with clock.counting_work():
            walker.walk(work)
        return search, walker

    return walk


@pytest.mark.parametrize("lessons", [6, 7])
def test_hard_rules_cost_less_after_success_and_more_after_failure(walked, lessons):
    """At six times A can give six lessons, not seven; this work is enough for several cycles."""
    search, walker = walked(lessons, 1.5)
    assert search.best_cost == (lessons - 6, 0)
    if lessons > 6:
        assert walker.hard_price >= HARD_PRICES[0] * DEARER
    else:
        assert walker.hard_price < HARD_PRICES[0]


def test_without_time_there_is_one_cycle(walked):
    _, walker = walked(6, 0.0)
    assert walker.hard_price in (HARD_PRICES[0] * CHEAPER, HARD_PRICES[0] * DEARER)


def test_another_run_begins_at_the_last_price_that_went_well(walked):
    search, walker = walked(6, 1.5)
    again = Walker(search, 0, None, lambda: False)
    # Nothing is ever broken in the end: the last cycle took that price, and made it cheaper.
    assert again.hard_price == pytest.approx(walker.hard_price / CHEAPER)
    assert again.hard_price < HARD_PRICES[0]


def test_hard_rules_cost_more_at_once_where_much_is_broken(walked):
    # 40 lessons of A at six times: 34 stand beside another one, whatever is done.
    search, walker = walked(40, 0.75)
    assert walker.hard_price >= HARD_PRICES[0] * 34 / MENDED * DEARER
    assert not search.good_prices


def test_near_to_a_timetable_hard_rules_cost_no_less_than_what_mends_them():
    # Of soft rules of weights 1 and 100, a fifth of the dearer one, in units of the cheaper one.
    soft = (
        PreferTimes(id=str(w), strictness=Strictness.SOFT, weight=w, times=("Mo1",), applies_to=ALL)
        for w in (1, 100)
    )
    instance = school(event("E1", 1, "A"), rules=(*RULES, *soft))
    search = LocalSearch.made(instance, 1, lambda found: None)
    assert Walker(search, 0, None, lambda: False).hard_price == HARD_PRICES[0]
    assert Walker(search, 0, lessons("E1@Mo2"), lambda: False).hard_price == 20
    far = Walker(search, 0, lessons("E1@Mo2"), lambda: False, near=False)
    assert far.hard_price == HARD_PRICES[0]


def test_where_all_rules_are_hard_short_cycles_go_on_from_the_best(walked):
    # Seven lessons at six times: one stands beside another, whatever is done, so that each cycle
    # fails and the next begins dearer. With a wish there are three cycles, without one five.
    _, wishing = walked(7, 0.1)
    _, walker = walked(7, 0.1, RULES)
    assert walker.search.only_hard
    assert walker.hard_price > wishing.hard_price
