"""gen-close: a type that opens things, or starts goroutines that never end, gets a Close.

The type is in `_genclose_subject.py`, what it owns in `_genclose_resources.py`, its goroutines in
`_genclose_goroutines.py`, the method in `_genclose_method.py`, constructors that fail half-way in
`_genclose_failing.py`, their callers in `_genclose_callers.py`.
"""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap.codemod import Codemod, Safety


class GenClose(Codemod):
    name = "gen-close"
    work = "gofixmap_codemods._gen_close:Work"
    title = "Give a type that owns something a Close"
    why = (
        "A type that opens files, listeners or connections, starts tickers, or starts a goroutine "
        "that loops for ever keeps all of it alive when the last reference to it is gone. It needs "
        "a method that ends what it has begun. The collector does not end goroutines, and a "
        "goroutine that waits for a ticker waits for ever: stopping the ticker does not close its "
        "channel. 1000 values with such a goroutine leave 1000 goroutines (measured with Go 1.27, "
        "and in every version before).\n\n"
        "What is written is Close() error, which may be called more than once and from several "
        "goroutines: it tells the goroutines to stop, waits until they have, then closes what the "
        "type has opened, the last one first, and returns the errors joined (the first error below "
        "Go 1.20). Goroutines watch a stop channel; one that ends when its listener is closed is "
        "left as it is. Constructors that fail half-way release what they had opened until then, "
        "and where the result of a constructor stays in a local variable, defer x.Close() is put "
        "behind the check of its error. All other callers are listed: the method alone ends "
        "nothing.\n\n"
        "That is a design decision, so the type has to be named with --target. Without it a report "
        "is made in one case alone: a constructor of a library that starts a goroutine without any "
        "end, for a type that has no method to end it."
    )
    before = (
        "func NewPoller(d time.Duration) *Poller {\n\tp := &Poller{tick: time.NewTicker(d)}\n"
        "\tgo p.run()\n\treturn p\n}\n\n"
        "func (p *Poller) run() {\n\tfor range p.tick.C {\n\t\tp.poll()\n\t}\n}\n"
    )
    after = (
        "func NewPoller(d time.Duration) *Poller {\n"
        "\tp := &Poller{tick: time.NewTicker(d), stop: make(chan struct{})}\n"
        "\tp.wg.Add(1)\n\tgo p.run()\n\treturn p\n}\n\n"
        "// Close ends the goroutines of the Poller and closes what it has opened.\n"
        "// It may be called more than once.\n"
        "func (p *Poller) Close() error {\n\tp.closeOnce.Do(func() {\n"
        "\t\tif p.stop != nil {\n\t\t\tclose(p.stop)\n\t\t}\n\t\tp.wg.Wait()\n"
        "\t\tif p.tick != nil {\n\t\t\tp.tick.Stop()\n\t\t}\n\t})\n\treturn nil\n}\n\n"
        "func (p *Poller) run() {\n\tdefer p.wg.Done()\n\tfor {\n\t\tselect {\n"
        "\t\tcase <-p.stop:\n\t\t\treturn\n\t\tcase <-p.tick.C:\n\t\t\tp.poll()\n"
        "\t\t}\n\t}\n}\n"
    )
    safety = Safety.TARGET
    order = 1410
    closed_world = True
    keywords = ("func",)
    needles = (b"go ",)
    prefilter = re.compile(rb"func New(?<![^\n]func New)\w*[^{]*\{(?s:.*)\bgo\b")
    tests = False
    declines: ClassVar = {
        "close-exists": "{name} has {what} already",
        "closed-world-broken": "not every use of {what} can be seen",
        "copied-struct": "{name} is copied at {what}, and a copy would be closed a second time; "
        "use pointers to it first",
        "goroutine-exit-unknown": "it is not known how this goroutine would be made to end: {what}",
        "injected-resource": "{what} was handed to {name}, which has nothing of its own to close: "
        "who made it closes it",
        "no-constructor": "the value made at {what} would have no stop channel; make all of them "
        "in a constructor first",
        "no-place": "a part of it has no place: {what}",
        "nothing-owned": "{what} opens nothing, and its goroutines end by themselves",
        "promoted-close": "{name} has, or would pass on, a method by embedding: {what}",
    }
