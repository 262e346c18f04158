"""Variables worth a closer look, found by text and syntax before anything is resolved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._word_places import followed

from gofixmap.codemod import Span, Symbol, ancestors, nodes, pattern, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Match, Object

_GO = pattern(rb"go[ \t]+[\w(]")
_STARTS = (b".Go(", b"AfterFunc(", b".Handle(", b".HandleFunc(", b"ServeHTTP", b".Parallel()")
_LOCK = pattern(rb"Mutex\b|Locker\b")
_PACKAGE_LOCK = pattern(rb"^(?:var[ \t]+\w|\t\w)[^\n{]*Mutex\b", re.MULTILINE)


def starts_goroutines(context: Context) -> bool:
    """Whether a file of the package may start a goroutine, tests included."""
    return context.once("starts", lambda: _any_file(context, _may_start))


def _may_start(data: bytes) -> bool:
    if any(word in data for word in _STARTS):
        return True
    return any(not _WORD.match(data, match.start() - 1) for match in _GO.finditer(data))


def has_package_lock(context: Context) -> bool:
    """Whether the package may have a mutex that is a variable of its own."""
    return context.once("package locks", lambda: _any_package_lock(context))


def has_lock(text: bytes) -> bool:
    return _LOCK.search(text) is not None


def _any_file(context: Context, judge: Callable[[bytes], bool]) -> bool:
    files = (context.workspace.file(path) for path in context.paths)
    return any(file is not None and judge(file.data) for file in files)


# What a name is followed by where it is written: an assignment, `++`, an element, one of several.
_WRITTEN = pattern(
    rb"[ \t]*(?:=(?!=)|\+\+|--|<<=|>>=|&\^=|[-+*/%&|^]=|\[|,(?=[^\n=]*[^\n=!<>:]=(?!=)))"
)


def may_be_written(context: Context, variable: sharing.Variable) -> bool:
    """Whether the package's text may write a field or variable that is no struct or array."""
    if variable.type.is_struct or variable.type.is_array or variable.type.is_unknown:
        return True
    name = variable.name.encode()
    files = (context.workspace.file(path) for path in context.paths)
    return any(
        any(True for _ in followed(name, _WRITTEN, file.data)) for file in files if file is not None
    )


_WORD = pattern(rb"\w")


def _any_package_lock(context: Context) -> bool:
    for path in context.paths:
        file = context.workspace.file(path)
        if file is None or b"Mutex" not in file.data:
            continue
        for declaration in file.declarations:
            if declaration.keyword == "var" and _PACKAGE_LOCK.search(declaration.text):
                return True
    return False


def declared(match: Match) -> sharing.Variable | None:
    """The field or package variable whose name the match has captured."""
    if "field" in match:
        node = match.node("field")
        field = Symbol("", "", "", "field", match.path, Span(node.start_byte, node.end_byte))
        return sharing.variable_of_symbol(match.info.semantics, field)
    if "variable" in match and _is_top_level(match.node("variable")):
        return sharing.variable_denoted(match.info, match.node("variable"))
    return None


def _is_top_level(node: Node) -> bool:
    return all(each.type not in ("block", "func_literal") for each in ancestors(node))


def captured(info: FileInfo, names: Iterable[Node]) -> Iterator[sharing.Variable]:
    """The locals among `names` that a function literal mentions without declaring them."""
    seen: set[int] = set()
    literals: dict[int, list[Node]] = {}
    for name in names:
        found = info.object_of(name)
        if found is None or found.kind != "var" or not found.is_local or found.span.start in seen:
            continue
        declaration = info.file.declaration_at(name.start_byte)
        if declaration is None:
            continue
        start = declaration.span.start
        if start not in literals:
            literals[start] = [n for n in walk(declaration.node) if n.type == "func_literal"]
        if any(_captures(info, literal, found) for literal in literals[start]):
            seen.add(found.span.start)
            variable = sharing.variable_of_object(info.semantics, found)
            if variable is not None:
                yield variable


def _captures(info: FileInfo, literal: Node, found: Object) -> bool:
    """Whether a literal's text has the name, and the variable is declared outside."""
    if literal.start_byte <= found.span.start < literal.end_byte:
        return False
    text = info.file.data[literal.start_byte : literal.end_byte]
    word = rb"(?<![\w.])" + re.escape(found.name.encode()) + rb"\b"
    return re.search(word, text) is not None


def written_names(node: Node) -> Iterator[Node]:
    """The names of what assignments, ++, -- and delete write by index, in source order."""
    for each in walk(node):
        if each.type in ("assignment_statement", "inc_statement", "dec_statement"):
            left = each.child_by_field_name("left") or nodes.first_named(each)
            for target in nodes.expression_items(left) if left is not None else ():
                yield from _indexed(target)
        elif each.type == "call_expression":
            function = each.child_by_field_name("function")
            arguments = each.child_by_field_name("arguments")
            if function is not None and function.text in (b"delete", b"clear"):
                first = nodes.first_named(arguments) if arguments is not None else None
                if first is not None and first.type == "identifier":
                    yield first


def _indexed(target: Node) -> Iterator[Node]:
    operand = target.child_by_field_name("operand") if target.type == "index_expression" else None
    if operand is not None and operand.type == "identifier":
        yield operand


def given_names(node: Node) -> Iterator[Node]:
    """The names that a goroutine gives to the calls in its literal."""
    for started in walk(node):
        if started.type != "go_statement":
            continue
        for listed in walk(started):
            if listed.type == "argument_list":
                yield from (each for each in nodes.named(listed) if each.type == "identifier")
