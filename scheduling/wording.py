"""Names of times, resources and events for the sentences of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.codes import WeekPattern
from community.text import WEEKDAYS, Text

if TYPE_CHECKING:
    from scheduling.setting import Setting, Time

WEEKS = {WeekPattern.ODD: Text("单周", "odd weeks"), WeekPattern.EVEN: Text("双周", "even weeks")}
NO_LIMIT = 1_000_000  # of lessons, times or people: as many as there are
ROLES = {
    "teacher": Text("任课教师", "teacher"),
    "room": Text("教室", "room"),
    "assistant": Text("辅助教师", "assistant"),
}


def role_name(role: str) -> Text:
    """Return what people call a role of a lesson; an unknown one by its id."""
    return ROLES.get(role, Text(f"“{role}”", repr(role)))


def between(minimum: float, maximum: float) -> Text:
    """Return two limits in words, behind 应 and wanted: one where the other says nothing."""
    if minimum == maximum:
        return Text(f"为{minimum:g}", f"{minimum:g}")
    if maximum >= NO_LIMIT:
        return Text(f"至少{minimum:g}", f"at least {minimum:g}")
    if minimum <= 0:
        return Text(f"至多{maximum:g}", f"at most {maximum:g}")
    return Text(f"为{minimum:g}–{maximum:g}", f"{minimum:g}–{maximum:g}")


def clock(minutes: int) -> str:
    """Return minutes since midnight as ``H:MM``."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def day(weekday: int | None) -> Text:
    """Return the name of a weekday, empty for None."""
    return WEEKDAYS[weekday - 1] if weekday else Text("", "")


def moment(time: Time) -> Text:
    """Return weekday and clock times of a time, or its name where it has none."""
    if time.start is None or time.end is None:
        return Text(time.name or time.id, time.name or time.id)
    span = f"{clock(time.start)}–{clock(time.end)}"
    name = day(time.weekday)
    return Text(f"{name.zh}{span}", f"{name.en} {span}".strip())


def resource_name(instance: Setting, resource: str) -> str:
    """Return the name of a resource, or its id."""
    return instance.resource_by_id[resource].name or resource


def event_name(instance: Setting, event: str) -> str:
    """Return the name of an event, or its id."""
    return instance.event_by_id[event].name or event


def site_name(instance: Setting, site: str | None) -> str:
    """Return the name of a site from the instance's metadata (``site:<id>``), or its id."""
    return instance.metadata.get(f"site:{site}", site or "")
