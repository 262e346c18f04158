"""The report for people: a line per finding, its reason, and its fix as a diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from gofixmap.errors import GofixmapError
from gofixmap.model import NOT_TAKEN, Finding, Fix, Proof, RunResult, Safety, Status
from gofixmap.reports.lines import Line, Piece, diff_lines, one_line, shown_path
from gofixmap.reports.sources import Sources


def report(result: RunResult, sources: Sources) -> Iterator[Line]:
    """Every finding that no comment silences, in the order of path and place."""
    for finding in sorted(result.findings, key=sources.order):
        if finding.status is not Status.SUPPRESSED:
            yield from finding_lines(finding, sources, diff=finding.status is not Status.FIXED)


def shown_fixes(result: RunResult) -> Iterator[Fix]:
    """The fixes of which `report` shows the diffs."""
    for finding in result.findings:
        if finding.fix is not None and finding.status not in (Status.SUPPRESSED, Status.FIXED):
            yield finding.fix


def finding_lines(finding: Finding, sources: Sources, *, diff: bool) -> Iterator[Line]:
    """`path:line:col: message [codemod, safety, status]`, then what there is to say about it."""
    at = sources.position(finding.path, finding.span.start)
    yield (
        Piece(f"{shown_path(sources.shown(finding.path))}:{at.line}:{at.column}:", "path"),
        Piece(f" {one_line(finding.message)} "),
        Piece(f"[{finding.codemod}, {finding.safety.label}, {finding.status.value}]", "codemod"),
    )
    if finding.reason:
        yield (Piece(f"    {one_line(finding.reason)}{_id(finding)}", "reason"),)
    for evidence in finding.evidence:
        yield (Piece(f"    {evidence.kind}: {one_line(evidence.detail)}", "note"),)
    if finding.fix is not None:
        for note in finding.fix.notes:
            yield (Piece(f"    note: {one_line(note)}", "note"),)
        if diff:
            yield from _fix_lines(finding, sources)


def _id(finding: Finding) -> str:
    return f" ({finding.reason_id})" if finding.reason_id else ""


def _fix_lines(finding: Finding, sources: Sources) -> Iterator[Line]:
    """The diff; a sentence where the file has changed since it was read."""
    try:
        yield from diff_lines(_hunks(finding, sources), indent="    ")
    except GofixmapError as error:
        yield (Piece(f"    the fix cannot be shown: {one_line(str(error))}", "reason"),)


def _hunks(finding: Finding, sources: Sources) -> str:
    """The diff; without its headers where the finding's line has already named the only file."""
    assert finding.fix is not None
    diff = sources.diff(finding.fix)
    if finding.fix.paths != (finding.path,):
        return diff
    return diff[diff.find("@@ ") :] if "@@ " in diff else diff


def check_summary(result: RunResult) -> str:
    """What `check` found, in one sentence."""
    findings = [f for f in result.findings if f.status is not Status.SUPPRESSED]
    count = Counter(f.status for f in findings)
    parts = [
        f"{count[status]} {words}"
        for status, words in (
            (Status.FIXABLE, "with a fix"),
            (Status.DECLINED, "declined"),
            (Status.CONFLICT, "in conflict"),
            (Status.UNPROVEN, "unproven"),
        )
        if count[status]
    ]
    silenced = len(result.findings) - len(findings)
    parts += [f"{silenced} suppressed"] if silenced else []
    details = f" ({', '.join(parts)})" if parts else ""
    return f"{_number(len(findings), 'finding')}{details} in {_extent(result)}"


def apply_summary(result: RunResult, *, written: bool) -> list[str]:
    """What `apply` did or would do, a sentence a line: fixes, then what is left and why.

    Fixes are counted as the patch numbers them: one that several findings share is one.
    """
    fixed = [f for f in result.findings if f.status is Status.FIXED]
    verb = "changed" if written else "would change"
    others = sorted(path for path in result.after if not path.endswith(".go"))
    files = _number(len(result.after) - len(others), "file")
    files = " and ".join([*([", ".join(others)] if others else []), files])
    fixes = _each_fix(fixed)
    shared = f" of {_number(len(fixed), 'finding')}" if len(fixes) != len(fixed) else ""
    head = f"{_number(len(fixes), 'fix', 'fixes')}{shared} {verb} {files} of {_extent(result)}"
    return [head, *_proved(result.proof, fixes), *_left(result.findings)]


