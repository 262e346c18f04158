"""bounded-cache: a map that only grows becomes a cache with a size and a lifetime."""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap.codemod import Codemod, Option, Safety


class BoundedCache(Codemod):
    """Maps whose keys come from outside and that nothing is ever removed from."""

    name = "bounded-cache"
    work = "gofixmap_codemods._bounded_cache:Work"
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
        "closes, removes or finishes under the lock of the map, or looks up there and stops."
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
        "no-generics": "the module is at Go {what}, for its generics: raise the go line of go.mod, "
        "or limit the map by hand",
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
            "std",
            "std (a type written into the package), ttlcache or lru (expirable)",
            ("std", "ttlcache", "lru"),
        ),
        "size": Option(0, "how many entries it may have; there is no default that is right"),
        "ttl": Option("", "how long an entry may live, as Go writes it: 10m, 1h30m"),
    }
