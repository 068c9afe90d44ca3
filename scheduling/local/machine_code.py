"""Where machine code is kept: in a folder named after everything that it depends on.

There is one machine code of each function, so that processes that compile at once write the same
files.
"""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "complete"  # a file that holds the kind of processor that the machine code is for


@cache
def machine_code() -> Path:
    """Return the folder for machine code of these very sources.

    numba looks only at the file of a function, not at the functions that it calls: after a change
    in one of them it would go on with the old machine code. It looks at the time of the file, too.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256(f"{sys.version} {version('numba')}".encode())
    for path in [*sorted(here.glob("*.py")), here.parent / "demands.py"]:
        digest.update(f"{path.name} {path.stat().st_mtime_ns} ".encode())
        digest.update(path.read_bytes())
    places = [place / digest.hexdigest()[:12] for place in _places(here)]
    there = (p for p in places if (p / MARK).exists())
    return next(there, None) or next((p for p in places if may_write(p)), places[0])


def _places(here: Path) -> Iterator[Path]:
    """Return where machine code may be kept: beside the sources, or among a person's own files."""
    yield here / "__pycache__"
    own = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    yield Path(os.path.expanduser(own)) / "onebell"


def may_write(folder: Path) -> bool:
    """Return whether there is such a folder to write in; make it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
