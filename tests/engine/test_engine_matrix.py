"""One run over several build variants."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import pytest
from engine_toys import CALL, REGISTRY, AToB, BToA, BToC, Renaming, ReviewB, go_run, replacing, tree

from gofixmap.codemod import Codemod, Context, Finding, Match
from gofixmap.engine import Request
from gofixmap.engine.matrix import run_matrix
from gofixmap.model import RunResult, Status
from gofixmap.registry import Registry
from gofixmap.workspace.variants import parse_variants

LINUX, WINDOWS, ARM = "linux/amd64", "windows/amd64", "linux/arm64"
USES = "package m\n\nfunc f() { a() }\n\nfunc a() {}\n"


class Asks(Codemod):
    """Renames calls of `q` in a build for Windows, declines in one for Plan 9, else is silent."""

    name = "asks"
    query = CALL
    declines: ClassVar = {"plan": "this is Plan 9"}

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "q":
            if context.workspace.host.goos == "windows":
                fix = replacing(match, "name", "a")
                yield context.finding(match, "call of q", fix=fix)
            elif context.workspace.host.goos == "plan9":
                yield context.decline(match, "plan", "call of q")


class OnlyOn(Renaming):
    """Renames in one system's build alone."""

    goos: ClassVar[str]

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if context.workspace.host.goos == self.goos:
            yield from super().rewrite(match, context)


class There(OnlyOn):
    name, goos, old, new = "there", "linux", "a", "b"


class Back(OnlyOn):
    name, goos, old, new = "back", "windows", "b", "a"


TOYS = Registry((AToB, BToC, BToA, Asks, There, Back, ReviewB))