def _each_fix(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each fix: those that stand or fall together carry the same edits."""
    return list({each.fix.edits: each for each in findings if each.fix is not None}.values())


_DONE = {
    "build": "type-checked",
    "vet": "type-checked and vetted",
    "test": "type-checked, vetted and tested",
    "race": "type-checked, vetted and tested with -race",
}


def _proved(proof: Proof | None, fixed: Sequence[Finding]) -> Iterator[str]:
    if proof is None:
        return
    levels = Counter(finding.proof for finding in fixed)
    passed = [
        f"{_number(levels[level], 'fix', 'fixes')} {words}"
        for level, words in _DONE.items()
        if levels[level]
    ]
    if passed:
        repaired = [f"{_number(proof.repaired, 'error')} repaired"] if proof.repaired else []
        packages = _number(proof.packages, "package")
        yield f"proved with {proof.toolchain} in {packages}: {', '.join([*passed, *repaired])}"
    if proof.variants:
        yield f"built as {', '.join(map(one_line, proof.variants))}"
    if passed and levels[""]:
        yield f"{_number(levels[''], 'fix is', 'fixes are')} not proved"
    for what in [proof.skipped] if proof.skipped else proof.unproven:
        yield f"not proved: {one_line(what)}"


def _left(findings: Sequence[Finding]) -> Iterator[str]:
    fixable = [f for f in findings if f.status is Status.FIXABLE]
    not_taken = len(_each_fix(f for f in fixable if f.reason_id == NOT_TAKEN))
    if not_taken:
        yield f"{_number(not_taken, 'fix', 'fixes')} left out in the review"
    for tier in (Safety.REVIEW, Safety.TARGET):
        waiting = sum(f.safety is tier and f.reason_id != NOT_TAKEN for f in fixable)
        if waiting:
            what = "1 more finding needs" if waiting == 1 else f"{waiting} more findings need"
            yield f"{what} {_HOW[tier]}; gofixmap check shows what they change"
    declined = sum(f.status is Status.DECLINED for f in findings)
    if declined:
        yield f"{_number(declined, 'finding')} declined; gofixmap check says why"


_HOW = {Safety.REVIEW: "--safety review", Safety.TARGET: "--target SYMBOL"}


def held_back(result: RunResult, sources: Sources) -> Iterator[Line]:
    """The fixes that were wanted and could not be applied, which nobody should overlook."""
    for finding in sorted(result.findings, key=sources.order):
        if finding.status in (Status.CONFLICT, Status.UNPROVEN):
            yield from finding_lines(finding, sources, diff=False)


def unanswered(result: RunResult, targets: Sequence[str]) -> Iterator[str]:
    """One line per target that no codemod has anything to say about."""
    for target in targets:
        name = target.removeprefix("./")
        # Framed, so that "Store" is part of "/example.com/cart.Store.Add." and "ore" is not.
        symbols = (f"/{finding.symbol}." for finding in result.findings)
        if not any(f".{name}." in symbol or f"/{name}." in symbol for symbol in symbols):
            yield f"no codemod offers anything for {one_line(target)}"


def unused_evidence(result: RunResult) -> Iterator[str]:
    """One line per race report that led to nothing."""
    return map(one_line, result.unused_evidence)


def problem_lines(result: RunResult) -> Iterator[str]:
    """One line per file that could not be processed."""
    for problem in sorted(result.problems, key=lambda p: (p.path, p.what)):
        hint = f" ({one_line(problem.hint)})" if problem.hint else ""
        yield f"{shown_path(problem.path)}: {one_line(problem.what)}{hint}"


def _extent(result: RunResult) -> str:
    none = "" if result.summary.files else " (no Go files to look at)"
    return f"{_number(result.summary.files, 'file')}, {result.summary.seconds:.2f} s{none}"


def _number(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or noun + 's'}"
