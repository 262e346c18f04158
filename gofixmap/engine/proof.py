"""Holds applied fixes against the Go toolchain, and takes back what it refuses.

Fixes that stand or fall together (`compose.Groups`) carry the same edits and are one unit here.
All edits are relative to the files that were analysed, so a unit can be left out by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gofixmap.errors import EnvironmentProblem
from gofixmap.model import Edit, Finding, Fix, Proof, Status
from gofixmap.workspace import Workspace


def prove(
    workspace: Workspace, applied: Sequence[Finding], level: str
) -> tuple[list[Finding], list[Finding], Proof | None]:
    """The findings whose fixes stay, those that the compiler refuses, and what it said.

    `level` is none, build, or auto (build where a toolchain and a module are found). Raises
    EnvironmentProblem where `build` is asked for and nothing can be built.
    """
    units = _units(applied)
    if level == "none" or not units:
        return list(applied), [], None
    from gofixmap.verify import AUTO_TIME_LIMIT, TIME_LIMIT, verify_build

    seconds = AUTO_TIME_LIMIT if level == "auto" else TIME_LIMIT
    result = verify_build(workspace, [fix for fix, _ in units], seconds=seconds)
    if result.skipped and level == "build":
        raise EnvironmentProblem(
            f"nothing can be proven: {result.skipped}", hint="use --verify none or auto"
        )
    kept = [finding for index in result.kept for finding in units[index][1]]
    refused = [
        replace(finding, status=Status.UNPROVEN, reason=dropped.reason, reason_id="build")
        for dropped in result.dropped
        for finding in units[dropped.index][1]
    ]
    proof = Proof(
        toolchain=result.toolchain,
        packages=len(result.packages),
        repaired=result.repaired,
        unproven=tuple(f"{each.package}: {each.reason}" for each in result.unproven),
        skipped=result.skipped,
        seconds=result.seconds,
    )
    return kept, refused, proof


def _units(applied: Sequence[Finding]) -> list[tuple[Fix, list[Finding]]]:
    """The fixes, each once, with the findings that carry it, in the order of the findings."""
    units: dict[tuple[Edit, ...], tuple[Fix, list[Finding]]] = {}
    for finding in applied:
        if finding.fix is not None:
            units.setdefault(finding.fix.edits, (finding.fix, []))[1].append(finding)
    return list(units.values())
