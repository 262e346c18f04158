"""Whether a variable is still private to the goroutine that made it.

A value is private from the place that makes it (a literal, new, make, a constructor of the
workspace) until it is returned, stored, sent, handed to a function that does one of these, or
captured by a function that another goroutine may run. Everything that is not known publishes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import (
    children_of,
    expression_items,
    first_named,
    unparenthesized,
)
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.sharing.accesses import Access, accesses_of
from gofixmap.semantics.sharing.callgraph import CallGraph, call_graph
from gofixmap.semantics.sharing.calls import Call, CallKind
from gofixmap.semantics.sharing.chains import Path, chain_of, outermost_chain, overlap
from gofixmap.semantics.sharing.functions import FUNCTIONS, Function
from gofixmap.semantics.sharing.handing import (
    RECEIVER,
    Handed,
    function_called,
    handed_by,
    parameter_at,
)
from gofixmap.semantics.sharing.kinds import Done, Operation
from gofixmap.semantics.sharing.literals import literal_values
from gofixmap.semantics.sharing.operations import operation_of
from gofixmap.semantics.sharing.ordering import is_after
from gofixmap.semantics.sharing.variables import Variable, VariableKind, variable_denoted
from gofixmap.syntax.walk import enclosing, walk

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo

_DEPTH = 4  # calls that are followed, into callees and back to callers
_AT_ONCE = (CallKind.CALL, CallKind.CALLBACK)
_ELEMENTS = frozenset(
    {
        Operation.INDEX_READ,
        Operation.LOOKUP,
        Operation.LEN,
        Operation.RANGE,
        Operation.INDEX_WRITE,
        Operation.DELETE,
        Operation.CLEAR,
        Operation.INDEX_UPDATE,
        Operation.APPEND,
        Operation.UPDATE,
        Operation.PART_WRITE,
        Operation.CLONE,
        Operation.ARGUMENT,
        Operation.METHOD,
    }
)


def is_unshared(access: Access) -> bool:
    """Whether no other goroutine can see at this access what it reads or writes.

    So in a package-level initialiser and in init, on a value that the function made itself and has
    not published yet, and in helpers that are only called from such places. A declaration with a
    value and a composite literal make a new value and are always private.
    """
    if access.operation is Operation.INITIALIZE:
        return True
    semantics = access.info.semantics
    key = ("unshared", access.path, access.node.start_byte, access.node.end_byte)
    return semantics.once(key, lambda: _is_unshared(access))


def _is_unshared(access: Access) -> bool:
    info = access.info
    if access.function is None:
        return True
    graph = call_graph(info.semantics, info.package)
    if _runs_at_start(graph, graph.function_at(info, access.function), frozenset()):
        return True
    named_by, part = access.node, tuple[str, ...]()
    is_call = named_by.type == "call_expression"
    if is_call:  # a call of a method, taken for an access to a field of what it is called on
        selector = named_by.child_by_field_name("function")
        operand = selector.child_by_field_name("operand") if selector is not None else None
        named_by, part = operand or named_by, (access.variable.name,)
    chain = chain_of(info, named_by)
    if chain is None or chain.indirect:
        return False
    root = variable_denoted(info, chain.root)
    if root is None or root.kind is not VariableKind.LOCAL:
        return False
    kind = access.variable.type
    elements = (is_call or access.operation in _ELEMENTS) and (kind.is_map or kind.is_slice)
    subject = _Subject(root, (*chain.path, *part), elements)
    return _is_private(subject, info, chain.root, _DEPTH)


class _Subject(Struct, frozen=True):
    """What has to be private: a part of a local, or of what it points to; with `elements` those of
    the map or slice that the part holds."""

    root: Variable
    path: Path
    elements: bool

    @property
    def needs_value(self) -> bool:
        """Whether it depends on what the local was given."""
        if not self.path:
            return self.elements
        return self.elements or not self.root.type.is_struct


def _runs_at_start(graph: CallGraph, function: Function, seen: frozenset[Function]) -> bool:
    """Whether only package initialisation runs the function, before any goroutine of its own."""
    if function in seen:
        return False
    if function.is_initializer:
        starts = (CallKind.GO, CallKind.CONCURRENT, CallKind.REGISTER)
        return not any(call.kind in starts for call in graph.calls_in(function))
    if function.is_exported or (
        not function.is_literal and graph.is_value_used(function, tests=False)
    ):
        return False
    calls = graph.calls_to(function, tests=False)
    return bool(calls) and all(
        call.kind in (*_AT_ONCE, CallKind.DEFER)
        and _runs_at_start(graph, call.caller, seen | {function})
        for call in calls
    )


def _is_private(subject: _Subject, info: FileInfo, at: Node, depth: int) -> bool:
    """Whether the subject is private where its root is mentioned by the identifier `at`."""
    home = _home_of(subject.root)
    if home is None or depth == 0:
        return False
    graph = call_graph(info.semantics, info.package)
    spots = _spots(graph, info, at, home)
    if not spots:
        return False
    if subject.needs_value and not _is_given_private(subject, home, depth):
        return False
    published = _publications(subject, home, depth)
    if published is None:
        return False
    others = [node for node in published if node.start_byte != at.start_byte]
    return not any(is_after(home, subject.root, node, spot) for node in others for spot in spots)


def _home_of(root: Variable) -> Function | None:
    """The function that declares a local."""
    node = enclosing(root.node, *FUNCTIONS)
    if node is None:
        return None
    return call_graph(root.info.semantics, root.info.package).function_at(root.info, node)


def _spots(
    graph: CallGraph,
    info: FileInfo,
    node: Node,
    home: Function,
    seen: frozenset[Function] = frozenset(),
) -> list[Node] | None:
    """Where in the body of `home` a node runs: itself, or the calls of literals around it.

    Empty where a deferred literal runs it, None where it may run at any time. A literal that calls
    itself, through others or not, runs where it is called from outside.
    """
    function = graph.function_of(info, node)
    if function is home:
        return [node]
    if not function.is_literal or function.outer is None:
        return None
    calls = graph.calls_to(function)
    if not calls:
        return None
    spots: list[Node] = []
    for call in calls:
        if call.kind is CallKind.DEFER or call.caller in seen or call.caller is function:
            continue
        inside = seen | {function}
        inner = _spots(graph, info, call.node, home, inside) if call.kind in _AT_ONCE else None
        if inner is None:
            return None
        spots += inner
    return spots


# What the root was given


def _is_given_private(subject: _Subject, home: Function, depth: int) -> bool:
    info, root = subject.root.info, subject.root
    found = info.object_of(root.node)
    role = found.role if found is not None else ""
    if role in ("param", "receiver"):
        return _is_handed_private(subject, home, depth)
    if role not in ("var", "result"):
        return False
    return all(
        _is_fresh(info, value, index, subject, depth)
        for access in accesses_of(info.semantics, root).all
        if access.operation in (Operation.INITIALIZE, Operation.ASSIGN)
        for value, index in [_value_of(access)]
    )


def _value_of(access: Access) -> tuple[Node | None, int]:
    """The expression assigned, and which of its results where it gives several."""
    if access.value is not None:
        return access.value, 0
    listed = access.node.parent
    statement = access.node.parent
    while statement is not None and statement.type in (
        "expression_list",
        "parenthesized_expression",
    ):
        statement = statement.parent
    if statement is None or listed is None:
        return None, 0
    side = "value" if statement.type == "var_spec" else "right"
    right = statement.child_by_field_name(side)
    values = expression_items(right) if right is not None else []
    targets = children_of(statement, "name") if side == "value" else expression_items(listed)
    if len(values) != 1 or statement.type in ("range_clause", "receive_statement"):
        return None, 0
    return values[0], targets.index(access.node) if access.node in targets else 0


def _is_fresh(
    info: FileInfo, value: Node | None, index: int, subject: _Subject, depth: int
) -> bool:
    """Whether an expression gives a value whose subject nobody else has."""
    if value is None:
        return False
    node = unparenthesized(value)
    if node.type == "nil":
        return True
    if node.type == "unary_expression" and (node.text or b"")[:1] == b"&":
        operand = node.child_by_field_name("operand")
        node = unparenthesized(operand) if operand is not None else node
        return node.type == "composite_literal" and _is_fresh(info, node, 0, subject, depth)
    if node.type == "composite_literal":
        return _literal_is_fresh(info, node, subject, depth)
    if node.type == "type_conversion_expression" and info.is_conversion(node):
        return _is_fresh(info, node.child_by_field_name("operand"), 0, subject, depth)
    return node.type == "call_expression" and _call_is_fresh(info, node, index, subject, depth)


def _literal_is_fresh(info: FileInfo, literal: Node, subject: _Subject, depth: int) -> bool:
    """The map or slice in a literal's field must be fresh as well where its elements count."""
    if not subject.elements or not subject.path:
        return True
    value = literal_values(info, info.type_of(literal), literal).get(subject.path[0])
    inner = _Subject(subject.root, subject.path[1:], True)
    return value is None or _is_fresh(info, value, 0, inner, depth)


