"""pointer-receiver: methods that change a copy of their receiver get a pointer receiver."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._receiver_loss import Loss, is_accumulating, loss_of
from gofixmap_codemods._receiver_method import (
    Method,
    Variant,
    find_method,
    method_at,
    value_methods,
)
from gofixmap_codemods._receiver_plan import Plan
from gofixmap_codemods._receiver_refusal import Refusal

from gofixmap.codemod import (
    Codemod,
    Context,
    Finding,
    Match,
    Option,
    Safety,
    Span,
    Symbol,
    access,
    enclosing,
    mutation,
)

if TYPE_CHECKING:
    from gofixmap.codemod import Place

# A method's header up to its receiver's name, where a type without a star follows.
_METHOD = rb"func\s*\((?:\s|/\*.*?\*/)*([\w\x80-\xff]+)(?:\s|/\*.*?\*/)+(?![*\s/])"
_HEADER = re.compile(_METHOD)
_LATER_HEADER = re.compile(rb"\n" + _METHOD)  # with a literal start, which is searched fast


@lru_cache(maxsize=512)
def _mutating(name: bytes) -> re.Pattern[bytes]:
    """Text that may write through the name, take its address for a decoder, or call on it."""
    word = rb"(?<![\w.\x80-\xff])" + re.escape(name) + rb"(?![\w\x80-\xff])"
    index = rb"\[(?:[^\[\]{}]|\[[^\[\]{}]*\])*\]"
    chain = rb"(?:\s*\.\s*[\w\x80-\xff]+|\s*" + index + rb"|\))*"
    operator = rb"(?:(?<![=!<>:])=(?!=)|<<=|>>=|\+\+|--)"
    same_line = word + rb"[^\n]*?" + operator
    several_lines = word + chain + rb"\s*" + operator
    declared = word + rb"\s*(?:,[^\n=]*)?:="
    called = rb"(?:^|\breturn|:?=|[{;])[ \t]*" + word + rb"(?:\.[\w\x80-\xff]+)*\.[\w\x80-\xff]+\("
    decoded = rb"(?:Unmarshal|Decode|atomic\.)[^\n]*&\(*" + word
    locked = word + rb"(?:\.[\w\x80-\xff]+)*\.(?:R?Lock|Try)"
    parts = (same_line, several_lines, declared, called, decoded, locked)
    return re.compile(b"|".join(parts), re.MULTILINE)


class _Prefilter:
    """Value-receiver methods whose text may change the receiver."""

    def search(self, data: bytes, /) -> object | None:
        """The first such method in a declaration or a file."""
        if data.startswith(b"func"):
            header = _HEADER.match(data)
            return None if header is None else _mutating(header[1]).search(data, header.end())
        for header in _LATER_HEADER.finditer(data):
            found = _mutating(header[1]).search(data, header.end(), _end(data, header.end()))
            if found is not None:
                return found
        return re.search(rb";[ \t]*func\s*\(", data) if b"func" in data else None


# What a header without a body ends with: a name, a bracket. A list that goes on ends otherwise.
_NO_BODY = tuple(mark.encode() for mark in ")]_" + string.ascii_letters + string.digits)


def _end(data: bytes, start: int) -> int:
    """An offset that the method's body does not reach beyond, and seldom much further."""
    line_end = data.find(b"\n", start)
    line = data[start:line_end]
    if line_end > 0 and b"`" not in line and b"/*" not in line:
        code = line if b'"' in line or b"'" in line else line.partition(b"//")[0].rstrip()
        whole = code.endswith(b"}") and b"//" not in code and code.count(b"{") == code.count(b"}")
        if whole or (b"{" not in line and code.endswith(_NO_BODY)):
            return line_end
    end = data.find(b"\n}", start)
    while end >= 0 and data.count(b"`", start, end) % 2:  # the brace stands in a raw string
        end = data.find(b"\n}", end + 1)
    return end if end >= 0 else len(data)


class PointerReceiver(Codemod):
    """Writes to a value receiver that are lost, and conversions asked for by name."""

    name = "pointer-receiver"
    title = "A method changes a copy of its receiver"
    why = (
        "A value receiver is a copy. What the method writes to it is gone when the method returns, "
        "unless the method uses or returns the copy itself.\n\n"
        "Only a write that nothing can observe is reported: a method that returns its receiver, "
        "passes it on, or reads what it wrote, works on a copy on purpose. Writes through slices, "
        "maps, pointers and fields promoted through an embedded pointer reach shared storage and "
        "are not lost.\n\n"
        "The whole workspace is read before a receiver changes: values that become interfaces, "
        "calls on values without an address, method expressions, and each build's own declaration "
        "of the method."
    )
    before = "type Meter struct{ n int }\n\nfunc (m Meter) Add(d int) { m.n += d }\n"
    after = "type Meter struct{ n int }\n\nfunc (m *Meter) Add(d int) { m.n += d }\n"
    declines: ClassVar = {
        "assembly": "the package has assembly, which may call the method by its symbol",
        "captured-receiver": "a closure or a goroutine at {where} captures the receiver: it has a "
        "copy of its own today and would share the caller's value",
        "cgo": "{path} uses cgo",
        "closed-world-broken": "{path} has a declaration that does not parse and mentions {what},"
        " or cannot be read: a use may hide in it",
        "exported-api": "{method} is exported from a package that other modules can import: "
        "their values of {type} would lose it in interfaces; name it with --target",
        "interface-flow": "a value of {type} becomes an interface at {where}, and only *{type} "
        "would still have {method}",
        "interface-method-name": "{what} asks for {method}, and values of {type} would silently "
        "stop having it",
        "linkname": "a linkname directive in {path} uses the method by its symbol",
        "method-expression": "{what} at {where} is a function that takes a {type}; its type would "
        "change with the receiver",
        "modified-copy": "the method changes its copy at {where} and goes on with it, or hands out "
        "its address: through a pointer that would be the caller's value",
        "no-copy": "{what} at {where} must not be copied; keep pointers in the map instead",
        "redeclared-receiver": "the := at {where} assigns to the receiver and declares new names "
        "in one statement",
        "unaddressable-call": "{what} at {where} calls the method on a value that has no address",
        "unresolved-use": "what {where} means is not known, and it may be a use of {method}",
        "unsafe": "{path} imports unsafe",
    }
    safety = Safety.SAFE
    order = 300
    equivalents: ClassVar = ("staticcheck", "SA4005", "revive", "govet")
    closed_world = True
    needles = (b"func (", b"func(")
    keywords = ("func",)
    prefilter = _Prefilter()
    options: ClassVar = {
        "all-methods": Option(
            False, "convert the type's other value-receiver methods as well (tier review)"
        )
    }

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
        return self._converted(context, method, loss_of(method), named=True)

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
