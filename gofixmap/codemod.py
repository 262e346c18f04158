"""The one module that a codemod's author imports.

A codemod is a class with documentation as fields, a tree-sitter query that finds candidates, and a
`rewrite` that turns one match into findings: with a fix, or with the reason why there is none.

    class NilMap(Codemod):
        name = "nil-map"
        declines = {"shadowed": "the name is declared again in between"}

        def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
            if not match["operand"].type.is_map:
                return
            yield context.finding(match, "write to a nil map", fix=Fix(...))

Everything that crosses a process (`Finding`, `Fact`, `Symbol`) is frozen and picklable; a `Match`,
an `Expr` and a `Context` live in the worker that made them. Parsers and resolvers are imported by
the code that first needs them, so that naming the codemods stays cheap.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from gofixmap.errors import UsageError
from gofixmap.model import (
    Edit,
    Evidence,
    Fact,
    Finding,
    Fix,
    Option,
    OptionValue,
    Safety,
    Status,
    Symbol,
)
from gofixmap.text import LineIndex, Position, Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.edits import (
        add_import,
        add_imports,
        indentation,
        insert_after,
        insert_before,
        insert_field,
        insert_spec,
        lines,
        newline,
        node_text,
        remove_import,
        replace_node,
        replace_statement,
        source_text,
    )
    from gofixmap.semantics import (
        access,
        effects,
        flow,
        flows,
        interfaces,
        mutation,
        nodes,
        operands,
        placement,
        uses,
    )
    from gofixmap.semantics.addressable import Walk, is_addressable, walk_target
    from gofixmap.semantics.identity import identical
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.semantics.names import fresh_name
    from gofixmap.semantics.nocopy import nocopy_reason
    from gofixmap.semantics.objects import Object, Selection
    from gofixmap.semantics.operands import is_stable
    from gofixmap.semantics.retention import keeps_receiver
    from gofixmap.semantics.types import Type
    from gofixmap.semantics.uses import uses_of
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.syntax.walk import ancestors, enclosing, walk
    from gofixmap.workspace import Package, Workspace

__all__ = [
    "Codemod",
    "Context",
    "Declaration",
    "Edit",
    "Evidence",
    "Expr",
    "Fact",
    "Facts",
    "FileInfo",
    "Finding",
    "Fix",
    "LineIndex",
    "Match",
    "Object",
    "Option",
    "OptionValue",
    "Package",
    "PackageContext",
    "Position",
    "Prefilter",
    "Safety",
    "Selection",
    "SourceFile",
    "Span",
    "Status",
    "Symbol",
    "Type",
    "Walk",
    "access",
    "add_import",
    "add_imports",
    "ancestors",
    "effects",
    "enclosing",
    "flow",
    "flows",
    "fresh_name",
    "identical",
    "indentation",
    "insert_after",
    "insert_before",
    "insert_field",
    "insert_spec",
    "interfaces",
    "is_addressable",
    "is_stable",
    "keeps_receiver",
    "lines",
    "mutation",
    "newline",
    "nocopy_reason",
    "node_text",
    "nodes",
    "operands",
    "placement",
    "remove_import",
    "replace_node",
    "replace_statement",
    "source_text",
    "span_of",
    "symbol_of",
    "uses",
    "uses_of",
    "walk",
    "walk_target",
]

T = TypeVar("T")

# Helpers of lower layers that codemods use, by the module that holds them. They are loaded by the
# first codemod that asks, through the module's __getattr__; a row here is all a new helper needs,
# with its twin under TYPE_CHECKING.
_LAZY: Mapping[str, str] = {
    name: module
    for module, names in {
        "gofixmap.edits": """add_import add_imports indentation insert_after insert_before
            insert_field insert_spec newline node_text remove_import replace_node
            replace_statement source_text""",
        "gofixmap.semantics.addressable": "Walk is_addressable walk_target",
        "gofixmap.semantics.identity": "identical",
        "gofixmap.semantics.info": "FileInfo",
        "gofixmap.semantics.objects": "Object",
        "gofixmap.semantics.retention": "keeps_receiver",
        "gofixmap.semantics.types": "Type",
        "gofixmap.syntax.source": "Declaration SourceFile",
        "gofixmap.semantics.names": "fresh_name",
        "gofixmap.semantics.nocopy": "nocopy_reason",
        "gofixmap.semantics.operands": "is_stable",
        "gofixmap.semantics.uses": "uses_of",
        "gofixmap.syntax.walk": "ancestors enclosing walk",
    }.items()
    for name in names.split()
}
# Whole modules of helpers that belong together, used as `operands.is_firm(info, node)`.
_MODULES: Mapping[str, str] = {
    "lines": "gofixmap.edits.lines",
    **{
        name: f"gofixmap.semantics.{name}"
        for name in """access effects flow flows interfaces mutation nodes operands placement
            uses""".split()
    },
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the twins under TYPE_CHECKING have the types
    if name in _MODULES:
        return import_module(_MODULES[name])
    module = _LAZY.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(module), name)


class Facts:
    """The facts of all packages of the run, merged by subject, in a stable order."""

    __slots__ = ("_by_subject",)

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._by_subject: dict[str, list[Fact]] = {}
        for fact in facts:
            self._by_subject.setdefault(fact.subject, []).append(fact)

    def about(self, subject: str, kind: str = "") -> tuple[Fact, ...]:
        """Facts of one qualified name; of one `kind` where that is given."""
        facts = self._by_subject.get(subject, ())
        return tuple(fact for fact in facts if not kind or fact.kind == kind)

    def __iter__(self) -> Iterator[Fact]:
        for facts in self._by_subject.values():
            yield from facts


class Expr:
    """A node with its file's types: type questions read like prose.

    `match["operand"].type.is_map`, `.type.element.is_struct`, `.addressable`. All types are
    three-valued: an unknown one answers False to every `is_`, and True to `is_unknown`.
    """

    __slots__ = ("info", "node")

    def __init__(self, node: Node, info: FileInfo) -> None:
        self.node = node
        self.info = info

    def __repr__(self) -> str:
        return f"<Expr {self.kind} {self.text!r}>"

    @property
    def kind(self) -> str:
        """The grammar's name of the node: identifier, selector_expression, ..."""
        return self.node.type

    @property
    def span(self) -> Span:
        return Span(self.node.start_byte, self.node.end_byte)

    @property
    def text(self) -> str:
        return self.info.file.text(self.node)

    @property
    def type(self) -> Type:
        return self.info.type_of(self.node)

    @property
    def object(self) -> Object | None:
        """What an identifier denotes; None where it is no object or not known."""
        return self.info.object_of(self.node)

    @property
    def selection(self) -> Selection | None:
        """How a selector expression is resolved."""
        return self.info.selection(self.node)

    @property
    def constant(self) -> int | str | float | bool | None:
        return self.info.constant(self.node)

    @property
    def addressable(self) -> bool | None:
        """As the Go specification has it; None where a type is unknown."""
        answer: bool | None = import_module("gofixmap.semantics.addressable").is_addressable(
            self.info, self.node
        )
        return answer

    def child(self, field: str) -> Expr | None:
        node = self.node.child_by_field_name(field)
        return None if node is None else Expr(node, self.info)

    @property
    def parent(self) -> Expr | None:
        node = self.node.parent
        return None if node is None else Expr(node, self.info)


