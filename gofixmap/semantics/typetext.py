"""Types as go/types prints them with full package paths (`types.TypeString(t, nil)`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gofixmap.semantics.types import (
    Alias,
    Array,
    Basic,
    Chan,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Term,
    Tuple,
    Type,
    TypeParam,
    Union,
)

_DEPTH = 60  # deeper than any type a person writes; a cycle through unnamed types ends here

Qualify = Callable[[str, str], str | None]

_PREDECLARED = """
    any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32
    int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap
    clear close complex copy delete imag len make max min new panic print println real
    recover
"""
PREDECLARED = frozenset(_PREDECLARED.split())


class UnprintableError(ValueError):
    """Part of the type is not known, or cannot be spelled where it is wanted."""


def full_path(package: str, name: str) -> str | None:
    """The qualifier of go/types with a nil Qualifier: the whole package path."""
    return f"{package}.{name}" if package else name


def type_string(type_: Type, qualify: Qualify = full_path) -> str:
    """The text of a type; "unknown" where any part of it is not known."""
    try:
        return spell(type_, qualify)
    except UnprintableError:
        return "unknown"


def spell(type_: Type, qualify: Qualify) -> str:
    """The text of a type. Raises UnprintableError where a part has none."""
    return _Writer(qualify).write(type_, 0)


class _Writer:
    def __init__(self, qualify: Qualify) -> None:
        self._qualify = qualify

    def write(self, t: Type, depth: int) -> str:
        if depth > _DEPTH:
            raise UnprintableError("nested too deeply")
        method = _WRITERS.get(type(t))
        if method is None:
            raise UnprintableError(repr(t))
        return method(self, t, depth + 1)

    def basic(self, t: Basic, depth: int) -> str:
        if t.name == "unsafe.Pointer":
            return self._name("unsafe", "Pointer")
        return t.name

    def _name(self, package: str, name: str) -> str:
        text = self._qualify(package, name)
        if text is None:
            raise UnprintableError(f"{package}.{name}")
        return text

    def named(self, t: Named | Alias, depth: int) -> str:
        name = self._name(t.package, t.name)
        if t.arguments:
            return name + self._list(t.arguments, depth)
        parameters = t.type_parameters
        return name + self._parameters(parameters, depth) if parameters else name

    def _list(self, types: Sequence[Type], depth: int) -> str:
        return "[" + ", ".join(self.write(t, depth) for t in types) + "]"

    def _parameters(self, parameters: Sequence[TypeParam], depth: int) -> str:
        parts: list[str] = []
        for i, parameter in enumerate(parameters):
            last = i + 1 == len(parameters)
            bound = parameter.constraint
            text = parameter.name
            if last or parameters[i + 1].constraint is not bound:
                text += " " + self.write(bound, depth)
            parts.append(text)
        return "[" + ", ".join(parts) + "]"

    def array(self, t: Array, depth: int) -> str:
        if t.length is None:
            raise UnprintableError("array length")
        return f"[{t.length}]{self.write(t.elem, depth)}"

    def slice(self, t: Slice, depth: int) -> str:
        return "[]" + self.write(t.elem, depth)

    def pointer(self, t: Pointer, depth: int) -> str:
        return "*" + self.write(t.elem, depth)

    def map(self, t: Map, depth: int) -> str:
        return f"map[{self.write(t.key_type, depth)}]{self.write(t.elem, depth)}"

    def chan(self, t: Chan, depth: int) -> str:
        elem = self.write(t.elem, depth)
        if t.direction != "both":
            return ("chan<- " if t.direction == "send" else "<-chan ") + elem
        nested = isinstance(t.elem, Chan) and t.elem.direction == "receive"
        return f"chan ({elem})" if nested else f"chan {elem}"

    def struct(self, t: Struct, depth: int) -> str:
        parts = []
        for f in t.struct_fields:
            text = self.write(f.type, depth)
            text = text if f.embedded else f"{f.name} {text}"
            parts.append(f"{text} {quote(f.tag)}" if f.tag else text)
        return "struct{" + "; ".join(parts) + "}"

    def tuple(self, t: Tuple, depth: int) -> str:
        return self._tuple(t.types, (), False, depth)

    def _tuple(
        self, types: Sequence[Type], names: Sequence[str], variadic: bool, depth: int
    ) -> str:
        parts = []
        for i, t in enumerate(types):
            if variadic and i + 1 == len(types):
                text = "..." + self.write(t.element, depth)
            else:
                text = self.write(t, depth)
            name = names[i] if i < len(names) else ""
            parts.append(f"{name} {text}" if name else text)
        return "(" + ", ".join(parts) + ")"

    def signature(self, t: Signature, depth: int) -> str:
        return "func" + self.bare(t, depth)

    def bare(self, t: Signature, depth: int) -> str:
        text = self._parameters(t.type_parameters, depth) if t.type_parameters else ""
        text += self._tuple(t.parameters, t.names, t.variadic, depth)
        if not t.results:
            return text
        if len(t.results) == 1 and not any(t.result_names):
            return f"{text} {self.write(t.results[0], depth)}"
        return f"{text} {self._tuple(t.results, t.result_names, False, depth)}"

    def interface(self, t: Interface, depth: int) -> str:
        if t.implicit and not t.methods and len(t.embedded) == 1:
            return self.write(t.embedded[0], depth)
        parts = []
        for m in t.methods:
            signature = m.type
            if not isinstance(signature, Signature):
                raise UnprintableError(m.name)
            parts.append(m.name + self.bare(signature, depth))
        parts.extend(self.write(e, depth) for e in t.embedded)
        return "interface{" + "; ".join(parts) + "}"

    def union(self, t: Union, depth: int) -> str:
        return " | ".join(self.write(term, depth) for term in t.terms)

    def term(self, t: Term, depth: int) -> str:
        return ("~" if t.tilde else "") + self.write(t.type, depth)

    def typeparam(self, t: TypeParam, depth: int) -> str:
        return t.name + ("/* type parameter */" if t.name in PREDECLARED else "")


_WRITERS: dict[type[Type], Callable[..., str]] = {
    Basic: _Writer.basic,
    Named: _Writer.named,
    Alias: _Writer.named,
    Array: _Writer.array,
    Slice: _Writer.slice,
    Pointer: _Writer.pointer,
    Map: _Writer.map,
    Chan: _Writer.chan,
    Struct: _Writer.struct,
    Tuple: _Writer.tuple,
    Signature: _Writer.signature,
    Interface: _Writer.interface,
    Union: _Writer.union,
    Term: _Writer.term,
    TypeParam: _Writer.typeparam,
}

_ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}


def quote(text: str) -> str:
    """`strconv.Quote` for what struct tags hold."""
    out = []
    for c in text:
        if c in _ESCAPES:
            out.append(_ESCAPES[c])
        elif c.isprintable():
            out.append(c)
        elif ord(c) < 0x80:
            out.append(f"\\x{ord(c):02x}")
        else:
            out.append(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}")
    return '"' + "".join(out) + '"'
