"""Says without a parser whether anything in a function tells that a second name is meant as a copy.

`_alias_intent.py` has what tells so; without any of it map-alias is silent, and most functions have
none. What cannot be read here, such as a declaration over several lines, counts as a sign.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from gofixmap_codemods import _alias_intent as intent
from gofixmap_codemods._alias_filter import may_write, parameters, written_names
from gofixmap_codemods._rare_letters import through

from gofixmap.codemod import pattern

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Declaration

_GAP = rb"(?:[\s(*]|/\*.*?\*/|//[^\n]*)*+"
_NO_CHAIN = rb"(?!(?:nil|true|false|range|func|map|struct|chan|interface)\b)"
_CHAIN = _NO_CHAIN + rb"([A-Za-z_\x80-\xff][\w.\x80-\xff]*+)"
_ENDS = rb"[ \t)]*+(?:(?=([\[,;\r\n}.]|/[/*]))|\Z)"
_SHORT = pattern(rb":=(" + _GAP + rb")" + _CHAIN + _ENDS, re.DOTALL)
_SPEC = rb"([\w\x80-\xff][^=\n;]{0,999}+)=(?!=)(" + _GAP + rb")" + _CHAIN + _ENDS
_VAR = pattern(rb"var(?<![\w\x80-\xff]var)[ \t]+" + _SPEC, re.DOTALL)
_SEVERAL = pattern(rb",\s*[\w\x80-\xff]+\s*(:=)\s*+(?!range\b)([^\n]*)")
_VAR_SEVERAL = pattern(rb"var[ \t]+([\w\x80-\xff]+[ \t]*,[^=\n;]{0,999}+)=(?!=)\s*([^\n]*)")
_TOKENS = pattern(
    rb"\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|'(?:\\.|[^'\\\n])*'|//[^\n]*|/\*.*?\*/"
    rb"|[()\[\]{},;\n]",
    re.DOTALL,
)
_GROUP = pattern(rb"var(?<![\w\x80-\xff]var)[ \t]*\(")
_IN_GROUP = pattern(rb"(?:^|[;(])[ \t]*" + _SPEC, re.DOTALL | re.MULTILINE)
_LINE = pattern(rb"[ \t]*+((?:[\w\x80-\xff]++[ \t]*+,?[ \t]*+)++)")
_NAMES = pattern(rb"[\w\x80-\xff]+(?:\s*,\s*[\w\x80-\xff]+)*\s*\Z")
_WORD = pattern(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_MOST = 400  # second names of a function that are told apart; each may read all of the text
_LONGEST = 300  # bytes of a statement to the left of `:=`
_FUNCTION = pattern(rb"func\s*(?:\([^)]*\)\s*)?([\w\x80-\xff]+)")
# A part of what is called a copy, in small letters: a parameter of that name says it.
_COPY_PARTS = tuple(
    re.compile(word + rb"([\w\x80-\xff]{0,99}+)[\s)]{0,9}+\.\s*+[a-z_\x80-\xff]")
    for word in (through(b"p", b"copy", b"copied", b"dup"), rb"lone(?<=clone)")
)
_TAIL = pattern(rb"[\w\x80-\xff]*\Z")
_TELLING = pattern(
    rb"cop(?:y|ied)|clone|dup|backup|default|old|orig|prev|saved|snapshot", re.IGNORECASE
)
_COMPARES = pattern(rb"(?:Equal(?:Func|Values)?|Diff)[\s)]*\(")
_TEMPORARY = pattern(rb"te?mp", re.IGNORECASE)
_TEMPORARY_PART = pattern(rb"\.\w*te?mp")
_ARGUMENT = rb"[(,\s](?:%s)(?:\.[\w.]+)?\s*[,)]"
_ASSIGNS = pattern(rb"=(?<![:=!<>]=)(?!=)\s*([^\n;]*)")
_CHAINS = pattern(rb"[A-Za-z_\x80-\xff][\w.\x80-\xff]*")
_VALUE = pattern(
    rb"(?<![\w.\])\"'`+\-/&|^%<>=!])[\s(]*([A-Za-z_\x80-\xff][\w.\x80-\xff]*+)"
    rb"[\s)]{0,99}+(?=,|\}|\Z|/[/*])"
)
_OPENING, _ENDING = frozenset({b"(", b"[", b"{"}), frozenset({b")", b"]", b"}"})
_BRACKETS = ((b"(", b")"), (b"[", b"]"), (b"{", b"}"))
_CLOSING = pattern(rb"\n[ \t]*\)")
_GO_ON = (b"", b",", b".", b"(", b"/")
_RETURNED = rb"return(?:[^\n;]|(?<=[,({\r])\n)*?(?<![\w.\x80-\xff])(?:%s)(?![\w.(\[\x80-\xff])"
_TELLS_FUNCTION = pattern(rb"[Ww]ith|op(?:y|ied)|lone|up")
_WAITS = pattern(rb"\.Wait\(|<-(?!chan\b)")
_GIVES = pattern(rb"return[ \t(]+(?!nil\b|true\b|false\b)[A-Za-z_\x80-\xff]|return[^\n]*,")


_NONE = frozenset[bytes]()


class _Second(NamedTuple):
    """`left := right`, where it starts and the chain ends; no names where they are not seen.

    `roots` are what the chains begin with, `right` what they end with.
    """

    start: int
    end: int
    at: int  # an offset inside of the declaration
    left: frozenset[bytes]
    right: frozenset[bytes]
    roots: frozenset[bytes]
    is_star: bool
    is_element: bool


class _Code:
    """A declaration's text, and what is read from it at most once."""

    def __init__(self, declaration: Declaration) -> None:
        self.data = declaration.file.data
        self.start = declaration.extent[0]
        self.text = declaration.text
        self.is_test = declaration.file.is_test

    @cached_property
    def small(self) -> bytes:
        return self.text.lower()

    @cached_property
    def written(self) -> frozenset[bytes]:
        return written_names(self.text)

    @cached_property
    def values(self) -> list[tuple[int, frozenset[bytes] | None]]:
        return list(_values(self.text))


