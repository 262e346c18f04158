"""Second names of a map or slice that are used as if they were copies of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods import _alias_intent as intent
from gofixmap_codemods._alias_sides import APPEND, DEEP, ELEMENT, Region, Side, Use, side_of
from msgspec import Struct

from gofixmap.codemod import nodes, pattern, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

Operation = sharing.Operation
_WORD = pattern(rb"[\w\x80-\xff]+")
_SHOWS = frozenset({Operation.COMPARE, Operation.METHOD, Operation.READ, Operation.CLONE})
_LOST = frozenset({Operation.ADDRESS, Operation.UNKNOWN, Operation.METHOD_VALUE})


class Alias(Struct, frozen=True):
    """Two sides with one map or slice from `statement` on, or from the function's start.

    `local := source`, or a part of each where `local` is a copy of a struct; `whole` and `origin`
    are then the structs. Of a parameter that is passed by value the source is not in sight.
    """

    region: Region
    statement: Node | None
    local: Side
    whole: Side
    source: Side | None
    origin: Side | None
    value: Node | None = None  # the expression that a copy would replace; None for a struct's part

    @property
    def info(self) -> FileInfo:
        return self.region.info

    @property
    def sides(self) -> tuple[Side, ...]:
        return (self.local,) if self.source is None else (self.local, self.source)

    @property
    def outlives(self) -> bool:
        return self.origin is None or self.origin.outlives

    @property
    def nil_shows(self) -> bool:
        """Whether it can be told from the local that what it copies was nil."""
        uses = self.region.uses(self.local)
        return any(use.goes_on or use.is_captured or use.operation in _SHOWS for use in uses)

    def other(self, side: Side) -> Side | None:
        return self.source if side is self.local else self.local

    def names(self, side: Side) -> tuple[str, str]:
        """The names of a written side and of the other one, as evidence has them."""
        local = self.whole.name
        source = self.origin.name if self.origin is not None else ""
        return (local, source) if side is self.local else (source, local)


class Fault(Struct, frozen=True):
    """A write to one side that the other side shows. `seen` is None where others see it."""

    alias: Alias
    side: Side  # the one that is written
    write: Use
    seen: Use | None
    evidence: str

    @property
    def message(self) -> str:
        alias = self.alias
        what = "map" if alias.local.type.is_map else "slice"
        source = alias.source.text if alias.source is not None else "the caller's"
        shared = f"{alias.local.text} is the same {what} as {source}"
        where = f"line {self.write.line} changes {self.side.text}"
        kept = alias.other(self.side)
        if self.seen is not None and kept is not None:
            return f"{shared}: {where}, and line {self.seen.line} still reads {kept.text}"
        return f"{shared}: {where}, and with it what others hold"


def alias_at(
    region: Region, statement: Node, written: Collection[bytes] | None = None
) -> Iterator[Alias]:
    """The aliases that a `:=` or a var with values declares.

    With `written`, the names of chains of which an element may be written, no others.
    """
    if written is not None and not any(
        (name.text or b"") in written or _last_word(value) in written
        for name, value in pairs(statement)
    ):
        return
    for local, source, value in declared_by(region.info, statement):
        kind = source.type
        if (kind.is_map or kind.is_slice) and not kind.is_typeparam:
            yield Alias(region, statement, local, local, source, source, value)


def _last_word(chain: Node) -> bytes:
    found = _WORD.findall(chain.text or b"")
    return found[-1] if found else b""


def declared_by(info: FileInfo, statement: Node) -> Iterator[tuple[Side, Side, Node]]:
    """The new locals of a declaration whose value is a chain, or what a chain points to."""
    for name, value in pairs(statement):
        local, source = side_of(info, name), side_of(info, value)
        if local is None or source is None or local.root.node.start_byte != name.start_byte:
            continue
        yield local, source, nodes.unparenthesized(value)


def declared_names(statement: Node) -> list[Node]:
    """What a `:=` or a var declares."""
    left = statement.child_by_field_name("left")
    return nodes.expression_items(left) if left else nodes.children_of(statement, "name")


def pairs(statement: Node) -> list[tuple[Node, Node]]:
    """The names and values of a declaration, where each name has its own value."""
    left = statement.child_by_field_name("left")
    right = statement.child_by_field_name("right" if left is not None else "value")
    names = declared_names(statement)
    values = nodes.expression_items(right) if right is not None else []
    return list(zip(names, values, strict=True)) if len(names) == len(values) else []


def fault_of(alias: Alias) -> Fault | None:
    """The first write that the other side shows though it is meant to stay; None without one.

    A write to what an element refers to counts where no other is found: no copy would help.
    """
    if _is_out_of_sight(alias):
        return None
    for kind in (ELEMENT, DEEP):
        for fault in _faults(alias, kind):
            return fault
    return _both_grow(alias)


def _is_out_of_sight(alias: Alias) -> bool:
    """Whether one of the sides can change where the flow of the function does not tell when."""
    for side in alias.sides:
        for use in alias.region.uses(side):
            if use.operation in _LOST:
                return True
            if use.is_captured and (use.writes or use.assigns) and not use.is_deferred:
                return True
    return False


def _faults(alias: Alias, kind: str) -> Iterator[Fault]:
    for side in alias.sides:
        told = [
            (write, seen, evidence)
            for write in shared_writes(alias, side, kind, surely=False)
            if (evidence := _evidence(alias, side, seen := _seen(alias, side, write)))
        ]
        if not told:  # what may disturb the sides is looked for in other functions, too
            continue
        sure = shared_writes(alias, side, kind)
        for write, seen, evidence in told:
            if write in sure:
                yield Fault(alias, side, write, seen, evidence)


def _both_grow(alias: Alias) -> Fault | None:
    """Both sides are appended to: with room behind the elements the second overwrites the first."""
    region, source = alias.region, alias.source
    if source is None or alias.value is None or not alias.local.type.is_slice:
        return None
    appended = {side: _appends(alias, side) for side in alias.sides}
    for side in alias.sides:
        kept = alias.local if side is source else source
        for write in appended[side]:
            before = [use for use in appended[kept] if _is_before(region, use, write)]
            seen = _seen(alias, side, write) if before else None
            evidence = _evidence(alias, side, seen) if seen is not None else ""
            if evidence:
                return Fault(alias, side, write, seen, evidence)
    return None


def _appends(alias: Alias, side: Side) -> list[Use]:
    """The first appends to a side, while it begins where the other one does."""
    region = alias.region
    grown = _grown(region, side)
    reached = region.after(alias.statement, [*region.replaced(side), *(use.node for use in grown)])
    return [use for use in grown if region.point(use.node) in reached]


def _is_before(region: Region, first: Use, second: Use) -> bool:
    return region.point(second.node) in region.after(first.node)


def shared_writes(alias: Alias, side: Side, kind: str, *, surely: bool = True) -> list[Use]:
    """The writes to a side that can run while the two sides still share their elements.

    With `surely` whatever may give one of them other elements ends that.
    """
    region = alias.region
    ends = [] if alias.statement is None else [alias.statement]
    for each in alias.sides:
        ends += region.replaced(each)
        ends += [use.node for use in _grown(region, each)]
        if surely and (each is side or alias.value is not None):
            ends += region.disturbed(each)
    reached = region.after(alias.statement, ends)
    return [
        use
        for use in region.uses(side)
        if use.writes == kind and not use.is_captured and region.point(use.node) in reached
    ]


def _grown(region: Region, side: Side) -> list[Use]:
    """Appends: behind them the side may have storage of its own."""
    return [use for use in region.uses(side) if use.writes == APPEND and not use.is_captured]


def _seen(alias: Alias, side: Side, write: Use) -> Use | None:
    """The first read of the other side that can run after a write, before it is replaced."""
    region, kept, declared = alias.region, alias.other(side), alias.statement
    if kept is None:
        return None
    ends = [] if declared is None else [declared]
    reached = region.after(write.node, [*region.replaced(kept), *ends])
    for use in region.uses(kept):
        if declared and declared.start_byte <= use.node.start_byte < declared.end_byte:
            continue
        late = use.is_deferred or (not use.is_captured and region.point(use.node) in reached)
        if late and use.looks(kept.type):
            return use
    return None


def _evidence(alias: Alias, side: Side, seen: Use | None) -> str:
    """What tells that the other side is meant to stay; "" for nothing."""
    outlives = side is alias.local and alias.outlives
    if seen is None and (not outlives or _runs_once_alone(alias)):
        return ""
    if _is_cursor(alias, side):
        return ""
    written, kept = alias.names(side)
    name = intent.named_apart(written, kept)
    if name and (seen is not None or _is_own_copy(alias, name)):
        return f"the name {name}"
    comment = intent.comment_at(alias.info, alias.statement) if alias.statement else ""
    if comment:
        return comment
    if _promised(alias, side):
        return "the comment of the function"
    if _is_told_by_function(alias, side):
        return "the name of the function"
    if _is_returned_copy(alias, side):
        return f"the copy {alias.whole.name} is what it returns"
    return _reads_tell(alias, side) if seen is not None else ""


def _is_cursor(alias: Alias, side: Side) -> bool:
    """Whether a side moves on over the elements, `buf = buf[1:]`: it writes them for the other."""
    for use in alias.region.uses(side):
        value = use.done.value if use.operation in (Operation.ASSIGN, Operation.UPDATE) else None
        sliced = nodes.unparenthesized(value) if value is not None else None
        if sliced is None or sliced.child_by_field_name("start") is None:
            continue
        operand = sliced.child_by_field_name("operand")
        if operand is not None and _is_side(alias.info, operand, side):
            return True
    return False


def _runs_once_alone(alias: Alias) -> bool:
    """Whether the function is main or init, and no other one mentions what it takes."""
    source, function = alias.source, alias.region.function
    name = function.child_by_field_name("name")
    if source is None or name is None or function.type != "function_declaration":
        return False
    if name.text not in (b"main", b"init") or not alias.info.package.is_main:
        return False
    variable = sharing.variable_denoted(source.info, source.node)
    if variable is None or variable.kind is sharing.VariableKind.LOCAL:
        return False
    found = sharing.accesses_of(source.info.semantics, variable).all
    return all(each.function is None or _is_within(each, alias, function) for each in found)


def _is_within(access: sharing.Access, alias: Alias, function: Node) -> bool:
    same = access.path == alias.info.path
    return same and function.start_byte <= access.node.start_byte < function.end_byte


def _reads_tell(alias: Alias, side: Side) -> str:
    """Evidence in how the other side is used later."""
    kept = alias.other(side)
    if kept is None:
        return ""
    if _is_restored(alias, side, kept):
        return f"{kept.text} is put back"
    if _is_compared(alias.region, side, kept):
        return "the two are compared"
    both = side is alias.local and intent.is_scratch(side.name) and not alias.outlives
    return f"the name {side.name}" if both and goes_on(alias.region, side) else ""


def _is_own_copy(alias: Alias, name: str) -> bool:
    """Where only others could see the write, the local is called a copy, or goes on from here."""
    if intent.words_of(alias.whole.name) & intent.WORKING:
        return True
    return name != alias.whole.name and goes_on(alias.region, alias.whole)


def _promised(alias: Alias, side: Side) -> bool:
    """Whether the function's comment promises a copy, and the local is what it gives."""
    if side is not alias.local or not alias.outlives:
        return False
    promised = intent.doc_says_copy(alias.info, alias.region.function)
    return promised and goes_on(alias.region, alias.whole)


