"""The page as a reader of HTML sees it: what it holds, and that nothing of a file gets out."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports_kit import AT, DATA, HOSTILE, finding, hostile, hostile_result, result_of

from gofixmap.model import Edit, Evidence, FileProblem, Fix, RunResult, Status, Summary
from gofixmap.patch.create import diff_files
from gofixmap.reports.html import render_html
from gofixmap.reports.lines import harmless, one_line
from gofixmap.reports.services import Rule
from gofixmap.reports.sidebyside import Run, runs
from gofixmap.reports.sources import Sources
from gofixmap.text import Span

RULES = (
    Rule("nil-map", "Nil maps", "", "# nil-map\n\nA </script> in a page.\n"),
    Rule("loopvar", "Loops", "", "x"),
)
VOID = {"meta", "input", "br"}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str]
    parts: list[Node | str] = field(default_factory=list)

    def all(self, tag: str = "", kind: str = "") -> list[Node]:
        found = []
        for part in self.parts:
            if isinstance(part, Node):
                classes = part.attributes.get("class", "").split()
                if (not tag or part.tag == tag) and (not kind or kind in classes):
                    found.append(part)
                found += part.all(tag, kind)
        return found

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


class Reader(HTMLParser):
    """The tree of a page that closes what it opens, which is part of what it checks."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        is_first = self.open[-1].tag == "pre" and not self.open[-1].parts
        self.open[-1].parts.append(data.removeprefix("\n") if is_first else data)


def page(result: RunResult, prefix: str = "") -> Node:
    text = render_html(result, Sources(result), RULES, version="1.2.3", prefix=prefix)
    assert text.startswith("<!DOCTYPE html>\n<html")
    text.encode("utf-8")
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def digest(node: Node) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(node.text.encode()).digest()).decode()}'"


def test_nothing_but_its_own_style_and_script_may_load(tmp_path: Path) -> None:
    root = page(hostile_result(tmp_path))
    (style,), (script,) = root.all("style"), root.all("script")
    (policy,) = [each for each in root.all("meta") if "http-equiv" in each.attributes]
    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not re.search(
        r"url\(|@import|https?:|fetch\(|innerHTML|eval\(", style.text + script.text
    )


def test_hostile_names_make_no_markup(tmp_path: Path) -> None:
    """The tags and attributes are those of a page about harmless names."""
    root = page(hostile_result(tmp_path))
    tame = page(result_of(tmp_path, hostile("tame.go"), problems=(FileProblem("a", "b", "c"),)))
    assert {node.tag for node in root.all()} == {node.tag for node in tame.all()}
    keys = {key for node in root.all() for key in node.attributes}
    assert keys == {key for node in tame.all() for key in node.attributes}
    assert not any(key.startswith("on") or key in ("src", "style") for key in keys)
    links = {node.attributes["href"] for node in root.all() if "href" in node.attributes}
    assert all(link.startswith("#") for link in links)
    identities = [node.attributes["id"] for node in root.all() if "id" in node.attributes]
    assert len(set(identities)) == len(identities)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_name_is_shown(text: str, tmp_path: Path) -> None:
    result = result_of(tmp_path, hostile(text))
    root = page(result)
    path = one_line(result.findings[0].path)
    (card,) = root.all(kind="finding")
    assert card.attributes["data-path"] == path
    assert [each.text for each in root.all("h2")] == [path, "The codemods"]
    assert [each.text for each in root.all(kind="message")] == [one_line(text)]
    assert [each.text for each in root.all(kind="reason") if each.tag == "p"] == [one_line(text)]
    for line in root.text.splitlines():
        assert line.replace("\t", "").isprintable()


def test_the_page_of_each_rule_that_found_something(tmp_path: Path) -> None:
    root = page(result_of(tmp_path, finding()))
    (rule,) = [each for each in root.all("details") if each.attributes["id"].startswith("rule-")]
    assert rule.attributes["id"] == "rule-nil-map"
    assert rule.all("pre")[0].text == "# nil-map\n\nA </script> in a page.\n"


def test_what_is_said_of_a_finding(tmp_path: Path) -> None:
    edits = (Edit("a.go", AT, AT + 3, '"z"'), Edit("new.go", 0, 0, "package a\n"))
    found = finding(
        reason="because",
        reason_id="why",
        evidence=(Evidence("race", "written here", "a.go", Span(0, 7)), Evidence("heap", "3 MB")),
        fix=Fix("make it", edits, ("mind the key",)),
    )
    result = result_of(tmp_path, found, summary=Summary(files=3, packages=2))
    root = page(result, prefix="services/shop/")
    assert root.all("h1")[0].text == f"1 finding in {tmp_path.name}"
    (said,) = root.all(kind="said")
    assert [part.text for part in said.parts if isinstance(part, Node)] == [
        "because (why)",
        "race written hereservices/shop/a.go:1:1heap 3 MB",
        "make it",
        "mind the key",
        "example.com/a.x",
    ]
    captions = [each.text for each in root.all("figcaption")]
    assert captions == ["services/shop/a.go +1 -1", "services/shop/new.go (new file) +1 -0"]
    assert root.all(kind="old")[0].text.split("\n")[3] == 'var x, ü = 1, "y"'
    assert root.all(kind="new")[0].text.split("\n")[3] == 'var x, ü = 1, "z"'
    assert [each.text for each in root.all("b")][-3:-1] == ["y", "z"]


