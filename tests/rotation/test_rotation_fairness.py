"""rotation_fairness: rounds of turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from agreement import SOFTNESS, agree_on, any_rule
from rotation_tiny import QUOTA, SECONDMENT, broken, changed, community, placed, rule, run, teacher

from community.models import PastPlacement
from rotation.check import check, cost
from rotation.instance import compile_rotation
from rotation.rules.base import RuleParameterError
from rotation.solution import Roster
from solving.outcome import Status

if TYPE_CHECKING:
    import random

ROUNDS = rule("rr", "rotation_fairness", round_robin=True, volunteers_first=False)
EACH_TERM = rule(
    "q",
    "rotation_quota",
    direction="core_to_member",
    kinds=["secondment"],
    min=1,
    per="core",
    counts="starts",
    window="semester",
)
ONE_TERM = rule("one", "placement_term", kinds=["secondment"], max_terms=1)


def went(who: str, *years: int, length: int = 1) -> tuple[PastPlacement, ...]:
    return tuple(
        PastPlacement(teacher=who, host="A", kind=SECONDMENT, start_year=y, terms=length)
        for y in years
    )


def softly(weight: int = 7, **params: object):
    return rule(
        *("rr", "rotation_fairness", "soft"),
        weight=weight,
        **{"round_robin": True, "volunteers_first": False, **params},
    )


# --- rounds -------------------------------------------------------------------------------------


def test_everybody_goes_once_before_the_next_round() -> None:
    # 3 terms, one start in each, 3 people: each goes once; a fourth term begins the next round.
    people = [teacher(t, "K") for t in "abc"]
    given = community(people, [EACH_TERM, ONE_TERM, ROUNDS], horizon=3)
    assert {p.teacher for p in run(given).roster.placements} == {"a", "b", "c"}
    instance = compile_rotation(given)
    again = (placed("a", "A"), placed("b", "A", start="2025-2"), placed("a", "A", start="2026-1"))
    assert broken(instance, *again) == {"rr"}
    longer = compile_rotation(community(people, [EACH_TERM, ONE_TERM, ROUNDS], horizon=4))
    starts = [("b", "2025-1"), ("c", "2025-2"), ("a", "2026-1"), ("a", "2026-2")]
    assert not broken(longer, *(placed(t, "A", start=s) for t, s in starts))


def test_a_round_that_somebody_holds_up_is_infeasible() -> None:
    # a has gone twice, b never. Two have to go at once: b begins service 1 and a begins 3, which
    # needs everybody to have 2; b has 1, so a is 1 ahead. a alone, while b has 0, is 2 ahead.
    two = EACH_TERM.model_copy(update={"params": EACH_TERM.params | {"min": 2}})
    people, past = [teacher("a", "K"), teacher("b", "K")], went("a", 2021, 2023)
    given = community(people, [two, ONE_TERM, ROUNDS], history=past)
    assert run(given).report.status is Status.INFEASIBLE
    charged = community(people, [two, ONE_TERM, softly()], history=past)
    assert run(charged).report.objective == 2 * 10 + 7
    instance = compile_rotation(charged)
    (found,) = [v for v in check(instance, Roster((placed("a", "A"),))) if v.rule == "rr"]
    assert (found.point, found.deviation, found.cost) == ("a/2025-1", 2, 14)
    assert "K校教师a开始第3次，而教师b1人不足2次（最少0次）" in found.sentence.zh
    assert "begins service 3 while 1 have fewer than 2 (0 at least): 教师b." in found.sentence.en
    # With only one to send, it is b's turn: 10 for the term, nothing for the round.
    one = community(people, [EACH_TERM, ONE_TERM, ROUNDS], history=past)
    assert [p.teacher for p in run(one).roster.placements] == ["b"]


def test_what_goes_on_counts_as_a_service() -> None:
    # b went out in 2024-2 for two terms and is still away: both have 1, so a may begin 2.
    away = PastPlacement(
        teacher="b", host="A", kind=SECONDMENT, start_year=2024, semester=2, terms=2
    )
    people = [teacher("a", "K"), teacher("b", "K")]
    given = community(people, [EACH_TERM, ONE_TERM, ROUNDS], history=(*went("a", 2021), away))
    (found,) = [p for p in run(given).roster.placements if not p.before]
    assert found.teacher == "a"


def test_who_may_not_go_holds_nobody_up() -> None:
    # a has gone once. New has 1 year of 6, ill is exempt, m teaches nothing that A has, x is of
    # another standing, n is at another school: none of them has gone, and a may go again.
    rules = [
        *(EACH_TERM, ONE_TERM),
        rule("rr", "rotation_fairness", round_robin=True, volunteers_first=False, pool="backbone"),
        rule("e", "rotation_eligibility", kinds=["secondment"], min_years_in_school=6),
    ]
    people = [
        teacher("a", "K", is_backbone=True),
        teacher("new", "K", is_backbone=True, joined_year=2024),
        teacher("ill", "K", is_backbone=True, exemption="病"),
        teacher("m", "K", "art", is_backbone=True),
        teacher("x", "K"),
        teacher("n", "A", is_backbone=True),
    ]
    instance = compile_rotation(community(people, rules, history=went("a", 2023)))
    assert not broken(instance, placed("a", "A"))
    due = [*people, teacher("b", "K", is_backbone=True)]
    instance = compile_rotation(community(due, rules, history=went("a", 2023)))
    assert broken(instance, placed("a", "A")) == {"rr"}
    # For the members' staff the round is another one, of each school.
    both = rules[2].model_copy(update={"params": rules[2].params | {"side": "member"}})
    instance = compile_rotation(community(due, [*rules[:2], both], history=went("a", 2023)))
    assert not broken(instance, placed("a", "A"))


def test_who_is_too_old_for_a_turn_is_no_longer_waited_for() -> None:
    # r is 54 in 2025 (6 years left, more than 5) and 55 in 2026: then nobody waits for r.
    rules = [
        *(EACH_TERM, ONE_TERM, ROUNDS),
        rule("e", "rotation_eligibility", kinds=["secondment"], exclude_years_to_retirement=5),
    ]
    people = [teacher("a", "K"), teacher("r", "K", birth_year=1971)]
    given = community(people, rules, history=went("a", 2023), horizon=3)
    instance = compile_rotation(given)
    assert "rr" in broken(instance, placed("a", "A", start="2025-2"))
    assert "rr" not in broken(instance, placed("a", "A", start="2026-1"))


def test_volunteers_first_inside_the_round() -> None:
    # v volunteers and has gone; a and w have not. w goes first, and v is not passed over.
    gentle = rule("v", "rotation_fairness", "soft", weight=7)
    people = [teacher("a", "K"), *(teacher(t, "K", volunteer=True) for t in "vw")]
    given = community(people, [EACH_TERM, ONE_TERM, ROUNDS, gentle], history=went("v", 2023))
    result = run(given)
    assert [p.teacher for p in result.roster.placements] == ["w"]
    assert result.report.objective == 10
    instance = compile_rotation(given)
    assert cost(instance, Roster((placed("a", "A"),))).soft == 17
    without = compile_rotation(changed(given, teachers=(people[0], people[1])))
    assert cost(without, Roster((placed("a", "A"),))).soft == 10


def test_only_rounds_may_be_hard() -> None:
    compile_rotation(community([], [ROUNDS]))
    for more in ({"volunteers_first": True}, {"recent_years": 1}, {"burden_weight": 1}):
        mixed = ROUNDS.model_copy(update={"params": ROUNDS.params | more})
        with pytest.raises(RuleParameterError, match="soft or in_principle"):
            compile_rotation(community([], [mixed]))


@pytest.mark.parametrize("first", [0, 20])
def test_model_and_check_agree(first: int) -> None:
    def rules(dice: random.Random):
        kinds = [[], ["secondment"], ["secondment", "leadership"], ["secondment", "itinerant"]]
        yes = {"kinds": ["secondment", "leadership"], "min_years_in_school": 6}
        found = [
            any_rule(
                *(dice, "rr", "rotation_fairness"),
                round_robin=True,
                volunteers_first=False,
                side=dice.choice(["core", "core", "member", "both"]),
                pool=dice.choice(["any", "any", "backbone", "young"]),
                kinds=dice.choice(kinds),
            ),
            any_rule(
                *(dice, "v", "rotation_fairness", SOFTNESS[1:]),
                volunteers_first=dice.random() < 0.7,
                recent_years=dice.randint(0, 3),
                round_robin=dice.random() < 0.3,
            ),
            any_rule(dice, "e", "rotation_eligibility", **yes, exclude_years_to_retirement=5),
        ]
        return [r for r in found if dice.random() < 0.7]

    assert agree_on(rules, range(first, first + 20)) > 20


# --- volunteers, and who went recently ------------------------------------------------------------


def test_volunteers_go_first() -> None:
    fair = rule("f", "rotation_fairness", "soft", weight=7)
    people = [teacher("a", "K"), teacher("v", "K", volunteer=True)]
    given = community(people, [QUOTA, fair])
    result = run(given)
    assert [p.teacher for p in result.roster.placements] == ["v"]
    assert result.report.objective == 10
    # Sending the other one instead costs 10 for the term and 7 for passing over the volunteer.
    assert cost(compile_rotation(given), Roster((placed("a", "A"),))).soft == 17


def test_who_went_recently_goes_last() -> None:
    fair = rule("f", "rotation_fairness", "soft", weight=7, recent_years=3)
    past = (PastPlacement(teacher="a", host="A", kind=SECONDMENT, start_year=2023, terms=2),)
    given = community([teacher("a", "K"), teacher("b", "K")], [QUOTA, fair], history=past)
    assert [p.teacher for p in run(given).roster.placements] == ["b"]
    # a came back in summer 2024: less than 3 years before 2025, but not less than 1.
    assert cost(compile_rotation(given), Roster((placed("a", "A"),))).soft == 17
    short = rule("f", "rotation_fairness", "soft", weight=7, recent_years=1)
    once = community([teacher("a", "K")], [QUOTA, short], history=past)
    assert run(once).report.objective == 10


def test_fairness_is_never_hard() -> None:
    with pytest.raises(RuleParameterError, match="soft or in_principle"):
        compile_rotation(community([], [rule("f", "rotation_fairness")]))
