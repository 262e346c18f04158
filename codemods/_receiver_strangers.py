"""Values given to functions that cannot be read, and to those that tell errors apart.

What a function of an unread package takes is told by the other calls of it: a parameter that is
given a string or a number somewhere asks for no method that strings and numbers lack.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap.codemod import flows, nodes, walk

if TYPE_CHECKING:
    from gofixmap_codemods._receiver_method import Method
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo

_ASKING_FOR_TYPE = ("As", "ErrorAs", "ErrorAsf")  # of errors, its forerunners, and testify
# Its functions take anything, but for errors and the T that they report to.
_TESTIFY = ("github.com/stretchr/testify/assert", "github.com/stretchr/testify/require")
_OF_TESTIFY = frozenset({"Error", "Errorf", "FailNow", "Helper", "Is", "As", "Unwrap"})
_COMPARING = ("Is", "ErrorIs", "ErrorIsf", "NotErrorIs", "NotErrorIsf")


def tells_apart(flow: flows.Flow, method: Method) -> bool:
    """Whether `errors.Is` is given the value, or `errors.As` the address of one, as an error.

    Pointers are compared by identity: `&T{}` is no other `&T{}`. As looks for values of what its
    argument points to, and panics where that is no error.
    """
    if method.name != "Error":
        return False
    name = _called(flow.node)
    is_literal = nodes.unparenthesized(flow.node).type == "composite_literal"
    return name in _ASKING_FOR_TYPE or (name in _COMPARING and is_literal)


def _called(argument: Node) -> str:
    """The last name of the function that a node is an argument of."""
    function = _function_of(argument)
    text = (function.text or b"").decode("utf-8", "replace") if function is not None else ""
    return text.rpartition(".")[2].partition("[")[0]


def _function_of(argument: Node) -> Node | None:
    listed = argument.parent
    call = listed.parent if listed is not None and listed.type == "argument_list" else None
    return call.child_by_field_name("function") if call is not None else None


def may_ask(context: Context, flow: flows.Flow, method: Method) -> bool:
    """Whether what is not known about the place may ask for the method.

    An interface of another package can name none of its unexported methods.
    """
    if not method.name[:1].isupper():
        return False
    function, listed = _function_of(flow.node), flow.node.parent
    if function is None or listed is None:
        return True
    if method.name not in _OF_TESTIFY and _is_of_testify(flow.info, function):
        return False
    if _imported(flow.info, function) is None:
        return True
    position = nodes.named(listed).index(flow.node)
    return not any(
        _lacks(info, argument) for info, argument in _given(context, flow.info, function, position)
    )


def _is_of_testify(info: FileInfo, function: Node) -> bool:
    """Whether a function is `assert.Equal`, or `a.Equal` where a is `assert.New(t)`."""
    if _imported(info, function) in _TESTIFY:
        return True
    operand = function.child_by_field_name("operand")
    found = info.object_of(operand) if operand is not None else None
    if found is None or not found.is_local or found.function is None:
        return False
    name = found.function.descendant_for_byte_range(found.span.start, found.span.end)
    listed = name.parent if name is not None else None
    made = listed.parent if listed is not None else None
    right = made.child_by_field_name("right") if made is not None else None
    value = nodes.first_named(right) if right is not None else None
    if value is None or made is None or made.type != "short_var_declaration":
        return False
    maker = value.child_by_field_name("function")
    return maker is not None and _imported(info, maker) in _TESTIFY


def _imported(info: FileInfo, function: Node) -> str | None:
    """The import path in `pkg.F`; None for every other function."""
    operand = function.child_by_field_name("operand")
    if function.type != "selector_expression" or operand is None or operand.type != "identifier":
        return None
    found = info.object_of(operand)
    return found.package if found is not None and found.kind == "package" else None


def _given(
    context: Context, info: FileInfo, function: Node, position: int
) -> Iterator[tuple[FileInfo, Node]]:
    """What all calls of the same function, by the same name, give as one of its arguments."""
    wanted, path = function.text or b"", _imported(info, function)
    for file in context.workspace.files_containing(wanted + b"("):
        other = context.semantics.file(file)
        for declaration in other.file.declarations:
            if wanted not in declaration.text or declaration.has_error:
                continue
            for call in walk(declaration.node):
                called = call.child_by_field_name("function")
                listed = call.child_by_field_name("arguments")
                if called is None or listed is None or called.text != wanted:
                    continue
                arguments = nodes.named(listed)
                if len(arguments) > position and _imported(other, called) == path:
                    yield other, arguments[position]


def _lacks(info: FileInfo, argument: Node) -> bool:
    """Whether an argument has no methods whatever: it is of a basic type, or an unnamed one."""
    if argument.type == "variadic_argument":
        return False
    kind = info.type_of(argument).unaliased
    named = kind.is_unknown or kind.is_interface or kind.is_typeparam or kind.is_nil
    return not named and kind == kind.underlying and not (kind.is_struct or kind.is_pointer)
