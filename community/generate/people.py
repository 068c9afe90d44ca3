"""The people of a new community: names, ages, offices, history; and when they cannot teach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from community.generate.draft import DAYS, data, reserve
from community.generate.mentors import share_stage
from community.generate.sites import SCHOOL_YEAR
from community.models import PlacementKind, SchoolRole, Teacher, Unavailable

if TYPE_CHECKING:
    from random import Random

    from community.generate.draft import Planted, Site, Worker
    from community.generate.week import Cell
    from community.policy import Policy

ELIGIBLE_YEARS = 6
MOST_TERMS = 6
NOON = 12 * 60 + 30  # minutes: the bell grids have their lunch about then
Busy = dict[str, set["Cell"]]
EXEMPT = 0.04  # of those who stay
EXEMPTIONS = ("孕期", "哺乳期", "重大疾病休养", "照顾重病家属", "子女未满三周岁", "单亲抚养子女")
LOW = 0.08  # of a member's staff
REASONS = ("校外教研", "集体备课", "身体原因", "学校值班")


@dataclass(frozen=True)
class Needs:
    """What a policy asks of the people who are drawn.

    ``most_eligible`` bounds how many of the core's people have been there for six years until
    ``last_year``, ``backbone_at_home`` the share of a school's backbone that is not away at once.
    ``volunteers`` are the shares of volunteers among those who move and among the others.
    ``few_mentors``: each mentor guides somebody in every other school, so there are only a few
    backbone teachers, all at the core. ``heads_meet`` is the weekday and half of the day that heads
    of research groups at member schools have free: those who have become such. ``backbone_learns``:
    backbone teachers of members have masters at the core, so that their subjects are some of these.
    """

    last_year: int
    most_eligible: int | None = None
    backbone_at_home: float = 0.0
    volunteers: float = 0.7
    other_volunteers: float = 0.1
    few_mentors: bool = False
    heads_meet: tuple[int, str] | None = None
    backbone_learns: bool = False


def needs_of(policy: Policy, planted: list[Planted], terms: int) -> Needs:
    """Return what a policy asks of the people around a planted roster."""
    shares = [
        r.params["share"]
        for r in policy.of("rotation_quota")
        if r.strictness != "soft" and r.params.get("base") == "eligible"
    ]
    sent = min(
        sum(p.kind is PlacementKind.SECONDMENT and p.stay.meets(t, t + 2) for p in planted)
        for t in range(0, terms, 2)
    )
    at_home = [r.params.get("min_backbone_share") for r in policy.of("home_school_protection")]
    strict = any(
        r.params.get("volunteers_first") and r.strictness != "soft"
        for r in policy.of("rotation_fairness")
    )
    needs = Needs(
        SCHOOL_YEAR + (terms - 1) // 2,
        most_eligible=int(sent / max(shares)) if shares else None,
        backbone_at_home=max((float(s) for s in at_home if s), default=0.0),
        few_mentors=any(
            r.params.get("per_mentor") and r.strictness != "soft"
            for r in policy.of("mentor_matching")
        ),
        backbone_learns=any(
            r.params.get("mentees") == "leading" and r.strictness != "soft"
            for r in policy.of("mentor_matching")
        ),
        heads_meet=next(
            (
                (r.params["weekday"], r.params["half_day"])
                for r in policy.of("recurring_common_slot")
                if r.params.get("heads") and r.strictness != "soft"
            ),
            None,
        ),
    )
    return replace(needs, volunteers=1.0, other_volunteers=0.0) if strict else needs


def name_workers(sites: list[Site], everybody: list[Worker], prefix: str) -> list[Worker]:
    """Return everybody in the order of the staff table, with ids."""
    place = {s.id: i for i, s in enumerate(sites)}
    subjects = {name: i for i, name in enumerate(data("subjects"))}
    ordered = sorted(everybody, key=lambda w: (place[w.home], subjects[w.main]))
    width = max(3, len(str(len(ordered))))
    for number, worker in enumerate(ordered, start=1):
        worker.id = f"{prefix}T{number:0{width}d}"
    return ordered


def choose_class_teachers(sites: list[Site]) -> None:
    """Give each class a class teacher: who teaches it most, stays, and has no class yet."""
    for site in sites:
        for group in site.groups:
            hours: dict[int, tuple[int, Worker]] = {}
            for block in group.blocks:
                worker = block.worker
                if worker and not (worker.moved or worker.days or worker.class_teacher_of):
                    so_far = hours.get(id(worker), (0, worker))[0]
                    hours[id(worker)] = (so_far + block.periods, worker)
            if hours:
                most = max(hours.values(), key=lambda pair: pair[0])
                most[1].class_teacher_of = group


def choose_leaders(
    sites: list[Site], everybody: list[Worker], planted: list[Planted], needs: Needs, rng: Random
) -> None:
    """Make further backbone teachers and middle leaders, more of them at the core."""
    homes = {site.id: [w for w in everybody if w.home == site.id] for site in sites}
    masters: set[str] = set()  # main subjects of the core's backbone; it comes first
    for site in sites:
        staff = homes[site.id]
        core = site.school.role is SchoolRole.CORE
        others = [w for w in staff if not w.moved]
        rng.shuffle(others)
        rest = others
        backbone = max(1, round(len(staff) * (0.25 if core else 0.10)))
        if needs.backbone_at_home:
            backbone = max(backbone, ceil(_away(planted, site) / (1 - needs.backbone_at_home)))
        if needs.backbone_learns and not core:
            rest = sorted(others, key=lambda w: w.main not in masters)
        if needs.few_mentors:
            backbone = min(map(len, homes.values())) // 2 if core else 0
            rest = _one_of_each(staff, rest)
        for worker in rest[: max(0, backbone - sum(w.backbone for w in staff))]:
            worker.backbone = True
        if core:
            masters = {w.main for w in staff if w.backbone}
        leaders = 0 if site.school.role is SchoolRole.TEACHING_POINT else 1 + len(staff) // 15
        without_class = [w for w in reversed(others) if not w.class_teacher_of]
        for worker in without_class[: max(0, leaders - sum(w.leader for w in staff))]:
            worker.leader = True


def _one_of_each(staff: list[Worker], rest: list[Worker]) -> list[Worker]:
    """Return one person of each main subject that has no backbone teacher in a school."""
    known = {w.main for w in staff if w.backbone}
    return [*{w.main: w for w in rest if w.main not in known}.values()]


def _away(planted: list[Planted], site: Site) -> int:
    """Return how many backbone teachers of a school are away at once, at most."""
    leaving = [
        p.stay
        for p in planted
        if p.worker.home == site.id and p.worker.backbone and p.kind.leaves_home
    ]
    return max((sum(s.meets(t, t + 1) for s in leaving) for t in range(MOST_TERMS)), default=0)


def make_teachers(
    sites: list[Site], ordered: list[Worker], needs: Needs, busy: Busy, rng: Random
) -> tuple[Teacher, ...]:
    """Return the staff table. ``busy`` are the times of everybody's lessons in the first term."""
    names = _Names(rng)
    core = sites[0].id
    small = {s.id for s in sites if len(s.groups) <= 3}
    low = _low_results(sites, ordered, rng)
    elsewhere = _in_class(sites, ordered, needs, busy)
    room = needs.most_eligible
    heads: set[tuple[str, str]] = set()
    if room is not None:
        room -= sum(w.moved and w.home == core for w in ordered)
    found: list[Teacher] = []
    for worker in ordered:
        may_be_eligible = worker.home != core or worker.moved or room is None or room > 0
        birth, worker.joined = _years(worker, may_be_eligible, needs.last_year, rng)
        if room is not None and worker.home == core and not worker.moved:
            room -= needs.last_year - worker.joined >= ELIGIBLE_YEARS
        head = (worker.home, worker.main) not in heads and worker.home not in small
        head &= worker.id not in elsewhere
        if head:
            heads.add((worker.home, worker.main))
        volunteer = rng.random() < (needs.volunteers if worker.moved else needs.other_volunteers)
        exempt = rng.random() < EXEMPT and not worker.moved
        changes = {
            "is_group_head": head,
            "volunteer": volunteer and not exempt,
            "exemption": rng.choice(EXEMPTIONS) if exempt else "",
            "low_result": worker.id in low,
        }
        found.append(_teacher(worker, names.make(), birth).model_copy(update=changes))
    return tuple(found)


