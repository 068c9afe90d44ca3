"""``plan --all-terms``: a plan folder for each term, of one roster, close to the one before."""

from __future__ import annotations

import json

from cli_support import edit, onebell, tiny_folder

from community.reading import read_community
from publishing.plan_folder import read_plan
from scenarios.compare import compare

LIMIT = ("--effort", 3)


def test_every_term_is_a_whole_plan_of_one_roster(tmp_path, planned):
    group, _ = planned
    out = tmp_path / "year"
    result = onebell("plan", group, "--all-terms", "-o", out, *LIMIT, "--json")
    assert result.exit_code == 0, result.output
    community = read_community(group)
    terms = [t.id for t in community.terms]
    assert len(terms) > 1
    assert list(json.loads(result.stdout)) == [p.name for p in sorted(out.iterdir())] == terms
    plans = [read_plan(community, out / term) for term in terms]
    for term, plan in zip(terms, plans, strict=True):
        assert plan.week.term == term
        assert onebell("audit", group, out / term).exit_code == 0
        assert plan.roster == plans[0].roster
    # What a teacher leaves who is placed in one term only is handed over; little else moves.
    assert compare(plans[0], plans[1]).moved_share < 0.25


def test_without_a_plan_of_the_first_term_the_others_are_not_tried(tmp_path):
    group = tiny_folder(tmp_path / "community")

    def more(table):  # 16 + 5 + 2 periods for 20 slots
        for row in table[1:]:
            if row[:2] == ["3", "zh"]:
                row[2] = "16"

    edit(group, "curriculum", more)
    words = ("plan", group, "--all-terms", "-o", tmp_path / "year", "--lang", "en")
    result = onebell(*words, *LIMIT)
    assert result.exit_code == 1
    assert "Not planned: the first term has no plan." in result.stdout
    assert not (tmp_path / "year").exists()


def test_one_term_and_all_terms_are_two_wishes(tmp_path, planned):
    words = ("plan", planned[0], "--all-terms", "--term", "2025-1", "-o", tmp_path / "year")
    assert onebell(*words).exit_code == 2


def test_locks_count_in_every_term(tmp_path, planned):
    group, plan = planned
    community = read_community(group)
    before = read_plan(community, plan)
    kept = [x for x in before.week.lessons if x.class_id == before.week.lessons[0].class_id]
    # At a time of its own: in another term one person may teach both classes.
    taken = {(x.weekday, x.slot) for x in kept}
    once = next(x for x in before.week.lessons if (x.weekday, x.slot) not in taken)
    assert onebell("pin", group, plan, kept[0].class_id, "-o", tmp_path / "pinned").exit_code == 0
    day = "一二三四五"[once.weekday - 1]
    words = ("--from", tmp_path / "pinned", "--freeze", f"{once.class_id} 周{day} 第{once.slot}节")
    out = tmp_path / "year"
    result = onebell("plan", group, "--all-terms", *words, "-o", out, *LIMIT)
    assert result.exit_code == 0, result.output
    assert result.stdout.count("没有动：") == len(community.terms)
    for term in community.terms:
        found = read_plan(community, out / term.id)
        assert {x.lesson.class_id for x in found.locks} == {kept[0].class_id}
        times = {(x.class_id, x.subject, x.weekday, x.slot) for x in found.week.lessons}
        assert {(x.class_id, x.subject, x.weekday, x.slot) for x in (*kept, once)} <= times
