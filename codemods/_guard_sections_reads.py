"""What one access reads, as an expression that can be given to a local under the lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_model import GuardContext, Import, Refused
from gofixmap_codemods._guard_sections_tree import Spot

from gofixmap.codemod import nodes, operands, sharing, walk

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_emit import Emitter, Names
    from tree_sitter import Node

    from gofixmap.codemod import Type

_Op = sharing.Operation
_CLONING = (1, 21)
# Operations after which the reference to the guarded memory is used out of sight.
_AWAY = (_Op.ARGUMENT, _Op.STORE)
_HOISTED = {
    _Op.READ,
    _Op.INDEX_READ,
    _Op.LOOKUP,
    _Op.LEN,
    _Op.COMPARE,
    _Op.CLONE,
    _Op.CALL,
    _Op.METHOD,
    _Op.METHOD_VALUE,
    _Op.RETURN,
    *_AWAY,
}


@dataclass(frozen=True, slots=True)
class Read:
    """A hoisted read: statements that give it a name, the node it replaces, and by what."""

    texts: tuple[str, ...]
    node: Node
    name: str


class Reader:
    """Makes the reads of one function."""

    def __init__(self, context: GuardContext, emitter: Emitter, names: Names) -> None:
        self._context = context
        self._emitter = emitter
        self._info = emitter.info
        self._names = names
        self.imports: dict[str, Import] = {}

    def check(self, spot: Spot) -> None:
        """Refuses what no section of this function can guard."""
        access, operation = spot.access, spot.access.operation
        if operation is _Op.ADDRESS:
            raise Refused("address-taken", self._info, spot.node, "its address is used")
        if operation is _Op.ITERATOR:
            raise Refused(
                "map-escapes", self._info, spot.node, "the iterator reads it after the section"
            )
        if operation is _Op.ATOMIC:
            raise Refused("atomic-mixed", self._info, spot.node, "it is also accessed atomically")
        if operation is _Op.UNKNOWN:
            raise Refused("unknown-access", self._info, spot.node, "what is done with it")
        if operation is _Op.METHOD_VALUE and not self._is_handle(spot):
            raise Refused("map-escapes", self._info, spot.node, "the method value keeps it")
        if access.base and not self._is_steady_base(access.node):
            raise Refused("unstable-base", self._info, access.node, "the base is not a plain name")

    def _is_steady_base(self, named: Node) -> bool:
        base = nodes.first_named(named)
        if named.type == "call_expression":
            function = named.child_by_field_name("function")
            base = nodes.first_named(function) if function is not None else None
        return base is not None and operands.is_stable(self._info, base)

    def _is_handle(self, spot: Spot) -> bool:
        """Whether the variable holds a pointer, channel, function or interface: a copy of it is
        as good as the variable."""
        kind = self._info.type_of(spot.access.node)
        return kind.is_pointer or kind.is_chan or kind.is_func or kind.is_interface

    def is_away(self, spot: Spot) -> bool:
        """Whether a map or slice itself goes to code that is out of sight."""
        kind = self._info.type_of(spot.access.node)
        return spot.access.operation in _AWAY and not self._is_handle(spot) and not kind.is_struct

    def can_hoist(self, spot: Spot) -> bool:
        access = spot.access
        if access.operation not in _HOISTED or access.writes or self.is_away(spot):
            return False
        return access.operation is not _Op.METHOD or self._is_handle(spot)

    def read(self, spot: Spot, changes: list[tuple[Node, str]]) -> Read:
        """The statements that read under the lock; `changes` are those inside the expression."""
        node = self._hoisted_node(spot)
        kind = self._info.type_of(node)
        if spot.access.operation is _Op.RETURN and (kind.is_map or kind.is_slice):
            return self._copied(spot, node)
        text = self._emitter.text(node, changes)
        if spot.access.operation is _Op.LOOKUP:
            value = self._names.of_type(kind)
            names = f"{value}, {self._names.fresh('ok')}"
            return Read((f"{names} := {text}",), node, names)
        name = self._name_for(spot, kind)
        return Read((f"{name} := {text}",), node, name)

    def _hoisted_node(self, spot: Spot) -> Node:
        access = spot.access
        if access.operation in (_Op.METHOD, _Op.CALL, _Op.METHOD_VALUE):
            return access.node
        node = access.expression
        while access.operation in (_Op.READ, _Op.INDEX_READ):
            parent = node.parent
            if parent is None or parent.type != "selector_expression":
                break
            chosen = self._info.selection(parent)
            if chosen is None or chosen.kind != "field" or chosen.operand_is_pointer:
                break
            node = parent
        return node

    def _name_for(self, spot: Spot, kind: Type) -> str:
        operation = spot.access.operation
        if operation is _Op.LEN:
            return self._names.fresh("n")
        if operation is _Op.COMPARE:
            return self._names.fresh("isNil")
        if operation is _Op.CLONE:
            return self._names.fresh("snap")
        if operation is _Op.INDEX_READ:
            return self._names.of_type(kind)
        return self._names.fresh(spot.access.variable.name)

    def _copied(self, spot: Spot, node: Node) -> Read:
        text = self.clone_text(node)
        name = self._names.fresh("snap")
        if text is not None:
            return Read((f"{name} := {text}",), node, name)
        return Read(tuple(self.copy_loop(node, name)), node, name)

    def snapshot(self, node: Node) -> tuple[list[str], str]:
        """Statements that copy a map, slice or array, and the name of the copy."""
        name = self._names.fresh("snap")
        kind = self._info.type_of(node)
        if not (kind.is_map or kind.is_slice):
            return [f"{name} := {self._emitter.text(node)}"], name
        text = self.clone_text(node)
        return ([f"{name} := {text}"] if text else self.copy_loop(node, name)), name

    def clone_text(self, node: Node) -> str | None:
        """`maps.Clone(c.m)`; None before Go 1.21."""
        kind = self._info.type_of(node)
        if self._context.version < _CLONING:
            return None
        package = "maps" if kind.is_map else "slices"
        return f"{self._import(package)}.Clone({self._emitter.text(node)})"

    def copy_loop(self, node: Node, name: str) -> list[str]:
        """The copy where there is no maps package."""
        kind, text = self._info.type_of(node), self._emitter.text(node)
        if not kind.is_map:
            spelled = self._spelled(kind, node)
            return [f"{name} := append({spelled}(nil), {text}...)"]
        spelled = self._spelled(kind, node)
        key, value = self._names.fresh("k"), self._names.fresh("v")
        loop = f"for {key}, {value} := range {text} {{\n\t{name}[{key}] = {value}\n}}"
        return [f"{name} := make({spelled}, len({text}))", loop]

    def _spelled(self, kind: Type, node: Node) -> str:
        spelled = self._info.type_text(kind, node)
        if spelled is None:
            raise Refused("map-escapes", self._info, node, "its type cannot be written here")
        return spelled

    def type_text(self, node: Node) -> str | None:
        return self._info.type_text(self._info.type_of(node), node)

    def _import(self, path: str) -> str:
        if path not in self.imports:
            self.imports[path] = Import(path, self._import_name(path), self._info)
        return self.imports[path].name

    def _import_name(self, path: str) -> str:
        for spec in self._info.file.imports:
            if spec.path == path and spec.name not in ("_", "."):
                name = spec.name or path
                if not self._is_hidden(name):
                    return name
        return path if self._names.is_free(path) else f"std{path}"

    def _is_hidden(self, name: str) -> bool:
        """Whether a local of the function takes the package's name."""
        body = self._emitter.info.file
        return any(
            spec.name == name and spec.path.rpartition("/")[2] != name for spec in body.imports
        )


def inner_calls(node: Node, is_blocker: Callable[[Node], bool]) -> list[Node]:
    """The outermost blocking calls and receives strictly inside `node`."""
    found: list[Node] = []
    pending = list(reversed(node.named_children))
    while pending:
        current = pending.pop()
        if current.type == "func_literal":
            continue
        if is_blocker(current):
            found.append(current)
        else:
            pending += reversed(current.named_children)
    return found


def identifiers(node: Node) -> list[Node]:
    return [each for each in walk(node) if each.type == "identifier"]
