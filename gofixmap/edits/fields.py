"""Struct fields and grouped declarations, inserted as lines of their own.

The inserted line has single blanks between its columns; `rewrite` aligns the section that it
joins, because how wide the columns are depends on all fixes together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.edits.lines import Bytes, indentation, line_end, newline, opens_line, placed
from gofixmap.errors import EditError
from gofixmap.model import Edit

if TYPE_CHECKING:
    from tree_sitter import Node

_MEMBERS = frozenset({"field_declaration", "const_spec", "var_spec", "type_spec", "type_alias"})


def insert_field(
    file: Bytes, body: Node, line: str, *, before: Node | None = None, comment: str = ""
) -> tuple[Edit, ...]:
    """Edits that insert the field `line` (`mu sync.Mutex`) into a struct's field list.

    `body` is the `field_declaration_list`. The field goes before the field `before`, above its
    doc comment, or to the end of the list. `comment` (with its slashes) ends the line.
    """
    return _insert_member(file, body, _with_comment(line, comment), before)


def insert_spec(
    file: Bytes, body: Node, line: str, *, before: Node | None = None, comment: str = ""
) -> tuple[Edit, ...]:
    """Edits that insert the spec `line` (`mu sync.Mutex`) into a parenthesized declaration.

    `body` is the node whose children are the parentheses and the specs (`var_spec_list`,
    `const_declaration`). Raises EditError for a declaration without parentheses.
    """
    return _insert_member(file, body, _with_comment(line, comment), before)


def _with_comment(line: str, comment: str) -> str:
    return f"{line} {comment}" if comment else line


def _insert_member(file: Bytes, body: Node, line: str, before: Node | None) -> tuple[Edit, ...]:
    data, ending = file.data, newline(file.data)
    opener, closer = _delimiters(file, body)
    if b"\n" not in data[opener.end_byte : closer.start_byte]:
        return _break_open(file, body, line, before)
    indent = indentation(data, opener.start_byte) + "\t"
    text = placed(file, line, indent)
    if before is not None:
        at = _above_doc(file, before)
        return (Edit(file.path, at, at, text + ending + indent),)
    held = (child for child in body.children if child.type != "\n" and child.id != closer.id)
    last = max(child.end_byte for child in held)
    at = line_end(data, last)
    if opens_line(data, closer.start_byte):
        return (Edit(file.path, at, at, ending + indent + text),)
    return (Edit(file.path, closer.start_byte, closer.start_byte, f"; {text}{ending}"),)


def _delimiters(file: Bytes, body: Node) -> tuple[Node, Node]:
    openers = [child for child in body.children if child.type in {"(", "{"}]
    closers = [child for child in body.children if child.type in {")", "}"}]
    if not openers or not closers:
        raise EditError(f"{body.type} is not a list in brackets", where=file.path)
    return openers[0], closers[-1]


def _above_doc(file: Bytes, member: Node) -> int:
    """Where a line is inserted before `member`: above the comment lines that belong to it."""
    at = member.start_byte
    previous = member.prev_sibling
    row = member.start_point[0]
    while previous is not None and previous.type in {"comment", "\n"}:
        if previous.type == "comment":
            if previous.end_point[0] != row - 1 or not opens_line(file.data, previous.start_byte):
                break
            at, row = previous.start_byte, previous.start_point[0]
        previous = previous.prev_sibling
    return at


def _break_open(file: Bytes, body: Node, line: str, before: Node | None) -> tuple[Edit, ...]:
    """A list on one line (`struct{ a int }`) written over several, with the new member."""
    data, ending = file.data, newline(file.data)
    opener, closer = _delimiters(file, body)
    outer = indentation(data, opener.start_byte)
    members = [child for child in body.children if child.type in _MEMBERS]
    texts = [data[m.start_byte : m.end_byte].decode("utf-8", "surrogateescape") for m in members]
    ids = [member.id for member in members]
    texts.insert(ids.index(before.id) if before is not None else len(texts), line)
    comments = [c for c in body.children if c.type == "comment"]
    texts += [data[c.start_byte : c.end_byte].decode("utf-8", "surrogateescape") for c in comments]
    rows = "".join(f"{ending}{outer}\t{placed(file, text, outer + chr(9))}" for text in texts)
    start = opener.start_byte
    lead = "" if start == 0 or data[start - 1 : start] in {b" ", b"\t"} else " "
    text = f"{lead}{data[start : opener.end_byte].decode()}{rows}{ending}{outer}"
    return (Edit(file.path, start, closer.start_byte, text),)
