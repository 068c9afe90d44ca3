"""Reading an XHSTT file: times, resources, events and constraints of its instances."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.instance import Event, Group, Instance, Resource, ResourceSlot, Time
from scheduling.xhstt.archive import Archive
from scheduling.xhstt.constraints import Ids, read_constraint
from scheduling.xhstt.elements import Element, Findings, parse
from scheduling.xhstt.solutions import SolutionReader

if TYPE_CHECKING:
    from scheduling.rules.base import Rule

ROOT = "HighSchoolTimetableArchive"
LONGEST_EVENT = 10_000  # times; more is a slip, and would exhaust the memory
MOST_PLACES = 1_000_000  # for resources in all events, those of groups included


def read(path: Path | str) -> Archive:
    """Return the archive in a file.

    Raises
    ------
    InputError
        With every problem found: element, line, what was expected.
    """
    path = Path(path)
    findings = Findings(path.name)
    instances: dict[str, Instance] = {}

    def on_instance(element: Element) -> None:
        instance = InstanceReader(findings).read(element, instances)
        instances[instance.id] = instance

    solutions = SolutionReader(findings, instances)
    root = parse(
        path,
        findings,
        {
            "Instances/Instance": on_instance,
            "SolutionGroups/SolutionGroup/Solution": solutions.on_solution,
            "SolutionGroups/SolutionGroup": solutions.on_group,
        },
    )
    check_root(root, findings)
    findings.raise_any()
    return Archive(
        tuple(instances.values()),
        tuple(solutions.groups.values()),
        root.attributes.get("Id", ""),
        metadata(root),
    )


def check_root(root: Element, findings: Findings) -> None:
    """Raise ``InputError`` when a file is of another format; note what does not belong in it."""
    if root.tag != ROOT:
        expected = Text(f"XHSTT文件应以<{ROOT}>开头", f"an XHSTT file begins with <{ROOT}>")
        findings.fail(root.line, str(root), expected)
    findings.only(root, "MetaData", "Instances", "SolutionGroups")


def metadata(element: Element) -> dict[str, str]:
    """Return the texts of an element's MetaData by tag."""
    return {child.tag: child.text for child in element.under("MetaData")}


