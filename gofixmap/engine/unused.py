"""Ignore comments that silence nothing: the findings of the rule `unused-ignore`.

A comment is judged where the codemods that it names have run on all that it covers. Comments for
other linters are none of ours, and one that names `unused-ignore` itself is kept on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import Codemod
from gofixmap.edits.ignores import names_of, renamed_edit, unignored_edit
from gofixmap.model import Finding, Fix, Safety, Status
from gofixmap.registry import nearest
from gofixmap.syntax.source import SourceFile
from gofixmap.syntax.suppressions import Suppression

if TYPE_CHECKING:
    from gofixmap.workspace import Package, Workspace

NAME = "unused-ignore"
Use = tuple[str, int, str]  # path, offset of the comment, codemod that it has silenced
Ran = Mapping[str, type[Codemod]]
_MORE = "{names} may find more with --target or --evidence, which the comment would then silence"
_NAMELESS = "it names no codemod, and so also what --target and --evidence find is silenced"


def is_alone(select: Sequence[str]) -> bool:
    """Whether only this rule is selected: all codemods run then, and it alone is told of."""
    return set(select) == {NAME}


class Judge(Struct, frozen=True):
    """What the comments of a file are judged by: who has run, who is there, what was silenced."""

    ran: Ran
    known: Collection[str]
    used: Collection[Use]
    symbol_at: Callable[[SourceFile, int], str]

    def findings(self, file: SourceFile) -> Iterator[Finding]:
        """What is to be said of the ignore comments of a file, in order."""
        entries = file.suppressions.entries
        broken = _broken_lines(file) if any(entry.own for entry in entries) else ()
        for entry in entries:
            hidden = any(first <= entry.last and entry.first <= last for first, last in broken)
            if entry.own and not hidden:
                yield from self._of_comment(file, entry)

    def _of_comment(self, file: SourceFile, entry: Suppression) -> Iterator[Finding]:
        names = names_of(file, entry.span)
        if NAME in names:  # kept on purpose
            return
        if not names or "all" in names:
            yield from self._nameless(file, entry)
            return
        for name in names:
            if name not in self.known:
                yield self._unknown(file, entry, name)
        idle = [name for name in names if name in self.ran and not self._is_used(file, entry, name)]
        if idle:
            yield self._idle(file, entry, idle)

    def _is_used(self, file: SourceFile, entry: Suppression, name: str) -> bool:
        return (file.path, entry.span.start, name) in self.used

    def _nameless(self, file: SourceFile, entry: Suppression) -> Iterator[Finding]:
        everyone = set(self.known) - {NAME}
        silenced = any(self._is_used(file, entry, name) for name in everyone)
        if everyone <= self.ran.keys() and not silenced:
            edit = unignored_edit(file, entry.span)
            message = "silences nothing: no codemod has a finding here"
            fix = Fix("remove the comment", (edit,), (_NAMELESS,))
            yield self._finding(file, entry, message, fix, Safety.REVIEW)

    def _idle(self, file: SourceFile, entry: Suppression, idle: Sequence[str]) -> Finding:
        edit = unignored_edit(file, entry.span, idle)
        whole = len(idle) == len(names_of(file, entry.span))
        listed = " and ".join([", ".join(idle[:-1]), idle[-1]] if idle[1:] else idle)
        doubtful = [name for name in idle if _finds_more_when_asked(self.ran[name])]
        notes = (_MORE.format(names=" and ".join(doubtful)),) if doubtful else ()
        return self._finding(
            file,
            entry,
            f"silences nothing: {listed} {'has' if len(idle) == 1 else 'have'} no finding here",
            Fix(f"remove {'the comment' if whole else listed}", (edit,), notes),
            Safety.REVIEW if doubtful else Safety.SAFE,
        )

    def _unknown(self, file: SourceFile, entry: Suppression, name: str) -> Finding:
        near = nearest(name, self.known)
        is_there = near in names_of(file, entry.span)
        new = "" if is_there else near
        message = f"silences nothing: there is no codemod {name!r}"
        if near:
            message += f", is {near} meant?"
        fix = Fix(
            f"write {new}" if new else f"remove {name!r}",
            (renamed_edit(file, entry.span, name, new),),
            ("it may be a codemod that is not installed here",),
        )
        return self._finding(file, entry, message, fix, Safety.REVIEW)

    def _finding(
        self, file: SourceFile, entry: Suppression, message: str, fix: Fix, safety: Safety
    ) -> Finding:
        symbol = self.symbol_at(file, entry.first_offset(file))
        return Finding(
            NAME, message, file.path, entry.span, symbol, safety, Status.FIXABLE, fix=fix
        )


def _broken_lines(file: SourceFile) -> list[tuple[int, int]]:
    """The first and last lines of the declarations that no codemod was shown."""
    line_of = file.lines.line_of
    return [
        (line_of(each.span.start), line_of(each.span.end))
        for each in file.declarations
        if each.has_error
    ]


def _finds_more_when_asked(codemod: type[Codemod]) -> bool:
    return bool(codemod.evidence) or codemod.safety is Safety.TARGET or codemod.has_survey()


class Sight:
    """Whether all that packages import is on this machine: what is not has no types here."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._root = workspace.root.as_posix().rstrip("/") + "/"
        self._complete: set[Package] = set()

    def is_clear(self, path: str) -> bool:
        """Whether the types of a file can be known, by what it and its package import."""
        package = self._workspace.package_of(path)
        if package is None:
            return False
        is_test = path.endswith("_test.go")
        return self._all_found(package, package.all_files if is_test else package.files)

    def _all_found(self, package: Package, files: Iterable[str]) -> bool:
        """The packages of the workspace that it imports are asked too, each once."""
        pending = list(self._imported(files))
        reached = {package}
        while pending:
            found = pending.pop()
            if found is None:
                return False
            inside = f"{found.dir}/".startswith(self._root)
            if inside and found not in reached and found not in self._complete:
                reached.add(found)
                pending += self._imported(found.files)
        self._complete |= reached - {package}
        return True

    def _imported(self, files: Iterable[str]) -> Iterator[Package | None]:
        for path in files:
            file = self._workspace.file(path)
            for spec in file.imports if file is not None else ():
                yield self._workspace.resolve_import(spec.path, path)


def without_used(findings: Iterable[Finding], used: Collection[Use]) -> list[Finding]:
    """The findings without those about comments that have silenced something after all."""
    places = {(path, start) for path, start, _ in used}
    return [f for f in findings if f.codemod != NAME or (f.path, f.span.start) not in places]


class Patience:
    """Keeps comments until all other fixes are made: what those leave may be silenced by them."""

    def __init__(self) -> None:
        self._latest: dict[str, list[Finding]] = {}

    def admit(
        self, findings: dict[str, list[Finding]], wanted: Callable[[Finding], bool]
    ) -> dict[str, list[Finding]]:
        """The findings by directory, those of the rule only where nothing else is to be fixed."""
        self._latest.update(findings)
        if any(
            finding.fix is not None and finding.codemod != NAME and wanted(finding)
            for each in findings.values()
            for finding in each
        ):
            return {
                path: [finding for finding in each if finding.codemod != NAME]
                for path, each in findings.items()
            }
        held = {
            path: each
            for path, each in self._latest.items()
            if any(finding.codemod == NAME for finding in each)
        }
        return {**findings, **held}
