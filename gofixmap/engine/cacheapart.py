"""Functions put behind a Go file that concern nobody for as long as nobody names them.

All analyses look at names, and at what they mean. A function that names nothing but its parameters,
its own variables and what every Go program has (`int`, `len`), and that nothing names, is no part
of any: its package, those around it and what they import are to all others what they were. What it
may still hold is a finding of its own; whether it can, the sieves tell.

Nothing here is clever: with any word or sign that could mean more, the file counts as changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from gofixmap.engine.cacherows import Said
from gofixmap.model import Fix
from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.workspace.shape import Shape, shape_of

_MOST = 4  # functions at once
_GAP = 64  # bytes between them
_LARGEST = 4_000_000  # bytes of the files that are split
_PLAIN = re.compile(rb"func[ \t]+([a-z]\w*)\((?:[A-Za-z_]\w*|\d+|[-+%<>=!|^:,;()\[\]{}]|\s)*+")
_NAME = re.compile(rb"[A-Za-z_]\w*")
_WORD = re.compile(rb"[\w\x80-\xff]++")
_CALLED = re.compile(rb"([A-Za-z_]\w*)\s*\(")
_ASSIGNED = re.compile(rb"(?<![-+%<>=!|^:])=(?!=)")
_KEYWORDS = frozenset(
    b"break case continue default else for func if range return switch var".split()
)
_CALLS = frozenset(
    b"bool byte cap float32 float64 int int8 int16 int32 int64 len max min rune string uint uint8 "
    b"uint16 uint32 uint64 uintptr".split()
)
_KNOWN = _CALLS | frozenset((b"true", b"false", b"_"))
_NO_NAMES = frozenset(  # other keywords, and other names of the universe block
    b"chan const defer fallthrough go goto import interface map package select struct type "
    b"any append clear close comparable complex complex64 complex128 copy delete error imag init "
    b"iota main make new nil panic print println real recover".split()
)
_SPACE = rb"(?:\s|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+"
# Where a package may get a name, and often does not: a list of names that begins a line.
_LIST = rb"(?:\w+" + _SPACE + rb"," + _SPACE + rb")*+"
_SPECS = _SPACE + rb"\(?" + _SPACE + _LIST
_DECLARING = (  # each begins with letters or a sign that can be looked for fast
    rb"func" + _SPACE,
    *(rb"%s(?!\w)" % word + _SPECS for word in (b"var", b"const", b"type")),
    *(sign + rb"[ \t]*+" + _LIST for sign in (b"\n", b";", b"/")),
)


class Addition(NamedTuple):
    """What was put behind a file, which now has this `shape`.

    `functions` are the names of what was added, `names` those and what is declared inside, `known`
    what it uses of the universe block.
    """

    file: SourceFile
    start: int
    functions: frozenset[bytes]
    names: frozenset[bytes]
    known: frozenset[bytes]
    shape: Shape

    @property
    def text(self) -> bytes:
        return self.file.data[self.start :]

    @property
    def before(self) -> bytes:
        """What the file held before."""
        return self.file.data[: self.start]

    def is_told_of(self, said: Said, raw: bytes) -> bool:
        """Whether findings lie in the file, or fixes use a name that they could not use now.

        `raw` is how `said` is written.
        """
        if self.file.path.encode("utf-8", "surrogateescape") in raw:
            return True
        texts = [text for each in said.findings if each.fix for text in _texts(each.fix)]
        return not self.names.isdisjoint(_WORD.findall("\n".join(texts).encode("utf-8", "replace")))


def _texts(fix: Fix) -> Iterator[str]:
    """What a fix writes, and what it counts on."""
    yield from (edit.text for edit in fix.edits)
    yield from fix.claims


def addition_to(file: SourceFile, before: Shape, digest: bytes) -> Addition | None:
    """What has come to a file that had contents of this digest.

    None for anything but functions behind it that name nothing of their package.
    """
    found: list[Declaration] = []
    end = len(file.data)
    for declaration in reversed(file.declarations[-_MOST:]):
        if file.data[declaration.span.end : end].strip() or not _names_nothing(declaration.text):
            return None
        found.append(declaration)
        end = declaration.span.start
        start = _cut(file.data, end, digest)
        if start is not None:
            return _addition(file, found, start, before)
    return None


def _names_nothing(text: bytes) -> bool:
    """Whether a function uses only what it declares itself and what every program has."""
    head = _PLAIN.fullmatch(text)
    if head is None or b"<-" in text or _ASSIGNED.search(text) is not None:
        return False
    words = _NAME.findall(text)
    if words.count(b"func") != 1 or words.count(head[1]) != 1:
        return False
    names = set(words) - _KEYWORDS - _KNOWN
    if names & _NO_NAMES or any(name[:1].isupper() for name in names):
        return False
    return set(_CALLED.findall(text)) - _KEYWORDS <= _CALLS | {head[1]}


def _cut(data: bytes, end: int, digest: bytes) -> int | None:
    """Where contents of that digest end, in the white space in front of an offset."""
    first = max(len(data[:end].rstrip()), end - _GAP)
    made = sha256(data[:first])
    for at in range(first, end + 1):
        if made.digest()[: len(digest)] == digest:
            return at if b"\n" in (data[at - 1 : at], data[at : at + 1]) else None
        made.update(data[at : at + 1])
    return None


def _addition(
    file: SourceFile, added: Sequence[Declaration], start: int, before: Shape
) -> Addition | None:
    if any(each.has_error or each.masked for each in added):
        return None
    words = {*_NAME.findall(file.data, start)}
    functions = frozenset(name.encode() for each in added for name in each.names)
    alone = shape_of(SourceFile(file.path, b"package p\n\n" + file.data[start:]))
    private = before.private + alone.private if before.declared else before.private
    known = frozenset(words & _KNOWN)
    names = frozenset(words - _KEYWORDS - _KNOWN)
    return Addition(file, start, functions, names, known, before._replace(private=private))


def is_apart(addition: Addition, package: Iterable[SourceFile]) -> bool:
    """Whether no file of a directory names what was added, or declares a name that this uses.

    `package` are the other Go files of the directory.
    """
    used = (addition.names | addition.known) - {b"_"}
    ending = rb"(?:%s)(?!\w)" % b"|".join(used)
    declaring = [re.compile(beginning + ending) for beginning in _DECLARING]
    own = SourceFile(addition.file.path, addition.file.data[: addition.start])
    left = _LARGEST
    for file in (own, *package):
        if any(name in file.data for name in addition.functions):
            return False
        is_beside = file.package_name == own.package_name  # and not its external test
        if is_beside and any(each.search(file.data) for each in declaring):
            left -= len(file.data)
            names = (name.encode() for each in file.declarations for name in each.names)
            if left < 0 or not used.isdisjoint(names):
                return False
    return True
