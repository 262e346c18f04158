"""Where gofixmap remembers things between runs: a folder of the user's own, never in a tree.

It holds what undoes a write, so nobody else may be able to change it. Where the home directory is
missing or read-only, as in many containers, a folder of ours in the temporary directory does.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gofixmap.errors import EnvironmentProblem

_HINT = "set XDG_STATE_HOME to a folder that only you can write"
_ELSEWHERE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ENOENT})


def state_folder(*names: str) -> Path:
    """The folder `names` below gofixmap's own state, made with mode 0700 where it is missing.

    Raises EnvironmentProblem where it cannot be made, or where others can change it.
    """
    for base in _bases():
        try:
            base.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_shared(base)
            folder = base.joinpath(*names)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            problem = error
            if error.errno in _ELSEWHERE:
                continue
            break
        return folder
    raise EnvironmentProblem(
        f"cannot keep what undo needs: {problem.strerror}", where=str(base), hint=_HINT
    ) from problem


def known_folder(*names: str) -> Path | None:
    """The same folder where it is there already; nothing is made."""
    for base in _bases():
        folder = base.joinpath(*names)
        if os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where it may not look
            _refuse_shared(base)
            return folder
    return None


def _bases() -> Iterator[Path]:
    from platformdirs import user_state_path

    own = user_state_path("gofixmap", appauthor=False)
    if own.is_absolute():  # not so where the user has no home: "~" stays as it is
        yield own
    yield Path(tempfile.gettempdir()) / f"gofixmap-{_user()}"


def _user() -> int:
    return os.geteuid() if hasattr(os, "geteuid") else 0


def _refuse_shared(folder: Path) -> None:
    """Raises where somebody else owns the folder, may write into it, or has put a link there."""
    found = folder.lstat()
    if stat.S_ISLNK(found.st_mode):
        found = folder.parent.stat()  # whoever may replace the link decides
    if not hasattr(os, "geteuid"):
        return
    if found.st_uid != _user() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise EnvironmentProblem("others can write into this folder", where=str(folder), hint=_HINT)
