"""How a lost change is kept: a copy is stored back, or the element is written instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._writeback_parts import Declined, Namer
from gofixmap_codemods._writeback_reread import change_entries, is_used_beside
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    Span,
    access,
    ancestors,
    insert_after,
    is_addressable,
    mutation,
    nocopy_reason,
    nodes,
    operands,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object, Type

_LEAVING = ("return_statement", "break_statement", "continue_statement", "goto_statement")


class Copy(Struct, frozen=True):
    """`v := m[k]` or `v, ok := m[k]` (then `ok` is that name) and the function's body."""

    declaration: Node
    variable: Object
    index: Node
    ok: str
    region: Node


class Loop(Struct, frozen=True):
    """A range loop; `names` are its one or two variables, `variable` is the value."""

    statement: Node
    clause: Node
    body: Node
    operand: Node
    names: tuple[Node, ...]
    variable: Object


def store_copy(info: FileInfo, copy: Copy, lost: Sequence[mutation.Write]) -> list[Edit]:
    """Edits that store the copy back after the last write of each block."""
    _check_copyable(copy.variable)
    if not operands.is_stable(info, copy.index):
        raise Declined("map-may-change")
    last = max(lost, key=lambda write: write.node.start_byte).node
    end = _reached_until(copy.declaration, last)
    if _may_change(info, copy.region, copy.index, copy.declaration.end_byte, end):
        raise Declined("map-may-change")
    _check_visible(info, [copy.index], lost)
    if copy.ok not in ("", "_") and _is_ok_changed(info, copy, lost):
        raise Declined("shadowed")
    store = f"{info.file.text(copy.index)} = {copy.variable.name}"
    edits: list[Edit] = []
    for write in _last_writes(lost):
        text = store
        if copy.ok and _is_missing(info, copy, write):
            continue
        if copy.ok and not _is_guarded(info, copy, write):
            if copy.ok == "_":
                raise Declined("map-may-change")
            text = f"if {copy.ok} {{\n\t{store}\n}}"
        edits += insert_after(info.file, write, [text])
    if not edits:
        raise Declined("missing-entry")
    return edits


def store_loop(namer: Namer, loop: Loop, lost: Sequence[mutation.Write]) -> list[Edit]:
    """Edits that make a range loop change the elements."""
    info = namer.info
    kind = info.type_of(loop.operand)
    if kind.is_chan or kind.is_func:
        raise Declined("nothing-to-store")
    if not operands.is_stable(info, loop.operand) or operands.has_call_or_receive(
        info, loop.operand
    ):
        raise Declined("range-operand")
    if operands.is_made_here(loop.operand):
        raise Declined("range-operand")
    _check_visible(info, [loop.operand, *loop.names[:1]], lost)
    if kind.is_map:
        return _store_map(namer, loop, lost)
    if kind.is_array and is_addressable(info, loop.operand) is not True:
        raise Declined("range-operand")
    return _store_elements(namer, loop, lost)


# Maps


def _store_map(namer: Namer, loop: Loop, lost: Sequence[mutation.Write]) -> list[Edit]:
    info = namer.info
    _check_copyable(loop.variable)
    if _is_assigned(info, loop.operand, loop.body):
        raise Declined("range-operand")
    key, edits = _first_name(namer, loop, "k", "key")
    last = max(lost, key=lambda write: write.node.start_byte).node
    start, end = loop.body.start_byte, last.end_byte
    if _is_reassigned(info, loop.names[0], loop.body):
        raise Declined("map-may-change")
    if _changes_map(info, loop.body, loop.operand, start, end, calls=False):
        raise Declined("map-may-change")
    entry = f"{_operand_text(info, loop.operand)}[{key}]"
    if _changes_map(info, loop.body, loop.operand, start, end):
        if not is_used_beside(namer, loop.variable, loop.body, lost):
            edits = [Edit(info.path, *_span_of_names(loop), key)]
        return edits + change_entries(namer, loop.variable, entry, lost)
    for write in _last_writes(lost):
        edits += insert_after(info.file, write, [f"{entry} = {loop.variable.name}"])
    return edits


