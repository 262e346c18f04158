"""What a new codemod starts from: small, but it works, so that every step after it can be tested.

The scaffold drops the blank name of `for k, _ := range m`. That needs no types, is right for
every operand that takes two names, and shows all three outcomes: a fix, silence, a decline.
Texts use `@name@`, `@class@` and so on, because braces belong to Go and Python.
"""

from __future__ import annotations

from collections.abc import Mapping

MODULE = '''\
"""@name@: the second name of a range clause that is thrown away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import ClassVar

from gofixmap.codemod import Codemod, Context, Edit, Finding, Fix, Match, Safety, Span


class @class@(Codemod):
    """One guard a line, the cheapest first; documentation as fields."""

    name = "@name@"
    title = "A range clause that names a value and throws it away"
    why = """
    `for k, _ := range m` and `for k := range m` are the same loop. The blank name makes a reader
    look for a value that nobody uses.
    """
    before = """
for key, _ := range ages {
	names = append(names, key)
}
"""
    after = """
for key := range ages {
	names = append(names, key)
}
"""
    declines: ClassVar[Mapping[str, str]] = {
        "comment": "a comment stands between the two names, and it would be lost",
    }
    safety = Safety.SAFE
    needles = (b"range",)
    prefilter = re.compile(rb",\\s*(/[/*]|_\\b)")

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        key, blank = match["key"], match["blank"]
        if blank.text != "_":
            return
        dropped = Span(key.span.end, blank.span.end)
        message = "the second name of this range clause is blank"
        if match.file.text(dropped).strip(", \\t") != "_":
            yield context.decline(match, "comment", message)
            return
        edit = Edit(match.path, dropped.start, dropped.end, "")
        fix = Fix("drop the blank name", (edit,))
        yield context.finding(match, message, fix=fix)
'''

QUERY = """\
; for key, _ := range operand
(range_clause
  left: (expression_list
    .
    (_) @key
    (identifier) @blank
    .)) @site
"""

_GO = """\
package golden

func names(ages map[string]int) (names []string) {
	for @clause@ range ages {
		names = append(names, key)
	}
	return names
}
"""

_CASES = {
    "drops-the-blank": (
        'description = "A blank second name goes"\n'
        'why = "the loop does the same without it"\nexpect = "change"\ntier = "safe"\n',
        "key, _ :=",
        "key :=",
    ),
    "keeps-one-name": (
        'description = "A clause with one name stays"\n'
        'why = "there is nothing to drop"\nexpect = "keep"\n',
        "key :=",
        "",
    ),
    "declines-a-comment": (
        'description = "A comment between the names is not lost"\n'
        'why = "whoever wrote it wants it kept"\nexpect = "decline"\ndecline = "comment"\n'
        "vet = true\n",
        "key /* the age */, _ :=",
        "",
    ),
}


def module_text(name: str, class_name: str) -> str:
    return MODULE.replace("@name@", name).replace("@class@", class_name)


def case_files() -> Mapping[str, str]:
    """The scaffold's golden cases, by path below the codemod's folder."""
    files: dict[str, str] = {}
    for case, (toml, before, after) in _CASES.items():
        files[f"{case}/case.toml"] = toml
        files[f"{case}/before/names.go"] = _GO.replace("@clause@", before)
        if after:
            files[f"{case}/after/names.go"] = _GO.replace("@clause@", after)
    return files
