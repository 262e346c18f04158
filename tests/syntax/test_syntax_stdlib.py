"""The split held against the parser over Go's standard library."""

from __future__ import annotations

from pathlib import Path

import pytest
from syntax_oracle import lexical, parsed

from gofixmap.syntax.parsing import parse
from gofixmap.syntax.source import SourceFile
from gofixmap.syntax.split import _split_by_tokens, package_clause, split

#: Files of Go's own tests that a compiler refuses: the parser takes a function for an expression,
#: and two receivers for one.
REFUSED_BY_GO = ("issue63835.go", "decls2a.go")


def sources(goroot: Path, step: int) -> list[SourceFile]:
    paths = sorted(path for path in (goroot / "src").rglob("*.go") if path.is_file())[::step]
    return [SourceFile(path.as_posix(), path.read_bytes()) for path in paths]


def disagreements(files: list[SourceFile]) -> list[str]:
    found = []
    for file in files:
        expected = parsed(file)
        if expected is not None and lexical(file) != expected:
            found.append(file.path)
    return [path for path in found if not path.endswith(REFUSED_BY_GO)]


def test_split_names_and_methods_equal_the_parser_s(goroot: Path) -> None:
    files = sources(goroot, 25)
    assert len(files) > 250
    assert disagreements(files) == []
    assert [f.path for f in files if f.has_errors and "/testdata/" not in f.path] == []


def test_the_fast_split_equals_the_token_split(goroot: Path) -> None:
    for file in sources(goroot, 60):
        clause = package_clause(file.data)
        assert clause is not None
        slow, complete = _split_by_tokens(file.data, clause.end(), len(file.data))
        fast = [(piece.keyword, piece.start, piece.end) for piece in split(file.data)]
        assert not complete or fast == [(p.keyword, p.start, p.end) for p in slow], file.path


@pytest.mark.corpus
def test_the_whole_standard_library(goroot: Path) -> None:
    files = sources(goroot, 1)
    assert disagreements(files) == []
    whole = [file.path for file in files if parse(file.data).root_node.has_error]
    split_up = [file.path for file in files if file.has_errors]
    assert len(split_up) < len(whole)
    assert [path for path in split_up if "/testdata/" not in path] == []
