"""What loop-leak does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from gofixmap_codemods._leak_after import abandoned
from gofixmap_codemods._leak_cancel import lost_cancels
from gofixmap_codemods._leak_closers import left_open
from gofixmap_codemods._leak_defer import piling_up
from gofixmap_codemods._leak_sieve import CLOSERS, CONTEXTS, TIMERS
from gofixmap_codemods._leak_ticks import endless, ticking
from gofixmap_codemods._leak_timers import unstopped, version_of
from gofixmap_codemods._leak_worth import COLLECTED, Worth
from gofixmap_codemods.loop_leak import LoopLeak

from gofixmap.codemod import Context, Finding, Fix, Match

if TYPE_CHECKING:
    from gofixmap_codemods._leak_found import Leak

    from gofixmap.codemod import Declaration, PackageContext


class Work(LoopLeak):
    """The analyses and the rewriting."""

    @staticmethod
    def narrow(
        declarations: Sequence[Declaration], package: PackageContext
    ) -> Iterable[Declaration]:
        return Worth(package).among(declarations)

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        return (_finding(match, context, leak) for leak in _leaks(match, context))


def _leaks(match: Match, context: Context) -> Iterator[Leak]:
    info = match.info
    if "defer" in match:
        yield from piling_up(info, match.node("defer"))
    elif "loop" in match:
        yield from endless(info, match.node("loop"))
    else:
        function = match.node("function")
        text = function.text or b""
        if TIMERS.search(text):
            collected = version_of(context, info) >= COLLECTED
            yield from unstopped(info, function, collected=collected)
            if not collected:
                yield from ticking(info, function)
                yield from abandoned(info, function)
        if CONTEXTS.search(text):
            yield from lost_cancels(info, function)
        if CLOSERS.search(text):
            worth = context.once("loop-leak.worth", partial(Worth, context))
            yield from left_open(info, function, worth.names_in(match.declaration))


def _finding(match: Match, context: Context, leak: Leak) -> Finding:
    if not leak.reason:
        claims = context.claims_on_names(leak.edits)
        fix = Fix(leak.title, leak.edits, leak.notes, claims)
        return context.finding(match, leak.message, fix=fix, span=leak.node, safety=leak.safety)
    place = leak.place or leak.node
    line = str(match.file.lines.line_of(place.start_byte))
    return context.decline(
        match, leak.reason, leak.message, span=leak.node, how=leak.how, line=line
    )