def _span_of_names(loop: Loop) -> tuple[int, int]:
    return loop.names[0].start_byte, loop.names[-1].end_byte


# Slices and arrays


def _store_elements(namer: Namer, loop: Loop, lost: Sequence[mutation.Write]) -> list[Edit]:
    """Only the root of each written part is replaced: `v.f = x` becomes `s[i].f = x`."""
    info = namer.info
    if _is_assigned(info, loop.operand, loop.body):
        raise Declined("range-operand")
    if _is_reassigned(info, loop.names[0], loop.body) or _is_handed_out(info, loop):
        raise Declined("range-operand")
    roots = [root for write in lost if (root := _root(info, write, loop.variable)) is not None]
    reads = info.uses_in(loop.variable, loop.body)
    kept = [use for use in reads if use not in roots]
    if info.type_of(loop.operand).is_array and _reads_operand(info, loop):
        raise Declined("range-operand")
    index, edits = _first_name(namer, loop, "i", "j", "index")
    element = f"{_operand_text(info, loop.operand)}[{index}]"
    path = info.file.path
    written = {root.start_byte for root in roots}
    fed = _fed(info, lost, kept)
    edits += [Edit(path, root.start_byte, root.end_byte, element) for root in [*roots, *fed]]
    if not [use for use in kept if use not in fed]:
        left = loop.clause.child_by_field_name("left")
        assert left is not None and written
        edits = [edit for edit in edits if edit.start >= left.end_byte]
        edits.append(Edit(path, left.start_byte, left.end_byte, index))
    return edits


def _is_handed_out(info: FileInfo, loop: Loop) -> bool:
    """Whether a call in the body gets hold of what the range operand is a part of: a shorter slice
    may be there when it returns. An array keeps its length."""
    if not info.type_of(loop.operand).is_slice or operands.is_firm(info, loop.operand):
        return False
    parts = {info.file.text(part) for part in operands.evaluated(loop.operand)}
    parts.discard(info.file.text(loop.operand))
    for call in operands.evaluated(loop.body):
        if call.type != "call_expression" or not operands.runs_code(info, call):
            continue
        function = call.child_by_field_name("function")
        owner = function.child_by_field_name("operand") if function is not None else None
        if loop.operand.type == "identifier" and owner is None:
            return True  # a function beside a variable of the package, or one that a closure has
        given = [each for each in (owner, *operands.arguments_of(call)) if each is not None]
        if any(info.file.text(each).lstrip("&") in parts for each in given):
            return True
        if any(info.file.text(each) == "&" + info.file.text(loop.operand) for each in given):
            return True
    return False


def _fed(info: FileInfo, lost: Sequence[mutation.Write], uses: Sequence[Node]) -> list[Node]:
    """Reads inside a write of its own old value: `v.list = append(v.list, x)`."""
    return [
        use
        for use in uses
        if any(
            write.accumulates and write.node.start_byte <= use.start_byte < write.node.end_byte
            for write in lost
        )
    ]


def _root(info: FileInfo, write: mutation.Write, variable: Object) -> Node | None:
    uses = info.uses_in(variable, write.target)
    return uses[0] if uses else None


def _reads_operand(info: FileInfo, loop: Loop) -> bool:
    """A range over an array iterates over a copy; a read of the array would see the writes."""
    wanted = info.file.text(loop.operand)
    return any(
        node.type == loop.operand.type and info.file.text(node) == wanted
        for node in operands.evaluated(loop.body)
    )


def _first_name(namer: Namer, loop: Loop, *words: str) -> tuple[str, list[Edit]]:
    """The name of the key or index variable, made where it is blank."""
    file = namer.info.file
    first = loop.names[0]
    text = file.text(first)
    if text != "_":
        return text, []
    name = namer.first_of(loop.body, *words)
    return name, [Edit(file.path, first.start_byte, first.end_byte, name)]


def _operand_text(info: FileInfo, operand: Node) -> str:
    """The operand so that an index may follow it: `(*p)[i]`."""
    text = info.file.text(operand)
    return f"({text})" if operand.type == "unary_expression" else text


# What may happen in between


