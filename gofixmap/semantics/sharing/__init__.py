"""Shared state: which variables goroutines share, who accesses them, under which locks."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gofixmap.semantics.sharing import callees, handing
    from gofixmap.semantics.sharing.accesses import (
        Access,
        Accesses,
        accesses_among,
        accesses_in,
        accesses_of,
        accesses_outside_tests,
    )
    from gofixmap.semantics.sharing.aliases import aliases_of
    from gofixmap.semantics.sharing.attribution import Attributed
    from gofixmap.semantics.sharing.blocking import Conduct, conduct_of, region_conduct
    from gofixmap.semantics.sharing.callees import position_of
    from gofixmap.semantics.sharing.callgraph import CallGraph, call_graph
    from gofixmap.semantics.sharing.calls import Call, CallKind
    from gofixmap.semantics.sharing.chains import Chain, chain_of, outermost_chain
    from gofixmap.semantics.sharing.companions import Companion, companions_of, group_of
    from gofixmap.semantics.sharing.copies import CopySite, copies_of, first_copy
    from gofixmap.semantics.sharing.doubts import is_of_own_making, is_spoken_of
    from gofixmap.semantics.sharing.functions import Function
    from gofixmap.semantics.sharing.goroutines import Start, runs_in, starts_of
    from gofixmap.semantics.sharing.guards import Guard, guard_broken, guard_of, may_have_guard
    from gofixmap.semantics.sharing.handing import function_called, parameter_at
    from gofixmap.semantics.sharing.joins import is_ordered, joins_of
    from gofixmap.semantics.sharing.kinds import Done, Operation
    from gofixmap.semantics.sharing.literals import Literal, literals_of, unkeyed_literals_of
    from gofixmap.semantics.sharing.locals import only_value
    from gofixmap.semantics.sharing.locks import (
        Convention,
        Held,
        LockCall,
        convention_of,
        held_at,
        held_on_entry,
        lock_calls,
        may_be_held_at,
        may_lock,
    )
    from gofixmap.semantics.sharing.operations import operation_of
    from gofixmap.semantics.sharing.places import Place, base_of_access
    from gofixmap.semantics.sharing.publication import is_unshared
    from gofixmap.semantics.sharing.races import Conflict, conflicts, conflicts_outside_tests
    from gofixmap.semantics.sharing.reach import Reached, packages_reaching
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
    "Attributed",
    "Call",
    "CallGraph",
    "CallKind",
    "Chain",
    "Companion",
    "Conduct",
    "Conflict",
    "Convention",
    "CopySite",
    "Done",
    "Function",
    "Guard",
    "Held",
    "Literal",
    "LockCall",
    "Operation",
    "Place",
    "Reached",
    "Start",
    "Variable",
    "VariableKind",
    "accesses_among",
    "accesses_in",
    "accesses_of",
    "accesses_outside_tests",
    "aliases_of",
    "base_of_access",
    "call_graph",
    "callees",
    "chain_of",
    "companions_of",
    "conduct_of",
    "conflicts",
    "conflicts_outside_tests",
    "convention_of",
    "copies_of",
    "declarations_of",
    "first_copy",
    "function_called",
    "group_of",
    "guard_broken",
    "guard_of",
    "handing",
    "held_at",
    "held_on_entry",
    "is_of_own_making",
    "is_ordered",
    "is_spoken_of",
    "is_unshared",
    "joins_of",
    "literals_of",
    "lock_calls",
    "may_be_held_at",
    "may_have_guard",
    "may_lock",
    "only_value",
    "operation_of",
    "outermost_chain",
    "packages_reaching",
    "parameter_at",
    "position_of",
    "region_conduct",
    "runs_in",
    "starts_of",
    "unkeyed_literals_of",
    "variable_denoted",
    "variable_of_field",
    "variable_of_object",
    "variable_of_symbol",
]

# Loaded by whoever first asks: most edits need few of them.
_NAMES = {
    "accesses": "Access Accesses accesses_among accesses_in accesses_of accesses_outside_tests",
    "aliases": "aliases_of",
    "attribution": "Attributed",
    "blocking": "Conduct conduct_of region_conduct",
    "callees": "position_of",
    "callgraph": "CallGraph call_graph",
    "calls": "Call CallKind",
    "chains": "Chain chain_of outermost_chain",
    "companions": "Companion companions_of group_of",
    "copies": "CopySite copies_of first_copy",
    "doubts": "is_of_own_making is_spoken_of",
    "functions": "Function",
    "goroutines": "Start runs_in starts_of",
    "guards": "Guard guard_broken guard_of may_have_guard",
    "handing": "function_called parameter_at",
    "joins": "is_ordered joins_of",
    "kinds": "Done Operation",
    "literals": "Literal literals_of unkeyed_literals_of",
    "locals": "only_value",
    "locks": "Convention Held LockCall convention_of held_at held_on_entry lock_calls"
    " may_be_held_at may_lock",
    "operations": "operation_of",
    "places": "Place base_of_access",
    "publication": "is_unshared",
    "races": "Conflict conflicts conflicts_outside_tests",
    "reach": "Reached packages_reaching",
    "variables": "Variable VariableKind declarations_of variable_denoted variable_of_field"
    " variable_of_object variable_of_symbol",
}
_MODULES = ("callees", "handing")
_HOMES = {name: home for home, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
