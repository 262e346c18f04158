"""Loops over a map as Range with a function: continue is return true, break return false."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal
from gofixmap_codemods._syncmap_reads import Reads, refusal
from gofixmap_codemods._syncmap_types import spelled

from gofixmap.codemod import Edit, indentation, lines, newline, nodes, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_LOOPS = ("for_statement",)
_BREAKABLE = (
    "for_statement",
    "expression_switch_statement",
    "type_switch_statement",
    "select_statement",
)
_LEAVING = ("return_statement", "goto_statement", "defer_statement", "labeled_statement")


def rewrite_range(access: sharing.Access, reads: Reads) -> None:
    """Edits for `for k, v := range m { ... }`. Raises Refusal for a body that leaves it."""
    info, clause = access.info, access.expression
    loop, body = clause.parent, None
    if loop is not None and loop.type == "for_statement":
        body = loop.child_by_field_name("body")
    if loop is None or body is None or clause.child_by_field_name("right") != access.node:
        raise refusal("iterated", access)
    if loop.parent is not None and loop.parent.type == "labeled_statement":
        raise refusal("leaves-loop", access)
    if info.file.data[body.start_byte : body.end_byte].count(b"\n") == 0:
        raise refusal("iterated", access)
    jumps = list(jumps_of(info, body))
    names = _variables(access, clause)
    head, first = _head(access, reads, names)
    indent = indentation(info.file.data, loop.start_byte)
    start = lines.line_start(info.file.data, loop.start_byte)
    if info.file.data[start : loop.start_byte].strip():
        raise refusal("iterated", access)
    ending = newline(info.file.data)
    reads.changes.replace(info, loop.start_byte, body.start_byte + 1, head)
    text = "".join(f"{ending}{indent}\t{line}" for line in first)
    reads.changes.insert(info, body.start_byte + 1, text)
    for jump, answer in jumps:
        reads.changes.replace(info, jump.start_byte, jump.end_byte, f"return {answer}")
    last = "" if ends_in_jump(body, jumps) else f"\treturn true{ending}{indent}"
    reads.changes.add([Edit(info.path, body.end_byte - 1, body.end_byte, f"{last}}})")])
    reads.changes.note(
        f"{info.path}:{access.line}: Range shows no single moment of the map, "
        "what others store meanwhile may be seen or not"
    )


def _variables(access: sharing.Access, clause: Node) -> list[str]:
    """The names of key and value; "" where there is none. Raises Refusal for an assignment."""
    left = clause.child_by_field_name("left")
    if left is None:
        return ["", ""]
    if not nodes.binds(clause):
        raise refusal("iterated", access)
    names = [access.info.file.text(each) for each in nodes.expression_items(left)]
    return [name if name != "_" else "" for name in [*names, ""][:2]]


def _head(access: sharing.Access, reads: Reads, names: list[str]) -> tuple[str, list[str]]:
    """The text up to the opening brace, and the statements that the body begins with."""
    info, sides = access.info, reads.sides
    parameters, first = list[str](), list[str]()
    for name, kind, word in zip(names, (sides.key, sides.value), ("key", "value"), strict=True):
        plain = kind == sides.value and sides.is_any and word == "value"
        if not name or plain:
            parameters.append(name or "_")
            continue
        parameter = reads.name(info, access.node, f"any{word.capitalize()}")
        parameters.append(parameter)
        asserted = f"{parameter}.({spelled(info, access.node, kind)})"
        first.append(f"{name}, _ := {asserted}" if kind.is_interface else f"{name} := {asserted}")
    version = info.semantics.workspace.language_version(info.path)
    anything = "any" if version >= (1, 18) else "interface{}"
    variable = info.file.text(access.node)
    return f"{variable}.Range(func({', '.join(parameters)} {anything}) bool {{", first


def jumps_of(info: FileInfo, body: Node) -> Iterator[tuple[Node, str]]:
    """The continue and break statements of this very loop, with what the function returns."""
    pending: list[tuple[Node, bool, bool]] = [(body, True, True)]
    while pending:
        node, continues, breaks = pending.pop()
        if node.type == "func_literal":
            continue
        if node.type in _LEAVING:
            raise Refusal("leaves-loop", info, node, info.file.text(node))
        if node.type in ("continue_statement", "break_statement"):
            if nodes.named(node):
                raise Refusal("leaves-loop", info, node, info.file.text(node))
            is_continue = node.type == "continue_statement"
            if continues if is_continue else breaks:
                yield node, "true" if is_continue else "false"
            continue
        inner_continues = continues and node.type not in _LOOPS
        inner_breaks = breaks and node.type not in _BREAKABLE
        pending += [(child, inner_continues, inner_breaks) for child in node.named_children]


def ends_in_jump(body: Node, jumps: list[tuple[Node, str]]) -> bool:
    listed = nodes.first_named(body)
    members = nodes.named(listed) if listed is not None else []
    return bool(members) and any(jump == members[-1] for jump, _ in jumps)
