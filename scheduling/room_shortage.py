"""What is impossible with the rooms that there are, by counting lessons and open slots."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import networkx as nx

from community.text import Text
from scheduling.lacking import Shortage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.week.frame import Frame

NAMED = 4  # rooms in one sentence
Pool = tuple[str, ...]


def room_shortages(frame: Frame) -> Iterator[Shortage]:
    """Yield rooms in which more lessons have to be than they hold in the week (Hall's condition).

    A flow of the rooms' open slots to the lessons that may have any of some rooms. All in half
    periods: two lessons of odd and of even weeks may share a slot, so only what is proved is said.
    """
    needed: dict[Pool, int] = defaultdict(int)
    for event in frame.events:
        house = frame.housing.get(event.id)
        if house is None or not house.rooms or not house.place.certain:
            continue  # a school without a room for synchronous lessons is told as such
        if not house.large:
            yield _too_small(event.name, house.pupils)
            continue
        needed[house.large] += 1 if event.alternates else 2 * event.duration
    graph: Any = nx.DiGraph()
    for pool, periods in needed.items():
        graph.add_edge(pool, "lessons", capacity=periods)
        for room in pool:
            graph.add_edge("slots", room, capacity=2 * _slots(frame, room))
            graph.add_edge(room, pool)
    for part in sorted(map(sorted, _knots(needed))):
        knot = graph.subgraph([*part, *(p for p in needed if p[0] in part), "slots", "lessons"])
        held, (_, lacking) = nx.minimum_cut(knot, "slots", "lessons")
        demand = sum(needed[p] for p in needed if p in lacking)
        if held < sum(needed[p] for p in needed if p[0] in part):
            yield _shortage(frame, [r for r in part if r in lacking], demand)


def _knots(pools: dict[Pool, int]) -> Iterator[set[str]]:
    """Yield the rooms in groups that no pool connects with each other."""
    graph: Any = nx.Graph()
    for pool in pools:
        nx.add_path(graph, pool)
    yield from nx.connected_components(graph)


def _slots(frame: Frame, room: str) -> int:
    """Return how many lessons a room can hold in a week."""
    found, closed = frame.rooms.by_id[room], frame.closed.get(room, ())
    return found.capacity * sum(time.id not in closed for time in frame.times_at[found.school])


def _shortage(frame: Frame, rooms: list[str], demand: int) -> Shortage:
    """Return the shortage of some rooms for so many half periods."""
    found = [frame.rooms.by_id[room] for room in rooms]
    school = frame.community.school_by_id[found[0].school]
    have = sum(_slots(frame, room) for room in rooms)
    lack = -(-demand // 2) - have
    names, rest = [room.name for room in found[:NAMED]], len(found) - NAMED
    zh = "、".join(names) + (f"等{len(found)}间" if rest > 0 else "")
    en = ", ".join(names) + (f" and {rest} more" if rest > 0 else "")
    return Shortage(
        "rooms",
        f"{school.id}/{'+'.join(rooms)}",
        lack,
        Text(
            f"{school.name}{zh}每周最多上{have}节课，只能在那里上的课有{have + lack}节，"
            f"缺{lack}节。请增加教室，或放宽教室要求和不可排课的时间。",
            f"{school.name}: {have + lack} periods have to be in {en}, which hold {have}. Add "
            "rooms, or ease what is asked of rooms and their unavailable times.",
        ),
    )


def _too_small(lessons: str, pupils: int) -> Shortage:
    zh = f"{lessons}有{pupils}人，可用的教室都坐不下。请核对“教室”表的座位数。"
    en = f"{lessons}: no room that may be had has seats for {pupils} pupils."
    return Shortage("rooms", lessons, 1, Text(zh, en))
