"""One Go file: its bytes, and everything that is computed from them on demand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from gofixmap.syntax import comments as comment_rules
from gofixmap.syntax import lexer
from gofixmap.syntax.comments import Directive
from gofixmap.syntax.imports import ImportSpec, import_paths, import_specs, leading_imports
from gofixmap.syntax.masking import Mask
from gofixmap.syntax.names import declared_names, method
from gofixmap.syntax.parsing import parse_masking
from gofixmap.syntax.split import Piece, package_clause, split
from gofixmap.syntax.suppressions import Suppressions, suppressions
from gofixmap.text import LineIndex, Span

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_WORD = re.compile(rb"[\w\x80-\xff]+")
_MISSES_BEFORE_INDEX = 200  # places in longer words: an index then costs less than going on

__all__ = ["Declaration", "Directive", "ImportSpec", "SourceFile"]


class Declaration:
    """One top-level declaration.

    `span` runs from the keyword to the end of the last token: the doc comment above, a comment
    that trails the last token and the newline are outside. `doc_start` is where the comment group
    directly above begins (`span.start` where there is none). `keyword` is `import`, `const`,
    `var`, `type` or `func`.
    """

    __slots__ = (
        "_before",
        "_end",
        "_masks",
        "_method",
        "_method_read",
        "_names",
        "_seen_by",
        "_span",
        "_start",
        "_tree",
        "file",
        "keyword",
    )

    def __init__(self, file: SourceFile, piece: Piece) -> None:
        self.file = file
        self.keyword = piece.keyword
        self._start = piece.start
        self._end = piece.end
        self._before = piece.before
        self._span: Span | None = None
        self._names: tuple[str, ...] | None = None
        self._method: tuple[str, str, bool] | None = None
        self._method_read = piece.keyword != "func"
        self._tree: Tree | None = None
        self._masks: tuple[Mask, ...] = ()
        self._seen_by: set[Declaration] | None = None

    def __repr__(self) -> str:
        return f"<{self.keyword} {self.file.path}:{self._start}-{self._end}>"

    @property
    def span(self) -> Span:
        if self._span is None:  # most declarations are only asked for their names
            self._span = Span(self._start, self._end)
        return self._span

    @property
    def extent(self) -> tuple[int, int]:
        """The offsets of `span`, for those who look at very many."""
        return self._start, self._end

    @property
    def text(self) -> bytes:
        return self.file.data[self._start : self._end]

    @property
    def doc_start(self) -> int:
        return comment_rules.doc_start(self.file.data, self._before, self._start)

    @property
    def names(self) -> tuple[str, ...]:
        """The package-level names it declares, found without the parser; never `_`.

        Empty for a method (see `method`) and an import. `init` is included.
        """
        if self._names is None:
            self._names = declared_names(self.file.data, self.keyword, self._start, self._end)
        return self._names

    @property
    def method(self) -> tuple[str, str, bool] | None:
        """(receiver base type, method name, receiver is a pointer), found without the parser."""
        if not self._method_read:
            self._method = method(self.file.data, self._start, self._end)
            self._method_read = True
        return self._method

    @property
    def root(self) -> Node:
        """The root (`source_file`) of the declaration's tree; byte offsets are the file's."""
        if self._seen_by is not SourceFile.onlooker:
            self.look()
        return self._root()

    def _root(self) -> Node:
        if self._tree is None:
            file = self.file
            start, end = self._start, self._end
            self._tree, self._masks = parse_masking(file.data, start, end, file.row_of(start))
            file._parsed.append(self)
            SourceFile.parsed_bytes += end - start
            if self._tree.root_node.has_error:
                SourceFile.broken.add(file.path)
        return self._tree.root_node

    def look(self) -> None:
        """Tells the onlooker that somebody looks at the declaration, as asking for a tree does."""
        seen = self._seen_by = SourceFile.onlooker
        if seen is not None:
            seen.add(self)

    @property
    def is_parsed(self) -> bool:
        return self._tree is not None

    @property
    def node(self) -> Node:
        """The declaration's node, such as `method_declaration`; `root` where errors hide it."""
        if self._seen_by is not SourceFile.onlooker:
            self.look()
        return self.unseen

    @property
    def unseen(self) -> Node:
        """`node` for who looks at no more of a function than its head, which its file shows."""
        root = self._root()
        for child in root.named_children:
            if child.start_byte == self._start and child.type != "ERROR":
                return child
        return root

    @property
    def has_error(self) -> bool:
        """Whether the tree has an error, after masking."""
        return self.root.has_error

    @property
    def masks(self) -> tuple[Mask, ...]:
        """What is hidden from the parser in this declaration, in source order."""
        _ = self._root()
        return self._masks

    @property
    def masked(self) -> bool:
        return bool(self.masks)

    @property
    def masked_spans(self) -> tuple[tuple[Span, str], ...]:
        """The masked spans and their kinds, see `masking.Mask`."""
        return tuple((mask.span, mask.kind) for mask in self.masks)


