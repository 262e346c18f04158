"""Runs golden cases: what a codemod makes of `before/`, against what the case expects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from gofixmap.authoring.cases import Case, expected_tree, lay_out
from gofixmap.engine import Request, run
from gofixmap.errors import GofixmapError
from gofixmap.model import Finding, RunResult, Status
from gofixmap.registry import Registry


class Outcome(Struct, frozen=True):
    """What came of a case: `failures` is empty where it is as expected."""

    case: Case
    failures: tuple[str, ...]
    before: Mapping[str, bytes]  # the whole tree, go.mod included
    after: Mapping[str, bytes]


def run_case(case: Case, registry: Registry | None = None) -> Outcome:
    """Run the engine on one case, twice: the second run must find nothing left to change."""
    with TemporaryDirectory(prefix="gofixmap-golden-") as folder:
        root = Path(folder).resolve()
        before = lay_out(case, root)
        try:
            result = run(_request(case, root), registry=registry)
        except GofixmapError as error:
            return Outcome(case, (f"the run fails: {error}",), before, before)
        after = {**before, **result.after}
        failures = [*_differences(case, before, after), *_wrong_findings(case, result)]
        if not failures:
            failures += _second_run(case, root, result.after, registry)
    return Outcome(case, tuple(failures), before, after)


def run_cases(cases: Iterable[Case], registry: Registry | None = None) -> Iterator[Outcome]:
    """One outcome per case, in order."""
    return (run_case(case, registry) for case in cases)


def _request(case: Case, root: Path, overlay: Mapping[str, bytes] | None = None) -> Request:
    return Request(
        paths=(root,),
        select=case.select,
        safety=case.safety,
        targets=case.targets,
        evidence=case.evidence,
        options=case.options,
        jobs=1,
        overlay=overlay or {},
    )


def _differences(
    case: Case, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> Iterator[str]:
    expected = expected_tree(case, before)
    for path in sorted({*expected, *after}):
        want, got = expected.get(path), after.get(path)
        if want != got:
            yield f"{path} is not as expected:\n{_diff(want, got)}"


def _diff(want: bytes | None, got: bytes | None) -> str:
    """Expected against actual for people; what is not UTF-8 is shown by its bytes."""
    left, right = (
        (data or b"").decode("utf-8", "backslashreplace").splitlines(keepends=True)
        for data in (want, got)
    )
    return "".join(unified_diff(left, right, "expected", "actual"))


def _wrong_findings(case: Case, result: RunResult) -> Iterator[str]:
    findings = [finding for finding in result.findings if finding.status is not Status.SUPPRESSED]
    for problem in result.problems:
        yield f"{problem.path}: {problem.what}"
    if case.expect == "keep" and findings:
        yield f"nothing should be found, but there is {_shown(findings)}"
    if case.expect == "change" and not any(f.status is Status.FIXED for f in findings):
        yield f"nothing was fixed; found: {_shown(findings) or 'nothing'}"
    declined = Counter(f.reason_id for f in findings if f.status is Status.DECLINED)
    if declined != Counter(case.decline):
        yield f"declined for {sorted(declined.elements())}, not for {sorted(case.decline)}"
    for finding in findings:
        if case.tier is not None and finding.fix and finding.safety is not case.tier:
            yield f"a fix is {finding.safety.label}, not {case.tier.label}: {finding.message}"
        if finding.status in (Status.CONFLICT, Status.UNPROVEN):
            yield f"a fix is held back: {_shown([finding])}"


def _shown(findings: Iterable[Finding]) -> str:
    return "; ".join(
        f"{f.path}:{f.span.start} {f.status.value} {f.reason_id} {f.message}".replace("  ", " ")
        for f in findings
    )


def _second_run(
    case: Case, root: Path, changed: Mapping[str, bytes], registry: Registry | None
) -> Iterator[str]:
    """A run over its own output changes nothing; what was declined may be found again."""
    if not changed:
        return
    try:
        overlay = {str(root / path): data for path, data in changed.items()}
        again = run(_request(case, root, overlay), registry=registry)
    except GofixmapError as error:
        # A target that the first run has done away with is no longer there to name.
        if not case.targets:
            yield f"the second run fails: {error}"
        return
    for path, data in sorted(again.after.items()):
        yield f"a second run changes {path}:\n{_diff(changed.get(path), data)}"
