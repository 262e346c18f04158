"""Where control goes in a function: loops that come round, exits of their bodies, ends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import ancestors, enclosing, flow, mutation, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_BREAKABLE = (
    "for_statement",
    "expression_switch_statement",
    "type_switch_statement",
    "select_statement",
)
_JUMPS = ("break_statement", "continue_statement", "goto_statement")


def beside(info: FileInfo, call: Node, name: str) -> str:
    """Another name of the package of a called function, as the call spells it: `time.NewTimer`."""
    function = call.child_by_field_name("function")
    text = info.file.text(function) if function is not None else ""
    return text[: text.rfind(".") + 1] + name


def function_around(node: Node) -> Node | None:
    """The innermost function declaration or literal around a node."""
    return enclosing(node, *FUNCTIONS)


def inside(node: Node, *, literals: bool = False) -> Iterator[Node]:
    """A node and all below it in source order; function literals are left out, unless wanted."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending += [
            child
            for child in reversed(current.named_children)
            if literals or child.type != "func_literal"
        ]


def holds(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def loops_around(node: Node) -> list[Node]:
    """The loops around a node inside its innermost function, innermost first."""
    found = []
    for each in ancestors(node):
        if each.type in FUNCTIONS:
            break
        body = each.child_by_field_name("body") if each.type == "for_statement" else None
        if body is not None and holds(body, node):
            found.append(each)
    return found


def comes_round(
    info: FileInfo, statement: Node, loop: Node, settling: Collection[Node] = ()
) -> bool:
    """Whether `statement`, in the loop's body, can run again without the loop having been left, and
    without that one of the calls `settling` has run."""
    function = function_around(statement)
    body = function.child_by_field_name("body") if function is not None else None
    if body is None:
        return False
    points = flow.flow_of(body, ends=lambda node: mutation.never_returns(info, node)).points
    start = next((at for at, each in enumerate(points) if each.node == statement), None)
    if start is None:
        return False
    pending, seen = list(points[start].successors), set[int]()
    while pending:
        index = pending.pop()
        if index == start:
            return True
        node = points[index].node
        settled = node is not None and any(holds(node, each) for each in settling)
        if index not in seen and not settled and (node is None or holds(loop, node)):
            seen.add(index)
            pending += points[index].successors
    return False


def terminates(node: Node | None, gone: Collection[Node]) -> bool:
    """Whether control never runs off the end of a statement (Go specification, Terminating
    statements), where the statements `gone` will be returns."""
    if node is None:
        return False
    if node.type in ("block", "statement_list"):
        members = [each for each in nodes.named(node) if each.type != "empty_statement"]
        return bool(members) and terminates(members[-1], gone)
    if node.type in ("return_statement", "goto_statement") or node in gone:
        return True
    if node.type == "labeled_statement":
        return terminates(nodes.named(node)[-1], gone)
    rule = _ENDING.get(node.type)
    return rule(node, gone) if rule is not None else _panics(node)


def _if_ends(node: Node, gone: Collection[Node]) -> bool:
    branches = [node.child_by_field_name(each) for each in ("consequence", "alternative")]
    return all(terminates(each, gone) for each in branches)


def _for_ends(node: Node, gone: Collection[Node]) -> bool:
    heads = [each for each in nodes.named(node) if each != node.child_by_field_name("body")]
    clause = heads[0] if heads else None
    if clause is not None and clause.type == "for_clause":
        clause = clause.child_by_field_name("condition")
    return clause is None and not _is_left(node, gone)


def _switch_ends(node: Node, gone: Collection[Node]) -> bool:
    clauses = [each for each in nodes.named(node) if each.type.endswith("_case")]
    whole = node.type == "select_statement" or any(each.type == "default_case" for each in clauses)
    return whole and not _is_left(node, gone) and all(_clause_ends(c, gone) for c in clauses)


def _clause_ends(clause: Node, gone: Collection[Node]) -> bool:
    lists = [each for each in nodes.named(clause) if each.type == "statement_list"]
    if not lists:
        return False
    last = nodes.named(lists[-1])[-1]
    return last.type == "fallthrough_statement" or terminates(last, gone)


def _is_left(node: Node, gone: Collection[Node]) -> bool:
    """Whether a break leaves the statement itself."""
    own = _label_of(node).encode()
    for each in inside(node):
        if each.type == "break_statement" and each not in gone:
            label = nodes.first_named(each)
            if label is None and enclosing(each, *_BREAKABLE) == node:
                return True
            if label is not None and label.text == own:
                return True
    return False


_ENDING: dict[str, Callable[[Node, Collection[Node]], bool]] = {
    "if_statement": _if_ends,
    "for_statement": _for_ends,
    "expression_switch_statement": _switch_ends,
    "type_switch_statement": _switch_ends,
    "select_statement": _switch_ends,
}


def _panics(statement: Node) -> bool:
    call = nodes.first_named(statement) if statement.type == "expression_statement" else None
    function = call.child_by_field_name("function") if call is not None else None
    return function is not None and function.text == b"panic"


class Exit(Struct, frozen=True):
    """A statement in a loop's body by which control leaves the iteration.

    `kind` is "next" (continue of this loop), "jump" (break, goto, continue of an outer loop) or
    "return"; `text` is what would do the same right behind the body's statements.
    """

    node: Node
    kind: str
    text: str


def exits_of(info: FileInfo, loop: Node, body: Node) -> list[Exit]:
    """The exits of the loop's iteration in source order; falling off the end is none."""
    own = _label_of(loop)
    found = []
    for node in inside(body):
        if node.type == "return_statement":
            found.append(Exit(node, "return", info.file.text(node)))
        elif node.type in _JUMPS:
            jump = _jump(info, node, loop, body, own)
            found += [] if jump is None else [jump]
    return found


def _jump(info: FileInfo, node: Node, loop: Node, body: Node, own: str) -> Exit | None:
    """A jump that leaves the iteration; None for one whose target is in the body."""
    named = nodes.named(node)
    label = info.file.text(named[0]) if named else ""
    text = info.file.text(node)
    if node.type == "goto_statement":
        return None if label in labels_in(info, body) else Exit(node, "jump", text)
    if label:
        if label in labels_in(info, body):
            return None
        if label != own:
            return Exit(node, "jump", text)
        return Exit(node, "next" if node.type == "continue_statement" else "jump", text)
    wanted = ("for_statement",) if node.type == "continue_statement" else _BREAKABLE
    if enclosing(node, *wanted) != loop:
        return None
    return Exit(node, "next" if node.type == "continue_statement" else "jump", text)


def _label_of(loop: Node) -> str:
    around = loop.parent
    if around is None or around.type != "labeled_statement":
        return ""
    first = nodes.first_named(around)
    return (first.text or b"").decode() if first is not None else ""


def labels_in(info: FileInfo, body: Node) -> set[str]:
    """The labels that a block declares."""
    found = set()
    for node in inside(body):
        first = nodes.first_named(node) if node.type == "labeled_statement" else None
        if first is not None:
            found.add(info.file.text(first))
    return found


def loses_label(info: FileInfo, loop: Node, exits: list[Exit]) -> bool:
    """Whether no use of the loop's label is left once `continue L` has become a return."""
    own = _label_of(loop)
    if not own or loop.parent is None:
        return False
    function = function_around(loop)
    uses = [
        node
        for node in inside(function or loop)
        if node.type in _JUMPS and [info.file.text(each) for each in nodes.named(node)] == [own]
    ]
    return all(any(each.node == use and each.kind == "next" for each in exits) for use in uses)


def is_short(info: FileInfo, loop: Node, few: int) -> bool:
    """Whether the loop runs over that many elements at most, which stand in its header."""
    clause = next((each for each in nodes.named(loop) if each.type.endswith("_clause")), None)
    if clause is None:
        return False
    if clause.type == "range_clause":
        over = clause.child_by_field_name("right")
        if over is not None and over.type == "composite_literal":
            body = over.child_by_field_name("body")
            return body is not None and len(nodes.named(body)) <= few
        count = info.constant(over) if over is not None else None
        return isinstance(count, int) and count <= few
    condition = clause.child_by_field_name("condition")
    operator = condition.child_by_field_name("operator") if condition is not None else None
    if condition is None or operator is None or operator.type not in ("<", "<="):
        return False
    right = condition.child_by_field_name("right")
    count = info.constant(right) if right is not None else None
    starts = clause.child_by_field_name("initializer")
    return (
        isinstance(count, int)
        and count <= few
        and starts is not None
        and b"0" in (starts.text or b"")
    )