def _call_is_fresh(info: FileInfo, call: Node, index: int, subject: _Subject, depth: int) -> bool:
    package, name = callees.called(info, call)
    given = callees.arguments_of(call)
    if (package, name) in callees.MAKING:
        return True
    if not package and name == "append":
        return bool(given) and _is_fresh(info, given[0], 0, subject, depth)
    if package == "?" and info.is_conversion(call):
        return len(given) == 1 and _is_fresh(info, given[0], 0, subject, depth)
    function = function_called(info, call)
    return function is not None and depth > 0 and _returns_fresh(function, index, subject, depth)


def _returns_fresh(function: Function, index: int, subject: _Subject, depth: int) -> bool:
    """Whether a constructor gives a new value that it has not published."""
    statements = [
        node
        for node in walk(function.body)
        if node.type == "return_statement" and enclosing(node, *FUNCTIONS) == function.node
    ]
    return bool(statements) and all(
        _result_is_fresh(function, node, index, subject, depth - 1) for node in statements
    )


def _result_is_fresh(
    function: Function, statement: Node, index: int, subject: _Subject, depth: int
) -> bool:
    info = function.info
    listed = first_named(statement)
    if listed is None:
        return False
    values = expression_items(listed)
    if len(values) == 1 and index > 0:
        return _is_fresh(info, values[0], index, subject, depth)
    value = unparenthesized(values[index]) if index < len(values) else None
    if value is None:
        return False
    if value.type == "unary_expression" and (value.text or b"")[:1] == b"&":
        operand = value.child_by_field_name("operand")
        if operand is not None and operand.type == "identifier":
            value = operand
    if value.type != "identifier":
        return _is_fresh(info, value, 0, subject, depth)
    local = variable_denoted(info, value)
    if local is None or local.kind is not VariableKind.LOCAL:
        return False
    return _is_private(_Subject(local, subject.path, subject.elements), info, value, depth)


