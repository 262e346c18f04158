"""Which maps of a package grow, by its text: nothing is parsed or resolved to tell.

Asked of the names that a package declares maps by, since words of other names do not matter.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from gofixmap_codemods._cache_score import sounds_like_cache
from gofixmap_codemods._word_places import followed

from gofixmap.codemod import uses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gofixmap.codemod import (
        Context,
        Declaration,
        FileInfo,
        PackageContext,
        SourceFile,
        sharing,
    )

    Places = Iterator[tuple[FileInfo, Declaration]]

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
_ODD = re.compile(rb"[\s)]+\[|\[[^\]\n]*\n")  # behind a name
_HEAD = 400  # characters that may stand in front of the sign of an assignment
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def growing(context: Context) -> frozenset[bytes]:
    """The names that get entries and never lose any, tests left out.

    With a profile at hand those that lose some count as well. Without one a name has to be in
    brackets twice in one function, to sound like a cache, or handlers have to be there: no others
    get three points.
    """
    declared, told = _declared(context), _told(context)
    if context.costs is None:
        return frozenset(filter(told.grows, declared))
    return frozenset(declared & told.filled)


def worth_parsing(
    declarations: Sequence[Declaration], package: PackageContext
) -> Iterator[Declaration]:
    """The declarations in which a word stands that is `growing`: it may be a map's name."""
    if _FOR_TESTS.search(package.package.path):
        return
    told = _told(package)
    for each in declarations:
        if not each.file.is_test:
            words = told.filled.intersection(_WORDS.findall(each.text))
            if any(map(told.grows, words)):
                yield each


def _told(package: PackageContext) -> _Told:
    key = ("bounded-cache.told", package.package.dir, package.package.path)
    return package.semantics.once(key, lambda: _Told(list(_files(package))))


class _Told:
    """What the text of a package says of names, tests left out; each is looked at once."""

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._files = [file for file in files if b"]" in file.data]
        #: Those in front of a bracket in what is assigned to, `name[key] = value`.
        self.filled = frozenset[bytes]().union(*(filled_in(file.data) for file in self._files))
        self._known: dict[bytes, bool] = {}

    def grows(self, name: bytes) -> bool:
        found = self._known.get(name)
        if found is None:
            is_left = name in self.filled and name not in self._removed
            found = self._known[name] = is_left and (self._has_handlers or self._promises(name))
        return found

    @cached_property
    def _removed(self) -> frozenset[bytes]:
        return frozenset(
            name
            for file in self._files
            for pattern, word in zip(_REMOVED, (b"delete(", b"clear("), strict=True)
            if word in file.data
            for name in pattern.findall(file.data)
        )

    @cached_property
    def _has_handlers(self) -> bool:
        return any(b"http.ResponseWriter" in file.data for file in self._files)

    def _promises(self, name: bytes) -> bool:
        return sounds_like_cache(name.decode()) or any(
            _is_looked_up(file, name) for file in self._files
        )


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


def filled_in(data: bytes) -> set[bytes]:
    """The names in front of a bracket in what a text assigns to, and perhaps others."""
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


def filling(context: Context, variable: sharing.Variable, *, own: bool) -> Places:
    """The functions that may give a map an entry, tests left out; only those of its `own` package
    where no other one sees the name.

    Brackets that go on in another line, or stand behind a parenthesis, are let pass.
    """
    name = variable.name.encode()
    brackets = name + b"["

    def may_fill(data: bytes) -> bool:
        if brackets in data and name in filled_in(data):
            return True
        return any(True for _ in followed(name, _ODD, data))

    for file in _files(context) if own else _seeing(context, variable):
        if may_fill(file.data):
            for declaration in file.mentioning(name):
                if declaration.keyword in ("func", "var") and may_fill(declaration.text):
                    yield context.info(file.path), declaration


def _seeing(context: Context, variable: sharing.Variable) -> Iterator[SourceFile]:
    """The files in which the name may stand, tests left out."""
    for path in uses.files_seeing(context.semantics, variable.package, variable.name):
        file = context.workspace.file(path)
        if file is not None and not file.is_test:
            yield file


def mentioning(context: Context, name: bytes) -> Places:
    """The declarations of the package in which a name stands, tests left out."""
    for file in _files(context):
        for declaration in file.mentioning(name):
            yield context.info(file.path), declaration
