"""Initial values of a field in composite literals: left out, or stored by a statement behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from gofixmap_codemods._atomic_subject import Changes, Refusal
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    enclosing,
    fresh_name,
    insert_after,
    lines,
    nodes,
    operands,
    placement,
    sharing,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


class Storing(Protocol):
    """The part of a retyping that initial values need."""

    @property
    def is_zero(self) -> Callable[[FileInfo, Node], bool]: ...
    @property
    def stores(self) -> Callable[[FileInfo, str, Node], list[str]]: ...
    @property
    def kept(self) -> Callable[[FileInfo, Node], str] | None: ...


def initialise(access: sharing.Access, retyping: Storing, changes: Changes) -> None:
    """The keyed element of a literal that sets the field. Raises Refusal where it cannot go."""
    info, element, value = access.info, access.expression, access.value
    if value is None or element.type != "keyed_element":
        raise Refusal("initial-value", info, access.node, info.file.text(element))
    if retyping.kept is not None:
        changes.replace(info, value.start_byte, value.end_byte, retyping.kept(info, value))
        return
    place = _Place(info, element, value, access.function, info.file.text(access.node))
    _take_out(place, retyping, changes)


def initialise_unkeyed(
    literal: sharing.Literal, name: str, retyping: Storing, changes: Changes
) -> None:
    """Names the fields of a literal that sets them by their order, and takes the one field out.

    Raises Refusal where it cannot go.
    """
    info, values = literal.info, dict(literal.values)
    value = values.pop(name, None)
    element = enclosing(value, "literal_element") if value is not None else None
    if literal.form != "literal" or value is None or element is None:
        raise Refusal("unkeyed-literal", info, literal.node)
    for other, given in values.items():
        changes.insert(info, given.start_byte, f"{other}: ")
    _take_out(_Place(info, element, value, literal.function, name), retyping, changes)


class _Place(Struct, frozen=True):
    """A field's value in a literal."""

    info: FileInfo
    element: Node
    value: Node
    function: Node | None
    field: str


def _take_out(place: _Place, retyping: Storing, changes: Changes) -> None:
    """The value goes to a statement behind, or nowhere where it is the zero value."""
    if not retyping.is_zero(place.info, place.value):
        _store_behind(place, retyping, changes)
    changes.add(without_element(place.info, place.element))


def _store_behind(place: _Place, retyping: Storing, changes: Changes) -> None:
    """The value stored by a statement behind the one that holds the literal."""
    info, element, value = place.info, place.element, place.value
    refusal = Refusal("initial-value", info, element, info.file.text(element))
    literal = enclosing(element, "composite_literal")
    body = element.parent
    if literal is None or body is None or body.parent != literal:
        raise refusal
    others = [each for each in nodes.named(body) if each != element]
    calls = any(operands.has_call_or_receive(info, each) for each in others)
    if place.function is None or (calls and operands.has_call_or_receive(info, value)):
        raise refusal  # the value would be computed after what now follows it
    field = place.field
    follow(info, literal, lambda name: retyping.stores(info, f"{name}.{field}", value), changes)


def follow(
    info: FileInfo, literal: Node, made: Callable[[str], list[str]], changes: Changes
) -> None:
    """Statements behind the one that makes a struct, given the struct's name there.

    Raises Refusal where none can follow, as in a package-level variable.
    """
    whole = literal
    if whole.parent is not None and whole.parent.type == "unary_expression":
        whole = whole.parent
    refusal = Refusal("initial-value", info, whole, info.file.text(whole))
    statement = whole if whole.type == "var_spec" else _statement_of(whole)
    if statement is not None and statement.type == "var_spec":
        statement = statement.parent
    if statement is None or enclosing(statement, *_FUNCTIONS) is None:
        raise refusal
    if placement.place_of(statement).standing is not placement.Standing.LIST:
        raise refusal
    if statement.type == "return_statement":
        name = fresh_name(info, statement, info.type_of(literal))
        last = [_taken_out(info, statement, whole, name, changes)]
    else:
        name, last = _assigned_name(info, statement, refusal), []
    changes.add(insert_after(info.file, statement, [*made(name), *last]))


def _taken_out(info: FileInfo, statement: Node, whole: Node, name: str, changes: Changes) -> str:
    """Makes `return &T{...}, nil` a declaration of `name`; the return statement for behind it."""
    data = info.file.data
    before = data[statement.start_byte : whole.start_byte].decode("utf-8", "surrogateescape")
    behind = data[whole.end_byte : statement.end_byte].decode("utf-8", "surrogateescape")
    changes.replace(info, statement.start_byte, whole.start_byte, f"{name} := ")
    if behind:
        changes.replace(info, whole.end_byte, statement.end_byte, "")
    return f"{before}{name}{behind}"


_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


def _statement_of(whole: Node) -> Node | None:
    """The statement that gives the literal to a variable, or returns it beside plain values."""
    listed = whole.parent
    if listed is None or listed.type != "expression_list":
        return None
    statement = listed.parent
    if listed.named_child_count != 1:
        is_return = statement is not None and statement.type == "return_statement"
        others = [each for each in nodes.named(listed) if each != whole]
        if not is_return or any(each.type not in _PLAIN for each in others):
            return None
    if statement is not None and statement.type == "var_spec":
        statement = statement.parent
        if statement is None or statement.type != "var_declaration":
            return None
    holds = statement is not None and statement.type in _HOLDING
    return statement if holds else None


_PLAIN = ("nil", "true", "false", "identifier", "int_literal", "interpreted_string_literal")
_HOLDING = ("short_var_declaration", "assignment_statement", "return_statement", "var_declaration")


def _assigned_name(info: FileInfo, statement: Node, refusal: Refusal) -> str:
    """The variable that a statement gives the literal to."""
    if statement.type == "var_declaration":
        spec = nodes.first_named(statement)
        names = nodes.children_of(spec, "name") if spec is not None else []
    else:
        left = statement.child_by_field_name("left")
        names = nodes.expression_items(left) if left is not None else []
    simple = all(operands.is_stable(info, name) for name in names)
    if len(names) != 1 or not simple or info.file.text(names[0]) == "_":
        raise refusal
    return info.file.text(names[0])


def without_element(info: FileInfo, element: Node) -> tuple[Edit, ...]:
    """The edits that take an element out of a composite literal, with its comma or its line."""
    data, body = info.file.data, element.parent
    members = nodes.named(body) if body is not None else [element]
    has_comment = body is not None and len(members) != body.named_child_count
    if body is not None and len(members) == 1 and not has_comment:
        return (Edit(info.path, body.start_byte, body.end_byte, "{}"),)
    end = _behind_comma(data, element.end_byte)
    opens = lines.opens_line(data, element.start_byte)
    rest = data[end : lines.line_end(data, end)].strip()
    if opens and (not rest or rest.startswith(b"//")):
        return (Edit(info.path, *lines.without_lines(data, element.start_byte, end), ""),)
    following = [each for each in members if each.start_byte > element.start_byte]
    if following:
        return (Edit(info.path, element.start_byte, following[0].start_byte, ""),)
    before = [each for each in members if each.end_byte < element.start_byte]
    start = before[-1].end_byte if before else element.start_byte
    return (Edit(info.path, start, element.end_byte, ""),)


def _behind_comma(data: bytes, at: int) -> int:
    """The offset behind the comma that follows, or `at` where none does."""
    end = at
    while end < len(data) and data[end : end + 1] in (b" ", b"\t"):
        end += 1
    return end + 1 if data[end : end + 1] == b"," else at
