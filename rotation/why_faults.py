"""Why somebody cannot be placed at a school at all: no rule asks for it, or each way is barred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.codes import Direction, PlacementKind
from community.text import Text
from rotation.axis import Stay
from rotation.candidates import placements, stays
from rotation.instance import hard_rules
from rotation.wording import KIND_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import School
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.rules.asked_placement import AskedPlacement
    from rotation.rules.base import Rule

WAY = {
    Direction.CORE_TO_MEMBER: Text("核心校到成员校", "from the core to a member"),
    Direction.MEMBER_TO_CORE: Text("成员校到核心校", "from a member to the core"),
    Direction.MEMBER_TO_MEMBER: Text("成员校之间", "between members"),
    Direction.INSIDE_MEMBER: Text("中心校与教学点之间", "inside a member and its teaching points"),
    Direction.BETWEEN_COMMUNITIES: Text("共同体之间", "between communities"),
}


@dataclass(frozen=True)
class Barred:
    """Why there is no placement to choose: sentences, and the hard rules that are in the way."""

    sentences: tuple[Text, ...]
    rules: tuple[Rule, ...] = ()


def barred(instance: RotationInstance, asked: AskedPlacement) -> Barred | None:
    """Return why none of the placements asked for can be chosen; None when there is one."""
    if any(asked.speaks_of(m) for m in instance.candidates):
        return None
    teacher = instance.community.teacher_by_id[asked.params.teacher]
    hosts = [
        s
        for s in instance.community.schools
        if s.id != teacher.school and asked.params.host in (None, s.id)
    ]
    routes = instance.routes()
    kinds = asked.params.kinds or tuple(PlacementKind)
    ways = {(instance.direction(teacher, host)[0], host.id): host for host in hosts}
    asked_for = [(k, h) for (d, _), h in ways.items() for k in kinds if (d, k) in routes]
    if not asked_for:
        return Barred((_not_asked_for({d for d, _host in ways}, asked.params.kinds),))
    return _in_the_way(instance, asked, asked_for)


def _not_asked_for(ways: set[Direction], kinds: tuple[PlacementKind, ...]) -> Text:
    zh = "、".join(WAY[d].zh for d in sorted(ways))
    en = ", ".join(WAY[d].en for d in sorted(ways))
    what = Text("派遣", "placements")
    if kinds:
        what = Text(
            "、".join(KIND_TEXT[k].zh for k in kinds), ", ".join(KIND_TEXT[k].en for k in kinds)
        )
    return Text(
        f"没有规则安排{zh}的{what.zh}，所以名单不考虑。",
        f"No rule asks for {what.en} {en}, so no roster has any.",
    )


def _in_the_way(
    instance: RotationInstance,
    asked: AskedPlacement,
    asked_for: list[tuple[PlacementKind, School]],
) -> Barred:
    """Return the fewest rules, greedily, of which each way breaks one, with their sentences."""
    filters = [r for r in hard_rules(instance) if r is not asked]
    blamed: dict[str, list[tuple[Move, Text]]] = {}
    rules: dict[str, Rule] = {r.id: r for r in filters}
    left: list[Move] = []
    for move in _imagined(instance, asked, asked_for):
        faults = {r.id: fault[1] for r in filters if (fault := r.fault(instance, move))}
        if not faults:
            return Barred((_of_no_use(instance, move),))
        left.append(move)
        for rule, text in faults.items():
            blamed.setdefault(rule, []).append((move, text))
    sentences, named = [], []
    while left:
        worst = max(blamed, key=lambda r: sum(m in left for m, _text in blamed[r]))
        sentences.append(next(text for m, text in blamed[worst] if m in left))
        named.append(rules[worst])
        left = [m for m in left if all(m is not other for other, _text in blamed[worst])]
    return Barred(tuple(sentences), tuple(named))


def _of_no_use(instance: RotationInstance, move: Move) -> Text:
    kind, home, host = KIND_TEXT[move.placement.kind.value], move.home.name, move.host.name
    return Text(
        f"没有规则把{home}到{host}的{kind.zh}计算在内，接收校也不缺该教师所教的学科。",
        f"No rule counts {kind.en} from {home} to {host}, and the host does not lack the "
        "teacher's subjects.",
    )


def _imagined(
    instance: RotationInstance,
    asked: AskedPlacement,
    asked_for: list[tuple[PlacementKind, School]],
) -> Iterator[Move]:
    teacher = instance.community.teacher_by_id[asked.params.teacher]
    for kind, host in asked_for:
        when = stays(instance, kind) or _any_stays(instance, kind)
        for placement in placements(instance, teacher, host, kind, when):
            yield instance.move(placement)


def _any_stays(instance: RotationInstance, kind: PlacementKind) -> list[Stay]:
    """Return whole stays of every length, where no track takes any."""
    terms = len(instance.community.terms)
    longest = max(instance.stays(kind), default=1)
    return [Stay(t, n) for t in range(terms) for n in range(1, max(terms - t, longest) + 1)]
