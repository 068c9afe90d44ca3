"""What every family of rules has: its code, and parameters that are declared once.

A parameter is a field of the family's ``Params``: type, default and bounds stand there beside the
word that planners read and write, a sentence of help and the unit. Reading, the listing of rules,
workbooks, messages and the rules themselves are made from that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from community.policy import Window
    from community.rule import Strictness

SHARE = Text("%", "%")  # a share of 1, read and written in percent
PEOPLE, TEACHERS = Text("人", "people"), Text("名", "teachers")
TERMS, YEARS = Text("个学期", "semesters"), Text("年", "years")
DAYS, MINUTES = Text("天", "days"), Text("分钟", "minutes")
PERIODS, LESSONS = Text("课时", "periods"), Text("节", "lessons")
TIMES, SITES = Text("次", "times"), Text("所", "sites")
YUAN, KM = Text("元", "yuan"), Text("公里", "km")
NO_UNIT = Text("", "")


class Fault(NamedTuple):
    """A parameter that does not go together with the rest of its rule, and what is expected."""

    parameter: str
    expected: Text


class Params(BaseModel):
    """The parameters of one family.

    Attributes
    ----------
    code
        Code of the family in the catalogue, for example ``F03``.
    planned
        Whether this version plans and checks rules of the family; others are carried as data.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: ClassVar[str]
    planned: ClassVar[bool] = True

    @classmethod
    def plans(cls, given: Mapping[str, Any]) -> bool:
        """Return whether a rule with the given parameters is planned, not data alone."""
        return cls.planned

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Yield what cannot be: parameters that are good alone and do not go together."""
        yield from ()

    @classmethod
    def used(cls, given: dict[str, Any]) -> list[str]:
        """Return the parameters that mean something to a rule with the given ones."""
        return [*cls.model_fields]


def param(
    word: str,
    zh: str,
    en: str,
    default: Any = ...,
    unit: Text = NO_UNIT,
    *,
    expected: Text | None = None,
    between: str = "、,;",
    also: tuple[str, ...] = (),
    of_subjects: bool = False,
    **bounds: Any,
) -> Any:
    """Return the declaration of a parameter.

    Parameters
    ----------
    word
        What planners call it.
    zh, en
        What it means, in a clause of each language without a full stop.
    default
        Its value where a rule does not give one; left out, each rule has to.
    expected
        What it takes, where that does not follow from its type and bounds.
    between
        Signs that part the items of a list in a cell.
    also
        Other words for it.
    of_subjects
        Whether it holds ids of subjects, for which their names can be written.
    bounds
        ``ge``, ``gt``, ``le``, ``lt``, ``pattern``, ``min_length``: as pydantic's.
    """
    more: dict[str, Any] = {"en": en, "unit": unit, "expected": expected, "between": between}
    more |= {"also": also, "of_subjects": of_subjects}
    return Field(default, title=word, description=zh, json_schema_extra=more, **bounds)
