"""Entries that can be removed where they are done with: no cache is needed then.

Shapes that people mend with one delete: a callback that waits for its one call, a zero value or an
empty slice that is left in the map, a method that ends what an entry is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods import _cache_shape as shape
from gofixmap_codemods._atomic_subject import Changes, Subject, place

from gofixmap.codemod import (
    enclosing,
    identical,
    insert_after,
    insert_before,
    nodes,
    operands,
    pattern,
    placement,
    replace_statement,
    sharing,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Fix, Object, Type

Operation = sharing.Operation
_LIST = placement.Standing.LIST
_END = "close|remove|delete|done|finish|release|unregister|unsubscribe|forget|end"
_ENDS = pattern(rf"(?i)^_?(?:{_END})")
_STOPS = pattern(rf"(?i)^_?(?:stop|shutdown|cancel|abort|terminate|kill|{_END})")
_CAPITALS = pattern(r"[A-Z]\w*$")  # UnregisterClient, stopTask: what a method ends
_ZEROS = frozenset({"nil", "false"})


class Removing:
    """The fix for one map, by the first shape that it has."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.accesses = subject.accesses.all
        self.changes = Changes()

    def make(self) -> Fix | None:
        """The fix; None where the map has none of the shapes."""
        if self.subject.accesses.incomplete:
            return None
        for attempt in (
            self._callbacks,
            self._zeros,
            self._emptied,
            self._ended,
            self._stopped,
        ):
            title = attempt()
            if title:
                return self.changes.fix(self.subject.context, title)
            self.changes = Changes()
        return None

    def _callbacks(self) -> str:
        """A function is taken out of the map where it is called."""
        value = (self.subject.variable.type.core or self.subject.variable.type).element
        reads = [each for each in self.accesses if each.operation in shape.LOOKS]
        if not value.is_func or not reads or self._has(Operation.RANGE):
            return ""
        for read in reads:
            if read.info.file.is_test:
                continue
            call = _only_call(read)
            if call is None or not self._is_exclusive(read, call):
                return ""
            if self._is_deleted_in(read.function):
                continue
            info, text = read.info, read.info.file.text
            line = f"delete({text(read.node)}, {text(read.key)})" if read.key is not None else ""
            self.changes.add(insert_before(info.file, call, [line]))
            self.changes.note(
                f"{place(info, call)}: a function is called once for each time that it is put "
                f"into {read.variable.name}"
            )
        return self._titled(f"remove what {self.subject.variable.name} has called")

    def _titled(self, title: str) -> str:
        return title if self.changes.edits else ""

    def _is_deleted_in(self, function: Node | None) -> bool:
        """Whether a function removes entries already."""
        deletes = (each for each in self.accesses if each.operation is Operation.DELETE)
        return any(shape.is_node(each.function, function) for each in deletes)

    def _is_exclusive(self, read: sharing.Access, statement: Node) -> bool:
        """Whether nobody else uses the map from the read to the statement, or ever."""
        if read.key is None or not operands.is_stable(read.info, read.key):
            return False
        graph = sharing.call_graph(self.subject.context.semantics, read.info.package)
        before = {held.lock for held in sharing.held_at(graph, read) if held.exclusive}
        place = sharing.Place(read.info, statement)
        after = {held.lock for held in sharing.held_at(graph, place) if held.exclusive}
        return bool(before & after)

    def _has(self, *operations: sharing.Operation) -> bool:
        return any(access.operation in operations for access in self.accesses)

    def _zeros(self) -> str:
        """`m[k] = 0` as `delete(m, k)`, where nobody tells zero from absent."""
        zeros = [each for each in self.accesses if _is_zero_write(each)]
        if not zeros or self._has(Operation.RANGE, Operation.LEN, *_ESCAPES):
            return ""
        if any(_asks_presence(each) for each in self.accesses):
            return ""
        for write in zeros:
            info, text = write.info, write.info.file.text
            if write.key is None or not _is_lone_write(write):
                return ""
            call = f"delete({text(write.node)}, {text(write.key)})"
            start, end = write.statement.start_byte, write.statement.end_byte
            self.changes.replace(info, start, end, call)
        return f"delete entries of {self.subject.variable.name} that are set to zero"

    def _emptied(self) -> str:
        """`m[k] = rest`, where the rest may be empty: an empty slice is no entry."""
        found = [each for each in self.accesses if self._is_shrunk(each)]
        if not found:
            return ""
        for write in found:
            self._store_or_delete(write)
        for read in self.accesses:
            if _asks_presence(read) or read.operation is Operation.LEN:
                where = place(read.info, read.node)
                self.changes.note(f"{where}: an empty entry is absent from now on")
        return f"delete entries of {self.subject.variable.name} that have become empty"

    def _is_shrunk(self, write: sharing.Access) -> bool:
        """Whether a write stores a slice that the function took from the map and made shorter."""
        info, value = write.info, write.value
        if write.operation is not Operation.INDEX_WRITE or value is None or write.key is None:
            return False
        found = info.object_of(value) if value.type == "identifier" else None
        if found is None or not found.type.is_slice or not _is_lone_write(write):
            return False
        if placement.place_of(write.statement).standing is not _LIST:
            return False
        if self._is_deleted_in(write.function):
            return False
        taken = any(
            (local := shape.local_of(read)) is not None and local.span == found.span
            for read in self._same_entry(write)
        )
        return taken and any(_shortens(info, given, found) for given in shape.given_to(info, found))

    def _same_entry(self, write: sharing.Access) -> Iterator[sharing.Access]:
        for read in self.accesses:
            if read.operation in shape.LOOKS and shape.is_same_entry(read, write):
                yield read

    def _store_or_delete(self, write: sharing.Access) -> None:
        info, text = write.info, write.info.file.text
        assert write.key is not None and write.value is not None
        lines = [
            f"if len({text(write.value)}) > 0 {{",
            f"\t{text(write.statement)}",
            "} else {",
            f"\tdelete({text(write.node)}, {text(write.key)})",
            "}",
        ]
        whole = "\n".join(lines)
        self.changes.add(replace_statement(info.file, write.statement, [whole]))

    def _ended(self) -> str:
        """`delete(s.m, key)` at the end of the one method that ends what the key stands for."""
        if self.subject.variable.kind is not sharing.VariableKind.FIELD:
            return ""
        if self._has(Operation.DELETE, Operation.CLEAR, *_ESCAPES) or not self._has(*shape.LOOKS):
            return ""
        methods = [each for each in self._ending_methods() if self._is_counterpart(each[1])]
        if len(methods) != 1:
            return ""
        info, method, receiver, key = methods[0]
        body = method.child_by_field_name("body")
        listed = nodes.first_named(body) if body is not None else None
        members = nodes.named(listed) if listed is not None else []
        if not members or members[-1].type == "return_statement":
            return ""
        if not self._is_guarded(info, members[-1]):
            return ""
        line = f"delete({receiver}.{self.subject.variable.name}, {key})"
        self.changes.add(insert_after(info.file, members[-1], [line]))
        name = method.child_by_field_name("name")
        ended = info.file.text(name) if name is not None else "it"
        self.changes.note(f"after {ended} a key is as one that was never there")
        return f"delete the entry of {self.subject.variable.name} in {ended}"

    def _is_counterpart(self, method: Node) -> bool:
        """Whether a method is named after nothing, or after what the map's writers are named after:
        RemoveForwarder ends what AddForwarder began, not what registerClient did."""
        ended = _CAPITALS.search(_name_of(method)[1:])
        if ended is None or self.subject.variable.name.lower().startswith(ended[0].lower()):
            return True
        writes = (each for each in self.accesses if each.operation is Operation.INDEX_WRITE)
        names = (_name_of(each.function) for each in writes if each.function is not None)
        return any(name.endswith(ended[0]) for name in names)

    def _stopped(self) -> str:
        """`delete(s.m, key)` behind the lookup of the one method that stops what it finds there."""
        if self.subject.variable.kind is not sharing.VariableKind.FIELD:
            return ""
        if self._has(Operation.DELETE, Operation.CLEAR, Operation.RANGE, *_ESCAPES):
            return ""
        found = [each for each in self.accesses if _stops_entry(each)]
        if len(found) != 1 or found[0].key is None:
            return ""
        read, key = found[0], found[0].key
        if not operands.is_stable(read.info, key) or not self._is_guarded(read.info, read.node):
            return ""
        info, text = read.info, read.info.file.text
        line = f"delete({text(read.node)}, {text(key)})"
        self.changes.add(insert_after(info.file, read.statement, [line]))
        ended = _name_of(read.function) if read.function is not None else "it"
        self.changes.note(f"after {ended} a key is as one that was never there")
        return f"delete the entry of {self.subject.variable.name} in {ended}"

    def _ending_methods(self) -> Iterator[tuple[FileInfo, Node, str, str]]:
        """Methods of the struct that end something and are given a key: file, node, names."""
        variable = self.subject.variable
        wanted = (variable.type.core or variable.type).key
        for path in variable.info.package.files:
            file = self.subject.context.workspace.file(path)
            for declaration in file.declarations if file is not None else ():
                method = declaration.method
                if method is None or method[0] != variable.owner or declaration.has_error:
                    continue
                if not _ENDS.match(method[1]):
                    continue
                info = self.subject.context.semantics.file(path)
                receiver, keys = _names(info, declaration.node, wanted)
                if receiver and len(keys) == 1:
                    yield info, declaration.node, receiver, keys[0]

    def _is_guarded(self, info: FileInfo, statement: Node) -> bool:
        """Whether the locks of all other writes are held there."""
        graph = sharing.call_graph(self.subject.context.semantics, info.package)
        every = [each for each in self.accesses if each.operation is Operation.INDEX_WRITE]
        writes = [each for each in every if not sharing.is_unshared(each)] or every
        held = [{h.lock for h in sharing.held_at(graph, each) if h.exclusive} for each in writes]
        here = sharing.held_at(graph, sharing.Place(info, statement))
        mine = {each.lock for each in here if each.exclusive}
        return bool(held) and bool(mine.intersection(*held))


