"""What can be done with a variable: the kinds of access to it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from tree_sitter import Node


class Operation(StrEnum):
    """What is done with a variable `v`; `m` and `s` are variables of a map and a slice type."""

    READ = "read"
    INDEX_READ = "index-read"  # m[k], s[i], also on the way to what the element refers to
    LOOKUP = "lookup"  # v, ok := m[k]
    LEN = "len"  # len, cap
    RANGE = "range"
    COMPARE = "compare"  # == nil
    ASSIGN = "assign"  # v = x
    INDEX_WRITE = "index-write"  # m[k] = x, s[i] = x, copy(s, x)
    DELETE = "delete"
    CLEAR = "clear"
    UPDATE = "update"  # v++, v op= x, v = v[1:], and calls that change elements: sort.Strings(v)
    INDEX_UPDATE = "index-update"  # m[k]++, m[k] op= x, m[k] = append(m[k], x)
    APPEND = "append"  # v = append(v, x)
    PART_WRITE = "part-write"  # v.f = x, s[i].f = x where that is memory of v or of its elements
    ADDRESS = "address"  # &v, &v.f, &s[i], v[:] of an array
    RETURN = "return"  # the reference in v goes on to the caller
    ARGUMENT = "argument"  # the reference in v goes on to a callee
    STORE = "store"  # the reference in v is assigned, sent or put into a literal
    METHOD = "method"  # v.M()
    METHOD_VALUE = "method-value"  # v.M without a call
    CLONE = "clone"  # maps.Clone(v), copy(x, v): consumed at once by a function that keeps nothing
    ITERATOR = "iterator"  # maps.Keys(v): read later
    ATOMIC = "atomic"  # synchronised: atomic.AddInt64(&v, 1), a method of sync's or atomic's types
    CALL = "call"  # v()
    INITIALIZE = "initialize"  # a composite literal's value, a declaration with a value
    UNKNOWN = "unknown"  # a type on the way is not known

    @property
    def writes(self) -> bool:
        """Whether it changes the variable, or the elements of the map or slice that it holds."""
        return self in _WRITES

    @property
    def reads(self) -> bool:
        return self not in _ONLY_WRITES

    @property
    def escapes(self) -> bool:
        """Whether the variable or the reference in it is used further, out of this sight."""
        return self in _ESCAPES


_ONLY_WRITES = frozenset(
    {
        Operation.ASSIGN,
        Operation.INDEX_WRITE,
        Operation.DELETE,
        Operation.CLEAR,
        Operation.PART_WRITE,
        Operation.INITIALIZE,
    }
)
_WRITES = _ONLY_WRITES | {Operation.UPDATE, Operation.INDEX_UPDATE, Operation.APPEND}
_ESCAPES = frozenset(
    {
        Operation.ADDRESS,
        Operation.RETURN,
        Operation.ARGUMENT,
        Operation.STORE,
        Operation.METHOD_VALUE,
        Operation.ITERATOR,
        Operation.UNKNOWN,
    }
)


class Done(Struct, frozen=True):
    """An operation, the expression that carries it out, and the key and value that it is given."""

    operation: Operation
    expression: Node
    key: Node | None = None
    value: Node | None = None
