"""Where a map or a field loses what it owns: overwritten, deleted, cleared, made anew."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.codemod import enclosing, lifetime, nodes, sharing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo

    RulesOut = Callable[[FileInfo, Node, str, Node | None, lifetime.Release], bool]

Operation = sharing.Operation
_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


class Loss(Struct, frozen=True):
    """One place where a variable, or an element of it, ceases to hold what it held.

    `kind`: "element" (`m[k] = x`), "field" (`s.f = x`, also of package variables), "delete",
    "clear" or "remake" (`m = make(..)`). `target` is what is assigned or the map, `value` the new
    value where one expression gives it.
    """

    kind: str
    info: FileInfo
    variable: sharing.Variable
    access: sharing.Access
    statement: Node
    target: Node
    value: Node | None
    key: Node | None
    release: lifetime.Release

    @property
    def function(self) -> Node:
        found = enclosing(self.statement, *_FUNCTIONS)
        assert found is not None
        return found

    @property
    def map_text(self) -> str:
        return self.info.file.text(self.access.node)


def loss_at(
    context: Context,
    info: FileInfo,
    site: Node,
    target: Node,
    rules_out: RulesOut | None = None,
    is_quiet: Callable[[Loss], bool] | None = None,
) -> Loss | None:
    """The loss that an assignment to `target`, or a call of delete or clear, is; None for none.

    `rules_out` is asked before it is known what the variable is, and `is_quiet` before it is known
    where else that is used.
    """
    if info.file.is_test or enclosing(site, *_FUNCTIONS) is None:
        return None
    place = _place(info, site, target)
    if place is None:
        return None
    kind, named = place
    shown = info.type_of(named)
    owner = lifetime.release_of(info, shown.element if kind != "field" else shown)
    if owner is None:
        return None
    value = _value(site, target) if site.type == "assignment_statement" else None
    if rules_out is not None and rules_out(info, site, kind, value, owner):
        return None
    variable = sharing.variable_denoted(info, named)
    if variable is None or not is_long_lived(variable):
        return None
    access = access_at(context, variable, info, named)
    if access is None:
        return None
    statement = site if site.type == "assignment_statement" else (site.parent or site)
    loss = Loss(kind, info, variable, access, statement, target, value, access.key, owner)
    if is_quiet is not None and is_quiet(loss):
        return None
    return replace(loss, release=_as_elsewhere(context, variable, info, owner))


def _place(info: FileInfo, site: Node, target: Node) -> tuple[str, Node] | None:
    """The kind of loss, and the expression that names the variable."""
    node = nodes.unparenthesized(target)
    if site.type == "call_expression":
        function = site.child_by_field_name("function")
        found = info.object_of(function) if function is not None else None
        if found is None or found.kind != "builtin" or _is_local(info, node):
            return None
        if not info.type_of(node).is_map:
            return None
        return found.name, node
    if sharing_operator(site) != "=":
        return None
    if node.type == "index_expression":
        operand = node.child_by_field_name("operand")
        if operand is None or _is_local(info, operand) or not info.type_of(operand).is_map:
            return None
        return "element", nodes.unparenthesized(operand)
    if node.type not in ("selector_expression", "identifier") or _is_local(info, node):
        return None
    if info.type_of(node).is_map:
        return "remake", node
    return "field", node


def _is_local(info: FileInfo, node: Node) -> bool:
    node = nodes.unparenthesized(node)
    found = info.object_of(node) if node.type == "identifier" else None
    return found is not None and found.is_local


def sharing_operator(statement: Node) -> str:
    return next((child.type for child in statement.children if not child.is_named), "")


def is_long_lived(variable: sharing.Variable) -> bool:
    """Whether a variable outlives the functions that use it: no local, and none of a test.

    The fields of other people's types are theirs.
    """
    kinds = (sharing.VariableKind.FIELD, sharing.VariableKind.PACKAGE)
    is_ours = not PurePosixPath(variable.path).is_absolute()
    return variable.kind in kinds and is_ours and not variable.info.file.is_test


def access_at(
    context: Context, variable: sharing.Variable, info: FileInfo, node: Node
) -> sharing.Access | None:
    """The access to the variable that an expression is."""
    for access in accesses_beside(context, variable, info, node):
        if access.path == info.path and access.node.start_byte == node.start_byte:
            return access
    return None


def accesses_beside(
    context: Context, variable: sharing.Variable, info: FileInfo, node: Node
) -> tuple[sharing.Access, ...]:
    """The accesses to the variable in the top-level declaration around a node."""
    around = info.file.declaration_at(node.start_byte)
    declarations = (around,) if around is not None else ()
    return sharing.accesses_among(context.semantics, variable, declarations).all


def _value(statement: Node, target: Node) -> Node | None:
    left = statement.child_by_field_name("left")
    right = statement.child_by_field_name("right")
    if left is None or right is None:
        return None
    targets, values = nodes.expression_items(left), nodes.expression_items(right)
    return values[targets.index(target)] if len(targets) == len(values) else None


def _as_elsewhere(
    context: Context, variable: sharing.Variable, info: FileInfo, release: lifetime.Release
) -> lifetime.Release:
    """The release that the package itself uses, where a type has several."""
    shown = variable.type.element if variable.type.is_map else variable.type
    for site in lifetime.releases_in(context.semantics, variable):
        found = lifetime.release_of(info, shown, site.name) if site.name else None
        if found is not None:
            return found
    return release
