"""A work tree of our own, in a temporary folder, that shows one commit after the other."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gofixmap.campaign.repository import Repository

_NAME = "gofixmap-worktree"
_OURS = re.compile(rf"{_NAME}-([0-9]+)-[0-9a-f]+")


class Worktree:
    """Where the files are; `root` is the folder of the workspace in it."""

    def __init__(self, repository: Repository, top: Path) -> None:
        self._repository = repository
        self.top = top

    @property
    def root(self) -> Path:
        return self.top / self._repository.prefix if self._repository.prefix else self.top

    @property
    def commit(self) -> str:
        return self._git(["rev-parse", "HEAD"]).decode("ascii").strip()

    @property
    def tree(self) -> str:
        """The tree of the commit that it is at."""
        return self._git(["rev-parse", "HEAD^{tree}"]).decode("ascii").strip()

    def show(self, commit: str) -> None:
        """Makes the files those of a commit; what anybody has left behind is removed."""
        self._git(["checkout", "-q", "--force", "--detach", commit])
        self._git(["clean", "-q", "-f", "-d", "-x"])

    def merge(self, commit: str) -> bool:
        """Merges a commit, or leaves everything as it was: whether it could be merged."""
        arguments = ["merge", "-q", "--no-edit", "--no-ff", "--no-stat", "--no-verify-signatures"]
        status, _ = self._repository.git.try_to_feed([*arguments, commit], str(self.top))
        if status:
            self._repository.git.try_to_feed(["merge", "--abort"], str(self.top))
        return status == 0

    def _git(self, arguments: list[str]) -> bytes:
        return self._repository.git.feed(arguments, directory=str(self.top))


@contextmanager
def worktree(repository: Repository, commit: str) -> Iterator[Worktree]:
    """A work tree at a commit, gone at the end; so are those of processes that were killed."""
    _sweep(repository)
    folder = Path(tempfile.mkdtemp(prefix=f"{_NAME}-"))
    top = folder / f"{_NAME}-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        repository.git.feed(["worktree", "add", "-q", "--detach", str(top), commit])
        yield Worktree(repository, top)
    finally:
        repository.git.try_to_feed(["worktree", "remove", "--force", "--force", str(top)])
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(repository: Repository) -> None:
    """Forgets work trees whose processes have died."""
    listed = repository.git.ask(["worktree", "list", "--porcelain", "-z"])
    for field in listed.split("\0"):
        name, _, path = field.partition(" ")
        ours = _OURS.fullmatch(Path(path).name) if name == "worktree" else None
        if ours is not None and not _lives(int(ours[1])):
            repository.git.try_to_feed(["worktree", "remove", "--force", "--force", path])
            if Path(path).parent.name.startswith(f"{_NAME}-"):
                shutil.rmtree(Path(path).parent, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
