"""A codemod that locks the counter of test_cli_race."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from gofixmap.codemod import Codemod, Context, Edit, Finding, Fix, Safety, Symbol

CODEMODS = ("race_remedies:Locks",)
OLD, NEW = "\tn++\n", "\tmu.Lock()\n\tn++\n\tmu.Unlock()\n"


class Locks(Codemod):
    name = "locks"
    title = why = before = after = "toy"
    safety = Safety.REVIEW
    query = "(comment) @none"
    evidence: ClassVar[tuple[str, ...]] = ("race",)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        file = context.workspace.file(symbol.path)
        at = file.data.find(OLD.encode()) if file is not None else -1
        if symbol.name == "n" and at >= 0:
            fix = Fix("lock mu around it", (Edit(symbol.path, at, at + len(OLD), NEW),))
            yield context.finding(symbol, "n races", fix=fix, rank=40)
