"""What cannot be is said at once: by counting (1), or as an error of the input (2)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cli_support import QUICK, onebell, tiny_folder
from support import tiny_community

from community.models import SyncSeries, Unavailable
from community.profile import resolve
from community.writing import write_folder
from scenarios.changes.base import replaced
from scheduling import planning
from scheduling.check import cost
from scheduling.solution import Solution
from solving.outcome import Status

if TYPE_CHECKING:
    from pathlib import Path

    from scheduling.instance import Instance
    from scheduling.search import SearchResult
    from solving.outcome import Budget

SERIES = SyncSeries(id="s1", subject="music", host_class="C31", receiving_classes=("M31",))


def _folder(path: Path, periods: int, doubles: int, **changes: object) -> Path:
    """The tiny community with so much music in all classes."""
    base = tiny_community()
    rows = tuple(
        r.model_copy(update={"periods": periods, "doubles": doubles}) if r.subject == "music" else r
        for r in base.curriculum
    )
    policy = resolve("national_base")
    write_folder(replaced(base, policy=policy, curriculum=rows, **changes), path)
    return path


def assert_proved(folder: Path, plan: Path, words: tuple[str, ...]) -> None:
    """Assert that both commands say no with these words, and that nothing is written."""
    for command in (("check", folder), ("plan", folder, "-o", plan)):
        result = onebell(*command)
        assert result.exit_code == 1, result.output
        for word in words:
            assert word in result.output
    assert not plan.exists()


def test_a_double_without_a_place_is_proved_before_any_search(tmp_path: Path) -> None:
    slots = tuple(
        s.model_copy(update={"start": s.start + 30 * s.order, "end": s.end + 30 * s.order})
        for s in tiny_community().slots
    )
    folder = _folder(tmp_path / "in", 2, 1, slots=slots)
    words = ("要连堂1次（音乐1次），但最多排得下0次", "第1节与第2节（休息40分钟）")
    assert_proved(folder, tmp_path / "plan", words)


@pytest.mark.parametrize(("periods", "doubles", "lessons"), [(2, 1, 1), (4, 2, 2)])
def test_doubles_and_synchronous_lessons_that_do_not_fit_together(
    tmp_path: Path, periods: int, doubles: int, lessons: int
) -> None:
    series = SERIES.model_copy(update={"periods": lessons})
    result = onebell("check", _folder(tmp_path / "in", periods, doubles, sync=(series,)))
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    # Music of grade 3 is in row 4 of the curriculum, after Chinese and maths.
    for words in ("sync.csv", "第2行", "课程计划第4行", f"连堂{doubles}次", "请减少连堂次数"):
        assert words in line


def test_doubles_and_synchronous_lessons_that_do(tmp_path: Path) -> None:
    assert onebell("check", _folder(tmp_path / "in", 3, 1, sync=(SERIES,))).exit_code == 0


def test_lessons_that_no_roster_can_place_are_proved_and_the_rules_named(tmp_path: Path) -> None:
    # Nobody teaches in slot 3, and classes have no gaps: two lessons a day at most, 10 for 13.
    base = tiny_community()
    taken = tuple(
        Unavailable(teacher=t.id, weekday=d, slot=3) for t in base.teachers for d in range(1, 6)
    )
    folder = _folder(tmp_path / "in", 2, 0, unavailable=taken)
    assert_proved(folder, tmp_path / "plan", ("以下规则不能同时满足", "“班级课间无空节"))


def test_a_timetable_that_is_not_finished_is_kept_and_never_taken_for_a_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = planning.solve

    def interrupted(instance: Instance, budget: Budget, **more: object) -> SearchResult:
        found = real(instance, budget, **more)
        assert found.solution is not None
        first, *rest = found.solution.lessons
        solution = Solution((replace(first, time=None), *rest))
        report = replace(found.report, status=Status.UNKNOWN, interrupted=True)
        return replace(found, solution=solution, report=report, cost=cost(instance, solution))

    monkeypatch.setattr(planning, "solve", interrupted)
    folder, out = tiny_folder(tmp_path / "in"), tmp_path / "plan"
    result = onebell("plan", folder, "-o", out, *QUICK)
    assert result.exit_code == 3, result.output
    assert "课表没有排完，还差1处" in result.output
    assert "本班空着的课位" in result.output.replace("\n", "")
    near = out / "nearest"
    result = onebell("audit", folder, near)
    assert result.exit_code == 1
    assert "课表没有排完：还有1节课没有时间" in result.output
    result = onebell("export", folder, near, "--to", "csv", "-o", tmp_path / "csv")
    assert result.exit_code == 2
    assert "没有排完" in result.stderr
    monkeypatch.undo()
    result = onebell("plan", folder, "--from", near, "-o", out, *QUICK)
    assert result.exit_code == 0, result.output
    assert not near.exists()


def test_a_rule_that_is_off_asks_for_nothing(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in", 2, 0)
    with (folder / "policy.toml").open("a", encoding="utf-8") as file:
        file.write("\n[rules.class_days]\nenabled = false\n\n[rules.class_teacher]\nweight = 7\n")
    result = onebell("check", folder, "--rules")
    assert result.exit_code == 0
    on, off = result.output.split("停用的规则\n")
    assert "(class_days)" in off and "(class_days)" not in on
    assert "班主任任教本班 (class_teacher) 原则上、权重 7" in on
