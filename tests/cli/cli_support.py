"""Running the commands in tests: in this process through click, or as a process of their own."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner
from support import tiny_community

from cli import main
from community.profile import resolve
from community.writing import write_folder
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

ROOT = Path(__file__).resolve().parents[2]
QUICK = ("--effort", "3")  # of work: the same on every machine


def onebell(*words: object) -> Result:
    """Run a command in this process; an exception that no command catches fails the test."""
    return CliRunner().invoke(main, [str(w) for w in words], catch_exceptions=False)


def process(*words: object, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own."""
    return _run(command(*words), **more)


def script(text: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a program as a process of its own; ``cli`` is there to import."""
    return _run([sys.executable, "-c", text], **more)


def _run(words: list[str], **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, env=environment(), capture_output=True, text=True, check=False, **more
    )


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "cli", *(str(w) for w in words)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def tiny_folder(path: Path) -> Path:
    """Write the tiny community with the national base in force."""
    write_folder(replaced(tiny_community(), policy=resolve("national_base")), path)
    return path


def county_folder(path: Path) -> Path:
    """Write a county of two tiny communities, east and west, with ids of their own."""
    one = replaced(tiny_community(), policy=resolve("national_base"))
    tables = {
        "schools": ("id",),
        "rooms": ("id", "school"),
        "classes": ("id", "school"),
        "teachers": ("id", "school", "class_teacher_of"),
        "travel": ("origin", "destination"),
    }
    both: dict[str, list[object]] = {name: [] for name in tables}
    for group in ("east", "west"):
        for name, keys in tables.items():
            for record in getattr(one, name):
                own = {k: f"{group}{getattr(record, k)}" for k in keys if getattr(record, k)}
                if name == "schools":
                    own["group"] = group
                both[name].append(record.model_copy(update=own))
    write_folder(replaced(one, **{name: tuple(rows) for name, rows in both.items()}), path)
    return path


def edit(folder: Path, table: str, change: Callable[[list[list[str]]], None]) -> None:
    """Change the rows of a table as a spreadsheet would; the header is row 0."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def put(table: str, row: int, column: str, value: str) -> Callable[[Path], None]:
    """Return the edit that writes one cell."""

    def change(rows: list[list[str]]) -> None:
        rows[row][rows[0].index(column)] = value

    return lambda folder: edit(folder, table, change)
