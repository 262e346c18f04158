"""Large structs and arrays: zeroed before they go back, so that the pool holds nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._pool_local import Local, Refused
from gofixmap_codemods._pool_recipe import Recipe, pool_name
from gofixmap_codemods._pool_slices import is_secret

from gofixmap.codemod import lifetime, nocopy_reason, nodes, operands

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Type

_OF_REQUESTS = frozenset({"context.Context", "*net/http.Request", "net/http.ResponseWriter"})


def struct_recipe(local: Local) -> Recipe | None:
    """Raises Refused for a struct that a pool would be wrong for."""
    initial = _initial(local)
    if initial is None:
        return None
    info, name = local.info, local.text
    kind = local.type.element if local.type.is_pointer else local.type
    _check_content(local, kind)
    text = info.type_text(kind, local.top)
    if text is None:
        raise Refused("unspellable-type", info, local.name, str(kind))
    stem = text.rpartition(".")[2]
    word = stem[:1].lower() + stem[1:] if stem.isidentifier() else "arr"
    return Recipe(
        stem=pool_name(local, word),
        pointer=f"*{text}",
        made=(f"return new({text})",),
        taken=f"{name} := <pool>.Get().(*{text})",
        renewed=_renewed(name, text, initial, kind),
        cleaned=() if kind.is_array else (f"*{name} = {text}{{}}",),
        is_value=not local.type.is_pointer,
        aliases=lifetime.Aliasing(fields=frozenset(), elements=kind.is_array),
        size=info.size_of(kind),
        can_stay=True,
    )


def _renewed(name: str, text: str, initial: str, kind: Type) -> tuple[str, ...]:
    """An array is zeroed when it is taken, a struct before it goes back."""
    if kind.is_array:
        return (f"*{name} = {initial or text + '{}'}",)
    return (f"*{name} = {initial}",) if initial else ()


def _initial(local: Local) -> str | None:
    """The literal that the local starts as, "" for the zero value; None where it is not made."""
    value = local.value
    if value is None:
        plain = local.declaration.type == "var_spec" and not local.type.is_pointer
        return "" if plain and not local.others else None
    inner = nodes.unparenthesized(value)
    if inner.type == "unary_expression" and operands.operator_of(inner) == "&":
        operand = inner.child_by_field_name("operand")
        inner = operand if operand is not None else inner
    if inner.type == "composite_literal":
        body = inner.child_by_field_name("body")
        filled = body is not None and bool(nodes.named(body))
        return local.info.file.text(inner) if filled else ""
    return "" if _is_new(local, inner) else None


def _is_new(local: Local, value: Node) -> bool:
    if value.type != "call_expression":
        return False
    given = operands.arguments_of(value)
    is_new = operands.predeclared_callee(local.info, value) == "new"
    return is_new and len(given) == 1 and local.info.is_type(given[0]) is True


def content_problem(kind: Type) -> str:
    """The field or type inside that forbids keeping objects of the type; "" for none."""
    for each in kind.fields:
        if str(each.type) in _OF_REQUESTS or each.type.is_chan or is_secret(each.name):
            return f"field {each.name}"
    why = nocopy_reason(kind) if kind.is_struct else None
    return why if isinstance(why, str) else ""


def _check_content(local: Local, kind: Type) -> None:
    """Raises Refused for what must not be kept beyond a request, or not be copied."""
    info = local.info
    if is_secret(local.text) or any(is_secret(each.name) for each in kind.fields):
        raise Refused("secret", info, local.name)
    for each in kind.fields:
        if str(each.type) in _OF_REQUESTS:
            raise Refused("request-data", info, local.name, each.name)
        if each.type.is_chan:
            raise Refused("goroutines", info, local.name, each.name)
    why = nocopy_reason(kind)
    if isinstance(why, str):
        raise Refused("no-copy", info, local.name, why)
    if kind.is_array and (lifetime.carries(kind.element) or kind.element.is_string):
        raise Refused("element-pins", info, local.name, str(kind))
