"""Findings counted by codemod: what became of them, why not, and what Go has said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from gofixmap.model import Finding, Status


class Row(Struct):
    """The findings of one codemod."""

    codemod: str
    statuses: Counter[Status] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)  # ids of why there is no fix
    proofs: Counter[str] = field(default_factory=Counter)  # of applied fixes, by level; "" for none

    @property
    def found(self) -> int:
        return self.statuses.total()

    @property
    def proven(self) -> int:
        """The applied fixes that Go has passed, at whatever level."""
        return self.proofs.total() - self.proofs[""]

    def add(self, finding: Finding) -> None:
        self.statuses[finding.status] += 1
        if finding.status is Status.FIXED:
            self.proofs[finding.proof] += 1
        elif finding.status in _WITHOUT_FIX:
            self.reasons[finding.reason_id or finding.status.value] += 1


_WITHOUT_FIX = frozenset({Status.DECLINED, Status.UNPROVEN, Status.CONFLICT})


def tally(findings: Iterable[Finding]) -> tuple[Row, ...]:
    """A row for each codemod that found something, in the order of their names."""
    rows: dict[str, Row] = {}
    for finding in findings:
        rows.setdefault(finding.codemod, Row(finding.codemod)).add(finding)
    return tuple(row for _, row in sorted(rows.items()))


def in_words(counts: Mapping[str, int]) -> str:
    """`captured 3, too-small 1`: most first, then by name."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count}" for name, count in ordered)
