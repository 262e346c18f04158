"""The functions of a package as the analyses of shared state see them, function literals included.

Code outside of functions, the initialisers of package variables, counts as a function of its own
per declaration: package initialisation runs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.effects import receiver_name
from gofixmap.semantics.nodes import Captures

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.syntax.source import Declaration

_LITERALS = Captures("(func_literal) @literal")
DECLARED = ("function_declaration", "method_declaration")
FUNCTIONS = (*DECLARED, "func_literal")


class Function(Struct, frozen=True, eq=False):
    """A function declaration, method declaration, function literal, or package initialiser.

    There is one object per function in a call graph, compared by identity. `name` is `f`, `T.M`,
    and for literals `T.M.func1`, inside of those `T.M.func1.1`, as the Go runtime counts them.
    `body` is the block; of a function without one (assembly), or of an initialiser, the node.
    """

    info: FileInfo
    node: Node
    name: str
    outer: Function | None
    body: Node
    receiver: str  # the receiver's name, "" without one
    type: str  # the receiver's base type, "" for functions and literals

    @property
    def path(self) -> str:
        return self.info.path

    @property
    def is_literal(self) -> bool:
        return self.node.type == "func_literal"

    @property
    def is_initializer(self) -> bool:
        """Whether package initialisation runs it: `init`, or a variable's initialiser."""
        return self.node.type not in FUNCTIONS or (self.name == "init" and not self.type)

    @property
    def is_exported(self) -> bool:
        """Whether the function or method itself has an exported name; literals have none."""
        return not self.is_literal and self.name.rpartition(".")[2][:1].isupper()

    @property
    def is_test(self) -> bool:
        return self.info.file.is_test

    @property
    def top(self) -> Function:
        """The declared function around a literal, or itself."""
        function = self
        while function.outer is not None:
            function = function.outer
        return function

    def contains(self, node: Node) -> bool:
        """Whether a node of the same file stands inside, that of the function itself left out."""
        own = self.node
        return (
            own.start_byte <= node.start_byte
            and node.end_byte <= own.end_byte
            and not (node.start_byte == own.start_byte and node.end_byte == own.end_byte)
        )

    def __repr__(self) -> str:
        return f"<{self.name} {self.path}:{self.node.start_point.row + 1}>"


def functions_in(info: FileInfo, declaration: Declaration) -> tuple[Function, ...]:
    """The function that a declaration is, then the literals inside, an outer one before an inner.

    For a declaration of variables the first one stands for its initialisers.
    """
    found = [_declared(info, declaration)]
    counts: dict[Function, int] = {}
    for node in _literals(declaration):
        outer = next(each for each in reversed(found) if _is_inside(node, each.node))
        counts[outer] = counts.get(outer, 0) + 1
        suffix = f"{counts[outer]}" if outer.is_literal else f"func{counts[outer]}"
        body = node.child_by_field_name("body") or node
        found.append(Function(info, node, f"{outer.name}.{suffix}", outer, body, "", ""))
    return tuple(found)


def _literals(declaration: Declaration) -> list[Node]:
    """Its function literals; most functions show no second `func`, and need no query.

    A `func` without a name is no function for the parser, and may be a literal itself.
    """
    node = declaration.node
    start, end = declaration.extent
    behind = start + 4 if node.type in DECLARED else start
    shown = declaration.file.data.find(b"func", behind, end) >= 0
    return _LITERALS.of(node) if shown else []


def _is_inside(node: Node, outer: Node) -> bool:
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte


def _declared(info: FileInfo, declaration: Declaration) -> Function:
    node = declaration.node
    if node.type not in DECLARED:
        return Function(info, node, "init", None, node, "", "")
    method = declaration.method
    body = node.child_by_field_name("body") or node
    receiver, owner = "", ""
    if method is not None:
        owner, name = method[0], f"{method[0]}.{method[1]}"
        label = receiver_name(node)
        receiver = info.file.text(label) if label is not None else ""
    else:
        name = declaration.names[0] if declaration.names else "_"
    return Function(info, node, name, None, body, receiver, owner)
