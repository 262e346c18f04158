"""map-value: a map of pointers to small values keeps the values themselves."""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap.codemod import Codemod, Safety


class MapValue(Codemod):
    """Maps of pointers to values that are stored whole and only read."""

    name = "map-value"
    work = "gofixmap_codemods._map_value:Work"
    title = "A map of pointers to small values"
    why = (
        "m[k] = &T{...} makes an object on the heap for each entry, and so does v := T{...}; "
        "m[k] = &v, for the local escapes. A map of values keeps them in its table. Measured with "
        "Go 1.27 and 200,000 entries of 16 bytes: 514 heap objects instead of 200,513, a full "
        "collection in 0.66 ms instead of 4.2 ms; filling 100 entries makes 4 allocations instead "
        "of 104. Above 128 bytes the runtime stores values out of line anyway, and nothing is "
        "gained; between 64 and 128 bytes there are fewer objects but more memory.\n\n"
        "All uses change together or none. An element that is changed in place (m[k].X = v) "
        "is read, changed and written back, which is slower: 19.7 ns instead of 12.4 ns at 16 "
        "bytes. p := m[k]; p.X++ would compile and lose the update, so where an element is "
        "changed through a local there is no fix. A missing key used to give nil and now "
        "gives a zero value, and a comparison with nil becomes a look at the second result, "
        "which is the same as long as nobody stores nil.\n\n"
        "It is made for maps that --target names, and for those whose entries the compiler says "
        "escape (--evidence escape.txt); a heap profile says how much they hold."
    )
    before = (
        "var quotes = map[string]*Quote{}\n\n"
        "func Remember(id string, price int) {\n\tq := Quote{Price: price}\n"
        "\tquotes[id] = &q\n}\n\n"
        "func Price(id string) (int, bool) {\n\tif quotes[id] == nil {\n\t\treturn 0, false\n\t}\n"
        "\treturn quotes[id].Price, true\n}\n"
    )
    after = (
        "var quotes = map[string]Quote{}\n\n"
        "func Remember(id string, price int) {\n\tq := Quote{Price: price}\n"
        "\tquotes[id] = q\n}\n\n"
        "func Price(id string) (int, bool) {\n\tif _, ok := quotes[id]; !ok {\n"
        "\t\treturn 0, false\n\t}\n\treturn quotes[id].Price, true\n}\n"
    )
    declines: ClassVar = {
        "compared": "{what} at {where} compares pointers, and would compare values",
        "leaves": "{what} at {where} gives the pointer on: others would keep the old value",
        "lost-update": "{what} at {where} changes an element through a local, which would be "
        "a copy",
        "map-leaves": "{what} at {where} gives the map itself on, with its type",
        "named-map-type": "{what} at {where} is not written as a map of pointers",
        "nil-compared": "{what} at {where} asks for nil where no second result can be asked for",
        "nil-stored": "a nil pointer is stored at {where}: an entry without a value is not "
        "the same as none",
        "no-copy": "the elements hold {what}, which must not be copied",
        "no-gain": "an element has {what} bytes: above 128 the map stores values out of line "
        "anyway",
        "other-map": "{what} at {where} is a map from elsewhere",
        "other-use": "{what} at {where} needs the pointers",
        "pointer-method": "{what} at {where} calls a method on the pointer, and would on a copy",
        "read-locked": "{what} at {where} changes an element under a read lock, which is not "
        "enough to write to the map",
        "recursive-type": "{what} refers to itself: its pointers tell the elements apart",
        "serialised": "the field has a tag: what fills the map by it may store nil",
        "shared-local": "{what} at {where} uses what was stored by its address, which would no "
        "longer be the entry",
        "stale-local": "{what} at {where} looks at an element that may have been changed since it "
        "was taken out, and would not see it",
        "stored-pointer": "{what} at {where} stores a pointer that others may hold",
        "unknown-size": "the size of {what} is not known",
        "unresolved-use": "not every use is known: {what}",
        "write-back": "{what} at {where} changes an element where it cannot be written back",
    }
    safety = Safety.TARGET
    order = 460
    evidence = ("escape",)
    closed_world = True
    keywords = ("func",)
    tests = False
    needles = (b"\0",)  # which no Go file holds: without the compiler's words only `target` speaks
    with_costs = re.compile(  # m[k] = &v
        rb"\](?:[\s)]|/\*.*?\*/)*+=(?:\s|/\*.*?\*/|//[^\n]*)*+&", re.DOTALL
    )
    query = (
        "(assignment_statement left: (expression_list . (index_expression) @entry .) "
        'right: (expression_list . (unary_expression operator: "&") @value .)) @site'
    )
