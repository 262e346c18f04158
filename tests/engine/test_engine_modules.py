"""Fixes that change go.mod and make a go.sum."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import pytest
from engine_toys import CALL

from gofixmap.codemod import Codemod, Context, Edit, Finding, Fix, Match
from gofixmap.engine import Request, run
from gofixmap.model import RunResult, Status
from gofixmap.patch import unified_diff
from gofixmap.registry import Registry

GO = "package p\n\nfunc f() { a() }\n\nfunc a() {}\n\nfunc b() {}\n"
MOD = "module example.com/m\n\ngo 1.21\n"


class Requiring(Codemod):
    """Calls of `a` become calls of `b`, for which a file beside go.mod is changed or made."""

    name = "requiring"
    query = CALL
    extra: ClassVar[tuple[Edit, ...]]

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "a":
            node = match.node("name")
            change = Edit(match.path, node.start_byte, node.end_byte, "b")
            yield context.finding(match, "call of a", fix=Fix("call b", (change, *self.extra)))


def fixed(root: Path, *extra: Edit) -> RunResult:
    (root / "p.go").write_text(GO)
    (root / "go.mod").write_text(MOD)
    codemod = type("With", (Requiring,), {"extra": extra})
    return run(Request(paths=(root,), jobs=1), registry=Registry([codemod]))


AT_END = Edit("go.mod", len(MOD), len(MOD), "\nrequire a.org/a v1.0.0\n")


def test_go_mod_and_a_new_go_sum_are_part_of_the_result(tmp_path: Path) -> None:
    result = fixed(tmp_path, AT_END, Edit("go.sum", 0, 0, "a.org/a v1.0.0 h1:a=\n"))
    assert sorted(result.before) == ["go.mod", "p.go"]
    assert sorted(result.after) == ["go.mod", "go.sum", "p.go"]
    assert result.after["go.mod"].decode() == f"{MOD}\nrequire a.org/a v1.0.0\n"
    patch = unified_diff(result.before, result.after)
    assert b"--- /dev/null\n+++ b/go.sum\n" in patch
    assert not result.problems


def test_what_is_laid_out_like_go_is_left_alone_elsewhere(tmp_path: Path) -> None:
    result = fixed(tmp_path, Edit("go.sum", 0, 0, "a   b  c\n"))
    assert result.after["go.sum"] == b"a   b  c\n"


@pytest.mark.parametrize(
    ("path", "reason"),
    [("README.md", "not-go"), ("sub/go.mod", "unreadable"), ("../go.sum", "outside-root")],
)
def test_no_other_file_is_written(tmp_path: Path, path: str, reason: str) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "README.md").write_text("text\n")
    result = fixed(tmp_path / "m", Edit(path, 0, 0, "text\n"))
    assert not result.after
    declined = [each.reason_id for each in result.findings if each.status is Status.DECLINED]
    assert declined == [reason]
