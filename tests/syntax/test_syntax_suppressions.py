"""Comments that silence findings."""

from __future__ import annotations

import pytest

from gofixmap.syntax.source import SourceFile
from gofixmap.text import Span

MARK = "$"


def reason(
    source: str, codemod: str = "map-alias", equivalents: tuple[str, ...] = ()
) -> str | None:
    """Why the finding at the `$` is silenced."""
    text = "package p\n\n" + source
    at = text.encode().index(MARK.encode())
    file = SourceFile("a.go", text.replace(MARK, "").encode())
    return file.suppressions.reason_for(codemod, Span(at, at + 1), equivalents)


BODY = "func f() {{\n\ta()\n\t{above}\n\t$b() {after}\n\tc()\n}}\n"

NEAR_MISSES = [
    BODY.format(above="//gofixmap:ignore body-close", after=""),
    BODY.format(above="", after="//gofixmap:ignore body-close"),
    BODY.format(above="", after="//gofixmap:ignored"),
    BODY.format(above="", after="// see gofixmap:ignore"),
    BODY.format(above="", after="//nolint"),
    BODY.format(above="", after="//nolint:bodyclose"),
    BODY.format(above="", after="//lint:ignore SA1000 x"),
    "func f() {\n\ta() //gofixmap:ignore\n\t$b()\n}\n",
    "func f() {\n\t//gofixmap:ignore\n\ta()\n\t$b()\n}\n",
    'func f() {\n\t$b("//gofixmap:ignore")\n}\n',
    "func f() {\n\t$b(`\n//gofixmap:ignore\n`)\n}\n",
    "//gofixmap:ignore\nfunc f() {}\n\nfunc g() { $b() }\n",
    "//gofixmap:ignore\n\nvar x int\n\nfunc g() { $b() }\n",
    "func g() {\n\t$b()\n} //gofixmap:ignore\n",
]


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_not_silenced(source: str) -> None:
    assert reason(source) is None


SILENCED = [
    (BODY.format(above="//gofixmap:ignore", after=""), None),
    (BODY.format(above="", after="//gofixmap:ignore"), None),
    (BODY.format(above="//gofixmap:ignore map-alias", after=""), None),
    (BODY.format(above="//gofixmap:ignore map-alias it is shared", after=""), "it is shared"),
    (BODY.format(above="// gofixmap:ignore map-alias,body-close both", after=""), "both"),
    (BODY.format(above="//gofixmap:ignore all we know", after=""), "we know"),
    (BODY.format(above="//gofixmap:ignore\n\t// more words", after=""), None),
    (BODY.format(above="", after="//nolint:gofixmap"), None),
    (BODY.format(above="", after="//nolint:errcheck,gofixmap // known"), "known"),
    (BODY.format(above="", after="// nolint: all"), None),
    ("//gofixmap:ignore map-alias whole\nfunc f() {\n\ta()\n\t$b()\n}\n", "whole"),
    ("// f does.\n//\n//gofixmap:ignore map-alias doc\nfunc f() {\n\t$b()\n}\n", "doc"),
    ("func f() { //gofixmap:ignore map-alias head\n\ta()\n\t$b()\n}\n", "head"),
    ("//nolint:gofixmap\nfunc f() {\n\t$b()\n}\n", None),
    ("var x int\n\n//gofixmap:ignore-file map-alias legacy\n\nfunc g() { $b() }\n", "legacy"),
    ("//gofixmap:ignore-file\nvar x int\n\nfunc g() { $b() }\n", None),
]


@pytest.mark.parametrize(("source", "expected"), SILENCED)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_silenced(source: str, expected: str | None, ending: str) -> None:
    found = reason(source.replace("\n", ending))
    assert found is not None
    assert found == expected or (expected is None and found.startswith("silenced by the comment"))


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("//nolint:bodyclose", True),
        ("//nolint:errcheck,bodyclose // why", True),
        ("//lint:ignore bodyclose,SA1 why", True),
        ("//lint:file-ignore bodyclose why", True),
        ("//gofixmap:ignore bodyclose", False),
        ("//lint:ignore all why", False),
        ("//nolint:errcheck", False),
    ],
)
def test_equivalent_linters(comment: str, expected: bool) -> None:
    source = BODY.format(above=comment, after="")
    assert (reason(source, equivalents=("bodyclose",)) is not None) is expected


def test_a_finding_over_lines_counts_with_its_first_and_last() -> None:
    source = b"package p\n\nfunc f() {\n\tb(\n\t\tc,\n\t) //gofixmap:ignore map-alias end\n}\n"
    file = SourceFile("a.go", source)
    start = source.index(b"b(")
    found = file.suppressions.reason_for("map-alias", Span(start, source.index(b") //") + 1))
    assert found == "end"
    assert file.suppressions.reason_for("map-alias", Span(start, start + 1)) is None


def test_a_file_without_suppressions_is_not_lexed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SourceFile, "comments", property(lambda _: pytest.fail("lexed")))
    assert reason("func f() { $b() } // words\n") is None
