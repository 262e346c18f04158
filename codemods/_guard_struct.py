"""What a new mutex in a struct breaks: unkeyed literals, conversions, and every copy.

A struct with a mutex must not be copied: the copy shares the map, but not the lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods import _receiver_refusal
from gofixmap_codemods._guard_refusal import Refused, place
from gofixmap_codemods._receiver_method import find_method
from gofixmap_codemods._receiver_plan import Plan
from msgspec import Struct

from gofixmap.codemod import Edit, nocopy_reason, nodes, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, Type


class Ripple(Struct, frozen=True):
    """What has to change because the struct has one field more, and may not be copied."""

    edits: tuple[Edit, ...]
    notes: tuple[str, ...]


def ripple_of(context: Context, variable: sharing.Variable) -> Ripple:
    """Raises Refused where the struct cannot have a mutex."""
    owner = _owner(variable)
    edits, notes = list(_keyed(context, variable, owner)), list[str]()
    if owner is None or not isinstance(nocopy_reason(owner), str):
        for each in _without_copies(context, variable):
            edits += each.edits
            notes += each.notes
    return Ripple(tuple(edits), tuple(notes))


def _owner(variable: sharing.Variable) -> Type | None:
    """The struct's own type where it has a name in its package."""
    found = variable.info.scope.lookup(variable.owner, tests=True)
    if variable.place is not None or found is None or found.kind != "type":
        return None
    return found.type


def _keyed(context: Context, variable: sharing.Variable, owner: Type | None) -> Iterator[Edit]:
    """Names in front of the values of literals that have none, which must list every field."""
    fields = owner.fields if owner is not None else ()
    names = [field.name for field in fields]
    for literal in sharing.unkeyed_literals_of(context.semantics, owner or variable):
        if literal.is_empty:
            continue
        package = variable.info.package
        everywhere = all(name[:1].isupper() for name in names)
        if variable.owner[:1].isupper() and package.importable_outside and everywhere:
            raise Refused("unkeyed-exported", literal.info, literal.node, variable.owner)
        values = _values(literal.node)
        if not names or "_" in names or len(values) != len(names):
            raise Refused("unkeyed-exported", literal.info, literal.node, variable.owner)
        for name, value in zip(names, values, strict=True):
            at = value.start_byte
            yield Edit(literal.info.file.path, at, at, f"{name}: ")


def _values(literal: Node) -> list[Node]:
    body = literal.child_by_field_name("body") if literal.type != "literal_value" else literal
    return nodes.named(body) if body is not None else []


def _without_copies(context: Context, variable: sharing.Variable) -> Iterator[Ripple]:
    """Value receivers become pointers; any other copy of the struct is in the way."""
    methods: dict[tuple[str, str], sharing.CopySite] = {}
    for site in sharing.copies_of(context.semantics, variable):
        method = _receiver_of(site) if site.how == "receiver" else None
        if method is None:
            raise Refused("copied-struct", site.info, site.node, _how(site))
        methods.setdefault(method, site)
    for (type_name, name), site in methods.items():
        yield _converted(context, type_name, name, site)


_HOW = {
    "receiver": "a value receiver",
    "range": "a range clause",
    "parameter": "a parameter",
    "result": "a result",
    "map-element": "a map of values",
    "slice-element": "a slice of values",
    "array": "an array of values",
    "interface": "an interface value",
    "conversion": "a conversion",
    "channel": "a channel of values",
    "field": "a field of another struct",
    "argument": "an argument",
    "atomic-value": "an atomic.Value",
}


def _how(site: sharing.CopySite) -> str:
    return _HOW.get(site.how, f"the {site.how}")


def _receiver_of(site: sharing.CopySite) -> tuple[str, str] | None:
    declaration = site.info.file.declaration_at(site.node.start_byte)
    method = declaration.method if declaration is not None else None
    return None if method is None or method[2] else method[:2]


def _converted(context: Context, type_name: str, name: str, site: sharing.CopySite) -> Ripple:
    """The conversion of one method to a pointer receiver, as `pointer-receiver` does it."""
    owner = site.info.package
    method = find_method(context, owner, type_name, name)
    if method is None:
        raise Refused("copied-struct", site.info, site.node, _how(site))
    plan = Plan(context, method, mutates=True, named=True)
    try:
        fix, _ = plan.make()
    except _receiver_refusal.Refusal as refusal:
        where = place(site.info, site.node)
        why = f"{refusal.reason}: {refusal.what or refusal.path}"
        what = f"{_how(site)} of {name} that cannot become a pointer, {why}, {where}"
        raise Refused("copied-struct", site.info, site.node, what) from refusal
    return Ripple(fix.edits, (f"{name} gets a pointer receiver: the mutex must not be copied",))
