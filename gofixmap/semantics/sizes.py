"""Sizes, alignments and field offsets as the gc compiler lays types out (go/types gcSizes)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

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
_Layout = tuple[int | None, int | None]  # size and alignment, in bytes


class Sizes(msgspec.Struct, frozen=True):
    """Layout for one architecture; every answer is None where it cannot be told."""

    word: int  # bytes; also the greatest alignment

    def size(self, t: Type) -> int | None:
        """The size of a value in bytes."""
        return self._layout(t, 0)[0]

    def align(self, t: Type) -> int | None:
        """The alignment of a value in bytes, at least 1."""
        return self._layout(t, 0)[1]

    def offsets(self, fields: Sequence[Field]) -> list[int] | None:
        """The offset of each field of a struct."""
        offsets, _, _ = _placed(self._layouts(fields, 0))
        return offsets if len(offsets) == len(fields) else None

    def _layout(self, t: Type, depth: int) -> _Layout:
        """Size and alignment; both at once, as each type is then looked at once."""
        under = t.underlying
        if isinstance(t.unaliased, TypeParam) or isinstance(under, Unknown) or depth > _DEPTH:
            return None, None
        if isinstance(under, Basic):
            return self._basic(under)
        if isinstance(under, Array):
            return self._array(under, depth)
        if isinstance(under, Struct):
            return self._struct(t, under, depth)
        words = 3 if isinstance(under, Slice) else 2 if isinstance(under, Interface) else 1
        return words * self.word, self.word

    def _basic(self, t: Basic) -> _Layout:
        if t.is_untyped:
            return None, None
        if t.name == "string":
            return 2 * self.word, self.word
        size = _BASIC.get(t.name, self.word)
        return size, min(size // 2 if t.name.startswith("complex") else size, self.word)

    def _array(self, t: Array, depth: int) -> _Layout:
        element, align = self._layout(t.elem, depth + 1)
        if element is None or t.length is None or element * t.length >= _LARGEST:
            return None, align
        return element * t.length, align

    def _struct(self, t: Type, struct: Struct, depth: int) -> _Layout:
        fields = struct.struct_fields
        if not fields:
            return 0, 8 if _is_align64(t) else 1
        offsets, end, align = _placed(self._layouts(fields, depth))
        if align is None or end is None:
            return None, align
        if offsets[-1] == end > 0:
            end += 1  # gc pads a final field of size 0, so that its address stays inside
        return _aligned(end, align), align

    def _layouts(self, fields: Sequence[Field], depth: int) -> Iterator[_Layout]:
        return (self._layout(field.type, depth + 1) for field in fields)


def _placed(layouts: Iterable[_Layout]) -> tuple[list[int], int | None, int | None]:
    """Offsets of fields as far as they can be told, the end of the last, and their alignment.

    Nothing is asked of a field behind one without an alignment, which a struct inside itself has.
    """
    offsets: list[int] = []
    end: int | None = 0
    greatest = 1
    for size, align in layouts:
        if align is None:
            return offsets, None, None
        greatest = max(greatest, align)
        if end is not None and size is not None:
            offsets.append(_aligned(end, align))
            end = offsets[-1] + size
        else:
            end = None
    return offsets, end, greatest


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
