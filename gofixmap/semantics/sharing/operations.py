"""What an expression that names a variable does with it (Go specification, Expressions).

The walk goes from the name outwards: through fields and elements that are part of the variable, or
through the reference that it holds, to the operation that uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.nodes import call_of, first_named, named
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.sharing.assignments import (
    assigning,
    made_from,
    operator_of,
    outermost,
    value_for,
    values_wanted,
)
from gofixmap.semantics.sharing.kinds import Done, Operation
from gofixmap.semantics.sharing.outcomes import handed_over, outcome_of

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Selection


def operation_of(info: FileInfo, name: Node) -> Done:
    """What the expression around `name` (an identifier or selector that denotes a variable) does.

    Not for the declaring identifier, nor for the key of a composite literal.
    """
    current, inside = name, False
    while True:
        parent = current.parent
        if parent is None:
            return Done(Operation.UNKNOWN, current)
        if parent.type == "parenthesized_expression":
            current = parent
            continue
        link = _link(info, current, parent, inside)
        if isinstance(link, Done):
            return link
        if link is None:
            return outcome_of(info, current, inside)
        current, inside = parent, inside or link


def _link(info: FileInfo, current: Node, parent: Node, inside: bool) -> Done | bool | None:
    """One link outwards: True into a part, False to a view of the same value, None for no link."""
    kind = parent.type
    if kind == "selector_expression" or kind == "qualified_type":
        return _selected(info, parent)
    if kind == "call_expression" and parent.child_by_field_name("function") == current:
        return Done(Operation.CALL, parent)
    if kind == "generic_type" and parent.child_by_field_name("type") == current:
        return _indexed(info, current, parent, inside)
    if kind == "type_conversion_expression" and parent.child_by_field_name("operand") == current:
        return False if info.is_conversion(parent) else handed_over(info, current, parent)
    if kind == "argument_list" and _converts(info, parent):
        return False
    if kind == "call_expression":  # the list of a conversion's operand
        return False
    if parent.child_by_field_name("operand") != current:
        return None
    if kind == "index_expression":
        return _indexed(info, current, parent, inside)
    if kind == "slice_expression":
        return _sliced(info, current, parent)
    if kind == "type_assertion_expression":
        return False
    if kind == "unary_expression" and operator_of(parent) == "&":
        return _address(info, parent)
    return None


def _converts(info: FileInfo, arguments: Node) -> bool:
    call = arguments.parent
    return (
        call is not None
        and call.type == "call_expression"
        and len(named(arguments)) == 1
        and info.is_conversion(call) is True
    )


def _selected(info: FileInfo, selector: Node) -> Done | bool:
    chosen = info.selection(selector)
    if chosen is None or chosen.kind not in ("field", "method"):
        # A call of something that is not known is at most one of a method with a pointer receiver.
        call = call_of(selector)
        return Done(Operation.UNKNOWN, selector) if call is None else Done(Operation.METHOD, call)
    if chosen.kind == "field":
        if chosen.operand_is_pointer or chosen.through_pointer:
            return Done(Operation.READ, selector)
        return True
    call = call_of(selector)
    if call is None:
        return Done(Operation.METHOD_VALUE, selector)
    return Done(Operation.ATOMIC if _is_synchronised(chosen) else Operation.METHOD, call)


def _is_synchronised(method: Selection) -> bool:
    """Whether goroutines may call the method at the same time by its documentation."""
    return method.declaring is not None and method.declaring.package in ("sync", "sync/atomic")


def _indexed(info: FileInfo, current: Node, index: Node, inside: bool) -> Done | bool:
    kind = info.type_of(current)
    key = _key_of(index)
    if kind.is_map and not inside:
        return _entry(info, index, key)
    if kind.is_array and inside:
        return True
    if (kind.is_slice or kind.is_array) and not inside:
        return _element(info, index, key)
    if kind.is_map or kind.is_slice or kind.is_pointer:
        return Done(Operation.READ, current)
    return Done(Operation.INDEX_READ if kind.is_string else Operation.UNKNOWN, index, key)


def _key_of(index: Node) -> Node | None:
    found = index.child_by_field_name("index")
    if found is not None:
        return found
    listed = index.child_by_field_name("type_arguments")
    inner = first_named(listed) if listed is not None else None
    return first_named(inner) if inner is not None and inner.type == "type_elem" else inner


def _entry(info: FileInfo, index: Node, key: Node | None) -> Done:
    """`m[k]`: what lies behind an entry is no memory of the map's variable."""
    outer = outermost(index)
    statement = assigning(outer)
    if statement is not None:
        return _element_written(info, outer, statement, index, key)
    lookup = values_wanted(outer) == 2
    return Done(Operation.LOOKUP if lookup else Operation.INDEX_READ, index, key)


