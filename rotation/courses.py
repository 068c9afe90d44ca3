"""Undivided courses: one teacher for each class and subject, under a given roster.

The rules count periods; the staffing of the timetable gives whole courses to people. A roster that
passes the count may still fail here (three courses of 6 periods for two teachers of 10). What fails
is turned into cuts: somebody more has to be there. Short stays leave the weekly timetable as it is:
for a few weeks colleagues stand in, lesson by lesson.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from ortools.sat.python import cp_model

from rotation import staffing_flow
from solving import solver
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from rotation.model import Context
    from rotation.staffing_flow import Lane
    from rotation.view import RosterView

KNOT_SECONDS = 3.0  # for one knot of lanes; a knot that takes longer is left to the timetable
TYPE_SECONDS = 0.3  # for one way of making a cut stronger, of which there are many


class Post(NamedTuple):
    """A teacher who teaches at a site in a term: based at home, or sent away."""

    teacher: str
    site: str
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """In no term can the lessons be staffed unless one of these posts is filled."""

    posts: frozenset[Post]


def add_cuts(context: Context, cuts: list[Cut]) -> None:
    """Post the cuts in every term: classes and courses are the same in all of them."""
    for cut in cuts:
        for term in range(len(context.instance.community.terms)):
            context.define(sum(_filled(context, post, term) for post in cut.posts) >= 1)


def _filled(context: Context, post: Post, term: int) -> Any:
    instance = context.instance
    first, end = instance.axis.start_of(term), instance.axis.start_of(term + 1)
    choices = [
        (m, x)
        for m, x in context.by_teacher.get(post.teacher, ())
        if m.meets(first, end) and not m.is_short
    ]
    if instance.community.teacher_by_id[post.teacher].school == post.site:
        return 1 - sum(x for m, x in choices if m.leaves)
    return sum(
        x for m, x in choices if m.teaches and m.host.id == post.site and m.leaves == post.sent
    )


@dataclass
class CourseCheck:
    """Finds cuts; it remembers what it has packed, because terms and rosters repeat."""

    instance: RotationInstance
    deadline: float
    known: dict[frozenset[Post], bool] = field(default_factory=dict)

    def cuts(self, view: RosterView) -> list[Cut]:
        """Return a cut for each knot of lanes that cannot be staffed in some term."""
        found: dict[frozenset[Post], Cut] = {}
        for term in range(len(self.instance.community.terms)):
            for posts in self._knots(view, term):
                if posts not in found and not self._packs(posts):
                    found[posts] = self._cut(posts)
        return list(dict.fromkeys(found.values()))

    def _lanes(self, post: Post) -> tuple[Lane, ...]:
        teacher = self.instance.community.teacher_by_id[post.teacher]
        return self.instance.lanes(teacher, post.site)

    def _posts(self, teacher: str, sites: tuple[str, ...]) -> list[Post]:
        home = self.instance.community.teacher_by_id[teacher].school
        return [Post(teacher, site, home not in sites) for site in sites]

    def _knots(self, view: RosterView, term: int) -> list[frozenset[Post]]:
        """Return the posts of a term in groups that share no lane and no teacher."""
        posts = {t: self._posts(t, sites) for t, sites in view.term_sites(term).items()}
        sets = {t: frozenset(x for p in mine for x in self._lanes(p)) for t, mine in posts.items()}
        groups = staffing_flow.components(self.instance.needed, {s for s in sets.values() if s})
        at = {lane: i for i, lanes in enumerate(groups) for lane in lanes}
        found: list[list[Post]] = [[] for _ in groups]
        for teacher, lanes in sets.items():
            if lanes:
                knot = found[at[next(iter(lanes))]]
                knot += [p for p in posts[teacher] if self._lanes(p)]
        return [frozenset(knot) for knot in found if knot]

    def _packs(self, posts: frozenset[Post]) -> bool:
        """Return whether the courses of the posts' lanes fit; True when it is not known in time."""
        if posts not in self.known:
            lanes = frozenset(x for p in posts for x in self._lanes(p))
            self.known[posts] = not self._impossible(posts, lanes)
        return self.known[posts]

    def _cut(self, posts: frozenset[Post]) -> Cut:
        """Return the strongest cut found: posts of a type that cannot help all together go out."""
        instance = self.instance
        lanes = frozenset(x for p in posts for x in self._lanes(p))
        types: dict[tuple[Any, ...], set[Post]] = defaultdict(set)
        for post in self._possible - posts:
            mine = frozenset(self._lanes(post)) & lanes
            if mine:
                types[mine, _capacity(instance, post)].add(post)
        useless, useful = set(posts), set()
        for members in sorted(types.values(), key=lambda m: (-len(m), min(m))):
            if self._impossible(frozenset(useless | members), lanes, TYPE_SECONDS):
                useless |= members
            else:
                useful |= members
        return Cut(frozenset(useful))

    def _impossible(
        self, posts: frozenset[Post], lanes: frozenset[Lane], seconds: float = KNOT_SECONDS
    ) -> bool:
        left = self.deadline - monotonic()
        if left <= 0 or _fits_greedily(self.instance, posts, lanes):
            return False
        return _proved_impossible(self.instance, posts, lanes, min(seconds, left))

    @cached_property
    def _possible(self) -> set[Post]:
        """Every post that a roster may fill."""
        found = {Post(t.id, t.school) for t in self.instance.community.teachers}
        for move in self.instance.candidates:
            if move.teaches:
                found.add(Post(move.teacher.id, move.host.id, move.leaves))
        return found


