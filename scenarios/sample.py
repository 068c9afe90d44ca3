"""Sample communities and counties: a folder, and a workbook beside it when asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.files import replacing
from community.generate import TERMS, Size, new_community
from community.generate.county import new_county, without_communities
from community.profile import BASE, profile_id
from community.text import Text
from community.writing import write_folder, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.text import Lang


def new_sample(
    profile: str,
    members: int | None,
    size: Size,
    seed: int,
    *,
    terms: int = TERMS,
    communities: int = 1,
    ungrouped: bool = False,
) -> Community:
    """Return a sample community, or a county of several like it.

    With ``ungrouped`` the county's communities are yet to be formed.

    Raises
    ------
    InputError
        When there is no such profile, or it does not allow so many members.
    """
    known_profile(profile)
    if communities > 1:
        made = new_county([(profile, members, size)] * communities, seed, terms)
        return without_communities(made) if ungrouped else made
    return new_community(profile, members, size, seed, terms).community


def known_profile(profile: str | None) -> None:
    """Refuse the name of a profile that there is not, where one is given."""
    try:
        profile_id(profile or BASE)
    except InputError as error:  # told of the word that was written, not of a file to come
        told = [replace(p, place="", column=None) for p in error.problems]
        raise InputError(told) from None


def write_sample(folder: Path, community: Community, *, workbook: bool) -> list[Path]:
    """Write a sample community to a new or empty folder; return what was written.

    The workbook stands beside the folder (``demo`` and ``demo.xlsx``), so that each of the two is
    a whole community.

    Raises
    ------
    InputError
        When the folder is not empty.
    """
    book = folder.with_name(f"{folder.name}.xlsx")
    refuse_taken(folder, *([book] if workbook else []))
    if not workbook:
        write_folder(community, folder)
        return [folder]
    with replacing(book) as beside:  # whichever of the two fails, neither stands there
        write_workbook(community, beside)
        write_folder(community, folder)
    return [folder, book]


def write_community(community: Community, out: Path, lang: Lang = "zh") -> None:
    """Write a community as a folder, or as a workbook by the ending of its name."""
    if out.suffix.lower() == ".xlsx":
        write_workbook(community, out, lang)
    else:
        write_folder(community, out)


def refuse_taken(*paths: Path) -> None:
    """Refuse files that exist, and folders that are not empty.

    Raises
    ------
    InputError
        With one problem for each of them.
    """
    taken = [p for p in paths if _taken(p)]
    if taken:
        expected = Text("已有内容，不会覆盖", "there is something already, it is not replaced")
        hint = Text("换一个路径，或先移走它", "Choose another path, or move it away first")
        raise InputError([Problem(place=str(p), expected=expected, hint=hint) for p in taken])


def _taken(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() else path.exists()
