"""What one use of a variable does to it: reads, writes or takes the address of which part."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import binds, expression_items, first_named, named

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Selection

Path = tuple[str, ...]  # field names from the variable inwards; "[]" is an element of an array


class Kind(Enum):
    READ = "read"
    WRITE = "write"
    UPDATE = "update"  # the new value is made from the old one: it neither hides nor observes
    FEED = "feed"  # a read that shows nothing: the old value in `x = append(x, y)`, `len(array)`
    ADDRESS = "address"
    DECLARE = "declare"
    UNKNOWN = "unknown"


class Access(Struct, frozen=True):
    """One use of a variable.

    `node` is the identifier, `expression` the largest expression around it that denotes a part of
    the variable, `path` the links to that part. `statement` is, for writes, the statement or clause
    that writes. `known` is False where a written part could not be resolved. `selection` is the
    method that an address is taken for, or that reads.
    """

    node: Node
    expression: Node
    kind: Kind
    path: Path
    statement: Node
    known: bool = True
    indirect: bool = False
    selection: Selection | None = None

    @property
    def accumulates(self) -> bool:
        return self.kind is Kind.UPDATE


def access_of(info: FileInfo, use: Node, *, pointee: bool = False) -> Access:
    """What the identifier `use` of a variable does to it.

    With `pointee` the variable is a pointer, and the parts in question are those of what it points
    to; a use of the pointer itself then has the kind ADDRESS.
    """
    node, path = use, list[str]()
    while True:
        parent = node.parent
        if parent is None:
            return Access(use, node, Kind.UNKNOWN, tuple(path), node)
        if parent.type == "parenthesized_expression":
            node = parent
            continue
        step = _pointer_link(info, parent, node) if pointee else _link(info, parent, node)
        if step is None:
            break
        pointee = False
        links, verdict, selection = step
        path += links
        if verdict is not None:
            return Access(use, node, verdict, tuple(path), parent, selection=selection)
        node = parent
    if pointee:
        return Access(use, node, _pointer_use(parent), (), parent)
    return _used(info, use, node, tuple(path))


_Step = tuple[list[str], Kind | None, "Selection | None"]


def _link(info: FileInfo, parent: Node, node: Node) -> _Step | None:
    """One link outwards: its names and, where the walk ends here, how; None for no link."""
    if parent.type == "selector_expression":
        return _selector(info, parent)
    if parent.child_by_field_name("operand") != node:
        return None
    if parent.type == "index_expression":
        return _element(info, node)
    if parent.type == "slice_expression":
        return _element(info, node, Kind.ADDRESS)
    if parent.type == "unary_expression" and _operator(parent) == "&":
        return [], Kind.ADDRESS, None
    return None


def _pointer_link(info: FileInfo, parent: Node, node: Node) -> _Step | None:
    """The first link where the variable is a pointer: the implicit or explicit indirection."""
    if parent.type == "selector_expression":
        return _selector(info, parent, pointee=True)
    if parent.child_by_field_name("operand") != node:
        return None
    if parent.type == "unary_expression" and _operator(parent) == "*":
        return [], None, None
    if parent.type in ("index_expression", "slice_expression"):
        if not info.type_of(node).element.is_array:
            return [], Kind.UNKNOWN, None
        return (["[]"], None, None) if parent.type == "index_expression" else _SLICED
    return None


_SLICED: _Step = ([], Kind.ADDRESS, None)


def _pointer_use(parent: Node) -> Kind:
    """A pointer that is compared shows nothing of what it points to; any other use may keep it."""
    if parent.type == "binary_expression" and _operator(parent) in ("==", "!="):
        return Kind.FEED
    return Kind.ADDRESS


def _selector(info: FileInfo, selector: Node, *, pointee: bool = False) -> _Step:
    chosen = info.selection(selector)
    if chosen is None or chosen.kind not in ("field", "method"):
        return [], Kind.UNKNOWN, None
    if chosen.operand_is_pointer and not pointee:
        return [], Kind.READ, None
    names = []
    for field in chosen.path:
        names.append(field.name)
        if field.type.is_pointer:
            return names, Kind.READ, None
        if field.type.is_unknown:
            return names, Kind.UNKNOWN, None
    if chosen.kind == "field":
        return [*names, chosen.name], None, None
    return names, Kind.ADDRESS if chosen.pointer_method else Kind.READ, chosen


def _element(info: FileInfo, operand: Node, of_array: Kind | None = None) -> _Step:
    """An index or slice expression: elements of an array are parts, of anything else shared."""
    kind = info.type_of(operand)
    if kind.is_unknown or kind.is_typeparam:
        return [], Kind.UNKNOWN, None
    if not kind.is_array:
        return [], Kind.READ, None
    return (["[]"], None, None) if of_array is None else ([], of_array, None)


def _used(info: FileInfo, use: Node, node: Node, path: Path) -> Access:
    """The part is complete: is it written here, or read?"""
    parent = node.parent
    assert parent is not None
    if parent.type in ("inc_statement", "dec_statement"):
        return Access(use, node, Kind.UPDATE, path, parent)
    statement = _assigning(node)
    if statement is None:
        unseen = _only_length(info, node) or _feeds(info, node, path)
        return Access(use, node, Kind.FEED if unseen else Kind.READ, path, parent)
    if _declares(info, statement, use):
        return Access(use, node, Kind.DECLARE, path, statement)
    updates = _operator(statement) not in ("=", ":=", "range", "<-") or _is_update(
        info, statement, node, path
    )
    return Access(use, node, Kind.UPDATE if updates else Kind.WRITE, path, statement)


def _assigning(node: Node) -> Node | None:
    """The statement or clause on whose left side `node` stands."""
    parent = node.parent
    if parent is not None and parent.type == "var_spec":
        return parent if node in parent.children_by_field_name("name") else None
    if parent is None or parent.type != "expression_list" or parent.parent is None:
        return None
    statement = parent.parent
    if statement.type in _ASSIGNING and statement.child_by_field_name("left") == parent:
        return statement
    return None


_ASSIGNING = frozenset(
    {"assignment_statement", "short_var_declaration", "range_clause", "receive_statement"}
)


def _declares(info: FileInfo, statement: Node, use: Node) -> bool:
    """Whether the statement declares the variable rather than assigning to it."""
    if statement.type == "var_spec":
        return True
    if statement.type == "short_var_declaration" or binds(statement):
        declared = info.object_of(use)
        return declared is not None and declared.span.start == use.start_byte
    return False


def _operator(node: Node) -> str:
    """The operator of an assignment or unary expression, "range" or "<-" for their clauses."""
    if node.type == "range_clause":
        return "range"
    if node.type == "receive_statement":
        return "<-"
    for child in node.children:
        if not child.is_named:
            return child.type
    return ""


def _only_length(info: FileInfo, node: Node) -> bool:
    """`len(a)`, `cap(a)` and `for i := range a` of an array look at its type only."""
    parent = node.parent
    if parent is None or not info.type_of(node).is_array:
        return False
    if parent.type == "range_clause":
        left = parent.child_by_field_name("left")
        return left is None or len(expression_items(left)) == 1
    call = parent.parent
    function = call.child_by_field_name("function") if call is not None else None
    if parent.type != "argument_list" or function is None or function.type != "identifier":
        return False
    found = info.object_of(function)
    return found is not None and found.kind == "builtin" and found.name in ("len", "cap")


def _is_update(info: FileInfo, statement: Node, target: Node, path: Path) -> bool:
    """Whether the value assigned to `target` is made from what it held: `x = append(x, y)`."""
    value = _counterpart(statement, target)
    source = None if value is None else _source(value)
    return source is not None and _same_part(info, target, source, path)


def _feeds(info: FileInfo, node: Node, path: Path) -> bool:
    """Whether this read only makes the new value of the same part."""
    value: Node = node
    while value.parent is not None and value.parent.type in _MAKING:
        value = value.parent
    listed = value.parent
    statement = listed.parent if listed is not None else None
    if (
        statement is None
        or statement.type != "assignment_statement"
        or listed != statement.child_by_field_name("right")
    ):
        return False
    target = _counterpart(statement, value, reverse=True)
    return (
        target is not None
        and _operator(statement) == "="
        and _source(value) == node
        and _same_part(info, target, node, path)
    )


_MAKING = frozenset(
    {"argument_list", "binary_expression", "call_expression", "parenthesized_expression"}
)


def _counterpart(statement: Node, side: Node, *, reverse: bool = False) -> Node | None:
    """The value for a target, or with `reverse` the target for a value; None for a tuple call."""
    left = statement.child_by_field_name("left")
    right = statement.child_by_field_name("right")
    if left is None or right is None:
        return None
    targets, values = expression_items(left), expression_items(right)
    if len(targets) != len(values):
        return None
    source, result = (values, targets) if reverse else (targets, values)
    return result[source.index(side)] if side in source else None


def _source(value: Node) -> Node | None:
    """The operand that a new value is made from: append's first argument, a sum's first term."""
    while value.type in ("binary_expression", "parenthesized_expression"):
        inner = value.child_by_field_name("left") or first_named(value)
        if inner is None:
            return None
        if value.type == "binary_expression" and _comparison(value):
            return None
        value = inner
    if value.type != "call_expression":
        return value
    function = value.child_by_field_name("function")
    arguments = value.child_by_field_name("arguments")
    if function is None or function.text != b"append" or arguments is None:
        return None
    given = named(arguments)
    return given[0] if given else None


def _comparison(value: Node) -> bool:
    operator = value.child_by_field_name("operator")
    return operator is not None and operator.type in ("==", "!=", "<", "<=", ">", ">=", "&&", "||")


def _same_part(info: FileInfo, target: Node, source: Node, path: Path) -> bool:
    """Both spell the same part; elements count as the same only with the same text."""
    if source.type not in ("identifier", "selector_expression", "index_expression"):
        return False
    return (target.text or b"") == (source.text or b"")
