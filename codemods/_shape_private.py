"""A variable of the outer function that a goroutine only uses for itself: it gets its own.

`err = f()` in a goroutine, where nobody else reads what it assigns, is `err := f()`. Where a
parallel subtest reads a variable that the outer function goes on to change it gets a copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._shape_bodies import Body, Order, Shared, Use, statement_of
from gofixmap_codemods._shape_remedy import Remedy

from gofixmap.codemod import (
    Edit,
    access,
    ancestors,
    enclosing,
    identical,
    insert_before,
    nocopy_reason,
    nodes,
    replace_statement,
    sharing,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_IMPLICIT = ("param", "result", "receiver")  # variables that need no use to compile


def private_remedy(shared: Shared) -> Remedy | None:
    """The variable declared inside of each goroutine; None where its value is used elsewhere."""
    writing = [body for body in shared.bodies if _writes(shared.uses(body))]
    if not writing or not _is_self_contained(shared):
        return None
    edits = _together(shared) or _alone(shared)
    if edits is None:
        return None
    what = "subtest" if writing[0].is_subtest else "goroutine"
    return Remedy(
        f"Declare {shared.name} inside of the {what} that uses it",
        f"{shared.name} belongs to the outer function, and a {what} assigns to it",
        edits,
        (f"nothing outside of the {what} reads what it assigns to {shared.name}",),
        next(use.node for use in shared.uses(writing[0]) if use.sets),
    )


def _alone(shared: Shared) -> tuple[Edit, ...] | None:
    """The edits that make this variable private, and no other."""
    edits: list[Edit] = []
    for body in shared.bodies:
        inside = _declared_inside(shared, body)
        if inside is None:
            return None
        edits += inside
    outside = _without_declaration(shared)
    return None if outside is None else (*edits, *outside)


def _together(shared: Shared) -> tuple[Edit, ...] | None:
    """`got, err = f()` made `:=` for all of its variables, where each is private by itself."""
    members = [shared, *_companions(shared)]
    if len(members) == 1:
        return None
    names = frozenset(member.name.encode() for member in members)
    edits: list[Edit] = []
    for member in members:
        outside = _without_declaration(member)
        if outside is None or not _is_self_contained(member):
            return None
        if any(body not in shared.bodies for body in member.bodies):
            return None
        edits += outside
    for body in shared.bodies:
        inside = {_defined(member, body, names) for member in members if member.uses(body)}
        made = inside.pop() if len(inside) == 1 else None  # the same statements for all of them
        if made is None:
            return None
        edits += made
    return tuple(edits)


def _companions(shared: Shared) -> Iterator[Shared]:
    """The other locals of the same function that are assigned together with the variable."""
    seen = {shared.object.span.start}
    for mention in shared.mentions:
        statement = access.access_of(shared.info, mention).statement
        left = statement.child_by_field_name("left")
        if statement.type != "assignment_statement" or left is None:
            continue
        for target in nodes.expression_items(left):
            found = shared.info.object_of(target) if target.type == "identifier" else None
            if found is None or found.kind != "var" or found.span.start in seen:
                continue
            seen.add(found.span.start)
            variable = sharing.variable_of_object(shared.context.semantics, found)
            inside = any(body.holds(target) for body in shared.bodies)
            if variable is not None and inside and found.function == shared.object.function:
                yield Shared(shared.context, variable, found)


def _writes(uses: Sequence[Use]) -> bool:
    return any(use.sets for use in uses)


def _is_self_contained(shared: Shared) -> bool:
    """Whether no value of the variable passes between a goroutine and the code around it."""
    for body in shared.bodies:
        order = Order(shared.info, body.block, shared.uses(body))
        if order.unplaced or any(order.first_reads([0])):
            return False
    outside = shared.uses(None)
    # Another literal runs nobody knows when, and through a pointer anybody may read.
    if any(use.is_nested or use.access.kind in _HIDDEN for use in outside):
        return False
    order = Order(shared.info, shared.block, [use for use in outside if not _is_header(use)])
    returns = _bare_returns(shared, order)
    return not any(
        any(order.first_reads(order.after(body.start), returns)) for body in shared.bodies
    )


_HIDDEN = (access.Kind.ADDRESS, access.Kind.UNKNOWN)


def _is_header(use: Use) -> bool:
    """Whether a mention is the declaration of a parameter or result."""
    parent = use.node.parent
    return parent is not None and parent.type.endswith("parameter_declaration")


def _bare_returns(shared: Shared, order: Order) -> frozenset[int]:
    """The points that return a named result without saying so."""
    if shared.object.role != "result":
        return frozenset()
    return frozenset(
        index
        for index, point in enumerate(order.flow.points)
        if point.node is not None
        and point.node.type == "return_statement"
        and not nodes.named(point.node)
    )


def _without_declaration(shared: Shared) -> tuple[Edit, ...] | None:
    """What becomes of the outer declaration: nothing, or it goes where no use is left of it."""
    outside = [use for use in shared.uses(None) if use.node.start_byte != shared.object.span.start]
    if shared.object.role in _IMPLICIT or any(not use.sets for use in outside):
        return ()
    spec = shared.variable.declaration
    statement = spec.parent
    while statement is not None and statement.type.startswith("var_spec"):
        statement = statement.parent
    if outside or spec.type != "var_spec" or statement is None:
        return None
    alone = len(nodes.named(statement)) == 1 and len(spec.children_by_field_name("name")) == 1
    if (
        not alone
        or spec.child_by_field_name("value") is not None
        or b"(" in (statement.text or b"")
    ):
        return None
    return replace_statement(shared.info.file, statement, [])


def _declared_inside(shared: Shared, body: Body) -> tuple[Edit, ...] | None:
    """The edits that give one goroutine a variable of its own; None where they cannot be made."""
    uses = shared.uses(body)
    setting = [use for use in uses if use.sets]
    if all(use.sets for use in uses):
        return tuple(_blanked(shared, use) for use in setting)
    names = frozenset((shared.name.encode(),))
    return _defined(shared, body, names) or _declared_at_top(shared, body)


def _defined(shared: Shared, body: Body, names: frozenset[bytes]) -> tuple[Edit, ...] | None:
    """`=` made `:=` where the value is first set; the statement may set all of `names`."""
    uses = shared.uses(body)
    if all(use.sets for use in uses):
        return None
    islands = _islands(shared, uses, names)
    if islands is not None:
        return tuple(islands)
    statement = uses[0].access.statement
    block = _common_list(uses, body)
    if block is None or not uses[0].sets or statement.parent != block:
        return None
    if _declares_name(block, shared.name) or not _is_definable(shared, statement, names):
        return None
    return (_define(shared, statement),)


def _blanked(shared: Shared, use: Use) -> Edit:
    return Edit(shared.info.path, use.node.start_byte, use.node.end_byte, "_")


def _islands(shared: Shared, uses: Sequence[Use], names: frozenset[bytes]) -> list[Edit] | None:
    """`if err = f(); err != nil` made `:=`, where such statements hold all uses."""
    edits: list[Edit] = []
    end = -1
    for use in uses:
        if use.node.start_byte < end:
            continue
        statement = use.access.statement
        holder = statement.parent
        if not use.sets or holder is None or holder.type not in _HEADED:
            return None
        is_init = holder.child_by_field_name("initializer") == statement
        if not is_init or not _is_definable(shared, statement, names):
            return None
        edits.append(_define(shared, statement))
        end = holder.end_byte
    return edits


_HEADED = ("if_statement", "expression_switch_statement", "type_switch_statement")


def _is_definable(shared: Shared, statement: Node, names: frozenset[bytes]) -> bool:
    """Whether `=` can become `:=` here: only `names` are assigned, and the type is the same."""
    left, right = (statement.child_by_field_name(side) for side in ("left", "right"))
    operator = statement.child_by_field_name("operator")
    if statement.type != "assignment_statement" or left is None or right is None:
        return False
    if operator is None or operator.type != "=":
        return False
    targets = [target.text or b"" for target in nodes.expression_items(left)]
    wanted = shared.name.encode()
    if {target for target in targets if target != b"_"} != names & set(targets):
        return False
    values = nodes.expression_items(right)
    if len(values) == 1:
        types = shared.info.types_of(values[0])
    else:
        types = tuple(shared.info.type_of(value) for value in values)
    index = targets.index(wanted)
    return index < len(types) and identical(types[index], shared.object.type) is True


def _define(shared: Shared, statement: Node) -> Edit:
    operator = statement.child_by_field_name("operator")
    assert operator is not None
    return Edit(shared.info.path, operator.start_byte, operator.end_byte, ":=")


def _common_list(uses: Sequence[Use], body: Body) -> Node | None:
    """The innermost statement list of the body that holds all uses."""
    first, last = uses[0].node, uses[-1].node
    for each in ancestors(first, body.literal):
        if each.type == "statement_list" and last.end_byte <= each.end_byte:
            return each
    return None


def _declares_name(block: Node, name: str) -> bool:
    """Whether a statement of the list declares the name itself."""
    wanted = name.encode()
    for statement in nodes.named(block):
        if statement.type == "short_var_declaration":
            left = statement.child_by_field_name("left")
            if left is not None and wanted in [e.text for e in nodes.expression_items(left)]:
                return True
        elif statement.type in _DECLARATIONS and wanted in (statement.text or b""):
            return True
    return False


_DECLARATIONS = ("var_declaration", "const_declaration", "type_declaration")


def _declared_at_top(shared: Shared, body: Body) -> tuple[Edit, ...] | None:
    """`var err error` as the first statement of the goroutine."""
    listed = nodes.first_named(body.block)
    first = nodes.first_named(listed) if listed is not None else None
    if listed is None or first is None or _declares_name(listed, shared.name):
        return None
    text = shared.info.type_text(shared.object.type, first)
    if text is None:
        return None
    return insert_before(shared.info.file, first, [f"var {shared.name} {text}"])


def copied_remedy(shared: Shared) -> Remedy | None:
    """`x := x` before each parallel subtest that only reads what the outer function changes."""
    bodies = [body for body in shared.bodies if body.is_subtest]
    reading = access.Kind.READ, access.Kind.FEED
    if not bodies or len(bodies) != len(shared.bodies):
        return None
    if isinstance(nocopy_reason(shared.object.type), str):
        return None
    if any(use.access.kind not in reading for body in bodies for use in shared.uses(body)):
        return None
    edits = [edit for body in bodies for edit in _copied_before(shared, body)]
    if len(edits) < len(bodies):
        return None
    return Remedy(
        f"Copy {shared.name} before the subtest that reads it",
        f"parallel subtests read {shared.name} while the outer function changes it",
        tuple(edits),
        (),
        shared.uses(bodies[0])[0].node,
    )


def _copied_before(shared: Shared, body: Body) -> Iterator[Edit]:
    """The copy in front of the statement; nothing where a later write would meet the copy."""
    statement = statement_of(body.start)
    block = statement.parent
    loop = enclosing(statement, "for_statement")
    if block is None or block.type != "statement_list" or loop is None:
        return
    if loop.end_byte <= shared.object.span.start or _declares_name(block, shared.name):
        return
    if loop.start_byte < shared.object.span.start and block.start_byte < shared.object.span.start:
        return  # each iteration has a variable of its own already
    behind = [
        use
        for use in shared.uses(None)
        if statement.end_byte <= use.node.start_byte < block.end_byte
        and use.access.kind not in (access.Kind.READ, access.Kind.FEED)
    ]
    if not behind:
        text = f"{shared.name} := {shared.name}"
        yield from insert_before(shared.info.file, statement, [text])
