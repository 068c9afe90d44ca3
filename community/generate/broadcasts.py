"""Synchronous series of the planted plan, at clock times that overlap at all their ends."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from community.generate.draft import DAYS, MIN_OVERLAP, Broadcast
from community.models import SchoolRole, Stage

if TYPE_CHECKING:
    from random import Random

    from community.generate.draft import Block, Group, Site

SUBJECTS = ("music", "art", "science", "en")
JUNIOR_SUBJECTS = ("en", "hist", "moral", "geo")  # of which a class has two lessons or more
MAX_RECEIVERS = 3


def plan_broadcasts(sites: list[Site], prefix: str, rng: Random) -> list[Broadcast]:
    """Return two series of different subjects for each member, one for each teaching point.

    ``prefix`` begins their ids. The received periods are taken off the receiving classes' own
    lessons.
    """
    planner = _Planner(sites, prefix, rng)
    for subject, wanting in _requests(sites):
        while wanting:
            planner.add(subject, wanting)
    return planner.found


def _requests(sites: list[Site]) -> list[tuple[str, list[Site]]]:
    """Return the schools that want each subject."""
    subjects = JUNIOR_SUBJECTS if sites[0].school.stage is Stage.JUNIOR else SUBJECTS
    wanting: dict[str, list[Site]] = {s: [] for s in subjects}
    for index, site in enumerate(sites[1:]):
        if site.school.role is SchoolRole.TEACHING_POINT:
            wanting[("music", "art")[index % 2]].append(site)
        else:
            first = index // MAX_RECEIVERS
            wanting[subjects[first % 4]].append(site)
            wanting[subjects[(first + 1 + index % 2) % 4]].append(site)
    return list(wanting.items())


def overlapping(host: Site, position: int, receiver: Site) -> list[int]:
    """Return the lesson positions of a receiver that share enough minutes with the host's."""
    start, end = host.lessons[position]
    return [
        p for p, (a, b) in enumerate(receiver.lessons) if min(end, b) - max(start, a) >= MIN_OVERLAP
    ]


class _Planner:
    def __init__(self, sites: list[Site], prefix: str, rng: Random) -> None:
        self.core = sites[0]
        self.prefix = prefix
        self.rng = rng
        self.found: list[Broadcast] = []
        self.taken: set[tuple[str, int, int]] = set()  # live rooms by (site, day, position)
        self.hosting: Counter[str] = Counter()

    def add(self, subject: str, wanting: list[Site]) -> None:
        """Make one series for as many of the schools as can share it; takes them off the list."""
        for count in range(min(MAX_RECEIVERS, len(wanting)), 0, -1):
            for grade in self._grades(subject, wanting[:count]):
                made = self._place(subject, grade, wanting[:count])
                if made:
                    self._keep(made)
                    del wanting[:count]
                    return
        raise RuntimeError(f"no synchronous {subject} lesson fits the grids of {wanting[0].id}")

    def _grades(self, subject: str, sites: list[Site]) -> list[int]:
        common = [g for g in range(1, 10) if self._free(self.core, g, subject)]
        for site in sites:
            common = [g for g in common if self._free(site, g, subject)]
        self.rng.shuffle(common)
        return common

    def _free(self, site: Site, grade: int, subject: str) -> list[Group]:
        """Return the classes of a grade that have the subject and no series in it yet."""
        return [
            g
            for g in site.groups
            if g.grade == grade
            and not any(b.subject == subject for b in g.fixed.values())
            and any(b.subject == subject and b.periods > 1 for b in g.blocks)
        ]

    def _place(self, subject: str, grade: int, sites: list[Site]) -> Broadcast | None:
        hosts = self._free(self.core, grade, subject)
        host = min(hosts, key=lambda g: (self.hosting[g.id], g.number))
        groups = [
            min(self._free(s, grade, subject), key=lambda g: (len(g.fixed), g.number))
            for s in sites
        ]
        cells = [(d, p) for d in DAYS for p in range(min(5, len(self.core.lessons) - 1))]
        self.rng.shuffle(cells)
        for day, position in cells:
            # one host lesson at a time: a host teacher may have several series
            if any(b.day == day and b.position == position for b in self.found):
                continue
            if (day, position) in host.fixed:
                continue
            receivers = self._receive(day, position, groups)
            if receivers:
                name = f"{self.prefix}sync-{subject}-{len(self.found) + 1}"
                return Broadcast(name, subject, host, day, position, receivers)
        return None

    def _receive(
        self, day: int, position: int, groups: list[Group]
    ) -> list[tuple[Group, int]] | None:
        start, end = self.core.lessons[position]
        found: list[tuple[Group, int]] = []
        for group in groups:
            fitting = [
                p
                for p in overlapping(self.core, position, group.site)
                if p < min(5, len(group.site.lessons) - 1)
                and (day, p) not in group.fixed
                and (group.site.id, day, p) not in self.taken
            ]
            if not fitting:
                return None
            found.append((group, fitting[0]))
            start = max(start, group.site.lessons[fitting[0]][0])
            end = min(end, group.site.lessons[fitting[0]][1])
        return found if end - start >= MIN_OVERLAP else None

    def _keep(self, made: Broadcast) -> None:
        self.found.append(made)
        self.hosting[made.host.id] += 1
        made.host.fixed[made.day, made.position] = made
        _block(made.host, made.subject).hosts = True
        for group, position in made.receivers:
            group.fixed[made.day, position] = made
            self.taken.add((group.site.id, made.day, position))
            _block(group, made.subject).periods -= 1


def _block(group: Group, subject: str) -> Block:
    return next(b for b in group.blocks if b.subject == subject)
