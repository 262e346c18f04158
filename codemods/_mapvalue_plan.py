"""map[K]*T as map[K]T: the declaration, what is stored, and every use, changed together or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._mapvalue_locals import Locals
from gofixmap_codemods._mapvalue_reads import Reads
from gofixmap_codemods._mapvalue_refusal import Refusal
from gofixmap_codemods._mapvalue_stored import Stored
from msgspec import Struct, field

from gofixmap.codemod import Edit, Fix, nocopy_reason, nodes, sharing, sizes, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Type, Variable

Operation = sharing.Operation
SMALL, LARGE = 64, 128  # bytes of an element: worth it below, no gain above
_HARMLESS = frozenset({Operation.LEN, Operation.DELETE, Operation.CLEAR, Operation.COMPARE})
_KEYS = frozenset({("maps", "Keys")})


class Plan(Struct):
    """The edits for one variable. Raises Refusal where one of its uses needs the pointers."""

    context: Context
    variable: Variable
    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    declares: list[Edit] = field(default_factory=list)  # those that bring in names
    misses: bool = False  # an entry that is not there was a nil pointer, and is now a zero value

    @property
    def element(self) -> Type:
        return self.variable.type.element.element

    def make(self) -> Fix:
        size = self._check()
        accesses = sharing.accesses_of(self.context.semantics, self.variable)
        if accesses.incomplete:
            info, node = self.variable.info, self.variable.node
            raise Refusal("unresolved-use", info, node, accesses.incomplete[0])
        for declared in sharing.declarations_of(self.context.semantics, self.variable):
            self._retype(declared.info, declared.declaration)
        locals_ = Locals(self)
        stored, reads = Stored(self, locals_), Reads(self, locals_)
        for access in accesses.all:
            self._change(access, stored, reads)
        stored.check(written=reads.written)
        reads.check()
        reads.flush()
        self._tell(size, written=reads.written)
        notes = tuple(dict.fromkeys(self.notes))
        title = f"Keep the values of {self.variable.name} in the map"
        return Fix(title, self._unique(), notes, self.context.claims_on_names(self.declares))

    def _unique(self) -> tuple[Edit, ...]:
        return tuple(sorted(set(self.edits)))

    def _check(self) -> int:
        """The size of an element. Raises Refusal where a copy of it is wrong or gains nothing."""
        info, node, element = self.variable.info, self.variable.node, self.element
        if not element.is_unknown and _mentions(element, element, 6):
            raise Refusal("recursive-type", info, node, str(element))
        reason = nocopy_reason(element)
        if reason is not None:
            raise Refusal("no-copy", info, node, str(reason))
        measure = sizes.sizes_for(info.context.goarch)
        size = measure.size(element) if measure is not None else None
        if size is None:
            raise Refusal("unknown-size", info, node, str(element))
        if size > LARGE:
            raise Refusal("no-gain", info, node, f"{size}")
        return size

    def _tell(self, size: int, *, written: bool) -> None:
        self.notes.insert(0, f"an element has {size} bytes")
        if size > SMALL:
            self.notes.append("above 64 bytes the map takes more memory than the pointers did")
        if self.misses:
            self.notes.append("reading a key that is missing gave a nil pointer, now a zero value")
        if written:
            self.notes.append(
                "changes in place become a read and a write of the map: slower, and they need the "
                "lock that guards its writes"
            )

    def _retype(self, info: FileInfo, declaration: Node) -> None:
        """Takes the star out of a declared type; one that follows from the value has none."""
        written = declaration.child_by_field_name("type")
        if written is not None:
            self.unstar(info, written)

    def unstar(self, info: FileInfo, written: Node) -> None:
        """`map[K]*T` as `map[K]T`."""
        written = nodes.unparenthesized(written)
        value = written.child_by_field_name("value") if written.type == "map_type" else None
        if value is None or value.type != "pointer_type":
            raise Refusal("named-map-type", info, written)
        star = value.children[0]
        self.edits.append(Edit(info.path, star.start_byte, star.end_byte, ""))

    def _change(self, access: sharing.Access, stored: Stored, reads: Reads) -> None:
        operation = access.operation
        if operation in (Operation.INITIALIZE, Operation.ASSIGN):
            stored.whole(access)
        elif operation is Operation.INDEX_WRITE:
            stored.entry(access)
        elif operation in (Operation.INDEX_READ, Operation.LOOKUP):
            reads.entry(access)
        elif operation is Operation.RANGE:
            reads.ranged(access)
        elif operation in _HARMLESS or self._is_plain_read(access):
            return
        elif not self._looks_at_keys(access):
            escapes = operation.escapes or operation is Operation.CLONE
            reason = "map-leaves" if escapes else "other-use"
            raise Refusal(reason, access.info, access.expression)

    def _is_plain_read(self, access: sharing.Access) -> bool:
        statement = access.statement
        blank = access.operation is Operation.READ and statement.type == "assignment_statement"
        left = statement.child_by_field_name("left") if blank else None
        return left is not None and left.text == b"_"

    def _looks_at_keys(self, access: sharing.Access) -> bool:
        """`slices.Sorted(maps.Keys(m))`: the values are not looked at."""
        for node in walk(access.statement):
            if node.type == "call_expression" and access.node.parent is not None:
                given = sharing.callees.arguments_of(node)
                if access.node in given:
                    return sharing.callees.called(access.info, node) in _KEYS
        return False


def _mentions(kind: Type, wanted: Type, depth: int) -> bool:
    """Whether a value of `kind` leads to a pointer to `wanted`."""
    if depth == 0:
        return False
    if kind.is_pointer:
        return str(kind.element) == str(wanted)
    if kind.is_map or kind.is_slice or kind.is_array or kind.is_chan:
        return _mentions(kind.element, wanted, depth - 1)
    return any(_mentions(each.type, wanted, depth - 1) for each in kind.fields)
