"""Whether the lines of a log are still those of the code, and by how much they have moved.

A log says more of each line than that it is there: it calls the function above it on the stack, it
starts a goroutine, it stands in the literal that the frame is named after, it has an access of the
reported kind. Where all of that holds for every frame of a file, its lines are taken as they are.
Otherwise each function is moved to where most of it holds, if there is one such place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.nodes import Captures
from gofixmap.semantics.sharing.kinds import Operation
from gofixmap.semantics.sharing.suspects import ANY, suspects_on

if TYPE_CHECKING:
    from gofixmap.evidence.model import Frame, RaceAccess
    from gofixmap.semantics.sharing.frames import Site

FARTHEST = 60  # lines
_SHORT = 2  # lines after the first, in a function of which one line tells where it is
_CALLS = Captures("(call_expression) @call")
_VALUES = Captures("[(composite_literal) (call_expression)] @value")
_READING = ("range_clause", "selector_expression", "index_expression")
_STARTS = Captures("[(go_statement) (call_expression)] @start")
_ENDINGS = Captures("[(return_statement) (func_literal)] @ending")
_LITERALS = Captures("(func_literal) @literal")
_WRAPPED = pattern(r"-fm$|\.(?:gowrap|deferwrap)[0-9]+$")
_LITERAL = pattern(r"func[0-9]+|[0-9]+")

Shifts = dict[tuple[str, int], int | None]  # by path and start of a declaration; None: not known


class Claim(Struct, frozen=True):
    """What a log says of one line. `access` is of the innermost frame, `callee` of the others."""

    site: Site
    access: RaceAccess | None = None
    handed_on: bool = False
    callee: str = ""  # the name of the function that the line calls
    starts: bool = False  # the line starts a goroutine

    def holds(self, line: int) -> bool:
        if not self.site.holds(line) or not _is_in_literal(self.site, line):
            return False
        row = line - 1
        if self.access is not None:
            is_there = self._accesses(line) or _makes_or_gets(self.site, row)
            return is_there and (not self.callee or _calls(self.site, row, self.callee))
        if self.starts:
            return any(_is_at(node, row) for node in _nodes(self.site, _STARTS))
        return not self.callee or _calls(self.site, row, self.callee)

    def _accesses(self, line: int) -> bool:
        """Whether the line has the reported access, or one that does not race any more.

        A write to a map may be reported as the read of its key.
        """
        assert self.access is not None
        kinds = {self.access.kind, "write"} if self.access.is_map else {self.access.kind}
        info, top = self.site.info, self.site.node
        return self._is_atomic(line) or any(
            suspects_on(info, top, line, replace(self.access, kind=kind), handed_on=self.handed_on)
            for kind in kinds
        )

    def _is_atomic(self, line: int) -> bool:
        """Whether the line has an access that does not race any more."""
        found = suspects_on(self.site.info, self.site.node, line, ANY, handed_on=False)
        return any(each.operation is Operation.ATOMIC for each in found)


def claims_of(
    frames: Sequence[Frame], sites: Sequence[Site | None], first: Claim | None
) -> Iterator[Claim]:
    """What a stack says; `sites` are its frames in the code, `first` is about the innermost one."""
    inner: Frame | None = None
    for frame, site in zip(frames, sites, strict=True):
        if site is not None and first is not None:
            yield replace(first, callee=_callee(inner) if first.handed_on else "")
            first = None
        elif site is not None:
            yield Claim(site, callee=_callee(inner))
        inner = frame


def shifts_of(claims: Iterable[Claim]) -> Shifts:
    """How far the functions of files whose lines have moved are from where the log has them."""
    by_path: dict[str, dict[Claim, None]] = defaultdict(dict)
    for claim in claims:
        by_path[claim.site.path].setdefault(claim)
    shifts: Shifts = {}
    for path, told in by_path.items():
        if not all(claim.holds(claim.site.line) for claim in told):
            functions: dict[int, list[Claim]] = defaultdict(list)
            for claim in told:
                functions[claim.site.declaration.span.start].append(claim)
            for start, shift in _shifts_in(functions).items():
                shifts[path, start] = shift
    return shifts


def _shifts_in(functions: Mapping[int, Sequence[Claim]]) -> dict[int, int | None]:
    """The distances of a file's functions, by their start.

    A function is where all that is said of it holds, if that is one place and enough is said. One
    of which too little is said has moved as far as a neighbour.
    """
    scores = {start: _Scores(claims) for start, claims in sorted(functions.items())}
    known = {start: each.sure for start, each in scores.items() if each.sure is not None}
    if not known and len(scores) > 1:
        everywhere = set.intersection(*(set(each.full) for each in scores.values()))
        if len(everywhere) == 1:
            return dict.fromkeys(scores, everywhere.pop())
    return {
        start: known[start] if start in known else _as_neighbours(start, each, known)
        for start, each in scores.items()
    }


def _as_neighbours(start: int, scores: _Scores, known: Mapping[int, int]) -> int | None:
    before = [shift for other, shift in known.items() if other < start][-1:]
    after = [shift for other, shift in known.items() if other > start][:1]
    possible = {shift for shift in (*before, *after) if shift in scores.full}
    return possible.pop() if len(possible) == 1 else None


class _Scores:
    """How many claims about a function hold at each distance."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._lines = len({claim.site.line for claim in claims})
        self._site = claims[0].site
        held = {
            distance: sum(claim.holds(claim.site.line + distance) for claim in claims)
            for distance in range(-FARTHEST, FARTHEST + 1)
        }
        self._most = max(held.values())
        self._best = [distance for distance, count in held.items() if count == self._most]
        self._count = len(claims)
        self.full = self._best if self._most == len(claims) else []

    @property
    def sure(self) -> int | None:
        """The one distance, where the claims are enough to tell."""
        if len(self._best) != 1:
            return None
        if self.full:
            node = self._site.node
            short = node.end_point.row - node.start_point.row <= _SHORT
            return self._best[0] if self._lines > 1 or short else None
        return self._best[0] if self._most > 1 and self._most * 2 > self._count else None