@pytest.fixture(autouse=True)
def _toolchain(go: Path, go_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in go_env.items():
        monkeypatch.setenv(name, value)


def matrix(root: Path, variants: str, *names: str, verify: str = "none") -> RunResult:
    request = Request((root,), select=names, jobs=1, verify=verify)
    return run_matrix(request, parse_variants([variants]), registry=TOYS)


def test_what_all_find_alike_is_as_without_variants(tmp_path: Path) -> None:
    root = tree(tmp_path, {"m.go": USES, "k.go": "package m\n\nfunc k() { a(); a() }\n"})
    plain = go_run(root, "a-to-b")
    found = matrix(root, f"{LINUX},{WINDOWS},{ARM}", "a-to-b")
    assert found.after == plain.after
    assert found.findings == plain.findings
    assert REGISTRY.get("a-to-b") is AToB


def test_an_offer_in_what_a_fix_has_written_says_what_would_apply_it(tmp_path: Path) -> None:
    root = tree(tmp_path, {"m.go": USES})
    found = matrix(root, f"{LINUX},{WINDOWS}", "a-to-b", "review-b")
    (reason,) = (f.reason for f in found.findings if f.status is Status.CONFLICT)
    assert reason.endswith("run again with --safety review to apply it")


def test_what_fits_one_variant_only_falls_in_all(tmp_path: Path) -> None:
    files = {"m.go": USES, "b_linux.go": "package m\n\nfunc b() {}\n"}
    root = tree(tmp_path, files)
    alone = matrix(root, LINUX, "a-to-b", verify="build")
    assert set(alone.after) == {"m.go"}
    assert [finding.proof for finding in alone.findings] == ["build"]
    both = matrix(root, f"{LINUX},{WINDOWS}", "a-to-b", verify="build")
    assert both.after == {}
    (refused,) = both.findings
    assert refused.status is Status.UNPROVEN
    assert refused.reason.startswith("in windows/amd64, ")
    assert "undefined: b" in refused.reason


def test_a_variant_without_the_file_has_no_say(tmp_path: Path) -> None:
    files = {
        "m_linux.go": "package m\n\nfunc f() { a() }\n",
        "a.go": "package m\n\nfunc a() {}\n",
        "b_linux.go": "package m\n\nfunc b() {}\n",
    }
    found = matrix(tree(tmp_path, files), f"{LINUX},{WINDOWS}", "a-to-b", verify="build")
    assert set(found.after) == {"m_linux.go"}
    assert [finding.proof for finding in found.findings] == ["build"]


def test_tags_make_a_variant(tmp_path: Path) -> None:
    tagged = "//go:build deep\n\npackage m\n\nfunc b(int) {}\n"
    plain = "//go:build !deep\n\npackage m\n\nfunc b() {}\n"
    root = tree(tmp_path, {"m.go": USES, "b_deep.go": tagged, "b_plain.go": plain})
    assert matrix(root, LINUX, "a-to-b", verify="build").after
    found = matrix(root, f"{LINUX},{LINUX}/deep", "a-to-b", verify="build")
    assert found.after == {}
    assert found.findings[0].reason.startswith("in linux/amd64/deep, ")


def test_files_of_no_variant_are_proven_where_they_belong(tmp_path: Path) -> None:
    files = {
        "m_darwin.go": "package m\n\nfunc f() { a() }\n",
        "a.go": "package m\n\nfunc a() {}\n",
    }
    found = matrix(tree(tmp_path, files), LINUX, "a-to-b", verify="build")
    assert found.after == {}
    assert "undefined: b" in found.findings[0].reason


def test_fixes_on_which_a_dropped_one_rests_fall_with_it(tmp_path: Path) -> None:
    text = "package m\n\nfunc f() { q() }\n\nfunc q() {}\n\nfunc a() {}\n"
    files = {"m.go": text, "b_linux.go": "package m\n\nfunc b() {}\n"}
    found = matrix(tree(tmp_path, files), f"{LINUX},{WINDOWS}", "asks", "a-to-b", verify="build")
    assert found.after == {}
    assert {finding.status for finding in found.findings} == {Status.UNPROVEN}


def test_each_variant_goes_on_from_what_the_others_left(tmp_path: Path) -> None:
    text = "package m\n\nfunc f() { q() }\n\nfunc q() {}\n\nfunc a() {}\n\nfunc b() {}\n"
    root = tree(tmp_path, {"m.go": text})
    assert matrix(root, LINUX, "asks", "there").after == {}
    found = matrix(root, f"{LINUX},{WINDOWS}", "asks", "there", verify="build")
    assert found.after == {"m.go": text.replace("q() }", "b() }").encode()}
    assert {finding.codemod for finding in found.findings} == {"asks", "there"}
    first, second = found.findings
    assert first.fix is not None
    assert second.fix is not None
    assert first.fix.edits == second.fix.edits


def test_what_one_variant_declines_is_left_in_all(tmp_path: Path) -> None:
    root = tree(tmp_path, {"m.go": "package m\n\nfunc f() { q() }\n\nfunc q() {}\n"})
    found = matrix(root, "windows/amd64,plan9/amd64", "asks")
    assert found.after == {}
    (declined,) = found.findings
    assert declined.status is Status.DECLINED
    assert declined.reason == "in plan9/amd64, this is Plan 9"


def test_a_decline_where_the_file_is_no_part_of_the_build_does_not_count(tmp_path: Path) -> None:
    text = "package m\n\nfunc f() { q() }\n\nfunc q() {}\n"
    found = matrix(tree(tmp_path, {"m_windows.go": text}), "windows/amd64,plan9/amd64", "asks")
    assert set(found.after) == {"m_windows.go"}


def test_variants_that_undo_each_other_end_with_nothing_changed(tmp_path: Path) -> None:
    root = tree(tmp_path, {"m.go": USES})
    found = matrix(root, f"{LINUX},{WINDOWS}", "there", "back")
    assert found.after == {}
    assert [problem.path for problem in found.problems] == ["m.go"]
    assert "did not settle" in found.problems[0].what


def test_the_proof_says_how_each_build_was_made(tmp_path: Path) -> None:
    text = USES + "\nfunc b() {}\n"
    found = matrix(tree(tmp_path, {"m.go": text}), f"{LINUX},{WINDOWS}", "a-to-b", verify="build")
    assert found.proof is not None
    assert any(name.startswith("windows/amd64") for name in found.proof.variants)
    crossed = [name for name in found.proof.variants if name.endswith("(without cgo)")]
    assert crossed
    assert any(
        c.startswith("GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go list")
        for c in found.proof.commands
    )
