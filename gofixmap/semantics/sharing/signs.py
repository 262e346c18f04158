"""Where a file's text shows that a goroutine may start, or that a lock may be taken or held.

Offsets are of bytes in the file. What is said to be there may not be: the text may stand in a
string, or call another function of that name. What is not said is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gofixmap.syntax.source import Declaration, SourceFile

# Expressions begin with letters that a search can skip to; what stands before them is tried after.
_GO = re.compile(rb"go(?=[ \t\r\n(/])")
_NAMED_STARTS = (
    *(b"AfterFunc", b"DoChan", b"HandlerFunc", b"RegisterOnShutdown", b"ResponseWriter"),
    *(b"RunParallel", b"ServeHTTP"),
)
_CALLED_STARTS = (re.compile(rb"Go[ \t]*\("), re.compile(rb"Handle(?:Func)?[ \t]*\("))
_BEFORE_CALLED = re.compile(rb"(?<![\w\x80-\xff])(?:Try)?\Z")
_LOCKING = re.compile(rb"Lock[ \t]*\(")
_BEFORE_LOCKING = re.compile(rb"\.[ \t\n]*(?:Try)?R?\Z")
_NEAR = 24  # bytes before a place that are looked at
_REGISTERED = re.compile(rb"Register(?<!\wRegister)\w+Server\(")
_EMBEDDED = (re.compile(rb"Unimplemented\w+Server\b"), re.compile(rb"Unsafe\w+Server\b"))
_BEFORE_EMBEDDED = re.compile(rb"^\s+(?:\w+\.)?\Z", re.MULTILINE)
_UNEVEN = (re.compile(rb"\.R?Lock\(\)"), re.compile(rb"\.R?Unlock\b"))
_PROMISING = (b"lock", b"mutex", b"mtx", b"mu", b"hold")
_PROMISES = re.compile(rb"(?i)lock|mutex|mtx|\bmu\b|\wMu\b|\bhold")


def may_start(data: bytes) -> bool:
    """Whether a goroutine may be started, or something is there that others run in one."""
    return (
        serves(data)
        or next(named_starts(data), None) is not None
        or next(go_words(data), None) is not None
    )


def serves(data: bytes) -> bool:
    """Whether a gRPC service may be registered or implemented."""
    if b"Server" not in data:
        return False
    return _REGISTERED.search(data) is not None or any(
        _begins_line(data, match.start())
        for pattern in _EMBEDDED
        for match in pattern.finditer(data)
    )


def _begins_line(data: bytes, at: int) -> bool:
    """Whether a type's name, or that of its package in front of it, stands first on its line."""
    line = data.rfind(b"\n", 0, at)
    above = data.rfind(b"\n", 0, line) + 1 if line >= 0 else 0
    return _BEFORE_EMBEDDED.search(data, above, at) is not None


def may_lock(file: SourceFile) -> bool:
    """Whether a lock may be taken, or a function's name or comment may say that one is held."""
    return next(lockings(file.data), None) is not None or next(promising(file), None) is not None


def go_words(data: bytes) -> Iterator[int]:
    """Where a go statement may begin."""
    for match in _GO.finditer(data):
        if _is_statement(data, match.start()):
            yield match.start()


def named_starts(data: bytes) -> Iterator[int]:
    """Where something is named that starts goroutines, or that is run in one."""
    for name in _NAMED_STARTS:
        at = data.find(name)
        while at >= 0:
            yield at
            at = data.find(name, at + len(name))
    for pattern in _CALLED_STARTS:
        for match in pattern.finditer(data):
            at = match.start()
            if _BEFORE_CALLED.search(data, max(0, at - _NEAR), at) is not None:
                yield at


def lockings(data: bytes) -> Iterator[int]:
    """Where a lock is taken, or may be."""
    for match in _LOCKING.finditer(data):
        at = match.start()
        if _BEFORE_LOCKING.search(data, max(0, at - _NEAR), at) is not None:
            yield at


def _is_statement(data: bytes, at: int) -> bool:
    """Whether the word at an offset can begin a statement, and is not in a comment of a line."""
    line = data[data.rfind(b"\n", 0, at) + 1 : at]
    before = line.rstrip(b" \t")
    if before and before[-1:] not in b"{};:" and not before.endswith(b"*/"):
        return False
    comment = line.find(b"//")
    return comment < 0 or any(quote in line[:comment] for quote in (b'"', b"`", b"'"))


def is_uneven(text: bytes) -> bool:
    """Whether a function only takes locks or only gives them back."""
    return len([pattern for pattern in _UNEVEN if pattern.search(text)]) == 1


def function_name(declaration: Declaration) -> bytes:
    """The name of a function or method, empty for any other declaration."""
    if declaration.method is not None:
        return declaration.method[1].encode()
    is_function = declaration.keyword == "func" and bool(declaration.names)
    return declaration.names[0].encode() if is_function else b""


def promising(file: SourceFile) -> Iterator[Declaration]:
    """The functions whose names or comments may say that their callers hold a lock."""
    data, above = file.data, 0
    for declaration in file.declarations:
        start, end = declaration.extent
        if declaration.keyword == "func" and (
            b"ock" in function_name(declaration)
            or (_may_promise(data[above:start]) and _may_promise(_doc(declaration)))
        ):
            yield declaration
        above = end


def _may_promise(comments: bytes) -> bool:
    lower = comments.lower()
    return any(word in lower for word in _PROMISING) and _PROMISES.search(comments) is not None


def _doc(declaration: Declaration) -> bytes:
    return declaration.file.data[declaration.doc_start : declaration.span.start]
