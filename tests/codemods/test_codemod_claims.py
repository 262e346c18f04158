"""The names that a fix counts on: those that it declares, where it declares them."""

from __future__ import annotations

import pytest

from gofixmap.codemod.claims import on_declarations, on_names
from gofixmap.model import Edit
from gofixmap.syntax.source import SourceFile

CODE = """\
package a

type T struct {
	n int
}

func f(t *T) {
	v := t.n
	use(t.n, v)
	select {
	case t.n = <-in:
	}
}

func g(t *T) { use(t.n) }
"""
FILE = SourceFile("a.go", CODE.encode())
F, G, T = (CODE.index(text) for text in ("func f", "func g", "type T"))


def put(before: str, text: str, *, instead_of: str = "") -> Edit:
    at = CODE.index(before)
    return Edit("a.go", at, at + len(instead_of), text)


@pytest.mark.parametrize(
    ("edits", "claims"),
    [
        ([put("use(t.n, v)", "t.mu.Lock()\n\t")], set()),
        ([put("use(t.n, v)", "n := t.n\n\t"), put("t.n, v", "n", instead_of="t.n")], {(F, "n")}),
        ([put("use(t.n, v)", "n, ok := m[t.n]\n\t")], {(F, "n"), (F, "ok")}),
        ([put("use(t.n, v)", "var w T\n\t")], {(F, "w")}),
        ([put("use(t.n, v)", "for k, v := range m {\n\t}\n\t")], {(F, "k"), (F, "v")}),
        # the name in one edit, what declares it in another
        ([put("t.n = <-", "n", instead_of="t.n"), put("= <-", ":=", instead_of="=")], {(F, "n")}),
        # declared already, or no longer
        ([put("v := t.n", "v := t.n + 1", instead_of="v := t.n")], set()),
        ([put("v := t.n", "", instead_of="v := t.n\n")], set()),
        ([put("v := t.n", "w := t.n", instead_of="v := t.n")], {(F, "w")}),
        # each in its own function
        (
            [put("use(t.n, v)", "n := t.n\n\t"), put("use(t.n) }", "n := t.n; ")],
            {(F, "n"), (G, "n")},
        ),
        ([put("package a", "// n := 1\n")], set()),
    ],
)
def test_names(edits: list[Edit], claims: set[tuple[int, str]]) -> None:
    expected = {f"a.go:{start}: {name}" for start, name in claims}
    assert on_names(lambda _: FILE, edits) == expected


def test_declarations() -> None:
    edits = [put("n int", "mu sync.Mutex\n\t"), put("use(t.n, v)", "t.mu.Lock()\n\t")]
    assert on_declarations(lambda _: FILE, edits) == {f"a.go:{T}", f"a.go:{F}"}
