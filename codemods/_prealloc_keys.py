"""Whether the keys that a loop inserts differ from turn to turn.

Keys that repeat would make the map smaller than the loop is long, and a table never shrinks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._prealloc_source import changes

from gofixmap.codemod import nodes, pattern, walk

if TYPE_CHECKING:
    from gofixmap_codemods._prealloc_loop import Fill
    from gofixmap_codemods._prealloc_source import Source
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

_FEW = frozenset({"bool", "uint8", "int8", "byte"})  # so few values that keys must repeat
# Names of what tells one element from all others.
_IDENTIFYING = pattern(
    r"^(?:get)?(?:.*_)?(?:id|uid|uuid|guid|key|name|fullname|path|filename|addr|address|hash|digest|"
    r"url|uri|email|login|sha|slug|symbol|fingerprint)$"
    r"|(?:ID|UID|UUID|Key|Name|Path|Hash|Digest|URL|URI|Addr|Address|Fingerprint)$",
)


# Parts of an element that speak of the element itself: `pod.ObjectMeta.Name`, `app.Spec().ID`.
_OWN = pattern(
    r"(?i)(?:get)?(?:.*meta(?:data)?|spec|status|config|conf|info|data|header|base|common|core|"
    r"properties|props|attributes|attrs|desc|descriptor|details?|options|identity|raw)$"
)
# Words of code that expects elements to repeat.
_REMOVING = pattern(r"uniq|dedup|distinct|duplicate", re.IGNORECASE)


def keys_differ(fill: Fill, source: Source) -> bool | None:
    """True where each turn has a key of its own, False where that is likely, None else."""
    info = fill.info
    if str(info.type_of(fill.key).underlying) in _FEW or _changes_variables(fill, source):
        return None
    key = _resolved(fill, fill.key)
    if _is_injective_of(info, key, source.first):
        return True
    if source.kind == "text":
        return None
    element = source.second
    if element is None or not _is_about(info, key, element):
        return None
    return _element_key(fill, key, source)


def _element_key(fill: Fill, key: Node, source: Source) -> bool | None:
    """An element, or what identifies it, as the key: an index where the entries lead back to it."""
    info, element = fill.info, source.second
    if element is None:
        return None
    if not _is_injective_of(info, key, element) and not _identifies(info, key, element):
        return None
    if _expects_repetition(fill) or _is_counted(fill, key):
        return None
    if _is_mark(info, fill.value):
        is_list = _is_enumeration(info.type_of(element)) or _is_counted_later(fill)
        return None if is_list else False
    variables = [each for each in (source.first, element) if each is not None]
    return any(_is_about(info, fill.value, each) for each in variables)


def _changes_variables(fill: Fill, source: Source) -> bool:
    """Whether the body gives the loop's variables, or the key's, other values."""
    info, body = fill.info, fill.loop.child_by_field_name("body")
    key = _resolved(fill, fill.key)
    variables = [each for each in (source.first, source.second) if each is not None]
    variables = [each for each in variables if _is_about(info, key, each)]
    variables.append(nodes.unparenthesized(fill.key))
    found = [info.object_of(each) for each in variables if each.type == "identifier"]
    return body is not None and any(
        changes(info, body, use)
        for each in found
        if each is not None and each.is_local
        for use in info.uses_in(each, body)
        if use.start_byte != each.span.start
    )


def _expects_repetition(fill: Fill) -> bool:
    """Whether the map's name, or a comment in the loop, says that elements repeat."""
    info = fill.info
    comments = (
        info.file.text(each)
        for each in walk(fill.loop)
        if each.type == "comment" and not nodes.is_ignore(each.text or b"")
    )
    return _REMOVING.search(" ".join((fill.made.name, *comments))) is not None


def _is_counted(fill: Fill, key: Node) -> bool:
    """Whether the loop counts or collects under the same key in another map."""
    text, body = fill.info.file.text(key), fill.loop.child_by_field_name("body")
    for node in walk(body) if body is not None else ():
        if node.type != "index_expression" or node.parent is None:
            continue
        index = node.child_by_field_name("index")
        if index is not None and fill.info.file.text(index) == text and _collects(node):
            return True
    return False