def _is_handed_private(subject: _Subject, home: Function, depth: int) -> bool:
    """Whether every caller hands the function a value that is private to it."""
    graph = call_graph(home.info.semantics, home.info.package)
    if home.is_exported or (not home.is_literal and graph.is_value_used(home, tests=False)):
        return False
    calls = graph.calls_to(home, tests=False)
    return bool(calls) and all(
        call.kind is CallKind.CALL and _call_hands_private(subject, home, call, depth)
        for call in calls
    )


def _call_hands_private(subject: _Subject, home: Function, call: Call, depth: int) -> bool:
    handed = handed_by(call, home, subject.root)
    if handed is None:
        return False
    chain = chain_of(call.info, handed)
    if chain is None:
        return _is_fresh(call.info, handed, 0, subject, depth - 1)
    root = variable_denoted(call.info, chain.root)
    if root is None or chain.indirect or root.kind is not VariableKind.LOCAL:
        return False
    outer = _Subject(root, (*chain.path, *subject.path), subject.elements)
    return _is_private(outer, call.info, chain.root, depth - 1)


# Where it is published


def _publications(subject: _Subject, home: Function, depth: int) -> list[Node] | None:
    """The places in the body of `home` that publish the subject; None where that is not known."""
    semantics = home.info.semantics
    return semantics.once(
        ("publications", subject, depth), lambda: _find_publications(subject, home, depth)
    )


