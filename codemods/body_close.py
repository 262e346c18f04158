"""body-close: HTTP responses whose body is not closed on every way out of the function.

What opens a response, and what becomes of it, is said by `semantics/lifetime`; the helper modules
beside this one find the place for the release and write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._body_discarded import plan_discarded
from gofixmap_codemods._body_place import Plan, Refused, plan_release
from gofixmap_codemods._body_report import (
    describe,
    expects_error,
    holds_nothing,
    is_plain,
    notes_for,
)
from gofixmap_codemods._body_text import Wording, assigns_close_errors

from gofixmap.codemod import Codemod, Context, Finding, Fix, Match, Safety, lifetime

if TYPE_CHECKING:
    from gofixmap.codemod import Declaration, PackageContext


class BodyClose(Codemod):
    name = "body-close"
    title = "Close the body of every HTTP response"
    why = (
        "A response that net/http gives without an error has a body that the caller must close. "
        "One that is neither closed nor read to its end holds its connection: over HTTP/1 each "
        "such request leaves two goroutines and a descriptor in the client, and as much in the "
        "server (measured with Go 1.27). A body that was read to its end, or is empty, gives the "
        "connection back by itself; the contract asks for Close all the same, and HTTP/2 and "
        "other transports may count on it.\n\n"
        "The close is deferred directly behind the check of that call's own error: before it the "
        "response may be nil. In a loop a deferred call would run when the function returns, so "
        "the body is closed before each way out of the iteration instead.\n\n"
        "A response that is returned, stored, sent, or passed to a function that closes or keeps "
        "it is somebody else's to close, as is that of a WebSocket handshake, which is the "
        "connection itself. Where it goes to a function of which nothing is known, nothing is "
        "said."
    )
    before = (
        "resp, err := http.Get(url)\nif err != nil {\n\treturn err\n}\n"
        "fmt.Println(resp.Status)\nreturn nil\n"
    )
    after = (
        "resp, err := http.Get(url)\nif err != nil {\n\treturn err\n}\n"
        "defer resp.Body.Close()\nfmt.Println(resp.Status)\nreturn nil\n"
    )
    safety = Safety.SAFE
    order = 420
    equivalents: ClassVar = ("bodyclose",)
    needles = (b"net/http", b".StatusCode", b".Body")
    keywords = ("func", "var")
    prefilter = re.compile(rb"[\w\]]\(")
    declines: ClassVar = {
        "no-error-check": "the error of the call is not looked at, and where there is one the "
        "response is nil; check the error, then close the body",
        "falls-through": "the function goes on where the error is not nil, and the response is "
        "nil there; return, or put what uses the response into an else block",
        "mixed-check": "the condition that checks the error tests something else as well, and "
        "behind it the body is open on one side only; check the error alone first",
        "check-elsewhere": "the error is not checked directly behind the call, so there is no "
        "place at which the response is known to be there; check it first",
        "some-paths": "the body is closed on some of the ways that lead to one place and open on "
        "others; close it where it was opened, with defer",
        "used-outside": "the response is used outside of the block in which it is known to be "
        "there, so it cannot be closed at the end of that; close it by hand behind its last use",
        "read-in-return": "a return statement reads the body, which has to be closed after that; "
        "keep the result in a variable, close the body, and return it",
        "goto": "a goto leads out of the statements that have the body open; close it by hand",
        "discarded-elsewhere": "the response is discarded where no other statement can follow; "
        "keep it in a variable and close its body",
    }

    @staticmethod
    def narrow(
        declarations: Sequence[Declaration], package: PackageContext
    ) -> Iterable[Declaration]:
        """Those that call something of a name by which the package can get a response."""
        names = _names(package)
        calling = lifetime.words_called
        return [each for each in declarations if names and not names.isdisjoint(calling(each.text))]

    def rewrite_declaration(self, matches: Sequence[Match], context: Context) -> Iterable[Finding]:
        names = context.once("body-close.names", partial(_names, context))
        for match in matches if names else ():
            yield from self._found(match, context, names)

    def _found(self, match: Match, context: Context, names: frozenset[bytes]) -> Iterable[Finding]:
        function = match.node("function")
        for it in lifetime.obligations_in(
            match.info,
            function,
            (lifetime.BODY,),
            names=names,
            skip=lifetime.is_released_at_once,
        ):
            outcome = lifetime.leak_of(it)
            if outcome is None or _is_meant(match, it, outcome):
                continue
            finding = _finding(match, context, it, outcome)
            # A test that asserts in ways of its own is no place to argue about error checks.
            if finding.fix is not None or not match.file.is_test:
                yield finding


def _names(package: PackageContext) -> frozenset[bytes]:
    return lifetime.names_giving(package.semantics, package.package, lifetime.BODY.type)


def _finding(
    match: Match, context: Context, it: lifetime.Obligation, outcome: lifetime.Outcome
) -> Finding:
    message = describe(it, outcome)
    checked = assigns_close_errors(match.file)
    try:
        if it.variable is None:
            plan = plan_discarded(it, "resp", checked=checked)
        else:
            plan = plan_release(it, outcome, Wording(it.kind, it.name, checked))
    except Refused as why:
        return context.decline(match, why.reason, message, span=it.call, safety=Safety.REVIEW)
    return context.finding(
        match,
        message,
        fix=Fix(plan.title, plan.edits, notes_for(it, plan), context.claims_on_names(plan.edits)),
        span=it.call,
        safety=_safety(it, outcome, plan),
    )


def _is_meant(match: Match, it: lifetime.Obligation, outcome: lifetime.Outcome) -> bool:
    """Helpers that assert give a response that nobody wants. Tests may leave an empty body, that of
    a fake, and what they expect not to get."""
    if it.variable is None and not it.gives_error:
        return True
    if not match.file.is_test:
        return False
    if lifetime.is_made_by_fake(it.info, it.call):
        return True
    return expects_error(it) or (it.variable is not None and holds_nothing(it, outcome))


def _safety(it: lifetime.Obligation, outcome: lifetime.Outcome, plan: Plan) -> Safety:
    return Safety.SAFE if is_plain(it, outcome, plan) else Safety.REVIEW
