"""Findings as diagnostics of the protocol."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from gofixmap.lsp.beside import does_not_compile, is_repeated
from gofixmap.lsp.positions import Positions
from gofixmap.model import Finding, Safety, Status
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.lsp.state import Snapshot, State

SOURCE = "gofixmap"
MAX_RELATED = 12  # places beside the finding's own that one diagnostic lists
_NUMBER = re.compile(r"[0-9]+")
_SEVERITY = {
    Safety.SAFE: types.DiagnosticSeverity.Warning,
    Safety.REVIEW: types.DiagnosticSeverity.Information,
    Safety.TARGET: types.DiagnosticSeverity.Hint,
}


def identities(findings: Sequence[Finding], data: bytes) -> list[str]:
    """An id for each finding of one file that stays the same where code above it moves.

    It is made of the codemod, the symbol, the message and the text found; equal ones are counted.
    """
    seen: Counter[str] = Counter()
    ids = []
    for finding in findings:
        message = _NUMBER.sub("", finding.message)  # it may name lines
        parts = (finding.codemod, finding.symbol, message, repr(finding.span.of(data)))
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
        ids.append(f"{digest}-{seen[digest]}")
        seen[digest] += 1
    return ids


def diagnostics(state: State, snapshot: Snapshot) -> list[types.Diagnostic]:
    """What the client is told of a snapshot, in the order of its findings."""
    writer = _Writer(state, snapshot)
    ids = identities(snapshot.findings, snapshot.data)
    return [
        writer.diagnostic(finding, identity)
        for finding, identity in zip(snapshot.findings, ids, strict=True)
        if is_shown(finding) and not (state.settings.gopls and is_repeated(finding))
    ]


def is_shown(finding: Finding) -> bool:
    """False for what a comment silences."""
    return finding.status is not Status.SUPPRESSED


def message_of(finding: Finding) -> str:
    """The message; of a finding without a fix, the reason too."""
    if finding.status is Status.FIXABLE or not finding.reason:
        return finding.message
    return f"{finding.message}\nNo fix: {finding.reason}"


class _Writer:
    def __init__(self, state: State, snapshot: Snapshot) -> None:
        self._state = state
        self._snapshot = snapshot
        self._positions = {snapshot.path: Positions(snapshot.data, state.encoding)}

    def diagnostic(self, finding: Finding, identity: str) -> types.Diagnostic:
        return types.Diagnostic(
            range=self._positions[self._snapshot.path].range(finding.span),
            message=message_of(finding),
            severity=_severity(finding),
            code=finding.codemod,
            source=SOURCE,
            tags=[types.DiagnosticTag.Unnecessary] if _is_removed(finding) else None,
            related_information=list(self._related(finding)) or None,
            data={"id": identity},
        )

    def _related(self, finding: Finding) -> Iterator[types.DiagnosticRelatedInformation]:
        """Where the evidence is, and the places of the fix on other lines than the finding's."""
        if not self._state.shows_related:
            return
        told: set[tuple[str, int]] = {(finding.path, self._line(finding.path, finding.span))}
        for path, span, text in _places(finding):
            at = (path, self._line(path, span))
            location = self._location(path, span)
            if location is None or at in told or len(told) > MAX_RELATED:
                continue
            told.add(at)
            yield types.DiagnosticRelatedInformation(location, text)

    def _line(self, path: str, span: Span) -> int:
        positions = self._of(path)
        return -1 if positions is None else positions.position(span.start).line

    def _location(self, path: str, span: Span) -> types.Location | None:
        positions = self._of(path)
        if positions is None:
            return None
        uri = self._state.uri_of(self._absolute(path))
        return types.Location(uri, positions.range(span))

    def _absolute(self, path: str) -> str:
        return str(Path(self._snapshot.root, path))

    def _of(self, path: str) -> Positions | None:
        """The positions of a file of the workspace; None for one that cannot be read."""
        absolute = self._absolute(path)
        if absolute not in self._positions:
            data = self._state.contents(absolute)
            if data is None:
                return None
            self._positions[absolute] = Positions(data, self._state.encoding)
        return self._positions[absolute]


def _severity(finding: Finding) -> types.DiagnosticSeverity:
    if does_not_compile(finding):
        return types.DiagnosticSeverity.Error
    return _SEVERITY[finding.safety]


def _places(finding: Finding) -> Iterator[tuple[str, Span, str]]:
    for evidence in finding.evidence:
        if evidence.span is not None and evidence.path:
            yield evidence.path, evidence.span, f"{evidence.kind}: {evidence.detail}"
    if finding.fix is not None:
        for edit in finding.fix.edits:
            yield edit.path, edit.span, f"changed too by: {finding.fix.title}"


def _is_removed(finding: Finding) -> bool:
    """Whether the fix takes away what the finding points at, and does nothing else."""
    if finding.fix is None or any(edit.text for edit in finding.fix.edits):
        return False
    return any(
        edit.path == finding.path and edit.span.contains(finding.span) for edit in finding.fix.edits
    )
