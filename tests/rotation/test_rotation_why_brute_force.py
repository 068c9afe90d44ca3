"""Explanations agree with the enumeration of all rosters of random tiny problems."""

from __future__ import annotations

from dataclasses import replace

import pytest
from random_rosters import Rosters, instances
from rotation_tiny import BUDGET

from rotation.check import check
from rotation.shortage import explain
from rotation.why import Question, Verdict, explain_placement

FEW = 1_000  # rosters to enumerate when itinerant placements are offered everywhere


def kept(instance):
    """Return the rosters that keep the hard rules, with their costs."""
    found = []
    for roster in Rosters(instance):
        violations = check(instance, roster)
        if any(v.is_hard for v in violations):
            continue
        found.append((sum(v.cost for v in violations), roster))
    return found


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_reasons_are_found_for_impossible_problems_and_for_no_others(first):
    for _seed, instance, rosters in instances(6, first):
        wide = replace(instance, anywhere=True)
        possible = any(
            not any(v.is_hard for v in check(part, roster))
            for part, all_of in ((instance, rosters), (wide, Rosters(wide)))
            if all_of.number <= FEW
            for roster in all_of
        )
        found = explain(instance, BUDGET)
        assert not (possible and found), found[0].sentence
        if not possible and Rosters(wide).number <= FEW:
            assert found


def best_of(choices, asked, teacher, host, given):
    """Return the least cost of the rosters without a placement, or with one as asked for."""

    def fits(instance, roster):
        moves = [instance.move(p) for p in roster.placements if p.teacher == teacher]
        if given is None:
            return any(host in (None, m.host.id) for m in moves)
        gone = instance.move(given)
        return not any(
            m.host == gone.host and m.placement.kind is given.kind and m.overlaps(gone)
            for m in moves
        )

    return min((cost for cost, roster in choices if fits(asked, roster)), default=None)


@pytest.mark.parametrize("first", [0, 40, 80, 120, 160])
def test_answers_are_those_of_all_rosters(first):
    for seed, instance, _rosters in instances(8, first):
        narrow, wide = kept(instance), replace(instance, anywhere=True)
        if not narrow or Rosters(wide).number > FEW:
            continue
        anywhere = kept(wide)
        cost, plan = min(narrow, key=lambda pair: pair[0])
        for teacher in sorted({m.teacher.id for m in instance.candidates}):
            for answer in explain_placement(instance, plan, Question(teacher), BUDGET):
                given = answer.placement
                best = best_of(narrow if given else anywhere, wide, teacher, None, given)
                if best is None and given:
                    best = best_of(anywhere, wide, teacher, None, given)
                expected = Verdict.DEARER
                if best is None:
                    expected = Verdict.FORCED if given else Verdict.IMPOSSIBLE
                elif best <= cost:
                    expected = Verdict.EQUAL
                assert answer.verdict is expected, (seed, teacher, answer.sentences)
                if expected is Verdict.DEARER:
                    assert (answer.cost_after, answer.exact) == (best, True), (seed, teacher)
