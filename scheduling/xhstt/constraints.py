"""Constraints of XHSTT as rules and back, by the fields of the rule classes.

The parameters of a family are the dataclass fields that its class adds to ``Rule``; each has one
element of the format, so that nothing here speaks of a single family.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element as Out
from xml.etree.ElementTree import SubElement

from community.rule import CostFunction, Strictness
from community.text import Text
from scheduling.rules.base import AppliesTo, Rule
from scheduling.rules.registry import XHSTT, families
from scheduling.rules.spread_events import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduling.instance import Instance
    from scheduling.xhstt.elements import Element, Findings


class Points(NamedTuple):
    """What a family applies to, and the section of a report for it."""

    tags: tuple[str, ...]
    report: str


_POINTS = {
    "events": Points(("EventGroups", "Events"), "Events"),
    "event_groups": Points(("EventGroups",), "EventGroups"),
    "event_pairs": Points(("EventPairs",), "Events"),
    "resources": Points(("ResourceGroups", "Resources"), "Resources"),
}
POINTS: Mapping[str, Points] = {name: _POINTS[families()[name].points_are] for name in XHSTT}

_LISTS = {
    "time_groups": "TimeGroups",
    "times": "Times",
    "resource_groups": "ResourceGroups",
    "resources": "Resources",
}
_NUMBERS = {
    "duration": "Duration",
    "minimum_duration": "MinimumDuration",
    "maximum_duration": "MaximumDuration",
    "minimum_amount": "MinimumAmount",
    "maximum_amount": "MaximumAmount",
    "minimum": "Minimum",
    "maximum": "Maximum",
}
_ORDER = ("spreads", *_LISTS, "role", *_NUMBERS)  # as the format orders them
_HEADER = ("Name", "Required", "Weight", "CostFunction", "AppliesTo")
_COMMON = {f.name for f in fields(Rule)}


def parameters(cls: type[Rule]) -> dict[str, Any]:
    """Return the parameters of a family in the format's order, with defaults (or MISSING)."""
    own = {f.name: f.default for f in fields(cls) if f.name not in _COMMON}
    return {name: own[name] for name in _ORDER if name in own}


MOST_LISTED = 5_000_000  # by all constraints of an instance; groups count with their members


@dataclass
class Ids:
    """Ids that constraints may refer to, by the element that refers, and how much they list."""

    known: Mapping[str, Mapping[str, Any]]
    listed: int = 0

    @staticmethod
    def of(instance: Instance) -> Ids:
        """Return the ids of an instance without rules."""
        return Ids(
            {
                "TimeGroups": {g.id: g for g in instance.time_groups},
                "Times": instance.time_index,
                "ResourceGroups": {g.id: g for g in instance.resource_groups},
                "Resources": instance.resource_by_id,
                "EventGroups": {g.id: g for g in instance.event_groups},
                "Events": instance.event_by_id,
            }
        )

    def references(self, element: Element, tag: str, findings: Findings) -> tuple[str, ...]:
        """Return what an element lists; fail where a small file would list without end."""
        found = findings.references(element, tag, self.known[tag])
        for reference in found:
            self.listed += len(getattr(self.known[tag][reference], "members", "1"))
        if self.listed > MOST_LISTED:
            most = MOST_LISTED
            expected = Text(
                f"约束列出的时间、资源和课程合计应不超过{most}个，按组里的成员计",
                f"expected constraints that list at most {most} times, resources and events in "
                "all, groups by their members",
            )
            findings.fail(element.line, str(element), expected)
        return found


def read_constraint(element: Element, ids: Ids, rule_id: str, findings: Findings) -> Rule | None:
    """Return the rule that an element states; None (and a problem) when there is no such rule."""
    family = element.tag.removesuffix("Constraint")
    if family not in POINTS or not element.tag.endswith("Constraint"):
        findings.add(
            element,
            Text("没有这种约束", "there is no such constraint"),
            Text(f"可用的有{'、'.join(XHSTT)}", f"There are {', '.join(XHSTT)}"),
        )
        return None
    cls = families()[family]
    wanted = parameters(cls)
    findings.only(element, *_HEADER, *map(_tag, wanted))
    given = {name: _value(element, name, wanted[name], ids, findings) for name in wanted}
    name = findings.text(element, "Name")
    return cls(
        id=rule_id,
        title=Text(name, name),
        strictness=_strictness(element, findings),
        weight=findings.number(element, "Weight"),
        cost_function=_cost_function(element, findings),
        applies_to=_applies_to(element, POINTS[family], ids, findings),
        **given,
    )


def _tag(name: str) -> str:
    return _LISTS.get(name) or _NUMBERS.get(name) or {"role": "Role"}.get(name, "TimeGroups")


def _value(element: Element, name: str, default: Any, ids: Ids, findings: Findings) -> Any:
    tag = _tag(name)
    if name in _LISTS:
        return ids.references(element, tag, findings)
    if name == "role":
        return findings.text(element, tag)
    if name == "spreads":
        return _spreads(element, ids, findings)
    if default is None and element.child(tag) is None:
        return None
    # The format wants every number but a duration filter; our defaults serve our own rules.
    return findings.number(element, tag)


