"""Mentor pairs of the planted roster, as the rules of a policy ask for them (F23)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from community.models import PlacementKind, SchoolRole, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.generate.draft import Worker
    from community.models import Community, Teacher
    from community.policy import PolicyRule

YOUNG = 35  # years of age
LIFETIME = 2  # terms
Params = dict[str, Any]


class PlantedPair(NamedTuple):
    """A mentor and a mentee for some terms from a term (by its id) on."""

    mentor: str
    mentee: str
    start: str
    terms: int


class Arrival(NamedTuple):
    """Somebody who works or learns at another school from a term on."""

    teacher: str
    kind: PlacementKind
    host: str
    start: int
    terms: int

    def meets(self, other: Arrival) -> bool:
        """Return whether two stays share a term."""
        return self.start < other.start + other.terms and other.start < self.start + self.terms


def share_stage(one: Teacher | Worker, other: Teacher | Worker) -> bool:
    """Return whether two people teach pupils of one stage."""
    return one.stage is other.stage or Stage.NINE_YEAR in (one.stage, other.stage)


def plant_pairs(community: Community, arrivals: Iterable[Arrival]) -> tuple[PlantedPair, ...]:
    """Return pairs that keep every rule about mentors that is not soft, in sorted order."""
    pairing = _Pairing(community, list(arrivals))
    for rule in community.policy.of("mentor_matching"):
        if rule.strictness != "soft":
            pairing.keep(rule)
    return tuple(sorted(pairing.found))


@dataclass
class _Pairing:
    community: Community
    arrivals: list[Arrival]
    found: set[PlantedPair] = field(default_factory=set)
    guided: Counter[tuple[str, int]] = field(default_factory=Counter)  # by mentor and term

    def keep(self, rule: PolicyRule) -> None:
        """Add the pairs of one rule."""
        p = rule.params
        least = max(int(p.get("min_mentees_per_school", 0)), int(p.get("per_mentor", False)))
        everyone = p.get("all_mentees", not least and p.get("mentees", "any") != "any")
        if p.get("mentees") == "arrivals":
            self._keep_arrivals(p)
            return
        length = int(p.get("lifetime_terms", LIFETIME))
        for start in range(0, len(self.community.terms), length):
            if everyone:
                self._keep_everyone(p, start, length)
            elif least:
                self._keep_schools(p, least, start, length)

    def _keep_arrivals(self, p: Params) -> None:
        teachers = self.community.teacher_by_id
        for a in self.arrivals:
            mentee = teachers[a.teacher]
            gone = {b.teacher for b in self.arrivals if b.kind.leaves_home and a.meets(b)}
            here = [t for t in self.community.teachers if t.school == a.host and t.id not in gone]
            able = [t for t in here if self._may_guide(t, p) and self._fit(t, mentee, p)]
            if a.kind.leaves_home and able:
                self._add(self._least(able, mentee, a.start, a.terms), mentee, a.start, a.terms)

    def _keep_everyone(self, p: Params, start: int, length: int) -> None:
        """Pair all mentees, by augmenting paths where mentors have few places."""
        mentees = [t for t in self.community.teachers if self._may_learn(t, p)]
        guides = [(t, self._guides(t, p)) for t in mentees]
        for mentee, mentor in _seated(guides, _places(p)):
            self._add(mentor, mentee, start, length)

    def _keep_schools(self, p: Params, least: int, start: int, length: int) -> None:
        """Pair so many mentees of each member school, or of each other school with each mentor."""
        by_school: dict[str, list[Teacher]] = defaultdict(list)
        for teacher in self.community.teachers:
            if self._may_learn(teacher, p):
                by_school[self.community.school_by_id[teacher.school].member].append(teacher)
        mentors = [t for t in self.community.teachers if self._may_guide(t, p)]
        for school, mentees in by_school.items():
            if p.get("per_mentor"):
                wants = [
                    (m, [t for t in mentees if self._may_pair(m, t, p)])
                    for m in mentors
                    for _ in range(least)
                ]
                for mentor, mentee in _seated(wants, places=1):  # nobody has two mentors
                    self._add(mentor, mentee, start, length)
            elif self.community.school_by_id[school].role is SchoolRole.MEMBER:
                able = [(t, g) for t in mentees if (g := self._guides(t, p))]
                for mentee, guides in able[:least]:
                    mentor = self._least(guides, mentee, start, length)
                    self._add(mentor, mentee, start, length)

    def _add(self, mentor: Teacher, mentee: Teacher, start: int, terms: int) -> None:
        first = self.community.terms[start].id
        self.found.add(PlantedPair(mentor.id, mentee.id, first, terms))
        self.guided.update((mentor.id, start + i) for i in range(terms))

    def _least(self, able: list[Teacher], mentee: Teacher, start: int, terms: int) -> Teacher:
        """Return who guides fewest in these terms; of equals, one of the same main subject."""
        return min(
            able,
            key=lambda t: (
                max(self.guided[t.id, start + i] for i in range(terms)),
                t.subjects[0] != mentee.subjects[0],
            ),
        )

    def _guides(self, mentee: Teacher, p: Params) -> list[Teacher]:
        every = (t for t in self.community.teachers if self._may_guide(t, p))
        return [t for t in every if self._may_pair(t, mentee, p)]

    def _may_guide(self, teacher: Teacher, p: Params) -> bool:
        standing = {
            "any": True,
            "backbone": teacher.is_backbone,
            "middle_leader": teacher.is_middle_leader,
            "backbone_or_leader": teacher.is_backbone or teacher.is_middle_leader,
            "young": self._is_young(teacher),
        }
        return standing[p.get("mentors", "backbone")] and not teacher.low_result

    def _may_learn(self, teacher: Teacher, p: Params) -> bool:
        sort = p.get("mentees", "any")
        if sort == "any" and p.get("mentors") == "any":
            return True
        if sort == "leading":
            return teacher.is_group_head or teacher.is_backbone
        if (sort == "low_result" and not teacher.low_result) or (
            sort == "young" and not self._is_young(teacher)
        ):
            return False
        return not self._may_guide(teacher, p)

    def _is_young(self, teacher: Teacher) -> bool:
        return self.community.school_year - teacher.birth_year <= YOUNG

    def _fit(self, mentor: Teacher, mentee: Teacher, p: Params) -> bool:
        if mentor.id == mentee.id or mentee.subjects[0] not in mentor.subjects:
            return False
        return not p.get("same_stage") or share_stage(mentor, mentee)

    def _may_pair(self, mentor: Teacher, mentee: Teacher, p: Params) -> bool:
        if not self._fit(mentor, mentee, p):
            return False
        here, there = (self.community.school_by_id[t.school].member for t in (mentor, mentee))
        if not self._is_near(mentor.school, mentee.school, p.get("max_minutes")):
            return False
        down = p.get("mentees") == "low_result" and p.get("cross_school", True)
        if down or p.get("mentees") == "leading":
            return here == self.community.core.id != there
        crosses = p.get("cross_school", True if p.get("per_mentor") else None)
        return crosses is None or crosses == (here != there)

    def _is_near(self, one: str, other: str, most: int | None) -> bool:
        ways = self.community.travel_minutes
        return most is None or one == other or max(ways[one, other], ways[other, one]) <= most


def _seated(
    guests: Sequence[tuple[Teacher, Sequence[Teacher]]], places: int
) -> list[tuple[Teacher, Teacher]]:
    """Seat as many guests as possible, each beside one of a list, by augmenting paths."""
    sitting: dict[str, list[int]] = defaultdict(list)

    def seat(guest: int, tried: set[str]) -> bool:
        for host in guests[guest][1]:
            if host.id in tried:
                continue
            tried.add(host.id)
            mine = sitting[host.id]
            if len(mine) < places:
                mine.append(guest)
                return True
            for position, other in enumerate(mine):
                if seat(other, tried):
                    mine[position] = guest
                    return True
        return False

    for guest in range(len(guests)):
        seat(guest, set())
    hosts = {host.id: host for _, known in guests for host in known}
    return [(guests[guest][0], hosts[host]) for host, mine in sitting.items() for guest in mine]


def _places(p: Params) -> int:
    """Return how many a mentor may guide at a time."""
    told = str(p.get("ratio", "")).replace("：", ":").partition(":")[2]
    return int(p.get("capacity") or told or 1000)