def test_silenced_findings_are_there_and_closed(tmp_path: Path) -> None:
    root = page(result_of(tmp_path, finding(), finding(status=Status.SUPPRESSED)))
    assert root.all("h1")[0].text.startswith("1 finding in ")
    cards = root.all(kind="finding")
    assert sorted("open" in card.attributes for card in cards) == [False, True]


def test_many_findings_are_closed(tmp_path: Path) -> None:
    cards = page(result_of(tmp_path, *[finding()] * 51)).all(kind="finding")
    assert not any("open" in card.attributes for card in cards)


def test_the_code_of_what_has_no_fix(tmp_path: Path) -> None:
    declined = finding(status=Status.DECLINED, reason="because")
    root = page(result_of(tmp_path, declined))
    (code,) = root.all(kind="code")
    assert code.text == '\n// ü\nvar x, ü = 1, "y"\n'
    assert [each.text for each in code.all("mark")] == ['"y"']
    assert root.all(kind="n")[0].text == "2\n3\n4\n"


def test_nothing_found(tmp_path: Path) -> None:
    root = page(result_of(tmp_path, unused_evidence=("nobody uses <this>",)))
    assert root.all(kind="empty")[0].text == "Nothing was found."
    assert root.all(kind="unused")[0].text == "nobody uses <this>"


def test_files_that_could_not_be_done(tmp_path: Path) -> None:
    problems = (FileProblem("b.go", "is odd", "mend it"), FileProblem("a.go", "is odd"))
    root = page(result_of(tmp_path, problems=problems))
    assert [each.text for each in root.all(kind="problem")] == [
        "a.go: is odd",
        "b.go: is odd (mend it)",
    ]


def test_a_file_that_has_gone_since(tmp_path: Path) -> None:
    """The page is made nevertheless, and says what it cannot show."""
    result = result_of(tmp_path, finding(fix=Fix("t", (Edit("a.go", AT, AT + 3, "x"),))))
    (tmp_path / "a.go").unlink()
    (reason,) = page(result).all(kind="reason")
    assert reason.text.startswith("the fix cannot be shown: ")


def test_a_line_stands_beside_what_became_of_it() -> None:
    old = b"\tif m.visits[v] > m.limit {\n"
    new = b"\tentry := m.visits[v]\n\tm.mu.Unlock()\n\tif entry > m.limit {\n\t\tm.mu.Lock()\n"
    (file,) = diff_files({"a.go": old}, {"a.go": new})
    found = [(run.old, run.new) for run in runs(file.hunks[0])]
    assert found == [
        ((), ("\tentry := m.visits[v]", "\tm.mu.Unlock()")),
        (("\tif m.visits[v] > m.limit {",), ("\tif entry > m.limit {",)),
        ((), ("\t\tm.mu.Lock()",)),
    ]


LINES = st.lists(st.sampled_from(["", "a", "\tb := c", "<ins>", "x\r", "\x1b", "ü"]), max_size=8)


@given(LINES, LINES)
def test_both_columns_are_as_long_and_whole(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old).encode(), "\n".join(new).encode()
    for file in diff_files({"a.go": before}, {"a.go": after}):
        for hunk in file.hunks:
            found = list(runs(hunk))
            left = [line for run in found for line in run.old]
            right = [line for run in found for line in run.new]
            assert left == [shown(line) for line in hunk.source]
            assert right == [shown(line) for line in hunk.target]
            for run in found:
                assert run.is_changed or run.old == run.new
                for number in range(run.height):
                    check_differences(run, number)


def shown(line: bytes) -> str:
    return harmless(line.decode().removesuffix("\n").removesuffix("\r"))


def check_differences(run: Run, number: int) -> None:
    """What is left of both lines without their differences is the same."""
    old, new = run.differences(number)
    if old or new:
        assert without(run.old[number], old) == without(run.new[number], new)


def without(line: str, places: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(places):
        assert 0 <= start < end <= len(line)
        line = line[:start] + line[end:]
    return line


def test_columns_hold_what_the_files_hold(tmp_path: Path) -> None:
    """An empty first line, of which a reader of HTML drops one, is still there."""
    data = b"\n\npackage a\n" + DATA.replace(b"package a\n", b"")
    fix = Fix("t", (Edit("a.go", 0, 1, ""), Edit("a.go", len(data), len(data), "\n\n\n")))
    result = result_of(tmp_path, finding(span=Span(0, 1), fix=fix))
    (tmp_path / "a.go").write_bytes(data)
    columns = page(result).all(kind="old"), page(result).all(kind="new")
    for left, right in zip(*columns, strict=True):
        assert left.text.count("\n") == right.text.count("\n")
    assert columns[0][0].text.startswith("\n\npackage a\n")
    assert columns[1][0].text.startswith("\n\npackage a\n")
    assert columns[1][0].all(kind="gap")[0].text == "\n"
