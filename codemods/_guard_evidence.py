"""Why a variable is held to be shared: no lock is ever added without evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_refusal import place
from msgspec import Struct

from gofixmap.codemod import Evidence, Safety, Span, sharing

if TYPE_CHECKING:
    from gofixmap.codemod import Context

Access = sharing.Access


class Claim(Struct, frozen=True):
    """The evidence, the tier that it justifies, and the place that findings point at."""

    message: str
    safety: Safety
    path: str
    span: Span
    symbol: str
    evidence: tuple[Evidence, ...] = ()


def _at(variable: sharing.Variable) -> tuple[str, Span, str]:
    return variable.path, variable.span, variable.qualified


def named(context: Context, variable: sharing.Variable) -> Claim:
    """A race report (E1), or else the user (E3) names the variable."""
    races = context.races_of(variable.symbol)
    if races:
        message = f"{variable.name} is accessed by several goroutines at once: {races[0].detail}"
        evidence = tuple(Evidence("race", each.detail) for each in races)
        return Claim(message, Safety.REVIEW, *_at(variable), evidence)
    message = f"goroutines share {variable.name}"
    return Claim(message, Safety.TARGET, *_at(variable))


def unequal(
    variable: sharing.Variable,
    guard: sharing.Guard,
    open_: Sequence[Access],
    doubtful: Sequence[Access] = (),
) -> Claim:
    """E2: a lock is held at some accesses and not at others. E3 where only a comment says so.

    `doubtful` accesses are neither: they may hold it, or need none, in ways that are not seen.
    Where they are more than those with the lock, only a comment shows that it guards the variable.
    """
    first = open_[0]
    counts = f"{len(guard.locked)} of {len(guard.locked) + len(guard.unlocked)} accesses"
    if doubtful:
        others = "another one" if len(doubtful) == 1 else f"{len(doubtful)} others"
        counts += f"; {others} may hold it, or need no lock"
    message = f"{variable.name} is accessed without {guard.lock.name}, which guards it elsewhere"
    evidence = [Evidence("lock", f"{guard.lock.name} is held at {counts}")]
    evidence += [
        Evidence("lock", f"not held at {place(each.info, each.node)}", each.path, each.span)
        for each in open_
    ]
    written = any(access.writes for access in guard.locked)
    unclear = [] if guard.annotated else [x for x in doubtful if not sharing.is_unshared(x)]
    most = len(guard.locked) > len(guard.unlocked) and len(guard.locked) >= len(unclear)
    safety = Safety.REVIEW if written and most else Safety.TARGET
    return Claim(message, safety, first.path, first.span, variable.qualified, tuple(evidence))


def read_locked(
    variable: sharing.Variable, guard: sharing.Guard, writes: Sequence[Access]
) -> Claim:
    """E2: a write holds the lock in the way in which others may hold it at the same time."""
    first = writes[0]
    message = f"{variable.name} is changed while {guard.lock.name} is held for reading only"
    evidence = tuple(
        Evidence("lock", f"held for reading at {place(x.info, x.node)}", x.path, x.span)
        for x in writes
    )
    return Claim(message, Safety.REVIEW, first.path, first.span, variable.qualified, evidence)


def concurrent(variable: sharing.Variable, conflict: sharing.Conflict) -> Claim:
    """E4: two goroutines reach two accesses by construction."""
    first, second = conflict.first, conflict.second
    if not first.writes or (second.writes and _order(second) < _order(first)):
        first, second = second, first
    written = f"{variable.name} is written at {place(first.info, first.node)}"
    if first.node == second.node:
        message = f"{written} by several goroutines without a common lock"
    else:
        verb = "written" if second.writes else "read"
        where = place(second.info, second.node)
        message = f"{written} and {verb} at {where} by goroutines without a common lock"
    evidence = [
        Evidence("goroutines", _chain(chain))
        for chain in (conflict.first_chain, conflict.second_chain)
        if chain
    ]
    return Claim(
        message, Safety.REVIEW, first.path, first.span, variable.qualified, tuple(evidence)
    )


def _order(access: Access) -> tuple[str, int]:
    return (access.path, access.node.start_byte)


def _chain(functions: Sequence[sharing.Function]) -> str:
    return " → ".join(function.name for function in functions)


def chains(conflict: sharing.Conflict) -> str:
    """Both call chains, for a sentence."""
    shown = [_chain(conflict.first_chain), _chain(conflict.second_chain)]
    return " and ".join(dict.fromkeys(chain for chain in shown if chain))
