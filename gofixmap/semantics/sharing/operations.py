"""What an expression that names a variable does with it (Go specification, Expressions).

The walk goes from the name outwards: through fields and elements that are part of the variable, or
through the reference that it holds, to the operation that uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.nodes import (
    binds,
    children_of,
    expression_items,
    first_named,
    named,
    unparenthesized,
)
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.types import Type, TypeParam

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Selection


class Operation(StrEnum):
    """What is done with a variable `v`; `m` and `s` are variables of a map and a slice type."""

    READ = "read"
    INDEX_READ = "index-read"  # m[k], s[i], also on the way to what the element refers to
    LOOKUP = "lookup"  # v, ok := m[k]
    LEN = "len"  # len, cap
    RANGE = "range"
    COMPARE = "compare"  # == nil
    ASSIGN = "assign"  # v = x
    INDEX_WRITE = "index-write"  # m[k] = x, s[i] = x, copy(s, x)
    DELETE = "delete"
    CLEAR = "clear"
    UPDATE = "update"  # v++, v op= x, v = v[1:], and calls that change elements: sort.Strings(v)
    INDEX_UPDATE = "index-update"  # m[k]++, m[k] op= x, m[k] = append(m[k], x)
    APPEND = "append"  # v = append(v, x)
    PART_WRITE = "part-write"  # v.f = x, s[i].f = x where that is memory of v or of its elements
    ADDRESS = "address"  # &v, &v.f, &s[i], v[:] of an array
    RETURN = "return"  # the reference in v goes on to the caller
    ARGUMENT = "argument"  # the reference in v goes on to a callee
    STORE = "store"  # the reference in v is assigned, sent or put into a literal
    METHOD = "method"  # v.M()
    METHOD_VALUE = "method-value"  # v.M without a call
    CLONE = "clone"  # maps.Clone(v), copy(x, v): consumed at once by a function that keeps nothing
    ITERATOR = "iterator"  # maps.Keys(v): read later
    ATOMIC = "atomic"  # synchronised: atomic.AddInt64(&v, 1), a method of sync's or atomic's types
    CALL = "call"  # v()
    INITIALIZE = "initialize"  # a composite literal's value, a declaration with a value
    UNKNOWN = "unknown"  # a type on the way is not known

    @property
    def writes(self) -> bool:
        """Whether it changes the variable, or the elements of the map or slice that it holds."""
        return self in _WRITES

    @property
    def reads(self) -> bool:
        return self not in _ONLY_WRITES

    @property
    def escapes(self) -> bool:
        """Whether the variable or the reference in it is used further, out of this sight."""
        return self in _ESCAPES


_ONLY_WRITES = frozenset(
    {
        Operation.ASSIGN,
        Operation.INDEX_WRITE,
        Operation.DELETE,
        Operation.CLEAR,
        Operation.PART_WRITE,
        Operation.INITIALIZE,
    }
)
_WRITES = _ONLY_WRITES | {Operation.UPDATE, Operation.INDEX_UPDATE, Operation.APPEND}
_ESCAPES = frozenset(
    {
        Operation.ADDRESS,
        Operation.RETURN,
        Operation.ARGUMENT,
        Operation.STORE,
        Operation.METHOD_VALUE,
        Operation.ITERATOR,
        Operation.UNKNOWN,
    }
)


@dataclass(frozen=True, slots=True)
class Done:
    """An operation, the expression that carries it out, and the key and value that it is given."""

    operation: Operation
    expression: Node
    key: Node | None = None
    value: Node | None = None


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
            return _ended(info, current, inside)
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
    if kind == "type_conversion_expression":
        return False if parent.child_by_field_name("operand") == current else None
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
    if kind == "unary_expression" and _operator(parent) == "&":
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
        return Done(Operation.UNKNOWN, selector)
    if chosen.kind == "field":
        if chosen.operand_is_pointer or chosen.through_pointer:
            return Done(Operation.READ, selector)
        return True
    call = _called(selector)
    if call is None:
        return Done(Operation.METHOD_VALUE, selector)
    return Done(Operation.ATOMIC if _is_synchronised(chosen) else Operation.METHOD, call)


def _is_synchronised(method: Selection) -> bool:
    """Whether goroutines may call the method at the same time by its documentation."""
    return method.declaring is not None and method.declaring.package in ("sync", "sync/atomic")


def _called(function: Node) -> Node | None:
    """The call of `function`, which may stand in parentheses."""
    node = function
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    call = node.parent
    if call is None or call.type != "call_expression":
        return None
    return call if call.child_by_field_name("function") == node else None


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


def _outermost(node: Node) -> Node:
    """The parentheses around an expression."""
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    return node


def _entry(info: FileInfo, index: Node, key: Node | None) -> Done:
    """`m[k]`: what lies behind an entry is no memory of the map's variable."""
    outer = _outermost(index)
    statement = assigning(outer)
    if statement is not None:
        return _element_written(info, outer, statement, index, key)
    lookup = _wanted(outer) == 2
    return Done(Operation.LOOKUP if lookup else Operation.INDEX_READ, index, key)


