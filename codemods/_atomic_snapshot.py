"""What atomic-snapshot does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_evidence import judged
from gofixmap_codemods._atomic_subject import Refusal, Subject
from gofixmap_codemods._atomic_variants import own_accesses
from gofixmap_codemods._snapshot_plan import Plan
from gofixmap_codemods.atomic_snapshot import AtomicSnapshot

from gofixmap.codemod import Context, Finding, Symbol, sharing

if TYPE_CHECKING:
    from gofixmap.codemod import Type

_POINTER, _VALUE = 35, 45  # for a value that is no pointer a lock is what people expect
_PARTS = frozenset(
    {
        sharing.Operation.INDEX_WRITE,
        sharing.Operation.INDEX_UPDATE,
        sharing.Operation.DELETE,
        sharing.Operation.CLEAR,
        sharing.Operation.APPEND,
    }
)


class Work(AtomicSnapshot):
    """The analyses and the rewriting."""

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is None or not (_may_be_snapshot(variable) or _is_unseen(variable)):
            return
        accesses = own_accesses(context, variable)
        if not _is_replaced(accesses):
            return
        judgement = judged(context, variable, accesses)
        if judgement is None:
            return
        subject = Subject(context, variable, accesses, judgement)
        if _is_unseen(variable):
            refusal = Refusal("unknown-type", variable.info, variable.node, _spelled(variable))
            yield subject.declined(refusal, safety=judgement.safety, rank=_VALUE)
        else:
            yield self._finding(subject)

    def _finding(self, subject: Subject) -> Finding:
        judgement, variable, context = subject.judgement, subject.variable, subject.context
        rank = _POINTER if variable.type.is_pointer else _VALUE
        try:
            fix = Plan(subject).make()
        except Refusal as refusal:
            return subject.declined(refusal, safety=judgement.safety, rank=rank)
        return context.finding(
            variable.symbol,
            judgement.message,
            fix=fix,
            safety=judgement.safety,
            evidence=judgement.evidence,
            rank=rank,
        )


def _may_be_snapshot(variable: sharing.Variable) -> bool:
    """A field or package variable of a type whose values are replaced, not counted."""
    if variable.kind is sharing.VariableKind.LOCAL:
        return False
    return _is_replaceable(variable.type)


def _is_unseen(variable: sharing.Variable) -> bool:
    """A field or package variable whose type another package declares that is not there."""
    is_local = variable.kind is sharing.VariableKind.LOCAL
    return not is_local and variable.type.is_unknown and "." in _spelled(variable)


def _spelled(variable: sharing.Variable) -> str:
    """The type as the declaration gives it."""
    declared = variable.node.parent
    kind = declared.child_by_field_name("type") if declared is not None else None
    return variable.info.file.text(kind) if kind is not None else ""


def _is_replaceable(kind: Type) -> bool:
    if kind.is_typeparam or kind.is_unknown or kind.is_chan:
        return False
    single = kind.is_pointer or kind.is_func or kind.is_interface or kind.is_string
    return single or kind.is_map or kind.is_slice or kind.is_struct


def _is_replaced(accesses: sharing.Accesses) -> bool:
    """Whether a new value is assigned at run time, and a map or slice is only ever replaced."""
    if any(access.operation in _PARTS for access in accesses.all):
        return False
    changing = (sharing.Operation.ASSIGN, sharing.Operation.PART_WRITE)
    return any(
        access.operation in changing and not sharing.is_unshared(access) for access in accesses.all
    )
