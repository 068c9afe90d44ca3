"""Knots of lanes: who teaches what in a term, in groups that share no lane and no teacher.

Courses are undivided: one teacher for each class and subject. The rule of subject cover counts
periods; a roster that passes it may still fail here (three courses of 6 periods for two teachers
of 10). Short stays leave the weekly timetable as it is: for a few weeks colleagues stand in, lesson
by lesson.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotation import staffing_flow
from rotation.posts import Post, capacity_of, lanes_of
from rotation.undivided import STEPS, impossible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rotation.setting import Setting
    from rotation.staffing_flow import Lane
    from rotation.undivided import Person
    from rotation.view import RosterView

Posts = frozenset[Post]


def knots(view: RosterView, term: int) -> list[Posts]:
    """Return the posts of a term in groups that share no lane and no teacher."""
    instance = view.instance
    posts = {t: _posts(instance, t, sites) for t, sites in view.term_sites(term).items()}
    sets = {t: lanes_at(instance, mine) for t, mine in posts.items()}
    groups = staffing_flow.components(instance.needed, {s for s in sets.values() if s})
    at = {lane: i for i, lanes in enumerate(groups) for lane in lanes}
    found: list[list[Post]] = [[] for _ in groups]
    for teacher, lanes in sets.items():
        if lanes:
            knot = found[at[next(iter(lanes))]]
            knot += [p for p in posts[teacher] if lanes_of(instance, p)]
    return [frozenset(knot) for knot in found if knot]


def divided(view: RosterView, term: int) -> list[Posts]:
    """Return the knots of a term whose courses are proved not to fit their people undivided."""
    return [posts for posts in knots(view, term) if _is_divided(view.instance, posts)]


def _is_divided(instance: Setting, posts: Posts) -> bool:
    """Return whether a knot is proved not to fit; remembered, for terms and rosters repeat."""
    return instance.remembered(
        ("divided", posts), lambda: proved_divided(instance, posts, lanes_at(instance, posts))
    )


def lanes_at(instance: Setting, posts: Iterable[Post]) -> frozenset[Lane]:
    """Return what any of the posts can teach."""
    return frozenset(x for p in posts for x in lanes_of(instance, p))


def proved_divided(
    instance: Setting, posts: Posts, lanes: frozenset[Lane], steps: int = STEPS
) -> bool:
    """Return whether it is proved that the courses of some lanes do not fit those in the posts.

    The search takes the same steps every time: what it leaves open counts as fitting, for checks
    and cuts alike.
    """
    people = people_of(instance, posts, lanes).values()
    return impossible(list(people), {lane: instance.courses[lane] for lane in lanes}, steps)


def people_of(instance: Setting, posts: Posts, lanes: frozenset[Lane]) -> dict[str, Person]:
    """Return who teaches any of some lanes, with the units they have and their lanes.

    Posts of one teacher may be alternatives, at home and sent away; then more is said than either
    of them allows.
    """
    found: dict[str, Person] = {}
    for post in sorted(posts):
        if mine := lanes.intersection(lanes_of(instance, post)):
            most, known = found.get(post.teacher, (0, frozenset()))
            found[post.teacher] = max(most, capacity_of(instance, post)), known | mine
    return found


def _posts(instance: Setting, teacher: str, sites: tuple[str, ...]) -> list[Post]:
    home = instance.community.teacher_by_id[teacher].school
    return [Post(teacher, site, home not in sites) for site in sites]
