"""The edits inside a method whose receiver becomes a pointer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._receiver_method import Variant
from gofixmap_codemods._receiver_refusal import Refusal

from gofixmap.codemod import Edit, access, ancestors, lifetime, mutation

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_COUNTING = (b"len", b"cap")
_AMPERSAND = ord("&")


def header_edit(variant: Variant) -> Edit:
    """The star before the receiver's type."""
    at = variant.receiver_type.start_byte
    return Edit(variant.path, at, at, "*")


def body_edits(variant: Variant) -> list[Edit]:
    """The edits at each use of the receiver. Raises Refusal where one cannot be rewritten."""
    if variant.receiver is None or variant.body is None:
        return []
    changes = variant.changes()
    writes = changes is not None and _may_change(changes)
    edits: list[Edit] = []
    for use in variant.info.uses_in(variant.receiver, variant.body):
        _check_captured(variant, use)
        edits += _use_edits(variant, use, writes)
    return edits


def _may_change(changes: mutation.Mutation) -> bool:
    """Whether the body may change the receiver's own storage."""
    return bool(changes.writes) or any(
        each.kind is access.Kind.ADDRESS for each in changes.accesses
    )


def _check_captured(variant: Variant, use: Node) -> None:
    for around in ancestors(use, variant.body):
        if around.type == "func_literal":
            is_read = access.access_of(variant.info, use).kind is access.Kind.READ
            if not (is_read and _runs_at_once(variant.info, around)):
                raise Refusal("captured-receiver", variant.path, use)
        if around.type == "go_statement":
            found = access.access_of(variant.info, use)
            if found.kind in (access.Kind.ADDRESS, access.Kind.UNKNOWN):
                raise Refusal("captured-receiver", variant.path, use)


def _runs_at_once(info: FileInfo, literal: Node) -> bool:
    """Whether a function literal runs where it stands: called there, or by `once.Do`."""
    call = _call_with(literal)
    if (
        call is None
        or call.parent is None
        or call.parent.type in ("go_statement", "defer_statement")
    ):
        return False
    if call.child_by_field_name("function") == literal:
        return True
    return lifetime.called_name(info, call) == "(*sync.Once).Do"


def _call_with(literal: Node) -> Node | None:
    """The call that a literal is the function or an argument of."""
    around = literal.parent
    if around is not None and around.type == "argument_list":
        around = around.parent
    return around if around is not None and around.type == "call_expression" else None


def _use_edits(variant: Variant, use: Node, writes: bool) -> Iterator[Edit]:
    outer, parent = _outermost(use)
    if (
        parent.type == "unary_expression"
        and variant.info.file.data[parent.start_byte] == _AMPERSAND
    ):
        yield Edit(variant.path, parent.start_byte, outer.start_byte, "")
        return
    if _stays(variant, use, outer, parent, writes):
        return
    _check_declared(variant, use, outer, parent)
    if use == outer and _needs_parentheses(variant, outer, parent):
        yield Edit(variant.path, use.start_byte, use.start_byte, "(*")
        yield Edit(variant.path, use.end_byte, use.end_byte, ")")
        return
    yield Edit(variant.path, use.start_byte, use.start_byte, "*")


def _outermost(use: Node) -> tuple[Node, Node]:
    """The use with the parentheses around it, and what holds them."""
    outer, parent = use, use.parent
    while parent is not None and parent.type == "parenthesized_expression":
        outer, parent = parent, parent.parent
    assert parent is not None
    return outer, parent


def _stays(variant: Variant, use: Node, outer: Node, parent: Node, writes: bool) -> bool:
    """Whether Go goes through the pointer by itself at this use."""
    if parent.type == "selector_expression":
        return True
    kind = variant.info.type_of(use)
    if kind.is_unknown:
        raise Refusal("unresolved-use", variant.path, use)
    if not kind.is_array:
        return False
    if parent.type in ("index_expression", "slice_expression"):
        return parent.child_by_field_name("operand") == outer
    if parent.type == "range_clause":
        return _ranges_in_place(parent, writes)
    call = parent.parent
    function = call.child_by_field_name("function") if call is not None else None
    return (
        parent.type == "argument_list"
        and function is not None
        and function.text in _COUNTING
        and (found := variant.info.object_of(function)) is not None
        and found.kind == "builtin"
    )


def _ranges_in_place(clause: Node, writes: bool) -> bool:
    """A range over an array copies it; over a pointer to it, the values are read as it goes."""
    left = clause.child_by_field_name("left")
    takes_value = left is not None and left.named_child_count > 1
    return not (takes_value and writes)


def _check_declared(variant: Variant, use: Node, outer: Node, parent: Node) -> None:
    """`r, err := f()` assigns to the receiver; through a pointer it would take two statements."""
    statement = parent.parent
    if parent.type != "expression_list" or statement is None:
        return
    if statement.type == "short_var_declaration" and (
        statement.child_by_field_name("left") == parent
    ):
        raise Refusal("redeclared-receiver", variant.path, use)


def _needs_parentheses(variant: Variant, outer: Node, parent: Node) -> bool:
    if parent.type in ("index_expression", "slice_expression"):
        return parent.child_by_field_name("operand") == outer
    if parent.type == "call_expression":
        return parent.child_by_field_name("function") == outer
    if parent.type == "binary_expression":
        # `x/*r` would open a comment
        before = variant.info.file.data[outer.start_byte - 1 : outer.start_byte]
        return before == b"/"
    return False
