"""Reading the solutions of an XHSTT file, each against its instance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.solution import Lesson, Solution
from scheduling.xhstt.archive import ArchivedSolution, Report, ReportLine, SolutionGroup

if TYPE_CHECKING:
    from scheduling.instance import Event, Instance
    from scheduling.xhstt.elements import Element, Findings

_SECTIONS = ("Resources", "EventGroups", "Events")


class SolutionReader:
    """Collects the solution groups of a file.

    A solution must be one of an instance of the file: times and resources that exist, preassigned
    ones as they are, no more than an event's duration, no lesson beyond the last time.
    """

    def __init__(self, findings: Findings, instances: dict[str, Instance]) -> None:
        self._findings = findings
        self._instances = instances
        self._pending: list[ArchivedSolution] = []
        self.groups: dict[str, SolutionGroup] = {}

    def on_group(self, element: Element) -> None:
        """Close a group: the solutions read since the last one are its."""
        self._findings.only(element, "MetaData")
        group_id = self._findings.identifier(element, self.groups)
        data = {child.tag: child.text for child in element.under("MetaData")}
        self.groups[group_id] = SolutionGroup(group_id, tuple(self._pending), data)
        self._pending = []

    def on_solution(self, element: Element) -> None:
        """Read one solution of the group that is open."""
        found = self.read(element)
        if found is not None:
            self._pending.append(found)

    def read(self, element: Element) -> ArchivedSolution | None:
        """Return the solution that an element states; None (and a problem) of another instance."""
        findings = self._findings
        findings.raise_any()  # against a broken instance every line would be wrong
        findings.only(element, "Description", "RunningTime", "Events", "Report")
        reference = element.attributes.get("Reference", "").strip()
        instance = self._instances.get(reference)
        if instance is None:
            findings.add(
                element,
                Text("这是另一个实例的解", "a solution of another instance"),
                Text(
                    f"文件里的实例有{'、'.join(self._instances)}",
                    f"The instances of the file are {', '.join(self._instances)}",
                ),
            )
            return None
        return ArchivedSolution(
            instance.id,
            self._solution(element, instance),
            element.text_of("Description"),
            element.text_of("RunningTime"),
            self._report(element),
        )

    def _solution(self, element: Element, instance: Instance) -> Solution:
        used: Counter[str] = Counter()
        lessons: list[Lesson] = []
        for child in element.under("Events"):
            event_id = self._findings.reference(child, instance.event_by_id)
            if event_id is None:
                continue
            event = instance.event_by_id[event_id]
            lesson = self._lesson(child, event, instance)
            used[event.id] += lesson.duration
            if used[event.id] > event.duration:
                total = event.duration
                self._findings.add(
                    child,
                    Text(
                        f"各部分的时长之和不能超过{total}节",
                        f"the parts of the event may not exceed its duration of {total}",
                    ),
                )
            lessons.append(lesson)
        return Solution(tuple(lessons))

    def _lesson(self, element: Element, event: Event, instance: Instance) -> Lesson:
        findings = self._findings
        findings.only(element, "Duration", "Time", "Resources")
        duration = findings.number(element, "Duration", default=event.duration, least=1)
        child = element.child("Time")
        time = findings.reference(child, instance.time_index) if child is not None else None
        if time is not None:
            if event.time is not None and time != event.time:
                expected = Text(f"时间已定为{event.time}", f"the time is given: {event.time}")
                findings.add(element, expected)
            if instance.time_index[time] + duration > len(instance.times):
                findings.add(
                    element,
                    Text("从这个时间起节数不够", "the lesson runs beyond the last time"),
                )
        resources = [self._resource(c, event, instance) for c in element.under("Resources")]
        return Lesson(event.id, duration, time, tuple(r for r in resources if r is not None))

    def _resource(
        self, element: Element, event: Event, instance: Instance
    ) -> tuple[str, str] | None:
        findings = self._findings
        resource = findings.reference(element, instance.resource_by_id)
        role = findings.text(element, "Role")
        slot = next((s for s in event.slots if s.role == role), None)
        if slot is None:
            findings.add(element, Text(f"没有角色“{role}”", f'the event has no role "{role}"'))
            return None
        if resource is None:
            return None
        if slot.resource is not None and slot.resource != resource:
            given = slot.resource
            findings.add(element, Text(f"“{role}”已定为{given}", f'"{role}" is given: {given}'))
        elif slot.type not in (None, instance.resource_by_id[resource].type):
            expected = Text(f"“{role}”应为{slot.type}类", f'"{role}" is for a {slot.type}')
            findings.add(element, expected)
        return role, resource

    def _report(self, element: Element) -> Report | None:
        parent = element.child("Report")
        if parent is None:
            return None
        self._findings.only(parent, "InfeasibilityValue", "ObjectiveValue", *_SECTIONS)
        lines = [
            ReportLine(
                section,
                point.attributes.get("Reference", ""),
                line.attributes.get("Reference", ""),
                line.text_of("Cost"),
                line.text_of("Description"),
            )
            for section in _SECTIONS
            for point in parent.under(section)
            for line in point.children
        ]
        hard, soft = parent.text_of("InfeasibilityValue"), parent.text_of("ObjectiveValue")
        return Report(hard, soft, tuple(lines))