class Place(Protocol):
    """Where a finding is: a `Match`, or the `Symbol` of `--target`."""

    @property
    def path(self) -> str: ...
    @property
    def span(self) -> Span: ...
    @property
    def symbol(self) -> str: ...


class Match:
    """One match of a codemod's query: captures by name, in one declaration.

    A capture named `site` gives the span that findings point at; without one it is the span from
    the first capture's start to the last one's end.
    """

    def __init__(
        self,
        declaration: Declaration,
        captures: Mapping[str, Sequence[Node]],
        package: Package,
        semantics: Semantics,
    ) -> None:
        self.declaration = declaration
        self.captures = captures
        self.package = package
        self._semantics = semantics

    def __contains__(self, name: str) -> bool:
        return bool(self.captures.get(name))

    def __getitem__(self, name: str) -> Expr:
        """The first node captured as `name`; raises KeyError where there is none."""
        return Expr(self.node(name), self.info)

    def get(self, name: str) -> Expr | None:
        nodes = self.captures.get(name)
        return Expr(nodes[0], self.info) if nodes else None

    def all(self, name: str) -> tuple[Expr, ...]:
        return tuple(Expr(node, self.info) for node in self.captures.get(name, ()))

    def node(self, name: str) -> Node:
        nodes = self.captures.get(name)
        if not nodes:
            raise KeyError(f"no capture named {name}")
        return nodes[0]

    @cached_property
    def info(self) -> FileInfo:
        """The types of the file; made on first use, because most matches exit before."""
        return self._semantics.file(self.path)

    @property
    def file(self) -> SourceFile:
        return self.declaration.file

    @property
    def path(self) -> str:
        return self.declaration.file.path

    @cached_property
    def span(self) -> Span:
        site = self.captures.get("site")
        nodes = site or [node for group in self.captures.values() for node in group]
        return Span(min(n.start_byte for n in nodes), max(n.end_byte for n in nodes))

    @property
    def symbol(self) -> str:
        """The enclosing declaration: `example.com/shop/cart.Store.Add`."""
        return symbol_of(self.declaration, self.package)

    def text(self, name: str) -> str:
        return self.file.text(self.node(name))


