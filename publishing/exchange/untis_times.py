"""Time requests of Untis (``GPU016.TXT``): of a class, teacher, room or subject, from -3 to +3.

At -3 nothing can be; at -1 and -2 something rather is not. What is liked has no place in a
community's tables, and is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from community.requests import Liking
from community.rule import Strictness
from community.text import Text
from publishing.exchange import untis_layout as layout
from publishing.exchange.found import Period
from publishing.exchange.reading import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from publishing.exchange.found import Found

_BLOCKED = -3
_WEIGHTS = {-1: 2, -2: 5}
_COLUMNS = {kind: column for column, kind in layout.KINDS.items()}
_WHERE = layout.TITLES[layout.TIMES]


class Wish(NamedTuple):
    """How much a time is liked for something, which stands in a column of the requests."""

    column: str
    who: Hashable
    weekday: int
    period: int
    degree: int


def wishes(
    found: Found,
    rows: Iterable[Mapping[str, str]],
    known: Callable[[str, str], Hashable | None],
) -> list[Wish]:
    """Return the wishes that say something; rows about what is not known are counted.

    ``known`` gives the key of what a column's short name stands for.
    """
    read = []
    for row in rows:
        day, period = whole(row["day"], 7), whole(row["period"], 40)
        degree = whole(row["wish"].lstrip("+-"), 3)
        column = _COLUMNS.get(row["kind"].upper(), "")
        who = known(column, row["who"])
        if not day or not period or degree is None or who is None:
            found.losses.add(_WHERE, Text("行", "rows"))
        elif degree:
            sign = -1 if row["wish"].startswith("-") else 1
            read.append(Wish(column, who, day, period, sign * degree))
    return read


def ask(found: Found, school: Hashable, wish: Wish) -> None:
    """Ask for a time in the tables of requests."""
    period, who = Period(school, wish.period), {wish.column: wish.who}
    if wish.degree == _BLOCKED and wish.column != "subject":
        at = {"school": school} if wish.column == "teacher" else {}
        found.ask("unavailable", **who, **at, weekday=wish.weekday, slot=period)
    elif wish.degree < 0 and wish.column != "room":
        hard = wish.degree == _BLOCKED
        found.ask(
            "time_requests",
            **who,
            **{"school": school, "liking": Liking.NEVER, "weekdays": (wish.weekday,)},
            **{"slots": (period,), "strictness": Strictness.HARD if hard else Strictness.SOFT},
            weight=_WEIGHTS.get(wish.degree),
        )
    else:
        found.losses.add(_WHERE, Text("其余程度的要求", "other degrees"))
