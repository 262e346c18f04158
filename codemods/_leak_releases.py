"""Deferred calls that release something, and what they release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._leak_flow import inside
from msgspec import Struct

from gofixmap.codemod import nodes, pattern

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

_METHODS = {
    b"Close": "close",
    b"Stop": "close",
    b"Release": "close",
    b"Rollback": "close",
    b"Unlock": "unlock",
    b"RUnlock": "unlock",
    b"Done": "done",
    b"Put": "put",
}
_CANCELS = ("context.CancelFunc", "context.CancelCauseFunc")
_HELPERS = pattern(r"(?i)^\w*(close|release|cancel|unlock|stop)\w*$")


class Release(Struct, frozen=True):
    """A call that releases: `kind` is close, unlock, done, put, cancel or function.

    `operand` is the expression that names what is released, `root` the identifier it starts with.
    """

    call: Node
    kind: str
    operand: Node
    root: Node
    variable: Object


def release_of(info: FileInfo, deferred: Node) -> Release | None:
    """What the call of a defer statement releases; None where it is not known to."""
    function = deferred.child_by_field_name("function")
    if function is None:
        return None
    if nodes.unparenthesized(function).type != "func_literal":
        return _released(info, deferred)
    body = nodes.unparenthesized(function).child_by_field_name("body")
    calls = [each for each in inside(body) if each.type == "call_expression"] if body else []
    found = (_released(info, each) for each in calls)
    return next((each for each in found if each is not None), None)


def _released(info: FileInfo, call: Node) -> Release | None:
    function = call.child_by_field_name("function")
    if function is None:
        return None
    if function.type == "identifier":
        return _called(info, call, function) or _helped(info, call, function)
    if function.type != "selector_expression":
        return None
    name, operand = (function.child_by_field_name(each) for each in ("field", "operand"))
    if name is None or operand is None:
        return None
    kind = _METHODS.get(name.text or b"")
    if kind == "put":
        return _given(info, call, kind)
    if kind is None:
        return _helped(info, call, name)
    if kind == "done" and str(info.type_of(operand)).lstrip("*") != "sync.WaitGroup":
        return None
    return _of(info, call, kind, operand)


def _called(info: FileInfo, call: Node, function: Node) -> Release | None:
    """`cancel()`, and `closeAll()` where that is a local function."""
    found = info.object_of(function)
    if found is None or found.kind != "var" or not found.is_local:
        return None
    is_cancel = str(info.type_of(function)) in _CANCELS
    if not is_cancel and not _HELPERS.match(found.name):
        return None
    return Release(call, "cancel" if is_cancel else "function", function, function, found)


def _helped(info: FileInfo, call: Node, name: Node) -> Release | None:
    """`closeQuietly(f)`, `util.Close(f)`: a function named after what it does to its argument."""
    return _given(info, call, "close") if _HELPERS.match(info.file.text(name)) else None


def _given(info: FileInfo, call: Node, kind: str) -> Release | None:
    listed = call.child_by_field_name("arguments")
    for argument in nodes.named(listed) if listed is not None else ():
        release = _of(info, call, kind, argument)
        if release is not None:
            return release
    return None


def _of(info: FileInfo, call: Node, kind: str, operand: Node) -> Release | None:
    root = nodes.unparenthesized(operand)
    while root.type in ("unary_expression", "selector_expression", "parenthesized_expression"):
        inner = root.child_by_field_name("operand") or nodes.first_named(root)
        if inner is None:
            return None
        root = inner
    variable = info.object_of(root) if root.type == "identifier" else None
    if variable is None or variable.kind != "var":
        return None
    return Release(call, kind, operand, root, variable)


def is_acquired(info: FileInfo, release: Release, body: Node, before: Node) -> bool:
    """Whether what is released was taken in this iteration: made by a call, locked, waited for."""
    if release.kind == "done":
        return True
    if release.kind == "unlock":
        return lock_call(info, release, body, before) is not None
    return acquisition(info, release.variable, body, before) is not None


def released_early(
    info: FileInfo, function: Node, deferred: Node, release: Release
) -> tuple[Node, ...]:
    """The calls that release by hand what `deferred` releases too, and which may run twice."""
    if release.kind not in ("close", "cancel"):
        return ()
    text = info.file.text(release.call)
    body = function.child_by_field_name("body")
    return tuple(
        each
        for each in inside(body or function)
        if each.type == "call_expression" and each.start_byte > deferred.end_byte
        if info.file.text(each) == text and each.parent is not None
        if each.parent.type not in ("defer_statement", "go_statement")
        if (found := _released(info, each)) is not None and found.variable is release.variable
    )


def lock_call(info: FileInfo, release: Release, body: Node, before: Node) -> Node | None:
    """The last call that locks what is released, in front of `before`."""
    wanted = {
        info.file.text(release.operand) + name
        for name in (".Lock", ".RLock", ".TryLock", ".TryRLock")
    }
    found = None
    for node in inside(body):
        function = node.child_by_field_name("function") if node.type == "call_expression" else None
        if function is not None and node.end_byte <= before.start_byte:
            found = node if info.file.text(function) in wanted else found
    return found


def acquisition(info: FileInfo, variable: Object, body: Node, before: Node) -> Node | None:
    """The last statement in front of `before` that sets the variable to what a call gives."""
    found = None
    for node in inside(body):
        if node.end_byte > before.start_byte or not _sets(info, node, variable):
            continue
        right = node.child_by_field_name("right") or node.child_by_field_name("value")
        makes = right is not None and any(each.type == "call_expression" for each in inside(right))
        found = node if makes else None
    return found


def _sets(info: FileInfo, node: Node, variable: Object) -> bool:
    if node.type in ("short_var_declaration", "assignment_statement"):
        left = node.child_by_field_name("left")
        targets = nodes.expression_items(left) if left is not None else []
    elif node.type == "var_spec":
        targets = nodes.children_of(node, "name")
    else:
        return False
    return any(each.type == "identifier" and info.object_of(each) is variable for each in targets)


def is_declared_in(variable: Object, body: Node) -> bool:
    return body.start_byte <= variable.span.start < body.end_byte


def recovers(node: Node) -> bool:
    """Whether `recover` is called anywhere below, in function literals too."""
    return any(
        each.type == "call_expression"
        and (function := each.child_by_field_name("function")) is not None
        and function.text == b"recover"
        for each in inside(node, literals=True)
    )
