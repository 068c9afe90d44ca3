"""Do undivided courses fit people? An exact search in plain Python, for checks and cuts alike.

A course is dealt to one person; nobody takes more than they can hold. Branches are cut off by a
flow of periods to courses (Hall's condition again), and what fails is traced back to the choices
that it comes from: the search returns to the last of these at once, past all that is beside the
point. It ends after so many steps, always the same ones, so that everybody gets the same answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rotation.staffing_flow import Lane

STEPS = 3_000  # of one proof; what takes longer counts as fitting
DEEPEST = 700  # courses in one chain of choices

Person = tuple[int, frozenset["Lane"]]  # units, and what they can teach
Levels = int  # a set of choices, as bits
Flow = list[dict[int, int]]  # units of each person for each kind of course


class _EndedError(Exception):
    """The search has taken all its steps."""


def impossible(
    people: Sequence[Person], courses: Mapping[Lane, Counter[int]], steps: int = STEPS
) -> bool:
    """Return whether it is proved that the courses do not fit the people, in so many steps."""
    search = _Search.of(people, courses, steps)
    if search.fits_greedily():
        return False
    if any(_Search.of(*_counted(people, courses, size), steps).lacks() for size in _sizes(courses)):
        return True
    try:
        return search.run(0, [{} for _ in search.free], None, 0) is not None
    except _EndedError:
        return False


def _sizes(courses: Mapping[Lane, Counter[int]]) -> set[int]:
    return {size for kinds in courses.values() for size in kinds}


def _counted(
    people: Sequence[Person], courses: Mapping[Lane, Counter[int]], size: int
) -> tuple[list[Person], dict[Lane, Counter[int]]]:
    """Return the problem with the courses of a size or more counted, each of which takes so much.

    Three courses of 6 periods are as much as 18, and yet too many for somebody who has 16 and
    fills the rest with others: the flow of periods does not see that.
    """
    kinds = {
        lane: Counter({1: n})
        for lane, found in courses.items()
        if (n := sum(found[s] for s in found if s >= size))
    }
    return [(holds // size, able) for holds, able in people], kinds


@dataclass
class _Search:
    """Courses by kind (lane and size), people by position, and the choices so far.

    ``takers`` are in the order in which they are tried; ``sort`` is the same for people who can
    teach the same; ``sums`` has a bit for each load that courses can make up for such people.
    """

    sizes: list[int]
    left: list[int]
    takers: list[list[int]]
    free: list[int]
    sort: list[int]
    sums: list[int]
    steps: int
    chosen: list[Levels] = field(init=False)  # for each person, where they were chosen
    blamed: list[int] = field(init=False)  # how often each kind was part of what failed

    def __post_init__(self) -> None:
        self.chosen, self.blamed = [0] * len(self.free), [1] * len(self.sizes)

    @classmethod
    def of(
        cls, people: Sequence[Person], courses: Mapping[Lane, Counter[int]], steps: int
    ) -> _Search:
        """Return the search at its beginning."""
        kinds = [(lane, size) for lane in sorted(courses) for size in sorted(courses[lane])]
        able = [frozenset(i for i, (lane, _s) in enumerate(kinds) if lane in p[1]) for p in people]
        counts = [courses[lane][size] for lane, size in kinds]
        sorts = {mine: n for n, mine in enumerate(dict.fromkeys(able))}
        order = sorted(range(len(people)), key=lambda p: (len(able[p]), -people[p][0]))
        most = max((p[0] for p in people), default=0)
        return cls(
            [size for _lane, size in kinds],
            counts,
            [[p for p in order if k in able[p]] for k in range(len(kinds))],
            [p[0] for p in people],
            [sorts[mine] for mine in able],
            [_sums([(kinds[k][1], counts[k]) for k in mine], most) for mine in sorts],
            steps,
        )

    def fits_greedily(self) -> bool:
        """Return whether a simple rule places all: long courses first, where most is free."""
        free, sizes = list(self.free), self.sizes
        skills = Counter(p for takers in self.takers for p in takers)
        for k in sorted(range(len(sizes)), key=lambda k: (len(self.takers[k]), -sizes[k])):
            for _ in range(self.left[k]):
                fitting = [p for p in self.takers[k] if free[p] >= sizes[k]]
                if not fitting:
                    return False
                free[min(fitting, key=lambda p: (skills[p], -free[p]))] -= sizes[k]
        return True

    def lacks(self) -> bool:
        """Return whether periods do not even flow to the courses, divided as they like."""
        return self._flows([{} for _ in self.free]) is not None

    def run(self, level: int, flow: Flow, kind: int | None, least: int) -> Levels | None:
        """Return the choices that make it fail from here on, or None when all courses fit.

        Courses of one kind are dealt out one after another, in the order of their takers.
        """
        self.steps -= 1
        if self.steps < 0 or level > DEEPEST:
            raise _EndedError
        failed = self._flows(flow)
        if failed is not None or not any(self.left):
            return failed
        failed = 0
        if kind is None or not self.left[kind]:
            kind, least = self._next(), 0
        elif least:
            failed = 1 << (level - 1)  # earlier takers were left out for the last choice's sake
        size, known = self.sizes[kind], dict[tuple[int, int], int]()
        for place in range(least, len(self.takers[kind])):
            person = self.takers[kind][place]
            alike = known.setdefault((self.sort[person], self.free[person]), person)
            if self.free[person] < size or alike != person:
                failed |= self.chosen[person] | self.chosen[alike]
                continue
            self._deal(kind, person, size, 1 << level)
            found = self.run(level + 1, [dict(mine) for mine in flow], kind, place)
            self._deal(kind, person, -size, 1 << level)
            if found is None or not found >> level & 1:
                return found
            failed |= found ^ 1 << level
        return failed

    def _deal(self, kind: int, person: int, size: int, level: Levels) -> None:
        """Give a course to a person, or take it back (a negative size)."""
        self.free[person] -= size
        self.left[kind] -= 1 if size > 0 else -1
        self.chosen[person] ^= level

    def _next(self) -> int:
        """Return the kind with the fewest takers, for what it has been blamed for."""

        def key(k: int) -> tuple[float, int]:
            sorts = {(self.sort[p], self.free[p]) for p in self.takers[k]}
            return sum(free >= self.sizes[k] for _s, free in sorts) / self.blamed[k], -self.sizes[k]

        return min((k for k, n in enumerate(self.left) if n), key=key)

    def _flows(self, flow: Flow) -> Levels | None:
        """Mend the flow of periods; where that fails, return the choices that it comes from."""
        spare, needed = self._trimmed(flow)
        for kind in [k for k, n in enumerate(needed) if n]:
            while needed[kind]:
                path, reached = self._path(kind, flow, spare)
                if not path:
                    failed = 0
                    for k in reached:
                        self.blamed[k] += 1
                        for person in self.takers[k]:
                            failed |= self.chosen[person]
                    return failed
                moved = min(spare[path[-1][0]], needed[kind])
                moved = min([moved, *(flow[p][k] for p, k in path[:-1])])
                self._push(path, kind, flow, moved)
                spare[path[-1][0]] -= moved
                needed[kind] -= moved
        return None

    def _trimmed(self, flow: Flow) -> tuple[list[int], list[int]]:
        """Take back what no longer flows; return what people have to spare, and kinds need."""
        needed = [size * n for size, n in zip(self.sizes, self.left, strict=True)]
        spare = []
        for person, mine in enumerate(flow):
            free = self.free[person]
            most = (self.sums[self.sort[person]] & ((2 << free) - 1)).bit_length() - 1
            for kind, amount in list(mine.items()):
                kept = min(amount, needed[kind], most) if self.sizes[kind] <= free else 0
                needed[kind] -= kept
                most -= kept
                if kept:
                    mine[kind] = kept
                else:
                    del mine[kind]
            spare.append(most)
        return spare, needed

    def _path(
        self, kind: int, flow: Flow, spare: list[int]
    ) -> tuple[list[tuple[int, int]], dict[int, None]]:
        """Return who gives way for a kind: (person, the kind they give up); and all kinds reached.

        The last person on the path has periods to spare and gives up nothing (-1).
        """
        reached: dict[int, None] = {kind: None}
        came: dict[int, tuple[int, int]] = {}  # kind: the person who gives it up, for which kind
        seen: set[int] = set()
        queue = [kind]
        for k in queue:
            for person in self.takers[k]:
                if person in seen or self.free[person] < self.sizes[k]:
                    continue
                seen.add(person)
                if spare[person]:
                    path = [(person, -1)]
                    while k != kind:
                        giver, before = came[k]
                        path.append((giver, k))
                        k = before
                    return path[::-1], reached
                for other in flow[person]:
                    if other not in reached:
                        reached[other] = None
                        came[other] = (person, k)
                        queue.append(other)
        return [], reached

    @staticmethod
    def _push(path: list[tuple[int, int]], kind: int, flow: Flow, moved: int) -> None:
        for person, given in path:
            mine = flow[person]
            mine[kind] = mine.get(kind, 0) + moved
            if given >= 0:
                mine[given] -= moved
                if not mine[given]:
                    del mine[given]
                kind = given


def _sums(sizes: Iterable[tuple[int, int]], most: int) -> int:
    """Return the loads that courses can make up, one bit for each, up to a maximum."""
    found, mask = 1, (2 << most) - 1
    for size, count in sizes:
        for _ in range(min(count, most // size)):
            found |= found << size & mask
    return found
