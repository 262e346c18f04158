"""The universe block and package unsafe: predeclared types, constants and functions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gofixmap.semantics.objects import Object, Value
from gofixmap.semantics.types import (
    Alias,
    Basic,
    Interface,
    MemberKey,
    Method,
    MethodType,
    Named,
    Signature,
    Type,
    TypeParam,
)
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.semantics.members import Member


class Predeclared:
    """The declaration of a predeclared type that is not basic: `any`, `error`, `comparable`."""

    def __init__(self, target: Type) -> None:
        self._target = target
        self.members: dict[MemberKey, Member] = {}

    def type_parameters(self) -> tuple[TypeParam, ...]:
        return ()

    def underlying(self, arguments: tuple[Type, ...]) -> Type:
        return self._target

    def method(self, name: str, package: str, tests: bool) -> Method | None:
        return None

    def methods(self) -> Iterable[Method]:
        return ()

    @property
    def place(self) -> tuple[str, Span] | None:
        return None


BOOL, INT, STRING, BYTE, RUNE = (Basic(n) for n in ("bool", "int", "string", "byte", "rune"))
FLOAT64, COMPLEX128, UINTPTR = (Basic(n) for n in ("float64", "complex128", "uintptr"))
UNTYPED_BOOL, UNTYPED_INT, UNTYPED_RUNE, UNTYPED_FLOAT, UNTYPED_COMPLEX, UNTYPED_STRING = (
    Basic(f"untyped {n}") for n in ("bool", "int", "rune", "float", "complex", "string")
)
UNTYPED_NIL = Basic("untyped nil")
UNSAFE_POINTER = Basic("unsafe.Pointer")
EMPTY_INTERFACE = Interface()
ANY = Alias("", "any", (), "", Predeclared(EMPTY_INTERFACE))


def _error_type() -> Named:
    signature = MethodType(Signature((), (STRING,)))
    return Named("", "error", (), "", Predeclared(Interface((Method("Error", signature),))))


ERROR = _error_type()
COMPARABLE = Named("", "comparable", (), "", Predeclared(EMPTY_INTERFACE))

_BASIC = (
    "bool byte complex64 complex128 float32 float64 int int8 int16 int32 int64 rune string uint "
    "uint8 uint16 uint32 uint64 uintptr"
)
_BUILTINS = (
    "append cap clear close complex copy delete imag len make max min new panic print println "
    "real recover"
)
UNSAFE_FUNCTIONS = frozenset(
    ["Add", "Alignof", "Offsetof", "Sizeof", "Slice", "SliceData", "String", "StringData"]
)

DEFAULTS: dict[str, Type] = {
    "untyped bool": BOOL,
    "untyped int": INT,
    "untyped rune": RUNE,
    "untyped float": FLOAT64,
    "untyped complex": COMPLEX128,
    "untyped string": STRING,
}


def default_type(t: Type) -> Type:
    """The default type of an untyped constant or bool; any other type as it is."""
    return DEFAULTS.get(t.name, t) if isinstance(t, Basic) else t


def _constant(name: str, type_: Type, value: Value) -> Object:
    return Object("const", name, lambda: (type_, value))


def _universe() -> dict[str, Object]:
    objects = {name: Object("type", name, Basic(name)) for name in _BASIC.split()}
    for name, t in (("any", ANY), ("error", ERROR), ("comparable", COMPARABLE)):
        objects[name] = Object("type", name, t)
    for name in _BUILTINS.split():
        objects[name] = Object("builtin", name, Basic("invalid type"))
    objects["true"] = _constant("true", UNTYPED_BOOL, True)
    objects["false"] = _constant("false", UNTYPED_BOOL, False)
    objects["iota"] = _constant("iota", UNTYPED_INT, None)
    objects["nil"] = Object("nil", "nil", UNTYPED_NIL)
    return objects


UNIVERSE: dict[str, Object] = _universe()


def unsafe_object(name: str) -> Object | None:
    """What `unsafe.name` denotes."""
    if name == "Pointer":
        return Object("type", name, UNSAFE_POINTER, package="unsafe")
    if name in UNSAFE_FUNCTIONS:
        return Object("builtin", f"unsafe.{name}", Basic("invalid type"), package="unsafe")
    return None
