"""Locks that had nothing to guard but the snapshot: they go with the change, and so do waits.

A reader needs no lock for one load of an immutable value. A writer keeps its lock where anything
still decides, reads twice or changes something else under it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_imports import Imports
from gofixmap_codemods._atomic_subject import Changes
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    lines,
    nodes,
    operands,
    pattern,
    replace_statement,
    sharing,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gofixmap_codemods._atomic_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import CallGraph, FileInfo, Span

_LOCK = pattern(rb"\*?\w*sync\w*\.(?:RW)?Mutex")
_CALLING = frozenset(
    {
        sharing.Operation.METHOD,
        sharing.Operation.METHOD_VALUE,
        sharing.Operation.CALL,
        sharing.Operation.ARGUMENT,
    }
)
_ENDING = pattern(rb"(?i)close|stop|shut|end|free|release|destroy|cancel|kill|exit|quit|disc")
_REPEATABLE = pattern(
    rb"""
    (strings|strconv|bytes|path|path/filepath|maps|slices)\.(Clone|Clip|Trim\w*|To(Lower|Upper|Slash)
        |Itoa|Quote|Join|Split|Fields|Replace|ReplaceAll|Repeat|Clean|Base|Dir)
    | errors\.New | fmt\.(Sprint|Sprintf|Sprintln|Errorf)
    """,
    re.VERBOSE,
)
_OTHERS = frozenset(
    {
        "func_literal",
        "go_statement",
        "defer_statement",
        "select_statement",
        "send_statement",
        "labeled_statement",
        "index_expression",
        "slice_expression",
    }
)


class _Section(Struct, frozen=True, eq=False):
    """What runs between taking a lock and giving it back; `uses` are the accesses in it."""

    info: FileInfo
    lock: sharing.Variable
    base: str
    opening: Node
    closing: Node
    inside: tuple[Node, ...]
    uses: tuple[sharing.Access, ...]

    @property
    def only_reads(self) -> bool:
        return not any(use.writes for use in self.uses)


def drop_locks(subject: Subject, changes: Changes) -> None:
    """Edits that take away the sections of a lock in which nothing but a load or a store is."""
    graph = sharing.call_graph(subject.context.semantics, subject.variable.info.package)
    locked = [
        access
        for access in subject.accesses.all
        if access.operation is not sharing.Operation.INITIALIZE and sharing.held_at(graph, access)
    ]
    sections = _sections(graph, subject, locked)
    plain = [each for each in sections if _is_plain(graph, each, changes)]
    covered = {id(use) for each in plain for use in each.uses}
    mixed = any(id(access) not in covered for access in locked)
    if mixed:
        plain = [each for each in plain if each.only_reads]
    if mixed or _may_be_ended(subject):
        plain = [each for each in plain if not _calls_out(each)]
    for section in plain:
        changes.add(_removal(section))
    if any(_calls_out(section) for section in plain):
        changes.note(
            f"who replaces {subject.variable.name} no longer waits for calls that still use the "
            "value from before"
        )
    for lock in dict.fromkeys(section.lock for section in plain):
        _drop_field(subject, changes, lock, plain)


def _sections(
    graph: CallGraph, subject: Subject, locked: Sequence[sharing.Access]
) -> list[_Section]:
    found = dict[tuple[str, int], _Section]()
    for access in locked:
        section = _section(graph, subject, access)
        if section is not None:
            found.setdefault((section.info.path, section.opening.start_byte), section)
    return list(found.values())


def _section(graph: CallGraph, subject: Subject, access: sharing.Access) -> _Section | None:
    """`mu.Lock()` and `mu.Unlock()` around one statement, or with defer at a function's start."""
    function = graph.function_of(access.info, access.node)
    if function.node.type == "func_literal":
        return None
    calls = {call.node.start_byte: call for call in sharing.lock_calls(graph, function)}
    body = nodes.first_named(function.body)
    listed = nodes.named(body) if body is not None and body.type == "statement_list" else []
    bounds = _bounds(access, listed)
    if bounds is None:
        return None
    opening, closing, inside = bounds
    taking, giving = (calls.get(_call_start(each)) for each in (opening, closing))
    if taking is None or giving is None or not taking.takes or not giving.releases:
        return None
    alike = taking.place.key == giving.place.key and taking.exclusive == giving.exclusive
    if not alike or taking.base != access.base or not _is_mutex(taking.lock):
        return None
    uses = tuple(
        use
        for use in subject.accesses.all
        if use.operation is not sharing.Operation.INITIALIZE
        and _stands_in(use, access.path, inside)
    )
    return _Section(access.info, taking.lock, taking.base, opening, closing, inside, uses)