_ESCAPES = (
    Operation.RETURN,
    Operation.ARGUMENT,
    Operation.STORE,
    Operation.ADDRESS,
    Operation.CLONE,
    Operation.ITERATOR,
)


def _only_call(read: sharing.Access) -> Node | None:
    """The statement that calls the function which was read, where that is all that is done."""
    found = shape.local_of(read)
    if found is None:
        return None
    calls = []
    for use in shape.uses_after(read, found):
        parent = use.parent
        if parent is not None and parent.type == "call_expression":
            if parent.child_by_field_name("function") != use:
                return None
            calls.append(parent)
        elif not shape.is_compared_with_nil(use):
            return None
    around = ("for_statement", "func_literal", "function_declaration", "method_declaration")
    if len(calls) != 1 or not shape.is_node(
        enclosing(calls[0], *around), enclosing(read.node, *around)
    ):
        return None
    statement: Node | None = calls[0]
    while statement is not None and placement.place_of(statement).standing is not _LIST:
        statement = statement.parent
    return statement


def _stops_entry(read: sharing.Access) -> bool:
    """`w, ok := s.m[key]` in a method that stops things, and goes on to stop w whatever happens."""
    method = read.function
    found = shape.local_of(read)
    if method is None or found is None or read.operation not in shape.LOOKS:
        return False
    listed = read.statement.parent
    if method.type != "method_declaration" or not _STOPS.match(_name_of(method)):
        return False
    if listed is None or listed.parent != method.child_by_field_name("body"):
        return False
    return any(_is_stopped(use, listed) for use in shape.uses_after(read, found))


