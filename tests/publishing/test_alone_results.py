"""What ``onebell alone`` prints of the rules whose cost differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import tiny_community

from community.text import Text
from publishing.alone_results import show_gains
from scenarios.alone import Gain
from scheduling.worth import Share

if TYPE_CHECKING:
    import pytest


def test_a_row_of_a_school_is_called_by_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    alone = Share((26, 26), (0, 0), (0, 0), 0, {"time_request_1.C": 7})
    joint = alone._replace(cost={})
    titles = {"time_request_1.C": Text("音乐不排周一", "music never on Mondays")}
    found = [Gain("C", alone, joint, settled=True, titles=titles)]
    show_gains(found, tiny_community(), as_json=False, lang="zh")
    told = capsys.readouterr().out
    assert "音乐不排周一 7 → 0" in told
    assert "time_request" not in told
