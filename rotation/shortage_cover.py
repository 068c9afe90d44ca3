"""Lessons that nobody could teach: at all, or once the people have left who have to leave."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from community.codes import PlacementStatus
from community.text import Text
from rotation import staffing_flow
from rotation.conflict import Finding
from rotation.rules.asked_placement import AskedPlacement
from rotation.rules.home_school_protection import HomeSchoolProtection, shortage_text
from rotation.rules.kept_placements import KeptPlacements
from rotation.shortage_demand import hard_of, offered
from rotation.shortage_quota import joined, wanted
from rotation.shortage_reasons import kept_back
from rotation.shortage_supply import most

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from community.models import Teacher
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.rules.base import Rule
    from rotation.shortage_demand import Demand
    from rotation.staffing_flow import Lane, Shortage

NO_TIME = Text("", "")


@dataclass(frozen=True)
class Forced:
    """People who are away at once, each with one of these placements, and the words for why."""

    moves: dict[str, tuple[Move, ...]]  # by teacher id
    rules: tuple[Rule, ...]
    why: Text

    @property
    def teachers(self) -> list[Teacher]:
        """The people."""
        return [moves[0].teacher for moves in self.moves.values()]


class Cover:
    """Which lessons could be taught if everybody could be everywhere at once."""

    def __init__(self, instance: RotationInstance) -> None:
        self._instance = instance

    @cached_property
    def guard(self) -> HomeSchoolProtection | None:
        """The first rule that asks for a teacher for every lesson."""
        found = hard_of(self._instance, HomeSchoolProtection)
        return next((r for r in found if r.params.subject_cover), None)

    @cached_property
    def _reach(self) -> dict[str, set[Lane]]:
        instance = self._instance
        reach = {t.id: set(instance.lanes(t, t.school)) for t in instance.community.teachers}
        for move in offered(instance):
            if move.teaches:
                reach[move.teacher.id].update(instance.lanes(move.teacher, move.host.id))
        return reach

    @cached_property
    def _mobile(self) -> set[str]:
        return {m.teacher.id for m in offered(self._instance) if m.leaves}

    def lacking(self, away: Mapping[str, Iterable[Move]]) -> list[Shortage]:
        """Return what cannot be taught while some people are away with one of their placements."""
        instance = self._instance

        def lanes(teacher: Teacher) -> set[Lane]:
            if teacher.id not in away:
                return self._reach[teacher.id]
            hosts = {m.host.id for m in away[teacher.id] if m.teaches}
            return {lane for host in hosts for lane in instance.lanes(teacher, host)}

        def capacity(teacher: Teacher) -> int:
            gone = teacher.id in away or teacher.id in self._mobile
            return instance.capacity(teacher, at_home=not gone)

        teachers = instance.community.teachers
        supply = staffing_flow.supply_of(((t, lanes(t)) for t in teachers), capacity)
        return staffing_flow.shortages(instance.needed, supply, instance.unit)


def untaught(instance: RotationInstance, cover: Cover) -> Iterator[Finding]:
    """Find lessons that lack teachers even if everybody could be everywhere at once."""
    if cover.guard is None:
        return
    for short in cover.lacking({}):
        text = shortage_text(instance, NO_TIME, short)
        more = Text("全共同体能派去的教师都已计入。", "Everybody who could be sent is counted.")
        sentence = Text(text.zh + more.zh, f"{text.en.lstrip(': ')} {more.en}")
        yield Finding((cover.guard.id,), sentence, _numbers(short))


def must_stay(
    instance: RotationInstance, groups: Sequence[Sequence[Demand]], cover: Cover
) -> Iterator[Finding]:
    """Find people who have to leave although their lessons cannot be taught without them."""
    if cover.guard is None:
        return
    told: set[tuple[Lane, ...]] = set()
    for forced in [*_locked(instance), *_needed(instance, groups)]:
        for short in cover.lacking(forced.moves):
            if short.lanes not in told:
                told.add(short.lanes)
                yield _left_alone(instance, cover.guard, forced, short)


def _left_alone(
    instance: RotationInstance, guard: Rule, forced: Forced, short: Shortage
) -> Finding:
    names = [instance.who(t) for t in forced.teachers]
    who = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
    then = shortage_text(instance, NO_TIME, short)
    zh, en = f"这样{then.zh}", f"then {then.en.lstrip(': ')}"
    if not short.supply and {x.school for x in short.lanes} == {t.school for t in forced.teachers}:
        subjects = dict.fromkeys(instance.subject_name(x.subject) for x in short.lanes)
        taught, need = "、".join(subjects), f"{short.needed:g}"
        zh = f"而本校能教{taught}的没有别人，派出后每周{need}节无人任教。"
        en = f"and nobody else can teach {', '.join(subjects)} there: {need} periods a week "
        en += "would have no teacher."
    go = "goes" if len(names) == 1 else "go"
    return Finding(
        tuple(dict.fromkeys(r.id for r in (*forced.rules, guard))),
        Text(f"{forced.why.zh}，{who.zh}必须去；{zh}", f"{forced.why.en}, so {who.en} {go}; {en}"),
        _numbers(short),
    )


def _needed(instance: RotationInstance, groups: Sequence[Sequence[Demand]]) -> Iterator[Forced]:
    """Yield the people without whom a demand cannot be met."""
    for demand in (d for demands in groups for d in demands):
        mine: dict[str, list[Move]] = defaultdict(list)
        for move in demand.moves:
            mine[move.teacher.id].append(move)
        times = {teacher: most(moves) for teacher, moves in mine.items()}
        spare = sum(times.values()) - demand.least
        if spare < 0 or not any(n > spare for n in times.values()):
            continue
        why, rules = _only(instance, demand, len(mine))
        forced = {
            teacher: tuple(moves)
            for teacher, moves in mine.items()
            if times[teacher] > spare and all(m.leaves for m in moves)
        }
        yield from (Forced({t: moves}, rules, why) for t, moves in forced.items())
        every = [m for moves in forced.values() for m in moves]
        at_once = max(m.first for m in every) < min(m.end for m in every) if every else False
        if len(forced) > 1 and at_once and not spare:
            yield Forced(forced, rules, why)


def _only(instance: RotationInstance, demand: Demand, able: int) -> tuple[Text, tuple[Rule, ...]]:
    if isinstance(demand.rules[0], AskedPlacement):
        return wanted([demand], NO_TIME), demand.rules
    back = kept_back(instance, [demand], frozenset(m.teacher.id for m in demand.moves))
    asked = wanted([demand], joined(instance, [demand.span]))
    why = Text(f"{asked.zh}，符合条件的只有{able}人", f"{asked.en}; only {able} can be sent")
    return why, (*demand.rules, *back.rules)


def _locked(instance: RotationInstance) -> Iterator[Forced]:
    """Yield the people whose placements are locked or go on: each alone, then those of a block."""
    keeping = [r for r in hard_of(instance, KeptPlacements) if r.status is PlacementStatus.LOCKED]
    locked = [
        instance.move(p)
        for p in instance.pins.values()
        if keeping and p.status is PlacementStatus.LOCKED and not instance.unknown(p)
    ]
    groups: dict[tuple[Move, ...], None] = {(m,): None for m in locked if m.leaves}
    for block in range(instance.horizon):
        groups[tuple(m for m in locked if m.leaves and m.covers(block))] = None
    for moves in groups:
        if moves:
            what = [instance.what(m) for m in moves]
            is_are = "is" if len(what) == 1 else "are"
            why = Text(
                f"已锁定：{'、'.join(w.zh for w in what)}",
                f"{', '.join(w.en for w in what)} {is_are} locked",
            )
            yield Forced({m.teacher.id: (m,) for m in moves}, tuple(keeping), why)


def _numbers(short: Shortage) -> dict[str, int]:
    return {"lack": short.lack, "needed": int(short.needed), "available": int(short.available)}
