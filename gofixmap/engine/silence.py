"""`check --add-ignores`: comments for all that a run has found, and the proof that they silence it.

What is found again in the text with its comments (a second remedy for what the first one was
silenced for) gets a comment too, until nothing is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.edits.apply import merge
from gofixmap.edits.ignores import ignore_edits, kept_edit
from gofixmap.edits.tidy import rewrite
from gofixmap.engine.changes import Lines, changed_lines
from gofixmap.engine.request import Progress, Request, silent
from gofixmap.engine.run import run
from gofixmap.engine.unused import NAME
from gofixmap.engine.vetting import REFUSALS
from gofixmap.errors import UsageError
from gofixmap.model import Edit, FileProblem, Finding, Status
from gofixmap.syntax.source import SourceFile
from gofixmap.text import LineIndex

MAX_ROUNDS = 5
ADDED = "added by gofixmap: {message}"


class Silenced(Struct):
    """The new contents, and what cannot be silenced."""

    root: str
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    findings: int = 0  # that are silenced
    left: list[tuple[Finding, str]] = field(default_factory=list)  # that are not, and why
    problems: tuple[FileProblem, ...] = ()


def silence(request: Request, reason: str = "", *, progress: Progress = silent) -> Silenced:
    """Ignore comments for every finding of a check; writes nothing.

    Without `reason` each comment has the finding's message. Raises GofixmapError as `run` does.
    """
    if request.overlay:
        raise UsageError("ignore comments are added to files, not to stdin")
    result = run(replace(request, apply=False), progress=progress)
    root = Path(result.root)
    out = Silenced(result.root, problems=result.problems)
    lines = request.changed_lines
    if request.diff_base:
        lines = changed_lines(root, request.diff_base)
    for _ in range(MAX_ROUNDS):
        found = [each for each in result.findings if each.status is not Status.SUPPRESSED]
        edits = _edits(out, found, reason)
        if not edits:
            break
        lines = _apply(out, edits, lines)
        if request.evidence or request.reports:  # it speaks of lines as they were
            break
        overlay = {(root / path).as_posix(): data for path, data in out.after.items()}
        again = replace(request, apply=False, overlay=overlay, diff_base="", changed_lines=lines)
        result = run(again, progress=progress)
    else:
        found = [each for each in result.findings if each.status is not Status.SUPPRESSED]
        out.left += ((each, "its comment does not silence it") for each in found)
    return out


def _edits(out: Silenced, found: Iterable[Finding], reason: str) -> dict[str, tuple[Edit, ...]]:
    """The comments for some findings, by path; what can have none is put into `out.left`."""
    by_file: dict[str, list[Finding]] = {}
    out.left = []
    for finding in found:
        by_file.setdefault(finding.path, []).append(finding)
    edits: dict[str, tuple[Edit, ...]] = {}
    for path, findings in by_file.items():
        data = _contents(out, path)
        refusal = _refusal(path, data)
        if data is None or refusal:
            out.left += ((each, refusal) for each in findings)
            continue
        edits[path], homeless = _file_edits(SourceFile(path, data), findings, reason)
        out.left += ((each, "a comment has no place there") for each in homeless)
        out.findings += len(findings) - len(homeless)
    return {path: each for path, each in edits.items() if each}


def _contents(out: Silenced, path: str) -> bytes | None:
    if path in out.after:
        return out.after[path]
    try:
        return (Path(out.root) / path).read_bytes()
    except OSError:
        return None


def _refusal(path: str, data: bytes | None) -> str:
    """Why a file gets no comment; "" where it may."""
    if Path(path).is_absolute() or path.startswith("../"):
        return REFUSALS["outside-root"].format(path=path)
    if data is None:
        return REFUSALS["unreadable"].format(path=path)
    if "vendor" in path.split("/")[:-1]:
        return REFUSALS["vendored"].format(path=path)
    if SourceFile(path, data).is_generated:
        return REFUSALS["generated"].format(path=path)
    return ""


def _file_edits(
    file: SourceFile, findings: Sequence[Finding], reason: str
) -> tuple[tuple[Edit, ...], list[Finding]]:
    kept = [kept_edit(file, each.span, NAME) for each in findings if each.codemod == NAME]
    others = [each for each in findings if each.codemod != NAME]
    places = [(f.span, f.codemod, reason or ADDED.format(message=f.message)) for f in others]
    edits, homeless = ignore_edits(file, places)
    lost = [each for each in others if (each.span, each.codemod) in homeless]
    # Where both write into one comment, the rule is named in the next round.
    taken = [(edit.start, edit.end) for edit in edits]
    free = [k for k in kept if not any(a <= k.end and k.start <= b for a, b in taken)]
    return (*edits, *dict.fromkeys(free)), lost


def _apply(
    out: Silenced, edits: Mapping[str, tuple[Edit, ...]], lines: Mapping[str, Lines] | None
) -> Mapping[str, Lines] | None:
    """Puts the edits into `out.after`; the changed lines, as they lie in it then."""
    moved = dict(lines) if lines is not None else None
    for path, each in edits.items():
        data = _contents(out, path) or b""
        out.before.setdefault(path, data)
        out.after[path] = rewrite(data, each)
        if moved is not None:
            moved[path] = _moved(data, each, moved.get(path, ()))
    return moved


def _moved(data: bytes, edits: Sequence[Edit], lines: Lines) -> Lines:
    """Lines of `data` as they lie behind the edits; what an edit adds above a line goes with it."""
    index = LineIndex(data)
    added = [(index.line_of(edit.start), edit.text.count("\n")) for edit in merge(edits)]

    def shift(line: int) -> int:
        return sum(count for at, count in added if at <= line)

    return tuple((low + shift(low - 1), high + shift(high)) for low, high in lines)
