"""The bytes that findings point into, their positions, and a fix as a diff."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gofixmap.edits import apply_edits
from gofixmap.model import Edit, Finding, Fix, RunResult
from gofixmap.patch import unified_diff
from gofixmap.text import LineIndex, Position


class Sources:
    """The files of one run as they were analysed: changed or overlaid ones from memory.

    Everything else is read from disk when a report first asks for it.
    """

    def __init__(self, result: RunResult, overlay: Mapping[str, bytes] | None = None) -> None:
        """`overlay` holds contents by relative path that stood in for the disk."""
        self._root = result.root
        self._data: dict[str, bytes] = {**result.before, **(overlay or {})}
        self._lines: dict[str, LineIndex] = {}

    def data(self, path: str) -> bytes:
        """The bytes of the file, empty where it cannot be read any more."""
        if path not in self._data:
            try:
                self._data[path] = Path(self._root, path).read_bytes()
            except OSError:
                self._data[path] = b""
        return self._data[path]

    def position(self, path: str, offset: int) -> Position:
        """Line and column of a byte offset; the end of a file that has become shorter since."""
        if path not in self._lines:
            self._lines[path] = LineIndex(self.data(path))
        return self._lines[path].position(min(offset, len(self.data(path))))

    def order(self, finding: Finding) -> tuple[str, int, int, str, str]:
        """The key that sorts findings the same way in every report of every run."""
        span = finding.span
        return (finding.path, span.start, span.end, finding.codemod, finding.message)

    def diff(self, fix: Fix) -> str:
        """The fix alone, as hunks with file headers."""
        by_path: dict[str, list[Edit]] = {}
        for edit in fix.edits:
            by_path.setdefault(edit.path, []).append(edit)
        before = {path: self.data(path) for path in sorted(by_path)}
        after = {path: apply_edits(before[path], by_path[path]) for path in before}
        return unified_diff(before, after).decode("utf-8", "backslashreplace")