class InstanceReader:
    """Reads one instance; problems go to ``findings``."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._groups: dict[str, dict[str, Group]] = defaultdict(dict)
        self._members: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._places = 0

    def read(self, element: Element, known: dict[str, Instance]) -> Instance:
        """Return the instance that an element states."""
        findings = self._findings
        findings.only(element, "MetaData", "Times", "Resources", "Events", "Constraints")
        parts = {}
        for tag in ("Times", "Resources", "Events", "Constraints"):
            part = element.child(tag)
            if part is None:
                findings.add(element, Text(f"缺少<{tag}>", f"<{tag}> is missing"))
            parts[tag] = part or Element(tag, {}, element.line)
        instance_id = findings.identifier(element, known)
        times = self._times(parts["Times"])
        types = self._types(parts["Resources"])
        resources = self._resources(parts["Resources"], types)
        events = self._events(parts["Events"], times, types, resources)
        instance = Instance(
            id=instance_id,
            times=tuple(times.values()),
            time_groups=self._filled("time"),
            resource_types=tuple(types.values()),
            resource_groups=self._filled("resource"),
            resources=tuple(resources.values()),
            event_groups=self._filled("event"),
            events=tuple(events.values()),
            metadata=metadata(element),
        )
        return replace(instance, rules=self._rules(parts["Constraints"], instance))

    def _declare(self, what: str, parent: Element, *kinds: str) -> None:
        """Note the groups that a list of groups declares."""
        self._findings.only(parent, *kinds)
        groups = self._groups[what]
        for child in parent.children:
            group_id = self._findings.identifier(child, groups)
            kind = "" if child.tag.endswith("Group") else child.tag
            type_ = child.child("ResourceType")
            resource_type = type_.attributes.get("Reference") if type_ else None
            name = self._findings.text(child, "Name")
            groups[group_id] = Group(group_id, name, (), kind, resource_type)

    def _join(self, what: str, member: str, element: Element) -> str | None:
        """Make something a member of the group that an element refers to; return the group."""
        group = self._findings.reference(element, self._groups[what])
        if group is not None and member not in self._members[what, group][-1:]:
            self._members[what, group].append(member)
        return group

    def _filled(self, what: str) -> tuple[Group, ...]:
        return tuple(
            replace(group, members=tuple(dict.fromkeys(self._members[what, group.id])))
            for group in self._groups[what].values()
        )

    def _times(self, parent: Element) -> dict[str, Time]:
        findings, found = self._findings, dict[str, Time]()
        findings.only(parent, "TimeGroups", "Time")
        if (groups := parent.child("TimeGroups")) is not None:
            self._declare("time", groups, "Day", "Week", "TimeGroup")
        for child in parent.children:
            if child.tag == "Time":
                findings.only(child, "Name", "Day", "Week", "TimeGroups")
                time_id = findings.identifier(child, found)
                found[time_id] = Time(time_id, findings.text(child, "Name"))
                own = [c for c in child.children if c.tag in ("Day", "Week")]
                for group in own + child.under("TimeGroups"):
                    self._join("time", time_id, group)
        return found

    def _types(self, parent: Element) -> dict[str, Group]:
        found: dict[str, Group] = {}
        for child in parent.under("ResourceTypes"):
            type_id = self._findings.identifier(child, found)
            found[type_id] = Group(type_id, self._findings.text(child, "Name"))
        return found

    def _resources(self, parent: Element, types: dict[str, Group]) -> dict[str, Resource]:
        findings, found = self._findings, dict[str, Resource]()
        findings.only(parent, "ResourceTypes", "ResourceGroups", "Resource")
        if (groups := parent.child("ResourceGroups")) is not None:
            self._declare("resource", groups, "ResourceGroup")
            for child in groups.children:
                self._type(child, types)
        for child in parent.children:
            if child.tag == "Resource":
                findings.only(child, "Name", "ResourceType", "ResourceGroups")
                resource_id = findings.identifier(child, found)
                name, type_ = findings.text(child, "Name"), self._type(child, types)
                found[resource_id] = Resource(resource_id, type_ or "", name)
                for group in child.under("ResourceGroups"):
                    self._join("resource", resource_id, group)
        return found

    def _type(self, element: Element, types: dict[str, Group]) -> str | None:
        child = element.child("ResourceType")
        if child is None:
            self._findings.add(element, Text("缺少<ResourceType>", "<ResourceType> is missing"))
            return None
        return self._findings.reference(child, types)

    def _events(
        self,
        parent: Element,
        times: dict[str, Time],
        types: dict[str, Group],
        resources: dict[str, Resource],
    ) -> dict[str, Event]:
        self._findings.only(parent, "EventGroups", "Event")
        if (groups := parent.child("EventGroups")) is not None:
            self._declare("event", groups, "Course", "EventGroup")
        found: dict[str, Event] = {}
        for child in parent.children:
            if child.tag == "Event":
                event_id = self._findings.identifier(child, found)
                slots = self._slots(child, types, resources)
                found[event_id] = self._event(child, event_id, slots, times)
        return found

    def _event(
        self, element: Element, event_id: str, slots: list[ResourceSlot], times: dict[str, Time]
    ) -> Event:
        findings = self._findings
        findings.only(
            element,
            *("Name", "Duration", "Workload", "Course", "Time"),
            *("Resources", "ResourceGroups", "EventGroups"),
        )
        course, time = element.child("Course"), element.child("Time")
        groups = findings.references(element, "ResourceGroups", self._groups["resource"])
        for group in groups:
            members = dict.fromkeys(self._members["resource", group])
            self._count(element, len(members))
            slots += [ResourceSlot(resource=r) for r in members]
        event = Event(
            id=event_id,
            duration=self._duration(element),
            name=findings.text(element, "Name"),
            slots=tuple(slots),
            time=findings.reference(time, times) if time is not None else None,
            workload=self._workload(element),
            color=element.attributes.get("Color"),
            course=self._join("event", event_id, course) if course is not None else None,
            resource_groups=groups,
        )
        for group_element in element.under("EventGroups"):
            self._join("event", event_id, group_element)
        return event

    def _count(self, element: Element, places: int) -> None:
        self._places += places
        if self._places > MOST_PLACES:
            most = MOST_PLACES
            expected = Text(
                f"全部课程的资源合计应不超过{most}个",
                f"expected at most {most} resources of events",
            )
            self._findings.fail(element.line, str(element), expected)

    def _duration(self, element: Element) -> int:
        duration = self._findings.number(element, "Duration", least=1)
        if duration > LONGEST_EVENT:
            most = LONGEST_EVENT
            self._findings.add(
                element,
                Text(f"时长应不超过{most}节", f"expected a duration of at most {most} times"),
            )
        return duration

    def _workload(self, element: Element) -> int | None:
        if element.child("Workload") is None:
            return None
        return self._findings.number(element, "Workload")

    def _slots(
        self, event: Element, types: dict[str, Group], resources: dict[str, Resource]
    ) -> list[ResourceSlot]:
        """Return the slots that an event names one by one; a role is used once only."""
        slots = [self._slot(c, types, resources) for c in event.under("Resources")]
        roles = Counter(s.role for s in slots if s.role is not None)
        for role in (r for r, count in roles.items() if count > 1):
            expected = Text(f"角色“{role}”只能用一次", f'the role "{role}" is used once only')
            self._findings.add(event, expected)
        return slots

    def _slot(
        self, element: Element, types: dict[str, Group], resources: dict[str, Resource]
    ) -> ResourceSlot:
        findings = self._findings
        findings.only(element, "Role", "ResourceType", "Workload")
        preassigned = "Reference" in element.attributes
        type_ = element.child("ResourceType")
        role = element.text_of("Role") or None
        if not preassigned and (role is None or type_ is None):
            expected = Text(
                "未指定的资源应有<Role>和<ResourceType>",
                "an open resource has a <Role> and a <ResourceType>",
            )
            findings.add(element, expected)
        return ResourceSlot(
            role=role,
            type=findings.reference(type_, types) if type_ is not None else None,
            resource=findings.reference(element, resources) if preassigned else None,
            workload=self._workload(element),
        )

    def _rules(self, parent: Element, instance: Instance) -> tuple[Rule, ...]:
        ids, found, seen = Ids.of(instance), [], set[str]()
        for child in parent.children:
            rule_id = self._findings.identifier(child, seen)
            seen.add(rule_id)
            rule = read_constraint(child, ids, rule_id, self._findings)
            if rule is not None:
                found.append(rule)
        return tuple(found)
