"""Posts: who teaches at a site in a term, counted from the placements of a roster or a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rotation.context import Context
    from rotation.setting import Setting
    from rotation.staffing_flow import Lane


class Post(NamedTuple):
    """A teacher who teaches at a site in a term: based at home, or sent away."""

    teacher: str
    site: str
    sent: bool = False


def lanes_of(instance: Setting, post: Post) -> tuple[Lane, ...]:
    """Return what who fills a post can teach at its site."""
    return instance.lanes(instance.community.teacher_by_id[post.teacher], post.site)


def capacity_of(instance: Setting, post: Post) -> int:
    """Return the units a week of who fills a post."""
    teacher = instance.community.teacher_by_id[post.teacher]
    return instance.capacity(teacher, at_home=not post.sent)


def possible_posts(instance: Setting) -> set[Post]:
    """Return every post that a roster may fill."""
    found = {Post(t.id, t.school) for t in instance.community.teachers}
    for move in instance.candidates:
        if move.teaches:
            found.add(Post(move.teacher.id, move.host.id, move.leaves))
    return found


def filled(context: Context, post: Post, term: int) -> Any:
    """Return the number (an expression) of times that a post is filled in a term, 0 if it is not.

    Short stays leave the weekly timetable as it is, so they fill no post and vacate none.
    """
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