def _in_class(sites: list[Site], ordered: list[Worker], needs: Needs, busy: Busy) -> set[str]:
    """Return the people of members who cannot meet when heads do: in class then, or away at all."""
    if needs.heads_meet is None:
        return set()
    day, half = needs.heads_meet
    site_of = {s.id: s for s in sites if s.school.role is SchoolRole.MEMBER}
    found: set[str] = set()
    for worker in ordered:
        lessons = site_of[worker.home].lessons if worker.home in site_of else ()
        then = {(day, p) for p, (at, _) in enumerate(lessons) if (at >= NOON) == (half == "pm")}
        if worker.home in site_of and (worker.moved or then & busy.get(worker.id, set())):
            found.add(worker.id)
    return found


def _low_results(sites: list[Site], ordered: list[Worker], rng: Random) -> set[str]:
    """Return some people of every member school, each with a backbone teacher of the core to help.

    No two need the same one, so that they can be paired in whatever way a policy asks for, and no
    two of a school have the same main subject.
    """
    found: set[str] = set()
    mentors = [w for w in ordered if w.home == sites[0].id and w.backbone]
    for site in sites:
        if site.school.role is not SchoolRole.MEMBER:
            continue
        here = [w for w in ordered if w.home == site.id and not (w.backbone or w.leader)]
        rng.shuffle(here)
        mains: set[str] = set()
        for worker in here:
            able = [m for m in mentors if m.main == worker.main and share_stage(m, worker)]
            if able and worker.main not in mains and len(mains) < max(1, round(LOW * len(here))):
                mentors.remove(able[0])
                found.add(worker.id)
                mains.add(worker.main)
    return found


