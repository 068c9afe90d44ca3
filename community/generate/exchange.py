"""The devices of the planted roster: people change places so that all lessons stay taught.

A *post* gives a place of a member to a teacher whom the core has to spare. A *swap* exchanges two
people with the same subjects and hours, one of the core and one of a member. *Turns* let two
colleagues go one after the other, the one at home teaching meanwhile.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.generate.draft import Planted, Worker
from community.models import PlacementKind, SchoolRole, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from community.generate.draft import Site
    from community.generate.tracks import Stay

SECONDMENT, SHADOWING = PlacementKind.SECONDMENT, PlacementKind.SHADOWING
WORK_SHADOWING, LEADERSHIP = PlacementKind.WORK_SHADOWING, PlacementKind.LEADERSHIP
# Of those who are exchanged, most wanted first.
SUBJECTS = ("zh", "math", "en", "pe", "moral", "science", "art", "music")
LEADER_PERIODS = 10


@dataclass(frozen=True)
class Terms:
    """What a swap is: the kind of the way to the core, and the standing of both people.

    Standing is ``backbone``, ``leader`` or nothing. With ``partners`` two colleagues of the same
    main subject are at home at either school meanwhile (one may have low results).
    """

    back: PlacementKind = WORK_SHADOWING
    ours: str = "backbone"
    theirs: str = ""
    partners: bool = False


class Exchange:
    """Plants placements; ``planted`` and the needs of the members are the result."""

    def __init__(self, sites: list[Site], everybody: list[Worker], terms: int, rng: Random) -> None:
        self.sites = sites
        self.core = sites[0]
        self.members = [s for s in sites if s.school.role is SchoolRole.MEMBER]
        self.everybody = everybody
        self.terms = terms
        self.rng = rng
        self.planted: list[Planted] = []
        self.needs: dict[str, list[str]] = {s.id: [] for s in sites}
        self._sent: Counter[str] = Counter()  # people of a main subject who are swapped out
        self._pairs: dict[tuple[str, Terms], list[tuple[Worker, Worker]]] = {}

    def staff(self, site: Site) -> list[Worker]:
        """Return the people whose home a school is."""
        return [w for w in self.everybody if w.home == site.id]

    def add(self, worker: Worker, kind: PlacementKind, host: str, *stays: Stay) -> None:
        """Plant placements of one person."""
        worker.moved = True
        self.planted += [Planted(worker, kind, host, stay) for stay in stays]

    def need(self, site: str, subject: str) -> None:
        """Note a subject that a school needs help in."""
        if subject not in self.needs[site]:
            self.needs[site].append(subject)

    def post(self, member: Site, stays: Sequence[Stay], *, shadow: bool = False) -> None:
        """Give a place of the member, from the first term on, to a backbone teacher of the core.

        With ``shadow`` a colleague of the member learns at the core meanwhile.
        """
        wanted = self.needs[member.id]
        found = [w for w in self._idle(member) if w.main in SUBJECTS]
        self.rng.shuffle(found)
        worker = min(found, key=lambda w: (w.main in wanted, SUBJECTS.index(w.main)))
        self.need(member.id, worker.main)
        if shadow:
            learner = Worker(member.id, worker.subjects, worker.stage, worker.cap)
            learner.away = learner.backbone = True
            self.everybody.append(learner)
            self.add(learner, SHADOWING, self.core.id, *stays)
        worker.home = self.core.id
        worker.backbone = True
        self.add(worker, SECONDMENT, member.id, *stays)

    def swap(self, member: Site, *stays: Stay, on: Terms = Terms()) -> None:
        """Exchange a person of the core and one of a member with the same subjects and hours.

        When nobody new is left, people go again who are at home by then; those of the core last.
        """
        now = any(s.start == 0 and not s.weeks for s in stays)
        pair = self._twins(member, self._idle(member), stays, on)
        if pair is None and not now:
            rested = self._rested(member, stays, on)
            pair = self._twins(member, rested, stays, on) or self._again(member, stays, on)
        if pair is None:
            raise RuntimeError(f"{member.id} has nobody left to exchange with the core")
        ours, theirs = pair
        if not ours.moved:
            both = tuple(dict.fromkeys([*ours.subjects, *theirs.subjects]))
            for worker in pair:
                worker.subjects = both
                worker.cap = max(ours.cap, theirs.cap)
            if now:  # in the first term, either stands in the other's place
                ours.home, theirs.home = theirs.home, ours.home
                ours, theirs = theirs, ours
            self._sent[ours.main] += 1
            self._pairs.setdefault((member.id, on), []).append((ours, theirs))
        for worker, standing in ((ours, on.ours), (theirs, on.theirs)):
            worker.backbone |= standing == "backbone"
            worker.leader |= standing == "leader"
        self.need(member.id, ours.main)
        self.add(ours, SECONDMENT, member.id, *stays)
        self.add(theirs, on.back, self.core.id, *stays)

    def turns(self, member: Site, kind: PlacementKind, stays: Sequence[Stay]) -> None:
        """Send two middle leaders of a member to the core in turn; the other one teaches."""
        staying = min(self._idle(member), key=lambda w: (w.load > LEADER_PERIODS, abs(w.load - 8)))
        staying.cap = max(LEADER_PERIODS, staying.load) - 2
        going = Worker(member.id, staying.subjects, staying.stage, staying.cap)
        going.away = True
        self.everybody.append(going)
        for worker in (going, staying):
            worker.leader = True
            self.add(worker, kind, self.core.id)
        for index, stay in enumerate(stays):
            self.add((going, staying)[index % 2], kind, self.core.id, stay)

    def _idle(self, site: Site) -> list[Worker]:
        """Return the people of a school who teach there only and take no part yet."""
        return [w for w in self.staff(site) if not w.moved and not w.days and w.blocks]

    def _rested(self, member: Site, stays: Sequence[Stay], on: Terms) -> list[Worker]:
        """Return the people of a member who have been sent so, and are at home by then."""
        pairs = self._pairs.get((member.id, on), ())
        return [b for _, b in pairs if not self._is_away(b, stays)]

    def _is_away(self, worker: Worker, stays: Sequence[Stay]) -> bool:
        first, end = min(s.first for s in stays), max(s.end for s in stays)
        return any(p.worker is worker and p.stay.meets(first, end) for p in self.planted)

    def _twins(
        self, member: Site, theirs: list[Worker], stays: Sequence[Stay], on: Terms
    ) -> tuple[Worker, Worker] | None:
        """Return two people of the same main subject and stage, of the core and of the member."""
        wanted = self.needs[member.id]
        pairs = [
            (a, b)
            for a in self._idle(self.core)
            for b in theirs
            if a.main == b.main and a.stage is b.stage and a.main in SUBJECTS
        ]
        pairs = [p for p in pairs if not on.partners or self._have_partners(p, stays)]
        self.rng.shuffle(pairs)
        return min(
            pairs,
            key=lambda ab: (
                ab[0].main in wanted,
                ab[0].stage is Stage.JUNIOR,
                self._sent[ab[0].main],
                SUBJECTS.index(ab[0].main),
            ),
            default=None,
        )

    def _again(
        self, member: Site, stays: Sequence[Stay], on: Terms
    ) -> tuple[Worker, Worker] | None:
        """Return the pair of a member that has been at home longest before these stays."""
        free: list[tuple[int, int, tuple[Worker, Worker]]] = []
        for pair in self._pairs.get((member.id, on), ()):
            if on.partners and not self._have_partners(pair, stays):
                continue
            if not any(self._is_away(worker, stays) for worker in pair):
                back = max(p.stay.end for p in self.planted if p.worker in pair)
                free.append((back, len(free), pair))
        return min(free)[2] if free else None

    def _have_partners(self, pair: tuple[Worker, Worker], stays: Sequence[Stay]) -> bool:
        """Return whether at both schools two colleagues of the same main subject are at home."""
        for one in pair:
            alike = [w for w in self.everybody if w.home == one.home and w.main == one.main]
            if sum(w is not one and not self._is_away(w, stays) for w in alike) < 2:
                return False
        return True
