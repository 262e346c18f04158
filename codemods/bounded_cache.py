"""bounded-cache: a map that only grows becomes a cache with a size and a lifetime."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._atomic_evidence import Judgement, is_named
from gofixmap_codemods._atomic_subject import Refusal, Subject
from gofixmap_codemods._cache_bounds import STD, Bounds, bounds_of
from gofixmap_codemods._cache_growing import filling, growing, mentioning, worth_parsing
from gofixmap_codemods._cache_plan import Plan
from gofixmap_codemods._cache_remove import Removing
from gofixmap_codemods._cache_score import has_few_keys, is_out, lives_long, score_of

from gofixmap.codemod import (
    Codemod,
    Context,
    Evidence,
    Finding,
    Match,
    Option,
    Safety,
    Symbol,
    enclosing,
    sharing,
    span_of,
)

if TYPE_CHECKING:
    from gofixmap_codemods._cache_growing import Places
    from tree_sitter import Node

    from gofixmap.codemod import Declaration, Fix, PackageContext

_ANY = Bounds(STD, 1, 1)  # limits to try a rewrite with where the user gave none
# Reasons that tell of the state of a program, which cannot be computed again: no caches are these.
_STATE = frozenset(
    {
        "assumes-presence",
        "holds-locks",
        "initial-value",
        "owns-resources",
        "ranged",
        "updates-entry",
    }
)


class BoundedCache(Codemod):
    """Maps whose keys come from outside and that nothing is ever removed from."""

    name = "bounded-cache"
    title = "A map that is used as a cache grows without limit"
    why = (
        "A map that keeps an entry for each key that it was ever asked for is a leak when the keys "
        "come from outside: requests, users, paths. It is the usual one in Go programs that have "
        "no goroutine leak. A cache has a size, so that memory is bounded, and a lifetime, so that "
        "what it holds is not stale for ever; both depend on the program, so there are no "
        "defaults: --option bounded-cache.size=1000 --option bounded-cache.ttl=10m.\n\n"
        "Most maps that are inserted to and never deleted from are no caches but registries and "
        "tables (900 of 1,073 package-level maps in 48 projects are constant tables). So points "
        "are given: a lookup that computes what is missing and stores it (2), keys from a caller "
        "of an exported function or a request (2), a name like cache or sessions (1), handlers or "
        "an endless loop that reach it (1), bytes of a heap profile at the insert (3); and taken: "
        "filled at start only (-3), few possible keys (-2), entries removed or counted (-3). "
        "Three points make a finding; it is changed only when --target or a heap profile names "
        "it.\n\n"
        "With library=std (the default) a small generic type with a mutex is written into the "
        "package: a full cache drops what has expired, or one of a few arbitrary entries. "
        "library=ttlcache takes github.com/jellydator/ttlcache/v3 and library=lru "
        "github.com/hashicorp/golang-lru/v2/expirable; go.mod and go.sum get what they need. The "
        "expirable LRU starts a goroutine per cache that version 2.0.7 cannot stop, so it is for "
        "caches that live as long as the program. Once entries can disappear, an absent key is "
        "normal: every reader that does not fill the cache is named in a note.\n\n"
        "Some maps need no cache, because their entries are done with at a certain place. Of a map "
        "that is named and has no limits, or cannot become a cache, these are removed there: a "
        "function that is found under a lock and called once, zero values that nobody tells from "
        "absent ones, slices that have become empty, and the entry of a key that one method "
        "closes, removes or finishes under the lock of the map."
    )
    before = (
        "var pages = map[string][]byte{}\n\n"
        "func Page(path string) []byte {\n\tif page, ok := pages[path]; ok {\n\t\treturn page\n"
        "\t}\n\tpage := render(path)\n\tpages[path] = page\n\treturn page\n}\n"
    )
    after = (
        "var pages = newBoundedCache[string, []byte](1000, 10*time.Minute)\n\n"
        "func Page(path string) []byte {\n\tif page, ok := pages.get(path); ok {\n"
        "\t\treturn page\n\t}\n\tpage := render(path)\n\tpages.set(path, page)\n\treturn page\n}\n"
    )
    declines: ClassVar = {
        "assembly": "the package has assembly, which may use {name}",
        "assumes-presence": "{what} at {where} counts on the entry being there: it would panic "
        "once the entry has been evicted",
        "build-variants": "{name} is declared once more at {where}, for another build",
        "cgo": "{path} uses cgo",
        "comment-inside": "a comment stands inside the statement at {where}",
        "compared-with-nil": "{what} at {where} compares the map with nil: make the map where it "
        "is declared first",
        "deduplicates": "{what} at {where} remembers what has been seen: after an eviction it "
        "would be seen for the first time again",
        "defined-map-type": "{name} has the defined type {what}: the type itself would have to "
        "change",
        "embedded": "{name} is embedded: its methods would change",
        "exported-api": "{name} is exported from a package that other modules can import: their "
        "uses of it would not compile; name it with --target",
        "holds-locks": "its entries are locks ({what}): after an eviction two goroutines would "
        "hold different ones for one key; count who uses each, and delete it when nobody does",
        "in-header": "{what} at {where} is looked up in the header of a statement, where ttlcache "
        "has no form for it",
        "initial-value": "{what} at {where} is not seen to be empty: make the map in its place",
        "is-sync-map": "{name} is a sync.Map, whose entries cannot be counted: make it a map under "
        "a lock first; where its entries are locks or in use, count who uses each and delete it "
        "when nobody does",
        "linkname": "a linkname directive in {what} uses it by its symbol",
        "local": "{name} is a local: it lives no longer than its function",
        "map-escapes": "{what} at {where} hands the map on to code that needs a map",
        "nan-keys": "a key of type {what} may be NaN, and such an entry can never be removed: the "
        "cache would grow beyond its size",
        "needed-elsewhere": "other modules of the workspace need {what}",
        "needs-bounds": "only you know how large {name} may grow and how long an entry may live: "
        "name it with --target, and give --option bounded-cache.size=1000 and --option "
        "bounded-cache.ttl=10m with your own numbers",
        "needs-upgrade": "go.mod requires modules in older versions than the cache needs; run "
        "`{what}` first",
        "nested-read": "{what} at {where} is read inside an expression or a loop header, where "
        "no statement can come before it",
        "no-generics": "Go {what} has no generics that the cache could be written with",
        "no-module": "the package is in no module that could require the cache",
        "no-name": "the package uses {what} for something else",
        "no-place": "{what} is a test, or not part of every build: the cache's type has no place "
        "there",
        "no-sum": "go.sum has no hash for the version that go.mod requires; run `{what}` first",
        "not-made": "no cache is made at {where}: a nil one panics even where it is read",
        "older-version": "go.mod requires {what}, which is too old; update it first",
        "other-use": "{what} at {where} needs a map",
        "overlapping-edits": "two of its uses stand inside one another in {what}",
        "owns-resources": "its entries own something that has to be ended ({what}): an eviction "
        "would leave it open, so it needs an eviction callback",
        "parameter": "{name} is a parameter, a result or a loop variable: it has no declaration "
        "of its own",
        "ranged": "{what} at {where} needs every entry: after an eviction its result is another "
        "one",
        "replaced": "{what} at {where} replaces the map",
        "required-elsewhere": "other modules of the workspace require {what}, and their go.sum "
        "would have to change too",
        "serialised-field": "{what} at {where} is printed or marshalled, or has a tag for it: a "
        "cache shows no entries",
        "several-targets": "{what} at {where} declares or assigns several things at once",
        "shadowed-import": "{what} means something else than a package at {where}",
        "unkeyed-literal": "the literal at {where} sets the fields by their order",
        "unresolved-use": "not every use of {name} is known: {what} {where}",
        "unsafe": "{path} imports unsafe",
        "unspellable-type": "the type {what} cannot be written at {where}",
        "updates-entry": "{what} at {where} changes an entry in place: an eviction in between "
        "would lose what it holds",
        "vendored-module": "the module has a vendor directory; run `{what}` and try again",
        "wrong-bounds": "{what} is no limit: size is a number above 0, ttl a duration like 10m",
    }
    safety = Safety.TARGET
    go_version = "1.18"
    order = 1400
    evidence = ("heap",)
    closed_world = True
    keywords = ("var", "type")
    needles = (b"map[",)
    prefilter = re.compile(rb"map\[")
    tests = False
    with_costs = prefilter  # a profile may speak for maps that `narrow` would drop
    options: ClassVar = {
        "library": Option(
            STD,
            "std (a type written into the package), ttlcache or lru (expirable)",
            ("std", "ttlcache", "lru"),
        ),
        "size": Option(0, "how many entries it may have; there is no default that is right"),
        "ttl": Option("", "how long an entry may live, as Go writes it: 10m, 1h30m"),
    }

    @staticmethod
    def narrow(
        declarations: Sequence[Declaration], package: PackageContext
    ) -> Iterable[Declaration]:
        return worth_parsing(declarations, package)

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        node, info = match.node("name"), match.info
        declared = match.node("declaration").text or b""
        if info.file.is_test or b"map[" not in declared:
            return
        if node.text not in context.once("bounded-cache.growing", partial(growing, context)):
            return
        if enclosing(node, "function_declaration", "method_declaration", "func_literal"):
            return
        variable = sharing.variable_of_symbol(context.semantics, _symbol(match, node))
        if variable is None or not variable.type.is_map or context.is_target(variable.qualified):
            return
        if _DOUBLES.match(variable.owner):
            return
        yield from self._found(context, variable, named=False)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is None:
            return
        if str(variable.type).lstrip("*") == "sync.Map":
            yield context.decline(
                symbol, "is-sync-map", f"{variable.name} is to be a bounded cache", name=symbol.name
            )
        if not variable.type.is_map:
            return
        yield from self._found(context, variable, named=is_named(context, variable.symbol))

    def _found(
        self, context: Context, variable: sharing.Variable, *, named: bool
    ) -> Iterable[Finding]:
        weight = 0
        judgement = Judgement(f"{variable.name} is to be a bounded cache", Safety.TARGET, (), named)
        if not named and not _may_be(context, variable, judgement):
            return
        accesses = sharing.accesses_of(context.semantics, variable)
        subject = Subject(context, variable, accesses, judgement)
        if not named:
            score = score_of(subject)
            if score is None or not score.is_enough or not lives_long(subject):
                return
            if _refused(subject, _ANY) in _STATE:
                return
            why = ", ".join(score.reasons)
            message = f"{variable.name} grows with every new key: {why}"
            evidence = (Evidence("heap", score.held),) if score.held else ()
            judgement = Judgement(message, Safety.TARGET, evidence, False)
            subject = Subject(context, variable, accesses, judgement)
            weight = score.weight
        yield replace(self._finding(subject), weight=weight)

    def _finding(self, subject: Subject) -> Finding:
        try:
            fix = self._plan(subject)
        except Refusal as refusal:
            removed = Removing(subject).make() if subject.is_named else None
            if removed is None:
                return self._declined(subject, refusal)
            message = f"{subject.variable.name} keeps entries that are done with"
            return subject.context.finding(subject.variable.symbol, message, fix=removed)
        return subject.context.finding(
            subject.variable.symbol,
            subject.judgement.message,
            fix=fix,
            evidence=subject.judgement.evidence,
        )

    def _plan(self, subject: Subject) -> Fix:
        """The fix. Without limits it is tried all the same: whether there could be one."""
        try:
            bounds = bounds_of(subject.context)
        except Refusal:
            Plan(subject, _ANY).make()
            raise
        return Plan(subject, bounds).make()

    def _declined(self, subject: Subject, refusal: Refusal) -> Finding:
        variable, judgement = subject.variable, subject.judgement
        return subject.context.decline(
            variable.symbol,
            refusal.reason,
            judgement.message,
            evidence=judgement.evidence,
            name=variable.name,
            what=refusal.what,
            where=refusal.where,
            path=refusal.info.path if refusal.info is not None else variable.path,
        )


def _may_be(context: Context, variable: sharing.Variable, judgement: Judgement) -> bool:
    """Whether what is plain to see of a map leaves room for three points.

    The functions that can give it entries decide: all other accesses can only take points away, of
    which those in its own package are looked at. Of a profile they do not tell.
    """
    if context.costs is not None:
        return True
    if has_few_keys(variable):
        return False
    is_own = not variable.is_exported or variable.info.package.is_main
    name = variable.name.encode()
    if not is_own and is_out(_seen(context, variable, judgement, mentioning(context, name))):
        return False
    score = score_of(_seen(context, variable, judgement, filling(context, variable, own=is_own)))
    return score is not None and score.is_enough


def _seen(
    context: Context, variable: sharing.Variable, judgement: Judgement, places: Places
) -> Subject:
    """The map as it is seen in some places alone."""
    found = sharing.accesses_in(context.semantics, variable, places)
    return Subject(context, variable, sharing.Accesses(variable, found, ()), judgement)


def _refused(subject: Subject, bounds: Bounds) -> str:
    """The reason why a map cannot be a cache; "" where it can."""
    try:
        Plan(subject, bounds).make()
    except Refusal as refusal:
        return refusal.reason
    return ""


def _symbol(match: Match, node: Node) -> Symbol:
    """The declared name, as variables are looked up by."""
    kind = "field" if match.node("declaration").type == "field_declaration" else "var"
    name = match.file.text(node)
    return Symbol(match.info.package.path, "", name, kind, match.path, span_of(node))


_DOUBLES = re.compile(r"(?:[Mm]ock|[Ff]ake|[Ss]tub)(?![a-z])")  # types that stand in for others
