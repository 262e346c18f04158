"""What shared-field does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gofixmap_codemods._guard_candidates import declared, has_lock, has_package_lock
from gofixmap_codemods._guard_evidence import named
from gofixmap_codemods._guard_offers import offers, unequal, with_shapes
from gofixmap_codemods._guard_scope import is_plain
from gofixmap_codemods.shared_field import SharedField

from gofixmap.codemod import Context, Finding, Match, Symbol, sharing


class Work(SharedField):
    """The analyses and the rewriting."""

    def rewrite_declaration(self, matches: Sequence[Match], context: Context) -> Iterable[Finding]:
        text = matches[0].declaration.text
        if not (has_lock(text) or has_package_lock(context)):
            return
        for match in matches:
            variable = declared(match)
            if variable is not None and not context.is_target(variable.qualified):
                yield from self._unequal(context, variable)

    def _unequal(self, context: Context, variable: sharing.Variable) -> Iterator[Finding]:
        if not variable.type.is_map and is_plain(variable):
            yield from unequal(context, variable)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is None or not variable.type.is_map:
            yield from with_shapes(context, symbol, self._locked(context, variable))

    def _locked(self, context: Context, variable: sharing.Variable | None) -> Iterator[Finding]:
        if variable is not None:
            yield from offers(context, variable, named(context, variable))
