"""What one access reads, as an expression that can be given to a local under the lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_args import call_with, is_consumed, taken_over
from gofixmap_codemods._guard_sections_model import GuardContext, Import, Refused
from gofixmap_codemods._guard_sections_panic import may_panic
from gofixmap_codemods._guard_sections_results import is_read_while_shared
from gofixmap_codemods._guard_sections_tree import Part, Spot, outermost_literal
from msgspec import Struct

from gofixmap.codemod import nodes, operands, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_emit import Emitter, Names
    from tree_sitter import Node

    from gofixmap.codemod import Access, Function, Type

_Op = sharing.Operation
_CLONING = (1, 21)
# Operations after which the reference to the guarded memory is used out of sight.
_AWAY = (_Op.ARGUMENT, _Op.STORE)
_USES = (_Op.METHOD, _Op.CALL, _Op.METHOD_VALUE, _Op.COMPARE)
_UNUSED = ("expression_statement", "defer_statement", "go_statement")
_PATHS = ("selector_expression", "index_expression", "parenthesized_expression")
_ASSIGNING = ("assignment_statement", "range_clause", "receive_statement")
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


class Read(Struct, frozen=True):
    """A hoisted read: what is read, the node it replaces, and by which names.

    `loop` are the statements of a copy that is no expression.
    """

    node: Node
    names: str
    value: str
    loop: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return self.loop or (f"{self.names} := {self.value}",)

    def guarded(self, locks: tuple[str, str], kinds: str) -> str:
        """The read in a literal that unlocks even where it panics."""
        body = [locks[0], f"defer {locks[1]}"]
        if "," in self.names:
            body += [f"{self.names} := {self.value}", f"return {self.names}"]
        else:
            body.append(f"return {self.value}")
        inner = "\n\t".join(body)
        return f"{self.names} := func() {kinds} {{\n\t{inner}\n}}()"


class Reader:
    """Makes the reads of one function."""

    def __init__(
        self,
        context: GuardContext,
        function: Function,
        emitter: Emitter,
        names: Names,
        accesses: Sequence[Access],
    ) -> None:
        self._context = context
        self._function = function
        self._accesses = accesses
        self._emitter = emitter
        self._info = emitter.info
        self._names = names
        self.imports: dict[str, Import] = {}

    def check(self, spot: Spot) -> None:
        """Refuses what no section of this function can guard."""
        access, operation = spot.access, spot.access.operation
        if is_read_while_shared(self._context.graph, access.variable):
            why = "a return reads the named result, where no lock can be"
            raise Refused("named-result", self._info, spot.node, why)
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
        if self.is_away(spot):
            why = "the map or slice itself goes on to other code"
            raise Refused("map-escapes", self._info, spot.node, why)
        if access.base and not self._is_steady_base(spot.root):
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
        access, kind = spot.access, self._info.type_of(spot.access.node)
        if access.operation not in _AWAY or not (kind.is_map or kind.is_slice):
            return False
        if access.operation is _Op.ARGUMENT:
            return not is_consumed(self._context.graph, self._function, access)
        if taken_over(access, self._accesses) is not None:
            return False
        return sharing.aliases_of(access) is None

    def can_hoist(self, spot: Spot) -> bool:
        access = spot.access
        if access.operation not in _HOISTED or access.writes:
            return False
        if spot.part is Part.CLOSURE:
            return self._is_value(self.event_node(spot))
        if access.operation is _Op.CLONE:
            return self._is_value(access.expression)
        if access.operation is _Op.ARGUMENT:
            return self._is_copied(spot) or self._is_value(self.event_node(spot))
        if access.operation is _Op.METHOD and not self._is_handle(spot):
            return self._is_value(access.expression)
        return True

    def _is_value(self, call: Node) -> bool:
        """Whether a call gives one value and stands where it is used."""
        parent = call.parent
        is_used = parent is not None and parent.type not in _UNUSED
        return call.type == "call_expression" and is_used and len(self._info.types_of(call)) == 1

    def is_same_handle(self, first: Spot, spot: Spot) -> bool:
        """Whether two spots read one variable that holds a pointer, function or the like."""
        same = first.access.variable == spot.access.variable
        is_read = not spot.access.writes and spot.part is not Part.CLOSURE
        return same and first.access.base == spot.access.base and is_read and self._is_handle(spot)

    def copied_handle(self, spot: Spot) -> tuple[list[str], str]:
        """The statement that gives such a variable's value to a local, and the local."""
        name = self._names.fresh(spot.access.variable.name)
        return [f"{name} := {self._emitter.text(spot.access.node)}"], name

    def event_node(self, spot: Spot) -> Node:
        """The expression that a read is part of and that is evaluated as a whole: for an argument
        or in a literal that is run the call."""
        node = spot.node
        if spot.part is Part.CLOSURE:
            literal = outermost_literal(node, self._function.node) or node
            around = call_with(literal)
            if around is None and literal.parent is not None:
                return literal.parent
            return around if around is not None else node
        operation = spot.access.operation
        if operation is _Op.ARGUMENT and not self._is_copied(spot):
            return call_with(spot.access.node) or node
        is_handle = operation in _USES or is_assigned_to(node)
        if operation is _Op.ARGUMENT or (is_handle and self._is_handle(spot)):
            return spot.access.node
        return node

    def _is_copied(self, spot: Spot) -> bool:
        """Whether an argument is as good as the variable, or at least a value of its own."""
        kind = self._info.type_of(spot.access.node)
        return self._is_handle(spot) or not (kind.is_map or kind.is_slice)

    def panics(self, spot: Spot, together: Sequence[Spot]) -> bool:
        """Whether the access may panic with the lock held."""
        return may_panic(self._context, spot, together, self._accesses)

    def read(self, spot: Spot, changes: list[tuple[Node, str]]) -> Read:
        """The statements that read under the lock; `changes` are those inside the expression."""
        node = self._hoisted_node(spot)
        kind = self._info.type_of(node)
        if spot.access.operation is _Op.RETURN and (kind.is_map or kind.is_slice):
            return self._copied(spot, node)
        text = self._emitter.text(node, changes)
        if spot.access.operation is _Op.LOOKUP:
            value = self._names.of_type(kind)
            return Read(node, f"{value}, {self._names.fresh('ok')}", text)
        return Read(node, self._name_for(spot, node, kind), text)

    def result_types(self, read: Read) -> str:
        """The result types of a literal that makes the read."""
        kind = self._spelled(self._info.type_of(read.node), read.node)
        return f"({kind}, bool)" if "," in read.names else kind

    def _hoisted_node(self, spot: Spot) -> Node:
        access = spot.access
        node = self.event_node(spot)
        while node == access.expression and access.operation in (_Op.READ, _Op.INDEX_READ):
            parent = node.parent
            if parent is None or parent.type != "selector_expression":
                break
            chosen = self._info.selection(parent)
            if chosen is None or chosen.kind != "field" or chosen.operand_is_pointer:
                break
            node = parent
            break
        return node

    def _name_for(self, spot: Spot, node: Node, kind: Type) -> str:
        operation = spot.access.operation
        if operation is _Op.LEN:
            return self._names.fresh("n" if self._names.is_free("n") else "count")
        if operation is _Op.COMPARE and node.type == "binary_expression":
            return self._names.fresh("isNil" if operands.operator_of(node) == "==" else "isSet")
        if operation is _Op.CLONE:
            return self._names.fresh("snap")
        field = node.child_by_field_name("field") if node.type == "selector_expression" else None
        if field is not None:
            return self._names.fresh(self._info.file.text(field))
        if node == spot.access.node:
            return self._names.fresh(spot.access.variable.name)
        return self._names.of_type(kind)

    def _copied(self, spot: Spot, node: Node) -> Read:
        text = self.clone_text(node)
        name = self._names.fresh("snap")
        if text is not None:
            return Read(node, name, text)
        return Read(node, name, "", tuple(self.copy_loop(node, name)))

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


def is_assigned_to(node: Node) -> bool:
    """Whether a statement assigns to the operand or to a part of it: a copy would take the value
    in its place."""
    current, parent = node, node.parent
    while parent is not None and parent.type in _PATHS:
        if parent.type == "index_expression" and parent.child_by_field_name("operand") != current:
            return False
        current, parent = parent, parent.parent
    if parent is not None and parent.type == "expression_list":
        current, parent = parent, parent.parent
    if parent is None or parent.type in ("inc_statement", "dec_statement"):
        return parent is not None
    return parent.type in _ASSIGNING and parent.child_by_field_name("left") == current
