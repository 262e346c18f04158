"""map-writeback: writes to a struct or array inside a map element, which do not compile.

The analyses are `semantics/addressable.py`, `operands.py`, `nocopy.py` and `placement.py`; the
helper modules beside this one plan the text and put it in place.
"""

from __future__ import annotations

from typing import ClassVar

from gofixmap_codemods._writeback_filter import Sieve

from gofixmap.codemod import Codemod, Option, Safety


class MapWriteback(Codemod):
    name = "map-writeback"
    work = "gofixmap_codemods._map_writeback:Work"
    title = "Write to a field of a map element through a copy that is stored back"
    why = (
        "A map element has no address, because the map may move it: m[k].f = v does not compile. "
        "Read the element into a variable, change that, and store it back; a missing key is read "
        "as the zero value and inserted. The same mistake in a form that compiles is a change to "
        "a copy taken out of a map or out of a range clause, which nobody ever sees.\n\n"
        "The right-hand side and the key run once and before the element is read, as they do in "
        "the forms that compile. Where the map holds pointers, map[K]*T, all this is needless.\n\n"
        "On a nil map the store panics, as any write to it does. Reading and storing are two "
        "steps: goroutines that share the map have to hold its lock over both. For a NaN key each "
        "store makes a new entry. A method value such as m[k].Inc without a call is left to the "
        "compiler's own message."
    )
    before = "func count(hits map[string]Stat, key string, n int) {\n\thits[key].Total += n\n}\n"
    after = (
        "func count(hits map[string]Stat, key string, n int) {\n"
        "\tstat := hits[key]\n\tstat.Total += n\n\thits[key] = stat\n}\n"
    )
    safety = Safety.SAFE
    order = 20
    needles = (b"]",)
    keywords = ("func", "var")
    prefilter = Sieve()
    options: ClassVar = {
        "missing": Option(
            "insert",
            "what a missing key means: insert writes a new entry, skip leaves the map alone",
            ("insert", "skip"),
        )
    }
    declines: ClassVar = {
        "temporary-map": "the map is made in this expression and nobody else holds it, so the "
        "write would be lost with it; name the map first",
        "untyped-hoist": "the value has no type of its own, the field's type cannot be written in "
        "this file, and := would make it a bool or an int; evaluate it into a variable by hand",
        "for-post": "the post statement of a loop runs after continue too and sees this "
        "iteration's variables, which no place in the body does; restructure the loop",
        "label-goto": "a goto jumps to the label of this statement, so its init statement can move "
        "neither before nor behind the label; move it by hand",
        "target-order": "one target of this assignment changes what another one is reached "
        "through; split the assignment by hand",
        "other-place": "the statement stands where no other statement can be put beside it",
        "deferred": "a deferred call or a new goroutine runs when a copy made here is out of date; "
        "store pointers, map[K]*T, or move the call into a function literal that stores it back",
        "address-of": "a map element has no address, since the map may move it; store pointers, "
        "map[K]*T, or work on a copy and store it back",
        "receiver-escapes": "{method} may keep its receiver, or its body is not visible, and would "
        "then hold on to a copy that is not the entry; store pointers, map[K]*T",
        "nested-call": "the call of the pointer method is part of a larger expression, whose order "
        "of evaluation statements in front would change; give its result a name first",
        "no-copy": "{type} must not be copied, and storing the element back copies it; store "
        "pointers, map[K]*T",
        "range-operand": "the range operand cannot be indexed again to reach the element: it is "
        "made here or by a call, a copy, or changed in the loop; keep it in a variable",
        "nothing-to-store": "the value was received from a channel or an iterator, so there is "
        "nowhere to store the change; use the changed value or drop the write",
        "missing-entry": "the write runs only where the map has no such entry, and whether it "
        "should get one is for you to say; store the value, or drop the write",
        "shadowed": "a name that the write-back needs means something else where the write stands; "
        "rename one of the two",
        "atomic-copy": "an atomic write is meant for others who use the same element, and nobody "
        "else has this copy; keep pointers in the map, map[K]*T, or write through &s[i] of a slice",
        "map-may-change": "the map, or the key, may change between the copy and its last write, "
        "and storing the copy back could undo that; read the element again before the write",
    }
