"""Changed contents shown to Go without touching the tree: files in a temporary directory.

Go prints the temporary file's name in its messages, sometimes with a wrong prefix, so each file
lies under a token that occurs nowhere else; `original` finds its way back by it.
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


class Overlay:
    """A temporary directory of contents; use it as a context manager."""

    def __init__(self, hidden: Iterable[str] = ()) -> None:
        """`hidden` are paths, absolute, that are not there for Go."""
        self._hidden = dict.fromkeys(hidden, "")
        self._token = f"gofixmap-{secrets.token_hex(6)}"
        self._dir = Path(tempfile.mkdtemp(prefix="gofixmap-verify-"))
        self._files: dict[tuple[str, bytes], Path] = {}
        self._names: dict[int, str] = {}
        self._pattern = re.compile(rf"[^\s:]*{self._token}/(\d+)\.go")

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
            number = len(self._files)
            folder = self._dir / self._token
            folder.mkdir(exist_ok=True)
            self._files[key] = folder / f"{number}.go"
            self._files[key].write_bytes(data)
            self._names[number] = path
        return self._files[key]

    def restored(self, text: str) -> str:
        """Go's words with the true paths (absolute) instead of the temporary ones."""
        return self._pattern.sub(lambda match: self._names[int(match.group(1))], text)
