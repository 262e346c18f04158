"""What becomes of a value that no further part or element is taken of: written, read, or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.nodes import unparenthesized
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.sharing.assignments import (
    assigning,
    made_from,
    operator_of,
    outermost,
    statement_with_value,
    target_of_value,
    value_for,
)
from gofixmap.semantics.sharing.kinds import Done, Operation
from gofixmap.semantics.types import Named, Type, TypeParam
from gofixmap.semantics.valueparts import value_parts

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo


def outcome_of(info: FileInfo, current: Node, inside: bool) -> Done:
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
    if operator_of(statement) not in ("=", ":=", "range", "<-"):
        return Done(Operation.UPDATE, target, None, value)
    made = made_from(info, target, value) if value is not None else ""
    operation = {"append": Operation.APPEND, "": Operation.ASSIGN}.get(made, Operation.UPDATE)
    return Done(operation, target, None, value)


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
    return handed_over(info, current, call)


def handed_over(info: FileInfo, current: Node, call: Node) -> Done:
    """An argument of a call of which nothing is known."""
    return Done(Operation.ARGUMENT, call) if is_reference(info.type_of(current)) else _read(current)


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
    outer = outermost(call)
    statement = statement_with_value(outer)
    target = target_of_value(statement, outer) if statement is not None else None
    if target is not None and made_from(info, target, call):
        return _read(current)
    done = _goes_on(info, call)
    return Done(done.operation, call) if done.operation.escapes else _read(current)


def _iterated(info: FileInfo, call: Node) -> Done:
    """An iterator over the variable: run here by a range clause or a collector, or kept."""
    outer = outermost(call)
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
    statement = statement_with_value(current)
    if statement is None:
        return _read(current)
    target = target_of_value(statement, current)
    if target is not None and (target.text == b"_" or made_from(info, target, current)):
        return _read(current)
    return _gone(info, current, Operation.STORE)


def _gone(info: FileInfo, current: Node, operation: Operation) -> Done:
    return Done(operation, current) if is_reference(info.type_of(current)) else _read(current)


def _read(current: Node) -> Done:
    return Done(Operation.READ, current)


def is_reference(kind: Type) -> bool:
    """Whether a copy of a value shares memory with it: it is or holds a map, slice, pointer,
    channel or function, or may. Interfaces are left out: what they hold is not assigned through
    them. So is the place of a time.Time: nobody can write to what it points to."""
    return any(map(_refers, value_parts(kind)))


def _refers(kind: Type) -> bool:
    if kind.is_unknown or (isinstance(kind.unaliased, TypeParam) and kind.underlying.is_interface):
        return True
    if kind.is_pointer:
        to = kind.element.unaliased
        return not (isinstance(to, Named) and (to.package, to.name) == ("time", "Location"))
    return kind.is_map or kind.is_slice or kind.is_chan or kind.is_func
