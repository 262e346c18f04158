"""Fields, methods, promotion, method sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.types import Pointer

Make = Callable[..., Any]

DECLARATIONS = """
type Base struct{ id int; hidden map[string]int }

func (b Base) Value() int   { return b.id }
func (b *Base) Pointer() int { return b.id }

type Mid struct {
	*Base
	name string
}

type Top struct {
	Mid
	own [2]int
}

type Iface interface {
	Value() int
	More(x string) (int, error)
}

type Both struct {
	Iface
	Base
}

type Alias = Top
type Ptr *Top
type Left struct{ x int }
type Right struct{ x int }
type Clash struct {
	Left
	Right
}
type Hides struct {
	Clash
	x string
}

var (
	top   Top
	ptop  *Top
	named Ptr
	al    Alias
	ifc   Iface
	both  Both
	clash Clash
	hides Hides
	pif   *Iface
)
"""


@pytest.mark.parametrize(
    ("selector", "kind", "path", "through", "operand_pointer", "type_"),
    [
        ("top.own", "field", [], False, False, "[2]int"),
        ("ptop.own", "field", [], False, True, "[2]int"),
        ("named.own", "field", [], False, True, "[2]int"),
        ("top.name", "field", ["Mid"], False, False, "string"),
        ("top.id", "field", ["Mid", "Base"], True, False, "int"),
        ("top.Mid", "field", [], False, False, "example.com/m.Mid"),
        ("top.Base", "field", ["Mid"], False, False, "*example.com/m.Base"),
        ("top.Mid.Base.id", "field", [], False, True, "int"),
        ("al.hidden", "field", ["Mid", "Base"], True, False, "map[string]int"),
        ("top.Value", "method", ["Mid", "Base"], True, False, "func() int"),
        ("ptop.Pointer", "method", ["Mid", "Base"], True, True, "func() int"),
        ("ifc.More", "method", [], False, False, "func(x string) (int, error)"),
        ("both.More", "method", ["Iface"], False, False, "func(x string) (int, error)"),
        ("hides.x", "field", [], False, False, "string"),
        # Ambiguous, absent, or on a pointer to an interface
        ("both.Value", "unknown", [], False, False, "unknown"),
        ("clash.x", "unknown", [], False, False, "unknown"),
        ("top.none", "unknown", [], False, False, "unknown"),
        ("pif.More", "unknown", [], False, False, "unknown"),
        ("unseen.x", "unknown", [], False, False, "unknown"),
    ],
)
def test_a_selection(
    snippet: Make,
    selector: str,
    kind: str,
    path: list[str],
    through: bool,
    operand_pointer: bool,
    type_: str,
) -> None:
    s = snippet(f"{DECLARATIONS}\nvar test = {selector}")
    found = s.info.selection(s.node(selector, "selector_expression"))
    assert (found.kind, [f.name for f in found.path]) == (kind, path)
    assert (found.through_pointer, found.operand_is_pointer) == (through, operand_pointer)
    assert str(found.type) == type_


def test_a_selection_says_where_its_member_is_declared(snippet: Make) -> None:
    s = snippet(f"{DECLARATIONS}\nvar a = top.id\nvar b = top.Pointer\nvar c = top.Value")
    field = s.info.selection(s.node("top.id", "selector_expression"))
    path, span = field.declaration
    assert (path, s.info.file.data[span.start : span.end]) == ("a.go", b"id")
    assert str(field.declaring) == "example.com/m.Base"
    assert s.info.selection(s.node("top.Pointer", "selector_expression")).pointer_method
    assert not s.info.selection(s.node("top.Value", "selector_expression")).pointer_method


def test_a_qualified_identifier_is_a_package_selection(snippet: Make) -> None:
    s = snippet(
        {
            "a.go": 'package m\n\nimport q "example.com/m/p"\n\nvar x = q.V[0]\nvar y q.T\n',
            "p/p.go": "package p\n\nvar V []map[string]T\n\ntype T struct{ n int }\n",
        }
    )
    found = s.info.selection(s.node("q.V", "selector_expression"))
    assert (found.kind, found.object.package, found.object.file) == (
        "package",
        "example.com/m/p",
        "p/p.go",
    )
    assert s.info.object_of(s.node("V", "field_identifier")) is found.object
    assert s.info.object_of(s.node("T", "type_identifier")).kind == "type"
    assert s.type("q.V[0]") == "map[string]example.com/m/p.T"


def test_unexported_members_belong_to_their_package(snippet: Make) -> None:
    s = snippet(
        {
            "a.go": 'package m\n\nimport "example.com/m/p"\n\ntype T struct{ p.E }\n\n'
            "var t T\nvar a = t.hidden\nvar b = t.Open\nvar c = t.secret()\n",
            "p/p.go": "package p\n\ntype E struct{ hidden, Open int }\n"
            "func (E) secret() int { return 0 }\n",
        }
    )
    assert s.type("t.Open") == "int"
    assert s.type("t.hidden") == "unknown"
    assert s.type("t.secret()") == "unknown"


@pytest.mark.parametrize(
    ("name", "pointer", "methods"),
    [
        ("Base", False, {"Value"}),
        ("Base", True, {"Value", "Pointer"}),
        ("Mid", False, {"Value", "Pointer"}),  # *Base is embedded
        ("Top", False, {"Value", "Pointer"}),
        ("Iface", False, {"Value", "More"}),
        ("Iface", True, set()),
        ("Both", False, {"More"}),  # Value is ambiguous, Pointer needs *Both
        ("Both", True, {"More", "Pointer"}),
        ("Clash", False, set()),
    ],
)
def test_method_sets(snippet: Make, name: str, pointer: bool, methods: set[str]) -> None:
    s = snippet(DECLARATIONS)
    type_ = s.info.lookup(name, s.node("top")).type
    found = s.info.method_set(Pointer(type_) if pointer else type_)
    assert set(found) == methods


@pytest.mark.parametrize(
    ("type_", "interface", "answer"),
    [
        ("Base", "interface{ Value() int }", True),
        ("Base", "interface{ Pointer() int }", False),
        ("*Base", "interface{ Pointer() int }", True),
        ("Base", "interface{ Value() string }", False),
        ("Top", "interface{ Pointer() int; Value() int }", True),
        ("Base", "any", True),
        ("int", "error", False),
        ("Unseen", "error", None),
        ("Base", "interface{ Value() Unseen }", None),
        ("Iface", "interface{ Value() int }", True),
        ("Holds", "interface{ Pointer() int }", None),  # an embedded type is not known
    ],
)
def test_implements(snippet: Make, type_: str, interface: str, answer: bool | None) -> None:
    more = "type Holds struct{ Unseen }"
    s = snippet(f"{DECLARATIONS}\n{more}\nvar a {type_}\nvar b {interface}")
    t, i = (s.info.object_of(s.node(name, "identifier", at=-1)).type for name in "ab")
    assert s.info.implements(t, i) is answer


def test_a_method_may_be_declared_with_an_alias(snippet: Make) -> None:
    s = snippet(
        "type T struct{ n []int }\ntype A = T\ntype Other = string\n"
        "func (a *A) Items() []int { return a.n }\nvar x = new(T).Items()\nvar y = A{}.n"
    )
    assert s.type("new(T).Items()") == "[]int"
    assert str(s.info.object_of(s.node("a", "identifier", at=-1)).type) == "*example.com/m.A"
    assert set(s.info.method_set(Pointer(s.info.lookup("T", s.node("x")).type))) == {"Items"}


def test_methods_declared_in_other_files_and_tests_are_found(snippet: Make) -> None:
    s = snippet(
        {
            "a.go": "package m\n\ntype T struct{}\n\nvar x = T{}.B()\n",
            "b.go": "package m\n\nfunc (T) B() []int { return nil }\n",
            "a_test.go": "package m\n\nfunc (T) C() string { return `` }\nvar y = T{}.C()\n",
        }
    )
    assert s.type("T{}.B()") == "[]int"
    test = s.semantics.file("a_test.go")
    node = (
        test.file.declarations[-1].node.named_child(0).child_by_field_name("value").named_child(0)
    )
    assert str(test.type_of(node)) == "string"
