"""What a function does with an argument, or a method with its receiver.

Known are the language's builtins, a table of the standard library, the contracts of io's
interfaces, and every function of the workspace by its body. Of anything else nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field
from tree_sitter import Node

from gofixmap.semantics.effects import receiver_name
from gofixmap.semantics.lifetime.escape_types import carries
from gofixmap.semantics.lifetime.keeping_table import (
    CLOSING,
    CONTRACT,
    LOOKING,
    argument_rows,
    receiver_rows,
)
from gofixmap.semantics.nodes import parameter_groups, unparenthesized
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.sharing.calls import method_name
from gofixmap.semantics.sharing.handing import function_called
from gofixmap.semantics.sharing.locals import only_value

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.lifetime.escape import Escape
    from gofixmap.semantics.objects import Selection


class Use(StrEnum):
    """What a callee does with what it is given."""

    LOOKS = "looks"  # uses it during the call and keeps nothing
    KEEPS = "keeps"  # stores it, sends it, or starts a goroutine with it
    RETURNS = "returns"  # its result holds it, or is a part of it
    CLOSES = "closes"  # calls its Close, Stop or the like, or hands it to what does
    UNKNOWN = "unknown"


Uses = frozenset[Use]
LOOKS: Uses = frozenset({Use.LOOKS})
UNKNOWN: Uses = frozenset({Use.UNKNOWN})
_LETTERS = {"L": Use.LOOKS, "K": Use.KEEPS, "R": Use.RETURNS, "C": Use.CLOSES}
#: Builtins whose result is or holds what they are given.
_ON_MEMORY = (
    "new",
    "unsafe.Add",
    "unsafe.Slice",
    "unsafe.SliceData",
    "unsafe.String",
    "unsafe.StringData",
)
_DEPTH = 8  # functions that hand the value on which are followed


def use_of_argument(info: FileInfo, call: Node, argument: Node) -> Uses:
    """What the called function does with an argument, which may be an expression inside it."""
    position = callees.position_of(argument, call)
    package, name = callees.called(info, call)
    if not package:
        return _of_builtin(info, name, position, argument)
    chosen = _selected(info, call)
    qualified = f"{package}.{name}" if name else method_name(chosen) if chosen else ""
    rows = argument_rows().get(qualified)
    if rows is not None:
        return _uses(rows.get(position, rows.get(None, "L")))
    function = _function(info, call)
    if function is not None:
        return _of_body(*function, position)
    if chosen is not None and chosen.name in CONTRACT:
        return LOOKS
    if not name and chosen is not None and chosen.declaring is not None:
        package = chosen.declaring.package
    return _looked_at(info, call) if package in LOOKING else UNKNOWN


def use_of_receiver(info: FileInfo, call: Node) -> Uses:
    """What a called method does with the operand that it is selected from."""
    chosen = _selected(info, call)
    if chosen is None or chosen.kind != "method":
        return UNKNOWN
    if chosen.name in CLOSING:
        return frozenset({Use.CLOSES})
    rows = receiver_rows().get(method_name(chosen))
    if rows is not None:
        return _uses(rows[None])
    function = _function(info, call)
    if function is not None:
        return _of_body(*function, -1)
    return _looked_at(info, call) if _is_of_standard_library(chosen) else _seen(info, call)


def is_closing(name: str) -> bool:
    """Whether a method of that name ends what its receiver stands for: Close, Stop, Release."""
    return name in CLOSING


def _uses(letters: str) -> Uses:
    return frozenset(_LETTERS[each] for each in letters)


def _selected(info: FileInfo, call: Node) -> Selection | None:
    """The method that a call selects, `x.m()`; None for functions."""
    function = call.child_by_field_name("function")
    function = unparenthesized(function) if function is not None else None
    if function is None or function.type != "selector_expression":
        return None
    chosen = info.selection(function)
    return None if chosen is None or chosen.kind == "package" else chosen


def _of_builtin(info: FileInfo, name: str, position: int, argument: Node) -> Uses:
    if name == "append":
        return frozenset({Use.RETURNS}) if position == 0 or _goes_on(info, argument) else LOOKS
    if name in _ON_MEMORY:
        return frozenset({Use.RETURNS})
    return UNKNOWN if name == "panic" else LOOKS


def _goes_on(info: FileInfo, argument: Node) -> bool:
    """Whether what append copies leads to the argument's memory; of `v...` that is an element."""
    spread = argument.type == "variadic_argument" or (
        argument.parent is not None and argument.parent.type == "variadic_argument"
    )
    inner = argument.named_children[0] if argument.type == "variadic_argument" else argument
    kind = info.type_of(inner)
    if spread:
        return not kind.is_string and carries(kind.element)
    return carries(kind)


def _is_of_standard_library(chosen: Selection) -> bool:
    return chosen.declaring is not None and "." not in chosen.declaring.package.partition("/")[0]


def _looked_at(info: FileInfo, call: Node) -> Uses:
    """Only looked at, except that a result which leads to memory may be a part of it."""
    return frozenset({Use.RETURNS}) if carries(info.type_of(call)) else LOOKS


