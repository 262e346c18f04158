"""Get-or-create whose creation must not run under the lock: look, create outside, look again.

`if v, ok := c.m[k]; ok { return v }; v := load(k); c.m[k] = v` becomes a section that looks and a
section that stores, and the second one keeps what another goroutine has stored in between. Only
the exact pattern is taken: one lookup, one store of a local under the same key, and nothing else
of the map between them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_hold import Held
from gofixmap_codemods._guard_sections_model import place
from gofixmap_codemods._guard_sections_scope import can_move, drop_init, merged
from gofixmap_codemods._guard_sections_tree import (
    Part,
    Spot,
    covers,
    list_in,
    members_of,
    never_falls,
    unlabeled,
)
from msgspec import Struct

from gofixmap.codemod import nodes, operands, sharing, walk

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_emit import Emitter, Names
    from gofixmap_codemods._guard_sections_layout import Section
    from gofixmap_codemods._guard_sections_reads import Reader
    from gofixmap_codemods._guard_sections_single import Single
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_Op = sharing.Operation
_LOOKS = (_Op.LOOKUP, _Op.INDEX_READ)
# What may hold a mention of the new value before it is stored: parts of it, and tests.
_LOOKING = ("selector_expression", "index_expression", "binary_expression", "unary_expression")


class _Pattern(Struct, frozen=True):
    read: Spot
    write: Spot
    made: Node  # the local that is stored
    has_ok: bool


class Double:
    """The two sections of a get-or-create."""

    def __init__(
        self, emitter: Emitter, names: Names, reader: Reader, single: Single, notes: list[str]
    ) -> None:
        self._emitter = emitter
        self._notes = notes
        self._info = emitter.info
        self._names = names
        self._reader = reader
        self._single = single

    def plan(
        self, section: Section, reading: tuple[str, str], writing: tuple[str, str]
    ) -> Held | None:
        """None where the section is no plain get-or-create. Raises Refused for what the lookup's
        section cannot be."""
        found = pattern_of(self._info, section)
        if found is None:
            return None
        held = self._flat(found, reading)
        if held is None:
            held = self._single.plan(found.read.member, [found.read], reading)
        held.join(self._stored(found, section.spots, writing))
        name = found.write.access.variable.name
        where = place(self._info, found.write.node)
        self._notes.append(
            f"a value for {name} may be made more than once for a key, as it may be today: the one "
            f"that was stored first stays ({where})"
        )
        return held

    def _flat(self, found: _Pattern, locks: tuple[str, str]) -> Held | None:
        """The lookup in front of the statement that tests it, with the names that it has there."""
        owner = unlabeled(found.read.member)
        init = owner.child_by_field_name("initializer")
        if init is None or found.read.part is not Part.INIT:
            return None
        member = found.read.member
        edits = None if can_move(self._info, init, member) else merged(self._info, init, member)
        if edits is None or self._reader.panics(found.read, [found.read]):
            return None
        if not self._single.takes_names(init, member):
            return None
        texts = [locks[0], self._emitter.text(init), locks[1]]
        edits += drop_init(self._info.file, owner, init)
        return Held(before=[(member, texts)], edits=edits, read=[init])

    def _stored(self, found: _Pattern, spots: list[Spot], locks: tuple[str, str]) -> Held:
        statement = unlabeled(found.write.member)
        text, made = self._emitter.text(statement), self._emitter.text(found.made)
        entry = self._emitter.text(found.write.access.expression)
        stored = self._names.fresh("stored")
        ok = "ok" if not re.search(r"\bok\b", text) else self._names.fresh("ok")
        head = f"{stored}, {ok} := {entry}; {ok}"
        if not found.has_ok:
            head = f"{stored} := {entry}; {stored} != nil"
        texts = [f"if {head} {{\n\t{made} = {stored}\n}} else {{\n\t{text}\n}}"]
        if self._reader.panics(found.write, spots):
            body = "\n\t".join([locks[0], f"defer {locks[1]}", *texts[0].split("\n")])
            texts = [f"func() {{\n\t{body}\n}}()"]
        else:
            texts = [locks[0], *texts, locks[1]]
        return Held(read=[found.write.member], instead=[(statement, texts)])


def pattern_of(info: FileInfo, section: Section) -> _Pattern | None:
    """The lookup and the store of a section that is nothing but get-or-create."""
    if len(section.spots) != 2:
        return None
    read, write = section.spots
    if read.access.operation not in _LOOKS or write.access.operation is not _Op.INDEX_WRITE:
        return None
    made = _made(info, write)
    if made is None or not _is_one_entry(info, read, write):
        return None
    tested = _tested(info, section, read, write)
    if tested is None or not _is_unseen(info, section, write, made):
        return None
    return _Pattern(read, write, made, tested == "ok")


def _made(info: FileInfo, write: Spot) -> Node | None:
    """The local that a plain `c.m[k] = v` stores, where it is of the map's element type."""
    statement = unlabeled(write.member)
    if write.part is not Part.SIMPLE or statement.type != "assignment_statement":
        return None
    operator = statement.child_by_field_name("operator")
    right = statement.child_by_field_name("right")
    given = nodes.expression_items(right) if right is not None else []
    if operator is None or operator.text != b"=" or len(given) != 1:
        return None
    found = info.object_of(given[0]) if given[0].type == "identifier" else None
    if found is None or not found.is_local or found.kind != "var":
        return None
    element = info.type_of(write.access.node).element
    return given[0] if info.type_of(given[0]) == element and not element.is_unknown else None


