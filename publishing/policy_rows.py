"""Where the program keeps each row of the catalogue that speaks of placements.

``python -m publishing.policy_rows`` prints the table; with ``--write docs/policy_rows.md`` it
replaces the page that a test compares with it.
"""

from __future__ import annotations

import csv
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from community.families import families
from community.files import replace_file
from community.profile import BASE, OPTIONS, optional_rules, profile_names, profile_rules
from community.text import Text
from rotation.grouping.rules import FAMILY as GROUPING
from rotation.rules import families as rotation_families
from scheduling.term.families import FAMILIES

if TYPE_CHECKING:
    from community.policy import PolicyRule

# Families of placements: the rows that are listed are those the catalogue gives to one of these.
CODES = ("F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F11", "F23", "F32", "F35")
STRUCTURE = ("F01", "F12")  # what a community and a curriculum are
INTRO = """# The rows of the catalogue that speak of placements

Made by `python -m publishing.policy_rows --write docs/policy_rows.md` from the shipped profiles; a
test compares the two. A row of a plan stands in a rule of its profile, or in `options.toml`: rules
that every profile has switched off, and that a planner switches on in `policy.toml`:

```toml
[rules.pl_leader_in]
enabled = true
```

What no roster can keep or break is a wish, with its reason, at the end.
"""
COLUMNS = "Profile / rule | Window and parameters | Strictness | File |"
HEAD = f"| Row | Plan | The plan's words | {COLUMNS}\n|---|---|---|---|---|---|---|"
NATIONAL_HEAD = f"| Row | The rule | {COLUMNS}\n|---|---|---|---|---|---|"


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


def catalogue_rows() -> list[Row]:
    """Return the rows of plans that speak of placements, in the catalogue's order."""
    table = _data("catalogue_rows.csv").splitlines()
    return [
        Row(r["id"], r["plan"], r["mark"], tuple(r["families"].split(",")), r["quote"])
        for r in csv.DictReader(table)
    ]


def wishes() -> dict[str, Text]:
    """Return the reason for each row that becomes no rule, by the row's id."""
    return {row: Text(**reason) for row, reason in tomllib.loads(_data("wishes.toml")).items()}


def homes() -> list[Home]:
    """Return every shipped rule with the profile it stands in: base, plans, options."""
    options = optional_rules()
    base = [r for r in profile_rules(BASE) if r not in options]
    found = [Home(BASE, r) for r in base]
    for name in profile_names():
        found += [Home(name, r) for r in profile_rules(name) if r not in (*base, *options)]
    return found + [Home(OPTIONS, r) for r in options]


def policy_rows() -> str:
    """Return the page: rows of plans, rows of the national frame, and wishes with their reasons."""
    known, reasons = homes(), wishes()
    lines = [INTRO, "## Plans", "", HEAD]
    for row in catalogue_rows():
        words = [row.plan, row.quote]
        for home in known:
            if row.id in home.rule.rows:
                lines.append(_line(row.id, *words, *_cells(home)))
                words = ["", ""]
    lines += ["", "## National and provincial frame", "", NATIONAL_HEAD]
    placing = [home for home in known if home.rule.family in rotation_families()]
    for number in sorted({r for home in placing for r in home.rule.rows if r.startswith("N")}):
        here = [home for home in placing if number in home.rule.rows]
        lines += [_line(number, home.rule.title_en, *_cells(home)) for home in here]
    lines += [
        "",
        "## Wishes",
        "",
        "| Row | The plan's words | Why it is no rule |",
        "|---|---|---|",
    ]
    quotes = {row.id: row.quote for row in catalogue_rows()}
    for number, reason in reasons.items():
        lines.append(_line(number, quotes.get(number, ""), f"{reason.en} {reason.zh}"))
    return "\n".join(lines) + "\n"


def place(rule: PolicyRule) -> str:
    """Return the file that plans and checks a rule, or the room that does or that carries it."""
    if rule.family in rotation_families():
        return f"`rotation/rules/{rule.family}.py`"
    if rule.family in {f.family for f in FAMILIES}:
        return f"`scheduling/term/families/{rule.family}.py`"
    known = families()[rule.family]
    if known.plans(rule.params):
        return "`rotation/grouping`" if rule.family == GROUPING else "scheduling"
    return "structure, data" if known.code in STRUCTURE else "term calendar, data"


def _cells(home: Home) -> tuple[str, str, str, str]:
    """Return what a line says of a rule."""
    rule = home.rule
    strictness = str(rule.strictness) if rule.enabled else f"{rule.strictness}, off"
    return f"`{home.profile}` / `{rule.id}`", _numbers(rule), strictness, place(rule)


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
    page = policy_rows()
    if write is None:
        click.echo(page, nl=False)
    else:
        replace_file(write, page.encode())


if __name__ == "__main__":
    main()
