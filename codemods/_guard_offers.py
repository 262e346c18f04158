"""Findings about one variable: an existing lock first, else a new one, else why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from gofixmap_codemods import _guard_evidence as evidence
from gofixmap_codemods._guard_candidates import may_be_written
from gofixmap_codemods._guard_lock import (
    lock_ref,
    namesake,
    neighbours_lock,
    own_lock,
    used_lock,
)
from gofixmap_codemods._guard_nested import writes_inside
from gofixmap_codemods._guard_plan import Guarded, plan_existing, plan_new
from gofixmap_codemods._guard_refusal import Refused, RefusedAll
from gofixmap_codemods._guard_scope import Scope, group_scope, scope_of
from gofixmap_codemods._shape_remedies import shape_remedies
from msgspec.structs import replace

from gofixmap.codemod import Finding, Fix, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._guard_evidence import Claim
    from tree_sitter import Node

    from gofixmap.codemod import Context, Symbol

EXISTING, NEW = 20, 40  # ranks among the remedies for one variable: the smaller wins


def offers(context: Context, variable: sharing.Variable, claim: Claim) -> Iterator[Finding]:
    """The remedies for a variable that evidence names: one, or with a race report all of them."""
    several = bool(context.races_of(variable.symbol))
    refused: Refused | None = None
    try:
        plans = _plans(context, variable, group_scope(context, variable))
    except Refused as why:
        yield declined(context, variable, claim, why)
        return
    for rank, makes in plans:
        try:
            fix = _first(makes)
        except Guarded:
            return
        except Refused as why:
            refused = refused or why
            if why.reason == "read-locked-write":
                break  # a second lock would stand for what the first one was taken for
            continue
        yield _fixed(context, claim, fix, rank)
        if not several:
            return
        refused = None
    if refused is not None:
        yield declined(context, variable, claim, refused)


def _first(makes: Iterable[Callable[[], Fix]]) -> Fix:
    """What the first of several plans makes that is not refused; raises what the last raised, which
    is for the variable alone."""
    refused: Refused | None = None
    for make in makes:
        try:
            return make()
        except RefusedAll:
            raise
        except Refused as why:
            refused = why
    assert refused is not None
    raise refused


def _fixed(context: Context, claim: Claim, fix: Fix, rank: int) -> Finding:
    return context.finding(
        claim,
        claim.message,
        fix=fix,
        safety=claim.safety,
        evidence=claim.evidence,
        rank=rank,
    )


def with_shapes(context: Context, symbol: Symbol, locked: Iterable[Finding]) -> Iterator[Finding]:
    """The remedies that need no lock, then the locks; with a race report all of them.

    A goroutine that nothing waits for is not cured by a lock.
    """
    races = context.races_of(symbol)
    shapes = list(shape_remedies(symbol, races, context))
    yield from shapes
    fixed = any(finding.fix is not None for finding in shapes)
    if any(finding.reason_id == "needs-join" for finding in shapes) or (fixed and not races):
        return
    yield from locked


def _plans(
    context: Context, variable: sharing.Variable, scopes: tuple[Scope, ...]
) -> Iterator[tuple[int, list[Callable[[], Fix]]]]:
    """The remedies by rank, each with its scopes: all variables of the group, then one alone."""
    semantics = context.semantics
    own = own_lock(semantics, variable) or namesake(variable)
    lock = own or neighbours_lock(semantics, variable) or used_lock(semantics, variable)
    if lock is not None:
        yield EXISTING, [partial(plan_existing, context, scope, lock) for scope in scopes]
    if own is None:
        # Two locks over one variable would be a new bug; one beside its neighbours' is none.
        kind = str(context.options["lock"])
        yield NEW, [partial(plan_new, context, scope, kind) for scope in scopes]


def declined(context: Context, variable: sharing.Variable, claim: Claim, why: Refused) -> Finding:
    """The finding without a fix."""
    known = why.reason in context.codemod.declines
    return context.decline(
        claim,
        why.reason if known else "not-placed",
        claim.message,
        safety=claim.safety,
        evidence=claim.evidence,
        name=variable.name,
        owner=variable.owner or variable.name,
        what=why.shown,
        where=why.where or variable.path,
    )


def unequal(context: Context, variable: sharing.Variable) -> Iterator[Finding]:
    """E2: the lock that guards most accesses is not held at the others."""
    if not sharing.may_have_guard(context.semantics, variable):
        return
    if not may_be_written(context, variable):
        return
    found = sharing.accesses_outside_tests(context.semantics, variable)
    guard = sharing.guard_broken(context.semantics, found)
    if guard is None or not guard.unlocked:
        yield from _read_locked(context, found)
        return
    open_ = [access for access in guard.unlocked if not access.info.file.is_test]
    written = any(access.writes for access in (*guard.locked, *guard.unlocked))
    if not guard.locked or not open_ or not written or lock_ref(variable, guard.lock) is None:
        return
    known = {*guard.locked, *guard.unlocked}
    doubtful = [
        each
        for each in found.all
        if each not in known and each.operation is not sharing.Operation.INITIALIZE
    ]
    claim = evidence.unequal(variable, guard, open_, doubtful)
    try:
        _check_parts(found, open_)
        scope = _known(context, scope_of(context, variable), guard)
        fix = plan_existing(context, scope, guard.lock)
    except Guarded:
        return
    except Refused as why:
        yield declined(context, variable, claim, why)
        return
    yield _fixed(context, claim, fix, EXISTING)


def _read_locked(context: Context, found: sharing.Accesses) -> Iterator[Finding]:
    """A map that is changed while its lock is held for reading only, as by several at once."""
    variable = found.variable
    if not variable.type.is_map:
        return
    changing = [each for each in found.all if each.writes and _is_read_locked(each)]
    guard = sharing.guard_of(context.semantics, found) if changing else None
    if guard is None or guard.unlocked or lock_ref(variable, guard.lock) is None:
        return
    held = [each for each in changing if _is_shared_under(context, each, guard.lock)]
    if not held:
        return
    claim = evidence.read_locked(variable, guard, held)
    try:
        scope = replace(scope_of(context, variable), shared=tuple(held))
        fix = plan_existing(context, scope, guard.lock)
    except Guarded:
        return
    except Refused as why:
        yield declined(context, variable, claim, why)
        return
    yield _fixed(context, claim, fix, EXISTING)


def _is_read_locked(access: sharing.Access) -> bool:
    """Whether the text around a write, which no test makes, takes some lock for reading."""
    function = access.function
    if function is None or access.info.file.is_test:
        return False
    return access.info.file.data.find(b".RLock()", function.start_byte, access.node.start_byte) > 0


def _is_shared_under(context: Context, access: sharing.Access, lock: sharing.Variable) -> bool:
    """Whether an access has that lock of its value for reading, and no other for itself alone."""
    graph = sharing.call_graph(context.semantics, access.info.package)
    held = sharing.held_at(graph, access)
    own = any(each.lock == lock and each.base in ("", access.base) for each in held)
    return own and not any(each.exclusive for each in held) and not sharing.is_unshared(access)


def _check_parts(found: sharing.Accesses, open_: Iterable[sharing.Access]) -> None:
    """Raises Refused where a struct is used as a whole, and a part of it set by sync/atomic."""
    if all(_is_operand(each.node) for each in open_):
        return
    for access in found.all:
        is_set = access.operation is sharing.Operation.ATOMIC and access.may_write
        if is_set and not access.info.file.is_test:
            raise Refused("atomic-mixed", access.info, access.expression)


def _is_operand(node: Node) -> bool:
    """Whether an expression only leads to a part of the struct that it denotes."""
    around = node.parent
    return around is not None and around.type == "selector_expression"


def _known(context: Context, scope: Scope, guard: sharing.Guard) -> Scope:
    """The scope without accesses that may hold the lock, or be in order, in ways not seen.

    A write to a map in a struct, for which that is a read, goes with what its function does without
    the lock: a section for reading around both would let two of them run at once. So does all that
    a function does which goes without the lock, where it cannot hold it: what is checked with what
    is done then.
    """
    known = {*guard.locked, *guard.unlocked}
    functions = {(each.path, each.function) for each in guard.unlocked}
    going = {(each.path, each.function, each.base) for each in guard.unlocked}
    shared = [
        each
        for each in scope.shared
        if each in known
        or (writes_inside(each) and (each.path, each.function) in functions)
        or ((each.path, each.function, each.base) in going and _is_free(context, each, guard))
    ]
    return replace(scope, shared=tuple(shared))


def _is_free(context: Context, access: sharing.Access, guard: sharing.Guard) -> bool:
    """Whether the function around an access has not taken the lock on any path to it."""
    graph = sharing.call_graph(context.semantics, access.info.package)
    return guard.lock not in sharing.may_be_held_at(graph, access)


def concurrent(context: Context, variable: sharing.Variable) -> Iterator[Finding]:
    """E4: goroutines that race by construction; where that is not visible, only told."""
    met = sharing.conflicts_outside_tests(context.semantics, variable)
    if not met:
        return
    visible = next((each for each in met if each.is_visible), None)
    if visible is not None:
        yield from offers(context, variable, evidence.concurrent(variable, visible))
        return
    claim = evidence.concurrent(variable, met[0])
    why = Refused("no-evidence", what=evidence.chains(met[0]) or variable.name)
    yield declined(context, variable, claim, why)
