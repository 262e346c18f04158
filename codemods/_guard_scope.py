"""Which accesses of a variable have to hold its lock, and what keeps a lock from being enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_duties import root_of
from gofixmap_codemods._guard_refusal import Refused
from gofixmap_codemods._guard_sections_made import is_fresh
from msgspec import Struct

from gofixmap.codemod import enclosing, sharing, uses

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, Type

Access = sharing.Access
Kind = sharing.VariableKind
Operation = sharing.Operation
# Types that do their own locking, or that goroutines are meant to share.
_SYNCHRONIZED = {
    "sync": ("Map", "Mutex", "RWMutex", "WaitGroup", "Once", "Cond", "Pool", "Locker"),
    "sync/atomic": (
        *("Bool", "Int32", "Int64", "Pointer", "Uint32", "Uint64", "Uintptr", "Value"),
    ),
    "context": ("Context",),
}


class Scope(Struct, frozen=True):
    """The variables of one lock by their place; `shared` are the accesses that several goroutines
    can make, `bare` those of tests that are left without the lock."""

    variables: tuple[sharing.Variable, ...]
    shared: tuple[Access, ...]
    bare: tuple[Access, ...]

    @property
    def first(self) -> sharing.Variable:
        return self.variables[0]

    @property
    def names(self) -> str:
        return ", ".join(variable.name for variable in self.variables)

    def with_(self, others: Iterable[Scope]) -> Scope:
        """The scope of several variables together."""
        scopes = [self, *others]
        variables = {each for scope in scopes for each in scope.variables}
        return Scope(
            tuple(sorted(variables, key=lambda each: (each.path, each.node.start_byte))),
            tuple(access for scope in scopes for access in scope.shared),
            tuple(access for scope in scopes for access in scope.bare),
        )


def scope_of(context: Context, variable: sharing.Variable) -> Scope:
    """Raises Refused where not every access can be seen, or a lock cannot help."""
    check_type(variable)
    found = sharing.accesses_of(context.semantics, variable)
    if found.incomplete:
        raise Refused("closed-world-broken", what=found.incomplete[0])
    conflicts = sharing.conflicts(context.semantics, found)
    used = [access for access in found.all if _is_used(access)]
    racing = {_key(access) for each in conflicts for access in (each.first, each.second)}
    racing |= set(_reported(context, variable, used))
    if variable.kind is Kind.LOCAL:
        _check_pointers(found)
        shared = [each for each in used if _key(each) in racing or _is_captured(context, each)]
        return Scope((variable,), tuple(shared), ())
    own = variable.info.file.is_test  # the tests' own variable: they are the code that uses it
    bare = [e for e in used if e.info.file.is_test and not own and _key(e) not in racing]
    shared = [each for each in used if each not in bare]
    return Scope((variable,), tuple(shared), tuple(bare))


def group_scope(context: Context, variable: sharing.Variable) -> tuple[Scope, ...]:
    """The scopes to try: with the variables that are written beside it, then it alone."""
    own = scope_of(context, variable)
    if not own.shared:
        raise Refused("not-shared", variable.info, variable.node, variable.name)
    group = [each for each in sharing.group_of(context.semantics, variable) if each != variable]
    if not context.races_of(variable.symbol):
        group = [each for each in group if not _is_set_up(context, each, own)]
    try:
        others = [scope_of(context, each) for each in group]
    except Refused:
        return (own,)
    others = [each for each in others if each.shared]
    return (own.with_(others), own) if others else (own,)


def _is_set_up(context: Context, companion: sharing.Variable, own: Scope) -> bool:
    """Whether a variable is only written by functions that in any case set the first one up anew:
    `func (c *Client) Start() { c.cancel = ..; c.seen = make(..) }`."""
    makers = [
        access.function
        for access in own.shared
        if access.operation is Operation.ASSIGN and is_fresh(access.info, access.value)
        if _is_unconditional(access)
    ]
    return all(
        access.function in makers
        for access in sharing.accesses_of(context.semantics, companion).all
        if access.writes and access.operation is not Operation.INITIALIZE
        if not access.info.file.is_test and not sharing.is_unshared(access)
    )


def _is_unconditional(access: Access) -> bool:
    """Whether the statement stands in the body of its function, and in nothing else there."""
    listed = access.statement.parent
    body = listed.parent if listed is not None else None
    return body is not None and body.parent is not None and body.parent == access.function


def _check_pointers(found: sharing.Accesses) -> None:
    """Raises Refused where a pointer to a local goes to another goroutine, or is kept.

    A callee that is given one may only use it while it runs; what stores it, or is started with
    it, makes accesses that have no name to be found by.
    """
    for access in found.all:
        if access.operation is Operation.ADDRESS and _is_kept(access.expression):
            raise Refused("address-taken", access.info, access.expression)


def _is_kept(address: Node) -> bool:
    holder = address.parent
    while holder is not None and holder.type in ("parenthesized_expression", "expression_list"):
        holder = holder.parent
    if holder is not None and holder.type == "argument_list":
        call = holder.parent
        return call is not None and call.parent is not None and call.parent.type == "go_statement"
    return holder is not None and holder.type in _KEEPING


_KEEPING = (
    *("assignment_statement", "short_var_declaration", "var_spec", "send_statement"),
    *("return_statement", "literal_element", "keyed_element"),
)


def _key(access: Access) -> tuple[str, int]:
    return (access.path, access.node.start_byte)


def _is_used(access: Access) -> bool:
    return access.operation is not Operation.INITIALIZE and not sharing.is_unshared(access)


def _reported(
    context: Context, variable: sharing.Variable, used: Iterable[Access]
) -> Iterator[tuple[str, int]]:
    """The accesses on the lines that race reports name."""
    lines = {
        (path, context.info(path).file.lines.line_of(span.start))
        for race in context.races_of(variable.symbol)
        for path, span, _ in race.places
    }
    for access in used:
        if (access.path, access.line) in lines:
            yield _key(access)


def _is_captured(context: Context, access: Access) -> bool:
    """Whether a function literal that may run in another goroutine makes the access."""
    graph = sharing.call_graph(context.semantics, access.info.package)
    inner = graph.function_of(access.info, access.node)
    root = root_of(graph, inner)
    variable = access.variable
    declaring = graph.function_of(variable.info, variable.node)
    if root is root_of(graph, declaring):
        return False
    holder = enclosing(access.node, "func_literal")
    return holder is not None and not _encloses(root, declaring)


def _encloses(outer: sharing.Function, inner: sharing.Function) -> bool:
    function: sharing.Function | None = inner
    while function is not None:
        if function is outer:
            return True
        function = function.outer
    return False


def check_type(variable: sharing.Variable) -> None:
    """Raises Refused for variables that a lock around their accesses does not help."""
    kind = variable.type
    if kind.is_unknown:
        raise Refused("closed-world-broken", what=f"the type of {variable.name}")
    if _is_synchronized(kind):
        raise Refused("synchronized-type", variable.info, variable.node, str(kind))
    if kind.is_map and _is_defined_with_methods(variable):
        raise Refused("defined-map-type", variable.info, variable.node, str(kind))
    if variable.kind is Kind.PACKAGE and variable.is_exported and _is_importable(variable):
        raise Refused("exported-map", variable.info, variable.node, variable.name)


def _is_importable(variable: sharing.Variable) -> bool:
    """Whether code that is not seen may use an exported variable: nothing imports tests."""
    return variable.info.package.importable_outside and not variable.info.file.is_test


def is_plain(variable: sharing.Variable) -> bool:
    """Whether a lock around the accesses can help: not for locks, channels and the like."""
    return not (variable.type.is_unknown or _is_synchronized(variable.type))


def _is_synchronized(kind: Type) -> bool:
    inner = kind.element if kind.is_pointer else kind
    if inner.is_chan:
        return True
    return any(
        uses.is_type_named(inner, package, name)
        for package, names in _SYNCHRONIZED.items()
        for name in names
    )


def _is_defined_with_methods(variable: sharing.Variable) -> bool:
    """Embedded maps, and defined map types that have methods in this workspace."""
    if variable.kind is Kind.FIELD and variable.declaration.child_by_field_name("name") is None:
        return True
    kind = variable.type.unaliased
    package = getattr(kind, "package", "")
    declared = variable.info.semantics.package(package) if package else None
    return declared is not None and bool(declared.methods(getattr(kind, "name", "")))


def check_reach(context: Context, scope: Scope) -> None:
    """Raises Refused where another package would need a lock that it cannot name."""
    for access in scope.shared:
        variable = access.variable
        own, asking = variable.info.package, access.info.package
        if (own.dir, own.is_external_test) != (asking.dir, asking.is_external_test):
            raise Refused("exported-map", access.info, access.node, variable.name)
        if access.operation is Operation.ATOMIC:
            raise Refused("atomic-mixed", access.info, access.node, variable.name)
    for variable in scope.variables:
        _check_exported(context, variable)


def _check_exported(context: Context, variable: sharing.Variable) -> None:
    package = variable.info.package
    exported = variable.is_exported and variable.owner[:1].isupper()
    named = context.is_target(variable.qualified) or context.races_of(variable.symbol)
    if exported and package.importable_outside and not named:
        raise Refused("exported-map", variable.info, variable.node, variable.name)
