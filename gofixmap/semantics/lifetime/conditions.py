"""What a condition's outcome tells of an error or a pointer: that it is nil, or that it is not.

Conditions are those of `Flow` with outcomes: without `&&`, `||` and `!`, values of switch cases,
and cases of type switches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.lifetime.called import called_name, function_part
from gofixmap.semantics.lifetime.responses import assigned_value
from gofixmap.semantics.nodes import unparenthesized
from gofixmap.semantics.sharing.callees import arguments_of
from gofixmap.syntax.walk import enclosing

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object

_ASSERTING = pattern(
    r"(?P<method>\(\*)?github\.com/stretchr/testify/assert\.(?(method)Assertions\)\.)"
    r"(?P<name>NoError|Nil|Error|NotNil)f?"
)
_TESTING = pattern(rb"(Is|As|is|as)([A-Z_]\w*)?")  # errors.Is, os.IsNotExist, isTimeout


class Fact(Struct, frozen=True):
    """`operand` is nil, or is not."""

    operand: Node
    is_nil: bool


def fact_of(info: FileInfo, condition: Node, outcome: bool) -> Fact | None:
    """What is known where a condition came out so; None where that is nothing of this kind."""
    if condition.type == "type_case":
        return _of_type_case(condition, outcome)
    tag = _tag_of(condition)
    if tag is not None:
        return _compared(tag, condition, outcome)
    if condition.type == "binary_expression":
        return _of_comparison(condition, outcome)
    if condition.type == "call_expression":
        asserted = _of_assertion(info, condition, outcome)
        return asserted or (_of_call(condition) if outcome else None)
    return _of_name(info, condition) if outcome and condition.type == "identifier" else None


def _tag_of(condition: Node) -> Node | None:
    """The tag of the switch one of whose cases lists the value."""
    node = condition.parent
    while node is not None and node.type in ("parenthesized_expression", "expression_list"):
        node = node.parent
    if node is None or node.type != "expression_case" or node.parent is None:
        return None
    return node.parent.child_by_field_name("value")


def _compared(one: Node, other: Node, are_equal: bool) -> Fact | None:
    one, other = unparenthesized(one), unparenthesized(other)
    if other.type == "nil":
        return Fact(one, is_nil=are_equal)
    if one.type == "nil":
        return Fact(other, is_nil=are_equal)
    return Fact(one, is_nil=False) if are_equal else None  # err == io.EOF


def _of_comparison(expression: Node, outcome: bool) -> Fact | None:
    operator = expression.child_by_field_name("operator")
    left, right = (expression.child_by_field_name(side) for side in ("left", "right"))
    if operator is None or left is None or right is None or operator.type not in ("==", "!="):
        return None
    return _compared(left, right, outcome == (operator.type == "=="))


def _of_type_case(clause: Node, outcome: bool) -> Fact | None:
    """`case net.Error:` of a switch over `err.(type)`."""
    switch = clause.parent
    value = switch.child_by_field_name("value") if switch is not None else None
    types = [each for each in clause.children_by_field_name("type") if each.is_named]
    if value is None or not outcome or not types:
        return None
    nils = [each.text == b"nil" for each in types]
    if all(nils):
        return Fact(unparenthesized(value), is_nil=True)
    return None if any(nils) else Fact(unparenthesized(value), is_nil=False)


def _of_call(call: Node) -> Fact | None:
    """`errors.Is(err, io.EOF)`, `os.IsNotExist(err)`: true of errors alone."""
    function = function_part(call)
    if function is not None and function.type == "selector_expression":
        function = function.child_by_field_name("field")
    given = arguments_of(call)
    if function is None or not given or _TESTING.fullmatch(function.text or b"") is None:
        return None
    if len(given) > 1 and given[1].type == "nil":
        return None
    return Fact(unparenthesized(given[0]), is_nil=False)


def _of_assertion(info: FileInfo, call: Node, outcome: bool) -> Fact | None:
    """`assert.NoError(t, err)`, which says whether the error is nil and goes on in any case."""
    found = _ASSERTING.fullmatch(called_name(info, call))
    given = arguments_of(call)
    at = 0 if found is not None and found["method"] else 1
    if found is None or len(given) <= at:
        return None
    return Fact(unparenthesized(given[at]), is_nil=outcome == (found["name"] in ("NoError", "Nil")))


def _of_name(info: FileInfo, name: Node) -> Fact | None:
    """`ok`, where that says whether `err.(T)`, `errors.As(err, &e)` or the like held."""
    found = info.object_of(name)
    if found is None or not found.is_local or found.function is None:
        return None
    declared = _declaring(name, found)
    value = assigned_value(declared) if declared is not None else None
    if value is None or enclosing(value, "func_literal") != enclosing(name, "func_literal"):
        return None
    if value.type == "type_assertion_expression":
        operand = value.child_by_field_name("operand")
        return Fact(unparenthesized(operand), is_nil=False) if operand is not None else None
    return fact_of(info, value, True) if value.type != "identifier" else None


def _declaring(name: Node, found: Object) -> Node | None:
    function = found.function
    assert function is not None
    node = function.descendant_for_byte_range(found.span.start, found.span.end)
    return node if node is not None and node.type == "identifier" else None
