"""What can be done with a declaration that nothing is wrong with, by its kind and its type.

The list is made while somebody waits for a menu, so it is a guess from one type; what a codemod
makes of the declaration, or why it declines, is found out when an action is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.lsp.cursor import Named, named_at, named_in
from gofixmap.model import Status
from gofixmap.semantics.members import method_set
from gofixmap.semantics.types import Pointer
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.model import Finding, Symbol
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.types import Type

_BUFFERS = ("bytes.Buffer", "strings.Builder", "gzip.Writer", "gzip.Reader", "flate.Writer")
_ALLOCATIONS = (b"make(", b"new(", b"Buffer", b"Builder", b".New", b"&", b"ReadAll")
_ENDS = frozenset({"Close", "Stop", "Shutdown", "Cancel"})
_OWN_LOCKS = ("sync.", "sync/atomic.")


class Offer(Struct, frozen=True):
    """One codemod asked about one declaration."""

    codemod: str
    title: str
    symbol: Symbol
    reaches: bool = False  # whether other files seem to use the name


def offers_at(info: FileInfo, span: Span) -> Iterator[Offer]:
    """What to offer at a place, each codemod once for each declaration."""
    for named in named_at(info, span.start):
        for rule in _RULES:
            if named.symbol.kind in rule.kinds and rule.fits(named) and rule.holds(info, named):
                yield _offer(info, rule, named)


def offer_for(info: FileInfo, finding: Finding) -> Offer | None:
    """What to offer where a codemod declines unless somebody names the symbol."""
    if finding.status is not Status.DECLINED or "--target" not in finding.reason:
        return None
    named = named_in(info, finding.span, finding.symbol)
    for rule in _RULES if named is not None else ():
        assert named is not None
        if rule.codemod == finding.codemod and named.symbol.kind in rule.kinds:
            return _offer(info, rule, named)
    return None


def _offer(info: FileInfo, rule: _Rule, named: Named) -> Offer:
    symbol = named.symbol
    name = symbol.name.encode()
    reaches = symbol.kind != "local" and any(name in text for text in _others(info, symbol))
    return Offer(rule.codemod, rule.title.format(name=symbol.name), symbol, reaches)


def _others(info: FileInfo, symbol: Symbol) -> Iterator[bytes]:
    """The other files of the package that declares a symbol; the file itself if it is another."""
    workspace = info.semantics.workspace
    package = workspace.package_of(symbol.path)
    for path in package.all_files if package is not None else ():
        file = workspace.file(path) if path != info.path else None
        if file is not None:
            yield file.data


class _Rule(Struct, frozen=True):
    """`fits` asks the name alone, `holds` what is around its declaration."""

    codemod: str
    title: str
    kinds: tuple[str, ...]
    fits: Callable[[Named], bool]
    holds: Callable[[FileInfo, Named], bool] = lambda info, named: True


def _is_map(named: Named) -> bool:
    return named.type.is_map and not named.is_parameter


def _may_be_shared(named: Named) -> bool:
    """Whether goroutines may share a variable: a local, only where a function captures it."""
    return named.symbol.kind != "local" or named.captured


def _is_shared_map(named: Named) -> bool:
    return _is_map(named) and _may_be_shared(named)


def _holds_pointers(named: Named) -> bool:
    return _is_map(named) and named.type.element.is_pointer


def _is_counter(named: Named) -> bool:
    number = named.type.is_integer or named.type.is_boolean
    return number and not named.is_parameter and _may_be_shared(named)


def _is_lockable(named: Named) -> bool:
    """Anything but a map, for which there is map-mutex, and what is safe to share by itself."""
    kind = named.type
    known = not (kind.is_unknown or kind.is_map or kind.is_chan or kind.is_func)
    return known and not _has_own_lock(kind)


def _has_own_lock(kind: Type) -> bool:
    return str(kind).lstrip("*").startswith(_OWN_LOCKS)


def _is_replaceable(named: Named) -> bool:
    kind = named.type
    whole = kind.is_map or kind.is_slice or kind.is_pointer or kind.is_struct
    return whole and not _has_own_lock(kind)


def _is_replaced(info: FileInfo, named: Named) -> bool:
    """Whether its package seems to assign to it, besides where it is declared."""
    name = re.escape(named.symbol.name.encode())
    dot = rb"\." if named.symbol.kind == "field" else rb"(?<![.\w])"
    assigned = re.compile(dot + name + rb"\s*(?:,[^;\n]*)?=[^=]")
    texts = (info.file.data, *_others(info, named.symbol))
    return any(assigned.search(text) for text in texts)


def _has_value_methods(info: FileInfo, named: Named) -> bool:
    return any(not by_pointer for _, by_pointer in _methods(info, named.symbol))


def _may_own_something(info: FileInfo, named: Named) -> bool:
    """Whether a struct has a field that can be closed, or a method that starts goroutines."""
    starts = any(b"go " in text for text, _ in _methods(info, named.symbol))
    return starts or any(_is_ended(field.type) for field in named.type.underlying.fields)


def _is_ended(kind: Type) -> bool:
    if kind.is_map or kind.is_slice:
        kind = kind.element
    if kind.is_chan or kind.is_func:
        return True
    methods = method_set(kind if kind.is_pointer or kind.is_interface else Pointer(kind))
    return methods is None or not methods.keys().isdisjoint(_ENDS)


def _methods(info: FileInfo, symbol: Symbol) -> Iterator[tuple[bytes, bool]]:
    """The text of each method of a type, and whether its receiver is a pointer."""
    workspace = info.semantics.workspace
    package = workspace.package_of(symbol.path)
    for path in package.all_files if package is not None else ():
        file = workspace.file(path)
        for declaration in file.declarations if file is not None else ():
            if declaration.method is not None and declaration.method[0] == symbol.name:
                yield declaration.text, declaration.method[2]


def _is_buffer(named: Named) -> bool:
    kind = named.type
    bare = kind.element if kind.is_pointer else kind
    # A slice that is made is a buffer; a pointer is an object that could be used again.
    fits = bare.is_slice or str(bare).endswith(_BUFFERS) or (kind.is_pointer and bare.is_struct)
    return fits and not named.is_parameter and _allocates(named)


def _is_pool(named: Named) -> bool:
    return str(named.type).lstrip("*") == "sync.Pool"


def _is_channel(named: Named) -> bool:
    return named.type.is_chan


def _is_struct(named: Named) -> bool:
    return named.type.underlying.is_struct


def _has_value_receiver(named: Named) -> bool:
    return not named.by_pointer


def _allocates(named: Named) -> bool:
    return any(word in named.text for word in _ALLOCATIONS)


def _passes_parts(named: Named) -> bool:
    """Whether the signature says that a map or a slice goes in or out."""
    head = named.text[: named.text.find(b"{")]
    return b"map[" in head or b"[]" in head


def _is_main(named: Named) -> bool:
    return named.symbol.name == "main"


def _always(named: Named) -> bool:
    return True


_SHARED = ("field", "var")
_VARIABLES = ("field", "var", "local")
_FUNCTIONS = ("func", "method")
_RULES = (
    _Rule("map-mutex", "Guard {name} with a mutex", _VARIABLES, _is_shared_map),
    _Rule("sync-map", "Replace {name} by a sync.Map", _VARIABLES, _is_shared_map),
    _Rule("bounded-cache", "Bound the cache {name}", _SHARED, _is_map),
    _Rule("map-value", "Keep values instead of pointers in {name}", _VARIABLES, _holds_pointers),
    _Rule("atomic-counter", "Make {name} an atomic", _VARIABLES, _is_counter),
    _Rule("shared-field", "Guard {name} with a mutex", _SHARED, _is_lockable),
    _Rule(
        "atomic-snapshot",
        "Replace {name} atomically, as a whole",
        _SHARED,
        _is_replaceable,
        _is_replaced,
    ),
    _Rule("sync-pool", "Pool the buffer {name}", ("local",), _is_buffer),
    _Rule("sync-pool", "Keep nothing too large in {name}", _SHARED, _is_pool),
    _Rule("object-pool", "Keep the objects of {name} in a sync.Pool", _SHARED, _is_channel),
    _Rule(
        "pointer-receiver",
        "Make the receiver of {name} a pointer",
        ("method",),
        _has_value_receiver,
    ),
    _Rule("sync-pool", "Pool the buffers of {name}", _FUNCTIONS, _allocates),
    _Rule("map-alias", "Copy the maps and slices that {name} shares", _FUNCTIONS, _passes_parts),
    _Rule("pprof-endpoint", "Give the program an endpoint for profiles", ("func",), _is_main),
    _Rule("gen-close", "Generate a Close for {name}", ("type",), _is_struct, _may_own_something),
    _Rule(
        "pointer-receiver",
        "Make the receivers of {name} pointers",
        ("type",),
        _always,
        _has_value_methods,
    ),
)
