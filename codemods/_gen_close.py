"""What gen-close does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gofixmap_codemods._genclose_goroutines import producers_of, starts_in
from gofixmap_codemods._genclose_plan import plan
from gofixmap_codemods._genclose_refusal import Refused
from gofixmap_codemods._genclose_resources import resources_of
from gofixmap_codemods._genclose_subject import (
    Subject,
    result_types,
    subject_of_symbol,
    subject_of_type,
)
from gofixmap_codemods.gen_close import GenClose

from gofixmap.codemod import Context, Finding, Match, Symbol, enclosing, pattern

if TYPE_CHECKING:
    from gofixmap.codemod import Place


class Work(GenClose):
    """The analyses and the rewriting."""

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        subject = subject_of_symbol(context, symbol)
        if subject is None:
            return
        name = subject.text
        try:
            fix = plan(subject)
        except Refused as refusal:
            message = f"no Close is written for {name}"
            yield context.decline(symbol, refusal.reason, message, name=name, what=refusal.what)
        else:
            message = f"{name} has no Close for what it opens and starts"
            yield context.finding(symbol, message, fix=fix)

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        subject = _constructed(match, context)
        if subject is None or context.is_target(_qualified(subject)):
            return
        if _has_an_end(subject) or not _starts_endless(subject, match):
            return
        try:
            fix = plan(subject)
        except Refused:
            return
        place: Place = match
        yield context.finding(
            place,
            f"the goroutine has no end, and {subject.text} has no Close",
            fix=fix,
            symbol=_qualified(subject),
        )


def _qualified(subject: Subject) -> str:
    return f"{subject.info.package.path}.{subject.text}"


def _constructed(match: Match, context: Context) -> Subject | None:
    """The type that a New function of a library returns; None elsewhere."""
    if match.file.is_test or match.package.is_main:
        return None
    function = enclosing(match.node("site"), "function_declaration")
    name = function.child_by_field_name("name") if function is not None else None
    results = function.child_by_field_name("result") if function is not None else None
    if name is None or results is None or not match.file.text(name).startswith("New"):
        return None
    kinds = result_types(match.info, results)
    return subject_of_type(context, kinds[0]) if kinds and kinds[0].is_pointer else None


def _has_an_end(subject: Subject) -> bool:
    """Whether a method's name says that it ends something: stopLoop, CloseAll."""
    shorts = [each.name.rpartition(".")[2] for each in subject.methods]
    return any(_ENDING.match(each) is not None for each in shorts)


_ENDING = pattern(r"(?i)(close|stop|shut|end|quit|exit|cancel|terminate|destroy|kill|halt|drain)")


def _starts_endless(subject: Subject, match: Match) -> bool:
    """Whether this go statement starts the first goroutine of the type that nothing ends."""
    try:
        resources, _ = resources_of(subject)
        producers = producers_of(subject, frozenset(each.name for each in resources))
    except Refused:
        return False
    endless = [each.start.node for each in producers if not each.ended_by]
    site = match.node("site")
    inside = [e for e in endless if site.start_byte <= e.start_byte < site.end_byte]
    return bool(inside) and inside[0] == endless[0] and bool(list(starts_in(subject)))
