"""atomic-snapshot: a value that is replaced whole and read by many becomes an atomic pointer."""

from __future__ import annotations

from typing import ClassVar

from gofixmap.codemod import Codemod, Safety


class AtomicSnapshot(Codemod):
    """Configurations, handlers and tables that are replaced while others read them."""

    name = "atomic-snapshot"
    work = "gofixmap_codemods._atomic_snapshot:Work"
    title = "A value is replaced while goroutines read it"
    why = (
        "A configuration that is reloaded at run time races with its readers, and a reader that "
        "looks twice may see half of the old and half of the new one. An atomic pointer to an "
        "immutable value needs no lock: a reader loads it once and works with that, a writer makes "
        "a new value and stores it.\n\n"
        "It is offered for fields and package variables that a race report or --target names, when "
        "all that is done with them is to read them and to replace them whole. Each function loads "
        "once and uses the local. A change of one field becomes copy, change, Store; what is "
        "stored is never written to again. A lock around nothing but a load or a store goes.\n\n"
        "A pointer stays nil until the first Store, as before. For values that are no pointers a "
        "first value is stored where the struct is made; where others may make it, a method "
        "gives the zero value until then. Below Go 1.19 it is an atomic.Value, and what is "
        "loaded from it is asserted."
    )
    before = (
        "type Server struct{ cfg *Config }\n\n"
        "func (s *Server) Handle() string { return s.cfg.Host + s.cfg.Path }\n\n"
        "func (s *Server) Reload(c *Config) { s.cfg = c }\n"
    )
    after = (
        "type Server struct{ cfg atomic.Pointer[Config] }\n\n"
        "func (s *Server) Handle() string {\n\tcfg := s.cfg.Load()\n"
        "\treturn cfg.Host + cfg.Path\n}\n\n"
        "func (s *Server) Reload(c *Config) { s.cfg.Store(c) }\n"
    )
    declines: ClassVar = {
        "address-taken": "{what} at {where} hands out the variable's address",
        "assembly": "the package has assembly, which may use {name}",
        "cgo": "{path} uses cgo",
        "check-then-act": "{name} is read at {where} to decide what is stored: what another "
        "goroutine stores in between is lost; guard both with a lock",
        "comment-inside": "a comment stands inside the statement at {where}",
        "contains-lock": "the value holds {what}, which must not be copied",
        "copied-struct": "the struct is copied at {where}: an atomic value must not be copied",
        "declared-in-header": "{what} at {where} stands in the header of a statement, where no "
        "second one fits",
        "embedded": "{name} is embedded: its methods would change",
        "exchange": "{name} is kept at {where} and then replaced: two goroutines may keep the same "
        "value, and one that was stored in between is lost; guard both with a lock",
        "exported-api": "{name} is exported from a package that other modules can import: their "
        "uses of it would not compile; name it with --target",
        "go-version": "atomic.Pointer needs Go 1.19, and atomic.Value takes no interface",
        "initial-value": "{what} at {where} gives it a value where no statement can follow",
        "linkname": "a linkname directive in {what} uses it by its symbol",
        "multi-field": "{what} is written together with {name} at {where}: two atomic variables "
        "can be seen half changed; guard both with one lock",
        "other-use": "{what} at {where} needs the old type",
        "overlapping-edits": "two of its uses stand inside one another in {what}",
        "parameter": "{name} has no declaration of its own",
        "read-modify-write": "{what} at {where} computes the new value from the old one",
        "serialised-field": "{what} at {where} is printed or marshalled, or has a tag for it: the "
        "inside of the atomic type would show",
        "several-targets": "{what} at {where} declares or assigns several variables at once",
        "several-writers": "{what} at {where} is one of several writes that copy and change the "
        "value: without a common lock one of the changes is lost",
        "shadowed-import": "{what} means something else than sync/atomic at {where}",
        "unkeyed-literal": "the literal at {where} sets the fields by their order",
        "unknown-type": "the module that declares {what} is not there: run `go mod download`",
        "unresolved-use": "not every use of {name} is known: {what} {where}",
        "unsafe": "{path} imports unsafe",
        "unspellable-type": "the type {what} cannot be written at {where}",
        "written-in-place": "{what} at {where} changes a value that readers of the snapshot hold",
        "zero-value": "the struct may start without a value, and {what} at {where} cannot ask a "
        "method for it",
    }
    safety = Safety.REVIEW
    order = 1150
    evidence = ("race",)
    closed_world = True
    keywords = ()
    needles = (b"\0",)  # in no Go file: only what is named or reported is looked at
