"""Fixes held against the Go toolchain."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from engine_toys import go_run, tree

from gofixmap.errors import EnvironmentProblem
from gofixmap.model import Fix, Status
from gofixmap.verify import VerifyResult
from gofixmap.workspace import Workspace

GOOD = "package good\n\nfunc f() { a() }\n\nfunc a() {}\n\nfunc b() {}\n\nfunc c() {}\n"
BAD = "package bad\n\nfunc f() { a() }\n\nfunc g() { a() }\n\nfunc a() {}\n"


@pytest.fixture(autouse=True)
def _toolchain(go: Path, go_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in go_env.items():
        monkeypatch.setenv(name, value)


def test_what_does_not_build_is_left_out_with_the_compilers_words(tmp_path: Path) -> None:
    root = tree(tmp_path, {"good/g.go": GOOD, "bad/b.go": BAD})
    result = go_run(root, "a-to-b", verify="build")
    assert set(result.after) == {"good/g.go"}
    by_path = {finding.path: finding for finding in result.findings}
    refused = by_path["bad/b.go"]
    assert (refused.status, refused.reason_id) == (Status.UNPROVEN, "build")
    assert "undefined: b" in refused.reason
    assert by_path["good/g.go"].status is Status.FIXED
    assert (refused.proof, by_path["good/g.go"].proof) == ("", "build")
    assert result.proof is not None
    assert result.proof.checked
    assert any(command.startswith("go list ") for command in result.proof.commands)
    assert result.proof.toolchain.startswith("go1.")
    assert result.summary.fixes == 3


def test_fixes_that_build_on_each_other_fall_together(tmp_path: Path) -> None:
    text = GOOD.replace("func c() {}\n", "")
    result = go_run(tree(tmp_path, {"g.go": text}), "a-to-b", "b-to-c", verify="build")
    assert result.after == {}
    assert [finding.status for finding in result.findings] == [Status.UNPROVEN] * 2
    assert all("undefined: c" in finding.reason for finding in result.findings)


def test_errors_that_go_away_are_counted(tmp_path: Path) -> None:
    text = "package m\n\nfunc f() { a() }\n\nfunc b() {}\n"
    result = go_run(tree(tmp_path, {"g.go": text}), "a-to-b", verify="auto")
    assert result.proof is not None
    assert result.proof.repaired == 1
    assert result.after


def test_what_is_not_proven_in_time_is_told(tmp_path: Path) -> None:
    root = tree(tmp_path, {"g.go": GOOD})
    with pytest.raises(EnvironmentProblem, match="time limit"):
        go_run(root, "a-to-b", verify="build", verify_seconds=1e-6)
    result = go_run(root, "a-to-b", verify="auto", verify_seconds=1e-6)
    assert [finding.proof for finding in result.findings] == [""]
    assert result.proof is not None
    assert "time limit" in result.proof.skipped


def test_nothing_is_proven_where_nothing_changes(tmp_path: Path) -> None:
    result = go_run(tree(tmp_path, {"g.go": "package m\n"}), "a-to-b", verify="build")
    assert result.proof is None


def test_without_a_toolchain_auto_goes_on_and_build_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(workspace: Workspace, fixes: Sequence[Fix], **_: object) -> VerifyResult:
        return VerifyResult(kept=tuple(range(len(fixes))), skipped="no Go toolchain was found")

    monkeypatch.setattr("gofixmap.verify.verify", nothing)
    root = tree(tmp_path, {"g.go": GOOD})
    result = go_run(root, "a-to-b", verify="auto")
    assert result.after
    assert result.proof is not None
    assert result.proof.skipped == "no Go toolchain was found"
    with pytest.raises(EnvironmentProblem, match="nothing can be proven: no Go toolchain"):
        go_run(root, "a-to-b", verify="build")
