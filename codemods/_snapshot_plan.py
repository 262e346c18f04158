"""The whole change of one variable to an atomic pointer that leads to immutable values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_checks import governs, is_locked, keeps
from gofixmap_codemods._atomic_companions import check_companions
from gofixmap_codemods._atomic_declare import Retyping, redeclare
from gofixmap_codemods._atomic_imports import Imports
from gofixmap_codemods._atomic_literals import follow
from gofixmap_codemods._atomic_serial import check_serialised
from gofixmap_codemods._atomic_structs import check_copies, check_literals, owner_of
from gofixmap_codemods._atomic_subject import Changes, Refusal, Subject, check_declaration
from gofixmap_codemods._atomic_writers import Writers
from gofixmap_codemods._snapshot_initial import store_at_start
from gofixmap_codemods._snapshot_loader import Loader
from gofixmap_codemods._snapshot_locks import drop_locks
from gofixmap_codemods._snapshot_reads import Reads
from gofixmap_codemods._snapshot_shared import (
    check_aliases,
    check_immutable,
    check_writers,
    handed_out,
)
from gofixmap_codemods._snapshot_writes import Writes, runs_of

from gofixmap.codemod import nocopy_reason, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Fix

Operation = sharing.Operation
_READS = frozenset(
    {
        Operation.READ,
        Operation.INDEX_READ,
        Operation.LOOKUP,
        Operation.LEN,
        Operation.RANGE,
        Operation.COMPARE,
        Operation.RETURN,
        Operation.ARGUMENT,
        Operation.STORE,
        Operation.METHOD,
        Operation.METHOD_VALUE,
        Operation.CLONE,
        Operation.ITERATOR,
        Operation.CALL,
    }
)
_REASONS = {
    Operation.ADDRESS: "address-taken",
    Operation.UNKNOWN: "unresolved-use",
    Operation.UPDATE: "read-modify-write",
    Operation.ATOMIC: "contains-lock",
}

_SYNCHRONIZED = frozenset({"sync.Map", "sync.Pool"})


class Plan:
    """One variable. `make` raises Refusal, the cheapest reason first."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.variable = subject.variable
        kind = subject.variable.type
        self.by_value = not (kind.is_pointer and str(kind.unaliased).startswith("*"))
        self.element = kind if self.by_value else kind.element
        self.changes = Changes()
        self.imports = Imports(self.changes, "sync/atomic")
        writers = Writers(subject.context, subject.accesses.all)
        self.asserts = _is_older(subject)
        self.loader = self._loader()
        accesses = subject.accesses.all
        self.reads = Reads(self.changes, writers, self.by_value, accesses, self.loader)
        self.writes = Writes(self.changes, self.reads, self.element, self.by_value)

    def make(self) -> Fix:
        subject = self.subject
        self._check_version()
        check_declaration(subject)
        check_companions(subject, self.changes)
        parts = self._parts()
        check_writers(subject, parts)
        check_aliases(subject)
        self._check_decisions()
        self._rewrite(parts)
        self._declare()
        check_literals(subject)
        check_copies(subject)
        check_serialised(subject)
        drop_locks(subject, self.changes)
        clash = self.changes.clash()
        if clash is not None:
            raise Refusal("overlapping-edits", what=clash.path)
        for note in handed_out(subject):
            self.changes.note(note)
        kind = "Value" if self.asserts else "Pointer"
        title = f"make {self.variable.name} an atomic.{kind} that is loaded and stored whole"
        return self.changes.fix(subject.context, title)

    def _parts(self) -> dict[tuple[str, int], list[sharing.Access]]:
        """The accesses through which a field is written, by statement.

        What a pointer to a sync.Map leads to may change: readers of either map are in order.
        """
        if self._is_synchronized:
            return {}
        forbidding = nocopy_reason(self.element)
        if isinstance(forbidding, str):
            raise Refusal("contains-lock", what=forbidding)
        return check_immutable(self.subject, self.element)

    def _loader(self) -> Loader | None:
        """What reads where a plain Load is not enough: below Go 1.19, or without a first value."""
        element = self.variable.type if self.asserts else self.element
        loader = Loader(self.subject, element, self.asserts, self.changes)
        if self.asserts:
            return loader
        is_field = self.variable.kind is sharing.VariableKind.FIELD
        return loader if self.by_value and is_field and not self._is_always_set() else None

    def _is_always_set(self) -> bool:
        """Whether a first value can be stored wherever the struct is made: nobody else makes it."""
        package, owner = self.variable.info.package, self.variable.owner
        if owner[:1].isupper() and package.importable_outside:
            return False
        return all(
            not literal.info.file.is_test and self._takes_first(literal)
            for literal in self._unset()
        )

    def _takes_first(self, literal: sharing.Literal) -> bool:
        """Whether statements can follow the one that makes the struct."""
        if literal.function is None or literal.node.type == "literal_value":
            return False
        try:
            follow(literal.info, literal.node, lambda name: [name], Changes())
        except Refusal:
            return False
        return True

    def _check_version(self) -> None:
        if self.asserts and self.variable.type.is_interface:
            declared = self.subject.declarations[0]
            raise Refusal("go-version", declared.info, declared.node)

    def _check_decisions(self) -> None:
        """A value that is stored because of what was read may hide what another one stored."""
        context = self.subject.context
        for write in self.subject.accesses.all:
            if write.operation is not Operation.ASSIGN or sharing.is_unshared(write):
                continue
            for read in self.subject.accesses.all:
                same = read.path == write.path and read.function == write.function
                if not same or read.operation not in _READS:
                    continue
                reason = _decision(read, write)
                if reason and not is_locked(context, self.subject.accesses.all, read, write):
                    raise Refusal(reason, read.info, read.node, read.info.file.text(write.node))

    def _rewrite(self, parts: dict[tuple[str, int], list[sharing.Access]]) -> None:
        """Every use; `parts` are the accesses through which a field is written, by statement."""
        changed = {
            (access.path, access.node.start_byte) for group in parts.values() for access in group
        }
        reads, writes = list[sharing.Access](), list[sharing.Access]()
        for access in self.subject.accesses.all:
            if (access.path, access.node.start_byte) in changed:
                writes.append(access)
            elif access.operation in _READS or self._is_call(access):
                if not self._moves(access):
                    reads.append(access)
            elif access.operation is Operation.ASSIGN:
                writes.append(access)
                self.writes.store(access)
            elif access.operation is not Operation.INITIALIZE:
                reason = _REASONS.get(access.operation, "written-in-place")
                text = access.info.file.text(access.expression)
                raise Refusal(reason, access.info, access.node, text)
        for run in runs_of(list(parts.values()), self.subject.accesses.all):
            self.writes.change_parts(run)
        self.reads.rewrite(reads, writes)

    def _is_call(self, access: sharing.Access) -> bool:
        """`m.Load(key)` of a pointer to a sync.Map, which reads the pointer."""
        return self._is_synchronized and access.operation is Operation.ATOMIC

    @property
    def _is_synchronized(self) -> bool:
        return not self.by_value and str(self.element) in _SYNCHRONIZED

    def _moves(self, read: sharing.Access) -> bool:
        """Whether the read stands in an initial value, which a statement behind stores."""
        return any(
            read in self.reads.within(access.info, access.value)
            for access in self.subject.accesses.all
            if access.operation is Operation.INITIALIZE and access.value is not None
        )

    def _declare(self) -> None:
        retyping = Retyping(self._type_text, self._is_zero, self.writes.stores)
        if self.variable.kind is sharing.VariableKind.PACKAGE:
            store_at_start(self.subject, retyping, self._zero, self.changes)
            return
        redeclare(self.subject, retyping, self.changes)
        if self.by_value and self.loader is None:
            for literal in self._unset():
                self._set(literal)

    def _type_text(self, info: FileInfo, node: Node) -> str:
        element = info.type_text(self.element, node)
        if element is None:
            raise Refusal("unspellable-type", info, node, str(self.element))
        package = self.imports.name(info, node)
        return f"{package}.Value" if self.asserts else f"{package}.Pointer[{element}]"

    def _is_zero(self, info: FileInfo, value: Node) -> bool:
        keeps_nil = self.loader is not None or not self.by_value
        return keeps_nil and value.type == "nil"

    def _zero(self, info: FileInfo, at: Node) -> str:
        """What a variable without an initial value needs: nothing where nil stays nil."""
        return self.writes.zero(info, at) if self.by_value and self.loader is None else ""

    def _unset(self) -> Iterator[sharing.Literal]:
        """The places that make the struct and leave the field zero."""
        for literal in sharing.literals_of(self.subject.context.semantics, owner_of(self.subject)):
            if self.variable.name not in literal.values and not self._is_set_behind(literal):
                yield literal

    def _is_set_behind(self, literal: sharing.Literal) -> bool:
        """Whether the function that makes the struct stores a value before anyone can read."""
        return any(
            access.operation is Operation.ASSIGN
            and access.path == literal.path
            and access.function == literal.function
            and access.node.start_byte > literal.node.start_byte
            and sharing.is_unshared(access)
            and _is_straight(literal.node, access.node)
            for access in self.subject.accesses.all
        )

    def _set(self, literal: sharing.Literal) -> None:
        info = literal.info
        follow(info, literal.node, lambda name: self._first(info, literal, name), self.changes)

    def _first(self, info: FileInfo, literal: sharing.Literal, name: str) -> list[str]:
        return [f"{name}.{self.variable.name}.Store({self.writes.zero(info, literal.node)})"]


def _decision(read: sharing.Access, write: sharing.Access) -> str:
    """Why the two have to be one operation; "" where they need not be."""
    if governs(read, write):
        return "check-then-act"
    return "exchange" if keeps(read, write) else ""


def _is_older(subject: Subject) -> bool:
    """Whether a declaration stands in a file below Go 1.19, which has no atomic.Pointer."""
    workspace = subject.context.workspace
    return any(workspace.language_version(each.path) < (1, 19) for each in subject.declarations)


def _is_straight(first: Node, then: Node) -> bool:
    """Whether `then` stands in a statement of the very list that `first` stands in."""
    lists = (_list_of(first), _list_of(then))
    return lists[0] is not None and lists[0] == lists[1]


def _list_of(node: Node) -> Node | None:
    around = node.parent
    while around is not None and around.type not in ("statement_list", "func_literal"):
        around = around.parent
    return around