def _element(info: FileInfo, index: Node, key: Node | None) -> Done:
    """`s[i]`, and the parts of the element that are values."""
    current, deeper = outermost(index), False
    while (step := _element_link(info, current)) is not None:
        if isinstance(step, Operation):
            return Done(step, _operated(info, current, step, index), key)
        current, deeper = outermost(step), True
    statement = assigning(current)
    if statement is None:
        return Done(Operation.INDEX_READ, index, key)
    done = _element_written(info, current, statement, index, key)
    return Done(Operation.PART_WRITE, current, key, done.value) if deeper else done


def _operated(info: FileInfo, current: Node, step: Operation, index: Node) -> Node:
    """The expression of an operation that ends the way through an element."""
    parent = current.parent
    if step is Operation.INDEX_READ or parent is None:
        return index
    if step is Operation.ATOMIC:
        return callees.call_around(parent) or call_of(parent) or parent
    return (call_of(parent) or parent) if step is Operation.METHOD else parent


def _element_link(info: FileInfo, current: Node) -> Node | Operation | None:
    """A further part of an element, the operation that ends the way, or None where none follows."""
    parent = current.parent
    if parent is None or parent.child_by_field_name("operand") != current:
        return None
    if parent.type == "selector_expression":
        chosen = info.selection(parent)
        if chosen is None or chosen.kind not in ("field", "method"):
            return Operation.UNKNOWN if call_of(parent) is None else Operation.METHOD
        if chosen.operand_is_pointer or chosen.through_pointer:
            return Operation.INDEX_READ
        if chosen.kind == "field":
            return parent
        if not chosen.pointer_method:
            return Operation.INDEX_READ
        if call_of(parent) is None:
            return Operation.METHOD_VALUE
        return Operation.ATOMIC if _is_synchronised(chosen) else Operation.METHOD
    kind = info.type_of(current)
    if parent.type == "index_expression":
        if kind.is_unknown:
            return Operation.UNKNOWN
        return parent if kind.is_array else Operation.INDEX_READ
    if parent.type == "slice_expression":
        return Operation.ADDRESS if kind.is_array else Operation.INDEX_READ
    if parent.type == "unary_expression" and operator_of(parent) == "&":
        return _address(info, parent).operation
    return None


def _element_written(
    info: FileInfo, target: Node, statement: Node, index: Node, key: Node | None
) -> Done:
    value = value_for(statement, target)
    updates = operator_of(statement) not in ("=", ":=", "range", "<-")
    if not updates and value is not None:
        updates = made_from(info, target, value) == "append"
    return Done(Operation.INDEX_UPDATE if updates else Operation.INDEX_WRITE, index, key, value)


def _sliced(info: FileInfo, current: Node, parent: Node) -> Done | bool:
    kind = info.type_of(current)
    if kind.is_array:
        return Done(Operation.ADDRESS, parent)
    if kind.is_slice:
        return False
    unknown = kind.is_unknown or not (kind.is_string or kind.is_pointer)
    return Done(Operation.UNKNOWN if unknown else Operation.READ, parent)


def _address(info: FileInfo, taking: Node) -> Done:
    call = callees.call_around(taking)
    if call is not None and callees.called(info, call)[0] == "sync/atomic":
        return Done(Operation.ATOMIC, call)
    return Done(Operation.ADDRESS, taking)
