"""One writer at a time in a workspace, among the gofixmaps of one user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from os import fsencode
from pathlib import Path

from gofixmap.engine.ignore import repository_of
from gofixmap.engine.state import state_folder
from gofixmap.errors import EnvironmentProblem

WAIT_SECONDS = 10.0


@contextmanager
def write_lock(root: Path, *, seconds: float | None = None) -> Iterator[None]:
    """Holds the lock of the repository that `root` lies in, or else of `root` itself.

    Workspaces of one repository may overlap, so they share a lock. The system frees it when its
    holder dies, however it dies. Raises EnvironmentProblem when it is not free after
    `seconds` (by default WAIT_SECONDS).
    """
    from filelock import FileLock, Timeout

    real = root.resolve()
    top = repository_of(str(real)) or str(real)
    name = sha256(fsencode(top)).hexdigest()[:32]
    path = state_folder("locks") / f"{name}.lock"
    lock = FileLock(path, timeout=WAIT_SECONDS if seconds is None else seconds, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise EnvironmentProblem(
            "another gofixmap is writing in this workspace, nothing was written",
            where=str(root),
            hint="run again when it is done",
        ) from error
    except (OSError, NotImplementedError) as error:
        raise EnvironmentProblem(
            f"the workspace cannot be locked, nothing was written: {error}",
            where=str(path),
            hint="set XDG_STATE_HOME to a folder on a local disk",
        ) from error
    try:
        yield
    finally:
        lock.release()
