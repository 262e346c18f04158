"""One run over several build variants: what each of them finds, proven in each of them.

Every variant analyses the disk in its own build. Then each goes over the text that the fixes of
the others have left, until none finds anything more. Fixes of all of them are kept as edits of the
disk (`compose`). What one variant declines or Go refuses in one of them is dropped in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from time import perf_counter

from msgspec.structs import replace

from gofixmap.edits import by_path, rewrite
from gofixmap.engine.analysis import place_of
from gofixmap.engine.compose import Composition, Groups
from gofixmap.engine.crossproof import prove_variants
from gofixmap.engine.plan import Plan, plan
from gofixmap.engine.pool import ExecutorFactory
from gofixmap.engine.proof import units_of
from gofixmap.engine.request import Progress, Request, silent
from gofixmap.engine.rounds import meets
from gofixmap.engine.run import run
from gofixmap.model import Edit, FileProblem, Finding, Fix, RunResult, Status
from gofixmap.registry import Registry, installed
from gofixmap.workspace.environment import find_environment
from gofixmap.workspace.variants import Variant

MAX_PASSES = 6  # over all variants

_Call = Callable[[Variant, Mapping[str, bytes]], RunResult]


def run_matrix(
    request: Request,
    variants: Sequence[Variant],
    *,
    registry: Registry | None = None,
    progress: Progress = silent,
    executor: ExecutorFactory | None = None,
) -> RunResult:
    """The result of `run` for all `variants` (at least one) together; raises as `run` does."""
    started = perf_counter()
    registry = registry or installed()
    found = request.environment or find_environment()
    planned = plan(request, registry)

    def analyse(variant: Variant, texts: Mapping[str, bytes]) -> RunResult:
        root = planned.workspace.root
        now = {str(root / path): data for path, data in texts.items()}
        asked = replace(
            request,
            overlay={**request.overlay, **now},
            environment=variant.environment(found),
            verify="none",
        )

        def told(done: int, total: int, label: str) -> None:
            progress(done, total, f"{label} for {variant}")

        return run(asked, registry=registry, progress=told, executor=executor)

    matrix = _Matrix(planned, variants, _Analyse(analyse))
    result = matrix.run(progress)
    seconds = perf_counter() - started
    return replace(result, summary=replace(result.summary, seconds=seconds))


class _Analyse:
    """The findings of one variant in given texts; counts what it has looked at."""

    def __init__(self, call: _Call) -> None:
        self._call = call
        self.problems: dict[FileProblem, None] = {}

    def __call__(self, variant: Variant, texts: Mapping[str, bytes]) -> RunResult:
        result = self._call(variant, texts)
        self.problems.update(dict.fromkeys(result.problems))
        return result


class _Matrix:
    def __init__(self, planned: Plan, variants: Sequence[Variant], analyse: _Analyse) -> None:
        self._plan = planned
        self._workspace = planned.workspace
        self._variants = variants
        self._analyse = analyse
        self._texts: dict[str, Composition] = {}
        self._applied: dict[int, tuple[Finding, ...]] = {}  # by the fix that they carry
        self._open: dict[Variant, list[Finding]] = {}

    def run(self, progress: Progress) -> RunResult:
        request = self._plan.request
        first = {variant: self._analyse(variant, {}) for variant in self._variants}
        base = first[self._variants[0]]
        self._settle(first)
        applied, declined = self._without_declined(first)
        kept, refused, proof = prove_variants(
            self._workspace,
            applied,
            self._variants,
            request.verify,
            self._plan.named.attributed,
            seconds=request.verify_seconds,
            told=lambda name: progress(0, 1, f"verify for {name}"),
        )
        findings = self._merged(kept, (*declined, *refused))
        before, after = self._contents(kept)
        return replace(
            base,
            findings=findings,
            before=before,
            after=after,
            problems=tuple(sorted(self._analyse.problems, key=lambda p: (p.path, p.what))),
            summary=replace(
                base.summary,
                findings=len(findings),
                fixes=sum(finding.fix is not None for finding in findings),
                declined=sum(finding.status is Status.DECLINED for finding in findings),
            ),
            proof=proof,
        )

    def _settle(self, first: Mapping[Variant, RunResult]) -> None:
        """Takes the fixes of each variant into the text, until none of them has any left.

        A variant that, alone, has made the same of the disk would find nothing in it.
        """
        seen: dict[Variant, Mapping[str, bytes]] = {}
        self._take(self._variants[0], first[self._variants[0]])
        made = dict(first[self._variants[0]].after)
        for variant, result in first.items():
            if result.after == made:
                self._note(variant, result)
                seen[variant] = self._current()
        changed: set[str] = set()
        for number in range(MAX_PASSES * len(self._variants)):
            variant = self._variants[number % len(self._variants)]
            if seen.get(variant) == self._current():
                if all(seen.get(each) == self._current() for each in self._variants):
                    return
                continue
            result = self._analyse(variant, self._current())
            self._take(variant, result, after=number + 1)
            changed = set(result.after)
            seen[variant] = self._current()
        self._give_up(changed)

    def _current(self) -> dict[str, bytes]:
        return {path: text.current() for path, text in self._texts.items()}

    def _take(self, variant: Variant, result: RunResult, *, after: int = 0) -> None:
        """Notes what a run says, and puts its fixes into the text that it was about.

        Its rounds come `after` so many others.
        """
        self._note(variant, result)
        edits: dict[str, dict[Edit, frozenset[int]]] = {}
        fixed = [
            replace(self._on_disk(f), round=f.round + after)
            for f in result.findings
            if f.status is Status.FIXED
        ]
        for fix, findings in units_of(fixed):
            identity = len(self._applied)
            self._applied[identity] = tuple(findings)
            for path, own in by_path((fix,)).items():
                owners = edits.setdefault(path, {})
                owners.update((e, owners.get(e, frozenset()) | {identity}) for e in own)
        for path, owned in edits.items():
            if path not in self._texts:
                original = self._workspace.read(path) or b""
                self._texts[path] = Composition(path, original)
            self._texts[path].apply(owned)

    def _note(self, variant: Variant, result: RunResult) -> None:
        """Keeps the findings that are not applied, at their places on disk."""
        left = (f for f in result.findings if f.status is not Status.FIXED)
        self._open[variant] = [self._left_over(self._on_disk(finding)) for finding in left]

    def _on_disk(self, finding: Finding) -> Finding:
        text = self._texts.get(finding.path)
        return finding if text is None else replace(finding, span=text.original_span(finding.span))

    def _left_over(self, finding: Finding) -> Finding:
        if finding.fix is None:
            return finding
        edits = [self._edit_on_disk(edit) for edit in finding.fix.edits]
        kept = tuple(edit for edit in edits if edit is not None)
        if len(kept) == len(edits):
            return replace(finding, fix=replace(finding.fix, edits=kept))
        # A fix that the variant's run was not to apply is still the offer that it was there.
        reason = meets(finding, wanted=finding.status is not Status.FIXABLE)
        return replace(finding.with_status(Status.CONFLICT, reason), fix=None)

    def _edit_on_disk(self, edit: Edit) -> Edit | None:
        text = self._texts.get(edit.path)
        return edit if text is None else text.original_edit(edit)

    def _give_up(self, paths: set[str]) -> None:
        """Takes back what is in files on which the variants do not agree."""
        owners = {
            owner
            for path in paths
            if path in self._texts
            for segment in self._texts[path].segments
            for owner in segment.owners
        }
        dropped = Groups(self._texts.values()).closure(owners)
        for text in self._texts.values():
            text.drop(dropped)
        for owner in dropped:
            del self._applied[owner]
        what = f"the build variants did not settle in {MAX_PASSES} rounds"
        hint = "leave a codemod or a variant out, and please report it"
        problems = (FileProblem(path, what, hint) for path in sorted(paths))
        self._analyse.problems.update(dict.fromkeys(problems))

    def _composed(self) -> list[Finding]:
        """The findings that are applied, with all edits of what stands or falls with each."""
        groups = Groups(self._texts.values())
        owned: dict[int, list[Edit]] = {identity: [] for identity in self._applied}
        for _, text in sorted(self._texts.items()):
            for segment, edit in zip(text.segments, text.edits(), strict=True):
                for owner in segment.owners:
                    owned[owner].append(edit)
        composed: list[Finding] = []
        for identity, findings in self._applied.items():
            members = sorted(groups.of(identity))
            edits = tuple(dict.fromkeys(edit for each in members for edit in owned[each]))
            composed += (replace(f, fix=replace(_fix(f), edits=edits)) for f in findings)
        return composed

    def _without_declined(
        self, first: Mapping[Variant, RunResult]
    ) -> tuple[list[Finding], list[Finding]]:
        """What is applied, but for what a variant with the file declines on the disk; and that."""
        reasons: dict[tuple[object, ...], tuple[Variant, Finding]] = {}
        for variant, result in first.items():
            context = variant.context(self._workspace.host)
            for finding in result.findings:
                declines = finding.status is Status.DECLINED
                if declines and self._workspace.matches(finding.path, context):
                    reasons.setdefault(_identity(finding), (variant, finding))
        applied: list[Finding] = []
        dropped: list[Finding] = []
        for _, findings in units_of(self._composed()):
            found = next(filter(None, (reasons.get(_identity(f)) for f in findings)), None)
            if found is None:
                applied += findings
                continue
            variant, other = found
            reason = f"in {variant}, {other.reason}"
            falling = (f.with_status(Status.DECLINED, reason, other.reason_id) for f in findings)
            dropped += (replace(finding, fix=None) for finding in falling)
        return applied, dropped

    def _merged(self, kept: Sequence[Finding], dropped: Sequence[Finding]) -> tuple[Finding, ...]:
        """All findings, each once, however many variants have it; what became of it comes first."""
        told: dict[tuple[object, ...], Finding] = {}
        for finding in chain(kept, dropped, *self._open.values()):
            told.setdefault((*_identity(finding), finding.message), finding)
        return tuple(sorted(told.values(), key=place_of))

    def _contents(self, applied: Sequence[Finding]) -> tuple[dict[str, bytes], dict[str, bytes]]:
        before: dict[str, bytes] = {}
        after: dict[str, bytes] = {}
        for path, edits in by_path(_fix(f) for f in applied).items():
            data = self._workspace.read(path)
            text = rewrite(data or b"", edits)
            if text != data:
                after[path] = text
                if data is not None:
                    before[path] = data
        return before, after


def _fix(finding: Finding) -> Fix:
    if finding.fix is None:
        raise ValueError(f"a finding of {finding.codemod} without a fix")
    return finding.fix


def _identity(finding: Finding) -> tuple[object, ...]:
    """What a finding is about, whichever variant has it."""
    return finding.codemod, finding.path, finding.span, finding.symbol
