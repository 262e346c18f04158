"""Fields that hold what the type has opened itself, and those that somebody handed to it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from gofixmap_codemods._genclose_refusal import Refused
from msgspec import Struct

from gofixmap.codemod import enclosing, lifetime, nodes, pattern, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._genclose_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

Operation = sharing.Operation
#: What a function is called that gives something new, as opposed to something shared.
_MAKING = pattern(
    r"(?i)(must)?(new|open|dial|listen|create|connect|start|with(cancel|timeout|deadline)|after|subscribe|watch|pipe)"
)
_STORING = (
    *(Operation.INITIALIZE, Operation.ASSIGN, Operation.INDEX_WRITE, Operation.APPEND),
    *(Operation.STORE,),
)


class Origin(StrEnum):
    MADE = "made"
    GIVEN = "given"
    UNKNOWN = "unknown"


class Resource(Struct, frozen=True):
    """A field to release. `elements`: of the map or slice that it is. `made_at` orders them."""

    variable: sharing.Variable
    release: lifetime.Release
    elements: bool
    made_at: tuple[str, int]
    guard: str  # the name of the lock's field that guards it, "" for none

    @property
    def name(self) -> str:
        return self.variable.name

    @property
    def is_cancel(self) -> bool:
        return self.release.how is not lifetime.How.METHOD


def resources_of(subject: Subject) -> tuple[tuple[Resource, ...], tuple[str, ...]]:
    """The fields that the type owns, as they are made, and the names of those given to it."""
    owned: list[Resource] = []
    given: list[str] = []
    for variable in subject.fields:
        shown, elements = _held(variable.type)
        release = lifetime.release_of(subject.info, shown)
        if release is None or release.argument == "context":
            continue
        if release.how is lifetime.How.CLOSE:
            continue  # a channel: what waits for it decides
        if not sharing.accesses_of(subject.context.semantics, variable).is_complete:
            raise Refused("closed-world-broken", variable.name)
        origins = _origins(subject, variable)
        if Origin.GIVEN in origins.values():
            given.append(variable.name)
        elif origins and Origin.UNKNOWN not in origins.values():
            guard = _guard(subject, variable)
            owned.append(Resource(variable, release, elements, min(origins), guard))
    return tuple(sorted(owned, key=lambda each: each.made_at)), tuple(given)


def _held(kind: Type) -> tuple[Type, bool]:
    return (kind.element, True) if kind.is_map or kind.is_slice else (kind, False)


def _guard(subject: Subject, variable: sharing.Variable) -> str:
    found = sharing.accesses_of(subject.context.semantics, variable)
    guard = sharing.guard_of(subject.context.semantics, found)
    if guard is None or guard.lock not in subject.fields:
        return ""
    return guard.lock.name


def _origins(subject: Subject, variable: sharing.Variable) -> dict[tuple[str, int], Origin]:
    """Where the values that a field gets come from; nil and empty containers do not count."""
    found: dict[tuple[str, int], Origin] = {}
    is_container = variable.type.is_map or variable.type.is_slice
    for access in sharing.accesses_of(subject.context.semantics, variable).all:
        if access.info.file.is_test or access.operation not in _STORING:
            continue
        if access.operation is Operation.STORE:
            continue
        if access.operation is Operation.APPEND:
            found[_key(access)] = _appended(access)
            continue
        whole = access.operation in (Operation.INITIALIZE, Operation.ASSIGN)
        if is_container and whole:
            if not _is_empty(access.value):
                found[_key(access)] = Origin.UNKNOWN
            continue
        value = access.value if access.value is not None else _call_beside(access)
        if value is not None and value.type == "nil":
            continue
        found[_key(access)] = origin_of(access.info, value)
    return found


def _key(access: sharing.Access) -> tuple[str, int]:
    return access.path, access.node.start_byte


def _appended(access: sharing.Access) -> Origin:
    call = nodes.unparenthesized(access.value) if access.value is not None else None
    listed = call.child_by_field_name("arguments") if call is not None else None
    values = nodes.named(listed)[1:] if listed is not None else []
    origins = {origin_of(access.info, each) for each in values}
    return origins.pop() if len(origins) == 1 else Origin.UNKNOWN


def _is_empty(value: Node | None) -> bool:
    """make(..), nil, or a literal without elements."""
    if value is None:
        return False
    if value.type == "call_expression":
        function = value.child_by_field_name("function")
        return function is not None and function.text == b"make"
    body = value.child_by_field_name("body") if value.type == "composite_literal" else None
    return value.type == "nil" or (body is not None and not nodes.named(body))


def _call_beside(access: sharing.Access) -> Node | None:
    """The one call that gives several values: `p.file, err = os.Open(name)`, also in a header."""
    statement = enclosing(access.node, "assignment_statement", "statement_list")
    right = statement.child_by_field_name("right") if statement is not None else None
    values = nodes.expression_items(right) if right is not None else []
    return values[0] if len(values) == 1 else None


def origin_of(info: FileInfo, value: Node | None, depth: int = 3) -> Origin:
    """Whether an expression gives a new value, or one that somebody else has."""
    if value is None or depth == 0:
        return Origin.UNKNOWN
    node = nodes.unparenthesized(value)
    if node.type == "call_expression":
        return _origin_of_call(info, node)
    if node.type == "unary_expression":
        operand = node.child_by_field_name("operand")
        made = operand is not None and operand.type == "composite_literal"
        return Origin.MADE if made else Origin.UNKNOWN
    if node.type == "selector_expression":
        return Origin.GIVEN
    found = info.object_of(node) if node.type == "identifier" else None
    if found is None:
        return Origin.UNKNOWN
    if found.role in ("param", "receiver", "range") or not found.is_local:
        return Origin.GIVEN
    origins = {origin_of(info, each, depth - 1) for each in values_of(info, node)}
    return origins.pop() if len(origins) == 1 else Origin.UNKNOWN


def _origin_of_call(info: FileInfo, call: Node) -> Origin:
    function = call.child_by_field_name("function")
    if function is None or info.is_conversion(call):
        return Origin.UNKNOWN
    name = (function.text or b"").decode("utf-8", "replace").rpartition(".")[2]
    return Origin.MADE if _MAKING.match(name) else Origin.UNKNOWN


def values_of(info: FileInfo, name: Node) -> list[Node]:
    """The right-hand sides that a local is given; the call of several values stands for each."""
    found = info.object_of(name)
    if found is None or found.function is None:
        return []
    values: list[Node] = []
    for use in info.uses_in(found, found.function):
        statement = enclosing(use, "short_var_declaration", "assignment_statement", "var_spec")
        left = statement.child_by_field_name("left") if statement is not None else None
        if statement is None or left is None:
            continue
        targets = nodes.expression_items(left)
        right = statement.child_by_field_name("right")
        given = nodes.expression_items(right) if right is not None else []
        if use in targets and given:
            values.append(given[targets.index(use)] if len(given) == len(targets) else given[0])
    return values
