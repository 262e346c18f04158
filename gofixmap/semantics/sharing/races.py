"""Accesses that can happen at one time by construction: what goroutines do to one variable.

Two accesses conflict where one of them at least writes, the goroutines that make them overlap, and
no lock is common to both. Only what is built that way in one function counts: a goroutine and the
function that starts it, two goroutines of one starter, several of one start, handlers of one
server. Whatever may order or separate the accesses does; so the absence of a conflict says little.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.patterns import pattern
from gofixmap.semantics.effects import receiver_name
from gofixmap.semantics.sharing.accesses import Access, Accesses, accesses_within
from gofixmap.semantics.sharing.callgraph import CallGraph, call_graph
from gofixmap.semantics.sharing.contexts import Context, contexts_of, root_of
from gofixmap.semantics.sharing.conventions import convention_of
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.goroutines import PARALLEL, Start, parallel_call
from gofixmap.semantics.sharing.joins import is_ordered, may_overlap, overlaps_itself
from gofixmap.semantics.sharing.kinds import Operation
from gofixmap.semantics.sharing.lexicon import conflicting, is_near_start
from gofixmap.semantics.sharing.locals import only_value
from gofixmap.semantics.sharing.locks import held_at
from gofixmap.semantics.sharing.places import base_of_access
from gofixmap.semantics.sharing.publication import is_unshared
from gofixmap.semantics.sharing.variables import Variable, VariableKind

if TYPE_CHECKING:
    from gofixmap.semantics.info import Semantics

_LOCKING = pattern(rb"(?:(?<![BbCc])[Ll]ock|Mutex|Exclusiv|Critical|Transact)\w*\Z")
_NEVER = (Operation.INITIALIZE, Operation.ATOMIC, Operation.ADDRESS, Operation.UNKNOWN)
_BY_ADDRESS = (Operation.METHOD, Operation.METHOD_VALUE)
_ELEMENTS = (
    Operation.INDEX_WRITE,
    Operation.INDEX_UPDATE,
    Operation.INDEX_READ,
    Operation.PART_WRITE,
)


class Conflict(Struct, frozen=True):
    """Two accesses that can happen at one time; one access twice where a start has many goroutines.

    The chains of functions run from the one that both accesses are reached from. `starts` are the
    starts of the goroutines, one or two. `is_visible`: all of it stands in one declaration.
    """

    first: Access
    second: Access
    first_chain: tuple[Function, ...]
    second_chain: tuple[Function, ...]
    starts: tuple[Start, ...]
    is_visible: bool


def conflicts(semantics: Semantics, accesses: Accesses) -> tuple[Conflict, ...]:
    """The conflicts between the accesses to one variable, the first access a write."""
    key = ("sharing.conflicts", accesses.variable, len(accesses.all))
    return semantics.once(key, lambda: tuple(_conflicts(semantics, accesses.all)))


def conflicts_outside_tests(semantics: Semantics, variable: Variable) -> tuple[Conflict, ...]:
    """The conflicts between accesses that are not in tests, of the packages that may have some."""
    key = ("sharing.conflicts outside tests", variable)
    return semantics.once(key, lambda: tuple(_outside_tests(semantics, variable)))


def _outside_tests(semantics: Semantics, variable: Variable) -> Iterator[Conflict]:
    packages = conflicting(semantics, variable)
    if packages:
        near = partial(is_near_start, semantics)
        yield from _conflicts(semantics, accesses_within(semantics, variable, packages, near))


def _conflicts(semantics: Semantics, accesses: Sequence[Access]) -> Iterator[Conflict]:
    packages: dict[str, list[Access]] = {}
    for access in accesses:
        packages.setdefault(access.info.package.path, []).append(access)
    for group in packages.values():
        counting = [access for access in group if _counts(access)]
        if any(access.writes for access in counting):
            graph = call_graph(semantics, group[0].info.package)
            yield from _Search(graph, counting[0].variable, counting).run()


def _counts(access: Access) -> bool:
    """Elements of slices and arrays, and parts of structs, are other variables."""
    if access.function is None or access.operation in _NEVER:
        return False
    if _is_of_loop(access):
        return False
    if access.operation in _BY_ADDRESS and access.variable.type.is_struct:
        return False
    return access.operation not in _ELEMENTS or access.variable.type.is_map


def _is_of_loop(access: Access) -> bool:
    """The header of a three-clause loop, where it works on the next iteration's own variable."""
    clause = access.variable.declaration.parent
    if clause is None or clause.type != "for_clause" or access.path != access.variable.path:
        return False
    version = access.info.semantics.workspace.language_version(access.path)
    inside = clause.start_byte <= access.node.start_byte < clause.end_byte
    return inside and version >= (1, 22)


