"""Whether anybody can tell a nil map from an empty one: JSON, a comparison, a tagged field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap.codemod import ancestors, enclosing, nodes, sharing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo, Function, Variable

Operation = sharing.Operation
_ENCODING = re.compile(
    r"^(encoding/|reflect$)|(^|[/.-])(yaml|toml|json|jsoniter|bson|cbor|msgpack|go-cmp|testify)\b"
)
_ENCODERS = re.compile(r"^(Encode|Marshal|Write(JSON|YAML)|JSON|YAML)")


def shows_nil(variable: Variable, accesses: Iterable[Access]) -> bool:
    """Whether a use of a local, or of the result that it becomes, shows if the map is nil."""
    return any(_shows(variable, each) for each in accesses)


def _shows(variable: Variable, access: Access) -> bool:
    if access.operation is Operation.COMPARE:
        return True
    if access.operation is Operation.ARGUMENT:
        return _is_encoded(access.info, access.node)
    if access.operation is Operation.STORE:
        return _goes_into_tagged(access)
    if access.operation is Operation.RETURN:
        return _is_compared_by_callers(variable, access)
    return False


def _is_encoded(info: FileInfo, argument: Node) -> bool:
    call = sharing.callees.call_around(argument)
    function = call.child_by_field_name("function") if call is not None else None
    if call is None or function is None:
        return False
    if _ENCODING.search(sharing.callees.called(info, call)[0]):
        return True
    chosen = info.selection(function) if function.type == "selector_expression" else None
    return chosen is not None and _ENCODERS.match(chosen.name) is not None


def _goes_into_tagged(access: Access) -> bool:
    """Whether the map becomes a field of a struct with tags, or of one that is encoded."""
    info = access.info
    element = enclosing(access.node, "keyed_element", "statement_list")
    if element is not None and element.type == "keyed_element":
        body = enclosing(element, "literal_value")
        whole = body.parent if body is not None else None
        kind = info.type_of(whole) if whole is not None else None
        key = element.child_by_field_name("key")
        name = info.file.text(key) if key is not None else ""
        fields = kind.fields if kind is not None else ()
        return any(field.name == name and field.tag for field in fields)
    left = access.statement.child_by_field_name("left")
    for target in nodes.expression_items(left) if left is not None else ():
        chosen = info.selection(target) if target.type == "selector_expression" else None
        if chosen is not None and chosen.field is not None and chosen.field.tag:
            return True
    return False


def _is_compared_by_callers(variable: Variable, access: Access) -> bool:
    """Whether a caller in the workspace compares the result with nil, or encodes it."""
    info = variable.info
    if access.function is None or access.function.type == "func_literal":
        return False
    graph = sharing.call_graph(info.semantics, info.package)
    name = access.function.child_by_field_name("name")
    function = graph.declared(info.path, name.start_byte) if name is not None else None
    return function is not None and any(_asks(call) for call in _calls(graph, function))


def _calls(graph: sharing.CallGraph, function: Function) -> list[sharing.Call]:
    return [call for call in graph.calls_to(function) if call.node.type == "call_expression"]


def _asks(call: sharing.Call) -> bool:
    info, node = call.info, call.node
    if any(each.type == "binary_expression" for each in _direct(node)):
        return True
    if _is_encoded(info, node):
        return True
    statement = enclosing(node, "short_var_declaration", "assignment_statement", "statement_list")
    left = statement.child_by_field_name("left") if statement is not None else None
    for target in nodes.expression_items(left) if left is not None else ():
        variable = sharing.variable_denoted(info, target)
        if variable is None or variable.kind is not sharing.VariableKind.LOCAL:
            continue
        if not variable.type.is_map:
            continue
        uses = sharing.accesses_of(info.semantics, variable).all
        if any(
            use.operation is Operation.COMPARE
            or (use.operation is Operation.ARGUMENT and _is_encoded(info, use.node))
            for use in uses
        ):
            return True
    return False


def _direct(node: Node) -> list[Node]:
    """The expressions right around a node, up to the first that is no parenthesis."""
    found = []
    for around in ancestors(node):
        found.append(around)
        if around.type != "parenthesized_expression":
            break
    return found
