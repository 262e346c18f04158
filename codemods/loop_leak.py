"""loop-leak: releases that wait for the wrong end, and closers, timers and contexts without one.

Deferred releases in loops are in `_leak_defer.py`, with the function literal around an iteration in
`_leak_wrap.py` and the plain release in `_leak_plain.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._leak_after import abandoned
from gofixmap_codemods._leak_cancel import lost_cancels
from gofixmap_codemods._leak_defer import Obstacle, Piling, per_iteration, piling
from gofixmap_codemods._leak_ticks import endless, ticking
from gofixmap_codemods._leak_timers import COLLECTED, Unstopped, unstopped, version_of

from gofixmap.codemod import Codemod, Context, Finding, Fix, Match, Safety

if TYPE_CHECKING:
    from tree_sitter import Node


class LoopLeak(Codemod):
    name = "loop-leak"
    title = "Something is released too late, or never"
    why = (
        "A deferred call runs when its function returns. In a loop it waits for the end of the "
        "whole loop, so that each iteration leaves one more file open or one more lock held; in a "
        "loop that never ends it does not run at all. Over 100 iterations 102 descriptors were "
        "held at the end, and none with the iteration in a function literal of its own (measured "
        "with Go 1.27)."
    )
    before = (
        "for _, path := range paths {\n\tf, err := os.Open(path)\n\tif err != nil {\n"
        "\t\treturn err\n\t}\n\tdefer f.Close()\n\tif err := index(f); err != nil {\n"
        "\t\treturn err\n\t}\n}\n"
    )
    after = (
        "for _, path := range paths {\n\tif err := func() error {\n\t\tf, err := os.Open(path)\n"
        "\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tdefer f.Close()\n"
        "\t\tif err := index(f); err != nil {\n\t\t\treturn err\n\t\t}\n\t\treturn nil\n"
        "\t}(); err != nil {\n\t\treturn err\n\t}\n}\n"
    )
    safety = Safety.REVIEW
    order = 430
    equivalents: ClassVar = ("gocritic", "revive", "lostcancel", "sqlclosecheck", "rowserrcheck")
    needles = (b"defer", b"time", b"context")
    keywords = ("func", "var")
    prefilter = re.compile(
        rb"\bdefer\b|\btime\s*\.\s*(?:New(?:Timer|Ticker)|Tick|After|AfterFunc)\b|\bWith(?:Cancel|Timeout|Deadline)|range\b[^{]*\.C\b"
    )
    declines: ClassVar = {
        "control-flow": "the iteration is left in ways that a function literal around it cannot "
        "carry out; move the body into a function of its own",
        "outlives-iteration": "{how} (line {line}), so it is still needed when the "
        "iteration has ended",
        "recover": "a call of recover in the body would recover for another function",
        "named-result": "the deferred call of line {line} sets or reads a result of the function, "
        "which a function literal around the iteration does not return yet",
        "timer-in-loop": "it is made in a loop, where a deferred Stop would pile up; stop it where "
        "the iteration is left",
        "timer-escapes": "its channel is used where it is not seen who stops reading from it",
        "ticker-goroutine": "the goroutine needs another way to end: a channel that is closed, or "
        "a context, in a select beside the ticker",
        "duration": "the duration is not known in front of the loop, where one timer would be made",
        "ctx-escapes": "{how} (line {line}), so a deferred cancel would end work that goes on; "
        "return the cancel function, or call it where that work ends",
        "cancel-in-loop": "it is made in a loop, where a deferred cancel would pile up; call it "
        "where the iteration is left",
        "no-place": "it stands in the header of a statement, where no deferred call has a place",
        "other-defer": "the deferred call of line {line} would run at the end of the iteration as "
        "well, and it is not known whether it may",
    }

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if "defer" in match:
            yield from self._deferred(match, context, match.node("defer"))
        elif "loop" in match:
            found = endless(match.info, match.node("loop"))
            yield from self._told(match, context, [found] if found is not None else [])
        else:
            yield from self._told(match, context, self._timers(match, context))
            yield from self._cancelled(match, context)

    def _timers(self, match: Match, context: Context) -> Iterator[Unstopped]:
        info, function = match.info, match.node("function")
        collected = version_of(context, info) >= COLLECTED
        yield from unstopped(info, function, collected=collected)
        if not collected:
            yield from ticking(info, function)
            yield from abandoned(info, function)

    def _cancelled(self, match: Match, context: Context) -> Iterator[Finding]:
        for lost in lost_cancels(match.info, match.node("function")):
            if lost.reason:
                place = lost.place or lost.node
                line = str(match.file.lines.line_of(place.start_byte))
                yield context.decline(
                    match, lost.reason, lost.message, span=lost.node, how=lost.how, line=line
                )
                continue
            claims = context.claims_on_names(lost.edits)
            fix = Fix("Cancel when the function returns", lost.edits, claims=claims)
            yield context.finding(match, lost.message, fix=fix, span=lost.node, safety=lost.safety)

    def _told(
        self, match: Match, context: Context, found: Iterable[Unstopped]
    ) -> Iterator[Finding]:
        for each in found:
            if each.reason:
                yield context.decline(match, each.reason, each.message, span=each.node)
                continue
            claims = context.claims_on_names(each.edits)
            fix = Fix(each.title, each.edits, each.notes, claims)
            yield context.finding(match, each.message, fix=fix, span=each.node)

    def _deferred(self, match: Match, context: Context, node: Node) -> Iterator[Finding]:
        found = piling(match.info, node)
        if found is None:
            return
        message = _message(found)
        outcome = per_iteration(found)
        if isinstance(outcome, Obstacle):
            line = str(match.file.lines.line_of(outcome.node.start_byte))
            yield context.decline(match, outcome.reason, message, how=outcome.how, line=line)
            return
        yield context.finding(
            match, message, fix=Fix("Release at the end of each iteration", outcome)
        )


def _message(found: Piling) -> str:
    text = found.info.file.text(found.release.call).partition("\n")[0]
    return f"{text} is deferred in a loop: it runs when the function returns, once per iteration"
