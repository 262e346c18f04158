"""sync-map: a map that the user names becomes a sync.Map."""

from __future__ import annotations

from typing import ClassVar

from gofixmap.codemod import Codemod, Safety


class SyncMap(Codemod):
    """Maps for which the user wants a sync.Map."""

    name = "sync-map"
    work = "gofixmap_codemods._sync_map:Work"
    title = "A map that goroutines share could be a sync.Map"
    why = (
        "sync.Map pays where keys are written once and read many times, or where goroutines touch "
        "different keys: a read costs 12 ns on two cores against 29 with an RWMutex. Writing costs "
        "three times as much as under a Mutex and allocates, and keys and values lose their types. "
        "A map under a lock (map-mutex), or a map that is replaced whole (atomic-snapshot), is "
        "usually better, so it is never changed without being named by --target.\n\n"
        "Keys and values are stored in interfaces: constants are converted to the map's types, "
        "because a stored 1 is not found as an int64(1), and every Load is followed by an "
        "assertion with two results, because a missing key and a stored nil would panic with one. "
        "Code that looks a key up before it stores it keeps the lookup and stores with "
        "LoadOrStore."
    )
    before = (
        "var names = map[int64]string{}\n\n"
        "func Name(id int64) string { return names[id] }\n\n"
        "func SetFirst(name string) { names[1] = name }\n"
    )
    after = (
        "var names sync.Map\n\n"
        "func Name(id int64) string {\n\tloaded, _ := names.Load(id)\n"
        "\tvalue, _ := loaded.(string)\n\treturn value\n}\n\n"
        "func SetFirst(name string) { names.Store(int64(1), name) }\n"
    )
    declines: ClassVar = {
        "assembly": "the package has assembly, which may use {name}",
        "cgo": "{path} uses cgo",
        "check-then-act": "{what} at {where} decides on a later change of the map: another "
        "goroutine can come in between; guard both with a lock",
        "comment-inside": "a comment stands inside the statement at {where}",
        "compared-with-nil": "{what} at {where} compares the map with nil, which a sync.Map never "
        "is",
        "copied-struct": "the struct is copied at {where}: a sync.Map must not be copied",
        "declared-in-header": "{name} is declared in the header of a statement at {where}",
        "defined-map-type": "{name} has the defined type {what}: the type itself would have to "
        "become a struct",
        "embedded": "{name} is embedded: its methods would change",
        "exported-api": "{name} is exported from a package that other modules can import: their "
        "uses of it would not compile; name it with --target",
        "in-header": "{what} at {where} is looked up in the header of a statement, and its value "
        "is used outside the body",
        "initial-value": "{what} at {where} gives it a value where no statement can follow",
        "iterated": "{what} at {where} goes through the map in a way that Range does not: at one "
        "moment, in an order, or lazily",
        "key-type": "the keys are of the type {what}, which is not one concrete type",
        "leaves-loop": "{what} at {where} leaves the loop over the map, and Range calls a function",
        "length": "{what} at {where} asks for the length, which a sync.Map does not have",
        "linkname": "a linkname directive in {what} uses it by its symbol",
        "map-escapes": "{what} at {where} hands the map on to code that needs a map",
        "nested-read": "{what} at {where} is read inside an expression or a loop header, where "
        "no statement can come before it",
        "other-use": "{what} at {where} needs a map",
        "overlapping-edits": "two of its uses stand inside one another in {what}",
        "parameter": "{name} is a parameter, a result or a loop variable: it has no declaration "
        "of its own",
        "read-modify-write": "{what} at {where} computes the new entry from the old one, which a "
        "sync.Map does not do as one operation",
        "replaced": "{what} at {where} replaces the map while others may use it",
        "serialised-field": "{what} at {where} is printed or marshalled, or has a tag for it: a "
        "sync.Map shows no entries",
        "several-targets": "{what} at {where} declares or assigns several things at once",
        "shadowed-import": "{what} means something else than package sync at {where}",
        "target-only": "a sync.Map is possible, but a lock is usually better; name {name} with "
        "--target to choose it",
        "unkeyed-literal": "the literal at {where} sets the fields by their order",
        "unresolved-use": "not every use of {name} is known: {what} {where}",
        "unsafe": "{path} imports unsafe",
        "unspellable-type": "the type {what} cannot be written at {where}",
    }
    safety = Safety.TARGET
    order = 1300
    evidence = ("race",)
    closed_world = True
    keywords = ()
    needles = (b"\0",)  # in no Go file: only what is named or reported is looked at
