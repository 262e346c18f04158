"""What a function's name, doc comment or annotation says about locks that its callers hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import is_ignore, parameter_groups
from gofixmap.semantics.sharing.functions import DECLARED, Function
from gofixmap.semantics.sharing.lockcalls import LockPlace, is_lock_name
from gofixmap.semantics.sharing.places import local_path
from gofixmap.semantics.sharing.variables import (
    Variable,
    variable_of_field,
    variable_of_object,
)
from gofixmap.semantics.types import Field, Named, Type

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.sharing.callgraph import CallGraph

_NAMED = re.compile(
    r"(?<![uU]n)(?<!is)(?<!Is)(?<!was)(?<!set)(?<!Set)"
    r"(Locked|_locked|LockHeld|WithLock|UnderLock|NoLock|NoLocks?|HoldingLock|_nolock)$"
    r"|^(locked|nolock)[A-Z]|[a-z]Unlocked$"
)
_LOCK = r"(?:[\w.]*(?:locks?|mutex(?:es)?|mtx)|[\w.]*\bmu|[\w.]*Mu)"
_NEGATED = re.compile(
    r"\b(not|without|never|no lock\b|cannot|unlocked|releas\w*|unlocks|n't)\b|n't\b", re.I
)
_REQUIRED = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        # "c.mu must be held", "lock should be held", "read lock is held on entry"
        rf"{_LOCK}\W+(\w+\W+){{0,4}}?(held|locked|acquired|taken)\b",
        # "caller must hold mu", "must be called while holding the lock", "requires holding c.mu"
        rf"\b(must|should|shall|caller|callers|assum\w+|requir\w+|expect\w*|while|when|need\w*)\b"
        rf".{{0,60}}?\b(hold|holds|held|holding|locked|lock|acquired?|own|owns)\b.{{0,30}}?{_LOCK}?",
        # "requires c.mu", "needs the lock"
        rf"\b(requires?|needs?)\b\W+(\w+\W+){{0,2}}?{_LOCK}\b",
        # "called with c.mu held", "called under the lock", "protected by the caller's lock"
        rf"\b(with|under|inside|within)\b\W+(\w+\W+){{0,3}}?{_LOCK}\b",
    )
)
_MENTIONS = re.compile(rf"(?<!\w){_LOCK}(?!\w)", re.IGNORECASE)
_CHECKED = re.compile(r"^//\s*\+checklocks(read)?:\s*([\w.]+)", re.MULTILINE)
_EXPLICIT = re.compile(r"\b(?:[mM]ust|[sS]hould|[cC]allers?)\s+holds?\s+(?:the\s+)?([\w.]*\w)")
_WORDS = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


class Convention(Struct, frozen=True):
    """What the callers promise. `locks` may be empty where it is not said, or not seen, which."""

    how: str  # "annotation", "comment" or "name"
    locks: tuple[LockPlace, ...]
    exclusive: bool = True


def convention_of(graph: CallGraph, function: Function) -> Convention | None:
    """The promise about locks that the function is declared with; None without one."""
    if function.node.type not in DECLARED:
        return None
    key = ("sharing.convention", graph.key, function.path, function.node.start_byte)
    return graph.semantics.once(key, lambda: _convention(graph, function))


def _convention(graph: CallGraph, function: Function) -> Convention | None:
    doc = doc_of(function)
    checked = [match[2] for match in _CHECKED.finditer(doc)]
    if checked:
        places = [place for name in checked if (place := _spelled(graph, function, name))]
        return Convention("annotation", tuple(places), "checklocksread" not in doc)
    sentence = _promise(doc)
    if sentence:
        named = [
            place for word in _WORDS.findall(sentence) if (place := _if_lock(graph, function, word))
        ]
        reading = re.search(r"\b(read|r)-?\s?lock", sentence, re.IGNORECASE) is not None
        return Convention("comment", tuple(named) or _likely(graph, function), not reading)
    explicit = _EXPLICIT.search(doc)
    place = _spelled(graph, function, explicit[1]) if explicit is not None else None
    if place is not None:
        return Convention("comment", (place,))
    short = function.name.rpartition(".")[2]
    if _NAMED.search(short) is not None:
        return Convention("name", _likely(graph, function))
    return None


def doc_of(function: Function) -> str:
    """The comment group directly above a declaration, without what silences findings."""
    file = function.info.file
    declaration = file.declaration_at(function.node.start_byte)
    if declaration is None:
        return ""
    group = file.data[declaration.doc_start : declaration.span.start].splitlines(keepends=True)
    return b"".join(line for line in group if not is_ignore(line)).decode("utf-8", "replace")


def _promise(doc: str) -> str:
    """The sentence of a doc comment that asks for a lock; "" where none does."""
    text = re.sub(r"^\s*(//|/\*|\*/|\*)[ \t]?", "", doc, flags=re.MULTILINE)
    for sentence in re.split(r"(?<=[.;!])\s+|\n\s*\n", text):
        flat = " ".join(sentence.split())
        if _MENTIONS.search(flat) is None or _NEGATED.search(flat) is not None:
            continue
        if any(pattern.search(flat) is not None for pattern in _REQUIRED):
            return flat
    return ""


def _if_lock(graph: CallGraph, function: Function, word: str) -> LockPlace | None:
    """The lock that a word of a comment names; ordinary words name none."""
    return _spelled(graph, function, word) if is_lock_name(word.rpartition(".")[2]) else None


def _spelled(graph: CallGraph, function: Function, text: str) -> LockPlace | None:
    """The lock that is spelled `c.mu`, `mu` or `pkgMu` in a comment of the function."""
    first, _, rest = text.partition(".")
    for label, kind in _owners(function):
        name = function.info.file.text(label)
        wanted = rest if first in (name, _type_name(kind)) and rest else text
        for lock, fields in lock_fields(function.info, kind):
            if lock.name == wanted.rpartition(".")[2]:
                return _at(function, label, lock, fields)
    found = None if rest else function.info.scope.lookup(first)
    variable = variable_of_object(graph.semantics, found) if found is not None else None
    if found is None or variable is None or not is_lock(found.type, first):
        return None
    return LockPlace(variable, "", "")


def _likely(graph: CallGraph, function: Function) -> tuple[LockPlace, ...]:
    """The locks that are meant where none is named: those of the receiver, else of a parameter."""
    for label, kind in _owners(function):
        found = [
            _at(function, label, lock, path) for lock, path in lock_fields(function.info, kind)
        ]
        places = tuple(place for place in found if place is not None)
        if places:
            return places
    return tuple(LockPlace(lock, "", "") for lock in package_locks(graph))


def _owners(function: Function) -> Iterator[tuple[Node, Type]]:
    """The names of receiver and parameters, with their types."""
    for field in ("receiver", "parameters"):
        listed = function.node.child_by_field_name(field)
        for group in parameter_groups(listed) if listed is not None else ():
            for label in group.names:
                found = function.info.object_of(label)
                if found is not None:
                    yield label, found.type


def _type_name(kind: Type) -> str:
    base = kind.element if kind.is_pointer else kind
    return base.name if isinstance(base, Named) else ""


def _at(
    function: Function, label: Node, lock: Variable, fields: tuple[Field, ...]
) -> LockPlace | None:
    found = function.info.object_of(label)
    if found is None:
        return None
    names = [field.name for field in fields]
    path = ".".join([local_path(found), *names])
    return LockPlace(lock, path, ".".join([function.info.file.text(label), *names]))


def lock_fields(
    info: FileInfo, kind: Type, depth: int = 6
) -> list[tuple[Variable, tuple[Field, ...]]]:
    """The mutexes of a struct (or of what points to one), with the embedded fields passed.

    A struct may embed a pointer to itself; so deep, nobody looks for a lock.
    """
    base = kind.element if kind.is_pointer else kind
    found: list[tuple[Variable, tuple[Field, ...]]] = []
    for field in base.fields:
        if is_lock(field.type, field.name):
            lock = variable_of_field(info.semantics, field)
            found += [(lock, ())] if lock is not None else []
    for field in () if found or not depth else base.fields:
        if field.embedded:
            inner = lock_fields(info, field.type, depth - 1) if _is_struct(field.type) else []
            found += [(lock, (field, *path)) for lock, path in inner]
    return found


def _is_struct(kind: Type) -> bool:
    return kind.is_struct or (kind.is_pointer and kind.element.is_struct)


def is_lock(kind: Type, name: str) -> bool:
    """Whether a variable of that type and name is a mutex; by name where the type is unknown."""
    base = (kind.element if kind.is_pointer else kind).unaliased
    if isinstance(base, Named):
        standard = base.package == "sync" and base.name in ("Mutex", "RWMutex", "Locker")
        return standard or base.name.endswith("Mutex")
    return kind.is_unknown and is_lock_name(name)


def package_locks(graph: CallGraph) -> tuple[Variable, ...]:
    """The package variables that are mutexes."""
    return graph.semantics.once(
        ("sharing.package_locks", graph.key), lambda: tuple(_package_locks(graph))
    )


_MUTEX = re.compile(rb"\bMutex\b|\bRWMutex\b|\bLocker\b")


def _package_locks(graph: CallGraph) -> Iterator[Variable]:
    for info in graph.infos():
        if info.file.is_test:
            continue
        for declaration in info.file.declarations:
            if declaration.keyword != "var" or _MUTEX.search(declaration.text) is None:
                continue
            for name in declaration.names:
                found = info.scope.object_in(declaration, name)
                lock = variable_of_object(graph.semantics, found)
                if lock is not None and is_lock(found.type, name):
                    yield lock
