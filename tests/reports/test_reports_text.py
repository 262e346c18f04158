"""The report for people, in its plain form."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from reports_kit import HOSTILE

from gofixmap.model import (
    Edit,
    Evidence,
    FileProblem,
    Finding,
    Fix,
    Proof,
    RunResult,
    Safety,
    Status,
    Summary,
)
from gofixmap.reports.lines import diff_lines, harmless, one_line, plain, shown_path
from gofixmap.reports.sources import Sources
from gofixmap.reports.text import (
    apply_summary,
    check_summary,
    held_back,
    problem_lines,
    report,
    unanswered,
)
from gofixmap.review.units import units_of
from gofixmap.text import Span

DATA = b"package a\n\nfunc f() {\n\tm[1].x = 2\n}\n"
FIX = Fix("t", (Edit("a.go", 23, 33, "v := m[1]\n\tv.x = 2\n\tm[1] = v"),), ("mind the key",))
FIXABLE = Finding(
    codemod="map-writeback",
    message="a map element cannot be assigned to",
    path="a.go",
    span=Span(23, 33),
    symbol="example.com/a.f",
    safety=Safety.SAFE,
    status=Status.FIXABLE,
    fix=FIX,
)
DECLINED = replace(
    FIXABLE,
    span=Span(24, 33),
    status=Status.DECLINED,
    fix=None,
    reason="it stands in the post statement",
    reason_id="for-post",
    evidence=(Evidence("race", "seen by two goroutines"),),
)


def _result(*findings: Finding, **more: object) -> RunResult:
    result = RunResult("/nowhere", findings, {"a.go": DATA}, {"a.go": DATA + b"\n"})
    return replace(result, summary=Summary(files=3, seconds=0.5), **more)  # type: ignore[arg-type] # fields


def _text(*findings: Finding) -> list[str]:
    result = _result(*findings)
    return [plain(line) for line in report(result, Sources(result))]


def test_a_fix_and_a_decline() -> None:
    assert _text(DECLINED, FIXABLE) == [
        "a.go:4:2: a map element cannot be assigned to [map-writeback, safe, fixable]",
        "    note: mind the key",
        "    @@ -1,5 +1,7 @@",
        "     package a",
        "     ",
        "     func f() {",
        "    -\tm[1].x = 2",
        "    +\tv := m[1]",
        "    +\tv.x = 2",
        "    +\tm[1] = v",
        "     }",
        "a.go:4:3: a map element cannot be assigned to [map-writeback, safe, declined]",
        "    it stands in the post statement (for-post)",
        "    race: seen by two goroutines",
    ]


def test_a_fix_in_another_file_names_it() -> None:
    lines = _text(replace(FIXABLE, path="b.go", span=Span(0, 0)))
    assert "    diff --git a/a.go b/a.go" in lines or "    --- a/a.go" in lines


def test_a_file_that_has_changed_since() -> None:
    """What was found is still told."""
    result = replace(_result(FIXABLE), before={"a.go": b"package a\n"})
    lines = [plain(line) for line in report(result, Sources(result))]
    assert lines[0].endswith("[map-writeback, safe, fixable]")
    assert lines[-1].startswith("    the fix cannot be shown: ")


def test_suppressed_findings_are_counted_only() -> None:
    silenced = replace(FIXABLE, status=Status.SUPPRESSED)
    assert _text(silenced) == []
    assert check_summary(_result(silenced)) == "0 findings (1 suppressed) in 3 files, 0.50 s"


def test_check_summary() -> None:
    assert check_summary(_result(FIXABLE)) == "1 finding (1 with a fix) in 3 files, 0.50 s"
    assert check_summary(_result(FIXABLE, DECLINED)) == (
        "2 findings (1 with a fix, 1 declined) in 3 files, 0.50 s"
    )


def test_apply_summary() -> None:
    fixed = replace(FIXABLE, status=Status.FIXED)
    review = replace(FIXABLE, safety=Safety.REVIEW)
    target = replace(FIXABLE, safety=Safety.TARGET)
    result = _result(fixed, review, target, target, DECLINED)
    assert apply_summary(result, written=False) == [
        "1 fix would change 1 file of 3 files, 0.50 s",
        "1 more finding needs --safety review; gofixmap check shows what they change",
        "2 more findings need --target SYMBOL; gofixmap check shows what they change",
        "1 finding declined; gofixmap check says why",
    ]
    assert apply_summary(_result(fixed, _elsewhere(fixed, 1)), written=True) == [
        "2 fixes changed 1 file of 3 files, 0.50 s"
    ]


def test_apply_summary_counts_fixes_as_the_patch_does() -> None:
    """Findings of one codemod or of several that share a fix have one number in the headings."""
    fixed = replace(FIXABLE, status=Status.FIXED, proof="build")
    findings = (fixed, replace(fixed, codemod="nil-map"), fixed, _elsewhere(fixed, 1))
    result = _result(*findings, proof=Proof("go1.27.3", 1))
    assert apply_summary(result, written=True) == [
        "2 fixes of 4 findings changed 1 file of 3 files, 0.50 s",
        "proved with go1.27.3 in 1 package: 2 fixes type-checked",
    ]
    assert len(units_of(findings)) == 2


def _elsewhere(finding: Finding, by: int) -> Finding:
    """Such a finding further down in its file, with a fix of its own."""
    assert finding.fix is not None
    edits = (replace(each, start=each.start + by) for each in finding.fix.edits)
    return replace(finding, fix=replace(finding.fix, edits=tuple(edits)))


def test_apply_summary_names_the_files_of_a_module() -> None:
    result = _result(replace(FIXABLE, status=Status.FIXED))
    after = {**result.after, "go.sum": b"", "go.mod": b""}
    assert apply_summary(replace(result, after=after), written=True) == [
        "1 fix changed go.mod, go.sum and 1 file of 3 files, 0.50 s"
    ]


@pytest.mark.parametrize(
    ("proof", "lines"),
    [
        (None, []),
        (Proof("go1.27.3", 1), ["proved with go1.27.3 in 1 package: 1 fix type-checked"]),
        (
            Proof("go1.27.3", 8, 30),
            ["proved with go1.27.3 in 8 packages: 1 fix type-checked, 30 errors repaired"],
        ),
        (
            Proof("go1.27.3", 2, 0, ("example.com/a: needs\nx",)),
            [
                "proved with go1.27.3 in 2 packages: 1 fix type-checked",
                "not proved: example.com/a: needs\\nx",
            ],
        ),
    ],
)
def test_proof(proof: Proof | None, lines: list[str]) -> None:
    fixed = replace(FIXABLE, status=Status.FIXED, proof="build")
    assert apply_summary(_result(fixed, proof=proof), written=True)[1:] == lines


def test_fixes_are_told_by_what_they_have_passed() -> None:
    fixed = replace(FIXABLE, status=Status.FIXED)
    levels = ("race", "vet", "vet", "build", "")
    findings = [replace(_elsewhere(fixed, at), proof=level) for at, level in enumerate(levels)]
    result = _result(*findings, proof=Proof("go1.27.3", 3))
    assert apply_summary(result, written=True)[1:] == [
        "proved with go1.27.3 in 3 packages: 1 fix type-checked, 2 fixes type-checked and vetted,"
        " 1 fix type-checked, vetted and tested with -race",
        "1 fix is not proved",
    ]


def test_without_a_proof_of_any_fix_only_the_reason_is_told() -> None:
    proof = Proof(skipped="no toolchain", unproven=("a: b",))
    result = _result(replace(FIXABLE, status=Status.FIXED), proof=proof)
    assert apply_summary(result, written=True)[1:] == ["not proved: no toolchain"]


def test_what_was_held_back_is_named() -> None:
    unproven = replace(FIXABLE, status=Status.UNPROVEN, reason="a.go:4:2: undefined: v")
    result = _result(FIXABLE, unproven)
    assert [plain(line) for line in held_back(result, Sources(result))] == [
        "a.go:4:2: a map element cannot be assigned to [map-writeback, safe, unproven]",
        "    a.go:4:2: undefined: v",
        "    note: mind the key",
    ]


def test_problems() -> None:
    problems = (FileProblem("b\n.go", "not UTF-8", "convert it"), FileProblem("a.go", "too\nlong"))
    assert list(problem_lines(_result(problems=problems))) == [
        "a.go: too\\nlong",
        '"b\\n.go": not UTF-8 (convert it)',
    ]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("a/b c.go", "a/b c.go"),
        ("ü.go", "ü.go"),
        ("a\nb.go", '"a\\nb.go"'),
        ('a"b.go', '"a\\"b.go"'),
        ("\udcff.go", '"\\xff.go"'),
        ("\x1b[31m.go", '"\\x1b[31m.go"'),
        ("::error::x.go", '"::error::x.go"'),
        (" ::error::x.go", '" ::error::x.go"'),
        ("a::error::x.go", "a::error::x.go"),
        ("a##[error]x.go", '"a##\\x5berror]x.go"'),
    ],
)
def test_paths_never_break_a_line(path: str, shown: str) -> None:
    assert shown_path(path) == shown


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_no_line_is_a_command_of_a_runner(name: str) -> None:
    """What GitHub Actions takes for one: `::` at the beginning, `##[` anywhere."""
    problems = (FileProblem(name, name, name),)
    silenced = replace(FIXABLE, path=name, message=name, reason=name, fix=None)
    result = replace(_result(silenced), problems=problems, unused_evidence=(name,))
    sources = Sources(result)
    lines = [plain(line) for line in report(result, sources)] + list(problem_lines(result))
    for line in lines:
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


def test_terminals_are_not_steered() -> None:
    assert harmless("a\tb\x1b[2J\r") == "a\tb\\x1b[2J\\x0d"
    assert one_line("a\nb\x07") == "a\\nb\\x07"
    (line,) = diff_lines("+\x1b]0;title\x07\n")
    assert (line[0].style, line[0].text) == ("added", "+\\x1b]0;title\\x07")


@pytest.mark.parametrize(
    ("target", "answered"),
    [
        ("example.com/cart.Store.Add", True),
        ("cart.Store.Add", True),
        ("./cart.Store", True),
        ("Store", True),
        ("Add", True),
        ("ore.Add", False),
        ("Store.Ad", False),
        ("cart.Bag", False),
    ],
)
def test_targets_without_an_offer_are_named(target: str, answered: bool) -> None:
    result = _result(replace(FIXABLE, symbol="example.com/cart.Store.Add"))
    line = f"no codemod offers anything for {target}"
    assert list(unanswered(result, [target])) == ([] if answered else [line])
