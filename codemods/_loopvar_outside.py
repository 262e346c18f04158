"""Variables that stand in front of an endless loop and are one for all of its iterations.

`var c conn; for { c = <-conns; go func() { use(c) }() }`: where each iteration sets the variable
before it looks at it, and nothing outside of the loop does, it is meant to be the iteration's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._loopvar_edits import is_declared_again
from gofixmap_codemods._loopvar_escapes import Escape, escapes_of
from gofixmap_codemods._loopvar_loops import FUNCTIONS, Loop, Variable
from msgspec import Struct

from gofixmap.codemod import access, ancestors, enclosing, flow, mutation, nodes, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_NAMES = ("identifier", "type_identifier", "package_identifier")


class Shared(Struct, frozen=True):
    """A variable of all iterations, its declaration, and how it outlives one of them."""

    variable: Variable
    declaration: Node
    escape: Escape


def endless(info: FileInfo, statement: Node) -> Loop | None:
    """The loop of a `for {`."""
    body = statement.child_by_field_name("body")
    return None if body is None else Loop(info, statement, body, body)


def shared_by_iterations(loop: Loop) -> Iterator[Shared]:
    """What is declared in front of the loop in its own list of statements, without a value."""
    statement = loop.statement
    if statement.parent is not None and statement.parent.type == "labeled_statement":
        statement = statement.parent
    before = statement.prev_named_sibling
    while before is not None:
        name = _declared(before)
        found = loop.info.object_of(name) if name is not None else None
        if name is not None and found is not None and found.kind == "var":
            variable = Variable(name, found)
            escapes = escapes_of(loop, variable) if _is_of_loop(loop, variable) else []
            escapes = [each for each in escapes if not _is_of_one_turn(loop, each)]
            moves = escapes and not is_declared_again(loop, variable)
            if moves and _means_the_same(loop, before) and _is_set_first(loop, variable):
                yield Shared(variable, before, escapes[0])
        before = before.prev_named_sibling


def _is_of_one_turn(loop: Loop, escape: Escape) -> bool:
    """Whether the escape may be meant to see what later turns set: it is deferred, and runs behind
    the last one, or it is done once, under a condition that its branch changes."""
    for node in ancestors(escape.site, loop.body):
        if node.type == "defer_statement":
            return True
        if node.type == "if_statement" and _changes_condition(node):
            return True
    return False


def _changes_condition(statement: Node) -> bool:
    condition = statement.child_by_field_name("condition")
    texts = {each.text for each in walk(condition)} if condition is not None else set()
    return any(
        each.text in texts
        for node in walk(statement)
        if node.type == "assignment_statement"
        and (left := node.child_by_field_name("left")) is not None
        for each in nodes.expression_items(left)
    )


def _declared(statement: Node) -> Node | None:
    """The name in `var c T`."""
    specs = nodes.named(statement) if statement.type == "var_declaration" else []
    if len(specs) != 1 or specs[0].type != "var_spec":
        return None
    names = specs[0].children_by_field_name("name")
    plain = len(names) == 1 and specs[0].child_by_field_name("value") is None
    return names[0] if plain else None


def _means_the_same(loop: Loop, declaration: Node) -> bool:
    """Whether the names in the declaration's type are still those things in the loop."""
    kind = nodes.named(declaration)[0].child_by_field_name("type")
    names = [each for each in walk(kind) if each.type in _NAMES] if kind is not None else []
    return bool(names) and all(
        loop.info.lookup(text, loop.statement) is loop.info.lookup(text, declaration)
        for text in map(loop.info.file.text, names)
    )


def _is_of_loop(loop: Loop, variable: Variable) -> bool:
    """Whether all uses stand in the loop's body."""
    function = enclosing(loop.statement, *FUNCTIONS)
    return function is not None and all(
        loop.body.start_byte <= use.start_byte < loop.body.end_byte
        for use in loop.info.uses_in(variable.object, function)
        if use.start_byte != variable.node.start_byte
    )


def _is_set_first(loop: Loop, variable: Variable) -> bool:
    """Whether no way through the body looks at the variable before it has set all of it."""
    info = loop.info
    uses = [access.access_of(info, use) for use in info.uses_in(variable.object, loop.body)]
    points = flow.flow_of(loop.body, ends=lambda node: mutation.never_returns(info, node)).points
    pending, seen = [0], set[int]()
    while pending:
        index = pending.pop()
        if index in seen:
            continue
        seen.add(index)
        node = points[index].node
        here = [each for each in uses if node is not None and _holds(node, each.node)]
        if not all(_sets(loop, each) for each in here):
            return False
        if not here:
            pending += points[index].successors
    return True


def _sets(loop: Loop, use: access.Access) -> bool:
    """Whether a use sets the whole variable, and does so in the loop itself."""
    inside = any(each.type == "func_literal" for each in ancestors(use.node, loop.body))
    return use.kind is access.Kind.WRITE and not use.path and not inside


def _holds(node: Node, use: Node) -> bool:
    return node.start_byte <= use.start_byte < node.end_byte
