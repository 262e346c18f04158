"""A section that holds the lock for reading only, though it writes, takes it for writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_tree import covers, members_of
from msgspec import Struct

from gofixmap.codemod import Edit, nodes, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

Access = sharing.Access
_RUNS = (sharing.CallKind.CALL, sharing.CallKind.CALLBACK, sharing.CallKind.DEFER)


class Raised(Struct, frozen=True):
    """What makes a section exclusive: its edits, and the bytes that it holds."""

    function: sharing.Function
    edits: tuple[Edit, ...]
    region: tuple[str, int, int]


def raised(graph: sharing.CallGraph, lock: sharing.Variable, access: Access) -> Raised | None:
    """The section around a write, taken for writing; None where that might wait for ever.

    Readers may hold the lock together, and one inside of another: so nothing in the section may
    take it again, nor anybody who holds it run the section.
    """
    function = graph.function_of(access.info, access.node)
    calls = [each for each in sharing.lock_calls(graph, function) if each.lock == lock]
    taking = _taking(calls, access)
    found = _section(calls, taking, access) if taking is not None else None
    if taking is None or found is None:
        return None
    covered, releasing = found
    conduct = sharing.region_conduct(graph, access.info, covered)
    given = [each.node for each in releasing]
    loud = [node for node, _ in conduct if node not in given]
    if any(each.base != access.base for each in calls):
        return None
    if not all(_runs_exclusively(graph, lock, access.info, each) for each in loud):
        return None
    if lock in sharing.may_be_held_at(graph, taking) or _is_run_under(graph, lock, function):
        return None
    edits = tuple(_exclusive(each) for each in (taking, *releasing))
    region = (access.path, covered[0].start_byte, covered[-1].end_byte)
    return Raised(function, edits, region)


def _taking(calls: Sequence[sharing.LockCall], access: Access) -> sharing.LockCall | None:
    """The last call that takes the lock in front of an access, in a list that holds it."""
    before = [each for each in calls if each.takes and each.node.end_byte <= access.node.start_byte]
    last = before[-1] if before else None
    listed = _list_of(last) if last is not None else None
    if last is None or last.exclusive or last.deferred or listed is None:
        return None
    return last if covers(listed, access.node) else None


def _list_of(call: sharing.LockCall) -> Node | None:
    """The statement list that a call is a statement of."""
    statement = call.node.parent
    listed = statement.parent if statement is not None else None
    return listed if listed is not None and listed.type == "statement_list" else None


def _section(
    calls: Sequence[sharing.LockCall], taking: sharing.LockCall, access: Access
) -> tuple[list[Node], list[sharing.LockCall]] | None:
    """The statements from a call on to where its lock is given back, and all that gives it back."""
    listed = _list_of(taking)
    members = members_of(listed) if listed is not None else []
    number = next((n for n, each in enumerate(members) if covers(each, taking.node)), len(members))
    behind = [each for each in calls if each.node.start_byte > taking.node.start_byte]
    first = behind[0] if behind else None
    if first is not None and first.deferred and covers(members[number + 1], first.node):
        covered, releasing = members[number + 2 :], behind
    else:
        ends = [each for each in behind if not each.deferred and _list_of(each) == listed]
        end = next((n for n, each in enumerate(members) for c in ends if covers(each, c.node)), 0)
        covered = members[number + 1 : end]
        releasing = [c for c in behind if end and c.node.start_byte < members[end].end_byte]
    inside = any(covers(each, access.node) for each in covered)
    given = all(each.method == "RUnlock" for each in releasing)
    deferred = [each for each in releasing if each.deferred]
    if not inside or not given or (deferred and len(releasing) > 1):
        return None
    return covered, releasing


def _runs_exclusively(
    graph: sharing.CallGraph, lock: sharing.Variable, info: FileInfo, node: Node
) -> bool:
    """Whether code that holds the lock for writing calls that method of that type as well, so that
    it cannot take it: `request.Key()` in front of and in `delete(q.waiting, request.Key())`."""
    asked = _method(info, node)
    if asked is None:
        return False
    for function in graph.locking:
        for each in walk(function.body) if asked[1].encode() in (function.body.text or b"") else ():
            if each.type == "call_expression" and _method(function.info, each) == asked:
                held = sharing.held_at(graph, sharing.Place(function.info, each))
                if any(found.lock == lock and found.exclusive for found in held):
                    return True
    return False


def _method(info: FileInfo, call: Node) -> tuple[str, str] | None:
    """The type and the name of the method that a call without arguments calls."""
    called = call.child_by_field_name("function") if call.type == "call_expression" else None
    listed = call.child_by_field_name("arguments")
    if called is None or called.type != "selector_expression" or listed is None:
        return None
    operand, name = called.child_by_field_name("operand"), called.child_by_field_name("field")
    if operand is None or name is None or nodes.named(listed):
        return None
    kind = info.type_of(operand)
    return None if kind.is_unknown else (str(kind), info.file.text(name))


def _is_run_under(
    graph: sharing.CallGraph, lock: sharing.Variable, function: sharing.Function
) -> bool:
    """Whether some caller, or a caller of that, may hold the lock while it runs the function."""
    seen, pending = {function}, [function]
    while pending:
        for call in _running(graph, pending.pop()):
            if lock in sharing.may_be_held_at(graph, call):
                return True
            if call.caller not in seen:
                seen.add(call.caller)
                pending.append(call.caller)
    return False


def _running(graph: sharing.CallGraph, function: sharing.Function) -> Iterator[sharing.Call]:
    return (each for each in graph.calls_to(function, tests=True) if each.kind in _RUNS)


def _exclusive(call: sharing.LockCall) -> Edit:
    """`RLock` becomes `Lock`, `RUnlock` becomes `Unlock`."""
    called = call.node.child_by_field_name("function")
    field = called.child_by_field_name("field") if called is not None else None
    assert field is not None
    return Edit(
        call.info.file.path, field.start_byte, field.end_byte, call.method.removeprefix("R")
    )
