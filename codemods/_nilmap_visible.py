"""Whether anybody can tell a nil map from an empty one: JSON, a comparison, a tagged field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import Signature, ancestors, enclosing, nodes, pattern, sharing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo, Function

Operation = sharing.Operation
_ENCODING = pattern(
    r"^(encoding/|reflect$)|(^|[/.-])(yaml|toml|json|jsoniter|bson|cbor|msgpack|go-cmp|testify)\b"
)
_PRINTING = frozenset({"", "fmt", "log"})  # an empty map looks there as nil does
_ENCODERS = pattern(r"^(Encode|Marshal|Write(JSON|YAML)|JSON|YAML)")


def shows_nil(accesses: Iterable[Access]) -> bool:
    """Whether a use of a local, or of the result that it becomes, shows if the map is nil."""
    listed = list(accesses)
    return _returns_early(listed) or any(_shows(each, set()) for each in listed)


def _returns_early(accesses: list[Access]) -> bool:
    """Whether a `return` in front of all writes gives the map: nil, whatever comes in."""
    first = min((each.node.start_byte for each in accesses if each.writes), default=0)
    return any(
        each.operation is Operation.RETURN and each.node.start_byte < first for each in accesses
    )


def _shows(access: Access, seen: set[tuple[str, int]]) -> bool:
    if access.operation is Operation.COMPARE:
        return True
    if access.operation is Operation.ARGUMENT:
        return _is_encoded(access.info, access.node)
    if access.operation is Operation.STORE:
        return _goes_into_tagged(access.info, access.node, access.statement)
    if access.operation is Operation.RETURN and access.function is not None:
        if _gives_anything(access.info, access.function):
            return True
        return _is_seen_by_callers(access.info, access.function, seen)
    return False


def _is_encoded(info: FileInfo, argument: Node) -> bool:
    call = sharing.callees.call_around(argument)
    function = call.child_by_field_name("function") if call is not None else None
    if call is None or function is None:
        return False
    package = sharing.callees.called(info, call)[0]
    if _ENCODING.search(package):
        return True
    if package not in _PRINTING and _gets_anything(info, call, argument):
        return True
    chosen = info.selection(function) if function.type == "selector_expression" else None
    return chosen is not None and _ENCODERS.match(chosen.name) is not None


def _gets_anything(info: FileInfo, call: Node, argument: Node) -> bool:
    """Whether the parameter is an interface: behind it the map may well be encoded."""
    function = call.child_by_field_name("function")
    if function is None:
        return False
    kind = info.type_of(function).underlying
    if not isinstance(kind, Signature):
        return kind.is_interface and info.is_type(function) is True
    position = sharing.callees.position_of(argument, call)
    last = len(kind.parameters) - 1
    if kind.variadic and position >= last:
        return kind.parameters[last].element.is_interface
    return position <= last and kind.parameters[position].is_interface


def _gives_anything(info: FileInfo, function: Node) -> bool:
    """Whether what a function returns is an interface."""
    result = function.child_by_field_name("result")
    listed = result is None or result.type == "parameter_list"
    return result is not None and not listed and info.type_of(result).is_interface


def _goes_into_tagged(info: FileInfo, node: Node, statement: Node) -> bool:
    """Whether the map becomes a field of a struct with tags."""
    element = enclosing(node, "keyed_element", "statement_list")
    if element is not None and element.type == "keyed_element":
        body = enclosing(element, "literal_value")
        whole = body.parent if body is not None else None
        kind = info.type_of(whole) if whole is not None else None
        key = element.child_by_field_name("key")
        name = info.file.text(key) if key is not None else ""
        fields = kind.fields if kind is not None else ()
        return any(field.name == name and field.tag for field in fields)
    left = statement.child_by_field_name("left")
    for target in nodes.expression_items(left) if left is not None else ():
        chosen = info.selection(target) if target.type == "selector_expression" else None
        if chosen is not None and chosen.field is not None and chosen.field.tag:
            return True
    return False


def _is_seen_by_callers(info: FileInfo, function: Node, seen: set[tuple[str, int]]) -> bool:
    """Whether a caller in the workspace compares the result with nil, encodes it, or gives it to
    one that does."""
    name = function.child_by_field_name("name")
    if function.type == "func_literal" or name is None or (info.path, name.start_byte) in seen:
        return False
    seen.add((info.path, name.start_byte))
    graph = sharing.call_graph(info.semantics, info.package)
    declared = graph.declared(info.path, name.start_byte)
    return declared is not None and any(_asks(call, seen) for call in _calls(graph, declared))


def _calls(graph: sharing.CallGraph, function: Function) -> list[sharing.Call]:
    return [call for call in graph.calls_to(function) if call.node.type == "call_expression"]


def _asks(call: sharing.Call, seen: set[tuple[str, int]]) -> bool:
    info, node = call.info, call.node
    statement = enclosing(node, *_STATEMENTS)
    if any(each.type == "binary_expression" for each in _direct(node)):
        return True
    if _is_encoded(info, node):
        return True
    if statement is None:
        return False
    if statement.type == "return_statement" and _is_listed(node, nodes.first_named(statement)):
        function = enclosing(statement, *_FUNCTIONS)
        if function is not None and _gives_anything(info, function):
            return True
        return function is not None and _is_seen_by_callers(info, function, seen)
    if _goes_into_tagged(info, node, statement):
        return True
    left = statement.child_by_field_name("left")
    targets = nodes.expression_items(left) if left is not None else []
    return any(_holder_shows(info, target, seen) for target in targets)


_STATEMENTS = (
    "short_var_declaration",
    "assignment_statement",
    "return_statement",
    "statement_list",
)
_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


def _is_listed(node: Node, listed: Node | None) -> bool:
    return listed is not None and node in nodes.expression_items(listed)


def _holder_shows(info: FileInfo, target: Node, seen: set[tuple[str, int]]) -> bool:
    """Whether a use of the caller's local that holds the result shows if it is nil."""
    variable = sharing.variable_denoted(info, target)
    if variable is None or variable.kind is not sharing.VariableKind.LOCAL:
        return False
    if not variable.type.is_map or (info.path, variable.span.start) in seen:
        return False
    seen.add((info.path, variable.span.start))
    return any(_shows(use, seen) for use in sharing.accesses_of(info.semantics, variable).all)


def _direct(node: Node) -> list[Node]:
    """The expressions right around a node, up to the first that is no parenthesis."""
    found = []
    for around in ancestors(node):
        found.append(around)
        if around.type != "parenthesized_expression":
            break
    return found
