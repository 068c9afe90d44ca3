"""Teachers that change with the times, where a staffing has no week."""

from __future__ import annotations

from dataclasses import replace

from two_sites import TIMES, two_sites

from scheduling.check import cost
from scheduling.instance import Event, Group, Resource, ResourceSlot
from scheduling.local import prepare
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_split_assignments import AvoidSplitAssignments
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.split_events import SplitEvents
from scheduling.solution import Lesson, Solution
from scheduling.week.mending import culprits, mended
from solving.outcome import Budget

ALL = AppliesTo(event_groups=("All",))
TUESDAY = tuple(t.id for t in TIMES if t.site == "N" and t.weekday == 2)
RULES = (
    AssignTime(id="time", applies_to=ALL),
    SplitEvents(id="single", maximum_duration=1, maximum_amount=3, applies_to=ALL),
    AvoidClashes(id="clash", applies_to=AppliesTo(resources=("T", "U", "K"))),
    AssignResource(id="teacher", role="teacher", applies_to=ALL),
    AvoidSplitAssignments(id="one", role="teacher", applies_to=AppliesTo(event_groups=("a", "b"))),
    AvoidUnavailableTimes(id="away", times=TUESDAY, applies_to=AppliesTo(resources=("T",))),
)


def _full_class():
    """A class with two courses of three lessons each in its six slots; T is there for three."""
    waiting = (ResourceSlot(resource="K"), ResourceSlot("teacher", "Teacher"))
    events = [Event(e, 3, e, waiting, course=e, site="N") for e in "ab"]
    bare = two_sites(*events, rules=RULES)
    groups = (Group("All", "", ("a", "b")), *(Group(e, "", (e,), "Course") for e in "ab"))
    people = (*bare.resources, Resource("K", "Class", "班"))
    return replace(bare, event_groups=groups, resources=people)


def _one_teacher():
    """The timetable with both courses given to T: three lessons on T's day off."""
    places = [t.id for t in TIMES if t.site == "N"]
    lessons = [Lesson("aaabbb"[n], 1, places[n], (("teacher", "T"),)) for n in range(6)]
    return Solution(tuple(lessons))


def test_who_breaks_hard_rules_is_to_blame():
    instance, nearest = _full_class(), _one_teacher()
    fixed = instance.with_resources(nearest)
    assert cost(fixed, nearest).hard == 3
    assert culprits(fixed, nearest) == {"T"}


def test_a_course_goes_to_a_colleague_who_is_there():
    # T can hold three lessons, each course has three: one of them has to be U's.
    prepare.compile_all()
    instance = _full_class()
    found = mended(instance, _one_teacher(), {"T"}, Budget(20.0, 1, 1), lambda: False)
    assert found is not None
    assert cost(instance, found).hard == 0
    teachers = {x.event: dict(x.resources)["teacher"] for x in found.lessons}
    assert "U" in teachers.values()


def test_nobody_changes_when_nobody_is_to_blame():
    prepare.compile_all()
    found = mended(_full_class(), _one_teacher(), (), Budget(1.0, 1, 1), lambda: False)
    assert found is None
