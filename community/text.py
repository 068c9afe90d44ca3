"""A sentence in the two languages of the product."""

from __future__ import annotations

from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Text(NamedTuple):
    """One sentence for planners, in Chinese and in English."""

    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        """Return the sentence in one language."""
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        return self.zh
