"""What an access to a map's variable means for the question whether the map is nil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import is_stable, lifetime, nodes, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo

Operation = sharing.Operation
_WRITES = frozenset({Operation.INDEX_WRITE, Operation.INDEX_UPDATE})
_FILLING = frozenset({("maps", "Copy"), ("maps", "Insert")})
_HIDING = frozenset({Operation.ADDRESS, Operation.METHOD_VALUE, Operation.UNKNOWN})
_COMBINED = frozenset({Operation.UPDATE, Operation.APPEND, Operation.PART_WRITE})


def inserts(access: Access) -> bool:
    """Whether it puts something into the map, and so panics where that is nil."""
    return access.operation in _WRITES or is_filled(access)


def is_set(access: Access) -> bool:
    """`values.Set(k, v)`, `header.Add(k, v)`: a method of the library puts something into it."""
    if access.operation is not Operation.METHOD:
        return False
    return lifetime.called_name(access.info, access.expression) in _SETTING


_SETTING = frozenset(
    f"({each}).{method}"
    for each in ("net/url.Values", "net/http.Header", "net/textproto.MIMEHeader")
    for method in ("Add", "Set")
)


def is_filled(access: Access) -> bool:
    """`maps.Copy(m, other)`."""
    call = access.expression
    if access.operation is not Operation.UPDATE or call.type != "call_expression":
        return False
    return sharing.callees.called(access.info, call) in _FILLING


def makes(access: Access) -> bool:
    """Whether the variable may hold a map behind it: what is assigned is not nil, or not known."""
    if access.operation in (Operation.ASSIGN, Operation.INITIALIZE):
        return access.value is None or not is_nil(access.info, access.value)
    if access.operation in _HIDING:
        return True
    if access.operation is Operation.METHOD:
        return not _is_of_map(access)
    return access.operation in _COMBINED and not is_filled(access)


def _is_of_map(access: Access) -> bool:
    """Whether a method is called on the map itself: it cannot put another one in its place."""
    function = access.expression.child_by_field_name("function")
    chosen = (
        access.info.selection(nodes.unparenthesized(function)) if function is not None else None
    )
    return chosen is not None and chosen.kind == "method" and not chosen.pointer_method


def drops(access: Access) -> bool:
    """`m = nil`."""
    is_given = access.operation is Operation.ASSIGN and access.value is not None
    return is_given and not makes(access)


def asks(access: Access) -> bool:
    """Whether it looks if the map is nil, or empty."""
    return access.operation in (Operation.COMPARE, Operation.LEN)


def is_assigned(index: Node) -> bool:
    """Whether an index expression is on the left side of an assignment, or counted up."""
    around = index.parent
    if around is None or around.type in ("inc_statement", "dec_statement"):
        return around is not None
    statement = around.parent
    if around.type != "expression_list" or statement is None:
        return False
    return statement.child_by_field_name("left") == around


def is_nil(info: FileInfo, value: Node) -> bool:
    """`nil`, `M(nil)`, `(map[K]V)(nil)`."""
    value = nodes.unparenthesized(value)
    if value.type == "nil":
        return True
    if value.type == "type_conversion_expression":
        operand = value.child_by_field_name("operand")
        return operand is not None and is_nil(info, operand)
    if value.type != "call_expression" or info.is_conversion(value) is not True:
        return False
    given = sharing.callees.arguments_of(value)
    return len(given) == 1 and is_nil(info, given[0])


def is_chain(info: FileInfo, node: Node) -> bool:
    """Whether an expression is a variable or a part of one, which may be written down twice."""
    node = nodes.unparenthesized(node)
    if node.type == "identifier":
        found = info.object_of(node)
        return found is not None and found.kind in ("var", "const", "package")
    if node.type == "selector_expression":
        chosen = info.selection(node)
        operand = node.child_by_field_name("operand")
        if chosen is None or operand is None or chosen.kind not in ("field", "package"):
            return False
        return chosen.kind == "package" or is_chain(info, operand)
    if node.type == "index_expression":
        operand, key = (node.child_by_field_name(part) for part in ("operand", "index"))
        if operand is None or key is None or not is_stable(info, key):
            return False
        return is_chain(info, operand) and info.index_kind(node) in _ELEMENTS
    if node.type == "unary_expression" and (node.text or b"")[:1] == b"*":
        operand = node.child_by_field_name("operand")
        return operand is not None and is_chain(info, operand)
    return False


_ELEMENTS = frozenset({"slice", "array", "pointer-to-array", "map"})


def root_of(node: Node) -> Node:
    """The identifier that a chain begins with; the innermost operand of anything else."""
    node = nodes.unparenthesized(node)
    while node.type in ("selector_expression", "index_expression", "unary_expression"):
        inner = node.child_by_field_name("operand")
        if inner is None:
            break
        node = nodes.unparenthesized(inner)
    return node
