"""A part of a run: proven again, because what holds for all fixes need not hold for some."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from msgspec.structs import replace

from gofixmap.engine import Request
from gofixmap.engine.partial import part_of
from gofixmap.model import NOT_TAKEN, Edit, Finding, Fix, Proof, RunResult, Safety, Status
from gofixmap.text import Span

SOURCE = b"package a\n\nfunc old() {}\n\nfunc use() { old() }\n\nfunc other() { _ = 1 }\n"
DECLARATION, CALL = SOURCE.index(b"old"), SOURCE.rindex(b"old")
ONE = SOURCE.rindex(b"1")


def finding(name: str, *edits: Edit) -> Finding:
    return Finding(
        name, "m", "a.go", Span(0, 1), "s", Safety.SAFE, Status.FIXED, fix=Fix(name, edits)
    )


# The two of them compile together only; nobody has told gofixmap that they belong together.
RENAME = finding("rename", Edit("a.go", DECLARATION, DECLARATION + 3, "new"))
FOLLOW = finding("follow", Edit("a.go", CALL, CALL + 3, "new"))
APART = finding("apart", Edit("a.go", ONE, ONE + 1, "2"))
LEFT = finding("left").with_status(Status.DECLINED, "because")


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    (tmp_path / "go.mod").write_text("module example.com/a\n\ngo 1.27\n")
    (tmp_path / "a.go").write_bytes(SOURCE)
    return Request(paths=(tmp_path,), verify="build", jobs=1)


def whole(request: Request) -> RunResult:
    after = SOURCE.replace(b"old", b"new").replace(b"1", b"2")
    return RunResult(
        root=str(request.paths[0]),
        findings=(*(replace(f, proof="build") for f in (RENAME, FOLLOW, APART)), LEFT),
        before={"a.go": SOURCE},
        after={"a.go": after},
        proof=Proof(toolchain="go1"),
    )


def part(request: Request, names: Collection[str]) -> RunResult:
    return part_of(request, whole(request), lambda finding: finding.codemod in names)


def outcomes(result: RunResult) -> dict[str, Status]:
    return {f.codemod: f.status for f in result.findings}


def test_all_of_it_is_the_run_itself(request_: Request) -> None:
    result = whole(request_)
    assert part_of(request_, result, lambda finding: True) is result


def test_nothing_of_it(request_: Request) -> None:
    result = part(request_, ())
    assert (result.before, result.after, result.proof) == ({}, {}, None)
    assert outcomes(result)["apart"] is Status.FIXABLE
    assert {f.reason_id for f in result.findings} == {NOT_TAKEN, ""}
    assert LEFT in result.findings


def test_a_part_that_does_not_compile_is_refused(request_: Request) -> None:
    result = part(request_, ("follow", "apart"))
    assert outcomes(result) == {
        "rename": Status.FIXABLE,
        "follow": Status.UNPROVEN,
        "apart": Status.FIXED,
        "left": Status.DECLINED,
    }
    assert result.after == {"a.go": SOURCE.replace(b"1", b"2")}


def test_a_part_that_compiles(request_: Request) -> None:
    result = part(request_, ("follow", "rename"))
    assert result.after == {"a.go": SOURCE.replace(b"old", b"new")}
    assert {f.codemod: f.proof for f in result.findings} == {
        "rename": "build",
        "follow": "build",
        "apart": "",
        "left": "",
    }


def test_nothing_is_proven_where_nobody_asks(request_: Request) -> None:
    result = part(replace(request_, verify="none"), ("follow",))
    assert outcomes(result)["follow"] is Status.FIXED
    assert result.proof is None