def _capacity(instance: RotationInstance, post: Post) -> int:
    """Return the half periods a week of who fills a post."""
    teacher = instance.community.teacher_by_id[post.teacher]
    return instance.capacity(teacher, at_home=not post.sent)


def _fits_greedily(
    instance: RotationInstance, posts: frozenset[Post], lanes: frozenset[Lane]
) -> bool:
    """Return whether a simple rule places all courses: long ones first, where most is free.

    Lanes with few teachers go first, and among equals people of few lanes.
    """
    able: dict[Lane, list[str]] = defaultdict(list)
    skills: Counter[str] = Counter()
    free: dict[str, int] = {}
    for post in sorted(posts):
        most = _capacity(instance, post)
        free[post.teacher] = min(most, free.get(post.teacher, most))
        for lane in instance.lanes(instance.community.teacher_by_id[post.teacher], post.site):
            if lane in lanes:
                able[lane].append(post.teacher)
                skills[post.teacher] += 1
    for lane in sorted(lanes, key=lambda x: (len(able[x]), x)):
        for size in sorted(instance.courses[lane].elements(), reverse=True):
            fitting = [t for t in able[lane] if free[t] >= size]
            if not fitting:
                return False
            free[min(fitting, key=lambda t: (skills[t], -free[t]))] -= size
    return True


def _proved_impossible(
    instance: RotationInstance,
    posts: frozenset[Post],
    lanes: frozenset[Lane],
    seconds: float,
) -> bool:
    """Return whether it is proved that the courses of some lanes do not fit the posts.

    Of a teacher's posts, those based at home and those of one sent away are alternatives. Each
    sort has its capacity, and all together the greater one, which holds in either case.
    """
    model = cp_model.CpModel()
    taken: dict[tuple[Lane, int], list[Any]] = defaultdict(list)
    loads: dict[tuple[str, int], list[Any]] = defaultdict(list)  # by teacher and capacity
    for post in sorted(posts):
        capacity = _capacity(instance, post)
        for lane in instance.lanes(instance.community.teacher_by_id[post.teacher], post.site):
            if lane not in lanes:
                continue
            for size, count in instance.courses[lane].items():
                if size <= capacity:
                    number = model.new_int_var(0, min(count, capacity // size), "")
                    taken[lane, size].append(number)
                    loads[post.teacher, capacity].append(size * number)
    for (teacher_id, capacity), parts in loads.items():
        others = [c for t, c in loads if t == teacher_id and c < capacity]
        model.add(sum(parts) + sum(sum(loads[teacher_id, c]) for c in others) <= capacity)
    for lane in sorted(lanes):
        for size, count in instance.courses[lane].items():
            model.add(sum(taken[lane, size]) == count)
    budget = Budget(seconds=seconds, workers=1)
    return solver.solve(model, budget, phase="courses").status is Status.INFEASIBLE
