"""What is done with one value: released, returned, stored, passed on, or only used.

The value is followed through locals, through loops over local slices that it is appended to, and
into the functions of the workspace that it is passed to.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.lifetime.owners import METHODS
from gofixmap.semantics.nodes import children_of, expression_items, named
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.sharing.assignments import statement_with_value, target_of_value
from gofixmap.semantics.sharing.handing import function_called, parameter_at
from gofixmap.syntax.walk import ancestors

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object

_DEPTH = 4  # functions and locals that hand the value on
_CONCURRENT = ("go_statement",)


class Done(StrEnum):
    RELEASED = "released"
    RETURNED = "returned"
    STORED = "stored"
    SENT = "sent"
    PASSED = "passed"  # to what is not known
    COMPARED = "compared"
    USED = "used"


class ValueUse(Struct, frozen=True):
    """One thing done with a value. `node` names the value there; `name` is the method's that
    releases it ("close" of channels, "" of functions)."""

    done: Done
    info: FileInfo
    node: Node
    name: str = ""


def uses_of_value(info: FileInfo, value: Node, depth: int = _DEPTH) -> Iterator[ValueUse]:
    """What becomes of the value of an expression where it stands, and of the names it is given."""
    node = value
    parent = node.parent
    while parent is not None and parent.type in _SAME:
        node, parent = parent, parent.parent
    if parent is None or depth == 0:
        yield ValueUse(Done.PASSED, info, value)
        return
    follow = _FOLLOW.get(parent.type)
    if follow is not None:
        yield from follow(info, parent, node, depth)
    else:
        yield ValueUse(Done.USED, info, node)


_SAME = ("parenthesized_expression", "type_assertion_expression")


def _selected(info: FileInfo, parent: Node, node: Node, depth: int) -> Iterator[ValueUse]:
    call = parent.parent
    field = parent.child_by_field_name("field")
    is_called = call is not None and call.type == "call_expression"
    name = info.file.text(field) if field is not None else ""
    if is_called and call is not None and call.child_by_field_name("function") == parent:
        done = Done.RELEASED if name in METHODS else Done.USED
        yield ValueUse(done, info, node, name)
    elif name in METHODS:  # f(x.Close), t.Cleanup(x.Close): whoever has it calls it
        yield ValueUse(Done.RELEASED, info, node, name)
    else:
        yield ValueUse(Done.USED, info, node)


def _called(info: FileInfo, parent: Node, node: Node, depth: int) -> Iterator[ValueUse]:
    done = Done.RELEASED if info.type_of(node).is_func else Done.USED
    yield ValueUse(done, info, node)


def _passed(info: FileInfo, parent: Node, node: Node, depth: int) -> Iterator[ValueUse]:
    call = parent.parent
    if call is None or call.type != "call_expression":
        yield ValueUse(Done.PASSED, info, node)
        return
    package, name = callees.called(info, call)
    if (package, name) == ("", "close"):
        yield ValueUse(Done.RELEASED, info, node, "close")
    elif (package, name) == ("", "append"):
        yield from _appended(info, call, node, depth)
    elif info.is_conversion(call):
        yield from uses_of_value(info, call, depth)
    elif package in callees.KEEPING_NOTHING:
        yield ValueUse(Done.USED, info, node)
    else:
        yield from _received(info, call, node, depth)


def _received(info: FileInfo, call: Node, node: Node, depth: int) -> Iterator[ValueUse]:
    """What a function of the workspace does with the argument."""
    function = function_called(info, call)
    position = callees.position_of(node, call)
    handed = parameter_at(function, position) if function is not None else None
    if function is None or handed is None or not handed.is_known:
        yield ValueUse(Done.PASSED, info, node)
    elif handed.variable is not None:
        found = function.info.object_of(handed.variable.node)
        if found is not None:
            yield from _uses_of_local(function.info, found, depth - 1)


def _appended(info: FileInfo, call: Node, node: Node, depth: int) -> Iterator[ValueUse]:
    """`all = append(all, x)` for a local slice: what is done with its elements."""
    local = _bound_local(info, call)
    if local is None:
        yield ValueUse(Done.STORED, info, node)
        return
    yield from _elements_of(info, local, node, depth - 1)


def _elements_of(info: FileInfo, local: Object, node: Node, depth: int) -> Iterator[ValueUse]:
    if local.function is None or depth <= 0:
        yield ValueUse(Done.STORED, info, node)
        return
    for use in info.uses_in(local, local.function):
        clause = use.parent
        if clause is not None and clause.type == "range_clause":
            yield from ranged(info, clause, depth)
        elif clause is not None and clause.type == "index_expression":
            yield from uses_of_value(info, clause, depth)
        elif _is_returned(use):
            yield ValueUse(Done.RETURNED, info, use)


def ranged(info: FileInfo, clause: Node, depth: int = _DEPTH) -> Iterator[ValueUse]:
    """What a loop does with the values that it ranges over."""
    left = clause.child_by_field_name("left")
    targets = expression_items(left) if left is not None else []
    kind = info.type_of(right) if (right := clause.child_by_field_name("right")) else None
    at = 0 if kind is not None and (kind.is_func or kind.is_chan) else 1
    if len(targets) > at:
        found = info.object_of(targets[at])
        if found is not None:
            yield from _uses_of_local(info, found, depth)


def _bound_local(info: FileInfo, value: Node) -> Object | None:
    """The local that a statement gives the value to; None for anything else."""
    statement = statement_with_value(value)
    target = target_of_value(statement, value) if statement is not None else None
    if target is None or target.type != "identifier":
        return None
    found = info.object_of(target)
    return found if found is not None and found.is_local else None


def _assigned(info: FileInfo, parent: Node, node: Node, depth: int) -> Iterator[ValueUse]:
    holder = parent.parent
    if holder is not None and holder.type == "return_statement":
        yield ValueUse(Done.RETURNED, info, node)
        return
    target = _target(node, parent)
    if target is None:
        yield ValueUse(Done.USED, info, node)
        return
    found = info.object_of(target) if target.type == "identifier" else None
    if info.file.text(target) == "_":
        return
    if found is None or not found.is_local:
        yield ValueUse(Done.STORED, info, node)
    else:
        yield from _uses_of_local(info, found, depth - 1)


def _target(node: Node, listed: Node) -> Node | None:
    """The target of a value on the right side; the first of two for `v, ok := m[k]`."""
    statement = listed.parent
    if statement is None or statement.type not in _ASSIGNING:
        return None
    left = statement.child_by_field_name("left")
    if left == listed:
        return None
    targets = children_of(statement, "name") if left is None else expression_items(left)
    values = named(listed)
    if len(values) == 1:
        return targets[0] if targets else None
    at = values.index(node)
    return targets[at] if at < len(targets) else None


_ASSIGNING = ("assignment_statement", "short_var_declaration", "var_spec")


def _uses_of_local(info: FileInfo, found: Object, depth: int) -> Iterator[ValueUse]:
    if found.function is None:
        return
    if depth <= 0:
        return
    for use in info.uses_in(found, found.function):
        if use.start_byte != found.span.start and not _is_target(use):
            yield from uses_of_value(info, use, depth)


def _is_target(use: Node) -> bool:
    listed = use.parent
    statement = listed.parent if listed is not None and listed.type == "expression_list" else None
    if statement is None or listed is None:
        return False
    return statement.child_by_field_name("left") == listed


def _is_returned(use: Node) -> bool:
    return any(
        each.type == "return_statement" for each in ancestors(use) if each.type != "func_literal"
    )


def _compared(info: FileInfo, parent: Node, node: Node, depth: int) -> Iterator[ValueUse]:
    yield ValueUse(Done.COMPARED, info, node)


def _stored(info: FileInfo, parent: Node, node: Node, depth: int) -> Iterator[ValueUse]:
    yield ValueUse(Done.STORED, info, node)


def _sent(info: FileInfo, parent: Node, node: Node, depth: int) -> Iterator[ValueUse]:
    is_value = parent.child_by_field_name("value") == node
    yield ValueUse(Done.SENT if is_value else Done.USED, info, node)


_FOLLOW = {
    "argument_list": _passed,
    "binary_expression": _compared,
    "call_expression": _called,
    "expression_list": _assigned,
    "keyed_element": _stored,
    "literal_element": _stored,
    "return_statement": lambda info, parent, node, depth: iter(
        (ValueUse(Done.RETURNED, info, node),)
    ),
    "selector_expression": _selected,
    "send_statement": _sent,
}


def uses_of_name(info: FileInfo, name: Node, depth: int = _DEPTH) -> Iterator[ValueUse]:
    """What becomes of the value that a local of that name holds; nothing for `_`."""
    if info.file.text(name) == "_":
        return
    found = info.object_of(name) if name.type == "identifier" else None
    if found is None or not found.is_local:
        yield ValueUse(Done.STORED, info, name)
    else:
        yield from _uses_of_local(info, found, depth)
