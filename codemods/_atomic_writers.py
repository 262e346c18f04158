"""Calls that write the variable: what was read before one of them is not what holds after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gofixmap.codemod import Context

_DEPTH = 3  # a writer, who calls it, and who calls those


class Writers(Struct):
    """The functions of a package that write a variable, themselves or through others."""

    context: Context
    accesses: Sequence[sharing.Access]
    _known: dict[str, frozenset[sharing.Function]] = field(default_factory=dict)

    def run_between(self, access: sharing.Access, start: int, end: int) -> bool:
        """Whether the function of `access` calls one of them between two offsets."""
        if access.function is None:
            return True
        graph = sharing.call_graph(self.context.semantics, access.info.package)
        here = graph.function_at(access.info, access.function)
        called = [
            call.callee
            for call in graph.calls_from(here)
            if start <= call.node.start_byte < end
            and call.kind is not sharing.CallKind.GO
            and call.callee is not None
        ]
        return bool(called) and not self._functions(graph).isdisjoint(called)

    def _functions(self, graph: sharing.CallGraph) -> frozenset[sharing.Function]:
        path = graph.package.path
        if path not in self._known:
            self._known[path] = self._closed(graph)
        return self._known[path]

    def _closed(self, graph: sharing.CallGraph) -> frozenset[sharing.Function]:
        level = [
            graph.function_at(access.info, access.function)
            for access in self.accesses
            if access.writes
            and access.function is not None
            and access.info.package.path == graph.package.path
        ]
        found: set[sharing.Function] = set()
        for _ in range(_DEPTH):
            level = [function for function in dict.fromkeys(level) if function not in found]
            found.update(level)
            level = [
                call.caller
                for function in level
                for call in graph.calls_to(function)
                if call.kind is not sharing.CallKind.GO
            ]
        return frozenset(found)
