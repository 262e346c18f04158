"""The edits that take profiles off the default mux: a listener of their own, on a loopback address.

Three shapes: the goroutine that serves nothing but profiles is replaced; a server whose handlers
are on the default mux gets a mux of its own; and into a program without profiles they are put.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._pprof_listener import Listener, Refusal
from gofixmap_codemods._pprof_served import Address, Reach, Served, reach_of
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    ancestors,
    enclosing,
    fresh_name,
    insert_before,
    lines,
    nodes,
    pattern,
    replace_statement,
    sharing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gofixmap_codemods._pprof_program import Program, Registered
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_FUNCTIONS = ("function_declaration", "method_declaration")
_PROFILES = pattern(rb"(?i)pprof|profil|debug|:606\d\b")
_HOST = pattern(r"^[^:]*|^\[[^\]]*\]")


class Changes(Struct, frozen=True):
    """What a plan comes to."""

    title: str
    edits: tuple[Edit, ...]
    notes: tuple[str, ...] = ()


def moved(program: Program, served: Served, address: str) -> Changes:
    """The profiles taken from a place that serves the default mux. Raises Refusal."""
    info = served.info
    if info.path not in program.package.files:
        raise Refusal("served-elsewhere", info, served.node)
    others = [each for each in program.served() if not _is_same(each, served)]
    handlers = [each for each in program.registered() if not is_handler(each, program)]
    statement = _goroutine(served)
    if statement is not None and (not handlers or (others and _is_for_profiles(statement))):
        return _replaced(program, served, statement)
    for each in others:
        goes = _goroutine(each) if each.address.reach is Reach.PUBLIC else None
        if handlers and (goes is None or not _is_for_profiles(goes)):
            raise Refusal("default-mux-shared", each.info, each.node)
    return _separated(program, served, handlers, address)


def _is_for_profiles(statement: Node) -> bool:
    """Whether a goroutine that serves the default mux, or the comment above it, tells of profiles.

    Where there are handlers as well, each server of the default mux may be the one for them.
    """
    above = statement.prev_named_sibling
    comment = (above.text or b"") if above is not None and above.type == "comment" else b""
    return _PROFILES.search(comment + b"\n" + (statement.text or b"")) is not None


def _is_same(one: Served, other: Served) -> bool:
    return one.info.path == other.info.path and one.node == other.node


def is_handler(use: Registered, program: Program) -> bool:
    """Whether the use of the default mux is what a server is given as its handler."""
    return not use.is_call and any(
        each.info.path == use.info.path and each.handler == use.node for each in program.served()
    )


def _goroutine(served: Served) -> Node | None:
    """The `go` statement that does nothing but serve: `go http.ListenAndServe(...)`, or a literal
    with that one call in it, whatever is done with its error."""
    if not served.is_call:
        return None
    statement = enclosing(served.node, "go_statement")
    if statement is None:
        return None
    started = nodes.first_named(statement)
    if started == served.node:
        return statement
    literal = enclosing(served.node, "func_literal", "go_statement")
    function = started.child_by_field_name("function") if started is not None else None
    if literal is None or function is None or nodes.unparenthesized(function) != literal:
        return None
    body = literal.child_by_field_name("body")
    listed = nodes.first_named(body) if body is not None else None
    return statement if listed is not None and len(nodes.named(listed)) == 1 else None


def _replaced(program: Program, served: Served, statement: Node) -> Changes:
    info = served.info
    listener = Listener(program, info)
    argument, edits, notes = _argument(served.address, info)
    edits += replace_statement(info.file, statement, [listener.call(argument)])
    edits += listener.edits()
    return Changes("Serve the profiles on a loopback listener of their own", tuple(edits), notes)


def _argument(address: Address, at: FileInfo) -> tuple[str, list[Edit], tuple[str, ...]]:
    """The address as the listener gets it: where it is public, with a loopback host."""
    node = address.node
    if node is None:
        raise Refusal("other-shape", at, at.file.declarations[0].node)
    value = at.constant(node)
    if isinstance(value, str):
        return f'"{loopback(value)}"', [], ()
    text = at.file.text(node)
    literal, info = address.literal, address.info
    if address.reach is not Reach.PUBLIC or literal is None or info is None:
        return text, [], (f"{text} decides who can reach the profiles",)
    changed = f'"{loopback(info.file.text(literal)[1:-1])}"'
    if info.path == at.path and node.start_byte <= literal.start_byte < node.end_byte:
        start = literal.start_byte - node.start_byte
        end = literal.end_byte - node.start_byte
        data = (node.text or b"").decode()
        return data[:start] + changed + data[end:], [], ()
    if _is_shared(at, node):
        raise Refusal("address-shared", at, node)
    edit = Edit(info.path, literal.start_byte, literal.end_byte, changed)
    return text, [edit], (f"{text} decides who can reach the profiles; its default is changed",)


def _is_shared(info: FileInfo, node: Node) -> bool:
    """Whether the variable that holds the address is read for more than this listener."""
    operand = node.child_by_field_name("operand") if node.type == "unary_expression" else node
    variable = sharing.variable_denoted(info, operand) if operand is not None else None
    if variable is None:
        return True
    accesses = sharing.accesses_of(info.semantics, variable).all
    setting = (sharing.Operation.ADDRESS, sharing.Operation.INITIALIZE, sharing.Operation.ASSIGN)
    return sum(each.operation not in setting for each in accesses) > 1


def loopback(address: str) -> str:
    """The address on the loopback interface, with the same port."""
    return address if reach_of(address) is Reach.LOOPBACK else _HOST.sub("127.0.0.1", address, 1)


def _separated(
    program: Program, served: Served, handlers: Sequence[Registered], address: str
) -> Changes:
    """A mux of its own for the server, and beside it a listener for the profiles."""
    info = served.info
    function = _function(served.node)
    for each in handlers:
        is_here = each.info.path == info.path and _function(each.node) == function
        if not each.is_call or not is_here:
            raise Refusal("default-mux-shared", each.info, each.node)
    if function is None or not handlers:
        raise Refusal("keeps-running", info, served.node)
    places = [_top(each.node, function) for each in handlers] + [_top(served.node, function)]
    first = min(places, key=lambda each: each.start_byte)
    name = fresh_name(info, served.node, "mux")
    listener = Listener(program, info)
    texts = [] if listener.is_running else [listener.call(f'"{address}"')]
    texts.append(f"{name} := {listener.http}.NewServeMux()")
    edits = list(insert_before(info.file, first, texts))
    edits += [_on_mux(each, name) for each in handlers]
    edits += [_as_handler(served, name), *listener.edits()]
    return Changes("Give the server a mux of its own", tuple(edits))


def _function(node: Node) -> Node | None:
    return enclosing(node, *_FUNCTIONS)


def _top(node: Node, function: Node) -> Node:
    """The statement of the function's own list that holds the node."""
    body = function.child_by_field_name("body")
    current = node
    for around in ancestors(node, function):
        if around == body or (around.type == "statement_list" and around.parent == body):
            return current
        current = around
    return current


