"""A pointer that sections read again, though nothing in between can have changed it: read once.

`s.mu.RLock(); entry := s.m[k]; s.mu.RUnlock()` for each of several uses says the same again and
again, and another goroutine may put a different entry there between two of them. A number is read
again: it is there to change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_pieces import Pieces
from gofixmap_codemods._guard_sections_tree import FUNCTIONS, Spot, members_of
from msgspec import Struct

from gofixmap.codemod import SourceFile, ancestors, lifetime, nodes, pattern, sharing, walk

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_model import GuardContext
    from tree_sitter import Node

    from gofixmap.codemod import Edit, Function

_HEAD = b"package p\n"
_LOCK, _UNLOCK = pattern(rb"(.+)\.R?Lock\(\)"), pattern(rb"(.+)\.R?Unlock\(\)")
# The parts of an expression that gives the same each time, while nobody assigns to its names.
_STEADY = (
    *("identifier", "field_identifier", "selector_expression", "index_expression"),
    *("parenthesized_expression", "int_literal", "interpreted_string_literal"),
    *("interpreted_string_literal_content", "nil", "true", "false"),
)
# What lets other goroutines have their turn: what is read behind it is meant to be new.
_TURN = pattern(rb"<-|\bselect\b|\bgo\b|\bgoto\b|\.(?:Wait|Sleep|Lock)\(|\bfunc\b|\bfor\b")
_WORD = pattern(r"[A-Za-z_]\w*")


class _Section(Struct, frozen=True):
    """Three new statements: the lock is taken, one value read, and the lock given back."""

    listed: Node
    number: int  # of the first among the members of the list
    lock: bytes
    name: str
    value: bytes
    start: int
    end: int


def read_once(
    context: GuardContext, function: Function, spots: Sequence[Spot], edits: Sequence[Edit]
) -> tuple[Edit, ...]:
    """The edits of one function without the sections that read again what is known."""
    file = function.info.file
    around = file.declaration_at(edits[0].start) if edits else None
    if around is None or any(not around.span.contains(each.span) for each in edits):
        return tuple(edits)
    handles = _read_again(_handles(function, spots), edits)
    if not handles or b"goto " in around.text:
        return tuple(edits)
    pieces = Pieces(file, around.span, edits)
    made = False
    while _dropped_one(context, function, pieces, handles):
        made = True
    return pieces.edits() if made else tuple(edits)


def _read_again(handles: frozenset[bytes], edits: Sequence[Edit]) -> frozenset[bytes]:
    """Those that the edits give to several locals."""
    written = "\n".join(edit.text for edit in edits).replace("\r\n", "\n").encode()
    return frozenset(each for each in handles if written.count(b" := " + each + b"\n") > 1)


def _handles(function: Function, spots: Sequence[Spot]) -> frozenset[bytes]:
    """The expressions among those of `spots` that give what stands for one value of its own."""
    found: set[bytes] = set()
    for node in (each for spot in spots for each in (spot.node, spot.access.node)):
        kind = function.info.type_of(node)
        if kind.is_pointer or kind.is_chan or kind.is_func or kind.is_interface:
            found.add(node.text or b"")
    return frozenset(found)


def _dropped_one(
    context: GuardContext, function: Function, pieces: Pieces, handles: frozenset[bytes]
) -> bool:
    text = _HEAD + pieces.text
    file = SourceFile(function.path, text)
    if len(file.declarations) != 1 or file.declarations[0].has_error:
        return False
    found = _sections(file.declarations[0].node, pieces)
    sections = [each for each in found if each.value in handles]
    for number, later in enumerate(sections):
        for first in sections[:number]:
            if _is_known(context, function, pieces, text, first, later):
                pieces.replace(_changes(text, first, later))
                return True
    return False


def _sections(root: Node, pieces: Pieces) -> Iterator[_Section]:
    shift = len(_HEAD)
    for listed in walk(root):
        members = members_of(listed) if listed.type == "statement_list" else []
        for number in range(len(members) - 2):
            taking, reading, giving = members[number : number + 3]
            taken = _LOCK.fullmatch(taking.text or b"")
            given = _UNLOCK.fullmatch(giving.text or b"")
            if taken is None or given is None or taken[1] != given[1]:
                continue
            if reading.type != "short_var_declaration":
                continue
            left, right = (reading.child_by_field_name(each) for each in ("left", "right"))
            names = nodes.expression_items(left) if left is not None else []
            if right is None or len(names) != 1 or not _is_steady(right):
                continue
            start, end = taking.start_byte, giving.end_byte
            if all(
                pieces.is_new(n.start_byte - shift, n.end_byte - shift) for n in (taking, giving)
            ):
                name, value = (names[0].text or b"").decode(), right.text or b""
                yield _Section(listed, number, taken[1], name, value, start, end)


def _is_steady(right: Node) -> bool:
    return right.named_child_count == 1 and all(
        each.type in _STEADY for each in walk(right.named_children[0])
    )


def _is_known(
    context: GuardContext,
    function: Function,
    pieces: Pieces,
    text: bytes,
    first: _Section,
    later: _Section,
) -> bool:
    """Whether what the first section has read is what the later one would read."""
    if (first.lock, first.value) != (later.lock, later.value) or later.start < first.end:
        return False
    for each in ancestors(later.listed):
        if later.listed == first.listed or each == first.listed:
            break
        if each.type in ("for_statement", *FUNCTIONS):
            return False
    else:
        return False
    between = text[first.end : later.start]
    if _TURN.search(between) is not None or _assigns(between, (*_words(first.value), first.name)):
        return False
    shift = len(_HEAD)
    span = (pieces.origin(first.end - shift), pieces.origin(later.start - shift))
    return not _may_come_back(context, function, span)


def _words(value: bytes) -> list[str]:
    return _WORD.findall(value.decode("utf-8", "replace"))


def _assigns(between: bytes, words: Sequence[str]) -> bool:
    """Whether the text may give one of some names, or a part of what it names, another value."""
    names = "|".join(re.escape(each) for each in dict.fromkeys(words))
    written = (
        rf"(?:&\s*(?:{names})\b|\b(?:{names})\b[\w.\[\]\", ]*(?:\+\+|--|[-+*/%&|^<>]*:?=(?!=)))"
    )
    deleted = rf"\b(?:delete|clear)\([^)]*\b(?:{names})\b"
    found = re.search(f"{written}|{deleted}", between.decode("utf-8", "replace"))
    return found is not None


def _may_come_back(context: GuardContext, function: Function, span: tuple[int, int]) -> bool:
    """Whether a call between two places may run code that takes the lock, and so may write."""
    for call in context.graph.calls_in(function):
        if not span[0] <= call.node.start_byte < span[1]:
            continue
        if call.callee is not None:
            if call.callee in context.locking:
                return True
        elif call.kind is not sharing.CallKind.VALUE and not _is_elsewhere(function, call):
            return True
    return False


def _is_elsewhere(function: Function, call: sharing.Call) -> bool:
    """Whether a function of another package is called, or a method that no interface chooses."""
    if call.name and not call.dynamic:
        return True
    name = lifetime.called_name(function.info, call.node)
    return bool(name) and not name.startswith("(")


def _changes(text: bytes, first: _Section, later: _Section) -> list[tuple[int, int, str]]:
    """The later section goes, and what it read is called by the first one's name."""
    shift = len(_HEAD)
    start = text.rfind(b"\n", 0, later.start) + 1
    end = text.find(b"\n", later.end) + 1
    found = [(start - shift, end - shift, "")]
    for each in walk(later.listed):
        is_use = each.type == "identifier" and each.start_byte >= later.end
        if is_use and (each.text or b"").decode() == later.name:
            found.append((each.start_byte - shift, each.end_byte - shift, first.name))
    return found
