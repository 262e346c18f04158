"""Replaces a file that a person has named: whole, or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_DEVICES = (("/", "dev"), ("/", "proc"))  # /dev/stdout too, whatever stdout is


def replace_file(path: Path, data: bytes) -> None:
    """Puts `data` in a file; where that raises OSError, what was there before still is.

    What is no plain file, such as a pipe, what lies in a folder where no other file can be made,
    and a file that is mounted by itself, are written in place.
    """
    if path.absolute().parts[:2] in _DEVICES or (path.exists() and not path.is_file()):
        path.write_bytes(data)
        return
    place = path.resolve()  # a link goes on leading to the file
    like = place.stat() if place.exists() else None
    if like is not None and not os.access(place, os.W_OK):
        raise PermissionError(13, "Permission denied", str(path))
    new = place.with_name(f".gofixmap-{os.urandom(8).hex()}.tmp")
    try:
        new.open("xb").close()
    except PermissionError:
        place.write_bytes(data)
        return
    try:
        _fill(new, data, like)
        new.replace(place)
    except OSError as error:
        if error.errno != errno.EBUSY:  # as a file is that a container has mounted alone
            raise
        place.write_bytes(data)
    finally:
        new.unlink(missing_ok=True)


def _fill(new: Path, data: bytes, like: os.stat_result | None) -> None:
    with new.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())  # some disks say only now that they are full
    if like is not None:
        give_to(new, like)
        new.chmod(stat.S_IMODE(like.st_mode))


def give_to(path: Path | int, like: os.stat_result) -> None:
    """What root rewrites still belongs to whom it belonged."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and (like.st_uid, like.st_gid) != (0, 0):
        os.chown(path, like.st_uid, like.st_gid)
