"""Blanks around binary operators and slice colons, which gofmt sets by nesting depth.

A text that moves to another place (a map key hoisted into a variable) has to be spaced anew:
`m[i+1]` but `key := i + 1`. The rules are go/printer's binaryExpr, cutoff and SliceExpr.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from gofixmap.model import Edit

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.syntax.source import SourceFile

Wanted = Callable[[int, int], bool]  # whether a byte range shares a line with what is asked about

_PRECEDENCE = {
    **dict.fromkeys(("*", "/", "%", "<<", ">>", "&", "&^"), 5),
    **dict.fromkeys(("+", "-", "|", "^"), 4),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), 3),
    "&&": 2,
    "||": 1,
}
_CLASHES = {"/*": 5, "&&": 5, "&^": 5, "++": 4, "--": 4}  # operator and unary operator to its right
_DEEPEST = 300  # operands in a row beyond which an expression keeps its blanks
_Facts = tuple[bool, bool, int]  # operators of precedence 4, of precedence 5, worst clash


def spacing(file: SourceFile, wanted: Wanted) -> list[Edit]:
    """The edits that space the expressions on the wanted lines; empty when they are spaced."""
    edits: list[Edit] = []
    for declaration in file.declarations:
        if not wanted(declaration.span.start, declaration.span.end) or declaration.has_error:
            continue
        for node, depth in _visit(declaration.node, wanted):
            if node.type == "binary_expression":
                edits.extend(_binary(file, node, depth))
            elif node.type == "slice_expression":
                edits.extend(_slice(file, node, depth))
    return [edit for edit in edits if wanted(edit.start, edit.end)]


def _visit(root: Node, wanted: Wanted) -> Iterator[tuple[Node, int]]:
    """The nodes on wanted lines with go/printer's depth; a statement begins at 1."""
    stack = [(root, 1)]
    while stack:
        node, depth = stack.pop()
        if not wanted(node.start_byte, node.end_byte):
            continue
        yield node, depth
        stack.extend(_children(node, depth))


def _children(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    kind = node.type
    if kind == "binary_expression":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and right is not None:
            same = left.type == kind and _precedence(left) == _precedence(node)
            yield left, depth if same else depth + 1
            yield right, depth + 1
        return
    if kind in {"index_expression", "slice_expression"}:
        for child in node.named_children:
            operand = child == node.child_by_field_name("operand")
            yield child, 1 if operand else depth + 1
        return
    inner = _inner_depth(node, depth)
    for child in node.named_children:
        yield child, inner


def _inner_depth(node: Node, depth: int) -> int:
    """The depth of a node's children, where they all have the same one."""
    kind = node.type
    if kind == "call_expression":
        arguments = node.child_by_field_name("arguments")
        members = [] if arguments is None else arguments.named_children
        several = sum(child.type != "comment" for child in members) > 1
        return depth + 1 if several else depth
    if kind == "parenthesized_expression":
        nested = any(child.type == kind for child in node.named_children)
        return depth if nested else max(depth - 1, 1)
    if kind in {"assignment_statement", "short_var_declaration"}:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        lists = [each.named_child_count for each in (left, right) if each is not None]
        return 2 if len(lists) == 2 and min(lists) > 1 else 1
    if kind in {"inc_statement", "dec_statement"}:
        return 2
    if kind == "unary_expression":
        return 1 if node.children[0].type == "*" else depth
    kept = {
        "argument_list",
        "expression_list",
        "selector_expression",
        "type_assertion_expression",
        "type_conversion_expression",
        "variadic_argument",
    }
    return depth if kind in kept else 1


def _precedence(node: Node) -> int:
    operator = node.child_by_field_name("operator")
    return _PRECEDENCE.get(operator.type, 0) if operator is not None else 0


def _binary(file: SourceFile, node: Node, depth: int) -> Iterator[Edit]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    facts = _facts(node, 0)
    if left is None or right is None or operator is None or facts is None:
        return
    blank = " " if _precedence(node) < _cutoff(facts, depth) else ""
    yield from _gap(file, left.end_byte, operator.start_byte, blank)
    yield from _gap(file, operator.end_byte, right.start_byte, blank)


def _gap(file: SourceFile, start: int, end: int, blank: str) -> Iterator[Edit]:
    """A gap on one line that holds blanks alone, where it is not `blank`."""
    gap = file.data[start:end]
    if gap != blank.encode() and not gap.strip(b" \t"):
        yield Edit(file.path, start, end, blank)


def _cutoff(facts: _Facts, depth: int) -> int:
    """Operators below this precedence have blanks."""
    has4, has5, clash = facts
    if clash:
        return clash + 1
    if has4 and has5:
        return 5 if depth == 1 else 4
    return 6 if depth == 1 else 4


def _facts(node: Node, level: int) -> _Facts | None:
    """go/printer's walkBinary: what the operators of one expression are; None when too many."""
    if level > _DEEPEST:
        return None
    precedence = _precedence(node)
    has4, has5, clash = precedence == 4, precedence == 5, 0
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    for child, floor in ((left, precedence), (right, precedence + 1)):
        if child is None or child.type != "binary_expression" or _precedence(child) < floor:
            continue
        below = _facts(child, level + 1)
        if below is None:
            return None
        has4, has5, clash = has4 or below[0], has5 or below[1], max(clash, below[2])
    if right is not None and right.type == "unary_expression":
        operator = node.child_by_field_name("operator")
        pair = (operator.type if operator is not None else "") + right.children[0].type
        clash = max(clash, _CLASHES.get(pair, 0))
    return has4, has5, clash


def _slice(file: SourceFile, node: Node, depth: int) -> Iterator[Edit]:
    """`a[i+1 : j]` has blanks at its colons where nothing is around it, `a[i:j]` has none."""
    indices = [node.child_by_field_name(name) for name in ("start", "end", "capacity")]
    present = [index for index in indices if index is not None]
    binary = any(index.type == "binary_expression" for index in present)
    blank = " " if depth <= 1 and len(present) > 1 and binary else ""
    children = node.children
    for number, child in enumerate(children):
        if child.type == ":":
            before, after = children[number - 1], children[number + 1]
            beside = blank if before.is_named else ""
            yield from _gap(file, before.end_byte, child.start_byte, beside)
            beside = blank if after.is_named else ""
            yield from _gap(file, child.end_byte, after.start_byte, beside)