def _find_publications(subject: _Subject, home: Function, depth: int) -> list[Node] | None:
    info = subject.root.info
    uses = accesses_of(info.semantics, subject.root)
    unknown = [each for each in uses.all if each.operation is Operation.UNKNOWN]
    if len(uses.incomplete) > len(unknown):  # more than the uses below, which publish
        return None
    graph = call_graph(info.semantics, info.package)
    found: list[Node] = []
    for use in uses.all:
        spots = _spots(graph, info, use.node, home)
        if spots is None:
            found.append(_outer_literal(use.node, home))
        elif spots and _publishes(subject, info, use, depth):
            found += spots
    return found


def _outer_literal(node: Node, home: Function) -> Node:
    """The outermost function literal around a node inside `home`."""
    literal = node
    around = enclosing(node, *FUNCTIONS)
    while around is not None and around != home.node:
        literal, around = around, enclosing(around, *FUNCTIONS)
    return literal


def _publishes(subject: _Subject, info: FileInfo, use: Access, depth: int) -> bool:
    """Whether one mention of the root lets the subject out of the goroutine's hands."""
    if use.operation is Operation.INITIALIZE:
        return False
    node, path = outermost_chain(info, use.node)
    if not overlap(path, subject.path):
        return False
    done = operation_of(info, node)
    rest = _Subject(subject.root, subject.path[len(path) :], subject.elements)
    if done.operation is Operation.ASSIGN:
        return _replaced(info, done, path, subject, depth)
    if done.operation in (Operation.ARGUMENT, Operation.ADDRESS):
        return _handed_on(info, node, done, rest, depth)
    if done.operation is Operation.METHOD:
        return _method_publishes(info, done.expression, rest, depth)
    return done.operation.escapes


def _replaced(info: FileInfo, done: Done, path: Path, subject: _Subject, depth: int) -> bool:
    """A new value for the part: its elements must be fresh again. The root itself is judged by all
    values that it is given."""
    if not path or not subject.elements:
        return False
    rest = _Subject(subject.root, subject.path[len(path) :], True)
    return not _is_fresh(info, done.value, 0, rest, depth)


def _handed_on(info: FileInfo, node: Node, done: Done, rest: _Subject, depth: int) -> bool:
    """An argument, or an address that is one."""
    call = callees.call_around(done.expression)
    if done.operation is Operation.ARGUMENT:
        call = done.expression
    if call is None or call.type != "call_expression" or info.is_conversion(call):
        return True
    around = call.parent
    if around is not None and around.type == "defer_statement":
        return False
    position = callees.position_of(node, call)
    function = function_called(info, call)
    if function is None:
        return callees.called(info, call)[0] not in callees.KEEPING_NOTHING or _is_started(call)
    return _is_started(call) or _leaks(parameter_at(function, position), rest, function, depth)


def _method_publishes(info: FileInfo, call: Node, rest: _Subject, depth: int) -> bool:
    around = call.parent
    selector = call.child_by_field_name("function")
    chosen = info.selection(unparenthesized(selector)) if selector is not None else None
    if around is not None and around.type == "defer_statement":
        return False
    if chosen is None or _is_started(call):
        return True
    embedded = tuple(field.name for field in chosen.path)
    if not overlap(embedded, rest.path):
        return False
    function = function_called(info, call)
    if function is None:
        return chosen.declaring is None or not _is_standard(chosen.declaring.package)
    inner = _Subject(rest.root, rest.path[len(embedded) :], rest.elements)
    return _leaks(parameter_at(function, RECEIVER), inner, function, depth)


def _is_standard(package: str) -> bool:
    return "." not in package.partition("/")[0]


def _is_started(call: Node) -> bool:
    return call.parent is not None and call.parent.type == "go_statement"


def _leaks(handed: Handed, rest: _Subject, function: Function, depth: int) -> bool:
    """Whether the function publishes what its parameter or receiver is given."""
    if not handed.is_known or depth == 0:
        return True
    if handed.variable is None:  # it has no name, so nothing is done with it
        return False
    inner = _Subject(handed.variable, rest.path, rest.elements)
    published = _publications(inner, function, depth - 1)
    return published is None or bool(published)
