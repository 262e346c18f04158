"""Operands: which may be written down twice, which must be evaluated once, and what can change.

A *stable* operand has no side effect and no identity of its own: evaluating it twice with nothing
in between gives one value. A *firm* operand is stable and cannot be changed by code that runs
elsewhere, so it may even be evaluated on both sides of a call.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap.semantics.access import Kind, access_of
from gofixmap.semantics.identity import identical
from gofixmap.semantics.nodes import expression_items, first_named, named
from gofixmap.semantics.types import Basic, Signature, Type

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object

_LITERALS = frozenset(
    {
        "int_literal",
        "float_literal",
        "imaginary_literal",
        "rune_literal",
        "interpreted_string_literal",
        "raw_string_literal",
        "true",
        "false",
        "nil",
        "iota",
    }
)
# Predeclared functions that run no code of the program. `append` and `copy` write to memory, so
# they are no operands to repeat, but no map changes under them.
_REPEATABLE = frozenset({"len", "cap", "min", "max", "real", "imag", "complex"})
_HARMLESS = _REPEATABLE | {"append", "make", "new"}
# Packages whose functions and methods run nothing of the program, as long as no argument is a
# function or an interface; they only look at what they are given.
_SELF_CONTAINED = frozenset(
    {
        "bytes",
        "math",
        "math/bits",
        "path",
        "path/filepath",
        "strconv",
        "strings",
        "time",
        "unicode",
        "unicode/utf16",
        "unicode/utf8",
    }
)
# What the grammar makes of `x[i][y[j]]`, which is as good an index expression.
_TYPE_LIKE = ("type_instantiation_expression", "generic_type")
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_SHIFTS = frozenset({"<<", ">>"})
_LOGIC = frozenset({"&&", "||"})


def evaluated(node: Node) -> Iterator[Node]:
    """`node` and all below it that is evaluated with it: bodies of function literals are not."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        if current.type != "func_literal":
            pending += reversed(current.named_children)


def runs_code(info: FileInfo, call: Node) -> bool:
    """Whether a call may run code of the program, rather than convert or compute."""
    return not _is_harmless_call(info, call)


def has_call_or_receive(info: FileInfo, node: Node) -> bool:
    """Whether evaluating `node` runs code of the program or receives from a channel.

    Conversions and the predeclared functions that only compute are no calls; a callee that is not
    known is one.
    """
    for each in evaluated(node):
        if each.type == "call_expression" and not _is_harmless_call(info, each):
            return True
        if each.type == "unary_expression" and operator_of(each) == "<-":
            return True
    return False


def is_stable(info: FileInfo, node: Node) -> bool:
    """Whether `node` may be written down twice; see the module's text."""
    if node.type in _LITERALS or node.type == "identifier":
        return True
    if node.type == "selector_expression":
        operand = node.child_by_field_name("operand")
        return operand is not None and is_stable(info, operand)
    if node.type in ("parenthesized_expression", "index_expression", "binary_expression"):
        return all(is_stable(info, child) for child in named(node))
    if node.type == "unary_expression":
        return operator_of(node) in "+-^!*" and all(is_stable(info, each) for each in named(node))
    if node.type == "composite_literal":
        return _is_stable_literal(info, node)
    if node.type == "type_conversion_expression":
        operand = node.child_by_field_name("operand")
        return operand is not None and is_stable(info, operand)
    if node.type == "call_expression":
        return _is_repeatable_call(info, node) and all(
            is_stable(info, each) for each in arguments_of(node)
        )
    return False


def is_made_here(node: Node) -> bool:
    """Whether an operand is a literal or part of one: written down again it makes another."""
    inner: Node | None = node
    while inner is not None and inner.type != "composite_literal":
        is_around = inner.type == "parenthesized_expression"
        inner = first_named(inner) if is_around else inner.child_by_field_name("operand")
    return inner is not None


def is_firm(info: FileInfo, node: Node) -> bool:
    """Whether `node` is stable and no code that runs elsewhere can change its value."""
    if info.constant(node) is not None or node.type in _LITERALS:
        return True
    if not is_stable(info, node):
        return False
    return all(_is_firm_part(info, each) for each in evaluated(node))


def is_private_map(info: FileInfo, node: Node) -> bool:
    """Whether `node` names a local map that never leaves its function: no call can change it."""
    if node.type == "parenthesized_expression" and (inner := first_named(node)) is not None:
        return is_private_map(info, inner)
    found = info.object_of(node) if node.type == "identifier" else None
    if found is None or found.role != "var" or found.function is None or not found.type.is_map:
        return False
    uses = info.uses_in(found, found.function)
    return all(_keeps_map_private(info, use, found) for use in uses)