def _teacher(worker: Worker, name: str, birth: int) -> Teacher:
    own = worker.class_teacher_of
    return Teacher(
        id=worker.id,
        name=name,
        school=worker.home,
        subjects=worker.subjects,
        stage=worker.stage,
        birth_year=birth,
        joined_year=worker.joined,
        is_backbone=worker.backbone,
        is_middle_leader=worker.leader,
        class_teacher_of=own.id if own else None,
        max_periods=worker.cap + reserve(worker.stage),
    )


def _years(worker: Worker, may_be_eligible: bool, last: int, rng: Random) -> tuple[int, int]:
    """Return birth year and first school year in the school."""
    if worker.moved or worker.backbone:
        birth = rng.randint(SCHOOL_YEAR - 48, SCHOOL_YEAR - 33)
        return birth, rng.randint(birth + 23, SCHOOL_YEAR - ELIGIBLE_YEARS - 1)
    birth = rng.randint(SCHOOL_YEAR - 57, SCHOOL_YEAR - 24)
    latest = SCHOOL_YEAR - 1
    earliest = birth + 22
    if not may_be_eligible:
        earliest = max(earliest, last - ELIGIBLE_YEARS + 1)
    elif rng.random() < 0.6:
        latest = max(earliest, SCHOOL_YEAR - ELIGIBLE_YEARS)
    return birth, rng.randint(min(earliest, latest), latest)


class _Names:
    """Invented names, no two alike in a community as far as the pools go."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.pools, self.used = rng, data("names"), set[str]()

    def make(self) -> str:
        """Return a name of two or three characters."""
        for _ in range(50):
            name = str(self.rng.choice(self.pools["surnames"]))
            if self.rng.random() < 0.75:
                name += self.rng.choice(self.pools["given_first"])
            name += self.rng.choice(self.pools["given_second"])
            if name not in self.used:
                break
        self.used.add(name)
        return name


def make_unavailable(
    sites: list[Site], ordered: list[Worker], busy: dict[str, set[Cell]], rng: Random
) -> tuple[Unavailable, ...]:
    """Return times at which people cannot teach, where the planted week leaves them free.

    Only of people who are at home in every term, so that nobody takes their place.
    """
    site_of = {s.id: s for s in sites}
    found: list[Unavailable] = []
    for worker in ordered:
        if worker.moved or worker.days or rng.random() > 0.08:
            continue
        site = site_of[worker.home]
        length = len(site.lessons)
        free = [
            (d, p) for d in DAYS for p in range(length) if (d, p) not in busy.get(worker.id, set())
        ]
        if len(free) < 6:
            continue
        reason = rng.choice(REASONS)
        day, position = rng.choice(free)
        for p in (position, position + 1):
            if (day, p) in free:
                found.append(
                    Unavailable(teacher=worker.id, weekday=day, slot=site.orders[p], reason=reason)
                )
    return tuple(found)
