"""What map-release does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from gofixmap_codemods._package_names import names_of
from gofixmap_codemods._release_filter import may_lose
from gofixmap_codemods._release_handed import (
    check_not_counted,
    check_not_handed_out,
    check_parent_stays,
    check_released_once,
    check_seen,
)
from gofixmap_codemods._release_judge import (
    is_quiet_here,
    is_ruled_out,
    may_be_found,
    may_own,
    silence,
)
from gofixmap_codemods._release_plan import plan
from gofixmap_codemods._release_refusal import Refused
from gofixmap_codemods._release_shrink import (
    Memory,
    built_at,
    drop_early,
    emptied_at,
    evidence_of,
    shrink,
)
from gofixmap_codemods._release_sites import Loss, access_at, is_long_lived, loss_at
from gofixmap_codemods.map_release import MapRelease

from gofixmap.codemod import (
    Context,
    Evidence,
    Finding,
    Fix,
    Match,
    Safety,
    Symbol,
    enclosing,
    lifetime,
    nodes,
    sharing,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Declaration, FileInfo, PackageContext, Place


class Work(MapRelease):
    """The analyses and the rewriting."""

    @staticmethod
    def narrow(
        declarations: Sequence[Declaration], package: PackageContext
    ) -> Iterable[Declaration]:
        names = names_of(package)
        return [each for each in declarations if may_lose(each.text, names)]

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        site, target = _target(match)
        yield from self._profiled(match, context, target)
        if not may_own(names_of(context), site, target) or not may_be_found(match, site, target):
            return
        is_quiet = partial(is_quiet_here, context)
        loss = loss_at(context, match.info, site, target, is_ruled_out, is_quiet)
        if loss is not None and not self._is_quiet(context, loss):
            found = self._finding(context, match, loss, Safety.REVIEW)
            is_seen = found.reason_id != "closed-world-broken"
            if found.fix is not None or (loss.kind != "field" and is_seen):
                yield found

    def _is_quiet(self, context: Context, loss: Loss) -> bool:
        named = _is_named(context, loss.variable)
        return named or bool(silence(context, loss, named=False))

    def _profiled(self, match: Match, context: Context, target: Node) -> Iterator[Finding]:
        """A map that is emptied, where a heap profile shows that it was large."""
        if context.costs is None or "builtin" not in match:
            return
        variable = sharing.variable_denoted(match.info, target)
        if variable is None or _is_named(context, variable) or not is_long_lived(variable):
            return
        if not variable.type.is_map or _owns(match.info, variable):
            return
        access = access_at(context, variable, match.info, target)
        memory = emptied_at(match.info, access) if access is not None else None
        evidence = evidence_of(context, memory) if memory is not None else ()
        if memory is not None and evidence:
            yield from self._shrunk(context, match, memory, evidence)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is None or variable.kind is sharing.VariableKind.LOCAL:
            return
        remedy = str(context.options["remedy"])
        for access in sharing.accesses_of(context.semantics, variable).all:
            yield from self._remembered(context, symbol, access, remedy)
            for site, target in _sites(access) if remedy == "release" else ():
                loss = loss_at(context, access.info, site, target)
                if loss is not None and not silence(context, loss, named=True):
                    yield self._finding(context, symbol, loss, Safety.TARGET)

    def _remembered(
        self, context: Context, symbol: Symbol, access: sharing.Access, remedy: str
    ) -> Iterator[Finding]:
        """The remedies for memory: a map that owns nothing is made anew where it is emptied."""
        variable = access.variable
        if not variable.type.is_map:
            return
        owns = _owns(access.info, variable)
        emptied = emptied_at(access.info, access)
        if emptied is not None and (remedy == "shrink" or not owns) and remedy != "early":
            yield from self._shrunk(context, symbol, emptied, ())
        built = built_at(access.info, access) if remedy == "early" else None
        if built is not None:
            message = f"the old value of {_shown(built)} is there while the new one is built"
            yield from self._remedied(context, symbol, built, message, drop_early, ())

    def _shrunk(
        self, context: Context, place: Place, memory: Memory, evidence: tuple[Evidence, ...]
    ) -> Iterator[Finding]:
        message = f"{memory.map_text} is emptied and keeps its table"
        yield from self._remedied(context, place, memory, message, shrink, evidence)

    def _remedied(
        self,
        context: Context,
        place: Place,
        memory: Memory,
        message: str,
        remedy: Callable[[Context, Memory], Fix | None],
        evidence: tuple[Evidence, ...],
    ) -> Iterator[Finding]:
        where = _Place(memory, place.symbol)
        tier = Safety.TARGET
        try:
            fix = remedy(context, memory)
        except Refused as refusal:
            yield context.decline(
                where,
                refusal.reason,
                message,
                safety=tier,
                evidence=evidence,
                what=refusal.what,
            )
            return
        if fix is not None:
            yield context.finding(where, message, fix=fix, safety=tier, evidence=evidence)

    def _finding(
        self, context: Context, place: Match | Symbol, loss: Loss, safety: Safety
    ) -> Finding:
        where = _Place(loss, place.symbol)
        message = _message(context, loss)
        try:
            check_seen(context, loss)
            check_not_counted(loss)
            check_not_handed_out(context, loss)
            check_released_once(context, loss)
            check_parent_stays(context, loss)
            fix = plan(context, loss)
        except Refused as refusal:
            return context.decline(where, refusal.reason, message, safety=safety, what=refusal.what)
        return context.finding(where, message, fix=fix, safety=safety)


class _Place:
    """Where a finding is: the file of the loss, which may not be that of the variable."""

    def __init__(self, loss: Loss | Memory, symbol: str) -> None:
        from gofixmap.codemod import span_of

        self.path = loss.info.path
        self.span = span_of(loss.statement)
        self.symbol = symbol


def _target(match: Match) -> tuple[Node, Node]:
    name = "target" if "target" in match else "map"
    return match.node("site"), match.node(name)


def _is_named(context: Context, variable: sharing.Variable) -> bool:
    """Whether the user named the variable: `target` then speaks of it."""
    return context.is_target(variable.qualified)


def _owns(info: FileInfo, variable: sharing.Variable) -> bool:
    return lifetime.release_of(info, variable.type.element) is not None


def _shown(memory: Memory) -> str:
    return memory.info.file.text(memory.target)


def _sites(access: sharing.Access) -> Iterator[tuple[Node, Node]]:
    """The assignment or the call that an access is part of, and its target."""
    if access.operation in (sharing.Operation.DELETE, sharing.Operation.CLEAR):
        call = enclosing(access.node, "call_expression")
        if call is not None:
            yield call, access.node
        return
    statement = access.statement
    left = statement.child_by_field_name("left")
    if statement.type != "assignment_statement" or left is None:
        return
    for target in nodes.expression_items(left):
        if target.start_byte <= access.node.start_byte < target.end_byte:
            yield statement, target


def _message(context: Context, loss: Loss) -> str:
    what = {
        "element": f"{loss.info.file.text(loss.target)} is overwritten",
        "field": f"{loss.info.file.text(loss.target)} is overwritten",
        "delete": f"an entry of {loss.map_text} is deleted",
        "clear": f"{loss.map_text} is cleared",
        "remake": f"{loss.map_text} is made anew",
    }[loss.kind]
    sites = lifetime.releases_in(context.semantics, loss.variable)
    own = enclosing(loss.statement, *_DECLARED)
    other = next((each for each in sites if enclosing(each.node, *_DECLARED) != own), None)
    evidence = f", as {other.where} does" if other is not None else ""
    return f"{what}, and nobody {_MISSING[loss.release.how].format(loss.release.name)}{evidence}"


_MISSING = {
    lifetime.How.METHOD: "calls {0} of what was there",
    lifetime.How.CALL: "calls the function that was there",
    lifetime.How.CLOSE: "closes the channel that was there",
}
_DECLARED = ("function_declaration", "method_declaration")
