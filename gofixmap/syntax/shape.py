"""What a Go file shows to others, told apart from what only its own functions know.

An edit inside a function leaves the shape as it is: nothing that another package can name, and no
type, depends on it.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple

from gofixmap.syntax.source import Declaration, SourceFile

#: A function up to the brace of its body; whatever is less plain is all shape.
_SIGNATURE = re.compile(
    rb"""func(?:[^{}"'`/]|(?<=struct)\{\}|(?<=interface)\{\}|(?<=interface[ ])\{\})*+\{"""
)
_SIZE = 12  # bytes of a digest
_TYPE_WORDS = (b"struct", b"interface")


class Shape(NamedTuple):
    """Digests: `head` of build constraint, package clause and imports, `declared` of the rest.

    `declared` is empty where nobody has asked for it.
    """

    head: bytes
    declared: bytes


def shape_of(file: SourceFile) -> Shape:
    """The shape of a file in which every declaration parses; of others it says too little."""
    made = sha256()
    for declaration in file.declarations:
        if declaration.keyword != "import":
            text = _shown(declaration)
            made.update(b"%d\0" % len(text))
            made.update(text)
    return head_of(file)._replace(declared=made.digest()[:_SIZE])


def head_of(file: SourceFile) -> Shape:
    """The head of a shape alone, for which the file is not split."""
    imports = [(spec.name, spec.path) for spec in file.imports]
    made = sha256(
        repr((file.header, file.package_name, imports)).encode("utf-8", "backslashreplace")
    )
    return Shape(made.digest()[:_SIZE], b"")


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
