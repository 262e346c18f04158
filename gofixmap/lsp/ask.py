"""What a code action stands for: plain data that goes to the client and comes back when chosen.

A client sends back what it likes, so everything is checked when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, cast

from msgspec import Struct

from gofixmap.errors import UsageError
from gofixmap.model import Symbol
from gofixmap.text import Span

Kind = Literal["fix", "ignore", "codemod", "file", "symbol"]
_KINDS = ("fix", "ignore", "codemod", "file", "symbol")
_TEXTS = ("package", "type", "name", "kind", "path")


class Ask(Struct, frozen=True):
    """One action on the document at `uri`, in its `version` (None: whatever it is then).

    `fix` and `ignore` are about the finding whose diagnostic has this id, `codemod` about all
    findings of one codemod in the document, `file` about all that may be fixed without asking,
    `symbol` about what a codemod has to offer for a declaration.
    """

    kind: Kind
    uri: str
    version: int | None = None
    id: str = ""
    codemod: str = ""
    symbol: Symbol | None = None

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"kind": self.kind, "uri": self.uri}
        if self.version is not None:
            found["version"] = self.version
        for key in ("id", "codemod"):
            if getattr(self, key):
                found[key] = getattr(self, key)
        if self.symbol is not None:
            span = self.symbol.span
            texts = {key: getattr(self.symbol, key) for key in _TEXTS}
            found["symbol"] = texts | {"start": span.start, "end": span.end}
        return found


def read_ask(given: object) -> Ask:
    """Raises UsageError for what no code action of ours holds.

    The kind may be left out where there is an id, which may be the whole data of a diagnostic.
    """
    if not isinstance(given, Mapping):
        raise UsageError("the data of a code action of gofixmap are needed")
    identity = given.get("id", "")
    if isinstance(identity, Mapping):
        identity = identity.get("id", "")
    kind = given.get("kind", "fix" if identity else None)
    if kind not in _KINDS:
        raise UsageError(f"{kind!r} is no kind of action")
    version = given.get("version")
    if version is not None and type(version) is not int:
        raise UsageError("the version must be a whole number")
    symbol = given.get("symbol")
    ask = Ask(
        kind=cast(Kind, kind),
        uri=_text(given, "uri"),
        version=version,
        id=_text({"id": identity}, "id", required=kind in ("fix", "ignore")),
        codemod=_text(given, "codemod", required=kind in ("codemod", "symbol")),
        symbol=None if symbol is None else _symbol(symbol),
    )
    if kind == "symbol" and ask.symbol is None:
        raise UsageError("the symbol is missing")
    return ask


def _text(given: Mapping[str, object], key: str, *, required: bool = True) -> str:
    value = given.get(key, "")
    if not isinstance(value, str) or (required and not value):
        raise UsageError(f"{key!r} must be a text")
    return value


def _symbol(given: object) -> Symbol:
    if not isinstance(given, Mapping):
        raise UsageError("the symbol must be an object")
    start, end = given.get("start"), given.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        raise UsageError("the symbol has no place")
    package, owner, name, kind, path = (
        _text(given, key, required=key in ("name", "kind", "path")) for key in _TEXTS
    )
    return Symbol(package, owner, name, kind, path, Span(start, end))
