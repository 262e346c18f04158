"""What a package has to say of a function that passed the sieve for loop-leak to find something."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from gofixmap_codemods._leak_openers import HELPERS, OPENERS
from gofixmap_codemods._leak_sieve import CONTEXTS, TIMERS

from gofixmap.codemod import lifetime, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gofixmap.codemod import Declaration, Package, PackageContext, Semantics, SourceFile

COLLECTED = (1, 23)  # the go line from which timers that nothing refers to are collected
_WAITING = pattern(rb"\bAfterFunc\(")
_TICKING = pattern(rb"\brange\b[^{]*\.C\b")
_RANGED_TICK = pattern(rb"\brange\b[^{]*\bTick\(")
_TABLED = frozenset(
    name.rpartition(".")[2].encode() for names in OPENERS.values() for name in names
)
_TYPES = tuple(OPENERS)
# Tokens by which a block is known to be run by a loop; what strings and comments hold is none.
_TOKENS = pattern(
    rb"\"(?:[^\"\\\n]|\\.)*+\"|`[^`]*+`|'(?:[^'\\\n]|\\.)*+'|//[^\n]*+"
    rb"|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/"
    rb"|[{}]|\bfor\b|\bdefer\b|\bfunc\b[^{}\n;:=\"`'/]*+\{?"
)


def defers_in_loop(text: bytes) -> bool:
    """Whether a defer may stand in the block of a loop, and in no literal inside of it.

    A block counts as a loop's where `for` stands anywhere before it in the block around it.
    """
    loops, seen = [False], False  # by open brace: whether a loop runs it; behind `for`
    stack: list[bool] = []
    for found in _TOKENS.finditer(text):
        token = found[0]
        if token == b"for":
            seen = True
        elif token == b"defer":
            if loops[-1]:
                return True
        elif token == b"{":
            loops.append(loops[-1] or seen)
            stack.append(seen)
            seen = False
        elif token == b"}":
            if not stack:
                return True  # not what it looks like
            loops.pop()
            seen = stack.pop()
        elif token.startswith(b"func") and token.endswith(b"{"):
            is_literal = token.count(b"(") == token.count(b")")
            loops.append(not is_literal and (loops[-1] or seen))
            stack.append(seen)
            seen = False
    return False


class Worth:
    """Which declarations of a package that passed the sieve may hold a finding."""

    def __init__(self, package: PackageContext) -> None:
        # Without `package` itself, which may keep this, and its matches with it.
        self._semantics = package.semantics
        self._package = package.package
        self._known: dict[bytes, bool] = {}
        self._names: dict[tuple[str, tuple[int, int]], frozenset[bytes]] = {}

    def among(self, declarations: Iterable[Declaration]) -> Iterator[Declaration]:
        file: _File | None = None
        for each in declarations:
            if file is None or file.source is not each.file:
                file = _File(each.file, self._semantics, self._package)
            text = each.text
            if each.file.is_test or self._waits(text, file) or self._opens(text, file):
                yield each

    def _waits(self, text: bytes, file: _File) -> bool:
        """Whether the text has a deferred call in a loop, a timer, or a context."""
        if b"defer" in text and b"for" in text and defers_in_loop(text):
            return True
        if file.uses("context") and CONTEXTS.search(text):
            return True
        if b".C" in text and _TICKING.search(text):
            return True
        if not file.uses("time"):
            return False
        if not file.collects:
            return TIMERS.search(text) is not None
        return _WAITING.search(text) is not None or _RANGED_TICK.search(text) is not None

    def names_in(self, declaration: Declaration) -> frozenset[bytes]:
        """The names in a declaration by which something may be opened."""
        key = declaration.file.path, declaration.extent
        if key not in self._names:
            file = _File(declaration.file, self._semantics, self._package)
            self._names[key] = frozenset(self._opening(declaration.text, file))
        return self._names[key]

    def _opens(self, text: bytes, file: _File) -> bool:
        """Whether the text calls something that may open a file, a connection or rows."""
        return any(True for _ in self._opening(text, file))

    def _opening(self, text: bytes, file: _File) -> Iterator[bytes]:
        names = [each for each in lifetime.words_called(text) if self._is_named_so(each)]
        names.sort(key=_TABLED.__contains__, reverse=True)  # these need no other look
        return (each for each in names if self._may_open(each, text, file))

    def _is_named_so(self, name: bytes) -> bool:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = HELPERS.search(name) is not None
        return known

    def _may_open(self, name: bytes, text: bytes, file: _File) -> bool:
        """Whether a name is in the table, or that of a function of the workspace that may."""
        if name in _TABLED:
            return True
        if not _is_exported(name):
            return name in self._own
        return any(
            self._may_give(operand, name, text, file) for operand in _operands_of(name, text)
        )

    def _may_give(self, operand: bytes | None, name: bytes, text: bytes, file: _File) -> bool:
        if operand is None:
            return file.has_dot or name in self._own
        imported = file.imported.get(operand)
        if imported is None or _stands_alone(operand, text):
            return True  # a method, of whatever type
        return file.is_ours(imported) and name in self._spelling(imported)

    def _spelling(self, package: Package) -> frozenset[bytes]:
        return lifetime.names_spelling(self._semantics, package, _TYPES)

    @cached_property
    def _own(self) -> frozenset[bytes]:
        return self._spelling(self._package)


class _File:
    """What the imports of one file say."""

    def __init__(self, source: SourceFile, semantics: Semantics, package: Package) -> None:
        self.source = source
        self._workspace = semantics.workspace
        self._package = package
        self._paths = {spec.path for spec in source.imports} | {package.path}
        self.has_dot = any(spec.name == "." for spec in source.imports)

    def uses(self, path: str) -> bool:
        """Whether the file imports a package, or belongs to it."""
        return path in self._paths

    @cached_property
    def collects(self) -> bool:
        """Whether timers that nothing refers to are collected: see `version_of`."""
        module = self._package.module
        if module is None:
            return self._workspace.language_version(self.source.path) >= COLLECTED
        return (module.go_version or (1, 16)) >= COLLECTED

    @cached_property
    def imported(self) -> Mapping[bytes, Package]:
        """The imported packages by the names that they have in the file, where they are found."""
        found: dict[bytes, Package] = {}
        for spec in self.source.imports:
            package = self._workspace.resolve_import(spec.path, self.source.path)
            if package is not None:
                found[(spec.name or package.name).encode()] = package
        return found

    def is_ours(self, package: Package) -> bool:
        """Whether a package is of the workspace: of others nobody asks what its functions do."""
        return not all(PurePosixPath(each).is_absolute() for each in package.files)


def _is_exported(name: bytes) -> bool:
    return name[:1].isupper() or name[0] >= 0x80


def _operands_of(name: bytes, text: bytes) -> Iterator[bytes | None]:
    """What stands in front of a name where it may be called: `os` of `os.Open(`, None without a
    point, and b"" for what is no plain word, as in `a.b.Open(` and `f().Open(`."""
    at = -1
    while (at := text.find(name, at + 1)) >= 0:
        is_inner = at and _INNER.match(text, at - 1)
        if is_inner or _CALLED.match(text, at + len(name)) is None:
            continue
        before = text[max(at - _ROOM, 0) : at].rstrip()
        if before.endswith(b"/") or b"//" in before[before.rfind(b"\n") + 1 :]:
            yield b""  # a comment, perhaps behind a point
        elif not before.endswith(b"."):
            yield None
        else:
            before = before[:-1].rstrip()
            operand = _LAST.search(before)
            is_plain = operand is not None and not before[: operand.start()].rstrip().endswith(b".")
            yield operand[0] if operand is not None and is_plain else b""


_CALLED = pattern(rb"\s*[\[()/]")
_INNER = pattern(rb"[\w\x80-\xff]")
_ROOM = 200  # characters that a selector is looked for in
_LAST = pattern(rb"[\w\x80-\xff]+\Z")


def _stands_alone(operand: bytes, text: bytes) -> bool:
    """Whether the name of a package is in a text without a point behind it: it may be declared."""
    return _alone(operand).search(text) is not None


@lru_cache(maxsize=1000)
def _alone(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![\w\x80-\xff.])" + name + rb"(?![\w\x80-\xff]|\s*\.)")