def _is_mutex(lock: sharing.Variable) -> bool:
    """Whether it is declared as a mutex of package sync, or of a package in its place."""
    declared = lock.node.parent
    kind = declared.child_by_field_name("type") if declared is not None else None
    return kind is not None and _LOCK.fullmatch(kind.text or b"") is not None


def _bounds(
    access: sharing.Access, listed: Sequence[Node]
) -> tuple[Node, Node, tuple[Node, ...]] | None:
    if len(listed) > 2 and listed[1].type == "defer_statement":
        return listed[0], listed[1], tuple(listed[2:])
    statement = access.statement
    before, behind = statement.prev_named_sibling, statement.next_named_sibling
    if before is None or behind is None or behind.type == "defer_statement":
        return None
    return before, behind, (statement,)


def _call_start(statement: Node) -> int:
    """Where the call of `mu.Lock()` or `defer mu.Unlock()` starts."""
    inner = nodes.first_named(statement)
    return inner.start_byte if inner is not None and inner.type == "call_expression" else -1


def _stands_in(use: sharing.Access, path: str, inside: Sequence[Node]) -> bool:
    start, end = inside[0].start_byte, inside[-1].end_byte
    return use.path == path and start <= use.node.start_byte < end


def _is_plain(graph: CallGraph, section: _Section, changes: Changes) -> bool:
    """Whether one load or one store is all that the lock can have been taken for."""
    uses = section.uses
    stores = [use for use in uses if use.operation is sharing.Operation.ASSIGN]
    if not section.only_reads and (len(stores) != 1 or len(uses) != 1):
        return False
    if len(uses) > 1 and _loads_twice(section, changes):
        return False
    if _has_comment(section) or any(use.base != section.base for use in uses):
        return False
    spans = [(use.node.start_byte, use.node.end_byte) for use in uses]
    return all(_is_harmless(graph, section, spans, node) for node in _walked(section, spans))


def _loads_twice(section: _Section, changes: Changes) -> bool:
    head = f"{section.info.path} loads "
    return any(note.startswith(head) for note in changes.notes)


def _has_comment(section: _Section) -> bool:
    """A comment beside the lock, or right above it, speaks of it."""
    rows = {section.opening.start_point.row - 1}
    for each in (section.opening, section.closing):
        rows |= {each.start_point.row, each.end_point.row}
    around = section.opening.parent
    while around is not None and around.type in ("statement_list", "block"):
        if any(each.type == "comment" and each.start_point.row in rows for each in around.children):
            return True
        around = around.parent
    return False


def _walked(section: _Section, spans: Sequence[tuple[int, int]]) -> Iterator[Node]:
    """The nodes of the section besides those that name the variable."""
    for statement in section.inside:
        for node in walk(statement):
            if not any(start <= node.start_byte and node.end_byte <= end for start, end in spans):
                yield node


def _is_harmless(
    graph: CallGraph, section: _Section, spans: Sequence[tuple[int, int]], node: Node
) -> bool:
    """Whether a node can neither reach what the lock guards besides, nor depend on its order."""
    own = _is_part(node, spans)
    if node.type in _OTHERS:
        return own and node.type in ("index_expression", "slice_expression")
    if node.type == "unary_expression":
        return operands.operator_of(node) not in ("<-", "*") or own
    if node.type == "call_expression":
        return own or _is_elsewhere(graph, section, node)
    if node.type == "selector_expression":
        return own or _is_of_value(section.info, node)
    return node.type != "identifier" or _is_local(section, node)


