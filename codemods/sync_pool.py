"""sync-pool: memory that each call allocates anew is taken from a pool, and pools are used right.

What is pooled and how is in `_pool_kinds.py`, whether it is dead at Put in `_pool_dead.py`, the
edits in `_pool_plan.py`.
"""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap.codemod import Codemod, Safety


class SyncPool(Codemod):
    name = "sync-pool"
    work = "gofixmap_codemods._sync_pool:Work"
    title = "Large temporary memory is allocated by each call"
    why = (
        "A bytes.Buffer that each request fills and drops is garbage a moment later. A sync.Pool "
        "keeps it for the next one: measured with Go 1.27, rendering 16 KiB takes 3.7 µs and one "
        "allocation instead of 12.2 µs and four.\n\n"
        "A pool pays for what is on the heap, hot and large, so nothing is pooled without a reason "
        "to: --target names a local (Func.local) or a function, or a profile and the compiler's "
        "escape output (--evidence) agree on the expression. Below 1 KiB, and for what stays on "
        "the stack, a pool costs more than it saves.\n\n"
        "The object must be dead when it goes back: nothing that outlives the call may lead to its "
        "memory. A slice of buf.Bytes() that is returned was corrupted in 100 of 100 runs; "
        "buf.String() copies, and so does bytes.Clone. Buffers that have grown beyond a limit are "
        "not kept, slices are pooled by pointer, structs are zeroed before Put, and writers let "
        "go of what they wrote to. A gzip.Reader is pooled though it has Close: Reset makes it as "
        "good as new, and fails as NewReader does.\n\n"
        "A strings.Builder gains nothing from a pool, because Reset drops its buffer, and "
        "json.Marshal has a pool inside."
    )
    before = (
        "func render(parts []string) string {\n\tvar buf bytes.Buffer\n"
        "\tfor _, part := range parts {\n\t\tbuf.WriteString(part)\n\t}\n"
        "\treturn buf.String()\n}\n"
    )
    after = (
        "var bufPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}\n\n"
        "const maxPooledBuf = 64 << 10 // bytes; larger ones are not kept\n\n"
        "func render(parts []string) string {\n\tbuf := bufPool.Get().(*bytes.Buffer)\n"
        "\tbuf.Reset()\n\tdefer func() {\n\t\tif buf.Cap() <= maxPooledBuf {\n"
        "\t\t\tbufPool.Put(buf)\n\t\t}\n\t}()\n\tfor _, part := range parts {\n"
        "\t\tbuf.WriteString(part)\n\t}\n\treturn buf.String()\n}\n"
    )
    declines: ClassVar = {
        "address-taken": "{what} at {where}: another slice may be put into {name} through it",
        "alias-returned": "{what} is memory of {name} and is returned at {where}: the next user of "
        "the pool would write over it; return a copy (bytes.Clone)",
        "builder-reset-drops-buffer": "Reset of a strings.Builder drops its buffer, so a pool of "
        "them saves nothing; call {name}.Grow with the expected length, or use a bytes.Buffer",
        "captured": "{what} is used at {where} by a function that outlives the call",
        "constructor-fails": "{what} can fail, and the pool's New has nowhere to report that",
        "constructor-takes-values": "{what} at {where} is not a constant, so objects of one pool "
        "would differ",
        "copied": "{name} is copied at {where}, and would be a pointer",
        "declared-in-header": "{name} is declared where no statements can be added",
        "declared-together": "{name} is declared together with other variables",
        "double-put": "{name} has gone back at {where} already: two callers would get it; which of "
        "the two is meant is not known",
        "element-pins": "the elements of {what} lead to other memory, which the pool would keep",
        "goroutine": "a goroutine uses {what} (started at {where}), and may run longer",
        "goroutines": "the channel {what} of the object says that goroutines belong to it",
        "in-loop": "{name} is declared in a loop: Get and Put would have to be per iteration",
        "json-encoder": "a json.Encoder or Decoder is bound to its stream and has no Reset; pool "
        "the buffer that it writes to",
        "json-marshal": "json.Marshal has a pool inside already; an encoder with a pooled buffer "
        "was slower",
        "kept-by-callee": "{what} at {where} keeps what it is given",
        "no-copy": "{name} holds a {what}, which must not be copied over to be zeroed",
        "no-reset": "a bufio.Scanner cannot be reset",
        "not-fresh": "{name} does not start as an empty object of its own",
        "nothing-to-pool": "{name} declares no local that a pool could hold",
        "outlives-iteration": "{what} leads to {name} from outside of the loop, and the next "
        "iteration would write over it",
        "pool-of-closers": "{name} is a {what}, which has to be closed: a pool drops objects "
        "without a word",
        "put-missing": "whether {name} is clean enough to go back is not seen: Reset it behind "
        "Get, and defer Put",
        "put-value": "the pool's New, every Get and every Put would have to change together: pool "
        "a pointer to the {what}",
        "reassigned": "{name} is given another value at {where}: it is no longer what Get gave",
        "request-data": "the field {what} belongs to one request, and would live on in the pool",
        "returned": "{name} is returned at {where}: the next user of the pool would write over it",
        "secret": "{name} looks like a secret, which would stay in memory for others to get",
        "sent": "{what} is sent on a channel at {where}",
        "size-is-computed": "{what} cannot be written down twice",
        "stays-on-stack": "{name} does not escape to the heap: a pool only costs there",
        "stored": "{what} at {where} keeps {name}, or memory of it",
        "too-small": "{name} has {what}: below 1 KiB a pool costs what an allocation does",
        "unknown-callee": "{what} at {where} may keep what it is given",
        "use-after-put": "{name} goes back at {where}, and may have another user by then; put it "
        "back behind the last use",
        "unspellable-type": "the type {what} cannot be written at package level",
    }
    safety = Safety.TARGET
    order = 1200
    evidence: ClassVar = ("heap", "escape")
    equivalents: ClassVar = ("staticcheck", "SA6002")
    keywords = ("func", "var")
    needles = (b".Get().(", b".Put(")
    prefilter = re.compile(rb"\.Get\(\)\.\(|\.Put\(")
    with_costs = re.compile(
        rb"\.Get\(\)\.\(|\.Put\(|bytes\.|make\(|new\(|&\w[\w.]*\{|\bvar\b|\.New(?:Reader|Writer)?\w*\("
    )
