"""Functions planned and rewritten: the harness of the tests of critical sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gofixmap_codemods._guard_sections import (
    GuardContext,
    LockRef,
    Refusal,
    SectionPlan,
    plan_sections,
)

from gofixmap.codemod import sharing, walk
from gofixmap.edits import add_imports
from gofixmap.edits.tidy import rewrite
from gofixmap.model import Edit, Symbol
from gofixmap.semantics.info import FileInfo, Semantics
from gofixmap.text import Span
from gofixmap.workspace import Workspace

TABLES = Path(__file__).parent / "guard_sections"
PRELUDE = (TABLES / "prelude.go.txt").read_text(encoding="utf-8")
_MARK = "func keep(m map[string]int) { kept = m }\n"


@dataclass(frozen=True)
class Case:
    """One entry of a table: `=== title: VARIABLE... [lock=NAME] [existing=LOCK] [go=V] [rw]`."""

    title: str
    variables: tuple[str, ...]
    options: dict[str, str]
    before: str
    after: str  # "" where nothing changes
    refuses: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def lock(self) -> str:
        """The lock in the notation of variables."""
        owner = self.variables[0].rpartition(".")[0]
        name = self.options.get("lock", "mu")
        return self.options.get("existing") or (f"{owner}.{name}" if owner else "hitsMu")


@dataclass(frozen=True)
class Outcome:
    text: str
    plans: tuple[SectionPlan, ...]
    refusals: tuple[Refusal, ...]

    @property
    def body(self) -> str:
        """The text behind the prelude."""
        return self.text.partition(_MARK)[2].strip("\n") + "\n"

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes, without the places that they name."""
        return tuple(note.split(" (p.go")[0] for plan in self.plans for note in plan.notes)


def cases(table: str) -> Iterator[Case]:
    text = (TABLES / table).read_text(encoding="utf-8")
    for block in re.split(r"(?m)^=== ", text)[1:]:
        head, _, body = block.partition("\n")
        title, _, words = head.rpartition(": ")
        before, _, rest = body.partition("---\n")
        lines = rest.rstrip("\n").split("\n")
        code = [line for line in lines if not line.startswith(("refuse: ", "note: "))]
        yield Case(
            title,
            tuple(word for word in words.split() if "=" not in word and word != "rw"),
            dict(word.partition("=")[::2] for word in words.split() if "=" in word or word == "rw"),
            before.strip("\n") + "\n",
            "\n".join(code).strip("\n") + "\n" if any(code) else "",
            tuple(line.removeprefix("refuse: ") for line in lines if line.startswith("refuse: ")),
            tuple(line.removeprefix("note: ") for line in lines if line.startswith("note: ")),
        )


def planned(root: Path, case: Case) -> Outcome:
    """The case behind the prelude, with all accesses under the lock that can be."""
    options = case.options
    default = "hitsMu" if case.variables == ("hits",) else "mu"
    return run(
        root,
        f"{PRELUDE}\n{case.before}",
        case.variables,
        lock=options.get("lock", default),
        rw="rw" in options,
        go=options.get("go", "1.27"),
        existing=options.get("existing", ""),
    )


def run(
    root: Path,
    source: str,
    names: tuple[str, ...],
    *,
    lock: str = "mu",
    rw: bool = False,
    go: str = "1.27",
    existing: str = "",
) -> Outcome:
    """`source` with every function's accesses to some variables under the lock.

    A name is `T.field`, a package variable, or `f.local`. `existing` is the lock where the source
    takes it already, in the same notation. Constructors (`New...`), `main`, and the function that
    declares a local are taken to be alone with the variable.
    """
    here = resolved(root, source, go)
    semantics, info, graph = here.semantics, here.info, here.graph
    found = _by_function(semantics, graph, [_variable(info, name) for name in names])
    kind = _variable(info, names[0]).kind
    context = GuardContext(
        semantics,
        graph,
        LockRef(
            lock,
            package=kind is sharing.VariableKind.PACKAGE,
            local=kind is sharing.VariableKind.LOCAL,
            rw=rw,
            variable=_variable(info, existing) if existing else None,
        ),
        semantics.workspace.language_version("p.go"),
        locking=frozenset(
            each for each in graph.functions if any(f in graph.reachable(each) for f in found)
        ),
    )
    outcomes = [plan_sections(context, function, group) for function, group in found.items()]
    plans = tuple(each for each in outcomes if isinstance(each, SectionPlan))
    refusals = tuple(each for each in outcomes if isinstance(each, Refusal))
    return Outcome(_rewritten(info, plans), plans, refusals)


