"""The whole change of one map to a cache with a size and a lifetime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_serial import check_serialised
from gofixmap_codemods._atomic_structs import check_literals
from gofixmap_codemods._atomic_subject import Changes, Refusal, Subject, check_declaration
from gofixmap_codemods._cache_bounds import LRU, STD, TTLCACHE, Bounds
from gofixmap_codemods._cache_checks import Checks
from gofixmap_codemods._cache_declare import Declaring
from gofixmap_codemods._cache_helper import Helper
from gofixmap_codemods._cache_library import Library, Sides
from gofixmap_codemods._cache_loops import Loops
from gofixmap_codemods._cache_modules import require
from gofixmap_codemods._cache_reads import Reads
from gofixmap_codemods._cache_writes import Writes

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from gofixmap.codemod import Fix

Operation = sharing.Operation
_WHAT = {STD: "bounded cache", LRU: "expirable LRU", TTLCACHE: "ttlcache"}


class Plan:
    """One map. `make` raises Refusal, the cheapest reason first."""

    def __init__(self, subject: Subject, bounds: Bounds) -> None:
        kind = subject.variable.type.core or subject.variable.type
        self.subject = subject
        self.changes = Changes()
        self.bounds = bounds
        self.sides = Sides(kind.key, kind.element)

    def make(self) -> Fix:
        subject, changes = self.subject, self.changes
        checks = Checks(subject, self.sides, changes)
        checks.run()
        check_declaration(subject)
        helper = Helper(subject.variable.info) if self.bounds.library == STD else None
        library = Library(self.bounds, self.sides, changes, helper)
        self._rewrite(library)
        check_literals(subject)
        check_serialised(subject)
        self._bring_in(library)
        library.add_imports()
        clash = changes.clash()
        if clash is not None:
            raise Refusal("overlapping-edits", what=clash.path)
        checks.check_version()
        self._note_library()
        limits = f"{self.bounds.size} entries for {self.bounds.duration('time')}"
        title = f"make {subject.variable.name} a {_WHAT[self.bounds.library]} of {limits}"
        return changes.fix(subject.context, title)

    def _rewrite(self, library: Library) -> None:
        reads, writes = Reads(self.changes, library), Writes(self.changes, library)
        declaring = Declaring(self.subject, library, self.changes)
        declaring.edit()
        act = {
            Operation.LOOKUP: reads.lookup,
            Operation.INDEX_READ: reads.index,
            Operation.LEN: reads.length,
            Operation.RANGE: Loops(self.changes, library, self.subject.accesses.all).rewrite,
            Operation.INDEX_WRITE: writes.store,
            Operation.DELETE: writes.delete,
            Operation.CLEAR: writes.clear,
        }
        for access in self.subject.accesses.all:
            if access.operation is Operation.ASSIGN:
                declaring.assign(access, writes)
            elif access.operation is not Operation.INITIALIZE:
                act[access.operation](access)

    def _bring_in(self, library: Library) -> None:
        """The helper type, or the module that has to be required."""
        variable = self.subject.variable
        info, helper = variable.info, library.helper
        if helper is None:
            require(self.subject.context.workspace, info, library.module, self.changes)
            return
        if helper.is_there and not helper.missing():
            return
        if info.file.is_test or info.file.build_constraint:
            raise Refusal("no-place", info, variable.node, variable.path)
        sync = library.package(info, variable.node, "sync") if not helper.is_there else ""
        time = library.package(info, variable.node, "time")
        at = len(info.file.data)
        self.changes.insert(info, at, helper.text(sync, time))
        self.changes.claims.add(f"{info.package.dir}: {helper.names['cache']}")

    def _note_library(self) -> None:
        """What a reviewer has to know of the library."""
        name, is_field = self.subject.variable.name, self.subject.variable.owner
        if self.bounds.library == LRU:
            owner = f"each {is_field}" if is_field else "it"
            self.changes.note(
                f"{owner} has a goroutine that expires entries and, in golang-lru 2.0.7, cannot be "
                "stopped: make few"
            )
        if self.bounds.library == TTLCACHE:
            self.changes.note("Get does not extend an entry's life (WithDisableTouchOnHit)")
            if is_field:
                self.changes.note(
                    f"what has expired in {name} is not returned, and leaves memory when the "
                    f"capacity evicts it, or at once where `go {name}.Start()` runs"
                )
