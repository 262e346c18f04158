"""Codemods of a few lines, one for each thing that can become of a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from gofixmap.codemod import Codemod, Context, Edit, Finding, Fix, Match, Option, Safety

CODEMODS = ("cli_toys:Old", "cli_toys:Careful", "cli_toys:Odd", "cli_toys:Failing")


class _Renaming(Codemod):
    """Calls of `old` become calls of `new`."""

    query = "(call_expression function: (identifier) @name) @site"
    title = "A call of an old name"
    why = "The old name goes away."
    before = "old()"
    after = "new()"
    old: ClassVar[str]
    new: ClassVar[str]

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") != self.old:
            return
        node = match.node("name")
        new = str(context.options.get("name", self.new))
        edit = Edit(match.path, node.start_byte, node.end_byte, new)
        yield context.finding(match, f"{self.old} is old", fix=Fix("rename", (edit,)))


class Old(_Renaming):
    name = "old-call"
    old, new = "old", "new"
    needles = (b"old(",)
    options: ClassVar[Mapping[str, Option]] = {"name": Option("new", "The new name.")}


class Careful(_Renaming):
    name = "careful-call"
    old, new = "risky", "careful"
    needles = (b"risky(",)
    safety = Safety.REVIEW


class Odd(_Renaming):
    name = "odd-call"
    needles = (b"odd(",)
    declines: ClassVar[Mapping[str, str]] = {"odd": "nobody knows what it does"}

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "odd":
            yield context.decline(match, "odd", "odd is odd")


class Failing(_Renaming):
    name = "failing-call"
    needles = (b"fail(",)

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "fail":
            raise ZeroDivisionError("a mistake of the codemod")
        return ()
