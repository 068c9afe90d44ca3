"""Looking at a place before long work, so that nobody waits for a plan that cannot be written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from community.errors import InputError, Problem
from community.text import Text
from publishing.plan_folder import refuse_foreign
from publishing.words.system import refusal


def ready(target: Path) -> None:
    """Return when a plan folder can be written at a path.

    Raises
    ------
    InputError
        When something else than a plan is there, the way to it leads through a file, it is a folder
        that cannot be exchanged for another (where one stands, or a drive's own), or nothing can be
        written there.
    """
    refuse_foreign(target)
    if os.path.ismount(target) or (target.exists() and target.samefile(Path.cwd())):
        expected = Text(
            "应为当前文件夹或磁盘里的一个子文件夹：整个文件夹会被新方案替换",
            "expected a folder inside this one: the whole folder is exchanged for the new plan",
        )
        hint = Text(f"如 {target / 'plan'}", f"Try {target / 'plan'}")
        raise InputError([Problem(place=str(target), expected=expected, hint=hint)])
    above = Path(target).absolute().parent
    while not above.exists():
        above = above.parent
    if not above.is_dir():
        expected = Text("应为文件夹，这是一个文件", "expected a folder, this is a file")
        raise InputError([Problem(place=str(above), expected=expected)])
    try:
        # As long a name as the folders beside the plan will have.
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-old-", dir=above):
            pass
    except OSError as error:
        expected = Text("应为可以写入的位置", "expected a place that can be written to")
        said = refusal(error)
        hint = Text(f"换一个路径：{said.zh}", f"Choose another path: {said.en}")
        problem = Problem(place=str(target), expected=expected, hint=hint)
        raise InputError([problem]) from None
