"""Changed contents shown to Go without touching the tree: files in a temporary directory.

Go prints the temporary file's name in its messages, sometimes with a wrong prefix, and `go vet`
prints what it has kept of an earlier run, with the names of that run. So each file lies under a
mark and its own path: `restored` finds its way back by that alone.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote

_MARK = "gofixmap-overlay"
_SHOWN = re.compile(rf"[^\s:]*/{_MARK}-\d+(/[^\s:]*)")
_QUOTED = re.compile(r"[%:\x00-\x20\x7f]")  # where a path in a message would end


class Overlay:
    """A temporary directory of contents; use it as a context manager."""

    def __init__(self, hidden: Iterable[str] = ()) -> None:
        """`hidden` are paths, absolute, that are not there for Go."""
        self._hidden = dict.fromkeys(hidden, "")
        self._dir = Path(tempfile.mkdtemp(prefix="gofixmap-verify-"))
        self._files: dict[tuple[str, bytes], Path] = {}

    def __enter__(self) -> Overlay:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self._dir, ignore_errors=True)

    def flags(self, contents: Mapping[str, bytes]) -> list[str]:
        """What makes Go see `contents`, by absolute path; no flag where all is as on disk."""
        return [f"-overlay={self._describe(contents)}"] if contents or self._hidden else []

    def _describe(self, contents: Mapping[str, bytes]) -> Path:
        shown = {path: str(self._file(path, data)) for path, data in contents.items()}
        replace = {**self._hidden, **shown}
        description = self._dir / f"overlay-{len(self._files)}-{secrets.token_hex(4)}.json"
        description.write_text(json.dumps({"Replace": replace}), encoding="utf-8")
        return description

    def _file(self, path: str, data: bytes) -> Path:
        """The backing file; the same content keeps its name, on which Go's build cache depends."""
        key = (path, data)
        if key not in self._files:
            name = _QUOTED.sub(lambda found: f"%{ord(found[0]):02X}", path).lstrip("/")
            file = self._dir / f"{_MARK}-{len(self._files)}" / name
            file.parent.mkdir(parents=True)
            file.write_bytes(data)
            self._files[key] = file
        return self._files[key]

    def restored(self, text: str) -> str:
        """Go's words with the true paths (absolute) instead of the temporary ones."""
        return _SHOWN.sub(lambda match: unquote(match[1]), text)
