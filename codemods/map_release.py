"""map-release: what a map or a field owns is released when it is overwritten or removed.

Where something is lost is in `_release_sites.py`, whether it leaks in `_release_judge.py`, who else
may use it in `_release_handed.py`, the edits in `_release_plan.py` and the modules beside it.
"""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap_codemods._release_filter import Sieve

from gofixmap.codemod import Codemod, Option, Safety


class MapRelease(Codemod):
    name = "map-release"
    work = "gofixmap_codemods._map_release:Work"
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
