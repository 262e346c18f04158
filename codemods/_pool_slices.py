"""Slices that serve as scratch memory: pooled by pointer, and written back where they grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._pool_local import Local, Refused
from gofixmap_codemods._pool_recipe import Recipe, pool_name

from gofixmap.codemod import lifetime, nodes, operands, pattern

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_SECRET = pattern(r"(?i)passw|secret|token|credential|private|(?:^|_)key$|[a-z]Key$|nonce|salt")
_APPENDING = pattern(r"(?:^|[.)])Append\w*$|^append$")
_FILLING = pattern(
    r"^io\.(?:ReadFull|ReadAtLeast|CopyBuffer)$|\.(?:Read|ReadAt|ReadFrom\w*|ReadMsg\w*)$"
)
_FREE = (1, 21)  # the version that has clear


def slice_recipe(local: Local) -> Recipe | None:
    """Raises Refused for a slice that a pool would be wrong for."""
    sizes = _sizes(local)
    if sizes is None:
        return None
    info = local.info
    element = local.type.element
    if lifetime.carries(element) or element.is_string or element.is_interface:
        raise Refused("element-pins", info, local.name, str(local.type))
    if is_secret(local.text):
        raise Refused("secret", info, local.name)
    kind = info.type_text(local.type, local.top)
    if kind is None:
        raise Refused("unspellable-type", info, local.name, str(local.type))
    length, capacity = sizes
    if _is_grown(local):
        return _growing(local, kind, length, capacity)
    if length is None or capacity is not None:
        raise Refused("not-fresh", info, local.name)
    if _shared_constant(info, length) is not None:
        return _fixed(local, kind, length)
    return _dynamic(local, kind, length)


def is_secret(name: str) -> bool:
    return _SECRET.search(name) is not None


def _sizes(local: Local) -> tuple[Node | None, Node | None] | None:
    """Length and capacity of what make gives; of a slice without elements neither."""
    value = local.value
    if value is None:
        is_plain = local.declaration.type == "var_spec" and not local.others
        return (None, None) if is_plain and _is_grown(local) else None
    if value.type == "composite_literal":
        return (None, None) if local.info.file.text(value).endswith("{}") else None
    if value.type != "call_expression" or operands.predeclared_callee(local.info, value) != "make":
        return None
    given = operands.arguments_of(value)
    if len(given) < 2:
        return None
    return given[1], given[2] if len(given) > 2 else None


def _element_size(local: Local) -> int:
    return local.info.size_of(local.type.element) or 1


def _unit(local: Local) -> str:
    return "bytes" if _element_size(local) == 1 else "elements"


def _shared_constant(info: FileInfo, node: Node) -> int | None:
    value = info.constant(node)
    return value if isinstance(value, int) else None


def constant_text(info: FileInfo, node: Node) -> str:
    """A constant as it can be written at package level: by its name, or by its value."""
    if any(found.is_local for found in operands.names_in(info, node)):
        return str(info.constant(node))
    return info.file.text(node)


# The three shapes


def _fixed(local: Local, kind: str, length: Node) -> Recipe:
    info, name = local.info, local.text
    count = _shared_constant(info, length) or 0
    return Recipe(
        stem=pool_name(local, "scratch"),
        pointer=f"*{kind}",
        made=(f"b := make({kind}, {constant_text(info, length)})", "return &b"),
        taken=f"<ptr> := <pool>.Get().(*{kind})",
        renewed=(f"{name} := *<ptr>", *_cleared(local)),
        returned="<ptr>",
        size=count * _element_size(local),
        can_stay=count * _element_size(local) <= _STACK,
    )


_STACK = 64 << 10  # cmd/compile, ir.MaxImplicitStackVarSize


def _dynamic(local: Local, kind: str, length: Node) -> Recipe:
    info, name = local.info, local.text
    if not operands.is_stable(info, length):
        raise Refused("size-is-computed", info, length)
    count = info.file.text(length)
    if str(info.type_of(length)) not in ("int", "untyped int"):
        count = f"int({count})"
    return Recipe(
        stem=pool_name(local, "scratch"),
        pointer=f"*{kind}",
        made=(f"return new({kind})",),
        taken=f"<ptr> := <pool>.Get().(*{kind})",
        renewed=(
            f"if cap(*<ptr>) < {count} {{\n\t*<ptr> = make({kind}, {count})\n}}",
            f"{name} := (*<ptr>)[:{count}]",
            *_cleared(local),
        ),
        condition="cap(*<ptr>) <= <limit>",
        returned="<ptr>",
        unit=_unit(local),
    )


def _growing(local: Local, kind: str, length: Node | None, capacity: Node | None) -> Recipe:
    info, name = local.info, local.text
    if length is not None and info.constant(length) != 0:
        raise Refused("reassigned", info, local.name)
    room = _shared_constant(info, capacity) if capacity is not None else None
    made: tuple[str, ...] = (f"return new({kind})",)
    renewed = [f"{name} := (*<ptr>)[:0]"]
    if capacity is not None and room is not None:
        text = constant_text(info, capacity)
        made = (f"b := make({kind}, 0, {text})", "return &b")
    elif capacity is not None:
        if not operands.is_stable(info, capacity):
            raise Refused("size-is-computed", info, capacity)
        count = info.file.text(capacity)
        renewed.insert(0, f"if cap(*<ptr>) < {count} {{\n\t*<ptr> = make({kind}, 0, {count})\n}}")
    return Recipe(
        stem=pool_name(local, "scratch"),
        pointer=f"*{kind}",
        made=made,
        taken=f"<ptr> := <pool>.Get().(*{kind})",
        renewed=tuple(renewed),
        cleaned=(f"*<ptr> = {name}",),
        condition=f"cap({name}) <= <limit>",
        returned="<ptr>",
        puts_later=True,
        size=None if room is None else room * _element_size(local),
        room=room or 0,
        unit=_unit(local),
        may_append=True,
    )


def _cleared(local: Local) -> tuple[str, ...]:
    """make gives zeros; what another call has left in the slice must not be seen."""
    if _is_only_filled(local):
        return ()
    version = local.info.semantics.workspace.language_version(local.info.path)
    if version >= _FREE:
        return (f"clear({local.text})",)
    return (f"for i := range {local.text} {{\n\t{local.text}[i] = 0\n}}",)


# How the slice is used


def _is_grown(local: Local) -> bool:
    return any(assigned_value(each) is not None for each in local.uses)


def assigned_value(use: Node) -> Node | None:
    """What a plain assignment gives to the variable that is its whole left side."""
    listed = use.parent
    statement = listed.parent if listed is not None else None
    if listed is None or statement is None or statement.type != "assignment_statement":
        return None
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    if left != listed or left is None or right is None:
        return None
    targets, values = nodes.expression_items(left), nodes.expression_items(right)
    if len(targets) != len(values):
        return values[0]
    return values[targets.index(use)]


def is_own_memory(info: FileInfo, value: Node, name: bytes) -> bool:
    """`append(name, x)`, `strconv.AppendInt(name, 1, 10)`, `name[:n]`: of the variable's memory."""
    value = nodes.unparenthesized(value)
    if value.type == "slice_expression":
        operand = value.child_by_field_name("operand")
        start = value.child_by_field_name("start")
        return (
            operand is not None
            and (operand.text == name or is_own_memory(info, operand, name))
            and (start is None or info.constant(start) == 0)
        )
    if value.type != "call_expression" or not _APPENDING.search(lifetime.called_name(info, value)):
        return False
    given = operands.arguments_of(value)
    return any(each.text == name or is_own_memory(info, each, name) for each in given[:1])


