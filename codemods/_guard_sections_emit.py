"""Edits of one function collected in any order, and fresh names for what is hoisted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_join import joined
from gofixmap_codemods._writeback_text import spliced
from msgspec import Struct, field

from gofixmap.codemod import (
    Edit,
    Span,
    fresh_name,
    indentation,
    insert_after,
    insert_before,
    lines,
    names,
    replace_statement,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

_NAMES = ("identifier", "type_identifier", "package_identifier", "label_name")


class Names:
    """Names for new locals of one function: free in the whole declaration around it."""

    def __init__(self, info: FileInfo, function: Node) -> None:
        self._info = info
        self._at = function.child_by_field_name("body") or function
        declaration = info.file.declaration_at(function.start_byte)
        around = declaration.node if declaration is not None else function
        self._taken = {
            info.file.text(node) for node in walk(around) if node.type in _NAMES
        } | names.KEYWORDS

    def fresh(self, word: str) -> str:
        """`word` in lower camel case, with Now or a number behind it where it is taken."""
        base = names.lower_camel(word)
        candidates = [base, f"{base}Now", *(f"{base}{number}" for number in range(2, 1000))]
        return self._take(next(name for name in candidates if self._is_free(name)))

    def of_type(self, kind: Type) -> str:
        """A name made from a type, as the rules for temporaries say."""
        return self._take(fresh_name(self._info, self._at, kind, also_taken=self._taken))

    def is_free(self, name: str) -> bool:
        """Whether nothing in or around the function has that name."""
        return self._is_free(name)

    def _is_free(self, name: str) -> bool:
        return name not in self._taken and self._info.lookup(name, self._at) is None

    def _take(self, name: str) -> str:
        self._taken.add(name)
        return name


class _Placed(Struct):
    node: Node
    texts: list[str] = field(default_factory=list)


class _Wrap(Struct, frozen=True):
    """Statements that move one level in, between a head and a foot."""

    first: Node
    last: Node
    head: str
    foot: str


class Emitter:
    """The edits of one function. Texts are indented from zero, as edits.layout wants them."""

    def __init__(self, info: FileInfo) -> None:
        self.info = info
        self._before: dict[int, _Placed] = {}
        self._after: dict[int, _Placed] = {}
        self._changes: list[tuple[Node, str]] = []
        self._edits: list[Edit] = []
        self._wraps: list[_Wrap] = []

    def before(self, statement: Node, texts: Iterable[str]) -> None:
        self._before.setdefault(statement.id, _Placed(statement)).texts += texts

    def after(self, statement: Node, texts: Iterable[str]) -> None:
        self._after.setdefault(statement.id, _Placed(statement)).texts += texts

    def instead(self, statement: Node, texts: Sequence[str]) -> None:
        self._edits += replace_statement(self.info.file, statement, texts)

    def change(self, node: Node, text: str) -> None:
        """Put `text` in the place of an expression; of nested ones the outer wins."""
        self._changes.append((node, text))

    def edit(self, start: int, end: int, text: str) -> None:
        self._edits.append(Edit(self.info.path, start, end, text))

    def add(self, edits: Iterable[Edit]) -> None:
        self._edits += edits

    def wrap(self, first: Node, last: Node, head: str, foot: str) -> None:
        self._wraps.append(_Wrap(first, last, head, foot))

    def text(self, node: Node, changes: Sequence[tuple[Node, str]] = ()) -> str:
        """The text of a node with changes made, its lines as if it stood at the margin."""
        span = Span(node.start_byte, node.end_byte)
        made = [(Span(each.start_byte, each.end_byte), text) for each, text in changes]
        text = spliced(self.info.file, span, made)
        return lines.dedented(text, indentation(self.info.file.data, node.start_byte))

    def finish(self) -> tuple[Edit, ...]:
        file = self.info.file
        edits = list(self._edits)
        for placed in self._before.values():
            edits += insert_before(file, placed.node, placed.texts)
        for placed in self._after.values():
            edits += insert_after(file, placed.node, placed.texts)
        edits += self._replacements()
        for wrap in sorted(
            self._wraps, key=lambda each: each.last.end_byte - each.first.start_byte
        ):
            edits = self._wrapped(edits, wrap)
        return joined(self.info, list(dict.fromkeys(edits)))

    def _replacements(self) -> list[Edit]:
        file = self.info.file
        made: list[Edit] = []
        for node, text in sorted(
            self._changes, key=lambda each: (each[0].start_byte, -each[0].end_byte)
        ):
            if not made or node.start_byte >= made[-1].end:
                placed = lines.placed(file, text, indentation(file.data, node.start_byte))
                made.append(Edit(file.path, node.start_byte, node.end_byte, placed))
        return made

    def _wrapped(self, edits: Sequence[Edit], wrap: _Wrap) -> list[Edit]:
        """The edits between two statements made part of the text that replaces them."""
        file = self.info.file
        start, end = wrap.first.start_byte, wrap.last.end_byte
        inside = [each for each in edits if start <= each.start and each.end <= end]
        indent = indentation(file.data, start)
        changes = [(each.span, each.text) for each in inside]
        body = lines.dedented(spliced(file, Span(start, end), changes), indent)
        inner = "\t" + lines.indented(body, "\t")
        text = "\n".join([wrap.head, inner, wrap.foot])
        kept = [each for each in edits if each not in inside]
        return [*kept, Edit(file.path, start, end, lines.placed(file, text, indent))]
