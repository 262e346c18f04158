"""Changes as a patch, for people to look at before anything is changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from gofixmap.lsp.documents import uri_of
from gofixmap.patch.top import prefix_of
from gofixmap.review.headings import named_patch

if TYPE_CHECKING:
    from gofixmap.lsp.client import Client
    from gofixmap.lsp.edits import Change
    from gofixmap.lsp.server import Server
    from gofixmap.review.units import Unit


def patch_of(changes: Iterable[Change], root: Path, units: Sequence[Unit] = ()) -> str:
    """The patch, with the paths that `git apply` wants at the top of the repository of `root`.

    Files elsewhere are called by their absolute paths. `units` are the fixes that make the changes
    together, with paths from `root`: the headings of hunks name them.
    """
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    prefix = prefix_of(root)
    for change in changes:
        path = Path(change.path)
        inside = path.is_relative_to(root)
        name = path.relative_to(root).as_posix() if inside else change.path
        after[name] = change.after
        if change.before is not None:
            before[name] = change.before
    patch = named_patch(before, after, units, prefix).patch
    return patch.render().decode("utf-8", errors="replace")


class Previews:
    """Patches in files of a folder of this server's own, which clients can open."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._count = 0

    async def show(self, server: Server, client: Client, name: str, patch: str) -> bool:
        """Opens a patch in the client; False where it cannot."""
        if not client.shows_documents or not patch:
            return False
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="gofixmap-"))  # 0700
        self._count += 1
        path = self._folder / f"{name}-{self._count}.diff"
        path.write_text(patch, encoding="utf-8", newline="")
        params = types.ShowDocumentParams(uri_of(path.as_posix()), take_focus=True)
        shown = await server.window_show_document_async(params)
        return shown.success

    def close(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
