"""Shards as files: a patch and the text of a pull request for each, in a folder of the user's."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from gofixmap.campaign.export import Left, chosen, made_of
from gofixmap.campaign.model import Made, Shard, ShardState
from gofixmap.campaign.pulltext import pull_text
from gofixmap.campaign.state import Store, digest_of
from gofixmap.errors import UsageError
from gofixmap.files import replace_file

LIST = "gofixmap-export.json"  # which files are ours, and what was in them
_SCHEMA = 1
_DONE = (ShardState.DONE, ShardState.PROVEN)


class Written(Struct, frozen=True):
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
        _put(folder, contents)
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


def _put(folder: Path, contents: Mapping[str, bytes]) -> None:
    """The list goes first, with what was and what will be there: a killed export is known again."""
    _refuse_odd(folder / LIST)
    known = _known(folder)
    for name, data in contents.items():
        _refuse_foreign(folder / name, data, known.get(name, []))
    fresh = {name: [digest_of(data)] for name, data in contents.items()}
    _replace(folder / LIST, _listed(known | {n: [*known.get(n, []), *fresh[n]] for n in fresh}))
    for name, data in contents.items():
        _replace(folder / name, data)
    _replace(folder / LIST, _listed(known | fresh))


def _listed(files: Mapping[str, list[str]]) -> bytes:
    body = {"schema": _SCHEMA, "files": files}
    return f"{json.dumps(body, indent=1, sort_keys=True)}\n".encode("ascii")


def _known(folder: Path) -> dict[str, list[str]]:
    """What exports have written there: digests by name."""
    with suppress(OSError, ValueError, KeyError, AttributeError, TypeError):
        read = json.loads((folder / LIST).read_bytes())
        if read["schema"] == _SCHEMA:
            return {str(n): [str(each) for each in digests] for n, digests in read["files"].items()}
    return {}


def _refuse_odd(place: Path) -> None:
    if place.is_symlink() or (place.exists() and not place.is_file()):
        raise UsageError("is no regular file, nothing was written", where=str(place))


def _refuse_foreign(place: Path, data: bytes, digests: Collection[str]) -> None:
    """Raises UsageError for what no export has left there as it is."""
    _refuse_odd(place)
    if not place.exists():
        return
    there = place.read_bytes()
    if there != data and digest_of(there) not in digests:
        raise UsageError(
            "is there, and not as an export has left it; nothing was written",
            where=str(place),
            hint="name another folder",
        )


def _replace(place: Path, data: bytes) -> None:
    """The whole file or the old one, whenever the process dies."""
    if not place.exists() or place.read_bytes() != data:
        replace_file(place, data)
