"""`apply --matrix` on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

CODE = """package a

func old() int { return 1 }

func Answer() int { return old() }
"""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--matrix", "linux/amd46"), "did you mean linux/amd64"),
        (("--matrix", "linux/amd64,"), "an empty name"),
        (("--matrix", "linux/amd64", "-i"), "-i asks about one build"),
        (("--matrix", "linux/amd64", "--stdin-filename", "a.go"), "one file in one build"),
    ],
)
def test_what_has_no_variants_is_refused(
    arguments: tuple[str, ...],
    says: str,
    module: Path,
    gofixmap: Callable[..., tuple[int, str, str]],
) -> None:
    module.write_text(CODE, encoding="utf-8")
    code, out, err = gofixmap("apply", *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert module.read_text(encoding="utf-8") == CODE


def test_what_one_variant_refuses_is_not_written(
    module: Path, gofixmap: Callable[..., tuple[int, str, str]]
) -> None:
    module.write_text(CODE, encoding="utf-8")
    text = "package a\n\nfunc new() int { return 1 }\n"
    module.with_name("new_linux.go").write_text(text, encoding="utf-8")
    variants = ("--matrix", "linux/amd64,windows/amd64")
    code, _, err = gofixmap("apply", *variants, "--verify", "build", "--select", "old-call")
    assert code == 0
    assert "in windows/amd64, the compiler refuses it" in err
    assert module.read_text(encoding="utf-8") == CODE
    module.with_name("new_linux.go").rename(module.with_name("new.go"))
    code, _, err = gofixmap("apply", *variants, "--verify", "build", "--select", "old-call")
    assert code == 0
    assert "windows/amd64 (without cgo)" in err
    assert "return new()" in module.read_text(encoding="utf-8")
