"""Variables that are written together: made atomic one by one they can be seen half changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_checks import governs
from gofixmap_codemods._atomic_subject import Changes, Refusal, place
from gofixmap_codemods._atomic_types import shape_of

from gofixmap.codemod import enclosing, operands, sharing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gofixmap_codemods._atomic_subject import Subject

    from gofixmap.codemod import Context

Operation = sharing.Operation


def check_companions(subject: Subject, changes: Changes) -> None:
    """Raises Refusal where another variable is written together with this one.

    Whoever names the variable, or uses it atomically already, has decided and gets a note.
    Counters that are only counted promise nothing of one another.
    """
    for companion in sharing.companions_of(subject.context.semantics, subject.variable):
        if _are_independent(subject, companion.variable):
            continue
        info, node, name = companion.access.info, companion.access.node, companion.variable.name
        if not _is_decided(subject):
            raise Refusal("multi-field", info, node, name)
        changes.note(
            f"{name} is written together with {subject.variable.name} at {place(info, node)}: "
            "who reads both may see one of them changed and the other one not yet"
        )


def _is_decided(subject: Subject) -> bool:
    kinds = {each.kind for each in subject.judgement.evidence}
    return subject.is_named or "mixed-access" in kinds


def _are_independent(subject: Subject, other: sharing.Variable) -> bool:
    """Whether both are integers that are only counted, and that nobody looks at together."""
    if shape_of(subject.variable.type) is None or shape_of(other.type) is None:
        return False
    context = subject.context
    pair = (subject.accesses, sharing.accesses_of(context.semantics, other))
    if any(each.incomplete or not all(map(_is_counted, each.all)) for each in pair):
        return False
    first, second = (list(_live(context, each)) for each in pair)
    return not any(_belong(a, b) or _belong(b, a) for a in first for b in second)


def _is_counted(access: sharing.Access) -> bool:
    """Whether an access does no more than read, or add to, the variable."""
    if access.operation in (Operation.READ, Operation.INITIALIZE) or sharing.is_unshared(access):
        return True
    if access.operation is not Operation.UPDATE:
        return False
    statement = enclosing(access.node, "inc_statement", "dec_statement", "assignment_statement")
    if statement is None or statement.type != "assignment_statement":
        return statement is not None
    return operands.operator_of(statement) in ("+=", "-=")


def _live(context: Context, accesses: sharing.Accesses) -> Iterator[sharing.Access]:
    """The accesses that may run beside others: not in tests, not on a value of one's own.

    Of a local all goroutines are in sight, so a read behind the join is known as such.
    """
    beside = None
    if accesses.variable.kind is sharing.VariableKind.LOCAL:
        found = sharing.conflicts(context.semantics, accesses)
        beside = {each for conflict in found for each in (conflict.first, conflict.second)}
    for access in accesses.all:
        if beside is not None and access.operation is Operation.READ and access not in beside:
            continue
        if not access.info.file.is_test and not sharing.is_unshared(access):
            yield access


def _belong(read: sharing.Access, other: sharing.Access) -> bool:
    """Whether one function reads both, or does something to one because of the other."""
    same = read.path == other.path and read.function == other.function
    if not same or read.operation is not Operation.READ:
        return False
    return other.operation is Operation.READ or governs(read, other)
