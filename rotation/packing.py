"""Undivided courses inside the model: how many courses each sort of teacher takes at a school.

Teachers of one school who give the same lanes and the same number of periods make a sort. In every
term the courses of a lane are dealt out to sorts, and no sort takes more than its people can hold.
People are not told apart, so the rows stay as they are when colleagues change places
(``solving.folding``). They are a relaxation: what it lets through is found by ``rotation.courses``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rotation.posts import capacity_of, filled, lanes_of, possible_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rotation.context import Context
    from rotation.posts import Post
    from rotation.setting import Setting
    from rotation.staffing_flow import Lane

Sort = tuple[tuple["Lane", ...], int]  # what its people teach, and their units each


@dataclass(frozen=True, slots=True)
class Packing:
    """In every term the courses of a school are dealt out undivided to sorts of teachers."""

    school: str

    def state(self, context: Context) -> None:
        """Post the rows of every term: classes and courses are the same in all of them."""
        instance = context.instance
        posts = {post for post in possible_posts(instance) if post.site == self.school}
        sorts = sorts_of(instance, posts)
        for term in range(len(instance.community.terms)):

            def new_int(most: int, name: object, term: int = term) -> Any:
                # Named, because two lanes that look alike need not be divided alike.
                return context.new_int(0, most, (self.school, term, name))

            people = {
                sort: (sum(filled(context, post, term) for post in mine), len(mine))
                for sort, mine in sorts.items()
            }
            divided = context.divided.get(term, 0)
            lanes = instance.lanes_at[self.school]
            for row in rows(instance, lanes, people, new_int, divided):
                context.define(row)


def sorts_of(instance: Setting, posts: Iterable[Post]) -> dict[Sort, list[Post]]:
    """Return the posts by what their people can give."""
    found: dict[Sort, list[Post]] = defaultdict(list)
    for post in sorted(posts):
        if lanes := lanes_of(instance, post):
            found[lanes, capacity_of(instance, post)].append(post)
    return found


def rows(
    instance: Setting,
    lanes: Iterable[Lane],
    sorts: Mapping[Sort, tuple[Any, int]],
    new_int: Callable[[int, object], Any],
    divided: Any = 0,
) -> Iterator[Any]:
    """Yield rows that deal the courses of lanes out to sorts, within what their people can hold.

    Parameters
    ----------
    sorts
        How many people of each sort there are (a number or an expression), and at most.
    new_int
        Makes a variable of a maximum, with a name that says what it counts.
    divided
        Whether (1) courses may be divided, and none is dealt out.
    """
    wanted, takers = set(lanes), defaultdict[tuple["Lane", int], list[Any]](list)
    for (able, capacity), (people, number) in sorts.items():
        taken: dict[int, list[Any]] = defaultdict(list)  # by size
        for lane in sorted(wanted.intersection(able)):
            for size, count in instance.courses[lane].items():
                if size <= capacity:
                    most = min(count, capacity // size * number)
                    given = new_int(most, (able, capacity, lane, size))
                    taken[size].append(given)
                    takers[lane, size].append(given)
        for weights, most in limits(sorted(taken), capacity):
            load = sum(weights[size] * x for size, mine in taken.items() for x in mine)
            yield load <= most * people
    for lane in sorted(wanted):
        for size, count in instance.courses[lane].items():
            yield sum(takers[lane, size]) + count * divided == count


def limits(sizes: Sequence[int], capacity: int) -> Iterator[tuple[dict[int, int], int]]:
    """Yield what one person can hold: (weight by size of course, most in all).

    Periods, as far as courses of these sizes can fill them; and for every k, the courses of which
    no more than k fit together.
    """
    sums = {0}
    for size in sizes:
        for _ in range(capacity // size):
            sums |= {s + size for s in sums if s + size <= capacity}
    yield {size: size for size in sizes}, max(sums)
    for k in sorted({capacity // size for size in sizes}):
        yield {size: int(capacity // size <= k) for size in sizes}, k
