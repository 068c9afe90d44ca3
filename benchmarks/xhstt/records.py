"""The records of a benchmark: what was run, of which version, and where it is kept."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("community", "solving", "scheduling")  # what a search consists of


class Best(NamedTuple):
    """The best published cost of an instance, and what KHE14 reaches where that is known."""

    cost: tuple[int, int]
    khe14: tuple[int, int] | None


Published: TypeAlias = "Mapping[str, Best]"


@dataclass(frozen=True, slots=True)
class Spec:
    """One run: an archive, how long, on how many threads, from which seed, without what."""

    name: str
    path: str
    seed: int
    seconds: float
    workers: int
    without: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Name for people, and of the files that the run leaves."""
        parts = [self.name, f"{self.seconds:g}s", f"{self.workers}w", f"seed{self.seed}"]
        return ".".join([*parts, *(f"no-{part}" for part in self.without)])

    @property
    def file_name(self) -> str:
        """Name of the record."""
        return f"{self.label}.json"

    @property
    def settings(self) -> dict[str, bool]:
        """Return what the search is told to do without, by the names of its settings."""
        return dict.fromkeys(self.without, False)

    def to_json(self) -> str:
        """Return the spec as text."""
        return json.dumps(asdict(self))

    @staticmethod
    def of(text: str) -> Spec:
        """Return the spec of a text."""
        data = json.loads(text)
        return Spec(**{**data, "without": tuple(data["without"])})

    def begun(self) -> dict[str, Any]:
        """Return the head of a record of this run, by the program as it is now."""
        return {
            "instance": self.name,
            "seed": self.seed,
            "seconds": self.seconds,
            "workers": self.workers,
            "settings": self.settings,
            "version": version(),
            "commit": commit(),
        }


def version() -> str:
    """Return the version of the program: its number, and a digest of all sources of the search.

    A commit would not do: sources change between commits, and documents with them.
    """
    digest = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    try:
        number = installed("onebell")
    except PackageNotFoundError:
        number = "0"
    return f"{number}+{digest.hexdigest()[:8]}"


def commit() -> str | None:
    """Return the commit that is checked out, marked when anything has changed since."""
    command = ["git", "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:  # no git here
        return None
    return done.stdout.strip() or None


def store(path: Path, data: Mapping[str, Any]) -> None:
    """Write a record whole or not at all."""
    replace_with(path, json.dumps(data, ensure_ascii=False, indent=1).encode())


def replace_with(path: Path, content: bytes) -> None:
    """Write a file under another name and rename it: whoever reads it finds it whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def failed(spec: Spec, out: Path, reason: str) -> dict[str, Any]:
    """Store and return the record of a run that gave nothing; it will be run again."""
    record = {**spec.begun(), "status": f"failed: {reason}"}
    store(out / spec.file_name, record)
    return record


def is_there(spec: Spec, out: Path, wanted: str) -> bool:
    """Return whether a run has been made by the program as it is now."""
    record = _read(out / spec.file_name)
    if record is None or record["status"].startswith("failed"):
        return False
    return bool(record["version"] == wanted)


def load(out: Path) -> list[dict[str, Any]]:
    """Return all records of a folder, by instance, then by what was run."""
    found = [record for path in sorted(out.glob("*.json")) if (record := _read(path)) is not None]
    return sorted(found, key=lambda r: (r["instance"], arm(r), r["seed"]))


def arm(record: Mapping[str, Any]) -> str:
    """Return what a record shares with those that may be counted together with it."""
    without = [name for name, on in record["settings"].items() if not on]
    text = f"{record['seconds']:g} s, {record['workers']} workers"
    return text + (f", without {', '.join(without)}" if without else "")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    wanted = ("instance", "seed", "seconds", "workers", "settings", "version", "status")
    return data if isinstance(data, dict) and all(key in data for key in wanted) else None


def published(path: Path) -> Published:
    """Return the best published costs by archive; nothing when there is no such file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {
        row["archive"]: Best(
            (int(row["best_hard"]), int(row["best_soft"])), _pair(row.get("khe14_hard_soft"))
        )
        for row in rows
    }


def _pair(text: str | None) -> tuple[int, int] | None:
    hard, slash, soft = (text or "").partition("/")
    return (int(hard), int(soft)) if slash else None
