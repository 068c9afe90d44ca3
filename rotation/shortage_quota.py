"""Minimums above what is possible: too few people, a limit on absences, or a maximum below them."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from community.text import Text
from rotation.conflict import Finding
from rotation.rules.asked_placement import AskedPlacement
from rotation.rules.rotation_quota import RotationQuota
from rotation.shortage_demand import BACK, OUT, hard_of
from rotation.shortage_reasons import KeptBack, kept_back
from rotation.shortage_supply import Supply

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from community.codes import Direction
    from community.models import Teacher
    from rotation.axis import Span
    from rotation.instance import RotationInstance
    from rotation.rules.rotation_quota import Point
    from rotation.shortage_demand import Demand
    from rotation.shortage_supply import Cap, Knot

MANY = 4  # names in a row; more are counted


def too_few(instance: RotationInstance, groups: Sequence[Sequence[Demand]]) -> Iterator[Finding]:
    """Find demands above what the staff can give, once for all windows where it is the same."""
    supply = Supply(instance)
    found: dict[Hashable, list[Knot]] = defaultdict(list)
    for demands in groups:
        for knot in supply.knots(demands):
            found[_key(knot)].append(knot)
    for knots in found.values():
        yield _short(instance, knots)


def _key(knot: Knot) -> Hashable:
    rules = tuple(r.id for r in knot.demands[0].rules)
    places = tuple(d.place.id for d in knot.demands)
    return rules, places, knot.demands[0].subject, knot.least, knot.most, knot.caps, knot.able


def _short(instance: RotationInstance, knots: Sequence[Knot]) -> Finding:
    knot = knots[0]
    when = joined(instance, [k.demands[0].span for k in knots])
    asked = wanted(knot.demands, when)
    numbers = {"wanted": knot.least, "most": knot.most, "eligible": len(knot.able)}
    rules = dict.fromkeys(r.id for r in knot.demands[0].rules)
    if knot.caps:
        zh, en = _limits(instance, knot.caps)
        if sum(cap.at_once for cap in knot.caps) != knot.most:
            zh += f"，合计最多{knot.most}人次"
            en += f", which makes {knot.most} placements at most"
        rules |= dict.fromkeys(cap.rule.id for cap in knot.caps)
        others: tuple[str, ...] = ()
        if sum(cap.at_once for cap in knot.caps) < knot.most:
            back = kept_back(instance, knot.demands, knot.able)
            others = tuple(r.id for r in back.rules)
        text = Text(f"{asked.zh}，而{zh}。", f"{asked.en}, but {en}.")
        return Finding((*rules, *others), text, numbers)
    back = kept_back(instance, knot.demands, knot.able)
    able = _able(instance, back, len(knot.able), knot.most)
    text = Text(f"{asked.zh}，{able.zh}", f"{asked.en}; {able.en}")
    return Finding((*rules, *(r.id for r in back.rules)), text, numbers)


def wanted(demands: Sequence[Demand], when: Text) -> Text:
    """Return in words what some demands of one group ask for together."""
    one, rule = demands[0], demands[0].rules[0]
    if isinstance(rule, AskedPlacement):
        return Text(f"要{rule.title.zh}", f"To {rule.title.en}")
    least, way = sum(d.least for d in demands), _way(demands)
    several = ("合计", " together") if len(demands) > 1 else ("", "")
    if one.origin is None:
        return Text(
            f"“{rule.title.zh}”要求{when.zh}{way.zh}{several[0]}{least}名{one.what.zh}",
            f"“{rule.title.en}” wants {least} {one.what.en} {way.en}{several[1]} in {when.en}",
        )
    first = wanted([d.origin for d in demands if d.origin], when)
    exchange = one.rules[-1].title
    return Text(
        f"{first.zh}，按“{exchange.zh}”{way.zh}的{several[0]}也须有{least}名",
        f"{first.en}; by “{exchange.en}” {least} have to be {way.en}{several[1]} in return",
    )


def _way(demands: Sequence[Demand]) -> Text:
    """Return in words from where to where the placements of some demands lead."""
    names = [d.place.name for d in demands]
    zh, en = "、".join(n.zh for n in names[:MANY]), ", ".join(n.en for n in names[:MANY])
    if len(names) > MANY:
        zh, en = f"{zh}等{len(names)}所学校", f"{en} and {len(names) - MANY} more schools"
    directions: set[Direction] = {d for one in demands for d, _kind in one.routes}
    if directions == {OUT}:
        subject = demands[0].subject
        told = Text(f"任教{subject}", f" for {subject}") if subject else Text("", "")
        return Text(f"派往{zh}{told.zh}", f"sent to {en}{told.en}")
    if directions == {BACK}:
        return Text(f"{zh}派往核心校", f"sent to the core by {en}")
    return Text(f"核心校与{zh}互派", f"exchanged between the core and {en}")


def _limits(instance: RotationInstance, caps: Sequence[Cap]) -> Text:
    """Return in words how many may be away, by which rules."""
    found: dict[str, list[Text]] = defaultdict(list)
    for cap in caps:
        school = instance.community.school_by_id[cap.school].name
        who = Text("骨干教师", "backbone teachers") if cap.backbone else Text("教师", "teachers")
        text = Text(
            f"{school}{cap.staff}名{who.zh}同时外出最多{cap.at_once}人",
            f"at most {cap.at_once} of the {cap.staff} {who.en} of {school} may be away at once",
        )
        found[cap.rule.id].append(text)
    titles = {cap.rule.id: cap.rule.title for cap in caps}
    return Text(
        "；".join(f"按“{titles[r].zh}”{'，'.join(x.zh for x in xs)}" for r, xs in found.items()),
        "; ".join(f"by “{titles[r].en}” {', '.join(x.en for x in xs)}" for r, xs in found.items()),
    )


def _able(instance: RotationInstance, back: KeptBack, able: int, most: int) -> Text:
    """Return in words how many people count, and why the others do not."""
    besides = besides_text(instance, back.besides)
    times = Text("", "")
    if able and able != most:
        times = Text(f"（最多{most}人次）", f" ({most} placements at most)")
    if able:
        zh = f"{besides.zh}符合条件的只有{able}人{times.zh}。"
        en = f"{able} {'is' if able == 1 else 'are'} eligible{besides.en}{times.en}."
    else:
        zh, en = f"{besides.zh}没有人符合条件。", f"nobody{besides.en} is eligible."
    if back.reasons:
        others = back.reasons.most_common()
        zh += f"其余：{'，'.join(f'{n}人{why.zh}' for why, n in others)}。"
        en += f" The others: {'; '.join(f'{n} {why.en}' for why, n in others)}."
    return Text(zh, en)


def besides_text(instance: RotationInstance, teacher: Teacher | None) -> Text:
    """Return the words that set somebody aside."""
    if teacher is None:
        return Text("", "")
    who = instance.who(teacher)
    return Text(f"除{who.zh}外", f" besides {who.en}")


def above_maximum(
    instance: RotationInstance, groups: Sequence[Sequence[Demand]]
) -> Iterator[Finding]:
    """Find maximums of a quota below what other rules ask of the same placements."""
    for quota in hard_of(instance, RotationQuota):
        if quota.params.max is None:
            continue
        found: dict[Hashable, list[tuple[Point, list[Demand]]]] = defaultdict(list)
        for point in quota.points(instance):
            for demands in groups:
                inside = _inside(instance, quota, point, demands)
                least = sum(d.least for d in inside)
                if least > quota.params.max:
                    rules = tuple(r.id for r in demands[0].rules)
                    key = (rules, point.place.id, demands[0].subject, least)
                    found[key].append((point, inside))
        for pairs in found.values():
            yield _above(instance, quota, pairs)


def _inside(
    instance: RotationInstance, quota: RotationQuota, point: Point, demands: Sequence[Demand]
) -> list[Demand]:
    """Return the demands whose placements all count at a point of a quota."""
    return [
        d
        for d in demands
        if quota not in d.rules
        and d.moves
        and d.place.members <= point.place.members
        and all(quota.counts(instance, point, m) for m in d.moves)
    ]


def _above(
    instance: RotationInstance,
    quota: RotationQuota,
    pairs: Sequence[tuple[Point, list[Demand]]],
) -> Finding:
    demands = pairs[0][1]
    least = sum(d.least for d in demands)
    asked = wanted(demands, joined(instance, [inside[0].span for _point, inside in pairs]))
    when = joined(instance, [point.span for point, _inside in pairs])
    where = pairs[0][0].place.name
    text = Text(
        f"{asked.zh}，而“{quota.title.zh}”规定{when.zh}{where.zh}最多{quota.params.max}人。",
        f"{asked.en}, but “{quota.title.en}” allows {quota.params.max} at most "
        f"for {where.en} in {when.en}.",
    )
    rules = (*(r.id for r in demands[0].rules), quota.id)
    return Finding(rules, text, {"wanted": least, "most": quota.params.max})


def joined(instance: RotationInstance, spans: Sequence[Span]) -> Text:
    """Return some windows in words: the name of one, or from where to where they reach."""
    spans = list(dict.fromkeys(spans))
    first, last = spans[0], spans[-1]
    if len(spans) == 1:
        return first.name
    if len(spans) <= MANY:
        return Text("、".join(s.name.zh for s in spans), ", ".join(s.name.en for s in spans))
    gapless = all(a.end == b.first for a, b in pairwise(spans))
    if gapless and first.first == 0 and last.end == instance.horizon:
        return Text(f"全部{len(spans)}个时段", f"all {len(spans)} windows of the plan")
    return Text(
        f"{first.name.zh}至{last.name.zh}（{len(spans)}个时段）",
        f"{first.name.en} to {last.name.en} ({len(spans)} windows)",
    )
