"""Which maps of a package grow, by its text: nothing is parsed or resolved to tell.

Asked of the names that a package declares maps by, since words of other names do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gofixmap_codemods._cache_score import sounds_like_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gofixmap.codemod import Context, Declaration, FileInfo, SourceFile

_FOR_TESTS = re.compile(r"(?:^|/)(?:\w*tests?|testing|test\w+|mocks?|fakes?)(?:/|$)")
_REMOVED = re.compile(rb"\b(?:delete|clear)\((?:[^(),\n]*\.)?(\w+)[,)]")
_NO_TARGET = re.compile(rb"[!<>:]")  # between an entry and the sign: no assignment to it
_ENDS = re.compile(rb"[\n=]")
_HEAD = 400  # characters that may stand in front of the sign of an assignment
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


@dataclass(slots=True)
class _Seen:
    """What the text says of one name."""

    grows: bool = False
    twice: bool = False  # in brackets, in one function


def growing(context: Context) -> frozenset[bytes]:
    """The names that get entries and never lose any, tests left out.

    With a profile at hand those that lose some count as well. Without one a name has to be in
    brackets twice in one function, to sound like a cache, or handlers have to be there: no others
    get three points.
    """
    if _FOR_TESTS.search(context.package.path):
        return frozenset()
    seen = {name: _Seen() for name in _declared(context)}
    files = [file for file in _files(context) if b"]" in file.data]
    for file in files if seen else ():
        for name, of_name in seen.items():
            _look(file, name, of_name)
    found = {name for name, each in seen.items() if each.grows}
    if found and context.costs is None:
        found -= _removed(files)
        if not any(b"http.ResponseWriter" in file.data for file in files):
            found = {n for n in found if seen[n].twice or sounds_like_cache(n.decode())}
    return frozenset(found)


def _declared(context: Context) -> set[bytes]:
    """The names of the maps that the package's matches declare."""
    return {
        match.node("name").text or b""
        for match in context.matches
        if not match.info.file.is_test and b"map[" in (match.node("declaration").text or b"")
    }


def _files(context: Context) -> Iterator[SourceFile]:
    for path in context.package.all_files:
        file = context.workspace.file(path)
        if file is not None and not file.is_test:
            yield file


def _look(file: SourceFile, name: bytes, seen: _Seen) -> None:
    places = list(_bracketed(file.data, name))
    seen.grows = seen.grows or any(_is_assigned(file.data, at, at + len(name)) for at in places)
    if not seen.twice and len(places) > 1:
        seen.twice = _shares_function(file, places)


def _bracketed(data: bytes, name: bytes) -> Iterator[int]:
    """Where `name[` stands, as a word of its own."""
    wanted = name + b"["
    at = data.find(wanted)
    while at >= 0:
        if not at or data[at - 1] not in _WORD:
            yield at
        at = data.find(wanted, at + 1)


def _is_assigned(data: bytes, start: int, end: int) -> bool:
    """Whether `name[key]` stands in front of a `=` on its line, as far as can be told."""
    sign = _ENDS.search(data, end)
    if sign is None or sign[0] != b"=" or data[sign.end() : sign.end() + 1] == b"=":
        return False
    head = max(data.rfind(b"\n", 0, start), data.rfind(b"=", 0, start)) + 1
    closed = data.rfind(b"]", end, sign.start())
    if closed < 0 or sign.start() - head > _HEAD:
        return False
    return _NO_TARGET.search(data, closed, sign.start()) is None


def _shares_function(file: SourceFile, places: Iterable[int]) -> bool:
    """Whether two of the places are in one function."""
    last = None
    for at in places:
        here = file.declaration_at(at)
        if here is not None and here.keyword == "func":
            if here is last:
                return True
            last = here
    return False


def _removed(files: Iterable[SourceFile]) -> set[bytes]:
    found: set[bytes] = set()
    for file in files:
        if b"delete(" in file.data or b"clear(" in file.data:
            found.update(_REMOVED.findall(file.data))
    return found


def filling(context: Context, name: bytes) -> Iterator[tuple[FileInfo, Declaration]]:
    """The functions in which something of that name is in brackets, tests left out.

    All that can give it an entry, where no other package sees the name.
    """
    brackets = re.compile(re.escape(name) + rb"[\s)]*\[")
    for info, declaration in mentioning(context, name):
        if declaration.keyword in ("func", "var") and brackets.search(declaration.text):
            yield info, declaration


def mentioning(context: Context, name: bytes) -> Iterator[tuple[FileInfo, Declaration]]:
    """The declarations of the package in which a name stands, tests left out."""
    for file in _files(context):
        for declaration in file.mentioning(name):
            yield context.info(file.path), declaration
