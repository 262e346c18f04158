"""map-release: what a map or a field owns is released when it is overwritten or removed.

Where something is lost is in `_release_sites.py`, whether it leaks in `_release_judge.py`, who else
may use it in `_release_handed.py`, the edits in `_release_plan.py` and the modules beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._release_handed import (
    check_not_handed_out,
    check_parent_stays,
    check_released_once,
)
from gofixmap_codemods._release_judge import silence
from gofixmap_codemods._release_plan import plan
from gofixmap_codemods._release_refusal import Refused
from gofixmap_codemods._release_sites import Loss, loss_at

from gofixmap.codemod import (
    Codemod,
    Context,
    Finding,
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


class MapRelease(Codemod):
    name = "map-release"
    title = "Release what an overwritten entry owns"
    why = (
        "Overwriting a pointer in a map leaks no memory: the collector takes what nobody refers "
        "to. 500 overwrites of one key with a value of 1 MiB leave 1 MiB (measured with Go "
        "1.27). Setting the big field to nil first changes nothing about that, and whoever "
        "still holds the old pointer sees its data vanish. Deleting the key first changes "
        "nothing either, takes three times as long, and lets readers see the key missing. This "
        "codemod never writes either of the two against a leak.\n\n"
        "What does leak is what the old value owns: a connection, a file, a ticker, a goroutine "
        "that waits for its stop channel, a context that nobody cancels. It stays open when its "
        "entry is overwritten or deleted. Where the package closes such values elsewhere, the "
        "map or field owns them, and here the old one is released too: it is taken out inside "
        "the lock, the lock is given back, and then it is closed, unless it is the very value "
        "that was stored. Without that evidence the map or field has to be named with --target.\n\n"
        "Two things about memory are true and need a decision. The table of a map never "
        "shrinks, neither by delete and clear nor by maps.Clone: a map that was once large is "
        "made anew (option remedy=shrink, or a heap profile). And while m[k] = build() runs, "
        "the old value is still reachable: for values of many megabytes the peak is lower when "
        "the entry is deleted before building (option remedy=early, for maps whose values are "
        "known to be large).\n\n"
        "The program in docs/programs/overwrite measures all of this: see docs/overwriting.md."
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
    keywords = ("func",)
    prefilter = re.compile(rb"\]\s*=[^=]|\.\w+(,[^=\n]*)?\s*=[^=]|\b(delete|clear)\(|\w\s*=[^=]")
    declines: ClassVar = {
        "cannot-compare-old": "the new value may be the old one, and values of type {what} cannot "
        "be compared safely; release the old one by hand where they differ",
        "handed-out": "somebody may still use the old value ({what}), and a release would pull it "
        "away; count its users, or let them finish first",
        "lock-held": "the release would run under the lock: {what}",
        "map-shared": "{what} is used under another name too, and a new map would not replace it",
        "needs-argument": "{what} takes a context, and none is in scope here",
        "no-place": "there is no place for the release: {what}",
        "parent-cancelled": "the new context is made from {what}, which the old cancel function "
        "ends",
        "released-twice": "the release at {what} leaves the value where it is, and a second one "
        "panics",
        "unstable-operand": "{what} may give something else when it is evaluated again",
    }

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        site, target = _target(match)
        loss = loss_at(context, match.info, site, target)
        if loss is None or _is_named(context, loss):
            return
        if not silence(context, loss, named=False):
            yield self._finding(context, match, loss, Safety.REVIEW)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is None or variable.kind is sharing.VariableKind.LOCAL:
            return
        for access in sharing.accesses_of(context.semantics, variable).all:
            for site, target in _sites(access):
                loss = loss_at(context, access.info, site, target)
                if loss is not None and not silence(context, loss, named=True):
                    yield self._finding(context, symbol, loss, Safety.TARGET)

    def _finding(
        self, context: Context, place: Match | Symbol, loss: Loss, safety: Safety
    ) -> Finding:
        where = _Place(loss, place.symbol)
        message = _message(context, loss)
        try:
            check_not_handed_out(context, loss)
            check_released_once(context, loss)
            check_parent_stays(context, loss)
            fix = plan(context, loss)
        except Refused as refusal:
            return context.decline(where, refusal.reason, message, safety=safety, what=refusal.what)
        return context.finding(where, message, fix=fix, safety=safety)


class _Place:
    """Where a finding is: the file of the loss, which may not be that of the variable."""

    def __init__(self, loss: Loss, symbol: str) -> None:
        from gofixmap.codemod import span_of

        self.path = loss.info.path
        self.span = span_of(loss.statement)
        self.symbol = symbol


def _target(match: Match) -> tuple[Node, Node]:
    name = "target" if "target" in match else "map"
    return match.node("site"), match.node(name)


def _is_named(context: Context, loss: Loss) -> bool:
    """Whether the user named the variable: `target` then speaks of it."""
    return any(named.qualified == loss.variable.qualified for named in context.targets)


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
