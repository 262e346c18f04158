"""What becomes of a function value: called at once, started, registered, or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from gofixmap.semantics.nodes import call_of, named, parameter_groups
from gofixmap.semantics.sharing import arguments
from gofixmap.semantics.sharing.functions import FUNCTIONS, Function
from gofixmap.semantics.types import Signature
from gofixmap.syntax.walk import ancestors

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.sharing.callgraph import CallGraph

_DEPTH = 4  # functions that pass their argument on which are followed
_RESPONDING = ("net/http.ResponseWriter", "*net/http.Request")


class Fate(Struct, frozen=True):
    """`kind` is a value of CallKind; the other fields are those of `Call`."""

    kind: str
    name: str = ""
    how: str = ""
    through: Function | None = None
    argument: int = -1


_KEPT = Fate("value")


def fate_of(graph: CallGraph, info: FileInfo, value: Node, depth: int = _DEPTH) -> Fate:
    """The fate of an expression that denotes a function and is not called where it stands."""
    node = value
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        node, parent = parent, parent.parent
    if parent is None:
        return _KEPT
    if parent.type == "type_conversion_expression":
        return _converted(graph, info, parent, depth)
    call = parent.parent
    if parent.type != "argument_list" or call is None or call.type != "call_expression":
        return _KEPT
    if info.is_conversion(call):
        return _converted(graph, info, call, depth)
    return _run_by(_passed(graph, info, call, node, depth), call)


def _converted(graph: CallGraph, info: FileInfo, conversion: Node, depth: int) -> Fate:
    """`http.HandlerFunc(f)` is as good as registered wherever it goes; else the result's fate."""
    if str(info.type_of(conversion)) == arguments.HANDLER:
        return Fate("register", arguments.HANDLER, "http handler")
    return fate_of(graph, info, conversion, depth)


def _run_by(fate: Fate, call: Node) -> Fate:
    """The fate of an argument where the call itself is deferred or started."""
    around = call.parent.type if call.parent is not None else ""
    if around == "go_statement" and fate.kind == "callback":
        return replace(fate, kind="concurrent", how="go")
    if around == "defer_statement" and fate.kind == "callback":
        return replace(fate, kind="defer")
    return fate


def _passed(graph: CallGraph, info: FileInfo, call: Node, value: Node, depth: int) -> Fate:
    from gofixmap.semantics.sharing.calls import called, target_of

    function = called(call)
    listed = call.child_by_field_name("arguments")
    if function is None or listed is None:
        return _KEPT
    target = target_of(graph, info, function)
    index = named(listed).index(value)
    known = _known(target.name)
    if known is not None:
        return _PARALLEL if known.name == _SUBTEST and _is_parallel(value) else known
    if target.callee is not None:
        fate = parameter_fate(graph, target.callee, index, depth - 1)
        return replace(fate, name=target.name, through=target.callee, argument=index)
    if _responds(info, value):
        return Fate("register", target.name, "http handler")
    return Fate("value", target.name)


_SUBTEST = "(*testing.T).Run"
_PARALLEL = Fate("concurrent", _SUBTEST, "t.Parallel")


def _is_parallel(subtest: Node) -> bool:
    """Whether a literal that t.Run is given calls t.Parallel itself."""
    body = subtest.child_by_field_name("body") if subtest.type == "func_literal" else None
    pending = [] if body is None else [body]
    while pending:
        node = pending.pop()
        if node.type == "call_expression" and (node.text or b"").endswith(b".Parallel()"):
            return True
        if node.type != "func_literal":
            pending += node.named_children
    return False


def _known(name: str) -> Fate | None:
    if arguments.runs_at_once(name):
        return Fate("callback", name)
    how = arguments.concurrently(name)
    if how:
        return Fate("concurrent", name, how)
    return Fate("register", name, "http handler") if arguments.registers(name) else None


def _responds(info: FileInfo, value: Node) -> bool:
    """Whether a function has the shape of an HTTP handler."""
    kind = info.type_of(value).underlying
    return isinstance(kind, Signature) and tuple(map(str, kind.parameters)) == _RESPONDING


def parameter_fate(graph: CallGraph, function: Function, index: int, depth: int = _DEPTH) -> Fate:
    """What a function of the package does with a function that it is given as that argument."""
    key = ("sharing.parameter", graph.key, function.path, function.node.start_byte, index)
    if depth <= 0:
        return _KEPT
    return function.info.semantics.once(key, lambda: _parameter_fate(graph, function, index, depth))


def _parameter_fate(graph: CallGraph, function: Function, index: int, depth: int) -> Fate:
    label = parameter(function, index)
    if label is None:
        return _KEPT
    obj = function.info.object_of(label)
    if obj is None:
        return _KEPT
    fates = [
        _use_fate(graph, function, use, depth)
        for use in function.info.uses_in(obj, function.body)
        if not _is_compared(use)
    ]
    for kind in ("value", "register", "concurrent"):
        for fate in fates:
            if fate.kind == kind:
                return fate
    return Fate("callback") if fates else _KEPT


def parameter(function: Function, index: int) -> Node | None:
    """The name of a parameter by its index; None where it has none or is variadic."""
    listed = function.node.child_by_field_name("parameters")
    labels: list[Node | None] = []
    for group in parameter_groups(listed) if listed is not None else ():
        labels += [None] if group.variadic or not group.names else group.names
    return labels[index] if index < len(labels) else None


def _is_compared(use: Node) -> bool:
    return use.parent is not None and use.parent.type == "binary_expression"


def _use_fate(graph: CallGraph, function: Function, use: Node, depth: int) -> Fate:
    info = function.info
    call = call_of(use)
    fate = Fate("callback") if call is not None else fate_of(graph, info, use, depth)
    if call is not None and call.parent is not None and call.parent.type == "go_statement":
        fate = Fate("concurrent", how="go")
    inner = _literal_around(use, function)
    return fate if inner is None else _inside(graph, info, inner, fate, function, depth)


def _literal_around(use: Node, function: Function) -> Node | None:
    found = next(each for each in ancestors(use) if each.type in FUNCTIONS)
    return found if found != function.node else None


def _inside(
    graph: CallGraph, info: FileInfo, literal: Node, fate: Fate, function: Function, depth: int
) -> Fate:
    """The fate of what runs inside a literal: that of the literal where it is the stronger one."""
    call = call_of(literal)
    outer = Fate("callback") if call is not None else fate_of(graph, info, literal, depth - 1)
    if call is not None and call.parent is not None and call.parent.type == "go_statement":
        outer = Fate("concurrent", how="go")
    around = _literal_around(literal, function)
    if around is not None:
        outer = _inside(graph, info, around, outer, function, depth)
    kinds = ("callback", "defer", "concurrent", "register", "value")
    return max(fate, outer, key=lambda each: kinds.index(each.kind))
