"""How a plan stands to what a rule counts: done, on the way, without a record, short."""

from __future__ import annotations

from community.rule import Source
from community.text import Text
from scenarios.compliance import Line, Verdict

NAME = Text("教研", "research")


def test_a_line_stands_by_what_was_held_and_what_is_still_to_come():
    # 2 wanted: 2 held; 1 held and 1 to come; that 1 is over without a record; 1 in all
    assert Line(NAME, 2, 2, 0, None).verdict is Verdict.DONE
    assert Line(NAME, 2, 1, 1, None).verdict is Verdict.ON_THE_WAY
    assert Line(NAME, 2, 1, 1, None, over=1).verdict is Verdict.OVERDUE
    assert Line(NAME, 2, 1, 0, None).verdict is Verdict.SHORT


def test_what_a_quote_quotes_is_in_single_marks():
    assert str(Source(quote="商定同步课堂“一张表”")) == "“商定同步课堂‘一张表’”"
    assert str(Source()) == ""
