"""Tree-sitter queries: compiled once, several in one traversal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from gofixmap.errors import GofixmapError
from gofixmap.syntax.language import language

if TYPE_CHECKING:
    from tree_sitter import Node, Query

_BYTES_BEFORE_COMBINED = 250_000  # in which compiling, 6 ms, is won back
_ROW = re.compile(r"\brow (\d+)")

Captures = dict[str, list["Node"]]


@lru_cache(maxsize=512)  # each round of a run asks for the same ones, and so does each keystroke
def _compile(source: str, name: str) -> Query:
    from tree_sitter import Query, QueryError

    try:
        return Query(language(), source)
    except QueryError as error:
        raise GofixmapError(
            f"not a query for the Go grammar: {error}",
            where=f"{name}:{_line_of(source, error)}",
            hint="see node-types.json of tree-sitter-go",
        ) from error


def _line_of(source: str, error: Exception) -> int:
    """The 1-based line that the binding's message names; the last where the source ends early."""
    match = _ROW.search(str(error))
    return int(match[1]) + 1 if match else source.count("\n") + 1


class CompiledQuery:
    """One query; compiled on first use. `name` is for messages, such as its file's path.

    Raises GofixmapError, with the line, where the source is not a query.
    """

    def __init__(self, source: str, name: str = "query") -> None:
        self.source = source
        self.name = name

    @cached_property
    def query(self) -> Query:
        return _compile(self.source, self.name)

    def matches(self, node: Node) -> list[Captures]:
        """The captures of each match below `node`; a match comes when its last node is seen."""
        from tree_sitter import QueryCursor

        return [captures for _, captures in QueryCursor(self.query).matches(node)]


class QuerySet:
    """The queries of several owners in one traversal, once there is much to go through.

    To compile a query for many owners takes as long as to run those of each over some functions.
    """

    def __init__(self, queries: Mapping[str, CompiledQuery]) -> None:
        self._queries = dict(queries)
        self._seen = 0  # bytes that were gone through once more than needed

    @cached_property
    def _combined(self) -> tuple[Query, tuple[str, ...]]:
        """The one query, and the owner of each of its patterns."""
        owners: list[str] = []
        for owner, query in self._queries.items():
            owners += [owner] * query.query.pattern_count
        source = "\n".join(query.source for query in self._queries.values())
        return _compile(source, "+".join(self._queries)), tuple(owners)

    def matches(self, node: Node) -> list[tuple[str, Captures]]:
        """(owner, captures) of each match below `node`; one owner's are in the order of its own."""
        from tree_sitter import QueryCursor

        more = len(self._queries) - 1
        if more and self._seen > _BYTES_BEFORE_COMBINED:
            query, owners = self._combined
            return [(owners[at], captures) for at, captures in QueryCursor(query).matches(node)]
        self._seen += more * (node.end_byte - node.start_byte)
        return [
            (owner, captures)
            for owner, query in self._queries.items()
            for captures in query.matches(node)
        ]