def mentions_map(info: FileInfo, node: Node, map_type: Type) -> bool:
    """Whether evaluating `node` may look at a map of type `map_type`, under whatever name."""
    return any(may_be_map(info, each, map_type) for each in evaluated(node))


def may_be_map(info: FileInfo, node: Node, map_type: Type) -> bool:
    """Whether the operand `node` is, or may be, a map of the type `map_type`."""
    if node.type not in ("identifier", "selector_expression", "index_expression", *_TYPE_LIKE):
        return False
    if node.type == "identifier" and _is_name_only(node):
        return False
    kind = info.type_of(node)
    if kind.is_unknown:
        return info.is_type(node) is None
    return kind.is_map and identical(kind.underlying, map_type.underlying) is not False


def indexed(node: Node) -> tuple[Node, Node] | None:
    """The operand and the index of `x[i]`, also where the grammar takes it for a type: the whole
    of `x[i][y[j]]`, and in it `x[i]` and `y[j]`."""
    if node.type == "index_expression":
        operand, index = node.child_by_field_name("operand"), node.child_by_field_name("index")
        return None if operand is None or index is None else (operand, index)
    if node.type not in _TYPE_LIKE:
        return None
    parts = [part for child in named(node) for part in _unwrapped(child)]
    return (parts[0], parts[1]) if len(parts) == 2 else None


def _unwrapped(node: Node) -> list[Node]:
    if node.type not in ("type_arguments", "type_elem"):
        return [node]
    return [part for child in named(node) for part in _unwrapped(child)]


def names_in(info: FileInfo, node: Node) -> Iterator[Object]:
    """The objects that evaluating `node` mentions."""
    for each in evaluated(node):
        if (
            each.type in ("identifier", "type_identifier")
            and (found := info.object_of(each)) is not None
        ):
            yield found


def is_untyped_value(info: FileInfo, node: Node) -> bool:
    """Whether a value that is no constant takes its type from its context.

    Comparisons, logic over them, and shifts of an untyped constant (Go specification, Operators).
    """
    if node.type == "parenthesized_expression":
        inner = first_named(node)
        return inner is not None and is_untyped_value(info, inner)
    if info.constant(node) is not None or node.type in _LITERALS:
        return info.type_of(node).is_untyped or node.type in _LITERALS
    if node.type == "unary_expression":
        operand = node.child_by_field_name("operand")
        return (
            operator_of(node) in "+-^!" and operand is not None and is_untyped_value(info, operand)
        )
    if node.type != "binary_expression":
        return False
    operator = operator_of(node)
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator in _COMPARISONS or left is None or right is None:
        return True
    if operator in _SHIFTS:
        return is_untyped_value(info, left)
    return is_untyped_value(info, left) and is_untyped_value(info, right)


def default_type(info: FileInfo, node: Node) -> Type | None:
    """The type that `:=` gives to an untyped value: bool or int; None where that is not known."""
    if node.type == "parenthesized_expression" and (inner := first_named(node)) is not None:
        return default_type(info, inner)
    operator = operator_of(node)
    if operator in _COMPARISONS or operator in _LOGIC or operator == "!":
        return Basic("bool")
    if operator in _SHIFTS:
        return Basic("int")
    return None


def operator_of(node: Node) -> str:
    """The operator of a unary, binary or assignment node; empty where there is none."""
    operator = node.child_by_field_name("operator")
    return "" if operator is None else operator.type


def arguments_of(call: Node) -> list[Node]:
    """The arguments of a call, types among them."""
    listed = call.child_by_field_name("arguments")
    return [] if listed is None else named(listed)


def predeclared_callee(info: FileInfo, call: Node) -> str:
    """The name of the predeclared function that a call calls; empty where it is another one."""
    function = call.child_by_field_name("function")
    if function is None or function.type != "identifier":
        return "new" if function is not None and function.type == "new" else ""
    found = info.object_of(function)
    return found.name if found is not None and found.kind == "builtin" else ""


def _is_harmless_call(info: FileInfo, call: Node) -> bool:
    if predeclared_callee(info, call) in _HARMLESS or info.is_conversion(call) is True:
        return True
    function = call.child_by_field_name("function")
    return function is not None and _is_self_contained(info, function)


def _is_self_contained(info: FileInfo, function: Node) -> bool:
    """A function or method of `_SELF_CONTAINED` that is handed nothing it could call."""
    chosen = info.selection(function) if function.type == "selector_expression" else None
    if chosen is None or chosen.kind not in ("package", "method"):
        return False
    owner = chosen.object or chosen.declaring
    if owner is None or owner.package not in _SELF_CONTAINED:
        return False
    return isinstance(chosen.type, Signature) and not any(
        _may_be_called(parameter) for parameter in chosen.type.parameters
    )


