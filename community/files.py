"""Writing files so that a reader finds the old ones or the new ones, never a part."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a file beside ``path``, then put it in its place at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(path)
    try:
        write(beside)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder, all or none; other files in it are left alone.

    A name may lead into folders inside (``classes/C1.ics``).
    A new folder appears complete. In one that is there, all files are written beside the old ones
    before the first is replaced.
    """
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(folder)
        beside.mkdir()
        try:
            for name, content in contents.items():
                (beside / name).parent.mkdir(parents=True, exist_ok=True)
                (beside / name).write_bytes(content)
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        return
    ready: dict[Path, Path] = {}
    try:
        for name, content in contents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            ready[folder / name] = _beside(folder / name)
            ready[folder / name].write_bytes(content)
        for path, beside in ready.items():
            os.replace(beside, path)
    finally:
        for beside in ready.values():
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
