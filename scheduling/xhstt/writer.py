"""Writing an XHSTT file: the whole archive, in one go or not at all."""

from __future__ import annotations

import re
import tempfile
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from community.errors import InputError, Problem
from community.files import replace_file
from community.text import Text
from scheduling.rules.registry import XHSTT
from scheduling.xhstt.constraints import write_constraint, write_references

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduling.instance import Event, Group, Instance, ResourceSlot
    from scheduling.solution import Lesson
    from scheduling.xhstt.archive import Archive, ArchivedSolution, Report

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not allowed in XML at all


def write(archive: Archive, path: Path | str) -> None:
    """Write an archive to a file; an existing file is replaced only when all is written.

    Folders on the way to it are made.

    Raises
    ------
    ValueError
        When a rule is not of the standard, or something is that the format cannot express (odd
        and even weeks); nothing is written then.
    """
    root = Element("HighSchoolTimetableArchive")
    if archive.id:
        root.set("Id", archive.id)
    _metadata(root, archive.metadata)
    instances = SubElement(root, "Instances")
    for instance in archive.instances:
        _instance(instances, instance)
    groups = SubElement(root, "SolutionGroups")
    for group in archive.groups:
        element = SubElement(groups, "SolutionGroup", Id=group.id)
        _metadata(element, group.metadata)
        for solution in group.solutions:
            _solution(element, solution)
    for element in root.iter():
        if element.text:
            element.text = _ILLEGAL.sub("\ufffd", element.text)
    indent(root)
    replace_file(Path(path), tostring(root, "utf-8", xml_declaration=True))


def ready(path: Path) -> None:
    """Return when a file can be written at a path: ask before long work.

    Raises
    ------
    InputError
        When a folder is there, or nothing can be written in the folder that it would be in.
    """
    above = path.absolute().parent
    if path.is_dir():
        raise _unfit(path, Text("应为文件的路径，这是文件夹", "expected a file, this is a folder"))
    while not above.exists():
        above = above.parent
    if not above.is_dir():
        raise _unfit(above, Text("应为文件夹，这是一个文件", "expected a folder, this is a file"))
    try:
        with tempfile.TemporaryFile(dir=above):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        expected = Text(f"这里不能写文件（{reason}）", f"nothing can be written here ({reason})")
        raise _unfit(above, expected) from None


def _unfit(place: Path, expected: Text) -> InputError:
    hint = Text("请换一个输出路径", "Choose another path for the output")
    return InputError([Problem(place=str(place), expected=expected, hint=hint)])


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text


def _metadata(parent: Element, texts: Mapping[str, str]) -> None:
    if texts:
        element = SubElement(parent, "MetaData")
        for tag, text in texts.items():
            _text(element, tag, text)


def _instance(parent: Element, instance: Instance) -> None:
    foreign = sorted({r.family for r in instance.rules} - set(XHSTT))
    if foreign:
        raise ValueError(f"{instance.id}: not in the XHSTT standard: {', '.join(foreign)}")
    element = SubElement(parent, "Instance", Id=instance.id)
    _metadata(element, instance.metadata)
    _times(SubElement(element, "Times"), instance)
    _resources(SubElement(element, "Resources"), instance)
    _events(SubElement(element, "Events"), instance)
    constraints = SubElement(element, "Constraints")
    for rule in instance.rules:
        write_constraint(rule, constraints)


def _declare(parent: Element, tag: str, groups: Iterable[Group]) -> None:
    element = SubElement(parent, f"{tag}s")
    for group in groups:
        declared = SubElement(element, group.kind or tag, Id=group.id)
        _text(declared, "Name", group.name)
        if group.resource_type is not None:
            SubElement(declared, "ResourceType", Reference=group.resource_type)


def _memberships(groups: Iterable[Group]) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = {}
    for group in groups:
        for member in group.members:
            found.setdefault(member, []).append(group)
    return found


def _times(parent: Element, instance: Instance) -> None:
    _declare(parent, "TimeGroup", instance.time_groups)
    groups = _memberships(instance.time_groups)
    for time in instance.times:
        element = SubElement(parent, "Time", Id=time.id)
        _text(element, "Name", time.name)
        for group in groups.get(time.id, ()):
            if group.kind:
                SubElement(element, group.kind, Reference=group.id)
        plain = tuple(g.id for g in groups.get(time.id, ()) if not g.kind)
        write_references(element, "TimeGroups", plain)


