"""Small files of the public format, for the commands on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from scheduling.instance import Event, Group, Instance, Resource, ResourceSlot, Time
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_times import PreferTimes
from scheduling.solution import Lesson, Solution
from scheduling.xhstt import Archive, ArchivedSolution, SolutionGroup, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scheduling.rules.base import Rule

META = {"Contributor": "test", "Date": "2025", "Description": "-"}


def said(word: str) -> Text:
    """The same in both languages."""
    return Text(word, word)


def instance(
    name: str, times: Sequence[str], lessons: dict[str, str], *more: Rule, teachers: str = "T"
) -> Instance:
    """Lessons by id, each with the teachers it needs (one letter each); nobody is in two at once.

    Every lesson must have a time. ``more`` are further rules.
    """
    slots = {e: tuple(ResourceSlot(resource=t) for t in needs) for e, needs in lessons.items()}
    everybody = tuple(teachers)
    events, people = AppliesTo(events=tuple(lessons)), AppliesTo(resources=everybody)
    return Instance(
        id=name,
        times=tuple(Time(t, t) for t in times),
        resource_types=(Group("Teacher", "Teacher"),),
        resources=tuple(Resource(t, "Teacher", t) for t in everybody),
        events=tuple(Event(e, 1, e, slots[e]) for e in lessons),
        rules=(
            AssignTime(id="assign", title=said("assign"), applies_to=events),
            AvoidClashes(id="clash", title=said("clash"), applies_to=people),
            *more,
        ),
        metadata={"Name": name, "Country": "-", **META},
    )


def two() -> Archive:
    """Two lessons of one teacher at three times; the last time costs 2, a clash is hard."""
    early = PreferTimes(
        id="early",
        title=said("early"),
        strictness=Strictness.SOFT,
        weight=2,
        applies_to=AppliesTo(events=("e1", "e2")),
        times=("a", "b"),
    )
    problem = instance("two", "abc", {"e1": "T", "e2": "T"}, early)
    clash = Solution((Lesson("e1", 1, "a"), Lesson("e2", 1, "a")))
    late = Solution((Lesson("e1", 1, "a"), Lesson("e2", 1, "c")))
    return Archive(
        (problem,),
        (
            SolutionGroup("clash", (ArchivedSolution("two", clash),), META),
            SolutionGroup("late", (ArchivedSolution("two", late),), META),
        ),
    )


def ring() -> Archive:
    """Five teachers in a ring, eight lessons with each pair of neighbours, 19 times.

    Of a ring of five at most two pairs can teach at a time: 38 of the 40 lessons, so that at least
    two find no room. No teacher (16 lessons) and no pair alone shows that: it is hard to prove.
    """
    pairs = ("AB", "BC", "CD", "DE", "EA")
    lessons = {f"{pair}{i}": pair for pair in pairs for i in range(8)}
    times = [f"t{i}" for i in range(19)]
    return Archive((instance("ring", times, lessons, teachers="ABCDE"),))


def stored(archive: Archive, path: Path) -> Path:
    """Write an archive and return its path."""
    write(archive, path)
    return path
