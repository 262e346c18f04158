"""The function that serves profiles on a mux of its own, and the imports that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gofixmap_codemods._pprof_program import EXPVAR, PPROF
from gofixmap_codemods._pprof_served import HTTP

from gofixmap.codemod import Edit, add_imports, newline

if TYPE_CHECKING:
    from gofixmap_codemods._pprof_program import Program
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_LOCALS = ("mux", "srv", "err", "addr")
_NAMES = ("startDebug", "startDebugServer", "startDebugListener", "startProfiler")


class _Spec(Protocol):
    """An import."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...


class Refusal(Exception):
    """Why there is no fix: the id of a decline, and what it is about."""

    def __init__(self, reason: str, info: FileInfo, node: Node, what: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.info = info
        self.node = node
        self.what = what or info.file.text(node)

    @property
    def where(self) -> str:
        return f"{self.info.path}:{self.info.file.lines.line_of(self.node.start_byte)}"


class Listener:
    """`startDebug`, written into the file that imports the profiler, or into the caller's.

    Raises Refusal where it has no place.
    """

    def __init__(self, program: Program, caller: FileInfo) -> None:
        self._program, self._caller = program, caller
        importing = program.importing(PPROF)
        self._info = importing[0] if importing and caller not in importing else caller
        if self._info.file.build_constraint != caller.file.build_constraint:
            raise Refusal("build-constraint", self._info, self._info.file.declarations[0].node)
        self.is_running = self._existing() == "" and program.has_handlers()
        existing = self._existing()
        self._name = existing or self._free_name()
        self.is_running = self.is_running or self._is_called(existing)
        self._imports, self._names = self._with_imports()
        self.http = self._names[HTTP]
        if caller.path != self._info.path:
            _, names = add_imports(caller.file, {HTTP: ""})
            self.http = names[HTTP]

    def call(self, address: str) -> str:
        if self.is_running and not self._existing():
            raise Refusal("already-there", self._info, self._info.file.declarations[0].node)
        return f"{self._name}({address})"

    def _existing(self) -> str:
        """The name of a function of one string that serves profiles on its own mux already."""
        for info in self._program.importing(PPROF):
            for declaration in info.file.declarations:
                node = declaration.node
                if declaration.keyword != "func" or node.type != "function_declaration":
                    continue
                listed = node.child_by_field_name("parameters")
                parameters = info.file.text(listed) if listed is not None else ""
                is_ours = b".Index" in declaration.text and b"NewServeMux" in declaration.text
                if is_ours and parameters.endswith(" string)") and parameters.count(",") == 0:
                    return declaration.names[0]
        return ""

    def _is_called(self, name: str) -> bool:
        """Whether the package starts the listener that it has."""
        mentions = sum(info.file.data.count(f"{name}(".encode()) for info in self._program.own)
        return name != "" and mentions > 1

    def _free_name(self) -> str:
        taken = {
            name
            for info in (*self._program.own, self._caller)
            for declaration in info.file.declarations
            for name in declaration.names
        }
        taken |= {_name(spec) for spec in self._caller.file.imports}
        body = self._caller.file.data
        for name in _NAMES:
            if name not in taken and name.encode() not in body:
                return name
        raise Refusal("names-taken", self._caller, self._caller.file.declarations[0].node)

    def _with_imports(self) -> tuple[list[Edit], dict[str, str]]:
        if self._existing() or self.is_running:
            return [], {HTTP: "http"}
        file = self._info.file
        wanted = {HTTP: "", "log": ""}
        if self._program.imports_anywhere(EXPVAR):
            wanted[EXPVAR] = ""
        specs = [each for each in file.imports if each.path == PPROF]
        blank = next((each for each in specs if each.name == "_"), None)
        if blank is None:
            wanted[PPROF] = ""
        edits, names = add_imports(file, wanted, taken=self._taken())
        found = list(edits)
        if blank is not None:
            others = {_name(spec) for spec in file.imports if spec != blank}
            name = "pprof" if "pprof" not in others | self._taken() else "httppprof"
            written = f'"{PPROF}"' if name == "pprof" else f'{name} "{PPROF}"'
            found.append(Edit(file.path, blank.span.start, blank.span.end, written))
            names[PPROF] = name
        return found, names

    def _taken(self) -> set[str]:
        """The function's own locals, and the package-level names of the other files."""
        return {
            *_LOCALS,
            *(
                name
                for info in self._program.own
                for declaration in info.file.declarations
                for name in declaration.names
            ),
        }

    def edits(self) -> list[Edit]:
        """The imports, and the function at the end of the file."""
        if self._existing() or self.is_running:
            return []
        file = self._info.file
        ending = newline(file.data)
        end = len(file.data.rstrip())
        text = f"{ending}{ending}" + self._text().replace("\n", ending)
        return [*self._imports, Edit(file.path, end, end, text)]

    def _text(self) -> str:
        http, pprof, log = self._names[HTTP], self._names[PPROF], self._names["log"]
        expvar = self._names.get(EXPVAR)
        variables = f'\tmux.Handle("/debug/vars", {expvar}.Handler())\n' if expvar else ""
        return (
            f"// {self._name} serves profiles on addr, a loopback address, until it is shut down.\n"
            f"func {self._name}(addr string) *{http}.Server {{\n"
            f"\tmux := {http}.NewServeMux()\n"
            f'\tmux.HandleFunc("/debug/pprof/", {pprof}.Index)\n'
            f'\tmux.HandleFunc("/debug/pprof/cmdline", {pprof}.Cmdline)\n'
            f'\tmux.HandleFunc("/debug/pprof/profile", {pprof}.Profile)\n'
            f'\tmux.HandleFunc("/debug/pprof/symbol", {pprof}.Symbol)\n'
            f'\tmux.HandleFunc("/debug/pprof/trace", {pprof}.Trace)\n'
            f"{variables}"
            f"\tsrv := &{http}.Server{{Addr: addr, Handler: mux}}\n"
            "\tgo func() {\n"
            f"\t\tif err := srv.ListenAndServe(); err != {http}.ErrServerClosed {{\n"
            f"\t\t\t{log}.Print(err)\n"
            "\t\t}\n"
            "\t}()\n"
            "\treturn srv\n"
            "}"
        )


def _name(spec: _Spec) -> str:
    return spec.name or spec.path.rpartition("/")[2]
