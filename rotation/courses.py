"""What a roster with divided courses lacks, as cuts for the model: somebody more has to be there.

The rule is ``rotation.rules.whole_courses``; it is stated as far as rosters break it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rotation.knots import divided, lanes_at, proved_divided
from rotation.learnt import Learnt
from rotation.packing import Packing
from rotation.posts import Post, capacity_of, filled, lanes_of, possible_posts
from rotation.rules.whole_courses import WholeCourses
from solving import clock

if TYPE_CHECKING:
    from collections.abc import Collection

    from rotation.context import Context
    from rotation.instance import RotationInstance
    from rotation.knots import Posts
    from rotation.staffing_flow import Lane
    from rotation.view import RosterView

TYPE_STEPS = 300  # for one way of making a cut stronger, of which there are many


@dataclass(frozen=True, slots=True)
class Cut:
    """In a term courses have to be divided unless so many of these posts are filled."""

    posts: frozenset[Post]
    least: int = 1

    def state(self, context: Context) -> None:
        """Post the cut in every term: classes and courses are the same in all of them."""
        for term in range(len(context.instance.community.terms)):
            there = sum(filled(context, post, term) for post in self.posts)
            context.define(there + self.least * context.divided.get(term, 0) >= self.least)


@dataclass
class Courses:
    """Says what courses lack under a roster, until a deadline ends all strengthening."""

    instance: RotationInstance
    deadline: float
    learnt: Learnt = field(default_factory=Learnt)

    def lacking(self, view: RosterView, charged: Collection[int] = ()) -> list[Packing | Cut]:
        """Return what has to be stated so that no roster leaves the same courses divided.

        That is the packing of the schools concerned, as long as it has not been stated, and then
        a cut for each knot that got through in a term for which nothing is charged.
        """
        if not any(isinstance(rule, WholeCourses) for rule in self.instance.rules):
            return []
        terms = [t for t in range(len(self.instance.community.terms)) if t not in charged]
        knots = dict.fromkeys(posts for term in terms for posts in divided(view, term))
        fresh = {post.site for posts in knots for post in posts} - self.learnt.packed
        self.learnt.packed |= fresh
        if fresh:
            return [Packing(school) for school in sorted(fresh)]
        self.learnt.knots |= knots
        return list(dict.fromkeys(self._cut(posts) for posts in knots))

    def known(self) -> list[Packing | Cut]:
        """Return what is known to be lacking, as cuts for those who could be sent now."""
        cuts = dict.fromkeys(self._cut(posts) for posts in self.learnt.knots)
        return [*(Packing(school) for school in sorted(self.learnt.packed)), *cuts]

    def _cut(self, posts: Posts) -> Cut:
        """Return the strongest cut found.

        Types of posts that cannot help, even all together, go out. If a single type is left, its
        people are as good as each other: it takes one more of them, whoever is there now.
        """
        lanes = lanes_at(self.instance, posts)
        useless, useful = set(posts), []
        for members in sorted(self._types(lanes), key=lambda m: (-len(m - posts), min(m))):
            others = members - posts
            if others and not self._are_useless(frozenset(useless | others), lanes):
                useful.append(members)
            else:
                useless |= others
        if len(useful) == 1:
            return Cut(frozenset(useful[0]), len(useful[0] & posts) + 1)
        return Cut(frozenset(x for members in useful for x in members - posts))

    def _are_useless(self, posts: Posts, lanes: frozenset[Lane]) -> bool:
        in_time = clock.now() < self.deadline
        return in_time and proved_divided(self.instance, posts, lanes, TYPE_STEPS)

    def _types(self, lanes: frozenset[Lane]) -> list[set[Post]]:
        """Return the posts that can help some lanes, those together that help them alike.

        Posts of one teacher share what the teacher can give, so all of them make the type.
        """
        offers: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        able = []
        for post in sorted(self._possible):
            if mine := lanes.intersection(lanes_of(self.instance, post)):
                offer = (tuple(sorted(mine)), capacity_of(self.instance, post))
                offers[post.teacher].append(offer)
                able.append((post, offer))
        types: dict[tuple[Any, ...], set[Post]] = defaultdict(set)
        for post, offer in able:
            types[offer, tuple(sorted(offers[post.teacher]))].add(post)
        return list(types.values())

    @cached_property
    def _possible(self) -> set[Post]:
        return possible_posts(self.instance)
