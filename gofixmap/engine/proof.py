"""Holds applied fixes against the Go toolchain, and takes back what it refuses.

Fixes that stand or fall together (`compose.Groups`) carry the same edits and are one unit here.
All edits are relative to the files that were analysed, so a unit can be left out by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gofixmap.errors import EnvironmentProblem
from gofixmap.model import Edit, Finding, Fix, Proof, Status
from gofixmap.workspace import BuildContext, Workspace

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.attribution import Attributed
    from gofixmap.verify.golist import Graphs


def prove(
    workspace: Workspace,
    applied: Sequence[Finding],
    level: str,
    reports: Sequence[Attributed] = (),
    *,
    seconds: float | None = None,
    context: BuildContext | None = None,
    only: Collection[str] | None = None,
    graphs: Graphs | None = None,
) -> tuple[list[Finding], list[Finding], Proof | None]:
    """The findings whose fixes stay, those that Go refuses, and what it said.

    `level` is none, one of verify.LEVELS, or auto (build where a toolchain and a module are
    found). `reports` are of races that the fixes about their variables have to end. `seconds`
    None means the limit that goes with the level. `context`, `only` and `graphs` are those
    of `verify`.
    Raises EnvironmentProblem where a proof is asked for and nothing can be built.
    """
    units = units_of(applied)
    if level == "none" or not units:
        return list(applied), [], None
    from gofixmap.verify import AUTO_TIME_LIMIT, verify

    result = verify(
        workspace,
        [fix for fix, _ in units],
        level="build" if level == "auto" else level,
        seconds=AUTO_TIME_LIMIT if level == "auto" and seconds is None else seconds,
        claims={index: _claims(findings, reports) for index, (_, findings) in enumerate(units)},
        context=context,
        only=only,
        graphs=graphs,
    )
    if result.skipped and level != "auto":
        raise EnvironmentProblem(
            f"nothing can be proven: {result.skipped}", hint="use --verify none or auto"
        )
    kept = [
        replace(finding, proof=result.levels.get(index, ""))
        for index in result.kept
        for finding in units[index][1]
    ]
    refused = [
        replace(finding, status=Status.UNPROVEN, reason=dropped.reason, reason_id="build")
        for dropped in result.dropped
        for finding in units[dropped.index][1]
    ]
    proof = Proof(
        toolchain=result.toolchain,
        level="build" if level == "auto" else level,
        packages=len(result.packages),
        checked=result.packages,
        commands=result.commands,
        repaired=result.repaired,
        unproven=tuple(f"{each.package}: {each.reason}" for each in result.unproven),
        skipped=result.skipped,
        seconds=result.seconds,
    )
    return kept, refused, proof


def _claims(
    findings: Sequence[Finding], reports: Sequence[Attributed]
) -> frozenset[tuple[str, ...]]:
    """The races that are about the variables of some findings."""
    from gofixmap.verify.races import race_keys

    symbols = {finding.symbol for finding in findings}
    return race_keys(
        each.report
        for each in reports
        if any(symbol.qualified in symbols for symbol in each.symbols)
    )


def units_of(applied: Sequence[Finding]) -> list[tuple[Fix, list[Finding]]]:
    """The fixes, each once, with the findings that carry it, in the order of the findings."""
    units: dict[tuple[Edit, ...], tuple[Fix, list[Finding]]] = {}
    for finding in applied:
        if finding.fix is not None:
            units.setdefault(finding.fix.edits, (finding.fix, []))[1].append(finding)
    return list(units.values())
