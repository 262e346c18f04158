"""What is not parsed: code in tests, and declarations that a codemod does not consider."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engine_toys import CALL, replacing, tree

from gofixmap.codemod import Codemod, Context, Finding, Match
from gofixmap.engine import Request, run
from gofixmap.registry import Registry
from gofixmap.syntax.source import SourceFile

if TYPE_CHECKING:
    from gofixmap.codemod import Declaration, PackageContext


class Calls(Codemod):
    """Tells of each call."""

    name = "calls"
    query = CALL

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        yield context.finding(
            match, f"call of {match.text('name')}", fix=replacing(match, "name", "x")
        )


class NoTests(Calls):
    name = "no-tests"
    tests = False


class Documented(Calls):
    """Tells of calls in functions whose comment says so."""

    name = "documented"

    @staticmethod
    def considers(declaration: Declaration) -> bool:
        comment = declaration.file.data[declaration.doc_start : declaration.span.start]
        return b"calls" in comment


class Counted(Calls):
    """Tells of calls in the functions of a package that has as many files of a kind."""

    name = "counted"
    needles = (b"f", b"g")

    @staticmethod
    def narrow(
        declarations: Sequence[Declaration], package: PackageContext
    ) -> Iterable[Declaration]:
        assert declarations
        tests = sum(file.is_test for file in package.files)
        return [each for each in declarations if each.names[0] in "fgh"[:tests]]


class Broken(Counted):
    name = "broken"

    @staticmethod
    def narrow(
        declarations: Sequence[Declaration], package: PackageContext
    ) -> Iterable[Declaration]:
        raise ValueError("no such package")


class Versioned(Calls):
    """Tells of calls of a kind, another one in each language version."""

    name = "versioned"

    @staticmethod
    def takes(data: bytes, version: tuple[int, int]) -> bool:
        return (b"two()" if version >= (1, 22) else b"one()") in data


FILES = {
    "a.go": "package a\n\n// f calls one.\nfunc f() { one() }\n\nfunc g() { two() }\n",
    "a_test.go": "package a\n\n// h calls three.\nfunc h() { three() }\n",
    "test.go": "package a\n\nfunc i() { four() }\n",
}


def told(root: Path, codemod: type[Codemod], files: Mapping[str, str]) -> set[str]:
    request = Request(paths=(tree(root, dict(files)),), apply=False, jobs=1)
    found = run(request, registry=Registry([codemod])).findings
    return {finding.message.removeprefix("call of ") for finding in found}


@pytest.mark.parametrize(
    ("codemod", "expected"),
    [
        (Calls, {"one", "two", "three", "four"}),
        (NoTests, {"one", "two", "four"}),
        (Documented, {"one", "three"}),
        (Counted, {"one"}),
        (Versioned, {"two"}),
    ],
)
def test_what_is_looked_at(tmp_path: Path, codemod: type[Codemod], expected: set[str]) -> None:
    assert told(tmp_path, codemod, FILES) == expected


def test_a_package_that_cannot_be_narrowed_is_left_out(tmp_path: Path) -> None:
    request = Request(paths=(tree(tmp_path, dict(FILES)),), apply=False, jobs=1)
    result = run(request, registry=Registry([Broken, NoTests]))
    assert {finding.codemod for finding in result.findings} == {"no-tests"}
    assert "broken failed" in result.problems[0].what


def test_nothing_is_parsed_that_a_package_rules_out(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": FILES["a.go"]})
    before = SourceFile.parsed_bytes
    run(Request(paths=(root,), apply=False, jobs=1), registry=Registry([Counted]))
    assert SourceFile.parsed_bytes == before
