"""What must hold of every run, whatever the code is; a run that breaks it has faults."""

from __future__ import annotations

import signal
import subprocess
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from unittest.mock import patch

from fuzz_judge import Judge, Verdict
from fuzz_seeds import Tree
from msgspec.structs import replace

from gofixmap.edits import apply_edits
from gofixmap.engine import Request, run
from gofixmap.engine import plan as planning
from gofixmap.errors import GofixmapError
from gofixmap.model import RunResult, Status
from gofixmap.patch import unified_diff
from gofixmap.registry import installed
from gofixmap.reports.json import render_json
from gofixmap.reports.sources import Sources
from gofixmap.workspace import Workspace

HANG_SECONDS = 5.0  # of processor time, for one mutant
_RENEW = 400  # mutants after which what was read of the standard library is read again


class HangError(BaseException):
    """Not an Exception: the engine must not take it for the failure of a codemod."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken promise. `kind` is a word for counting, `detail` for who mends it."""

    kind: str
    detail: str


@dataclass(slots=True)
class Report:
    """What came of one mutant."""

    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0  # of processor time

    def fault(self, kind: str, detail: str) -> None:
        self.faults.append(Fault(kind, detail))


class Bench:
    """Runs trees in memory, in one process; what is read of the standard library is kept."""

    def __init__(self, root: Path, judge: Judge | None = None, *, git_every: int = 0) -> None:
        """`root` is an empty folder; `git apply` tries the patch of each `git_every`th change."""
        self._root = root
        self._judge = judge
        self._git_every = git_every
        self._changes = 0
        self._runs = 0
        self._base: Workspace | None = None
        self._all = tuple(codemod.name for codemod in installed().codemods)

    def try_tree(self, tree: Tree) -> Report:
        report = Report()
        started = time.process_time()
        try:
            with _watched(HANG_SECONDS):
                self._judged(tree, report)
        except HangError:
            report.fault("hang", f"more than {HANG_SECONDS} s of processor time\n" + _trace())
        except Exception:  # noqa: BLE001 - a traceback is what is looked for
            report.fault("traceback", traceback.format_exc())
        report.seconds = time.process_time() - started
        report.counts["mutants"] += 1
        return report

    def _judged(self, tree: Tree, report: Report) -> None:
        result = self._run(tree, tree.files, report)
        if result is None:
            return
        _check_result(result, tree.files, report)
        self._check_problems(result, tree.files, report)
        report.counts["found something"] += bool(result.findings)
        if not result.after:
            return
        report.counts["changed"] += 1
        report.counts["fixes"] += sum(f.status is Status.FIXED for f in result.findings)
        after = {**tree.files, **result.after}
        self._check_patch(result, report)
        self._check_again(tree, after, report)
        if self._judge is not None:
            _compare(self._judge(tree.files), self._judge(after), report)

    def _check_problems(
        self, result: RunResult, files: Mapping[str, bytes], report: Report
    ) -> None:
        """No codemod fails. That the engine takes back what a codemod wrote is right where Go could
        not read the code before: the grammar takes for Go what is none."""
        told = [problem for problem in result.problems if "report it" in problem.hint]
        failed = [problem for problem in told if " failed in " in problem.what]
        if told and not failed and self._judge is not None and self._judge(files).unparsed:
            report.counts["taken back, was no Go"] += 1
            return
        for problem in told:
            report.fault("problem", f"{problem.path}: {problem.what}")

    def _run(self, tree: Tree, files: Mapping[str, bytes], report: Report) -> RunResult | None:
        """None where the request is refused, with an error that a user sees."""
        request = Request(
            paths=tuple(self._root / path for path in tree.go_files),
            select=tree.select or (self._all if tree.targets else ()),
            safety=tree.safety,
            targets=tree.targets,
            options=tree.options,
            evidence=tree.evidence,
            jobs=1,
            overlay={str(self._root / path): data for path, data in files.items()},
        )
        with patch.object(planning, "Workspace", self):
            try:
                return run(request)
            except GofixmapError as error:
                str(error)
                report.counts["refused"] += 1
                return None

    def open(
        self,
        paths: object,
        *,
        overlay: Mapping[str, bytes] | None = None,
        environment: object = None,
    ) -> Workspace:
        """Stands in for `Workspace.open`: another overlay over the same disk."""
        self._runs += 1
        if self._base is None or self._runs % _RENEW == 0:
            self._base = Workspace.open([self._root])
        return self._base.with_overlay(overlay or {})

    def _check_again(self, tree: Tree, after: Mapping[str, bytes], report: Report) -> None:
        """A second run changes nothing; a target that is no longer there is refused."""
        again = self._run(tree, after, report)
        for path, data in again.after.items() if again is not None else ():
            shown = unified_diff({path: after.get(path)}, {path: data}, check=False)
            report.fault("second run", shown.decode("utf-8", "replace"))

    def _check_patch(self, result: RunResult, report: Report) -> None:
        made = unified_diff(dict(result.before), dict(result.after), check=True)
        self._changes += 1
        if not (self._git_every and self._changes % self._git_every == 0):
            return
        report.counts["git apply"] += 1
        for path, data in result.before.items():
            file = self._root / "git" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        try:
            git = subprocess.run(
                ["git", "apply", "--whitespace=nowarn", "-"],
                cwd=self._root / "git",
                input=made,
                capture_output=True,
            )
            if git.returncode:
                report.fault("git apply", git.stderr.decode() + made.decode("utf-8", "replace"))
            for path, data in result.after.items():
                if not git.returncode and (self._root / "git" / path).read_bytes() != data:
                    report.fault("git apply", f"{path} is not what the run made")
        finally:
            for path in {*result.before, *result.after}:
                (self._root / "git" / path).unlink(missing_ok=True)


def _check_result(result: RunResult, files: Mapping[str, bytes], report: Report) -> None:
    for finding in result.findings:
        data = files.get(finding.path)
        if data is None or finding.span.end > len(data):
            report.fault("span", f"{finding.path} {finding.span} of {finding.codemod}")
        for path in finding.fix.paths if finding.fix is not None else ():
            assert finding.fix is not None
            edits = [edit for edit in finding.fix.edits if edit.path == path]
            try:
                apply_edits(files.get(path, b""), edits)
            except GofixmapError as error:
                report.fault("edit", f"{finding.codemod} in {path}: {error}")
    render_json(result, Sources(replace(result, root="/nowhere")))


def _compare(before: Verdict, after: Verdict, report: Report) -> None:
    """What Go could read, gofmt approved of and the type checker accepted, must stay so."""
    for path, error in after.unparsed.items():
        if path not in before.unparsed:
            report.fault("unparsed", f"{path}: {error}")
    unparsed = before.unparsed.keys() | after.unparsed.keys()
    for path in after.unformatted - before.unformatted - unparsed:
        report.fault("gofmt", path)
    report.counts["changed, parses"] += not before.unparsed
    report.counts["changed, compiles"] += not before.errors and not before.unparsed
    imported = any("could not import" in error for error in after.errors)  # a module elsewhere
    if after.errors and not (before.errors or unparsed or imported):
        report.fault("types", "\n".join(after.errors[:5]))


def _trace() -> str:
    return traceback.format_exc()


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """Raises HangError in what takes more processor time."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise HangError

    former: Callable[..., object] | int | None = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)
