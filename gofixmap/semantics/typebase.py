"""The questions that every Go type answers, whatever it is made of.

Every question answers through aliases and defined types; those that name a shape also answer for
type parameters that have a core type. A type that is not known is `Unknown`, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from gofixmap.semantics.types import Field

_WORDS = ("int", "uint", "uintptr", "byte", "rune", "untyped int", "untyped rune")
_SIZED = tuple(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))
_INTEGERS = frozenset(_WORDS + _SIZED)
_FLOATS = frozenset(("float32", "float64", "untyped float"))
_COMPLEX = frozenset(("complex64", "complex128", "untyped complex"))
_NUMBERS = _INTEGERS | _FLOATS | _COMPLEX
_STRINGS = frozenset(("string", "untyped string"))
_BOOLEANS = frozenset(("bool", "untyped bool"))


class Type:
    """Any Go type; see the module's text for what the questions look through."""

    __slots__ = ()
    kind: ClassVar[str] = ""  # of the underlying types: "map", "slice", "struct", ...

    def __str__(self) -> str:
        from gofixmap.semantics.typetext import type_string

        return type_string(self)

    @property
    def unaliased(self) -> Type:
        """This type without the alias names on its outside."""
        return self

    @property
    def underlying(self) -> Type:
        """The underlying type; a type parameter's is its constraint interface."""
        return self

    @property
    def core(self) -> Type | None:
        """The one underlying type of the type set, or None (Go specification, core types)."""
        from gofixmap.semantics.typeset import core_type

        return core_type(self)

    @property
    def _shape(self) -> Type:
        under = self.underlying
        if under.kind == "interface" and self.is_typeparam:
            return self.core or under
        return under

    @property
    def is_unknown(self) -> bool:
        return self.underlying.kind == "unknown"

    @property
    def is_map(self) -> bool:
        return self._shape.kind == "map"

    @property
    def is_slice(self) -> bool:
        return self._shape.kind == "slice"

    @property
    def is_array(self) -> bool:
        return self._shape.kind == "array"

    @property
    def is_pointer(self) -> bool:
        return self._shape.kind == "pointer"

    @property
    def is_struct(self) -> bool:
        return self._shape.kind == "struct"

    @property
    def is_interface(self) -> bool:
        """True for interfaces that are not type parameters."""
        return self.underlying.kind == "interface" and not self.is_typeparam

    @property
    def is_chan(self) -> bool:
        return self._shape.kind == "chan"

    @property
    def is_func(self) -> bool:
        return self._shape.kind == "func"

    def _is_basic_of(self, names: frozenset[str]) -> bool:
        return self._shape._basic_name() in names

    def _basic_name(self) -> str:
        return ""

    @property
    def is_string(self) -> bool:
        return self._is_basic_of(_STRINGS)

    @property
    def is_integer(self) -> bool:
        return self._is_basic_of(_INTEGERS)

    @property
    def is_boolean(self) -> bool:
        return self._is_basic_of(_BOOLEANS)

    @property
    def is_numeric(self) -> bool:
        return self._is_basic_of(_NUMBERS)

    @property
    def is_basic(self) -> bool:
        return self._shape.kind == "basic"

    @property
    def is_typeparam(self) -> bool:
        return self.unaliased.kind == "typeparam"

    @property
    def is_untyped(self) -> bool:
        return False

    @property
    def is_nil(self) -> bool:
        return False

    @property
    def element(self) -> Type:
        """The element of a map, slice, array, pointer or channel; Unknown otherwise."""
        return self._shape._element()

    def _element(self) -> Type:
        return Unknown(f"{type(self).__name__} has no element")

    @property
    def key(self) -> Type:
        """The key of a map; Unknown otherwise."""
        return self._shape._key()

    def _key(self) -> Type:
        return Unknown("not a map")

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a struct, in source order; empty for anything else."""
        return self._shape._fields()

    def _fields(self) -> tuple[Field, ...]:
        return ()


@dataclass(frozen=True, slots=True, repr=False)
class Unknown(Type):
    """A type that is not known; `reason` says why, for people who debug a decline."""

    kind: ClassVar[str] = "unknown"

    reason: str = field(default="", compare=False)

    def __repr__(self) -> str:
        return f"Unknown({self.reason!r})"
