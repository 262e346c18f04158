"""Sections that only copy one thing: `mu.Lock(); snap := slices.Clone(c.s); mu.Unlock()`.

Such a section changes nothing that other goroutines could see, and so it orders nothing after it.
Codemods write such sections too, and must not take what they wrote for the author's thoughts. Who
copies several values at once, and leaves one out, has thought.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.nodes import named
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.lockcalls import lock_calls
from gofixmap.semantics.sharing.variables import Variable
from gofixmap.syntax.walk import walk
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.callgraph import CallGraph

_BRANCHES = ("if_statement", "expression_switch_statement", "for_statement")
_LEAVES = pattern(rb"\b(return|continue|break|goto|panic|Fatal\w*|Exit|Goexit)\b")
_COPYING = pattern(rb"(slices|maps)\.Clone|append|make|len|cap")


def copying_sections(
    graph: CallGraph, function: Function, lock: Variable, site: Node
) -> Iterator[Span]:
    """The sections of that kind before `site`, in source order, from the Lock to the Unlock.

    Those are left out where it depends on what was read whether control comes to `site`: the value
    may say that nobody writes any more.
    """
    calls = {call.node.id: call for call in lock_calls(graph, function) if call.lock == lock}
    for call in calls.values():
        following = _following(call.node) if call.takes else []
        end = calls.get(following[-1].id) if following else None
        if end is None or not end.releases or end.place.key != call.place.key:
            continue
        section = Span(call.node.start_byte, end.node.end_byte)
        if section.end > site.start_byte or not _only_copies(following[:-1]):
            continue
        if not _is_asked(function, following[0], section.end, site):
            yield section


def _following(lock: Node) -> list[Node]:
    """What stands between the statement of a Lock and the next call alone, and that call."""
    found: list[Node] = []
    node = lock.parent.next_named_sibling if lock.parent is not None else None
    while node is not None and len(found) < 3:
        if node.type == "expression_statement":
            return [*found, node.named_children[0]]
        found.append(node)
        node = node.next_named_sibling
    return []


def _only_copies(statements: list[Node]) -> bool:
    """Whether one value gets a name, and then at most a loop fills what was made."""
    if not statements or statements[0].type != "short_var_declaration":
        return False
    right = statements[0].child_by_field_name("right")
    if right is None or len(named(right)) != 1:
        return False
    called = (
        call.child_by_field_name("function")
        for statement in statements
        for call in walk(statement)
        if call.type == "call_expression"
    )
    if any(each is None or _COPYING.fullmatch(each.text or b"") is None for each in called):
        return False
    made = statements[0].child_by_field_name("left")
    return all(made is not None and _fills(loop, made) for loop in statements[1:])


def _fills(loop: Node, made: Node) -> bool:
    """`for k, v := range c.m { made[k] = v }`."""
    body = loop.child_by_field_name("body") if loop.type == "for_statement" else None
    inside = [] if body is None else named(body)
    if len(inside) == 1 and inside[0].type == "statement_list":
        inside = named(inside[0])
    if len(inside) != 1 or inside[0].type != "assignment_statement":
        return False
    left = inside[0].child_by_field_name("left")
    return left is not None and (left.text or b"").startswith((made.text or b"") + b"[")


def _is_asked(function: Function, made: Node, start: int, site: Node) -> bool:
    """Whether it depends on a value that `made` has read if control comes from there to `site`.

    A length or a copy is no such value: it says nothing about who is still at work.
    """
    left, right = made.child_by_field_name("left"), made.child_by_field_name("right")
    if left is None or right is None or all(e.type == "call_expression" for e in named(right)):
        return False
    names = {each.text for each in named(left)}
    return any(
        _steers(node, site) and any(each.text in names for each in walk(node))
        for node in walk(function.body)
        if node.type in _BRANCHES and start <= node.start_byte < site.start_byte
    )


def _steers(branch: Node, site: Node) -> bool:
    """Whether the site is inside, or some way through the branch does not lead to it."""
    return site.end_byte <= branch.end_byte or _LEAVES.search(branch.text or b"") is not None
