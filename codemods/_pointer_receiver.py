"""What pointer-receiver does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._receiver_loss import (
    Loss,
    is_accumulating,
    loss_of,
    loss_when_named,
)
from gofixmap_codemods._receiver_method import (
    Method,
    Variant,
    find_method,
    method_at,
    value_methods,
)
from gofixmap_codemods._receiver_plan import Plan
from gofixmap_codemods._receiver_refusal import Refusal
from gofixmap_codemods.pointer_receiver import PointerReceiver

from gofixmap.codemod import (
    Context,
    Finding,
    Match,
    Safety,
    Span,
    Symbol,
    access,
    enclosing,
    mutation,
)

if TYPE_CHECKING:
    from gofixmap.codemod import Place


class Work(PointerReceiver):
    """The analyses and the rewriting."""

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        found = match.declaration.method
        if found is None or found[2] or _is_named(context, match.symbol):
            return
        if loss_of(method_at(context, match.package, match.declaration, *found[:2])) is None:
            return  # other variants of the method are only looked for where there may be a finding
        method = find_method(context, match.package, found[0], found[1])
        if method is None:
            return
        loss = loss_of(method)
        if loss is None or loss.variant.declaration is not match.declaration:
            return
        finding = self._converted(context, method, loss, named=False)
        if loss.safety is Safety.TARGET and finding.fix is None:
            return
        yield finding
        if context.options.get("all-methods") and finding.fix is not None:
            yield from self._others(context, method)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        if symbol.kind == "method":
            method = find_method(context, context.package, symbol.type, symbol.name)
            methods: Iterable[Method] = [method] if method is not None else []
        elif symbol.kind == "type":
            methods = value_methods(context, context.package, symbol.name)
        else:
            methods = []
        for each in methods:
            yield self._asked(context, each)

    def _asked(self, context: Context, method: Method) -> Finding:
        return self._converted(context, method, loss_when_named(method), named=True)

    def _others(self, context: Context, method: Method) -> Iterator[Finding]:
        """The type's other value methods, each checked by itself; once for the type."""
        methods = list(value_methods(context, method.owner, method.type))
        lost = [each for each in methods if loss_of(each) is not None]
        for each in lost:
            if each.name == method.name:
                break
            if self._converted(context, each, loss_of(each), named=False).fix is not None:
                return
        for each in methods:
            if each not in lost:
                yield self._converted(context, each, None, named=False)

    def _converted(
        self, context: Context, method: Method, loss: Loss | None, *, named: bool
    ) -> Finding:
        place = _place(method, loss)
        message = (
            loss.message
            if loss is not None
            else f"{method.name} has a value receiver, a copy of {method.type}"
        )
        try:
            if loss is None:
                _check_copy_on_purpose(method)
            mutates = loss is not None and loss.mutates
            fix, safety = Plan(context, method, mutates, named).make()
        except Refusal as refusal:
            return _declined(context, method, refusal, place, message)
        if loss is not None:
            safety = max(safety, loss.safety)
        else:
            safety = Safety.TARGET if named else Safety.REVIEW
        return context.finding(place, message, fix=fix, safety=safety)


def _is_named(context: Context, symbol: str) -> bool:
    return context.is_target(symbol) or context.is_target(symbol.rpartition(".")[0])


def _check_copy_on_purpose(method: Method) -> None:
    """A method that changes its copy and goes on with it must keep its copy."""
    for variant in method.variants:
        changes = variant.changes()
        for write in changes.writes if changes is not None else ():
            if write.verdict is not mutation.Verdict.LOST and not is_accumulating(write):
                raise Refusal("modified-copy", variant.path, write.node)
        if changes is not None:
            _check_address(variant, changes.accesses)


def _check_address(variant: Variant, accesses: Sequence[access.Access]) -> None:
    """An address of the copy that is kept, or that may change a copy which is used as a whole."""
    whole = [
        each.node.start_byte
        for each in accesses
        if each.kind is access.Kind.READ and not each.path and each.selection is None
    ]
    for each in accesses:
        if each.kind is access.Kind.ADDRESS and not _is_lock(each):
            holder = enclosing(each.expression, "call_expression", *_KEEPING)
            used = any(at > each.node.start_byte for at in whole)
            if used or (holder is not None and holder.type in _KEEPING):
                raise Refusal("modified-copy", variant.path, each.node)


_KEEPING = (
    "assignment_statement",
    "return_statement",
    "send_statement",
    "short_var_declaration",
    "var_spec",
)


def _is_lock(use: access.Access) -> bool:
    declaring = use.selection.declaring if use.selection is not None else None
    return declaring is not None and declaring.package in ("sync", "sync/atomic")


class _At:
    """Where a finding is: the write that is lost, or the method's receiver."""

    def __init__(self, path: str, span: Span, symbol: str) -> None:
        self.path = path
        self.span = span
        self.symbol = symbol


def _place(method: Method, loss: Loss | None) -> Place:
    if loss is not None:
        node = loss.node
        path = loss.variant.path
    else:
        variant = method.first
        node = variant.node.child_by_field_name("receiver") or variant.node
        path = variant.path
    return _At(path, Span(node.start_byte, node.end_byte), method.qualified)


def _declined(
    context: Context, method: Method, refusal: Refusal, place: Place, message: str
) -> Finding:
    path = refusal.path or method.first.path
    file = context.workspace.file(path)
    where = path
    if refusal.node is not None and file is not None:
        where = f"{path}:{file.lines.line_of(refusal.node.start_byte)}"
    return context.decline(
        place,
        refusal.reason,
        message,
        method=method.name,
        type=method.type,
        path=path,
        where=where,
        what=refusal.what,
    )
