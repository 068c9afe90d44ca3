"""What the program does with each row of the catalogue: planned and audited, data, or a wish.

``python -m publishing.coverage`` prints the table; with ``--write docs/coverage.md`` it replaces
the page that a test compares with it.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from community.families import families
from community.families.held import Held
from community.files import replace_file
from community.profile import (
    BASE,
    OPTIONS,
    optional_rules,
    profile_names,
    profile_plan,
    profile_rules,
)
from community.text import Text
from rotation.grouping.rules import FAMILY as GROUPING
from rotation.rules import families as rotation_families
from scheduling.term.families import FAMILIES

if TYPE_CHECKING:
    from community.policy import PolicyRule

INTRO = """# What the program does with each row of the catalogue

Made by `python -m publishing.coverage --write docs/coverage.md` from the shipped profiles; a test
compares the two, and fails when a row with mark H or P has neither a rule nor a reason. Marks: H
hard by its wording, P in principle, S soft, D data.

- *planned*: a rule of the plan's profile holds the row, and its family is planned and audited;
- *data*: a rule holds it, carried along, printed and filed, but it decides nothing (why: below);
- *off*: an optional rule holds it (`options.toml`). A planner switches it on in `policy.toml`:

```toml
[rules.pl_leader_in]
enabled = true
```

- *wish*: no plan can keep or break it, with the reason at the end.
"""
SUMMARY = "| Plan | Profile | Rows | H and P | of these planned | all planned | data | off | wish |"
COLUMNS = "Profile / rule | Window and parameters | Strictness | File | State |"
HEAD = f"| Row | Mark | The plan's words | {COLUMNS}\n|---|---|---|---|---|---|---|---|"
NATIONAL_HEAD = f"| Row | The rule | {COLUMNS}\n|---|---|---|---|---|---|---|"
STRUCTURE = ("F01", "F12")  # what a community and a curriculum are
# Why families are data; those of the calendar that are not listed wait for being planned.
REASONS = {
    "F01": "Form, life and tiers stand in the papers of a community; numbers are planned.",
    "F12": "The curriculum is a table of the community; the week teaches what it says.",
    "F18": "Bells and pacing are facts of the schools; joint tests hold them to one pace.",
    "F33": "Scores come from marks after the year (`onebell score`); inspections are planned.",
}
WAITING = "Carried until the calendar of the term plans it."


class State(StrEnum):
    """What becomes of a row."""

    PLANNED = "planned"
    DATA = "data"
    OFF = "off"
    WISH = "wish"


class Row(NamedTuple):
    """One row of the catalogue. ``families`` holds the codes of its rule families."""

    id: str
    plan: str
    mark: str
    families: tuple[str, ...]
    quote: str


class Home(NamedTuple):
    """A rule and the profile in whose file it stands."""

    profile: str
    rule: PolicyRule


@cache
def catalogue_rows() -> tuple[Row, ...]:
    """Return the rows of all plans, in the catalogue's order."""
    table = _data("catalogue_rows.csv").splitlines()
    return tuple(
        Row(r["id"], r["plan"], r["mark"], tuple(r["families"].split(",")), r["quote"])
        for r in csv.DictReader(table)
    )


@cache
def wishes() -> dict[str, Text]:
    """Return the reason for each row that becomes no rule, by the row's id."""
    return {row: Text(**reason) for row, reason in tomllib.loads(_data("wishes.toml")).items()}


@cache
def plans() -> dict[str, str]:
    """Return the profile of each plan, in the catalogue's order."""
    of = {profile_plan(name): name for name in profile_names()}
    return {row.plan: of[row.plan] for row in catalogue_rows() if row.plan in of}


@cache
def homes() -> tuple[Home, ...]:
    """Return every shipped rule with the profile it stands in: base, plans, options.

    A profile of several plans has no rules of its own.
    """
    options = optional_rules()
    base = [r for r in profile_rules(BASE) if r not in options]
    found = [Home(BASE, r) for r in base]
    for name in plans().values():
        own = (r for r in profile_rules(name) if r not in base)
        found += [Home(name, r) for r in own if r not in options]
    return (*found, *(Home(OPTIONS, r) for r in options))


def homes_of(row: Row) -> list[Home]:
    """Return the rules that hold a row: those of its plan's profile, or else the optional ones."""
    profile = plans().get(row.plan)
    found = [h for h in homes() if row.id in h.rule.rows and h.profile in (profile, OPTIONS)]
    return [h for h in found if h.profile == profile] or found