def _is_one_entry(info: FileInfo, read: Spot, write: Spot) -> bool:
    """Whether both are about one entry of one map, whose key does not change in between."""
    a, b = read.access, write.access
    if a.key is None or b.key is None or info.file.text(a.key) != info.file.text(b.key):
        return False
    if info.file.text(a.expression) != info.file.text(b.expression):
        return False
    if not operands.is_stable(info, a.key) or not operands.is_firm(info, a.key):
        return False
    names = [info.object_of(each) for each in walk(a.key) if each.type == "identifier"]
    around = read.member.parent or read.member
    return not any(
        is_target(use) and read.member.start_byte <= use.start_byte < write.member.start_byte
        for found in names
        if found is not None and found.is_local
        for use in info.uses_in(found, around)
    )


def _tested(info: FileInfo, section: Section, read: Spot, write: Spot) -> str | None:
    """How the code tells whether the entry is there: "ok" or "nil"; None for another shape."""
    names = _names_of(read)
    statement = unlabeled(read.member)
    if read.part is Part.INIT and statement.type == "if_statement":
        test = statement
    else:
        listed = members_of(section.listed)
        at = next((n for n, each in enumerate(listed) if each == read.member), -1)
        if at < 0 or at + 1 >= len(listed) or read.part is not Part.SIMPLE:
            return None
        test = listed[at + 1]
    if not names or test.type != "if_statement":
        return None
    condition = test.child_by_field_name("condition")
    is_there, how = _meaning(info, condition, names)
    if is_there is None or test.child_by_field_name("alternative") is not None:
        return None
    then = test.child_by_field_name("consequence")
    inner = list_in(then)
    if is_there:
        leaves = inner is not None and never_falls(info, members_of(inner)[-1])
        behind = write.member.parent == section.listed and write.node.start_byte > test.end_byte
        return how if leaves and behind else None
    return how if inner is not None and write.member.parent == inner else None


def _names_of(read: Spot) -> list[Node]:
    """The locals that the lookup gives, of a statement that does nothing else."""
    around = read.node.parent
    statement = around.parent if around is not None else None
    if statement is None or statement.type not in ("short_var_declaration", "assignment_statement"):
        return []
    left = statement.child_by_field_name("left")
    given = nodes.expression_items(around) if around is not None else []
    return nodes.expression_items(left) if left is not None and given == [read.node] else []


def _meaning(info: FileInfo, test: Node | None, names: list[Node]) -> tuple[bool | None, str]:
    """Whether a condition is true where the entry is there, and which name tells it."""
    if test is None:
        return None, ""
    if len(names) == 2:
        ok = info.file.text(names[1])
        text = info.file.text(test)
        return ({ok: True, f"!{ok}": False}.get(text), "ok")
    kind = info.type_of(names[0])
    if test.type != "binary_expression" or not (kind.is_pointer or kind.is_interface):
        return None, ""
    text = info.file.text(names[0])
    sides = [info.file.text(each) for each in nodes.named(test)]
    meaning = {"!=": True, "==": False}.get(operands.operator_of(test))
    return (meaning, "nil") if sides == [text, "nil"] else (None, "")


def _is_unseen(info: FileInfo, section: Section, write: Spot, made: Node) -> bool:
    """Whether nobody else can have the new value before it is stored: it may be dropped."""
    found = info.object_of(made)
    if found is None:
        return False
    start, end = section.node.start_byte, write.member.start_byte
    for use in info.uses_in(found, section.listed):
        if start <= use.start_byte < end and not _only_builds(use, section.listed):
            return False
    return True


def is_target(use: Node) -> bool:
    """Whether a statement gives the local another value."""
    parent = use.parent
    statement = parent.parent if parent is not None else None
    if parent is None or statement is None:
        return False
    if parent.type in ("inc_statement", "dec_statement"):
        return True
    return parent.type == "expression_list" and statement.child_by_field_name("left") == parent


def _only_builds(use: Node, within: Node) -> bool:
    """A target of an assignment, a part of the value, or a test of it; in no literal."""
    around: Node | None = use.parent
    while around is not None and covers(within, around):
        if around.type in ("func_literal", "go_statement", "defer_statement"):
            return False
        around = around.parent
    parent = use.parent
    if parent is None:
        return False
    if parent.type in _LOOKING:
        return parent.type != "unary_expression" or parent.children[0].type != "&"
    return parent.type == "var_spec" or is_target(use)
