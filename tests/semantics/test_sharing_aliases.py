"""Locals that stand for the map or slice of a variable."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from gofixmap.semantics.sharing import Access, accesses_of, aliases_of, variable_denoted

if TYPE_CHECKING:
    from conftest import Snippet

Make = Callable[..., Any]

HEAD = """import "maps"

type C struct { m map[string]int; s []int; p *C; e map[string]*C }

func two() (map[string]int, int) { return nil, 0 }
func keep(map[string]int) {}

"""


def aliases(made: Snippet, text: str) -> tuple[Access, ...] | None:
    found = variable_denoted(made.info, made.nodes(text, "selector_expression")[0])
    assert found is not None
    first = accesses_of(made.semantics, found).all[0]
    return aliases_of(first)


@pytest.mark.parametrize(
    ("text", "body", "expected"),
    [
        ("c.m", "m := c.m; m[k] = 1; _ = m[k]; delete(m, k)",
         ["index-write m[k]", "index-read m[k]", "delete delete(m, k)"]),
        ("c.m", "var m = c.m; for range m {}; _ = len(m)", ["range range m", "len len(m)"]),
        ("c.m", "x, m := 1, c.m; _, ok := m[k]; _, _ = x, ok", ["lookup m[k]"]),
        ("c.m", "if m := c.m; m != nil { m[k]++ }", ["index-update m[k]"]),
        ("c.m", "m := (c.m); go func() { m[k] = 2 }()", ["index-write m[k]"]),
        ("c.m", "m := c.m; _ = maps.Clone(m)", ["clone maps.Clone(m)"]),
        ("c.m", "m := c.m; _ = m", []),
        ("c.s", "s := c.s; s[0] = 1; _ = len(s)", ["index-write s[0]"]),
        ("c.m", "m := c.m; m = nil; _ = m", None),
        ("c.m", "m := c.m; keep(m)", None),
        ("c.m", "m := c.m; return m", None),
        ("c.m", "m := c.m; n := m; _ = n", None),
        ("c.m", "m := c.m; p := &m; _ = p", None),
        ("c.m", "m, x := two(); m = c.m; _, _ = m, x", None),
        ("c.m", "x := c.m[k]; _ = x", None),
        ("c.m", "x := []map[string]int{c.m}; _ = x", None),
        ("c.m", "keep(c.m)", None),
        ("c.s", "s := c.s; s = append(s, 1)", None),
        ("c.s", "s := c.s[1:]; _ = s", None),
        ("c.s", "s := append(c.s, 1); _ = s", None),
        ("c.p", "p := c.p; _ = p.m", None),
    ],
)  # fmt: skip
def test_aliases(snippet: Make, text: str, body: str, expected: list[str] | None) -> None:
    made = snippet(f"{HEAD}func f(c *C, k string) any {{\n\t{body}\n\treturn nil\n}}")
    found = aliases(made, text)
    spelled = made.info.file.text
    shown = None if found is None else [f"{e.operation} {spelled(e.expression)}" for e in found]
    assert shown == expected
    assert {each.base for each in found or ()} <= {"c"}
    assert {each.variable.qualified for each in found or ()} <= {f"example.com/m.C.{text[2:]}"}
