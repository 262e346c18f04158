"""A codemod, and what its survey and its rewrite are given."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from gofixmap.codemod.claims import on_declarations, on_names
from gofixmap.codemod.match import Facts, Match, Place, span_of, symbol_of
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
from gofixmap.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.semantics.costs import Costs, Held
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.semantics.sharing.attribution import Attributed
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace import Package, Workspace

T = TypeVar("T")


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

    @cached_property
    def files(self) -> tuple[SourceFile, ...]:
        """The files at `paths`, for questions to their bytes."""
        found = map(self.workspace.file, self.paths)
        return tuple(each for each in found if each is not None)

    def claims_on(self, edits: Iterable[Edit]) -> frozenset[str]:
        """Claims (see `Fix`) on the top-level declarations that the edits lie in.

        For edits that declare what other fixes of the round have to see before they choose.
        """
        return on_declarations(self._file, edits)

    def claims_on_names(self, edits: Iterable[Edit]) -> frozenset[str]:
        """Claims on the locals that the edits declare: another fix could choose the same name."""
        return on_names(self._file, edits)

    def _file(self, path: str) -> SourceFile:
        return self.info(path).file

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
        attributed: Sequence[Attributed] = (),
        costs: Costs | None = None,
    ) -> None:
        super().__init__(base.workspace, base.semantics, base.package, base.matches)
        self.codemod = codemod
        self.facts = facts
        self.options = options
        self.targets = tuple(targets)
        self.attributed = tuple(attributed)
        self.costs = costs

    def is_target(self, symbol: str) -> bool:
        """True where the user named this qualified name."""
        return any(target.qualified == symbol for target in self.targets)

    def races_of(self, symbol: str | Symbol) -> tuple[Attributed, ...]:
        """The race reports that name a variable, by its qualified name.

        Locals may share one: a `Symbol` of kind local is told apart by its declaration.
        """
        if isinstance(symbol, Symbol):
            return tuple(each for each in self.attributed if each.names(symbol))
        return tuple(
            each
            for each in self.attributed
            if any(named.qualified == symbol for named in each.symbols)
        )

    def heap_at(self, info: FileInfo, node: Node) -> Held | None:
        """Bytes that the lines of `node` hold and have allocated, by the profiles of --evidence.

        None where no profile was given or none has these lines. A codemod that rests on it names
        "heap" in `evidence` and cites `Evidence("heap", held.detail)` in its finding: it then
        counts as named by the evidence.
        """
        return None if self.costs is None else self.costs.held_at(info.path, span_of(node))

    def escape_at(self, info: FileInfo, node: Node) -> tuple[str, ...]:
        """What the compiler said of exactly this expression, or of this declaring identifier.

        "x escapes to heap", "x does not escape"; empty where no escape output was given or it does
        not tell. Cited as kind "escape".
        """
        return () if self.costs is None else self.costs.escapes_at(info.path, node)

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
        rank: int = 0,
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
            rank=rank,
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
        rank: int = 0,
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
            rank=rank,
        )


class Prefilter(Protocol):
    """Says, without a parser, whether bytes may hold a finding; `re.Pattern[bytes]` is one."""

    def search(self, data: bytes, /) -> object | None: ...


class Codemod:
    """Base of all codemods. One instance serves one worker; keep no state between calls."""

    name: ClassVar[str]
    # "module:Class" of a subclass with `narrow`, `rewrite` and `target`, where these need much that
    # takes long to import: it is loaded when the sieves of this class let something through.
    work: ClassVar[str] = ""
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
    # an object of your own. An expression is tried on whole files first: what it finds in a
    # declaration it must find in any file around it, so no \A and \Z.
    prefilter: ClassVar[Prefilter | None] = None
    # In place of needles and prefilter where profiles or escape output were given: for a codemod
    # that then looks at more code than without.
    with_costs: ClassVar[Prefilter | None] = None
    # False: nothing in a _test.go file is found without being named, and those are passed over.
    tests: ClassVar[bool] = True
    # The kinds of top-level declaration that can hold a finding; code stands in func and var.
    keywords: ClassVar[tuple[str, ...]] = ("const", "type", "var", "func")
    query: ClassVar[str] = ""  # the query's text; empty: the file <module>.scm beside the module
    options: ClassVar[Mapping[str, Option]] = {}
    # Kinds of evidence that it takes. "race": it is asked about the variables they name, with
    # `target`, as if the user had named them; `Context.races_of` tells the two apart. "heap" and
    # "escape": its findings that cite such evidence are applied as if the user had named them.
    evidence: ClassVar[tuple[str, ...]] = ()
    closed_world: ClassVar[bool] = False  # needs "all uses of X" over the workspace

    @classmethod
    def query_text(cls) -> str:
        """The tree-sitter query. Raises UsageError where neither field nor file is there."""
        if cls.query:
            return cls.query
        named = next(each for each in cls.__mro__ if "name" in vars(each))
        file = getattr(sys.modules[named.__module__], "__file__", None) or ""
        path = Path(file).with_suffix(".scm")
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(f"codemod {cls.name} has no query", where=str(path)) from error

    @staticmethod
    def takes(data: bytes, version: tuple[int, int]) -> bool:
        """Whether a file that passed the prefilter may hold a finding at its language version.

        For a codemod that looks for one thing in old files and for another in new ones. Asked of
        the file first, then of each of its declarations that passed.
        """
        return True

    @staticmethod
    def considers(declaration: Declaration) -> bool:
        """Whether a declaration that passed the prefilter may hold a finding.

        Asked before it is parsed, for what its bytes alone do not tell: its comment, its file.
        """
        return True

    @staticmethod
    def narrow(
        declarations: Sequence[Declaration], package: PackageContext
    ) -> Iterable[Declaration]:
        """Those of a package's declarations, left by the sieves above, that may hold a finding.

        Asked before any of them is parsed, for what only the package tells: that nothing in it
        has a method that closes, or that another file makes the map. Not asked with `with_costs`.
        """
        return declarations

    @classmethod
    def has_survey(cls) -> bool:
        return cls.survey is not Codemod.survey

    def survey(self, package: PackageContext) -> Iterable[Fact]:
        """Facts that the rewrite of other packages needs. Most codemods need none."""
        return ()

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        """The findings of one match: silent, a fix, or a decline."""
        return ()

    def rewrite_declaration(self, matches: Sequence[Match], context: Context) -> Iterable[Finding]:
        """The findings of all matches in one top-level declaration, in source order.

        For a codemod whose findings depend on their neighbours; `rewrite` is then not called.
        """
        for match in matches:
            yield from self.rewrite(match, context)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        """What this codemod offers for a symbol that the user named. May be nothing."""
        return ()
