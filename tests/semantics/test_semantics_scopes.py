"""Which object an identifier denotes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.scopes import may_see_locals
from gofixmap.syntax.source import SourceFile

Make = Callable[..., Any]


def marked(source: str) -> tuple[str, list[int], list[int]]:
    """Source with `«x»` around uses and `⟦x⟧` around their declaration, and both offsets."""
    plain = bytearray()
    uses: list[int] = []
    declared: list[int] = []
    for character in source:
        if character == "«":
            uses.append(len(plain))
        elif character == "⟦":
            declared.append(len(plain))
        elif character not in "»⟧":
            plain += character.encode()
    return plain.decode(), uses, declared


@pytest.mark.parametrize(
    "source",
    [
        # The name on the right of := is the outer one
        "func f(⟦x⟧ int) { { x := «x»; _ = x } }",
        "func f() { ⟦x⟧ := 1; { x := 2; _ = x }; _ = «x» }",
        "func f() { x := 1; { ⟦x⟧ := 2; _ = «x» }; _ = x }",
        "func f() { { x := 1; _ = x }; _ = «x» }\nvar ⟦x⟧ int",
        # := with a new name assigns the one of the same scope, also a parameter or result
        "func f() { ⟦x⟧, a := 1, 2; «x», b := 3, 4; _, _, _ = «x», a, b }",
        "func f(⟦err⟧ error) { a, «err» := g(); _, _ = a, «err» }",
        "func f() (⟦err⟧ error) { _, «err» = g(); return «err» }",
        "func f() (err error) { if a, ⟦err⟧ := g(); a { return «err» }; return err }",
        # Header scopes
        "func f(x int) { if ⟦x⟧ := x; x > 0 { _ = «x» } else { _ = «x» }; _ = x }",
        "func f(⟦x⟧ int) { if x := «x»; true { _ = x }; _ = «x» }",
        "func f() { for ⟦i⟧ := 0; «i» < 3; «i»++ { _ = «i» } }",
        "func f(i int) { for i, ⟦v⟧ := range s { i := i; _, _ = i, «v» } }",
        "func f(⟦s⟧ []int) { for _, s := range «s» { _ = s } }",
        "func f(⟦x⟧ int) { switch x := «x»; x { case 1: _ = x } }",
        "func f() { switch ⟦x⟧ := g(); { case «x» > 1: _ = «x» } }",
        "func f(x int) { switch { case true: ⟦x⟧ := 1; _ = «x»; default: _ = x } }",
        "func f() { select { case ⟦x⟧, ok := <-c: _, _ = «x», ok; case x := <-d: _ = x } }",
        "func f() { for { ⟦x⟧ := 1; func() { _ = «x»; x := 2; _ = x }() } }",
        # Closures and their parameters
        "func f(x int) { _ = func(⟦x⟧ int) (y int) { return «x» }; _ = x }",
        "func f() { var ⟦g⟧ func(int) int; h := func(n int) int { return «g»(n) }; _ = h }",
        "func (⟦r⟧ T) m(x int) { _ = func() { «r».n = x } }\ntype T struct{ n int }",
        # Types, constants, labels, type parameters
        "func f() { type ⟦T⟧ struct{ next *«T» }; var a «T»; _ = a }\ntype T int",
        "func f() { var a «T»; type T string; _ = a }\ntype ⟦T⟧ int",
        "func f() { const ⟦c⟧ = 1; const d = «c» + 1; _ = d }\nconst c = 2",
        "func f() { x := c; const c = x; _ = c }",
        "func f[⟦T⟧ any](a «T») { var b []«T»; _, _ = a, b }\ntype T int",
        "func (g *G[⟦X⟧]) m() { var a «X»; _ = a }\ntype G[T any] struct{}\ntype X int",
        "type G[⟦T⟧ any] struct{ a «T»; b map[string]«T» }\ntype T int",
        "func f() { ⟦L⟧: for { for { break «L» }; continue «L»; goto «L» } }",
        "func f() { L: for { func() { ⟦L⟧: for { break «L» } }(); break L } }",
        # Package level, from anywhere in the file
        "func f() { _ = «x» }\nvar ⟦x⟧ = 1",
        "var (\n\ta = «b»\n\t⟦b⟧ = 1\n)",
        "func f(x struct{ a int }) { x.a = «a» }\nvar ⟦a⟧ int",
        "type S struct{ a int }\nfunc f(a int) { _ = S{a: «b»} }\nvar ⟦b⟧ int",
        "func f(⟦k⟧ string) { _ = map[string]int{«k»: 1} }",
        "func f(⟦k⟧ int) { _ = [...]int{«k»: 1} }",
        "func f(⟦k⟧ int) { _ = []map[int]S{{«k»: {}}} }\ntype S struct{}",
        # Predeclared names can be shadowed
        "func f(⟦len⟧ func(int) int) int { return «len»(1) }",
        "func f() { ⟦iota⟧ := 1; _ = «iota» }",
        "type ⟦int⟧ string\nvar x «int»",
        "func f() { ⟦nil⟧ := 1; _ = «nil» }",
    ],
)
def test_a_use_denotes_its_declaration(snippet: Make, source: str) -> None:
    text, uses, declared = marked(source)
    shift = len("package m\n\n")
    s = snippet(text)
    for offset in [*declared, *uses]:
        found = s.info.object_of(s.at(offset + shift))
        if not declared:
            continue
        assert found is not None, f"nothing at {offset}"
        assert found.span.start == declared[0] + shift


@pytest.mark.parametrize(
    ("source", "text", "kind", "role"),
    [
        ("func f(x int) { _ = x }", "x", "var", "param"),
        ("func f() (x int) { return x }", "x", "var", "result"),
        ("func (x T) f() { _ = x }\ntype T int", "x", "var", "receiver"),
        ("func f() { for x := range 3 { _ = x } }", "x", "var", "range"),
        ("func f(a any) { switch x := a.(type) { case int: _ = x } }", "x", "var", "typeswitch"),
        ("func f() { const x = 1; _ = x }", "x", "const", "const"),
        ("func f[x any](a x) { var b x; _ = b }", "x", "type", "typeparam"),
        ("func f() { var x int; _ = x }", "x", "var", "var"),
        ("var x int\nfunc f() { _ = x }", "x", "var", ""),
        ("const x = 1\nfunc f() { _ = x }", "x", "const", ""),
        ("type x int\nfunc f() { var y x; _ = y }", "x", "type", ""),
        ("func x() { x() }", "x", "func", ""),
        ("func init() {}\nfunc init() {}", "init", "func", ""),
        ("func f() { _ = len(``) }", "len", "builtin", ""),
        ("var y = nil", "nil", "nil", ""),
        ("var y = true", "true", "const", ""),
        ('import x "fmt"\nvar y = x.Sprint', "x", "package", ""),
    ],
)
def test_kinds_and_roles(snippet: Make, source: str, text: str, kind: str, role: str) -> None:
    s = snippet(source)
    found = s.info.object_of(s.node(text, at=-1))
    assert (found.kind, found.role, found.is_local) == (kind, role, bool(role))


@pytest.mark.parametrize(
    ("source", "text", "at_"),
    [
        ("type S struct{ a int }\nvar x = S{a: 1}", "a", -1),  # the key of a struct literal
        ("type S struct{ a int }\nvar x = []S{{a: 1}}", "a", -1),
        ("type S struct{ a int }\nvar x = map[string]*S{`k`: {a: 1}}", "a", -1),
        ("type S struct{ a int }\nvar s S\nvar x = s.a", "a", -1),
        ("type S struct{ a int }\nvar x int", "a", -1),
        ("func (s S) m() {}\ntype S struct{}", "m", 0),
        ("var x = unseen", "unseen", -1),
        ("func f() { x = 1; x := 2; _ = x }", "x", 0),  # not declared yet
    ],
)
def test_fields_methods_and_unknown_names_have_no_object(
    snippet: Make, source: str, text: str, at_: int
) -> None:
    s = snippet(source)
    assert s.info.object_of(s.node(text, "identifier", "field_identifier", at=at_)) is None


def test_a_type_switch_declares_one_object_per_clause(snippet: Make) -> None:
    s = snippet(
        "func f(a any) { switch x := a.(type) { case int: x = 1; case string: _ = x; _ = x } }"
    )
    symbol, first, second, third = s.nodes("x", "identifier")
    objects = [s.info.object_of(node) for node in (symbol, first, second, third)]
    assert objects[2] is objects[3] and len({id(o) for o in objects}) == 3
    assert [str(o.type) for o in objects] == ["any", "int", "string", "string"]
    body = s.info.file.declarations[0].node
    assert len(s.info.uses_in(objects[1], body)) == 1
    assert len(s.info.uses_in(objects[2], body)) == 2
    assert len(s.info.uses_in(objects[0], body)) == 4  # the symbol stands for all of them


def test_uses_in_holds_closures_and_no_shadowing_names(snippet: Make) -> None:
    s = snippet(
        "func f(x int) { x++; func() { x = 2; x := 3; _ = x }(); { var x string; _ = x }; "
        "_ = struct{ x int }{x: x}.x }"
    )
    declared = s.nodes("x", "identifier")[0]
    uses = s.info.uses_in(s.info.object_of(declared), s.info.file.declarations[0].node)
    assert [n.start_byte for n in uses][:1] == [declared.start_byte]
    assert len(uses) == 4  # the parameter, x++, x = 2, and the value in the literal


def test_the_function_of_a_local_is_the_innermost(snippet: Make) -> None:
    s = snippet("func f() { a := 1; func() { b := a; _ = b }() }")
    a, b = (s.info.object_of(s.node(name, "identifier")) for name in "ab")
    assert a.function.type == "function_declaration"
    assert b.function.type == "func_literal"


def test_lookup_sees_what_is_declared_before_the_place(snippet: Make) -> None:
    s = snippet("func f() { g(); x := 1; h(x) }\nvar x string\nfunc g() {}\nfunc h(int) {}")
    before, after = s.node("g()", "call_expression"), s.node("h(x)", "call_expression")
    assert str(s.info.lookup("x", before).type) == "string"
    assert str(s.info.lookup("x", after).type) == "int"
    assert s.info.lookup("nothing", after) is None


def test_long_parameter_lists_are_names(snippet: Make) -> None:
    names = [f"p{i}" for i in range(40)]
    s = snippet(f"func f({', '.join(names)} float64) {{ _ = p0 + p39 }}")
    for name in ("p0", "p39"):
        found = s.info.object_of(s.node(name, "identifier", at=-1))
        assert (found.role, str(found.type)) == ("param", "float64")


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("func f(a «T») {}", False),
        ("func f(a int) (r map[int]«T») { return nil }", False),
        ("func (g *G) f(a «T») {}", False),
        ("func f(a struct{ b «T» }) {}", True),
        ("func f(a int) { var b «T» }", True),
        ("func f[T any](a «T») {}", True),
        ("func f [T any](a «T») {}", True),
        ("func (g *G) f[T any](a «T») {}", True),
        ("func (g *G[T]) f(a «T») {}", True),
        ("func ( /* g */ g *G[T]) f(a «T») {}", True),
        ("type G struct{ a []«T» }", False),
        ("type G [4]«T»", True),
        ("type G[T any] struct{ a «T» }", True),
        ("type G /* */ [T any] struct{ a «T» }", True),
        ("type (\n\tG[T any] struct{ a «T» }\n)", True),
        ("var a = map[int]func(«T»){}", True),
        ("var a = []«T»{0: f(func() int { return 1 }())}", False),
        ("var a, b = func() { c() }, «T»{}", True),
    ],
)
def test_locals_are_seen_where_one_may_be_declared(source: str, seen: bool) -> None:
    text, uses, _ = marked(source)
    file = SourceFile("a.go", f"package m\n\n{text}\n".encode())
    offset = uses[0] + len("package m\n\n")
    declaration = file.declaration_at(offset)
    assert declaration is not None
    assert may_see_locals(declaration, offset) is seen
