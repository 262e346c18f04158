"""Go types as values, frozen and hashable, in the terms of the Go specification.

The questions that they answer are in `typebase`. `==` compares the spelling (an alias differs
from what it stands for); `identity.identical` compares as the specification does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol

import msgspec

from gofixmap.semantics.typebase import Type as Type
from gofixmap.semantics.typebase import Unknown as Unknown
from gofixmap.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gofixmap.semantics.members import Member


@dataclass(frozen=True, slots=True, repr=False)
class Basic(Type):
    """A predeclared type, an untyped kind ("untyped int"), or "unsafe.Pointer"."""

    kind: ClassVar[str] = "basic"
    name: str

    @property
    def is_untyped(self) -> bool:
        return self.name.startswith("untyped ")

    @property
    def is_nil(self) -> bool:
        return self.name == "untyped nil"

    def _basic_name(self) -> str:
        return self.name


#: The name, the package that asks, whether one of its tests does, and whether of a pointer.
MemberKey = tuple[str, str, bool, bool]


class TypeSource(Protocol):
    """The declaration behind a defined type or an alias, read only when it is asked."""

    #: What `members.find_member` has found in the type, which takes no arguments.
    members: dict[MemberKey, Member]

    def type_parameters(self) -> tuple[TypeParam, ...]: ...

    def underlying(self, arguments: tuple[Type, ...]) -> Type:
        """What the declaration's right-hand side is with the arguments put in.

        For a defined type its underlying type; for an alias the type as written.
        """
        ...

    def method(self, name: str, package: str, tests: bool) -> Method | None:
        """The declared method, as `package` sees it; `tests` says that one of its tests asks."""
        ...

    def methods(self) -> Iterable[Method]: ...

    @property
    def place(self) -> tuple[str, Span] | None:
        """Path and span of the declaring identifier; None for predeclared types."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Named(Type):
    """A defined type. `scope` is "" at package level and tells local types apart otherwise."""

    package: str
    name: str
    arguments: tuple[Type, ...] = ()
    scope: str = ""
    declaration: TypeSource | None = field(default=None, compare=False)

    @property
    def underlying(self) -> Type:
        if self.declaration is None:
            return Unknown(f"no declaration of {self.name}")
        return self.declaration.underlying(self.arguments)

    @property
    def origin(self) -> Named:
        """The generic type that this one instantiates, or itself."""
        if not self.arguments:
            return self
        return Named(self.package, self.name, (), self.scope, self.declaration)

    @property
    def type_parameters(self) -> tuple[TypeParam, ...]:
        return self.declaration.type_parameters() if self.declaration else ()

    def __repr__(self) -> str:
        return f"Named({self})"


@dataclass(frozen=True, slots=True, repr=False)
class Alias(Type):
    """A name for another type; go/types keeps it in what it prints, and so does `str`."""

    package: str
    name: str
    arguments: tuple[Type, ...] = ()
    scope: str = ""
    declaration: TypeSource | None = field(default=None, compare=False)

    @property
    def target(self) -> Type:
        if self.declaration is None:
            return Unknown(f"no declaration of {self.name}")
        return self.declaration.underlying(self.arguments)

    @property
    def unaliased(self) -> Type:
        seen = 0
        target: Type = self
        while isinstance(target, Alias):
            target = target.target
            seen += 1
            if seen > 100:
                return Unknown(f"alias {self.name} stands for itself")
        return target

    @property
    def underlying(self) -> Type:
        return self.unaliased.underlying

    @property
    def type_parameters(self) -> tuple[TypeParam, ...]:
        return self.declaration.type_parameters() if self.declaration else ()

    def __repr__(self) -> str:
        return f"Alias({self})"


class Pointer(Type, msgspec.Struct, frozen=True):
    kind: ClassVar[str] = "pointer"
    elem: Type

    def _element(self) -> Type:
        return self.elem


class Slice(Type, msgspec.Struct, frozen=True):
    kind: ClassVar[str] = "slice"
    elem: Type

    def _element(self) -> Type:
        return self.elem


class Array(Type):
    """`length` is None where the constant is not known; such a type is not fully known.

    The length is computed when it is first asked for: few questions need it, and it may take
    the whole of a large constant declaration.
    """

    __slots__ = ("_length", "_source", "elem")
    kind: ClassVar[str] = "array"

    def __init__(self, length: int | Callable[[], int | None] | None, elem: Type) -> None:
        self.elem = elem
        self._source = length if callable(length) else None
        self._length = None if callable(length) else length

    @property
    def length(self) -> int | None:
        if self._source is not None:
            source, self._source = self._source, None
            self._length = source()
        return self._length

    def substituted(self, elem: Type) -> Array:
        """An array of the same length with other elements."""
        return Array(lambda: self.length, elem)

    def _element(self) -> Type:
        return self.elem

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Array):
            return NotImplemented
        return self is other or (self.elem == other.elem and self.length == other.length)

    def __hash__(self) -> int:
        return hash(("array", self.elem))

    def __repr__(self) -> str:
        return f"Array({self.length}, {self.elem!r})"


class Map(Type, msgspec.Struct, frozen=True):
    kind: ClassVar[str] = "map"
    key_type: Type
    elem: Type

    def _element(self) -> Type:
        return self.elem

    def _key(self) -> Type:
        return self.key_type


class Chan(Type, msgspec.Struct, frozen=True):
    """`direction` is "both", "send" or "receive"."""

    kind: ClassVar[str] = "chan"
    direction: str
    elem: Type

    def _element(self) -> Type:
        return self.elem


