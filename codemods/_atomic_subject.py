"""A variable that is to change its type with all of its uses, and what stands against that.

Shared by the codemods that retype a variable: atomic-counter, atomic-snapshot, sync-map and
bounded-cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from gofixmap.codemod import Edit, Fix, identical, sharing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gofixmap_codemods._atomic_evidence import Judgement
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Finding, Place, Safety


class Refusal(Exception):
    """`reason` is a decline id; `info` and `node` say where the obstacle is, `what` names it."""

    def __init__(
        self, reason: str, info: FileInfo | None = None, node: Node | None = None, what: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.info = info
        self.node = node
        self.what = shortened(what)

    @property
    def where(self) -> str:
        if self.info is None or self.node is None:
            return ""
        return place(self.info, self.node)


def shortened(text: str) -> str:
    """Code on one line, cut where a sentence would become unreadable."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def place(info: FileInfo, node: Node) -> str:
    return f"{info.path}:{info.file.lines.line_of(node.start_byte)}"


class Subject(Struct, frozen=True):
    """The variable, every access to it, and why it is looked at."""

    context: Context
    variable: sharing.Variable
    accesses: sharing.Accesses
    judgement: Judgement

    @property
    def is_named(self) -> bool:
        """Whether the user, and not only evidence, asks for the change."""
        return self.judgement.named

    @property
    def declarations(self) -> tuple[sharing.Variable, ...]:
        """The declaration of each build variant in which the variable has its type."""
        found = sharing.declarations_of(self.context.semantics, self.variable)
        alike = (each for each in found if identical(each.type, self.variable.type) is not False)
        return tuple(alike)

    def declined(
        self,
        refusal: Refusal,
        at: Place | None = None,
        *,
        safety: Safety | None = None,
        rank: int = 0,
    ) -> Finding:
        """The finding without a fix, at the declaration where no other place is given."""
        variable, judgement = self.variable, self.judgement
        return self.context.decline(
            variable.symbol if at is None else at,
            refusal.reason,
            judgement.message,
            safety=safety,
            evidence=judgement.evidence,
            rank=rank,
            name=variable.name,
            type=str(variable.type),
            what=refusal.what,
            where=refusal.where,
            path=refusal.info.path if refusal.info is not None else variable.path,
        )


class Changes(Struct):
    """Edits as they come together; insertions at one place keep the order they came in."""

    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    locals: list[tuple[tuple[str, int, int], str]] = field(default_factory=list)  # block, name
    claims: set[str] = field(default_factory=set)  # besides those on names of locals

    def replace(self, info: FileInfo, start: int, end: int, text: str) -> None:
        self.edits.append(Edit(info.path, start, end, text))

    def insert(self, info: FileInfo, at: int, text: str) -> None:
        """Insertions at one place become one edit: equal ones would count only once."""
        if not text:
            return
        for index, edit in enumerate(self.edits):
            if edit.path == info.path and edit.start == edit.end == at:
                self.edits[index] = Edit(info.path, at, at, edit.text + text)
                return
        self.replace(info, at, at, text)

    def wrap(self, info: FileInfo, node: Node, before: str, after: str) -> None:
        self.insert(info, node.start_byte, before)
        self.insert(info, node.end_byte, after)

    def add(self, edits: Iterable[Edit]) -> None:
        self.edits += edits

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def fix(self, context: Context, title: str) -> Fix:
        """All of it as one fix."""
        claims = context.claims_on_names(self.edits) | self.claims
        return Fix(title, tuple(self.edits), tuple(self.notes), claims)

    def clash(self) -> Edit | None:
        """An edit that shares bytes with another one: two rewrites of one piece of code."""
        ordered = sorted(dict.fromkeys(self.edits), key=lambda e: (e.path, e.start, e.end))
        end, path = 0, ""
        for edit in ordered:
            if edit.path == path and edit.start < end:
                return edit
            path, end = edit.path, max(end, edit.end) if edit.path == path else edit.end
        return None


def check_declaration(subject: Subject) -> None:
    """The obstacles that lie in the declaration and its package. Raises Refusal."""
    if subject.accesses.incomplete:
        raise Refusal("unresolved-use", what=subject.accesses.incomplete[0])
    variable, package = subject.variable, subject.variable.info.package
    if variable.is_exported and package.importable_outside and not subject.is_named:
        raise Refusal("exported-api", variable.info, variable.node, variable.name)
    if variable.kind is sharing.VariableKind.LOCAL:
        return
    for declared in subject.declarations:
        for spec in declared.info.file.imports:
            if spec.path in ("C", "unsafe"):
                reason = "cgo" if spec.path == "C" else "unsafe"
                raise Refusal(reason, declared.info, declared.node, declared.path)
    if subject.context.workspace.has_assembly(package.dir):
        raise Refusal("assembly", variable.info, variable.node)
    _check_linknames(subject)


def _check_linknames(subject: Subject) -> None:
    """A linkname directive reaches a package variable by its symbol."""
    variable = subject.variable
    if variable.kind is not sharing.VariableKind.PACKAGE:
        return
    for path in variable.info.package.all_files:
        file = subject.context.workspace.file(path)
        for directive in file.directives if file is not None else ():
            if directive.name == "go:linkname" and variable.name in directive.argument.split():
                raise Refusal("linkname", variable.info, variable.node, path)
