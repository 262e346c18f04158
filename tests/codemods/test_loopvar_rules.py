"""loopvar: what golden cases do not show, such as the sieves, notes, symbols and rare forms."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from gofixmap_codemods._loopvar import RANK
from gofixmap_codemods._loopvar_filter import Sieve, has_copy, may_outlive
from gofixmap_codemods.loopvar import Loopvar

from gofixmap.engine import Request, run
from gofixmap.model import Finding, RunResult, Safety, Status
from gofixmap.workspace import Workspace

GOLDEN = Path(__file__).parent.parent / "golden" / "loopvar"
CASES = sorted(path.parent for path in GOLDEN.glob("*/case.toml"))


def checked(root: Path, code: str, *targets: str, go: str = "1.21") -> RunResult:
    (root / "go.mod").write_text(f"module example.com/m\n\ngo {go}\n", encoding="utf-8")
    (root / "a.go").write_text("package m\n\n" + code, encoding="utf-8")
    return run(Request((root,), ("loopvar",), targets=targets, apply=False, jobs=1))


def loop(body: str, *, header: str = "for _, v := range xs") -> str:
    return f"func F(xs []int, ch chan *int) {{\n\t{header} {{\n\t\t{body}\n\t}}\n}}\n"


def only(result: RunResult) -> Finding:
    assert not result.problems
    (finding,) = result.findings
    return finding


def test_every_reason_has_a_golden_case() -> None:
    shown: set[str] = set()
    for case in CASES:
        reasons = tomllib.loads((case / "case.toml").read_text()).get("decline", [])
        shown |= {reasons} if isinstance(reasons, str) else set(reasons)
    assert set(Loopvar.declines) <= shown


COPIES = [
    b"x := x",
    b"\tx := x // copy",
    b"x := x; go f()",
    b"x := x }",
    b"k, v := k, v",
    b"v, k := v, k\n",
    b"k,\n\tv := k, v",
    b"if x := x; x > 0 {",
    b"x := x /* copy */",
    b"x /* copy */ := x",
    b"\xc3\xa4 := \xc3\xa4",
]
NO_COPIES = [
    b"x := y",
    b"x := x.y",
    b"x := x + 1",
    b"k, v := v, k",
    b"x = x",
    b"x := (x)",
    b"x := f",
]


@pytest.mark.parametrize("text", COPIES)
def test_a_copy_is_seen(text: bytes) -> None:
    for before in (b"{", b"{\n\t", b"{ // all\n\t// of it\n\n\t", b"{ /* } */ ;"):
        assert has_copy(b"for range xs " + before + text)


def test_a_copy_stands_at_the_top_of_a_block() -> None:
    assert not has_copy(b"for _, x := range xs {\n\tf()\n\tx := x\n\tgo g(x)\n}")


@pytest.mark.parametrize("text", NO_COPIES)
def test_what_is_no_copy_is_sieved_out(text: bytes) -> None:
    assert not has_copy(b"{ " + text)


LOOPS = [
    (b"for v := range xs {", False),
    (b"for _, v := range xs {", False),
    (b"for _,\n\tv := range xs {", False),
    (b"for i, j := 0, 1; i < j; i++ {", False),
    (b"for v = range xs {", True),
    (b"for k, v = range xs {", True),
    (b"for i = 0; i < 3; i++ {", True),
    (b"for /* c */ i = 0; i < 3; i++ {", True),
]


@pytest.mark.parametrize(("text", "assigns"), LOOPS)
def test_loops_that_set_variables_are_seen(text: bytes, assigns: bool) -> None:
    assert Sieve().search(text)
    assert may_outlive(text + b" ch <- &v }", assigned=False)
    assert may_outlive(text + b" ch <- &v }", assigned=True) is assigns


@pytest.mark.parametrize(
    ("body", "keeps"),
    [
        (b"f(v) }", False),
        (b"f(w.x, a && b, a & b == c) }", True),  # what looks like an address is one
        (b"f(w.x, a && b) }", False),
        (b"f(v.x) }", True),
        (b"f((v).x) }", True),
        (b"f(v[0]) }", False),
        (b"f(v[:]) }", True),
        (b"f(v[\n0:]) }", True),
        (b"defer func() { f(v) }() }", True),
    ],
)
def test_what_may_keep_a_variable_is_seen(body: bytes, keeps: bool) -> None:
    assert may_outlive(b"for v = range xs { " + body, assigned=True) is keeps
    assert may_outlive(b"f(&x, func() {})\nfor v = range xs { " + body, assigned=True) is keeps


@pytest.mark.parametrize("text", [b"for {", b"for i < 3 {", b"for range xs {", b"for i == 3 {"])
def test_loops_without_variables_are_sieved_out(text: bytes) -> None:
    assert not Sieve().search(text)


def test_every_finding_of_the_golden_cases_passes_the_sieves() -> None:
    for case in CASES:
        workspace = Workspace.open([case / "before"])
        for finding in run(Request((case / "before",), ("loopvar",), apply=False, jobs=1)).findings:
            file = workspace.file(finding.path)
            assert file is not None
            declaration = file.declaration_at(finding.span.start)
            assert declaration is not None
            assert Sieve().search(declaration.text), finding
            version = workspace.language_version(finding.path)
            assert Loopvar.takes(file.data, version), finding
            assert Loopvar.takes(declaration.text, version), finding


def test_the_sieves_take_linear_time() -> None:
    table = b"for " + b"x, " * 200_000 + b"y, := " * 100_000
    start = time.process_time()
    Sieve().search(table)
    has_copy(table)
    may_outlive(table, assigned=False)
    may_outlive(b"for v = range x { " * 100_000, assigned=True)
    has_copy(b"{ x, y := " * 100_000)
    has_copy(b"{ /* */ // " * 100_000)
    assert time.process_time() - start < 5


def test_a_finding_names_the_variable_and_what_is_to_know(tmp_path: Path) -> None:
    found = only(checked(tmp_path, loop("ch <- &v")))
    assert (found.symbol, found.safety) == ("example.com/m.F.v", Safety.REVIEW)
    assert found.message == (
        "v is one variable for all iterations, and its address is sent on a channel"
    )
    assert found.fix is not None
    assert len(found.fix.notes) == 2
    assert "go line of 1.22" in found.fix.notes[0]


def test_a_closure_has_no_note_about_elements(tmp_path: Path) -> None:
    found = only(checked(tmp_path, loop("go func() { println(v) }()")))
    assert found.fix is not None
    assert len(found.fix.notes) == 1


@pytest.mark.parametrize("go", ["1.21", "1.20", "1.21.13"])
def test_a_target_is_offered_what_is_passed_on(tmp_path: Path, go: str) -> None:
    code = loop("each(func() { println(v) })") + "\nfunc each(f func()) { f() }\n"
    assert not checked(tmp_path, code, go=go).findings
    found = only(checked(tmp_path, code, "F.v", go=go))
    assert (found.rank, found.status) == (RANK, Status.FIXABLE)


def test_a_target_of_new_files_is_offered_nothing(tmp_path: Path) -> None:
    code = loop("go func() { println(v) }()")
    assert not checked(tmp_path, code, "F.v", go="1.22").findings


def test_a_target_is_told_of_once(tmp_path: Path) -> None:
    only(checked(tmp_path, loop("go func() { println(v) }()"), "F.v"))


FIRE = {
    "an address in a nested literal": "m[0] = []*int{&v}",
    "an address through a local": "p := &v\n\t\tch <- p",
    "a closure through a local": "f := func() { println(v) }\n\t\tdefer f()",
    "a local that a goroutine uses": "p := &v\n\t\tgo func() { println(*p) }()",
    "started inside a closure": "func() { go func() { println(v) }() }()",
    "an interface in between": "var x any = &v\n\t\ts = append(s, x)",
    "through a switch": "switch {\n\t\tcase v > 1:\n\t\t\tch <- &v\n\t\t}",
    "with continue": "if v == 1 {\n\t\t\tch <- &v\n\t\t\tcontinue\n\t\t}",
    "a result stored on the way out of a literal": "go println(func() int { return v })",
    "select sends it": "select {\n\t\tcase ch <- &v:\n\t\tdefault:\n\t\t}",
}
KEEP = {
    "return": "if v == 1 {\n\t\t\tch <- &v\n\t\t\treturn\n\t\t}",
    "panic": "if v == 1 {\n\t\t\tch <- &v\n\t\t\tpanic(1)\n\t\t}",
    "break of the loop": "if v == 1 {\n\t\t\tch <- &v\n\t\t\tbreak\n\t\t}",
    "an argument": "println(&v)",
    "read through its address": "println(*&v)",
    "compared": "println(&v == nil)",
    "a goroutine that is given it": "go println(v)",
    "an element": "ch <- &xs[v]",
    "another variable": "w := v\n\t\tch <- &w",
    "shadowed": "if v := v; v > 1 {\n\t\t\tch <- &v\n\t\t}",
    "a copy in the closure's block": "v := v\n\t\tgo func() { println(v) }()",
    "a local that stays": "p := &v\n\t\t*p = 2",
    "a literal that stays": "ps := []*int{&v}\n\t\tprintln(len(ps))",
    "waited for": "done := make(chan int)\n\t\tgo func() { done <- v }()\n\t\t<-done",
}
TAIL = "\nvar m = map[int][]*int{}\n\nvar s []any\n"


@pytest.mark.parametrize("body", FIRE.values(), ids=FIRE.keys())
def test_what_outlives_the_iteration(tmp_path: Path, body: str) -> None:
    assert only(checked(tmp_path, loop(body) + TAIL)).fix is not None


@pytest.mark.parametrize("body", KEEP.values(), ids=KEEP.keys())
def test_what_does_not(tmp_path: Path, body: str) -> None:
    result = checked(tmp_path, loop(body) + TAIL)
    assert not result.findings
    assert not result.problems


def test_a_break_of_an_inner_loop_goes_on(tmp_path: Path) -> None:
    body = "for {\n\t\t\tch <- &v\n\t\t\tbreak\n\t\t}"
    assert only(checked(tmp_path, loop(body))).fix is not None


def test_the_outer_loop_starts_anew(tmp_path: Path) -> None:
    code = loop(
        "for _, w := range xs {\n\t\t\tif w == 1 {\n\t\t\t\tch <- &w\n\t\t\t\tbreak\n\t\t\t}\n\t\t}"
        "\n\t\t_ = v"
    )
    assert not checked(tmp_path, code).findings
