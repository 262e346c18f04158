"""Which bytes can hold a finding of map-writeback, told without a parser.

A write has a closing bracket, then links to a field or an element, then an assignment operator. A
pointer method has a bracket, a selector and a call. A lost twin needs a name that an index
expression or a range clause defines and whose field or element a line begins to assign to; as one
expression with a back reference that takes quadratic time, as two scans it is linear.
"""

from __future__ import annotations

import re

_OPERATOR = rb"(?:[-+*/%&|^]=|<<=|>>=|&\^=|(?<![=!<>:+\-*/%&|^])=(?!=)|\+\+|--)"
_LINK = rb"(?:[\w.) \t\x80-\xff]|\.\s+|/\*.*?\*/|\[[^;{}]{0,400}?\]|\[[^\n]*?\])*?"
_MORE_TARGETS = rb"(?:,[^;]{0,800}?)?"

_ELEMENT = re.compile(
    rb"\]\)*\s*(?:/\*.*?\*/)?\s*(?=\.\s*\w|\[)"
    + _LINK
    + _MORE_TARGETS
    + _OPERATOR  # m[k].f = x
    + rb"|\][\s)]*\.[\w.\s]+\("  # m[k].Method(
    + rb"|&[ \t]*[(*\w\x80-\xff][^\n;{=]*\]"  # &m[k]
    + rb"|\][\s)]*(?:\.\s*\w+[\s)]*)*\[[^\]\n]*:[^\n]*\]"  # m[k].arr[:]
)
_WRITTEN = re.compile(
    rb"(?m)^[ \t]*(?:\w+:[ \t]*)?\(*(\w+)[.\[][^\n=;]*?[ \t]*"
    rb"(?:[-+*/%&|^]=|<<=|>>=|&\^=|=(?!=)|\+\+|--)"
)
_COPIED = re.compile(
    rb"(?m)^[ \t]*(?:(?:\}[ \t]*else[ \t]+)?if[ \t]+|switch[ \t]+|var[ \t]+)?"
    rb"(\w+)(?:,[ \t]*\w+)?[ \t]*:?=[^\n]*\]"
)
_RANGED = re.compile(rb"\bfor\b[^\n{]*?(\w+)[ \t]*:=[ \t]*range\b")


class Sieve:
    """Searches bytes as a compiled expression does; see the module's text."""

    def search(self, data: bytes, /) -> object | None:
        return _ELEMENT.search(data) or self._twin(data)

    def _twin(self, data: bytes) -> object | None:
        defined = {match[1] for match in _RANGED.finditer(data)}
        defined.update(match[1] for match in _COPIED.finditer(data))
        if not defined:
            return None
        return next((match for match in _WRITTEN.finditer(data) if match[1] in defined), None)
