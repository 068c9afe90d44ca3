"""What people are called where no ids are shown: namesakes are told apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from community.names import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from community.records import Teacher

_DIGITS = re.compile(r"\d+$")


def told_apart(
    teachers: Sequence[Teacher], subjects: Mapping[str, str], schools: Mapping[str, str]
) -> dict[str, str]:
    """Return what each teacher is called, by id; nobody is called like somebody else.

    A namesake is told apart by the main subject (``王芳（语文）``) where no other has it, else by
    the school, else by both, else by the number in the id, else by the id.

    Parameters
    ----------
    teachers
        All teachers of a community.
    subjects, schools
        Names by id.
    """

    def subject(teacher: Teacher) -> str:
        return subjects.get(teacher.subjects[0], "")

    def school(teacher: Teacher) -> str:
        return schools.get(teacher.school, "")

    marks: tuple[Callable[[Teacher], str], ...] = (
        subject,
        school,
        lambda t: f"{school(t)}{subject(t)}",
        lambda t: "".join(_DIGITS.findall(t.id)),
        lambda t: t.id,
    )
    alike: dict[str, list[Teacher]] = defaultdict(list)
    for teacher in teachers:
        alike[_squeezed(teacher.name)].append(teacher)
    found = {t.id: t.name for t in teachers}
    taken = {*alike}
    for namesakes in alike.values():
        if len(namesakes) > 1:
            tried = [{t.id: _marked(t.name, mark(t)) for t in namesakes} for mark in marks]
            for made in reversed(tried):
                often = Counter(map(_squeezed, made.values()))
                clear = (i for i, name in made.items() if often[_squeezed(name)] == 1)
                found |= {i: made[i] for i in clear if _squeezed(made[i]) not in taken}
            taken |= {_squeezed(found[t.id]) for t in namesakes}
    return found


def _squeezed(name: str) -> str:
    return "".join(plain(name).split())


def _marked(name: str, mark: str) -> str:
    """Return a name with a mark behind it, where there is one."""
    if not mark:
        return name
    return f"{name} ({mark})" if name.isascii() else f"{name}（{mark}）"
