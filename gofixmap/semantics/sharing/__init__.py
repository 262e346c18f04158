"""Shared state: which variables goroutines share, who accesses them, under which locks."""

from gofixmap.semantics.sharing.accesses import Access, Accesses, accesses_of
from gofixmap.semantics.sharing.aliases import aliases_of
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
    "Operation",
    "Variable",
    "VariableKind",
    "accesses_of",
    "aliases_of",
    "declarations_of",
    "variable_denoted",
    "variable_of_symbol",
]
