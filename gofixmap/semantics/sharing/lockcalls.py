"""Calls that take or give back a lock, and which lock that is.

A lock is known by the variable that holds it: a field, an embedded field, a package variable, a
local. Methods are known by name (`Lock`, `RUnlock`, ...), so that mutexes of other packages and of
the project's own making count; a method of the package that only locks a field of its receiver
stands for that field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.effects import receiver_name
from gofixmap.semantics.nodes import Captures, named, unparenthesized
from gofixmap.semantics.sharing.functions import DECLARED, Function
from gofixmap.semantics.sharing.locals import only_value
from gofixmap.semantics.sharing.places import base_path, local_path, path_of, with_fields
from gofixmap.semantics.sharing.variables import (
    Variable,
    VariableKind,
    variable_denoted,
    variable_of_field,
)

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Selection
    from gofixmap.semantics.sharing.callgraph import CallGraph

_OTHER_WORD = pattern(r"[bBcC]lock$|[BC]LOCK$")
METHODS = frozenset({"Lock", "RLock", "Unlock", "RUnlock", "TryLock", "TryRLock"})
_SELECTED = Captures(
    "(call_expression function: (selector_expression field: (field_identifier) @name)"
    ' (#any-of? @name "Lock" "RLock" "Unlock" "RUnlock" "TryLock" "TryRLock")) @call'
)
_DEPTH = 4  # wrappers around wrappers


class LockPlace(Struct, frozen=True):
    """A lock as an expression means it: the variable, whose it is, and how that is written.

    `path` is that of `places`, "" where the lock is no field; `base` the text before the field.
    """

    lock: Variable
    path: str
    base: str

    @property
    def key(self) -> tuple[Variable, str]:
        return self.lock, self.path


class LockCall(Struct, frozen=True, eq=False):
    """A call of a lock's method. `deferred`: it is itself the call of a defer statement."""

    info: FileInfo
    node: Node
    place: LockPlace
    method: str  # Lock, RLock, Unlock, RUnlock, TryLock or TryRLock
    deferred: bool

    @property
    def lock(self) -> Variable:
        return self.place.lock

    @property
    def base(self) -> str:
        return self.place.base

    @property
    def takes(self) -> bool:
        return self.method in ("Lock", "RLock")

    @property
    def releases(self) -> bool:
        return self.method in ("Unlock", "RUnlock")

    @property
    def exclusive(self) -> bool:
        return not self.method.startswith(("R", "TryR"))


def lock_calls(graph: CallGraph, function: Function) -> tuple[LockCall, ...]:
    """The calls of lock methods in a function's own body, in source order."""
    key = ("sharing.lock_calls", graph.key, function.path, function.node.start_byte)
    return graph.semantics.once(key, lambda: tuple(_lock_calls(graph, function)))


def _lock_calls(graph: CallGraph, function: Function) -> list[LockCall]:
    if b"ock(" not in function.info.file.data[function.body.start_byte : function.body.end_byte]:
        return []
    calls = (lock_call(graph, function.info, node) for node in _calls(function.body))
    return [
        call
        for call in calls
        if call is not None and graph.function_of(function.info, call.node) is function
    ]


def _calls(body: Node) -> list[Node]:
    return [node for node in _SELECTED.of(body) if node.type == "call_expression"]


def lock_call(graph: CallGraph, info: FileInfo, call: Node) -> LockCall | None:
    """A call as one of a lock's method; None where it is none or the lock is not known."""
    selector = call.child_by_field_name("function")
    listed = call.child_by_field_name("arguments")
    if selector is None or listed is None or named(listed):
        return None
    selector = unparenthesized(selector)
    if selector.type != "selector_expression":
        return None
    field = selector.child_by_field_name("field")
    method = info.file.text(field) if field is not None else ""
    if method not in METHODS:
        return None
    place = _lock_of(graph, info, selector, _DEPTH)
    return None if place is None else LockCall(info, call, place, method, _is_deferred(call))


def _is_deferred(call: Node) -> bool:
    return call.parent is not None and call.parent.type == "defer_statement"


def _lock_of(graph: CallGraph, info: FileInfo, selector: Node, depth: int) -> LockPlace | None:
    """The lock that `x.Lock` is a method of."""
    operand = selector.child_by_field_name("operand")
    chosen = info.selection(selector)
    if operand is None or chosen is None or chosen.kind not in ("method", "unknown"):
        return None
    if chosen.path:
        return _embedded(info, selector, chosen)
    wrapped = _wrapped(graph, info, operand, chosen, depth) if depth else None
    return wrapped if wrapped is not None else place_of(graph, info, operand)


