"""Shared state: which variables goroutines share, who accesses them, under which locks."""

from gofixmap.semantics.sharing.accesses import Access, Accesses, accesses_of
from gofixmap.semantics.sharing.aliases import aliases_of
from gofixmap.semantics.sharing.callgraph import CallGraph, call_graph
from gofixmap.semantics.sharing.calls import Call, CallKind
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.locks import Held, held_at, lock_calls, may_lock
from gofixmap.semantics.sharing.operations import Operation
from gofixmap.semantics.sharing.variables import (
    Variable,
    VariableKind,
    declarations_of,
    variable_denoted,
    variable_of_symbol,
)

__all__ = [
    "Access",
    "Accesses",
    "Call",
    "CallGraph",
    "CallKind",
    "Function",
    "Held",
    "Operation",
    "Variable",
    "VariableKind",
    "accesses_of",
    "aliases_of",
    "call_graph",
    "declarations_of",
    "held_at",
    "lock_calls",
    "may_lock",
    "variable_denoted",
    "variable_of_symbol",
]