def _element(info: FileInfo, index: Node, key: Node | None) -> Done:
    """`s[i]`, and the parts of the element that are values."""
    current, deeper = _outermost(index), False
    while (step := _element_link(info, current)) is not None:
        if isinstance(step, Operation):
            return Done(step, _operated(info, current, step, index), key)
        current, deeper = _outermost(step), True
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
        return callees.call_around(parent) or _called(parent) or parent
    return (_called(parent) or parent) if step is Operation.METHOD else parent


def _element_link(info: FileInfo, current: Node) -> Node | Operation | None:
    """A further part of an element, the operation that ends the way, or None where none follows."""
    parent = current.parent
    if parent is None or parent.child_by_field_name("operand") != current:
        return None
    if parent.type == "selector_expression":
        chosen = info.selection(parent)
        if chosen is None or chosen.kind not in ("field", "method"):
            return Operation.UNKNOWN
        if chosen.operand_is_pointer or chosen.through_pointer:
            return Operation.INDEX_READ
        if chosen.kind == "field":
            return parent
        if not chosen.pointer_method:
            return Operation.INDEX_READ
        if _called(parent) is None:
            return Operation.METHOD_VALUE
        return Operation.ATOMIC if _is_synchronised(chosen) else Operation.METHOD
    kind = info.type_of(current)
    if parent.type == "index_expression":
        if kind.is_unknown:
            return Operation.UNKNOWN
        return parent if kind.is_array else Operation.INDEX_READ
    if parent.type == "slice_expression":
        return Operation.ADDRESS if kind.is_array else Operation.INDEX_READ
    if parent.type == "unary_expression" and _operator(parent) == "&":
        return _address(info, parent).operation
    return None


def _element_written(
    info: FileInfo, target: Node, statement: Node, index: Node, key: Node | None
) -> Done:
    value = value_for(statement, target)
    updates = _operator(statement) not in ("=", ":=", "range", "<-")
    if not updates and value is not None:
        updates = _made_from(info, target, value) == "append"
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


def _ended(info: FileInfo, current: Node, inside: bool) -> Done:
    """No link follows: what does the statement or expression around do with the value?"""
    parent = current.parent
    assert parent is not None
    statement = assigning(current)
    if statement is not None:
        done = _written(info, current, statement)
        return Done(Operation.PART_WRITE, current, None, done.value) if inside else done
    if parent.type == "range_clause":
        done = _ranged(info, current, parent)
        return _of_part(current, done) if inside else done
    if parent.type == "binary_expression":
        return _compared(current, parent)
    call = callees.call_around(current)
    if call is not None:
        done = _argument(info, current, call)
        return _of_part(current, done) if inside else done
    return _goes_on(info, current)


def _written(info: FileInfo, target: Node, statement: Node) -> Done:
    value = value_for(statement, target)
    if _operator(statement) not in ("=", ":=", "range", "<-"):
        return Done(Operation.UPDATE, target, None, value)
    made = _made_from(info, target, value) if value is not None else ""
    operation = {"append": Operation.APPEND, "": Operation.ASSIGN}.get(made, Operation.UPDATE)
    return Done(operation, target, None, value)


def assigning(node: Node) -> Node | None:
    """The statement or clause that assigns to `node`, which stands on its left side."""
    parent = node.parent
    if parent is None:
        return None
    if parent.type in ("inc_statement", "dec_statement"):
        return parent
    statement = parent.parent
    if parent.type != "expression_list" or statement is None:
        return None
    if statement.type in _ASSIGNING and statement.child_by_field_name("left") == parent:
        return statement
    return None


_ASSIGNING = frozenset(
    {"assignment_statement", "short_var_declaration", "range_clause", "receive_statement"}
)


def _operator(node: Node) -> str:
    """The operator of an assignment or unary expression; "range" or "<-" of their clauses."""
    if node.type == "range_clause":
        return "range"
    if node.type == "receive_statement":
        return "<-"
    return next((child.type for child in node.children if not child.is_named), "")


def value_for(statement: Node, target: Node) -> Node | None:
    """The expression assigned to `target`; None where one call gives several values."""
    left = statement.child_by_field_name("left")
    right = statement.child_by_field_name("right")
    if left is None or right is None or statement.type == "range_clause":
        return None
    targets, values = expression_items(left), expression_items(right)
    return values[targets.index(target)] if len(targets) == len(values) else None


