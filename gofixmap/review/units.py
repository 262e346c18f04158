"""The fixes of a run as a reviewer counts them: what stands or falls together is one."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from gofixmap.model import Edit, Finding, Fix, Status


class Unit(Struct, frozen=True):
    """One fix, and the findings that carry it; their edits are of the files on disk."""

    fix: Fix
    findings: tuple[Finding, ...] = ()
    codemods: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return "; ".join(dict.fromkeys(f.fix.title for f in self.findings if f.fix is not None))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reviewer has to know, each sentence once."""
        notes = (note for f in self.findings if f.fix is not None for note in f.fix.notes)
        return tuple(dict.fromkeys(notes))


def units_of(findings: Iterable[Finding]) -> tuple[Unit, ...]:
    """The fixes that a run has applied, each once.

    Fixes that were found to stand or fall together carry the same edits.
    """
    carried: dict[tuple[Edit, ...], list[Finding]] = {}
    for finding in findings:
        if finding.status is Status.FIXED and finding.fix is not None:
            carried.setdefault(finding.fix.edits, []).append(finding)
    return tuple(map(_unit, carried.values()))


def _unit(findings: list[Finding]) -> Unit:
    fix = findings[0].fix
    assert fix is not None
    return Unit(fix, tuple(findings), tuple(sorted({finding.codemod for finding in findings})))
