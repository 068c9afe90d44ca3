"""Names of people in two parts, as other programs keep them, and together again."""

from __future__ import annotations

_DOUBLE = "欧阳 司马 上官 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 司徒 宇文 长孙 东方 端木 百里 南宫"


def given_and_family(name: str) -> tuple[str, str]:
    """Return the given name and the family name; a name of one part is both.

    A Chinese name begins with the family name; other names end with it.
    """
    words = name.replace("·", " ").split()
    if len(words) > 1:
        return " ".join(words[:-1]), words[-1]
    if not _is_chinese(name) or len(name) < 2:
        return name, name
    length = 2 if len(name) > 2 and name[:2] in _DOUBLE.split() else 1
    return name[length:], name[:length]


def together(given: str, family: str) -> str:
    """Return the whole name of two parts."""
    if given == family or not given or not family:
        return family or given
    if not _is_chinese(given + family):
        return f"{given} {family}"
    return f"{family}{given}"


def _is_chinese(name: str) -> bool:
    return all("\u3400" <= c <= "\u9fff" for c in name)
