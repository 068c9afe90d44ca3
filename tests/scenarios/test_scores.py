"""Scores from marks, with the weights of the plan."""

from __future__ import annotations

from typing import Any

import pytest
from support import tiny_community

from community.policy import Policy, PolicyRule
from scenarios.scores import Mark, scores


def score_rule(id: str, **params: Any) -> PolicyRule:
    """A rule of scores."""
    return PolicyRule(id=id, family="evaluation_score", title_zh=id, title_en=id, params=params)


@pytest.mark.parametrize(
    ("rules", "marks", "expected"),
    [
        ([], {"C": Mark(90), "M": Mark(70)}, [("C", 90), ("M", 70)]),
        # 0.8 x 90 + 0.2 x 70 = 86
        ([{"own_weight": 0.8, "members_weight": 0.2}], {"C": Mark(90), "M": Mark(70)},
         [("C", 86), ("M", 70)]),
        # Five ranks gained: the core's own mark counts in place of the member's.
        ([{"own_weight": 0.8, "members_weight": 0.2}, {"rank_gain": 5}],
         {"C": Mark(90), "M": Mark(70, 3, 8)}, [("C", 90), ("M", 70)]),
        # Four are not five.
        ([{"own_weight": 0.8, "members_weight": 0.2}, {"rank_gain": 5}],
         {"C": Mark(90), "M": Mark(70, 4, 8)}, [("C", 86), ("M", 70)]),
        # The member's mark is better: it is left.
        ([{"members_weight": 0.5}, {"rank_gain": 5}],
         {"C": Mark(60), "M": Mark(70, 3, 8)}, [("C", 65), ("M", 70)]),
        ([{"bundled": True}], {"C": Mark(90), "M": Mark(75)}, [("C", 82.5), ("M", 82.5)]),
    ],
)  # fmt: skip
def test_scores(
    rules: list[dict[str, Any]], marks: dict[str, Mark], expected: list[tuple[str, float]]
) -> None:
    policy = Policy(
        profile="national_base", rules=tuple(score_rule(f"r{i}", **p) for i, p in enumerate(rules))
    )
    community = tiny_community().model_copy(update={"policy": policy})
    found = scores(community, marks)
    assert [(s.school, s.total) for s in found] == expected
    assert all(s.how.zh and s.how.en for s in found)


def test_the_derivation_is_told() -> None:
    rule = score_rule("r", own_weight=0.8, members_weight=0.2)
    policy = Policy(profile="national_base", rules=(rule,))
    community = tiny_community().model_copy(update={"policy": policy})
    core = scores(community, {"C": Mark(90), "M": Mark(70.5)})[0]
    assert core.how.zh == "自身90×80%＋成员校平均70.5×20%"
