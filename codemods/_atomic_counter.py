"""What atomic-counter does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_evidence import judged
from gofixmap_codemods._atomic_plan import Plan
from gofixmap_codemods._atomic_subject import Refusal, Subject
from gofixmap_codemods._atomic_types import shape_of
from gofixmap_codemods._atomic_variants import own_accesses
from gofixmap_codemods.atomic_counter import AtomicCounter

from gofixmap.codemod import Context, Finding, Match, Span, Symbol, enclosing, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_RANK = 30


class Work(AtomicCounter):
    """The analyses and the rewriting."""

    def rewrite_declaration(self, matches: Sequence[Match], context: Context) -> Iterable[Finding]:
        seen: set[sharing.Variable] = context.once("seen", set)
        for match in matches:
            for variable in _candidates(match):
                if variable not in seen and variable.package == context.package.path:
                    seen.add(variable)
                    yield from self._found(context, variable)

    def _found(self, context: Context, variable: sharing.Variable) -> Iterator[Finding]:
        """A finding where the code itself is evidence; what was named is `target`'s."""
        if shape_of(variable.type) is None or context.races_of(variable.symbol):
            return
        accesses = own_accesses(context, variable)
        judgement = judged(context, variable, accesses)
        if judgement is not None and not judgement.named:
            yield from self._findings(Subject(context, variable, accesses, judgement))

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is None or not (variable.type.is_integer or variable.type.is_boolean):
            return
        accesses = own_accesses(context, variable)
        judgement = judged(context, variable, accesses)
        if judgement is not None:
            yield from self._findings(Subject(context, variable, accesses, judgement))

    def _findings(self, subject: Subject) -> Iterator[Finding]:
        judgement, context = subject.judgement, subject.context
        place: _At = _At(subject)
        try:
            fix = Plan(subject).make()
        except Refusal as refusal:
            yield subject.declined(refusal, place, safety=judgement.safety, rank=_RANK)
            return
        if fix is not None:
            yield context.finding(
                place,
                judgement.message,
                fix=fix,
                safety=judgement.safety,
                evidence=judgement.evidence,
                rank=_RANK,
            )


class _At:
    """Where a finding is: the access that shows the race, or the declaration."""

    def __init__(self, subject: Subject) -> None:
        at = subject.judgement.at
        self.path = at.path if at is not None else subject.variable.path
        self.span: Span = at.span if at is not None else subject.variable.span
        self.symbol = subject.variable.qualified


def _candidates(match: Match) -> Iterator[sharing.Variable]:
    """The variables that a match may be about: an atomic operand, or what a goroutine changes."""
    if "atomic" in match:
        yield from _denoted(match.info, match.node("atomic"))
    elif "body" in match:
        for target in _changed(match.node("body")):
            if target.type == "identifier" or _is_met_again(match, target):
                yield from _denoted(match.info, target)


def _changed(body: Node) -> Iterator[Node]:
    """What the statements of a goroutine's body write to."""
    for node in walk(body):
        if node.type in ("inc_statement", "dec_statement"):
            yield node.named_children[0]
        elif node.type == "assignment_statement":
            left = node.child_by_field_name("left")
            yield from left.named_children if left is not None else ()


def _is_met_again(match: Match, target: Node) -> bool:
    """Whether the goroutine is one of many, or the function around it names the field as well."""
    body = match.node("body")
    if enclosing(body, "for_statement") is not None:
        return True
    name = match.file.text(target).rpartition(".")[2].encode()
    return match.declaration.text.count(name) > (body.text or b"").count(name)


def _denoted(info: FileInfo, node: Node) -> Iterator[sharing.Variable]:
    kinds = ("identifier", "selector_expression", "parenthesized_expression")
    if node.type in kinds:
        kind = info.type_of(node)
        variable = None
        if kind.is_integer or kind.is_boolean:
            variable = sharing.variable_denoted(info, node)
        if variable is not None:
            yield variable
