"""The whole change of one map to a sync.Map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_checks import governs, is_locked
from gofixmap_codemods._atomic_declare import Retyping, redeclare
from gofixmap_codemods._atomic_imports import Imports
from gofixmap_codemods._atomic_serial import check_serialised
from gofixmap_codemods._atomic_structs import check_copies, check_literals
from gofixmap_codemods._atomic_subject import Changes, Refusal, Subject, check_declaration
from gofixmap_codemods._syncmap_range import rewrite_range
from gofixmap_codemods._syncmap_reads import Reads, refusal
from gofixmap_codemods._syncmap_types import Sides
from gofixmap_codemods._syncmap_writes import Writes, is_empty_map, looked_up_before

from gofixmap.codemod import replace_statement, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Fix

Operation = sharing.Operation
_REASONS = {
    Operation.LEN: "length",
    Operation.INDEX_UPDATE: "read-modify-write",
    Operation.PART_WRITE: "read-modify-write",
    Operation.APPEND: "read-modify-write",
    Operation.UPDATE: "read-modify-write",
    Operation.COMPARE: "compared-with-nil",
    Operation.ADDRESS: "map-escapes",
    Operation.RETURN: "map-escapes",
    Operation.ARGUMENT: "map-escapes",
    Operation.STORE: "map-escapes",
    Operation.READ: "map-escapes",
    Operation.CLONE: "iterated",
    Operation.ITERATOR: "iterated",
    Operation.UNKNOWN: "unresolved-use",
}
_READS = frozenset({Operation.INDEX_READ, Operation.LOOKUP, Operation.RANGE})
_WRITES = frozenset({Operation.INDEX_WRITE, Operation.DELETE, Operation.CLEAR})


class Plan:
    """One map. `make` raises Refusal, the cheapest reason first."""

    def __init__(self, subject: Subject) -> None:
        kind = subject.variable.type.core or subject.variable.type
        self.subject = subject
        self.changes = Changes()
        self.imports = Imports(self.changes, "sync")
        self.sides = Sides(kind.key, kind.element)
        self.reads = Reads(self.changes, self.sides)
        self.writes = Writes(self.changes, self.reads)
        self.absent: set[tuple[str, int]] = set()

    def make(self) -> Fix:
        subject = self.subject
        check_declaration(subject)
        self._check_types()
        self._check_operations()
        self._check_decisions()
        for access in subject.accesses.all:
            self._rewrite(access)
        stores = self.writes.stores
        redeclare(subject, Retyping(self._type_text, is_empty_map, stores), self.changes)
        check_literals(subject)
        check_copies(subject)
        check_serialised(subject)
        clash = self.changes.clash()
        if clash is not None:
            raise Refusal("overlapping-edits", what=clash.path)
        self._note_pointers()
        title = f"make {subject.variable.name} a sync.Map"
        return self.changes.fix(subject.context, title)

    def _check_types(self) -> None:
        variable, key = self.subject.variable, self.sides.key
        if key.is_interface or key.is_typeparam or key.is_unknown:
            raise Refusal("key-type", variable.info, variable.node, str(key))
        declared = variable.type.unaliased
        if declared.is_map and "unknown" in str(declared):
            what = "of its keys or elements, which is not known,"
            raise Refusal("unspellable-type", variable.info, variable.node, what)
        if not str(declared).startswith("map["):
            raise Refusal("defined-map-type", variable.info, variable.node, str(declared))

    def _check_operations(self) -> None:
        for access in self.subject.accesses.all:
            reason = _REASONS.get(access.operation)
            if reason is not None and access.operation not in _READS | _WRITES:
                raise refusal(reason, access)

    def _check_decisions(self) -> None:
        """A read that decides on a write is one operation only as LoadOrStore."""
        accesses = self.subject.accesses.all
        lookups = [access for access in accesses if access.operation is Operation.LOOKUP]
        for write in accesses:
            if write.operation not in _WRITES or sharing.is_unshared(write):
                continue
            if write.operation is Operation.INDEX_WRITE and looked_up_before(write, lookups):
                self.absent.add((write.path, write.node.start_byte))
                continue
            for read in accesses:
                same = read.path == write.path and read.function == write.function
                if same and read.operation in _READS and self._decides(read, write):
                    raise refusal("check-then-act", read)

    def _decides(self, read: sharing.Access, write: sharing.Access) -> bool:
        if read.operation is Operation.RANGE:
            return False  # what the loop stores or deletes meanwhile is its own affair
        if not governs(read, write):
            return False
        return not is_locked(self.subject.context, self.subject.accesses.all, read, write)

    def _rewrite(self, access: sharing.Access) -> None:
        operation = access.operation
        if operation is Operation.LOOKUP:
            self.reads.lookup(access)
        elif operation is Operation.INDEX_READ:
            self.reads.index(access)
        elif operation is Operation.RANGE:
            rewrite_range(access, self.reads)
        elif operation is Operation.INDEX_WRITE:
            if (access.path, access.node.start_byte) in self.absent:
                self.writes.store_if_absent(access)
            else:
                self.writes.store(access)
        elif operation is Operation.DELETE:
            self.writes.delete(access)
        elif operation is Operation.CLEAR:
            self.writes.clear(access)
        elif operation is Operation.ASSIGN:
            self._assigned(access)
        elif operation is not Operation.INITIALIZE:
            raise refusal("map-escapes", access)

    def _assigned(self, access: sharing.Access) -> None:
        """`s.m = make(...)` in a constructor is not needed; later it would replace the map."""
        info, value = access.info, access.value
        if value is None or not sharing.is_unshared(access):
            raise refusal("replaced", access)
        lines: list[str] = []
        if not is_empty_map(info, value):
            lines = self.writes.stores(info, info.file.text(access.node), value)
        self.changes.add(replace_statement(info.file, access.statement, lines))

    def _type_text(self, info: FileInfo, node: Node) -> str:
        return f"{self.imports.name(info, node)}.Map"

    def _note_pointers(self) -> None:
        value = self.sides.value
        if value.is_pointer or value.is_slice or value.is_map:
            self.changes.note(
                "the sync.Map guards its entries, not what they point to: "
                f"values are {value}, and several goroutines can hold one of them"
            )
