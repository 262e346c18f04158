"""Names and receivers that are read without the parser."""

from __future__ import annotations

import pytest

from gofixmap.syntax.source import Declaration, SourceFile


def only(code: str) -> Declaration:
    (declaration,) = SourceFile("a.go", f"package p\n\n{code}\n".encode()).declarations
    return declaration


NAMES = [
    ("func f() {}", "f"),
    ("func /* c */ f() {}", "f"),
    ("func _() {}", ""),
    ("func init() {}", "init"),
    ("func F[P any](p P) {}", "F"),
    ("func (t T) M() {}", ""),
    ('import x "y"', ""),
    ("var a int", "a"),
    ("var a, b = 1, c", "a b"),
    ("var a,b,_ , c int", "a b c"),
    ("var a /* d */, // e\n\tb int", "a b"),
    ("var _ I = (*T)(nil)", ""),
    ("var ()", ""),
    ("var (\n\ta int\n)", "a"),
    (
        "var (\n\ta, b int\n\n\t// c\n\td = 1 // e\n\tf = g(\n\t\th,\n\t\ti,\n\t)\n\tj, _ = k()\n)",
        "a b d f j",
    ),
    ("var (\n\ta = `\n\tb = 1\n`\n\tc = 2\n)", "a c"),
    ("var (\n\ta = struct {\n\t\tb int\n\t\tc int\n\t}{}\n\td int\n)", "a d"),
    ("var (\n\ta = b +\n\t\tc\n\td = e ||\n\t\tf\n\tg int\n)", "a d g"),
    ("var (\n\ta = b.\n\t\tc\n\td int\n)", "a d"),
    ("var (\n\ta = 1.\n\tb = 0x1p-2\n\tc = 2i\n\td = 'x'\n\te = \"f\"\n)", "a b c d e"),
    (
        "var (\n\ta = x.(y)\n\tb = <-c\n\td = &e{}\n\tf = func() { g = 1 }\n\th []int\n)",
        "a b d f h",
    ),
    ("var (\n\ta = b[c] // d, e\n\tf /* g */ int\n\th chan<- int\n\ti <-chan int\n)", "a f h i"),
    ("var (a int; b, c = 1, 2)", "a b c"),
    ("var ( // x\n\ta int\n)", "a"),
    ("var /* x */ (\n\ta int /* y\n*/ b int\n)", "a b"),
    ("var\na int", "a"),
    ("const (\n\tA = iota\n\tB\n\tC\n\t_\n\tD, E = iota, iota\n)", "A B C D E"),
    ('const (\n\tA = 1 << (10 * iota)\n\tB\n\tC T = T(1)\n\tD = len("(")\n\tE\n)', "A B C D E"),
    ("const (\n\tA, B = `x`, \"y\"\n\tC    = '('\n\tD\n)", "A B C D"),
    ("type T struct {\n\ta int\n}", "T"),
    ("type T[P any] = []P", "T"),
    (
        "type (\n\tA int\n\tB = C\n\tD struct {\n\t\tE\n\t\tF int\n\t}\n"
        "\tG interface {\n\t\tH()\n\t}\n)",
        "A B D G",
    ),
    ("type (\n\tA[K comparable, V any] map[K]V\n\tB func(\n\t\tc int,\n\t)\n\tD int\n)", "A B D"),
    ("type (A int; B string)", "A B"),
    ("var é, Ünï = 1, 2", "é Ünï"),
    ("type ()", ""),
]


@pytest.mark.parametrize(("code", "names"), NAMES, ids=[row[0] for row in NAMES])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_names(code: str, names: str, ending: str) -> None:
    assert only(code.replace("\n", ending)).names == tuple(names.split())


METHODS = [
    ("func f() {}", None),
    ("func f(r T) {}", None),
    ("var f = func(r T) {}", None),
    ("func (r T) M() {}", ("T", "M", False)),
    ("func (r *T) M() {}", ("T", "M", True)),
    ("func (T) M() {}", ("T", "M", False)),
    ("func (*T) M() {}", ("T", "M", True)),
    ("func (_ *T) M() {}", ("T", "M", True)),
    ("func (r (T)) M() {}", ("T", "M", False)),
    ("func (r (*T)) M() {}", ("T", "M", True)),
    ("func (r *(T)) M() {}", ("T", "M", True)),
    ("func ((T)) M() {}", ("T", "M", False)),
    ("func (r T,) M() {}", ("T", "M", False)),
    ("func (r *T[K, V]) M() {}", ("T", "M", True)),
    ("func (T[_]) M() {}", ("T", "M", False)),
    ("func (r T[K]) M[P any](p *P) {}", ("T", "M", False)),
    ("func(r*T)M() {}", ("T", "M", True)),
    ("func (r /* *X */ T) /* N */ M() {}", ("T", "M", False)),
    ("func ( // *X\n\tr T,\n) M() {}", ("T", "M", False)),
    ("func (é *Ü) Ö() {}", ("Ü", "Ö", True)),
]


@pytest.mark.parametrize(("code", "method"), METHODS, ids=[row[0] for row in METHODS])
def test_method(code: str, method: tuple[str, str, bool] | None) -> None:
    assert only(code).method == method


@pytest.mark.parametrize("code", ["func ()", "func (", "func", "func (r T)", "func () M() {}"])
def test_a_broken_method_is_none(code: str) -> None:
    assert only(code).method is None


def test_names_never_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gofixmap.syntax.source.parse_masking", lambda *_: pytest.fail("parsed"))
    for code, _ in NAMES:
        assert only(code).names is not None
        assert only(code).method is None or code.startswith("func (")
