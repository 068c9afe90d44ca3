"""What is said of those whom the lists of a plan name, and who are no longer there."""

from __future__ import annotations

from support import tiny_community

from community.known import references
from community.sheets import Sheet
from publishing.calendar_tables import EVENTS
from publishing.gone_rows import leave_out
from scenarios.changes.base import replaced


def left(ids: str, names: str):
    """The lists of one event's people after M3 has gone, and who is told to be gone."""
    whole = tiny_community()
    community = replaced(whole, teachers=[t for t in whole.teachers if t.id != "M3"])
    header = [EVENTS.by_key[key].title for key in ("people_ids", "people")]
    sheet, gone = Sheet("events.csv", header, [(2, [ids, names])]), {}
    leave_out(EVENTS, sheet, community, references(community), gone)
    return [cells for _, cells in sheet.rows], gone


def test_who_left_is_taken_out_of_a_list_and_told():
    kept, gone = left("M1、M3", "教师M1、教师M3")
    assert kept == [["M1", "教师M1"]]
    assert gone == {("teachers", "教师M3"): 1}


def test_a_list_of_those_who_left_alone_is_left_out_and_told():
    assert left("M3", "") == ([], {("teachers", "M3"): 1})


def test_a_list_of_people_who_are_there_says_nothing():
    assert left("M1、M2", "教师M1、教师M2") == ([["M1、M2", "教师M1、教师M2"]], {})
