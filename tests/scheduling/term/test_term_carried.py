"""What was done before the term, as the planner's table says it."""

from __future__ import annotations

import datetime as dt

import pytest
from dated_plan import COMMUNITY, PLAN

from community.done import Done
from scenarios.calendars import frame_of
from scenarios.changes.base import replaced
from scheduling.term.assumed import assumed, late
from scheduling.term.carried import CarriedIn
from scheduling.term.families import families_of


def frame(*rows: Done):
    return frame_of(replaced(COMMUNITY, done=rows), PLAN)


def done(rule: str, times: int, as_of: tuple[int, int, int] = (2025, 6, 30), **more: str) -> Done:
    return Done(rule=rule, times=times, as_of=dt.date(*as_of), **more)


@pytest.mark.parametrize(
    ("rows", "known"),
    [
        ((), None),
        ((done("research_offline", 3),), 3),
        ((done("线下教研", 3),), 3),  # a part of the title
        ((done("线下教研", 3), done("线下教研", 1, school="M")), 1),
        ((done("线下教研", 3, school="C"),), None),
        ((done("线下教研", 1, school="M", subject="zh"), done("线下教研", 1, subject="zh")), 1),
        (
            (
                done("线下教研", 1, school="M", subject="zh"),
                done("线下教研", 2, school="M", subject="math"),
            ),
            3,
        ),
        ((done("线下教研", 1, (2025, 3, 1)), done("线下教研", 2)), 2),  # the latest date
        ((done("线下教研", 3, (2024, 12, 31)),), None),  # of another year
        ((done("线下教研", 3, (2025, 10, 1)),), None),  # in the term: records say that
    ],
)
def test_the_rows_that_speak_of_a_thing_count(rows, known):
    community = replaced(COMMUNITY, done=rows)
    carried = CarriedIn(community, community.terms[0])
    assert carried.get("research_offline:M") == known


def test_what_was_done_is_not_asked_for_again_and_what_is_assumed_is_told():
    # 4 face to face in a calendar year, all by November; by the end of June 30% of them: 2.
    def asked(of):
        families = families_of(of)
        activities = [a for f in families for a in f.activities()]
        own = [a for a in activities if a.rule == "research_offline"]
        return sum(a.times for a in own), assumed(families, activities)

    times, told = asked(frame())
    assert times == 2
    assert any("线下教研" in t.zh and "2次" in t.zh for t in told)
    times, told = asked(frame(done("research_offline", 1)))
    assert times == 3
    assert not any("线下教研" in t.zh for t in told)
    assert asked(frame(done("research_offline", 4)))[0] == 0


def test_rows_that_reach_into_the_term_are_told():
    assert len(late(frame(done("线下教研", 3, (2025, 10, 1)), done("线下教研", 1)))) == 1
