"""Where the lock around a loss is given back, so that the release can stand behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._release_refusal import Refused
from msgspec import Struct

from gofixmap.codemod import enclosing, nodes, operands, sharing, walk

if TYPE_CHECKING:
    from gofixmap_codemods._release_sites import Loss
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo

_LEAVING = frozenset(
    {"return_statement", "break_statement", "continue_statement", "goto_statement"}
)


class Section(Struct, frozen=True):
    """`form`: "bare" (no lock), "unlock" (given back by the statement `unlock`), "undefer" (the
    statement `defer` becomes an unlock behind the loss), "deferred" (released by a deferred call
    that is registered before the statement `lock`)."""

    form: str
    unlock: Node | None = None
    defer: Node | None = None
    lock: Node | None = None
    unlock_text: str = ""


def section_of(context: Context, loss: Loss) -> Section:
    """Raises Refused where the lock cannot be given back before the release."""
    graph = sharing.call_graph(context.semantics, loss.info.package)
    held = sharing.held_at(graph, loss.access)
    if not held:
        if sharing.may_be_held_at(graph, loss.access):
            raise Refused("lock-held", loss, "a lock may be held here")
        return Section("bare")
    if len(held) > 1:
        raise Refused("lock-held", loss, "several locks are held")
    lock = next(iter(held))
    if lock.how != "here":
        raise Refused("lock-held", loss, f"the caller holds {lock.lock.name}")
    function = graph.function_of(loss.info, loss.statement)
    calls = [each for each in sharing.lock_calls(graph, function) if each.lock == lock.lock]
    deferred = [each for each in calls if each.releases and each.deferred]
    return _deferred(loss, calls, deferred) if deferred else _explicit(loss, calls)


def _explicit(loss: Loss, calls: list[sharing.LockCall]) -> Section:
    """The unlock that follows in the same list, with nothing in between that leaves."""
    unlocks = {_statement(each.node) for each in calls if each.releases}
    following = loss.statement.next_named_sibling
    while following is not None:
        if following in unlocks:
            return Section("unlock", unlock=following)
        if any(each.type in _LEAVING for each in walk(following)) or _gives(following, unlocks):
            break
        following = following.next_named_sibling
    raise Refused("lock-held", loss, "the lock is given back in another block")


def _gives(node: Node, unlocks: set[Node]) -> bool:
    return any(node.start_byte <= e.start_byte < node.end_byte for e in unlocks)


def _statement(call: Node) -> Node:
    parent = call.parent
    return parent if parent is not None and parent.type.endswith("_statement") else call


def _deferred(
    loss: Loss, calls: list[sharing.LockCall], deferred: list[sharing.LockCall]
) -> Section:
    others = [each for each in calls if each.releases and not each.deferred]
    takes = [each for each in calls if each.takes]
    if others or len(deferred) != 1 or len(takes) != 1:
        raise Refused("lock-held", loss, "the lock is given back in several places")
    defer, lock = _statement(deferred[0].node), _statement(takes[0].node)
    if defer.parent != lock.parent or enclosing(loss.statement, "for_statement") is not None:
        raise Refused("lock-held", loss, "the lock is given back in another block")
    if _is_last_of_all(loss, defer):
        text = loss.info.file.text(deferred[0].node)
        return Section("undefer", defer=defer, unlock_text=text)
    return Section("deferred", lock=lock)


def _is_last_of_all(loss: Loss, defer: Node) -> bool:
    """Whether the loss ends what is done under the lock, and nothing before it can leave or panic.

    Behind it only a return of plain values may stand.
    """
    if (
        loss.statement.parent != defer.parent
        or defer.start_point.row == loss.statement.end_point.row
    ):
        return False
    following = nodes.following(loss.statement)
    if len(following) > 1 or any(not _is_plain_return(loss.info, each) for each in following):
        return False
    between = nodes.following(defer)
    between = between[: between.index(loss.statement)]
    return all(_is_harmless(loss.info, each) for each in between)


def _is_plain_return(info: FileInfo, statement: Node) -> bool:
    """A return whose values are names and constants of the function's own."""
    if statement.type != "return_statement":
        return False
    listed = nodes.first_named(statement)
    values = nodes.expression_items(listed) if listed is not None else []
    return all(
        each.type in ("nil", "true", "false")
        or info.constant(each) is not None
        or _is_local(info, each)
        for each in values
    )


def _is_local(info: FileInfo, node: Node) -> bool:
    found = info.object_of(node) if node.type == "identifier" else None
    return found is not None and found.is_local


def _is_harmless(info: FileInfo, statement: Node) -> bool:
    return not (
        any(
            each.type in (*_LEAVING, "func_literal", "index_expression") for each in walk(statement)
        )
        or operands.has_call_or_receive(info, statement)
    )
