"""pointer-receiver: methods that change a copy of their receiver get a pointer receiver."""

from __future__ import annotations

import re
import string
from typing import ClassVar

from gofixmap_codemods._word_places import followed

from gofixmap.codemod import Codemod, Option, Safety

# A method's header up to its receiver's name, where a type without a star follows.
_METHOD = rb"func\s*\((?:\s|/\*.*?\*/)*([\w\x80-\xff]+)(?:\s|/\*.*?\*/)+(?![*\s/])"
_HEADER = re.compile(_METHOD)
_LATER_HEADER = re.compile(rb"\n" + _METHOD)  # with a literal start, which is searched fast


_DOT = ord(".")
_SELECTORS = rb"(?:\.[\w\x80-\xff]+)*\."
_OPERATOR = rb"(?:(?<![=!<>:])=(?!=)|<<=|>>=|\+\+|--)"
_CHAIN = rb"(?:\s*\.\s*[\w\x80-\xff]+|\s*\[(?:[^\[\]{}]|\[[^\[\]{}]*\])*\]|\))*"
# What stands behind the receiver's name where it may be written to, declared again, or locked.
_CHANGED = re.compile(
    rb"[^\n]*?"
    + _OPERATOR
    + rb"|"
    + _CHAIN
    + rb"\s*"
    + _OPERATOR
    + rb"|\s*(?:,[^\n=]*)?:=|"
    + _SELECTORS
    + rb"(?:R?Lock|Try)"
)
_CALLED = re.compile(_SELECTORS + rb"[\w\x80-\xff]+\(")
_ANYTHING = re.compile(rb"")
_BEGINNINGS = (b"\n", b"=", b"{", b";", b"return")  # of a statement, or of what is assigned
_DECODES = re.compile(rb"(?:Unmarshal|Decode|atomic\.)[^\n]*&")
_LONGEST = 300  # bytes of white space and brackets in front of the name


def _may_change(name: bytes, data: bytes, start: int, end: int) -> bool:
    """Whether text may write through a name, call on it, give a decoder its address, or lock."""
    if data.find(b"Lock()", start, end) >= 0:
        return True
    if any(data[at - 1] != _DOT for at in followed(name, _CHANGED, data, start, end)):
        return True
    for at in followed(name, _CALLED, data, start, end):
        before = data[max(0, at - _LONGEST) : at].rstrip(b" \t")
        if not before or before.endswith(_BEGINNINGS):
            return True
    for at in followed(name, _ANYTHING, data, start, end):
        before = data[max(0, at - _LONGEST) : at].rstrip(b"(")
        line = data.rfind(b"\n", 0, at) + 1
        if before.endswith(b"&") and _DECODES.search(data, line, at) is not None:
            return True
    return False


class _Prefilter:
    """Value-receiver methods whose text may change the receiver."""

    def search(self, data: bytes, /) -> object | None:
        """The head of the first such method in a declaration or a file."""
        if data.startswith(b"func"):
            header = _HEADER.match(data)
            if header is None or not _may_change(header[1], data, header.end(), len(data)):
                return None
            return header
        for header in _LATER_HEADER.finditer(data):
            if _may_change(header[1], data, header.end(), _end(data, header.end())):
                return header
        return re.search(rb";[ \t]*func\s*\(", data) if b"func" in data else None


# What a header without a body ends with: a name, a bracket. A list that goes on ends otherwise.
_NO_BODY = tuple(mark.encode() for mark in ")]_" + string.ascii_letters + string.digits)


def _end(data: bytes, start: int) -> int:
    """An offset that the method's body does not reach beyond, and seldom much further."""
    line_end = data.find(b"\n", start)
    line = data[start:line_end]
    if line_end > 0 and b"`" not in line and b"/*" not in line:
        code = line if b'"' in line or b"'" in line else line.partition(b"//")[0].rstrip()
        whole = code.endswith(b"}") and b"//" not in code and code.count(b"{") == code.count(b"}")
        if whole or (b"{" not in line and code.endswith(_NO_BODY)):
            return line_end
    end = data.find(b"\n}", start)
    while end >= 0 and data.count(b"`", start, end) % 2:  # the brace stands in a raw string
        end = data.find(b"\n}", end + 1)
    return end if end >= 0 else len(data)


class PointerReceiver(Codemod):
    """Writes to a value receiver that are lost, and conversions asked for by name."""

    name = "pointer-receiver"
    work = "gofixmap_codemods._pointer_receiver:Work"
    title = "A method changes a copy of its receiver"
    why = (
        "A value receiver is a copy. What the method writes to it is gone when the method returns, "
        "unless the method uses or returns the copy itself.\n\n"
        "Only a write that nothing can observe is reported: a method that returns its receiver, "
        "passes it on, or reads what it wrote, works on a copy on purpose. Writes through slices, "
        "maps, pointers and fields promoted through an embedded pointer reach shared storage and "
        "are not lost.\n\n"
        "A copy is also wrong for a lock that is taken in it, where the method reads fields "
        "under a lock that it takes after they were copied, and where it loads from the copy what "
        "another method changes atomically.\n\n"
        "The whole workspace is read before a receiver changes: values that become interfaces, "
        "calls on values without an address, method expressions, and each build's own declaration "
        "of the method."
    )
    before = "type Meter struct{ n int }\n\nfunc (m Meter) Add(d int) { m.n += d }\n"
    after = "type Meter struct{ n int }\n\nfunc (m *Meter) Add(d int) { m.n += d }\n"
    declines: ClassVar = {
        "assembly": "the package has assembly, which may call the method by its symbol",
        "captured-receiver": "a closure or a goroutine at {where} captures the receiver: it has a "
        "copy of its own today and would share the caller's value",
        "cgo": "{path} uses cgo",
        "closed-world-broken": "{path} has a declaration that does not parse and mentions {what},"
        " or cannot be read: a use may hide in it",
        "exported-api": "{method} is exported from a package that other modules can import: "
        "their values of {type} would lose it in interfaces; name it with --target",
        "error-value": "errors.Is or errors.As at {where} looks for the value of a {type}, which a "
        "*{type} is not",
        "interface-flow": "a value of {type} becomes an interface at {where}, and only *{type} "
        "would still have {method}",
        "interface-method-name": "{what} asks for {method}, and values of {type} would silently "
        "stop having it",
        "linkname": "a linkname directive in {path} uses the method by its symbol",
        "method-expression": "{what} at {where} is a function that takes a {type}; its type would "
        "change with the receiver",
        "modified-copy": "the method changes its copy at {where} and goes on with it, or hands out "
        "its address: through a pointer that would be the caller's value",
        "no-copy": "{what} at {where} must not be copied; keep pointers in the map instead",
        "redeclared-receiver": "the := at {where} assigns to the receiver and declares new names "
        "in one statement",
        "unaddressable-call": "{what} at {where} calls the method on a value that has no address",
        "unresolved-use": "what {where} means is not known, and it may be a use of {method}",
        "unsafe": "{path} imports unsafe",
    }
    safety = Safety.SAFE
    order = 300
    equivalents: ClassVar = ("staticcheck", "SA4005", "revive", "govet")
    closed_world = True
    needles = (b"func (", b"func(")
    keywords = ("func",)
    prefilter = _Prefilter()
    options: ClassVar = {
        "all-methods": Option(
            False, "convert the type's other value-receiver methods as well (tier review)"
        )
    }
