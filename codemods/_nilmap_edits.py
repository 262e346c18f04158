"""The text of a fix: a map made where it is declared, in a literal, or in front of a write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_uses import is_nil

from gofixmap.codemod import Edit, enclosing, indentation, insert_before, lines, newline, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type, Variable


class Refusal(Exception):
    """Why there is no fix: the id of a decline, and what it is about."""

    def __init__(self, reason: str, info: FileInfo, node: Node, what: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.info = info
        self.node = node
        self.what = what or info.file.text(node)

    @property
    def where(self) -> str:
        return f"{self.info.path}:{self.info.file.lines.line_of(self.node.start_byte)}"


def made(info: FileInfo, kind: Type, at: Node) -> str:
    """`make(T)` as it is written at a place. Raises Refusal where that cannot be."""
    text = info.type_text(kind, at)
    if text is None:
        raise Refusal("unspellable-type", info, at, str(kind))
    _check_make(info, at)
    return f"make({text})"


def _check_make(info: FileInfo, at: Node) -> None:
    found = info.lookup("make", at)
    if found is None or found.kind != "builtin":
        raise Refusal("shadowed", info, at, "make")


def at_declaration(variable: Variable) -> list[Edit]:
    """The map made where a local or package variable is declared. Raises Refusal."""
    info, declaration = variable.info, variable.declaration
    _check_make(info, declaration)
    if declaration.type == "short_var_declaration":
        return _at_short_declaration(variable)
    if declaration.type == "var_spec":
        return _at_spec(variable)
    return _at_start(variable)


def _at_short_declaration(variable: Variable) -> list[Edit]:
    info, declaration = variable.info, variable.declaration
    left, right = (declaration.child_by_field_name(side) for side in ("left", "right"))
    names = nodes.expression_items(left) if left is not None else []
    values = nodes.expression_items(right) if right is not None else []
    value = values[names.index(variable.node)] if len(names) == len(values) else None
    if value is None or not is_nil(info, value):
        raise Refusal("other-place", info, declaration)
    text = made(info, info.type_of(variable.node), declaration)
    return [Edit(info.path, value.start_byte, value.end_byte, text)]


def _at_spec(variable: Variable) -> list[Edit]:
    info, spec = variable.info, variable.declaration
    written, value = (spec.child_by_field_name(part) for part in ("type", "value"))
    around = enclosing(spec, "var_declaration")
    assert around is not None
    if len(nodes.children_of(spec, "name")) != 1:
        return _behind(variable, around)
    name = variable.node
    if written is None:
        assert value is not None
        text = made(info, info.type_of(name), spec)
        return [Edit(info.path, value.start_byte, value.end_byte, text)]
    is_local = around.parent is not None and around.parent.type != "source_file"
    alone = is_local and not any(child.type in ("(", "var_spec_list") for child in around.children)
    sign = ":=" if alone else "="
    edits = [Edit(info.path, name.end_byte, written.start_byte, f" {sign} make(")]
    if alone:
        edits.append(Edit(info.path, around.start_byte, name.start_byte, ""))
    edits.append(Edit(info.path, written.end_byte, spec.end_byte, ")"))
    return edits


def _behind(variable: Variable, around: Node) -> list[Edit]:
    """`m = make(M)` behind a declaration of several variables."""
    info = variable.info
    following = around.next_named_sibling
    while following is not None and following.type == "comment":
        following = following.next_named_sibling
    if following is None or following.parent is None or following.parent.type != "statement_list":
        raise Refusal("several-names", info, around, variable.name)
    text = f"{variable.name} = {made(info, info.type_of(variable.node), following)}"
    return list(insert_before(info.file, following, [text]))


def _at_start(variable: Variable) -> list[Edit]:
    """`m = make(M)` as the first statement of the function that has it as a result."""
    info = variable.info
    found = info.object_of(variable.node)
    function = found.function if found is not None else None
    body = function.child_by_field_name("body") if function is not None else None
    listed = nodes.first_named(body) if body is not None else None
    first = nodes.first_named(listed) if listed is not None else None
    if first is None:
        raise Refusal("other-place", info, variable.node)
    text = f"{variable.name} = {made(info, info.type_of(variable.node), first)}"
    return list(insert_before(info.file, first, [text]))


def guard(info: FileInfo, target: Node, statement: Node) -> list[Edit]:
    """`if m == nil { m = make(M) }` in front of a statement that stands in a list."""
    if statement.parent is None or statement.parent.type not in _LISTS:
        raise Refusal("other-place", info, statement)
    text = " ".join(info.file.text(target).split())
    check = f"if {text} == nil {{\n\t{text} = {made(info, info.type_of(target), statement)}\n}}"
    return list(insert_before(info.file, statement, [check]))


_LISTS = ("statement_list", "labeled_statement")


def in_literal(info: FileInfo, literal: Node, name: str, kind: Type) -> list[Edit]:
    """The field set to a new map in a keyed or empty composite literal."""
    body = literal.child_by_field_name("body") or literal
    value = f"{name}: {made(info, kind, literal)}"
    elements = nodes.named(body)
    if not elements:
        if info.file.text(body)[1:-1].strip():
            raise Refusal("other-place", info, literal)
        return [Edit(info.path, body.start_byte, body.end_byte, f"{{{value}}}")]
    data, last = info.file.data, elements[-1]
    if not lines.opens_line(data, body.end_byte - 1):
        return [Edit(info.path, last.end_byte, last.end_byte, f", {value}")]
    at = lines.line_end(data, last.end_byte)
    indent = indentation(data, last.start_byte if _opens(data, last) else body.end_byte - 1)
    if not _opens(data, last):
        indent += "\t"
    return [Edit(info.path, at, at, f"{newline(data)}{indent}{value},")]


def _opens(data: bytes, element: Node) -> bool:
    return lines.opens_line(data, element.start_byte)