class _Search:
    """The contexts of the accesses to one variable, compared in pairs."""

    def __init__(self, graph: CallGraph, variable: Variable, accesses: list[Access]) -> None:
        self._graph = graph
        self._variable = variable
        self._accesses = accesses

    def run(self) -> Iterator[Conflict]:
        found: set[tuple[tuple[str, int], tuple[str, int]]] = set()
        for one, other in self._pairs():
            key = (_key(one.access), _key(other.access))
            if key not in found and key[::-1] not in found and self._conflict(one, other):
                found.add(key)
                yield _made(one, other)

    def _pairs(self) -> Iterator[tuple[Context, Context]]:
        """Contexts of one function and one value, the second in a goroutine or both."""
        for group in self._groups():
            for other in [each for each in group if each.start is not None]:
                for one in group:
                    if _may_race(one.access, other.access):
                        yield (one, other) if one.access.writes else (other, one)

    def _groups(self) -> list[list[Context]]:
        """The contexts that meet, in the order of what is shared; only where there is a start is
        it asked what is."""
        groups: dict[tuple[object, ...], list[tuple[int, Context]]] = {}
        contexts = (each for access in self._accesses for each in self._contexts(access))
        for order, context in enumerate(contexts):
            groups.setdefault(_meeting(context), []).append((order, context))
        started = (
            [(order, each) for order, each in group if not is_unshared(each.access)]
            for group in groups.values()
            if any(each.start is not None for _, each in group)
        )
        ordered = sorted((group for group in started if group), key=lambda group: group[0][0])
        return [[each for _, each in group] for group in ordered]

    def _contexts(self, access: Access) -> list[Context]:
        path = base_of_access(access.info, access.node)
        is_field = self._variable.kind is VariableKind.FIELD
        if path is None or is_field != bool(path) or "[" in path:
            return []
        return [each for each in contexts_of(self._graph, access, path) if _is_fixed(each)]

    def _conflict(self, one: Context, other: Context) -> bool:
        if not self._overlap(one, other):
            return False
        if any(self._is_promised(each) for each in (one, other)):
            return False
        return not self._have_common_lock(one.access, other.access)

    def _overlap(self, one: Context, other: Context) -> bool:
        graph, root = self._graph, self._root(one)
        first, second = one.start, other.start
        if second is not None and first is second:
            if one.inner is None or other.inner is None or _is_single(one) or _is_single(other):
                return False
            if first.how == PARALLEL and not (_is_parallel(one) and _is_parallel(other)):
                return False
            return overlaps_itself(graph, first, one.inner, root) and overlaps_itself(
                graph, first, other.inner, root
            )
        if first is not None and second is not None:
            return self._both(one, first, other, second, root)
        waiting, running = (one, other) if first is None else (other, one)
        if running.start is None or running.inner is None or _is_single(running):
            return False
        return not is_ordered(graph, running.start, running.inner, waiting.site, root)

    def _both(
        self, one: Context, first: Start, other: Context, second: Start, root: int | None
    ) -> bool:
        if one.inner is None or other.inner is None or _is_single(one) or _is_single(other):
            return False
        if PARALLEL in (first.how, second.how) and not (_is_parallel(one) and _is_parallel(other)):
            return False
        if first.info.file.is_test and first.is_handler:
            return False
        return may_overlap(self._graph, first, one.inner, second, other.inner, root)

    def _root(self, context: Context) -> int | None:
        """Where the local that leads to the shared value is declared."""
        if self._variable.kind is VariableKind.LOCAL:
            return self._variable.node.start_byte
        return root_of(context.path) if context.path else None

    def _is_promised(self, context: Context) -> bool:
        """Whether a function on the way is documented to run under a lock, or is a literal that is
        given to what takes one, by its name."""
        return any(
            convention_of(self._graph, each.top) is not None or _is_given_to_lock(each)
            for each in context.chain
        )

    def _have_common_lock(self, one: Access, other: Access) -> bool:
        first = {held.lock: held.exclusive for held in held_at(self._graph, one)}
        second = {held.lock: held.exclusive for held in held_at(self._graph, other)}
        return any(first[lock] or second[lock] for lock in first.keys() & second.keys())


