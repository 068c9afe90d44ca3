"""Which files belong together, and of which program they are: told by their names."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from community.archive import DAMAGED
from community.errors import InputError, Problem
from community.text import Text
from publishing.exchange import asc_in, fet_in, oneroster_in, untis_in
from publishing.exchange.found import Found
from publishing.exchange.oneroster_layout import ALL_FILES
from publishing.exchange.reading import MAX_BYTES, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from publishing.exchange.losses import Losses

MAX_FILES = 1000
_GPU = re.compile(r"GPU[0-9]{3}\.TXT", re.IGNORECASE)
_ONEROSTER = {f"{name}.csv".lower(): name for name in (*ALL_FILES, "manifest")}
_TOO_MANY = Text(f"应不超过{MAX_FILES}个文件", f"expected at most {MAX_FILES} files")
_WHOLE = (".zip", ".xml", ".fet")  # a file that stands alone
_STRANGE = (Text("文件", "files"), Text("不认得的文件", "files not recognised"))
_EXPECTED = Text(
    "应为OneRoster的压缩包或CSV、Untis的GPU文件、aSc的XML、FET文件，或放这些文件的文件夹",
    "expected a zip or CSV files of OneRoster, GPU files of Untis, XML of aSc, FET files, or their "
    "folder",
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that belong together: all of a OneRoster set, or those of one school.

    ``path`` is where a file of FET lies, whose reader opens it.
    """

    kind: Literal["oneroster", "untis", "asc", "fet"]
    place: str
    name: str
    files: dict[str, bytes]
    path: Path | None = None


def read(paths: Iterable[Path], encoding: str | None = None) -> Found:
    """Return what files and folders of other programs say, all taken together.

    Raises
    ------
    InputError
        When a file cannot be read or is of none of these programs, with its place.
    """
    found = Found()
    for bundle in _together(paths, found.losses):
        if bundle.kind == "oneroster":
            oneroster_in.read(found, bundle.place, bundle.files, encoding)
        elif bundle.kind == "untis":
            untis_in.read(found, bundle.place, bundle.name, bundle.files, encoding)
        elif bundle.path is not None:
            fet_in.read(found, bundle.place, bundle.name, bundle.path)
        else:
            (data,) = bundle.files.values()
            asc_in.read(found, bundle.place, bundle.name, data, encoding)
    return found


def _together(paths: Iterable[Path], losses: Losses) -> list[Bundle]:
    """Return the bundles; single files of one folder that belong together are one of them."""
    found: list[Bundle] = []
    loose: dict[Path, list[Path]] = {}
    for path in paths:
        if path.is_dir():
            found += _of_folder(path, losses)
        elif path.suffix.lower() in _WHOLE:
            found.append(_of_file(path, losses))
        else:
            loose.setdefault(path.parent, []).append(path)
    for folder, files in loose.items():
        contents = {path.name: _content(path) for path in files}
        found.append(_bundle(str(folder), folder.resolve().name, contents, losses))
    return found


def _of_folder(folder: Path, losses: Losses, *, inside: bool = False) -> Iterator[Bundle]:
    """Yield the bundle that a folder's own files are, or those of the files and folders in it."""
    entries = sorted(p for p in folder.iterdir() if not p.name.startswith("."))
    if len(entries) > MAX_FILES:
        raise refuse(str(folder), _TOO_MANY)
    files = [p for p in entries if p.is_file()]
    if any(_is_part(p.name) for p in files):
        contents = {p.name: _content(p) for p in files if _is_part(p.name)}
        losses.add(*_STRANGE, len(files) - len(contents))
        yield _bundle(str(folder), folder.resolve().name, contents, losses)
        return
    whole = [p for p in files if p.suffix.lower() in _WHOLE]
    folders = [] if inside else [p for p in entries if p.is_dir()]
    if not whole and not folders:
        raise refuse(str(folder), _EXPECTED)
    losses.add(*_STRANGE, len(files) - len(whole))
    for path in whole:
        yield _of_file(path, losses)
    for path in folders:
        yield from _of_folder(path, losses, inside=True)


def _of_file(path: Path, losses: Losses) -> Bundle:
    """Return the bundle that a file alone is."""
    if path.suffix.lower() == ".zip":
        return _of_zip(path, losses)
    if path.suffix.lower() == ".fet":
        return Bundle("fet", path.name, path.stem, {}, path)
    return Bundle("asc", path.name, path.stem, {path.name: _content(path)})


def _is_part(name: str) -> bool:
    return bool(_GPU.fullmatch(name)) or name.lower() in _ONEROSTER


def _of_zip(path: Path, losses: Losses) -> Bundle:
    """Return the files of a zip, which is not trusted in what it says of sizes."""
    _content(path)  # its size and that it can be read
    files: dict[str, bytes] = {}
    left = 5 * MAX_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [p for p in archive.infolist() if not p.is_dir() and _is_seen(p.filename)]
            if len(parts) > MAX_FILES:
                raise refuse(path.name, _TOO_MANY)
            for part in parts:
                with archive.open(part) as stream:
                    content = stream.read(min(left, MAX_BYTES) + 1)
                left -= len(content)
                if left < 0 or len(content) > MAX_BYTES:
                    most = MAX_BYTES // 2**20
                    expected = Text(
                        f"解压后应不超过{most} MB", f"expected at most {most} MB inside"
                    )
                    raise refuse(f"{path.name}/{part.filename}", expected)
                if files.setdefault(PurePosixPath(part.filename).name, content) is not content:
                    losses.add(*_STRANGE)
    except DAMAGED as error:
        raise refuse(path.name, Text("应为完好的压缩包", "expected an undamaged zip")) from error
    return _bundle(path.name, path.stem, files, losses)


def _is_seen(name: str) -> bool:
    """Return whether a file is one that people put into a zip, not one of their system's."""
    path = PurePosixPath(name)
    return not name.startswith("__MACOSX/") and not path.name.startswith(".")


def _bundle(place: str, name: str, files: dict[str, bytes], losses: Losses) -> Bundle:
    """Return the bundle that some files are, by their names."""
    gpu = {f.upper(): data for f, data in files.items() if _GPU.fullmatch(f)}
    roster = {_ONEROSTER[f.lower()]: data for f, data in files.items() if f.lower() in _ONEROSTER}
    known = gpu or roster
    if not known:
        raise InputError([Problem(place=place, value="、".join(files), expected=_EXPECTED)])
    losses.add(*_STRANGE, len(files) - len(known))
    return Bundle("untis" if gpu else "oneroster", place, name, known)


def _content(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        most = MAX_BYTES // 2**20
        raise refuse(path.name, Text(f"应不超过{most} MB", f"expected at most {most} MB"))
    return path.read_bytes()
