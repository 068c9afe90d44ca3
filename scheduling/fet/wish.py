"""One constraint of a FET file: its fields, read against the school, and the rules made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias, TypeVar

from community.errors import Problem
from community.rule import CostFunction, Strictness
from community.text import Text
from scheduling.setting import AppliesTo

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from scheduling.fet.activities import Activity
    from scheduling.fet.grid import Cell, Grid
    from scheduling.fet.school import School
    from scheduling.rules.base import Rule
    from scheduling.xhstt.elements import Element, Findings

    Carry: TypeAlias = Callable[["Wish"], Iterator[Rule]]

_WEIGHT = re.compile(r"(?:100|[0-9]{1,2})(?:\.[0-9]{1,9})?")

R = TypeVar("R", bound="Rule")


class NotCarriedError(Exception):
    """A constraint that the engine has no rule for, and why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Text(zh, en)


class UnreadableError(Exception):
    """A constraint with a problem, which is noted by now."""


class Kind(NamedTuple):
    """A kind of constraints: what people call it, and how its rules are made."""

    label: Text
    carry: Carry


def note(findings: Findings, element: Element, expected: Text) -> None:
    """Note a problem with an element: its line, and what stands in it."""
    value = f"<{element.tag}>{element.text}"
    problem = Problem(place=findings.place, row=element.line, value=value, expected=expected)
    findings.problems.append(problem)


@dataclass
class Wish:
    """One active constraint.

    Attributes
    ----------
    id
        What its rules are called: ``time 12``, the twelfth of the constraints on times.
    label
        What people call the kind.
    """

    element: Element
    id: str
    label: Text
    school: School
    findings: Findings
    who: tuple[str, ...] = ()
    _made: int = field(default=0)

    @property
    def grid(self) -> Grid:
        """The times of the school."""
        return self.school.grid

    @property
    def weight(self) -> float:
        """How much it weighs, in per cent; 100 is always kept.

        Raises
        ------
        UnreadableError
            When it is none.
        """
        text = self.text("Weight_Percentage")
        if not _WEIGHT.fullmatch(text) or float(text) > 100:
            self.fail("Weight_Percentage", Text("应为0到100", "expected 0 to 100"))
        return float(text)

    def rule(
        self,
        cls: type[R],
        who: Iterable[str] = (),
        *,
        sets: tuple[str, ...] = (),
        events: Iterable[Activity] = (),
        pairs: tuple[tuple[str, str, int | None, int | None], ...] = (),
        hard: bool = False,
        once: bool = False,
        **fields: Any,
    ) -> R:
        """Return one rule that it is made into: on resources, event groups, activities or pairs.

        One below 100 per cent is soft and has that weight, rounded, but 1 at least; ``hard``
        asks for what FET never gives up. ``once``: FET counts a broken point, not by how much.
        """
        self._made += 1
        weight = self.weight
        is_hard = hard or weight == 100
        soft = max(1, round(weight)) if weight else 0
        return cls(
            id=self.id if self._made == 1 else f"{self.id} {self._made}",
            title=self.label,
            strictness=Strictness.HARD if is_hard else Strictness.SOFT,
            weight=1 if is_hard else soft,
            cost_function=CostFunction.STEP if once and not is_hard else CostFunction.LINEAR,
            applies_to=AppliesTo(
                resources=tuple(who),
                event_groups=sets,
                events=tuple(a.id for a in events),
                event_pairs=pairs,
            ),
            **fields,
        )

    def fail(self, tag: str, expected: Text) -> NoReturn:
        """Note a problem with a field, and raise."""
        child = self.element.child(tag)
        if child is None:
            expected = Text(f"缺少<{tag}>", f"<{tag}> is missing")
        self.fail_at(child or self.element, expected)

    def fail_at(self, element: Element, expected: Text) -> NoReturn:
        """Note a problem with an element, with what stands in it, and raise."""
        note(self.findings, element, expected)
        raise UnreadableError

    def text(self, tag: str) -> str:
        """Return the text of a field, empty where it is missing."""
        return self.element.text_of(tag)

    def number(self, tag: str, least: int = 0) -> int:
        """Return the whole number in a field that must be there."""
        return self.findings.number(self.element, tag, least=least)

    def flag(self, tag: str, *, default: bool = False) -> bool:
        """Return a field that says true or false."""
        text = self.text(tag).lower()
        if text in ("true", "yes", "1"):
            return True
        if text not in ("false", "no", "0", ""):
            self.fail(tag, Text("应为true或false", "expected true or false"))
        return default if text == "" else False

    def named(self, tags: Iterable[str], known: Container[str], what: Text) -> str:
        """Return the name in the first of some fields that is there; it must be known."""
        tag = next((t for t in tags if self.element.child(t) is not None), next(iter(tags)))
        name = self.text(tag)
        if name not in known:
            self.fail(tag, Text(f"没有这个{what.zh}", f"there is no such {what.en}"))
        return name

    def activities(self, tag: str = "Activity_Id") -> list[Activity]:
        """Return the active ones among the activities that it lists, each once."""
        found = {}
        known = self.school.activities.by_id
        for child in self.element.children:
            if child.tag == tag:
                if child.text not in known:
                    self.fail_at(child, Text("没有这个课程编号", "there is no such activity"))
                if known[child.text].is_active:
                    found[child.text] = known[child.text]
        return list(found.values())

    def tagged(self, *names: str) -> list[Activity]:
        """Return the active activities with the tag in one of these fields."""
        tag = next((n for n in names if self.element.child(n) is not None), names[0])
        return [a for a in self.school.activities.active if self.text(tag) in a.tags]

    def cells(self, entry: str, prefix: str = "") -> frozenset[Cell]:
        """Return the cells that it lists: entries with a day and an hour."""
        days, hours = f"{prefix}Day", f"{prefix}Hour"
        return frozenset(
            (self._place(child, days, self.grid.days), self._place(child, hours, self.grid.hours))
            for child in self.element.children
            if child.tag == entry
        )

    def day(self, tag: str) -> int:
        """Return the number of the day in a field."""
        return self._place(self.element, tag, self.grid.days)

    def hour(self, tag: str) -> int:
        """Return the number of the hour in a field."""
        return self._place(self.element, tag, self.grid.hours)

    def _place(self, parent: Element, tag: str, known: tuple[str, ...]) -> int:
        text = parent.text_of(tag)
        if text not in known:
            expected = Text("没有这一天或这一节", "there is no such day or hour")
            self.fail_at(parent.child(tag) or parent, expected)
        return known.index(text)