def _nodes(site: Site, captures: Captures) -> list[Node]:
    """What a query finds in a function, which is asked about many lines."""
    key = ("sharing.drift", site.path, site.node.start_byte, captures)
    return site.info.semantics.once(key, lambda: captures.of(site.node))


def _makes_or_gets(site: Site, row: int) -> bool:
    """Whether a line writes a new value's fields, or reads what a call returns."""
    return any(
        _touches(node, row)
        and (node.type == "composite_literal" or (node.parent and node.parent.type in _READING))
        for node in _nodes(site, _VALUES)
    )


def _callee(frame: Frame | None) -> str:
    """The name that a call of the frame's function has; "" where there need not be a call."""
    if frame is None or frame.file == "<autogenerated>" or _WRAPPED.search(frame.function):
        return ""
    if frame.is_machinery:
        return ""
    return frame.function.rpartition(".")[2]


def _calls(site: Site, row: int, name: str) -> bool:
    """Whether a line calls a function of that name, or ends one whose deferred calls then run."""
    for call in _nodes(site, _CALLS):
        if _is_at(call, row) and (_LITERAL.fullmatch(name) or _name_of(call) in (name, "")):
            return True
    ends = any(node.end_point.row == row for node in (site.node, *_nodes(site, _ENDINGS)))
    return ends and "defer " in site.info.file.text(site.node)


def _name_of(call: Node) -> str:
    """The last name of the called expression; "" of what has none, which may be anything."""
    function = call.child_by_field_name("function")
    while function is not None and function.type not in ("identifier", "selector_expression"):
        function = function.child_by_field_name("operand") or function.child_by_field_name("type")
    if function is not None and function.type == "selector_expression":
        function = function.child_by_field_name("field")
    return (function.text or b"").decode() if function is not None else ""


def _is_in_literal(site: Site, line: int) -> bool:
    """Whether a line can belong to the literal that the frame's function is named after."""
    parts = _WRAPPED.sub("", site.frame.function).rpartition("/")[2].split(".")
    wanted = sum(_LITERAL.fullmatch(part.partition("-")[0]) is not None for part in parts)
    row, inside = line - 1, 0
    possible: set[int] = set()
    for literal in _nodes(site, _LITERALS):
        if not _touches(literal, row):
            continue
        depth = _depth(literal, site.node)
        if literal.start_point.row < row < literal.end_point.row:
            inside = max(inside, depth)
        possible.add(depth)
    return wanted == inside or (wanted > inside and wanted in possible)


def _depth(literal: Node, top: Node) -> int:
    depth, node = 1, literal.parent
    while node is not None and node.start_byte >= top.start_byte:
        depth += node.type == "func_literal"
        node = node.parent
    return depth


def _is_at(call: Node, row: int) -> bool:
    """Whether Go counts a call, or go statement, to a line: where it begins, or its name ends."""
    function = call.child_by_field_name("function")
    return row == call.start_point.row or (function is not None and row == function.end_point.row)


def _touches(node: Node, row: int) -> bool:
    return node.start_point.row <= row <= node.end_point.row