def _on_mux(handler: Registered, name: str) -> Edit:
    function = handler.node.child_by_field_name("function")
    operand = function.child_by_field_name("operand") if function is not None else None
    if operand is None:
        raise Refusal("default-mux-shared", handler.info, handler.node)
    return Edit(handler.info.path, operand.start_byte, operand.end_byte, name)


def _as_handler(served: Served, name: str) -> Edit:
    info, handler = served.info, served.handler
    if handler is not None:
        return Edit(info.path, handler.start_byte, handler.end_byte, name)
    body = served.node.child_by_field_name("body")
    elements = nodes.named(body) if body is not None else []
    if not elements:
        assert body is not None
        at = body.start_byte + 1
        return Edit(info.path, at, at, f"Handler: {name}")
    return listed_behind(info, elements[-1], body, f"Handler: {name}")


def listed_behind(info: FileInfo, last: Node, body: Node | None, text: str) -> Edit:
    """An element behind the last one of a composite literal, on a line of its own where that is."""
    data = info.file.data
    assert body is not None
    between = data[last.end_byte : body.end_byte]
    if b"\n" not in between:
        return Edit(info.path, last.end_byte, last.end_byte, f", {text}")
    start = data.rfind(b"\n", 0, last.start_byte) + 1
    indent = data[start : last.start_byte].decode()
    return Edit(info.path, last.end_byte, last.end_byte, f",\n{indent}{text}")


def inserted(program: Program, info: FileInfo, main: Node, address: str) -> Changes:
    """A listener for profiles started in main, behind the flags. Raises Refusal."""
    body = main.child_by_field_name("body")
    listed = nodes.first_named(body) if body is not None else None
    statements = nodes.named(listed) if listed is not None else []
    if not statements:
        raise Refusal("other-shape", info, main)
    if program.has_handlers():
        raise Refusal("already-there", info, main)
    listener = Listener(program, info)
    at = next((each for each in statements if _parses_flags(info, each)), None)
    following = statements[statements.index(at) + 1 :] if at is not None else statements
    if not following:
        raise Refusal("other-shape", info, main)
    place = _with_comments(info, following[0])
    edits = list(insert_before(info.file, place, [listener.call(f'"{address}"')]))
    return Changes("Serve profiles on a loopback listener", tuple(edits + listener.edits()))


def _with_comments(info: FileInfo, statement: Node) -> Node:
    """The first of the comments on the lines right above a statement, or the statement."""
    first = statement
    while True:
        above = first.prev_sibling
        if above is None and first.parent is not None and first.parent.type == "statement_list":
            above = first.parent.prev_sibling
        if above is None or above.type != "comment":
            return first
        if above.end_point.row + 1 != first.start_point.row:
            return first
        if not lines.opens_line(info.file.data, above.start_byte):
            return first
        first = above


def _parses_flags(info: FileInfo, statement: Node) -> bool:
    call = nodes.first_named(statement)
    if statement.type != "expression_statement" or call is None or call.type != "call_expression":
        return False
    package, name = sharing.callees.called(info, call)
    return name == "Parse" and package.rpartition("/")[2] in ("flag", "pflag")
