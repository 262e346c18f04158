"""Places in a function where the value is known to be there, and the edits that write there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import (
    Edit,
    indentation,
    insert_after,
    insert_before,
    lifetime,
    lines,
    newline,
    nodes,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import SourceFile


class Refused(Exception):
    """There is no place for a release: `reason` is an id of `declines`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_NO_PLACE = {
    "falls": "falls-through",
    "mixed": "mixed-check",
    "elsewhere": "check-elsewhere",
    "missing": "no-error-check",
}


def checked_place(it: lifetime.Obligation) -> lifetime.Check:
    """The check of the call's error; raises Refused where it leaves no place for a release."""
    check = lifetime.check_of(it)
    reason = _NO_PLACE.get(check.shape.value)
    if reason == "falls-through" and is_header_of(it, check):
        return check  # the value is there in an else block
    if reason is not None:
        raise Refused(reason)
    return check


def is_header_of(it: lifetime.Obligation, check: lifetime.Check) -> bool:
    """Whether the call is the initialiser of the checking `if`: its variable ends with that."""
    return it.statement.parent is not None and it.statement.parent == check.statement


def list_behind(check: lifetime.Check) -> Node | None:
    """The statement list in which the value is there."""
    return nodes.first_named(check.block) if check.block is not None else check.statement.parent


def at_place(it: lifetime.Obligation, check: lifetime.Check, text: str) -> tuple[Edit, ...]:
    """Edits that put a statement where the value is first known to be there."""
    file = it.info.file
    if check.block is not None:
        return insert_at_top(file, check.block, text)
    if is_header_of(it, check):
        return _insert_else(file, check.statement, text)
    return insert_after(file, check.statement, [text])


def insert_at_top(file: SourceFile, block: Node, text: str) -> tuple[Edit, ...]:
    """`text` as the first statement of a block, on a line of its own."""
    listed = nodes.first_named(block)
    first = nodes.first_named(listed) if listed is not None else None
    feed = newline(file.data)
    if first is None:
        indent = indentation(file.data, block.start_byte)
        inner = f"{feed}{indent}\t{text}{feed}{indent}"
        return (Edit(file.path, block.start_byte + 1, block.end_byte - 1, inner),)
    brace = block.start_byte
    end = lines.line_end(file.data, brace)
    if file.data[brace + 1 : end].strip() or first.type == "labeled_statement":
        return insert_before(file, first, [text])
    return (Edit(file.path, end, end, feed + indentation(file.data, first.start_byte) + text),)


def _insert_else(file: SourceFile, statement: Node, text: str) -> tuple[Edit, ...]:
    indent, feed = indentation(file.data, statement.start_byte), newline(file.data)
    added = f" else {{{feed}{indent}\t{text}{feed}{indent}}}"
    return (Edit(file.path, statement.end_byte, statement.end_byte, added),)
