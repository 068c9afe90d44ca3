"""The small valid inputs that are damaged, written once into a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from benchmarks.hostile.fet_seed import fet_text
from benchmarks.planted.asking import planted
from community.families import families
from community.profile import profile_rules
from community.rule import CostFunction, Strictness
from community.text import Text
from community.writing import write_folder, write_workbook
from publishing.export import export
from publishing.plan_folder import write_plan
from publishing.workbook import export_workbooks
from scenarios.audit import audited
from scenarios.locking import pinned
from scheduling.instance import Event, Group, Instance, Resource, ResourceSlot, Time
from scheduling.rules.base import AppliesTo, Rule
from scheduling.rules.registry import XHSTT
from scheduling.rules.registry import family as rule_class
from scheduling.rules.spread_events import Spread
from scheduling.solution import Lesson, Solution
from scheduling.xhstt import Archive, ArchivedSolution, SolutionGroup, report, write
from scheduling.xhstt.constraints import POINTS, parameters
from solving.outcome import Report, Status

if TYPE_CHECKING:
    from pathlib import Path

    from community.families import Params

PROFILE = "songyang"  # the smallest of the shipped ones
REQUIRED = ("AssignTime", "AvoidClashes", "AssignResource")
FILES = {
    "community": "community",
    "workbook": "community.xlsx",
    "plan": "plan",
    "plan_book": "plan.xlsx",
    "school_book": "school.xlsx",
    "public": "public.xml",
    "fet": "school.fet",
}
EXCHANGE = ("oneroster", "untis", "asc", FILES["fet"])


@dataclass(frozen=True)
class Seeds:
    """Where the valid inputs stand, and the rules that a policy may name."""

    folder: Path
    rules: dict[str, dict[str, str]]  # parameters of each, with their types

    def __getattr__(self, name: str) -> Path:
        return self.folder / FILES[name]

    @property
    def exchange(self) -> list[Path]:
        """Files and folders of other programs."""
        return [self.folder / name for name in EXCHANGE]


def make_seeds(folder: Path) -> Seeds:
    """Write one input of each kind."""
    draw = planted(PROFILE, 1, members=1, terms=2)
    data, found = draw.community, Report(Status.FEASIBLE, 12.0, 10.0, 3.0, parameters={"seed": 1})
    plan = replace(draw.plan, reports={"week": found})
    plan = audited(data, replace(plan, locks=pinned(data, plan, ["周五"])))
    seeds = Seeds(folder, {r.id: _types(families()[r.family]) for r in profile_rules(PROFILE)})
    write_folder(data, seeds.community)
    write_workbook(data, seeds.workbook)
    write_plan(plan, data, seeds.plan)
    books = export_workbooks(plan, data, folder / "books")
    books[0].rename(seeds.plan_book)
    books[1].rename(seeds.school_book)
    for kind in EXCHANGE[:3]:
        export(kind, data, plan, folder / kind)
    write(public(), seeds.public)
    seeds.fet.write_text(fet_text(), encoding="utf-8")
    return seeds


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
