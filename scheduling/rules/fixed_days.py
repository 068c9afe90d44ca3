"""FixedDays: an itinerant teacher is at a school on the agreed weekdays only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.text import Text
from scheduling.demands import BUSY, BusyTimes
from scheduling.rules.base import Deviation, listed, when
from scheduling.rules.busy_times import BusyTimesRule
from scheduling.wording import day, resource_name, site_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.domains import Domains
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


class Visit(NamedTuple):
    """The weekdays (1-7) on which a person is at a site."""

    resource: str
    site: str
    weekdays: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class FixedDays(BusyTimesRule):
    """Lessons of a visitor at a site lie on the days of the visit; other sites are free.

    The deviation is the number of the visitor's lesson times at the site on other days.
    Source: F19 of the catalogue (N34: every Tuesday and Thursday; N35: days 1-2 and 3-5).
    """

    family: ClassVar[str] = "FixedDays"
    visits: tuple[Visit, ...] = ()

    def applies(self, instance: Setting) -> bool:
        """Return whether anybody visits a site on fixed days."""
        return bool(self.visits)

    def points(self, instance: Setting) -> Iterator[BusyTimes]:
        """Let no time of the site be busy on another day."""
        for visit in self.visits:
            away = frozenset(other_times(instance, visit))
            yield BusyTimes(_point(visit), visit.resource, BUSY, (away,))

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the busy times of each visitor on the other days."""
        instance = schedule.instance
        for visit in self.visits:
            busy = sorted(other_times(instance, visit) & schedule.busy[visit.resource].keys())
            if busy:
                days = [day(d) for d in visit.weekdays]
                name = resource_name(instance, visit.resource)
                site = site_name(instance, visit.site)
                where = listed(when(instance.times[t]) for t in busy)
                text = Text(
                    f"{name}只在{'、'.join(d.zh for d in days)}到{site}走教，{where.zh}却排了课。",
                    f"{name} is at {site} on {', '.join(d.en for d in days)} only "
                    f"but has lessons at {where.en}.",
                )
                parts = visit.resource, visit.site
                yield Deviation(_point(visit), len(busy), text, parts)

    def narrow(self, domains: Domains) -> None:
        """Keep the other days free for each visitor."""
        for point in self.points(domains.instance):
            domains.keep_free(point.resource, *point.groups)


def other_times(instance: Setting, visit: Visit) -> set[int]:
    """Return the time positions of the site on the days without a visit."""
    return {
        position
        for position, time in enumerate(instance.times)
        if time.site == visit.site and time.weekday not in visit.weekdays
    }


def _point(visit: Visit) -> str:
    return f"{visit.resource}@{visit.site}"
