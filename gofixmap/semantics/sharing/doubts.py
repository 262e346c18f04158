"""Accesses without a lock that are likely in order all the same, for reasons that no lock shows.

Programs hand values over by channels, let one goroutine do all the writing, and fill in what they
have just made. None of it is proven here: an access is left alone where it looks like that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.nodes import is_ignore, unparenthesized
from gofixmap.semantics.sharing.accesses import Access, accesses_of
from gofixmap.semantics.sharing.contexts import Context, contexts_of, root_of
from gofixmap.semantics.sharing.conventions import doc_of
from gofixmap.semantics.sharing.copying import copying_sections
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.goroutines import loop_around, start_of
from gofixmap.semantics.sharing.kinds import Operation
from gofixmap.semantics.sharing.locals import only_value
from gofixmap.semantics.sharing.lockcalls import lock_calls
from gofixmap.semantics.sharing.locks import may_lock
from gofixmap.semantics.sharing.places import base_of_access
from gofixmap.semantics.sharing.publication import is_unshared
from gofixmap.semantics.sharing.races import conflicts
from gofixmap.semantics.sharing.variables import Variable, VariableKind

if TYPE_CHECKING:
    from gofixmap.semantics.objects import Object
    from gofixmap.semantics.sharing.callgraph import CallGraph
    from gofixmap.syntax.source import SourceFile

_SIGNAL = pattern(
    rb"<-|\.Wait\(|\bselect\b|\batomic\.Load|\.Load\(\)|\.CompareAndSwap|(?i:acquire|sema)"
)
_SPOKEN = pattern(r"(?i)\b(un|dead)?lock|mutex|\brac(e|y)|concurren|thread|synchron")
_NAMED = pattern(r"(?<![A-Z])(Locked|Unlocked|NoLock|Unsafe)")
_LOCKED = pattern(rb"Lock\(\)|\.Do\(")
_GO = pattern(rb"\bgo[ \t]+[\w(]")
_DONE = pattern(
    rb"Lock\(\)\s+defer [\w.]+\.Unlock\(\)\s+if (?P<flag>[\w.]+?)(?:\.Load\(\))? \{\s+return\b"
)
_ENDS = rb"[ \t]*(?://[^\n]*)?\n\s*(?:return\b[^\n]*\s+)?\}"
_MAKING = pattern(r"(?i)(new|make|must|create|build|open|clone|copy)")


def is_doubtful_alone(graph: CallGraph, access: Access, lock: Variable, annotated: bool) -> bool:
    """Whether an access without the lock may be meant, as far as it tells by itself.

    Where the variable is `annotated` as guarded, its accesses need no evidence of goroutines.
    """
    if access.info.file.is_generated or _follows_signal(graph, access):
        return True
    path = base_of_access(access.info, access.node)
    if path is None or _is_copied_over(access) or is_spoken_of(graph, access):
        return True
    contexts = contexts_of(graph, access, path)
    if any(_is_of_own_making(each) for each in contexts):
        return True
    if annotated or access.variable.kind is VariableKind.LOCAL:
        return False
    return not any(_is_entry(graph, each, lock) for each in contexts)


def is_doubtful_beside(
    graph: CallGraph, access: Access, lock: Variable, writes: Sequence[Access]
) -> bool:
    """Whether an access without the lock may be meant, given the writes that it would race."""
    against = [each for each in writes if _meets(access, each) and not _is_first(graph, each)]
    if not against:
        return True
    if not access.writes and (_is_settled_once(graph, against) or _is_set_up(graph, lock, against)):
        return True
    if access.variable.kind is VariableKind.LOCAL:
        return not _conflicts(access)
    if access.writes:
        return False
    path = base_of_access(access.info, access.node)
    return path is None or _is_by_writer(graph, access, against, contexts_of(graph, access, path))


def is_of_own_making(graph: CallGraph, access: Access) -> bool:
    """Whether the function around has made the value itself, and has started no goroutine yet."""
    path = base_of_access(access.info, access.node)
    function = graph.function_of(access.info, access.node)
    context = Context(access, function, access.node, path or "", (function,))
    return _is_of_own_making(context)


def _is_copied_over(access: Access) -> bool:
    """Whether one value gets what another one has, `new.n = old.n`: it takes over from it."""
    value = access.value
    if access.operation is not Operation.ASSIGN or value is None:
        return False
    other = unparenthesized(value)
    field = other.child_by_field_name("field") if other.type == "selector_expression" else None
    return field is not None and field.text == access.variable.name.encode()


def is_spoken_of(graph: CallGraph, access: Access) -> bool:
    """Whether the function's name or a comment in it is about locks: its author thought of them."""
    function = graph.function_of(access.info, access.node).top
    if function.is_initializer:
        return False
    if _NAMED.search(function.name):
        return True
    if _SPOKEN.search(doc_of(function)):
        return True
    file, node = access.info.file, function.node
    if not _SPOKEN.search(file.text(node)):
        return False
    return any(
        node.start_byte <= each.start
        and each.end <= node.end_byte
        and not is_ignore(each.of(file.data))
        and _SPOKEN.search(file.text(each)) is not None
        for each in file.comments
    )


