"""What a file system holds, in plain data: names, kinds, links, and the digests of contents.

A manifest answers only what it was told. It grows by parts: the first describes the tree, later
ones what turned out to be asked beside it.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

import msgspec

FILE, DIRECTORY, LINK, OTHER, ABSENT = "f", "d", "l", "o", "-"
MAX_PART_BYTES = 1 << 30  # unpacked; beyond it the bytes are no part


class Blob(NamedTuple):
    """The content of a file."""

    digest: bytes  # SHA-256
    size: int


class Part(msgspec.Struct):
    """Some of a manifest. Paths and names are bytes as the file system has them."""

    directories: dict[bytes, tuple[list[bytes], str]] = {}  # names, and a letter of kind for each
    lone: dict[bytes, str] = {}  # the kind of paths whose directory is not listed
    links: dict[bytes, bytes] = {}
    blobs: dict[bytes, Blob] = {}
    failures: dict[bytes, int] = {}  # errno of what cannot be read or listed
    packs: dict[bytes, list[Blob]] = {}  # by the digest of their contents put together

    def packed(self) -> bytes:
        return zlib.compress(msgspec.msgpack.encode(self), 1)

    @property
    def is_empty(self) -> bool:
        return not (self.directories or self.lone or self.links or self.blobs or self.failures)


_DECODER = msgspec.msgpack.Decoder(Part)


def unpacked(data: bytes) -> Part:
    """Raises ValueError where the bytes are no part."""
    try:
        return _DECODER.decode(inflated(data, MAX_PART_BYTES))
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error


def inflated(data: bytes, limit: int) -> bytes:
    """Raises ValueError for what is not compressed, or unpacks to more than `limit` bytes."""
    inflater = zlib.decompressobj()
    try:
        out = inflater.decompress(data, limit + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(out) > limit or not inflater.eof:
        raise ValueError("cut short, or too large")
    return out


def digest_of(data: bytes) -> bytes:
    return sha256(data).digest()


class Place(NamedTuple):
    """Where a content lies in a pack."""

    pack: bytes
    offset: int


class Manifest:
    """All parts together."""

    def __init__(self) -> None:
        self.listings: dict[str, dict[str, str]] = {}
        self.lone: dict[str, str] = {"/": DIRECTORY}
        self.links: dict[str, str] = {}
        self.blobs: dict[str, Blob] = {}
        self.failures: dict[str, int] = {}
        self.packs: dict[bytes, list[Blob]] = {}
        self.places: dict[bytes, Place] = {}
        self._paths: dict[bytes, str] | None = None

    def add(self, part: Part) -> None:
        name = os.fsdecode
        for directory, (names, kinds) in part.directories.items():
            self.listings[name(directory)] = dict(zip(map(name, names), kinds, strict=True))
        self.lone.update((name(path), kind) for path, kind in part.lone.items())
        self.links.update((name(path), name(target)) for path, target in part.links.items())
        self.blobs.update((name(path), blob) for path, blob in part.blobs.items())
        self.failures.update((name(path), number) for path, number in part.failures.items())
        self.packs.update(part.packs)
        self._paths = None
        for pack, blobs in part.packs.items():
            offset = 0
            for blob in blobs:
                self.places.setdefault(blob.digest, Place(pack, offset))
                offset += blob.size

    def kind(self, path: str) -> str | None:
        """The kind of a path itself; None where the manifest does not say."""
        parent, _, name = path.rpartition("/")
        listing = self.listings.get(parent or "/")
        if listing is not None and path != "/":
            return listing.get(name, ABSENT)
        known = self.lone.get(path)
        if known is not None or path == "/":
            return known
        above = self.kind(parent or "/")
        return None if above in (DIRECTORY, LINK, None) else ABSENT

    def path_of(self, digest: bytes) -> str:
        """A file with that content."""
        if self._paths is None:
            self._paths = {blob.digest: path for path, blob in self.blobs.items()}
        return self._paths[digest]

    def local_paths(self, pack: bytes) -> Iterator[tuple[str, Blob]]:
        """Where the contents of a pack lie on the machine that was described."""
        return ((self.path_of(blob.digest), blob) for blob in self.packs[pack])