def _may_be_called(t: Type) -> bool:
    inner = t.element if t.is_slice else t
    return inner.is_func or inner.is_interface or inner.is_unknown or inner.is_typeparam


def _is_repeatable_call(info: FileInfo, call: Node) -> bool:
    return predeclared_callee(info, call) in _REPEATABLE or info.is_conversion(call) is True


def _is_stable_literal(info: FileInfo, literal: Node) -> bool:
    """A struct or array literal on one line whose elements are stable: a key, as a rule."""
    kind = info.type_of(literal)
    body = literal.child_by_field_name("body")
    if body is None or not (kind.is_struct or kind.is_array):
        return False
    if literal.start_point[0] != literal.end_point[0]:
        return False
    return all(_is_stable_element(info, element) for element in named(body))


def _is_stable_element(info: FileInfo, element: Node) -> bool:
    if element.type == "keyed_element":
        value = element.child_by_field_name("value")
        return value is not None and _is_stable_element(info, value)
    if element.type == "literal_element":
        inner = first_named(element)
        return inner is not None and _is_stable_element(info, inner)
    if element.type == "literal_value":
        return all(_is_stable_element(info, each) for each in named(element))
    return is_stable(info, element)


def _is_firm_part(info: FileInfo, node: Node) -> bool:
    """Whether this node itself reads nothing but local variables that only this code writes."""
    if node.type == "identifier":
        return _is_firm_name(info, node)
    if node.type == "selector_expression":
        chosen = info.selection(node)
        if chosen is None or chosen.kind == "unknown":
            return False
        return chosen.kind != "field" or not (chosen.operand_is_pointer or chosen.through_pointer)
    if node.type == "index_expression":
        operand = node.child_by_field_name("operand")
        return operand is not None and info.type_of(operand).is_array
    return not (node.type == "unary_expression" and operator_of(node) == "*")


def _is_firm_name(info: FileInfo, identifier: Node) -> bool:
    found = info.object_of(identifier)
    if found is None or found.kind != "var":
        return found is not None or _is_name_only(identifier)
    if not found.is_local or found.function is None:
        return False
    return all(_keeps_firm(info, use, found) for use in info.uses_in(found, found.function))


def _keeps_firm(info: FileInfo, use: Node, variable: Object) -> bool:
    """A use that neither hands the variable to a function literal nor takes its address."""
    if _is_captured(use, variable):
        return False
    return access_of(info, use).kind not in (Kind.ADDRESS, Kind.UNKNOWN)


def _is_captured(use: Node, variable: Object) -> bool:
    parent = use.parent
    while parent is not None and parent != variable.function:
        if parent.type == "func_literal":
            return True
        parent = parent.parent
    return False


def _is_name_only(identifier: Node) -> bool:
    """A key of a composite literal or another name that stands for no value by itself."""
    parent = identifier.parent
    return parent is not None and parent.type in ("literal_element", "keyed_element")


def _keeps_map_private(info: FileInfo, use: Node, variable: Object) -> bool:
    parent = use.parent
    if parent is None or _is_captured(use, variable):
        return False
    if parent.type == "index_expression":
        return parent.child_by_field_name("operand") == use
    if parent.type == "range_clause":
        return parent.child_by_field_name("right") == use
    if parent.type == "argument_list":
        call = parent.parent
        return call is not None and predeclared_callee(info, call) in ("len", "delete", "clear")
    if parent.type == "binary_expression":
        return True  # a map compares to nil only
    if parent.type == "var_spec":
        return _is_own_map(info, parent.child_by_field_name("value"), None)
    if parent.type != "expression_list" or parent.parent is None:
        return False
    return _in_statement(info, use, parent, parent.parent)


def _in_statement(info: FileInfo, use: Node, listed: Node, statement: Node) -> bool:
    if statement.type == "return_statement":
        return True  # nothing of this function runs after it; a deferred literal would capture
    if statement.type not in ("short_var_declaration", "assignment_statement"):
        return False
    if statement.child_by_field_name("left") != listed:
        return False
    position = expression_items(listed).index(use)
    return _is_own_map(info, statement.child_by_field_name("right"), position)


def _is_own_map(info: FileInfo, values: Node | None, position: int | None) -> bool:
    """Whether the value that a variable gets is a map that nobody else holds."""
    if values is None:
        return True
    items = expression_items(values)
    if position is None:
        position = 0
    if position >= len(items):
        return False
    value = items[position]
    if value.type == "call_expression":
        return predeclared_callee(info, value) == "make"
    return value.type in ("composite_literal", "nil")
