"""A run of whose fixes only some are wanted: their contents, proven again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from gofixmap.edits import by_path, rewrite
from gofixmap.engine.plan import plan
from gofixmap.engine.proof import prove
from gofixmap.engine.request import Progress, Request, silent
from gofixmap.model import NOT_TAKEN, Finding, Proof, RunResult, Status
from gofixmap.registry import installed


def part_of(
    request: Request,
    result: RunResult,
    taken: Callable[[Finding], bool],
    progress: Progress = silent,
) -> RunResult:
    """`result`, as if only those of its applied fixes had been found that are taken.

    The others become findings with a fix that a person did not want. What Go has said of all of
    them together need not hold for a part, so that part is proven as `request` says; a fix that is
    refused without the others is left out. Raises as `run` does.
    """
    applied = [f for f in result.findings if f.status is Status.FIXED]
    kept = [f for f in applied if taken(f)]
    left = [replace(_left(f), proof="") for f in applied if not taken(f)]
    if not left:
        return result
    others = [f for f in result.findings if f.status is not Status.FIXED]
    refused: list[Finding] = []
    proof: Proof | None = None
    if kept and request.verify != "none":
        progress(0, 1, "verify")
        planned = plan(request, installed())
        kept, refused, proof = prove(
            planned.workspace,
            kept,
            request.verify,
            planned.named.attributed,
            seconds=request.verify_seconds,
        )
    before, after = _contents(result, kept)
    return replace(
        result,
        findings=(*others, *kept, *refused, *left),
        before=before,
        after=after,
        proof=proof,
    )


def _left(finding: Finding) -> Finding:
    return replace(
        finding,
        status=Status.FIXABLE,
        reason="left out in the review",
        reason_id=NOT_TAKEN,
    )


def _contents(
    result: RunResult, applied: Sequence[Finding]
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files that the fixes change, before (where they are there) and after."""
    after: dict[str, bytes] = {}
    for path, edits in by_path(f.fix for f in applied if f.fix is not None).items():
        data = result.before.get(path)
        text = rewrite(data or b"", edits)
        if text != data:
            after[path] = text
    return {path: result.before[path] for path in after if path in result.before}, after
