"""Places in a function where the value is known to be there, and the edits that write there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

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


class Spot(Struct, frozen=True):
    """Where the value is first known to be there: behind the check of the error, in a block of it,
    or, `guarded`, directly behind the call in an `if err == nil` of its own."""

    it: lifetime.Obligation
    check: lifetime.Check
    guarded: bool = False

    @property
    def is_header(self) -> bool:
        """Whether the initialiser of the checking `if` declares the variable: it ends with that."""
        statement = self.it.statement
        declares = statement.type == "short_var_declaration"
        return declares and statement.parent == self.check.statement

    @property
    def statements(self) -> Node | None:
        """The statement list in which the value is there."""
        if self.check.block is not None:
            return nodes.first_named(self.check.block)
        return (self.it if self.guarded else self.check).statement.parent

    def write(self, text: str) -> tuple[Edit, ...]:
        """Edits that put a statement there."""
        file = self.it.info.file
        if self.guarded and self.it.error is not None:
            inner = "".join(f"\t{line}\n" for line in text.split("\n"))
            guard = f"if {file.text(self.it.error)} == nil {{\n{inner}}}"
            return insert_after(file, self.it.statement, [guard])
        if self.check.block is not None:
            return insert_at_top(file, self.check.block, text)
        if self.is_header:
            return _insert_else(file, self.check.statement, text)
        anchor = self._behind_removals() if text.startswith("defer") else self.check.statement
        return insert_after(file, anchor, [text])

    def _behind_removals(self) -> Node:
        """The check, or the last `defer os.Remove(f.Name())` behind it, which is to run after the
        Close: not every system removes a file that is open."""
        anchor = behind = self.check.statement
        while (following := behind.next_named_sibling) is not None:
            behind = following
            if self._is_removal(behind):
                anchor = behind
            elif behind.type != "comment":
                break
        return anchor

    def _is_removal(self, statement: Node) -> bool:
        call = nodes.first_named(statement) if statement.type == "defer_statement" else None
        if call is None or call.type != "call_expression":
            return False
        return lifetime.called_name(self.it.info, call) in ("os.Remove", "os.RemoveAll")


def spot_of(it: lifetime.Obligation) -> Spot:
    """Where a release may go; raises Refused where the check leaves no place for it."""
    spot = Spot(it, lifetime.check_of(it))
    reason = _NO_PLACE.get(spot.check.shape.value)
    if reason is None or (reason == "falls-through" and spot.is_header):
        return spot  # in the header the value is there in an else block alone
    raise Refused(reason)


def guarded_spot(it: lifetime.Obligation, *reasons: str) -> Spot | None:
    """The place directly behind the call, for checks refused for one of these reasons."""
    check = lifetime.check_of(it)
    listed = it.statement.parent
    if it.error is None or _NO_PLACE.get(check.shape.value) not in reasons:
        return None
    if listed is None or listed.type != "statement_list":
        return None
    return Spot(it, check, guarded=True)


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