def state_of(row: Row) -> State:
    """Return what becomes of a row."""
    found = [home.rule for home in homes_of(row)]
    if any(_is_planned(rule) for rule in found):
        return State.PLANNED
    if any(rule.enabled for rule in found):
        return State.DATA
    return State.OFF if found else State.WISH


def coverage() -> str:
    """Return the page: plans, national frame, reasons of data and of wishes."""
    lines = [INTRO, "## Plans", "", SUMMARY, "|---" * 9 + "|", *map(_summary, plans())]
    for plan, profile in plans().items():
        lines += ["", f"### {plan} (`{profile}`)", "", HEAD]
        lines += [line for row in catalogue_rows() if row.plan == plan for line in _lines(row)]
    lines += ["", "## National and provincial frame", "", NATIONAL_HEAD]
    placing = [home for home in homes() if home.rule.family in rotation_families()]
    for number in sorted({r for home in placing for r in home.rule.rows if r.startswith("N")}):
        here = [home for home in placing if number in home.rule.rows]
        lines += [_line(number, home.rule.title_en, *_cells(home)) for home in here]
    lines += ["", "## Data", "", "| Family | Why it decides nothing |", "|---|---|"]
    carried = {h.rule.family for h in homes() if not _is_planned(h.rule) and h.rule.enabled}
    for code, family in sorted((families()[f].code, f) for f in carried):
        lines.append(_line(f"{code} `{family}`", REASONS.get(code, WAITING)))
    lines += [
        "",
        "## Wishes",
        "",
        "| Row | The plan's words | Why it is no rule |",
        "|---|---|---|",
    ]
    quotes = {row.id: row.quote for row in catalogue_rows()}
    for number, reason in wishes().items():
        lines.append(_line(number, quotes.get(number, ""), f"{reason.en} {reason.zh}"))
    return "\n".join(lines) + "\n"


def place(rule: PolicyRule) -> str:
    """Return the file that plans and checks a rule, or the room that has it."""
    if rule.family in rotation_families():
        return f"`rotation/rules/{rule.family}.py`"
    if rule.family in {f.family for f in FAMILIES}:
        return f"`scheduling/term/families/{rule.family}.py`"
    found = families()[rule.family]
    if found.plans(rule.params):
        return "`rotation/grouping`" if rule.family == GROUPING else "scheduling"
    if found.__module__ == Held.__module__:
        return "term calendar"
    return "structure" if found.code in STRUCTURE else "data"


def _is_planned(rule: PolicyRule) -> bool:
    return rule.enabled and families()[rule.family].plans(rule.params)


def _summary(plan: str) -> str:
    """Return the line of a plan, all of it in numbers."""
    rows = [row for row in catalogue_rows() if row.plan == plan]
    states = Counter(state_of(row) for row in rows)
    binding = [row for row in rows if row.mark in "HP"]
    planned = sum(state_of(row) is State.PLANNED for row in binding)
    numbers = [len(rows), len(binding), planned, *(states[state] for state in State)]
    return _line(plan, f"`{plans()[plan]}`", *map(str, numbers))


def _lines(row: Row) -> list[str]:
    """Return the lines of a row: one for each rule that holds it."""
    words, found = [row.id, row.mark, row.quote], []
    for home in homes_of(row):
        found.append(_line(*words, *_cells(home)))
        words = [row.id, "", ""]
    return found or [_line(*words, "", "", "", "", State.WISH)]


def _cells(home: Home) -> tuple[str, str, str, str, str]:
    """Return what a line says of a rule."""
    rule = home.rule
    state = State.OFF if not rule.enabled else State.PLANNED if _is_planned(rule) else State.DATA
    rule_id = f"`{home.profile}` / `{rule.id}`"
    return rule_id, _numbers(rule), str(rule.strictness), place(rule), state


def _numbers(rule: PolicyRule) -> str:
    window = [str(rule.window)] if rule.window else []
    return ", ".join([*window, *(f"{k} {_short(v)}" for k, v in rule.params.items())])


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "(table)"
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _data(name: str) -> str:
    return files("community").joinpath("data", name).read_text(encoding="utf-8")


@click.command()
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def main(write: Path | None) -> None:
    """Print the table, or write it to a file."""
    page = coverage()
    if write is None:
        click.echo(page, nl=False)
    else:
        replace_file(write, page.encode())


if __name__ == "__main__":
    main()
