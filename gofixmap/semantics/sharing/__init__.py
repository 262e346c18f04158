"""Shared state: which variables goroutines share, who accesses them, under which locks."""

from gofixmap.semantics.sharing.accesses import Access, Accesses, accesses_of
from gofixmap.semantics.sharing.aliases import aliases_of
from gofixmap.semantics.sharing.blocking import Conduct, conduct_of, region_conduct
from gofixmap.semantics.sharing.callgraph import CallGraph, call_graph
from gofixmap.semantics.sharing.calls import Call, CallKind
from gofixmap.semantics.sharing.copies import CopySite, copies_of
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.kinds import Operation
from gofixmap.semantics.sharing.literals import Literal, literals_of
from gofixmap.semantics.sharing.locks import (
    Convention,
    Held,
    LockCall,
    convention_of,
    held_at,
    held_on_entry,
    lock_calls,
    may_lock,
)
from gofixmap.semantics.sharing.places import Place, base_of_access
from gofixmap.semantics.sharing.publication import is_unshared
from gofixmap.semantics.sharing.variables import (
    Variable,
    VariableKind,
    declarations_of,
    variable_denoted,
    variable_of_field,
    variable_of_object,
    variable_of_symbol,
)

__all__ = [
    "Access",
    "Accesses",
    "Call",
    "CallGraph",
    "CallKind",
    "Conduct",
    "Convention",
    "CopySite",
    "Function",
    "Held",
    "Literal",
    "LockCall",
    "Operation",
    "Place",
    "Variable",
    "VariableKind",
    "accesses_of",
    "aliases_of",
    "base_of_access",
    "call_graph",
    "conduct_of",
    "convention_of",
    "copies_of",
    "declarations_of",
    "held_at",
    "held_on_entry",
    "is_unshared",
    "literals_of",
    "lock_calls",
    "may_lock",
    "region_conduct",
    "variable_denoted",
    "variable_of_field",
    "variable_of_object",
    "variable_of_symbol",
]
