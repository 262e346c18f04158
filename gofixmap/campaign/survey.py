"""One run over many repositories: each by itself, its figures and its patch kept as it is done.

The state is a SQLite file. It can be stopped or killed at any time: what was done stays, and the
repository that was under way begins again, unless it has ended the run twice.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.campaign.clones import Limits, commit_of, fetched, laid_out
from gofixmap.campaign.codec import checked, damaged, decoded, encoded
from gofixmap.campaign.schema import Schema, connect, problem, transaction
from gofixmap.campaign.sources import Source
from gofixmap.engine import Request, run
from gofixmap.engine.pool import ExecutorFactory
from gofixmap.errors import EnvironmentProblem, GofixmapError
from gofixmap.model import RunResult
from gofixmap.patch import unified_diff

PLANNED, RUNNING, DONE, FAILED = "planned", "running", "done", "failed"
_ATTEMPTS = 2
_MOST_PROBLEMS = 20
_TABLES = """
CREATE TABLE survey (one INTEGER PRIMARY KEY CHECK (one = 1), settings TEXT NOT NULL);
CREATE TABLE repository (
    key TEXT PRIMARY KEY, position INTEGER NOT NULL, source TEXT NOT NULL, ref TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
    data TEXT NOT NULL DEFAULT '{}', patch BLOB
);
"""
_SURVEY = Schema("survey", 0x67666D73, 0, _TABLES)  # "gfms"
_MAX_PATCH = 1 << 30  # bytes that a packed patch may have: more is damage


class Figures(Struct, frozen=True):
    """What came of one repository. Times are in seconds, `cpu` that of this machine alone."""

    commit: str = ""
    files: int = 0
    packages: int = 0
    bytes: int = 0  # of the files laid out; 0 for a folder, which is analysed where it is
    seconds: float = 0.0
    fetch_seconds: float = 0.0
    cpu: float = 0.0
    findings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # codemod, status
    changed: int = 0  # files in the patch
    problems: tuple[str, ...] = ()


class Row(Struct, frozen=True):
    """A repository of the survey, and where it stands."""

    source: Source
    state: str
    reason: str = ""
    figures: Figures = Figures()


class SurveyStore:
    """The state; one process at a time works on it. `work` is a folder for what is fetched."""

    def __init__(self, path: Path) -> None:
        """Raises EnvironmentProblem or UsageError where the file cannot be used."""
        from filelock import FileLock, Timeout

        self.path = path
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = FileLock(f"{path}.lock", timeout=0, mode=0o600)
            self._lock.acquire()
        except Timeout as error:
            raise EnvironmentProblem("another survey is at work on it", where=str(path)) from error
        except OSError as error:
            raise EnvironmentProblem(
                f"cannot be kept: {error.strerror}", where=str(path)
            ) from error
        self.work = path.with_name(path.name + ".work")
        rmtree(self.work, ignore_errors=True)  # what a survey that was killed has left
        try:
            self._database = connect(path, _SURVEY, create=True)
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> SurveyStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()
        rmtree(self.work, ignore_errors=True)
        self._lock.release()

    def begin(self, sources: Sequence[Source], settings: Mapping[str, Any]) -> bool:
        """Adds sources, and does all again where settings differ; whether they did."""
        text = json.dumps(settings, sort_keys=True)
        with transaction(self._database, self.path, _SURVEY.of):
            known = self._do("SELECT settings FROM survey")
            differs = bool(known) and known[0][0] != text
            self._do("INSERT OR REPLACE INTO survey VALUES (1, ?)", text)
            if differs:
                self._do("UPDATE repository SET state = ?, attempts = 0", PLANNED)
            for position, source in enumerate(sources):
                self._do(
                    "INSERT INTO repository (key, position, source, ref, state) VALUES"
                    " (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET position = excluded.position",
                    *(source.key, position, source.text, source.ref, PLANNED),
                )
            self._do(
                "UPDATE repository SET state = ?, reason = ? WHERE state = ? AND attempts >= ?",
                *(FAILED, f"the survey ended {_ATTEMPTS} times while at it", RUNNING, _ATTEMPTS),
            )
        return differs

    def again(self, states: Sequence[str]) -> None:
        """Does repositories in these states once more."""
        with transaction(self._database, self.path, _SURVEY.of):
            for state in states:
                self._do(
                    "UPDATE repository SET state = ?, attempts = 0 WHERE state = ?", PLANNED, state
                )

    def next(self) -> Source | None:
        """The first repository to be done, which from now on is under way."""
        with transaction(self._database, self.path, _SURVEY.of):
            found = self._do(
                "SELECT key, source, ref FROM repository WHERE state IN (?, ?)"
                " ORDER BY position LIMIT 1",
                *(PLANNED, RUNNING),
            )
            if not found:
                return None
            key, text, ref = checked(found[0], tuple[str, str, str], str(self.path))
            self._do(
                "UPDATE repository SET state = ?, attempts = attempts + 1 WHERE key = ?",
                *(RUNNING, key),
            )
        return Source(text, ref)

    def keep(self, source: Source, row: Row, patch: bytes = b"") -> None:
        self._do(
            "UPDATE repository SET state = ?, reason = ?, data = ?, patch = ? WHERE key = ?",
            *(row.state, row.reason, encoded(row.figures), zlib.compress(patch), source.key),
        )

    def rows(self) -> list[Row]:
        found = self._do(
            "SELECT source, ref, state, reason, data FROM repository ORDER BY position, key"
        )
        return [self._row(each) for each in found]

    def _row(self, found: tuple[object, ...]) -> Row:
        where = str(self.path)
        text, ref, state, reason = checked(found[:4], tuple[str, str, str, str], where)
        return Row(Source(text, ref), state, reason, decoded(found[4], Figures, where))

    def patches(self) -> Iterator[tuple[Source, bytes]]:
        """The patches that are not empty."""
        found = self._do(
            "SELECT source, ref, patch FROM repository WHERE state = ? ORDER BY position", DONE
        )
        for each in found:
            text, ref, packed = checked(each, tuple[str, str, bytes | None], str(self.path))
            patch = self._unpacked(packed) if packed else b""
            if patch:
                yield Source(text, ref), patch

    def _unpacked(self, packed: bytes) -> bytes:
        unpacker = zlib.decompressobj()
        with suppress(zlib.error):
            patch = unpacker.decompress(packed, _MAX_PATCH)
            if unpacker.eof:
                return patch
        raise damaged(str(self.path), "a patch is cut short")

    def _do(self, statement: str, *values: str | bytes | float) -> list[tuple[object, ...]]:
        try:
            return self._database.execute(statement, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise problem(self.path, error, _SURVEY.of) from error


class Work(Struct, frozen=True):
    """How each repository is done; `request` says all but the paths."""

    request: Request
    limits: Limits
    executor: ExecutorFactory | None = None


def survey(
    store: SurveyStore, work: Work, told: Callable[[Row], None], limit: int | None = None
) -> int:
    """Does what is to be done, at most `limit` repositories; how many it were."""
    count = 0
    while limit is None or count < limit:
        source = store.next()
        if source is None:
            break
        patch = b""
        try:
            figures, patch = _done(source, work, store.work)
            row = Row(source, DONE, "", figures)
        except GofixmapError as error:
            row = Row(source, FAILED, str(error))
        except Exception as error:  # noqa: BLE001 - one repository must not end the others
            row = Row(source, FAILED, f"{type(error).__name__}: {error}")
        store.keep(source, row, patch)
        told(row)
        count += 1
    return count


def _done(source: Source, work: Work, place: Path) -> tuple[Figures, bytes]:
    started, used = time.perf_counter(), _cpu()
    with _tree(source, work.limits, place) as (folder, commit, size):
        fetch_seconds = time.perf_counter() - started
        request = replace(work.request, paths=(folder,))
        result = run(request, executor=work.executor)
        figures = Figures(
            commit=commit,
            files=result.summary.files,
            packages=result.summary.packages,
            bytes=size,
            seconds=result.summary.seconds,
            fetch_seconds=fetch_seconds,
            cpu=_cpu() - used,
            findings=_counted(result),
            changed=len(result.after),
            problems=tuple(f"{p.path}: {p.what}" for p in result.problems[:_MOST_PROBLEMS]),
        )
        return figures, _patch(result)


def _patch(result: RunResult) -> bytes:
    return unified_diff({path: result.before.get(path) for path in result.after}, result.after)


def _counted(result: RunResult) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for finding in result.findings:
        counts.setdefault(finding.codemod, Counter())[finding.status.value] += 1
    return {codemod: dict(sorted(each.items())) for codemod, each in sorted(counts.items())}


@contextmanager
def _tree(source: Source, limits: Limits, place: Path) -> Iterator[tuple[Path, str, int]]:
    """A folder in `place` with the files, their commit ("" outside of git) and bytes."""
    path = Path(source.text)
    if not source.is_url and not source.ref and not _is_bare(path):
        try:
            commit = commit_of(path, "HEAD")
        except EnvironmentProblem:
            commit = ""
        yield path, commit, 0
        return
    place.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as temporary:
        repository, tree = Path(temporary, "git"), Path(temporary, "tree")
        if source.is_url:
            commit = fetched(source, repository, limits)
        else:
            repository, commit = path, commit_of(path, source.ref or "HEAD")
        yield tree, commit, laid_out(repository, commit, tree, limits)


def _is_bare(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()


def _cpu() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    if sys.platform == "win32":
        return time.process_time()
    import resource

    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(kind)[:2]) for kind in kinds)
