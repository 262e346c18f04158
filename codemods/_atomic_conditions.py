"""Conditions on a variable, and the branches that they open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import nodes, operands

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_form import Form
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, sharing


class Test(Struct, frozen=True):
    """A condition that says `variable == constant`, or where `equal` is False `!=`."""

    info: FileInfo
    constant: Node | None  # None: `truth` of a bool variable
    truth: bool
    equal: bool

    def expected(self, form: Form) -> str:
        """The constant as the operations take it."""
        if self.constant is None:
            if form.flag:
                return "1" if self.truth else "0"
            return "true" if self.truth else "false"
        return form.taken(self.info, self.constant, self.info.file.text(self.constant))

    def negated(self) -> Test | None:
        """The opposite condition; of a bool again an equality."""
        if self.constant is None:
            return Test(self.info, None, not self.truth, True)
        return Test(self.info, self.constant, False, not self.equal)


def test_of(read: sharing.Access, condition: Node) -> Test | None:
    """The condition as a test of the variable that `read` reads; None for any other."""
    info = read.info
    node = nodes.unparenthesized(condition)
    if node == read.node:
        return Test(info, None, True, True) if info.type_of(node).is_boolean else None
    if node.type == "unary_expression" and operands.operator_of(node) == "!":
        inner = node.child_by_field_name("operand")
        is_read = inner is not None and nodes.unparenthesized(inner) == read.node
        return Test(info, None, False, True) if is_read else None
    operator = operands.operator_of(node)
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator not in ("==", "!=") or left is None or right is None:
        return None
    other = right if left == read.node else left
    if read.node not in (left, right):
        return None
    return _compared(info, other, operator == "==")


def _compared(info: FileInfo, other: Node, equal: bool) -> Test | None:
    if other.type in ("true", "false"):
        return Test(info, None, (other.type == "true") == equal, True)
    if info.constant(other) is None:
        return None
    return Test(info, other, False, equal)


def branch_of(statement: Node) -> Node | None:
    """The if without initializer and else of whose body this is the first statement."""
    listed = statement.parent
    if listed is None or listed.type != "statement_list" or nodes.named(listed)[0] != statement:
        return None
    block = listed.parent
    branch = block.parent if block is not None else None
    if branch is None or branch.type != "if_statement" or _has_more(branch):
        return None
    around = branch.parent
    in_list = around is not None and around.type == "statement_list"
    return branch if in_list and branch.child_by_field_name("consequence") == block else None


def _has_more(branch: Node) -> bool:
    return (
        branch.child_by_field_name("initializer") is not None
        or branch.child_by_field_name("alternative") is not None
    )


def is_alone(branch: Node) -> bool:
    """Whether the body of an if holds one statement and no comment."""
    return len(body_of(branch)) == 1 and b"//" not in (branch.text or b"")


def body_of(branch: Node) -> list[Node]:
    block = branch.child_by_field_name("consequence")
    listed = nodes.first_named(block) if block is not None else None
    return nodes.named(listed) if listed is not None else []


_JUMPS = frozenset({"return_statement", "break_statement", "continue_statement", "goto_statement"})


def is_exit(branch: Node) -> bool:
    """Whether a statement is an if, without initializer and else, whose body leaves."""
    if branch.type != "if_statement" or _has_more(branch):
        return False
    body = body_of(branch)
    return bool(body) and is_jump(body[-1])


def is_exit_of(branch: Node) -> bool:
    """As `is_exit`, with an initializer or without one."""
    if branch.type != "if_statement" or branch.child_by_field_name("alternative") is not None:
        return False
    body = body_of(branch)
    return bool(body) and is_jump(body[-1])


def is_jump(statement: Node) -> bool:
    if statement.type in _JUMPS:
        return True
    text = (statement.text or b"").lstrip()
    return statement.type == "expression_statement" and text.startswith(
        (b"panic(", b"os.Exit(", b"log.Fatal")
    )
