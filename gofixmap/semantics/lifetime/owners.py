"""Which types own something that the garbage collector does not give back, and what gives it back.

A type owns something where it has a method that ends it (Close, Stop, Cancel, Shutdown, Release),
or where it is a function or channel made for that. Memory alone is no possession: what nothing
refers to is collected.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from gofixmap.semantics.members import find_member
from gofixmap.semantics.types import Chan, Signature, Struct, Type

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo

_METHODS = ("Close", "Stop", "Cancel", "Shutdown", "Release")
#: The methods that release, the more usual first; those of lower case are a package's own.
METHODS = (*_METHODS, *(name.lower() for name in _METHODS))
#: Types whose method only looks as if it gave something back, or that are there for the process.
_SHARED = frozenset({"*net/http.Client", "*net/http.Server", "*os.Process"})
#: Releases that neither wait nor call back: they can run under any lock.
_PROMPT = frozenset({"*time.Timer", "*time.Ticker"})


class How(StrEnum):
    METHOD = "method"  # x.Close()
    CALL = "call"  # cancel()
    CLOSE = "close"  # close(stop)


class Release(msgspec.Struct, frozen=True):
    """What gives a value back.

    `name` is the method's; "close" for channels, "" for functions. `argument` is what a call has
    to be given: "context", "nil" (a cause), or nothing. `prompt`: it neither waits nor runs code of
    others, so that it may stand under a lock. `repeatable`: a second one does no harm.
    """

    how: How
    name: str = ""
    returns_error: bool = False
    argument: str = ""
    prompt: bool = False
    repeatable: bool = True

    def of(self, value: str, context: str = "") -> str:
        """The call that releases the value of that name."""
        given = {"context": context, "nil": "nil"}.get(self.argument, "")
        if self.how is How.METHOD:
            return f"{value}.{self.name}({given})"
        return f"close({value})" if self.how is How.CLOSE else f"{value}({given})"


CANCEL = Release(How.CALL, prompt=True)
_CAUSE = Release(How.CALL, argument="nil", prompt=True)
STOP = Release(How.CLOSE, "close", prompt=True, repeatable=False)


def release_of(info: FileInfo, kind: Type, name: str = "") -> Release | None:
    """How code of that file gives back a value of a type; None for types that own nothing.

    With `name` only the method of that name counts. Struct values are no owners: a copy would be
    released.
    """
    if kind.is_unknown or str(kind) in _SHARED:
        return None
    if str(kind) == "context.CancelFunc":
        return CANCEL
    if str(kind) == "context.CancelCauseFunc":
        return _CAUSE
    if kind.is_chan:
        return STOP if _is_stop(kind) else None
    if not (kind.is_pointer or kind.is_interface):
        return None
    for each in (name,) if name else METHODS:
        found = _method(info, kind, each)
        if found is not None:
            return found
    return None


def _is_stop(kind: Type) -> bool:
    shape = kind.underlying
    element = kind.element.underlying
    is_empty = isinstance(element, Struct) and not element.struct_fields
    return is_empty and isinstance(shape, Chan) and shape.direction != "receive"


def _method(info: FileInfo, kind: Type, name: str) -> Release | None:
    member = find_member(kind, name, info.package.path)
    method = getattr(member, "method", None)
    signature = method.type if method is not None else None
    if not isinstance(signature, Signature) or signature.variadic:
        return None
    results = tuple(map(str, signature.results))
    given = tuple(map(str, signature.parameters))
    prompt = str(kind) in _PROMPT
    if results not in ((), ("error",)) and not prompt:
        return None
    if given not in ((), ("context.Context",)):
        return None
    argument = "context" if given else ""
    return Release(How.METHOD, name, results == ("error",), argument, prompt)
