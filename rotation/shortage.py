"""Why there is no roster: in planners' words, with numbers, and only what is proved.

From cheap to dear: counting (lessons that nobody can teach, quotas above what eligibility allows,
an exchange with too few on one side), then a smallest set of rules that cannot hold together,
confirmed by solving with just these rules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from community.text import Text
from rotation import staffing_flow
from rotation.candidates import hard_rules, placements, stays
from rotation.conflict import Finding, find_conflict
from rotation.rules.coverage_requirement import CoverageRequirement
from rotation.rules.home_school_protection import HomeSchoolProtection, shortage_text
from rotation.rules.reciprocal_exchange import ReciprocalExchange
from rotation.rules.rotation_quota import OUT, RotationQuota
from solving.outcome import Budget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from community.models import PlacementKind, Teacher
    from rotation.axis import Stay
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.rules.base import Rule
    from rotation.staffing_flow import Lane

EXPLAIN = Budget(seconds=60.0)


def explain(instance: RotationInstance, budget: Budget = EXPLAIN) -> list[Finding]:
    """Return proved reasons why an instance has no roster; empty when none is proved in time.

    Only hard rules are looked at. Counting comes first; a conflict of rules is searched for only
    when counting finds nothing.
    """
    wide = replace(instance, anywhere=True)
    found = [*_untaught(wide), *_quotas(wide), *_coverage(wide), *_exchange(wide)]
    return found or find_conflict(wide, budget)


def _untaught(instance: RotationInstance) -> Iterator[Finding]:
    """Find lessons that lack teachers even if everybody could be everywhere at once."""
    guards = [
        r
        for r in instance.rules
        if isinstance(r, HomeSchoolProtection) and r.params.subject_cover
    ]
    if not guards:
        return
    reach: dict[str, set[Lane]] = {
        t.id: set(instance.lanes(t, t.school)) for t in instance.community.teachers
    }
    for move in instance.candidates:
        if move.teaches:
            reach[move.teacher.id].update(instance.lanes(move.teacher, move.host.id))
    supply = staffing_flow.supply_of((t, reach[t.id]) for t in instance.community.teachers)
    for short in staffing_flow.shortages(instance.needed, supply):
        text = shortage_text(instance, Text("", ""), short)
        more = Text("全共同体能派去的教师都已计入。", "Everybody who could be sent is counted.")
        yield Finding(
            (guards[0].id,),
            Text(text.zh + more.zh, f"{text.en.lstrip(': ')} {more.en}"),
            {"lack": short.lack, "needed": short.demand // 2, "available": short.supply // 2},
        )


def most(moves: Iterable[Move]) -> int:
    """Return how many of these placements can be chosen at most: disjoint ones, by teacher."""
    by_teacher: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        by_teacher[move.teacher.id].append(move)
    return sum(_disjoint(mine) for mine in by_teacher.values())


def _disjoint(moves: list[Move]) -> int:
    if any(not m.leaves for m in moves):
        return len(moves)
    count, free = 0, 0
    for move in sorted(moves, key=lambda m: m.end):
        if move.first >= free:
            count, free = count + 1, move.end
    return count


def _quotas(instance: RotationInstance) -> Iterator[Finding]:
    """Find minimum quotas above the number of placements that can count."""
    for rule in _hard(instance, RotationQuota):
        for point in rule.points(instance):
            least = rule.least(instance, point)
            fitting = [m for m in instance.candidates if rule.counts(instance, point, m)]
            if most(fitting) >= least:
                continue
            member = point.member or "all"
            yield _too_few(
                instance,
                rule,
                Text(point.span.name.zh, point.span.name.en),
                (member, least),
                fitting,
                partial(rule.counts, instance, point),
                rule.params.kinds,
            )


def _coverage(instance: RotationInstance) -> Iterator[Finding]:
    for rule in _hard(instance, CoverageRequirement):
        for member in instance.members:
            for index, block in enumerate(instance.blocks):
                counts = partial(rule.counts, instance, member, index)
                fitting = [m for m in instance.candidates if counts(m)]
                if most(fitting) < rule.params.min:
                    yield _too_few(
                        instance,
                        rule,
                        block.name,
                        (member, rule.params.min),
                        fitting,
                        partial(rule.counts, instance, member, index),
                        rule.params.kinds,
                    )


def _too_few(
    instance: RotationInstance,
    rule: Rule,
    when: Text,
    wanted: tuple[str, int],
    fitting: list[Move],
    counts: Callable[[Move], bool],
    kinds: tuple[PlacementKind, ...],
) -> Finding:
    """Return the finding that a minimum is above what is possible, with the reasons."""
    member, least = wanted
    schools = instance.community.school_by_id
    able = {m.teacher.id for m in fitting}
    reasons = Counter(_reasons(instance, able, counts, kinds))
    zh = "，".join(f"{n}人{why.zh}" for why, n in reasons.most_common())
    en = "; ".join(f"{n}: {why.en}" for why, n in reasons.most_common())
    place = Text(schools[member].name, schools[member].name) if member in schools else ALL
    possible = most(fitting)
    return Finding(
        (rule.id,),
        Text(
            f"“{rule.title.zh}”：{when.zh}{place.zh}要求{least}人，"
            f"符合条件的只有{len(able)}人（最多{possible}人次）。"
            + (f"其余：{zh}。" if zh else "没有其他教师。"),
            f"“{rule.title.en}”, {when.en}, {place.en}: {least} are wanted, {len(able)} are "
            f"eligible ({possible} placements at most). "
            + (f"The others: {en}." if en else "There is nobody else."),
        ),
        {"wanted": least, "eligible": len(able), "most": possible},
    )


ALL = Text("全部成员校", "all members")


def _reasons(
    instance: RotationInstance,
    able: set[str],
    counts: Callable[[Move], bool],
    kinds: tuple[PlacementKind, ...],
) -> Iterator[Text]:
    """Yield the reason of each other teacher of the right standing: the rule in the way."""
    filters = hard_rules(instance)
    when = {kind: stays(instance, kind) for kind in kinds}
    for teacher in instance.community.teachers:
        if teacher.id in able:
            continue
        for move in _imagined(instance, teacher, when):
            if counts(move):
                broken = next((r for r in filters if r.fault(instance, move)), None)
                if broken is not None:
                    yield _short_reason(teacher, broken)
                    break


def _short_reason(teacher: Teacher, broken: Rule) -> Text:
    if teacher.exemption:
        return Text("免于交流", "exempt")
    return Text(f"不符合“{broken.title.zh}”", f"kept back by “{broken.title.en}”")


def _imagined(
    instance: RotationInstance, teacher: Teacher, when: dict[PlacementKind, list[Stay]]
) -> Iterator[Move]:
    for host in instance.community.schools:
        for kind, choices in when.items():
            for placement in placements(instance, teacher, host, kind, choices):
                yield instance.move(placement)


def _exchange(instance: RotationInstance) -> Iterator[Finding]:
    """Find equal exchanges in which a quota asks for more than the other side can send."""
    for exchange in _hard(instance, ReciprocalExchange):
        for quota in _hard(instance, RotationQuota):
            if quota.params.per == "member" and quota.params.counts == "active":
                yield from _one_sided(instance, exchange, quota)


def _one_sided(
    instance: RotationInstance, exchange: ReciprocalExchange, quota: RotationQuota
) -> Iterator[Finding]:
    out_asked = OUT in quota.directions
    asked, other = exchange.params.out_kinds, exchange.params.in_kinds
    if not out_asked:
        asked, other = other, asked
    if not set(quota.params.kinds) <= set(asked) or exchange.params.per != "member":
        return
    windows = [(s.first, s.end) for s in instance.spans(exchange.window)]
    answer = exchange.comes_in if out_asked else exchange.goes_out
    for point in quota.points(instance):
        if point.member is None or (point.span.first, point.span.end) not in windows:
            continue
        least = quota.least(instance, point)
        able = most(m for m in instance.candidates if answer(point.member, point.span, m))
        if least > able + exchange.params.tolerance:
            name = instance.community.school_by_id[point.member].name
            way = Text("该校", "the school") if out_asked else Text("核心校", "the core")
            yield Finding(
                (quota.id, exchange.id),
                Text(
                    f"“{quota.title.zh}”要求{point.span.name.zh}{name}{least}人，“"
                    f"{exchange.title.zh}”要求对等，而{way.zh}能派出的最多{able}人次。",
                    f"“{quota.title.en}” wants {least} for {name} in {point.span.name.en}, and "
                    f"“{exchange.title.en}” as many in return; {way.en} can send {able} at most.",
                ),
                {"wanted": least, "most": able},
            )


R = TypeVar("R", bound="Rule")


def _hard(instance: RotationInstance, family: type[R]) -> list[R]:
    return [r for r in instance.rules if isinstance(r, family) and r.strictness == "hard"]
