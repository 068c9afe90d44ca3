"""The people of a new community: names, ages, offices, history; and when they cannot teach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.generate.draft import DAYS, data, reserve
from community.generate.sites import SCHOOL_YEAR
from community.models import (
    PastPlacement,
    PlacementKind,
    SchoolRole,
    Teacher,
    Unavailable,
)

if TYPE_CHECKING:
    from random import Random

    from community.generate.draft import Planted, Site, Worker
    from community.generate.week import Cell

ELIGIBLE_YEARS = 6
EXEMPTIONS = ("孕期", "哺乳期", "重大疾病休养", "照顾重病家属")
REASONS = ("校外教研", "集体备课", "身体原因", "学校值班")


def name_workers(sites: list[Site], everybody: list[Worker]) -> list[Worker]:
    """Return everybody in the order of the staff table, with ids."""
    place = {s.id: i for i, s in enumerate(sites)}
    subjects = {name: i for i, name in enumerate(data("subjects"))}
    ordered = sorted(everybody, key=lambda w: (place[w.home], subjects[w.main]))
    width = max(3, len(str(len(ordered))))
    for number, worker in enumerate(ordered, start=1):
        worker.id = f"T{number:0{width}d}"
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


def choose_leaders(sites: list[Site], everybody: list[Worker], rng: Random) -> None:
    """Make further backbone teachers and middle leaders, more of them at the core."""
    for site in sites:
        staff = [w for w in everybody if w.home == site.id]
        core = site.school.role is SchoolRole.CORE
        rest = [w for w in staff if not w.moved]
        rng.shuffle(rest)
        backbone = max(1, round(len(staff) * (0.25 if core else 0.10)))
        for worker in rest[: max(0, backbone - sum(w.backbone for w in staff))]:
            worker.backbone = True
        leaders = 0 if site.school.role is SchoolRole.TEACHING_POINT else 1 + len(staff) // 15
        without_class = [w for w in reversed(rest) if not w.class_teacher_of]
        for worker in without_class[: max(0, leaders - sum(w.leader for w in staff))]:
            worker.leader = True


def make_teachers(
    sites: list[Site], ordered: list[Worker], cap_eligible: int | None, rng: Random
) -> tuple[Teacher, ...]:
    """Return the staff table.

    ``cap_eligible`` bounds how many of the core's people have been there for six years.
    """
    names = _Names(rng)
    core = sites[0].id
    small = {s.id for s in sites if len(s.groups) <= 3}
    room = cap_eligible
    heads: set[tuple[str, str]] = set()
    if room is not None:
        room -= sum(w.moved and w.home == core for w in ordered)
    found: list[Teacher] = []
    for worker in ordered:
        may_be_eligible = worker.home != core or worker.moved or room is None or room > 0
        birth, joined = _years(worker, may_be_eligible, rng)
        if room is not None and worker.home == core and not worker.moved:
            room -= SCHOOL_YEAR + 1 - joined >= ELIGIBLE_YEARS
        head = (worker.home, worker.main) not in heads and worker.home not in small
        if head:
            heads.add((worker.home, worker.main))
        volunteer = rng.random() < (0.7 if worker.moved else 0.1)
        exempt = rng.random() < 0.04 and not worker.moved
        teacher = _teacher(worker, names.make(), birth, joined)
        changes = {
            "is_group_head": head,
            "volunteer": volunteer and not exempt,
            "exemption": rng.choice(EXEMPTIONS) if exempt else "",
            "low_result": worker.home != core and not worker.backbone and rng.random() < 0.08,
        }
        found.append(teacher.model_copy(update=changes))
    return tuple(found)


def _teacher(worker: Worker, name: str, birth: int, joined: int) -> Teacher:
    own = worker.class_teacher_of
    return Teacher(
        id=worker.id,
        name=name,
        school=worker.home,
        subjects=worker.subjects,
        stage=worker.stage,
        birth_year=birth,
        joined_year=joined,
        is_backbone=worker.backbone,
        is_middle_leader=worker.leader,
        class_teacher_of=own.id if own else None,
        max_periods=worker.cap + reserve(worker.stage),
    )


def _years(worker: Worker, may_be_eligible: bool, rng: Random) -> tuple[int, int]:
    """Return birth year and first school year in the school."""
    if worker.moved or worker.backbone:
        birth = rng.randint(SCHOOL_YEAR - 48, SCHOOL_YEAR - 33)
        return birth, rng.randint(birth + 23, SCHOOL_YEAR - ELIGIBLE_YEARS - 1)
    birth = rng.randint(SCHOOL_YEAR - 57, SCHOOL_YEAR - 24)
    latest = SCHOOL_YEAR - 1
    earliest = birth + 22
    if not may_be_eligible:
        earliest = max(earliest, SCHOOL_YEAR - ELIGIBLE_YEARS + 2)
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


def make_history(
    sites: list[Site], ordered: list[Worker], rng: Random
) -> tuple[PastPlacement, ...]:
    """Return placements of earlier years, of people whom the planted roster leaves at home."""
    members = [s.id for s in sites if s.school.role is SchoolRole.MEMBER]
    found: list[PastPlacement] = []
    for worker in ordered:
        if worker.moved or not worker.backbone or rng.random() > 0.35:
            continue
        from_core = worker.home == sites[0].id
        found.append(
            PastPlacement(
                teacher=worker.id,
                host=rng.choice(members) if from_core else sites[0].id,
                kind=PlacementKind.SECONDMENT if from_core else PlacementKind.SHADOWING,
                start_year=rng.randint(SCHOOL_YEAR - 5, SCHOOL_YEAR - 2),
                terms=2,
            )
        )
    return tuple(found)


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
            (d, p)
            for d in DAYS
            for p in range(length)
            if (d, p) not in busy.get(worker.id, set())
        ]
        if len(free) < 6:
            continue
        reason = rng.choice(REASONS)
        day, position = rng.choice(free)
        for p in (position, position + 1):
            if (day, p) in free:
                found.append(
                    Unavailable(
                        teacher=worker.id, weekday=day, slot=site.orders[p], reason=reason
                    )
                )
    return tuple(found)


def sent_each_year(planted: list[Planted]) -> int:
    """Return the people whom the core sends out in the year in which it sends fewest."""
    return min(
        sum(
            p.kind is PlacementKind.SECONDMENT and p.start < year + 2 and p.start + p.terms > year
            for p in planted
        )
        for year in (0, 2)
    )
