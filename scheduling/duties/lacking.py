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

NAMED = 4  # people who are told with what is in their way
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
    strict = [x for x in setting.asked[post] if x.is_hard]
    meant = [
        t
        for t in setting.presence.people.at[post.turn.school]
        if all(setting.may(x, t.id, post.class_id) for x in strict)
    ]
    where = setting.where([post])
    if not meant:
        rows = "、".join(str(x.number) for x in strict)
        return Text(
            f"{where.zh}：该校没有“值班要求”表第{rows}行所要的教师，应至少有一位；"
            "请改“由谁”“学科”，或把要求改为希望。",
            f"{where.en}: the school has nobody of those whom row {rows} of the duties means; "
            "change whom it means, or make it a wish.",
        )
    called, some = setting.community.called, meant[:NAMED]
    reasons = [(called[t.id], setting.hindrance(t.id, post.turn)) for t in some]
    zh = "，".join(f"{name}{why.zh}" for name, why in reasons if why)
    en = ", ".join(f"{name} {why.en}" for name, why in reasons if why)
    more = Text("等", " and others") if len(meant) > NAMED else Text("", "")
    return Text(
        f"{where.zh}：可以值班的{len(meant)}位教师都来不了（{zh}{more.zh}）；"
        "请让更多教师可以值班，或调开其中一位这时的课。",
        f"{where.en}: none of the {len(meant)} who may have it can ({en}{more.en}); let more "
        "teachers have it, or move one's lesson.",
    )


def _short_turn(setting: DutySetting, posts: Sequence[Post]) -> Text | None:
    short = _hall(setting, posts, 1)
    if short is None:
        return None
    where, lack = setting.where(short.posts), len(short.posts) - short.holds
    once = max(map(setting.at_once, short.posts))
    return Text(
        f"{where.zh}：{len(short.posts)}个班要有人，可以值班的只有{_named(setting, short.people)}，"
        f"每人至多看管{once}个班，还差{lack}个班。请让更多教师可以值班，或加大“一人几班”。",
        f"{where.en}: {len(short.posts)} classes need somebody, only "
        f"{_named(setting, short.people)} can, each for {once} at most; {lack} are left. Let more "
        "teachers have it, or more classes at once.",
    )


def _short_week(setting: DutySetting, row: Asked, posts: Sequence[Post]) -> Text | None:
    most = row.duty.max_per_week
    short = _hall(setting, posts, most)
    if short is None:
        return None
    lack = len(short.posts) - short.holds
    return Text(
        f"“值班要求”表第{row.number}行：一周有{len(short.posts)}个班次只能由"
        f"{_named(setting, short.people)}承担，每人每周至多{most}次，只够{short.holds}个，"
        f"还差{lack}个。请加大“每人至多”，或让更多教师可以值班。",
        f"Row {row.number} of the duties: {len(short.posts)} posts a week are for "
        f"{_named(setting, short.people)} only, each at most {most} times, which is enough for "
        f"{short.holds}; {lack} are left. Allow more a week, or more teachers.",
    )


def _named(setting: DutySetting, people: Sequence[str]) -> str:
    names = [setting.community.called[t] for t in people]
    return "、".join(names) if len(names) <= 2 * NAMED else f"{len(names)}人（{names[0]}…）"


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
