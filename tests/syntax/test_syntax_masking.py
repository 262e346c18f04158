"""Go that the grammar does not know, parsed all the same."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gofixmap.syntax.generic_methods import method_type_parameters
from gofixmap.syntax.masking import masked, masks
from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.syntax.walk import walk
from gofixmap.text import Span


def last(code: str) -> Declaration:
    return SourceFile("a.go", f"package p\n\n{code}\n".encode()).declarations[-1]


#: Expressions that the grammar knows: they stay as they are.
KNOWN = [
    "new(T)",
    "new(p.T)",
    "new(*T)",
    "new([]int)",
    "new([3]int)",
    "new(map[string]*T)",
    "new(chan int)",
    "new(<-chan int)",
    "new(chan<- int)",
    "new(struct{ a int })",
    "new(interface{ M() })",
    "new(func(a struct{}) int)",
    "new(G[int])",
    "new(G[int, []string])",
    "new(p.G[*T])",
    "make([]int, n-1)",
    "make(map[K]V)",
    "make(T, 3)",
    "x.new(3)",
    'f("new(3)", `new(3)`, 0) /* new(3) */ // new(3)',
    "x.Map[int](f)",
    "(*T).Map[int]",
    "T[int].Map[string](t, f)",
    "func() { for range 10 {} }",
]
#: Expressions that need a mask: the expression, the masked words.
UNKNOWN = [
    ("new(3)", 1),
    ('new("s")', 1),
    ("new('c')", 1),
    ("new(-y)", 1),
    ("new(<-c)", 1),
    ("new(!b)", 1),
    ("new(&b)", 1),
    ("new(a + b)", 1),
    ("new(a * b)", 1),
    ("new(a < b)", 1),
    ("new(x[0])", 1),
    ("new(x[i+1])", 1),
    ("new(x[i*j])", 1),
    ("new(x.y.z)", 1),
    ("new(f(x))", 1),
    ("new(f(x).y)", 1),
    ("new(T{1})", 1),
    ("new(G[int]{})", 1),
    ("new([]int{1})", 1),
    ("new([...]int{1})", 1),
    ("new(map[string]int{})", 1),
    ("new(struct{ X int }{1})", 1),
    ("new(func() int { return 1 })", 1),
    ("new(func() int { return 1 }())", 1),
    ("new(x.(int))", 1),
    ("new(a[1:2])", 1),
    ("new(new(3))", 2),
    ("f(new(3), new(T), new(4))", 2),
    ("new(\n\t3,\n)", 1),
    ("make(n - 1)", 1),
    ("make(100)", 1),
]


@pytest.mark.parametrize("expression", KNOWN)
def test_what_the_grammar_knows_is_not_masked(expression: str) -> None:
    declaration = last(f"var x = {expression}")
    assert not declaration.has_error
    assert not declaration.masked


@pytest.mark.parametrize(("expression", "count"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_new_of_an_expression(expression: str, count: int, go: Path) -> None:
    code = f"package p\n\nvar x = {expression}\n"
    subprocess.run([go.parent / "gofmt"], input=code.encode(), check=True, capture_output=True)
    declaration = SourceFile("a.go", code.encode()).declarations[-1]
    assert not declaration.has_error
    spans = declaration.masked_spans
    assert [declaration.file.text(span) for span, _ in spans] == [
        expression_word(expression)
    ] * count
    assert {kind for _, kind in spans} == {f"{expression_word(expression)}-operand"}


def expression_word(expression: str) -> str:
    return "make" if expression.startswith("make") else "new"


def test_an_expression_that_looks_like_a_type_is_masked_where_it_must_be() -> None:
    declaration = last("var x = new(x[p.q.r])")
    assert not declaration.has_error
    assert declaration.masked_spans == ((Span(19, 22), "new-operand"),)


GENERIC_METHODS = [
    ("func (t *S) Map[P any](p P) {}", "[P any]"),
    ("func (t *S[T]) Map[P any, Q ~[]P](p P) Q { return nil }", "[P any, Q ~[]P]"),
    ("func (S) Map[P interface{ ~int }]() {}", "[P interface{ ~int }]"),
    ("func(S)Map[P any]() {}", "[P any]"),
    ("func (t S) Map[P any](p P)", "[P any]"),
    ("func (t S) Map /* c */ [P /* ] */ any](p P) {}", "[P /* ] */ any]"),
    ("func (t S) Map[\n\tP any,\n](p P) (q func(P)) {\n\tx := new(3)\n}", "[\n\tP any,\n]"),
]


@pytest.mark.parametrize(
    ("code", "list_text"), GENERIC_METHODS, ids=[r[0] for r in GENERIC_METHODS]
)
def test_type_parameters_of_a_method(code: str, list_text: str) -> None:
    declaration = last(code)
    assert not declaration.has_error
    assert declaration.node.type == "method_declaration"
    span, kind = declaration.masked_spans[0]
    assert (declaration.file.text(span), kind) == (list_text, "method-type-parameters")
    found = method_type_parameters(declaration)
    assert found is not None
    assert found.type == "type_parameter_list"
    assert (found.start_byte, found.end_byte) == (span.start, span.end)
    assert declaration.file.text(found.named_children[0]).startswith("P")


@pytest.mark.parametrize(
    "code",
    ["func F[P any](p P) {}", "func (t S) M() {}", "func (t S[T]) M() { _ = new(3) }", "var x = 1"],
)
def test_others_have_no_method_type_parameters(code: str) -> None:
    assert method_type_parameters(last(code)) is None


def test_a_generic_method_leaves_the_next_method_alone() -> None:
    source = b"package p\nfunc (t *S) Map[P any](p P) {}\nfunc (t *S) Next() { t.m[1].x = 2 }\n"
    generic, following = SourceFile("a.go", source).declarations
    assert generic.masked and not following.masked
    assert following.node.start_byte == following.span.start
    assert any(node.type == "assignment_statement" for node in walk(following.node))


def test_spans_stay_true_and_text_is_the_file_s() -> None:
    declaration = last('func f() {\n\ta, b := new(3), "é"\n\treturn a\n}')
    file = declaration.file
    callee = next(node for node in walk(declaration.node) if node.text == b"neu")
    assert file.text(callee) == "new"
    assert file.data[callee.end_byte :].startswith(b"(3)")


@pytest.mark.parametrize("code", ["var x = new(3) +", "func f() { g(; new(3) }", "func f( {}"])
def test_broken_code_stays_broken(code: str) -> None:
    assert last(code).has_error


def test_masking_keeps_the_length() -> None:
    data = b"package p\nfunc (t S) M[P any](p P) { _ = new(3); _ = make(4) }"
    found = masks(data, Span(10, len(data)))
    assert [mask.kind for mask in found] == [
        "method-type-parameters",
        "new-operand",
        "make-operand",
    ]
    assert len(masked(data, found)) == len(data)


@pytest.mark.parametrize(
    ("body", "statements"),
    [
        (b"\tc := w[id]\n\t(m[k]).Close()\n\t_ = c\n", 3),
        (b"\tc := w[id]\r\n\t(m[k]).Close()\r\n", 2),
        (b"\tc := w[id] // w[i]\n\t(m[k]).Close()\n", 2),
        (b"\tc := f(w[id])(1)\n\td := `]\n(`\n", 2),
    ],
)
def test_a_newline_after_a_bracket_ends_the_statement(body: bytes, statements: int) -> None:
    file = SourceFile("a.go", b"package p\n\nfunc f() {\n" + body + b"}\n")
    block = file.declarations[0].node.child_by_field_name("body")
    assert block is not None and not file.declarations[0].has_error
    assert block.named_children[0].named_child_count - body.count(b"//") == statements