def _seen(info: FileInfo, call: Node) -> Uses:
    """A method without a body here: it acts on its receiver; a result may be anything."""
    return UNKNOWN if carries(info.type_of(call)) else LOOKS


# Functions of the workspace


def _function(info: FileInfo, call: Node) -> tuple[FileInfo, Node] | None:
    """The function whose body a call runs, a literal that a local stands for included."""
    function = function_called(info, call)
    if function is not None:
        has_body = function.node.child_by_field_name("body") is not None
        return (function.info, function.node) if has_body else None
    called = call.child_by_field_name("function")
    called = unparenthesized(called) if called is not None else None
    if called is not None and called.type == "identifier":
        found = info.object_of(called)
        called = only_value(info, found) if found is not None and found.is_local else None
    return (info, called) if called is not None and called.type == "func_literal" else None


def _of_body(info: FileInfo, function: Node, position: int) -> Uses:
    """What the body does with one parameter."""
    name, exists = parameter_name(function, position)
    if not exists:
        return UNKNOWN
    if name is None:
        return LOOKS
    following = info.semantics.once("lifetime.following", _Following)
    key = (info.path, function.start_byte, position)
    return following.answer(key, lambda: _traced(info, name))


_Parameter = tuple[str, int, int]  # path, start of the function, position


class _Frame(Struct):
    """A parameter being followed; `missing` are those around it whose part of the answer lacks.

    `is_cut` says that the way down was too long somewhere.
    """

    missing: set[_Parameter] = field(default_factory=set)
    is_cut: bool = False


class _Provisional(Struct, frozen=True):
    """An answer that holds while the parameters that it lacks are still being followed."""

    uses: Uses
    missing: frozenset[_Parameter]
    depth: int  # from which on the way down is too long; 0 where it never was


class _Following:
    """Functions that call each other in circles, each of them followed once.

    What an inner one does with a value that an outer one is asked about is found by the outer one.
    So the answer of an inner one is not the whole truth, and is kept only as long as that lasts.
    """

    def __init__(self) -> None:
        self._known: dict[_Parameter, Uses] = {}
        self._provisional: dict[_Parameter, _Provisional] = {}
        self._active: dict[_Parameter, _Frame] = {}

    def answer(self, key: _Parameter, follow: Callable[[], Uses]) -> Uses:
        known = self._known.get(key)
        if known is not None:
            return known
        if key in self._active:
            self._lacks({key}, is_cut=False)
            return frozenset()
        kept = self._provisional.get(key)
        if kept is not None and self._still_holds(kept):
            self._lacks(kept.missing, is_cut=kept.depth > 0)
            return kept.uses
        if len(self._active) >= _DEPTH:
            self._lacks((), is_cut=True)
            return UNKNOWN
        return self._followed(key, follow)

    def _still_holds(self, kept: _Provisional) -> bool:
        return len(self._active) >= kept.depth and self._active.keys() >= kept.missing

    def _lacks(self, missing: Collection[_Parameter], *, is_cut: bool) -> None:
        """Notes for who asks that an answer is not whole."""
        if self._active:
            frame = self._active[next(reversed(self._active))]
            frame.missing.update(missing)
            frame.is_cut = frame.is_cut or is_cut

    def _followed(self, key: _Parameter, follow: Callable[[], Uses]) -> Uses:
        frame = self._active[key] = _Frame()
        try:
            uses = follow()
        finally:
            del self._active[key]
        missing = frozenset(frame.missing - {key})
        if not self._active or not (missing or frame.is_cut):
            self._known[key] = uses
        else:
            depth = len(self._active) if frame.is_cut else 0
            self._provisional[key] = _Provisional(uses, missing, depth)
        self._lacks(missing, is_cut=frame.is_cut)
        return uses


def _traced(info: FileInfo, name: Node) -> Uses:
    from gofixmap.semantics.lifetime.escape import trace_of

    trace = trace_of(info, name)
    uses = {_use_of(escape) for escape in trace.escapes}
    if trace.closings:
        uses.add(Use.CLOSES)
    return frozenset(uses) or LOOKS


def _use_of(escape: Escape) -> Use:
    from gofixmap.semantics.lifetime.escape import Fate

    if escape.fate is Fate.RETURNED:
        return Use.RETURNS
    return Use.UNKNOWN if escape.fate is Fate.UNKNOWN else Use.KEEPS


def parameter_name(function: Node, position: int) -> tuple[Node | None, bool]:
    """The name of the parameter that an argument goes to, and whether there is such a parameter.

    The name is None where it is blank or absent. All arguments of a variadic parameter share it.
    The position of the receiver is -1.
    """
    if position == -1:
        return receiver_name(function), True
    listed = function.child_by_field_name("parameters")
    at = 0
    for group in parameter_groups(listed) if listed is not None else ():
        count = max(1, len(group.names))
        if at <= position < at + count or group.variadic:
            name = group.names[min(position - at, count - 1)] if group.names else None
            return (None if name is None or name.text == b"_" else name), True
        at += count
    return None, False
