"""Constructors that fail half-way release what they have opened until then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._genclose_subject import result_types
from msgspec import Struct

from gofixmap.codemod import enclosing, insert_before, lifetime, nodes, walk

if TYPE_CHECKING:
    from gofixmap_codemods._genclose_resources import Resource
    from gofixmap_codemods._genclose_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import Edit, FileInfo, sharing

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


class _Opened(Struct, frozen=True):
    """A resource opened in a constructor: the statement, its name there, how it is released."""

    statement: Node
    name: str
    release: lifetime.Release


def released_on_failure(subject: Subject, resources: tuple[Resource, ...]) -> list[Edit]:
    edits: list[Edit] = []
    for constructor in subject.constructors:
        results = constructor.node.child_by_field_name("result")
        kinds = result_types(constructor.info, results) if results is not None else []
        if len(kinds) > 1 and str(kinds[-1]) == "error":
            opened = _opened(subject, constructor, resources)
            edits += _released(constructor, opened)
    return edits


def _opened(
    subject: Subject, constructor: sharing.Function, resources: tuple[Resource, ...]
) -> list[_Opened]:
    """What the constructor's own list of statements opens, in order."""
    found: list[_Opened] = []
    names = {each.name: each for each in resources if not each.elements}
    for each in _statements(constructor):
        header = each.child_by_field_name("initializer") if each.type == "if_statement" else None
        is_outer = header is not None and header.type == "assignment_statement"
        statement = header if header is not None and is_outer else each
        left = statement.child_by_field_name("left")
        right = statement.child_by_field_name("right")
        if left is None or right is None or not _is_call(right):
            continue
        for target in nodes.expression_items(left):
            release = _release(subject, constructor, target, names)
            if release is not None:
                text = constructor.info.file.text(target)
                found.append(_Opened(statement, text, release))
    return [each for each in found if not _is_released(constructor, each)]


def _statements(constructor: sharing.Function) -> list[Node]:
    listed = nodes.first_named(constructor.body)
    return nodes.named(listed) if listed is not None else []


def _is_call(right: Node) -> bool:
    values = nodes.expression_items(right)
    return len(values) == 1 and values[0].type == "call_expression"


def _release(
    subject: Subject,
    constructor: sharing.Function,
    target: Node,
    names: dict[str, Resource],
) -> lifetime.Release | None:
    """How what is opened into a target is released, where the target ends up in a field."""
    info = constructor.info
    if target.type == "selector_expression":
        operand, label = (target.child_by_field_name(each) for each in ("operand", "field"))
        resource = names.get(info.file.text(label)) if label is not None else None
        is_own = operand is not None and subject.is_it(info.type_of(operand))
        return resource.release if resource is not None and is_own else None
    for resource in names.values():
        for node in walk(constructor.body):
            if node.type == "keyed_element" and _sets(info, node, resource.name, target):
                return resource.release
            if node.type == "assignment_statement" and _assigns(info, node, resource.name, target):
                return resource.release
    return None


def _sets(info: FileInfo, element: Node, name: str, target: Node) -> bool:
    key, value = element.child_by_field_name("key"), element.child_by_field_name("value")
    if key is None or value is None or info.file.text(key) != name:
        return False
    return info.file.text(value) == info.file.text(target)


def _assigns(info: FileInfo, statement: Node, name: str, target: Node) -> bool:
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    if left is None or right is None:
        return False
    return info.file.text(left).endswith(f".{name}") and info.file.text(right) == info.file.text(
        target
    )


def _is_released(constructor: sharing.Function, opened: _Opened) -> bool:
    """Whether the constructor releases it somewhere itself: then it has its own way."""
    text = constructor.info.file.text(constructor.body)
    return opened.release.of(opened.name) in text


def _released(constructor: sharing.Function, opened: list[_Opened]) -> Iterator[Edit]:
    for failing in _failures(constructor):
        before = [each for each in opened if _is_open_at(constructor, each, failing)]
        texts = [_text(each) for each in reversed(before)]
        if texts:
            yield from insert_before(constructor.info.file, failing, texts)


def _text(opened: _Opened) -> str:
    call = opened.release.of(opened.name)
    return f"_ = {call}" if opened.release.returns_error else call


def _failures(constructor: sharing.Function) -> Iterator[Node]:
    """The returns of a nil value and an error."""
    for node in walk(constructor.body):
        if node.type != "return_statement" or enclosing(node, *_FUNCTIONS) != constructor.node:
            continue
        listed = nodes.first_named(node)
        values = nodes.expression_items(listed) if listed is not None else []
        if len(values) > 1 and values[0].type == "nil" and values[-1].type != "nil":
            yield node


def _check_of(opening: Node) -> Node | None:
    """The statement behind it, or the `if` that has it in its header."""
    if opening.parent is not None and opening.parent.type == "if_statement":
        return opening.parent
    check = opening.next_named_sibling
    while check is not None and check.type == "comment":
        check = check.next_named_sibling
    return check


def _is_open_at(constructor: sharing.Function, opened: _Opened, failing: Node) -> bool:
    """Whether a return stands behind the opening, and is not that of its own failure."""
    if failing.start_byte < opened.statement.end_byte:
        return False
    check = _check_of(opened.statement)
    own = check is not None and check.type == "if_statement" and _tells_error(opened, check)
    return not (own and check is not None and check.end_byte > failing.start_byte)


def _tells_error(opened: _Opened, check: Node) -> bool:
    """Whether the opening gives an error, and the statement behind it asks for it."""
    left = opened.statement.child_by_field_name("left")
    targets = nodes.expression_items(left) if left is not None else []
    condition = check.child_by_field_name("condition")
    if len(targets) < 2 or condition is None:
        return False
    return (targets[-1].text or b"") in (condition.text or b"")