_OF_REFERENCE = (
    Operation.READ,
    Operation.RETURN,
    Operation.STORE,
    Operation.ARGUMENT,
    Operation.COMPARE,
)


def _may_race(one: Access, other: Access) -> bool:
    """Whether one of two accesses writes what the other one uses.

    What only takes the reference to a map does not meet what changes the map's entries.
    """
    if not one.writes and not other.writes:
        return False
    if not one.variable.type.is_map:
        return True
    pairs = ((one, other), (other, one))
    return not any(
        reader.operation in _OF_REFERENCE and writer.operation is not Operation.ASSIGN
        for reader, writer in pairs
    )


def _key(access: Access) -> tuple[str, int]:
    return access.path, access.node.start_byte


def _meeting(context: Context) -> tuple[object, ...]:
    """What contexts that can be compared have in common."""
    start = context.start
    if start is not None and start.call is None:  # known by its shape: one receiver for all
        root = root_of(context.path)
        rest = context.path.partition(f"@{root}")[2] if root is not None else context.path
        return (start.is_handler, context.function.type, rest)
    return (context.function, context.path)


def _is_fixed(context: Context) -> bool:
    """Whether the path means one value throughout the function."""
    start = context.start
    if start is not None and start.is_handler and start.info.file.is_test:
        return False
    root = root_of(context.path) if context.path else None
    if root is None:
        return True
    if start is not None and start.call is None:
        return _is_pointer_receiver(context.function, root)
    info = context.function.info
    declaration = info.file.declaration_at(root)
    node = declaration.node.descendant_for_byte_range(root, root) if declaration else None
    found = info.object_of(node) if node is not None else None
    if found is None:
        return False
    if found.role in ("param", "receiver"):
        return True
    return found.role == "var" and (only_value(info, found) is not None or found.type.is_struct)


def _is_pointer_receiver(function: Function, root: int) -> bool:
    """Whether the local declared at `root` is the function's receiver, and a pointer."""
    declaration = function.info.file.declaration_at(function.node.start_byte)
    method = declaration.method if declaration is not None else None
    label = receiver_name(function.node)
    return method is not None and method[2] and label is not None and label.start_byte == root


def _is_parallel(context: Context) -> bool:
    """Whether the access follows the call of t.Parallel in a parallel test."""
    start = context.start
    if start is None or start.body is None or context.inner is None or start.how != PARALLEL:
        return False
    call = parallel_call(start.body)
    return call is not None and call.end_byte <= context.inner.start_byte


def _is_single(context: Context) -> bool:
    """Whether something lets only one goroutine through to the access, or hands it over."""
    function = context.chain[-1]
    data = function.info.file.data
    before = data[function.body.start_byte : context.access.node.start_byte]
    return b"CompareAndSwap" in before or b"TryLock" in before or b"LoadOrStore" in before


def _is_given_to_lock(function: Function) -> bool:
    """Whether a literal is an argument of a call such as `LockAndDo(key, func() { ... })`."""
    around = function.node.parent if function.is_literal else None
    call = around.parent if around is not None and around.type == "argument_list" else None
    called = call.child_by_field_name("function") if call is not None else None
    return called is not None and _LOCKING.search(called.text or b"") is not None


def _made(one: Context, other: Context) -> Conflict:
    starts = tuple(dict.fromkeys(s for s in (one.start, other.start) if s is not None))
    chain = (*one.chain, *other.chain)
    visible = len({each.top for each in chain}) == 1
    return Conflict(one.access, other.access, one.chain, other.chain, starts, visible)
