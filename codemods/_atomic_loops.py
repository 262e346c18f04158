"""CompareAndSwap loops: what is read decides what is written, and nothing comes in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal
from gofixmap_codemods._atomic_types import is_untyped_constant, takes_any_integer
from gofixmap_codemods._atomic_uses import READS, text_of

from gofixmap.codemod import fresh_name, indentation, lines, nodes, operands, walk

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_uses import Uses
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, sharing


def unconditional(uses: Uses, access: sharing.Access, statement: Node) -> list[str] | None:
    """`n *= 2` as a loop; None where an operand may have effects or the old type is another."""
    made = _Loop(uses, access, statement)
    new = made.new_value()
    if new is None:
        return None
    made.keep_plain(statement)
    return made.text([*made.load(), *made.swapped(new, "break")])


def conditional(
    uses: Uses, access: sharing.Access, statement: Node, branch: Node
) -> list[str] | None:
    """`if n < max { n++ }` as a loop that ends when the condition no longer holds."""
    made = _Loop(uses, access, statement)
    condition = branch.child_by_field_name("condition")
    new = made.new_value()
    if new is None or condition is None or not operands.is_stable(access.info, condition):
        return None
    made.keep_plain(condition, statement)
    tested = made.replaced(condition)
    head = f"for {made.name} := {made.loaded}; {tested}; {made.name} = {made.loaded} {{"
    body = made.swapped(new, "break")
    return ["\n".join([head, *(f"\t{line}" for line in body), "}"])]


def reservation(
    uses: Uses, access: sharing.Access, statement: Node, branch: Node
) -> list[str] | None:
    """`if n >= max { return err }; n++` as a loop around both."""
    made = _Loop(uses, access, statement)
    new = made.new_value()
    jumps = ("break_statement", "continue_statement", "goto_statement")
    if new is None or any(each.type in jumps for each in walk(branch)):
        return None
    inside = uses.within(access.info, branch)
    if any(each.operation not in READS or each.function != access.function for each in inside):
        return None
    return made.text(
        [*made.load(), *made.replaced(branch).split("\n"), *made.swapped(new, "break")]
    )


class _Loop:
    """The parts of a loop around one write."""

    def __init__(self, uses: Uses, access: sharing.Access, statement: Node) -> None:
        self.uses = uses
        self.access = access
        self.statement = statement
        self.info = access.info
        self.variable = text_of(access, access.node)
        self.name = fresh_name(self.info, statement, "old")
        if uses.form.flag or uses.shape.is_narrow:
            raise Refusal("read-modify-write", self.info, statement, text_of(access, statement))
        self.plain = uses.shape.is_exact  # the local has the operations' own type

    def keep_plain(self, *parts: Node) -> None:
        """Leaves the conversions out where what the parts compute needs none."""
        if self.plain:
            return
        reads = [read for part in parts for read in self.uses.within(self.info, part)]
        self.plain = (
            all(
                takes_any_integer(self.info, self.uses.shape, read.node)
                or _is_adjusted(self.info, read.node)
                for read in reads
                if read.node != self.access.node
            )
            and self._has_plain_operand()
        )

    def _has_plain_operand(self) -> bool:
        """Whether the statement's own operand takes the operations' type: a constant does."""
        if self.statement.type != "assignment_statement":
            return True
        right = self.statement.child_by_field_name("right")
        value = nodes.expression_items(right)[0] if right is not None else None
        if value is None or is_untyped_constant(self.info, value):
            return True
        return operands.operator_of(self.statement) == "=" and bool(
            self.uses.within(self.info, value)
        )

    @property
    def loaded(self) -> str:
        call = self.uses.form.call(self.info, "Load", self.variable)
        return call if self.plain else self.uses.form.given(self.info, self.statement, call)

    def load(self) -> list[str]:
        return [f"{self.name} := {self.loaded}"]

    def new_value(self) -> str | None:
        """What is stored, in terms of the local that holds the old value."""
        if self.statement.type in ("inc_statement", "dec_statement"):
            return f"{self.name} {'+' if self.statement.type == 'inc_statement' else '-'} 1"
        right = self.statement.child_by_field_name("right")
        if right is None or right.named_child_count != 1:
            return None
        value = nodes.expression_items(right)[0]
        if not operands.is_stable(self.info, value):
            return None
        operator = operands.operator_of(self.statement)
        text = self.replaced(value)
        if operator == "=":
            return text
        operand = f"({text})" if value.type == "binary_expression" else text
        return f"{self.name} {operator.removesuffix('=')} {operand}"

    def replaced(self, part: Node) -> str:
        """The text of a node with the old value's name for each read of the variable."""
        file, parts, at = self.info.file, list[bytes](), part.start_byte
        for read in self.uses.within(self.info, part):
            parts += [file.data[at : read.node.start_byte], self.name.encode()]
            at = read.node.end_byte
        text = b"".join([*parts, file.data[at : part.end_byte]]).decode("utf-8", "surrogateescape")
        return lines.dedented(text.replace("\r\n", "\n"), indentation(file.data, part.start_byte))

    def swapped(self, new: str, leaving: str) -> list[str]:
        old = self.name
        form = self.uses.form
        if not self.plain:
            old, new = self._converted(old), self._converted(new)
        call = form.call(self.info, "CompareAndSwap", self.variable, old, new)
        return [f"if {call} {{", f"\t{leaving}", "}"]

    def _converted(self, text: str) -> str:
        right = self.statement.child_by_field_name("right")
        value = nodes.expression_items(right)[0] if right is not None else None
        is_plain = value is not None and self.info.file.text(value) == text
        if is_plain and value is not None and is_untyped_constant(self.info, value):
            return text
        return f"{self.uses.shape.value}({text})"

    def text(self, body: list[str]) -> list[str]:
        return ["\n".join(["for {", *(f"\t{line}" for line in body), "}"])]


def _is_adjusted(info: FileInfo, node: Node) -> bool:
    """Whether the read is computed with constants alone, and that is all of the new value."""
    around = node.parent
    while around is not None and around.type in ("binary_expression", "parenthesized_expression"):
        if around.type == "binary_expression":
            sides = (around.child_by_field_name("left"), around.child_by_field_name("right"))
            other = sides[1] if sides[0] == node else sides[0]
            if other is None or not is_untyped_constant(info, other):
                return False
        node, around = around, around.parent
    return around is not None and around.type == "expression_list"