class SourceFile:
    """A Go file. `path` is relative to the workspace root, or absolute outside of it.

    Constructing one stores the bytes; each property computes what it needs once.
    """

    parsed_bytes: ClassVar[int] = 0  # how much of all files this process has parsed so far
    broken: ClassVar[set[str]] = set()  # paths of files in which it has met a syntax error
    onlooker: ClassVar[set[Declaration] | None] = None  # gets the declarations that are looked at

    __slots__ = (
        "_comments",
        "_declarations",
        "_directives",
        "_header",
        "_imports",
        "_is_utf8",
        "_lines",
        "_package_name",
        "_parsed",
        "_row",
        "_starts",
        "_suppressions",
        "_words",
        "data",
        "path",
    )

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self._lines: LineIndex | None = None
        self._declarations: tuple[Declaration, ...] | None = None
        self._starts: list[int] | None = None
        self._header: bytes | None = None
        self._package_name = ""
        self._imports: tuple[ImportSpec, ...] | None = None
        self._is_utf8: bool | None = None
        self._comments: tuple[Span, ...] | None = None
        self._directives: tuple[Directive, ...] | None = None
        self._suppressions: Suppressions | None = None
        self._words: dict[bytes, list[Declaration]] | None = None
        self._parsed: list[Declaration] = []  # those that may have a tree, some of them twice
        self._row: tuple[int, int] | None = None  # an offset, and the line ends before it

    def __repr__(self) -> str:
        return f"SourceFile({self.path!r}, {len(self.data)} bytes)"

    def __reduce__(self) -> tuple[type[SourceFile], tuple[str, bytes]]:
        return SourceFile, (self.path, self.data)

    @property
    def lines(self) -> LineIndex:
        if self._lines is None:
            self._lines = LineIndex(self.data)
        return self._lines

    def row_of(self, offset: int) -> int:
        """The number of line ends before an offset; cheap where offsets are asked for in order."""
        at, row = self._row or (0, 0)
        if offset < at:
            at = row = 0
        row += self.data.count(b"\n", at, offset)
        self._row = offset, row
        return row

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """The top-level declarations in source order, imports included."""
        if self._declarations is None:
            self._declarations = tuple(Declaration(self, piece) for piece in split(self.data))
        return self._declarations

    @property
    def header(self) -> bytes:
        """The bytes before the package clause's keyword; all bytes where there is no clause."""
        if self._header is None:
            clause = package_clause(self.data)
            if clause is None:
                self._header = self.data
            else:
                self._header = self.data[: clause.start("keyword")]
                self._package_name = clause["name"].decode("utf-8", errors="replace")
        return self._header

    @property
    def package_name(self) -> str:
        """The name in the package clause, empty where there is none."""
        _ = self.header
        return self._package_name

    @property
    def imports(self) -> tuple[ImportSpec, ...]:
        if self._imports is None:
            spans = self._import_declarations()
            self._imports = tuple(s for span in spans for s in import_specs(self.data, span))
        return self._imports

    @property
    def import_paths(self) -> list[str]:
        """The paths of `imports`, which takes less where nobody asks for more."""
        if self._imports is not None:
            return [spec.path for spec in self._imports]
        spans = self._import_declarations()
        return [path for span in spans for path in import_paths(self.data, span)]

    def _import_declarations(self) -> list[Span]:
        """Their spans, for which the rest of the file is not split where that can be told."""
        clause = package_clause(self.data) if self._declarations is None else None
        found = leading_imports(self.data, clause.end()) if clause is not None else None
        if found is None:
            found = [each.span for each in self.declarations if each.keyword == "import"]
        return found

    @property
    def is_generated(self) -> bool:
        """Whether a line before the package clause says `// Code generated ... DO NOT EDIT.`"""
        return comment_rules.is_generated(self.header)

    @property
    def is_test(self) -> bool:
        return self.path.endswith("_test.go")

    @property
    def has_bom(self) -> bool:
        return self.data.startswith(b"\xef\xbb\xbf")

    @property
    def newline(self) -> str:
        """The line ending of the first line, `\\r\\n` or `\\n`."""
        at = self.data.find(b"\n")
        return "\r\n" if at > 0 and self.data[at - 1] == 13 else "\n"

    @property
    def is_utf8(self) -> bool:
        """Whether the file is valid UTF-8, as Go requires; others must not be edited."""
        if self._is_utf8 is None:
            try:
                self.data.decode("utf-8")
                self._is_utf8 = True
            except UnicodeDecodeError:
                self._is_utf8 = False
        return self._is_utf8

    @property
    def build_constraint(self) -> str:
        """What follows `//go:build ` before the package clause, or an empty string."""
        return comment_rules.build_constraint(self.header)

    @property
    def comments(self) -> tuple[Span, ...]:
        """All comments in order; a line comment ends before its line ending."""
        if self._comments is None:
            self._comments = tuple(Span(*span) for span in lexer.comments(self.data))
        return self._comments

    @property
    def directives(self) -> tuple[Directive, ...]:
        """The comments for tools, such as `//go:embed`, in order."""
        if self._directives is None:
            may = comment_rules.may_have_directives(self.data)
            self._directives = comment_rules.directives(self.data, self.comments) if may else ()
        return self._directives

    @property
    def suppressions(self) -> Suppressions:
        if self._suppressions is None:
            self._suppressions = suppressions(self)
        return self._suppressions

    @property
    def has_errors(self) -> bool:
        """Whether a declaration does not parse, masked or not; parses every declaration."""
        return any(declaration.has_error for declaration in self.declarations)

    def forget_trees(self, but: str = "") -> None:
        """Frees the trees of all declarations, or of all that do not begin with the keyword."""
        parsed, self._parsed = self._parsed, []
        for declaration in parsed:
            if declaration.keyword != but:
                declaration._tree = None
            elif declaration._tree is not None:
                self._parsed.append(declaration)

    def dissolve(self) -> None:
        """Forgets the declarations, which refer to the file as it does to them."""
        self._declarations = self._starts = self._words = self._suppressions = None
        self._parsed = []

    def text(self, place: Node | Span) -> str:
        """The file's text at a node or span; bytes that are not UTF-8 are replaced."""
        if isinstance(place, Span):
            return place.of(self.data).decode("utf-8", errors="replace")
        return self.data[place.start_byte : place.end_byte].decode("utf-8", errors="replace")

    def mentioning(self, word: bytes) -> Sequence[Declaration]:
        """The declarations whose text holds the identifier by itself, imports left out."""
        data = self.data
        at = data.find(word)
        if at < 0:
            return ()
        found: list[Declaration] = []
        misses = 0
        while at >= 0:
            end = at + len(word)
            inner = at and data[at - 1] in lexer.WORD_BYTES
            if inner or (end < len(data) and data[end] in lexer.WORD_BYTES):
                misses += 1
                if misses > _MISSES_BEFORE_INDEX:
                    return self._indexed().get(word, ())
                at = data.find(word, end)
                continue
            behind = self._declarations_before(at)
            here = self.declarations[behind - 1] if behind else None
            if here is not None and at < here._end:
                if here.keyword != "import":
                    found.append(here)
                at = data.find(word, here._end)
            elif behind < len(self.declarations):
                at = data.find(word, self.declarations[behind]._start)
            else:
                break
        return found

    def _indexed(self) -> dict[bytes, list[Declaration]]:
        """The declarations by word, for words that are part of many others."""
        if self._words is None:
            self._words = {}
            for declaration in self._coded():
                for each in set(_WORD.findall(declaration.text)):
                    self._words.setdefault(each, []).append(declaration)
        return self._words

    def _coded(self) -> Iterator[Declaration]:
        return (each for each in self.declarations if each.keyword != "import")

    def declaration_at(self, offset: int) -> Declaration | None:
        """The declaration whose span holds byte `offset`; its end counts as inside."""
        index = bisect_right(self._starts or self._declaration_starts(), offset) - 1
        if index < 0:
            return None
        found = self.declarations[index]
        return found if offset <= found._end else None

    def number_of(self, declaration: Declaration) -> int:
        """Which of `declarations` one is."""
        return self._declarations_before(declaration._start) - 1

    def has_stray(self, offset: int) -> bool:
        """Whether around an offset between declarations there is anything but comments."""
        index = self._declarations_before(offset)
        if index:
            start = self.declarations[index - 1]._end
        else:
            clause = package_clause(self.data)
            if clause is None:
                return True
            start = clause.end()
        following = self.declarations[index : index + 1]
        end = following[0]._start if following else len(self.data)
        return lexer.BETWEEN.fullmatch(self.data, start, end) is None

    def _declarations_before(self, offset: int) -> int:
        """How many declarations start at or before `offset`."""
        return bisect_right(self._starts or self._declaration_starts(), offset)

    def _declaration_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [declaration._start for declaration in self.declarations]
        return self._starts
