"""Types as values: printing, the questions they answer, identity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.identity import identical
from gofixmap.semantics.types import (
    Array,
    Basic,
    Chan,
    Field,
    Interface,
    Map,
    Pointer,
    Signature,
    Slice,
    Struct,
    Tuple,
    Type,
    TypeParam,
    Unknown,
)
from gofixmap.semantics.universe import ANY, BYTE, ERROR, INT, STRING

Make = Callable[..., Any]
E = Pointer(INT)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (Map(STRING, Slice(INT)), "map[string][]int"),
        (Array(3, Pointer(BYTE)), "[3]*byte"),
        (Chan("both", Chan("receive", INT)), "chan (<-chan int)"),
        (Chan("send", Chan("both", INT)), "chan<- chan int"),
        (ANY, "any"),
        (ERROR, "error"),
        (Interface(), "interface{}"),
        (Tuple((INT, ERROR)), "(int, error)"),
        (Struct((Field("a", INT), Field("B", STRING, tag='json:"b"'))), None),
        (Signature((INT, Slice(STRING)), (ERROR,), True, ("n", "s")), None),
        (Signature((INT,), (INT, ERROR), False, (), ("n", "err")), "func(int) (n int, err error)"),
        (Basic("unsafe.Pointer"), "unsafe.Pointer"),
        (TypeParam("any", "x", 0, ANY), "any/* type parameter */"),
        # Any part that is not known makes the whole text unknown.
        (Map(STRING, Unknown("?")), "unknown"),
        (Array(None, INT), "unknown"),
        (Unknown("?"), "unknown"),
    ],
)
def test_a_type_prints_as_go_types_prints_it(type_: Type, text: str | None) -> None:
    special = {
        Struct: 'struct{a int; B string "json:\\"b\\""}',
        Signature: "func(n int, s ...string) error",
    }
    assert str(type_) == (text if text is not None else special[type(type_)])


def test_questions_of_an_unknown_type_are_all_no() -> None:
    unknown = Unknown("?")
    assert unknown.is_unknown
    for question in ("map", "slice", "array", "pointer", "struct", "interface", "chan", "func"):
        assert not getattr(unknown, f"is_{question}")
    assert unknown.element.is_unknown and unknown.key.is_unknown and unknown.fields == ()


def test_questions_look_through_names_and_aliases(snippet: Make) -> None:
    s = snippet(
        "type M map[string]T\ntype T struct{ a int }\ntype A = M\ntype P *T\n"
        "func f(a A, p P, e error, x any) { _, _, _, _ = a, p, e, x }"
    )
    a = s.info.type_of(s.node("a", "identifier", at=-1))
    assert str(a) == "example.com/m.A"
    assert a.is_map and str(a.element) == "example.com/m.T" and a.element.is_struct
    assert [f.name for f in a.element.fields] == ["a"]
    assert str(a.key) == "string" and a.key.is_string and a.key.is_basic
    assert s.info.type_of(s.node("p", "identifier", at=-1)).is_pointer
    assert s.info.type_of(s.node("e", "identifier", at=-1)).is_interface
    assert s.info.type_of(s.node("x", "identifier", at=-1)).is_interface


def test_a_type_parameter_answers_through_its_core_type(snippet: Make) -> None:
    s = snippet(
        "func f[M ~map[K]V, K comparable, V any, N ~int | ~int8](m M, k K, n N) {\n"
        "\t_, _, _ = m, k, n\n}"
    )
    m, k, n = (s.info.type_of(s.node(x, "identifier", at=-1)) for x in "mkn")
    assert m.is_map and m.is_typeparam and not m.is_interface and m.element.is_typeparam
    assert not k.is_map and k.is_typeparam and not k.is_interface and k.core is None
    assert not n.is_integer and n.core is None  # two underlying types: no core type


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (BYTE, Basic("uint8"), True),
        (Slice(BYTE), Slice(Basic("uint8")), True),
        (Basic("rune"), Basic("int32"), True),
        (ANY, Interface(), True),
        (INT, Basic("int64"), False),
        (Array(2, INT), Array(3, INT), False),
        (Slice(INT), Array(3, INT), False),
        (Chan("send", INT), Chan("both", INT), False),
        (Signature((INT,), names=("a",)), Signature((INT,), names=("b",)), True),
        (Signature((Slice(INT),), variadic=True), Signature((Slice(INT),)), False),
        (Struct((Field("a", INT, tag="x"),)), Struct((Field("a", INT),)), False),
        (Struct((Field("a", INT, package="p"),)), Struct((Field("a", INT, package="q"),)), False),
        (Struct((Field("A", INT, package="p"),)), Struct((Field("A", INT, package="q"),)), True),
        (Slice(Unknown()), Slice(INT), None),
        (Unknown(), Unknown(), None),
        (Array(None, INT), Array(3, INT), None),
        (Map(Unknown(), INT), Map(STRING, STRING), False),  # the elements differ for certain
    ],
)
def test_identity(a: Type, b: Type, same: bool | None) -> None:
    assert identical(a, b) is same
    assert identical(b, a) is same


def test_local_types_of_one_name_differ(snippet: Make) -> None:
    s = snippet(
        "func f() any { type T struct{}; var a T; return a }\n"
        "func g() any { type T struct{}; var b T; return b }"
    )
    a = s.info.type_of(s.node("a", "identifier", at=-1))
    b = s.info.type_of(s.node("b", "identifier", at=-1))
    assert str(a) == str(b) == "example.com/m.T"
    assert identical(a, b) is False and a != b


def test_a_recursive_type_is_finite(snippet: Make) -> None:
    s = snippet(
        "type T struct{ next *T; all map[string][]T; f func(T) T }\nvar x T\nvar y = x.next"
    )
    t = s.info.type_of(s.node("x", "identifier", at=-1))
    assert str(t.fields[1].type) == "map[string][]example.com/m.T"
    assert hash(t) == hash(s.info.type_of(s.node("x", "identifier", at=-1)))
    assert s.type("x.next") == "*example.com/m.T"


def test_a_type_that_stands_for_itself_is_unknown(snippet: Make) -> None:
    s = snippet("type A = B\ntype B = A\ntype C C\nvar x A\nvar y C\nvar z = x[0]\nvar w = y[0]")
    assert s.type("x[0]") == "unknown"
    assert s.type("y[0]") == "unknown"
