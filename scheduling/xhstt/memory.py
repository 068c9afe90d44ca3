"""Whether an instance fits into the memory there is, asked before any model of it is built.

The estimate counts what a model is made of: its start literals, and the (resource, time) cells that
rules about resources look at. ``benchmarks.xhstt`` shows what was expected beside what was used.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.rule import CostFunction
from community.text import Text
from scheduling.domains import mask_of
from scheduling.model import narrowed
from solving.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.domains import Domains
    from scheduling.instance import Event, Instance

# Measured: peak of the full model and its parts, above a process of 0.12 GB. With 2 workers 1.74 GB
# for 113,090 items (NL-KP-03), 1.35 for 109,373 (DK-FG-12), 0.95 for 63,126 (KS-PR-11), 0.56 for
# 39,404 (IT-I4-96; 0.40 with 1 worker), 0.33 for 9,149 (FI-MP-06).
FIXED = 150_000_000  # bytes of a search besides its model: the solver, its threads
SHARED, OWN = 3_000, 5_000  # bytes of each item of the model, once and for every worker
UNITS = 10  # of squared deviations take the bytes of one item
CHOICES = 4  # who fills open slots is a smaller model: so many choices take the bytes of one item
ENOUGH = 10  # times the memory there is: counting further tells nobody more
_GB = 1e9


def require(instance: Instance, workers: int, place: str, available: int | None = None) -> None:
    """Return when a search of an instance fits into the memory.

    Parameters
    ----------
    instance, workers
        What is to be solved, on how many threads.
    place
        The file, as people know it.
    available
        Bytes there are; what this machine has left when None.

    Raises
    ------
    InputError
        With what it needs, what there is, and what to try.
    """
    there = _available() if available is None else available
    if there is None:
        return
    found = items(instance, most=ENOUGH * there // (SHARED + OWN * workers))
    wanted = needed(found, workers)
    if wanted <= there:
        return
    amounts = f"{wanted / _GB:.1f} GB", f"{there / _GB:.1f} GB"
    expected = Text(
        f"求解至少约需{amounts[0]}内存，现在只有{amounts[1]}可用",
        f"solving needs about {amounts[0]} of memory or more; {amounts[1]} are available",
    )
    fewer = (there - FIXED - found * SHARED) // (found * OWN) if found else 0
    problem = Problem(place=place, value=instance.id, expected=expected, hint=_hint(fewer))
    raise InputError([problem])


def _hint(workers: int) -> Text:
    """Return what to try; ``workers`` is how many there is memory for."""
    if workers > 0:
        return Text(f"请用--workers {workers}", f"Try --workers {workers}")
    return Text(
        "请关闭其他程序或换内存更大的机器；用SplitEvents、PreferTimes等刚性约束缩小选择范围也会减少内存",
        "Close other programs or use a larger machine; hard SplitEvents or PreferTimes constraints "
        "that leave fewer choices help as well",
    )


def needed(found: int, workers: int) -> int:
    """Return the bytes that a search with so many items and workers takes at its peak."""
    return FIXED + found * (SHARED + OWN * workers)


def items(instance: Instance, most: int | None = None) -> int:
    """Return the number of items of an instance's model; any number above ``most`` is as good."""
    domains = narrowed(instance, Builder())
    attended: dict[str, int] = defaultdict(int)
    literals = choices = 0
    for event in instance.events:
        for count, running in _starts(event, domains):
            literals += count
            for slot in event.slots:
                if slot.resource is not None:
                    attended[slot.resource] |= running
            if most is not None and literals > most:
                return literals
        for slot in event.open_slots():
            choices += event.duration * len(domains.candidates(event, slot.role or ""))
    # Open slots are filled when the times are known, in a model of their own.
    cells = _cells(instance, attended) + _units(instance) // UNITS
    return max(literals + cells, choices // CHOICES)


def _starts(event: Event, domains: Domains) -> Iterator[tuple[int, int]]:
    """Yield the start literals of each duration, and the mask of the times at which they run."""
    longest = len(domains.instance.times)
    for duration in domains.durations(event):
        if duration > longest:
            return
        mask, running = domains.starts(event, duration), 0
        for shift in range(duration):
            running |= mask << shift
        copies = 1 if event.id in domains.exclusive else event.duration // duration
        yield mask.bit_count() * copies, running


def _cells(instance: Instance, attended: dict[str, int]) -> int:
    """Return at how many times rules about resources look, over rules and resources."""
    found = 0
    for rule in instance.rules:
        if "resources" in rule.needs:
            continue
        groups, times = getattr(rule, "time_groups", ()), getattr(rule, "times", ())
        mask = mask_of(instance.positions(groups, times)) if groups or times else -1
        for resource in rule.applies_to.all_resources(instance):
            found += (attended[resource] & mask).bit_count()
    return found


def _units(instance: Instance) -> int:
    """Return how many units limits from below can be short of where squares are charged."""
    found = 0
    for rule in instance.rules:
        if rule.cost_function is CostFunction.QUADRATIC:
            points = rule.applies_to
            count = len(points.all_resources(instance)) or len(points.all_events(instance))
            least = [getattr(rule, "minimum", 0), getattr(rule, "minimum_amount", 0)]
            least += [spread.minimum for spread in getattr(rule, "spreads", ())]
            found += count * sum(least) + sum(pair[2] or 0 for pair in points.event_pairs)
    return found


def _available() -> int | None:
    """Return the bytes that this process can still take, None where nothing tells."""
    known = [x for x in (_free(), _within_limit(), *_within_groups()) if x is not None]
    return max(0, min(known)) if known else None


def _free() -> int | None:
    """Return what is free on the machine without swapping."""
    found = _field(Path("/proc/meminfo"), "MemAvailable:")
    if found is not None:
        return found * 1024
    for name in ("SC_AVPHYS_PAGES", "SC_PHYS_PAGES"):
        if name in getattr(os, "sysconf_names", ()):
            return os.sysconf(name) * os.sysconf("SC_PAGE_SIZE")
    return None


def _within_limit() -> int | None:
    """Return what the limit on this process's addresses (``ulimit -v``) leaves."""
    try:
        import resource
    except ImportError:  # not on this system
        return None
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit == resource.RLIM_INFINITY:
        return None
    return limit - 1024 * (_field(Path("/proc/self/status"), "VmSize:") or 0)


def _within_groups() -> Iterator[int]:
    """Yield what the control groups of this process (containers, jobs) leave, old and new style."""
    root = Path("/sys/fs/cgroup")
    for line in _lines(Path("/proc/self/cgroup")):
        _number, kinds, path = line.split(":", 2)
        if not kinds:
            base, limit, used, cache = root, "memory.max", "memory.current", "inactive_file"
        elif "memory" in kinds.split(","):
            base, cache = root / "memory", "total_inactive_file"
            limit, used = "memory.limit_in_bytes", "memory.usage_in_bytes"
        else:
            continue
        folder = base / path.lstrip("/")
        for group in (folder, *folder.parents):
            if not group.is_relative_to(base):
                break
            most, now = _lines(group / limit), _lines(group / used)
            if most and now and most[0].isdigit():
                given_back = _field(group / "memory.stat", cache) or 0
                yield int(most[0]) - int(now[0]) + given_back


def _field(path: Path, name: str) -> int | None:
    """Return the number that follows a name at the beginning of a line."""
    for line in _lines(path):
        words = line.split()
        if len(words) > 1 and words[0] == name and words[1].isdigit():
            return int(words[1])
    return None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
