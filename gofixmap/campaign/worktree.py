"""A work tree of our own, in a temporary folder, that shows one commit after the other."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gofixmap.campaign.repository import Repository
from gofixmap.scratch import Scratch, prefix_of, remove_left, sweep

_KIND = "worktree"
_NAME = "gofixmap-worktree"
_OURS = re.compile(rf"{re.escape(prefix_of(_KIND))}[^/]+/{_NAME}-[0-9a-f]+")


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
    forget_left(repository)
    with Scratch(_KIND) as folder:
        top = folder / f"{_NAME}-{secrets.token_hex(4)}"
        try:
            repository.git.feed(["worktree", "add", "-q", "--detach", str(top), commit])
            yield Worktree(repository, top)
        finally:
            _forget(repository, str(top))


def forget_left(repository: Repository) -> None:
    """Removes the work trees of processes that have died, and what git knows of them."""
    sweep(_KIND)
    listed = repository.git.ask(["worktree", "list", "--porcelain", "-z"])
    for field in listed.split("\0"):
        name, _, path = field.partition(" ")
        if name == "worktree" and _OURS.fullmatch("/".join(Path(path).parts[-2:])):
            parent = Path(path).parent
            if not parent.exists() or remove_left(parent):
                _forget(repository, path)


def _forget(repository: Repository, top: str) -> None:
    repository.git.try_to_feed(["worktree", "remove", "--force", "--force", top])