def _embedded(info: FileInfo, selector: Node, chosen: Selection) -> LockPlace | None:
    """`c.Lock()` where c embeds a mutex: the lock is the embedded field."""
    lock = variable_of_field(info.semantics, chosen.path[-1])
    operand = selector.child_by_field_name("operand")
    if lock is None or operand is None:
        return None
    if is_lock_name(_denoted_name(info, operand)):
        return _plain_place(info, operand)
    inner = path_of(info, operand)
    path = with_fields(inner, chosen.path[:-1]) if inner is not None else None
    return _placed(lock, path, ".".join([_text(info, operand), *_names(chosen.path[:-1])]))


def _names(fields: tuple[object, ...]) -> list[str]:
    return [getattr(field, "name", "") for field in fields]


def _wrapped(
    graph: CallGraph, info: FileInfo, operand: Node, chosen: Selection, depth: int
) -> LockPlace | None:
    """The field that a method of the package locks, where its receiver is no mutex itself."""
    place = chosen.declaration
    callee = graph.declared(place[0], place[1].start) if place is not None else None
    if callee is None or callee.node.type not in DECLARED or not callee.receiver:
        return None
    if is_lock_name(callee.type):
        return None
    inner = [
        found
        for call in _calls(callee.body)
        if (found := _inner_lock(graph, callee, call, depth - 1)) is not None
    ]
    if len(inner) != 1 or not inner[0].path:
        return None
    found, path, label = inner[0], path_of(info, operand), receiver_name(callee.node)
    own = callee.info.object_of(label) if label is not None else None
    if found.base != callee.receiver or path is None or own is None:
        return None
    # What follows the receiver: the embedded struct that has the lock.
    return _placed(found.lock, path + found.path[len(local_path(own)) :], _text(info, operand))


def _inner_lock(graph: CallGraph, callee: Function, call: Node, depth: int) -> LockPlace | None:
    selector = call.child_by_field_name("function")
    return None if selector is None else _lock_of(graph, callee.info, selector, depth)


def is_lock_name(name: str) -> bool:
    """Whether a name says that what it names is a mutex: `mu`, `stateLock`, `RWMutex`.

    A `clock` and a `block` are none.
    """
    lowered = name.lower()
    if _OTHER_WORD.search(name):
        return False
    return lowered in ("mu", "mtx", "l", "lk") or lowered.endswith(("mutex", "lock", "mu", "mtx"))


def place_of(graph: CallGraph, info: FileInfo, operand: Node) -> LockPlace | None:
    """The lock that an expression denotes: `c.mu`, `mu`, `&c.mu`, `cond.L`."""
    node = _dereferenced(operand)
    if node.type == "identifier":
        found = info.object_of(node)
        value = only_value(info, found) if found is not None and found.is_local else None
        if value is not None and _is_address_or_pointer(info, value):
            aliased = place_of(graph, info, value)
            if aliased is not None:
                return aliased
    return _plain_place(info, node)


def _is_address_or_pointer(info: FileInfo, value: Node) -> bool:
    """`mu := &c.mu` and `mu := c.pointer` are the lock itself, anything else is one of its own."""
    if value.type == "unary_expression":
        operand = value.child_by_field_name("operand")
        return value.children[0].type == "&" and operand is not None
    return value.type in ("identifier", "selector_expression") and info.type_of(value).is_pointer


def _dereferenced(operand: Node) -> Node:
    node = unparenthesized(operand)
    while node.type == "unary_expression" and node.children[0].type in ("&", "*"):
        inner = node.child_by_field_name("operand")
        if inner is None:
            break
        node = unparenthesized(inner)
    return node


def _plain_place(info: FileInfo, operand: Node) -> LockPlace | None:
    node = _dereferenced(operand)
    if node.type == "index_expression":
        return _striped(info, node)
    lock = variable_denoted(info, node)
    if lock is None:
        return None
    if lock.kind is not VariableKind.FIELD:
        return LockPlace(lock, "", "")
    before = node.child_by_field_name("operand")
    base = _text(info, before) if before is not None else ""
    return _placed(lock, base_path(info, node), base)


def _striped(info: FileInfo, index: Node) -> LockPlace | None:
    """One of several locks, `s.locks[i]`: the lock of its own base."""
    operand = index.child_by_field_name("operand")
    lock = variable_denoted(info, operand) if operand is not None else None
    path = path_of(info, index)
    if lock is None or path is None:
        return None
    return LockPlace(lock, path, info.file.text(index))


def _placed(lock: Variable, path: str | None, base: str) -> LockPlace | None:
    """A lock whose base has no path is known by the base's text, which at least looks the same."""
    return LockPlace(lock, path if path is not None else f"={base}", base)


def _denoted_name(info: FileInfo, operand: Node) -> str:
    node = _dereferenced(operand)
    if node.type == "selector_expression":
        field = node.child_by_field_name("field")
        return info.file.text(field) if field is not None else ""
    return ""


def _text(info: FileInfo, node: Node) -> str:
    return info.file.text(unparenthesized(node))
