"""map-alias: a second name for a map or slice that is used as if it were a copy.

Locals are judged in `_alias_locals.py`, copies of structs in `_alias_structs.py`, methods that hand
out what a lock guards in `_alias_getters.py`, and what the user names in `_alias_target.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._alias_signs import told_of

from gofixmap.codemod import Codemod, Safety

if TYPE_CHECKING:
    from gofixmap.codemod import Declaration


class MapAlias(Codemod):
    name = "map-alias"
    work = "gofixmap_codemods._map_alias:Work"
    title = "A map or slice has a second name where a copy was meant"
    why = (
        "An assignment copies the header of a map or slice, not its elements: after b := a a write "
        "to b[k] is a write to a[k]. That is how Go is meant to work, and most second names are "
        "shortcuts. It is a mistake where one side is written while the other is read later as if "
        "it had stayed, and something says so: a name such as backup, orig or copied, a comment, "
        "a value that is put back, a comparison of the two. What moves on over a slice "
        "(buf = buf[1:]) fills that very slice.\n\n"
        "The same goes for copies of structs that share a map (c := *base; c.Labels[k] = v), and "
        "for exported methods that return a map which their lock guards: the lock ends at return, "
        "so the copy is taken under it. Functions, fields and variables that --target names are "
        "made to share nothing at all: what they take, keep and return is copied before they "
        "change or sort it, and inner maps (s.byName[k]) are copied too.\n\n"
        "maps.Clone and slices.Clone (Go 1.21) make the copy; older files get a loop or an append. "
        "They give nil for nil. Both are shallow: nested maps, slices and pointers stay shared, "
        "so where the write goes two levels deep no fix is offered."
    )
    before = (
        "backup := settings\nsettings[name] = value\nif !valid(settings) {\n"
        "\tsettings = backup\n}\n"
    )
    after = (
        "backup := maps.Clone(settings)\nsettings[name] = value\nif !valid(settings) {\n"
        "\tsettings = backup\n}\n"
    )
    declines: ClassVar = {
        "callers-write": "{what} writes through what is returned, and would then write to a copy",
        "deep-alias": "line {line} writes to what an element of {name} refers to, which a copy of "
        "the map or slice would share as well",
        "deep-getter": "{what} writes to what an element of {name} refers to, which a copy of the "
        "map or slice would share as well",
        "no-helper": "{what} cannot get a method here that copies a value with what it holds",
        "no-place": "a copy of {what} takes statements here, and none can stand before it",
        "not-stable": "{what} would have to be evaluated more than once",
        "shadowed-import": "{what} means something else here",
        "unspellable-type": "the type {what} cannot be written here",
    }
    safety = Safety.REVIEW
    order = 440
    keywords = ("func", "var")
    query = (
        "(function_declaration body: (block)) @function "
        "(method_declaration body: (block)) @function (func_literal) @function "
        "(short_var_declaration) @second (var_spec) @second"
    )

    @staticmethod
    def considers(declaration: Declaration) -> bool:
        return bool(told_of(declaration))
