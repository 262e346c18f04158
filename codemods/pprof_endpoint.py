"""pprof-endpoint: profiles on a loopback listener of their own instead of the default mux.

What serves the default mux is in `_pprof_served.py`, what a program does with it in
`_pprof_program.py`, the edits in `_pprof_plan.py` and `_pprof_listener.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._pprof_listener import Refusal
from gofixmap_codemods._pprof_plan import Changes, inserted, is_handler, moved
from gofixmap_codemods._pprof_program import PPROF, Program
from gofixmap_codemods._pprof_served import Reach, reach_of, served_at

from gofixmap.codemod import Codemod, Context, Finding, Fix, Match, Option, Safety

if TYPE_CHECKING:
    from gofixmap_codemods._pprof_served import Served
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Place, Symbol


class PprofEndpoint(Codemod):
    name = "pprof-endpoint"
    title = "Serve profiles on a loopback listener, never on the default mux"
    why = (
        "Importing net/http/pprof, under a name or as _, registers its handlers on "
        "http.DefaultServeMux when the program starts. A server with a mux of its own answers 404 "
        "to /debug/pprof/; one that serves the default mux, http.ListenAndServe(addr, nil), "
        "answers 200 to everybody who can connect: with stacks, the command line, and a CPU "
        "profile for as long as they ask for. The same goes for expvar and /debug/vars.\n\n"
        "A goroutine that serves nothing else is replaced by a listener on the loopback "
        "interface, with the same port; a server whose handlers are on the default mux gets a mux "
        "of its own. startDebug returns its server, for main to shut it down with the others. The "
        "profile goroutineleak, which its index offers since Go 1.27, lists goroutines that are "
        "blocked for ever.\n\n"
        "With --target main of a program that has no profiles such a listener is put in."
    )
    before = (
        'import (\n\t"log"\n\t"net/http"\n\t_ "net/http/pprof"\n)\n\nfunc main() {\n'
        '\tgo func() {\n\t\tlog.Println(http.ListenAndServe(":6060", nil))\n\t}()\n\trun()\n}\n'
    )
    after = (
        'import (\n\t"log"\n\t"net/http"\n\t"net/http/pprof"\n)\n\nfunc main() {\n'
        '\tstartDebug("127.0.0.1:6060")\n\trun()\n}\n\n'
        "func startDebug(addr string) *http.Server {\n\tmux := http.NewServeMux()\n"
        '\tmux.HandleFunc("/debug/pprof/", pprof.Index)\n\t// cmdline, profile, symbol, trace\n'
        "\tsrv := &http.Server{Addr: addr, Handler: mux}\n\tgo func() {\n"
        "\t\tif err := srv.ListenAndServe(); err != http.ErrServerClosed {\n"
        "\t\t\tlog.Print(err)\n\t\t}\n\t}()\n\treturn srv\n}\n"
    )
    safety = Safety.TARGET
    order = 1420
    equivalents: ClassVar = ("gosec", "G108")
    needles = (b"ListenAndServe", b"http.Serve", b"http.Server{")
    keywords = ("func", "var")
    prefilter = re.compile(rb"Serve(?:r|TLS)?(?!\w)")
    tests = False
    closed_world = True
    options: ClassVar = {
        "address": Option("127.0.0.1:6060", "where a new listener listens; a loopback address"),
    }
    declines: ClassVar = {
        "address-shared": "{what} at {where} is the address of something else, too; give the "
        "profiles an address of their own",
        "already-there": "{where} serves profiles on a mux of its own already",
        "build-constraint": "{where} is not built under the same constraint as the server",
        "default-mux-served": "{where} serves the default mux, on which importing net/http/pprof "
        "would put the profiles for everybody; give that server a mux of its own first",
        "default-mux-shared": "{what} at {where} uses the default mux too; give the server a mux "
        "of its own by hand",
        "keeps-running": "{what} at {where} serves nothing but profiles, and the program ends with "
        "it; start it in a goroutine",
        "names-taken": "every name for the new function is taken in {where}",
        "other-shape": "the code at {where} has a shape that no listener can be put into",
        "public-address": "{what} is not a loopback address",
        "served-elsewhere": "{what} at {where} belongs to another package",
    }

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.file.is_test:
            return
        served = served_at(match.info, match.node("serve"))
        if served is None or served.address.reach is not Reach.PUBLIC:
            return
        program = _program(context)
        if program.imports_anywhere(PPROF) and not _is_settled(program):
            message = "profiles are served on the default mux to everybody who can connect"
            yield self._finding(
                context, match, message, lambda: self._moved(context, served), served, Safety.REVIEW
            )

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        if symbol.kind != "func" or symbol.name != "main" or not context.package.is_main:
            return
        message = "the program has no listener of its own for profiles"
        yield self._finding(
            context, symbol, message, lambda: self._named(context, symbol), None, Safety.TARGET
        )

    def _named(self, context: Context, symbol: Symbol) -> Changes:
        """What is to be done in a main that the user has named. Raises Refusal."""
        program, info = _program(context), context.info(symbol.path)
        declaration = info.file.declaration_at(symbol.span.start)
        assert declaration is not None
        address = _address(context, info, declaration.node)
        served = program.served()
        own = [each for each in served if each.info.path in program.package.files]
        for each in served:
            if each.address.reach is not Reach.LOOPBACK and each not in own:
                raise Refusal("default-mux-served", each.info, each.node)
        if own:
            return moved(program, own[0], address)
        return inserted(program, info, declaration.node, address)

    def _moved(self, context: Context, served: Served) -> Changes:
        address = _address(context, served.info, served.node)
        return moved(_program(context), served, address)

    def _finding(
        self,
        context: Context,
        place: Place,
        message: str,
        plan: Callable[[], Changes],
        served: Served | None,
        safety: Safety,
    ) -> Finding:
        span = served.node if served is not None else None
        try:
            changes = plan()
        except Refusal as why:
            return context.decline(
                place,
                why.reason,
                message,
                span=span,
                safety=safety,
                what=why.what,
                where=why.where,
            )
        claims = context.claims_on(changes.edits)
        fix = Fix(changes.title, changes.edits, changes.notes, claims)
        return context.finding(place, message, fix=fix, span=span, safety=safety)


def _program(context: Context) -> Program:
    return context.once("pprof program", lambda: Program(context.semantics, context.package))


def _address(context: Context, info: FileInfo, node: Node) -> str:
    """The address that the user chose. Raises Refusal for one that others can reach."""
    address = str(context.options["address"])
    if reach_of(address) is not Reach.LOOPBACK:
        raise Refusal("public-address", info, node, address)
    return address


def _is_settled(program: Program) -> bool:
    """Whether the program does more with the default mux, or its servers, than can be followed."""
    return program.sets_handler() or any(
        not each.is_call and not is_handler(each, program) for each in program.registered()
    )
