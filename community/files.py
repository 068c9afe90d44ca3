"""Writing files so that a reader finds the old ones or the new ones, never a part."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import sys
from contextlib import ExitStack, contextmanager, suppress
from glob import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_HERE = -100  # AT_FDCWD: paths count from the current folder
_SWAP = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def replace_file(path: Path, content: bytes) -> None:
    """Write a file: first beside ``path``, then in its place at once."""
    with replacing(path) as beside:
        beside.write_bytes(content)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place beside ``path``: what is written there takes its place when all has gone well.

    Folders on the way to it are made, and taken away again when it has not.
    """
    beside = _beside(path)
    with _way_to(path):
        try:
            yield beside
            os.replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder, all or none; other files in it are left alone.

    A name may lead into folders inside (``classes/C1.ics``).
    A new or empty folder appears complete. In one that is there, all files are written beside the
    old ones before the first is replaced.
    """
    if not folder.exists() or _is_free(folder):
        with replacing_folder(folder.resolve()) as fresh:
            for name, content in contents.items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(content)
        return
    ready: dict[Path, Path] = {}
    with ExitStack() as ways:
        try:
            for name, content in contents.items():
                ways.enter_context(_way_to(folder / name))
                ready[folder / name] = _beside(folder / name)
                ready[folder / name].write_bytes(content)
            for path, beside in ready.items():
                os.replace(beside, path)
        finally:
            for beside in ready.values():
                with suppress(OSError):
                    beside.unlink(missing_ok=True)


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """Give a new folder: it takes the place of ``folder`` at once when all has gone well.

    Where the system cannot exchange two folders, the old one is away for a moment; ``left_away``
    finds it if that was the last moment.
    """
    fresh = _beside(folder)
    with _way_to(folder):
        fresh.mkdir()
        try:
            yield fresh
            if folder.exists():
                shutil.copymode(folder, fresh)
                _exchange(fresh, folder)
            else:
                fresh.rename(folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder while something is added to it, or it is exchanged for a new one.

    Others who hold it wait for their turn. Where the system has no such locks, nobody waits.
    """
    if fcntl is None:
        yield
        return
    while True:
        held = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(held), os.stat(folder)):  # not exchanged in between
                yield
                return
        finally:
            os.close(held)


def append(path: Path, content: bytes) -> None:
    """Add to a file's end, at once and for good: when it returns, it is on the disk."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        while content:
            content = content[os.write(file, content) :]
        os.fsync(file)
    finally:
        os.close(file)
    if os.name == "posix":  # a new name in a folder is a change of the folder
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def left_away(folder: Path) -> Path | None:
    """Return where a folder that is not there was left when ``replacing_folder`` was cut short."""
    found = folder.parent.glob(f".{escape(folder.name)}-old-*") if folder.name else ()
    return next(iter(sorted(found)), None)


def keep(source: Path, target: Path) -> None:
    """Give a file, link or folder a second name; copy it where the system has no second names."""
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True, copy_function=_second_name)
    else:
        _second_name(source, target)


def _second_name(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _exchange(fresh: Path, folder: Path) -> None:
    if _exchanged(fresh, folder):
        return
    old = folder.with_name(f".{folder.name}-old-{secrets.token_hex(4)}")
    os.replace(folder, old)
    try:
        fresh.rename(folder)
    except BaseException:
        os.replace(old, folder)
        raise
    shutil.rmtree(old)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return whether the system could."""
    names = os.fsencode(one.absolute()), os.fsencode(other.absolute())
    try:
        if sys.platform == "linux":
            paths = _HERE, names[0], _HERE, names[1]
            return bool(ctypes.CDLL(None).renameat2(*paths, ctypes.c_uint(_SWAP)) == 0)
        if sys.platform == "darwin":
            return bool(ctypes.CDLL(None).renamex_np(*names, ctypes.c_uint(_SWAP)) == 0)
    except (OSError, AttributeError):  # no such function there
        pass
    return False


def _is_free(folder: Path) -> bool:
    """Return whether a folder is empty, and one that can be exchanged for another."""
    fixed = os.path.ismount(folder) or folder.samefile(os.curdir)
    return not fixed and not any(folder.iterdir())


@contextmanager
def _way_to(path: Path) -> Iterator[None]:
    """Make the folders on the way to a path; take them away again when the block fails."""
    missing = [p for p in path.absolute().parents if not p.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for made in missing:
            with suppress(OSError):
                made.rmdir()
        raise


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