def symbol_of(declaration: Declaration, package: Package) -> str:
    """The qualified name of a top-level declaration; of a group, that of its first name."""
    if declaration.method is not None:
        names: tuple[str, ...] = declaration.method[:2]
    else:
        names = declaration.names[:1]
    return ".".join(part for part in (package.path, *names) if part)


class PackageContext:
    """What a survey sees: one package, and the workspace around it."""

    def __init__(
        self,
        workspace: Workspace,
        semantics: Semantics,
        package: Package,
        matches: Sequence[Match] = (),
    ) -> None:
        self.workspace = workspace
        self.semantics = semantics
        self.package = package
        self.matches = matches  # this codemod's matches in the package
        self._made: dict[str, object] = {}

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` returns, made once for the package: an index that many matches ask."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]  # type: ignore[assignment]
        return made

    def info(self, path: str) -> FileInfo:
        return self.semantics.file(path)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of the package, in-package tests included, all build variants."""
        return self.package.all_files

    def symbol(self, declaration: Declaration) -> str:
        return symbol_of(declaration, self.package)


class Context(PackageContext):
    """What a rewrite sees: the package, merged facts, options, and helpers to report with."""

    def __init__(
        self,
        codemod: Codemod,
        base: PackageContext,
        *,
        facts: Facts,
        options: Mapping[str, OptionValue],
        targets: Collection[Symbol] = (),
    ) -> None:
        super().__init__(base.workspace, base.semantics, base.package, base.matches)
        self.codemod = codemod
        self.facts = facts
        self.options = options
        self.targets = tuple(targets)

    def is_target(self, symbol: str) -> bool:
        """True where the user named this qualified name."""
        return any(target.qualified == symbol for target in self.targets)

    def finding(
        self,
        place: Place,
        message: str,
        *,
        fix: Fix,
        span: Span | Node | None = None,
        safety: Safety | None = None,
        symbol: str = "",
        evidence: Sequence[Evidence] = (),
    ) -> Finding:
        """A finding with a fix. `safety` is the codemod's own where it is not given."""
        return Finding(
            codemod=self.codemod.name,
            message=message,
            path=place.path,
            span=place.span if span is None else span_of(span),
            symbol=symbol or place.symbol,
            safety=self.codemod.safety if safety is None else safety,
            status=Status.FIXABLE,
            evidence=tuple(evidence),
            fix=fix,
        )

    def decline(
        self,
        place: Place,
        reason_id: str,
        message: str,
        *,
        span: Span | Node | None = None,
        safety: Safety | None = None,
        symbol: str = "",
        evidence: Sequence[Evidence] = (),
        **details: str,
    ) -> Finding:
        """A finding without a fix: the sentence of `declines[reason_id]`, with `{details}` filled.

        Raises ValueError for an id that the codemod does not declare: reasons are documented.
        """
        sentence = self.codemod.declines.get(reason_id)
        if sentence is None:
            raise ValueError(f"{self.codemod.name} declares no reason {reason_id!r}")
        return Finding(
            codemod=self.codemod.name,
            message=message,
            path=place.path,
            span=place.span if span is None else span_of(span),
            symbol=symbol or place.symbol,
            safety=self.codemod.safety if safety is None else safety,
            status=Status.DECLINED,
            reason=sentence.format(**details) if details else sentence,
            reason_id=reason_id,
            evidence=tuple(evidence),
        )


class Prefilter(Protocol):
    """Says, without a parser, whether bytes may hold a finding; `re.Pattern[bytes]` is one."""

    def search(self, data: bytes, /) -> object | None: ...


class Codemod:
    """Base of all codemods. One instance serves one worker; keep no state between calls."""

    name: ClassVar[str]
    title: ClassVar[str] = ""
    why: ClassVar[str] = ""  # paragraphs of plain text
    before: ClassVar[str] = ""  # Go, compiles or is the compile error that it is about
    after: ClassVar[str] = ""
    declines: ClassVar[Mapping[str, str]] = {}  # reason id -> sentence, {placeholders} allowed
    safety: ClassVar[Safety] = Safety.SAFE  # of its usual fix; each finding may ask for more
    go_version: ClassVar[str] = ""  # the oldest language version that it applies to, "1.18"
    equivalents: ClassVar[tuple[str, ...]] = ()  # linters whose suppressions silence it too
    order: ClassVar[int] = 1000  # the smaller one wins where fixes overlap
    # A file that holds none of these byte strings has no finding; empty means "any file".
    needles: ClassVar[tuple[bytes, ...]] = ()
    # A declaration in which this finds nothing has no finding. A compiled regular expression, or
    # an object of your own. It is tried on whole files first: what it finds in a declaration it
    # must find in any file around it, so no \A and \Z.
    prefilter: ClassVar[Prefilter | None] = None
    query: ClassVar[str] = ""  # the query's text; empty: the file <module>.scm beside the module
    options: ClassVar[Mapping[str, Option]] = {}
    closed_world: ClassVar[bool] = False  # needs "all uses of X" over the workspace

    @classmethod
    def query_text(cls) -> str:
        """The tree-sitter query. Raises UsageError where neither field nor file is there."""
        if cls.query:
            return cls.query
        file = getattr(sys.modules[cls.__module__], "__file__", None) or ""
        path = Path(file).with_suffix(".scm")
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(f"codemod {cls.name} has no query", where=str(path)) from error

    @classmethod
    def has_survey(cls) -> bool:
        return cls.survey is not Codemod.survey

    def survey(self, package: PackageContext) -> Iterable[Fact]:
        """Facts that the rewrite of other packages needs. Most codemods need none."""
        return ()

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        """The findings of one match: silent, a fix, or a decline."""
        return ()

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        """What this codemod offers for a symbol that the user named. May be nothing."""
        return ()


def span_of(place: Span | Node) -> Span:
    return place if isinstance(place, Span) else Span(place.start_byte, place.end_byte)
