"""The loop behind a new map that puts one entry into it in each of its turns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import enclosing, nodes, walk

if TYPE_CHECKING:
    from gofixmap_codemods._prealloc_make import Made
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


class Fill(Struct, frozen=True):
    """A loop with one insertion that every full turn comes to.

    `between` are the statements from the map to the loop. `leaves` says that a `return` with an
    error may end the loop early.
    """

    made: Made
    loop: Node
    key: Node
    value: Node
    between: tuple[Node, ...]
    leaves: bool

    @property
    def info(self) -> FileInfo:
        return self.made.info


def fill_after(made: Made) -> Fill | None:
    """The first loop behind the map that names it, if it fills it and no other loop does."""
    between: list[Node] = []
    following = nodes.following(made.statement)
    for at, statement in enumerate(following):
        if not _mentions(made, statement):
            between.append(statement)
            continue
        if statement.type != "for_statement":
            return None
        if any(_fills_again(made, later) for later in following[at + 1 :]):
            return None
        return _fill(made, statement, tuple(between))
    return None


def _mentions(made: Made, node: Node) -> list[Node]:
    """The places in `node` that name the map's variable."""
    if made.local is not None:
        return made.info.uses_in(made.local, node)
    kind, text = made.target.type, made.target.text
    return [each for each in walk(node) if each.type == kind and each.text == text]


def _fills_again(made: Made, statement: Node) -> bool:
    """Whether a later statement has a loop that writes to the map, too."""
    return any(
        _written_index(use) is not None and enclosing(use, "for_statement") is not None
        for use in _mentions(made, statement)
        if _is_in_loop(use, statement)
    )


def _is_in_loop(node: Node, outer: Node) -> bool:
    loop = enclosing(node, "for_statement")
    return loop is not None and loop.start_byte >= outer.start_byte


def _fill(made: Made, loop: Node, between: tuple[Node, ...]) -> Fill | None:
    body = loop.child_by_field_name("body")
    if body is None or _leaves_early(loop, body):
        return None
    uses = _mentions(made, loop)
    inserts = [found for use in uses if (found := _written_index(use)) is not None]
    if len(inserts) != 1 or not all(_is_harmless(use, inserts[0]) for use in uses):
        return None
    statement = _assignment(inserts[0])
    if statement is None or statement.parent is None or statement.parent.parent != body:
        return None
    key = inserts[0].child_by_field_name("index")
    value = statement.child_by_field_name("right")
    if key is None or value is None or _mentions(made, value) or _mentions(made, key):
        return None
    returns = list(_inside(body, "return_statement"))
    if not all(_is_failure(made.info, each) for each in returns):
        return None
    return Fill(made, loop, key, value, between, bool(returns))


def _written_index(use: Node) -> Node | None:
    """The `m[k]` around a use of `m` that is assigned to, counted up or deleted."""
    index = use.parent
    if index is None or index.type != "index_expression":
        return None
    if index.child_by_field_name("operand") != use or index.parent is None:
        return None
    if index.parent.type in ("inc_statement", "dec_statement"):
        return index
    statement = index.parent.parent
    if index.parent.type != "expression_list" or statement is None:
        return None
    is_left = statement.child_by_field_name("left") == index.parent
    return index if is_left else None


def _assignment(index: Node) -> Node | None:
    """The statement `m[k] = v` of an index; None for other ways to write, and for several."""
    statement = index.parent.parent if index.parent is not None else None
    if statement is None or statement.type != "assignment_statement":
        return None
    is_plain = any(child.type == "=" for child in statement.children)
    left, right = (statement.child_by_field_name(side) for side in ("left", "right"))
    if not is_plain or left is None or right is None:
        return None
    return statement if len(nodes.named(left)) == len(nodes.named(right)) == 1 else None


def _is_harmless(use: Node, insert: Node) -> bool:
    """Whether a use in the loop is the insertion, or only looks whether the key is taken.

    A loop that goes on from what is under the key collects several turns under one.
    """
    parent = use.parent
    if parent is None or enclosing(use, "func_literal") != enclosing(insert, "func_literal"):
        return False
    if parent == insert:
        return True
    if parent.type == "index_expression":
        check = enclosing(use, "if_statement", "for_statement")
        taken = check.child_by_field_name("consequence") if check is not None else None
        return taken is not None and any(True for _ in _inside(taken, "return_statement"))
    call = parent.parent
    function = call.child_by_field_name("function") if call is not None else None
    return parent.type == "argument_list" and function is not None and function.text == b"len"


def _leaves_early(loop: Node, body: Node) -> bool:
    """Whether a turn may end, or be the last one, without an insertion and without an error."""
    if any(True for _ in _inside(body, "goto_statement")):
        return True
    for jump in _inside(body, "break_statement", "continue_statement"):
        if nodes.named(jump):
            return True
        around = _LEFT_BY_BREAK if jump.type == "break_statement" else ("for_statement",)
        if enclosing(jump, *around) == loop:
            return True
    return False


_LEFT_BY_BREAK = (
    "for_statement",
    "expression_switch_statement",
    "type_switch_statement",
    "select_statement",
)


def _inside(body: Node, *types: str) -> Iterator[Node]:
    """The nodes of these types in the body itself, function literals left out."""
    own = enclosing(body, "func_literal")
    for node in walk(body):
        if node.type in types and enclosing(node, "func_literal") == own:
            yield node


def _is_failure(info: FileInfo, statement: Node) -> bool:
    """Whether a `return` gives an error: what was put into the map so far is not wanted then."""
    listed = nodes.first_named(statement)
    values = nodes.expression_items(listed) if listed is not None else []
    if not values or values[-1].type == "nil":
        return False
    return str(info.type_of(values[-1])) == "error" or _implements_error(info, values[-1])


def _implements_error(info: FileInfo, value: Node) -> bool:
    found = info.lookup("error", value)
    return found is not None and info.implements(info.type_of(value), found.type) is True
