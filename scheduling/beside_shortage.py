"""What lessons that are held at once lack, by counting: people for each, times for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from community.text import Text
from scheduling.lacking import Shortage
from scheduling.week.beside import at_once, takers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from scheduling.week.beside import AtOnce
    from scheduling.week.frame import Frame


def beside_shortages(frame: Frame) -> Iterator[Shortage]:
    """Yield what counting proves of lessons at once: too few people, or too few common times."""
    for one in at_once(frame):
        yield from _rooms(frame, one)
        people = {c.id: takers(frame, c) for c in one.courses}
        short = crowded(people)
        if short:
            yield _people(frame, one, [people[c] for c in short])
            continue
        classes = [frame.community.class_by_id[c] for c in one.classes]
        usable = set.intersection(*({t.id for t in frame.usable(c)} for c in classes))
        open_to_all = {t for t in usable if _held(frame, people.values(), t)}
        if len(open_to_all) < one.periods:
            yield _times(one, len(open_to_all))


def crowded(choices: Mapping[str, Collection[str]]) -> list[str]:
    """Return things for which there is not one choice each: a violator of Hall's condition."""
    graph: Any = nx.Graph()
    graph.add_nodes_from(("thing", x) for x in choices)
    graph.add_edges_from((("thing", x), ("choice", y)) for x, ys in choices.items() for y in ys)
    top = [("thing", x) for x in choices]
    match = nx.bipartite.hopcroft_karp_matching(graph, top)
    lone = next((x for x in top if x not in match), None)
    reached, queue = {lone}, [lone] if lone else []
    for thing in queue:
        for choice in graph[thing]:
            if match[choice] not in reached:
                reached.add(match[choice])
                queue.append(match[choice])
    return [name for _, name in queue]


def _held(frame: Frame, people: Collection[Sequence[str]], time: str) -> bool:
    """Return whether each of some lessons has somebody who is free at a time."""
    return all(any(_free(frame, who, time) for who in mine) for mine in people)


def _free(frame: Frame, who: str, time: str) -> bool:
    school, day = frame.time_by_id[time].site or "", frame.time_by_id[time].weekday or 1
    return any(t.id == time for t in frame.free_times(who, school, day))


def _people(frame: Frame, one: AtOnce, choices: Sequence[Sequence[str]]) -> Shortage:
    group, subject = one.courses[0].group, one.courses[0].subject
    name = one.name if one.of_groups else one.courses[0].name
    who = dict.fromkeys(t for mine in choices for t in mine)
    names = "、".join(frame.community.called[t] for t in who) or "无人"
    need, have = len(choices), len(who)
    zh = f"{name}有{need}处要同时上课，能上的教师只有{have}名（{names}）。"
    en = f"{name} takes {need} teachers at once; there are {have} ({names})."
    return Shortage("staff", f"{group.school}/{subject.id}", need - have, Text(zh, en))


def _rooms(frame: Frame, one: AtOnce) -> Iterator[Shortage]:
    """Find lessons at once with fewer rooms than they are; a room may hold several."""
    choices: dict[str, list[str]] = {}
    for event in (one.event, *(c.id for c in one.courses[1:])):
        house = frame.housing.get(event)
        if house and house.place.certain and house.rooms:
            rooms = [frame.rooms.by_id[r] for r in house.large]
            choices[event] = [f"{r.id} {n}" for r in rooms for n in range(r.capacity)]
    if short := crowded(choices):
        known = {place.split()[0]: None for event in short for place in choices[event]}
        names = "、".join(frame.rooms.by_id[r].name for r in known) or "无"
        have = len({place for event in short for place in choices[event]})
        need, school = len(short), one.courses[0].group.school
        zh = f"{one.name}同时上课，其中{need}处只能用{have}间教室（{names}）。"
        en = f"{one.name} are at once: {need} of them have {have} rooms ({names})."
        yield Shortage("rooms", f"{school}/{one.id}", need - have, Text(zh, en))


def _times(one: AtOnce, times: int) -> Shortage:
    name, periods = one.name if one.of_groups else one.courses[0].name, one.periods
    zh = f"{name}每周有{periods}节要几位教师同时上，但他们和班级都有空的时间只有{times}节。"
    en = f"{name} has {periods} lessons with several teachers at once, and they and the class are "
    en += f"free together at {times} times."
    return Shortage("relation", one.id, periods - times, Text(zh, en))
