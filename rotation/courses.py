"""Undivided courses: one teacher for each class and subject, under a given roster.

The rules count periods; the staffing of the timetable gives whole courses to people. A roster that
passes the count may still fail here (three courses of 6 periods for two teachers of 10). What fails
is turned into cuts: somebody more has to be there. Short stays leave the weekly timetable as it is:
for a few weeks colleagues stand in, lesson by lesson.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

from rotation import staffing_flow
from rotation.knots import fits_greedily, is_impossible
from rotation.packing import Packing
from rotation.posts import Post, capacity_of, filled, lanes_of, possible_posts

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from rotation.model import Context
    from rotation.staffing_flow import Lane
    from rotation.view import RosterView

KNOT_SECONDS = 3.0  # for one knot of lanes; a knot that takes longer is left to the timetable
TYPE_SECONDS = 0.3  # for one way of making a cut stronger, of which there are many


@dataclass(frozen=True, slots=True)
class Cut:
    """In no term can the lessons be staffed unless so many of these posts are filled."""

    posts: frozenset[Post]
    least: int = 1

    def state(self, context: Context) -> None:
        """Post the cut in every term: classes and courses are the same in all of them."""
        for term in range(len(context.instance.community.terms)):
            context.define(sum(filled(context, post, term) for post in self.posts) >= self.least)


@dataclass
class CourseCheck:
    """Finds what courses lack; it remembers what it has packed: terms and rosters repeat."""

    instance: RotationInstance
    deadline: float
    known: dict[frozenset[Post], bool] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)  # schools whose packing is stated

    def divided(self, view: RosterView) -> list[frozenset[Post]]:
        """Return the posts of each knot of lanes that cannot be staffed in some term."""
        terms = range(len(self.instance.community.terms))
        knots = dict.fromkeys(posts for term in terms for posts in self._knots(view, term))
        return [posts for posts in knots if not self._packs(posts)]

    def lacking(self, view: RosterView) -> list[Packing | Cut]:
        """Return what has to be stated so that no roster leaves the same courses divided.

        That is the packing of the schools concerned, as long as it has not been stated, and then
        a cut for each knot that got through.
        """
        knots = self.divided(view)
        fresh = {post.site for posts in knots for post in posts} - self.stated
        self.stated |= fresh
        if fresh:
            return [Packing(school) for school in sorted(fresh)]
        return list(dict.fromkeys(self._cut(posts) for posts in knots))

    def _lanes(self, post: Post) -> tuple[Lane, ...]:
        return lanes_of(self.instance, post)

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
        """Return the strongest cut found.

        Types of posts that cannot help, even all together, go out. If a single type is left, its
        people are as good as each other: it takes one more of them, whoever is there now.
        """
        lanes = frozenset(x for p in posts for x in self._lanes(p))
        types = self._types(lanes)
        useless, useful = set(posts), []
        for members in sorted(types, key=lambda m: (-len(m - posts), min(m))):
            others = members - posts
            if others and not self._impossible(frozenset(useless | others), lanes, TYPE_SECONDS):
                useful.append(members)
            else:
                useless |= others
        if len(useful) == 1:
            return Cut(frozenset(useful[0]), len(useful[0] & posts) + 1)
        return Cut(frozenset(x for members in useful for x in members - posts))

    def _types(self, lanes: frozenset[Lane]) -> list[set[Post]]:
        """Return the posts that can help some lanes, those together that help them alike.

        Posts of one teacher share what the teacher can give, so all of them make the type.
        """
        offers: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        able = []
        for post in sorted(self._possible):
            if mine := lanes.intersection(self._lanes(post)):
                offer = (tuple(sorted(mine)), capacity_of(self.instance, post))
                offers[post.teacher].append(offer)
                able.append((post, offer))
        types: dict[tuple[Any, ...], set[Post]] = defaultdict(set)
        for post, offer in able:
            types[offer, tuple(sorted(offers[post.teacher]))].add(post)
        return list(types.values())

    def _impossible(
        self, posts: frozenset[Post], lanes: frozenset[Lane], seconds: float = KNOT_SECONDS
    ) -> bool:
        left = self.deadline - monotonic()
        if left <= 0 or fits_greedily(self.instance, posts, lanes):
            return False
        return is_impossible(self.instance, posts, lanes, min(seconds, left))

    @cached_property
    def _possible(self) -> set[Post]:
        return possible_posts(self.instance)