def _made_from(info: FileInfo, target: Node, value: Node) -> str:
    """How a new value is made from what `target` holds: "append", "other", or "" for not at all."""
    text = _spelled(info, target)
    made = unparenthesized(value)
    if made.type == "binary_expression":
        return "other" if text in _terms(info, made) else ""
    if made.type == "slice_expression":
        return "other" if _spelled(info, _first_operand(made)) == text else ""
    given = callees.arguments_of(made) if made.type == "call_expression" else []
    if not given:
        return ""
    package, name = callees.called(info, made)
    first = unparenthesized(given[0])
    if (package, name) == ("", "append") and _spelled(info, first) == text:
        return "append"
    first = _first_operand(first) if first.type == "slice_expression" else first
    changes = (package, name) == ("", "append") or (package, name) in callees.CHANGING
    return "other" if changes and _spelled(info, first) == text else ""


def _terms(info: FileInfo, expression: Node) -> list[str]:
    """The operands of an arithmetic expression; none of a comparison or a logical one."""
    operator = expression.child_by_field_name("operator")
    if operator is None or operator.type in _COMPARING:
        return []
    found: list[str] = []
    for side in ("left", "right"):
        operand = expression.child_by_field_name(side)
        inner = unparenthesized(operand) if operand is not None else None
        if inner is not None and inner.type == "binary_expression":
            found += _terms(info, inner)
        elif inner is not None:
            found.append(_spelled(info, inner))
    return found


_COMPARING = frozenset({"==", "!=", "<", "<=", ">", ">=", "&&", "||"})


def _first_operand(node: Node) -> Node:
    while node.type in ("slice_expression", "parenthesized_expression"):
        inner = first_named(node)
        if inner is None:
            break
        node = inner
    return node


def _spelled(info: FileInfo, node: Node) -> str:
    return info.file.text(unparenthesized(node))


def _wanted(node: Node) -> int:
    """How many values the statement around takes from `node`, the only one on its right side."""
    listed = node.parent
    if listed is None or listed.type != "expression_list" or len(named(listed)) != 1:
        return 1
    statement = listed.parent
    if statement is None:
        return 1
    if statement.type == "var_spec":
        return len(children_of(statement, "name"))
    if statement.type not in ("assignment_statement", "short_var_declaration"):
        return 1
    left = statement.child_by_field_name("left")
    return len(expression_items(left)) if left is not None and left != listed else 1


def _ranged(info: FileInfo, current: Node, clause: Node) -> Done:
    kind = info.type_of(current)
    if kind.is_map or kind.is_slice or kind.is_array:
        return Done(Operation.RANGE, clause)
    if kind.is_func:
        return Done(Operation.CALL, clause)
    known = kind.is_integer or kind.is_string or kind.is_chan or kind.is_pointer
    return Done(Operation.READ if known else Operation.UNKNOWN, current)


def _compared(current: Node, expression: Node) -> Done:
    operator = expression.child_by_field_name("operator")
    sides = [expression.child_by_field_name(side) for side in ("left", "right")]
    is_nil = any(side is not None and unparenthesized(side).type == "nil" for side in sides)
    if is_nil and operator is not None and operator.type in ("==", "!="):
        return Done(Operation.COMPARE, expression)
    return Done(Operation.READ, current)


def _argument(info: FileInfo, current: Node, call: Node) -> Done:
    """The value is an argument of a call that is no conversion."""
    package, name = callees.called(info, call)
    position = callees.position_of(current, call)
    found = _BUILTIN.get((name, position)) if not package else None
    if found is not None:
        return Done(found, call, *_second(call, found))
    if (package, name) == ("", "append"):
        return _appended(info, current, call, position)
    if not package and name in callees.PURE_BUILTINS:
        return Done(Operation.READ, current)
    operation = _known_call(package, name, position)
    if operation is Operation.ITERATOR:
        return _iterated(info, call)
    if operation is not None:
        return Done(operation, call)
    return Done(Operation.ARGUMENT, call) if is_reference(_type(info, current)) else _read(current)


_BUILTIN = {
    ("len", 0): Operation.LEN,
    ("cap", 0): Operation.LEN,
    ("delete", 0): Operation.DELETE,
    ("clear", 0): Operation.CLEAR,
    ("copy", 0): Operation.INDEX_WRITE,
    ("copy", 1): Operation.CLONE,
}


def _second(call: Node, operation: Operation) -> tuple[Node | None, Node | None]:
    """Key and value of a builtin's call: the key that delete removes, the source of copy."""
    given = callees.arguments_of(call)
    second = given[1] if len(given) == 2 else None
    if operation is Operation.DELETE:
        return second, None
    return (None, second) if operation is Operation.INDEX_WRITE else (None, None)


