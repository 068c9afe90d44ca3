"""Looking at a place before long work, so that nobody waits for a plan that cannot be written."""

from __future__ import annotations

import tempfile
from pathlib import Path

from community.errors import InputError, Problem
from community.text import Text
from publishing.plan_folder import refuse_foreign


def ready(target: Path) -> None:
    """Return when a plan folder can be written at a path.

    Raises
    ------
    InputError
        When something else than a plan is there, or the way to it leads through a file.
    OSError
        When nothing can be written there.
    """
    refuse_foreign(target)
    above = Path(target).absolute().parent
    while not above.exists():
        above = above.parent
    if not above.is_dir():
        expected = Text("应为文件夹，这是一个文件", "expected a folder, this is a file")
        raise InputError([Problem(place=str(above), expected=expected)])
    with tempfile.TemporaryDirectory(prefix=".onebell-", dir=above):
        pass