class Field:
    """A struct field. Its type is read when it is first asked for."""

    __slots__ = ("_source", "_type", "embedded", "name", "package", "path", "span", "tag")

    def __init__(
        self,
        name: str,
        source: Type | Callable[[], Type],
        *,
        embedded: bool = False,
        tag: str = "",
        package: str = "",
        path: str = "",
        span: Span | None = None,
    ) -> None:
        self.name = name
        self.embedded = embedded
        self.tag = tag
        self.package = package
        self.path = path
        self.span = span
        self._type: Type | None = source if isinstance(source, Type) else None
        self._source = None if isinstance(source, Type) else source

    @property
    def type(self) -> Type:
        if self._type is None:
            source, self._source = self._source, None
            if source is None:
                return Unknown(f"the type of field {self.name} depends on itself")
            self._type = source()
        return self._type

    def with_type(self, source: Type | Callable[[], Type]) -> Field:
        """The same field of a substituted struct."""
        return Field(
            self.name,
            source,
            embedded=self.embedded,
            tag=self.tag,
            package=self.package,
            path=self.path,
            span=self.span,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Field):
            return NotImplemented
        return self is other or (
            (self.name, self.embedded, self.tag) == (other.name, other.embedded, other.tag)
            and self.type == other.type
        )

    def __hash__(self) -> int:
        return hash((self.name, self.embedded))

    def __repr__(self) -> str:
        return f"Field({self.name})"


class Struct(Type, msgspec.Struct, frozen=True):
    kind: ClassVar[str] = "struct"
    struct_fields: tuple[Field, ...]

    def _fields(self) -> tuple[Field, ...]:
        return self.struct_fields


class Term(Type, msgspec.Struct, frozen=True):
    """One term of a union in a constraint: `~T` or `T`."""

    tilde: bool
    type: Type


class Union(Type, msgspec.Struct, frozen=True):
    terms: tuple[Term, ...]


class Method:
    """A method: of an interface, or declared on a defined type (then `pointer` says how).

    `signature` is read when it is first asked for. For a declared method of a generic type the
    receiver's own type parameters are in `receiver_parameters`, to be replaced by the arguments.
    """

    __slots__ = ("_signature", "_source", "name", "package", "path", "pointer", "span")

    def __init__(
        self,
        name: str,
        source: MethodType | Callable[[], MethodType],
        *,
        pointer: bool = False,
        package: str = "",
        path: str = "",
        span: Span | None = None,
    ) -> None:
        self.name = name
        self.pointer = pointer
        self.package = package
        self.path = path
        self.span = span
        self._signature: MethodType | None = None if callable(source) else source
        self._source = source if callable(source) else None

    @property
    def method_type(self) -> MethodType:
        if self._signature is None:
            source, self._source = self._source, None
            if source is None:
                return MethodType(Unknown(f"the type of {self.name} depends on itself"))
            self._signature = source()
        return self._signature

    @property
    def type(self) -> Type:
        """The signature without receiver, in terms of the receiver's type parameters."""
        return self.method_type.signature

    def with_type(self, source: Callable[[], MethodType]) -> Method:
        return Method(
            self.name,
            source,
            pointer=self.pointer,
            package=self.package,
            path=self.path,
            span=self.span,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Method):
            return NotImplemented
        return self is other or (self.name == other.name and self.type == other.type)

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"Method({self.name})"


class MethodType(msgspec.Struct, frozen=True):
    """A method's signature, and the type parameters that its receiver declares."""

    signature: Type
    receiver_parameters: tuple[TypeParam, ...] = ()
    receiver_name: str = ""


class Interface(Type, msgspec.Struct, frozen=True):
    """`methods` are the explicit ones, sorted by name; `embedded` types and unions as written.

    `implicit` marks the interface around a bare constraint such as `[T ~int]`.
    """

    kind: ClassVar[str] = "interface"
    methods: tuple[Method, ...] = ()
    embedded: tuple[Type, ...] = ()
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Signature(Type):
    """A function type. Where `variadic`, the last parameter is a slice type.

    Names do not take part in comparisons; they are kept because go/types prints them.
    """

    kind: ClassVar[str] = "func"
    parameters: tuple[Type, ...] = ()
    results: tuple[Type, ...] = ()
    variadic: bool = False
    names: tuple[str, ...] = field(default=(), compare=False)
    result_names: tuple[str, ...] = field(default=(), compare=False)
    type_parameters: tuple[TypeParam, ...] = ()

    @property
    def result(self) -> Type:
        """The type of a call: the only result, or a `Tuple` of none or several."""
        return self.results[0] if len(self.results) == 1 else Tuple(self.results)


class Tuple(Type, msgspec.Struct, frozen=True):
    """The results of a call that has none or several."""

    kind: ClassVar[str] = "tuple"
    types: tuple[Type, ...] = ()


class TypeParam(Type):
    """A type parameter. `owner` tells the declarations apart that use one name."""

    kind: ClassVar[str] = "typeparam"
    __slots__ = ("_constraint", "_source", "index", "name", "owner")

    def __init__(
        self, name: str, owner: str, index: int, source: Type | Callable[[], Type]
    ) -> None:
        self.name = name
        self.owner = owner
        self.index = index
        self._constraint: Type | None = source if isinstance(source, Type) else None
        self._source = None if isinstance(source, Type) else source

    @property
    def constraint(self) -> Type:
        if self._constraint is None:
            source, self._source = self._source, None
            if source is None:
                return Unknown(f"the constraint of {self.name} depends on itself")
            self._constraint = source()
        return self._constraint

    @property
    def underlying(self) -> Type:
        under = self.constraint.underlying
        if isinstance(under, (Interface, Unknown)):
            return under
        return Interface((), (self.constraint,), implicit=True)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TypeParam):
            return NotImplemented
        return self is other or (self.owner == other.owner and self.index == other.index)

    def __hash__(self) -> int:
        return hash((self.owner, self.index))

    def __repr__(self) -> str:
        return f"TypeParam({self.name})"
