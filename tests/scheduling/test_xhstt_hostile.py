"""Public files in other encodings, and small ones that would take minutes or all the memory."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from tiny_xhstt import event, school

from community.errors import InputError
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.base import AppliesTo
from scheduling.xhstt import Archive, read, write

if TYPE_CHECKING:
    from pathlib import Path


def text_of(folder: Path, declared: str = "") -> str:
    """A small file with Chinese names, without or with the name of an encoding."""
    rule = AssignTime(id="timed", applies_to=AppliesTo(event_groups=("All",)))
    path = folder / "made.xml"
    write(Archive((school(event("E1", 1, "A"), rules=(rule,)),)), path)
    body = path.read_text(encoding="utf-8").split("?>", 1)[1]
    return f'<?xml version="1.0" encoding="{declared}"?>{body}' if declared else body


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("UTF-8", "utf-8-sig"),
        ("utf8", "utf-8"),
        ("utf_8_sig", "utf-8-sig"),
        ("GBK", "gbk"),
        ("gb2312", "gb18030"),
        ("GB18030", "gb18030"),
        ("big5", "big5"),
        ("UTF-16", "utf-16"),
        ("", "utf-16"),
    ],
)
def test_encodings_that_are_read(tmp_path: Path, declared: str, encoding: str) -> None:
    """安 stands in all of them; big5 lacks simplified characters, so that the others go there."""
    text = text_of(tmp_path, declared)
    if encoding == "big5":
        text = "".join(c if c.isascii() or c == "安" else "甲" for c in text)
    path = tmp_path / "a.xml"
    path.write_bytes(text.encode(encoding))
    assert read(path).instances[0].resource_by_id["A"].name[0] == "安"


@pytest.mark.parametrize(
    "declared", ["nonsense", "hex", "base64", "rot13", "idna", "punycode", "utf-7", "euc-jp", "é"]
)
def test_an_encoding_that_is_not_read_is_named(tmp_path: Path, declared: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text_of(tmp_path, declared), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    (problem,) = caught.value.problems
    assert "UTF-8" in problem.to("zh") and "UTF-8" in problem.to("en")
    assert declared.isascii() <= (declared in problem.value)


@pytest.mark.parametrize("declared", ["", "UTF-8", "ascii", "UTF-16"])
def test_bytes_that_are_not_in_the_encoding(tmp_path: Path, declared: str) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(text_of(tmp_path, declared).encode("gbk"))
    with pytest.raises(InputError, match="另存为UTF-8"):
        read(path)


def refused(folder: Path, old: str, new: str, said: str) -> None:
    """The file with a replacement is refused in one line, and within seconds."""
    text = text_of(folder)
    assert old in text
    path = folder / "a.xml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = time.process_time()
    with pytest.raises(InputError) as caught:
        read(path)
    assert time.process_time() - before < 10
    assert len(caught.value.problems) == 1 and said in str(caught.value)


def test_deeply_nested_elements(tmp_path: Path) -> None:
    refused(tmp_path, "<Times>", f"{'<a>' * 20_000}{'</a>' * 20_000}<Times>", "50层")


def test_groups_of_resources_without_end(tmp_path: Path) -> None:
    """Staff has 3 members; 333,334 times that are 1,000,002 places."""
    groups = '<ResourceGroup Reference="Staff" />' * 333_334
    refused(
        *(tmp_path, "<EventGroups>\n            <EventGroup Ref"),
        *(f"<ResourceGroups>{groups}</ResourceGroups><EventGroups><EventGroup Ref", "1000000"),
    )


def test_constraints_that_list_without_end(tmp_path: Path) -> None:
    """All has 1,000 events, listed 5,001 times."""
    events = tuple(event(f"E{n}") for n in range(1_000))
    rule = AssignTime(id="timed", applies_to=AppliesTo(event_groups=("All",) * 5_001))
    path = tmp_path / "a.xml"
    write(Archive((school(*events, rules=(rule,)),)), path)
    with pytest.raises(InputError, match="5000000"):
        read(path)


def test_many_resources_of_one_event_are_read_in_no_time(tmp_path: Path) -> None:
    """20,000 of one role are one mistake, found without comparing each with each."""
    slots = "<Resource><Role>r</Role><ResourceType Reference='Teacher'/></Resource>" * 20_000
    refused(tmp_path, '<Resource Reference="A" />', slots, "角色“r”")
