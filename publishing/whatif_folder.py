"""The folder of a what-if: the new plan, and the changed community that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.writing import write_folder
from publishing.plan_folder import write_plan

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from scenarios.whatif import WhatIfResult

COMMUNITY = "community"


def write_whatif(result: WhatIfResult, path: Path, lang: Lang = "zh") -> None:
    """Write the plan to ``path`` and the changed community to ``path/community``, both at once.

    ``onebell audit PATH/community PATH`` audits the plan on the community it was made for. Nothing
    is written when there is no plan.
    """
    if result.planned.plan is None:
        return

    def changed(folder: Path) -> None:
        write_folder(result.community, folder / COMMUNITY)

    write_plan(result.planned.plan, result.community, path, lang, changed)
