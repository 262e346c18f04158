"""Functions of the language and the standard library whose use of an argument is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.nodes import named, unparenthesized

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo

Name = tuple[str, str]  # import path ("" for builtins) and name


def _names(package: str, names: str) -> frozenset[Name]:
    return frozenset((package, name) for name in names.split())


#: Builtins that look at a value and keep nothing of it.
PURE_BUILTINS = frozenset({"max", "min", "complex", "real", "imag", "close", "print", "println"})
#: Lazy iterators: the argument is read when the result is ranged over.
ITERATING = _names("maps", "All Keys Values") | _names("slices", "All Backward Chunk Values")
#: What runs an iterator at once and gives or fills something else.
COLLECTING = _names("maps", "Collect Insert") | _names(
    "slices", "AppendSeq Collect Sorted SortedFunc SortedStableFunc"
)
#: Functions that change the elements of their first argument; what they give may be that.
CHANGING = (
    _names(
        "slices",
        "Compact CompactFunc Delete DeleteFunc Grow Insert Replace Reverse Sort SortFunc "
        "SortStableFunc",
    )
    | _names("maps", "Copy DeleteFunc")
    | _names("sort", "Float64s Ints Slice SliceStable Strings")
)
#: Functions that read their arguments while they run and keep no reference to them.
CONSUMING = (
    _names("maps", "Clone Copy Equal EqualFunc")
    | _names(
        "slices",
        "BinarySearch BinarySearchFunc Clone Compare CompareFunc Concat Contains ContainsFunc "
        "Equal EqualFunc Index IndexFunc IsSorted IsSortedFunc Max MaxFunc Min MinFunc Repeat",
    )
    | _names("bytes", "Clone Compare Contains Count Equal HasPrefix HasSuffix Index")
    | _names("strings", "Join")
    | _names("sort", "Float64sAreSorted IntsAreSorted SearchFloat64s SearchInts SearchStrings ")
)
#: Functions whose result nobody else has.
MAKING = (
    _names("", "make new")
    | _names("maps", "Clone Collect")
    | _names("slices", "Clone Collect Concat Repeat Sorted SortedFunc SortedStableFunc")
    | _names("bytes", "Clone")
)
#: Packages whose functions use their arguments while they run and keep no reference to them.
KEEPING_NOTHING = frozenset(
    {
        "",
        "bytes",
        "encoding/binary",
        "encoding/json",
        "encoding/xml",
        "errors",
        "fmt",
        "log",
        "sort",
        "strconv",
        "strings",
        "sync/atomic",
        "unicode/utf8",
    }
)


def called(info: FileInfo, call: Node) -> Name:
    """Import path and name of a called package-level function; ("", name) of a builtin.

    ("?", "") for methods, values, conversions and what is not known.
    """
    function = call.child_by_field_name("function")
    if function is None:
        return _UNKNOWN
    function = unparenthesized(function)
    if function.type == "index_expression":
        function = function.child_by_field_name("operand") or function
    if function.type == "selector_expression":
        chosen = info.selection(function)
        found = chosen.object if chosen is not None and chosen.kind == "package" else None
    else:
        found = info.object_of(function) if function.type == "identifier" else None
    if found is None or found.kind not in ("builtin", "func"):
        return _UNKNOWN
    return ("", found.name) if found.kind == "builtin" else (found.package, found.name)


_UNKNOWN: Name = ("?", "")


def call_around(argument: Node) -> Node | None:
    """The call of which an expression is an argument, spread (`v...`) or not."""
    listed = argument.parent
    while listed is not None and listed.type in ("parenthesized_expression", "variadic_argument"):
        listed = listed.parent
    if listed is None or listed.type != "argument_list":
        return None
    call = listed.parent
    return call if call is not None and call.type == "call_expression" else None


def arguments_of(call: Node) -> list[Node]:
    listed = call.child_by_field_name("arguments")
    return named(listed) if listed is not None else []


def position_of(argument: Node, call: Node) -> int:
    """Which argument of the call holds the expression."""
    given = arguments_of(call)
    return next(
        (
            at
            for at, each in enumerate(given)
            if each.start_byte <= argument.start_byte and argument.end_byte <= each.end_byte
        ),
        -1,
    )
