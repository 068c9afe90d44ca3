"""Who teaches what in the planted plan: courses packed into people's weekly loads.

Every subject is given to as few people as its norm allows, evenly; what is left over (moral, local,
practice lessons) fills their weeks. In small schools one scarce subject has no teacher of its own:
an itinerant teacher of the core, or of the centre school, comes on whole days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.generate.draft import DAYS, Worker, norm, reserve
from community.models import SchoolRole, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from community.generate.draft import Block, Group, Site

Types = dict[str, tuple[str, ...]]

# What a teacher of a main subject teaches besides, in the order in which schools fill it up.
PRIMARY: Types = {
    "zh": ("zh", "moral"),
    "math": ("math", "practice"),
    "en": ("en", "local"),
    "science": ("science", "practice"),
    "music": ("music", "local"),
    "art": ("art", "local"),
    "pe": ("pe", "local"),
}
GENERAL = ("moral", "local", "practice", "psych")
SMALL_GENERAL = ("moral", "local", "practice")
SMALL: Types = {
    "zh": ("zh", "moral", "local"),
    "math": ("math", "practice", "local"),
    "en": ("en", "moral", "local"),
    "science": ("science", "practice", "local"),
    "music": ("music", "local", "moral"),
    "art": ("art", "local", "moral"),
    "pe": ("pe", "local", "moral"),
}
POINT: Types = {
    "zh": ("zh", "moral", "local"),
    "math": ("math", "science", "practice"),
    "pe": ("pe", "moral", "local", "practice"),
    "en": ("en", "moral", "local", "practice"),
}
JUNIOR: Types = {
    "zh": ("zh", "moral"),
    "math": ("math", "practice"),
    "en": ("en", "local"),
    "physics": ("physics", "chem", "practice"),
    "bio": ("bio", "geo", "practice"),
    "hist": ("hist", "moral", "local"),
}
JUNIOR_GENERAL = ("local", "practice", "moral")
BOTH_STAGES: Types = {  # of nine-year schools
    "music": ("music", "local"),
    "art": ("art", "local"),
    "pe": ("pe", "local"),
}
SCARCE = ("music", "art", "en")
CHUNK = 12  # periods that one itinerant teacher brings to a school
TRAVEL_CAP = 15  # periods of an itinerant teacher in all
SMALL_CLASSES = 8
BUSY_SHARE = 0.82  # of the periods that a school's people may teach
TWO_DAYS = ((2, 4), (1, 3), (3, 5), (1, 4), (2, 5))
THREE_DAYS = ((1, 3, 5), (1, 2, 4), (2, 3, 5), (1, 3, 4), (2, 4, 5))


def staff(sites: list[Site], rng: Random) -> tuple[list[Worker], list[Worker]]:
    """Give every course to a person. Returns (everybody, the itinerant teachers among them)."""
    core = sites[0]
    travellers = _itinerants(sites, core, rng)
    everybody: list[Worker] = []
    for site in sites:
        seeds = [w for w in travellers if w.home == site.id]
        everybody += seeds + _staff_site(site, seeds)
    return everybody, travellers


def _itinerants(sites: list[Site], core: Site, rng: Random) -> list[Worker]:
    """Return the people who bring scarce subjects to small schools, with those lessons."""
    found: list[Worker] = []
    centres = {s.school.parent for s in sites}
    for index, site in enumerate(sites[1:]):
        if site.school.role is SchoolRole.TEACHING_POINT:
            home = next(s for s in sites if s.id == site.school.parent)
            scarce: tuple[str, ...] = ("music", "art")
        else:  # a centre school needs its own music and art teachers for its points
            home = core
            scarce = ("en",) if site.id in centres else (SCARCE[index % len(SCARCE)],)
        for subject in scarce:
            for most in _chunks(site, subject):
                worker = _itinerant(site, home, subject, most)
                if worker.blocks:
                    _choose_days(worker, site.id, found, rng)
                    found.append(worker)
    return found


def _chunks(site: Site, subject: str) -> list[int]:
    """Return the periods to bring to a school so that its own people cannot do without."""
    stage = _stage_of(site, subject)
    total = sum(b.periods for b in _blocks(_groups_of(site, stage), subject))
    own = norm(stage, subject)
    rest = total - own * ((total - 1) // (own + reserve(stage)))
    number = -(-rest // CHUNK)
    return [-(-rest // number) + 1] * number if rest > 0 else []


def _itinerant(site: Site, home: Site, subject: str, most: int) -> Worker:
    """Return a person with so many periods of a subject at a school that is not the own one."""
    stage = _stage_of(site, subject)
    worker = Worker(home.id, _types_of(home)[subject], stage, TRAVEL_CAP)
    for block in _blocks(_groups_of(site, stage), subject):
        if worker.load + block.periods <= most:
            worker.give(block)
    return worker


def _choose_days(worker: Worker, host: str, earlier: list[Worker], rng: Random) -> None:
    """Choose whole days at the host, apart from those of colleagues who need the same room."""
    taken = [d for w in earlier if w.main == worker.main for d in w.days.get(host, ())]
    patterns = list(THREE_DAYS if worker.load > 8 else TWO_DAYS)
    rng.shuffle(patterns)
    chosen = min(patterns, key=lambda days: sum(d in taken for d in days))
    worker.days = {host: chosen, worker.home: tuple(d for d in DAYS if d not in chosen)}


def _types_of(site: Site) -> Types:
    """Return the sets of subjects that the people of a school teach, by main subject."""
    if site.school.role is SchoolRole.TEACHING_POINT:
        return POINT
    return SMALL if len(site.groups) <= SMALL_CLASSES else PRIMARY


def _stage_of(site: Site, subject: str) -> Stage:
    if site.school.stage is Stage.NINE_YEAR and subject not in BOTH_STAGES:
        return Stage.PRIMARY
    return site.school.stage


def _groups_of(site: Site, stage: Stage) -> list[Group]:
    """Return the classes of a school whose lessons belong to a stage."""
    return [g for g in site.groups if stage.covers(g.grade)]


def _blocks(groups: Iterable[Group], subject: str) -> list[Block]:
    """Return the blocks of a subject that nobody teaches yet, largest first."""
    open_blocks = [
        b
        for g in groups
        for b in g.blocks
        if b.subject == subject and b.periods and b.worker is None
    ]
    return sorted(open_blocks, key=lambda b: -b.periods)


def _staff_site(site: Site, seeds: list[Worker]) -> list[Worker]:
    """Return the people of one school besides its itinerant ones, who fill up their weeks here."""
    primary = [g for g in site.groups if g.grade <= 6]
    junior = [g for g in site.groups if g.grade > 6]
    types, found = _types_of(site), []
    if junior:
        for main, subjects in BOTH_STAGES.items():
            found += _pack(site, site.groups, main, subjects, site.school.stage, seeds)
        for main, subjects in JUNIOR.items():
            found += _pack(site, junior, main, subjects, Stage.JUNIOR, seeds)
    for main, subjects in types.items():
        if not (junior and main in BOTH_STAGES):
            found += _pack(site, primary, main, subjects, Stage.PRIMARY, seeds)
    has_psych = any(b.half for g in site.groups for b in g.blocks)
    general = GENERAL if has_psych else SMALL_GENERAL if primary else JUNIOR_GENERAL
    found += _spare(site, found, general, Stage.PRIMARY if primary else Stage.JUNIOR)
    found += _fill(site, primary, [*seeds, *found], general, Stage.PRIMARY)
    found += _fill(site, junior, [*seeds, *found], JUNIOR_GENERAL, Stage.JUNIOR)
    return found


def _spare(
    site: Site, workers: list[Worker], general: tuple[str, ...], stage: Stage
) -> list[Worker]:
    """Return as many people of general subjects as keep a fifth of the staff's time free."""
    work = sum(w.load for w in workers)
    work += sum(b.periods for g in site.groups for b in g.blocks if b.worker is None)
    cap = norm(stage, general[0])
    have = sum(w.cap + reserve(w.stage) for w in workers)
    number = max(0, -(-int(work / BUSY_SHARE - have) // (cap + reserve(stage))))
    return [Worker(site.id, general, stage, cap) for _ in range(number)]


def _pack(
    site: Site,
    groups: list[Group],
    main: str,
    subjects: tuple[str, ...],
    stage: Stage,
    seeds: list[Worker],
) -> list[Worker]:
    """Return new people for a main subject; itinerant colleagues take what fits their home days."""
    blocks = _blocks(groups, main)
    for seed in (w for w in seeds if w.main == main and w.stage is stage):
        room = min(seed.cap - seed.load, 4 * len(seed.days[site.id]))
        for block in reversed(blocks):
            if block.periods <= room - seed.load_at(site.id) and not block.hosts:
                seed.give(block)
        blocks = [b for b in blocks if b.worker is None]
    cap = norm(stage, main)
    number = -(-sum(b.periods for b in blocks) // cap)
    while True:
        shares = _even(blocks, number, cap)
        if shares is not None:
            break
        number += 1
    made = []
    for share in shares:
        worker = Worker(site.id, subjects, stage, cap)
        for block in share:
            worker.give(block)
        made.append(worker)
    return made


def _even(blocks: list[Block], number: int, cap: int) -> list[list[Block]] | None:
    """Return the blocks in so many shares below a cap, longest first to the least loaded."""
    shares: list[list[Block]] = [[] for _ in range(number)]
    loads = [0] * number
    for block in blocks:
        fitting = [i for i in range(number) if loads[i] + block.periods <= cap]
        if not fitting:
            return None
        least = min(fitting, key=lambda i: loads[i])
        shares[least].append(block)
        loads[least] += block.periods
    return shares


def _fill(
    site: Site,
    groups: list[Group],
    workers: list[Worker],
    general: tuple[str, ...],
    stage: Stage,
) -> list[Worker]:
    """Give what is left to whoever has the subject and the lightest week; else to new people."""
    made: list[Worker] = []
    order = ("chem", "geo", "science", "psych", "practice", "moral", "local")
    for subject in order:
        for block in _blocks(groups, subject):
            wanted = {subject, block.half} - {None}
            able = [
                w
                for w in [*workers, *made]
                if w.stage in (stage, Stage.NINE_YEAR)
                and wanted <= set(w.subjects)
                and w.load + block.periods <= w.cap
                and not (w.days and w.load_at(site.id) + block.periods > 4 * len(w.days[site.id]))
            ]
            if not able:
                subjects = general
                if subject not in general:
                    subjects = next(t for t in _all_types(stage) if subject in t)
                able = [Worker(site.id, subjects, stage, norm(stage, subjects[0]))]
                made += able
            min(able, key=lambda w: w.load / w.cap).give(block)
    return made


def _all_types(stage: Stage) -> list[tuple[str, ...]]:
    return list((JUNIOR if stage is Stage.JUNIOR else PRIMARY).values())
