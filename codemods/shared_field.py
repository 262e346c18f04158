"""shared-field: fields, slices and variables that several goroutines use get their lock.

The machinery is that of map-mutex: `semantics/sharing`, and the helper modules `_guard_*`. The
remedies that need no lock are in `_shape_*`.
"""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap.codemod import Codemod, Option, Safety

_LOCK = re.compile(rb"Mutex\b|Locker\b")


class SharedField(Codemod):
    """Variables other than maps shared between goroutines."""

    name = "shared-field"
    work = "gofixmap_codemods._shared_field:Work"
    title = "Guard a variable that goroutines share"
    why = (
        "A field, a slice or a variable that one goroutine writes while another one uses it has no "
        "value that a program may rely on: a slice may be seen with the length of one write and "
        "the array of another.\n\n"
        "A variable gets a lock only with evidence: a race report (--evidence), a lock of its "
        "struct that is held at most accesses and forgotten at others, or its name (--target). "
        "Its name it takes also where more accesses are in doubt than hold the lock. Init, SetUp, "
        "Provision and what only they call set up what nobody else has yet; a function that gives "
        "back a lock without taking it was started under it.\n\n"
        "The lock is one that the struct has and that guards the variable or its neighbours "
        "already, or is named after it (connsLock beside conns), else a new one. Where it is held "
        "for reading only around a write, it is taken for writing. What a race report shows to "
        "need no lock is repaired without: a variable that belongs inside the goroutine, a "
        "WaitGroup that is added to too late, a result that is written after Done."
    )
    before = (
        "type Meter struct {\n\tmu    sync.Mutex\n\ttotal int\n}\n\n"
        "func (m *Meter) Add(n int) {\n\tm.mu.Lock()\n\tdefer m.mu.Unlock()\n"
        "\tm.total += n\n}\n\n"
        "func (m *Meter) Total() int {\n\treturn m.total\n}\n"
    )
    after = (
        "type Meter struct {\n\tmu    sync.Mutex\n\ttotal int\n}\n\n"
        "func (m *Meter) Add(n int) {\n\tm.mu.Lock()\n\tdefer m.mu.Unlock()\n"
        "\tm.total += n\n}\n\n"
        "func (m *Meter) Total() int {\n\tm.mu.Lock()\n\tdefer m.mu.Unlock()\n"
        "\treturn m.total\n}\n"
    )
    declines: ClassVar = {
        "already-guarded-elsewhere": "{name} is guarded by {what} already ({where}), and a second "
        "lock would not exclude that one",
        "address-taken": "a pointer to {name} leaves the lock: {what}",
        "atomic-mixed": "{name} is accessed by sync/atomic as well, which a lock does not exclude: "
        "{what}; make all its accesses atomic instead",
        "calls-out-under-lock": "what runs under the lock would call code that may block, call "
        "back or take the lock again: {what}",
        "closed-world-broken": "not every access of {name} can be seen: {what}",
        "copied-struct": "{owner} is copied at {where} ({what}), and a copy would share {name} but "
        "not the lock; use pointers to it first",
        "deferred-access": "{name} is used when the section has ended: {what}",
        "exported-map": "{name} is used at {where} by code that cannot name the lock, or may be "
        "used by other packages; give it functions that lock",
        "import-clash": "the fix needs package {what}, and that name means something else in "
        "{where}; give what has it another name",
        "label-goto": "a goto or a labelled statement keeps the section from its place: {what}",
        "map-escapes": "the variable, or what it refers to, leaves the lock: {what}",
        "may-panic": "the code may panic with the lock held, and a deferred unlock has no place: "
        "{what}",
        "name-clash": "a name that would move means something else there: {what}",
        "named-result": "{name} is a result that a return reads, and no lock can be held there: "
        "{what}",
        "needs-join": "nothing waits for the goroutine started at {where} before {what}; add the "
        "join there, a lock would only hide that the result may be missing",
        "nil-owner": "the value that has the lock may be nil where the lock would be taken: {what}",
        "no-evidence": "only what may call what says that goroutines share {name} ({what}): "
        "name it with --target, or bring a race report with --evidence",
        "no-place": "there is no place or no free name for a mutex beside {name}: {what}",
        "not-shared": "no access of {name} was found that another goroutine can make",
        "not-placed": "no section was found for {what}",
        "overlapping": "two parts of the change meet at {what}; make it by hand",
        "read-locked-write": "{name} is written while its lock is held for reading only: {what}; "
        "taken for writing it may be waited for without end",
        "reenters": "a function would take the lock twice, and neither can the call move out of "
        "the section nor its callee be split: {what} ({where})",
        "split-check": "what is checked and what depends on it do not fit into one section: {what}",
        "synchronized-type": "{what} does its own synchronization, or is meant to be shared",
        "unkeyed-exported": "the literal of {owner} at {where} names no fields, and literals in "
        "other modules may not either; another field would break them",
        "two-locks": "values with a lock each are used together, and the order of taking two locks "
        "is for you to choose: {what}",
        "unknown-access": "it is not known what is done with {name}: {what}",
        "unstable-base": "the lock belongs to a value that has no steady name there: {what}",
        "waited-for": "who holds the lock waits for a goroutine that would take it, and neither "
        "would go on: {what} ({where}); give the lock back before that wait first",
    }
    safety = Safety.TARGET
    order = 610
    closed_world = True
    evidence: ClassVar = ("race",)
    tests = False
    needles = (b"Mutex", b"Locker")
    keywords = ("type", "var")
    prefilter = _LOCK
    options: ClassVar = {
        "lock": Option(
            "auto",
            "the kind of a new lock: auto is rwmutex where an access only reads, else mutex",
            ("auto", "mutex", "rwmutex"),
        )
    }
