"""Sizes, alignments and field offsets as the gc compiler lays types out (go/types gcSizes)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gofixmap.semantics.types import (
    Array,
    Basic,
    Field,
    Interface,
    Named,
    Slice,
    Struct,
    Type,
    TypeParam,
    Unknown,
)

_BASIC = {
    "bool": 1,
    "int8": 1,
    "uint8": 1,
    "byte": 1,
    "int16": 2,
    "uint16": 2,
    "int32": 4,
    "uint32": 4,
    "rune": 4,
    "float32": 4,
    "int64": 8,
    "uint64": 8,
    "float64": 8,
    "complex64": 8,
    "complex128": 16,
}
_NARROW = frozenset(("386", "arm", "mips", "mipsle"))
_WIDE = frozenset(
    (
        "amd64",
        "arm64",
        "loong64",
        "mips64",
        "mips64le",
        "ppc64",
        "ppc64le",
        "riscv64",
        "s390x",
        "sparc64",
        "wasm",
    )
)
_LARGEST = 1 << 63
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Sizes:
    """Layout for one architecture; every answer is None where it cannot be told."""

    word: int  # bytes; also the greatest alignment

    def size(self, t: Type, depth: int = 0) -> int | None:
        """The size of a value in bytes."""
        under = t.underlying
        if isinstance(t.unaliased, TypeParam) or isinstance(under, Unknown) or depth > _DEPTH:
            return None
        if isinstance(under, Basic):
            return self._basic(under)
        if isinstance(under, Array):
            return self._array(under, depth)
        if isinstance(under, Slice):
            return 3 * self.word
        if isinstance(under, Struct):
            return self._struct(t, under, depth)
        return 2 * self.word if isinstance(under, Interface) else self.word

    def _basic(self, t: Basic) -> int | None:
        if t.is_untyped:
            return None
        return 2 * self.word if t.name == "string" else _BASIC.get(t.name, self.word)

    def _array(self, t: Array, depth: int) -> int | None:
        element = self.size(t.elem, depth + 1)
        if element is None or t.length is None or element * t.length >= _LARGEST:
            return None
        return element * t.length

    def _struct(self, t: Type, struct: Struct, depth: int) -> int | None:
        if not struct.struct_fields:
            return 0
        offsets = self.offsets(struct.struct_fields, depth)
        last = self.size(struct.struct_fields[-1].type, depth + 1)
        align = self.align(t, depth)
        if offsets is None or last is None or align is None:
            return None
        if offsets[-1] > 0 and last == 0:
            last = 1  # gc pads a final field of size 0, so that its address stays inside
        return _aligned(offsets[-1] + last, align)

    def offsets(self, fields: Sequence[Field], depth: int = 0) -> list[int] | None:
        """The offset of each field of a struct."""
        found: list[int] = []
        at = 0
        for field in fields:
            align = self.align(field.type, depth + 1)
            size = self.size(field.type, depth + 1)
            if align is None or size is None:
                return None
            at = _aligned(at, align)
            found.append(at)
            at += size
        return found

    def align(self, t: Type, depth: int = 0) -> int | None:
        """The alignment of a value in bytes, at least 1."""
        under = t.underlying
        if isinstance(under, Array):
            return self.align(under.elem, depth + 1) if depth <= _DEPTH else None
        if isinstance(under, Struct):
            return self._struct_align(t, under, depth)
        size = self.size(t, depth)
        if size is None:
            return None
        if isinstance(under, (Slice, Interface)) or t.is_string:
            return self.word
        if isinstance(under, Basic) and under.name.startswith("complex"):
            size //= 2
        return min(max(size, 1), self.word)

    def _struct_align(self, t: Type, struct: Struct, depth: int) -> int | None:
        if not struct.struct_fields and _is_align64(t):
            return 8
        greatest = 1
        for field in struct.struct_fields:
            align = self.align(field.type, depth + 1) if depth <= _DEPTH else None
            if align is None:
                return None
            greatest = max(greatest, align)
        return greatest


def _aligned(offset: int, align: int) -> int:
    return (offset + align - 1) // align * align


def _is_align64(t: Type) -> bool:
    """The marker type that makes sync/atomic's structs 64-bit aligned everywhere."""
    named = t.unaliased
    return (
        isinstance(named, Named)
        and named.name == "align64"
        and named.package in ("sync/atomic", "internal/runtime/atomic")
    )


def sizes_for(goarch: str) -> Sizes | None:
    """The layout that gc uses for a GOARCH; None where it is not known."""
    if goarch in _WIDE:
        return Sizes(8)
    return Sizes(4) if goarch in _NARROW else None
