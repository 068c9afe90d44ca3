"""What people changed of duties in a school's workbook: on pages of classes, in 值班表, in data.

The names in a cell of a page count, one below the other or with 、 between them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from community.errors import Problem
from community.text import Text
from publishing.comparison import LANGS
from publishing.duty_lists import duty_posts, duty_table
from publishing.duty_rows import duty_rows, read_duties
from publishing.edited_rows import freshen
from publishing.i18n import weekday_name, word
from publishing.page_edits import page_cells, squeezed
from publishing.plan_book import cell_text
from publishing.plan_tables import DUTIES
from scenarios.compare import of_posts
from scheduling.timetable import ClassDuty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publishing.plan_book import PlanBook
    from publishing.plan_reading import PlanReader
    from publishing.view import PlanView
    from scenarios.compare import Place

FIRST_ROW = 4  # of a printed list, as ``sheets.draw_notice`` draws it
_AND = re.compile(r"[、，,;；/\n]")


def sent_back(
    book: PlanBook, view: PlanView, school: str, changed: dict[str, set[int]], reader: PlanReader
) -> tuple[ClassDuty, ...]:
    """Return the duties of a school as its workbook has them; problems go to the reader.

    ``view`` is the plan as it was sent out. Rows of ``changed`` that are understood are taken out.
    """
    were = of_posts(x for x in view.plan.duties if x.school == school)
    found = dict(were)
    if book.has(DUTIES):
        sheet = book.sheet(DUTIES, reader.problems)
        if sheet:
            freshen(DUTIES, sheet, duty_rows(view, school), reader)
        rows = of_posts(read_duties(reader, sheet, school))
        found = {place: rows.get(place, ()) for place in {*were, *rows}}
    for place, duties, problem in _printed(book, view, school, changed, reader):
        if found.get(place, ()) not in (were.get(place, ()), duties):
            reader.problems.append(problem)
        found[place] = duties
    return tuple(sorted(x for some in found.values() for x in some))


def _printed(
    book: PlanBook, view: PlanView, school: str, changed: dict[str, set[int]], reader: PlanReader
) -> Iterator[tuple[Place, tuple[ClassDuty, ...], Problem]]:
    """Yield what was changed on printed pages, with the problem that it has where it is two things.

    A cell that is not understood goes to the problems of the reader.
    """
    people = _people(view)
    for page, row, place, text in (
        *_on_classes(book, view, school, changed),
        *_in_list(book, view, school, changed),
    ):
        site, group, day, order = place
        column = weekday_name(day, "zh", long=True)
        told = Problem(place=page, row=row, column=column, value=text, expected=_ONE)
        slots = view.slots[group]
        named = [people.get(squeezed(x), set()) for x in _AND.split(text) if x.strip()]
        closed = not any(s.order == order and day in s.weekdays for s in slots)
        if closed or any(len(x) != 1 for x in named):
            reader.problems.append(replace(told, expected=_NO_SLOT if closed else _NAMES))
            continue
        ids = sorted({who for x in named for who in x})
        yield place, tuple(ClassDuty(site, group, day, order, who) for who in ids), told


def _people(view: PlanView) -> dict[str, set[str]]:
    """Return who can be meant by what: what people are called, their names and ids."""
    found: dict[str, set[str]] = defaultdict(set)
    for t in view.community.teachers:
        for text in (view.teacher_name(t.id), t.name, t.id):
            found[squeezed(text)].add(t.id)
    return found


def _on_classes(
    book: PlanBook, view: PlanView, school: str, changed: dict[str, set[int]]
) -> Iterator[tuple[str, int, Place, str]]:
    """Yield sheet, row, place and text of each cell of a duty that was changed on a page."""
    for group in view.community.classes:
        if group.school != school or group.name not in changed:
            continue
        cells = [*page_cells(book, view, group, changed[group.name], duties=True)]
        changed[group.name] -= {c.row for c in cells}
        for c in cells:
            if c.before != c.after:
                yield group.name, c.row, (school, group.id, *c.place), "\n".join(c.after)


def _in_list(
    book: PlanBook, view: PlanView, school: str, changed: dict[str, set[int]]
) -> Iterator[tuple[str, int, Place, str]]:
    """Yield sheet, row, place and text of each cell that was changed in the list of duties."""
    for lang in LANGS:
        name = word("duty_table", lang)
        rows = changed.get(name, set())
        if not rows:
            continue
        notice, posts = duty_table(view, lang, school), duty_posts(view, school)
        days = [int(key.removeprefix("on_")) for key, _ in notice.columns if key.startswith("on_")]
        labels = len(notice.columns) - len(days)
        for number, (post, row) in enumerate(zip(posts, notice.rows, strict=True), FIRST_ROW):
            said = [cell_text(c) for c in book.rows[name].get(number, [])]
            said += [""] * (len(row) - len(said))
            same = [squeezed(a) == squeezed(str(b)) for a, b in zip(said, row, strict=False)]
            if number not in rows or not all(same[:labels]) or any(said[len(row) :]):
                continue
            rows.discard(number)
            site, order, group = post
            for i, day in enumerate(days, labels):
                if not same[i]:
                    yield name, number, (site, group, day, order), said[i]


_NAMES = Text(
    "应为值班教师的姓名（空为没有人，几人用、分隔；重名的照表上的写法）",
    "expected the names of those on duty, as they are written elsewhere",
)
_NO_SLOT = Text("这一天没有这个时段", "there is no such slot on that day")
_ONE = Text(
    "这次值班在别的页也改了，应只改一处，或改得一样",
    "this duty was changed on another sheet too, and not alike",
)
