"""The sentences that answer why somebody goes, or does not."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from community.text import Text
from rotation.conflict import titles
from rotation.rules.home_school_protection import HomeSchoolProtection
from rotation.wording import KIND_TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.codes import PlacementKind
    from community.models import Teacher
    from rotation.conflict import Finding
    from rotation.instance import RotationInstance
    from rotation.move import Move


NO_REASON = Text(
    "限时内未能查出由哪些规则造成。", "Which rules are behind it was not found out in time."
)


def wish(
    instance: RotationInstance,
    teacher: str,
    host: str | None,
    kinds: tuple[PlacementKind, ...],
) -> Text:
    """Return in words what is asked for: somebody goes somewhere."""
    who = instance.who(instance.community.teacher_by_id[teacher])
    where = Text("别的学校", "another school")
    if host is not None:
        name = instance.community.school_by_id[host].name
        where = Text(name, name)
    how = Text("", "")
    if kinds:
        zh, en = (x[0] for x in zip(*(KIND_TEXT[k] for k in kinds), strict=True))
        how = Text(zh, f" for {en}")
    return Text(f"派{who.zh}到{where.zh}{how.zh}", f"send {who.en} to {where.en}{how.en}")


def forced(what: Text) -> Text:
    """Return that every roster has a placement."""
    return Text(
        f"必须有：{what.zh}。已证明：没有这一安排，任何名单都不能满足全部刚性规则。",
        f"Needed: {what.en}. It is proved that no roster without it keeps every hard rule.",
    )


def impossible(what: Text) -> Text:
    """Return that no roster has a placement."""
    return Text(
        f"不能{what.zh}。已证明：任何名单这样安排都会违反刚性规则。",
        f"It is not possible to {what.en}: it is proved that every such roster breaks a hard rule.",
    )


def unsettled(what: Text, seconds: float) -> Text:
    """Return that time was too short."""
    return Text(
        f"{what.zh}：{seconds:g}秒内未能判定，请加大 --time-limit。",
        f"{what.en}: not settled within {seconds:g} seconds; try a longer --time-limit.",
    )


def price(what: Text, given: bool, costs: tuple[int, int], least: int | None) -> Text:
    """Return what the best roster without a placement, or with it, costs more.

    ``least`` is what it is proved to cost more at least, None when the cost is proved exactly.
    """
    before, after = costs
    more = after - before
    head = Text(f"并非必须：{what.zh}。", f"Not needed: {what.en}.")
    other = Text("没有这一安排", "without it")
    if not given:
        head = Text(f"可以{what.zh}。", f"It is possible to {what.en}.")
        other = Text("这样安排", "with it")
    if more == 0:
        tail = Text(
            f"{other.zh}，也有代价相同的名单（{before}）。",
            f"There is a roster {other.en} that costs the same ({before}).",
        )
    elif least is None:
        tail = Text(
            f"{other.zh}的最好名单多付代价{more}（{before}→{after}，已证最优）。",
            f"The best roster {other.en} costs {more} more ({before} to {after}, proved).",
        )
    else:
        proved = Text("未证明是否必然更贵", "it is not proved that any has to cost more")
        if least:
            proved = Text(f"已证至少多付{least}", f"it is proved to cost {least} more at least")
        tail = Text(
            f"{other.zh}，已找到的名单多付代价{more}（{before}→{after}）；{proved.zh}。",
            f"The best roster found {other.en} costs {more} more ({before} to {after}); "
            f"{proved.en}.",
        )
    return Text(head.zh + tail.zh, f"{head.en} {tail.en}")


def better(what: Text, given: bool, costs: tuple[int, int]) -> Text:
    """Return that the plan's roster is not the best one."""
    before, after = costs
    how = Text("没有", "without") if given else Text("有", "with")
    return Text(
        f"{what.zh}：找到了{how.zh}这一安排而代价更低的名单（{before}→{after}）。"
        "方案的名单并非最优，可用更长的时间重排。",
        f"{what.en}: a better roster was found {how.en} it ({before} to {after}). The plan's "
        "roster is not the best; plan again with more time.",
    )


def shares(plan: Sequence[int], other: Sequence[int]) -> list[Text]:
    """Return which of two rosters of the same cost spreads the burdens more evenly."""
    differing = next(((a, b) for a, b in zip_longest(plan, other, fillvalue=0) if a != b), None)
    if differing is None:
        return []
    a, b = differing
    which = (
        Text("方案的名单", "the plan's roster") if a < b else Text("另一份名单", "the other one")
    )
    return [
        Text(
            f"代价相同时取负担更均衡的：{which.zh}更均衡（从负担最重的人比起，"
            f"方案{a}，另一份{b}，路上分钟×天）。",
            f"Among rosters of the same cost the evener burdens decide: {which.en} has them (from "
            f"the heaviest down {a} in the plan, {b} in the other, in minutes x days).",
        )
    ]


def broken_plan(count: int) -> Text:
    """Return that a plan breaks hard rules itself."""
    return Text(
        f"方案的名单本身违反刚性规则{count}处（见 onebell audit），以下与它比较。",
        f"The plan's roster breaks {count} hard rules itself (onebell audit); it is compared with "
        "all the same.",
    )


def reason(instance: RotationInstance, finding: Finding, given: bool) -> Text:
    """Return a finding about rosters without a placement, or with it."""
    if not finding.numbers.get("together"):
        return finding.sentence
    zh, en = ("没有这一安排时，", "Without it") if given else ("这样安排时，", "With it")
    rules = [r for r in instance.rules if r.id in finding.rules]
    if rules and all(isinstance(r, HomeSchoolProtection) for r in rules):
        named = titles(rules)
        return Text(
            f"{zh}总有课无人能教，或外出的人过多（{named.zh}）。",
            f"{en} some lessons have no teacher, or too many are away ({named.en}).",
        )
    sentence = finding.sentence
    return Text(zh + sentence.zh, f"{en}: {sentence.en[0].lower()}{sentence.en[1:]}")


def at_least_broken(details: Sequence[Text]) -> list[Text]:
    """Return what would have to be given up otherwise."""
    if not details:
        return []
    head = Text("否则至少要违反：", "Otherwise these at least would be broken:")
    return [head, *(Text(f"· {d.zh}", f"- {d.en}") for d in details)]


def instead(
    instance: RotationInstance, moves: Sequence[Move], host: str, given: bool
) -> Text | None:
    """Return who goes to a school instead, or does not go any more; None for nobody."""
    people: dict[str, Teacher] = {m.teacher.id: m.teacher for m in moves}
    if not people:
        return None
    names = [instance.who(t) for t in people.values()]
    zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
    where = instance.community.school_by_id[host].name
    if given:
        verb = "go" if len(names) > 1 else "goes"
        return Text(f"改由{zh}去{where}。", f"Instead {en} {verb} to {where}.")
    return Text(f"原定去{where}的{zh}不再去。", f"{en} would not go to {where} any more.")
