"""The planted roster: who is where in each term, as each plan's rules ask.

Two devices keep the lessons taught in every term. A *swap* exchanges two people with the same
subjects and hours, one of the core and one of a member. A *replacement* fills the place of a
member's teacher who shadows at the core by a teacher whom the core has to spare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.generate.draft import Planted, Worker
from community.models import PlacementKind, SchoolRole, Stage

if TYPE_CHECKING:
    from random import Random

    from community.generate.draft import Site

TERMS = 4
SECONDMENT, SHADOWING = PlacementKind.SECONDMENT, PlacementKind.SHADOWING
WORK_SHADOWING, LEADERSHIP = PlacementKind.WORK_SHADOWING, PlacementKind.LEADERSHIP
SUBJECTS = ("zh", "math", "en", "pe", "moral")  # of those who are exchanged, most wanted first
LEADER_PERIODS = 10


class Exchange:
    """Draws the roster of a profile; ``planted`` and the needs of the members are the result."""

    def __init__(self, sites: list[Site], everybody: list[Worker], rng: Random) -> None:
        self.sites = sites
        self.core = sites[0]
        self.members = [s for s in sites if s.school.role is SchoolRole.MEMBER]
        self.everybody = everybody
        self.rng = rng
        self.planted: list[Planted] = []
        self.needs: dict[str, list[str]] = {s.id: [] for s in sites}

    def draw(self, profile: str) -> None:
        """Plant the placements of a profile, and the itinerant ones that every profile has."""
        getattr(self, f"_{profile}")()
        for worker in [w for w in self.everybody if w.days]:
            host = next(site for site in worker.days if site != worker.home)
            worker.moved = True
            self._need(host, worker.main)
            for start in range(0, TERMS, 2):
                self.planted.append(Planted(worker, PlacementKind.ITINERANT, host, start, 2))

    def _songyang(self) -> None:
        for member in self.members:
            for _ in range(1 if len(member.groups) <= 6 else 2):
                self._post(member, TERMS)

    def _libo(self) -> None:
        for member in self.members:
            if member.school.is_weak:
                for _ in range(3):
                    self._post(member, TERMS, shadow=True)

    def _fengjie(self) -> None:
        most = len(self._staff(self.core))
        for start in range(TERMS):  # one backbone teacher leaves for a year each semester
            self._swap(self.members[start % len(self.members)], start, 2, now=start == 0)
        for start in (0, 2):  # short stays up to 5% of the staff in either school year
            year = sum(
                p.kind is SECONDMENT and p.start < start + 2 and p.start + p.terms > start
                for p in self.planted
            )
            for i in range(max(0, -(-most * 5 // 100) - year)):
                member = self.members[(i + 1) % len(self.members)]
                self._swap(member, start, 1, now=start == 0)

    def _mountain_county(self) -> None:
        each = max(1, -(-len(self._staff(self.core)) * 7 // 100 // len(self.members)))
        for start in (0, 2):
            for member in self.members:
                for _ in range(each):
                    self._swap(member, start, 2, now=start == 0)

    def _shouguang(self) -> None:
        for index, member in enumerate(self.members):
            self._attach_leaders(member, first=index % 2)
        roomy = [m for m in self.members if len(self._staff(m)) >= 10]
        for member in roomy[: min(3, len(roomy))]:
            self._swap(member, 0, 2, now=True)
            last = self.planted[-2:]
            self.planted += [Planted(p.worker, p.kind, p.host, 2, 2) for p in last]

    def _attach_leaders(self, member: Site, first: int) -> None:
        """Plant a middle leader's stay in either school year; the other one teaches meanwhile."""
        staying = min(self._idle(member), key=lambda w: (w.load > LEADER_PERIODS, abs(w.load - 8)))
        staying.cap = max(LEADER_PERIODS, staying.load) - 2
        going = Worker(member.id, staying.subjects, staying.stage, staying.cap)
        self.everybody.append(going)
        for worker in (going, staying):
            worker.leader = worker.moved = True
        going.away = True
        self.planted.append(Planted(going, LEADERSHIP, self.core.id, first, 1))
        self.planted.append(Planted(staying, LEADERSHIP, self.core.id, 2 + first, 1))

    def _staff(self, site: Site) -> list[Worker]:
        return [w for w in self.everybody if w.home == site.id]

    def _idle(self, site: Site) -> list[Worker]:
        """Return the people of a school who teach there only and take no part yet."""
        return [w for w in self._staff(site) if not w.moved and not w.days and w.blocks]

    def _need(self, site: str, subject: str) -> None:
        if subject not in self.needs[site]:
            self.needs[site].append(subject)

    def _choose(self, site: Site) -> Worker:
        """Return a person whose subject the school has not had relief in yet, by preference."""
        wanted = self.needs[site.id]
        found = [w for w in self._idle(site) if w.main in SUBJECTS]
        self.rng.shuffle(found)
        return min(found, key=lambda w: (w.main in wanted, SUBJECTS.index(w.main)))

    def _post(self, member: Site, terms: int, *, shadow: bool = False) -> None:
        """Give a place of the member to a backbone teacher of the core."""
        worker = self._choose(member)
        self._need(member.id, worker.main)
        if shadow:
            learner = Worker(member.id, worker.subjects, worker.stage, worker.cap)
            learner.moved = learner.away = learner.backbone = True
            self.everybody.append(learner)
            self.planted.append(Planted(learner, SHADOWING, self.core.id, 0, terms))
        worker.home = self.core.id
        worker.moved = worker.backbone = True
        self.planted.append(Planted(worker, SECONDMENT, member.id, 0, terms))

    def _swap(self, member: Site, start: int, terms: int, *, now: bool) -> None:
        """Exchange a person of the core and one of a member with the same subjects and hours."""
        ours, theirs = self._twins(member)
        both = tuple(dict.fromkeys([*ours.subjects, *theirs.subjects]))
        for worker in (ours, theirs):
            worker.subjects, worker.moved = both, True
            worker.cap = max(ours.cap, theirs.cap)
        if now:  # in the first term, either stands in the other's place
            ours.home, theirs.home = theirs.home, ours.home
            ours, theirs = theirs, ours
        ours.backbone = True
        self._need(member.id, ours.main)
        self.planted.append(Planted(ours, SECONDMENT, member.id, start, terms))
        self.planted.append(Planted(theirs, WORK_SHADOWING, self.core.id, start, terms))

    def _twins(self, member: Site) -> tuple[Worker, Worker]:
        """Return two people of the same main subject and stage, of the core and of the member."""
        wanted = self.needs[member.id]
        pairs = [
            (a, b)
            for a in self._idle(self.core)
            for b in self._idle(member)
            if a.main == b.main and a.stage is b.stage and a.main in SUBJECTS
        ]
        if not pairs:
            raise RuntimeError(f"{member.id} has nobody left to exchange with the core")
        self.rng.shuffle(pairs)
        return min(
            pairs,
            key=lambda ab: (
                ab[0].main in wanted,
                ab[0].stage is Stage.JUNIOR,
                SUBJECTS.index(ab[0].main),
            ),
        )