@dataclass(frozen=True)
class Resolved:
    """A Go file of a package of its own."""

    semantics: Semantics
    info: FileInfo
    graph: sharing.CallGraph

    def accesses(self, names: tuple[str, ...]) -> Iterator[sharing.Access]:
        """The accesses to variables that need the lock."""
        variables = [_variable(self.info, name) for name in names]
        for group in _by_function(self.semantics, self.graph, variables).values():
            yield from group

    def variable(self, name: str) -> sharing.Variable:
        return _variable(self.info, name)


def resolved(root: Path, source: str, go: str = "1.27") -> Resolved:
    (root / "go.mod").write_text(f"module example.com/p\n\ngo {go}\n", encoding="utf-8")
    (root / "p.go").write_bytes(source.encode())
    semantics = Semantics(Workspace.open([root]))
    info = semantics.file("p.go")
    return Resolved(semantics, info, sharing.call_graph(semantics, info.package))


def _rewritten(info: FileInfo, plans: tuple[SectionPlan, ...]) -> str:
    edits: list[Edit] = [edit for plan in plans for edit in plan.edits]
    imports = {each.path: each.name for plan in plans for each in plan.imports}
    if imports:
        edits += add_imports(info.file, dict.fromkeys(imports, ""), taken=())[0]
    return (rewrite(info.file.data, edits) if edits else info.file.data).decode()


def _by_function(
    semantics: Semantics, graph: sharing.CallGraph, variables: list[sharing.Variable]
) -> dict[sharing.Function, list[sharing.Access]]:
    found: dict[sharing.Function, list[sharing.Access]] = {}
    for variable in variables:
        for access in sharing.accesses_of(semantics, variable).all:
            if access.operation is sharing.Operation.INITIALIZE or access.function is None:
                continue
            function = graph.function_at(access.info, access.function)
            if not _is_alone(function, variable):
                found.setdefault(_runner(graph, function), []).append(access)
    return found


def _is_alone(function: sharing.Function, variable: sharing.Variable) -> bool:
    if variable.kind is sharing.VariableKind.LOCAL:
        return not function.is_literal
    return function.name.startswith("New") or function.top.name == "main"


def _runner(graph: sharing.CallGraph, function: sharing.Function) -> sharing.Function:
    """The function whose goroutine runs a literal at once."""
    at_once = (sharing.CallKind.CALL, sharing.CallKind.CALLBACK)
    while function.is_literal:
        calls = graph.calls_to(function)
        if not calls or any(call.kind not in at_once for call in calls):
            break
        function = calls[0].caller
    return function


def _variable(info: FileInfo, name: str) -> sharing.Variable:
    owner, _, last = name.rpartition(".")
    for declaration in info.file.declarations:
        for node in walk(declaration.node):
            if info.file.text(node) != last or not node.type.endswith("identifier"):
                continue
            for kind in ("field", "var", "local"):
                span = Span(node.start_byte, node.end_byte)
                symbol = Symbol("example.com/p", owner, last, kind, "p.go", span)
                found = sharing.variable_of_symbol(info.semantics, symbol)
                if found is not None and (found.owner, found.span.start) == (owner, span.start):
                    return found
    raise AssertionError(name)
