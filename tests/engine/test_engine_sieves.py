"""What is not parsed: code in tests, and declarations that a codemod does not consider."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engine_toys import CALL, replacing, tree

from gofixmap.codemod import Codemod, Context, Finding, Match
from gofixmap.engine import Request, run
from gofixmap.registry import Registry

if TYPE_CHECKING:
    from gofixmap.codemod import Declaration


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
    ],
)
def test_what_is_looked_at(tmp_path: Path, codemod: type[Codemod], expected: set[str]) -> None:
    assert told(tmp_path, codemod, FILES) == expected
