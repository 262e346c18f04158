"""Which maps of a package grow, by its text: nothing is parsed or resolved to tell.

Asked of the names that a package declares maps by, since words of other names do not matter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._cache_score import sounds_like_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gofixmap.codemod import Context, Declaration, FileInfo, PackageContext, SourceFile

_FOR_TESTS = re.compile(r"(?:^|/)(?:\w*tests?|testing|test\w+|mocks?|fakes?)(?:/|$)")
# delete(m, k), clear(s.m); what begins with bytes is found at the speed of a byte search
_REMOVED = (
    re.compile(rb"delete(?<![\w]delete)\((?:[^(),\n]*\.)?(\w+)[,)]"),
    re.compile(rb"clear(?<![\w]clear)\((?:[^(),\n]*\.)?(\w+)[,)]"),
)
# From the last bracket of a line to the sign of an assignment: `] =`, `], err =`. What stands in
# between tells of a comparison, a declaration or a case where it is one of these.
_ASSIGNED = re.compile(rb"\][^\n=\]!<>:]*+=(?!=)")
_PARTS = (b".", b"(")  # behind the bracket of a sole target: a part of the entry, or a call of it
_COMPOUND = frozenset(b"+-*/%&|^")  # in front of the sign: `+=`
_BRACKETED = re.compile(rb"([\w\x80-\xff]++)\[")
_WORDS = re.compile(rb"[\w\x80-\xff]++")
_HEAD = 400  # characters that may stand in front of the sign of an assignment
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def growing(context: Context) -> frozenset[bytes]:
    """The names that get entries and never lose any, tests left out.

    With a profile at hand those that lose some count as well. Without one a name has to be in
    brackets twice in one function, to sound like a cache, or handlers have to be there: no others
    get three points.
    """
    if context.costs is None:
        return growing_alone(context, _declared(context))
    return frozenset(_declared(context) & _filled(context))


def growing_alone(package: PackageContext, words: set[bytes]) -> frozenset[bytes]:
    """Those of the words that are `growing` without a profile."""
    found = words & _filled(package)
    files = [file for file in _files(package) if b"]" in file.data] if found else []
    found -= _removed(files)
    if not any(b"http.ResponseWriter" in file.data for file in files):
        found = {each for each in found if _promises(files, each)}
    return frozenset(found)


def worth_parsing(
    declarations: Sequence[Declaration], package: PackageContext
) -> Iterator[Declaration]:
    """The declarations in which a word stands that is `growing`: it may be a map's name."""
    if _FOR_TESTS.search(package.package.path):
        return
    words = {each: set(_WORDS.findall(each.text)) for each in declarations if not each.file.is_test}
    found = growing_alone(package, set[bytes]().union(*words.values()))
    for each, own in words.items():
        if not found.isdisjoint(own):
            yield each


def _declared(context: Context) -> set[bytes]:
    """The names of the maps that the package's matches declare."""
    if _FOR_TESTS.search(context.package.path):
        return set()
    return {
        match.node("name").text or b""
        for match in context.matches
        if not match.info.file.is_test and b"map[" in (match.node("declaration").text or b"")
    }


def _files(package: PackageContext) -> Iterator[SourceFile]:
    return (file for file in package.files if not file.is_test)


def _filled(package: PackageContext) -> frozenset[bytes]:
    """The names that stand in front of a bracket in what is assigned to, `name[key] = value`."""
    key = ("bounded-cache.filled", package.package.dir, package.package.path)
    return package.semantics.once(
        key, lambda: frozenset().union(*(filled_in(file.data) for file in _files(package)))
    )


def filled_in(data: bytes) -> set[bytes]:
    """Those of one file."""
    found: set[bytes] = set()
    for match in _ASSIGNED.finditer(data):
        closed, sign = match.start(), match.end() - 1
        start = max(data.rfind(b"\n", 0, closed), data.rfind(b"=", 0, closed)) + 1
        if sign - start > _HEAD or data[sign - 1] in _COMPOUND:
            continue
        head = data[start:closed]
        if b"," in head or not data.startswith(_PARTS, closed + 1):
            found.update(_BRACKETED.findall(head))
    return found


def _promises(files: Iterable[SourceFile], name: bytes) -> bool:
    return sounds_like_cache(name.decode()) or any(_is_looked_up(file, name) for file in files)


def _is_looked_up(file: SourceFile, name: bytes) -> bool:
    """Whether the name is in brackets twice in one function."""
    last = None
    for at in _bracketed(file.data, name):
        here = file.declaration_at(at)
        if here is not None and here.keyword == "func":
            if here is last:
                return True
            last = here
    return False


def _bracketed(data: bytes, name: bytes) -> Iterator[int]:
    """Where `name[` stands, as a word of its own."""
    wanted = name + b"["
    at = data.find(wanted)
    while at >= 0:
        if not at or data[at - 1] not in _WORD:
            yield at
        at = data.find(wanted, at + 1)


def _removed(files: Iterable[SourceFile]) -> set[bytes]:
    return {
        name
        for file in files
        for pattern, word in zip(_REMOVED, (b"delete(", b"clear("), strict=True)
        if word in file.data
        for name in pattern.findall(file.data)
    }


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