def _is_entry(graph: CallGraph, context: Context, lock: Variable) -> bool:
    """Whether goroutines that nobody has ordered may come to the access this way.

    They do in a goroutine of their own, beside one and by exported functions. Who reads after he
    has taken the lock, not only to copy, may well know that nobody writes any more.
    """
    if context.start is not None or (_starts_one(context) and _local(context) is not None):
        return not _locks_before(graph, context, lock)
    function = context.function
    if not function.is_exported or function.is_test:
        return False
    if context.path and not _is_of_receiver(context):
        return False
    package = function.info.package
    if (package.is_main or package.is_internal) and not _is_short(function):
        return False
    return not _locks_before(graph, context, lock)


def _is_of_receiver(context: Context) -> bool:
    """Whether the value is the one that the method is called on, not one that is only used."""
    name, _, at = context.path.partition("@")
    return bool(context.function.receiver) and name == context.function.receiver and at.isdigit()


def _is_short(function: Function) -> bool:
    """Whether a function does little else: an accessor, which may be called at any time."""
    statements = [each for each in function.body.named_children if each.type != "comment"]
    if len(statements) == 1 and statements[0].type == "statement_list":
        statements = [each for each in statements[0].named_children if each.type != "comment"]
    return len(statements) <= 2


def _locks_before(graph: CallGraph, context: Context, lock: Variable) -> bool:
    """Whether a reader takes a lock, or calls what takes this one, before it gets there."""
    if context.access.writes:
        return False
    inner = context.chain[-1]
    if _locks(graph, inner, context.access.node, lock):
        return True
    return context.function is not inner and _locks(graph, context.function, context.site, lock)


def _locks(graph: CallGraph, function: Function, site: Node, lock: Variable) -> bool:
    data, start = function.info.file.data, function.body.start_byte
    for section in copying_sections(graph, function, lock, site):
        if _LOCKED.search(data, start, section.start) is not None:
            return True
        start = section.end
    if _LOCKED.search(data, start, site.start_byte) is not None:
        return True
    return any(
        call.callee is not None
        and call.node.end_byte <= site.start_byte
        and bool(may_lock(graph, call.callee, lock))
        for call in graph.calls_from(function)
    )


def _conflicts(access: Access) -> bool:
    """Whether goroutines of one function, all in sight, can race for a local."""
    semantics = access.info.semantics
    found = conflicts(semantics, accesses_of(semantics, access.variable))
    return any(access in (each.first, each.second) for each in found)


def _is_settled_once(graph: CallGraph, writes: Sequence[Access]) -> bool:
    """Whether all writes are in one helper that returns where they have been done already."""
    writers = {_writer(graph, each) for each in writes}
    writer = next(iter(writers))
    if len(writers) != 1 or writer is None or writer.is_exported or writer.is_literal:
        return False
    first = min(each.node.start_byte for each in writes)
    return b"return" in writer.info.file.data[writer.body.start_byte : first]


def _is_set_up(graph: CallGraph, lock: Variable, writes: Sequence[Access]) -> bool:
    """Whether all writes come from one function that takes the lock to do its work once.

    It returns where the work is done already, and says so in the end: the lock guards the set-up,
    and who reads comes after it. What says so is read by others while the work goes on.
    """
    name = writes[0].variable.name.encode()
    if any(write.info.package.path != graph.package.path for write in writes):
        return False
    found: set[Function] = set()
    pending = [graph.function_of(write.info, write.node).top for write in writes]
    seen = set(pending)
    while pending:
        current = pending.pop()
        if any(call.lock == lock for call in lock_calls(graph, current)):
            found.add(current)
            continue
        callers = {call.caller.top for call in graph.calls_to(current, tests=False)}
        if not callers or len(found) > 1:
            return False
        pending += callers - seen
        seen |= callers
    return len(found) == 1 and _works_once(next(iter(found)), name)


def _works_once(function: Function, written: bytes) -> bool:
    """`mu.Lock(); defer mu.Unlock(); if s.done { return }; ...; s.done = true`, which ends it.

    A Close says so first, and others may be at work. `written` is the work, not what says so.
    """
    data, body = function.info.file.data, function.body
    found = _DONE.search(data, body.start_byte, body.end_byte)
    if found is None or found["flag"].rpartition(b".")[2] == written:
        return False
    is_set = re.escape(found["flag"]) + rb"(?:\.Store\(true\)|[ \t]*=[ \t]*true)" + _ENDS
    return re.compile(is_set).search(data, found.end(), body.end_byte) is not None


def _is_first(graph: CallGraph, write: Access) -> bool:
    """Whether a write fills in a value that nobody else can have seen, lock or not."""
    if is_unshared(write):
        return True
    return write.info.package.path == graph.package.path and is_of_own_making(graph, write)


def _meets(access: Access, write: Access) -> bool:
    """Whether both touch the same part of the variable."""
    if write.operation is not Operation.PART_WRITE or not access.variable.type.is_struct:
        return True
    parts = (_part(access), _part(write))
    return None in parts or parts[0] == parts[1]