def _is_only_filled(local: Local) -> bool:
    """Whether the slice is only ever read into, and then looked at as far as that reached."""
    counts: set[str] = set()
    for use in local.uses:
        call = _call_of(use)
        if call is not None and _FILLING.search(lifetime.called_name(local.info, call)):
            counts |= _results(local.info, call)
            continue
        slice_ = use.parent
        if slice_ is None or slice_.type != "slice_expression" or not _is_cut(slice_, counts):
            return False
    return bool(local.uses)


def _call_of(use: Node) -> Node | None:
    listed = use.parent
    if listed is None or listed.type != "argument_list":
        return None
    return listed.parent


def _results(info: FileInfo, call: Node) -> set[str]:
    """The names of locals that a call's results are declared as."""
    listed = call.parent
    statement = listed.parent if listed is not None else None
    if statement is None or statement.type not in (
        "short_var_declaration",
        "assignment_statement",
    ):
        return set()
    left = statement.child_by_field_name("left")
    return {info.file.text(each) for each in nodes.expression_items(left)[:1]} if left else set()


def _is_cut(slice_: Node, counts: set[str]) -> bool:
    start, end = slice_.child_by_field_name("start"), slice_.child_by_field_name("end")
    text = (end.text or b"").decode() if end is not None else ""
    return (start is None or start.text == b"0") and text in counts
