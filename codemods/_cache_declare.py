"""The declaration of a map that becomes a cache, and every place that makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_declare import Retyping, redeclare
from gofixmap_codemods._atomic_structs import owner_of
from gofixmap_codemods._atomic_subject import Changes, Refusal, Subject
from gofixmap_codemods._cache_bounds import TTLCACHE
from gofixmap_codemods._cache_library import Library
from gofixmap_codemods._cache_shape import is_node
from gofixmap_codemods._cache_writes import Writes
from gofixmap_codemods._syncmap_reads import refusal
from gofixmap_codemods._syncmap_writes import is_empty_map

from gofixmap.codemod import insert_after, newline, nodes, operands, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_STARTED = "a goroutine that lives as long as the program removes expired entries"
Kind = sharing.VariableKind
Operation = sharing.Operation


class Declaring:
    """Edits for one map's declaration, its initial values and the statements that make it."""

    def __init__(self, subject: Subject, library: Library, changes: Changes) -> None:
        self.subject = subject
        self.library = library
        self.changes = changes

    @property
    def _is_field(self) -> bool:
        return self.subject.variable.kind is Kind.FIELD

    def edit(self) -> None:
        """Raises Refusal where the map comes from somewhere else, or stays nil."""
        declared = self.subject.declarations
        if len(declared) != 1:
            raise Refusal("build-variants", declared[1].info, declared[1].node)
        if self._is_field:
            redeclare(self.subject, self._retyping(), self.changes)
        else:
            self._package_variable(declared[0])
        if not self.library.nil_is_empty:
            self._check_made()

    def _retyping(self) -> Retyping:
        return Retyping(
            self.library.type_text, lambda info, value: False, lambda *_: [], self.made_from
        )

    def made_from(self, info: FileInfo, value: Node) -> str:
        """What takes the place of an initial value."""
        if value.type == "nil":
            return "nil"
        if not is_empty_map(info, value):
            raise Refusal("initial-value", info, value, info.file.text(value))
        return self.library.made(info, value)

    def _package_variable(self, declared: sharing.Variable) -> None:
        info, spec = declared.info, declared.declaration
        names = nodes.children_of(spec, "name")
        listed = spec.child_by_field_name("value")
        values = nodes.expression_items(listed) if listed is not None else []
        if spec.type != "var_spec" or len(names) != 1 or len(values) > 1:
            raise Refusal("several-targets", info, spec, info.file.text(spec))
        text = f" = {self.made_from(info, values[0])}" if values else ""
        if not values or values[0].type == "nil":
            text = f" {self.library.type_text(info, declared.node)}"
        self.changes.replace(info, names[0].end_byte, spec.end_byte, text)
        if values and self.library.name == TTLCACHE:
            self._start(declared)

    def _start(self, declared: sharing.Variable) -> None:
        """ttlcache removes what has expired while a goroutine of its own runs."""
        info, whole = declared.info, declared.declaration
        while whole.parent is not None and whole.parent.type != "source_file":
            whole = whole.parent
        end = info.file.data.find(b"\n", whole.end_byte)
        end = len(info.file.data) if end < 0 else end
        name = declared.name
        lines = [
            "",
            "",
            f"// What has expired in {name} is removed in the background.",
            "func init() {",
            f"\tgo {name}.Start()",
            "}",
        ]
        self.changes.insert(info, end, newline(info.file.data).join(lines))
        self.changes.note("a goroutine that lives as long as the program removes expired entries")

    def _check_made(self) -> None:
        """A nil cache of these libraries panics even where it is read."""
        if not self._is_field:
            self._check_variable_made()
            return
        variable = self.subject.variable
        made = [access for access in self._assigned() if sharing.is_unshared(access)]
        for literal in sharing.literals_of(self.subject.context.semantics, owner_of(self.subject)):
            value = literal.values.get(variable.name)
            if value is not None and value.type != "nil":
                continue
            same = [each for each in made if each.path == literal.path]
            if not any(is_node(each.function, literal.function) for each in same):
                raise Refusal("not-made", literal.info, literal.node)

    def _check_variable_made(self) -> None:
        variable = self.subject.variable
        listed = variable.declaration.child_by_field_name("value")
        value = nodes.first_named(listed) if listed is not None else None
        if (value is None or value.type == "nil") and not any(
            _is_in_init(access) for access in self._assigned()
        ):
            raise Refusal("not-made", variable.info, variable.node)

    def _assigned(self) -> list[sharing.Access]:
        every = self.subject.accesses.all
        return [access for access in every if access.operation is Operation.ASSIGN]

    def assign(self, access: sharing.Access, writes: Writes) -> None:
        """`s.m = make(...)`: at first it makes the cache, later it clears it."""
        info, value = access.info, access.value
        if value is None or not _is_lone(access):
            raise refusal("replaced", access)
        if not is_empty_map(info, value):
            raise refusal("replaced", access)
        if sharing.is_unshared(access) or _is_in_init(access) or info.file.is_test:
            text = self.made_from(info, value)
            self.changes.replace(info, value.start_byte, value.end_byte, text)
            if not self._is_field and self.library.name == TTLCACHE and value.type != "nil":
                line = f"go {info.file.text(access.node)}.Start()"
                self.changes.add(insert_after(info.file, access.statement, [line]))
                self.changes.note(_STARTED)
            return
        if value.type == "nil" or not self._is_made_elsewhere():
            raise refusal("replaced", access)
        writes.clear(access)

    def _is_made_elsewhere(self) -> bool:
        """Whether the cache is there before it is cleared."""
        if self.library.nil_is_empty and not self._is_field:
            listed = self.subject.variable.declaration.child_by_field_name("value")
            return listed is not None
        try:
            self._check_made()
        except Refusal:
            return False
        return True


def _is_in_init(access: sharing.Access) -> bool:
    """Whether the statement runs before anything else of the package can."""
    function = access.function
    if function is None or function.type != "function_declaration":
        return function is None
    name = function.child_by_field_name("name")
    return name is not None and name.text == b"init"


def _is_lone(access: sharing.Access) -> bool:
    """Whether the statement assigns this one variable."""
    statement = access.statement
    left = statement.child_by_field_name("left")
    right = statement.child_by_field_name("right")
    if statement.type != "assignment_statement" or left is None or right is None:
        return False
    if operands.operator_of(statement) != "=":
        return False
    return len(nodes.expression_items(left)) == 1 == len(nodes.expression_items(right))
