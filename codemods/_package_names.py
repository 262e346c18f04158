"""What the text of a package tells of the types of its fields and variables, by their names alone.

All declarations of one name count together, and what is not understood counts as anything: an
answer no is certain. Types of other packages are anything but for some of the standard library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._text_locals import NAME, NO_CODE

from gofixmap.codemod import pattern

if TYPE_CHECKING:
    from gofixmap.codemod import PackageContext, SourceFile

MAP, OWNER, HOLDER = 1, 2, 4  # a map; what is to be released; a map of such
_ANY = MAP | OWNER | HOLDER
_IDENTIFIER = rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*+"
_LIST = rb"(?:" + _IDENTIFIER + rb"[ \t]*,\s*){0,49}+" + _IDENTIFIER
_FIELD = pattern(rb"[\n;{(][ \t]*(" + _LIST + rb")[ \t]+(?=[\[*\w(<\x80-\xff])")
_VALUE = pattern(rb"[\n;(][ \t]*(" + _LIST + rb")[ \t]*=(?!=)[ \t]*")
_EMBEDDED = pattern(
    rb"[\n;{][ \t]*\*?("
    + _IDENTIFIER
    + rb"\.)?("
    + _IDENTIFIER
    + rb")(?:\[[^\n;]*\])?[ \t\r]*(?=[\n;}])"
)
_FIELDS = pattern(rb"struct\s*\{\s*[^\s}]")
_SPEC = pattern(
    rb"(?:\Atype\s|[\n;(])[ \t\r]*(" + _IDENTIFIER + rb")"
    rb"(\[[^\n\]]*\]|[ \t]*\[[^\n\]]*\s[^\n\]]*\])?[ \t]*=?[ \t]*(?=[\[*\w(<\x80-\xff])"
)
_NAMED = pattern(rb"(" + _IDENTIFIER + rb")(\s*\.\s*" + _IDENTIFIER + rb")?")
# Of struct{}, or of a type that may be named so.
_CHAN = pattern(rb"chan\b\s*(?:<-\s*)?(?:struct\b|\(|(" + _IDENTIFIER + rb")(?!\s*\.)|\w)")
_LITERAL = pattern(rb"\[[^\n]*[{}][ \t\r]*(?:\n|\Z)|[\d(]?\d|true\b|false\b|[ \t\r]*(?:\n|\Z)")
_MADE = pattern(rb"(?:make\(\s*)?(?=map\s*\[)")
_BRACKET = pattern(rb"[\[\]]")
_PLAIN = frozenset(
    b"any bool byte comparable complex128 complex64 error float32 float64 func int int16 int32"
    b" int64 int8 rune string struct uint uint16 uint32 uint64 uint8 uintptr".split()
)
_METHOD = pattern(rb"(" + _IDENTIFIER + rb")\s*\(")
#: The methods that release, as `lifetime` has them.
METHODS = frozenset(
    b"Close Stop Cancel Shutdown Release close stop cancel shutdown release".split()
)
# Types that are neither maps nor owners, of packages that nobody else has the names of.
_HARMLESS = pattern(rb"(?:sync|atomic)\.|(?:unsafe\.Pointer|time\.(?:Time|Duration))\Z")
_STANDARD = frozenset({"sync", "sync/atomic", "internal/runtime/atomic", "unsafe", "time"})
_NAMES_OF_STANDARD = frozenset(path.rpartition("/")[2] for path in _STANDARD)


def names_of(package: PackageContext) -> Names:
    """The names of a package, read once for all who ask."""
    key = ("codemods.names", package.package.path, package.package.dir)
    return package.semantics.once(key, lambda: Names(package.files))


class Names:
    """The fields and package variables of a package, and what their types may be."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._types: dict[bytes, list[tuple[bytes, int]]] = {}  # a text, and where the type begins
        self._methods: set[bytes] = set()  # types that have a method which releases
        self._places: dict[bytes, list[tuple[bytes, int]]] = {}
        self._certain: dict[bytes, int] = {}
        self._owners: dict[bytes, bool] = {}
        self._kinds: dict[bytes, int] = {}
        self._known: dict[bytes, int] = {}
        self._variables: set[bytes] = set()
        self._is_closed = True  # whether all names that are not exported are declared here
        for file in files:
            if not file.is_test:
                self._read(file)

    def is_variable(self, name: bytes) -> bool:
        """Whether a name that stands alone may mean a package variable."""
        return name in self._variables or not self._is_closed

    def may_be(self, chain: bytes, kinds: int) -> bool:
        """Whether a package variable `x`, or a field `a.x`, may be one of the kinds.

        What ends in no name may be anything, as may a field that another package could declare.
        """
        _, dot, name = chain.rpartition(b".")
        if NAME.fullmatch(name) is None:
            return True
        if not dot:
            return self.is_variable(name) and bool(self.kinds(name) & kinds)
        is_own = name[:1].islower() or name[:1] == b"_"
        return not is_own or bool(self.kinds(name) & kinds)

    def kinds(self, name: bytes) -> int:
        """What a field or package variable of that name may be; anything where none is known.

        A field that is exported may be one of another package: ask with small names only.
        """
        found = self._known.get(name)
        if found is None:
            found = self._certain.get(name, 0)
            for code, at in self._places.get(name, ()):
                found |= self._kind(code, at)
            if name not in self._places and name not in self._certain:
                found = _ANY
            self._known[name] = found
        return found if self._is_closed else _ANY

    def _read(self, file: SourceFile) -> None:
        if any(_is_unseen(spec.name, spec.path) for spec in file.imports):
            self._is_closed = False
        for each in file.declarations:
            if each.keyword == "func":
                if each.method is not None and each.method[1].encode() in METHODS:
                    self._methods.add(each.method[0].encode())
                if _FIELDS.search(file.data, *each.extent) is not None:
                    self._read_fields(NO_CODE.sub(b" ", each.text))
            elif each.keyword == "type":
                code = NO_CODE.sub(b" ", each.text)
                self._read_fields(code)
                for match in _SPEC.finditer(code):
                    self._types.setdefault(match[1], []).append((code, match.end()))
                    for parameter in NAME.findall(match[2] or b""):
                        self._kinds[parameter], self._owners[parameter] = _ANY, True
                    if (match[2] or b"").count(b"[") > 1:
                        self._kinds[match[1]] = _ANY
            elif each.keyword == "var":
                self._variables.update(name.encode() for name in each.names)
                code = b"\n" + NO_CODE.sub(b" ", each.text)[3:]
                self._read_fields(code)
                for match in _VALUE.finditer(code):
                    kind = self._kind_of_value(code, match.end())
                    for name in NAME.findall(match[1]):
                        self._certain[name] = self._certain.get(name, 0) | kind

    def _read_fields(self, code: bytes) -> None:
        for match in _FIELD.finditer(code):
            place = code, match.end()
            for name in NAME.findall(match[1]):
                self._places.setdefault(name, []).append(place)
        if b"struct" in code or b"interface" in code:
            for match in _EMBEDDED.finditer(code):
                self._certain[match[2]] = _ANY

    def _kind_of_value(self, code: bytes, at: int) -> int:
        made = _MADE.match(code, at)
        if made is not None:
            return self._kind(code, made.end())
        return 0 if _LITERAL.match(code, at) is not None else _ANY

    def _kind(self, code: bytes, at: int) -> int:
        """What the type whose text begins there may be."""
        first = code[at : at + 1]
        if first in (b"[", b"<"):
            return 0
        if first == b"*":
            return OWNER if self._points_to_owner(code, at + 1) else 0
        named = _NAMED.match(code, at)
        if named is None:
            return _ANY
        word = named[1]
        if named[2]:
            return 0 if _HARMLESS.match(named[0]) else _ANY
        if word == b"map":
            close = _closing(code, code.find(b"[", at))
            held = self._kind(code, close) & OWNER if close else OWNER
            return MAP | (HOLDER if held else 0)
        if word == b"interface":
            return OWNER if _has_release(code, at) else 0
        if word == b"chan":
            found = _CHAN.match(code, at)
            return 0 if found is None or found[1] in _PLAIN else OWNER
        return 0 if word in _PLAIN else self._kind_of_type(word)

    def _kind_of_type(self, name: bytes) -> int:
        """What a type that the package declares may be; anything for one that it does not."""
        found = self._kinds.get(name)
        if found is None:
            self._kinds[name] = 0  # a type that leads back to itself adds nothing
            places = self._types.get(name)
            found = _ANY if places is None else 0
            for code, at in places or ():
                found |= self._kind(code, at)
            self._kinds[name] = found
        return found

    def _points_to_owner(self, code: bytes, at: int) -> bool:
        named = _NAMED.match(code, at)
        if named is None:
            return code[at : at + 1] == b"("
        if named[2]:
            return _HARMLESS.match(named[0]) is None
        return named[1] not in _PLAIN and named[1] != b"map" and self._is_owner(named[1])

    def _is_owner(self, name: bytes) -> bool:
        """Whether a pointer to a type may have a method that releases, or one that embeds such."""
        found = self._owners.get(name)
        if found is None:
            found = self._owners[name] = self._leads_to_owner(name)
        return found

    def _leads_to_owner(self, name: bytes) -> bool:
        pending, seen = [name], set[bytes]()
        while pending:
            each = pending.pop()
            if each in seen or each in _PLAIN:
                continue
            if each in self._methods or each not in self._types or self._owners.get(each):
                return True
            seen.add(each)
            for qualifier, base in self._inherits(each):
                if not qualifier:
                    pending.append(base)
                elif _HARMLESS.match(qualifier + base) is None:
                    return True
        return False

    def _inherits(self, name: bytes) -> Iterator[tuple[bytes, bytes]]:
        """What is embedded in a type, or what it is another name of, with its package."""
        for code, at in self._types[name]:
            named = _NAMED.match(code, at)
            if named is None:
                yield (b"", b"") if code[at : at + 1] == b"(" else (b"", b"func")
            elif named[1] in (b"struct", b"interface"):
                for match in _EMBEDDED.finditer(code):
                    yield match[1] or b"", match[2]
            elif named[2]:
                yield named[1] + b".", NAME.findall(named[2])[0]
            elif named[1] not in (b"map", b"chan"):
                yield b"", named[1]


def _is_unseen(name: str, path: str) -> bool:
    """Whether an import brings in names without its own, or has one that misleads."""
    if path == "C" or name == ".":
        return True
    return (name or path.rpartition("/")[2]) in _NAMES_OF_STANDARD and path not in _STANDARD


def _has_release(code: bytes, at: int) -> bool:
    """Whether an interface, or what follows it, has a method that releases, or embeds another."""
    has_method = any(each[1] in METHODS for each in _METHOD.finditer(code, at))
    return has_method or _EMBEDDED.search(code, at) is not None


def _closing(code: bytes, opening: int) -> int:
    """Where what follows the bracket begins that closes the one at an offset; 0 where none does."""
    depth = 0
    for match in _BRACKET.finditer(code, opening):
        depth += 1 if match[0] == b"[" else -1
        if not depth:
            end = match.end()
            return end + len(code[end : end + 40]) - len(code[end : end + 40].lstrip())
    return 0
