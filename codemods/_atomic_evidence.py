"""Why a variable is looked at: a race report, mixed access, two goroutines in sight, its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import place
from gofixmap_codemods._atomic_uses import atomic_call
from msgspec import Struct

from gofixmap.codemod import Evidence, Safety, pattern, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, Symbol


class Judgement(Struct, frozen=True):
    """What supports a change, and how much of a decision that leaves.

    `named` says that the user asks for the variable; `at` is the access that findings point at.
    """

    message: str
    safety: Safety
    evidence: tuple[Evidence, ...] = ()
    named: bool = False
    at: sharing.Access | None = None


def judged(
    context: Context, variable: sharing.Variable, accesses: sharing.Accesses
) -> Judgement | None:
    """The best evidence there is; None where there is none."""
    symbol = variable.symbol
    named = is_named(context, symbol)
    reports = context.races_of(symbol)
    if reports:
        detail = tuple(Evidence("race", report.detail) for report in reports)
        return Judgement(f"a race was reported on {variable.name}", Safety.REVIEW, detail, named)
    found = mixed(context, accesses) or visible(context, accesses)
    if found is not None:
        return Judgement(found.message, found.safety, found.evidence, named, found.at)
    if named:
        return Judgement(f"{variable.name} is to be shared by goroutines", Safety.TARGET, (), True)
    return None


def is_named(context: Context, symbol: Symbol) -> bool:
    """Whether the user named the variable; locals may share a name and are told by their place."""
    if symbol.kind == "local":
        return any(t.path == symbol.path and t.span == symbol.span for t in context.targets)
    return context.is_target(symbol.qualified)


def mixed(context: Context, accesses: sharing.Accesses) -> Judgement | None:
    """E2: some accesses call sync/atomic, and a plain one can run beside them."""
    atomic = [access for access in accesses.all if atomic_call(access) is not None]
    if not atomic:
        return None
    for plain in accesses.all:
        if plain.operation in _PLAIN and not _is_alone(plain) and not _is_meant(context, plain):
            against = atomic if plain.writes else [each for each in atomic if not _loads(each)]
            same = [each for each in against if _may_be_one(plain, each)]
            apart = [each for each in same if not _share_lock(context, plain, each)]
            if apart and _is_unordered(context, accesses, plain):
                return _mixed(plain, apart[0])
    return None


_PLAIN = frozenset({sharing.Operation.READ, sharing.Operation.ASSIGN, sharing.Operation.UPDATE})
_JOIN = pattern(rb"<-|\.Wait\(|\bselect\b")


def _is_alone(access: sharing.Access) -> bool:
    """Whether nobody else can see the variable yet, or no longer as far as the text tells."""
    if _is_in_test(access) or access.info.file.is_generated or sharing.is_unshared(access):
        return True
    start = access.function.start_byte if access.function is not None else 0
    return _JOIN.search(access.info.file.data[start : access.node.start_byte]) is not None


def _is_meant(context: Context, access: sharing.Access) -> bool:
    """Whether the value is the function's own, or its comments speak of threads or locks."""
    graph = sharing.call_graph(context.semantics, access.info.package)
    return sharing.is_of_own_making(graph, access) or _is_spoken_of(context, access)


def _is_spoken_of(context: Context, access: sharing.Access) -> bool:
    graph = sharing.call_graph(context.semantics, access.info.package)
    return sharing.is_spoken_of(graph, access)


def _may_be_one(first: sharing.Access, second: sharing.Access) -> bool:
    """Whether two accesses to a field can mean one struct: not where different fields hold it."""
    holders = (_holder(first), _holder(second))
    return None in holders or holders[0] == holders[1]


def _holder(access: sharing.Access) -> tuple[str, int] | None:
    """The field that holds the struct by value, as `stats` in `account.stats.hits`."""
    chosen = access.info.selection(access.node)
    operand = access.node.child_by_field_name("operand")
    if chosen is None or operand is None:
        return None
    if chosen.path:
        field = chosen.path[-1]
        known = field.span is not None and not field.type.is_pointer
        return (field.path, field.span.start) if known and field.span is not None else None
    if access.info.type_of(operand).is_pointer:
        return None
    holder = sharing.variable_denoted(access.info, operand)
    return None if holder is None else (holder.path, holder.span.start)


