"""Two schools that share their teachers: one community, beside FET school by school.

``python -m benchmarks.shared_teachers --data FOLDER --seconds 60 --work build/shared``: FOLDER has
``Khoi-sang.fet`` and ``Khoi-chieu.fet``, the mornings and afternoons of one building (in Debian's
``fet-data``: ``FET-5-official/Vietnam/1-Le-Qui-Don_Lam-Ha``). ``onebell import`` makes a community
of the two, with people of invented names; what the files do not say is filled in, and a lesson
without pupils or without a teacher gets a class or a teacher of its own. It is planned and audited
by the command line. FET solves each file by itself, in as many seconds each as the plan has for
both. All timetables are priced by one checker: ours, with what the two files ask.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import SubElement, tostring

from defusedxml.ElementTree import parse

from benchmarks.fet_against import SOLVED
from community.reading import read_community
from community.writing import write_folder
from publishing.exchange.building import community_of
from publishing.exchange.sources import read as read_files
from publishing.plan_folder import read_plan
from scheduling.check import check
from scheduling.fet import read
from scheduling.fet.starts import read_timetable
from scheduling.solution import Lesson, Solution

if TYPE_CHECKING:
    from collections.abc import Hashable
    from xml.etree.ElementTree import Element

    from publishing.exchange.found import Bell, Found
    from scheduling.fet import Reading
    from scheduling.fet.activities import Activity

FILES = {"Khoi-sang": "S", "Khoi-chieu": "C"}
FIRST = {"Khoi-sang": 7 * 60, "Khoi-chieu": 13 * 60}  # when the first period begins
OFF = (
    *("morning", "first_period", "workload_norm", "weekly_total", "exchange_share", "idle"),
    *("exchange_backbone_share", "fair_turns", "travel_burden", "after_school", "consecutive"),
    *("daily_load", "first_lesson", "home_protection", "eligible_itinerant", "spread"),
)
POLICY = """[community]
id = "shared"
name = "shared"
school_year = 2025

[policy]
profile = "national_base"

[rules.class_days]
strictness = "hard"
"""


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.shared_teachers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=60)
    chosen = parser.parse_args()
    work: Path = chosen.work
    work.mkdir(parents=True, exist_ok=True)
    people = make_community(chosen.data, work)
    plan = work / "plan"
    words = ["plan", str(work / "community"), "-o", str(plan), "--workers", "1"]
    _cli(*words, "--time-limit", str(chosen.seconds))
    if plan.exists():
        _cli("audit", str(work / "community"), str(plan))
    print("| | FET, each school by itself | Onebell, one community |\n|---|---|---|")
    for name in FILES:
        path = chosen.data / f"{name}.fet"
        reading = read(path)
        cells = (_by_fet(path, reading, work, chosen.seconds), _by_us(name, reading, work, people))
        print(f"| `{name}` | " + " | ".join(cells) + " |")
    return 0


def _cli(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "cli", *words], check=False)


# --- the community -------------------------------------------------------------------------------


def make_community(data: Path, work: Path) -> dict[str, str]:
    """Write the community of the two files; return the ids of people by their names there."""
    sources = []
    for name in FILES:
        sources.append(work / f"{name}.fet")
        sources[-1].write_bytes(_everybody_named(data / f"{name}.fet"))
    found = read_files(sources)
    people = _fill(found)
    write_folder(community_of(found), work / "community", gaps=True)
    _complete(work / "community")
    off = "".join(f"\n[rules.{rule}]\nenabled = false\n" for rule in OFF)
    (work / "community/policy.toml").write_text(POLICY + off, encoding="utf-8")
    read_community(work / "community")
    return people


def _everybody_named(path: Path) -> bytes:
    """Return a file in which each lesson without pupils or teacher has some of its own."""
    root = parse(path).getroot()
    for activity in root.iter("Activity"):
        number = activity.findtext("Id")
        if activity.find("Students") is None:
            SubElement(activity, "Students").text = f"={number}"
            _add(root, "Students_List", "Year", f"={number}")
        if activity.find("Teacher") is None:
            SubElement(activity, "Teacher").text = f"={path.stem}{number}"
            _add(root, "Teachers_List", "Teacher", f"={path.stem}{number}")
    return tostring(root, "utf-8", xml_declaration=True)


def _add(root: Element, parent: str, tag: str, name: str) -> None:
    under = root.find(parent)
    assert under is not None
    SubElement(SubElement(under, tag), "Name").text = name


def _fill(found: Found) -> dict[str, str]:
    """Name people and classes anew, and fill in homes, bells and the term."""
    load: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    courses: dict[Hashable, Counter[tuple[Hashable, int]]] = defaultdict(Counter)
    for x in found.courses:
        at = found.of("classes")[x.group].values["school"]
        load[x.teachers[0]][at] += x.periods or 0
        courses[x.group][x.subject, x.doubles or 0] += int(x.periods or 0)
    teachers, people = found.of("teachers"), {}
    for key in [key for key in teachers if key not in load]:  # who teaches nothing
        del teachers[key]
        for table, rows in found.asked.items():
            found.asked[table] = [row for row in rows if row.get("teacher") != key]
    for number, (key, thing) in enumerate(teachers.items(), 1):
        people[thing.name] = f"T{number:03d}"
        if thing.name.startswith("="):  # nobody; of whom the file asks nothing
            found.ask("load_requests", teacher=key, at=next(iter(load[key])), min_per_day=0)
        thing.wish, thing.name = f"T{number:03d}", f"教师{number:03d}"
        thing.values["school"] = load[key].most_common(1)[0][0]
    grades: dict[tuple[Hashable, frozenset[object]], int] = {}  # classes with the same courses
    numbers: Counter[tuple[Hashable, int]] = Counter()
    schools: Counter[Hashable] = Counter()
    for key, thing in found.of("classes").items():
        at, taught = thing.values["school"], frozenset(courses[key].items())
        if (at, taught) not in grades:
            schools[at] += 1
            grades[at, taught] = schools[at]
        grade = grades[at, taught]
        numbers[at, grade] += 1
        thing.wish = f"{FILES[str(at)]}-{thing.name.replace('=', 'x')}"
        thing.name = f"{grade}.{numbers[at, grade]}"
    for key, thing in found.of("schools").items():
        thing.wish = FILES[str(key)]
    found.bells = [_timed(bell) for bell in found.bells]
    found.terms = [
        {
            **{"id": "2025-1", "name": "上学期", "school_year": 2025, "semester": 1},
            **{"start": dt.date(2025, 9, 1), "end": dt.date(2026, 1, 23)},
        }
    ]
    return people


def _timed(bell: Bell) -> Bell:
    start = FIRST[str(bell.school)] + 50 * (bell.number - 1)
    return replace(bell, start=start, end=start + 45)


def _complete(folder: Path) -> None:
    """Fill in what no file of FET says of schools and people."""
    said = {
        "schools": {"stage": "nine_year", "locality": "urban", "role": "member"},
        "teachers": {"stage": "nine_year", "birth_year": "1985", "joined_year": "2015"},
    }
    for table, values in said.items():
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row | values for row in csv.DictReader(file)]
        if table == "schools":
            rows[0]["role"] = "core"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    ways = "".join(f"{a},{b},5,0\n" for a, b in (("S", "C"), ("C", "S")))
    (folder / "travel.csv").write_text(f"origin,destination,minutes,km\n{ways}", encoding="utf-8")


# --- what each misses ----------------------------------------------------------------------------


def _by_fet(path: Path, reading: Reading, work: Path, seconds: int) -> str:
    """Return what FET's timetable of a file misses, or how much of it was placed at best."""
    out = work / f"fet-{path.stem}"
    words = ["fet-cl", f"--inputfile={path}", f"--outputdir={out}", "--htmllevel=0"]
    limit = f"--timelimitseconds={seconds}"
    subprocess.run([*words, limit], capture_output=True, check=False)
    found = sorted(out.rglob(f"*{SOLVED}.fet"), key=lambda p: "highest" in str(p))
    if found:
        return _missed(reading, read_timetable(found[0], reading))
    log = out / "logs/max_placed_activities.txt"
    placed = re.findall("reached ([0-9]+) activities", log.read_text() if log.exists() else "")
    left = len(reading.instance.events) - max(map(int, placed), default=0)
    return f"no timetable: {left} lessons left out"


