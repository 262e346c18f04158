"""Functions that return a map or slice which a lock guards: the lock ends where the caller begins.

The copy is taken where the field is read, so that the lock still holds. A slice that is only
appended to is left alone, for an append writes behind what the caller sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods import _alias_intent as intent
from gofixmap_codemods._alias_locals import declared_by
from gofixmap_codemods._alias_sides import DEEP, ELEMENT, Region, Side, inner, side_of, written
from msgspec import Struct

from gofixmap.codemod import nodes, pattern, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, CallGraph, Context, FileInfo, Variable

Operation = sharing.Operation
_MEANT = pattern(
    rb"\b(?:must|should|may|can|do|shall)\s*(?:not|n't)\s+(?:be\s+)?"
    rb"(?:modif|mutat|chang|writ|alter|edit|us|call|hold|retain|keep|touch)"
    rb"|\b(?:read[- ]?only|not safe|unsafe|raw|backing|underlying|live|internal)\b"
    rb"|\bconcurren|\bcallers? (?:must|should|has|need)|\bwithout (?:copying|lock)|\bfor test",
    re.IGNORECASE,
)
_JOINS = pattern(rb"\.Wait\(|<-")


class Handout(Struct, frozen=True):
    """`value` is the field where it is read under `lock`; `write` changes elements elsewhere."""

    region: Region
    value: Node
    variable: Variable
    lock: sharing.Held
    write: Access
    is_deep: bool

    @property
    def info(self) -> FileInfo:
        return self.region.info

    @property
    def text(self) -> str:
        return self.info.file.text(self.value)

    @property
    def message(self) -> str:
        what = "map" if self.variable.type.is_map else "slice"
        lock = ".".join(part for part in (self.lock.base, self.lock.lock.name) if part)
        where = f"{self.write.path}:{self.write.line}"
        return (
            f"the caller reads {self.text} without {lock}: the {what} itself is returned, and "
            f"{where} changes it under the lock"
        )


def handouts(context: Context, region: Region) -> Iterator[Handout]:
    """What a declared function returns of what its own lock guards."""
    info = region.info
    name = region.function.child_by_field_name("name")
    if name is None or not info.file.text(name)[:1].isupper() or info.file.is_test:
        return
    if _JOINS.search(info.file.data, region.body.start_byte, region.body.end_byte):
        return  # what it waits for may be all that writes
    if any(_marks(node) for node in inner(region.body)):
        return  # a flag may tell the writers that the map is shared now
    doc = intent.doc_of(info, region.function)
    if _MEANT.search(doc) or intent.denies(doc):
        return
    graph = sharing.call_graph(context.semantics, info.package)
    for value in returned(region):
        found = _judged(graph, region, value)
        if found is not None:
            yield found


def _marks(node: Node) -> bool:
    """Whether a statement assigns to anything but locals."""
    left = node.child_by_field_name("left") if node.type == "assignment_statement" else None
    targets = nodes.expression_items(left) if left is not None else []
    return any(target.type != "identifier" for target in targets)


def returned(region: Region) -> list[Node]:
    """The fields and package variables that a function returns, where it reads them.

    `m := s.m` under the lock and `return m` behind it counts as well.
    """
    found: dict[int, Node] = {}
    for statement in inner(region.body):
        if statement.type != "return_statement":
            continue
        listed = nodes.first_named(statement)
        for value in nodes.expression_items(listed) if listed is not None else ():
            read = _read_for(region, value)
            if read is not None:
                found.setdefault(read.start_byte, read)
    return list(found.values())


def _read_for(region: Region, value: Node) -> Node | None:
    side = side_of(region.info, value)
    if side is None or not (side.type.is_map or side.type.is_slice):
        return None
    if side.path or not side.role:
        return side.node
    return _only_value(region, side)


def _only_value(region: Region, local: Side) -> Node | None:
    """The chain that a local is declared as another name of, where it is never changed."""
    if local.role != "var" or any(use.writes or use.assigns for use in region.uses(local)):
        return None
    for statement in inner(region.body):
        if statement.type in ("short_var_declaration", "var_spec"):
            for declared, source, value in declared_by(region.info, statement):
                if declared.root == local.root and (source.path or not source.role):
                    return value
    return None


def _judged(graph: CallGraph, region: Region, value: Node) -> Handout | None:
    info = region.info
    variable = sharing.variable_denoted(info, value)
    if variable is None or variable.kind is sharing.VariableKind.LOCAL:
        return None
    lock = _own_lock(graph, region, value)
    if lock is None or variable.type.is_typeparam:
        return None
    accesses = sharing.accesses_of(graph.semantics, variable)
    if any(_is_own_change(access, region) for access in accesses.all):
        return None
    writes = [(access, _kind(access)) for access in accesses.all if _is_elsewhere(access, region)]
    guarded = [(each, kind) for each, kind in writes if kind and _is_under(graph, each, lock)]
    if not guarded:
        return None
    deep = [each for each, kind in guarded if kind == DEEP and not _leads_to_pointer(variable)]
    plain = [each for each, kind in guarded if kind == ELEMENT]
    if not deep and not plain:
        return None
    return Handout(region, value, variable, lock, (deep or plain)[0], bool(deep))


def _own_lock(graph: CallGraph, region: Region, value: Node) -> sharing.Held | None:
    """The lock that the function takes around the read and gives back before its caller goes on."""
    info = region.info
    function = graph.function_at(info, region.function)
    released = {call.lock for call in sharing.lock_calls(graph, function) if call.releases}
    for held in sharing.held_at(graph, sharing.Place(info, value)):
        if held.how == "here" and held.lock in released:
            return held
    return None


def _is_own_change(access: Access, region: Region) -> bool:
    """Whether the function itself puts another value in, and hands the old one over, or fills the
    map before it gives it away for good."""
    own = access.function is not None and access.function == region.function
    if not own or access.path != region.info.path:
        return False
    return access.operation is Operation.ASSIGN or bool(_kind(access))


def _is_elsewhere(access: Access, region: Region) -> bool:
    own = access.path == region.info.path and access.function == region.function
    return not own and not access.info.file.is_test


def _kind(access: Access) -> str:
    done = sharing.Done(access.operation, access.expression, access.key, access.value)
    return written(access.info, access.node, done)


def _is_under(graph: CallGraph, access: Access, lock: sharing.Held) -> bool:
    """Whether a write holds the lock, alone, on a value that others can see."""
    if access.info.package != graph.package or sharing.is_unshared(access):
        return False
    if _is_renewed(access):
        return False
    held = sharing.held_at(graph, access)
    return any(each.lock == lock.lock and each.exclusive for each in held)


def _is_renewed(access: Access) -> bool:
    """Whether the writing function always puts a new map or slice in place first."""
    if access.function is None:
        return False
    region = Region(access.info, access.function)
    side = side_of(access.info, access.node)
    if side is None:
        return False
    return region.point(access.node) not in region.after(None, region.replaced(side))


def _leads_to_pointer(variable: Variable) -> bool:
    """Whether an element is a pointer or an interface: what it points to is another matter."""
    element = variable.type.element
    return element.is_pointer or element.is_interface