class Told(NamedTuple):
    """What of a function is to be looked at; `seconds` are where second names are declared."""

    all: bool = False  # something is said of all second names, and of the parameters
    parameters: bool = False
    handouts: bool = False
    seconds: tuple[int, ...] = ()
    written: frozenset[bytes] = frozenset()  # names of chains of which an element may be written

    def __bool__(self) -> bool:
        return self.all or self.parameters or self.handouts or bool(self.seconds)

    def has(self, node: Node) -> bool:
        """Whether the declaration of a local is to be looked at."""
        return self.all or any(node.start_byte <= at <= node.end_byte for at in self.seconds)


_NOTHING = Told()


def told_of(declaration: Declaration) -> Told:
    """What in a function may be a second name of which something says that it is a copy."""
    data, (start, end) = declaration.file.data, declaration.extent
    writes = may_write(data, start, end)
    if not writes and data.find(b"Lock()", start, end) < 0:
        return _NOTHING
    code = _Code(declaration)
    if declaration.keyword == "var" and b"func" not in code.text:
        return _NOTHING
    name = _FUNCTION.match(code.text)
    handouts = name is not None and b"Lock()" in code.text and _may_hand_out(code, name[1])
    makes_copy = writes and ((name is not None and _makes_copy(name[1])) or _is_promised(code))
    if not makes_copy and not (writes and (_declares(code.text) or _has_copy_part(code))):
        return Told(handouts=handouts) if handouts else _NOTHING
    if makes_copy or not code.written:
        is_written = makes_copy and _is_written_at_all(code)
        return Told(is_written, handouts=handouts, written=code.written)
    seconds = list(islice(_seconds(code.text, code.written), _MOST + 1))
    if len(seconds) > _MOST:
        return Told(True, handouts=handouts, written=code.written)
    told = [each for each in seconds if _tells(code, each)]
    places = tuple(code.start + each.at for each in told)
    return Told(False, _has_copy_part(code), handouts, places, code.written)


def _may_hand_out(code: _Code, name: bytes) -> bool:
    """Whether an exported function has a lock and returns a variable, and waits for nobody."""
    if code.is_test or _GIVES.search(code.text) is None or _WAITS.search(code.text) is not None:
        return False
    return name.decode("utf-8", "replace")[:1].isupper()


def _is_written_at_all(code: _Code) -> bool:
    """Whether any second name, or a parameter, may be written through."""
    if not code.written.isdisjoint(parameters(code.text)):
        return True
    return next(_seconds(code.text, code.written), None) is not None


def _declares(text: bytes) -> bool:
    """Whether `_seconds` may find any."""
    if _SHORT.search(text) is not None:
        return True
    if any(_has_values(match[2]) for match in _SEVERAL.finditer(text)):
        return True
    if b"var" not in text:
        return False
    return any(kind.search(text, 1) is not None for kind in (_VAR, _VAR_SEVERAL, _GROUP))


def _has_copy_part(code: _Code) -> bool:
    """Whether a part is written of what is called a copy and may be a parameter."""
    text, small = code.text, code.small
    names: set[bytes] = set()
    for part in _COPY_PARTS:
        for match in part.finditer(small):
            before = _TAIL.search(text[max(0, match.start() - _LONGEST) : match.start()])
            names.add((before[0] if before else b"") + text[match.start() : match.end(1)])
    return bool(names and names & parameters(text) & code.written)


