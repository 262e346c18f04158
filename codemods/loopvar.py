"""loopvar: loop variables that outlive their iteration before Go 1.22, and needless copies since.

What a loop declares is in `_loopvar_loops.py`, what outlives an iteration in `_loopvar_escapes.py`,
the copies that Go 1.22 made redundant in `_loopvar_copies.py`.
"""

from __future__ import annotations

from typing import ClassVar

from gofixmap_codemods._loopvar_filter import Sieve, has_copy, may_outlive, may_share

from gofixmap.codemod import Codemod, Safety

PER_ITERATION = (1, 22)  # the language version from which each iteration has its own variables


class Loopvar(Codemod):
    name = "loopvar"
    work = "gofixmap_codemods._loopvar:Work"
    title = "A loop variable outlives its iteration"
    why = (
        "Before Go 1.22 a loop has one variable for all of its iterations. A pointer to it that is "
        "stored, a goroutine, a deferred call or a function literal that runs later sees what the "
        "last iteration left there. A copy at the top of the body, v := v, gives each iteration "
        "its own.\n\n"
        "The version that counts is the file's: the go line of its module, which is 1.16 where "
        "go.mod has none, moved by a //go:build line that implies a release. A go line of 1.22 "
        "cures all loops of a module at once, and changes all of them, so that is left to you.\n\n"
        "A variable that is declared without a value in front of an endless loop, set anew in each "
        "iteration and used nowhere else, is shared in every version of Go; it moves into the "
        "loop.\n\n"
        "A pointer to the copy is not a pointer into the slice: where the elements are to be "
        "changed through it, write &xs[i] instead.\n\n"
        "From Go 1.22 on the copy at the top of a range loop is needless and is removed, by the "
        "rule of go fix's forvar. Three-clause loops keep theirs: the next iteration starts from "
        "the loop's variable, not from the copy."
    )
    before = "// in a module with go 1.21\nfor k, v := range defaults {\n\tsettings[k] = &v\n}\n"
    after = (
        "// in a module with go 1.21\nfor k, v := range defaults {\n\tv := v\n"
        "\tsettings[k] = &v\n}\n"
    )
    safety = Safety.REVIEW
    order = 10
    equivalents: ClassVar = ("copyloopvar", "exportloopref", "scopelint", "loopclosure")
    needles = (b"for",)
    keywords = ("func", "var")
    prefilter = Sieve()
    evidence: ClassVar = ("race",)
    declines: ClassVar = {
        "declared-outside": "{name} is declared outside of the loop, so all iterations share it in "
        "every version of Go; a copy would change its scope, declare it inside if it is not "
        "needed behind the loop",
        "modified-in-body": "the body changes {name}, or may, at line {line}: a copy would no "
        "longer drive the loop",
        "declared-again": "the body declares {name} again in the block that the copy would stand "
        "in, and would then assign to the copy",
        "no-copy": "{name} must not be copied: {type}",
    }

    @staticmethod
    def takes(data: bytes, version: tuple[int, int]) -> bool:
        is_old = version < PER_ITERATION
        if may_share(data):
            return True
        return may_outlive(data, assigned=not is_old) or (not is_old and has_copy(data))
