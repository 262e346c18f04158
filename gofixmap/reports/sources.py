"""The bytes that findings point into, their positions, and a fix as a diff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gofixmap.errors import GofixmapError
from gofixmap.model import Edit, Finding, Fix, RunResult
from gofixmap.text import LineIndex, Position

if TYPE_CHECKING:
    from gofixmap.engine.cachediffs import Diffs
    from gofixmap.patch.model import Patch

_MANY = 24  # fixes, from which on to share the work saves more than it costs

Share = Callable[[Callable[[Fix], str | None], Sequence[Fix]], Iterable[str | None]]


class Sources:
    """The files of one run as they were analysed: changed or overlaid ones from memory.

    Everything else is read from disk when a report first asks for it.
    """

    def __init__(
        self,
        result: RunResult,
        overlay: Mapping[str, bytes] | None = None,
        *,
        seen_from: Path | None = None,
        diffs: Diffs | None = None,
    ) -> None:
        """`overlay` holds contents that stood in for the disk, by relative or absolute path.

        `seen_from` is the folder that the reader is in; without it paths start at the root.
        `diffs` are those that earlier reports have made.
        """
        self._diffs = diffs
        self._root = result.root
        self._seen_from = seen_from
        self._data: dict[str, bytes] = dict(result.before)
        for path, data in (overlay or {}).items():
            self._data[path.removeprefix(f"{self._root}/")] = data
        self._lines: dict[str, LineIndex] = {}
        self._made: dict[Fix, str | None] = {}  # diffs that other processes have made

    def data(self, path: str) -> bytes:
        """The bytes of the file, empty where it cannot be read any more."""
        if path not in self._data:
            try:
                self._data[path] = Path(self._root, path).read_bytes()
            except (OSError, ValueError):  # ValueError: what no file can be called
                self._data[path] = b""
        return self._data[path]

    def exists(self, path: str) -> bool:
        """Whether the file was there before: a fix may make a go.sum."""
        return bool(self.data(path)) or Path(self._root, path).exists()

    def position(self, path: str, offset: int) -> Position:
        """Line and column of a byte offset; the end of a file that has become shorter since."""
        if path not in self._lines:
            self._lines[path] = LineIndex(self.data(path))
        return self._lines[path].position(min(offset, len(self.data(path))))

    def shown(self, path: str) -> str:
        """The path as the reader can open it: below where they are, else absolute."""
        if self._seen_from is None:
            return path
        absolute = Path(self._root, path)
        if absolute.is_relative_to(self._seen_from):
            return absolute.relative_to(self._seen_from).as_posix()
        return absolute.as_posix()

    def order(self, finding: Finding) -> tuple[int | str | tuple[str | Edit, ...], ...]:
        """The key that sorts findings the same way in every report of every run.

        Where a heap profile was given, those with most bytes come first. What follows the codemod
        tells apart findings at one place, which arrive in the order in which processes end.
        """
        fix = finding.fix
        return (
            -finding.weight,
            finding.path,
            finding.span.start,
            finding.span.end,
            finding.codemod,
            finding.message,
            finding.symbol,
            finding.status.value,
            finding.reason,
            tuple(each.detail for each in finding.evidence),
            (fix.title, *sorted(fix.edits)) if fix is not None else (),
        )

    def diff(self, fix: Fix) -> str:
        """The fix alone, as hunks with file headers."""
        if self._diffs is None:
            return self._made_diff(fix)
        return self._diffs.text(fix, self._files(fix), partial(self._made_diff, fix))

    def _files(self, fix: Fix) -> list[tuple[str, bytes, bool]]:
        return [(path, self.data(path), self.exists(path)) for path in fix.paths]

    def lay_out(self, fixes: Iterable[Fix], share: Share) -> None:
        """Lets `share` make the diffs of many fixes, which `diff` then has to give.

        It calls a function for each of some fixes, in whichever process, or does nothing.
        """
        known = self._diffs
        missing = [
            fix
            for fix in dict.fromkeys(fixes)
            if known is None or not known.knows(fix, self._files(fix))
        ]
        if len(missing) >= _MANY:
            self._made.update(zip(missing, share(self._diff_or_none, missing), strict=False))

    def _diff_or_none(self, fix: Fix) -> str | None:
        """None where who asks for the diff is to be told why there is none."""
        try:
            return self._made_diff(fix)
        except GofixmapError:
            return None

    def _made_diff(self, fix: Fix) -> str:
        from gofixmap.patch import unified_diff

        made = self._made.get(fix)
        if made is not None:
            return made
        return unified_diff(*self._contents(fix)).decode("utf-8", "backslashreplace")

    def changes(self, fix: Fix) -> Patch:
        """The fix alone, as values."""
        from gofixmap.patch.create import diff_files

        return diff_files(*self._contents(fix))

    def _contents(self, fix: Fix) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The files of a fix before, where they are there, and after it."""
        # Imported here, as the patch is above: a report in JSON has no use for them.
        from gofixmap.edits import rewrite

        by_path: dict[str, list[Edit]] = {}
        for edit in fix.edits:
            by_path.setdefault(edit.path, []).append(edit)
        after = {path: rewrite(self.data(path), by_path[path]) for path in sorted(by_path)}
        return {path: self.data(path) for path in after if self.exists(path)}, after
