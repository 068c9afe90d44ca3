"""What is impossible with the rooms that there are, by counting lessons and open slots."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import networkx as nx

from community.rule import Strictness
from community.text import Text
from scheduling.clock import most_apart
from scheduling.lacking import Shortage
from scheduling.week.requests.rooms import in_words, named_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from community.rooms import Place
    from scheduling.instance import Time
    from scheduling.week.frame import Frame

NAMED = 4  # rooms, courses or rows in one sentence
Pool = tuple[str, ...]


def room_shortages(frame: Frame) -> Iterator[Shortage]:
    """Yield rooms in which more lessons have to be than they hold in the week (Hall's condition).

    A flow of the rooms' open slots to the lessons that may have any of some rooms. All in half
    periods: two lessons of odd and of even weeks may share a slot, so only what is proved is said.
    """
    needed: dict[Pool, int] = defaultdict(int)
    courses: dict[Pool, dict[str, Place]] = defaultdict(dict)
    for event in frame.events:
        house = frame.housing.get(event.id)
        if house is None or not house.rooms or not house.place.certain:
            continue  # a school without a room for synchronous lessons is told as such
        if not house.large:
            yield _too_small(event.name, house.pupils, _rows(frame, [house.place]))
            continue
        needed[house.large] += 1 if event.alternates else 2 * event.duration
        courses[house.large][frame.course_by_id[event.course or ""].name] = house.place
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
            held_there: dict[str, Place] = {}
            for pool in (p for p in needed if p in lacking):
                held_there |= courses[pool]
            yield _shortage(frame, [r for r in part if r in lacking], demand, held_there)


def _knots(pools: dict[Pool, int]) -> Iterator[set[str]]:
    """Yield the rooms in groups that no pool connects with each other."""
    graph: Any = nx.Graph()
    for pool in pools:
        nx.add_path(graph, pool)
    yield from nx.connected_components(graph)


def _slots(frame: Frame, room: str) -> int:
    """Return how many lessons a room can hold in a week."""
    found, closed = frame.rooms.by_id[room], frame.closed.get(room, ())
    days: dict[int | None, list[Time]] = defaultdict(list)
    for time in frame.times_at[found.school]:
        if time.id not in closed:
            days[time.weekday].append(time)
    return found.capacity * sum(map(most_apart, days.values()))


def _shortage(frame: Frame, rooms: list[str], demand: int, courses: dict[str, Place]) -> Shortage:
    """Return the shortage of some rooms for so many half periods of these courses."""
    found = [frame.rooms.by_id[room] for room in rooms]
    school = frame.community.school_by_id[found[0].school]
    have = sum(_slots(frame, room) for room in rooms)
    lack = -(-demand // 2) - have
    names, rest = [room.name for room in found[:NAMED]], len(found) - NAMED
    others, rows = len(courses) - NAMED, _rows(frame, courses.values())
    listed = [*courses][:NAMED]
    more = Text(
        f"（{'、'.join(listed)}{f'等{len(courses)}门课' if others > 0 else ''}{rows.zh}）",
        f" ({', '.join(listed)}{f' and {others} more' if others > 0 else ''}{rows.en})",
    )
    zh = "、".join(names) + (f"等{len(found)}间" if rest > 0 else "")
    en = ", ".join(names) + (f" and {rest} more" if rest > 0 else "")
    return Shortage(
        "rooms",
        f"{school.id}/{'+'.join(rooms)}",
        lack,
        Text(
            f"{school.name}{zh}每周最多上{have}节课，只能在那里上的课有{have + lack}节，"
            f"缺{lack}节{more.zh}。请增加教室，或放宽教室要求和不可排课的时间。",
            f"{school.name}: {have + lack} periods have to be in {en}, which hold {have}{more.en}. "
            "Add rooms, or ease what is asked of rooms and their unavailable times.",
        ),
    )


def _too_small(lessons: str, pupils: int, rows: Text) -> Shortage:
    zh = f"{lessons}有{pupils}人，可用的教室都坐不下{rows.zh}。"
    zh += "请核对“教室”表的座位数，或放宽教室要求。"
    en = f"{lessons}: no room that may be had has seats for {pupils} pupils{rows.en}. Look at the "
    return Shortage("rooms", lessons, 1, Text(zh, f"{en}seats, or ease what is asked of rooms."))


def _rows(frame: Frame, places: Iterable[Place]) -> Text:
    """Return the rows that some places come from, as far as they have to be kept."""
    zh, en = [], []
    for number in sorted({n for place in places if place.by_name for n in place.requests}):
        request = frame.rooms.requests[number]
        if request.strictness is Strictness.HARD:
            row, said = named_row(number + 1), in_words(frame, request, request.rooms)
            zh.append(f"{row.zh}“{said.zh}”")
            en.append(f"{row.en}, “{said.en}”")
    rest = len(zh) - NAMED
    if not zh:
        return Text("", "")
    return Text(
        f"，依据{'、'.join(zh[:NAMED])}{f'等{len(zh)}条' if rest > 0 else ''}",
        f", as of {'; '.join(en[:NAMED])}{f' and {rest} more' if rest > 0 else ''}",
    )
