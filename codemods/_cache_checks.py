"""What stands against entries that disappear: values that are updated, owned, or counted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods import _cache_shape as shape
from gofixmap_codemods._atomic_subject import Changes, Refusal, Subject, place
from gofixmap_codemods._cache_library import Sides
from gofixmap_codemods._syncmap_reads import refusal

from gofixmap.codemod import enclosing, lifetime, nodes, operands, sharing, value_parts, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

Operation = sharing.Operation
_REASONS = {
    Operation.INDEX_UPDATE: "updates-entry",
    Operation.PART_WRITE: "updates-entry",
    Operation.APPEND: "updates-entry",
    Operation.UPDATE: "updates-entry",
    Operation.COMPARE: "compared-with-nil",
    Operation.ADDRESS: "map-escapes",
    Operation.RETURN: "map-escapes",
    Operation.ARGUMENT: "map-escapes",
    Operation.STORE: "map-escapes",
    Operation.READ: "map-escapes",
    Operation.CLONE: "map-escapes",
    Operation.ITERATOR: "map-escapes",
    Operation.METHOD: "map-escapes",
    Operation.METHOD_VALUE: "map-escapes",
    Operation.ATOMIC: "map-escapes",
    Operation.CALL: "map-escapes",
    Operation.UNKNOWN: "unresolved-use",
}


class Checks:
    """Raises Refusal for what a cache would break; what it changes becomes a note."""

    def __init__(self, subject: Subject, sides: Sides, changes: Changes) -> None:
        self.subject = subject
        self.sides = sides
        self.changes = changes
        self.accesses = subject.accesses.all
        self.through = shape.read_through(self.accesses)

    def run(self) -> None:
        self._check_types()
        for access in self.accesses:
            reason = _REASONS.get(access.operation)
            if reason is not None:
                raise refusal(reason, access)
        self._check_values()
        for access in self.accesses:
            if access.operation is Operation.LOOKUP:
                self._check_update(access)
            elif access.operation is Operation.INDEX_READ:
                self._check_index(access)
            elif access.operation is Operation.RANGE:
                self._check_loop(access)
        self._note_readers()
        self._note_locks()

    def _check_types(self) -> None:
        variable = self.subject.variable
        declared = variable.type.unaliased
        if variable.kind is sharing.VariableKind.LOCAL:
            raise Refusal("local", variable.info, variable.node, variable.name)
        if declared.is_map and "unknown" in str(declared):
            what = "of its keys or elements, which is not known,"
            raise Refusal("unspellable-type", variable.info, variable.node, what)
        if not str(declared).startswith("map["):
            raise Refusal("defined-map-type", variable.info, variable.node, str(declared))
        if has_floats(self.sides.key):
            raise Refusal("nan-keys", variable.info, variable.node, str(self.sides.key))

    def check_version(self) -> None:
        """The last question: whatever else stands against a cache, a newer Go does not help."""
        variable = self.subject.variable
        version = self.subject.context.workspace.language_version(variable.path)
        needed = (1, 20) if self.sides.key.is_interface else (1, 18)
        if version < needed:
            shown = " where the cache needs ".join(_dotted(each) for each in (version, needed))
            raise Refusal("no-generics", variable.info, variable.node, shown)

    def _check_values(self) -> None:
        variable, value = self.subject.variable, self.sides.value
        if value.is_struct and not value.fields:
            raise Refusal("deduplicates", variable.info, variable.node, variable.name)
        inner = value.element if value.is_pointer else value
        if str(inner).startswith("sync."):
            raise Refusal("holds-locks", variable.info, variable.node, str(value))
        owned = owner_in(variable.info, value)
        if owned:
            raise Refusal("owns-resources", variable.info, variable.node, owned)

    def _check_index(self, access: sharing.Access) -> None:
        """A single value: nil or zero once the entry is gone."""
        info, value = access.info, self.sides.value
        if value.is_boolean and shape.is_decided_by(access):
            raise refusal("deduplicates", access)
        if shape.is_assigned(access.expression):
            raise refusal("updates-entry", access)
        panics = value.is_pointer or value.is_interface or value.is_func or value.is_map
        if panics and shape.is_dereferenced(info, access.expression):
            raise refusal("assumes-presence", access)
        found = shape.local_of(access)
        if panics and found is not None:
            uses = list(shape.uses_after(access, found))
            asked = any(shape.is_compared_with_nil(use) for use in uses)
            if not asked and any(shape.is_dereferenced(info, use) for use in uses):
                raise refusal("assumes-presence", access)
        self._check_update(access)

    def _check_update(self, access: sharing.Access) -> None:
        """What was read, changed and stored again: an eviction in between loses the change."""
        for write in self.accesses:
            same = write.operation is Operation.INDEX_WRITE and write.path == access.path
            if not same or not shape.is_node(write.function, access.function):
                continue
            if write.node.start_byte < access.node.start_byte:
                continue
            if shape.is_made_from(access, write):
                raise refusal("updates-entry", write)

    def _check_loop(self, access: sharing.Access) -> None:
        """A loop that looks for something, or that adds up, needs every entry."""
        statement = access.expression.parent
        body = statement.child_by_field_name("body") if statement is not None else None
        culprit = _counts_on_all(access.info, body) if body is not None else access.expression
        if culprit is not None:
            raise Refusal("ranged", access.info, culprit, access.info.file.text(access.expression))

    def _note_readers(self) -> None:
        """Readers that do not fill the map have to do without entries that are gone."""
        filling = {(look.path, look.node.start_byte) for look, _ in self.through}
        for access in self.accesses:
            reads = access.operation in shape.LOOKS
            if not reads or (access.path, access.node.start_byte) in filling:
                continue
            where = place(access.info, access.node)
            shown = " ".join(access.info.file.text(access.expression).split())
            what = "is absent" if access.operation is Operation.LOOKUP else "is the zero value"
            self.changes.note(f"{where}: {shown} {what} once the entry is evicted or has expired")

    def _note_locks(self) -> None:
        """What locks around the map still do, and what no lock does."""
        locks = {held.lock.name for look, write in self.through for held in self._held(look, write)}
        name = self.subject.variable.name
        for lock in sorted(locks):
            self.changes.note(
                f"{lock} stays where it is: it guards more than single operations on {name}, "
                "which are safe without it"
            )
        if self.through and not locks:
            look = self.through[0][0]
            self.changes.note(
                f"{place(look.info, look.node)}: goroutines that miss a key together all compute "
                "its value, and the last one's stays"
            )

    def _held(self, *both: sharing.Access) -> frozenset[sharing.Held]:
        graph = sharing.call_graph(self.subject.context.semantics, both[0].info.package)
        return frozenset().union(*(sharing.held_at(graph, access) for access in both))


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def has_floats(key: Type) -> bool:
    """Whether a key may be NaN, or hold one: such an entry can be neither found nor deleted."""
    floats = ("float32", "float64", "complex64", "complex128")
    return any(str(part.underlying) in floats for part in value_parts(key))


def owner_in(info: FileInfo, value: Type) -> str:
    """What a value owns that somebody has to end; "" where there is nothing."""
    inner = value.element if value.is_pointer else value
    if lifetime.release_of(info, value) is not None:
        return str(value)
    for field in inner.fields if inner.is_struct else ():
        if lifetime.release_of(info, field.type) is not None:
            return f"{field.name} {field.type}"
    return ""


def _counts_on_all(info: FileInfo, body: Node) -> Node | None:
    """What in a loop's body depends on every entry: it leaves early, or works something out.

    Deleting, printing, and listing what is there do not.
    """
    for node in walk(body):
        if node.type in ("return_statement", "break_statement", "goto_statement"):
            return node
        if node.type == "assignment_statement" and not _lists(info, node, body):
            return node
        if node.type == "send_statement":
            return node
    return None


def _lists(info: FileInfo, node: Node, body: Node) -> bool:
    """`keys = append(keys, k)`, or a variable of the body itself."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return False
    values = nodes.expression_items(right)
    if operands.operator_of(node) == "=" and len(values) == 1:
        call = values[0]
        if call.type == "call_expression" and operands.predeclared_callee(info, call) == "append":
            return True
    for target in nodes.expression_items(left):
        found = info.object_of(target) if target.type == "identifier" else None
        inside = found is not None and body.start_byte <= found.span.start < body.end_byte
        if not inside or enclosing(target, "func_literal") != enclosing(body, "func_literal"):
            return False
    return True
