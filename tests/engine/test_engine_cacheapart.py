"""Which additions to a Go file concern nobody; near misses first, which all concern somebody."""

from __future__ import annotations

from pathlib import Path

import pytest
from cache_kit import analysed, cold, trusting, warm

from gofixmap.engine.cacheapart import Addition, addition_to, is_apart
from gofixmap.engine.cacherows import Said, encoded
from gofixmap.model import Edit, Finding, Fix, Safety, Status
from gofixmap.syntax.source import SourceFile
from gofixmap.text import Span
from gofixmap.workspace import watch
from gofixmap.workspace.shape import shape_of

OLD = b"package p\n\ntype kind struct{ size int }\n\nvar limit = 3\n\nfunc (k kind) name() {}\n"
SUM = b"""
func total(values []int) (sum int) {
\tfor at, value := range values {
\t\tif at >= len(values)-1 || value == 0 { sum %= max(sum, value) % 3 }
\t\tsum += int(value)
\t}
\treturn sum
}
"""


def addition(old: bytes, new: bytes) -> Addition | None:
    shape = shape_of(SourceFile("a.go", old))
    return addition_to(SourceFile("a.go", new), shape, watch.digest(old))


@pytest.mark.parametrize(
    "added",
    [
        b"\nfunc Total() {}\n",
        b"\nfunc (k kind) other() {}\n",
        b"\nfunc init() {}\n",
        b"\nfunc print() {}\n",
        b"\nfunc f[t int]() {}\n",
        b"\nvar f = 1\n",
        b"\n// f says so.\nfunc f() {}\n",
        b"\nfunc f() {} // so\n",
        b"\nfunc f() { a /* so */ := 1 }\n",
        b'\nfunc f() string { return "a" }\n',
        b"\nfunc f() { total() }\n",
        b"\nfunc f(n int) { n() }\n",
        b"\nfunc f() { f() }\n",
        b"\nfunc f(a Kind) {}\n",
        b"\nfunc f(a p.kind) {}\n",
        b"\nfunc f(a *int) {}\n",
        b"\nfunc f(a map[int]int) {}\n",
        b"\nfunc f(a chan int) {}\n",
        b"\nfunc f(a, b int) bool { return a <-b }\n",
        b"\nfunc f(a func()) {}\n",
        b"\nfunc f() { go func() {}() }\n",
        b"\nfunc f() { defer len(1) }\n",
        b"\nfunc f(a []int) { a = append(a, 1) }\n",
        b"\nfunc f() error { return nil }\n",
        b"\nfunc f() { var a struct{} }\n",
        b"\nfunc f(a int) { a += }\n",
        b"\nfunc f(a int) { a = 1 }\n",
        b"\nfunc f(\xc3\xa4 int) {}\n",
        b"\nfunc f() {}\n" * 9,
        b"\nfunc f() {}\n\nfunc g() { limit() }\n",
    ],
)
def test_what_may_concern_somebody_is_a_change(added: bytes) -> None:
    assert addition(OLD, OLD + added) is None


def test_only_what_stands_behind_the_old_contents_is_an_addition() -> None:
    assert addition(OLD, OLD) is None
    assert addition(OLD.rstrip(), OLD.rstrip() + b" func f() {}\n") is None
    assert addition(OLD.rstrip(), OLD.rstrip() + b"\nfunc f() {}") is not None
    assert addition(OLD, OLD.replace(b"3", b"4") + SUM) is None
    assert addition(OLD, OLD.replace(b"\nvar", SUM + b"\nvar")) is None
    assert addition(OLD + SUM, OLD) is None


@pytest.mark.parametrize(
    ("file", "is_one"),
    [
        (b"package p\n\nfunc other(value, sum int) { values := 1 }\n", True),
        (b"package p\n\nfunc other() { totals() }\n", False),
        (b"package p\n\n// See total.\n", False),
        (b"package p\n\nfunc value() {}\n", False),
        (b"package p\n\nfunc (k kind) sum() {}\n", True),
        (b"package p_test\n\nfunc sum() {}\n", True),
        (b"package p_test\n\nfunc total() {}\n", False),
        (b"package p\n\ntype node struct{ next, value int }\n", True),
        (b"package p\n\nvar (\n\ta, values = 1, 2\n)\n", False),
        (b"package p\n\nvar f = func(int, int) {}\n", True),
        (b"package p\n\nfunc len(int) int { return 1 }\n", False),
        (b"package p\n\ntype int string\n", False),
        (b"package p\n\nvar ( // so\n\ta, /* b */ max = 1, 2\n)\n", False),
        (b"package p\n\ntype (\n\ta string; int string)\n", False),
        (b"package p\n\nfunc other(a, int int) { a = int\n\treturn int(a) }\n", True),
    ],
)
def test_names_of_the_package_count(file: bytes, is_one: bool) -> None:
    found = addition(OLD, OLD + SUM)
    assert found is not None
    assert found.shape == shape_of(found.file)
    assert is_apart(found, [])
    assert is_apart(found, [SourceFile("b.go", file)]) is is_one
    both = addition(OLD, OLD + SUM + b"\n\nfunc second(a int) int { return a }\n\n")
    assert both is not None
    assert both.functions == {b"total", b"second"}
    assert both.shape == shape_of(both.file)


def test_fixes_with_such_names_and_findings_in_the_file_are_made_anew() -> None:
    found = addition(OLD, OLD + SUM)
    assert found is not None
    for path, text, is_told in (("b.go", "value", True), ("b.go", "v", False), ("a.go", "v", True)):
        fix = Fix("Rename it", (Edit(path, 1, 2, text),))
        finding = Finding(
            "loopvar", "value", path, Span(1, 2), "p", Safety.SAFE, Status.FIXABLE, fix=fix
        )
        said = Said((finding,), (), 1)
        assert found.is_told_of(said, encoded(said)) is is_told


def test_nothing_is_analysed_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)
    root, text = tmp_path / "tree", OLD.replace(b"3", b"3\n\nvar M = map[string]kind{}\n")
    (root / "q").mkdir(parents=True)
    (root / "go.mod").write_text("module example.com/p\n\ngo 1.24\n", encoding="utf-8")
    (root / "p.go").write_bytes(text)
    (root / "q" / "q.go").write_text(
        'package q\n\nimport "example.com/p"\n\nfunc F() { p.M["a"].size = 1; go F() }\n',
        encoding="utf-8",
    )
    warm(root)
    with analysed(monkeypatch, root) as directories:
        for added in (SUM, b"\nfunc second(a int) int { return a }\n"):
            text += added
            (root / "p.go").write_bytes(text)
            found = warm(root)
            assert not directories
            assert found == cold(root)
        (root / "p.go").write_bytes(text + b"\nfunc third() { M = nil }\n")
        assert warm(root) == cold(root)
        assert directories


def test_it_is_analysed_where_a_sieve_lets_it_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)
    (tmp_path / "tree" / "q").mkdir(parents=True)
    root = tmp_path / "tree"
    (root / "go.mod").write_text("module example.com/p\n\ngo 1.21\n", encoding="utf-8")
    for path in (root / "p.go", root / "q" / "q.go"):
        path.write_bytes(OLD)
    warm(root)
    with analysed(monkeypatch, root) as directories:
        added = b"\nfunc bump(values []int) {\n\tcopied := values\n\tcopied[0]++\n}\n"
        assert addition(OLD, OLD + added) is not None
        (root / "p.go").write_bytes(OLD + added)
        assert warm(root) == cold(root)
        assert directories == ["."]
