"""What sync-map does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable

from gofixmap_codemods._atomic_evidence import judged
from gofixmap_codemods._atomic_subject import Refusal, Subject
from gofixmap_codemods._syncmap_plan import Plan
from gofixmap_codemods.sync_map import SyncMap

from gofixmap.codemod import Context, Finding, Symbol, sharing

_RANK = 60


class Work(SyncMap):
    """The analyses and the rewriting."""

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is None or not variable.type.is_map:
            return
        accesses = sharing.accesses_of(context.semantics, variable)
        judgement = judged(context, variable, accesses)
        if judgement is None:
            return
        subject = Subject(context, variable, accesses, judgement)
        if judgement.named:
            yield self._finding(subject)
        elif _is_possible(subject):
            yield subject.declined(Refusal("target-only"), rank=_RANK)

    def _finding(self, subject: Subject) -> Finding:
        try:
            fix = Plan(subject).make()
        except Refusal as refusal:
            return subject.declined(refusal, rank=_RANK)
        return subject.context.finding(
            subject.variable.symbol,
            subject.judgement.message,
            fix=fix,
            evidence=subject.judgement.evidence,
            rank=_RANK,
        )


def _is_possible(subject: Subject) -> bool:
    """Whether every use of the map has a counterpart: only then it is worth a word."""
    try:
        Plan(subject).make()
    except Refusal:
        return False
    return True
