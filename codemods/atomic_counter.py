"""atomic-counter: integers and flags that goroutines share become values of sync/atomic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._atomic_evidence import judged
from gofixmap_codemods._atomic_plan import Plan
from gofixmap_codemods._atomic_subject import Refusal, Subject
from gofixmap_codemods._atomic_types import shape_of
from gofixmap_codemods._atomic_variants import own_accesses

from gofixmap.codemod import (
    Codemod,
    Context,
    Finding,
    Match,
    Safety,
    Span,
    Symbol,
    enclosing,
    sharing,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_RANK = 30


class AtomicCounter(Codemod):
    """Counters and flags that a race report, their use, or the user says are shared."""

    name = "atomic-counter"
    title = "Goroutines share an integer or a flag without synchronization"
    why = (
        "Two goroutines that count with n++ lose increments: each reads, adds, and writes. A flag "
        "that one goroutine sets and another one polls may never be seen. A value of sync/atomic "
        "makes each use one operation, and needs no lock.\n\n"
        "A variable is reported where a race report names it, where some uses are atomic and "
        "others plain, or where one function shows two goroutines at it; --target asks for it by "
        "name. All uses change together: n++ becomes n.Add(1), a read n.Load(), and what belongs "
        "together becomes one operation: n++; return n is return n.Add(1), and if !done { done = "
        "true; ... } is a CompareAndSwap. A value that is read, judged and then written stays a "
        "race however atomic both are: it is declined, or with --target becomes a loop around "
        "CompareAndSwap.\n\n"
        "Below Go 1.19 sync/atomic has functions only: int32, int64, uint32 and uint64 variables "
        "keep their type. On 32-bit platforms 64-bit ones must come first in their struct."
    )
    before = (
        "func count(jobs []func()) int {\n\tvar wg sync.WaitGroup\n\tn := 0\n"
        "\tfor _, job := range jobs {\n\t\twg.Go(func() {\n\t\t\tjob()\n\t\t\tn++\n\t\t})\n\t}\n"
        "\twg.Wait()\n\treturn n\n}\n"
    )
    after = (
        "func count(jobs []func()) int {\n\tvar wg sync.WaitGroup\n\tvar n atomic.Int64\n"
        "\tfor _, job := range jobs {\n\t\twg.Go(func() {\n\t\t\tjob()\n\t\t\tn.Add(1)\n"
        "\t\t})\n\t}\n\twg.Wait()\n\treturn int(n.Load())\n}\n"
    )
    declines: ClassVar = {
        "address-taken": "{what} at {where} hands out the variable's address: what is done "
        "through it is not seen",
        "alignment": "{name} has 64 bits and is not first in its struct: on 32-bit platforms an "
        "atomic operation on it panics below Go 1.19",
        "assembly": "the package has assembly, which may use {name}",
        "cgo": "{path} uses cgo",
        "check-then-act": "{name} is read at {where} to decide on a later write: as two atomic "
        "operations that is still a race; guard both with a lock",
        "comment-inside": "a comment stands inside the statement at {where}",
        "copied-struct": "the struct is copied at {where}: an atomic value must not be copied",
        "declared-in-header": "{name} is declared in the header of a statement at {where}",
        "embedded": "{name} is embedded: its methods would change",
        "exported-api": "{name} is exported from a package that other modules can import: their "
        "uses of it would not compile; name it with --target",
        "flag-value": "below Go 1.19 a flag is kept as a number, and {what} at {where} is neither "
        "true nor false",
        "go-version": "the type {type} has no atomic functions, and atomic types need Go 1.19",
        "initial-value": "{what} at {where} gives it a value where no statement can follow",
        "linkname": "a linkname directive in {what} uses it by its symbol",
        "multi-field": "{what} is written together with {name} at {where}: two atomic variables "
        "can be seen half changed; guard both with one lock",
        "not-a-number": "{name} has the type {type}: sync/atomic has integers and flags only",
        "other-use": "{what} at {where} needs the old type",
        "overlapping-edits": "two of its uses stand inside one another at {where}",
        "parameter": "{name} is a parameter, a result or a loop variable: it has no declaration "
        "of its own",
        "read-modify-write": "{what} at {where} computes the new value from the old one, which no "
        "atomic operation does; --target makes it a CompareAndSwap loop where it can",
        "serialised-field": "{what} at {where} is printed or marshalled, or has a tag for it: the "
        "inside of the atomic type would show",
        "several-targets": "{what} at {where} assigns several values at once",
        "shadowed-import": "{what} means something else than sync/atomic at {where}",
        "unkeyed-literal": "the literal at {where} sets the fields by their order",
        "unresolved-use": "not every use of {name} is known: {what} {where}",
        "unsafe": "{path} imports unsafe",
        "unspellable-type": "the type {what} cannot be written at {where}",
    }
    safety = Safety.REVIEW
    order = 1100
    evidence = ("race",)
    closed_world = True
    keywords = ("func", "var")
    needles = (b"sync/atomic", b"go func", b".Go(func")
    prefilter = re.compile(
        rb"\.(?:Add|And|CompareAndSwap|Load|Or|Store|Swap)(?:Int|Uint)(?:32|64|ptr)\(\s*&"
        rb"|go(?<!\wgo)\s+func\b|\.Go\(\s*func\b"
    )

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
        judgement, variable, context = subject.judgement, subject.variable, subject.context
        place: _At = _At(subject)
        try:
            fix = Plan(subject).make()
        except Refusal as refusal:
            yield context.decline(
                place,
                refusal.reason,
                judgement.message,
                safety=judgement.safety,
                evidence=judgement.evidence,
                rank=_RANK,
                name=variable.name,
                type=str(variable.type),
                what=refusal.what,
                where=refusal.where,
                path=refusal.info.path if refusal.info is not None else variable.path,
            )
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