def _is_part(node: Node, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether an expression is reached through the snapshot: `s.cfg.Host`, `s.cfg.Get()`."""
    return any(start == node.start_byte and node.end_byte >= end for start, end in spans)


def _is_elsewhere(graph: CallGraph, section: _Section, call: Node) -> bool:
    """Whether only functions of other packages run: they cannot name the lock.

    A writer's may not tell one time from another: the lock keeps what was read last stored last,
    and who is told of it in order.
    """
    info = section.info
    if operands.predeclared_callee(info, call) or info.is_conversion(call):
        return True
    function = graph.function_of(info, call)
    found = [each for each in graph.calls_in(function) if each.node == call]
    is_free = section.only_reads
    return bool(found) and all(
        each.callee is None
        and each.name
        and (is_free or _REPEATABLE.fullmatch(each.name.encode()) is not None)
        for each in found
    )


def _is_of_value(info: FileInfo, selector: Node) -> bool:
    """Whether a selector names something of another package, a method, or a field of a copy."""
    chosen = info.selection(selector)
    if chosen is None or chosen.kind != "field":
        return True
    return not (chosen.operand_is_pointer or chosen.through_pointer)


def _is_local(section: _Section, identifier: Node) -> bool:
    """Whether a name is no variable of the package, and not the owner of the lock by itself."""
    info = section.info
    if info.is_field_key(identifier):
        return True
    found = info.object_of(identifier)
    if found is None:
        return False
    if found.kind == "func" or (found.kind == "var" and not found.is_local):
        return False
    around = identifier.parent
    is_given = around is not None and around.type == "argument_list"
    return is_given or info.file.text(identifier) != section.base


def _removal(section: _Section) -> tuple[Edit, ...]:
    file, opening, closing = section.info.file, section.opening, section.closing
    if closing.type == "defer_statement":
        span = lines.without_lines(file.data, opening.start_byte, closing.end_byte)
        return (Edit(file.path, *span, ""),)
    return (*replace_statement(file, opening, []), *replace_statement(file, closing, []))


def _calls_out(section: _Section) -> bool:
    """Whether code that is given the value, or is its own, runs under the lock."""
    return any(use.operation in _CALLING for use in section.uses)


def _may_be_ended(subject: Subject) -> bool:
    """Whether who replaces the value may end the old one, and has waited for its users so far."""
    methods = subject.variable.info.method_set(subject.variable.type)
    return methods is None or any(_ENDING.match(name.encode()) for name in methods)


def _drop_field(
    subject: Subject, changes: Changes, lock: sharing.Variable, plain: Sequence[_Section]
) -> None:
    """A lock that nobody takes any more is declared no more."""
    uses = sharing.accesses_of(subject.context.semantics, lock)
    field, declared = lock.node.parent, sharing.declarations_of(subject.context.semantics, lock)
    if not uses.is_complete or len(declared) != 1 or lock.is_exported:
        return
    if field is None or field.type != "field_declaration":
        return
    if not all(_is_gone(use, plain) for use in uses.all):
        return
    file = lock.info.file
    if len(nodes.children_of(field, "name")) != 1 or not _is_alone(lock.info, field):
        return
    span = lines.without_lines(file.data, field.start_byte, field.end_byte)
    changes.add([Edit(file.path, *span, "")])
    _drop_import(changes, lock.info)


def _drop_import(changes: Changes, info: FileInfo) -> None:
    """Package sync is imported no more where the lock was its last use.

    Where sync/atomic is to be added, it takes the place of sync.
    """
    gone = Changes()
    imports = Imports(gone, "sync")
    imports.gives_up(info)
    imports.remove_unused({info.path: info})
    changes.claims |= gone.claims
    old = next((each for each in info.file.imports if each.path == "sync"), None)
    added = [
        each for each in changes.edits if old is not None and _adds(each, info, old.declaration)
    ]
    if not gone.edits or old is None or not added:
        changes.add(gone.edits)
        return
    changes.edits[:] = [each for each in changes.edits if each not in added]
    changes.replace(info, old.span.start, old.span.end, '"sync/atomic"')


def _adds(edit: Edit, info: FileInfo, around: Span) -> bool:
    """Whether an edit is part of what adds an import to the declaration of another one."""
    return edit.path == info.path and around.start <= edit.start <= edit.end <= around.end


def _is_alone(info: FileInfo, field: Node) -> bool:
    """Whether the field has lines of its own, without a comment."""
    data = info.file.data
    rest = data[field.end_byte : lines.line_end(data, field.end_byte)]
    before = field.prev_sibling
    spoken = before is not None and before.type == "comment"
    return lines.opens_line(data, field.start_byte) and not rest.strip() and not spoken


def _is_gone(use: sharing.Access, plain: Sequence[_Section]) -> bool:
    return any(
        use.path == each.info.path
        and any(
            part.start_byte <= use.node.start_byte < part.end_byte
            for part in (each.opening, each.closing)
        )
        for each in plain
    )
