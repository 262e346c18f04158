"""Findings that are known: a file of them, and what a run makes of it.

    {
      "schema": 1,
      "findings": [
        {"path": "cart/cart.go", "codemod": "map-alias", "text": "m2 := m1", "count": 1}
      ]
    }

A finding is known by its codemod, its file and the text that it is about, so that it stays known
when lines move. Equal ones are counted. Paths are relative to the folder of the baseline; entries
stand a line each, sorted, so that git merges what two branches do to them.
"""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.engine.discovery import relative_to
from gofixmap.engine.unused import is_alone
from gofixmap.errors import EnvironmentProblem, UsageError
from gofixmap.model import Finding, Status

if TYPE_CHECKING:
    from gofixmap.engine.plan import Plan

SCHEMA = 1
KNOWN = "baseline"  # the reason id of what a baseline silences
MAX_BYTES = 64 * 1024 * 1024
_TEXT = 200  # characters of the text that count


class Key(NamedTuple):
    """What a finding is known by. `path` is absolute."""

    path: str
    codemod: str
    text: str


class Baseline(Struct, frozen=True):
    """The known findings of one or more files, each key with how often it is known."""

    names: tuple[str, ...]
    known: Mapping[Key, int]

    def __or__(self, other: Baseline) -> Baseline:
        both = Counter(self.known) + Counter(other.known)
        return Baseline((*self.names, *other.names), both)

    @property
    def name(self) -> str:
        return ", ".join(self.names)

    def silence(
        self, findings: Iterable[Finding], key_of: Callable[[Finding], Key]
    ) -> tuple[list[Finding], dict[Key, int]]:
        """The findings with known ones silenced, and the known ones that were not found."""
        left = dict(self.known)
        out: list[Finding] = []
        for finding in findings:
            key = key_of(finding)
            if finding.status is not Status.SUPPRESSED and left.get(key, 0):
                left[key] -= 1
                finding = replace(
                    finding,
                    status=Status.SUPPRESSED,
                    reason=f"known in {self.name}",
                    reason_id=KNOWN,
                    fix=None,
                )
            out.append(finding)
        return out, {key: count for key, count in left.items() if count}


def key_of(finding: Finding, root: str, data: bytes) -> Key:
    """What a finding in a file with the contents `data` is known by."""
    text = finding.span.of(data).decode("utf-8", errors="replace")
    path = os.path.normpath(os.path.join(root, finding.path))  # noqa: PTH118 - texts throughout
    return Key(path, finding.codemod, " ".join(text.split())[:_TEXT])


def read_baseline(file: Path, name: str = "") -> Baseline:
    """The known findings of a file, which messages call `name`.

    Raises UsageError, with the place, for what is not a baseline.
    """
    folder = str(file.absolute().parent.resolve())
    known: Counter[Key] = Counter()
    for path, codemod, text, count in _entries(_table(file), str(file)):
        place = os.path.normpath(os.path.join(folder, path))  # noqa: PTH118
        known[Key(place, codemod, text)] += count
    return Baseline((name or str(file),), known)


def _table(file: Path) -> object:
    where = str(file)
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise UsageError("the baseline is not a regular file", where=where)
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        hint = "check --write-baseline FILE makes it"
        raise UsageError(
            f"cannot read the baseline: {error.strerror}", where=where, hint=hint
        ) from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"the baseline is larger than {MAX_BYTES >> 20} MB", where=where)
    try:
        return json.loads(data)
    except json.JSONDecodeError as error:
        raise UsageError(
            f"the baseline is not JSON: {error.msg}", where=f"{where}:{error.lineno}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise UsageError("the baseline is not JSON", where=where) from error


def _entries(table: object, where: str) -> Iterator[tuple[str, str, str, int]]:
    if not isinstance(table, dict) or not isinstance(table.get("findings"), list):
        raise UsageError("the baseline has no list of findings", where=where)
    if table.get("schema") != SCHEMA:
        raise UsageError(
            f"the baseline has schema {table.get('schema')!r}, and {SCHEMA} is known", where=where
        )
    for number, entry in enumerate(table["findings"], 1):
        fields = entry if isinstance(entry, dict) else {}
        texts = [fields.get(name) for name in ("path", "codemod", "text")]
        count = fields.get("count", 1)
        good = all(isinstance(text, str) for text in texts) and type(count) is int and count > 0
        if not good:
            raise UsageError(
                f"finding {number} of the baseline needs path, codemod, text and a count",
                where=where,
            )
        yield str(texts[0]), str(texts[1]), str(texts[2]), count


def render_baseline(keys: Iterable[Key], folder: Path) -> str:
    """The file for these findings, to be written into `folder`."""
    counted = Counter(
        (Path(os.path.relpath(key.path, folder)).as_posix(), key.codemod, key.text) for key in keys
    )
    entries = [
        json.dumps({"path": path, "codemod": codemod, "text": text, "count": count})
        for (path, codemod, text), count in sorted(counted.items())
    ]
    lines = ",\n".join(f"    {entry}" for entry in entries)
    listed = f"[\n{lines}\n  ]" if entries else "[]"
    return f'{{\n  "schema": {SCHEMA},\n  "findings": {listed}\n}}\n'


def write_baseline(file: Path, keys: Sequence[Key]) -> None:
    """Replaces the file, whole or not at all; raises EnvironmentProblem where that fails."""
    from gofixmap.files import replace_file  # checks write none

    text = render_baseline(keys, file.absolute().parent.resolve())
    try:
        replace_file(file, text.encode("ascii"))
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot write the baseline: {error.strerror}", where=str(file)
        ) from error


def without_known(
    plan: Plan, findings: Sequence[Finding], *, complete: bool
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """The findings with known ones silenced, and a sentence where known ones are gone.

    `complete` says that nothing has failed, so that what was not found is not there.
    """
    if plan.baseline is None:
        return tuple(findings), ()
    root, read = str(plan.workspace.root), plan.workspace.read

    def known_by(finding: Finding) -> Key:
        return key_of(finding, root, read(finding.path) or b"")

    told, left = plan.baseline.silence(findings, known_by)
    gone = sum(count for key, count in left.items() if complete and _is_gone(plan, key))
    what = f"{gone} finding{' is' if gone == 1 else 's are'} gone, which {plan.baseline.name} knows"
    return tuple(told), (what,) if gone else ()


def _is_gone(plan: Plan, key: Key) -> bool:
    """Whether the run would have found it: its codemod has run on all of the file."""
    request = plan.request
    if request.targets or request.evidence or request.reports or plan.changed_lines is not None:
        return False
    if is_alone(request.select):
        return False
    settings = plan.settings.get(relative_to(str(plan.workspace.root), key.path))
    if settings is None:
        return not Path(key.path).exists()
    return key.codemod in plan.known and settings.runs(key.codemod)