def _loads(access: sharing.Access) -> bool:
    call = atomic_call(access)
    function = call.child_by_field_name("function") if call is not None else None
    return function is not None and b".Load" in (function.text or b"")


def _share_lock(context: Context, first: sharing.Access, second: sharing.Access) -> bool:
    graph = sharing.call_graph(context.semantics, first.info.package)
    if first.info.package != second.info.package:
        return False
    locks = [{held.lock for held in sharing.held_at(graph, each)} for each in (first, second)]
    return bool(locks[0] & locks[1])


def _is_unordered(context: Context, accesses: sharing.Accesses, plain: sharing.Access) -> bool:
    """Of a local all goroutines are in sight, and can be ordered by what joins them."""
    if accesses.variable.kind is not sharing.VariableKind.LOCAL:
        return True
    return any(
        plain in (conflict.first, conflict.second)
        for conflict in sharing.conflicts(context.semantics, accesses)
    )


def _is_in_test(access: sharing.Access) -> bool:
    return access.path.endswith("_test.go")


def _mixed(plain: sharing.Access, atomic: sharing.Access) -> Judgement:
    name = plain.variable.name
    verb = "written" if plain.writes else "read"
    text = f"{name} is {verb} plainly here and atomically at {place(atomic.info, atomic.node)}"
    detail = Evidence("mixed-access", text, plain.path, plain.span)
    return Judgement(text, Safety.REVIEW, (detail,), at=plain)


# What may order two accesses though it is no lock and no join: a lock of the program's own, the
# bubble of testing/synctest, another atomic variable, a channel or lock that the one signals with
# behind its access and the other waits for before its own.
_OTHER_LOCK = pattern(rb"Lock\(")
_BUBBLE = pattern(rb"\bsynctest\.Wait\(")
_ATOMIC = pattern(rb"\batomic\.[A-Z]\w*\(|\.(?:Load|CompareAndSwap|Swap)\(")
_SIGNAL = pattern(rb"<-|\bclose\(|\.(?:R?Unlock|Signal|Broadcast|Done)\(")
_AWAIT = pattern(rb"<-|\.(?:R?Lock|Wait)\(")


def _may_be_ordered(conflict: sharing.Conflict) -> bool:
    first, second = _Text(conflict.first), _Text(conflict.second)
    both = (first, second)
    if all(_OTHER_LOCK.search(text.before) for text in both):
        return True
    if any(_BUBBLE.search(text.before) for text in both):
        return True
    if all(_ATOMIC.search(text.before) or _ATOMIC.search(text.behind) for text in both):
        return True
    return first.signals(second) or second.signals(first)


class _Text:
    """The text of the function before and behind an access, literals in it left out."""

    def __init__(self, access: sharing.Access) -> None:
        function, node = access.function, access.node
        inner = [] if function is None else _literals(function, node)
        data = bytearray(access.info.file.data)
        for literal in inner:
            data[literal.start_byte : literal.end_byte] = b" " * (
                literal.end_byte - literal.start_byte
            )
        start, end = (function.start_byte, function.end_byte) if function is not None else (0, 0)
        self.before = bytes(data[start : node.start_byte])
        self.behind = bytes(data[node.end_byte : end])

    def signals(self, other: _Text) -> bool:
        """Whether this access may be known to be over before the other."""
        return bool(_SIGNAL.search(self.behind) and _AWAIT.search(other.before))


def _literals(function: Node, node: Node) -> list[Node]:
    """The function literals inside a function that do not hold the node."""
    return [
        each
        for each in walk(function)
        if each.type == "func_literal"
        and not each.start_byte <= node.start_byte < each.end_byte
        and each != function
    ]


def visible(context: Context, accesses: sharing.Accesses) -> Judgement | None:
    """E4: two accesses of one function that two goroutines can make at a time."""
    for conflict in sharing.conflicts(context.semantics, accesses):
        if not conflict.is_visible or _may_be_ordered(conflict):
            continue
        first, second = conflict.first, conflict.second
        where = place(second.info, second.node)
        text = f"goroutines change {first.variable.name} here without a lock"
        if second.node != first.node:
            verb = "change" if second.writes else "read"
            text = f"goroutines share {first.variable.name}: {where} can {verb} it at the same time"
        detail = Evidence("visible-conflict", text, first.path, first.span)
        return Judgement(text, Safety.REVIEW, (detail,), at=first)
    return None
