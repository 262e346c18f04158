"""Why a variable is looked at: a race report, mixed access, two goroutines in sight, its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import place

from gofixmap.codemod import Evidence, Safety, sharing

if TYPE_CHECKING:
    from gofixmap.codemod import Context, Symbol


@dataclass(frozen=True, slots=True)
class Judgement:
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
    """E2: some accesses are atomic, and a plain one can run beside them."""
    atomic = [a for a in accesses.all if a.operation is sharing.Operation.ATOMIC]
    if not atomic:
        return None
    for conflict in sharing.conflicts(context.semantics, accesses):
        pair = (conflict.first, conflict.second)
        plain = [each for each in pair if each.operation is not sharing.Operation.ATOMIC]
        if len(plain) == 1 and not _is_in_test(plain[0]):
            other = pair[0] if plain[0] is pair[1] else pair[1]
            return _mixed(plain[0], other)
    return None


def _is_in_test(access: sharing.Access) -> bool:
    return access.path.endswith("_test.go")


def _mixed(plain: sharing.Access, atomic: sharing.Access) -> Judgement:
    name = plain.variable.name
    verb = "written" if plain.writes else "read"
    text = f"{name} is {verb} plainly here and atomically at {place(atomic.info, atomic.node)}"
    detail = Evidence("mixed-access", text, plain.path, plain.span)
    return Judgement(text, Safety.REVIEW, (detail,), at=plain)


def visible(context: Context, accesses: sharing.Accesses) -> Judgement | None:
    """E4: two accesses of one function that two goroutines can make at a time."""
    for conflict in sharing.conflicts(context.semantics, accesses):
        if not conflict.is_visible:
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
