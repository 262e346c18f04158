"""Arguments and the parameters that receive them, across the functions of the workspace."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.effects import receiver_name
from gofixmap.semantics.nodes import parameter_groups, unparenthesized
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.sharing.callgraph import call_graph
from gofixmap.semantics.sharing.variables import Variable, variable_denoted

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.sharing.calls import Call
    from gofixmap.semantics.sharing.functions import Function
    from gofixmap.text import Span

RECEIVER = -1  # the position of the receiver among the parameters


class Handed(Struct, frozen=True):
    """What receives an argument: a parameter, none where it has no name; not known at all else."""

    variable: Variable | None
    is_known: bool = True


def function_called(info: FileInfo, call: Node) -> Function | None:
    """The function or method of the workspace that a call runs; None for any other.

    A method that an interface chooses, or that several builds declare, is not known.
    """
    function = call.child_by_field_name("function")
    if function is None:
        return None
    function = unparenthesized(function)
    if function.type == "index_expression":
        function = function.child_by_field_name("operand") or function
    place = _declared_at(info, function)
    if place is None or PurePosixPath(place[0]).is_absolute():
        return None
    path, span = place
    package = info.semantics.workspace.package_of(path)
    if package is None:
        return None
    graph = call_graph(info.semantics, package)
    found = graph.declared(path, span.start)
    if found is None or len(graph.named(found.name)) != 1:
        return None
    return found


def _declared_at(info: FileInfo, function: Node) -> tuple[str, Span] | None:
    if function.type == "identifier":
        found = info.object_of(function)
        return (found.file, found.span) if found is not None and found.kind == "func" else None
    chosen = info.selection(function) if function.type == "selector_expression" else None
    if chosen is None:
        return None
    if chosen.kind == "package":
        found = chosen.object
        return (found.file, found.span) if found is not None and found.kind == "func" else None
    is_declared = chosen.kind == "method" and chosen.declaring is not None
    if not is_declared or chosen.declaring is None or chosen.declaring.is_interface:
        return None
    return chosen.declaration


def parameter_at(function: Function, position: int) -> Handed:
    """The parameter that an argument at `position` goes to; RECEIVER for the receiver."""
    if position == RECEIVER:
        name = receiver_name(function.node)
        return Handed(None if name is None else variable_denoted(function.info, name))
    listed = function.node.child_by_field_name("parameters")
    names: list[Node | None] = []
    for group in parameter_groups(listed) if listed is not None else ():
        if group.variadic:
            break  # the argument may be an element, or the slice itself
        names += group.names or [None]
    if not 0 <= position < len(names):
        return Handed(None, is_known=False)
    name = names[position]
    if name is None or name.text == b"_":
        return Handed(None)
    return Handed(variable_denoted(function.info, name))


def handed_by(call: Call, function: Function, parameter: Variable) -> Node | None:
    """The argument or receiver operand that a call hands to a parameter of `function`."""
    if call.node.type != "call_expression":
        return None
    called = call.node.child_by_field_name("function")
    if called is None:
        return None
    if parameter_at(function, RECEIVER).variable == parameter:
        selector = unparenthesized(called)
        chosen = call.info.selection(selector) if selector.type == "selector_expression" else None
        if chosen is None or chosen.path or chosen.method_expression:
            return None
        return selector.child_by_field_name("operand")
    for position, argument in enumerate(callees.arguments_of(call.node)):
        if parameter_at(function, position).variable == parameter:
            return None if argument.type == "variadic_argument" else argument
    return None
