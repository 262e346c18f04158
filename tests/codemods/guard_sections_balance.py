"""Whether locks are taken and given back once on every path, and held at every access."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from gofixmap_codemods._guard_sections_tree import is_ending_call
from tree_sitter import Node

from gofixmap.codemod import flow, nodes, sharing, walk
from gofixmap.semantics.info import FileInfo

_CALL = re.compile(r"^(?:(.*)\.)?(Lock|Unlock|RLock|RUnlock)\(\)$")
_FREE, _HELD = "free", "held"


def imbalances(info: FileInfo, function: sharing.Function) -> Iterator[str]:
    """What is wrong with the locks of one function: taken twice, given back twice, kept."""
    graph = flow.flow_of(function.body, lambda node: is_ending_call(info, node))
    locks = {lock for point in graph.points if (lock := _lock_of(info, point.node))}
    for name in {each[0] for each in locks}:
        yield from _walked(info, graph, name)


def _lock_of(info: FileInfo, node: Node | None) -> tuple[str, str] | None:
    if node is None or node.type not in ("expression_statement", "defer_statement"):
        return None
    text = info.file.text(node).removeprefix("defer ")
    match = _CALL.match(text)
    if match is None or match[1] is None:
        return None
    return match[1], match[2]


def _walked(info: FileInfo, graph: flow.Flow, lock: str) -> Iterator[str]:
    """Every state of one lock at every point: free or held, and whether a defer gives it back."""
    seen: set[tuple[int, str, bool]] = set()
    pending = [(0, _FREE, False)]
    errors: set[str] = set()
    while pending:
        step = pending.pop()
        if step in seen:
            continue
        seen.add(step)
        index, state, deferred = step
        node = graph.points[index].node
        state, deferred, error = _step(info, node, lock, state, deferred)
        line = info.file.lines.line_of(node.start_byte) if node is not None else 0
        if error:
            errors.add(f"{lock} {error} at line {line}")
        if not graph.points[index].successors and (state is _HELD) != deferred:
            errors.add(f"{lock} is {state} at the end, line {line}")
        pending += [(each, state, deferred) for each in graph.points[index].successors]
    yield from sorted(errors)


def _step(
    info: FileInfo, node: Node | None, lock: str, state: str, deferred: bool
) -> tuple[str, bool, str]:
    found = _lock_of(info, node)
    if node is None or found is None or found[0] != lock:
        return state, deferred, ""
    if node.type == "defer_statement":
        return state, True, "" if state is _HELD and not deferred else "is given back too often"
    if found[1] in ("Unlock", "RUnlock"):
        return _FREE, deferred, "" if state is _HELD else "is given back while free"
    return _HELD, deferred, "" if state is _FREE else "is taken twice"


def neighbours(body: Node) -> Iterator[str]:
    """Sections that end where another of the same lock begins: they should be one."""
    for listed in walk(body):
        if listed.type != "statement_list":
            continue
        for left, right in pairwise(nodes.named(listed)):
            if (lock := _released(left)) and _taken(right) == lock:
                yield f"{lock} is given back and taken at once at line {left.end_point[0] + 1}"


def _released(node: Node) -> str:
    return _method_of(node, ("Unlock", "RUnlock"))


def _taken(node: Node) -> str:
    return _method_of(node, ("Lock", "RLock"))


def _method_of(node: Node, methods: tuple[str, ...]) -> str:
    text = (node.text or b"").decode() if node.type == "expression_statement" else ""
    match = _CALL.match(text)
    return match[1] or "" if match is not None and match[2] in methods else ""


def unguarded(
    graph: sharing.CallGraph, accesses: Iterable[sharing.Access], lock: sharing.Variable
) -> Iterator[str]:
    """The accesses at which the lock is not held, or only for reading where they write."""
    for access in accesses:
        held = [each for each in sharing.held_at(graph, access) if each.lock == lock]
        if not held:
            yield f"line {access.line}: {access.info.file.text(access.expression)} is bare"
        elif access.writes and not any(each.exclusive for each in held):
            yield f"line {access.line}: {access.info.file.text(access.expression)} writes"