def _collects(index: Node) -> bool:
    """`m[k]++`, `m[k] += n`, `m[k] = append(m[k], v)`."""
    around = index.parent
    if around is None or around.type in ("inc_statement", "dec_statement"):
        return around is not None
    statement = around.parent
    if statement is None or statement.type != "assignment_statement":
        return False
    if statement.child_by_field_name("left") != around:
        return False
    operator = statement.child_by_field_name("operator")
    right = statement.child_by_field_name("right")
    grows = right is not None and (right.text or b"").startswith(b"append(")
    return grows or (operator is not None and operator.type != "=")


def _resolved(fill: Fill, key: Node) -> Node:
    """The value of a variable that the loop's body declares in a statement before the insertion."""
    info, node = fill.info, nodes.unparenthesized(key)
    found = info.object_of(node) if node.type == "identifier" else None
    body = fill.loop.child_by_field_name("body")
    if found is None or body is None or not found.is_local:
        return node
    uses = info.uses_in(found, body)
    declaring = uses[0].parent if uses and uses[0].start_byte == found.span.start else None
    statement = declaring.parent if declaring is not None else None
    if statement is None or statement.type != "short_var_declaration":
        return node
    left, right = (statement.child_by_field_name(side) for side in ("left", "right"))
    if left is None or right is None or len(nodes.named(left)) != 1:
        return node
    return nodes.unparenthesized(nodes.named(right)[0])


def _is_injective_of(info: FileInfo, key: Node, variable: Node | None) -> bool:
    """Whether the key is the variable, or the variable converted or with something added."""
    if variable is None or variable.text == b"_":
        return False
    key = nodes.unparenthesized(key)
    if key.type == "identifier":
        return _denotes(info, key, variable)
    if key.type in ("call_expression", "type_conversion_expression") and info.is_conversion(key):
        return _converts(info, key, variable)
    if key.type == "binary_expression" and "+" in {child.type for child in key.children}:
        sides = [key.child_by_field_name(side) for side in ("left", "right")]
        return (
            sum(side is not None and _is_injective_of(info, side, variable) for side in sides) == 1
        )
    return False


def _converts(info: FileInfo, conversion: Node, variable: Node) -> bool:
    given = conversion.child_by_field_name("operand") or conversion.child_by_field_name("arguments")
    items = nodes.named(given) if given is not None and given.type == "argument_list" else [given]
    if str(info.type_of(conversion).underlying) in _FEW:
        return False
    return len(items) == 1 and items[0] is not None and _is_injective_of(info, items[0], variable)


def _denotes(info: FileInfo, name: Node, variable: Node) -> bool:
    used, declared = info.object_of(name), info.object_of(variable)
    return used is not None and declared is not None and used.span == declared.span


def _is_about(info: FileInfo, node: Node, variable: Node) -> bool:
    """Whether an expression uses the variable."""
    return any(each.type == "identifier" and _denotes(info, each, variable) for each in walk(node))


def _identifies(info: FileInfo, key: Node, element: Node) -> bool:
    """`element.ID`, `element.Meta.Name`, `element.GetName()`; not `element.Owner.Name`."""
    if key.type == "call_expression":
        given = key.child_by_field_name("arguments")
        function = key.child_by_field_name("function")
        if function is None or (given is not None and nodes.named(given)):
            return False
        key = function
    if key.type != "selector_expression":
        return False
    field = key.child_by_field_name("field")
    if field is None or _IDENTIFYING.search(info.file.text(field)) is None:
        return False
    between = [each for each in nodes.left_spine(key) if each.type == "selector_expression"]
    fields = (each.child_by_field_name("field") for each in between)
    return all(each is not None and _OWN.match(info.file.text(each)) for each in fields)


def _is_enumeration(element: Type) -> bool:
    """Whether elements are of a defined integer type: few names for few values."""
    return element.is_integer and str(element.unaliased) != str(element.underlying)


def _is_mark(info: FileInfo, value: Node) -> bool:
    """Whether the map is a set: all entries hold the same nothing."""
    return info.file.text(value) in ("true", "struct{}{}", "false", "nil")


def _is_counted_later(fill: Fill) -> bool:
    """Whether a set is gone through, or asked how large it is: it was made to remove duplicates."""
    made = fill.made
    if made.local is None:
        return False
    block = made.statement.parent
    uses = made.info.uses_in(made.local, block) if block is not None else []
    for use in uses:
        around = use.parent
        if around is not None and around.type in (
            "range_clause",
            "argument_list",
            "return_statement",
        ):
            return True
    return False
