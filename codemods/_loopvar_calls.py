"""Calls that a loop variable is handed to: which ones run their argument after they return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import nodes, pattern, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

# Functions of the standard library that keep a function and call it later, by package and name.
_LATER = {
    ("time", "AfterFunc"): "run by a timer",
    ("context", "AfterFunc"): "run later",
    ("net/http", "HandleFunc"): "registered as a handler",
    ("net/http", "Handle"): "registered as a handler",
    ("testing", "Cleanup"): "run when the test ends",
    ("runtime", "SetFinalizer"): "run later",
    ("expvar", "Publish"): "registered",
}
STARTED = "run by a goroutine"
# errgroup.Group, sync.WaitGroup, and pools and packages after their model: `safe.Go(f)`.
_STARTING = frozenset({"Go", "TryGo"})


def call_of_argument(listed: Node) -> Node | None:
    """The call whose arguments `listed` are."""
    call = listed.parent
    return call if call is not None and call.type == "call_expression" else None


def is_conversion(info: FileInfo, call: Node) -> bool:
    """Whether a call converts; `(*T)(x)` does even where T is not known."""
    known = info.is_conversion(call)
    if known is not None:
        return known
    function = call.child_by_field_name("function")
    if function is None or function.type != "parenthesized_expression":
        return False
    inner = nodes.first_named(function)
    operator = inner.child_by_field_name("operator") if inner is not None else None
    return operator is not None and operator.type == "*"


def keeps_alias(info: FileInfo, conversion: Node) -> bool:
    """Whether a converted pointer, slice or function still leads to what it led to."""
    to = info.type_of(conversion)
    return not (to.is_string or to.is_integer or to.is_array)


def is_append(info: FileInfo, call: Node) -> bool:
    function = call.child_by_field_name("function")
    if function is None or function.text != b"append":
        return False
    found = info.object_of(function)
    return found is not None and found.kind == "builtin"


def keeps_argument(info: FileInfo, call: Node, argument: Node) -> bool:
    """Whether a call makes something that holds its arguments, as `NewTrie(func() { ... })` does.

    That is so by the name of the function, where the result can hold something at all.
    """
    function = call.child_by_field_name("function")
    if function is None or not _MAKING.fullmatch(info.file.text(function).rpartition(".")[2]):
        return False
    kind = info.types_of(call)[0] if info.types_of(call) else info.type_of(call)
    if kind.is_unknown:
        return argument.type == "func_literal"
    return kind.is_pointer or kind.is_interface or kind.is_func or kind.is_struct


_MAKING = pattern(r"(?:[Nn]ew|[Mm]ake|[Ww]rap|With|Once|Lazy)(?:[A-Z0-9]\w*)?")


def started_by(info: FileInfo, call: Node) -> str:
    """How a call runs its function argument after it has returned; "" where that is not known."""
    function = call.child_by_field_name("function")
    if function is None or function.type != "selector_expression":
        return ""
    name = info.file.text(function).rpartition(".")[2]
    chosen = info.selection(function)
    kind = chosen.kind if chosen is not None else "unknown"
    if name in _STARTING and kind in ("method", "package", "unknown"):
        return STARTED
    if chosen is None:
        return ""
    if kind == "package" and chosen.object is not None:
        return _LATER.get((chosen.object.package, name), "")
    declaring = chosen.declaring
    package = declaring.package if declaring is not None else ""
    if kind == "method" and not package:  # of an interface: that of testing.TB is looked up by name
        package = "testing" if name == "Cleanup" else ""
    return _LATER.get((package, name), "") if kind == "method" else ""


def is_started_inside(info: FileInfo, argument: Node) -> bool:
    """Whether the called function, one of the package, starts a literal that it is given."""
    if argument.type != "func_literal":
        return False
    graph = sharing.call_graph(info.semantics, info.package)
    calls = graph.calls_to(graph.literal(info, argument))
    return any(
        call.kind is sharing.CallKind.CONCURRENT and "Parallel" not in call.how for call in calls
    )


def runs_in_parallel(info: FileInfo, call: Node, literal: Node, use: Node) -> bool:
    """Whether `literal` is a subtest that calls t.Parallel before `use`.

    Parallel hands control back until the function that holds the loop has returned.
    """
    function = call.child_by_field_name("function")
    if function is None or not info.file.text(function).endswith(".Run"):
        return False
    body, parameters = (literal.child_by_field_name(each) for each in ("body", "parameters"))
    if literal.type != "func_literal" or body is None or parameters is None:
        return False
    names = [
        name.text or b"" for group in nodes.parameter_groups(parameters) for name in group.names
    ]
    wanted = {name + b".Parallel" for name in names}
    for node in walk(body):
        if node.type == "call_expression" and node.start_byte < use.start_byte:
            called = node.child_by_field_name("function")
            if called is not None and called.text in wanted:
                return True
    return False


def waits_after(body: Node, start: Node) -> bool:
    """Whether the iteration itself, after a goroutine has started, waits for something to end.

    `wg.Wait()` and `<-done` behind the start, in the functions that hold it.
    """
    pending = [body]
    while pending:
        node = pending.pop()
        holds = node.start_byte <= start.start_byte and start.end_byte <= node.end_byte
        if node.end_byte <= start.start_byte or (node.type == "func_literal" and not holds):
            continue
        if node == start:
            continue
        if node.start_byte >= start.end_byte and _waits(node):
            return True
        pending += node.named_children
    return False


def _waits(node: Node) -> bool:
    if node.type == "call_expression":
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        name = function.child_by_field_name("field") if function is not None else None
        empty = arguments is not None and not nodes.named(arguments)
        return name is not None and name.text == b"Wait" and empty
    if node.type == "unary_expression":
        operator = node.child_by_field_name("operator")
        return operator is not None and operator.type == "<-"
    return False
