"""Errors that are certain not to be nil where a return gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._leak_flow import FUNCTIONS, holds, inside

from gofixmap.codemod import ancestors, lifetime, nodes, pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

_MADE = frozenset(
    {
        "errors.New",
        "fmt.Errorf",
        "github.com/pkg/errors.New",
        "github.com/pkg/errors.Errorf",
        "golang.org/x/xerrors.New",
        "golang.org/x/xerrors.Errorf",
    }
)
_WRAPPED = frozenset(
    {
        "errors.Join",
        "github.com/pkg/errors.Wrap",
        "github.com/pkg/errors.Wrapf",
        "github.com/pkg/errors.WithMessage",
        "github.com/pkg/errors.WithMessagef",
        "github.com/pkg/errors.WithStack",
    }
)
_SENTINEL = pattern(r"(?:[Ee]rr[A-Z_]\w*|EOF|ErrUnexpectedEOF|Canceled|DeadlineExceeded)$")


def is_error(info: FileInfo, value: Node, at: Node) -> bool:
    """Whether an error that the statement `at` returns is certain not to be nil."""
    value = nodes.unparenthesized(value)
    if value.type == "unary_expression":
        operator = value.child_by_field_name("operator")
        return operator is not None and operator.type == "&"
    if value.type == "composite_literal":
        return True
    if value.type == "call_expression":
        return _is_made(info, value, at)
    if _is_sentinel(info, value):
        return True
    return value.type == "identifier" and _is_checked(info, value, at)


def _is_made(info: FileInfo, call: Node, at: Node) -> bool:
    called = lifetime.called_name(info, call)
    if called in _MADE or _is_ended_context(info, call, at):
        return True
    listed = call.child_by_field_name("arguments")
    arguments = nodes.named(listed) if listed is not None else []
    return called in _WRAPPED and bool(arguments) and is_error(info, arguments[0], at)


def _is_ended_context(info: FileInfo, call: Node, at: Node) -> bool:
    """`ctx.Err()` in the case that receives from `ctx.Done()`."""
    function = call.child_by_field_name("function")
    text = info.file.text(function) if function is not None else ""
    if not text.endswith(".Err"):
        return False
    case = next((each for each in ancestors(at) if each.type == "communication_case"), None)
    received = case.child_by_field_name("communication") if case is not None else None
    wanted = text.removesuffix(".Err") + ".Done()"
    return received is not None and info.file.text(received).removeprefix("<-").strip() == wanted


def _is_sentinel(info: FileInfo, value: Node) -> bool:
    """A package variable that is named as errors are; it is set once, by convention."""
    if value.type not in ("identifier", "selector_expression"):
        return False
    name = info.file.text(value).rpartition(".")[2]
    if not _SENTINEL.match(name):
        return False
    if value.type == "identifier":
        found = info.object_of(value)
    else:
        chosen = info.selection(value)
        found = chosen.object if chosen is not None and chosen.kind == "package" else None
    return found is not None and found.kind == "var" and not found.is_local


def _is_checked(info: FileInfo, value: Node, at: Node) -> bool:
    """Whether `at` only runs where the variable has been found not to be nil."""
    variable = info.object_of(value)
    if variable is None or not variable.is_local:
        return False
    for guard, branch in _guards(at):
        if _implies(info, guard, variable, branch):
            region = next(each for each in ancestors(guard) if holds(each, at))
            behind = (each for each in inside(region) if each.start_byte >= guard.end_byte)
            return not any(_sets(info, each, variable) for each in behind)
    return False


def _guards(at: Node) -> Iterator[tuple[Node, bool]]:
    """The conditions under which a statement runs, innermost first, with their outcome."""
    inner = at
    for each in ancestors(at):
        if each.type in FUNCTIONS:
            return
        if each.type == "if_statement":
            condition = each.child_by_field_name("condition")
            if condition is not None and inner == each.child_by_field_name("consequence"):
                yield condition, True
            elif condition is not None and inner == each.child_by_field_name("alternative"):
                yield condition, False
        if each.type == "expression_case" and each.parent is not None:
            tested = each.child_by_field_name("value")
            if tested is not None and each.parent.child_by_field_name("value") is None:
                values = nodes.expression_items(tested)
                if len(values) == 1:
                    yield values[0], True
        inner = each


def _implies(info: FileInfo, condition: Node, variable: Object, outcome: bool) -> bool:
    """Whether the outcome of a condition says that the variable is not nil."""
    condition = nodes.unparenthesized(condition)
    if condition.type != "binary_expression":
        return False
    operator = condition.child_by_field_name("operator")
    found = [condition.child_by_field_name(each) for each in ("left", "right")]
    sides = [nodes.unparenthesized(each) for each in found if each is not None]
    sign = operator.type if operator is not None else ""
    if sign == ("&&" if outcome else "||"):
        return any(_implies(info, each, variable, outcome) for each in sides)
    compared = [each.type for each in sides] in (["identifier", "nil"], ["nil", "identifier"])
    if not compared or sign != ("!=" if outcome else "=="):
        return False
    return any(each.type == "identifier" and info.object_of(each) is variable for each in sides)


def _sets(info: FileInfo, node: Node, variable: Object) -> bool:
    """Whether a statement sets the variable, or may do so through its address."""
    if node.type == "unary_expression":
        operand = node.child_by_field_name("operand")
        taken = [operand] if operand is not None and node.children[0].type == "&" else []
    elif node.type in ("assignment_statement", "short_var_declaration", "range_clause"):
        left = node.child_by_field_name("left")
        taken = nodes.expression_items(left) if left is not None else []
    else:
        return False
    return any(each.type == "identifier" and info.object_of(each) is variable for each in taken)
