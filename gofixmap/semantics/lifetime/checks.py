"""The check of the error that comes with a value, and where the value is known to be there."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.lifetime.asserts import asserts_none
from gofixmap.semantics.lifetime.conditions import fact_of
from gofixmap.semantics.lifetime.paths import never_returns
from gofixmap.semantics.nodes import first_named, named, unparenthesized
from gofixmap.semantics.sharing.locals import assigned
from gofixmap.syntax.walk import walk

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.lifetime.obligations import Obligation
    from gofixmap.semantics.objects import Object


class Shape(StrEnum):
    """How the error is checked. The value is there ..."""

    LEAVES = "leaves"  # behind the statement: `if err != nil { return err }`, `check(err)`
    ELSE = "else"  # in the else block
    SUCCESS = "success"  # in the block of `if err == nil { ... }`
    NONE = "none"  # behind the call, which gives no error
    FALLS = "falls"  # nowhere: `if err != nil { log.Print(err) }`
    MIXED = "mixed"  # nowhere: `if err != nil || resp.StatusCode != 200`
    ELSEWHERE = "elsewhere"  # somewhere: other statements come before the check
    MISSING = "missing"  # the error is discarded, or nothing looks at it


class Check(Struct, frozen=True, eq=False):
    """`statement` is the check, or the statement of the call without one. `block` is the block in
    which the value is there, for ELSE and SUCCESS. `directly`: nothing stands in between."""

    shape: Shape
    statement: Node
    block: Node | None = None
    directly: bool = True


def check_of(it: Obligation) -> Check:
    """How the error beside the value of an obligation is checked."""
    if not it.gives_error:
        return Check(Shape.NONE, it.statement)
    error = it.info.object_of(it.error) if it.error is not None else None
    if error is None:
        return Check(Shape.MISSING, it.statement)
    around = it.statement.parent
    if around is not None and around.type == "if_statement":
        return _of_if(it.info, around, error) or Check(Shape.ELSEWHERE, around)
    return _following(it, error)


def _following(it: Obligation, error: Object) -> Check:
    directly = True
    for statement in _siblings_after(it.statement):
        found = _of_statement(it.info, statement, error)
        if found is not None:
            return Check(found.shape, found.statement, found.block, directly)
        if not _is_passable(it.info, statement, error):
            break
        directly = False
    uses = it.info.uses_in(error, it.function)
    later = any(each.start_byte >= it.statement.end_byte and _is_tested(each) for each in uses)
    return Check(Shape.ELSEWHERE if later else Shape.MISSING, it.statement)


def _is_tested(use: Node) -> bool:
    """Whether a use stands in a condition, or is what a switch or an assertion looks at."""
    node = use
    while node.parent is not None and node.parent.type not in ("statement_list", "block"):
        around = node.parent
        if around.type in _TESTING:
            return assigned(use) is None
        node = around
    return False


_TESTING = frozenset(
    {
        "if_statement",
        "for_statement",
        "for_clause",
        "expression_case",
        "expression_switch_statement",
        "type_switch_statement",
    }
)


def _siblings_after(statement: Node) -> Iterator[Node]:
    node = statement.next_named_sibling
    while node is not None:
        if node.type != "comment":
            yield node
        node = node.next_named_sibling


def _is_passable(info: FileInfo, statement: Node, error: Object) -> bool:
    """Whether a statement between the call and the check neither leaves nor changes the error."""
    if statement.type == "if_statement":
        condition = statement.child_by_field_name("condition")
        fact = fact_of(info, unparenthesized(condition), True) if condition is not None else None
        if fact is not None and not fact.is_nil and info.object_of(fact.operand) is error:
            return statement.child_by_field_name("alternative") is None
    if any(assigned(use) is not None for use in info.uses_in(error, statement)):
        return False
    return not any(node.type in _LEAVING for node in _own(statement))


_LEAVING = frozenset(
    {"return_statement", "break_statement", "continue_statement", "goto_statement"}
)


def _own(statement: Node) -> Iterator[Node]:
    """The nodes of a statement outside of the function literals in it."""
    literals = [each for each in walk(statement) if each.type == "func_literal"]
    for node in walk(statement):
        if not any(
            each.start_byte <= node.start_byte and node.end_byte <= each.end_byte
            for each in literals
        ):
            yield node


def _of_statement(info: FileInfo, statement: Node, error: Object) -> Check | None:
    if statement.type == "if_statement" and statement.child_by_field_name("initializer") is None:
        return _of_if(info, statement, error)
    call = first_named(statement) if statement.type == "expression_statement" else None
    if call is not None and call.type == "call_expression" and asserts_none(info, call, error):
        return Check(Shape.LEAVES, statement)
    return None


def _of_if(info: FileInfo, statement: Node, error: Object) -> Check | None:
    """None where the condition is not about the error, or about a special one."""
    condition = statement.child_by_field_name("condition")
    block = statement.child_by_field_name("consequence")
    if condition is None or block is None:
        return None
    condition = unparenthesized(condition)
    if not _is_nil_test(condition):
        is_joined = condition.child_by_field_name("operator") is not None and any(
            each.text in (b"&&", b"||") for each in condition.children
        )
        mentions = info.uses_in(error, condition)
        return Check(Shape.MIXED, statement) if is_joined and mentions else None
    fact = fact_of(info, condition, True)
    if fact is None or info.object_of(fact.operand) is not error:
        return None
    if fact.is_nil:
        return Check(Shape.SUCCESS, statement, block)
    return _of_failure(info, statement, block)


def _is_nil_test(condition: Node) -> bool:
    return condition.type == "binary_expression" and any(
        unparenthesized(each).type == "nil" for each in condition.named_children
    )


def _of_failure(info: FileInfo, statement: Node, block: Node) -> Check:
    other = statement.child_by_field_name("alternative")
    if other is not None and other.type == "block":
        return Check(Shape.ELSE, statement, other)
    if other is not None:
        return Check(Shape.ELSEWHERE, statement)
    return Check(Shape.LEAVES if leaves(info, block) else Shape.FALLS, statement)


def leaves(info: FileInfo, block: Node) -> bool:
    """Whether control never gets to the end of a block."""
    listed = first_named(block)
    last = named(listed)[-1] if listed is not None and named(listed) else None
    if last is None:
        return False
    if last.type in _LEAVING:
        return True
    if last.type == "expression_statement":
        call = first_named(last)
        return call is not None and call.type == "call_expression" and never_returns(info, call)
    if last.type == "block":
        return leaves(info, last)
    if last.type != "if_statement":
        return False
    one, other = (last.child_by_field_name(each) for each in ("consequence", "alternative"))
    if one is None or other is None or not leaves(info, one):
        return False
    return leaves(info, other) if other.type == "block" else _chain_leaves(info, other)


def _chain_leaves(info: FileInfo, statement: Node) -> bool:
    one, other = (statement.child_by_field_name(each) for each in ("consequence", "alternative"))
    if one is None or other is None or not leaves(info, one):
        return False
    return leaves(info, other) if other.type == "block" else _chain_leaves(info, other)
