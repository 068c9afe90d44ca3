"""The kind of column that names a policy profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.profile import profile_names, profile_title
from community.tables.cells import as_word
from community.tables.kinds import Id

if TYPE_CHECKING:
    from community.tables.cells import Cell
    from community.tables.references import References


class Profile(Id):
    """A policy profile, by its name or its title. That there is one is asked of the policy."""

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the name."""
        word = as_word(cell)
        for name in profile_names():
            if word in profile_title(name):
                return name
        return word
