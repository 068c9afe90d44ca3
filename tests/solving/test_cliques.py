"""Groups that others imply are left out, and nothing else."""

from __future__ import annotations

import random
from itertools import combinations

from solving.cliques import unimplied


def test_a_group_inside_another_one_and_its_twin_are_left_out():
    found = unimplied([[1, 2], [3, 1, 2], [2, 3, 1], [3, 4]], lambda x: x)
    assert [set(group) for group in found] == [{1, 2, 3}, {3, 4}]


def test_things_are_known_by_their_numbers():
    assert unimplied(["ab", "b", "ba"], ord) == ["ba"]


def test_random_groups_exclude_the_same_pairs_as_before_and_none_is_inside_another():
    rng = random.Random(5)
    for _ in range(50):
        groups = [rng.sample(range(8), rng.randint(1, 5)) for _ in range(rng.randint(1, 20))]
        found = unimplied(groups, lambda x: x)
        assert _pairs(found) == _pairs(groups)
        assert not any(set(a) <= set(b) for a, b in combinations(found, 2))
        assert not any(set(b) <= set(a) for a, b in combinations(found, 2))


def _pairs(groups: list[list[int]]) -> set[frozenset[int]]:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}
