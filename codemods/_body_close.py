"""What body-close does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

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
from gofixmap_codemods.body_close import BodyClose

from gofixmap.codemod import Context, Finding, Fix, Match, Safety, lifetime

if TYPE_CHECKING:
    from gofixmap.codemod import Declaration, PackageContext


class Work(BodyClose):
    """The analyses and the rewriting."""

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
