"""How fast rosters are found: ``python -m benchmarks.rotation district|county|growth|seeds``.

``district``: 11 schools, 6 semesters, to proven optimality. ``county``: 8 communities of 5 schools
under county-wide ratios. ``growth``: time to build and to solve against teachers, hosts and blocks,
as a table and a picture. ``seeds``: make, rotate and audit 20 samples of each profile on the
command line. Every solve runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from community.generate import new_community
from community.generate.county import new_county
from community.profile import profile_names, resolve
from community.rule import Cost
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.model import build_model
from rotation.search import solve
from scenarios.changes.base import replaced
from solving.outcome import Budget

if TYPE_CHECKING:
    from community.models import Community

RATIOS: dict[str, dict[str, Any]] = {
    "exchange_share": {"per": "county", "strictness": "hard"},
    "exchange_backbone_share": {"per": "county", "strictness": "hard"},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["district", "county", "growth", "seeds", "one"])
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--profiles", nargs="*", default=profile_names())
    parser.add_argument("--plot", type=Path, help="where growth puts its picture")
    parser.add_argument("--spec", help="of one: the instance, as JSON")
    chosen = parser.parse_args()
    if chosen.what == "one":
        print(json.dumps(_measure(json.loads(chosen.spec))))
    elif chosen.what == "growth":
        _growth(chosen)
    elif chosen.what == "seeds":
        _seeds(chosen)
    else:
        spec = {"what": chosen.what, "seconds": chosen.seconds or _SECONDS[chosen.what]}
        _show([_run(spec | {"workers": chosen.workers})])


_SECONDS = {"district": 60.0, "county": 300.0}


def _run(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of one instance, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.rotation", "one", "--spec", json.dumps(spec)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return spec | {"status": "failed: " + done.stderr.strip().splitlines()[-1]}
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def _measure(spec: dict[str, Any]) -> dict[str, Any]:
    community = _community(spec)
    began = monotonic()
    instance = compile_rotation(community)
    candidates = len(instance.candidates)
    compiled = monotonic()
    build_model(instance, cover_sets=set())
    built = monotonic()
    result = solve(instance, Budget(spec["seconds"], spec["workers"], 1))
    hard = None
    if result.roster is not None:
        hard = Cost.of(check(instance, result.roster)).hard
    return spec | {
        "schools": len(community.schools),
        "teachers": len(community.teachers),
        "terms": len(community.terms),
        "blocks": instance.horizon,
        "candidates": candidates,
        "compile_s": round(compiled - began, 1),
        "build_s": round(built - compiled, 1),
        "solve_s": round(result.report.seconds, 1),
        "status": result.report.status.value,
        "cost": result.report.objective,
        "bound": result.report.bound,
        "gap": result.report.gap,
        "hard": hard,
        "rounds": result.report.parameters.get("rounds"),
        "memory_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    }


def _community(spec: dict[str, Any]) -> Community:
    seed = spec.get("seed", 1)
    if spec["what"] == "county":
        parts, members = spec.get("communities", 8), spec.get("members", 4)
        wishes = [("libo", members, spec.get("size", "district"))] * parts
        return _with(new_county(wishes, seed, terms=spec.get("terms", 4)), RATIOS)
    if spec["what"] == "district":
        return new_community("shouguang", None, "district", seed, terms=6).community
    members, size, terms = spec.get("members"), spec.get("size", "small"), spec.get("terms", 4)
    return new_community(spec["profile"], members, size, seed, terms).community


def _with(community: Community, overrides: dict[str, dict[str, Any]]) -> Community:
    return replaced(community, policy=resolve(community.policy.profile, overrides))


def _growth(chosen: argparse.Namespace) -> None:
    """Measure one axis at a time around a middle instance."""
    middle = {"what": "sample", "profile": "shouguang", "size": "medium", "workers": 2}
    middle["seconds"] = chosen.seconds or 60.0
    specs = {
        "teachers": [{"size": s} for s in ("small", "medium", "large", "district")],
        "terms": [{"terms": n} for n in (2, 4, 6)],
        "hosts": [{"profile": "mountain_county", "members": n} for n in (1, 2, 3)],
        "blocks": [{"profile": "fengjie", "terms": n} for n in (1, 2, 4, 6)],
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for axis, changes in specs.items():
        found[axis] = [_run(middle | change) for change in changes]
        print(f"\nby {axis}")
        _show(found[axis])
    if chosen.plot:
        _plot(found, chosen.plot)


def _plot(found: dict[str, list[dict[str, Any]]], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(found), figsize=(4 * len(found), 3.5))
    for plot, (axis, rows) in zip(axes, found.items(), strict=True):
        good = [r for r in rows if "solve_s" in r]
        key = {"hosts": "schools"}.get(axis, axis)
        for what, mark in (("build_s", "o--"), ("solve_s", "s-")):
            plot.plot([r[key] for r in good], [r[what] for r in good], mark, label=what)
        plot.set_xlabel(key)
        plot.set_ylabel("seconds")
        plot.legend()
    figure.tight_layout()
    figure.savefig(path)


def _seeds(chosen: argparse.Namespace) -> None:
    """Make, rotate and audit samples of each profile on the command line; a line a profile."""
    for profile in chosen.profiles:
        rows = [_chain(profile, seed, chosen) for seed in range(1, chosen.seeds + 1)]
        good = [r for r in rows if r["exit"] == 0]
        optimal = sum(r["status"] == "OPTIMAL" for r in good)
        slowest = max((r["seconds"] for r in good), default=None)
        print(
            f"{profile}: rotate and audit exit 0 on {len(good)} of {len(rows)}, "
            f"{optimal} proved optimal, slowest {slowest} s",
            flush=True,
        )
        for row in rows:
            if row not in good:
                print("  ", row, flush=True)


def _chain(profile: str, seed: int, chosen: argparse.Namespace) -> dict[str, Any]:
    """Return the exit code of the first command that fails, or 0, and how the roster was found."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, plan = f"{scratch}/community", f"{scratch}/plan"
        limit, workers = str(chosen.seconds or 30.0), str(chosen.workers)
        solving = ["--time-limit", limit, "--workers", workers, "--json"]
        status, seconds = "", 0.0
        for command in (
            ["new", folder, "--profile", profile, "--seed", str(seed)],
            ["rotate", folder, "-o", plan, *solving],
            ["audit", folder, plan],
        ):
            began = monotonic()
            done = subprocess.run(
                [sys.executable, "-m", "cli", *command], capture_output=True, text=True, check=False
            )
            if command[0] == "rotate":
                seconds = round(monotonic() - began, 1)
                status = json.loads(done.stdout or "{}").get("status", "")
            if done.returncode:
                break
    found = {"profile": profile, "seed": seed, "exit": done.returncode, "command": command[0]}
    return found | {"status": status, "seconds": seconds, "error": done.stderr[-300:]}


_COLUMNS = (
    *("schools", "teachers", "terms", "blocks", "candidates", "compile_s", "build_s", "solve_s"),
    *("status", "cost", "bound", "gap", "hard", "rounds", "memory_gb"),
)


def _show(rows: list[dict[str, Any]]) -> None:
    print("| " + " | ".join(_COLUMNS) + " |")
    print("|" + "---|" * len(_COLUMNS))
    for row in rows:
        print("| " + " | ".join(str(row.get(c, "")) for c in _COLUMNS) + " |", flush=True)


if __name__ == "__main__":
    main()
