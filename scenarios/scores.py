"""Scores of schools from the marks that were given, with the plan's own weights (F33)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from community.families import given
from community.models import SchoolRole
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.models import Community, School


class Mark(NamedTuple):
    """The mark of a school in a year; its rank then and the year before, 1 the best."""

    mark: float
    rank: int | None = None
    rank_before: int | None = None


class Score(NamedTuple):
    """What a school gets, and how it was reckoned."""

    school: str
    total: float
    how: Text


class Weights(NamedTuple):
    """How the core's score is made up; ``gain``: ranks for which a member counts as the core."""

    own: float = 1.0
    members: float = 0.0
    gain: int | None = None
    bundled: bool = False


def scored(community: Community) -> list[School]:
    """Return the schools that get a score: the core, and the members; points are theirs."""
    roles = (SchoolRole.CORE, SchoolRole.MEMBER)
    return [s for s in community.schools if s.role in roles]


def weights(community: Community) -> Weights:
    """Return the weights of a policy; where only one is given, the other is the rest."""
    rules = community.policy.of("evaluation_score")

    def first(key: str) -> float | None:
        return next((v for r in rules if (v := given(r, key)) is not None), None)

    own, members, gain = first("own_weight"), first("members_weight"), first("rank_gain")
    if own is None:
        own = 1.0 if members is None else 1 - members
    return Weights(
        own,
        1 - own if members is None else members,
        None if gain is None else int(gain),
        bool(first("bundled")),
    )


def scores(community: Community, marks: Mapping[str, Mark]) -> list[Score]:
    """Return the score of each school that has one, the core's first.

    With weights the core's is made up of its own mark and the members' mean; of a member that has
    gained as many ranks as the policy asks for, the core may count its own mark instead. Bundled
    without weights, all have the mean.
    """
    schools, known = scored(community), weights(community)
    if known.bundled and not known.members:
        return _bundled(schools, marks)
    core = community.core
    members = [s for s in schools if s.id != core.id]
    found = [_of_core(core, members, known, marks)]
    for school in members:
        mark = marks[school.id].mark
        found.append(Score(school.id, mark, Text(f"自身{mark:g}分", f"own mark {mark:g}")))
    return found


def _bundled(schools: list[School], marks: Mapping[str, Mark]) -> list[Score]:
    values = [marks[s.id].mark for s in schools]
    total, zh = round(sum(values) / len(values), 2), "＋".join(f"{v:g}" for v in values)
    how = Text(
        f"捆绑考核：（{zh}）÷{len(values)}",
        f"judged together: ({' + '.join(f'{v:g}' for v in values)}) / {len(values)}",
    )
    return [Score(s.id, total, how) for s in schools]


def _of_core(
    core: School, members: list[School], known: Weights, marks: Mapping[str, Mark]
) -> Score:
    own = marks[core.id].mark
    if not known.members or not members:
        return Score(core.id, own, Text(f"自身{own:g}分", f"own mark {own:g}"))
    counted, risen = [], []
    for school in members:
        mark = marks[school.id]
        if known.gain and _gained(mark) >= known.gain and mark.mark < own:
            counted.append(own)
            risen.append(school.name)
        else:
            counted.append(mark.mark)
    mean = sum(counted) / len(counted)
    total = round(known.own * own + known.members * mean, 2)
    zh = f"自身{own:g}×{known.own:.0%}＋成员校平均{round(mean, 2):g}×{known.members:.0%}"
    en = f"own {own:g} x {known.own:.0%} + members' mean {round(mean, 2):g} x {known.members:.0%}"
    if risen:
        zh += f"；{'、'.join(risen)}进步{known.gain}名以上，按核心校得分计"
        en += f"; {', '.join(risen)} gained {known.gain} ranks or more: the core's own mark counts"
    return Score(core.id, total, Text(zh, en))


def _gained(mark: Mark) -> int:
    """Return the ranks gained since the year before; 0 where one is not known."""
    if mark.rank is None or mark.rank_before is None:
        return 0
    return mark.rank_before - mark.rank