def _is_ok_changed(info: FileInfo, copy: Copy, lost: Sequence[mutation.Write]) -> bool:
    """Whether the comma-ok result has another value or meaning where the copy is written."""
    end = copy.declaration.end_byte
    found = next(
        (each for each in operands.names_in(info, copy.declaration) if each.name == copy.ok), None
    )
    if found is None or any(info.lookup(copy.ok, write.node) is not found for write in lost):
        return True
    return any(
        use.start_byte > end and access.access_of(info, use).kind is not access.Kind.READ
        for use in info.uses_in(found, copy.region)
    )


def _check_copyable(variable: Object) -> None:
    reason = nocopy_reason(variable.type)
    if isinstance(reason, str):
        raise Declined("no-copy", type=reason)


def _is_guarded(info: FileInfo, copy: Copy, write: Node) -> bool:
    """Whether the write runs only where the comma-ok result is true."""
    for around in [write, *ancestors(write)]:
        if around.type == "if_statement" and _is_branch_of(info, around, copy, write):
            return True
        previous = around.prev_named_sibling
        while previous is not None and previous.start_byte > copy.declaration.start_byte:
            if _leaves_without(info, previous, copy):
                return True
            previous = previous.prev_named_sibling
    return False


def _is_missing(info: FileInfo, copy: Copy, write: Node) -> bool:
    """Whether the write runs only where there is no entry: `if !ok {`, or the else of `if ok`."""
    for around in ancestors(write):
        condition = around.child_by_field_name("condition")
        if around.type != "if_statement" or condition is None:
            continue
        text = info.file.text(condition)
        if text == copy.ok and _is_in(around, "alternative", write):
            return True
        if text == f"!{copy.ok}" and _is_in(around, "consequence", write):
            return True
    return False


def _is_in(branch: Node, part: str, write: Node) -> bool:
    inside = branch.child_by_field_name(part)
    return inside is not None and inside.start_byte <= write.start_byte < inside.end_byte


def _is_branch_of(info: FileInfo, branch: Node, copy: Copy, write: Node) -> bool:
    """`if ok {` (or `ok && ...`) with the write in its consequence."""
    condition = branch.child_by_field_name("condition")
    if condition is None or not _is_in(branch, "consequence", write):
        return False
    while condition.type == "binary_expression" and operands.operator_of(condition) == "&&":
        left = condition.child_by_field_name("left")
        if left is None:
            return False
        condition = left
    return info.file.text(condition) == copy.ok


def _leaves_without(info: FileInfo, statement: Node, copy: Copy) -> bool:
    """`if !ok { return }`, or another way out."""
    if statement.type != "if_statement":
        return False
    condition = statement.child_by_field_name("condition")
    consequence = statement.child_by_field_name("consequence")
    if condition is None or consequence is None:
        return False
    if info.file.text(condition) != f"!{copy.ok}":
        return False
    inside = [node for child in nodes.named(consequence) for node in nodes.named(child)]
    last = inside[-1] if inside else None
    if last is None:
        return False
    return last.type in _LEAVING or (
        last.type == "expression_statement" and mutation.never_returns(info, last)
    )


def _check_visible(info: FileInfo, parts: Sequence[Node], lost: Sequence[mutation.Write]) -> None:
    """Declines where a name of the parts is declared again around one of the writes."""
    for part in parts:
        for found in operands.names_in(info, part):
            for write in lost:
                if found.name != "_" and info.lookup(found.name, write.node) is not found:
                    raise Declined("shadowed")


def _last_writes(lost: Sequence[mutation.Write]) -> Iterator[Node]:
    """The last writing statement of each block, unless a later write of an outer block is sure to
    run after it."""
    by_block: dict[tuple[int, int], Node] = {}
    for write in sorted(lost, key=lambda each: each.node.start_byte):
        block = write.node.parent
        assert block is not None
        by_block[block.start_byte, block.end_byte] = write.node
    for (start, _), statement in by_block.items():
        if not any(_surely_follows(statement, other, start) for other in by_block.values()):
            yield statement


