"""The open documents: what the editor shows, as bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from lsprotocol import types
from msgspec import Struct
from msgspec.structs import replace
from pygls.uris import from_fs_path, to_fs_path

from gofixmap.lsp.positions import UTF16, Positions


class Document(Struct, frozen=True):
    """One version of an open document. `path` is absolute, the links above its name resolved."""

    uri: str
    path: str
    version: int
    data: bytes


class Documents:
    """Open documents by path. Only files count: a scratch buffer has no package."""

    def __init__(self) -> None:
        self._open: dict[str, Document] = {}

    def __iter__(self) -> Iterator[Document]:
        return iter(tuple(self._open.values()))

    @property
    def by_path(self) -> Mapping[str, Document]:
        return MappingProxyType(self._open)

    def at(self, path: str) -> Document | None:
        return self._open.get(path)

    def of(self, uri: str) -> Document | None:
        path = path_of(uri)
        return None if path is None else self._open.get(path)

    def open(self, item: types.TextDocumentItem) -> Document | None:
        """None for what is not a file."""
        path = path_of(item.uri)
        if path is None:
            return None
        document = Document(item.uri, path, item.version, encoded(item.text))
        self._open[path] = document
        return document

    def change(
        self,
        document: types.VersionedTextDocumentIdentifier,
        changes: Sequence[types.TextDocumentContentChangeEvent],
        encoding: str = UTF16,
    ) -> Document | None:
        """The next version; None for a document that is not open."""
        before = self.of(document.uri)
        if before is None:
            return None
        data = before.data
        for change in changes:
            data = changed(data, change, encoding)
        after = replace(before, version=document.version, data=data)
        self._open[before.path] = after
        return after

    def close(self, uri: str) -> Document | None:
        path = path_of(uri)
        return None if path is None else self._open.pop(path, None)


def changed(data: bytes, change: types.TextDocumentContentChangeEvent, encoding: str) -> bytes:
    """The text after one change: of a range, or of everything."""
    text = encoded(change.text)
    if isinstance(change, types.TextDocumentContentChangeWholeDocument):
        return text
    span = Positions(data, encoding).span(change.range)
    return data[: span.start] + text + data[span.end :]


def encoded(text: str) -> bytes:
    """UTF-8; half of a surrogate pair, which JSON can hold, becomes a question mark."""
    return text.encode("utf-8", errors="replace")


def path_of(uri: str) -> str | None:
    """The absolute path of a file's URI, the links above its name resolved; None for others."""
    try:
        path = to_fs_path(uri)
    except ValueError:  # "file://[", which is no URI
        return None
    if not path or "\0" in path:
        return None
    parent, name = os.path.split(os.path.normpath(path))
    return str(Path(os.path.realpath(parent), name)).replace(os.sep, "/")


def uri_of(path: str) -> str:
    """The URI of an absolute path."""
    return from_fs_path(path) or ""
