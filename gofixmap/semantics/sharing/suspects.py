"""The variables that the code on one line of a stack may have read or written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.evidence.model import RaceAccess
from gofixmap.semantics.nodes import Captures, parameter_groups, unparenthesized
from gofixmap.semantics.sharing.assignments import assigning
from gofixmap.semantics.sharing.functions import FUNCTIONS
from gofixmap.semantics.sharing.kinds import Operation
from gofixmap.semantics.sharing.operations import operation_of
from gofixmap.semantics.sharing.variables import (
    Variable,
    VariableKind,
    variable_denoted,
    variable_of_field,
)
from gofixmap.semantics.types import Named, Type
from gofixmap.syntax.walk import enclosing
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo

_NAMES = Captures("[(identifier) (selector_expression)] @name")
_RETURNS = Captures("(return_statement) @return")
_O = Operation
# What the runtime's map functions do for an operation on a map.
_MAP_READS = frozenset(
    {_O.INDEX_READ, _O.LOOKUP, _O.RANGE, _O.INDEX_UPDATE, _O.CLONE, _O.ITERATOR, _O.ARGUMENT}
    | {_O.ADDRESS, _O.UNKNOWN, _O.RETURN, _O.COMPARE, _O.READ}
)
_MAP_WRITES = frozenset(
    {_O.INDEX_WRITE, _O.INDEX_UPDATE, _O.DELETE, _O.CLEAR, _O.UPDATE, _O.PART_WRITE, _O.ARGUMENT}
    | {_O.ADDRESS, _O.UNKNOWN}
)
# What writes the variable or, for slices and maps, its elements without a call.
_WRITES = frozenset(
    {_O.ASSIGN, _O.INITIALIZE, _O.UPDATE, _O.APPEND, _O.INDEX_WRITE, _O.INDEX_UPDATE}
    | {_O.PART_WRITE, _O.DELETE, _O.CLEAR, _O.UNKNOWN}
)
_NO_READS = frozenset({_O.ASSIGN, _O.INITIALIZE})
# Where a function that is not in the workspace gets at the variable's memory.
_HANDED_ON = frozenset(
    {_O.METHOD, _O.METHOD_VALUE, _O.ARGUMENT, _O.ADDRESS, _O.ATOMIC, _O.CLONE, _O.ITERATOR}
    | {_O.UPDATE, _O.STORE, _O.INDEX_READ, _O.INDEX_WRITE, _O.APPEND, _O.UNKNOWN}
)
# Operations on what a variable refers to: a parameter or another name of it does them as well.
_THROUGH = frozenset(
    {_O.INDEX_READ, _O.LOOKUP, _O.LEN, _O.RANGE, _O.INDEX_WRITE, _O.DELETE, _O.CLEAR}
    | {_O.INDEX_UPDATE, _O.CLONE, _O.ITERATOR, _O.ARGUMENT, _O.METHOD, _O.PART_WRITE, _O.ATOMIC}
    | {_O.APPEND}
)


ANY = RaceAccess("", False, 0, ())  # every use of a variable that goroutines can share


class Suspect(Struct, frozen=True):
    """A mention of a variable that can be the access. `node` names the variable."""

    variable: Variable
    info: FileInfo
    node: Node
    operation: Operation
    is_pointee: bool = False  # the access is to what the pointer in the variable leads to

    @property
    def span(self) -> Span:
        return Span(self.node.start_byte, self.node.end_byte)

    @property
    def is_through(self) -> bool:
        """Whether the memory may belong to another variable, which this one refers to."""
        return self.is_pointee or self.operation in _THROUGH

    @property
    def writes(self) -> bool:
        return self.operation in _WRITES


def suspects_on(
    info: FileInfo, top: Node, line: int, side: RaceAccess, *, handed_on: bool
) -> list[Suspect]:
    """The mentions on a line of a declaration that fit, the innermost part of a value first.

    `handed_on`: frames of code that is not in the workspace stand above, which did the access.
    """
    found = [
        suspect
        for suspect in _mentions_on(info, top, line - 1)
        if fits(suspect, side, handed_on=handed_on)
    ]
    found.sort(key=lambda each: (not each.writes, -len(each.span), each.node.start_byte))
    return found


def suspects_in(info: FileInfo, top: Node, side: RaceAccess, *, handed_on: bool) -> list[Suspect]:
    """As `suspects_on`, of all lines."""
    first, last = top.start_point.row, top.end_point.row
    found = (
        suspect
        for row in range(first, last + 1)
        for suspect in suspects_on(info, top, row + 1, side, handed_on=handed_on)
    )
    return list(found)


def _mentions_on(info: FileInfo, top: Node, row: int) -> tuple[Suspect, ...]:
    """Every mention of a variable in a row, and the results that a return there sets or reads."""

    def make() -> tuple[Suspect, ...]:
        named = [each for node in names_on(info, top, row) for each in _suspects(info, node)]
        return (*named, *_results(info, top, row))

    return info.semantics.once(("sharing.mentions", info.path, top.start_byte, row), make)


def names_on(info: FileInfo, top: Node, row: int) -> list[Node]:
    """The identifiers and selectors that code of a row names, by where their last name stands.

    The arguments of a literal that is called where it stands count where the literal begins too.
    """

    def make() -> dict[int, list[Node]]:
        found: dict[int, list[Node]] = defaultdict(list)
        for node in _NAMES.of(top):
            found[node.end_point.row].append(node)
            literal = _called_literal(node)
            if literal is not None and literal.start_point.row != node.end_point.row:
                found[literal.start_point.row].append(node)
        return found

    return info.semantics.once(("sharing.names", info.path, top.start_byte), make).get(row, [])


def _called_literal(name: Node) -> Node | None:
    """The literal that a name is handed to, as in `go func(x int) { ... }(x)`."""
    listed = name.parent
    call = listed.parent if listed is not None and listed.type == "argument_list" else None
    function = call.child_by_field_name("function") if call is not None else None
    return function if function is not None and function.type == "func_literal" else None


def _suspects(info: FileInfo, node: Node) -> Iterator[Suspect]:
    variable = variable_denoted(info, node)
    if variable is None:
        yield from _promoted(info, node)
        return
    if _is_declared(variable, info, node):
        if _has_value(node):
            yield Suspect(variable, info, node, Operation.INITIALIZE)
        return
    pointee = _dereference(node)
    if pointee is not None:
        yield Suspect(variable, info, node, _done_to(pointee), True)
    yield Suspect(variable, info, node, operation_of(info, node).operation)
    inner = _element_of_element(node)
    if inner is not None:
        yield Suspect(variable, info, node, _done_to(inner), True)


def _results(info: FileInfo, top: Node, row: int) -> Iterator[Suspect]:
    """The named results that a `return` of a row reads, and writes where it has values."""
    for statement in _RETURNS.of(top):
        function = enclosing(statement, *FUNCTIONS)
        listed = function.child_by_field_name("result") if function is not None else None
        if statement.start_point.row != row or listed is None or listed.type != "parameter_list":
            continue
        operation = Operation.UPDATE if statement.named_children else Operation.READ
        for group in parameter_groups(listed):
            for name in group.names:
                variable = variable_denoted(info, name)
                if variable is not None:
                    yield Suspect(variable, info, name, operation)


def _promoted(info: FileInfo, node: Node) -> Iterator[Suspect]:
    """`s.WriteString()` of an embedded buffer: the embedded field is what is accessed."""
    if node.type != "selector_expression":
        return
    chosen = info.selection(node)
    if chosen is not None and chosen.kind == "method" and chosen.path:
        variable = variable_of_field(info.semantics, chosen.path[-1])
        if variable is not None:
            yield Suspect(variable, info, node, Operation.METHOD)


def _is_declared(variable: Variable, info: FileInfo, node: Node) -> bool:
    return variable.path == info.path and variable.span.start == node.start_byte


def _has_value(node: Node) -> bool:
    parent = node.parent
    if parent is not None and parent.type == "expression_list":
        return True
    return (
        parent is not None
        and parent.type == "var_spec"
        and parent.child_by_field_name("value") is not None
    )


def _dereference(node: Node) -> Node | None:
    """The `*p` around `p`."""
    outer = node
    while outer.parent is not None and outer.parent.type == "parenthesized_expression":
        outer = outer.parent
    star = outer.parent
    if star is None or star.type != "unary_expression":
        return None
    return star if any(child.type == "*" for child in star.children) else None


def _element_of_element(node: Node) -> Node | None:
    """`s.m[a][b]` around `s.m`: the inner map or slice is known by the outer one only."""
    outer, depth = node, 0
    while (parent := outer.parent) is not None:
        if parent.type == "index_expression" and parent.child_by_field_name("operand") == outer:
            depth += 1
        elif parent.type != "parenthesized_expression":
            break
        outer = parent
    if depth == 1 and parent is not None and parent.type == "argument_list":
        depth += 1  # delete(s.m[a], b), len(s.m[a])
    return outer if depth > 1 else None


def _done_to(place: Node) -> Operation:
    """READ, ASSIGN or UPDATE, of an expression that is no name."""
    statement = assigning(place)
    if statement is None:
        return Operation.ARGUMENT if _is_argument(place) else Operation.READ
    plain = any(child.type in ("=", ":=", "range") for child in statement.children)
    return Operation.ASSIGN if plain else Operation.UPDATE


def fits(suspect: Suspect, side: RaceAccess, *, handed_on: bool) -> bool:
    """Whether the mention can be an access of the reported kind."""
    operation, kind = suspect.operation, suspect.variable.type
    if side.is_map:
        allowed = _MAP_WRITES if side.is_write else _MAP_READS
        written = side.is_write and suspect.is_pointee and operation in _WRITES
        return (operation in allowed or written) and (_may_be_map(suspect) or handed_on)
    if handed_on:
        if operation is Operation.ATOMIC and _synchronises(suspect.variable.type):
            return False
        return operation in _HANDED_ON or suspect.is_pointee
    is_own = suspect.variable.kind is VariableKind.LOCAL and not suspect.is_through
    if is_own and not is_shareable(suspect.variable):
        return False
    if not side.kind:
        return True
    if side.is_write:
        if operation is Operation.INITIALIZE and _is_new(suspect):
            return False
        return operation in _WRITES or (operation is Operation.ARGUMENT and kind.is_slice)
    return operation not in _NO_READS


def _is_new(suspect: Suspect) -> bool:
    """Whether the mention declares a local that nothing else can have a hold of yet.

    The variable of a loop is declared once for all iterations before Go 1.22.
    """
    declaration = suspect.variable.declaration
    if suspect.variable.kind is not VariableKind.LOCAL:
        return False
    if declaration.type == "short_var_declaration":
        return declaration.parent is not None and declaration.parent.type != "for_clause"
    return declaration.type == "var_spec"


def _synchronises(kind: Type) -> bool:
    """Whether it is one of sync's types, whose methods do not race with each other."""
    kind = kind.unaliased
    return isinstance(kind, Named) and kind.package == "sync"


