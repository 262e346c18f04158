"""object-pool: pools made by hand of a channel, that block, run dry, or are a sync.Pool at heart.

What a pool is stands in `_opool_model.py`, its faults in `_opool_faults.py`, the way to a
sync.Pool in `_opool_convert.py`.
"""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap.codemod import Codemod, Safety

_STORES = re.compile(rb"(?i)pool|free|idle|spare|recycle")
_CHANNEL = re.compile(rb"(?i)\bchan\b")
_CHAN = re.compile(rb"(?i)chan")
_POOL = re.compile(rb"(?i)pool")


class _Sieve:
    """A word for a store with a channel behind it, or a channel with a pool behind it."""

    def search(self, data: bytes, /) -> object | None:
        # The first of each decides: searching on from every one takes time without end.
        store = _STORES.search(data)
        if store is not None and _CHANNEL.search(data, store.end()):
            return store
        channel = _CHAN.search(data)
        return _POOL.search(data, channel.end()) if channel is not None else None


class ObjectPool(Codemod):
    name = "object-pool"
    work = "gofixmap_codemods._object_pool:Work"
    title = "A pool made of a channel blocks, runs dry, or is a sync.Pool at heart"
    why = (
        "A channel of spare objects works as a pool where Get makes a new object when there is "
        "none, and Put lets one go when the channel is full. Without the two defaults it waits: a "
        "pool that was filled with two objects and whose users never put one back blocks for ever "
        "at the third Get.\n\n"
        "Reported are a Get without any Put, a Get and a Put that can wait for ever, buffers that "
        "go back with what was written to them, and a Put that is missing on some way out of a "
        "function. Where the number of objects is the point, as with connections or a semaphore, "
        "waiting is right, and nothing is changed.\n\n"
        "--target on the type or the channel turns it into a sync.Pool. That is for plain memory "
        "only: a sync.Pool may drop any object at any collection and has no bound, so what has to "
        "be closed, is a limit, has an order, or is drained at the end stays a channel."
    )
    before = (
        "func (p *Pool) Get() *bytes.Buffer { return <-p.free }\n\n"
        "func (p *Pool) Put(b *bytes.Buffer) { p.free <- b }\n"
    )
    after = (
        "func (p *Pool) Get() *bytes.Buffer {\n\tselect {\n\tcase x := <-p.free:\n"
        "\t\treturn x\n\tdefault:\n\t\treturn new(bytes.Buffer)\n\t}\n}\n\n"
        "func (p *Pool) Put(b *bytes.Buffer) {\n\tb.Reset()\n\tselect {\n\tcase p.free <- b:\n"
        "\tdefault: // full: let it go\n\t}\n}\n"
    )
    declines: ClassVar = {
        "copied": "the struct is copied at {where}, and a sync.Pool must not be",
        "drained": "the channel is closed, ranged over or emptied at {where}: a sync.Pool cannot "
        "be asked for what it holds",
        "in-loop": "{what} is taken in a loop: a deferred Put would wait for the function's end",
        "no-maker": "nothing shows how an object is made",
        "no-put": "there is no function that puts an object back into {what}",
        "not-a-pointer": "objects of the type {what} would be allocated once more by each Put: "
        "pool pointers",
        "object-goes-on": "{what} outlives the call, or is not seen to the end, at {where}",
        "other-form": "the code at {where} has a form of its own",
        "other-use": "the channel is used for something else at {where}",
        "owns-resources": "{what} says that an object is more than memory, and a sync.Pool drops "
        "objects without a word",
        "size-is-a-limit": "the number of objects may be a limit, as of a semaphore, and a "
        "sync.Pool or a Get that makes more has none",
        "size-is-seen": "the length of the channel is looked at, at {where}",
    }
    safety = Safety.REVIEW
    order = 1210
    closed_world = True
    keywords = ("type", "var")
    needles = (b"chan ",)
    prefilter = _Sieve()
    tests = False