def _resources(parent: Element, instance: Instance) -> None:
    _declare(parent, "ResourceType", instance.resource_types)
    _declare(parent, "ResourceGroup", instance.resource_groups)
    groups = _memberships(instance.resource_groups)
    for resource in instance.resources:
        element = SubElement(parent, "Resource", Id=resource.id)
        _text(element, "Name", resource.name)
        SubElement(element, "ResourceType", Reference=resource.type)
        ids = tuple(g.id for g in groups.get(resource.id, ()))
        write_references(element, "ResourceGroups", ids)


def _events(parent: Element, instance: Instance) -> None:
    _declare(parent, "EventGroup", instance.event_groups)
    groups = _memberships(instance.event_groups)
    for event in instance.events:
        if event.alternates:
            raise ValueError(f"{event.id}: the XHSTT standard has no odd or even weeks")
        colour = {"Color": event.color} if event.color is not None else {}
        element = SubElement(parent, "Event", {"Id": event.id, **colour})
        _text(element, "Name", event.name)
        _text(element, "Duration", str(event.duration))
        if event.workload is not None:
            _text(element, "Workload", str(event.workload))
        if event.course is not None:
            SubElement(element, "Course", Reference=event.course)
        if event.time is not None:
            SubElement(element, "Time", Reference=event.time)
        own = _own_slots(event, instance)
        resources = SubElement(element, "Resources") if own else element
        for slot in own:
            _slot(resources, slot)
        write_references(element, "ResourceGroups", event.resource_groups)
        ids = tuple(g.id for g in groups.get(event.id, ()) if g.id != event.course)
        write_references(element, "EventGroups", ids)


def _own_slots(event: Event, instance: Instance) -> tuple[ResourceSlot, ...]:
    """Return the slots that the event's resource groups do not bring."""
    brought = sum(len(instance.resource_group(g).members) for g in event.resource_groups)
    return event.slots[: len(event.slots) - brought]


def _slot(parent: Element, slot: ResourceSlot) -> None:
    given = {"Reference": slot.resource} if slot.resource is not None else {}
    element = SubElement(parent, "Resource", given)
    if slot.role is not None:
        _text(element, "Role", slot.role)
    if slot.type is not None:
        SubElement(element, "ResourceType", Reference=slot.type)
    if slot.workload is not None:
        _text(element, "Workload", str(slot.workload))


def _solution(parent: Element, archived: ArchivedSolution) -> None:
    element = SubElement(parent, "Solution", Reference=archived.instance)
    if archived.description:
        _text(element, "Description", archived.description)
    if archived.running_time:
        _text(element, "RunningTime", archived.running_time)
    events = SubElement(element, "Events")
    for lesson in archived.solution.lessons:
        _lesson(events, lesson)
    if archived.report is not None:
        _report(SubElement(element, "Report"), archived.report)


def _lesson(parent: Element, lesson: Lesson) -> None:
    element = SubElement(parent, "Event", Reference=lesson.event)
    _text(element, "Duration", str(lesson.duration))
    if lesson.time is not None:
        SubElement(element, "Time", Reference=lesson.time)
    if lesson.resources:
        resources = SubElement(element, "Resources")
        for role, resource in lesson.resources:
            _text(SubElement(resources, "Resource", Reference=resource), "Role", role)


def _report(parent: Element, report: Report) -> None:
    _text(parent, "InfeasibilityValue", report.hard)
    _text(parent, "ObjectiveValue", report.soft)
    for section, lines in groupby(report.lines, key=lambda x: x.section):
        element = SubElement(parent, section)
        for point, constraints in groupby(lines, key=lambda x: x.point):
            at = SubElement(element, section.removesuffix("s"), Reference=point)
            for line in constraints:
                constraint = SubElement(at, "Constraint", Reference=line.constraint)
                _text(constraint, "Cost", line.cost)
                if line.description:
                    _text(constraint, "Description", line.description)
