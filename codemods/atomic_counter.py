"""atomic-counter: integers and flags that goroutines share become values of sync/atomic."""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap.codemod import Codemod, Safety


class AtomicCounter(Codemod):
    """Counters and flags that a race report, their use, or the user says are shared."""

    name = "atomic-counter"
    work = "gofixmap_codemods._atomic_counter:Work"
    title = "Goroutines share an integer or a flag without synchronization"
    why = (
        "Two goroutines that count with n++ lose increments: each reads, adds, and writes. A flag "
        "that one goroutine sets and another one polls may never be seen. A value of sync/atomic "
        "makes each use one operation, and needs no lock.\n\n"
        "A variable is reported where a race report names it, where some uses are atomic and "
        "others plain, or where one function shows two goroutines at it; --target asks for it by "
        "name. All uses change together: n++ becomes n.Add(1), a read n.Load(), and what belongs "
        "together becomes one operation: n++; return n is return n.Add(1), and if !done { done = "
        "true; ... } is a CompareAndSwap. A value that is read, judged and then written stays a "
        "race however atomic both are: it is declined, or with --target becomes a loop around "
        "CompareAndSwap.\n\n"
        "Below Go 1.19 sync/atomic has functions only: int32, int64, uint32 and uint64 variables "
        "keep their type. On 32-bit platforms 64-bit ones must come first in their struct. Package "
        "variables that begin with a value get these functions in any version."
    )
    before = (
        "func count(jobs []func()) int {\n\tvar wg sync.WaitGroup\n\tn := 0\n"
        "\tfor _, job := range jobs {\n\t\twg.Go(func() {\n\t\t\tjob()\n\t\t\tn++\n\t\t})\n\t}\n"
        "\twg.Wait()\n\treturn n\n}\n"
    )
    after = (
        "func count(jobs []func()) int {\n\tvar wg sync.WaitGroup\n\tvar n atomic.Int64\n"
        "\tfor _, job := range jobs {\n\t\twg.Go(func() {\n\t\t\tjob()\n\t\t\tn.Add(1)\n"
        "\t\t})\n\t}\n\twg.Wait()\n\treturn int(n.Load())\n}\n"
    )
    declines: ClassVar = {
        "address-taken": "{what} at {where} hands out the variable's address: what is done "
        "through it is not seen",
        "alignment": "{name} has 64 bits and is not first in its struct: on 32-bit platforms an "
        "atomic operation on it panics below Go 1.19",
        "already-guarded": "every access of {name} holds {what}: atomic operations beside "
        "that lock guard nothing",
        "assembly": "the package has assembly, which may use {name}",
        "cgo": "{path} uses cgo",
        "check-then-act": "{name} is read at {where} to decide on a later write: as two atomic "
        "operations that is still a race; guard both with a lock",
        "comment-inside": "a comment stands inside the statement at {where}",
        "copied-struct": "the struct is copied at {where}: an atomic value must not be copied",
        "declared-in-header": "{name} is declared in the header of a statement at {where}",
        "embedded": "{name} is embedded: its methods would change",
        "exported-api": "{name} is exported from a package that other modules can import: their "
        "uses of it would not compile; name it with --target",
        "flag-value": "below Go 1.19 a flag is kept as a number, and {what} at {where} is neither "
        "true nor false",
        "go-version": "the type {type} has no atomic functions, and atomic types need Go 1.19",
        "initial-value": "{what} at {where} gives it a value where no statement can follow",
        "linkname": "a linkname directive in {what} uses it by its symbol",
        "multi-field": "{what} is written together with {name} at {where}: two atomic variables "
        "can be seen half changed; guard both with one lock",
        "not-a-number": "{name} has the type {type}: sync/atomic has integers and flags only",
        "other-use": "{what} at {where} needs the old type",
        "overlapping-edits": "two of its uses stand inside one another at {where}",
        "parameter": "{name} is a parameter, a result or a loop variable: it has no declaration "
        "of its own",
        "read-modify-write": "{what} at {where} computes the new value from the old one, which no "
        "atomic operation does; --target makes it a CompareAndSwap loop where it can",
        "serialised-field": "{what} at {where} is printed or marshalled, or has a tag for it: the "
        "inside of the atomic type would show",
        "several-targets": "{what} at {where} assigns several values at once",
        "shadowed-import": "{what} means something else than sync/atomic at {where}",
        "unkeyed-literal": "the literal at {where} sets the fields by their order",
        "unresolved-use": "not every use of {name} is known: {what} {where}",
        "unsafe": "{path} imports unsafe",
        "unspellable-type": "the type {what} cannot be written at {where}",
    }
    safety = Safety.REVIEW
    order = 1100
    evidence = ("race",)
    closed_world = True
    keywords = ("func", "var")
    needles = (b"sync/atomic", b"go func", b".Go(func")
    prefilter = re.compile(
        rb"\.(?:Add|And|CompareAndSwap|Load|Or|Store|Swap)(?:Int|Uint)(?:32|64|ptr)\(\s*&"
        rb"|go(?<!\wgo)\s+func\b|\.Go\(\s*func\b"
    )