def _makes_copy(name: bytes) -> bool:
    if _TELLS_FUNCTION.search(name) is None:
        return False
    return intent.makes_copy(name.decode("utf-8", "replace"))


def _is_promised(code: _Code) -> bool:
    """Whether the comment above a function speaks of a copy."""
    data, start = code.data, code.start
    if data[max(0, start - 2) : start] in (b"\n\n", b""):
        return False
    around = data[data.rfind(b"\n\n", 0, start) + 1 : start].lower()
    if b"cop" not in around and b"clone" not in around:
        return False
    return intent.promises_copy(intent.lines_above(data, start))


def _seconds(text: bytes, written: frozenset[bytes]) -> Iterator[_Second]:
    """The second names that a declaration declares, and the copies of structs.

    Left out are those of which no element may be written, by either name.
    """
    for match in _SHORT.finditer(text):
        names = _names_before(text, match.start())
        if b"," not in names:
            yield from _second(text, match.start() - len(names), match, names, written)
    for match in _SEVERAL.finditer(text):
        names = _names_before(text, match.start(1))
        yield from _several(text, match, match[2], names, match.start(), written)
    if b"var" not in text:
        return
    for match in _VAR_SEVERAL.finditer(text, 1):
        yield from _several(text, match, match[2], match[1], match.start(1), written)
    for match in _VAR.finditer(text, 1):
        yield from _second(text, match.start(), match, match[1], written, 2)
    end = 0
    for group in _GROUP.finditer(text, 1):
        if group.start() < end:
            continue
        end = _closing(text, group.end())
        for match in _IN_GROUP.finditer(text, group.end() - 1, end):
            yield from _second(text, match.start(1), match, match[1], written, 2)


def _names_before(text: bytes, at: int) -> bytes:
    """The names in front of `:=` with the space behind them; none where they are not seen."""
    start = text.rfind(b"\n", 0, at) + 1
    names = _LINE.fullmatch(text, start, at)
    if names is not None and text[start - 2 : start - 1] not in (b",", b"\r"):
        return names[1]
    found = _NAMES.search(text[max(0, at - _LONGEST) : at])
    return found[0] if found is not None else b""


def _several(
    text: bytes,
    match: re.Match[bytes],
    given: bytes,
    names: bytes,
    at: int,
    written: frozenset[bytes],
) -> Iterator[_Second]:
    """What `a, b := c, d` declares; nothing where one value gives several."""
    if not _has_values(given):
        return
    left = frozenset(_WORD.findall(names))
    if _goes_on(given) or given.rstrip().endswith(b",") or b"/*" in given:
        left = _NONE
    right = frozenset(_WORD.findall(given))
    if left and written.isdisjoint(left) and written.isdisjoint(right):
        return
    if _is_followed(text, match.end() - len(given)):
        yield _Second(match.start(), match.end(), at, left, right, right, True, False)


def _has_values(given: bytes) -> bool:
    """Whether there may be several values in what the first line of them shows."""
    return b"," in given or _goes_on(given)


def _goes_on(given: bytes) -> bool:
    return any(given.count(one) > given.count(other) for one, other in _BRACKETS)


def _is_followed(text: bytes, start: int) -> bool:
    """Whether the value that starts there is followed by another one."""
    depth = 0
    for token in _TOKENS.finditer(text, start):
        kind = token[0]
        if kind in _OPENING:
            depth += 1
        elif kind in _ENDING:
            depth -= 1
            if depth < 0:
                return False
        elif depth == 0 and kind in (b",", b";", b"\n"):
            return kind == b","
    return False


def _closing(text: bytes, start: int) -> int:
    """Where the group ends whose parenthesis opens before `start`."""
    found = _CLOSING.search(text, start)
    return found.start() if found is not None else len(text)


def _second(
    text: bytes,
    start: int,
    match: re.Match[bytes],
    names: bytes,
    written: frozenset[bytes],
    gap: int = 1,
) -> Iterator[_Second]:
    """What a match declares; `gap` is its group in front of the chain, which is the next one."""
    left, chain, after = frozenset(_WORD.findall(names)), match[gap + 1], match[gap + 2]
    end = text.find(b"\n", match.end())
    line = text[match.start(gap + 1) : end if end >= 0 else len(text)]
    right, roots = frozenset({chain.rpartition(b".")[2]}), frozenset({chain.partition(b".")[0]})
    is_star, is_element = b"*" in match[gap], after == b"["
    if b"," in names or after == b".":
        if b"," in names and b"," not in line:  # one value that gives several
            return
        right = roots = frozenset(_WORD.findall(line))
        is_star, is_element = True, False
        left = _NONE if line.rstrip().endswith(b",") else left
    if chain.endswith(b".") or b"/*" in line:
        left = _NONE
    if left and all(map(written.isdisjoint, (left, right, roots))):
        return
    at = match.end(gap + 1)
    yield _Second(start, match.end(), at, left, right, roots, is_star, is_element)


