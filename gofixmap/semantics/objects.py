"""What names denote: objects, the choice of a selector, and one-shot lazily computed types."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.types import Field, Method, Named, Type, Unknown
from gofixmap.text import Span

Value = bool | int | Fraction | str | None  # a constant; None where its value is not known


class Object:
    """A declared thing: one per declaration, compared by identity.

    `kind` is var, const, type, func, package, label, builtin or nil. `package` is the import path
    of the declaring package, "" for predeclared ones. `span` is the declaring identifier. Locals
    have a `role`: var, param, result, receiver, range, typeswitch, const, type, label or typeparam;
    and `function`, the node of the innermost function that declares them.
    """

    __slots__ = (
        "_source",
        "_span",
        "_type",
        "_value",
        "file",
        "function",
        "is_local",
        "kind",
        "name",
        "package",
        "role",
        "visible",
    )

    def __init__(
        self,
        kind: str,
        name: str,
        source: Type | Callable[[], tuple[Type, Value]],
        *,
        package: str = "",
        file: str = "",
        span: Span | tuple[int, int] | None = None,
        role: str = "",
        function: Node | None = None,
        visible: int = 0,
    ) -> None:
        self.kind = kind
        self.name = name
        self.package = package
        self.file = file
        self._span = span if span is not None else _NOWHERE
        self.is_local = bool(role)
        self.role = role
        self.function = function
        self.visible = visible  # the byte offset at which its scope starts to see it
        self._value: Value = None
        self._type: Type | None = source if isinstance(source, Type) else None
        self._source = None if isinstance(source, Type) else source

    def _resolve(self) -> Type:
        source, self._source = self._source, None
        if source is None:
            return Unknown(f"the type of {self.name} depends on itself")
        self._type, self._value = source()
        return self._type

    @property
    def span(self) -> Span:
        if not isinstance(self._span, Span):  # most locals are never asked where they are
            self._span = Span(*self._span)
        return self._span

    @property
    def type(self) -> Type:
        return self._type if self._type is not None else self._resolve()

    @property
    def value(self) -> Value:
        """The value of a constant; None for anything else and where it is not known."""
        if self._type is None:
            self._resolve()
        return self._value

    @property
    def is_exported(self) -> bool:
        return self.name[:1].isupper()

    def __repr__(self) -> str:
        return f"Object({self.kind} {self.name})"


_NOWHERE = Span(0, 0)
NEVER_VISIBLE = 1 << 62  # the symbol of a type switch: only its clauses' objects are seen


# The two below are never changed. They are not frozen because setting the fields of a frozen one
# takes three times as long, and one is made for each expression.


class Selection(Struct, frozen=True):
    """What `x.f` selects.

    `path` holds the embedded fields passed on the way, outermost first. `through_pointer` says
    that one of them is a pointer (the operand itself does not count). `type` is the field's type,
    or the method value's or method expression's signature.
    """

    kind: str  # "field", "method", "package" or "unknown"
    name: str
    type: Type
    path: tuple[Field, ...] = ()
    through_pointer: bool = False
    operand_is_pointer: bool = False
    pointer_method: bool = False  # the method is declared on *T
    declaring: Named | None = None  # the defined type whose struct or method set holds it
    declaration: tuple[str, Span] | None = None  # path and span of the declaring name
    object: Object | None = None  # for kind "package"
    method: Method | None = None
    field: Field | None = None
    method_expression: bool = False  # T.m rather than x.m


class Operand(Struct, frozen=True):
    """The outcome of looking at an expression.

    `mode` is value, const, type, builtin, package, nil, novalue or unknown. `value` is a
    constant's value; `object` the package or builtin; `comma_ok` marks the forms that may also
    yield a bool.
    """

    mode: str
    type: Type
    value: Value = None
    object: Object | None = None
    comma_ok: bool = False


def unknown(reason: str) -> Operand:
    return Operand("unknown", Unknown(reason))
