"""Who else may use a value when the map or field that owns it lets go of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._release_refusal import Refused

from gofixmap.codemod import (
    enclosing,
    lifetime,
    members,
    nodes,
    operands,
    pattern,
    sharing,
    uses,
    uses_of,
    walk,
)

if TYPE_CHECKING:
    from gofixmap_codemods._release_sites import Loss
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo

Operation = sharing.Operation
Done = lifetime.Done
_DEPTH = 3  # functions that return the value of one another
_DECLARED = ("function_declaration", "method_declaration")
_FUNCTIONS = (*_DECLARED, "func_literal")
_KEEPING = (Done.STORED, Done.SENT)


def check_seen(context: Context, loss: Loss) -> None:
    """Raises Refused where a declaration that may use the variable cannot be read."""
    found = sharing.accesses_of(context.semantics, loss.variable)
    if found.incomplete:
        raise Refused("closed-world-broken", loss, f"{loss.variable.name} ({found.incomplete[0]})")


def check_not_handed_out(context: Context, loss: Loss) -> None:
    """Raises Refused where somebody may still use the old value: a release would pull it away.

    What neither waits nor is read from, a timer or a cancel function, may be handed out.
    """
    if loss.release.prompt and loss.release.how is not lifetime.How.CLOSE:
        return
    place = next(_holders(context, loss), None)
    if place is not None:
        raise Refused("handed-out", loss, place)


def check_released_once(context: Context, loss: Loss) -> None:
    """Raises Refused where a second release would panic: another site leaves the value there."""
    if loss.release.repeatable and not _closes_a_channel(loss):
        return
    accesses = sharing.accesses_of(context.semantics, loss.variable).all
    for site in lifetime.releases_in(context.semantics, loss.variable):
        around = enclosing(site.access.node, *_DECLARED)
        removes = any(
            access.writes and enclosing(access.node, *_DECLARED) == around
            for access in accesses
            if access.path == site.access.path
        )
        if not removes:
            raise Refused("released-twice", loss, site.where)


def is_counted(loss: Loss) -> bool:
    """Whether the release gives back one of several references: the map does not own the value."""
    body = method_body(loss)
    if body is None:
        return loss.release.name.lower() == "release"
    text = body.text or b""
    return _COUNTING.search(text) is not None


_COUNTING = pattern(rb"--\s|-=\s*1\b|\.Add\(-1\)|Add\w+\([^,()]+, -1\)")


def check_not_counted(loss: Loss) -> None:
    """Raises Refused where the release gives back one of several references."""
    if is_counted(loss):
        raise Refused("reference-counted", loss, loss.release.name)


def check_parent_stays(context: Context, loss: Loss) -> None:
    """Raises Refused where the old cancel function ends the context that the new one is made from:
    `s.ctx, s.cancel = context.WithCancel(s.ctx)`."""
    if loss.release.how is not lifetime.How.CALL:
        return
    for call in _makers(loss):
        given = operands.arguments_of(call)
        parent = sharing.variable_denoted(loss.info, given[0]) if given else None
        if parent is None or parent.kind is sharing.VariableKind.LOCAL:
            continue
        if _writers(context, parent) & _writers(context, loss.variable):
            raise Refused("parent-cancelled", loss, loss.info.file.text(given[0]))


def _makers(loss: Loss) -> Iterator[Node]:
    """The calls of context.With... in the function around the loss."""
    for each in walk(loss.function):
        function = each.child_by_field_name("function") if each.type == "call_expression" else None
        if function is not None and (function.text or b"").startswith(b"context.With"):
            yield each


def _writers(context: Context, variable: sharing.Variable) -> set[tuple[str, int]]:
    """The functions that give the variable a value."""
    found: set[tuple[str, int]] = set()
    for access in sharing.accesses_of(context.semantics, variable).all:
        around = enclosing(access.node, *_DECLARED)
        if access.writes and around is not None:
            found.add((access.path, around.start_byte))
    return found


def _closes_a_channel(loss: Loss) -> bool:
    """Whether the method's body closes a channel without a sync.Once or a look at it."""
    body = method_body(loss)
    text = (body.text or b"") if body is not None else b""
    return b"close(" in text and not any(
        word in text for word in (b".Do(", b"select", b"if ", b"switch")
    )


def method_body(loss: Loss) -> Node | None:
    """The body of the method that releases, where it is in the workspace."""
    if loss.release.how is not lifetime.How.METHOD:
        return None
    kind = loss.info.type_of(loss.target)
    owner = kind.element if kind.is_map else kind
    found = members.find_member(owner, loss.release.name, loss.info.package.path)
    method = getattr(found, "method", None)
    if method is None or method.span is None:
        return None
    file = loss.info.semantics.workspace.file(method.path)
    declaration = file.declaration_at(method.span.start) if file is not None else None
    if declaration is None or declaration.has_error:
        return None
    return declaration.node.child_by_field_name("body")


def _holders(context: Context, loss: Loss) -> Iterator[str]:
    graph = sharing.call_graph(context.semantics, loss.info.package)
    for access, use in lifetime.uses_of_owned(context.semantics, loss.variable):
        if use.info.file.is_test:
            continue
        if _keeps(context, use, _DEPTH):
            yield _where(use)
        elif _is_behind_lock(graph, access, use):
            yield f"it is used behind the lock at {_where(use)}"
    yield from _returned_when_stored(context, loss)


