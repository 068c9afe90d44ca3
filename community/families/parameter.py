"""A parameter as planners meet it: its word, what it takes, and its value read and shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from community import toml
from community.errors import maybe
from community.families.base import (
    DAYS,
    LESSONS,
    MINUTES,
    PEOPLE,
    PERIODS,
    SHARE,
    SITES,
    TEACHERS,
    TERMS,
    YUAN,
)
from community.families.naming import CALLED, CODES
from community.families.subjects import norms, norms_text, subject_id, usual_subjects
from community.families.words import CLOCK
from community.names import plain
from community.numerals import amount
from community.tables.cells import CellError, decimal
from community.tables.kinds import Choice, Minutes, YesNo, Yuan
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from community.text import Lang

_NUMBERS = (int, float)
_UNITS = {
    SHARE: (),
    TEACHERS: ("名", "人", "位"),
    PEOPLE: ("名", "人", "位"),
    TERMS: ("学期", "个"),
    DAYS: ("天", "个教学日", "日"),
    PERIODS: ("课时", "节"),
    LESSONS: ("课时", "节"),
    SITES: ("所", "校"),
}
"""Words for a unit; another unit is written as it is printed."""
_LARGER = {MINUTES: Minutes.larger, YUAN: Yuan.larger}


@dataclass(frozen=True)
class Parameter:
    """One parameter, or one field that every rule has.

    A value is *plain*: what TOML can hold, with codes for words.
    """

    key: str
    field: FieldInfo

    @property
    def word(self) -> str:
        """What planners call it."""
        return self.field.title or self.key

    @property
    def spellings(self) -> tuple[str, ...]:
        """The key, and all words for it."""
        return (self.key, self.word, *self._more["also"])

    @property
    def help(self) -> Text:
        """What it means."""
        return Text(self.field.description or "", self._more["en"])

    def name(self, lang: Lang) -> str:
        """Return the word, or the key that stands for it in files and in English."""
        return self.word if lang == "zh" else self.key

    @property
    def default(self) -> Any:
        """Its value where a rule gives none; None: it is not set."""
        return None if self.field.is_required() else self.field.default

    @property
    def takes(self) -> Text:
        """What it can be, for lists."""
        said: Text | None = self._more["expected"]
        if said:
            return said
        if self._choice:
            zh = "、".join(words[0] for words in self._choice.words.values())
            en = ", ".join(self._choice.words)
            return Text(f"{zh}，可写几项", f"some of {en}") if self.many else Text(zh, en)
        if self._base is bool:
            return Text("是或否", "true or false")
        one = self._range() if self._base in _NUMBERS else Text("文字", "a text")
        return Text(f"{one.zh}，可写几项", f"{one.en}; or several") if self.many else one

    @property
    def expected(self) -> Text:
        """What it can be, as messages say it."""
        zh, en = self.takes
        one = self._choice is not None and not self.many
        return (
            Text(f"应为{zh}之一", f"expected one of: {en}")
            if one
            else Text(f"应为{zh}", f"expected {en}")
        )

    def read(self, value: Any, subjects: Mapping[str, str] | None = None) -> Any:
        """Return the plain value of what a planner wrote.

        ``subjects`` are the names of the community's subjects by id; without them the usual names
        are known, and any word may be an id.

        Raises
        ------
        CellError
            When it is none that the parameter takes.
        """
        found = self._plain(value, subjects)
        try:
            if self._of_one_type(found):
                self._adapter.validate_python(found)
                return found
        except ValidationError:
            pass
        bad = [item for item in found if item not in self._words.values()] if self.many else []
        raise CellError(self.expected, maybe(bad[0] if bad else found, self._words))

    def shown(self, value: Any, lang: Lang, subjects: Mapping[str, str] | None = None) -> str:
        """Return a plain value in words; what is not set is a dash."""
        if value is None or value in ((), [], ""):
            return "–"
        if isinstance(value, bool):
            return str(YesNo().format(value, lang))
        if isinstance(value, Sequence) and not isinstance(value, str):
            between = "；" if self._between == ";" else "、"
            return (between if lang == "zh" else "; ").join(
                self.shown(v, lang, subjects) for v in value
            )
        if lang == "zh" and self._more["of_subjects"]:
            names = usual_subjects() if subjects is None else subjects
            return norms_text(value, names) if self._base is dict else names.get(value, value)
        if isinstance(value, dict):
            return toml.value(value)
        if self._choice:
            return str(self._choice.format(value, lang))
        if lang == "zh" and value in CALLED:
            return CALLED[value]
        if isinstance(value, _NUMBERS):
            share = self.unit is SHARE
            return f"{decimal(round(100 * value, 6))}%" if share else decimal(float(value))
        return str(value)

    @property
    def unit(self) -> Text:
        """The unit of its numbers."""
        unit: Text = self._more["unit"]
        return unit

    @cached_property
    def many(self) -> bool:
        """Whether it holds several values."""
        return any(get_origin(part) in (tuple, list) for part in self._parts)

    @property
    def is_number(self) -> bool:
        """Whether it holds one number."""
        return self._base in _NUMBERS and not self.many

    @property
    def _more(self) -> dict[str, Any]:
        more: Any = self.field.json_schema_extra
        found: dict[str, Any] = more
        return found

    @property
    def _between(self) -> str:
        between: str = self._more["between"]
        return between

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(Annotated[self.field.annotation, self.field])  # type: ignore[arg-type]

    @cached_property
    def _parts(self) -> list[Any]:
        """The annotation, whatever it is made of, and what is said of it."""
        return [*_inside(self.field.annotation), *self.field.metadata]

    @cached_property
    def _choice(self) -> Choice | None:
        return next((part for part in self._parts if isinstance(part, Choice)), None)

    @cached_property
    def _words(self) -> dict[str, str]:
        """The codes of a choice by all words for them."""
        known = self._choice.words if self._choice else {}
        return {word.lower(): code for code, words in known.items() for word in (code, *words)}

    @cached_property
    def _base(self) -> type:
        """What a single value is: bool, int, float, dict, or text for all the rest."""
        if any(get_origin(part) is dict for part in self._parts):
            return dict
        if any(isinstance(part, BeforeValidator) for part in self._parts):
            return str
        return next((part for part in self._parts if part in (bool, *_NUMBERS)), str)

    def _plain(self, value: Any, subjects: Mapping[str, str] | None) -> Any:
        if self._base is dict:
            return norms(value, subjects)
        items = [self._single(item) for item in (self._items(value) if self.many else [value])]
        if self._more["of_subjects"]:
            items = [subject_id(i, subjects) if isinstance(i, str) else i for i in items]
        return items if self.many else items[0]

    def _items(self, value: Any) -> Sequence[Any]:
        if isinstance(value, str):
            parts = re.split(f"[{self._between}\n]", plain(value))
            return [part.strip() for part in parts if part.strip()]
        return value if isinstance(value, list | tuple) else [value]

    def _single(self, value: Any) -> Any:
        """Return one value with codes for words, and with numbers and times read from texts."""
        if isinstance(value, dt.time):
            value = f"{value:%H:%M}"
        if self._base is str:
            return self._text(value)
        if self._base is bool:
            return YesNo.words.get(plain(str(value)).lower(), value)
        if isinstance(value, str):
            value = toml.parse_value(self._in_digits(value))
        if self._base is int and isinstance(value, float) and value.is_integer():
            return int(value)
        return value

    def _in_digits(self, text: str) -> str:
        """Return a number as it is written in digits and without a unit: 6 for 六名."""
        word = plain(text)
        if (counted := re.fullmatch(r"(.*个)(\D+)", word)) and counted[2] in self.word:
            word = counted[1]  # 2个年级, of what is called 最多年级
        parts = {"%": 1, "成": 10}
        if self.unit is SHARE and re.search("^百分之|[%成]$", word):
            share = amount(re.sub("^百分之(.+)", r"\1%", word), parts)
            return word if share is None else f"{share}%"
        names = filter(None, _UNITS.get(self.unit, (self.unit.zh,)))
        found = amount(word, dict.fromkeys(names, 1) | _LARGER.get(self.unit, {}))
        return word if found is None else str(found)

    def _text(self, value: Any) -> Any:
        if self.many and isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            return value
        if self._choice:
            return self._words.get(plain(value).lower(), value)
        if any(getattr(part, "pattern", None) == CLOCK for part in self._parts):
            clock = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(:00)?", plain(value))
            return f"{int(clock[1]):02}:{clock[2]}" if clock else value
        return value if self._more["of_subjects"] else CODES.get(plain(value), value)

    def _of_one_type(self, value: Any) -> bool:
        """Return whether numbers are numbers and yes/no is that: pydantic would convert them."""
        items = value if self.many else [value]
        if self._base is bool:
            return all(isinstance(item, bool) for item in items)
        if self._base in _NUMBERS:
            return all(isinstance(i, _NUMBERS) and not isinstance(i, bool) for i in items)
        return True

    def _range(self) -> Text:
        """Return the bounds of a number in words."""
        above, low, high = (self._bound(name) for name in ("gt", "ge", "le"))
        if self.unit is SHARE:
            zh, en = (
                ("0%到", "from 0 to") if above is None else ("大于0%、不超过", "above 0 and up to")
            )
            return Text(f"{zh}100%的比例，写作30%或0.3", f"a share {en} 1, as 0.3 or 30%")
        zh, en = ("整数", "whole number") if self._base is int else ("数", "number")
        most = decimal(float(high or 0))
        if low is None and above is not None:
            least = decimal(float(above))
            return Text(
                f"大于{least}、不超过{most}的{zh}", f"a {en} above {least} and up to {most}"
            )
        least = decimal(float(low or 0))
        return Text(f"{least}到{most}的{zh}", f"a {en} from {least} to {most}")

    def _bound(self, name: str) -> float | None:
        found = (getattr(part, name, None) for part in self._parts)
        return next((value for value in found if value is not None), None)


def _inside(annotation: Any) -> Iterator[Any]:
    """Yield a type and all that it is made of."""
    yield annotation
    for part in (*get_args(annotation), *getattr(annotation, "metadata", ())):
        yield from _inside(part)
