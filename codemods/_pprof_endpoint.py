"""What pprof-endpoint does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from gofixmap_codemods._pprof_listener import Refusal
from gofixmap_codemods._pprof_plan import Changes, inserted, is_handler, moved
from gofixmap_codemods._pprof_program import PPROF, Program
from gofixmap_codemods._pprof_served import Reach, reach_of, served_at
from gofixmap_codemods.pprof_endpoint import PprofEndpoint

from gofixmap.codemod import Context, Finding, Fix, Match, Safety

if TYPE_CHECKING:
    from gofixmap_codemods._pprof_served import Served
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Place, Symbol


class Work(PprofEndpoint):
    """The analyses and the rewriting."""

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
