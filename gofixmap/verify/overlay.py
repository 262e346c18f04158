"""Changed contents shown to Go without touching the tree: files in a temporary directory.

Go prints the temporary file's name in its messages, sometimes with a wrong prefix, and `go vet`
prints what it has kept of an earlier run, with the names of that run. So each file lies under a
mark and its own path: `restored` finds its way back by that alone. Where that would be too long or
too deep for a file system, a number is its name, and `restored` knows it in the same run only.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote

from gofixmap.scratch import Scratch

_MARK = "gofixmap-overlay"
_SHOWN = re.compile(rf"[^\s:]*/{_MARK}-\d+(/[^\s:]*)")
_QUOTED = re.compile(r"[%:\x00-\x20\x7f]")  # where a path in a message would end


class Overlay:
    """A temporary directory of contents; use it as a context manager."""

    def __init__(self, hidden: Iterable[str] = ()) -> None:
        """`hidden` are paths, absolute, that are not there for Go."""
        self._hidden = dict.fromkeys(hidden, "")
        self._scratch = Scratch("verify")
        self._dir = self._scratch.path
        self._files: dict[tuple[str, bytes], Path] = {}
        self._numbered: dict[str, str] = {}  # paths by the names of files that have a number

    def __enter__(self) -> Overlay:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._scratch.close()

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
            self._files[key] = self._written(path, data)
        return self._files[key]

    def _written(self, path: str, data: bytes) -> Path:
        name = _QUOTED.sub(lambda found: f"%{ord(found[0]):02X}", path).lstrip("/")
        if not _is_short(name):
            name = f"{self._dir.name}-{len(self._files)}.go"
            self._numbered[f"/{name}"] = path
        file = self._dir / f"{_MARK}-{len(self._files)}" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
        return file

    def restored(self, text: str) -> str:
        """Go's words with the true paths (absolute) instead of the temporary ones."""
        return _SHOWN.sub(lambda match: self._numbered.get(match[1]) or unquote(match[1]), text)


def _is_short(name: str) -> bool:
    """Whether a path can stand behind a folder: systems differ, and folders are made one by one."""
    parts = os.fsencode(name).split(b"/")
    return len(parts) <= 100 and sum(map(len, parts)) <= 800 and max(map(len, parts)) <= 200
