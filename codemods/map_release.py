"""map-release: what a map or a field owns is released when it is overwritten or removed.

Where something is lost is in `_release_sites.py`, whether it leaks in `_release_judge.py`, who else
may use it in `_release_handed.py`, the edits in `_release_plan.py` and the modules beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._package_names import names_of
from gofixmap_codemods._release_filter import Sieve, may_lose
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

from gofixmap.codemod import (
    Codemod,
    Context,
    Evidence,
    Finding,
    Fix,
    Match,
    Option,
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


class MapRelease(Codemod):
    name = "map-release"
    title = "Release what an overwritten entry owns"
    why = (
        "Overwriting a pointer in a map leaks no memory: the collector takes what nobody refers "
        "to. 500 overwrites of one key with a value of 1 MiB leave 1 MiB (measured with Go "
        "1.27). Setting the big field to nil first changes nothing about that, and whoever "
        "still holds the old pointer sees its data vanish. Deleting the key first changes "
        "nothing either, takes more than twice as long, and lets readers see the key missing. "
        "This codemod never writes either of the two against a leak.\n\n"
        "What does leak is what the old value owns: a connection, a file, a ticker, a goroutine "
        "that waits for its stop channel, a context that nobody cancels. It stays open when its "
        "entry is overwritten or deleted. Where the package closes such values elsewhere, the "
        "map or field owns them, and here the old one is released too: it is taken out inside "
        "the lock, the lock is given back, and then it is closed, unless it is the very value "
        "that was stored. Without that evidence the map or field has to be named with --target.\n\n"
        "Two things about memory are true and need a decision. The table of a map never "
        "shrinks, neither by delete and clear nor by maps.Clone: a map that was once large is "
        "made anew (option remedy=shrink, or a heap profile). And while m[k] = build() runs, "
        "the old value is still reachable: for values of many megabytes the peak can be lower "
        "when the entry is deleted before building (option remedy=early, for maps whose values "
        "are known to be large): 266 MB instead of 528 MB for 128 MiB, where a collection "
        "happens to run in between. Using the old storage again needs 134 MB.\n\n"
        "The program in docs/programs/overwrite measures all of this; its figures are in "
        "[docs/overwriting.md](../overwriting.md)."
    )
    before = (
        "func (p *Pool) Set(k string, c *Conn) error {\n\tp.mu.Lock()\n\tp.conns[k] = c\n"
        "\tp.mu.Unlock()\n\treturn nil\n}\n"
    )
    after = (
        "func (p *Pool) Set(k string, c *Conn) error {\n\tp.mu.Lock()\n\told := p.conns[k]\n"
        "\tp.conns[k] = c\n\tp.mu.Unlock()\n\tif old != nil && old != c {\n"
        "\t\treturn old.Close()\n\t}\n\treturn nil\n}\n"
    )
    safety = Safety.REVIEW
    order = 450
    closed_world = True
    evidence: ClassVar = ("heap",)
    options: ClassVar = {
        "remedy": Option(
            "release",
            "for a map that is named: release what it owns (a map that owns nothing is made anew "
            "where it is emptied), make it anew in any case, or let go of an entry before its new "
            "value is built",
            ("release", "shrink", "early"),
        ),
    }
    keywords = ("func",)
    tests = False
    prefilter = Sieve()
    with_costs = re.compile(rb"\]\s*=[^=]|\.\w+(,[^=\n]*)?\s*=[^=]|\b(delete|clear)\(|\w\s*=[^=]")
    declines: ClassVar = {
        "build-may-fail": "the old value would be lost where building fails: {what}",
        "cannot-compare-old": "the new value may be the old one, and values of type {what} cannot "
        "be compared safely; release the old one by hand where they differ",
        "closed-world-broken": "not every use can be seen of {what}; it may be released there",
        "handed-out": "somebody may still use the old value ({what}), and a release would pull it "
        "away; count its users, or let them finish first",
        "lock-held": "the release would run under the lock: {what}",
        "map-shared": "{what} is used under another name too, and a new map would not replace it",
        "needs-argument": "{what} takes a context, and none is in scope here",
        "no-place": "there is no place for the release: {what}",
        "parent-cancelled": "the new context is made from {what}, which the old cancel function "
        "ends",
        "read-while-built": "building looks at the map, at {what}",
        "reference-counted": "{what} gives back one of several references, and who has the others "
        "is not known",
        "released-twice": "the release at {what} leaves the value where it is, and a second one "
        "panics",
        "same-size": "{what} is filled again right away, and clear keeps the room for it",
        "unstable-operand": "{what} may give something else when it is evaluated again",
    }

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