def _surely_follows(statement: Node, other: Node, block_start: int) -> bool:
    outer = other.parent
    if outer is None or other.start_byte <= statement.start_byte:
        return False
    if not (outer.start_byte <= block_start and statement.end_byte <= outer.end_byte):
        return False
    member: Node = statement
    while member.parent is not None and member.parent != outer:
        member = member.parent
    return not any(node.type in _LEAVING for node in operands.evaluated(member))


def _reached_until(declaration: Node, write: Node) -> int:
    """The offset up to which code can run between the copy and its write: a loop that holds the
    write and not the copy runs whole."""
    end = write.end_byte
    for around in ancestors(write):
        if around.start_byte <= declaration.start_byte:
            break
        if around.type == "for_statement":
            end = max(end, around.end_byte)
    return end


def _may_change(info: FileInfo, region: Node, index: Node, start: int, end: int) -> bool:
    """Whether code between the offsets may change the entry, or which entry the index means."""
    table, key = index.child_by_field_name("operand"), index.child_by_field_name("index")
    if table is None or key is None:
        return True
    if _changes_map(info, region, table, start, end, key):
        return True
    names = {found.span for found in operands.names_in(info, index)}
    return any(_assigns(info, node, names) for node in _between(region, start, end))


def _changes_map(
    info: FileInfo,
    region: Node,
    table: Node,
    start: int,
    end: int,
    key: Node | None = None,
    *,
    calls: bool = True,
) -> bool:
    """With `calls` false only what the region itself does counts, not what it calls."""
    out_of_reach = operands.is_private_map(info, table) and (
        key is None or operands.is_firm(info, key)
    )
    kind = info.type_of(table).underlying
    for node in _between(region, start, end):
        if node.type == "call_expression":
            if operands.predeclared_callee(info, node) in ("delete", "clear"):
                return True
            if calls and not out_of_reach and operands.runs_code(info, node):
                return True
        if node.type == "unary_expression" and operands.operator_of(node) == "<-":
            return True
        if node.type in ("send_statement", "select_statement"):
            return True
        if _stores_into(info, node, kind):
            return True
    return False


def _stores_into(info: FileInfo, node: Node, kind: Type) -> bool:
    """An assignment to an element of a map of the same type."""
    for target in _targets(node):
        operand = target.child_by_field_name("operand")
        if target.type != "index_expression" or operand is None:
            continue
        found = info.type_of(operand)
        if found.is_unknown or (
            found.is_map and str(found.underlying) == str(getattr(kind, "underlying", ""))
        ):
            return True
    return False


def _targets(node: Node) -> list[Node]:
    if node.type in ("inc_statement", "dec_statement"):
        return nodes.named(node)[:1]
    if node.type in ("assignment_statement", "range_clause", "receive_statement"):
        left = node.child_by_field_name("left")
        return [] if left is None else nodes.expression_items(left)
    return []


def _assigns(info: FileInfo, node: Node, names: set[Span]) -> bool:
    """Whether a statement assigns to one of the variables, or through a pointer or field."""
    for target in _targets(node):
        for found in operands.names_in(info, target):
            if found.span in names:
                return True
    return False


def _between(region: Node, start: int, end: int) -> Iterator[Node]:
    """What is evaluated inside the region between two offsets."""
    for node in operands.evaluated(region):
        if node.start_byte >= start and node.start_byte < end:
            yield node


def _is_assigned(info: FileInfo, operand: Node, body: Node) -> bool:
    """Whether the body assigns to a variable or field that the range operand is made of."""
    names: set[Span] = {found.span for found in operands.names_in(info, operand)}
    parts = {info.file.text(part) for part in operands.evaluated(operand)}
    for node in operands.evaluated(body):
        for target in _targets(node):
            if target.type != "identifier" and info.file.text(target).strip("()*") in parts:
                return True
            if target.type == "identifier" and any(
                found.span in names for found in operands.names_in(info, target)
            ):
                return True
    return False


def _is_reassigned(info: FileInfo, name: Node, body: Node) -> bool:
    """Whether the body assigns to the key or index variable, or takes its address."""
    found = info.object_of(name)
    if found is None:
        return info.file.text(name) != "_"
    changed = mutation.mutation_of(info, found, body)
    return bool(changed.writes) or any(
        access.kind.value in ("address", "unknown") for access in changed.accesses
    )
