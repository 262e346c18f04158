"""Adding a line to CODEMODS keeps everything else of the module as it was."""

from __future__ import annotations

import pytest

from gofixmap.authoring.register import add_codemod, registered
from gofixmap.errors import UsageError

SPEC = "some_codemods.nil_map:NilMap"

CASES = [
    pytest.param("CODEMODS = ()\n", f'CODEMODS = ("{SPEC}",)\n', id="empty"),
    pytest.param(
        'CODEMODS: tuple[str, ...] = ("a.b:B",)  # kept\n',
        f'CODEMODS: tuple[str, ...] = ("a.b:B", "{SPEC}")  # kept\n',
        id="one line",
    ),
    pytest.param(
        'CODEMODS = "a.b:B", "a.c:C"\n',
        f'CODEMODS = ("a.b:B", "a.c:C", "{SPEC}")\n',
        id="without parentheses",
    ),
    pytest.param(
        '"""Doc."""\n\nCODEMODS = (\n    # why b\n    "a.b:B",  # b\n    "a.c:C",  # c\n)\n'
        "# last\n",
        '"""Doc."""\n\nCODEMODS = (\n    # why b\n    "a.b:B",  # b\n    "a.c:C",  # c\n'
        f'    "{SPEC}",\n)\n# last\n',
        id="a line each, with comments",
    ),
    pytest.param(
        f'CODEMODS = ("a.{"b" * 40}:B", "a.{"c" * 30}:C")\n',
        f'CODEMODS = (\n    "a.{"b" * 40}:B",\n    "a.{"c" * 30}:C",\n    "{SPEC}",\n)\n',
        id="one line that becomes too long",
    ),
    pytest.param(
        "CODEMODS = (  # none yet\n)\n",
        f'CODEMODS = (  # none yet\n    "{SPEC}",\n)\n',
        id="empty, on two lines",
    ),
    pytest.param(
        'X = ("a.b:B",)\r\nCODEMODS = ("a.b:B",)\r\n',
        f'X = ("a.b:B",)\r\nCODEMODS = ("a.b:B", "{SPEC}")\r\n',
        id="an equal tuple elsewhere",
    ),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_adds_at_the_end(before: str, after: str) -> None:
    assert add_codemod(before.encode(), SPEC, "x.py").decode() == after
    assert registered(after.encode(), "x.py")[-1] == SPEC


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("OTHER = ()\n", "no CODEMODS tuple"),
        ("CODEMODS = [1]\n", "no CODEMODS tuple"),
        ("CODEMODS = (NAME,)\n", "more than plain texts"),
        ("CODEMODS = (\n", "not valid Python"),
    ],
)
def test_refuses_what_it_does_not_understand(source: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        add_codemod(source.encode(), SPEC, "x.py")