def _where(use: lifetime.ValueUse) -> str:
    line = use.info.file.lines.line_of(use.node.start_byte)
    return f"{use.info.path.rpartition('/')[2]}:{line}"


def _keeps(context: Context, use: lifetime.ValueUse, depth: int) -> bool:
    if use.done in _KEEPING:
        return True
    if use.done is Done.PASSED:
        return _is_kept_by_callee(use)
    return use.done is Done.RETURNED and _is_kept_by_callers(context, use, depth)


def _is_kept_by_callee(use: lifetime.ValueUse) -> bool:
    listed = use.node.parent
    call = listed.parent if listed is not None and listed.type == "argument_list" else None
    if call is None or call.type != "call_expression":
        return True
    harmless = {lifetime.Use.LOOKS, lifetime.Use.CLOSES}
    return not lifetime.use_of_argument(use.info, call, use.node) <= harmless


def _is_kept_by_callers(context: Context, use: lifetime.ValueUse, depth: int) -> bool:
    """Whether a function that returns the value has a caller that may keep it."""
    around = enclosing(use.node, *_FUNCTIONS)
    if around is None or around.type == "func_literal" or depth == 0:
        return True
    calls = _calls_of(context, use.info, around)
    if calls is None:
        return True
    at = _position(use.node)
    return any(
        _keeps(context, found, depth - 1)
        for info, call in calls
        for found in _uses_of_result(info, call, at)
    )


def _position(value: Node) -> int:
    listed = value.parent
    items = nodes.expression_items(listed) if listed is not None else []
    return items.index(value) if value in items else 0


def _calls_of(
    context: Context, info: FileInfo, function: Node
) -> list[tuple[FileInfo, Node]] | None:
    """All calls of a function; None where there may be others."""
    graph = sharing.call_graph(context.semantics, info.package)
    found = graph.function_at(info, function)
    if not found.is_exported:
        if graph.is_value_used(found, tests=False):
            return None
        return [
            (call.info, call.node)
            for call in graph.calls_to(found, tests=False)
            if call.node.type == "call_expression"
        ]
    if info.package.importable_outside:
        return None
    owner, _, name = found.name.rpartition(".")
    every = uses_of(context.semantics, _Named(info.package.path, owner, name))
    if not every.is_complete:
        return None
    calls = [(use, _call(use)) for use in every.uses if not use.info.file.is_test]
    if any(call is None for _, call in calls):
        return None
    return [(use.info, call) for use, call in calls if call is not None]


def is_for_tests(context: Context, info: FileInfo, function: Node) -> bool:
    """Whether tests call a function, and nothing else does."""
    graph = sharing.call_graph(context.semantics, info.package)
    owner, _, name = graph.function_at(info, function).name.rpartition(".")
    every = uses_of(context.semantics, _Named(info.package.path, owner, name)).uses
    return bool(every) and all(use.info.file.is_test for use in every)


class _Named:
    """What `uses_of` asks about."""

    def __init__(self, package: str, owner: str, name: str) -> None:
        self.package = package
        self.type = owner
        self.name = name


def _call(use: uses.Use) -> Node | None:
    function = use.selector or use.node
    call = function.parent
    if call is None or call.type != "call_expression":
        return None
    return call if call.child_by_field_name("function") == function else None


def _uses_of_result(info: FileInfo, call: Node, at: int) -> Iterator[lifetime.ValueUse]:
    """What a caller does with the result of that position."""
    listed = call.parent
    statement = listed.parent if listed is not None else None
    if listed is None or statement is None or listed.type != "expression_list":
        if at == 0:
            yield from lifetime.uses_of_value(info, call)
        return
    if statement.type == "return_statement":
        yield lifetime.ValueUse(Done.RETURNED, info, call)
        return
    left = statement.child_by_field_name("left")
    targets = nodes.expression_items(left) if left is not None else []
    if at < len(targets):
        yield from lifetime.uses_of_name(info, targets[at])


def _is_behind_lock(
    graph: sharing.CallGraph, access: sharing.Access, use: lifetime.ValueUse
) -> bool:
    """Whether the value is read under a lock and used without it, while others may release it."""
    if use.done in (Done.COMPARED, Done.RELEASED, Done.RETURNED) or use.info.path != access.path:
        return False
    held = {each.lock for each in sharing.held_at(graph, access)}
    if not held:
        return False
    there = {each.lock for each in sharing.held_at(graph, sharing.Place(use.info, use.node))}
    return not held <= there


def _returned_when_stored(context: Context, loss: Loss) -> Iterator[str]:
    """`p.conns[k] = c; return c`: the new value is handed out when it is stored."""
    for access in sharing.accesses_of(context.semantics, loss.variable).all:
        value = access.value
        if access.operation not in (Operation.INDEX_WRITE, Operation.ASSIGN) or value is None:
            continue
        if access.info.file.is_test or value.type != "identifier":
            continue
        found = access.info.object_of(value)
        if found is None or found.role != "var":
            continue
        for use in lifetime.uses_of_name(access.info, value):
            is_it = use.node.start_byte == value.start_byte
            if not is_it and _keeps(context, use, _DEPTH):
                yield _where(use)
