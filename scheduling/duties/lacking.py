"""What duties lack, told by counting: nobody for a post, too few people in a turn or in a week."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from scheduling.duties.setting import Asked, DutySetting, Post
    from scheduling.timetable import ClassDuty

NAMED = 8  # people who are told by name, of those whom the same keeps away
TRY = Text(
    "让更多教师可以值班，或让其中一位这时空出来（调课，或改“不可排课”表）",
    "let more teachers have it, or free one of them (move a lesson, or change when they are away)",
)
_SOURCE, _SINK = "source", "sink"


class Shortage(NamedTuple):
    """Posts that too few people can have: Hall's condition, broken."""

    posts: list[Post]
    people: list[str]
    holds: int  # posts that these people can have at most


def lacking(setting: DutySetting) -> tuple[Text, ...]:
    """Return what makes the duties impossible, as far as counting tells; the plainest first."""
    if found := nobody(setting):
        return found
    turns = (_short_turn(setting, posts) for posts in setting.turns.values())
    if found := tuple(text for text in turns if text):
        return found
    posts: dict[Asked, list[Post]] = defaultdict(list)
    for post, asked in setting.asked.items():
        for row in asked:
            posts[row].append(post)
    rows = (_short_week(setting, row, of) for row, of in posts.items() if row.is_hard)
    return tuple(text for text in rows if text)


def nobody(setting: DutySetting) -> tuple[Text, ...]:
    """Return the posts that nobody can have, each with why."""
    return tuple(_nobody(setting, p) for p, people in setting.candidates.items() if not people)


def unfilled(setting: DutySetting, duties: Collection[ClassDuty]) -> Text:
    """Return how many posts stay empty at least, where no count says why."""
    empty = len(setting.asked) - len(duties)
    return Text(
        f"值班的各行要求合在一起不能都满足：{len(setting.asked)}个班次中有{empty}个没有人。"
        "可放宽“值班要求”表的“由谁”“学科”，加大“每人至多”，或让一人看管几个班。",
        f"The rows of duties cannot all be kept: of {len(setting.asked)} posts {empty} stay empty. "
        "Ease who may have them, allow more a week, or more classes at once.",
    )


def _nobody(setting: DutySetting, post: Post) -> Text:
    """Return that nobody can have a post: whom the rows mean, and what is in their way."""
    where = setting.where([post])
    meant, gone = setting.meant(post)
    if not meant and not gone:
        rows = "、".join(str(x.number) for x in setting.asked[post] if x.is_hard)
        return Text(
            f"{where.zh}：该校没有“值班要求”表第{rows}行所要的教师，应至少有一位；"
            "请改“由谁”“学科”，或把要求改为希望。",
            f"{where.en}: the school has nobody of those whom row {rows} of the duties means; "
            "change whom it means, or make it a wish.",
        )
    why = _why_not(setting, [post], ())
    return Text(
        f"{where.zh}：可以值班的{len(meant) + len(gone)}位教师都来不了：{why.zh}。请{TRY.zh}。",
        f"{where.en}: none of the {len(meant) + len(gone)} who may have it can: {why.en}. "
        f"{TRY.en.capitalize()}.",
    )


def _why_not(setting: DutySetting, posts: Sequence[Post], but: Collection[str]) -> Text:
    """Return what is in the way of those who might have posts of a turn, but some of them.

    Those whom the same keeps away are told together.
    """
    turn = posts[0].turn
    whom, sent = dict[str, None](), dict[str, None]()
    for post in posts:
        meant, gone = setting.meant(post)
        whom |= dict.fromkeys(meant)
        sent |= dict.fromkeys(gone)
    reasons = {t: setting.hindrance(t, turn) for t in whom if t not in but}
    reasons |= {t: setting.presence.sent(t) for t in sent}
    alike: dict[Text, list[str]] = defaultdict(list)
    for t, why in reasons.items():
        if why:
            alike[why].append(t)
    told = {why: _named(setting, people) for why, people in alike.items()}
    zh = "；".join(f"{named.zh}{why.zh}" for why, named in told.items())
    return Text(zh, "; ".join(f"{named.en} {why.en}" for why, named in told.items()))


def _named(setting: DutySetting, people: Sequence[str]) -> Text:
    """Return the first names, and how many they are where there are too many to tell."""
    names = [setting.community.called[t] for t in people]
    few, more = names[:NAMED], len(names) > NAMED
    zh = f"{'、'.join(few)}{f'等{len(names)}位' * more}"
    return Text(zh, f"{', '.join(few)}{f' and others ({len(names)})' * more}")


def _short_turn(setting: DutySetting, posts: Sequence[Post]) -> Text | None:
    short = _hall(setting, posts, 1)
    if short is None:
        return None
    where, lack = setting.where(short.posts), len(short.posts) - short.holds
    once = max(map(setting.at_once, short.posts))
    others = _why_not(setting, short.posts, short.people)
    zh = f"其余来不了：{others.zh}。" if others.zh else ""
    en = f"The others cannot come: {others.en}. " if others.en else ""
    named = _named(setting, short.people)
    return Text(
        f"{where.zh}：{len(short.posts)}个班要有人，可以值班的只有{named.zh}，"
        f"每人至多看管{once}个班，还差{lack}个班。{zh}请加大“一人几班”，或{TRY.zh}。",
        f"{where.en}: {len(short.posts)} classes need somebody, only {named.en} can, each for "
        f"{once} at most; {lack} are left. {en}Allow more classes at once, or {TRY.en}.",
    )


def _short_week(setting: DutySetting, row: Asked, posts: Sequence[Post]) -> Text | None:
    most = row.duty.max_per_week
    short = _hall(setting, posts, most)
    if short is None:
        return None
    lack = len(short.posts) - short.holds
    named = _named(setting, short.people)
    return Text(
        f"“值班要求”表第{row.number}行：一周有{len(short.posts)}个班次只能由"
        f"{named.zh}承担，每人每周至多{most}次，只够{short.holds}个，"
        f"还差{lack}个。请加大“每人至多”，或让更多教师可以值班。",
        f"Row {row.number} of the duties: {len(short.posts)} posts a week are for "
        f"{named.en} only, each at most {most} times, which is enough for "
        f"{short.holds}; {lack} are left. Allow more a week, or more teachers.",
    )


def _hall(setting: DutySetting, posts: Sequence[Post], most: int) -> Shortage | None:
    """Return posts that have too few people, when each may have so many turns of them."""
    graph: nx.DiGraph[Any] = nx.DiGraph()
    for tail, head, capacity in _arcs(setting, posts, most):
        graph.add_edge(tail, head, capacity=capacity)
    if _SOURCE not in graph or _SINK not in graph:
        return None
    flow, (near, _) = nx.minimum_cut(graph, _SOURCE, _SINK)
    if flow >= len(posts):
        return None
    short = [p for p in posts if p in near]
    people = [*dict.fromkeys(t for p in short for t in setting.candidates[p])]
    return Shortage(short, people, len(short) - (len(posts) - int(flow)))


def _arcs(
    setting: DutySetting, posts: Sequence[Post], most: int
) -> Iterator[tuple[object, object, int]]:
    """Yield the ways of a flow from posts by people in turns to people, with what they hold."""
    for post in posts:
        yield _SOURCE, post, 1
        once = max(map(setting.at_once, setting.turns[post.turn]))
        for t in setting.candidates[post]:
            yield post, (t, post.turn), 1
            yield (t, post.turn), t, once
            yield t, _SINK, most * once
