"""The whole engine on small trees, by toy codemods."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_toys import go_run, tree
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.codemod import Symbol
from gofixmap.edits import by_path, rewrite
from gofixmap.engine.rounds import _breaks
from gofixmap.errors import UsageError
from gofixmap.model import RunResult, Status
from gofixmap.syntax.source import SourceFile
from gofixmap.text import Span


def statuses(result: RunResult) -> list[tuple[str, str]]:
    return [(finding.codemod, finding.status.value) for finding in result.findings]


def test_a_fix_is_applied_in_memory(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { a() }\n"})
    result = go_run(root, "a-to-b")
    assert result.after == {"a.go": b"package m\n\nfunc f() { b() }\n"}
    assert result.before == {"a.go": b"package m\n\nfunc f() { a() }\n"}
    assert statuses(result) == [("a-to-b", "fixed")]
    assert (root / "a.go").read_bytes() == result.before["a.go"]
    summary = result.summary
    assert (summary.files, summary.parsed, summary.packages, summary.fixes) == (1, 1, 1, 1)


def test_check_reports_and_has_no_contents(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { a() }\n"})
    result = go_run(root, "a-to-b", apply=False)
    assert statuses(result) == [("a-to-b", "fixable")]
    assert not result.after
    (finding,) = result.findings
    assert finding.symbol == "example.com/m.f"
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "b"


def test_rounds_go_on_until_nothing_changes(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { a(); z(); a() }\n"})
    result = go_run(root, "a-to-b", "b-to-c")
    assert result.after["a.go"] == b"package m\n\nfunc f() { c(); z(); c() }\n"
    # Both fixes carry the composed edits: each stands with the other, all relative to the disk.
    assert statuses(result) == [
        ("a-to-b", "fixed"), ("b-to-c", "fixed"), ("a-to-b", "fixed"), ("b-to-c", "fixed"),
    ]  # fmt: skip
    edits = {finding.fix.edits for finding in result.findings if finding.fix}
    assert len(edits) == 2
    assert all(edit.text == "c" for group in edits for edit in group)


def test_overlapping_fixes_wait_for_the_next_round(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { a() }\n"})
    result = go_run(root, "a-to-b", "wrap")
    assert result.after["a.go"] == b"package m\n\nfunc f() { w(b()) }\n"


def test_one_round_leaves_the_loser_as_a_conflict(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { a() }\n"})
    result = go_run(root, "a-to-b", "wrap", max_rounds=1)
    assert result.after["a.go"] == b"package m\n\nfunc f() { b() }\n"
    assert statuses(result) == [("a-to-b", "fixed"), ("wrap", "conflict")]
    reason = "its fix meets another one of this run; run again to apply it"
    assert result.findings[1].reason == reason


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("review-b", " with --safety review"),
        ("design-b", " with --target and the symbol's name"),
    ],
)
def test_an_offer_in_what_a_fix_has_written_says_what_would_apply_it(
    tmp_path: Path, name: str, more: str
) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { a() }\n"})
    result = go_run(root, "a-to-b", name)
    assert statuses(result) == [("a-to-b", "fixed"), (name, "conflict")]
    reason = f"its fix meets another one of this run; run again{more} to apply it"
    assert result.findings[1].reason == reason


def test_a_cycle_is_a_problem_that_names_the_codemods(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        {"a.go": "package m\n\nfunc f() { a() }\n", "p/p.go": "package p\n\nfunc f() { r() }\n"},
    )
    result = go_run(root, "a-to-b", "b-to-a", "review", safety=1)
    assert set(result.after) == {"p/p.go"}
    (problem,) = result.problems
    assert problem.path == "a.go"
    assert "a-to-b and b-to-a undo each other's changes" in problem.what
    assert ("a-to-b", "conflict") in statuses(result)


def test_a_codemod_that_never_settles_ends(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { a() }\n"})
    result = go_run(root, "grow")
    assert [f.status for f in result.findings][-1] is Status.CONFLICT
    assert any("grow" in problem.what for problem in result.problems)
    assert not result.after


@pytest.mark.parametrize(
    ("safety", "after"), [(0, {}), (1, {"a.go": b"package m\n\nfunc f() { s() }\n"})]
)
def test_tiers(tmp_path: Path, safety: int, after: dict[str, bytes]) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { r() }\n"})
    result = go_run(root, "review", safety=safety)
    assert result.after == after
    if not after:
        (finding,) = result.findings
        assert finding.status is Status.FIXABLE
        assert "--safety review" in finding.reason


def test_a_named_function_applies_its_findings_whatever_the_tier(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { d() }\n\nfunc g() { d() }\n"})
    result = go_run(root, "design", targets=("m.g",))
    assert result.after["a.go"] == b"package m\n\nfunc f() { d() }\n\nfunc g() { e() }\n"


def test_a_named_variable_is_offered_to_the_codemods(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nvar v int\n"})
    result = go_run(root, "design", targets=("v",))
    assert result.after["a.go"] == b"package m\n\nvar v2 int\n"


def test_a_declaration_is_a_target_where_its_name_is_not_enough(tmp_path: Path) -> None:
    source = (
        "package m\n\nfunc f() {\n\tvar v int\n\t{\n\t\tvar v int\n\t\t_ = v\n\t}\n\t_ = v\n}\n"
    )
    root = tree(tmp_path, {"a.go": source})
    with pytest.raises(UsageError, match="names 2 symbols"):
        go_run(root, "design", targets=("f.v",))
    inner = source.rindex("v int")
    symbol = Symbol("example.com/m", "f", "v", "var", "a.go", Span(inner, inner + 1))
    after = source.replace("\t\tvar v int", "\t\tvar v2 int").encode()
    assert go_run(root, "design", symbols=(symbol,)).after["a.go"] == after


def test_several_offers_for_one_target_are_refused(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nvar v int\n"})
    with pytest.raises(UsageError, match="design: add a 2; other-design: add a 2"):
        go_run(root, ignore=("crash",), targets=("v",))
    result = go_run(root, targets=("v",), apply=False)
    assert [f.codemod for f in result.findings] == ["design", "other-design"]


def test_declines_say_why(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { n() }\n"})
    (finding,) = go_run(root, "declines").findings
    assert (finding.status, finding.reason) == (Status.DECLINED, "because of the weather")
    assert finding.reason_id == "why"


def test_a_crash_costs_one_package_of_one_codemod(tmp_path: Path) -> None:
    files = {
        "a/a.go": "package a\n\nfunc f() { crash(); a() }\n",
        "b/b.go": "package b\n\nfunc f() { a() }\n",
    }
    result = go_run(tree(tmp_path, files), "crash", "a-to-b")
    assert set(result.after) == {"a/a.go", "b/b.go"}
    (problem,) = result.problems
    assert problem.path == "a"
    assert (
        "codemod crash failed in package example.com/m/a: RuntimeError: it broke in two lines"
        in problem.what
    )
    assert "engine_toys.py" in problem.what


def test_an_edit_that_does_not_fit_names_its_codemod(tmp_path: Path) -> None:
    result = go_run(tree(tmp_path, {"a.go": "package m\n\nfunc f() { a() }\n"}), "bad-edit")
    (problem,) = result.problems
    assert "codemod bad-edit failed" in problem.what
    assert "outside the file" in problem.what


@pytest.mark.parametrize(
    ("comment", "status"),
    [("//gofixmap:ignore a-to-b wanted", "suppressed"), ("//gofixmap:ignore wrap", "fixed")],
)
def test_suppressions(tmp_path: Path, comment: str, status: str) -> None:
    root = tree(tmp_path, {"a.go": f"package m\n\nfunc f() {{\n\ta() {comment}\n}}\n"})
    assert statuses(go_run(root, "a-to-b")) == [("a-to-b", status)]


GENERATED = "// Code generated by x. DO NOT EDIT.\n\npackage m\n\nfunc f() { a() }\n"


def test_generated_files_are_skipped_unless_named_and_then_refused(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": GENERATED})
    assert go_run(root, "a-to-b").findings == ()
    (finding,) = go_run(root, "a-to-b", paths=(root / "a.go",)).findings
    assert (finding.status, finding.reason_id) == (Status.DECLINED, "generated")
    assert go_run(root, "a-to-b", include_generated=True).after


@pytest.mark.parametrize(
    ("path", "files", "reason"),
    [
        ("../out.go", {}, "outside-root"),
        ("/etc/passwd", {}, "outside-root"),
        ("gen.go", {"gen.go": GENERATED.replace("a()", "q()")}, "generated"),
        ("bad.go", {"bad.go": "package m\n// \udcff\n"}, "not-utf8"),
        ("gone.go", {}, "unreadable"),
    ],
)
def test_files_that_no_fix_may_edit(
    tmp_path: Path, path: str, files: dict[str, str], reason: str
) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { x() }\n"})
    for name, text in files.items():
        (root / name).write_bytes(text.encode("utf-8", errors="surrogateescape"))
    result = go_run(root, "elsewhere", options={"elsewhere.path": path})
    (finding,) = result.findings
    assert (finding.status, finding.reason_id) == (Status.DECLINED, reason)
    assert not result.after


def test_a_fix_over_two_files_is_whole(tmp_path: Path) -> None:
    files = {"a.go": "package m\n\nfunc f() { x() }\n", "b/b.go": "package b\n"}
    result = go_run(
        tree(tmp_path, files),
        "elsewhere",
        options={"elsewhere.path": "b/b.go", "elsewhere.loud": "true"},
    )
    assert result.after == {
        "a.go": b"package m\n\nfunc f() { y() }\n",
        "b/b.go": b"// HEY\npackage b\n",
    }


def test_the_survey_reaches_every_package(tmp_path: Path) -> None:
    files = {
        "a.go": "package m\n\nfunc f() { c(); c() }\n",
        "p/p.go": "package p\n\nfunc f() { c() }\n",
    }
    result = go_run(tree(tmp_path, files), "counted")
    assert {finding.reason for finding in result.findings} == {"3 calls"}


def test_changed_lines_limit_the_run(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() {\n\ta()\n\ta()\n}\n"})
    result = go_run(root, "a-to-b", changed_lines={"a.go": ((5, 5),)})
    assert result.after["a.go"] == b"package m\n\nfunc f() {\n\ta()\n\tb()\n}\n"
    assert len(result.findings) == 1


def test_unknown_codemod_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean a-to-b"):
        go_run(tree(tmp_path, {}), "a-too-b")


def test_declarations_that_do_not_parse_are_left_alone(tmp_path: Path) -> None:
    text = "package m\n\nfunc f() { a() ) }\n\nfunc g() { a() }\n"
    result = go_run(tree(tmp_path, {"a.go": text}), "a-to-b")
    assert result.after["a.go"] == text.replace("g() { a()", "g() { b()").encode()


def test_a_fix_that_reaches_code_that_does_not_parse_is_declined(tmp_path: Path) -> None:
    files = {"a.go": "package m\n\nfunc f() { x() }\n", "b.go": "package m\n\nfunc f( { }\n"}
    root = tree(tmp_path, files)
    (finding,) = go_run(
        root, "elsewhere", options={"elsewhere.path": "b.go", "elsewhere.at": 15}
    ).findings
    assert finding.reason_id == "unparsed"


def test_code_that_does_not_parse_is_never_the_result(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        {"a.go": "package m\n\nfunc f() { a() }\n", "p/p.go": "package p\n\nfunc f() { b() }\n"},
    )
    result = go_run(root, "breaks", "b-to-c")
    assert set(result.after) == {"p/p.go"}
    (problem,) = result.problems
    assert problem.what == "breaks wrote code that does not parse"
    assert statuses(result) == [("breaks", "conflict"), ("b-to-c", "fixed")]


PARTS = (b"func f() { a() ) }", b"func f() { a() }", b"func g( { }", b"var x = 1", b"")
TEXTS = st.lists(st.sampled_from(PARTS), max_size=5)


@given(before=TEXTS, after=TEXTS)
def test_only_what_has_changed_can_have_broken(before: list[bytes], after: list[bytes]) -> None:
    texts = [b"\n\n".join((b"package m", *parts)) for parts in (before, after)]
    counts = [sum(d.has_error for d in SourceFile("x.go", t).declarations) for t in texts]
    assert _breaks("x.go", *texts) == (counts[1] > counts[0])


def test_a_fix_that_changes_nothing_is_an_error_of_its_codemod(tmp_path: Path) -> None:
    result = go_run(tree(tmp_path, {"a.go": "package m\n\nfunc f() { same() }\n"}), "same")
    (problem,) = result.problems
    assert "the fix 'rename' changes nothing" in problem.what


def test_facts_that_change_are_read_again_by_all(tmp_path: Path) -> None:
    files = {"a.go": "package m\n\nfunc f() { b() }\n", "p/p.go": "package p\n\nfunc f() { c() }\n"}
    result = go_run(tree(tmp_path, files), "b-to-c", "counted")
    reasons = {finding.path: finding.reason for finding in result.findings if finding.reason}
    assert reasons == {"a.go": "2 calls", "p/p.go": "2 calls"}


def test_the_edits_of_all_fixes_together_are_the_result(tmp_path: Path) -> None:
    call = "\ta()\n\tz(a(), b())\n\tb()\n"
    files = {f"p{n}/a.go": f"package p\n\nfunc f() {{\n{call * n}}}\n" for n in range(1, 9)}
    result = go_run(tree(tmp_path, files), "a-to-b", "b-to-c", "wrap")
    fixes = [finding.fix for finding in result.findings if finding.fix is not None]
    assert all(finding.status is Status.FIXED for finding in result.findings)
    for path, edits in by_path(fixes).items():
        assert rewrite(result.before[path], edits) == result.after[path]
    again = {str(tmp_path / path): data for path, data in result.after.items()}
    assert not go_run(tmp_path, "a-to-b", "b-to-c", "wrap", overlay=again).after


def test_insertions_of_one_fix_keep_their_order(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": "package m\n\nfunc f() { x() }\n"})
    result = go_run(root, "inserts")
    assert result.after["a.go"] == b"package m\n\nfunc f() { z(); k(); y() }\n"
    (finding,) = result.findings
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ["z(); ", "k(); ", "y"]