def _is_told_by_function(alias: Alias, side: Side) -> bool:
    """Whether the function is called after making a copy, and the local goes on from here."""
    name = alias.region.function.child_by_field_name("name")
    if side is not alias.local or not alias.outlives or name is None:
        return False
    tells = intent.makes_copy(alias.info.file.text(name))
    return tells and goes_on(alias.region, alias.whole)


def _is_returned_copy(alias: Alias, side: Side) -> bool:
    """`copied := *p` of a struct that the function then returns."""
    if side is not alias.local or alias.statement is None or alias.value is not None:
        return False
    if alias.origin is None or not alias.origin.type.is_pointer or not alias.outlives:
        return False
    return any(_returns(use) for use in alias.region.uses(alias.whole))


def _returns(use: Use) -> bool:
    if use.operation is Operation.RETURN:
        return True
    holder = use.done.expression.parent
    if use.operation is not Operation.ADDRESS or holder is None:
        return False
    around = holder.parent if holder.type == "expression_list" else holder
    return around is not None and around.type == "return_statement"


def goes_on(region: Region, side: Side) -> bool:
    """Whether a local is returned, passed or stored, or its address is."""
    return any(use.goes_on or use.operation is Operation.ADDRESS for use in region.uses(side))


def _is_restored(alias: Alias, side: Side, kept: Side) -> bool:
    """`a = b` later, where a is the side that is written."""
    return any(
        use.assigns and use.done.value is not None and _is_side(alias.info, use.done.value, kept)
        for use in alias.region.uses(side)
    )


def _is_side(info: FileInfo, expression: Node, side: Side) -> bool:
    found = side_of(info, expression)
    return found is not None and (found.root, found.path) == (side.root, side.path)


def _is_compared(region: Region, one: Side, other: Side) -> bool:
    """Whether a call compares the two sides with each other."""
    wanted = {one.text, other.text}
    for node in walk(region.body):
        if node.type != "call_expression":
            continue
        given = [region.info.file.text(each) for each in sharing.callees.arguments_of(node)]
        function = node.child_by_field_name("function")
        name = _last_name(function) if function is not None else ""
        if name in _COMPARES and wanted <= set(given):
            return True
    return False


def _last_name(function: Node) -> str:
    field = function.child_by_field_name("field")
    text = (field or nodes.unparenthesized(function)).text or b""
    return text.decode("utf-8", "replace")


_COMPARES = frozenset({"Equal", "NotEqual", "EqualFunc", "DeepEqual", "Diff", "EqualValues"})
