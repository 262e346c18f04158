"""map-mutex: maps that several goroutines use get a lock around every access.

Who uses a variable, on which goroutine and under which lock is found by `semantics/sharing`; the
helper modules `_guard_*` beside this one choose the lock and place it, `_guard_sections*` put the
critical sections into a function.
"""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap.codemod import Codemod, Option, Safety

# With bytes in front, which are found faster than the beginning of a word.
_MAP = re.compile(rb"map\[(?<!\wmap\[)")
_WRITE = re.compile(rb"\][ \t]*(?:[^=\n]{0,3}=[^=]|\+\+|--)")
_REMOVAL = re.compile(rb"\b(?:delete|clear)\(")
_LITERAL = re.compile(rb"func(?<!\wfunc)[ \t]*\(")


class _Prefilter:
    """Types and variables that name a map type, functions that write a map in a literal."""

    def search(self, data: bytes, /) -> object | None:
        if data.startswith(b"func"):
            if _LITERAL.search(data, 4) is None:
                return None
            if _WRITE.search(data) is None and _REMOVAL.search(data) is None:
                return None
        return _MAP.search(data)


class MapMutex(Codemod):
    """Maps shared between goroutines."""

    name = "map-mutex"
    work = "gofixmap_codemods._map_mutex:Work"
    title = "Guard a map that goroutines share with a mutex"
    why = (
        "A map may be read by several goroutines at once, but not while one of them writes it: the "
        'runtime ends the program with "concurrent map writes" where it notices, and loses '
        "entries where it does not.\n\n"
        "No lock is added without evidence: a race report or such a crash (--evidence), a lock "
        "that is held at a write and forgotten elsewhere, or held for reading only where the map "
        "is changed, goroutines that meet in one function, or "
        "the map's name (--target), which it takes also where more accesses are in doubt than "
        "hold the lock. Init, SetUp, Provision and what only they call set up what nobody else has "
        "yet; a function that gives back a lock without taking it was started under it.\n\n"
        "A lock that already guards the map, or that is named after it (connsLock beside conns), "
        "is taken before a new one is made. A section that changes the map under a lock for "
        "reading takes it for writing, where nothing in it waits or reads under it once more.\n\n"
        "All accesses get the lock together, what is checked and then changed under one lock; "
        "callbacks and blocking calls stay outside; a getter hands out a copy; an entry that is "
        "used several times is read once where nothing in between can change it. A struct with a "
        "mutex must not be copied, so value receivers become pointers.\n\n"
        "The lock is a sync.RWMutex where an access only reads, a sync.Mutex where all write. An "
        "RWMutex pays where reading takes long or happens far more often than writing: reading "
        "one key takes 15.6 ns with it and 15.7 ns with a Mutex on one core, and 29.2 against "
        "20.5 ns on two. A deferred unlock costs 3.4 ns and also runs when the code panics."
    )
    before = (
        "type Cache struct {\n\tm map[string]int\n}\n\n"
        "func (c *Cache) Get(k string) (int, bool) {\n\tv, ok := c.m[k]\n\treturn v, ok\n}\n\n"
        "func (c *Cache) Set(k string, v int) {\n\tc.m[k] = v\n}\n"
    )
    after = (
        "type Cache struct {\n\tmu sync.RWMutex // guards m\n\tm  map[string]int\n}\n\n"
        "func (c *Cache) Get(k string) (int, bool) {\n\tc.mu.RLock()\n\tdefer c.mu.RUnlock()\n"
        "\tv, ok := c.m[k]\n\treturn v, ok\n}\n\n"
        "func (c *Cache) Set(k string, v int) {\n\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n"
        "\tc.m[k] = v\n}\n"
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
        "defined-map-type": "{what} is a map type with methods, or embedded: the type itself has "
        "to become a struct that holds the map and its lock",
        "deferred-access": "{name} is used when the section has ended: {what}",
        "exported-map": "{name} is used at {where} by code that cannot name the lock, or may be "
        "used by other packages; give it functions that lock",
        "import-clash": "the fix needs package {what}, and that name means something else in "
        "{where}; give what has it another name",
        "label-goto": "a goto or a labelled statement keeps the section from its place: {what}",
        "map-escapes": "the map or a part of it leaves the lock: {what}",
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
    order = 600
    closed_world = True
    evidence: ClassVar = ("race",)
    tests = False
    needles = (b"map[",)
    keywords = ("type", "var", "func")
    prefilter = _Prefilter()
    options: ClassVar = {
        "lock": Option(
            "auto",
            "the kind of a new lock: auto is rwmutex where an access only reads, else mutex",
            ("auto", "mutex", "rwmutex"),
        )
    }