def is_whole(info: FileInfo, node: Node) -> bool:
    """Whether the value in a variable, or behind the pointer in it, is used as a whole.

    A value receiver copies what its pointer leads to; the pointer that a field or another method
    is reached through touches nothing else.
    """
    parent = node.parent
    if parent is not None and parent.type == "selector_expression":
        chosen = info.selection(parent) if parent.child_by_field_name("operand") == node else None
        return chosen is not None and chosen.kind == "method" and not chosen.pointer_method
    return _dereference(node) is not None or not info.type_of(node).is_pointer


def _is_argument(place: Node) -> bool:
    return place.parent is not None and place.parent.type == "argument_list"


def _may_be_map(suspect: Suspect) -> bool:
    kind = suspect.variable.type
    if suspect.is_pointee and kind.is_pointer:
        kind = kind.element
    core = kind.core if kind.is_typeparam else kind
    return core is None or core.is_map or core.is_unknown or core.is_interface


def is_shareable(variable: Variable) -> bool:
    """Whether another goroutine can get at a local: a literal captures it, or it has an address."""
    info = variable.info
    found = info.object_of(variable.node)
    function = found.function if found is not None else None
    if found is None or function is None:
        return True

    def look() -> bool:
        uses = info.uses_in(found, function)
        return any(_is_captured(use, function) or _is_addressed(info, use) for use in uses)

    return info.semantics.once(("sharing.is_shareable", variable), look)


def _is_captured(use: Node, function: Node) -> bool:
    node = use.parent
    while node is not None and node.id != function.id and not _same(node, function):
        if node.type == "func_literal":
            return True
        node = node.parent
    return False


def _same(node: Node, other: Node) -> bool:
    return (node.type, node.start_byte, node.end_byte) == (
        other.type,
        other.start_byte,
        other.end_byte,
    )


def _is_addressed(info: FileInfo, use: Node) -> bool:
    """`&v`, `&v.f`, `v[:]` of an array, `v.M()` with a pointer receiver."""
    node = use
    while (parent := node.parent) is not None:
        if parent.type == "unary_expression":
            return any(child.type == "&" for child in parent.children)
        if parent.type == "slice_expression":
            return info.type_of(unparenthesized(node)).is_array
        if parent.type == "selector_expression" and parent.child_by_field_name("operand") == node:
            chosen = info.selection(parent)
            if chosen is None or chosen.operand_is_pointer or chosen.through_pointer:
                return False
            if chosen.kind == "method":
                return chosen.pointer_method
        elif parent.type not in ("parenthesized_expression", "index_expression"):
            return False
        node = parent
    return False