def _part(access: Access) -> str | None:
    """The field of the variable that an access goes on to; None for all of it."""
    parent = access.node.parent
    if parent is None or parent.type != "selector_expression":
        return None
    chosen = access.info.selection(parent)
    if chosen is None or chosen.kind != "field" or chosen.path:
        return None
    return chosen.name


def _follows_signal(graph: CallGraph, access: Access) -> bool:
    """Whether something is received or waited for earlier in the function, the value perhaps."""
    function = graph.function_of(access.info, access.node)
    file, end = access.info.file, access.node.start_byte
    signals = _SIGNAL.finditer(file.data, function.body.start_byte, end)
    if any(not _is_in_comment(file, each.start()) for each in signals):
        return True
    return _is_from_channel(access)


def _is_in_comment(file: SourceFile, at: int) -> bool:
    return any(each.start <= at < each.end for each in file.comments)


def _is_from_channel(access: Access) -> bool:
    """Whether a loop over a channel stands around the access."""
    node: Node | None = access.node
    while node is not None:
        clause = next((each for each in node.children if each.type == "range_clause"), None)
        right = clause.child_by_field_name("right") if clause is not None else None
        if right is not None and access.info.type_of(right).is_chan:
            return True
        node = node.parent
    return False


def _is_of_own_making(context: Context) -> bool:
    """Whether the function has made the value that the path leads to, and starts no goroutine."""
    found = _local(context)
    if found is None or _starts_one(context):
        return False
    if found.type.is_struct:
        return True
    value = only_value(context.function.info, found)
    return value is not None and _is_new(value)


def _local(context: Context) -> Object | None:
    """The local that the path of the value begins with; None for parameters and the like."""
    root = root_of(context.path) if context.path else None
    if root is None:
        return None
    info = context.function.info
    declaration = info.file.declaration_at(root)
    node = declaration.node.descendant_for_byte_range(root, root) if declaration else None
    found = info.object_of(node) if node is not None else None
    return found if found is not None and found.role == "var" else None


def _is_new(value: Node) -> bool:
    value = unparenthesized(value)
    if value.type == "unary_expression":
        operand = value.child_by_field_name("operand")
        return operand is not None and operand.type == "composite_literal"
    if value.type == "call_expression":
        function = value.child_by_field_name("function")
        text = (function.text or b"").decode("utf-8", "replace") if function is not None else ""
        return _MAKING.match(text.partition("[")[0].rpartition(".")[2]) is not None
    return value.type == "composite_literal"


def _starts_one(context: Context) -> bool:
    return starts_before(context.function, context.site)


def starts_before(function: Function, site: Node) -> bool:
    """Whether a function starts a goroutine above a place in it."""
    text = function.info.file.data[function.body.start_byte : site.start_byte]
    return _GO.search(text) is not None


def _is_by_writer(
    graph: CallGraph, access: Access, writes: Sequence[Access], contexts: Sequence[Context]
) -> bool:
    """Whether only the goroutine that reads writes: it needs the lock for its writes alone."""
    if access.variable.kind is VariableKind.LOCAL:
        return False
    if any(each.start is not None and each.start.many for each in contexts):
        return False
    own = _home(graph, graph.function_of(access.info, access.node))
    writers = {_writer(graph, each) for each in writes}
    if writers == {own}:
        return not _decides(access, writes, own)
    roots = _roots(graph, own)
    if len(roots) != 1 or any(each.is_exported for each in roots):
        return False
    return all(writer is not None and _roots(graph, writer) == roots for writer in writers)


def _decides(access: Access, writes: Sequence[Access], own: Function) -> bool:
    """Whether the read comes before the writes of its function: a check that forgets the lock."""
    first = min(each.node.start_byte for each in writes)
    loop = loop_around(access.node, own)
    return access.node.start_byte < first and (loop is None or first >= loop.end_byte)


def _writer(graph: CallGraph, write: Access) -> Function | None:
    if write.info.package.path != graph.package.path:
        return None
    return _home(graph, graph.function_of(write.info, write.node))


def _home(graph: CallGraph, function: Function) -> Function:
    """The function around that runs in the same goroutine, as far as its starts are known."""
    while function.outer is not None:
        if any(start_of(graph, call) is not None for call in graph.calls_to(function, tests=False)):
            break
        function = function.outer
    return function


def _roots(graph: CallGraph, function: Function) -> frozenset[Function]:
    """The functions, started or not called here, that the calls of this one come from."""
    found: set[Function] = set()
    seen = {function}
    pending = [function]
    while pending:
        current = pending.pop()
        calls = graph.calls_to(current, tests=False)
        callers = {call.caller.top for call in calls if start_of(graph, call) is None}
        callers.discard(current)
        started = any(start_of(graph, call) is not None for call in calls)
        if (
            not callers
            or started
            or current.is_exported
            or graph.is_value_used(current, tests=False)
        ):
            found.add(current)
        for caller in callers - seen:
            seen.add(caller)
            pending.append(caller)
    return frozenset(found)
