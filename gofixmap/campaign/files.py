"""Shards as files: a patch and the text of a pull request for each, in a folder of the user's."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gofixmap.campaign.export import Left, chosen, made_of
from gofixmap.campaign.model import Made, Shard, ShardState
from gofixmap.campaign.pulltext import pull_text
from gofixmap.campaign.state import Store, digest_of
from gofixmap.errors import UsageError

LIST = "gofixmap-export.json"  # which files are ours, and what was in them
_SCHEMA = 1
_DONE = (ShardState.DONE, ShardState.PROVEN)


@dataclass(frozen=True, slots=True)
class Written:
    """A shard and its files, by name in the folder."""

    key: str
    names: tuple[str, ...]


def export_files(
    store: Store, folder: Path, keys: Collection[str] = ()
) -> tuple[list[Written], list[Left]]:
    """Writes KEY.patch and KEY.md of the chosen shards.

    Hold `store.exclusive()`. Files of an earlier export are replaced as long as nobody has changed
    them. Raises UsageError, with nothing written, where a file of that name is somebody else's.
    """
    ready, left = chosen(store, keys)
    contents: dict[str, bytes] = {}
    written: list[Written] = []
    for shard, made in made_of(store, ready):
        own = _files(store, shard, made)
        contents.update(own)
        written.append(Written(shard.key, tuple(own)))
    with_patch = {each.key for each in written}
    left += [Left(e.shard.key, "it has no patch") for e in ready if e.shard.key not in with_patch]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = _known(folder)
        for name, data in contents.items():
            _refuse_foreign(folder / name, data, known)
        _refuse_foreign(folder / LIST, b"", {LIST: ""} if not (folder / LIST).exists() else None)
        known |= {name: digest_of(data) for name, data in contents.items()}
        listed = json.dumps({"schema": _SCHEMA, "files": known}, indent=1, sort_keys=True)
        _replace(folder / LIST, f"{listed}\n".encode())  # before: a killed export is known again
        for name, data in contents.items():
            _replace(folder / name, data)
    except OSError as error:
        raise UsageError(f"cannot write there: {error.strerror}", where=str(folder)) from error
    for each in written:
        entry = store.entry(each.key)
        if entry is not None and entry.state in _DONE:
            store.move(each.key, ShardState.EXPORTED)
    return written, left


def _files(store: Store, shard: Shard, made: Made) -> dict[str, bytes]:
    before = {file.path: store.content(file.before) for file in shard.files if file.before}
    text = pull_text(store.campaign(), shard, made, before)
    return {
        f"{shard.key}.patch": made.patch,
        f"{shard.key}.md": text.encode("utf-8", "backslashreplace"),
    }


def _known(folder: Path) -> dict[str, str]:
    """What earlier exports have written there: digests by name."""
    with suppress(OSError, ValueError, KeyError, AttributeError, TypeError):
        read = json.loads((folder / LIST).read_bytes())
        if read["schema"] == _SCHEMA:
            return {str(name): str(digest) for name, digest in read["files"].items()}
    return {}


def _refuse_foreign(place: Path, data: bytes, known: Mapping[str, str] | None) -> None:
    """Raises UsageError for what no export has left there as it is."""
    if place.is_symlink() or (place.exists() and not place.is_file()):
        raise UsageError("is no regular file, nothing was written", where=str(place))
    if known is None or not place.exists():
        return
    there = place.read_bytes()
    if there != data and known.get(place.name) != digest_of(there):
        raise UsageError(
            "is there, and not as an export has left it; nothing was written",
            where=str(place),
            hint="name another folder",
        )


def _replace(place: Path, data: bytes) -> None:
    """The whole file or the old one, whenever the process dies."""
    if place.exists() and place.read_bytes() == data:
        return
    beside = place.with_name(f".{place.name}.new")
    beside.unlink(missing_ok=True)
    with beside.open("xb") as stream:
        stream.write(data)
    beside.replace(place)
