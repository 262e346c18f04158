"""Codemods of a few lines that make the engine's behaviour visible."""

from __future__ import annotations

import multiprocessing
import os
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from gofixmap.codemod import (
    Codemod,
    Context,
    Edit,
    Fact,
    Finding,
    Fix,
    Match,
    Option,
    PackageContext,
    Safety,
    Symbol,
)
from gofixmap.engine import Request, run
from gofixmap.model import RunResult
from gofixmap.registry import Registry

CALL = "(call_expression function: (identifier) @name) @site"


def replacing(match: Match, name: str, text: str, title: str = "rename") -> Fix:
    node = match.node(name)
    return Fix(title, (Edit(match.path, node.start_byte, node.end_byte, text),))


class Renaming(Codemod):
    """Calls of `old` become calls of `new`."""

    old: ClassVar[str]
    new: ClassVar[str]
    query = CALL

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == self.old:
            fix = replacing(match, "name", self.new)
            yield context.finding(match, f"call of {self.old}", fix=fix)


class AToB(Renaming):
    name = "a-to-b"
    order = 1
    needles = (b"a(",)
    prefilter = re.compile(rb"\ba\(")
    old, new = "a", "b"


class BToC(Renaming):
    name = "b-to-c"
    order = 2
    old, new = "b", "c"


class BToA(Renaming):
    name = "b-to-a"
    order = 3
    old, new = "b", "a"


class Wrap(Codemod):
    """The whole call of `a` is replaced: it overlaps what `a-to-b` does."""

    name = "wrap"
    order = 5
    query = CALL

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") in ("a", "b") and "w(" not in match.info.file.text(match.span):
            node = match.node("site")
            if node.parent is not None and node.parent.type == "argument_list":
                return
            text = f"w({match.text('site')})"
            yield context.finding(match, "bare call", fix=replacing(match, "site", text))


class Review(Renaming):
    name = "review"
    safety = Safety.REVIEW
    old, new = "r", "s"


class Design(Renaming):
    name = "design"
    safety = Safety.TARGET
    old, new = "d", "e"

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        if symbol.kind == "var":
            edit = Edit(symbol.path, symbol.span.start, symbol.span.end, symbol.name + "2")
            if not symbol.name.endswith("2"):
                yield context.finding(symbol, "a variable", fix=Fix("add a 2", (edit,)))


class OtherDesign(Design):
    name = "other-design"


class ReviewB(Renaming):
    name = "review-b"
    safety = Safety.REVIEW
    order = 4
    old, new = "b", "c"


class DesignB(Renaming):
    name = "design-b"
    safety = Safety.TARGET
    order = 4
    old, new = "b", "c"


class Declines(Codemod):
    name = "declines"
    query = CALL
    declines: ClassVar = {"why": "because of {what}"}

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "n":
            yield context.decline(match, "why", "call of n", what="the weather")


class Crash(Codemod):
    name = "crash"
    query = CALL

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "crash":
            raise RuntimeError("it broke\nin two lines")
        return ()


class BadEdit(Codemod):
    name = "bad-edit"
    query = CALL

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        fix = Fix("beyond", (Edit(match.path, 10**6, 10**6 + 1, ""),))
        yield context.finding(match, "beyond the end", fix=fix)


class Elsewhere(Codemod):
    """Edits the file that the option names."""

    name = "elsewhere"
    query = CALL
    options: ClassVar = {
        "path": Option("", "the file to edit"),
        "loud": Option(False, "shout"),
        "at": Option(0, "where"),
    }

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "x":
            text = "// HEY\n" if context.options["loud"] else "// hey\n"
            at = int(context.options["at"])
            edit = Edit(str(context.options["path"]), at, at, text)
            own = replacing(match, "name", "y").edits
            yield context.finding(match, "call of x", fix=Fix("say hey", (edit, *own)))


class Grow(Codemod):
    """Never done: each call gets another argument."""

    name = "grow"
    query = "(call_expression arguments: (argument_list) @args) @site"

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        at = match.node("args").end_byte - 1
        text = "1" if match.text("args") == "()" else ", 1"
        yield context.finding(match, "grows", fix=Fix("grow", (Edit(match.path, at, at, text),)))


class Counted(Codemod):
    """Reports how many `c` calls all packages hold together: needs the survey."""

    name = "counted"
    query = CALL
    declines: ClassVar = {"count": "{n} calls"}

    def survey(self, package: PackageContext) -> Iterable[Fact]:
        for match in package.matches:
            if match.text("name") == "c":
                yield Fact("c", "call", path=match.path, span=match.span)

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "c":
            n = len(context.facts.about("c", "call"))
            yield context.decline(match, "count", "call of c", n=str(n))


class Inserts(Codemod):
    """Two insertions at one place, in an order that is not that of their texts."""

    name = "inserts"
    query = CALL

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "x":
            at = match.span.start
            edits = (Edit(match.path, at, at, "z(); "), Edit(match.path, at, at, "k(); "))
            own = replacing(match, "name", "y").edits
            yield context.finding(match, "call of x", fix=Fix("insert", (*edits, *own)))


class Breaks(Renaming):
    name = "breaks"
    old, new = "a", "b(("


class Same(Renaming):
    name = "same"
    old, new = "same", "same"


class Dies(Codemod):
    """Takes its process with it, but never the one that runs the tests."""

    name = "dies"
    query = CALL

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "die" and multiprocessing.parent_process() is not None:
            os._exit(9)
        return ()


class Slow(Codemod):
    """Sleeps for a minute at each call of `sleep`."""

    name = "slow"
    query = CALL

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "sleep":
            time.sleep(60)
        return ()


ALL: tuple[type[Codemod], ...] = (
    AToB, BToC, BToA, Wrap, Review, Design, OtherDesign, Declines, Crash, BadEdit, Elsewhere, Grow,
    Counted, Dies, Slow, Inserts, Breaks, Same, ReviewB, DesignB,
)  # fmt: skip
REGISTRY = Registry(ALL)


def go_run(root: Path, *names: str, **more: object) -> RunResult:
    """Runs the toys of these names over `root`, inline unless `jobs` says otherwise."""
    settings: dict[str, object] = {"paths": (root,), "select": names, "jobs": 1, **more}
    return run(Request(**settings), registry=REGISTRY)  # type: ignore[arg-type]


def tree(root: Path, files: dict[str, str]) -> Path:
    """Writes a module `example.com/m` with these files."""
    for path, text in {"go.mod": "module example.com/m\n\ngo 1.27\n", **files}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return root.resolve()
