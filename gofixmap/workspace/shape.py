"""What a Go file shows to others, told apart from what only its own functions know.

An edit inside a function leaves the shape as it is: nothing that another package can name, and no
type, depends on it. Nor does a function that is not exported, unless what is shown names it, as in
`var Limit = limit()`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.workspace.header import Header, read_header

#: A function up to the brace of its body; whatever is less plain is shown whole.
_SIGNATURE = re.compile(
    rb"""func(?:[^{}"'`/]|(?<=struct)\{\}|(?<=interface)\{\}|(?<=interface[ ])\{\})*+\{"""
)
_PRIVATE = re.compile(rb"func[ \t]+([a-z_][\w]*+)[ \t]*[(\[]")
_WORD = re.compile(rb"[\w\x80-\xff]++")
_SIZE = 12  # bytes of a digest
_TYPE_WORDS = (b"struct", b"interface")


class Shape(NamedTuple):
    """`head` stands for build constraint, package clause and imported paths.

    `declared` stands for the rest, and is empty where nobody has asked for it. Functions that are
    not exported are apart, in `private`: their names, each with what stands for its signature.
    """

    head: bytes
    declared: bytes = b""
    private: tuple[tuple[bytes, bytes], ...] = ()

    def changed(self, other: Shape) -> set[bytes]:
        """The names of the functions of `private` that another shape has not like this."""
        return {name for name, _ in set(self.private) ^ set(other.private)}


def shape_of(file: SourceFile) -> Shape:
    """The shape of a file in which every declaration parses; of others it says too little."""
    head = head_of(read_header(file.data), [spec.path for spec in file.imports])
    made = sha256()
    private = []
    for declaration in file.declarations:
        text = _shown(declaration)
        name = _PRIVATE.match(text)
        if name is not None:
            private.append((name[1], _digest(text)))
        else:
            made.update(b"%d\0" % len(text))
            made.update(text)
    return Shape(head.head, made.digest()[:_SIZE], tuple(private))


def head_of(header: Header, imports: Iterable[str]) -> Shape:
    """The head of a shape alone, for which a file is not split."""
    parts = (header.package_name, header.expression, tuple(imports))
    return Shape(_digest(repr(parts).encode("utf-8", "backslashreplace")))


def shown_words(file: SourceFile) -> set[bytes]:
    """The words in what a file shows, without the names of functions that are not exported."""
    return set(_WORD.findall(b"\n".join(_without_private(file))))


def _without_private(file: SourceFile) -> Iterator[bytes]:
    for declaration in file.declarations:
        text = _shown(declaration)
        name = _PRIVATE.match(text)
        yield text if name is None else text[name.end(1) :]


def function_key(declaration: Declaration) -> str:
    """The name of a function, or `T.m`; several in a file may have the same."""
    method = declaration.method
    return ".".join(method[:2]) if method is not None else "".join(declaration.names)


def functions_digest(file: SourceFile, keys: Collection[str]) -> bytes:
    """Stands for all that functions of a file are, with what is said above them."""
    made = sha256()
    for declaration in file.declarations:
        if declaration.keyword == "func" and function_key(declaration) in keys:
            text = file.data[declaration.doc_start : declaration.extent[1]]
            made.update(b"%d\0" % len(text))
            made.update(text)
    return made.digest()[:_SIZE]


def _shown(declaration: Declaration) -> bytes:
    """A declaration without the body of a function."""
    start, end = declaration.extent
    data = declaration.file.data
    if declaration.keyword != "func":
        return data[start:end]
    found = _SIGNATURE.match(data, start, end)
    if found is None:
        return data[start:end]
    text = data[start : found.end() - 1]
    is_type = text.rstrip().endswith(_TYPE_WORDS)
    if is_type or text.count(b"(") != text.count(b")") or text.count(b"[") != text.count(b"]"):
        return data[start:end]
    return text


def _digest(data: bytes) -> bytes:
    return sha256(data).digest()[:_SIZE]
