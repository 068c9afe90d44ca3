"""What ``onebell alone`` prints: what each school has alone and in the plan, side by side."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from community.text import Text
from publishing.console import print_json, print_lines, print_table
from publishing.summary import rule_origin, rule_titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community
    from community.text import Lang
    from scenarios.alone import Gain
    from scheduling.worth import Share

HEADERS = (
    Text("学校", "school"),
    Text("排下的课", "periods placed"),
    Text("同步课堂", "synchronous"),
    Text("跨校教师的课", "of shared teachers"),
    Text("空堂", "gaps"),
    Text("柔性代价", "soft cost"),
)


def show_gains(found: Sequence[Gain], community: Community, *, as_json: bool, lang: Lang) -> None:
    """Print a table of all schools, then the rules whose cost differs, school by school."""
    names = {s.id: s.name for s in community.schools}
    if as_json:
        print_json([_data(gain) for gain in found])
        return
    print_lines([_HEAD.to(lang)])
    rows = [(names[g.school], *_cells(g.alone, g.joint)) for g in found]
    print_table([h.to(lang) for h in HEADERS], rows)
    if community.duties:
        print_lines([_DUTIES.to(lang)])
    titles = rule_titles(community, lang)
    for gain in found:
        own = {rule: title.to(lang) for rule, title in gain.titles.items()} | titles
        before, after = (_by_title(x, titles, own) for x in (gain.alone, gain.joint))
        rules = sorted({*before, *after})
        told = [f"{r} {before[r]} → {after[r]}" for r in rules if before[r] != after[r]]
        if not gain.settled:
            print_lines([f"  {names[gain.school]}{_UNSETTLED.to(lang)}"])
        if told:
            line = "；".join(told), "; ".join(told)
            name = names[gain.school]
            print_lines([Text(f"  {name}：{line[0]}", f"  {name}: {line[1]}").to(lang)])


def _by_title(share: Share, titles: dict[str, str], own: dict[str, str]) -> Counter[str]:
    """Return the soft cost by the title of the policy's rule, or of a school's own row."""
    found: Counter[str] = Counter()
    for rule, cost in share.cost.items():
        origin = rule_origin(rule, titles)
        found[own.get(origin, origin)] += cost
    return found


_DUTIES = Text(
    "只比课表；值班是课表排出以后再分的，不在表里。",
    "Timetables alone are compared; duties are handed out when they are there.",
)


def _cells(alone: Share, joint: Share) -> list[str]:
    counted = [f"{a[0]} → {j[0]} / {j[1]}" for a, j in zip(alone[:3], joint[:3], strict=True)]
    costs = [sum(x.cost.values()) for x in (alone, joint)]
    return [*counted, f"{alone.gaps} → {joint.gaps}", f"{costs[0]} → {costs[1]}"]


def _data(gain: Gain) -> dict[str, Any]:
    return {"school": gain.school, "settled": gain.settled} | {
        way: share._asdict() | {"soft_cost": sum(share.cost.values())}
        for way, share in (("alone", gain.alone), ("joint", gain.joint))
    }


_HEAD = Text(
    "各排各的 → 合在一起排（同样的名单和任课；柔性代价只计两种排法都排齐了的课）：",
    "Each for itself → in the one plan (same roster and staffing; soft cost of what both have "
    "placed in full):",
)
_UNSETTLED = Text(
    "：限时内没有把各排各的排齐，给更多秒数（--time-limit）也许能多排几节。",
    ": its own timetable was not completed in time; more seconds (--time-limit) may place more.",
)
