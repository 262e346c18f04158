"""What profiles and the compiler say of places in the workspace: bytes by line, and escapes.

A sample of a heap profile counts for the innermost line of the workspace on its stack: that of the
statement whose call or map write made the allocation, as pprof's `list` shows it. Machinery (the
runtime, the standard library, other modules) allocates for who calls it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.evidence.escape import EscapeReport
    from gofixmap.evidence.heap import HeapProfile, HeapSample
    from gofixmap.semantics.info import Semantics

Moved = Callable[[str, Span], Span | None]


class Held(Struct, frozen=True):
    """Bytes and objects that a place holds, and has allocated since the program started.

    Of several profiles the one that counts is the one that has most of it.
    """

    in_use: int = 0  # bytes
    allocated: int = 0  # bytes
    objects_in_use: int = 0
    objects_allocated: int = 0
    share: float = 0.0  # of all bytes in use, or of all allocated ones where none is in use here

    @property
    def weight(self) -> int:
        """What findings are ranked by: bytes in use, allocated ones where none are."""
        return self.in_use or self.allocated

    @property
    def detail(self) -> str:
        """`1.8 GB in use (43 % of the profile), 2.1 GB allocated`."""
        share = f" ({self.share:.0%} of the profile)".replace("%", " %")
        if self.in_use:
            return f"{size(self.in_use)} in use{share}, {size(self.allocated)} allocated"
        return f"{size(self.allocated)} allocated{share}, none of it in use"


def size(count: int) -> str:
    """Bytes as a person reads them, in powers of ten: `1.8 GB`, `640 kB`."""
    for unit, scale in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= scale:
            value = count / scale
            return f"{value:.0f} {unit}" if value >= 100 else f"{value:.1f} {unit}"
    return f"{count} B"


class LineCost(Struct, frozen=True):
    """What the code on one line, without its line end, holds and has allocated."""

    path: str
    span: Span
    held: Held
    source: str  # the profile


class Escape(Struct, frozen=True):
    """The compiler's words on the expression or variable at one place."""

    path: str
    offset: int  # where the compiler sees it, see `compiler_offset`
    words: str  # "moved to heap: v" is told as "v escapes to heap"
    escapes: bool


class Costs(Struct, frozen=True, dict=True):
    """All of it, for one text of the workspace."""

    lines: tuple[LineCost, ...] = ()
    escapes: tuple[Escape, ...] = ()
    totals: tuple[tuple[str, int, int], ...] = ()  # profile, bytes in use, bytes allocated
    lost: tuple[str, ...] = ()  # evidence that led to nothing, a sentence each

    def __bool__(self) -> bool:
        return bool(self.lines or self.escapes or self.totals)

    @cached_property
    def _lines_by_path(self) -> Mapping[str, list[LineCost]]:
        return _grouped(self.lines)

    @cached_property
    def _escapes_by_place(self) -> Mapping[tuple[str, int], list[Escape]]:
        found: dict[tuple[str, int], list[Escape]] = defaultdict(list)
        for each in self.escapes:
            found[each.path, each.offset].append(each)
        return found

    def held_at(self, path: str, span: Span) -> Held | None:
        """What the lines that `span` touches hold; None where no profile has them."""
        by_source: dict[str, Held] = {}
        for cost in self._lines_by_path.get(path, ()):
            if cost.span.start < span.end and span.start < cost.span.end:
                by_source[cost.source] = _sum(by_source.get(cost.source, Held()), cost.held)
        found = [self._shared(source, held) for source, held in by_source.items()]
        return max(found, key=lambda held: (held.in_use, held.allocated), default=None)

    def _shared(self, source: str, held: Held) -> Held:
        _, in_use, allocated = next(each for each in self.totals if each[0] == source)
        whole, part = (in_use, held.in_use) if held.in_use else (allocated, held.allocated)
        return replace(held, share=part / whole if whole else 0.0)

    def escapes_at(self, path: str, node: Node) -> tuple[str, ...]:
        """The compiler's words on exactly this expression or declared name; () where it has none.

        Code that was inlined here is reported at its call, too: a report counts only where its
        expression can be the node's.
        """
        offset = compiler_offset(node)
        found = self._escapes_by_place.get((path, offset), ())
        return tuple(dict.fromkeys(e.words for e in found if _is_about(e.words, node)))

    def moved(self, moved: Moved) -> Costs:
        """The same in a later text: `moved` gives where a span of the text on disk lies now."""
        lines = ((cost, moved(cost.path, cost.span)) for cost in self.lines)
        places = ((each, moved(each.path, Span(each.offset, each.offset))) for each in self.escapes)
        return replace(
            self,
            lines=tuple(replace(cost, span=span) for cost, span in lines if span is not None),
            escapes=tuple(
                replace(each, offset=span.start) for each, span in places if span is not None
            ),
        )


def _grouped(lines: Iterable[LineCost]) -> Mapping[str, list[LineCost]]:
    found: dict[str, list[LineCost]] = defaultdict(list)
    for line in lines:
        found[line.path].append(line)
    return found


def _sum(left: Held, right: Held) -> Held:
    return Held(
        left.in_use + right.in_use,
        left.allocated + right.allocated,
        left.objects_in_use + right.objects_in_use,
        left.objects_allocated + right.objects_allocated,
    )


def costs_of(
    semantics: Semantics, profiles: Sequence[HeapProfile], escapes: Sequence[EscapeReport]
) -> Costs:
    """Attributes profiles and escape output to the workspace as it stands."""
    from gofixmap.semantics.costplaces import escape_places, line_costs

    lines = [cost for profile in profiles for cost in line_costs(semantics, profile)]
    places = list(escape_places(semantics, escapes))
    known = {cost.source for cost in lines}
    lost = [
        f"{p.source}: no stack of it is in this code" for p in profiles if p.source not in known
    ]
    if escapes and not places:
        lost.append("no line of the escape output is in this code")
    totals = tuple((profile.source, profile.in_use, profile.allocated) for profile in profiles)
    return Costs(tuple(lines), tuple(places), totals, tuple(lost))


def held_of(sample: HeapSample) -> Held:
    return Held(sample.in_use, sample.allocated, sample.objects_in_use, sample.objects_allocated)


_TOKENS = {  # the compiler's position of an expression is that of a token inside it
    "call_expression": "arguments",
    "type_conversion_expression": "(",
    "composite_literal": "body",
    "selector_expression": ".",
    "index_expression": "[",
    "slice_expression": "[",
    "binary_expression": "operator",
}


def compiler_offset(node: Node) -> int:
    """The byte at which cmd/compile sees an expression: a call at its parenthesis, a literal at its
    brace, a binary operation at its operator, a selector at its dot (measured with Go 1.27)."""
    token = _TOKENS.get(node.type)
    if token is None:
        return node.start_byte
    found = node.child_by_field_name(token)
    found = found or next((child for child in node.children if child.type == token), None)
    return node.start_byte if found is None else found.start_byte


def _is_about(words: str, node: Node) -> bool:
    expression = words.removesuffix(" escapes to heap").removesuffix(" does not escape")
    text = (node.text or b"").decode("utf-8", "replace")
    if node.type == "identifier":
        return expression == text
    if node.type == "func_literal":
        return expression == "func literal"
    head = _head(text)
    return bool(head) and _head(expression) == head


def _head(expression: str) -> str:
    """What comes before the first bracket, without spaces: `make`, `&T`, `[]int` is `[]int`."""
    body = expression.lstrip("&*[]0123456789. ")
    end = min((at for at in map(body.find, "({[") if at >= 0), default=len(body))
    return "".join(body[:end].split())
