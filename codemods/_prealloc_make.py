"""The statement that makes a map without room: `make(map[K]V)`, `map[K]V{}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Match, Object


class Made(Struct, frozen=True):
    """A new map and the variable that it goes to.

    `target` is an identifier or a chain of fields; `local` what it denotes where that is a local.
    `type_end` is where the type ends in `make(T)`; None for a literal.
    """

    info: FileInfo
    statement: Node
    target: Node
    node: Node
    local: Object | None
    type_end: int | None

    @property
    def name(self) -> str:
        return self.info.file.text(self.target)

    @property
    def is_local(self) -> bool:
        return self.local is not None


def made_of(match: Match) -> Made | None:
    """What may be a new map (see `is_map`); None where it is something else, or has a size."""
    statement, target, node = (match.node(each) for each in ("statement", "target", "made"))
    if statement.parent is None or statement.parent.type != "statement_list":
        return None
    if statement.type == "assignment_statement" and not _assigns(statement):
        return None
    if statement.type == "var_declaration" and len(nodes.named(statement)) != 1:
        return None
    end = _type_end(node)
    if (end is None and not _is_empty(node)) or not _has_loop_behind(statement, target):
        return None
    info = match.info
    found = info.object_of(target) if target.type == "identifier" else None
    if target.type == "identifier" and found is None:
        return None
    local = found if found is not None and found.is_local else None
    return Made(info, statement, target, node, local, end)


def is_map(made: Made) -> bool:
    """Whether it is a map, and goes to what nothing evaluates twice."""
    info, target = made.info, made.target
    if not info.type_of(made.node).is_map or not _is_builtin(info, made.node, "make"):
        return False
    return target.type == "identifier" or is_chain(info, target)


def _has_loop_behind(statement: Node, target: Node) -> bool:
    """Whether a loop behind a statement names what the target ends with."""
    name = (target.child_by_field_name("field") or target).text or b""
    return any(
        each.type == "for_statement" and name in (each.text or b"")
        for each in nodes.following(statement)
    )


def _assigns(statement: Node) -> bool:
    return any(child.type == "=" for child in statement.children)


def _is_builtin(info: FileInfo, at: Node, name: str) -> bool:
    found = info.lookup(name, at)
    return found is not None and found.kind == "builtin"


def _type_end(node: Node) -> int | None:
    """The end of the type in `make(T)`; None for any other expression."""
    if node.type != "call_expression":
        return None
    function = node.child_by_field_name("function")
    listed = node.child_by_field_name("arguments")
    given = nodes.named(listed) if listed is not None else []
    if function is None or function.text != b"make" or len(given) != 1:
        return None
    return given[0].end_byte


def _is_empty(node: Node) -> bool:
    """Whether it is a literal with nothing, not even a comment, between its braces."""
    if node.type != "composite_literal":
        return False
    body = node.child_by_field_name("body")
    return body is not None and not (body.text or b"")[1:-1].strip()


def is_chain(info: FileInfo, node: Node) -> bool:
    """Whether an expression is a variable or a chain of fields, which nothing evaluates twice."""
    node = nodes.unparenthesized(node)
    if node.type == "identifier":
        found = info.object_of(node)
        return found is not None and found.kind in ("var", "const", "package")
    if node.type == "selector_expression":
        chosen = info.selection(node)
        if chosen is None or chosen.kind not in ("field", "package"):
            return False
        operand = node.child_by_field_name("operand")
        return operand is not None and (chosen.kind == "package" or is_chain(info, operand))
    if node.type == "unary_expression" and (node.text or b"")[:1] == b"*":
        operand = node.child_by_field_name("operand")
        return operand is not None and is_chain(info, operand)
    return False