def _is_stopped(use: Node, listed: Node) -> bool:
    """Whether a use is `w.stop()` in a statement of the list itself, or what that returns."""
    chosen = use.parent
    name = chosen.child_by_field_name("field") if chosen is not None else None
    call = chosen.parent if chosen is not None else None
    if name is None or call is None or call.child_by_field_name("function") != chosen:
        return False
    statement: Node = call
    while statement.parent is not None and statement.parent.type in _PLAIN:
        statement = statement.parent
    return statement.parent == listed and bool(_STOPS.match((name.text or b"").decode()))


_PLAIN = ("expression_statement", "expression_list", "return_statement")


def _name_of(function: Node) -> str:
    name = function.child_by_field_name("name")
    return (name.text or b"").decode() if name is not None else ""


def _is_zero_write(write: sharing.Access) -> bool:
    """Whether a write stores the zero value of the map's values."""
    value = write.value
    if write.operation is not Operation.INDEX_WRITE or value is None:
        return False
    if value.type in _ZEROS:
        return True
    constant = write.info.constant(value)
    return constant is not None and not isinstance(constant, bool) and constant in (0, "", 0.0)


def _asks_presence(read: sharing.Access) -> bool:
    """Whether a lookup has a name for its second result."""
    if read.operation is not Operation.LOOKUP:
        return False
    names = shape.bound_names(read)
    return len(names) != 2 or read.info.file.text(names[1]) != "_"


def _is_lone_write(write: sharing.Access) -> bool:
    """Whether the statement assigns this one entry and does nothing else."""
    statement = write.statement
    left = statement.child_by_field_name("left")
    right = statement.child_by_field_name("right")
    if statement.type != "assignment_statement" or left is None or right is None:
        return False
    plain = operands.operator_of(statement) == "="
    return plain and nodes.expression_items(left) == [write.expression]


def _shortens(info: FileInfo, given: Node, found: Object) -> bool:
    """`s[:n]`, `append(s[:i], s[j:]...)`, `slices.Delete(s, i, j)`."""
    values = nodes.expression_items(given)
    if len(values) != 1 or not shape.mentions(given, info, found):
        return False
    value = values[0]
    if value.type == "slice_expression":
        return True
    function = value.child_by_field_name("function") if value.type == "call_expression" else None
    if function is None:
        return False
    name = info.file.text(function)
    if name == "append":
        return any(each.type == "slice_expression" for each in walk(value))
    return name in ("slices.Delete", "slices.DeleteFunc")


def _names(info: FileInfo, method: Node, wanted: Type) -> tuple[str, list[str]]:
    """The receiver's name, and the parameters that are of the key's type."""
    receiver = method.child_by_field_name("receiver")
    parameters = method.child_by_field_name("parameters")
    own = [name for listed in (receiver,) if listed is not None for name in _declared(listed)]
    keys = []
    for name in _declared(parameters) if parameters is not None else ():
        found = info.object_of(name)
        if found is not None and identical(found.type, wanted) is True:
            keys.append(info.file.text(name))
    return (info.file.text(own[0]) if own else ""), keys


def _declared(listed: Node) -> Iterator[Node]:
    for declaration in nodes.named(listed):
        yield from nodes.children_of(declaration, "name")