def _known_call(package: str, name: str, position: int) -> Operation | None:
    if (package, name) in callees.ITERATING:
        return Operation.ITERATOR
    if position == 0 and (package, name) in callees.CHANGING:
        return Operation.UPDATE
    return Operation.CLONE if (package, name) in callees.CONSUMING else None


def _appended(info: FileInfo, current: Node, call: Node, position: int) -> Done:
    """`append(v, x)` gives the value on, `append(x, v...)` copies its elements."""
    parent = current.parent
    if parent is not None and parent.type == "variadic_argument":
        return Done(Operation.CLONE, call)
    if position > 0:
        return _gone(info, current, Operation.STORE)
    outer = _outermost(call)
    statement = _statement_with_value(outer)
    target = _target_of(statement, outer) if statement is not None else None
    if target is not None and _made_from(info, target, call):
        return _read(current)
    done = _goes_on(info, call)
    return Done(done.operation, call) if done.operation.escapes else _read(current)


def _iterated(info: FileInfo, call: Node) -> Done:
    """An iterator over the variable: run here by a range clause or a collector, or kept."""
    outer = _outermost(call)
    parent = outer.parent
    if parent is not None and parent.type == "range_clause":
        return Done(Operation.RANGE, parent)
    around = callees.call_around(outer)
    if around is not None and callees.called(info, around) in callees.COLLECTING:
        return Done(Operation.CLONE, around)
    return Done(Operation.ITERATOR, call)


def _of_part(current: Node, done: Done) -> Done:
    """What is done with the map or slice in a part is done to memory that is not the variable's."""
    return done if done.operation.escapes else _read(current)


def _goes_on(info: FileInfo, current: Node) -> Done:
    """Where a value that no operator takes goes: returned, stored, or only read."""
    parent = current.parent
    assert parent is not None
    around = parent.parent if parent.type == "expression_list" else parent
    if around is None:
        return _read(current)
    if around.type == "return_statement":
        return _gone(info, current, Operation.RETURN)
    if around.type in ("literal_element", "literal_value"):
        return _gone(info, current, Operation.STORE)
    if around.type == "send_statement" and around.child_by_field_name("value") == current:
        return _gone(info, current, Operation.STORE)
    statement = _statement_with_value(current)
    if statement is None:
        return _read(current)
    target = _target_of(statement, current)
    if target is not None and (target.text == b"_" or _made_from(info, target, current)):
        return _read(current)
    return _gone(info, current, Operation.STORE)


def _statement_with_value(value: Node) -> Node | None:
    """The assignment or declaration on whose right side `value` stands."""
    listed = value.parent
    if listed is None or listed.type != "expression_list":
        return None
    statement = listed.parent
    if statement is None:
        return None
    side = "value" if statement.type == "var_spec" else "right"
    assigns = statement.type in ("assignment_statement", "short_var_declaration", "var_spec")
    return statement if assigns and statement.child_by_field_name(side) == listed else None


def _target_of(statement: Node, value: Node) -> Node | None:
    listed = value.parent
    left = statement.child_by_field_name("left")
    names = children_of(statement, "name") if left is None else expression_items(left)
    values = named(listed) if listed is not None else []
    return names[values.index(value)] if len(names) == len(values) else None


def _gone(info: FileInfo, current: Node, operation: Operation) -> Done:
    return Done(operation, current) if is_reference(_type(info, current)) else _read(current)


def _type(info: FileInfo, current: Node) -> Type:
    return info.type_of(current)


def _read(current: Node) -> Done:
    return Done(Operation.READ, current)


def is_reference(kind: Type) -> bool:
    """Whether a copy of a value shares memory with it: it is or holds a map, slice, pointer,
    channel or function, or may. Interfaces are left out: what they hold is not assigned through
    them."""
    if kind.is_unknown or (isinstance(kind.unaliased, TypeParam) and kind.underlying.is_interface):
        return True
    if kind.is_map or kind.is_slice or kind.is_pointer or kind.is_chan or kind.is_func:
        return True
    if kind.is_array:
        return is_reference(kind.element)
    return any(is_reference(field.type) for field in kind.fields)


def initialised(info: FileInfo, name: Node) -> Done | None:
    """What a declaring identifier's declaration does with the new variable; None for nothing."""
    parent = name.parent
    if parent is None:
        return None
    if parent.type == "var_spec":
        value = parent.child_by_field_name("value")
        if value is None:
            return None
        names, values = children_of(parent, "name"), expression_items(value)
        given = values[names.index(name)] if len(names) == len(values) else None
        return Done(Operation.INITIALIZE, name, None, given)
    statement = assigning(name)
    if statement is None or not (binds(statement) or statement.type == "short_var_declaration"):
        return None
    return Done(Operation.INITIALIZE, name, None, value_for(statement, name))
