"""XML as a tree of elements that know their lines, read safely and one branch at a time."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from community.errors import InputError, Problem
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from pathlib import Path
    from typing import TextIO

LARGEST_FILE = 1 << 29  # bytes; the whole public archive is well below
DEEPEST = 50  # elements in each other; the format has ten
LARGEST_NUMBER = 999_999_999
_NAMED = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*["']([^"'<>]{1,40})["']""")
# Encodings that are read, by Python's name; one that holds all of the older ones stands for them.
_READ = {
    **dict.fromkeys(("utf-8", "utf-8-sig", "ascii"), "utf-8-sig"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **{name: name for name in ("utf-16", "big5", "iso8859-1", "iso8859-15", "cp1252")},
}
_SAVE_AS = Text("请将文件另存为UTF-8编码", "Save the file as UTF-8")
_REASONS = {
    "no element found": "没有内容",
    "not well-formed (invalid token)": "有不能用的字符",
    "mismatched tag": "开始和结束的标签不配对",
    "unclosed token": "标签没有写完",
    "duplicate attribute": "属性重复",
    "junk after document element": "结尾之后还有内容",
    "undefined entity": "用了没有定义的实体",
}


@dataclass(slots=True)
class Element:
    """An element of an XML file."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def child(self, tag: str) -> Element | None:
        """Return the first child with a tag."""
        return next((c for c in self.children if c.tag == tag), None)

    def under(self, tag: str) -> list[Element]:
        """Return the children of the child with a tag; nothing when it is missing."""
        found = self.child(tag)
        return found.children if found else []

    def text_of(self, tag: str) -> str:
        """Return the text of the child with a tag, without the white space around it."""
        found = self.child(tag)
        return found.text if found else ""

    def __str__(self) -> str:
        given = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f"<{self.tag}{given}>"


class Findings:
    """Collects what is wrong with a file, each with its element and line."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.problems: list[Problem] = []

    def add(self, element: Element, expected: Text, hint: Text | None = None) -> None:
        """Note a problem with an element."""
        self._note(element.line, str(element), expected, hint)

    def _note(self, line: int | None, value: str, expected: Text, hint: Text | None) -> None:
        self.problems.append(
            Problem(place=self.place, row=line, value=value, expected=expected, hint=hint)
        )

    def fail(self, line: int | None, value: str, expected: Text, hint: Text | None = None) -> None:
        """Note a problem after which reading makes no sense, and raise all of them."""
        self._note(line, value, expected, hint)
        self.raise_any()

    def raise_any(self) -> None:
        """Raise ``InputError`` when anything is wrong."""
        if self.problems:
            raise InputError(self.problems)

    def only(self, element: Element, *tags: str) -> None:
        """Note every child with another tag, so that nothing is passed over in silence."""
        for child in element.children:
            if child.tag not in tags:
                names = ", ".join(f"<{t}>" for t in tags)
                self.add(
                    child,
                    Text(f"<{element.tag}>里只能有{names}", f"<{element.tag}> holds only {names}"),
                )

    def text(self, element: Element, tag: str) -> str:
        """Return the text of a child that must be there."""
        if element.child(tag) is None:
            self.add(element, Text(f"缺少<{tag}>", f"<{tag}> is missing"))
        return element.text_of(tag)

    def identifier(self, element: Element, known: Container[str]) -> str:
        """Return the Id of an element, which must be there and new."""
        found = element.attributes.get("Id", "").strip()
        if not found:
            self.add(element, Text("应有Id", "expected an Id"))
        elif found in known:
            self.add(
                element,
                Text(f"Id“{found}”重复", f'the Id "{found}" is used twice'),
                Text("请改成不同的Id", "Give it another Id"),
            )
        return found

    def reference(self, element: Element, known: Container[str]) -> str | None:
        """Return the Reference of an element, None (and a problem) when it names nothing."""
        found = element.attributes.get("Reference", "").strip()
        if found in known:
            return found
        if found:
            expected = Text(f"没有Id为“{found}”的对象", f'nothing here has the Id "{found}"')
        else:
            expected = Text("应有Reference", "expected a Reference")
        self.add(element, expected, Text("请检查Id的拼写", "Check the spelling of the Id"))
        return None

    def references(self, element: Element, tag: str, known: Container[str]) -> tuple[str, ...]:
        """Return the references of the children of the child with a tag (``Times``, ...)."""
        parent = element.child(tag)
        if parent is None:
            return ()
        self.only(parent, tag.removesuffix("s"))
        found = (self.reference(child, known) for child in parent.children)
        return tuple(f for f in found if f is not None)

    def number(self, element: Element, tag: str, default: int | None = None, least: int = 0) -> int:
        """Return the whole number in a child; ``default`` None means that it must be there."""
        child = element.child(tag)
        if child is None:
            if default is None:
                self.add(element, Text(f"缺少<{tag}>", f"<{tag}> is missing"))
            return least if default is None else default
        if re.fullmatch("[+-]?[0-9]{1,9}", child.text) and int(child.text) >= least:
            return int(child.text)
        expected = Text(
            f"应为{least}到{LARGEST_NUMBER}的整数",
            f"expected a whole number from {least} to {LARGEST_NUMBER}",
        )
        self._note(child.line, f"<{tag}>{child.text}", expected, None)
        return least


class _Branches(ContentHandler):
    """Builds elements, and hands a finished branch to its consumer instead of keeping it."""

    def __init__(
        self,
        findings: Findings,
        consumers: dict[str, Callable[[Element], None]],
        *,
        exact: bool = False,
    ) -> None:
        super().__init__()
        self._findings = findings
        self._consumers = consumers
        self._exact = exact
        self._open: list[Element] = []
        self._text: list[list[str]] = []
        self.root: Element | None = None
        self._locator: Any = None

    @property
    def line(self) -> int | None:
        """Line that is being read; None before the first."""
        return self._locator.getLineNumber() if self._locator is not None else None

    @property
    def innermost(self) -> Element | None:
        """The innermost element that is open."""
        return self._open[-1] if self._open else None

    def setDocumentLocator(self, locator: Any) -> None:
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:
        element = Element(name, dict(attrs), self._locator.getLineNumber())
        if self.root is None:
            self.root = element
        if len(self._open) == DEEPEST:
            expected = Text(
                f"元素嵌套应不超过{DEEPEST}层", f"expected at most {DEEPEST} elements in each other"
            )
            self._findings.fail(element.line, str(element), expected)
        self._open.append(element)
        self._text.append([])

    def characters(self, content: str) -> None:
        self._text[-1].append(content)

    def endElement(self, name: str) -> None:
        element = self._open.pop()
        text = "".join(self._text.pop())
        element.text = text if self._exact else text.strip()
        path = "/".join(e.tag for e in self._open[1:])
        consumer = self._consumers.get(f"{path}/{name}")
        if consumer is not None:
            consumer(element)
        elif self._open:
            self._open[-1].children.append(element)


def opened(path: Path, findings: Findings) -> TextIO:
    """Return an XML file as text, by its first bytes or the encoding that it names; else UTF-8."""
    file = path.open("rb")
    start = file.peek(400)  # a pipe is read but once
    named = _NAMED.match(start)
    name = named[1].decode("ascii", "replace") if named else "utf-8"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    try:
        return io.TextIOWrapper(file, encoding=_READ[codecs.lookup(name).name])
    except (LookupError, ValueError):
        file.close()
        expected = Text("应为UTF-8编码的文件", "expected a file in UTF-8")
        findings.fail(1, name, expected, _SAVE_AS)
        raise  # never reached


def parse(
    path: Path,
    findings: Findings,
    consumers: dict[str, Callable[[Element], None]],
    *,
    exact: bool = False,
) -> Element:
    """Read an XML file and return its root, less the branches that consumers took.

    Parameters
    ----------
    path
        The file. Document types and entities are refused.
    findings
        Receives what is wrong with the file as XML.
    consumers
        Called with each finished element at a path below the root, such as
        ``Instances/Instance``; the element is then forgotten, so that a large file needs little
        memory.
    exact
        Keep the white space around texts, where it tells names apart.

    Raises
    ------
    InputError
        When the file cannot be read or is not well-formed.
    """
    handler = _Branches(findings, consumers, exact=exact)
    try:
        if path.stat().st_size > LARGEST_FILE:
            most = LARGEST_FILE >> 20
            findings.fail(None, "", Text(f"文件应小于{most} MB", f"expected under {most} MB"))
        with opened(path, findings) as file:
            parser = make_parser()
            parser.forbid_dtd = True
            parser.setContentHandler(handler)
            parser.parse(file)
    except OSError as error:
        reason = error.strerror or str(error)
        findings.fail(None, "", Text(f"文件无法读取（{reason}）", f"cannot be read ({reason})"))
    except SAXParseException as error:
        reason = error.getMessage()
        why = f"（{_REASONS[reason]}）" if reason in _REASONS else ""
        expected = Text(f"不是合格的XML{why}", f"not well-formed XML ({reason})")
        within, hint = handler.innermost, None
        if within is not None:
            start = within.line
            hint = Text(f"所在元素从第{start}行开始", f"The element begins in row {start}")
        findings.fail(error.getLineNumber(), str(within or ""), expected, hint)
    except UnicodeError as error:
        expected = Text("文件内容与它的编码不符", "the content is not in the file's encoding")
        findings.fail(None, getattr(error, "encoding", "utf-16"), expected, _SAVE_AS)
    except DefusedXmlException as error:
        expected = Text("不接受DOCTYPE和实体定义", "document types and entities are not accepted")
        hint = Text("请删去文件开头的<!DOCTYPE …>", "Remove the <!DOCTYPE ...> of the file")
        name = getattr(error, "name", None)
        found = f"<!DOCTYPE {name}>" if name else type(error).__name__
        findings.fail(handler.line, found, expected, hint)
    if handler.root is None:  # expat reports an empty file itself
        raise AssertionError("no root element")
    return handler.root
