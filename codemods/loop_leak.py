"""loop-leak: releases that wait for the wrong end, and closers, timers and contexts without one.

Deferred releases in loops are in `_leak_defer.py`, with the function literal around an iteration in
`_leak_wrap.py` and the plain release in `_leak_plain.py`; files, connections and rows in
`_leak_closers.py`; timers and tickers in `_leak_timers.py`, `_leak_ticks.py` and `_leak_after.py`;
contexts in `_leak_cancel.py`. What outlives an iteration or a function is in `_leak_outlive.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._leak_sieve import Sieve, is_of_test

from gofixmap.codemod import Codemod, Safety

if TYPE_CHECKING:
    from gofixmap.codemod import Declaration


class LoopLeak(Codemod):
    name = "loop-leak"
    work = "gofixmap_codemods._loop_leak:Work"
    title = "Something is released too late, or never"
    why = (
        "A deferred call runs when its function returns. In a loop it waits for the end of the "
        "whole loop, so that each iteration leaves one more file open or one more lock held; in a "
        "loop that never ends it does not run at all. Over 100 iterations 102 descriptors were "
        "held at the end, and none with the iteration in a function literal of its own (measured "
        "with Go 1.27). Loops that collect what the function needs until its end are left alone, "
        "or declined; so is a Close that is deferred for the ways out, where each turn closes by "
        "hand as well.\n\n"
        "A file, a connection or the rows of a query that a function opens and neither closes nor "
        "hands over stays open. For an *os.File that is until the next garbage collection, for "
        "rows and connections for good. The Close is deferred behind the error check; that of a "
        "file which is written sets the named error of the function, where it has one, because it "
        "tells of lost data. In a loop each value is closed before the ways out of its turn. A "
        "call of which nothing is known may have taken the value over, unless the function itself "
        "closes it wherever the call succeeds.\n\n"
        "In a module whose go line is below 1.23 tickers run until they are stopped, and timers "
        "stay until they fire: 200,000 calls of time.After(time.Hour), or of "
        "time.NewTimer(time.Hour).C, leave as many timers. A loop whose header says that it has at "
        "most a hundred turns may keep them. A ticker that is made for one receive, as in "
        "<-time.NewTicker(d).C, gives way to time.After. Since then the "
        "runtime collects those that nothing refers to, and gofixmap is silent. In every "
        "version the function of a time.AfterFunc is kept until it runs or is stopped, and a "
        "goroutine that ranges over the channel of a ticker never ends, because Stop does not "
        "close the channel: 1000 tickers leave 1000 goroutines.\n\n"
        "A context whose cancel function is not called stays in its parent until that ends: "
        "100,000 of them hold 11 MiB, and with a timeout of an hour 26 MiB for that hour. The "
        "cancel is deferred where the context is in use in this function only."
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
    equivalents: ClassVar = (
        "deferInLoop",
        "govet",
        "lostcancel",
        "rowserrcheck",
        "SA1015",
        "SA9001",
        "sqlclosecheck",
    )
    needles = (
        b"defer",
        b"time",
        b"context",
        b"pen",
        b"reate",
        b"ial",
        b"isten",
        b"onnect",
        b"uery",
        b"repare",
        b"ile",
        b"emp",
    )
    keywords = ("func", "var")
    declines: ClassVar = {
        # deferred calls in loops
        "control-flow": "the iteration is left in ways that a function literal around it cannot "
        "carry out; move the body into a function of its own",
        "outlives-iteration": "{how} (line {line}); released at the end of the iteration, it might "
        "be gone too early",
        "recover": "a call of recover in the body would recover for another function",
        "named-result": "the deferred call of line {line} sets or reads a result of the function, "
        "which a function literal around the iteration does not return yet",
        "other-defer": "the deferred call of line {line} would run at the end of the iteration as "
        "well, and it is not known whether it may",
        # timers
        "timer-in-loop": "it is made in a loop, where a deferred Stop would pile up; stop it where "
        "the iteration is left",
        "timer-escapes": "its channel is used where it is not seen who stops reading from it",
        "ticker-goroutine": "the goroutine needs another way to end: a channel that is closed, or "
        "a context, in a select beside the ticker",
        "duration": "the duration is not known in front of the loop, where one timer would be made",
        "label-goto": "a goto jumps to the label of the select, by which a break leaves it, and "
        "nothing can stand between the two; set one timer anew by hand",
        # contexts
        "ctx-escapes": "{how} (line {line}), so a deferred cancel would end work that goes on; "
        "return the cancel function, or call it where that work ends",
        "cancel-in-loop": "it is made in a loop, where a deferred cancel would pile up; call it "
        "where the iteration is left",
        "no-place": "it stands in the header of a statement, where no deferred call has a place",
        # files and other closers
        "no-error-check": "the error of the call is not looked at, and where there is one nothing "
        "is open; check the error, then close",
        "falls-through": "the function goes on where the error is not nil, and nothing is open "
        "there; return, or put what uses the value into an else block",
        "mixed-check": "the condition that checks the error tests something else as well; check "
        "the error alone first",
        "check-elsewhere": "the error is not checked directly behind the call, so there is no "
        "place at which the value is known to be there; check it first",
        "some-paths": "it is closed on some of the ways that lead to one place and open on others; "
        "close it where it was opened, with defer",
        "used-outside": "it is used outside of the block in which it is known to be there; close "
        "it by hand behind its last use",
        "read-in-return": "a return statement uses it, and it has to be closed after that; keep "
        "the result in a variable, close it, and return the result",
        "goto": "a goto leads out of the statements that have it open; close it by hand",
        "discarded-elsewhere": "it is discarded where no other statement can follow; keep it in a "
        "variable and close that",
    }

    @staticmethod
    def considers(declaration: Declaration) -> bool:
        """Tests end soon: of theirs only contexts are told whose cancel function is thrown away."""
        text = declaration.text
        return is_of_test(text) if declaration.file.is_test else _SIEVE.search(text) is not None


_SIEVE = Sieve()
