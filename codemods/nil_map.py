"""nil-map: maps that are nil when something is put into them.

Locals are judged in `_nilmap_locals.py`, fields and package variables in `_nilmap_fields.py`, maps
inside maps in `_nilmap_inner.py`; what the user names in `_nilmap_target.py`.
"""

from __future__ import annotations

from typing import ClassVar

from gofixmap_codemods._nilmap_filter import Sieve

from gofixmap.codemod import Codemod, Safety


class NilMap(Codemod):
    name = "nil-map"
    work = "gofixmap_codemods._nil_map:Work"
    title = "Make a map before something is put into it"
    why = (
        "A map variable that is declared without a value is nil. Reading it, its length, a loop "
        "over it, delete and clear are fine; putting an entry into it panics: assignment to entry "
        "in nil map. Found are locals and named results that are nil on the way to a write, "
        "fields and package variables that are written but made nowhere, and inner maps, "
        "mm[a][b] = v, for which nothing is ever stored under mm[a]. Set and Add of url.Values and "
        "http.Header write as well.\n\n"
        "Code that makes the map when it is first needed, that asks whether it is nil, or that "
        "hands out its address is left alone, and so are fields that a decoder or reflection may "
        "fill, and tests, which may want the panic. A local is made where it is declared; where "
        "its being nil can be seen, it is made before the first write only: nil is null in JSON "
        "and an empty map is {}, and == nil and omitempty tell them apart. A field is made in the "
        "literal of its only constructor, or else before the write.\n\n"
        "With --target a map, or a function, other writes are guarded that some way may lead to "
        "with a nil map, also where a callee or a callback does the writing, or where the map is "
        "that of a parameter or of another struct."
    )
    before = (
        "func count(words []string) map[string]int {\n\tvar hits map[string]int\n"
        "\tfor _, word := range words {\n\t\thits[word]++\n\t}\n\treturn hits\n}\n"
    )
    after = (
        "func count(words []string) map[string]int {\n\thits := make(map[string]int)\n"
        "\tfor _, word := range words {\n\t\thits[word]++\n\t}\n\treturn hits\n}\n"
    )
    safety = Safety.SAFE
    order = 400
    equivalents: ClassVar = ("SA5000", "nilness")
    needles = (b"]", b"maps.")
    keywords = ("func", "var")
    tests = False  # a test that panics with each run means to
    prefilter = Sieve()
    declines: ClassVar = {
        "always-made": "{what} is made, or asked for nil, before each of its writes, as far as can "
        "be seen",
        "copy": "{what} is a copy: a map made for it at {where} would be lost",
        "other-place": "no statement can be put in front of the write at {where}",
        "parameter": "{what} is the caller's map: one made at {where} would never get there",
        "several-names": "{what} is declared together with others at {where}",
        "shadowed": "{what} means something else at {where}",
        "unknown-type": "the type of {what} at {where} is not known; its package may be missing",
        "unspellable-type": "the type {what} cannot be written at {where}",
        "unstable-map": "{what} at {where} cannot be evaluated twice; give it a name first",
        "value-receiver": "the method at {where} has a value receiver, and a map made in it would "
        "be lost; give it a pointer receiver first (pointer-receiver)",
    }
