"""The one module that a codemod's author imports.

A codemod is a class with documentation as fields, a tree-sitter query that finds candidates, and a
`rewrite` that turns one match into findings: with a fix, or with the reason why there is none.

    class NilMap(Codemod):
        name = "nil-map"
        declines = {"shadowed": "the name is declared again in between"}

        def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
            if not match["operand"].type.is_map:
                return
            yield context.finding(match, "write to a nil map", fix=Fix(...))

Everything that crosses a process (`Finding`, `Fact`, `Symbol`) is frozen and picklable; a `Match`,
an `Expr` and a `Context` live in the worker that made them. Parsers and resolvers are imported by
the code that first needs them, so that naming the codemods stays cheap.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from gofixmap.codemod.base import Codemod, Context, PackageContext, Prefilter
from gofixmap.codemod.match import Expr, Facts, Match, Place, span_of, symbol_of
from gofixmap.model import (
    Edit,
    Evidence,
    Fact,
    Finding,
    Fix,
    Option,
    OptionValue,
    Safety,
    Status,
    Symbol,
)
from gofixmap.patterns import pattern
from gofixmap.text import LineIndex, Position, Span

if TYPE_CHECKING:
    from gofixmap.edits import (
        add_import,
        add_imports,
        gomod,
        indentation,
        insert_after,
        insert_before,
        insert_field,
        insert_spec,
        lines,
        newline,
        node_text,
        remove_import,
        replace_node,
        replace_statement,
        source_text,
    )
    from gofixmap.semantics import (
        access,
        conversions,
        effects,
        flow,
        flows,
        interfaces,
        lifetime,
        members,
        mutation,
        names,
        nodes,
        operands,
        placement,
        sharing,
        sizes,
        uses,
    )
    from gofixmap.semantics.addressable import Walk, is_addressable, map_walk, walk_target
    from gofixmap.semantics.identity import identical
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.semantics.names import fresh_name
    from gofixmap.semantics.nocopy import nocopy_reason
    from gofixmap.semantics.objects import Object, Selection
    from gofixmap.semantics.operands import is_stable
    from gofixmap.semantics.retention import keeps_receiver
    from gofixmap.semantics.sharing import Access, CallGraph, Function, Variable
    from gofixmap.semantics.types import Named, Signature, Type
    from gofixmap.semantics.uses import uses_of
    from gofixmap.semantics.valueparts import value_parts
    from gofixmap.syntax.comments import is_ignore
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.syntax.walk import ancestors, enclosing, walk
    from gofixmap.workspace import Package, Workspace
    from gofixmap.workspace.gomod import GoMod, parse_gomod

__all__ = [
    "Access",
    "CallGraph",
    "Codemod",
    "Context",
    "Declaration",
    "Edit",
    "Evidence",
    "Expr",
    "Fact",
    "Facts",
    "FileInfo",
    "Finding",
    "Fix",
    "Function",
    "GoMod",
    "LineIndex",
    "Match",
    "Named",
    "Object",
    "Option",
    "OptionValue",
    "Package",
    "PackageContext",
    "Place",
    "Position",
    "Prefilter",
    "Safety",
    "Selection",
    "Semantics",
    "Signature",
    "SourceFile",
    "Span",
    "Status",
    "Symbol",
    "Type",
    "Variable",
    "Walk",
    "Workspace",
    "access",
    "add_import",
    "add_imports",
    "ancestors",
    "conversions",
    "effects",
    "enclosing",
    "flow",
    "flows",
    "fresh_name",
    "gomod",
    "identical",
    "indentation",
    "insert_after",
    "insert_before",
    "insert_field",
    "insert_spec",
    "interfaces",
    "is_addressable",
    "is_ignore",
    "is_stable",
    "keeps_receiver",
    "lifetime",
    "lines",
    "map_walk",
    "members",
    "mutation",
    "names",
    "newline",
    "nocopy_reason",
    "node_text",
    "nodes",
    "operands",
    "parse_gomod",
    "pattern",
    "placement",
    "remove_import",
    "replace_node",
    "replace_statement",
    "sharing",
    "sizes",
    "source_text",
    "span_of",
    "symbol_of",
    "uses",
    "uses_of",
    "value_parts",
    "walk",
    "walk_target",
]

# Helpers of lower layers that codemods use, by the module that holds them. They are loaded by the
# first codemod that asks, through the module's __getattr__; a row here is all a new helper needs,
# with its twin under TYPE_CHECKING.
_LAZY: Mapping[str, str] = {
    name: module
    for module, names in {
        "gofixmap.edits": """add_import add_imports indentation insert_after insert_before
            insert_field insert_spec newline node_text remove_import replace_node
            replace_statement source_text""",
        "gofixmap.semantics.addressable": "Walk is_addressable map_walk walk_target",
        "gofixmap.semantics.identity": "identical",
        "gofixmap.semantics.info": "FileInfo Semantics",
        "gofixmap.semantics.objects": "Object Selection",
        "gofixmap.semantics.retention": "keeps_receiver",
        "gofixmap.semantics.sharing": "Access CallGraph Function Variable",
        "gofixmap.semantics.types": "Named Signature Type",
        "gofixmap.syntax.comments": "is_ignore",
        "gofixmap.syntax.source": "Declaration SourceFile",
        "gofixmap.semantics.names": "fresh_name",
        "gofixmap.semantics.nocopy": "nocopy_reason",
        "gofixmap.semantics.operands": "is_stable",
        "gofixmap.semantics.uses": "uses_of",
        "gofixmap.semantics.valueparts": "value_parts",
        "gofixmap.workspace": "Package Workspace",
        "gofixmap.workspace.gomod": "GoMod parse_gomod",
        "gofixmap.syntax.walk": "ancestors enclosing walk",
    }.items()
    for name in names.split()
}
# Whole modules of helpers that belong together, used as `operands.is_firm(info, node)`.
_MODULES: Mapping[str, str] = {
    "gomod": "gofixmap.edits.gomod",
    "lines": "gofixmap.edits.lines",
    **{
        name: f"gofixmap.semantics.{name}"
        for name in (
            "access",
            "conversions",
            "effects",
            "flow",
            "flows",
            "interfaces",
            "lifetime",
            "members",
            "mutation",
            "names",
            "nodes",
            "operands",
            "placement",
            "sharing",
            "sizes",
            "uses",
        )
    },
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the twins under TYPE_CHECKING have the types
    if name in _MODULES:
        return import_module(_MODULES[name])
    module = _LAZY.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(module), name)