def _by_us(name: str, reading: Reading, work: Path, people: dict[str, str]) -> str:
    """Return what the school's part of the plan misses, lesson by lesson of its file."""
    plans = [f for f in (work / "plan", work / "plan/nearest") if (f / "timetable.csv").exists()]
    if not plans:
        return "no timetable"
    community = read_community(work / "community")
    week = read_plan(community, plans[0]).week
    here = FILES[name]
    left: dict[tuple[str, str, str], list[tuple[int, int, int]]] = defaultdict(list)
    subjects = {s.id: s.name for s in community.subjects}
    for x in sorted(week.lessons):
        if x.school == here:
            key = (x.class_id, subjects[x.subject], x.teacher)
            left[key].append((x.weekday, x.slot, x.periods))
    active = reading.school.activities.by_id
    lessons = (
        Lesson(event.id, event.duration, _taken(active[event.id], left, name, people))
        for event in reading.instance.events
    )
    return _missed(reading, Solution(tuple(lessons)))


def _taken(
    x: Activity,
    left: dict[tuple[str, str, str], list[tuple[int, int, int]]],
    name: str,
    people: dict[str, str],
) -> str | None:
    """Take a lesson of the plan for an activity, from all its classes; return when it begins."""
    groups = [f"{FILES[name]}-{c}" for c in x.students] or [f"{FILES[name]}-x{x.id}"]
    who = people[x.teachers[0] if x.teachers else f"={name}{x.id}"]
    keys = [(group, x.subject, who) for group in groups]
    for day, slot, length in list(left[keys[0]]):
        parts = [(day, slot, length)]
        if length < x.duration:  # lessons of several classes are single periods in the plan
            parts = [(day, slot + n, 1) for n in range(x.duration)]
        if sum(p[2] for p in parts) == x.duration and all(
            part in left[key] for key in keys for part in parts
        ):
            for key in keys:
                for part in parts:
                    left[key].remove(part)
            return f"{day}.{slot}"
    return None


def _missed(reading: Reading, found: Solution) -> str:
    """Return what a timetable lacks, by kind, in hard points."""
    titles = {rule.id: rule.title.en for rule in reading.instance.rules}
    lacking = Counter[str]()
    for violation in check(reading.instance, found):
        if violation.is_hard:
            lacking[titles.get(violation.rule, violation.family)] += violation.deviation
    told = ", ".join(f"{kind} {n}" for kind, n in lacking.most_common()) or "nothing"
    return f"{sum(lacking.values())}: {told}" if lacking else told


if __name__ == "__main__":
    sys.exit(main())
