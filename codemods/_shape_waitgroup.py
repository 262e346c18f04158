"""What both remedies for wait groups need: functions, names that hold, statements that leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import nodes, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

ENDING = (b"panic(", b"runtime.Goexit(", b"os.Exit(", b"log.Fatal")


def is_wait_group(kind: Type) -> bool:
    return str(kind).removeprefix("*") == "sync.WaitGroup"


class Function(Struct, frozen=True):
    """A function declaration, method or literal, and the file that it is in."""

    info: FileInfo
    node: Node

    @property
    def body(self) -> Node:
        return self.node.child_by_field_name("body") or self.node

    @property
    def statements(self) -> list[Node]:
        listed = nodes.first_named(self.body)
        return nodes.named(listed) if listed is not None else []


def may_leave(statement: Node) -> bool:
    """Whether a statement may end the function: what follows it does not always run."""
    return any(
        node.type in ("return_statement", "goto_statement")
        or (node.type == "call_expression" and (node.text or b"").startswith(ENDING))
        for node in walk(statement)
    )


def is_chain(base: Node) -> bool:
    """Whether an expression is a name, or fields of one."""
    kinds = ("identifier", "selector_expression", "field_identifier")
    return all(each.type in kinds for each in walk(base))


def means_the_same(info: FileInfo, base: Node, at: Node) -> bool:
    """Whether a chain of names denotes the same thing where the node `at` begins."""
    return is_chain(base) and all(
        info.lookup(info.file.text(name), at) is info.object_of(name)
        for name in walk(base)
        if name.type == "identifier"
    )