def _spreads(element: Element, ids: Ids, findings: Findings) -> tuple[Spread, ...]:
    found = []
    for child in element.under("TimeGroups"):
        findings.only(child, "Minimum", "Maximum")
        group = findings.reference(child, ids.known["TimeGroups"])
        least, most = findings.number(child, "Minimum"), findings.number(child, "Maximum")
        if group is not None:
            found.append(Spread(group, least, most))
    return tuple(found)


def _strictness(element: Element, findings: Findings) -> Strictness:
    text = findings.text(element, "Required").lower()
    if text not in ("true", "false", ""):
        findings.add(element, Text("<Required>应为true或false", "<Required> is true or false"))
    return Strictness.HARD if text == "true" else Strictness.SOFT


def _cost_function(element: Element, findings: Findings) -> CostFunction:
    text = findings.text(element, "CostFunction")
    if text in set(CostFunction):
        return CostFunction(text)
    if text:
        names = ", ".join(CostFunction)
        findings.add(
            element,
            Text(f"没有代价函数“{text}”，应为{names}之一", f'"{text}" is not one of {names}'),
        )
    return CostFunction.LINEAR


def _applies_to(element: Element, points: Points, ids: Ids, findings: Findings) -> AppliesTo:
    parent = element.child("AppliesTo")
    if parent is None:
        findings.add(element, Text("缺少<AppliesTo>", "<AppliesTo> is missing"))
        return AppliesTo()
    findings.only(parent, *points.tags)
    if points is _POINTS["event_pairs"]:
        pairs = (_pair(p, ids, findings) for p in parent.under("EventPairs"))
        return AppliesTo(event_pairs=tuple(p for p in pairs if p is not None))
    found = {tag: ids.references(parent, tag, findings) for tag in points.tags}
    return AppliesTo(
        event_groups=found.get("EventGroups", ()),
        events=found.get("Events", ()),
        resource_groups=found.get("ResourceGroups", ()),
        resources=found.get("Resources", ()),
        each_listing=True,
    )


def _pair(
    element: Element, ids: Ids, findings: Findings
) -> tuple[str, str, int | None, int | None] | None:
    findings.only(element, "FirstEvent", "SecondEvent", "MinSeparation", "MaxSeparation")
    ends = []
    for tag in ("FirstEvent", "SecondEvent"):
        child = element.child(tag)
        if child is None:
            findings.add(element, Text(f"缺少<{tag}>", f"<{tag}> is missing"))
        else:
            ends.append(findings.reference(child, ids.known["Events"]))
    limits = [
        findings.number(element, tag) if element.child(tag) is not None else None
        for tag in ("MinSeparation", "MaxSeparation")
    ]
    if len(ends) < 2 or ends[0] is None or ends[1] is None:
        return None
    return ends[0], ends[1], limits[0], limits[1]


def write_constraint(rule: Rule, parent: Out) -> None:
    """Append the element that states a rule of the standard."""
    element = SubElement(parent, f"{rule.family}Constraint", Id=rule.id)
    required = "true" if rule.strictness is Strictness.HARD else "false"
    texts = (rule.name.zh, required, str(rule.weight), str(rule.cost_function))
    for tag, text in zip(_HEADER, texts, strict=False):
        SubElement(element, tag).text = text
    _write_points(rule.applies_to, SubElement(element, "AppliesTo"))
    for name, default in parameters(type(rule)).items():
        value = getattr(rule, name)
        if name == "spreads":
            groups = SubElement(element, "TimeGroups")
            for spread in value:
                group = SubElement(groups, "TimeGroup", Reference=spread.time_group)
                SubElement(group, "Minimum").text = str(spread.minimum)
                SubElement(group, "Maximum").text = str(spread.maximum)
        elif name in _LISTS:
            write_references(element, _tag(name), value)
        elif value is not None or default is MISSING:
            SubElement(element, _tag(name)).text = str(value)


def _write_points(points: AppliesTo, parent: Out) -> None:
    write_references(parent, "EventGroups", points.event_groups)
    write_references(parent, "Events", points.events)
    write_references(parent, "ResourceGroups", points.resource_groups)
    write_references(parent, "Resources", points.resources)
    if points.event_pairs:
        pairs = SubElement(parent, "EventPairs")
        for first, second, least, most in points.event_pairs:
            pair = SubElement(pairs, "EventPair")
            SubElement(pair, "FirstEvent", Reference=first)
            SubElement(pair, "SecondEvent", Reference=second)
            if least is not None:
                SubElement(pair, "MinSeparation").text = str(least)
            if most is not None:
                SubElement(pair, "MaxSeparation").text = str(most)


def write_references(parent: Out, tag: str, ids: tuple[str, ...]) -> None:
    """Append a list of references, or nothing when it is empty."""
    if ids:
        listed = SubElement(parent, tag)
        for reference in ids:
            SubElement(listed, tag.removesuffix("s"), Reference=reference)
