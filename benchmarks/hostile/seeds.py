"""The small valid inputs that are damaged, written once into a folder."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from community.families import families
from community.generate import new_community
from community.profile import profile_rules
from community.rule import CostFunction, Strictness
from community.text import Text
from community.writing import write_folder, write_workbook
from publishing.plan_folder import write_plan
from publishing.workbook import export_workbooks
from rotation.solution import MentorPair, Placement, Roster
from scenarios.audit import audited
from scenarios.plan import Plan
from scheduling.instance import Event, Group, Instance, Resource, ResourceSlot, Time
from scheduling.rules.base import AppliesTo, Rule
from scheduling.rules.registry import XHSTT
from scheduling.rules.registry import family as rule_class
from scheduling.rules.spread_events import Spread
from scheduling.solution import Lesson, Solution
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.xhstt import Archive, ArchivedSolution, SolutionGroup, report, write
from scheduling.xhstt.constraints import POINTS, parameters
from solving.outcome import Report, Status

if TYPE_CHECKING:
    from pathlib import Path

    from community.families import Params

PROFILE = "songyang"  # the smallest of the shipped ones
REQUIRED = ("AssignTime", "AvoidClashes", "AssignResource")


@dataclass(frozen=True)
class Seeds:
    """Where the valid inputs stand, and the rules that a policy may name."""

    community: Path
    workbook: Path
    plan: Path
    plan_book: Path
    school_book: Path
    public: Path
    rules: dict[str, dict[str, str]]  # parameters of each, with their types


def make_seeds(folder: Path) -> Seeds:
    """Write one input of each kind."""
    made = new_community(PROFILE, 1, "small", 1, terms=2)
    data = made.community
    lessons = tuple(sorted(ClassLesson(*astuple(x)) for x in made.planted_lessons))
    roster = Roster(
        tuple(Placement(*p) for p in made.planted_placements),
        tuple(MentorPair(*p) for p in made.planted_pairs),
    )
    found = Report(Status.FEASIBLE, objective=12.0, bound=10.0, seconds=3.0, parameters={"seed": 1})
    plan = Plan(data.id, roster, WeekTimetable(data.terms[0].id, lessons), {"week": found})
    plan = audited(data, plan)
    write_folder(data, folder / "community")
    write_workbook(data, folder / "community.xlsx")
    write_plan(plan, data, folder / "plan")
    books = export_workbooks(plan, data, folder / "books")
    write(public(), folder / "public.xml")
    return Seeds(
        folder / "community",
        folder / "community.xlsx",
        folder / "plan",
        books[0],
        books[1],
        folder / "public.xml",
        {rule.id: _types(families()[rule.family]) for rule in profile_rules(PROFILE)},
    )


def _types(of: type[Params]) -> dict[str, str]:
    """Return the type of each parameter by its key, in the words of ``damage``."""
    schema = of.model_json_schema()
    return {
        key: _type(found, schema.get("$defs", {}))
        for key, found in schema.get("properties", {}).items()
    }


def _type(schema: dict[str, Any], known: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _type(known[schema["$ref"].rpartition("/")[2]], known)
    if "anyOf" in schema:
        return _type(next(s for s in schema["anyOf"] if s.get("type") != "null"), known)
    if "enum" in schema:
        return "|".join(schema["enum"])
    if schema["type"] == "array":
        item = _type(schema["items"], known)
        return f"[{item}]" if "|" in item else f"{item}s"
    plain = {"integer": "int", "number": "float", "boolean": "bool", "object": "table"}
    return plain.get(schema["type"], "clock" if "pattern" in schema else "text")


def public() -> Archive:
    """An archive with a constraint of every family, and a solution."""
    times = tuple(f"{day}{n}" for day in ("Mo", "Tu") for n in "123")
    days = (Group("Mo", "周一", times[:3], "Day"), Group("Tu", "周二", times[3:], "Day"))
    slots = (ResourceSlot(resource="A"), ResourceSlot("teacher", "Teacher"))
    events = (
        Event("E1", 2, "语文", slots, course="C1"),
        Event("E2", 1, "数学", (ResourceSlot(resource="B"),), workload=3, course="C1"),
        Event("E3", 1, "体育", slots, time="Tu3"),
    )
    instance = Instance(
        id="school",
        times=tuple(Time(t, t) for t in times),
        time_groups=(*days, Group("First", "第一节", (times[0], times[3]))),
        resource_types=(Group("Teacher", "教师"),),
        resource_groups=(Group("Staff", "全体", ("A", "B"), "", "Teacher"),),
        resources=tuple(Resource(r, "Teacher", f"教师{r}") for r in "ABC"),
        event_groups=(
            Group("C1", "课", ("E1", "E2"), "Course"),
            Group("All", "全", ("E1", "E2", "E3")),
        ),
        events=events,
        rules=tuple(_rules()),
        metadata={"Name": "小学", "Contributor": "-", "Date": "2025", "Country": "CN"},
    )
    lessons = (
        Lesson("E1", 1, "Mo1", (("teacher", "B"),)),
        Lesson("E1", 1, "Tu1", (("teacher", "C"),)),
        Lesson("E2", 1, None),
        Lesson("E3", 1, "Tu3"),
    )
    solution = Solution(lessons)
    archived = ArchivedSolution("school", solution, "-", "1.0", report(instance, solution))
    return Archive((instance,), (SolutionGroup("ours", (archived,), {"Contributor": "-"}),), "seed")


def _rules() -> list[Rule]:
    given: dict[str, Any] = {
        "spreads": (Spread("Mo", 0, 2), Spread("Tu", 0, 2)),
        "time_groups": ("Mo", "Tu"),
        "times": ("Mo1",),
        "resource_groups": ("Staff",),
        "resources": ("A",),
        "role": "teacher",
        "duration": 1,
    }
    points = {
        "EventGroups": {"event_groups": ("All",)},
        "Events": {"events": ("E1",)},
        "EventPairs": {"event_pairs": (("E1", "E2", 0, 3),)},
        "ResourceGroups": {"resource_groups": ("Staff",)},
        "Resources": {"resources": ("A", "C")},
    }
    found = []
    for number, name in enumerate(XHSTT):
        cls = rule_class(name)
        where = {k: v for tag in POINTS[name].tags for k, v in points[tag].items()}
        found.append(
            cls(
                id=f"rule{number}",
                title=Text(name, name),
                strictness=Strictness.HARD if name in REQUIRED else Strictness.SOFT,
                weight=1 + number % 3,
                cost_function=tuple(CostFunction)[number % 3],
                applies_to=AppliesTo(**where),
                **{p: given.get(p, 0 if p.startswith("min") else 3) for p in parameters(cls)},
            )
        )
    return found