def _tells(code: _Code, second: _Second) -> bool:
    """Whether something tells that this one is meant as a copy."""
    if not second.left or _is_commented(code.data, code.start + second.start, second):
        return True
    if any(_are_apart(left, right) for left in second.left for right in second.right):
        return True
    if second.is_element:  # what it is a copy of has no name
        return False
    if second.is_star and _is_returned(code.text, second):
        return True
    if any(_TEMPORARY.search(each) for each in second.left):
        return True
    return _may_be_restored(code, second) or _may_be_compared(code, second)


def _is_commented(data: bytes, start: int, second: _Second) -> bool:
    """Whether a comment above or beside speaks of a copy."""
    end = start + second.end - second.start
    stop = data.find(b"\n", end)
    beside = data[end : stop if stop >= 0 else len(data)]
    if b"/" in beside and intent.says_copy(beside):
        return True
    first = data.rfind(b"\n", 0, start) + 1
    above = data[data.rfind(b"\n", 0, max(0, first - 1)) + 1 : first].lstrip()
    if not above.startswith((b"//", b"/*", b"*")):
        return False
    return intent.says_copy(intent.lines_above(data, first))


def _are_apart(left: bytes, right: bytes) -> bool:
    if not _TELLING.search(left) and not _TELLING.search(right):
        return False
    one, other = left.decode("utf-8", "replace"), right.decode("utf-8", "replace")
    return bool(intent.named_apart(one, other) or intent.named_apart(other, one))


def _is_returned(text: bytes, second: _Second) -> bool:
    return re.search(_RETURNED % b"|".join(sorted(second.left)), text) is not None


def _may_be_restored(code: _Code, second: _Second) -> bool:
    """Whether one of the two may be assigned to the other, or a part to the same part."""
    names = second.left | second.roots
    for at, values in code.values:
        if values is not None and names.isdisjoint(_begins(values)):
            continue
        targets = _targets(code.text, at)
        if values is None:
            if not names.isdisjoint(_begins(targets)):
                return True
        elif _are_swapped(second, targets, values) or _are_swapped(second, values, targets):
            return True
    return False


def _are_swapped(second: _Second, ones: Collection[bytes], others: Collection[bytes]) -> bool:
    """Whether one is the new name and another the chain, or both have parts of one name.

    Chains are told by their ends: a field that is promoted has more than one way to it.
    """
    for one in ones:
        root, _, end = one.partition(b".")
        if root not in second.left:
            continue
        ends = {end.rpartition(b".")[2]} if end else second.right
        if any(_begin(each) in second.roots and _end(each) in ends for each in others):
            return True
    return False


def _begin(chain: bytes) -> bytes:
    return chain.partition(b".")[0]


def _end(chain: bytes) -> bytes:
    return chain.rpartition(b".")[2]


def _begins(chains: Collection[bytes]) -> set[bytes]:
    return {_begin(chain) for chain in chains}


def _values(text: bytes) -> Iterator[tuple[int, frozenset[bytes] | None]]:
    """The places of assignments with chains among their values, and those (None: not seen)."""
    for match in _ASSIGNS.finditer(text):
        given = match[1]
        if given[-1:] in _GO_ON or b"(*" in given:  # (*p).m is no chain here
            yield match.start(), None
        elif values := frozenset(_VALUE.findall(given)):
            yield match.start(), values


def _targets(text: bytes, at: int) -> frozenset[bytes]:
    """The chains in front of an assignment, on its line and the one above."""
    line = text.rfind(b"\n", 0, at)
    line = text.rfind(b"\n", 0, line) if line > 0 else line
    return frozenset(_CHAINS.findall(text, line + 1, at))


def _may_be_compared(code: _Code, second: _Second) -> bool:
    """Whether a call that compares is given parts of both, or they themselves."""
    if b".tmp" in code.small or b"temp" in code.small:  # a part of that name tells too
        return _TEMPORARY_PART.search(code.small) is not None
    if _COMPARES.search(code.text) is None:
        return False
    return all(
        re.search(_ARGUMENT % b"|".join(sorted(each)), code.text)
        for each in (second.left, second.roots)
    )
