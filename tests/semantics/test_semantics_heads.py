"""The head of a function says what the whole function says of its signature."""

from __future__ import annotations

import pytest

from gofixmap.semantics.heads import SMALLEST_FUNCTION, head_of_function
from gofixmap.syntax.source import SourceFile

BODY = "\tx := 1 // }\n" * (SMALLEST_FUNCTION // 10)
PARTS = ("receiver", "name", "type_parameters", "parameters", "result")
HEADS = [
    "func f()",
    "func f(a, b int, c ...string) (n int, err error)",
    "func f(a struct{ x int }) struct{ y int }",
    "func f(\n\ta int, // {\n\tb interface{ M() },\n) interface{}",
    "func f() map[string]struct{}",
    "func f() func(struct{ x int }) error",
    "func (t *T[K, V]) m(a [2]K) []V",
    "func f[K comparable, V any](m map[K]V) /* { */",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_head_has_the_parts_of_the_whole(head: str) -> None:
    text = f"package p\n\n// f.\n{head} {{\n{BODY}}}\n\nvar y int\n"
    declaration = SourceFile("p.go", text.encode()).declarations[0]
    found = head_of_function(declaration)
    assert found is not None
    assert not declaration.is_parsed
    whole = declaration.node
    assert (found.type, found.start_byte, found.end_byte) == (
        whole.type,
        whole.start_byte,
        whole.end_byte,
    )
    for part in PARTS:
        ours, theirs = found.child_by_field_name(part), whole.child_by_field_name(part)
        assert (ours and str(ours)) == (theirs and str(theirs))
        assert (ours and ours.start_point) == (theirs and theirs.start_point)


@pytest.mark.parametrize(
    "text",
    [
        "func f() { x() }\n",  # small
        f"func f()\n\n// {BODY}\n",  # no body
        f"func (t T) m[P any](p P) {{\n{BODY}}}\n",  # the grammar does not know it
        f"func f( {{\n{BODY}}}\n",
        f"var f = func() {{\n{BODY}}}\n",
    ],
)
def test_what_is_not_plainly_a_head_is_parsed_whole(text: str) -> None:
    declaration = SourceFile("p.go", f"package p\n\n{text}".encode()).declarations[0]
    assert head_of_function(declaration) is None
