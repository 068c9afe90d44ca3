"""A county with a grouping hidden in it is never called impossible, and the answer is no worse."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from grouping_tiny import CORE, MEMBER, OPEN, asking, drawn

from community.policy import Policy
from rotation.grouping.check import check, worth
from rotation.grouping.instance import compile_grouping
from rotation.grouping.search import solve
from rotation.grouping.setting import Setting
from rotation.grouping.solution import Group, Grouping
from scenarios.changes.base import replaced
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.models import Community, SchoolRole
    from community.policy import PolicyRule

BUDGET = Budget(30.0, workers=1)


@pytest.mark.parametrize("seed", range(20))
def test_a_planted_grouping_is_never_called_impossible(seed: int) -> None:
    data, planted = planted_county(random.Random(seed))
    instance = compile_grouping(data)
    assert not [v.sentence.en for v in check(instance, planted)]
    found = solve(instance, BUDGET)
    assert found.status is Status.OPTIMAL
    assert found.grouping is not None
    best, known = worth(instance, found.grouping), worth(instance, planted)
    assert best.rules.hard == 0
    assert best[1:] <= known[1:]


def planted_county(rng: random.Random) -> tuple[Community, Grouping]:
    """Return a county, and a grouping that keeps all of its rules: they are read off from it."""
    data = drawn(rng, rng.randint(6, 11))
    ids = [s.id for s in data.schools]
    rng.shuffle(ids)
    cores, rest = ids[: len(ids) // 3], ids[len(ids) // 3 :]
    places = [*cores, *(rng.choice([*cores, None]) for _ in rest[len(cores) :])]
    of = dict(zip(rest, places, strict=True))
    members = {c: tuple(s for s in rest if of[s] == c) for c in cores}
    named = {c: f"共同体{c}" for c in cores}
    grouping = Grouping(tuple(sorted(Group(named[c], (c,), members[c]) for c in cores)))
    joined = {s: c for c in cores for s in members[c]}
    ways = [w for w in data.travel if joined.get(w.origin) != w.destination]
    ways = [w for w in ways if joined.get(w.destination) != w.origin]
    for member, core in joined.items():
        for a, b in ((member, core), (core, member)):
            way = data.travel[0].model_copy(update={"origin": a, "destination": b})
            ways.append(way.model_copy(update={"minutes": rng.randint(5, 60)}))
    schools = [
        s.model_copy(
            update={
                "role": rng.choice((OPEN, _role(s.id, cores))) if s.id in of | members else OPEN,
                "group": rng.choice(("", named[joined.get(s.id, s.id)]))
                if joined.get(s.id, s.id) in cores
                else "",
            }
        )
        for s in data.schools
    ]
    data = replaced(data, schools=tuple(schools), travel=tuple(ways))
    policy = Policy(profile="national_base", rules=tuple(kept_rules(Setting(data), grouping, rng)))
    return replaced(data, policy=policy), grouping


def _role(school: str, cores: list[str]) -> SchoolRole:
    return CORE if school in cores else MEMBER


def kept_rules(setting: Setting, grouping: Grouping, rng: random.Random) -> list[PolicyRule]:
    """Return hard rules that a grouping keeps, with the tightest numbers."""
    groups, pairs = grouping.groups, list(grouping.core_of.items())
    sizes = [len(g.schools) for g in groups]
    cores = [setting.school(g.cores[0]) for g in groups]
    members = [setting.school(m) for m, _ in pairs]
    weak = [sum(setting.school(s).is_weak for s in g.schools) for g in groups]
    helping = [len(g.schools) - n for g, n in zip(groups, weak, strict=True)]
    same = all(setting.school(m).stage.meets(setting.school(c).stage) for m, c in pairs)
    some: list[dict[str, Any]] = [
        {"communities": len(groups)},
        {"min_schools": min(sizes), "max_schools": max(sizes)},
        {"max_schools": max(sizes) - 1, "counts_core": False},
        {"max_minutes": max(setting.longer(m, c) or 0 for m, c in pairs)},
        {"core_locality": tuple({c.locality for c in cores})},
        {"member_locality": tuple({m.locality for m in members})},
        {"core_strong": not any(c.is_weak for c in cores) or None},
    ]
    if all(helping) or not any(w for w, h in zip(weak, helping, strict=True) if not h):
        most = max(-(-w // h) for w, h in zip(weak, helping, strict=True) if h)
        some.append({"helps": most})
    if all(0 < n < len(g.schools) for n, g in zip(weak, groups, strict=True)):
        some.append({"mixed": True, "contrasts": ("strength",)})
    chosen = rng.sample(some, rng.randint(3, len(some)))
    inside = sum(sizes) / len(setting.schools)
    chosen += [{"coverage": inside}, {"stages": "same" if same else "any"}]
    return [asking(**params) for params in chosen]
